"""What Dagster loads.

Belongs here: putting the pieces together, for the home folder in FONDBOK_HOME.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import dagster as dg

from fondbok import settings
from fondbok.paths import Home
from orchestration import manifest
from orchestration.assets import build_assets
from orchestration.checks import mart_contracts, raw_contracts
from orchestration.health import looked_at
from orchestration.jobs import check_only, documents, rebuild, refresh
from orchestration.life import watch
from orchestration.resources import HomeFolder, RunSettings
from orchestration.retention import retention
from orchestration.schedules import build_schedules
from orchestration.sensors import build_sensor


def build_defs(home: Path) -> dg.Definitions:
    """Everything, working in one home folder.

    Raises:
        RuntimeError: the dbt project cannot be parsed.
        SettingsError: what is set cannot be used.
    """
    tider = settings.read(Home(home)).tider
    models = json.loads(manifest.prepare(Home(home)).read_text("utf-8"))
    return dg.Definitions(
        assets=build_assets(models),
        asset_checks=[raw_contracts, mart_contracts],
        jobs=[refresh, check_only, rebuild, documents, retention],
        schedules=build_schedules(tider),
        sensors=[build_sensor(tider), watch, looked_at],
        resources={"folder": HomeFolder(root=str(home)), "korning": RunSettings()},
        executor=dg.in_process_executor,
    )


defs = build_defs(Path(os.environ.get("FONDBOK_HOME", "var")).resolve())
