"""What Dagster remembers of runs, and for how long.

Belongs here: forgetting runs that nobody asks about any more; each keeps some megabytes of events.
"""

import dagster as dg
from pydantic import Field

# Two runs a day for a quarter of a year.
KEPT_RUNS = 200


class Retention(dg.Config):
    """How much is kept."""

    runs: int = Field(default=KEPT_RUNS, ge=1, description="Hur många körningar som sparas.")


@dg.op
def forget_runs(context: dg.OpExecutionContext, config: Retention) -> int:
    """Forget finished runs beyond the newest; what is published and its journal are not touched."""
    done = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    finished = context.instance.get_run_records(dg.RunsFilter(statuses=done))
    old = [record.dagster_run.run_id for record in finished[config.runs :]]
    for run_id in old:
        context.instance.delete_run(run_id)
    context.log.info(f"Glömde {len(old)} körningar; {len(finished) - len(old)} finns kvar.")
    return len(old)


@dg.job(
    name="gallring",
    description="Glöm gamla körningar i Dagster. Det som är publicerat rörs inte.",
    executor_def=dg.in_process_executor,
)
def retention() -> None:
    """Forget old runs."""
    forget_runs()


weekly_retention = dg.ScheduleDefinition(
    name="gallring_varje_vecka",
    job=retention,
    cron_schedule="0 5 * * 0",
    execution_timezone="Europe/Stockholm",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Glömmer gamla körningar tidigt på söndagen.",
)
