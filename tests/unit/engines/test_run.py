"""What the machine lacks is said, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engines import run


def java(folder: Path, told: str) -> None:
    """A program in the place of java that says a version."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{told}' >&2\n", "utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize("told", ['openjdk version "17.0.15" 2025-04-15', 'java version "21" 2023'])
def test_java_17_and_later_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    java(tmp_path, told)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    run.assert_can_run("spark")


@pytest.mark.parametrize("told", ['openjdk version "11.0.2" 2019', 'java version "1.8.0_202"', ""])
def test_an_older_java_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    java(tmp_path, told)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(run.CannotRun, match="Java 17") as refused:
        run.assert_can_run("spark")
    assert told in str(refused.value)


def test_no_java_is_a_sentence_and_no_trace(tmp_path: Path) -> None:
    env = {**os.environ, "JAVA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "engines.run", "spark"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Spark needs Java 17 or later, and there is none here." in done.stderr
    assert "ENGINE=sail" in done.stderr
    assert "Traceback" not in done.stderr


def test_sail_needs_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    run.assert_can_run("sail")


def test_another_engine_is_refused() -> None:
    with pytest.raises(run.CannotRun, match="spark, sail"):
        run.assert_can_run("trino")
