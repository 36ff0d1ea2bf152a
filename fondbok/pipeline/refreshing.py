"""A whole run, from landing/ to the published mart.

Belongs here: the order of the steps, and what becomes of a run that has nothing to do, cannot
begin, is only to show what it would publish, or fails.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import duckdb

from fondbok import faults, settings
from fondbok.ending import Terminated
from fondbok.errors import FondbokError
from fondbok.operations import runlog
from fondbok.paths import Home
from fondbok.pipeline.auditing import audit, gate, reading
from fondbok.pipeline.building import build, finish
from fondbok.pipeline.figures import describe, summary
from fondbok.pipeline.home import (
    DAMAGED,
    assert_untouched,
    discard,
    exclusive,
    is_damaged,
    mend,
    nothing_new,
    served_whole,
    take_reference,
)
from fondbok.pipeline.landing import check_raw, land, scanned
from fondbok.pipeline.outcome import Blocked, Busy, Fault, Gone, Lost, RefreshResult, Say, quiet
from fondbok.pipeline.publishing import answer, lost_by, publish
from fondbok.publish import health
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.publish.journal import Tillfalle
from fondbok.publish.release import Release
from fondbok.warehouse import fingerprint
from fondbok.warehouse import scan as scanning

if TYPE_CHECKING:
    from fondbok.reference import Taken
    from fondbok.warehouse.load import Progress


def refresh(
    home: Home,
    *,
    full: bool = False,
    accept_loss: bool = False,
    no_publish: bool = False,
    say: Say = quiet,
    progress: Progress | None = None,
    tillfalle: Tillfalle | None = None,
) -> RefreshResult:
    """Land, build, check and publish, or find that there is nothing to do.

    Args:
        home: the home folder.
        full: read and build everything anew even if nothing changed.
        accept_loss: publish although files that the release served was made of are gone.
        no_publish: build and check, say what would change, and leave what is served and the answers
            to the nämnder alone; the log of runs says that it was tried.
        say: told what happens, a Swedish line a step.
        progress: told about each file read.
        tillfalle: who runs it, for the journal.

    Returns:
        What happened; `reasons` is filled when quality or a loss stopped the run.

    Raises:
        FileNotFoundError: landing/ does not exist, and nothing is served that it should hold.
        Busy: another run holds the home folder.
        Fault: something that is no fault of the data went wrong.
    """
    tillfalle = tillfalle or Tillfalle()
    only_shows: runlog.Outcome | None = runlog.PROPOSAL if no_publish else None
    asked = None if no_publish else tillfalle
    try:
        result = _refresh(home, full, accept_loss, say, progress, asked)
    except Busy:
        raise
    except faults.KNOWN as error:
        _conclude_failed(home, tillfalle, only_shows or "fel", faults.sentence(error), say)
        raise
    except Terminated as error:
        _conclude_failed(home, tillfalle, only_shows or "avbruten", str(error), say)
        raise
    except Exception as bug:
        _conclude_failed(home, tillfalle, only_shows or "fel", faults.sentence(bug), say)
        raise
    run = runlog.ended(
        tillfalle.korning,
        only_shows or _outcome(result),
        utgava=result.release_id,
        orsaker=result.reasons,
        siffror={"filer": result.files, "rader": result.rows, "sekunder": result.seconds},
        vem=tillfalle.vem,
    )
    result.notes += conclude(home, run)
    return result


def _outcome(result: RefreshResult) -> runlog.Outcome:
    if result.reasons:
        return "stoppad"
    return "publicerad" if result.published else "inget_nytt"


def _conclude_failed(
    home: Home, tillfalle: Tillfalle, utfall: runlog.Outcome, why: str, say: Say
) -> None:
    served = releases.current(home)
    failed = runlog.ended(
        tillfalle.korning,
        utfall,
        utgava=served.release_id if served else None,
        orsaker=[why],
        vem=tillfalle.vem,
    )
    for line in conclude(home, failed):
        say(line)


def conclude(home: Home, run: runlog.Run) -> list[str]:
    """Log what a run came to and tell whoever is to be told; what could not be, in Swedish.

    A run that fails as the one before it did is told of once, when it has come through. How the
    home is after one that did not fail is told too, where that is news.
    """
    before = runlog.last(home)
    unsaid = [told for told in [runlog.add(home, run)] if told]
    if run.utfall == runlog.PROPOSAL:
        return unsaid
    from fondbok.operations import alerts, watch

    if runlog.is_untold(home) or runlog.is_news(before, run):
        failed = alerts.tell(home, run)
        runlog.untold(home, bool(failed))
        unsaid += failed
    if not run.failed:
        unsaid += watch.tell(home)
    return list(dict.fromkeys(unsaid))


def _refresh(
    home: Home,
    full: bool,
    accept_loss: bool,
    say: Say,
    progress: Progress | None,
    tillfalle: Tillfalle | None,
) -> RefreshResult:
    """The run; without a `tillfalle` nothing is published."""
    started = time.monotonic()
    if settings.any_set(home):
        settings.read(home)  # what cannot be used is told before anything is done by it
    told = mend(home, say=say, tillfalle=tillfalle) if tillfalle else []
    if home.root.is_dir():  # a mistyped home is not made
        taken = take_reference(home)
        told += taken.notes
        if taken.stops:
            return _no_reference(home, taken, told, started)
    try:
        found = scanned(home, anew=full)
    except Gone as gone:
        return _no_landing(home, gone, told, started)
    served = served_whole(home)
    if not full and nothing_new(home, found, served):
        assert_untouched(home)
        return _unchanged(home, found, served, told, started, say)
    if served is None and not found.files and health.baseline(home) is None:
        return _unchanged(home, found, served, told, started, say)
    with exclusive(home):
        if full:
            discard(home)
        try:
            result = _run(home, found, accept_loss, tillfalle, say, progress)
        except (_Damaged, Fault, duckdb.Error) as error:
            if not isinstance(error, _Damaged) and not is_damaged(home):
                raise
            say(DAMAGED.format(home.warehouse))
            discard(home)
            result = _run(home, found, accept_loss, tillfalle, say, progress)
    result.notes = [*told, *result.notes]
    result.seconds = round(time.monotonic() - started, 2)
    return result


def _no_reference(home: Home, taken: Taken, told: list[str], started: float) -> RefreshResult:
    """A run whose reference data cannot be used, and that has none to go on with."""
    served = served_whole(home)
    result = RefreshResult(served.release_id if served else None, news=True)
    result.reasons = [fault.mening() for fault in taken.faults]
    result.notes = [note for note in told if note not in result.reasons]
    result.seconds = round(time.monotonic() - started, 2)
    return result


class _Damaged(FondbokError):
    """The warehouse cannot be read to the end."""


def _run(
    home: Home,
    found: scanning.Scan,
    accept_loss: bool,
    tillfalle: Tillfalle | None,
    say: Say,
    progress: Progress | None,
) -> RefreshResult:
    """The steps, once it is known that there is something to do."""
    from fondbok.warehouse import dbt_process

    if tillfalle and _is_proposed(home, found, accept_loss):
        return _publish_proposed(home, found, accept_loss, say, tillfalle)
    with dbt_process.waiting(home) as dbt:  # gets ready while the files are read
        loaded = land(home, found=found, say=say, progress=progress)
        checks = check_raw(home, accept_loss=accept_loss)
        stops = any(check.utfall == "fel" for check in checks)
        if not stops:
            with reading(home) as read:
                build(home, say=say, dbt=dbt)
                checks = audit(home, accept_loss=accept_loss, say=say, read=read)
    if tillfalle and not stops:
        answer(home)
    if any(check.utfall == "fel" for check in checks) and is_damaged(home):
        raise _Damaged
    result = summary(home, loaded, checks)
    result.news = True
    result.notes += found.notes
    try:
        gate(checks)  # before the stored ones, because these know the reasons
        if tillfalle is None:
            _propose(home, result, accept_loss, say)
        else:
            result.release_id, result.published = publish(
                home, accept_loss=accept_loss, say=say, tillfalle=tillfalle
            )
    except Lost as lost:
        result.tell_losses(lost.losses)
    except Blocked as blocked:
        result.tell_losses([] if accept_loss else lost_by(home))
        result.reasons += blocked.reasons
    return result


def _propose(home: Home, result: RefreshResult, accept_loss: bool, say: Say) -> None:
    """Say what publishing would change, and leave it for a run that publishes.

    Raises:
        Lost: publishing would be refused.
    """
    from fondbok.publish import proposal
    from fondbok.publish.comparison import view
    from fondbok.warehouse import database

    with database.connect(home.warehouse, read_only=True) as con:
        release = releases.described(con)
    found = proposal.difference(home)
    result.forslag = view.as_json(found) if found else {}
    proposal.note(home, release, accept_loss=accept_loss)
    say(f"Utgåva {release.release_id} är byggd och granskad. Den är inte publicerad.")
    lost = lost_by(home)
    if lost and not accept_loss:
        raise Lost(lost)


def _is_proposed(home: Home, found: scanning.Scan, accept_loss: bool) -> bool:
    """Whether a run that did not publish has built just this, and nothing has touched it since."""
    from fondbok.publish import proposal

    kod_version = fingerprint.kod_version(home)
    return proposal.is_ready(home, found.indata_hash, kod_version, accept_loss=accept_loss)


def _publish_proposed(
    home: Home, found: scanning.Scan, accept_loss: bool, say: Say, tillfalle: Tillfalle
) -> RefreshResult:
    """Publish what is built and checked already, as of now and beside what is served now."""
    say("Samma underlag och program är byggda och granskade redan, och publiceras.")
    finish(home)
    answer(home)
    served = releases.current(home)
    result = RefreshResult(served.release_id if served else None, news=True)
    describe(home.warehouse, result)
    result.files["unchanged"] = result.files.get("read", 0)
    result.notes += found.notes
    try:
        result.release_id, result.published = publish(
            home, accept_loss=accept_loss, say=say, tillfalle=tillfalle
        )
    except Lost as lost:
        result.tell_losses(lost.losses)
    return result


def _no_landing(home: Home, gone: Gone, told: list[str], started: float) -> RefreshResult:
    """A run whose landing folder is gone or closed: all that is served would be lost."""
    served = served_whole(home)
    result = RefreshResult(served.release_id if served else None, notes=told, news=True)
    result.tell_losses(gone.losses)
    result.reasons = gone.reasons
    result.seconds = round(time.monotonic() - started, 2)
    return result


def _unchanged(
    home: Home,
    found: scanning.Scan,
    served: Release | None,
    told: list[str],
    started: float,
    say: Say,
) -> RefreshResult:
    """What a run that has nothing to do tells, and that only when it is true."""
    result = RefreshResult(served.release_id if served else None, notes=[*told, *found.notes])
    if served is not None:
        describe(home.mart, result)
        kod_version = fingerprint.kod_version(home)
        pin = pins.in_force(home, served, found.indata_hash, kod_version)
        result.news = pin is not None
        result.notes += [pin.mening()] if pin else []
        if pin is None:
            say("Inget nytt i landing/: den publicerade utgåvan gäller.")
    result.files["new"] = 0
    result.files["unchanged"] = result.files.get("read", 0) + result.files.get("ignored", 0)
    result.seconds = round(time.monotonic() - started, 2)
    return result
