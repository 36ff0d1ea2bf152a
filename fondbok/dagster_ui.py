"""Starting Dagster's UI for a home folder.

Belongs here: the environment and the address; Dagster itself is started as a process of its own.
"""

from __future__ import annotations

import os
import sys
from importlib import resources
from pathlib import Path

from fondbok.paths import Home
from fondbok.warehouse import build

ADDRESS = "127.0.0.1"
MODULE = "orchestration.definitions"


def environment(home: Home) -> dict[str, str]:
    """What Dagster needs: its own folder within the home, our database, and no telemetry."""
    return {
        **build.environment(home),
        "FONDBOK_HOME": str(home.root.resolve()),
        "DAGSTER_HOME": str(dagster_home(home)),
        "DAGSTER_DISABLE_TELEMETRY": "true",
    }


def dagster_home(home: Home) -> Path:
    """Dagster's folder for a home, with its settings in place."""
    folder = (home.warehouse_dir / "dagster").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    settings = resources.files("orchestration").joinpath("dagster.yaml")
    (folder / "dagster.yaml").write_text(settings.read_text("utf-8"), "utf-8")
    return folder


def serve(home: Home, port: int) -> None:
    """Become `dagster dev`: what stops this process stops it and all it started.

    Args:
        home: the home folder it works on.
        port: on 127.0.0.1 only.
    """
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "--module-name",
        MODULE,
        "--host",
        ADDRESS,
        "--port",
        str(port),
    ]
    os.chdir(dagster_home(home))
    os.execve(sys.executable, command, environment(home))
