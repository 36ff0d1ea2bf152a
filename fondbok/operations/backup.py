"""`fondbok backup`: all of a home that cannot be made again, in one file that has been read back.

Belongs here: which files go in, and writing the archive. Bringing one back is in `restore`. What
is left out is said by name, never passed over.

The file is a zip: any machine opens it, and what it holds lies under its own names.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from fondbok import __version__, pipeline
from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.publish import health
from fondbok.saving import replacing
from fondbok.warehouse.scan import UNFINISHED

MANIFEST = ".fondbok-backup.json"
STAGING = ".aterstalls"  # what `restore` has not put in place yet
FORMAT = 1
LANDING = "landing"
CHECKSUMS = "landing-kontrollsummor.txt"
CHUNK = 1 << 20
_LEVEL = 6  # of deflate
# What a run builds again from the rest, and what Dagster remembers of runs: a database that is
# written to at any time.
_BUILT = ("warehouse",)
_DAGSTER = "dagster"
_DAGSTER_SETTINGS = (".dagster.yaml.fondbok", "dagster.yaml", "workspace.yaml")
_LINKED = ("submissions", "ledger")  # of landing/: shares are mounted so
_OF_A_KILL = (".building", ".incoming", ".tmp", ".old")

Say = Callable[[str], None]


class NoBackup(FondbokError):
    """No archive was written; the text says why, in Swedish."""


class AskedWrong(NoBackup):
    """The archive cannot be where it was asked for."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Kept:
    """One file of a home.

    Attributes:
        namn: its path below the home, forward slashes.
        storlek: bytes.
        sha256: of its bytes, hex.
        mode: rights, as in a file system.
        andrad_ns: when it was last written, nanoseconds since 1970.
    """

    namn: str
    storlek: int
    sha256: str
    mode: int
    andrad_ns: int


@dataclass
class Contents:
    """What an archive says that it holds.

    Attributes:
        filer: the files in it.
        mappar: folders below the home, so that empty ones are there too.
        bara_summor: files of landing/ that are named with checksums and are not in it.
        notiser: what the one who restores it should know, Swedish sentences.
        gjord: when it was made, UTC.
        program: the version that made it.
        format: of this description.
    """

    filer: list[Kept] = field(default_factory=list)
    mappar: list[str] = field(default_factory=list)
    bara_summor: list[Kept] = field(default_factory=list)
    notiser: list[str] = field(default_factory=list)
    gjord: str = ""
    program: str = __version__
    format: int = FORMAT


@dataclass(frozen=True)
class Written:
    """An archive that was written and read back.

    Attributes:
        fil: where it lies.
        storlek: bytes.
        antal: files in it.
        notiser: what is not in it, and what of the home is not as it should be, in Swedish.
    """

    fil: Path
    storlek: int
    antal: int
    notiser: list[str]


def backup(home: Home, file: Path, *, with_landing: bool = True) -> Written:
    """Write an archive of a home while no run is at work on it.

    Args:
        home: the home folder.
        file: the archive, or a folder to put it in under a name with the time.
        with_landing: False names the files of landing/ with their checksums only.

    Returns:
        The archive; it has its name only when all of it was written and read back.

    Raises:
        AskedWrong: the home is not there, or the archive would lie in it.
        NoBackup: a file changed meanwhile, or the archive does not say what was written.
        pipeline.Busy: a run holds the home.
        OSError: a file cannot be read, or the archive cannot be written.
    """
    if (home.root / STAGING).exists():
        raise AskedWrong(f"{home.root} är inte färdigt återställd. Kör fondbok restore igen.")
    own = (home.landing, home.mart_dir, home.root / home.kommun.name)
    if not any(path.exists() for path in own):
        raise AskedWrong(f"{home.root} är ingen hemmapp. Peka ut rätt mapp med --home.")
    now = datetime.now(UTC)
    if file.is_dir():
        file = file / f"fondbok-{now:%Y%m%dT%H%M%SZ}.zip"
    if file.resolve().is_relative_to(home.root.resolve()):
        raise AskedWrong(f"Lägg säkerhetskopian utanför {home.root}, helst på en annan disk.")
    contents = Contents(gjord=now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    with pipeline.exclusive(home), replacing(file) as unfinished:
        try:
            _write(unfinished, home, contents, with_landing)
        except UnicodeEncodeError as error:  # bytes that are no text on this machine
            raise NoBackup(
                f"En fil heter något som inte är UTF-8: {error.object!r}. Döp om den."
            ) from error
        prove(unfinished, contents)
        return Written(file, unfinished.stat().st_size, len(contents.filer), contents.notiser)


def _write(unfinished: Path, home: Home, contents: Contents, with_landing: bool) -> None:
    # It holds all that landed: nobody but its owner reads it until he says so.
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as stream:
        with zipfile.ZipFile(
            stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL, strict_timestamps=False
        ) as archive:
            for name, path in _files(home, contents):
                if not with_landing and name.startswith(f"{LANDING}/"):
                    contents.bara_summor.append(_kept(name, path, None))
                else:
                    contents.filer.append(_add(archive, name, path))
            _tell(home, contents, with_landing)
            archive.writestr(MANIFEST, json.dumps(asdict(contents), ensure_ascii=False, indent=1))
        stream.flush()
        os.fsync(stream.fileno())


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Kept:
    info = zipfile.ZipInfo(name, _zip_time(path))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    with archive.open(info, "w", force_zip64=True) as member:
        return _kept(name, path, member)


def _zip_time(path: Path) -> tuple[int, int, int, int, int, int]:
    """When a file was written, as a zip can say it; the manifest says it exactly."""
    told = time.gmtime(path.stat().st_mtime)
    return (min(max(told.tm_year, 1980), 2107), *told[1:6])


def _kept(name: str, path: Path, into: IO[bytes] | None) -> Kept:
    """Read a file once, into an archive or nowhere.

    Raises:
        NoBackup: it was written to meanwhile: what was read may be neither the old nor the new.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        before = os.fstat(stream.fileno())
        # No further than it reached: one that grows as fast as it is read has no end.
        while size <= before.st_size and (chunk := stream.read(CHUNK)):
            digest.update(chunk)
            size += len(chunk)
            if into is not None:
                into.write(chunk)
        after = os.fstat(stream.fileno())
    if size != before.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise NoBackup(f"{path} ändrades medan den lästes. Kör igen när den ligger still.")
    return Kept(name, size, digest.hexdigest(), stat.S_IMODE(before.st_mode), before.st_mtime_ns)


def _files(home: Home, contents: Contents) -> Iterator[tuple[str, Path]]:
    """Every file that goes in, by its name below the home; the rest is noted in `contents`."""
    for path in sorted(home.root.iterdir()):
        if path.name in _BUILT:
            continue
        if path.name == MANIFEST:
            contents.notiser.append(f"{MANIFEST} heter som kopians innehållsförteckning: inte med.")
            continue
        if path.name == _DAGSTER:
            yield from _dagster(path, contents)
        else:
            yield from _below(path, path.name, home, contents)
    if home.city != home.root:
        contents.notiser.append(
            f"kommun.toml och referens/ är hämtade ur {home.city} och ligger som hemmappens egna."
        )
        for path in (home.kommun, home.referens):
            if path.exists():
                yield from _below(path, path.name, home, contents)


def _dagster(folder: Path, contents: Contents) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        contents.notiser.append(f"{folder.name} är ingen mapp och är inte med.")
        return
    contents.mappar.append(folder.name)
    for path in sorted(folder.iterdir()):
        if path.name in _DAGSTER_SETTINGS and path.is_file():
            yield f"{folder.name}/{path.name}", path


def _below(path: Path, name: str, home: Home, contents: Contents) -> Iterator[tuple[str, Path]]:
    if path.is_symlink() and not _is_followed(path, name, home):
        leads = os.fspath(path.readlink())
        contents.notiser.append(f"{name} är en länk till {leads} och är inte med.")
    elif path.is_dir():
        if path.is_symlink():
            contents.notiser.append(
                f"{name} är en länk till {path.resolve()}: innehållet är med, länken är det inte."
            )
        contents.mappar.append(name)
        for each in sorted(path.iterdir()):
            yield from _below(each, f"{name}/{each.name}", home, contents)
    elif _is_half(path, name):
        contents.notiser.append(f"{name} är inte färdigskriven och är inte med.")
    elif path.is_file():
        yield name, path
    else:
        contents.notiser.append(f"{name} är ingen fil och är inte med.")


def _is_followed(path: Path, name: str, home: Home) -> bool:
    """Whether a link is how a folder of the home lies on another disk; no other is followed.

    Folders of the home itself, and the two of landing/, so the walk ends.
    """
    is_place = "/" not in name or name in {f"{LANDING}/{each}" for each in _LINKED}
    if not is_place or not path.is_dir():
        return False
    target, root = path.resolve(), home.root.resolve()
    return not target.is_relative_to(root) and not root.is_relative_to(target)


def _is_half(path: Path, name: str) -> bool:
    """Whether a file is being landed now, or what a killed run left."""
    if name.startswith(f"{LANDING}/"):
        return path.name.startswith("~$") or path.suffix.lower() in UNFINISHED
    return any(part.startswith(".") and part.endswith(_OF_A_KILL) for part in name.split("/"))


def _tell(home: Home, contents: Contents, with_landing: bool) -> None:
    contents.notiser.append("warehouse/ är inte med: nästa körning bygger den ur landing/.")
    if home.dagster.is_dir():
        contents.notiser.append("Dagsters historik över körningar är inte med, bara inställningar.")
    if not with_landing:
        contents.notiser.append(
            f"{len(contents.bara_summor)} filer i landing/ är inte med, bara deras kontrollsummor:"
            f" de måste finnas någon annanstans. Efter fondbok restore står de i {CHECKSUMS}."
        )
    if home.mart.exists() and not health.is_whole(home):
        contents.notiser.append(
            f"{home.mart} är ändrad eller skadad, och kom med som den är. Kör fondbok refresh, och"
            " säkerhetskopiera igen."
        )


def prove(file: Path, contents: Contents) -> None:
    """Read an archive to its end and hold every file in it against what was read.

    Raises:
        NoBackup: it says something else.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            for each in contents.filer:
                with archive.open(each.namn) as member:
                    found = hashlib.file_digest(member, "sha256").hexdigest()  # type: ignore[arg-type]
                if found != each.sha256:
                    raise NoBackup(f"{each.namn} kom inte rätt med. Är disken hel? Kör igen.")
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise NoBackup(
            f"Säkerhetskopian gick inte att läsa tillbaka: {error}. Kör igen."
        ) from error
