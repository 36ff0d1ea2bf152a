"""dbt's manifest, from which the assets are made.

Belongs here: having one that fits the project's files. Its folder is not the one dbt builds in,
whose manifest belongs to the last build's results.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from filelock import FileLock

from fondbok.paths import Home
from fondbok.warehouse import build, fingerprint, parsed


def prepare(home: Home) -> Path:
    """The path of a manifest.json that fits the code; parsed when there is none (five seconds).

    Raises:
        RuntimeError: dbt cannot parse the project; its words follow.
    """
    folder = home.warehouse_dir / "manifest"
    folder.mkdir(parents=True, exist_ok=True)
    stamp, manifest = folder / "kod_version", folder / parsed.DESCRIBED
    build.project(home)
    wanted = fingerprint.kod_version(home)
    with FileLock(folder / ".lock"):
        fits = stamp.is_file() and stamp.read_text("utf-8") == wanted
        if not fits or not parsed.is_described(folder):
            stamp.unlink(missing_ok=True)
            _parse(home, folder)
            stamp.write_text(wanted, "utf-8")
    return manifest


def _parse(home: Home, folder: Path) -> None:
    arguments = [*build.dbt_arguments(home), build.TARGET, str(folder.resolve())]
    parsed.lend(folder)
    done = subprocess.run(
        build.dbt("parse", *arguments),
        **build.place(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"dbt parse failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    parsed.keep(folder)
