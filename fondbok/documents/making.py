"""Making a year's documents: which ones, from which release, into which folder.

Belongs here: the choice, the order of the steps, and files that are there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fondbok.documents import figures, reading
from fondbok.documents.content import draft
from fondbok.documents.content.account import account
from fondbok.documents.content.memos import city_memo, namnd_memo
from fondbok.documents.content.work_list import work_list
from fondbok.documents.figures import Change
from fondbok.documents.parts import Document
from fondbok.documents.reading import Facts
from fondbok.documents.render import FORMATS, RENDERERS
from fondbok.documents.render.look import Look
from fondbok.documents.utforska import page as explore_page
from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.publish.release import reference_data
from fondbok.reference import kommun
from fondbok.reference.kommun import Kommun
from fondbok.saving import replace_file

_TEMPLATES = "mall"  # folder of referens/
_AT_ONCE = 2  # documents; each holds a pandoc of its own in memory


class AskedWrong(FondbokError):
    """A format, a nämnd or a comparison that is not there."""

    is_asked_wrong = True


class CannotWrite(FondbokError):
    """The documents could not be put in their folder."""


@dataclass(frozen=True)
class Made:
    """What a run made.

    Attributes:
        files: the documents, in the order they were made.
        drafts: why they are drafts, by document; a document that is none is not there.
        left_out: nämnder that have no document, since they handed in nothing.
    """

    files: list[Path]
    drafts: dict[str, tuple[str, ...]]
    left_out: list[str]


@dataclass(frozen=True)
class Compared:
    """What changed since the documents in a folder were made.

    Attributes:
        utgava: the release served now.
        fore: the release a document was made from, by document.
        changes: every figure that differs.
        not_made: documents that were never made there.
    """

    utgava: str
    fore: dict[str, str]
    changes: list[Change]
    not_made: list[str]


def make(
    home: Home,
    ar: int,
    *,
    namnd: str | None = None,
    formats: Sequence[str] = FORMATS,
    folder: Path | None = None,
    say: Callable[[str], None] = lambda _line: None,
) -> Made:
    """Make a year's documents from the release served.

    Args:
        home: the home folder, with a published release.
        ar: the year.
        namnd: a nämnd's code or name, for its tjänsteskrivelse alone; None makes every document.
        formats: of `FORMATS`.
        folder: where to; None is reports/<ar>/ of the home.
        say: told of each document.

    Raises:
        NoSuchYear: the release says nothing about the year.
        AskedWrong: no such format or nämnd, or the nämnd handed in nothing.
        CannotWrite: the folder cannot be written.
        RenderError: a document could not be made.
    """
    _check(formats)
    facts = read(home, ar)
    documents = chosen(facts, namnd)
    target = folder or home.reports / str(ar)
    _writable(target)
    look = Look(home.referens / _TEMPLATES)
    files = []
    with _rendered(documents, formats, look) as rendered:
        for document in documents:
            say(f"Skriver {document.name}")
            # Every format is there before one is written: they are of the same release.
            made = [(f"{document.name}.{each}", next(rendered)) for each in formats]
            files += [_put(target / name, content) for name, content in made]
            figures.keep(target, ar, document)
    drafts = {each.name: each.draft for each in documents if each.draft}
    if namnd is None and "html" in formats:
        say(f"Skriver {explore_page.NAME}")
        files.append(_put(target / explore_page.FILE, explore_page.make(home.mart, facts, look)))
        if why := draft.reasons(facts):
            drafts[explore_page.NAME] = why
    return Made(
        files,
        drafts,
        [] if namnd else [each.namnd for each in draft.missing(facts)],
    )


@contextmanager
def _rendered(
    documents: Sequence[Document], formats: Sequence[str], look: Look
) -> Iterator[Iterator[bytes]]:
    """Each document in each format, in that order, made two at a time.

    pandoc is a program of its own and typst lets go of Python, so threads are enough.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        waiting = [
            pool.submit(RENDERERS[each], document, look)
            for document in documents
            for each in formats
        ]
        try:
            yield (each.result() for each in waiting)
        finally:
            for each in waiting:
                each.cancel()  # after a failure the rest is not waited for


def compare(
    home: Home, ar: int, *, namnd: str | None = None, folder: Path | None = None
) -> Compared:
    """What the documents would state otherwise if they were made now.

    Raises:
        NoSuchYear: the release says nothing about the year.
        AskedWrong: no such nämnd, or no document was made in the folder.
    """
    facts = read(home, ar)
    target = folder or home.reports / str(ar)
    before = figures.kept(target, ar)
    if not before:
        raise AskedWrong(
            f"I {target} finns inga dokument att jämföra med. Gör dem först:"
            f" fondbok report --ar {ar}."
        )
    documents = chosen(facts, namnd)
    known = [each for each in documents if each.name in before]
    return Compared(
        facts.release.release_id,
        {each.name: str(before[each.name].get("utgava", "okänd")) for each in known},
        [change for each in known for change in figures.changes(each, before[each.name])],
        [each.name for each in documents if each.name not in before],
    )


def read(home: Home, ar: int) -> Facts:
    """The facts of a year from the release served.

    Raises:
        AskedWrong: nothing is published.
        NoSuchYear: the release says nothing about the year.
    """
    return reading.read(_published(home), _kommun(home), ar)


def latest_year(home: Home) -> int:
    """The last year that any nämnd has handed something in for.

    Raises:
        AskedWrong: nothing is published, or no nämnd has.
    """
    year = reading.latest_year(_published(home))
    if year is None:
        raise AskedWrong("Ingen nämnd har lämnat in något, så det finns inget år att redovisa.")
    return year


def _published(home: Home) -> Path:
    if not home.mart.is_file():
        raise AskedWrong(
            f"Det finns ingen publicerad utgåva i {home.mart_dir}. Kör fondbok refresh."
        )
    return home.mart


def chosen(facts: Facts, namnd: str | None) -> list[Document]:
    """The documents of a year, or the one of a nämnd.

    Raises:
        AskedWrong: there is no such nämnd, or it handed in nothing.
    """
    if namnd is not None:
        return [namnd_memo(facts, _code(facts, namnd))]
    return list(_every(facts))


def _every(facts: Facts) -> Iterator[Document]:
    yield account(facts)
    yield city_memo(facts)
    yield work_list(facts)
    for kod in dict.fromkeys(each.namnd_kod for each in draft.standing(facts)):
        yield namnd_memo(facts, kod)


def _code(facts: Facts, asked: str) -> str:
    wanted = asked.strip().casefold()
    for each in facts.namnder:
        if wanted in map(str.casefold, (each.namnd_kod, each.namnd, each.forvaltning)):
            if any(h.namnd_kod == each.namnd_kod for h in draft.standing(facts)):
                return each.namnd_kod
            raise AskedWrong(
                f"{each.namnd} har inte lämnat in något underlag för {facts.ar}, så det finns ingen"
                f" tjänsteskrivelse att göra. fondbok status --ar {facts.ar} visar vilka som"
                " har det."
            )
    codes = ", ".join(each.namnd_kod for each in facts.namnder)
    raise AskedWrong(f"Nämnden {asked} finns inte {facts.ar}. Nämnder som finns: {codes}.")


def _check(formats: Sequence[str]) -> None:
    unknown = [each for each in formats if each not in FORMATS]
    if unknown or not formats:
        raise AskedWrong(
            f"Formatet {', '.join(unknown) or '(inget)'} finns inte. Välj bland"
            f" {', '.join(FORMATS)},"
            " med komma emellan."
        )


def _kommun(home: Home) -> Kommun:
    """Who the city was when the release was made."""
    return kommun.of_release(reference_data(home)) or Kommun(namn="Kommunen")


def _writable(folder: Path) -> None:
    """Find out before the work is done, not after."""
    probe = folder / ".skrivs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CannotWrite(
            f"Mappen {folder} går inte att skriva i. Välj en annan med -o, eller be om"
            " skrivrättighet."
        ) from error


def _put(path: Path, content: bytes) -> Path:
    try:
        replace_file(path, content)
    except OSError as error:
        raise CannotWrite(
            f"{path} gick inte att skriva. Är filen öppen i ett annat program: stäng den,"
            " kontrollera"
            " att disken har plats och kör igen."
        ) from error
    return path
