"""The process that builds a home gets ready before there is anything to build."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.warehouse import build, dbt_process
from tests.conftest import home_of_city

READY_SECONDS = 120


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of_city(tmp_path)


def is_ready(home: Home) -> bool:
    """Whether dbt has read the project and said how long it took."""
    return (build.target(home) / "perf_info.json").is_file()


def open_files(pid: int) -> list[str]:
    folder = Path(f"/proc/{pid}/fd")
    return [str(link.readlink()) for link in folder.iterdir() if link.is_symlink()]


def test_while_it_waits_the_database_is_nobodys_and_then_it_is_gone(home: Home) -> None:
    with dbt_process.waiting(home) as dbt:
        until = time.monotonic() + READY_SECONDS
        while not is_ready(home) and dbt.process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        assert is_ready(home)
        assert dbt.process.poll() is None
        assert [each for each in open_files(dbt.process.pid) if each.endswith(".duckdb")] == []
        assert not home.warehouse.exists()
    assert dbt.process.poll() is not None


def test_a_project_that_cannot_be_read_is_told_of_when_it_is_to_be_built(home: Home) -> None:
    build.project(home)
    (home.tables / "namnd.csv").unlink()
    ended = dbt_process.dbt_build(home)
    assert ended.returncode == 2
    assert not ended.told_results()
    assert "namnd" in ended.output


def test_one_that_ended_before_it_was_told_to_go_says_so_by_its_signal(home: Home) -> None:
    with dbt_process.waiting(home) as dbt:
        dbt.process.kill()
        dbt.process.wait()
        ended = dbt.build()
    assert ended.returncode < 0
    assert not ended.told_results()
