"""When a refresh happens by the clock.

Belongs here: the nightly run, which also picks up what a failed run left undone.
"""

import dagster as dg

from fondbok import pipeline
from fondbok.publish import health, release
from fondbok.warehouse import remembered
from orchestration.jobs import rebuild, refresh
from orchestration.resources import HomeFolder


@dg.schedule(
    name="natt",
    job=refresh,
    cron_schedule="0 3 * * *",
    execution_timezone="Europe/Stockholm",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Uppdaterar klockan tre på natten om något är nytt i landing.",
)
def nightly(folder: HomeFolder) -> dg.RunRequest | dg.SkipReason:
    """Refresh at three, unless the published release was made of just what lies in landing/."""
    if unchanged(folder):
        return dg.SkipReason("Inget nytt i landing/.")
    return dg.RunRequest()


weekly_rebuild = dg.ScheduleDefinition(
    name="ombyggnad_varje_vecka",
    job=rebuild,
    cron_schedule="0 4 * * 6",
    execution_timezone="Europe/Stockholm",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Bygger om allt på lördagen: det som är publicerat ska gå att göra om.",
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
