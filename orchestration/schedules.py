"""When a refresh happens by the clock.

Belongs here: the nightly run, which also picks up what a failed run left undone, and
the weekly ones.
"""

from typing import Any

import dagster as dg

from fondbok import pipeline
from fondbok.publish import health, release
from fondbok.settings.declared import Tider
from fondbok.warehouse import remembered
from orchestration.jobs import rebuild, refresh
from orchestration.resources import OWNER, HomeFolder
from orchestration.retention import retention


def build_schedules(tider: Tider) -> list[dg.ScheduleDefinition]:
    """All that happens by the clock, at the times the operator has set."""

    @dg.schedule(
        name="natt",
        job=refresh,
        owners=[OWNER],
        cron_schedule=tider.natt,
        execution_timezone=tider.tidszon,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Uppdaterar på natten om något är nytt i landing.",
    )
    def nightly(folder: HomeFolder) -> dg.RunRequest | dg.SkipReason:
        """Refresh, unless the published release was made of just what lies in landing/."""
        if unchanged(folder):
            return dg.SkipReason("Inget nytt i landing/.")
        return dg.RunRequest()

    weekly_rebuild = _weekly(
        rebuild,
        tider.ombyggnad,
        tider.tidszon,
        "Bygger om allt en gång i veckan: det publicerade ska gå att göra om.",
    )
    weekly_retention = _weekly(
        retention, tider.gallring, tider.tidszon, "Glömmer gamla körningar en gång i veckan."
    )
    return [nightly, weekly_rebuild, weekly_retention]


def _weekly(job: Any, cron: str, zone: str, said: str) -> dg.ScheduleDefinition:
    """A job that is done anew whatever has happened, named after it."""
    return dg.ScheduleDefinition(
        name=f"{job.name}_varje_vecka",
        job=job,
        cron_schedule=cron,
        execution_timezone=zone,
        owners=[OWNER],
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=said,
    )


def unchanged(folder: HomeFolder) -> bool:
    """Whether a refresh would find nothing to do.

    A landing folder that is gone is something to do where something is served: the run fails, and
    tells so. What is served is held against its checksum: a damaged file is something to do.

    Once a night every file is read, and what is remembered of landing/ is made anew.
    """
    home = folder.home
    if not home.landing.is_dir():
        return not home.mart.exists()
    pipeline.take_reference(home)
    found = remembered.scan(home, anew=True)
    if health.needs_mending(home):
        return False
    return pipeline.nothing_new(home, found, release.current(home))
