"""When a refresh happens because something landed.

Belongs here: noticing that the landing folder changed and has come to rest.
"""

import hashlib
import json
import os
from pathlib import Path

import dagster as dg

from fondbok.settings.declared import Tider
from fondbok.warehouse import scan
from orchestration.jobs import refresh
from orchestration.resources import OWNER, HomeFolder
from orchestration.schedules import unchanged


def build_sensor(tider: Tider) -> dg.SensorDefinition:
    """The look at landing/, as far apart as files are to have lain still."""

    @dg.sensor(
        name="landning_andrad",
        job=refresh,
        owners=[OWNER],
        minimum_interval_seconds=tider.stilla_sekunder,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Uppdaterar när filerna i landing har ändrats och sedan legat stilla.",
    )
    def landing_changed(
        context: dg.SensorEvaluationContext, folder: HomeFolder
    ) -> dg.SensorResult | dg.SkipReason:
        """Refresh once the landing folder has looked the same, and new, at two looks in a row.

        A file that is still being copied changes between two looks. The cursor holds what was seen
        last and what was last acted on; contents are only read when names, sizes or times changed.
        """
        cursor = json.loads(context.cursor or "{}")
        seen = fingerprint(folder.home.landing)
        if seen == cursor.get("gjord"):
            return dg.SkipReason("Inget har ändrats i landing/.")
        if seen != cursor.get("sedd"):
            context.update_cursor(json.dumps({**cursor, "sedd": seen}))
            return dg.SkipReason("landing/ har ändrats; väntar tills den är stilla.")
        context.update_cursor(json.dumps({"sedd": seen, "gjord": seen}))
        if unchanged(folder):
            return dg.SkipReason("Filerna har redan publicerats.")
        return dg.SensorResult(run_requests=[dg.RunRequest()])

    return landing_changed


# A folder that is not there looks like no folder that is empty.
GONE = "borta"


def fingerprint(landing: Path) -> str:
    """SHA-256 over the names, sizes and times of the files below a folder; no file is opened.

    What cannot be looked at counts by its name, so that its coming and going is a change too.
    What a program is still writing, by its name, is left until it has got another.
    """
    if not landing.is_dir():
        return GONE
    digest = hashlib.sha256()
    for path in scan.walk(landing):
        if scan.is_unfinished(path.name):
            continue
        try:
            stat = path.stat()
            marks = f"{stat.st_size}\0{stat.st_mtime_ns}"
        except OSError:
            marks = ""
        digest.update(os.fsencode(path) + f"\0{marks}\0".encode())
    return digest.hexdigest()
