"""What lies in landing/ right now, by content.

Belongs here: walking the folder, hashing, and saying why a file is not read. Nothing here opens
a database or looks inside a file beyond its bytes; nothing in landing/ is ever changed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from fondbok.files.privacy.personal_data import mask
from fondbok.paths import Home

SUBMISSION = "submission"
LEDGER = "ledger"
OKAND = "okand"

FORMATS = {
    SUBMISSION: {".xlsx": "xlsx", ".csv": "csv", ".json": "json", ".docx": "docx"},
    LEDGER: {
        ".csv": "csv",
        ".txt": "csv",
        ".xlsx": "xlsx",
        ".se": "sie",
        ".si": "sie",
        ".sie": "sie",
    },
}
RESAVE = {
    ".xls": "Öppna filen i Excel och spara den som .xlsx.",
    ".xlsm": "Spara filen som .xlsx, utan makron.",
    ".xlsb": "Spara filen som .xlsx.",
    ".ods": "Spara filen som .xlsx.",
    ".doc": "Spara filen som .docx.",
    ".pdf": "Skicka underlaget som .xlsx, .csv, .json eller .docx i stället för pdf.",
    ".zip": "Packa upp filen och lägg innehållet i mappen.",
}
_ENDINGS = {ending for known in FORMATS.values() for ending in known} | set(RESAVE)
_SHOWN_HASH = 8
_OPEN = "~$"  # Office's mark of a document that somebody has open
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
SYSTEM_FILES = {"thumbs.db", "desktop.ini"}
KINDS = {"submissions": SUBMISSION, "ledger": LEDGER}  # folder below landing/ -> kind of its files

Digest = Callable[[Path], str]


@dataclass(frozen=True)
class Landed:
    """One content of one kind in landing/.

    Attributes:
        sha: what its rows know it by, hex: SHA-256 of the bytes, of the path when the bytes cannot
            be read, and of kind and bytes when the same bytes are something else in the other
            folder (`own_identity`).
        fil: path below landing/, forward slashes, NFC; personal data in it masked.
        path: where it lies, as it is named.
        typ: submission | ledger | okand.
        format: xlsx | csv | json | docx | sie | okand.
        storlek: bytes.
        status: None when it is to be read, else ignorerad | avvisad.
        orsak: Swedish reason when it is not to be read.
        kopior: other paths with the same bytes.
        innehall: SHA-256 of the bytes alone, hex; as `sha` when they cannot be read.
    """

    sha: str
    fil: str
    path: Path
    typ: str
    format: str
    storlek: int
    status: str | None = None
    orsak: str | None = None
    kopior: tuple[str, ...] = ()
    innehall: str = ""


@dataclass(frozen=True)
class Scan:
    """Everything in landing/, one entry per content and kind, ordered by content hash."""

    files: tuple[Landed, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def indata_hash(self) -> str:
        """SHA-256 over the contents and the names they are registered by.

        The order of the files, the time and copies under other names do not matter. The names do:
        they are published, and a ledger's may say when it was made.
        """
        lines = sorted(
            f"{landed.innehall}|{landed.typ}|{landed.status or ''}|{landed.fil}\n"
            for landed in self.files
        )
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def scan(home: Home, *, digest_of: Digest | None = None) -> Scan:
    """Walk landing/ and describe every content in it.

    Args:
        home: the home folder.
        digest_of: the SHA-256 of a file's bytes; reads the file unless told otherwise.

    Raises:
        FileNotFoundError: landing/ does not exist.
    """
    if not home.landing.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(home.landing))
    roots = _roots(home.landing)
    by_content: dict[tuple[str, str], list[Landed]] = {}
    for path in walk(home.landing):
        landed = _describe(path, home.landing, roots, digest_of or digest)
        by_content.setdefault((landed.innehall, landed.typ), []).append(landed)
    files = tuple(_apart(_one(copies) for copies in _gathered(by_content)))
    return Scan(files, tuple(_notes(home, files)))


def own_identity(typ: str, innehall: str) -> str:
    """What a content is known by where the same bytes are something else in the other folder."""
    return hashlib.sha256(f"{typ}:{innehall}".encode()).hexdigest()


def identities(innehall: str) -> frozenset[str]:
    """Everything that some bytes can be known by."""
    return frozenset({innehall, *(own_identity(typ, innehall) for typ in KINDS.values())})


def walk(landing: Path) -> Iterator[Path]:
    """Every file below landing/, in order of name; what cannot be listed comes as itself.

    submissions and ledger may be links: that is how shares are mounted. No other link to a folder
    is followed, so the walk ends.

    Raises:
        OSError: landing/ itself cannot be listed.
    """
    for path in sorted(landing.iterdir()):
        if _is_folder(path) or _is_share(path, landing):
            yield from _walk(path)
        else:
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in entries:
        if _is_folder(path):
            yield from _walk(path)
        else:
            yield path


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(_mode(path)) and not path.is_symlink()


def _mode(path: Path) -> int:
    """What a path leads to; 0 when it leads nowhere, or nobody may know."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _is_share(path: Path, landing: Path) -> bool:
    """Whether this is a link from submissions or ledger to a folder that nothing else walks."""
    if path.parent != landing or path.name not in KINDS or not path.is_symlink():
        return False
    if not stat.S_ISDIR(_mode(path)):
        return False
    target, here = os.path.realpath(path), os.path.realpath(landing)
    inside = _is_within(target, here)
    return not inside and not _is_within(here, target)


def _roots(landing: Path) -> tuple[str, ...]:
    """The real folders that files may lie in: landing/, and where its two folders are linked to."""
    shares = (landing / name for name in KINDS)
    return tuple(
        os.path.realpath(folder)
        for folder in (landing, *(share for share in shares if _is_share(share, landing)))
    )


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _notes(home: Home, files: tuple[Landed, ...]) -> Iterator[str]:
    if not files:
        yield f"Mappen {home.landing} är tom: det finns inget att läsa."
        return
    for folder in (home.submissions, home.ledger):
        if not stat.S_ISDIR(_mode(folder)):
            yield f"Mappen {folder} finns inte; inget läses därifrån."
    for landed in files:
        for copy in landed.kopior:
            yield f"{copy} är en kopia av {landed.fil} och ändrar ingenting."
    yield from _twins(files)


def _twins(files: tuple[Landed, ...]) -> Iterator[str]:
    """Say where the same bytes lie as two kinds: one of them is most often in the wrong folder."""
    submissions = {landed.innehall: landed for landed in files if landed.typ == SUBMISSION}
    for landed in files:
        twin = submissions.get(landed.innehall)
        if landed.typ == LEDGER and twin is not None and None in (landed.status, twin.status):
            yield (
                f"{landed.fil} och {twin.fil} har samma innehåll. Mappen avgör vad en fil är: den"
                " som ligger i fel mapp ska tas bort därifrån."
            )


def _gathered(by_content: dict[tuple[str, str], list[Landed]]) -> Iterator[list[Landed]]:
    """The copies of each content, kind by kind; one outside the two folders is just a copy."""
    for (innehall, typ), copies in sorted(by_content.items()):
        kinds = [kind for kind in KINDS.values() if (innehall, kind) in by_content]
        if typ == OKAND and kinds:
            continue
        strays = by_content.get((innehall, OKAND), []) if kinds and typ == min(kinds) else []
        yield copies if typ == OKAND else [*copies, *strays]


def _one(copies: list[Landed]) -> Landed:
    """Name a content by the shortest path that is read, so that a copy most often changes nothing.

    A ledger's name may say when it was made: then the one that says the latest day is the one.
    """
    home = [c for c in copies if c.typ != OKAND] or copies
    readable = [c for c in home if c.status is None] or home
    if len(readable) > 1 and readable[0].typ == LEDGER:
        readable = _said_latest(readable)
    first = min(readable, key=lambda c: (len(c.fil), c.fil))
    others = tuple(sorted(c.fil for c in copies if c.fil != first.fil))
    return replace(first, kopior=others)


def _said_latest(copies: list[Landed]) -> list[Landed]:
    """Those whose names say the latest day that the export was made; all when none says one."""
    from fondbok.ledger import export  # heavy, and copies are rare

    def said(landed: Landed) -> tuple[bool, datetime]:
        name = PurePosixPath(landed.fil).name
        made = export.of_text(name, (), None).gjord
        return made is not None or export.has_day_without_year(name), made or datetime.min

    latest = max(map(said, copies))
    return [landed for landed in copies if said(landed) == latest]


def _apart(files: Iterator[Landed]) -> Iterator[Landed]:
    """Give one of two kinds with the same bytes an identity of its own.

    The one that is read keeps the bytes' own. When both are, the ledger gives way; a submission
    that turns out to be none is moved aside when it has been read (`fondbok.warehouse.load`).
    """
    found = list(files)
    both = {landed.innehall: landed for landed in found if landed.typ == SUBMISSION}
    twins = {f.innehall: f for f in found if f.typ == LEDGER and f.innehall in both}
    for landed in found:
        twin = twins.get(landed.innehall)
        if twin is None or landed.typ == OKAND:
            yield landed
            continue
        submission_keeps = both[landed.innehall].status is None or twin.status is not None
        keeps = SUBMISSION if submission_keeps else LEDGER
        own = own_identity(landed.typ, landed.innehall)
        yield landed if landed.typ == keeps else replace(landed, sha=own)


def _describe(path: Path, landing: Path, roots: tuple[str, ...], digest_of: Digest) -> Landed:
    landed = _described(path, landing, roots, digest_of)
    return replace(landed, fil=public_name(landed.fil, landed.sha), innehall=landed.sha)


def _described(path: Path, landing: Path, roots: tuple[str, ...], digest_of: Digest) -> Landed:
    fil = relative_name(path, landing)
    typ, format_ = _typ(path, landing)
    orsak: str | None
    if _is_folder(path) or _is_share(path, landing):
        orsak = "Mappen går inte att läsa. Ge programmet läsrättighet till den."
        return Landed(_name_hash(fil), fil, path, typ, "okand", 0, "avvisad", orsak)
    orsak = _reason_by_name(path, landing, roots, typ, format_)
    try:
        if orsak is None and not stat.S_ISREG(path.stat().st_mode):
            orsak = "Detta är ingen vanlig fil och läses inte."
        if orsak is not None:
            sha, size = _identity(path, landing, roots, digest_of)
            return Landed(sha, fil, path, typ, format_, size, "ignorerad", orsak)
        sha, size = digest_of(path), path.stat().st_size
    except OSError:
        orsak = "Filen går inte att öppna. Ge programmet läsrättighet till filen."
        return Landed(_name_hash(fil), fil, path, typ, format_, 0, "avvisad", orsak)
    if size == 0:
        return Landed(sha, fil, path, typ, format_, 0, "ignorerad", "Filen är tom.")
    return Landed(sha, fil, path, typ, format_, size)


def _identity(
    path: Path, landing: Path, roots: tuple[str, ...], digest_of: Digest
) -> tuple[str, int]:
    """A file that is not read is known by its bytes where that is safe, else by its name."""
    if _lies_inside(path, roots) and stat.S_ISREG(_mode(path)):
        return digest_of(path), path.stat().st_size
    return _name_hash(relative_name(path, landing)), 0


def _lies_inside(path: Path, roots: tuple[str, ...]) -> bool:
    real = os.path.realpath(path)
    return any(_is_within(real, root) for root in roots)


def is_unfinished(name: str) -> bool:
    """Whether a file of this name is one that a program is still writing."""
    return name.startswith(_OPEN) or name.lower().endswith(UNFINISHED)


def _typ(path: Path, landing: Path) -> tuple[str, str]:
    top = path.relative_to(landing).parts[0]
    typ = KINDS.get(top, OKAND)
    return typ, FORMATS.get(typ, {}).get(path.suffix.lower(), "okand")


def _reason_by_name(
    path: Path, landing: Path, roots: tuple[str, ...], typ: str, format_: str
) -> str | None:
    name = path.name
    if path.is_symlink() and (why := _why_not_followed(path, landing, roots)):
        return why
    if name.startswith(_OPEN):
        return "Tillfällig fil från Office. Stäng dokumentet så försvinner den."
    if name.startswith(".") or name.lower() in SYSTEM_FILES:
        return "Systemfil, läses inte."
    if typ == OKAND:
        return "Filen ligger utanför submissions/ och ledger/. Flytta den till rätt mapp."
    if format_ == "okand":
        allowed = " ".join(FORMATS[typ])
        hint = RESAVE.get(path.suffix.lower(), "")
        return f"Filtypen läses inte här; {typ} tar emot {allowed}. {hint}".strip()
    return None


def _why_not_followed(path: Path, landing: Path, roots: tuple[str, ...]) -> str | None:
    """Why a link is no file to read; None when it leads to one inside landing/."""
    share = path.parent == landing and path.name in KINDS
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "Länken leder runt till sig själv. Ta bort den."
        if share:
            return "Länken pekar på en mapp som inte finns eller inte är ansluten."
        mode = 0
    if share and stat.S_ISDIR(mode):
        return "Länken leder till en mapp som redan läses eller som landing ligger i. Peka om den."
    if not _lies_inside(path, roots):
        return "Länken leder ut ur mappen landing och följs inte."
    if stat.S_ISDIR(mode):
        return "Länken pekar på en mapp som redan läses."
    return None if mode else "Länken pekar på en fil som inte finns."


def relative_name(path: Path, landing: Path) -> str:
    """The path below landing/ as text that every database can hold."""
    text = path.relative_to(landing).as_posix()
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


def public_name(fil: str, sha: str) -> str:
    """The name a file is registered by: its own, or one without the personal data in it.

    The mask is the same for everybody, so the beginning of the content's hash keeps names apart.
    """
    folder, _, name = fil.rpartition("/")
    ending = PurePosixPath(name).suffix
    stem = name.removesuffix(ending)
    # With its ending on, "anna@exempel.se.csv" is one address; "anna@exempel.se" is one as a whole.
    if ending.lower() in _ENDINGS and (mask(stem) is not None or mask(name) is None):
        name = stem
    else:
        ending = ""
    parts = [*folder.split("/"), name] if folder else [name]
    masked = [found.text if (found := mask(part)) else part for part in parts]
    return fil if masked == parts else f"{'/'.join(masked)} {sha[:_SHOWN_HASH]}{ending}"


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _name_hash(fil: str) -> str:
    return hashlib.sha256(f"unread:{fil}".encode()).hexdigest()
