"""From raw to the models.

Belongs here: having dbt build, and what Python adds to what it built.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fondbok import faults
from fondbok.paths import Home
from fondbok.pipeline.outcome import Fault, Say, quiet
from fondbok.publish import release as releases
from fondbok.publish.release import Release
from fondbok.warehouse import fingerprint

if TYPE_CHECKING:
    from fondbok.warehouse.dbt_process import DbtRun, Waiting


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
