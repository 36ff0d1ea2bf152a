"""`fondbok restore`: a home from an archive, into a folder that holds nothing.

Belongs here: reading an archive that anybody may have made, proving it, and putting its files in
place. Nothing is in place before all of it is proved, and a restore that was killed is taken up
again by the same command.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from fondbok.errors import FondbokError
from fondbok.operations.backup import CHECKSUMS, CHUNK, FORMAT, LANDING, MANIFEST, STAGING
from fondbok.paths import Home

_PROVED = "klar"  # in staging: everything below `_FILES` is proved, and being put in place
_FILES = "filer"
_LARGEST_MANIFEST = 256 * 1024**2
_OF_A_DISK = {"lost+found"}  # the top of a disk of its own is no less empty for it
_SPARE = 64 * 1024**2  # bytes of disk that are left
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError),
    *(NotImplementedError, RuntimeError),  # a way of packing that nobody asked for, encryption
)


class NotRestored(FondbokError):
    """The home is as it was; the text says why, in Swedish."""


class NotEmpty(NotRestored):
    """The home holds something already."""

    is_asked_wrong = True


def _safe(name: str) -> str:
    """A path that stays below the home on any machine."""
    parts = name.split("/")
    unsafe = (
        any(part in ("", ".", "..") for part in parts)
        or "\0" in name
        or parts[0] in (STAGING, "warehouse")
    )
    if unsafe:
        raise ValueError(f"sökvägen {name!r}")
    return name


Name = Annotated[str, Field(min_length=1, max_length=4096), AfterValidator(_safe)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _File(_Part):
    namn: Name
    storlek: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    mode: Annotated[int, Field(ge=0, le=0o7777)]
    andrad_ns: int


class _Manifest(_Part):
    format: Literal[1]
    gjord: str
    program: str
    filer: list[_File]
    mappar: list[Name]
    bara_summor: list[_File]
    notiser: list[str]


@dataclass(frozen=True)
class Restored:
    """What a restore put in place.

    Attributes:
        mapp: the home.
        antal: files.
        gjord: when the archive was made, UTC.
        program: the version that made it.
        notiser: what is not there, in Swedish.
    """

    mapp: Path
    antal: int
    gjord: str
    program: str
    notiser: list[str]


def restore(file: Path, home: Home) -> Restored:
    """Bring a home back.

    Args:
        file: an archive that `fondbok backup` wrote.
        home: a folder that is not there, is empty, or holds what the same restore left when it was
            killed.

    Raises:
        NotEmpty: the folder holds something else.
        NotRestored: the archive is damaged, is none, or does not fit.
        OSError: it cannot be read, or the folder cannot be written.
    """
    with file.open("rb") as stream, _archive(file, stream) as archive:
        told, identity = _manifest(archive, file)
        _look_through(archive, told, file)
        home.root.mkdir(parents=True, exist_ok=True)
        with _staged(home) as staging:
            if not _is_proved(staging, identity, home):
                _clear(staging)
                _assert_room(staging, told)
                _unpack(archive, told, staging / _FILES, file)
                _mark(staging, identity)
            _put_in_place(staging, home)
    return Restored(home.root, len(told.filer), told.gjord, told.program, told.notiser)


@contextmanager
def _archive(file: Path, stream: Any) -> Iterator[zipfile.ZipFile]:
    try:
        with _listed(file, stream) as archive:
            yield archive
    except OSError as error:
        # A place before the file's first byte is a damaged list; any other is the disk's own fault.
        if error.errno != errno.EINVAL:
            raise
        raise NotRestored(f"{file} är ingen hel säkerhetskopia.") from error


def _listed(file: Path, stream: Any) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except _DAMAGED as error:
        raise NotRestored(f"{file} är ingen hel säkerhetskopia.") from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> tuple[_Manifest, str]:
    """What the archive says that it holds, and the SHA-256 of that."""
    try:
        with archive.open(MANIFEST) as member:
            content = member.read(_LARGEST_MANIFEST + 1)
        if len(content) > _LARGEST_MANIFEST:
            raise NotRestored(f"{file} har en innehållsförteckning som är för stor.")
        found = json.loads(content)
        if isinstance(found, dict) and found.get("format", FORMAT) != FORMAT:
            raise NotRestored(
                f"{file} är gjord av en annan version av Fondbok ({found.get('program')})."
                " Återställ med den, eller uppgradera."
            )
        return _Manifest.model_validate_json(content), hashlib.sha256(content).hexdigest()
    except ValidationError as error:
        why = "; ".join(str(each["msg"]) for each in error.errors()[:3])
        raise NotRestored(f"{file} har en ogiltig innehållsförteckning: {why}.") from error
    except RecursionError as error:
        raise NotRestored(f"{file} har en ogiltig innehållsförteckning.") from error
    except _DAMAGED as error:
        raise NotRestored(f"{file} är ingen säkerhetskopia av Fondbok.") from error


def _look_through(archive: zipfile.ZipFile, told: _Manifest, file: Path) -> None:
    """Hold the archive's own list against the manifest before a byte is unpacked."""
    sizes = {each.namn: each.storlek for each in told.filer}
    names = [info.filename for info in archive.infolist()]
    folders = {parent for name in (*sizes, *told.mappar) for parent in _parents(name)}
    if sorted(names) != sorted([*sizes, MANIFEST]) or len(sizes) != len(told.filer):
        raise NotRestored(f"{file} håller inte de filer som dess innehållsförteckning säger.")
    if clash := sorted((folders | set(told.mappar)) & sizes.keys()):
        raise NotRestored(f"{file}: {clash[0]} är både fil och mapp.")
    for info in archive.infolist():
        if info.is_dir() or info.file_size != sizes.get(info.filename, info.file_size):
            raise NotRestored(f"{file}: {info.filename} är inte så stor som den ska vara.")


def _parents(name: str) -> Iterator[str]:
    parts = name.split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts)))


@contextmanager
def _staged(home: Home) -> Iterator[Path]:
    """The folder that files are proved in: within the home, so that each is moved with a rename.

    Raises:
        NotRestored: another restore is at work in the same home.
    """
    staging = home.root / STAGING
    if not staging.is_dir() and _holds(home):
        raise NotEmpty(
            f"{home.root} är inte tom, och ingenting skrivs över. Ange en tom mapp med --home."
        )
    staging.mkdir(mode=0o700, exist_ok=True)
    held = os.open(staging, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield staging
    except BlockingIOError as error:
        raise NotRestored(f"En annan återställning pågår i {home.root}.") from error
    finally:
        os.close(held)


def _is_proved(staging: Path, identity: str, home: Home) -> bool:
    """Whether an earlier restore came as far as to put files in place, and was killed there."""
    marker = staging / _PROVED
    if not marker.is_file():
        if _holds(home):
            raise NotEmpty(f"{home.root} är inte tom, och ingenting skrivs över.")
        return False
    if marker.read_text("utf-8") != identity:
        raise NotEmpty(
            f"{home.root} håller en avbruten återställning av en annan säkerhetskopia. Återställ"
            " den igen, eller töm mappen."
        )
    return True


def _holds(home: Home) -> bool:
    """Whether something lies in the home."""
    return any(path.name not in {STAGING, *_OF_A_DISK} for path in home.root.iterdir())


def _clear(staging: Path) -> None:
    for path in staging.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _assert_room(staging: Path, told: _Manifest) -> None:
    needed = sum(each.storlek for each in told.filer) + _SPARE
    free = shutil.disk_usage(staging).free
    if needed > free:
        raise NotRestored(
            f"Säkerhetskopian får inte plats: {needed // 1024**2} MB behövs och"
            f" {free // 1024**2} MB är lediga."
        )


def _unpack(archive: zipfile.ZipFile, told: _Manifest, into: Path, file: Path) -> None:
    """Write every file below `into`, each held against its checksum."""
    into.mkdir()
    for name in told.mappar:
        (into / name).mkdir(parents=True, exist_ok=True)
    for each in told.filer:
        try:
            _unpack_one(archive, each, into / each.namn)
        except _DAMAGED as error:
            raise NotRestored(f"{file} är skadad vid {each.namn}. Ingenting ändrades.") from error
    if told.bara_summor:
        lines = "".join(f"{each.sha256}  {each.namn}\n" for each in told.bara_summor)
        (into / CHECKSUMS).write_text(lines, "utf-8")


def _unpack_one(archive: zipfile.ZipFile, each: _File, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), each.storlek
    with archive.open(each.namn) as member, path.open("xb") as out:
        while chunk := member.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise ValueError(each.namn)
            digest.update(chunk)
            out.write(chunk)
        if left or digest.hexdigest() != each.sha256:
            raise ValueError(each.namn)
        out.flush()
        os.fsync(out.fileno())
    path.chmod(each.mode & 0o777)
    os.utime(path, ns=(each.andrad_ns, each.andrad_ns))


def _mark(staging: Path, identity: str) -> None:
    os.sync()
    marker = staging / f"{_PROVED}.ny"
    marker.write_text(identity, "utf-8")
    marker.replace(staging / _PROVED)


def _put_in_place(staging: Path, home: Home) -> None:
    """Move what is proved; landing/ last, because no run publishes without it."""
    proved = staging / _FILES
    if proved.is_dir():
        for path in sorted(proved.iterdir(), key=lambda path: (path.name == LANDING, path.name)):
            path.rename(home.root / path.name)
        proved.rmdir()
    (staging / _PROVED).unlink()  # last: until then a killed restore is taken up here
    staging.rmdir()
