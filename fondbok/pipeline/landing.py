"""From landing/ to raw.

Belongs here: bringing raw in step with what lies in landing/, and the contracts on what landed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from fondbok.paths import Home
from fondbok.pipeline.auditing import accepted
from fondbok.pipeline.home import (
    DAMAGED,
    discard,
    is_damaged,
    served_whole,
    take_reference,
    usable,
)
from fondbok.pipeline.outcome import Blocked, Gone, Say, quiet
from fondbok.publish import loss
from fondbok.publish import release as releases
from fondbok.warehouse import remembered
from fondbok.warehouse import scan as scanning

if TYPE_CHECKING:
    from fondbok.quality.kontroll import Kontroll
    from fondbok.warehouse.load import Loaded, Progress


def scanned(home: Home, *, anew: bool = False) -> scanning.Scan:
    """What lies in landing/.

    Args:
        home: the home folder.
        anew: read every file, also those that look as they did.

    Raises:
        Gone: landing/ is not there or cannot be read, and what is served came from it.
        OSError: the same, and nothing is served.
    """
    try:
        return remembered.scan(home, anew=anew)
    except OSError as error:
        if served_whole(home) is None:
            raise
        missing = isinstance(error, FileNotFoundError)
        why = f"Mappen {home.landing} {'finns inte' if missing else 'går inte att läsa'}."
        lost = loss.everything(home.mart, why)
        raise Gone(f"{why} Är den på en annan disk: anslut den.", lost) from error


def land(
    home: Home,
    *,
    full: bool = False,
    found: scanning.Scan | None = None,
    say: Say = quiet,
    progress: Progress | None = None,
) -> Loaded:
    """Bring raw in step with landing/.

    Args:
        home: the home folder.
        full: read everything anew.
        found: what lies in landing/, when it has just been scanned, with the city's reference data
            in use.
        say: told what happens.
        progress: told about each file read.

    Raises:
        OSError: landing/ cannot be read, and nothing is served.
        Gone: landing/ cannot be read, and what is served came from it.
        Blocked: the city's reference data has faults, and there is none earlier to go on with.
    """
    from fondbok.warehouse import load

    if found is None:  # who scanned has taken the reference data too
        taken = take_reference(home)
        if taken.stops:
            raise Blocked([fault.mening() for fault in taken.faults])
        for note in taken.notes:
            say(note)
    found = found or scanned(home, anew=full)
    if full or not usable(home, say):
        discard(home)
    say(f"Läser {len(found.files)} filer i {home.landing}")
    seen = releases.first_seen(home)
    try:
        return load.load(home, found, first_seen=seen, progress=progress)
    except duckdb.Error:
        if not is_damaged(home):
            raise
        say(DAMAGED.format(home.warehouse))
        discard(home)
        return load.load(home, found, first_seen=seen, progress=progress)


def check_raw(home: Home, *, accept_loss: bool = False) -> list[Kontroll]:
    """The contracts on what landed; a landing that breaks them is not built on.

    Nor is anything built when a table to be published does not say what it promises. Only a
    failure is kept in kvalitet.kontroll: passing these alone must not open the gate.

    Args:
        home: the home folder.
        accept_loss: let tables be empty.
    """
    from fondbok.quality import contracts, kontroll
    from fondbok.warehouse import database

    found = [*contracts.verify(home.warehouse, "raw"), *contracts.unpromised("mart")]
    checks = accepted(found, accept_loss)
    with database.warehouse(home) as con:
        kontroll.write(con, found, kontroll.OF_RAW)
        if any(check.utfall == "fel" for check in checks):
            kontroll.write(con, checks)
    return checks
