"""The home a run works in: held by one at a time, whole, and with the city's reference data in use.

Belongs here: whether what stands there can be worked on and relied on, and mending it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING

import duckdb

from fondbok import settings
from fondbok.operations import lock
from fondbok.paths import Home
from fondbok.pipeline.outcome import Busy, Fault, Say, quiet
from fondbok.publish import health
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.publish.journal import Tillfalle
from fondbok.publish.release import PublishError, Release
from fondbok.warehouse import fingerprint
from fondbok.warehouse import scan as scanning

if TYPE_CHECKING:
    from fondbok.reference import Taken

DAMAGED = "{} är skadad och byggs om från landing/."


@contextmanager
def exclusive(home: Home) -> Iterator[None]:
    """One run at a time per home folder; the lock is gone when the process is.

    Raises:
        Busy: another run holds it.
    """
    with ExitStack() as held:
        try:
            held.enter_context(lock.held(home, _patience(home)))
        except lock.Held as error:
            raise Busy(str(error)) from error
        yield


def _patience(home: Home) -> int:
    return settings.read(home).korning.vanta_sekunder if settings.any_set(home) else 0


def take_reference(home: Home) -> Taken:
    """Check the city's reference data and take it into use; the faults in it are in the answer."""
    from fondbok import reference

    return reference.take(home, releases.reference_data(home))


def mend(
    home: Home, *, held: bool = False, say: Say = quiet, tillfalle: Tillfalle | None = None
) -> list[str]:
    """Make what is served whole again where it was damaged; what was done, in Swedish.

    Args:
        home: the home folder.
        held: whether the caller holds the home's lock.
        say: told what was done.
        tillfalle: who runs it, for the journal.

    Raises:
        Busy: another run holds the home folder.
        Fault: what is served cannot be looked at or put back.
    """
    try:
        if not health.needs_mending(home):
            return []
        with nullcontext() if held else exclusive(home):
            told = health.mend(home, tillfalle=tillfalle or Tillfalle())
    except PublishError as error:
        raise Fault(str(error)) from error
    from fondbok.operations import watch

    told = [*told, *watch.tell_mended(home, told)]
    for line in told:
        say(line)
    return told


def served_whole(home: Home) -> Release | None:
    """The release being served; None when its file is not what was published."""
    return releases.current(home) if health.is_whole(home) else None


def nothing_new(home: Home, found: scanning.Scan, served: Release | None) -> bool:
    """Whether what is served was made of just these contents by just this code, or is pinned."""
    if served is None:
        return False
    kod_version = fingerprint.kod_version(home)
    if (served.indata_hash, served.kod_version) == (found.indata_hash, kod_version):
        return True
    return pins.in_force(home, served, found.indata_hash, kod_version) is not None


def usable(home: Home, say: Say) -> bool:
    """Whether the warehouse can be opened and has the tables of this version.

    One that has not is no loss: landing/ has it all. After a build that ended badly the warehouse
    is read to the end, because damage shows where it is read.

    Raises:
        Fault: another program holds it.
    """
    from fondbok.warehouse import database

    try:
        with database.warehouse(home) as con:
            fits = database.fits(con)
    except duckdb.Error as error:
        if database.is_locked(error):
            raise Fault(database.held(home.warehouse, error)) from error
        say(DAMAGED.format(home.warehouse))
        return False
    if not fits:
        say(f"{home.warehouse} gjordes av en annan version och byggs om från landing/.")
        return False
    if _ended_badly(home) and is_damaged(home):
        say(DAMAGED.format(home.warehouse))
        return False
    return True


def is_damaged(home: Home) -> bool:
    """Whether some of the warehouse cannot be read; DuckDB has a checksum for every block."""
    from fondbok.warehouse import database

    if not home.warehouse.is_file():
        return False
    try:
        with database.warehouse(home, read_only=True) as con:
            database.read_through(con)
    except duckdb.Error as error:
        return not database.is_locked(error)
    return False


def _ended_badly(home: Home) -> bool:
    """Whether the last build failed or never ended."""
    from fondbok.warehouse import build as building

    file = building.target(home) / building.RESULTS
    if not file.parent.is_dir():
        return False
    try:
        results = json.loads(file.read_text("utf-8"))["results"]
        return any(result["status"] == "error" for result in results)
    except (OSError, ValueError, KeyError, TypeError):
        return True


def assert_untouched(home: Home) -> None:
    """Nobody has written to the file everyone reads.

    Raises:
        Fault: somebody has, and left a log that readers would replay.
    """
    try:
        releases.assert_no_wal(home.mart)
    except PublishError as error:
        raise Fault(str(error)) from error


def discard(home: Home) -> None:
    """Throw the warehouse away; landing/ and the published mart hold all there is to know."""
    for name in ("", ".wal"):
        home.warehouse.with_name(home.warehouse.name + name).unlink(missing_ok=True)
