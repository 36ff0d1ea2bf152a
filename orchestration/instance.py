"""Where Dagster keeps its own records for a home folder, and what every Dagster process needs.

Belongs here: DAGSTER_HOME and the environment. Imports no Dagster, so that the command line can
prepare it without waiting for that.
"""

from __future__ import annotations

from pathlib import Path

from fondbok.paths import PROJECT, Home
from fondbok.warehouse import build

WORKSPACE = PROJECT / "workspace.yaml"
_SETTINGS = Path(__file__).parent / "dagster.yaml"


def folder(home: Home) -> Path:
    """DAGSTER_HOME: run history and logs, beside the warehouse they are about."""
    return home.warehouse_dir / "dagster"


def environment(home: Home) -> dict[str, str]:
    """Write the instance's settings and give the environment to start `dagster` with.

    The settings are written anew each time: an edit of the copy could turn telemetry on.

    Args:
        home: The home folder; its Dagster folder is created.

    Returns:
        The current environment with FONDBOK_HOME and DAGSTER_HOME, and every telemetry off.
    """
    place = folder(home)
    place.mkdir(parents=True, exist_ok=True)
    (place / "dagster.yaml").write_bytes(_SETTINGS.read_bytes())
    return {
        **build.environment(home),
        "DAGSTER_HOME": str(place.resolve()),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "FONDBOK_HOME": str(home.root.resolve()),
        "SODA_CORE_TELEMETRY_ENABLED": "false",
    }
