"""The way from landing/ to the published mart, step by step.

Belongs here: the order of the steps and what may stop them. `fondbok refresh` and Dagster call the
same functions. Heavy parts (dbt, Soda, Dagster) are started by the step that needs them, so that a
run with nothing new pays for none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb
from filelock import FileLock, Timeout

from fondbok.paths import Home
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.publish.release import PublishError, Release
from fondbok.warehouse import fingerprint, remembered
from fondbok.warehouse import scan as scanning

if TYPE_CHECKING:
    from fondbok.quality.kontroll import Kontroll
    from fondbok.warehouse.build import DbtRun
    from fondbok.warehouse.load import Loaded, Progress

Say = Callable[[str], None]

FILES = ("read", "new", "unchanged", "refused", "ignored")
ROWS = ("read", "loaded", "rejected", "totals", "duplicates", "superseded")
CHECKS = ("passed", "failed", "warned")
NOT_RUN = "dbt: skipped"  # how the reason begins of a check whose model was never built


class Blocked(Exception):
    """Quality stopped the run; the earlier release is still served.

    Attributes:
        reasons: Swedish sentences, one per check that failed.
    """

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class Fault(Exception):
    """The program or its surroundings failed; the earlier release is still served."""


class Busy(Fault):
    """Another run holds the home folder."""


@dataclass
class RefreshResult:
    """What `fondbok refresh --json` prints.

    Attributes:
        release_id: the release being served after the run, None when there is none.
        published: whether this run published it.
        files: read, new, unchanged, refused, ignored.
        rows: read, loaded, rejected, totals, duplicates, superseded.
        findings: remarks on the files read.
        checks: passed, failed, warned.
        seconds: how long the run took.
        reasons: why nothing was published, in Swedish.
        notes: what the operator should know about landing/.
        uncounted: what was read and does not count, a Swedish sentence a finding.
    """

    release_id: str | None
    published: bool = False
    files: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FILES, 0))
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROWS, 0))
    findings: int = 0
    checks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHECKS, 0))
    seconds: float = 0.0
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)


def quiet(_line: str) -> None:
    """Say nothing."""


def refresh(
    home: Home, *, full: bool = False, say: Say = quiet, progress: Progress | None = None
) -> RefreshResult:
    """Land, build, check and publish, or find that there is nothing to do.

    Args:
        home: the home folder.
        full: read and build everything anew even if nothing changed.
        say: told what happens, a Swedish line a step.
        progress: told about each file read.

    Returns:
        What happened; `reasons` is filled when quality stopped the run.

    Raises:
        FileNotFoundError: landing/ does not exist.
        Busy: another run holds the home folder.
        Fault: something that is no fault of the data went wrong.
    """
    started = time.monotonic()
    found = remembered.scan(home, anew=full)
    served = releases.current(home)
    if not full and nothing_new(home, found, served):
        _assert_untouched(home)
        say("Inget nytt i landing/: den publicerade utgåvan gäller.")
        return _unchanged(home, found, served, started)
    if served is None and not found.files:
        return _unchanged(home, found, served, started)
    with exclusive(home):
        if full:
            discard(home)
        loaded = land(home, found=found, say=say, progress=progress)
        checks = check_raw(home)
        if not any(check.utfall == "fel" for check in checks):
            build(home, say=say)
            checks = audit(home, say=say)
            answer(home)
        result = _summary(home, loaded, checks)
        result.notes += found.notes
        try:
            gate(checks)  # before the stored ones, because these know the reasons
            result.release_id, result.published = publish(home, say=say)
        except Blocked as blocked:
            result.reasons = blocked.reasons
    result.seconds = round(time.monotonic() - started, 2)
    return result


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
    home.warehouse_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home.warehouse_dir / ".lock", timeout=0):
            yield
    except Timeout as error:
        raise Busy("En annan körning pågår i samma mapp. Vänta tills den är klar.") from error


def _usable(home: Home, say: Say) -> bool:
    """Whether the warehouse can be opened and has the tables of this version.

    One that has not is no loss: landing/ has it all.

    Raises:
        Fault: another program holds it.
    """
    from fondbok.warehouse import database

    try:
        with database.connect(home.warehouse) as con:
            fits = database.fits(con)
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise Fault(f"Ett annat program har {home.warehouse} öppen: {error}") from error
        say(f"{home.warehouse} är skadad och byggs om från landing/.")
        return False
    if not fits:
        say(f"{home.warehouse} gjordes av en annan version och byggs om från landing/.")
    return fits


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
    found: scanning.Scan | None = None,
    say: Say = quiet,
    progress: Progress | None = None,
) -> Loaded:
    """Bring raw in step with landing/.

    Args:
        home: the home folder.
        found: what lies in landing/, when it has just been scanned.
        say: told what happens.
        progress: told about each file read.

    Raises:
        FileNotFoundError: landing/ does not exist.
    """
    from fondbok.warehouse import load

    if not _usable(home, say):
        discard(home)
    found = found or remembered.scan(home)
    say(f"Läser {len(found.files)} filer i {home.landing}")
    seen = releases.first_seen(home)
    return load.load(home, found, first_seen=seen, progress=progress)


def check_raw(home: Home) -> list[Kontroll]:
    """The contracts on what landed; a landing that breaks them is not built on.

    Only a failure is kept in kvalitet.kontroll: passing these alone must not open the gate.
    """
    from fondbok.quality import contracts, kontroll
    from fondbok.warehouse import database

    checks = contracts.verify(home.warehouse, "raw")
    if any(check.utfall == "fel" for check in checks):
        with database.connect(home.warehouse) as con:
            kontroll.write(con, checks)
    return checks


def build(home: Home, *, say: Say = quiet) -> DbtRun:
    """Run dbt and add what Python makes: likely pairs and the identity of the release.

    Raises:
        Fault: dbt could not run at all. A model or test that failed is for `audit` to tell.
    """
    from fondbok.quality import kontroll
    from fondbok.warehouse import build as building
    from fondbok.warehouse import database

    say("Bygger dimensioner, fakta och rapporter med dbt")
    with database.connect(home.warehouse) as con:
        kontroll.withdraw(con)
    run = building.dbt_build(home)
    if not (run.target / "run_results.json").is_file():
        raise Fault(f"dbt kunde inte köras:\n{run.output[-3000:]}")
    if run.returncode == 0:
        finish(home)
    return run


def finish(home: Home) -> Release:
    """Write what follows the dbt build: kvalitet.projektpar, mart.release, mart.rpt_forandring."""
    from fondbok.publish import forandring
    from fondbok.quality import pairs
    from fondbok.warehouse import database

    release = _identity(home)
    with database.connect(home.warehouse) as con:
        pairs.write(con)
        releases.describe(con, release)
        forandring.write(con, home)
    return release


def audit(home: Home, *, say: Say = quiet) -> list[Kontroll]:
    """Every check of the run, by the contracts and by dbt; kept in kvalitet.kontroll."""
    from fondbok.quality import contracts, dbt_results, kontroll
    from fondbok.warehouse import build as building
    from fondbok.warehouse import database

    say("Kontrollerar kvalitet med datakontrakt och tester")
    checks = [
        *contracts.verify(home.warehouse, "raw"),
        *dbt_results.read(building.target(home)),
    ]
    if not any(check.utfall == "fel" for check in checks):
        checks += contracts.verify(home.warehouse, "mart")
    with database.connect(home.warehouse) as con:
        kontroll.write(con, checks)
    return checks


def answer(home: Home) -> int:
    """Write each nämnd's feedback, also when the gate will stop the run; how many files.

    Nothing is written when the build did not get as far as to know who handed in what.
    """
    from fondbok import feedback
    from fondbok.warehouse import database

    with database.connect(home.warehouse, read_only=True) as con:
        built = con.execute(
            "select count(*) from duckdb_tables()"
            " where schema_name = 'mart' and table_name = 'rpt_inlamning'"
        ).fetchone()
    return len(feedback.write(home.warehouse, home.feedback)) if built == (1,) else 0


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


def publish(home: Home, *, say: Say = quiet) -> tuple[str, bool]:
    """Make the built warehouse the release everyone reads.

    Returns:
        The id of the release served, and whether it is new.

    Raises:
        Blocked: the checks kept in the warehouse do not allow it.
        Fault: the release could not be written, read back or swapped in.
    """
    from fondbok.publish import notes
    from fondbok.quality import kontroll
    from fondbok.warehouse import database

    with database.connect(home.warehouse, read_only=True) as con:
        gate(kontroll.read(con))
        release = releases.described(con)
    served = releases.current(home)
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
    try:
        folder = releases.write(home, release)
        notes.write(home.mart if served is not None else None, folder)
        releases.swap(home, folder)
        releases.prune(home)
        pins.clear(home)
    except (PublishError, OSError, duckdb.Error) as error:
        raise Fault(f"Publiceringen avbröts: {error}") from error
    say(f"Publicerade utgåva {release.release_id}")
    return release.release_id, True


def _identity(home: Home) -> Release:
    """The release this warehouse will be; a release made before keeps its time."""
    from fondbok.warehouse import database

    kod_version = fingerprint.kod_version(home)
    with database.connect(home.warehouse, read_only=True) as con:
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
    home: Home, found: scanning.Scan, served: Release | None, started: float
) -> RefreshResult:
    result = RefreshResult(served.release_id if served else None, notes=list(found.notes))
    if served is not None:
        _describe(home.mart, result)
        pin = pins.read(home)
        result.notes += [pin.mening()] if pin and pin.release_id == served.release_id else []
    result.files["new"] = 0
    result.files["unchanged"] = result.files.get("read", 0) + result.files.get("ignored", 0)
    result.seconds = round(time.monotonic() - started, 2)
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
        row = con.execute("select count(*) from kvalitet.fynd").fetchone()
        result.findings = int(row[0]) if row else 0
        result.uncounted = uncounted(con)
        if "kontroll" in tables:
            outcomes = con.execute("select utfall from kvalitet.kontroll").fetchall()
            result.checks = _outcomes([utfall for (utfall,) in outcomes])


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
    return [f"{_place(fil, blad, rad)}: {told}" for fil, blad, rad, told in rows]


def _place(fil: str, blad: str | None, rad: int | None) -> str:
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
