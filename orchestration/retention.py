"""What Dagster remembers of runs, and for how long.

Belongs here: forgetting runs that nobody asks about any more; each keeps some megabytes of events.
"""

import dagster as dg
from pydantic import Field

from fondbok import settings
from orchestration.resources import OWNER, HomeFolder


class Retention(dg.Config):
    """How much is kept."""

    runs: int | None = Field(
        default=None, ge=1, description="Hur många körningar som sparas; annars som fondbok.toml."
    )


@dg.op
def forget_runs(context: dg.OpExecutionContext, config: Retention, folder: HomeFolder) -> int:
    """Forget finished runs beyond the newest; what is published and its journal are not touched."""
    done = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    finished = context.instance.get_run_records(dg.RunsFilter(statuses=done))
    kept = config.runs or settings.read(folder.home).dagster.korningar
    old = [record.dagster_run.run_id for record in finished[kept:]]
    for run_id in old:
        context.instance.delete_run(run_id)
    context.log.info(f"Glömde {len(old)} körningar; {len(finished) - len(old)} finns kvar.")
    return len(old)


@dg.job(
    name="gallring",
    owners=[OWNER],
    description="Glöm gamla körningar i Dagster. Det som är publicerat rörs inte.",
    executor_def=dg.in_process_executor,
)
def retention() -> None:
    """Forget old runs."""
    forget_runs()
