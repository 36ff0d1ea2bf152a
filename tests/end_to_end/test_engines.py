"""`make spark` and `make spark ENGINE=sail`, where their environments are made."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from engines.run import ENGINES
from fondbok.paths import PROJECT


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_the_engine_says_what_duckdb_says(engine: str, tmp_path: Path) -> None:
    if not (PROJECT / f".venv-{engine}" / ".ready").exists():
        pytest.skip(f"make spark ENGINE={engine} has made no environment here")
    command = [sys.executable, "-m", "engines.proof", "--engine", engine, "--folder", tmp_path]
    done = subprocess.run(
        command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=5400
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    equal = re.findall(r"^(\w+): (\d+) tables, (\d+) cells equal \(", done.stdout, re.M)
    assert [name for name, *_ in equal] == ["example", "nasty"]
    assert all(int(tables) > 150 and int(cells) > 300_000 for _, tables, cells in equal)
