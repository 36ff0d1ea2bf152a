"""The way from landing/ to the published mart, step by step.

Belongs here: the order of the steps and what may stop them. `fondbok refresh` and Dagster call the
same functions. Heavy parts (dbt, Soda, Dagster) are started by the step that needs them, so that a
run with nothing new pays for none of them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from fondbok import faults, settings
from fondbok.ending import Terminated
from fondbok.errors import FondbokError
from fondbok.operations import lock, runlog
from fondbok.paths import Home
from fondbok.publish import health, journal, loss
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.publish.journal import Tillfalle
from fondbok.publish.loss import Forlust
from fondbok.publish.release import PublishError, Release
from fondbok.publish.wording import as_plain
from fondbok.warehouse import fingerprint, remembered
from fondbok.warehouse import scan as scanning

if TYPE_CHECKING:
    from fondbok.quality.kontroll import Kontroll
    from fondbok.reference import Taken
    from fondbok.warehouse.dbt_process import DbtRun, Waiting
    from fondbok.warehouse.load import Loaded, Progress

Say = Callable[[str], None]

FILES = ("read", "new", "unchanged", "refused", "ignored")
ROWS = ("read", "loaded", "rejected", "totals", "duplicates", "superseded")
CHECKS = ("passed", "failed", "warned")
OF_EMPTINESS = ("radantal", "farskhet")  # checks that a table without rows cannot pass
DAMAGED = "{} är skadad och byggs om från landing/."
NAMED = 5  # losses the journal names
NOT_RUN = "dbt: skipped"  # how the reason begins of a check whose model was never built


class Blocked(FondbokError):
    """Quality stopped the run; the earlier release is still served.

    Attributes:
        reasons: Swedish sentences, one per check that failed.
    """

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class Lost(Blocked):
    """What is served has money and projects from files that are gone; nobody has accepted that.

    Attributes:
        losses: what would be lost.
    """

    def __init__(self, losses: list[Forlust]) -> None:
        super().__init__(loss.meningar(losses))
        self.losses = losses


class Fault(FondbokError):
    """The program or its surroundings failed; the earlier release is still served."""


class Busy(Fault):
    """Another run holds the home folder."""


@dataclass
class RefreshResult:
    """What `fondbok refresh --json` prints.

    Attributes:
        release_id: the release being served after the run, None when there is none.
        published: whether this run published it.
        news: whether landing/ or the code was another than the release served was made of.
        files: read, new, unchanged, refused, ignored.
        rows: read, loaded, rejected, totals, duplicates, superseded.
        money: by kind of file (ledger, submission), SEK as text: read = counted + no_grant +
            replaced + held.
        findings: remarks on the files read.
        checks: passed, failed, warned.
        seconds: how long the run took.
        reasons: why nothing was published, in Swedish.
        notes: what the operator should know about landing/ and about what is served.
        uncounted: what was read and does not count, a Swedish sentence a finding.
        losses: what the release served has and this run could not find, one (nämnd, år, file) each.
        forslag: what publishing would change, of a run that was told not to publish and built
            something; as `fondbok diff --json` says it.
    """

    release_id: str | None
    published: bool = False
    news: bool = False
    files: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FILES, 0))
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROWS, 0))
    money: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: int = 0
    checks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHECKS, 0))
    seconds: float = 0.0
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)
    losses: list[dict[str, Any]] = field(default_factory=list)
    forslag: dict[str, Any] | None = None


def quiet(_line: str) -> None:
    """Say nothing."""


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
    """Log what a run came to and tell whoever is to be told; what could not be told, in Swedish.

    A run that fails as the one before it did is told of once.
    """
    before = runlog.last(home)
    runlog.add(home, run)
    if not runlog.is_news(before, run):
        return []
    from fondbok.operations import alerts

    return alerts.tell(home, run)


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
        found = remembered.scan(home, anew=full)
    except OSError as error:
        return _no_landing(home, error, told, started)
    served = _served(home)
    if not full and nothing_new(home, found, served):
        _assert_untouched(home)
        return _unchanged(home, found, served, told, started, say)
    if served is None and not found.files and health.baseline(home) is None:
        return _unchanged(home, found, served, told, started, say)
    with exclusive(home):
        if full:
            discard(home)
        try:
            result = _run(home, found, accept_loss, tillfalle, say, progress)
        except (_Damaged, Fault, duckdb.Error) as error:
            if not isinstance(error, _Damaged) and not _is_damaged(home):
                raise
            say(DAMAGED.format(home.warehouse))
            discard(home)
            result = _run(home, found, accept_loss, tillfalle, say, progress)
    result.notes = [*told, *result.notes]
    result.seconds = round(time.monotonic() - started, 2)
    return result


def take_reference(home: Home) -> Taken:
    """Check the city's reference data and take it into use; the faults in it are in the answer."""
    from fondbok import reference

    return reference.take(home, releases.reference_data(home))


def _no_reference(home: Home, taken: Taken, told: list[str], started: float) -> RefreshResult:
    """A run whose reference data cannot be used, and that has none to go on with."""
    served = _served(home)
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
            build(home, say=say, dbt=dbt)
    if not stops:
        checks = audit(home, accept_loss=accept_loss, say=say)
        if tillfalle:
            answer(home)
    if any(check.utfall == "fel" for check in checks) and _is_damaged(home):
        raise _Damaged
    result = _summary(home, loaded, checks)
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
        _tell_losses(result, lost.losses)
    except Blocked as blocked:
        _tell_losses(result, [] if accept_loss else lost_by(home))
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
    _describe(home.warehouse, result)
    result.files["unchanged"] = result.files.get("read", 0)
    result.notes += found.notes
    try:
        result.release_id, result.published = publish(
            home, accept_loss=accept_loss, say=say, tillfalle=tillfalle
        )
    except Lost as lost:
        _tell_losses(result, lost.losses)
    return result


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
    for line in told:
        say(line)
    return told


def _served(home: Home) -> Release | None:
    """The release being served; None when its file is not what was published."""
    return releases.current(home) if health.is_whole(home) else None


def _no_landing(home: Home, error: OSError, told: list[str], started: float) -> RefreshResult:
    """A run whose landing folder is gone or closed: all that is served would be lost."""
    served = _served(home)
    if served is None:
        raise error
    missing = isinstance(error, FileNotFoundError)
    why = "finns inte" if missing else "går inte att läsa"
    result = RefreshResult(served.release_id, notes=told, news=True)
    _tell_losses(result, loss.everything(home.mart, f"Mappen {home.landing} {why}."))
    result.reasons.insert(0, f"Mappen {home.landing} {why}. Är den på en annan disk: anslut den.")
    result.seconds = round(time.monotonic() - started, 2)
    return result


def lost_by(home: Home) -> list[Forlust]:
    """What would be lost if the warehouse were published now; nothing before the first release."""
    before = health.baseline(home)
    return [] if before is None else loss.losses(before, home.warehouse)


def _tell_losses(result: RefreshResult, found: list[Forlust]) -> None:
    result.reasons = loss.meningar(found)
    result.losses = [as_plain(asdict(each)) for each in found]


def nothing_new(home: Home, found: scanning.Scan, served: Release | None) -> bool:
    """Whether what is served was made of just these contents by just this code, or is pinned."""
    if served is None:
        return False
    kod_version = fingerprint.kod_version(home)
    if (served.indata_hash, served.kod_version) == (found.indata_hash, kod_version):
        return True
    return pins.in_force(home, served, found.indata_hash, kod_version) is not None


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


def _usable(home: Home, say: Say) -> bool:
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
    if _ended_badly(home) and _is_damaged(home):
        say(DAMAGED.format(home.warehouse))
        return False
    return True


def _is_damaged(home: Home) -> bool:
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


def _assert_untouched(home: Home) -> None:
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
        FileNotFoundError: landing/ does not exist.
        Blocked: the city's reference data has faults, and there is none earlier to go on with.
    """
    from fondbok.warehouse import load

    if found is None:  # who scanned has taken the reference data too
        taken = take_reference(home)
        if taken.stops:
            raise Blocked([fault.mening() for fault in taken.faults])
        for note in taken.notes:
            say(note)
    if full or not _usable(home, say):
        discard(home)
    found = found or remembered.scan(home, anew=full)
    say(f"Läser {len(found.files)} filer i {home.landing}")
    seen = releases.first_seen(home)
    try:
        return load.load(home, found, first_seen=seen, progress=progress)
    except duckdb.Error:
        if not _is_damaged(home):
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
    checks = _accepted(found, accept_loss)
    with database.warehouse(home) as con:
        kontroll.write(con, found, kontroll.OF_RAW)
        if any(check.utfall == "fel" for check in checks):
            kontroll.write(con, checks)
    return checks


def _of_raw(home: Home) -> list[Kontroll]:
    """What the contracts said of what landed: asked now, unless `check_raw` has asked."""
    from fondbok.quality import contracts, kontroll
    from fondbok.warehouse import database

    with database.warehouse(home, read_only=True) as con:
        kept = kontroll.read(con, kontroll.OF_RAW)
    return kept or contracts.verify(home.warehouse, "raw")


def _accepted(checks: list[Kontroll], accept_loss: bool) -> list[Kontroll]:
    """The checks, with empty tables told and let through when that loss is accepted."""
    if not accept_loss:
        return checks
    empty = {_place(c) for c in checks if (c.kontroll, c.utfall) == ("radantal", "fel")}
    return [
        replace(check, utfall="varning", orsak=f"Förlusten är godtagen. {check.orsak}".strip())
        if check.utfall == "fel" and check.kontroll in OF_EMPTINESS and _place(check) in empty
        else check
        for check in checks
    ]


def _place(check: Kontroll) -> tuple[str, str]:
    return check.lager, check.tabell


def build(home: Home, *, say: Say = quiet, dbt: Waiting | None = None) -> DbtRun:
    """Run dbt and add what Python makes: likely pairs and the identity of the release.

    Args:
        home: the home folder.
        say: told what happens.
        dbt: a process that waits to build this home; without it one is started.

    Raises:
        Fault: dbt could not run at all. A model or test that failed is for `audit` to tell.
    """
    from fondbok.quality import kontroll
    from fondbok.warehouse import database, dbt_process

    say("Bygger dimensioner, fakta och rapporter med dbt")
    with database.warehouse(home) as con:
        kontroll.withdraw(con)
    run = dbt.build() if dbt else dbt_process.dbt_build(home)
    if not run.told_results():
        raise Fault(_why_dbt_failed(home, run))
    if run.returncode == 0:
        finish(home)
    return run


def _why_dbt_failed(home: Home, run: DbtRun) -> str:
    """Why dbt said nothing of how it went; all that it printed is in its own log."""
    from fondbok.warehouse import build as building
    from fondbok.warehouse import database

    if database.is_locked(RuntimeError(run.output)):
        return database.held(home.warehouse, RuntimeError(run.output))
    if told := faults.in_words(run.output):
        return f"Bygget avbröts. {told}"
    if run.returncode < 0:
        return (
            f"Bygget dödades av systemet (signal {-run.returncode}). Oftast är det minnet som inte"
            " räcker: ge maskinen mer, eller sänk korning.minne i fondbok.toml. Kör sedan igen."
        )
    said = [line for line in run.output.splitlines() if line.strip()]
    last = f" Det sista det skrev: {said[-1].strip()}" if said else ""
    return f"dbt kunde inte köras. Se {building.log(home)}.{last}"


def finish(home: Home) -> Release:
    """Write what follows the dbt build: pairs, release, dictionary and what changed."""
    from fondbok.publish.comparison import table as forandring
    from fondbok.quality import declared, kontroll, ordbok, pairs
    from fondbok.warehouse import database

    release = _identity(home)
    with database.warehouse(home) as con:
        pairs.write(con)
        releases.describe(con, release)
        ordbok.write(con, declared.published()[0], (*declared.WRITTEN, kontroll.WRITTEN))
        forandring.write(con, home)
    return release


def audit(home: Home, *, accept_loss: bool = False, say: Say = quiet) -> list[Kontroll]:
    """Every check of the run, by the contracts and by dbt; kept in kvalitet.kontroll.

    Args:
        home: the home folder.
        accept_loss: let tables be empty.
        say: told what happens.
    """
    from fondbok.quality import contracts, dbt_results, kontroll
    from fondbok.warehouse import build as building
    from fondbok.warehouse import database

    say("Kontrollerar kvalitet med datakontrakt och tester")
    try:
        tested = dbt_results.read(building.target(home), home.warehouse)
    except (OSError, ValueError, KeyError) as error:
        raise Fault("dbt avbröts innan det hade sagt hur bygget gick. Kör igen.") from error
    checks = _accepted([*_of_raw(home), *tested], accept_loss)
    if not any(check.utfall == "fel" for check in checks):
        checks += _accepted(contracts.verify(home.warehouse, "mart"), accept_loss)
    with database.warehouse(home) as con:
        kontroll.write(con, checks)
    return checks


def answer(home: Home) -> int:
    """Write each nämnd's feedback, also when the gate will stop the run; how many files.

    Nothing is written when the build did not get as far as to know who handed in what.
    """
    from fondbok import feedback
    from fondbok.warehouse import database
    from fondbok.warehouse.load import ANSWERED_FROM

    with database.warehouse(home, read_only=True) as con:
        built = con.execute(
            "select count(*) from duckdb_tables()"
            " where list_contains(?, schema_name || '.' || table_name)",
            [list(ANSWERED_FROM)],
        ).fetchone()
    whole = built == (len(ANSWERED_FROM),)
    return len(feedback.write(home.warehouse, home.feedback)) if whole else 0


def gate(checks: list[Kontroll]) -> None:
    """Let the run through only when there are checks and none of them failed.

    Raises:
        Blocked: with a sentence per failed check.
    """
    if not checks:
        raise Blocked(["Inga kontroller kördes, så ingenting publiceras."])
    failed = [check for check in checks if check.utfall == "fel"]
    causes = [check.mening() for check in failed if not check.orsak.startswith(NOT_RUN)]
    skipped = len(failed) - len(causes)
    if skipped:
        causes.append(
            f"{skipped} kontroller kunde inte göras, eftersom det de granskar inte byggdes."
        )
    if causes:
        raise Blocked(causes)


def publish(
    home: Home,
    *,
    accept_loss: bool = False,
    say: Say = quiet,
    tillfalle: Tillfalle | None = None,
) -> tuple[str, bool]:
    """Make the built warehouse the release everyone reads.

    Args:
        home: the home folder.
        accept_loss: publish although files that the release served was made of are gone.
        say: told what happens.
        tillfalle: who runs it, for the journal.

    Returns:
        The id of the release served, and whether it is new.

    Raises:
        Lost: the release served has what no file gives any more.
        Blocked: the checks kept in the warehouse do not allow it.
        Fault: the release could not be written, read back or swapped in.
    """
    from fondbok.quality import kontroll
    from fondbok.warehouse import database

    with database.warehouse(home, read_only=True) as con:
        gate(kontroll.read(con))
        release = releases.described(con)
    served = _served(home)
    held = pins.in_force(home, served, release.indata_hash, release.kod_version)
    if served is not None and held is not None:
        say(held.mening())
        return served.release_id, False
    if served is not None and served.release_id == release.release_id:
        differing = releases.differences(home)
        if not differing:
            say(f"Samma indata och samma resultat: utgåva {release.release_id} gäller.")
            return release.release_id, False
        say(f"Samma indata gav ett annat resultat i {', '.join(differing)}; ny fil publiceras.")
    lost = lost_by(home)
    if lost and not accept_loss and not loss.is_within(lost, _bearable(home)):
        raise Lost(lost)
    for each in lost:
        say(f"Godtagen förlust: {each.mening()}")
    try:
        _swap_in(home, release, _why(served, release, lost), tillfalle or Tillfalle())
    except (PublishError, OSError, duckdb.Error) as error:
        raise Fault(f"Publiceringen avbröts: {faults.sentence(error)}") from error
    say(f"Publicerade utgåva {release.release_id}")
    return release.release_id, True


def _bearable(home: Home) -> Decimal:
    return settings.read(home).utgava.forlust_kronor


def _swap_in(home: Home, release: Release, why: str, tillfalle: Tillfalle) -> None:
    from fondbok.publish import keys
    from fondbok.publish.comparison import notes
    from fondbok.quality import declared

    before = health.baseline(home)
    if before is not None and before.parent == home.releases / release.release_id:
        before = None  # about to be written anew
    journal.begin(home, releases.history(home))
    tables, _ = declared.published()  # a table that says nothing has stopped the run before this
    folder = releases.write(home, release, keys.declared(tables))
    notes.write(before, folder)
    releases.swap(home, folder)
    journal.add(
        home,
        release.release_id,
        journal.PUBLICERAD,
        why,
        sha256=releases.checksum(folder / releases.FILE),
        tillfalle=tillfalle,
    )
    releases.prune(home, settings.read(home).utgava.behall)
    pins.clear(home)


def _why(served: Release | None, release: Release, lost: list[Forlust]) -> str:
    """What the journal says of a publication."""
    if served is None:
        told = ["Ingen hel utgåva fanns att jämföra med."]
    elif served.release_id == release.release_id:
        told = ["Samma indata gav ett annat resultat."]
    else:
        changed = [
            word
            for word, is_other in (
                ("underlagen i landing/", served.indata_hash != release.indata_hash),
                ("programmet eller registren", served.kod_version != release.kod_version),
            )
            if is_other
        ]
        told = [f"Ändrat: {' och '.join(changed)}."]
    if lost:
        gone = sorted({f"{each.namnd_kod} {each.ar} ({each.fil})" for each in lost})
        more = f" och {len(gone) - NAMED} till" if len(gone) > NAMED else ""
        told.append(f"Godtagen förlust: {', '.join(gone[:NAMED])}{more}.")
    return " ".join(told)


def _identity(home: Home) -> Release:
    """The release this warehouse will be; a release made before keeps its time."""
    from fondbok.warehouse import database

    kod_version = fingerprint.kod_version(home)
    with database.warehouse(home, read_only=True) as con:
        (indata_hash,) = con.execute("select indata_hash from raw.landing").fetchone() or ("",)
        files, rows = con.execute(
            "select count(*), coalesce(sum(rader_laddade), 0) from kvalitet.fil"
            " where status like 'laddad%'"
        ).fetchone() or (0, 0)
    name = releases.release_id(indata_hash, kod_version)
    before = releases.read(home.releases / name / releases.FILE)
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    return Release(
        release_id=name,
        publicerad=before.publicerad if before else now,
        kod_version=kod_version,
        indata_hash=indata_hash,
        antal_filer=int(files),
        antal_rader=int(rows),
    )


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
        _describe(home.mart, result)
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


def described(home: Home) -> RefreshResult:
    """What the published file says of what it was made of: files, rows, money, findings, checks."""
    served = _served(home)
    result = RefreshResult(served.release_id if served else None)
    if served is not None:
        _describe(home.mart, result)
    return result


def _summary(home: Home, loaded: Loaded, checks: list[Kontroll]) -> RefreshResult:
    served = releases.current(home)
    result = RefreshResult(served.release_id if served else None)
    _describe(home.warehouse, result)
    result.files |= {
        "read": loaded.read,
        "refused": loaded.refused,
        "new": loaded.new,
        "unchanged": loaded.unchanged,
    }
    result.notes = [f"{fil} finns inte längre i landing/." for fil in loaded.gone]
    result.notes += [
        f"{fil} ändrades medan den lästes: det som stod i den förut gäller i den här körningen."
        for fil in loaded.kept
    ]
    result.notes += loaded.problems
    outcomes = [check.utfall for check in checks]
    result.checks = _outcomes(outcomes)
    return result


def _outcomes(outcomes: list[Any]) -> dict[str, int]:
    return {
        "passed": outcomes.count("ok"),
        "failed": outcomes.count("fel"),
        "warned": outcomes.count("varning"),
    }


def _describe(database_file: Any, result: RefreshResult) -> None:
    """Fill in what the register, the findings and the checks of a database say."""
    from fondbok.warehouse import database

    with database.connect(database_file, read_only=True) as con:
        tables = {
            name
            for (name,) in con.execute(
                "select table_name from duckdb_tables() where schema_name = 'kvalitet'"
            ).fetchall()
        }
        if not {"fil", "fynd"} <= tables:
            result.rows |= _numbers(con, _RAW_ROWS, "raw.fil")
            return
        result.files |= _numbers(
            con,
            "count(*) filter (status <> 'ignorerad') as read,"
            " count(*) filter (status = 'avvisad') as refused,"
            " count(*) filter (status = 'ignorerad') as ignored",
        )
        result.rows |= _numbers(
            con,
            "sum(rader_lasta) as read, sum(rader_laddade) as loaded,"
            " sum(rader_avvisade) as rejected, sum(rader_totaler) as totals,"
            " sum(rader_dubbletter) as duplicates, sum(rader_ersatta) as superseded",
        )
        result.money = _money(con)
        row = con.execute("select count(*) from kvalitet.fynd").fetchone()
        result.findings = int(row[0]) if row else 0
        result.uncounted = uncounted(con)
        if "kontroll" in tables:
            outcomes = con.execute("select utfall from kvalitet.kontroll").fetchall()
            result.checks = _outcomes([utfall for (utfall,) in outcomes])


# What became of what was read: the names in kvalitet.fil, and those that are printed.
MONEY = {
    "read": "belopp_last_sek",
    "counted": "belopp_raknas_sek",
    "no_grant": "belopp_inget_bidrag_sek",
    "replaced": "belopp_ersatt_sek",
    "held": "belopp_avvisat_sek",
}


def _money(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Sums by kind of file; none in a release that was made before they were."""
    columns = {row[0] for row in con.execute("describe kvalitet.fil").fetchall()}
    if not columns.issuperset(MONEY.values()):
        return {}
    sums = ", ".join(f"coalesce(sum({column}), 0)" for column in MONEY.values())
    rows = con.execute(
        f"select typ, {sums} from kvalitet.fil where {MONEY['read']} is not null"
        " group by typ order by typ"
    ).fetchall()
    return {typ: dict(zip(MONEY, map(str, values), strict=True)) for typ, *values in rows}


def uncounted(con: duckdb.DuckDBPyConnection, ar: int | None = None) -> list[str]:
    """What was read and does not count, a Swedish sentence a finding, in order.

    Args:
        con: a database with kvalitet and mart.
        ar: only what files say that someone handed in for this year, and what no year is known of.
    """
    of_year = (
        ""
        if ar is None
        else "and fil not in (select fil from mart.rpt_inlamning where fil is not"
        " null group by fil having bool_and(ar <> ?))"
    )
    rows = con.execute(
        "select fil, blad, rad, meddelande from kvalitet.fynd"
        f" where raknas_inte {of_year}"
        " order by fil, blad nulls first, rad nulls first, regel, meddelande",
        [] if ar is None else [ar],
    ).fetchall()
    return [f"{_cell(fil, blad, rad)}: {told}" for fil, blad, rad, told in rows]


def _cell(fil: str, blad: str | None, rad: int | None) -> str:
    parts = (fil, f"blad {blad}" if blad else "", f"rad {rad}" if rad is not None else "")
    return ", ".join(part for part in parts if part)


# Before dbt has run, nobody knows which loaded rows a later file supersedes.
_RAW_ROWS = (
    "sum(rader_lasta) as read,"
    " sum(rader_lasta - rader_avvisade - rader_totaler - rader_dubbletter) as loaded,"
    " sum(rader_avvisade) as rejected, sum(rader_totaler) as totals,"
    " sum(rader_dubbletter) as duplicates"
)


def _numbers(con: Any, columns: str, table: str = "kvalitet.fil") -> dict[str, int]:
    cursor = con.execute(f"select {columns} from {table}")
    names = [column[0] for column in cursor.description]
    values = cursor.fetchone() or ()
    return {name: int(value or 0) for name, value in zip(names, values, strict=True)}
