"""`fondbok radera`: a person's data out of a home, from landing/ to the last kept release.

Belongs here: what is done about each place where a word stands. The files people handed in and the
city's own tables are corrected by a person first: the program changes none of them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from fondbok import pipeline
from fondbok.errors import FondbokError
from fondbok.operations.finding import Place, fold, search
from fondbok.paths import Home
from fondbok.publish import journal
from fondbok.publish import release as releases
from fondbok.publish.comparison.notes import NOTES
from fondbok.publish.journal import Tillfalle
from fondbok.saving import replace_file
from fondbok.warehouse import database

SHORTEST = 4  # letters: a shorter word stands everywhere
REMOVED = "[raderat]"
WHY = "Personuppgifter raderade."
_MADE = ("reports/", "export/", "feedback/", "docs/", "lake/")  # what a command makes again
_CHANGES = "mart.rpt_forandring"
NOTES_GONE = "Jämförelsen med tidigare utgåvor är borttagen: personuppgifter har raderats.\n"
OUT_OF_REACH = (
    "Utom räckhåll: säkerhetskopior, larm som har skickats, och kopior som någon har gjort av den"
    " publicerade filen eller av återkopplingen. Radera där för hand."
)


class NotErased(FondbokError):
    """Nothing was erased, or not all of it; the text says what stands in the way, in Swedish."""


class NoWord(NotErased):
    """What was asked for is no word to look for."""

    is_asked_wrong = True


@dataclass
class Found:
    """Where the words stand, by what becomes of each place.

    Attributes:
        rattas: files that a person has to correct first.
        utgavor: kept releases that hold them, the served one among them.
        galler: the release served holds them.
        byggs_om: what the next build makes again.
        tas_bort: files that commands make again, and that are removed.
        skrivs_om: logs whose lines get `REMOVED` in the words' place.
        dagster: what Dagster remembers, which is Dagster's to forget.
        olasta: files nobody could look in.
    """

    rattas: list[str] = field(default_factory=list)
    utgavor: list[str] = field(default_factory=list)
    galler: bool = False
    byggs_om: list[str] = field(default_factory=list)
    tas_bort: list[str] = field(default_factory=list)
    skrivs_om: list[str] = field(default_factory=list)
    dagster: list[str] = field(default_factory=list)
    olasta: list[str] = field(default_factory=list)

    @property
    def nagonstans(self) -> bool:
        """Whether the words stand anywhere, as far as could be seen."""
        kinds = (self.rattas, self.utgavor, self.byggs_om, self.tas_bort, self.skrivs_om)
        return self.galler or any((*kinds, self.dagster))

    def meningar(self) -> list[str]:
        """Each place with what becomes of it, in Swedish."""
        lines = []
        for places, told in (
            (self.rattas, "Rättas av en människa, före --genomfor"),
            (["den utgåva som gäller"] if self.galler else [], "Byggs om och publiceras på nytt"),
            (self.utgavor, "Utgåvor som släpps eller görs om"),
            (self.byggs_om, "Byggs om"),
            (self.tas_bort, "Tas bort, och kan göras om"),
            (self.skrivs_om, f"Ordet byts mot {REMOVED}"),
            (self.dagster, "I Dagsters historik: ta bort körningarna på Dagsters sida"),
            (self.olasta, "Går inte att genomsöka, se efter själv"),
        ):
            lines += [f"{told}: {place}" for place in places]
        return lines


def folded(words: Sequence[str]) -> list[str]:
    """The words as they are looked for.

    Raises:
        NoWord: there is none, or one is too short to be looked for.
    """
    found = [fold(word).strip() for word in words if word.strip()]
    if not found:
        raise NoWord("Säg vad som ska raderas med --ord eller --fil.")
    if short := [word for word in found if len(word) < SHORTEST]:
        raise NoWord(f"{short[0]!r} är för kort: minst {SHORTEST} tecken.")
    return found


def look(home: Home, words: Sequence[str]) -> Found:
    """Where words stand in a home; nothing is changed.

    Args:
        home: the home folder.
        words: what is looked for, however it is spelled with capitals and blanks.

    Raises:
        NoWord: there is nothing to look for.
    """
    found = Found()
    for place in search(home, folded(words)):
        _sort_in(found, place, home)
    for places in (found.utgavor, found.byggs_om, found.tas_bort, found.skrivs_om):
        places[:] = sorted(set(places))  # one that holds them twice is one
    # A document is made as docx, html and pdf at once, and only a pdf cannot be looked in.
    made = {PurePosixPath(name).with_suffix("") for name in found.tas_bort}
    same = [name for name in found.olasta if PurePosixPath(name).with_suffix("") in made]
    found.tas_bort += same
    found.olasta = [name for name in found.olasta if name not in same]
    return found


def _sort_in(found: Found, place: Place, home: Home) -> None:
    name = place.fil
    if not place.lasbar:
        found.olasta.append(name)
    elif name == home.mart.relative_to(home.root).as_posix():
        found.galler = True
    elif name == f"mart/releases/{journal.FILE}" or name.startswith("logg/"):
        found.skrivs_om.append(name)
    elif name.startswith("mart/releases/"):
        found.utgavor.append(name.split("/")[2])
    elif name.startswith("warehouse/"):
        found.byggs_om.append(name)
    elif name.startswith(_MADE):
        found.tas_bort.append(name)
    elif name.startswith("dagster/") and not name.endswith(".yaml"):
        found.dagster.append(place.i_ord())
    else:
        found.rattas.append(place.i_ord())


def erase(
    home: Home,
    words: Sequence[str],
    *,
    accept_loss: bool = False,
    say: pipeline.Say = pipeline.quiet,
) -> Found:
    """Take words out of everything that was made of what landed.

    The release served is built anew from the corrected files and published, and only then are the
    others dropped, so that readers always have one.

    Args:
        home: the home folder.
        words: what is to go.
        accept_loss: files that what is served was made of are gone, and that is meant.
        say: told what happens, a Swedish line a step.

    Returns:
        Where the words still stand, and what could not be looked in.

    Raises:
        NotErased: a file has to be corrected first, the build was stopped, or the words are in what
            was built all the same. Nothing was dropped.
        NoWord: there is nothing to look for.
        pipeline.Busy: a run holds the home.
    """
    before = look(home, words)
    if before.rattas:
        raise NotErased(f"Rätta först: {', '.join(before.rattas)}. Ingenting är ändrat.")
    served = releases.current(home)
    if before.galler or before.byggs_om or (served and served.release_id in before.utgavor):
        _rebuild(home, accept_loss, say)
        _clean_served(home, words, say)
    after = look(home, words)
    with pipeline.exclusive(home):
        _drop(home, after.utgavor, say)
        for name in after.tas_bort:
            (home.root / name).unlink(missing_ok=True)
            say(f"Tog bort {name}")
        if any((home.root / name).is_relative_to(home.lake) for name in after.tas_bort):
            shutil.rmtree(home.lake)  # what is left of it is no export
            say(f"Tog bort {home.lake}. Kör fondbok export-raw, så görs den om.")
        for name in look(home, words).skrivs_om:
            _redact(home.root / name, folded(words))
            say(f"Skrev om {name}")
        _forget_warehouse(home)
    return look(home, words)


def _rebuild(home: Home, accept_loss: bool, say: pipeline.Say) -> None:
    with pipeline.exclusive(home):
        _forget_warehouse(home)
    result = pipeline.refresh(home, full=True, accept_loss=accept_loss, say=say)
    if result.reasons:
        reasons = "\n".join(f"- {reason}" for reason in result.reasons)
        raise NotErased(f"Ingenting är raderat, eftersom bygget stoppades:\n{reasons}")


def _forget_warehouse(home: Home) -> None:
    """Remove what the next run builds again; a database keeps what was deleted from it."""
    for path in sorted(home.warehouse_dir.iterdir()):
        if path.name == ".lock":
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _clean_served(home: Home, words: Sequence[str], say: pipeline.Say) -> None:
    """Publish the release once more without what it says of the one before it.

    Raises:
        NotErased: the words are in more of it than that.
    """
    places = [place for place in search(home, folded(words)) if place.lasbar]
    served = releases.current(home)
    if served is None:
        return
    kept = f"mart/releases/{served.release_id}/"
    mine = [p for p in places if p.fil == "mart/fondbok.duckdb" or p.fil.startswith(kept)]
    if not mine:
        return
    others = [
        p.i_ord() for p in mine if not (p.var.startswith(_CHANGES) or p.fil == f"{kept}{NOTES}")
    ]
    if others or not home.warehouse.is_file() or releases.differences(home):
        told = ", ".join(others or [p.i_ord() for p in mine])
        raise NotErased(f"Orden står kvar i den utgåva som gäller: {told}. Ingenting är släppt.")
    with pipeline.exclusive(home):
        with database.connect(home.warehouse) as con:
            con.execute(f"delete from {_CHANGES}")
        folder = releases.write(home, served)
        (folder / NOTES).write_text(NOTES_GONE, "utf-8")
        releases.swap(home, folder)
        _tell(home, served.release_id, f"{WHY} Jämförelsen med tidigare utgåvor är borttagen.")
    say(f"Utgåva {served.release_id} är publicerad på nytt utan jämförelse med tidigare utgåvor.")


def _drop(home: Home, names: Sequence[str], say: pipeline.Say) -> None:
    """Remove kept releases, and tell the journal which and why, without the words."""
    served = releases.current(home)
    gone = [name for name in names if served is None or name != served.release_id]
    if not gone:
        return
    for name in gone:
        shutil.rmtree(home.releases / name)
        say(f"Släppte utgåva {name}")
    if served is not None:
        _tell(home, served.release_id, f"{WHY} Utgåvor som släpptes: {', '.join(gone)}.")


def _tell(home: Home, name: str, why: str) -> None:
    """A line of what is served now: no other release began to be."""
    journal.add(
        home,
        name,
        journal.GALLRAT,
        why,
        sha256=releases.checksum(home.mart),
        tillfalle=Tillfalle(),
    )


def _redact(file: Path, words: Sequence[str]) -> None:
    text = file.read_text("utf-8", errors="replace")
    for word in words:
        spelled = r"\s+".join(re.escape(part) for part in word.split(" "))
        text = re.sub(spelled, REMOVED, text, flags=re.IGNORECASE)
    replace_file(file, text.encode("utf-8"))
