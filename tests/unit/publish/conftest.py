"""A home folder and releases written by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.publish import release as releases
from fondbok.publish.release import Release
from tests.unit.publish.handmade import Kalla, write


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def publish(home: Home) -> Callable[..., Path]:
    """Write a release of some rows, keep it and serve it."""
    number = 0

    def run(rows: Sequence[Kalla], extra: str = "", kod: str = "0.1.0+abc") -> Path:
        nonlocal number
        number += 1
        release = Release(
            f"r-{number}", datetime(2024, 5, number), kod, f"indata{number}", 1, len(rows)
        )
        folder = home.releases / release.release_id
        folder.mkdir(parents=True)
        file = folder / releases.FILE
        write(file, release, rows, extra)
        manifest = {"release_id": release.release_id, "publicerad": release.publicerad.isoformat()}
        (folder / releases.MANIFEST).write_text(json.dumps(manifest), "utf-8")
        shutil.copy(file, home.mart)
        return file

    return run
