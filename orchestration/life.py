"""Which runs are at work, and ending those whose process is gone.

Belongs here: looking for the sign of life that ends with a process, whatever ended that. After a
power cut or a kill Dagster believes for ever that a run goes on, and starts no other one beside it.
"""

from __future__ import annotations

import time
from pathlib import Path

import dagster as dg

from fondbok.operations import lock, runlog
from fondbok.paths import Home
from orchestration.jobs import refresh
from orchestration.resources import OWNER, HomeFolder, sign_of

SILENT_SECONDS = 30 * 60  # a run that has come to no step of ours has no sign: it is let be so long
WHY = (
    "Körningen avbröts: dess process finns inte längre, efter en omstart eller för att systemet"
    " dödade den. Det som var publicerat gäller. Nästa körning tar vid."
)


def is_at_work(home: Home, run_id: str, started: float) -> bool:
    """Whether the process of a run is there.

    Args:
        home: the home folder.
        run_id: Dagster's name of the run.
        started: when it began, seconds since 1970.
    """
    sign = sign_of(home, run_id)
    if not sign.is_file():
        return time.time() - started < SILENT_SECONDS
    return lock.is_locked(sign)


def end_the_dead(instance: dg.DagsterInstance, folder: HomeFolder) -> list[str]:
    """End every run whose process is gone, and tell so; their ids."""
    going_on = instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    dead = [
        record.dagster_run
        for record in going_on
        if not is_at_work(folder.home, record.dagster_run.run_id, record.start_time or time.time())
    ]
    for run in dead:
        instance.report_run_failed(run, WHY)
        folder.conclude(runlog.ended(run.run_id, "avbruten", orsaker=[WHY]))
    _forget(sign_of(folder.home, "-").parent, {each.dagster_run.run_id for each in going_on})
    return [run.run_id for run in dead]


def _forget(folder: Path, going_on: set[str]) -> None:
    """Remove the signs of runs that have ended."""
    for sign in folder.iterdir() if folder.is_dir() else ():
        if sign.name not in going_on:
            sign.unlink(missing_ok=True)


def is_repeated(home: Home) -> bool:
    """Whether the last two runs ended so: what kills them would kill the next one too."""
    last = [run.utfall for run in runlog.read(home)[-2:]]
    return last == ["avbruten", "avbruten"]


@dg.sensor(
    name="avbruten_korning",
    job=refresh,
    owners=[OWNER],
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Avslutar körningar vars process är borta, efter en omstart eller en krasch, och kör om dem"
        " en gång."
    ),
)
def watch(
    context: dg.SensorEvaluationContext, folder: HomeFolder
) -> dg.SensorResult | dg.SkipReason:
    """Look for the dead once a minute, and begin anew what they were at."""
    dead = end_the_dead(context.instance, folder)
    if not dead:
        return dg.SkipReason("Alla körningar som pågår lever.")
    if is_repeated(folder.home):
        return dg.SkipReason(f"Avslutade {', '.join(dead)}, och kör inte om: det hände nyss också.")
    return dg.SensorResult(run_requests=[dg.RunRequest()])
