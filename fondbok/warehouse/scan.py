"""What lies in landing/ right now, by content.

Belongs here: walking the folder, hashing, and saying why a file is not read. Nothing here opens
a database or looks inside a file beyond its bytes; nothing in landing/ is ever changed.
"""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from fondbok.intake.privacy.personal_data import mask
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
SYSTEM_FILES = {"thumbs.db", "desktop.ini"}

Digest = Callable[[Path], str]


@dataclass(frozen=True)
class Landed:
    """One content in landing/.

    Attributes:
        sha: SHA-256 of the bytes, hex; of the path when the bytes cannot be read.
        fil: path below landing/, forward slashes, NFC; personal data in it masked.
        path: where it lies, as it is named.
        typ: submission | ledger | okand.
        format: xlsx | csv | json | docx | sie | okand.
        storlek: bytes.
        status: None when it is to be read, else ignorerad | avvisad.
        orsak: Swedish reason when it is not to be read.
        kopior: other paths with the same bytes.
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


@dataclass(frozen=True)
class Scan:
    """Everything in landing/, one entry per content, ordered by content hash."""

    files: tuple[Landed, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def indata_hash(self) -> str:
        """SHA-256 over the contents: names and order of the files do not matter."""
        digest = hashlib.sha256()
        for landed in self.files:
            digest.update(f"{landed.typ}|{landed.status or ''}|{landed.sha}\n".encode())
        return digest.hexdigest()


def scan(home: Home, *, digest_of: Digest | None = None) -> Scan:
    """Walk landing/ and describe every content in it.

    Args:
        home: the home folder.
        digest_of: the SHA-256 of a file's bytes; reads the file unless told otherwise.

    Raises:
        FileNotFoundError: landing/ does not exist.
    """
    if not home.landing.is_dir():
        raise FileNotFoundError(home.landing)
    by_content: dict[str, list[Landed]] = {}
    for path in _walk(home.landing):
        landed = _describe(path, home.landing, digest_of or digest)
        by_content.setdefault(landed.sha, []).append(landed)
    files = tuple(_one(copies) for _, copies in sorted(by_content.items()))
    return Scan(files, tuple(_notes(home, files)))


def _notes(home: Home, files: tuple[Landed, ...]) -> Iterator[str]:
    if not files:
        yield f"Mappen {home.landing} är tom: det finns inget att läsa."
        return
    for folder in (home.submissions, home.ledger):
        if not folder.is_dir():
            yield f"Mappen {folder} finns inte; inget läses därifrån."
    for landed in files:
        for copy in landed.kopior:
            yield f"{copy} är en kopia av {landed.fil} och ändrar ingenting."


def _one(copies: list[Landed]) -> Landed:
    """Name a content by its shortest path, so that a copy with a longer name changes nothing."""
    readable = [c for c in copies if c.status is None] or copies
    first = min(readable, key=lambda c: (len(c.fil), c.fil))
    others = tuple(sorted(c.fil for c in copies if c.fil != first.fil))
    return Landed(**{**first.__dict__, "kopior": others})


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _walk_safely(path)
        else:
            yield path


def _walk_safely(folder: Path) -> Iterator[Path]:
    try:
        yield from _walk(folder)
    except PermissionError:
        yield folder


def _describe(path: Path, landing: Path, digest_of: Digest) -> Landed:
    landed = _described(path, landing, digest_of)
    return replace(landed, fil=public_name(landed.fil, landed.sha))


def _described(path: Path, landing: Path, digest_of: Digest) -> Landed:
    fil = relative_name(path, landing)
    typ, format_ = _typ(path, landing)
    orsak = _reason_by_name(path, landing, typ, format_)
    try:
        if orsak is None and not stat.S_ISREG(path.stat().st_mode):
            orsak = "Detta är ingen vanlig fil och läses inte."
        if orsak is not None:
            sha, size = _identity(path, landing, digest_of)
            return Landed(sha, fil, path, typ, format_, size, "ignorerad", orsak)
        sha, size = digest_of(path), path.stat().st_size
    except OSError:
        orsak = "Filen går inte att öppna. Ge programmet läsrättighet till filen."
        return Landed(_name_hash(fil), fil, path, typ, format_, 0, "avvisad", orsak)
    if size == 0:
        return Landed(sha, fil, path, typ, format_, 0, "ignorerad", "Filen är tom.")
    return Landed(sha, fil, path, typ, format_, size)


def _identity(path: Path, landing: Path, digest_of: Digest) -> tuple[str, int]:
    """A file that is not read is known by its bytes where that is safe, else by its name."""
    inside = path.resolve().is_relative_to(landing.resolve())
    if inside and path.is_file():
        return digest_of(path), path.stat().st_size
    return _name_hash(relative_name(path, landing)), 0


def _typ(path: Path, landing: Path) -> tuple[str, str]:
    top = path.relative_to(landing).parts[0]
    typ = {"submissions": SUBMISSION, "ledger": LEDGER}.get(top, OKAND)
    return typ, FORMATS.get(typ, {}).get(path.suffix.lower(), "okand")


def _reason_by_name(path: Path, landing: Path, typ: str, format_: str) -> str | None:
    name = path.name
    if path.is_symlink() and not path.resolve().is_relative_to(landing.resolve()):
        return "Länken leder ut ur mappen landing och följs inte."
    if path.is_symlink() and path.is_dir():
        return "Länken pekar på en mapp som redan läses."
    if path.is_symlink() and not path.exists():
        return "Länken pekar på en fil som inte finns."
    if name.startswith("~$"):
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
