"""What a home stands on: packages, settings, rights, disks, the clock, the lock, and its files.

Belongs here: looking at what an operator has to see to, for `fondbok doctor`. Everything is read
and nothing is written.
"""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import Literal

import duckdb
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from fondbok import faults, settings
from fondbok.operations import runlog
from fondbok.operations.backup import STAGING
from fondbok.operations.lock import holder, is_held
from fondbok.paths import Home
from fondbok.publish import health
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.saving import halves
from fondbok.warehouse import database
from fondbok.warehouse.scan import KINDS, walk

State = Literal["ok", "valfritt", "saknas", "fel"]
SHOWN = ("duckdb", "dbt-core", "dbt-duckdb", "dagster", "soda-core")
AHEAD = timedelta(days=1)  # clocks of two machines differ, and shares tell local time
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "glusterfs", "ceph")
NAMED = 3  # files told by name
_BY_OTHERS = 0o007


@dataclass(frozen=True)
class Observation:
    """One thing looked at.

    Attributes:
        lage: ok, valfritt (may be left), saknas (to be done) or fel (to be mended).
        vad: what was looked at and how it is.
        gor: what to do, '' when nothing.
    """

    lage: State
    vad: str
    gor: str = ""


Look = Callable[[Home], Iterator[Observation]]


def answered(look: Look, home: Home) -> Iterator[Observation]:
    """What a look finds; what stops it is something found, and no traceback."""
    try:
        yield from look(home)
    except OSError as error:
        yield Observation("fel", faults.sentence(error), "Kontrollera rättigheter och disk.")
    except faults.KNOWN as error:
        yield Observation("fel", faults.sentence(error))


def program() -> Iterator[Observation]:
    """Python and the packages, against what the program says that it needs."""
    running = ".".join(map(str, sys.version_info[:3]))
    try:
        told, needed = metadata("fondbok"), requires("fondbok") or []
        shown = ", ".join(f"{name} {version(name)}" for name in SHOWN)
    except PackageNotFoundError as error:
        yield Observation("fel", f"Paketet {error.name} är inte installerat.", "Kör make setup.")
        return
    if running not in SpecifierSet(told["Requires-Python"] or ""):
        yield Observation(
            "fel", f"Python {running} går inte: {told['Requires-Python']} behövs.", "Byt Python."
        )
    wrong = [said for each in needed if (said := _wrong(Requirement(each)))]
    yield from (Observation("fel", said, "Kör make setup.") for said in wrong)
    if not wrong:
        yield Observation("ok", f"Python {running}, {shown}")


def _wrong(needed: Requirement) -> str:
    """What is wrong with a package; '' when nothing is, or another machine needs it."""
    if needed.marker is not None and not needed.marker.evaluate({"extra": ""}):
        return ""
    try:
        found = version(needed.name)
    except PackageNotFoundError:
        return f"Paketet {needed.name} är inte installerat."
    if needed.specifier.contains(found, prereleases=True):
        return ""
    return f"{needed.name} {found} är installerat, men {needed.specifier} behövs."


def own_settings(home: Home) -> Iterator[Observation]:
    """fondbok.toml; a home without it has the defaults."""
    settings.read(home)
    if settings.any_set(home):
        yield Observation("ok", "Inställningarna i fondbok.toml och miljön går att använda.")


def rights(home: Home) -> Iterator[Observation]:
    """That the program may read what it reads, write what it writes, and others may not."""
    written = (
        home.root,
        home.mart_dir,
        home.releases,
        home.warehouse_dir,
        home.feedback,
        home.logs,
    )
    for folder in written:
        if folder.is_dir() and not _may(folder, os.R_OK | os.W_OK | os.X_OK):
            yield Observation(
                "fel", f"Programmet får inte skriva i {folder}.", "Ge det rätt till det."
            )
    if home.landing.is_dir():
        shut = [path for path in walk(home.landing) if not _may(path, os.R_OK)]
        if shut:
            named = ", ".join(path.relative_to(home.landing).as_posix() for path in shut[:NAMED])
            yield Observation(
                "fel",
                f"{len(shut)} filer i landing går inte att läsa: {named}.",
                "Ge läsrätt, eller ta bort en länk som inte leder någonstans.",
            )
    if home.warehouse_dir.is_dir() and _others_read(home.warehouse_dir):
        yield Observation(
            "valfritt",
            f"{home.warehouse_dir} kan läsas av alla på maskinen.",
            f"chmod o-rwx {home.root} eller {home.warehouse_dir}",
        )


def _may(path: Path, how: int) -> bool:
    return os.access(path, how, effective_ids=os.access in os.supports_effective_ids)


def _others_read(folder: Path) -> bool:
    """Whether anybody on the machine gets to a folder: each one on the way lets others through."""
    here = folder.resolve()
    on_the_way = all(parent.stat().st_mode & 0o001 for parent in here.parents)
    return bool(here.stat().st_mode & _BY_OTHERS) and on_the_way


def disks(home: Home) -> Iterator[Observation]:
    """That what is mounted is there, and that the disk knows locks."""
    for name in KINDS:
        folder = home.landing / name
        if folder.is_symlink() and not folder.exists():
            yield Observation(
                "fel",
                f"landing/{name} är en länk till {os.fspath(folder.readlink())}, som inte finns.",
                "Anslut disken eller rätta länken.",
            )
    if home.landing.is_dir() and releases.current(home) and not any(walk(home.landing)):
        yield Observation(
            "fel", "landing är tom, men en utgåva bygger på filer där.", "Anslut disken."
        )
    kind = _file_system(home.root)
    held = os.open(home.root, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if kind in NETWORK:
            yield Observation("ok", f"{home.root} ligger på en nätverksdisk ({kind}) som kan låsa.")
    except BlockingIOError:
        pass  # somebody else holds it: locks work
    except OSError:
        yield Observation(
            "fel",
            f"Disken som {home.root} ligger på ({kind}) kan inte låsa filer: två körningar på en"
            " gång märks inte.",
            "Flytta hemmappen till en lokal disk.",
        )
    finally:
        os.close(held)


def _file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on, as Linux says it; '' elsewhere."""
    found, longest = "", -1
    with suppress(OSError):
        here = folder.resolve()
        for line in Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines():
            before, _, after = line.partition(" - ")
            mounted = before.split(" ")[4].replace("\\040", " ")
            if here.is_relative_to(mounted) and len(mounted) >= longest:
                found, longest = after.split(" ")[0], len(mounted)
    return found


def clock(home: Home) -> Iterator[Observation]:
    """That now is not before what has happened."""
    now = datetime.now(UTC).replace(tzinfo=None)
    served, run = releases.current(home), runlog.last(home)
    for what, when in (
        ("utgåvan som gäller publicerades", served.publicerad if served else None),
        ("senaste körningen slutade", run.slut if run else None),
    ):
        if when is not None and when > now + AHEAD:
            yield Observation(
                "fel", f"Klockan går fel: {what} {when:%Y-%m-%d %H:%M} UTC.", "Ställ klockan."
            )
    if home.landing.is_dir():
        limit = time.time() + AHEAD.total_seconds()
        late = [path for path in walk(home.landing) if _written(path) > limit]
        if late:
            named = ", ".join(path.relative_to(home.landing).as_posix() for path in late[:NAMED])
            yield Observation(
                "fel",
                f"{len(late)} filer i landing är skrivna efter nu: {named}.",
                "Ställ klockan här, eller på den maskin som skrev dem.",
            )


def _written(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0


def lock(home: Home) -> Iterator[Observation]:
    """Whether a run is at work, and which."""
    if is_held(home):
        who = holder(home)
        told = who.mening() if who else "vilken process går inte att se"
        yield Observation("ok", f"En körning pågår: {told}.")


def leftovers(home: Home) -> Iterator[Observation]:
    """What something that was killed left half made."""
    if (home.root / STAGING).exists():
        yield Observation(
            "fel", f"{home.root} är inte färdigt återställd.", "Kör fondbok restore igen."
        )
    swept = [*home.releases.glob(".*.building"), *home.mart_dir.rglob(".*.incoming")]
    made = (home.feedback, home.reports, home.exports, home.logs, home.referens, home.dagster)
    folders = [home.root, *(folder for each in made for folder in _folders(each))]
    others = [path for folder in folders for path in halves(folder)]
    for found, to_do in (
        (swept, "Nästa utgåva tar bort det."),
        (others, "Nästa som skriver i samma mapp tar bort det. Det går också att ta bort nu."),
    ):
        if found:
            named = ", ".join(path.relative_to(home.root).as_posix() for path in found[:NAMED])
            yield Observation("valfritt", f"{len(found)} halva filer ligger kvar: {named}.", to_do)


def _folders(top: Path) -> Iterator[Path]:
    if top.is_dir():
        yield from (Path(folder) for folder, _, _ in os.walk(top))


def kept_releases(home: Home) -> Iterator[Observation]:
    """That each kept release is what was published, and that a rollback's pin can be read."""
    pins.read(home)
    damaged = []
    folders = [path for path in sorted(home.releases.glob("[!.]*")) if path.is_dir()]
    for folder in folders:
        told = releases.written_manifest(folder)
        file = folder / releases.FILE
        if told is None:
            damaged.append((folder, "manifestet går inte att läsa"))
        elif not file.is_file():
            damaged.append((folder, "databasen saknas"))
        elif told.get("sha256") not in (None, releases.checksum(file)):
            damaged.append((folder, "databasen är inte den som publicerades"))
    for folder, why in damaged:
        yield Observation(
            "fel",
            f"Utgåva {folder.name} går inte att gå tillbaka till: {why}.",
            "Hämta mappen ur en säkerhetskopia, eller ta bort den. Ett manifest skriver nästa"
            " körning om den kan.",
        )
    if folders and not damaged:
        yield Observation("ok", f"{len(folders)} sparade utgåvor är hela.")


def own_warehouse(home: Home) -> Iterator[Observation]:
    """That the build database can be opened; one that cannot is built again."""
    if not home.warehouse.is_file():
        return
    try:
        with database.connect(home.warehouse, read_only=True) as con:
            con.execute("select count(*) from duckdb_tables()").fetchone()
    except duckdb.Error as error:
        if database.is_locked(error):
            yield Observation("ok", "warehouse används av en körning.")
        else:
            yield Observation(
                "valfritt", f"{home.warehouse} är skadad.", "Nästa körning bygger om den."
            )


def published(home: Home) -> Iterator[Observation]:
    """What everyone reads."""
    served = releases.current(home)
    if home.mart.with_name(f"{home.mart.name}.wal").exists():
        yield Observation(
            "fel", f"Någon har skrivit i {home.mart}.", "Flytta undan .wal-filen bredvid den."
        )
    if served is None and home.mart.exists():
        yield Observation("fel", f"{home.mart} går inte att läsa.", "Kör fondbok refresh.")
    elif served is None:
        yield Observation("saknas", "Ingenting är publicerat.", "Kör fondbok refresh.")
    elif not health.is_whole(home):
        yield Observation("fel", f"{home.mart} är ändrad eller skadad.", "Kör fondbok refresh.")
    else:
        yield Observation("ok", f"Utgåva {served.release_id} gäller och är hel.")
