"""How the home is, looked at between the runs.

Belongs here: asking `fondbok.operations` once an hour. What makes a home ill, and who is told, is
decided there.
"""

import dagster as dg

from fondbok.operations import condition, watch
from orchestration.resources import OWNER, HomeFolder


@dg.sensor(
    name="tillstand",
    owners=[OWNER],
    minimum_interval_seconds=3600,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Ser till hemmet en gång i timmen: tystnad, fullt på disken, skadad fil. Larmar dem som"
        " står i fondbok.toml när något nytt är fel, och när det är över."
    ),
)
def looked_at(context: dg.SensorEvaluationContext, folder: HomeFolder) -> dg.SkipReason:
    """Say how the home is, here and to those who are to be told; it starts no run."""
    found = condition.look(folder.home)
    for line in watch.tell(folder.home, found):
        context.log.warning(line)
    return dg.SkipReason(" ".join(found.lines()))
