"""The process that builds a home gets ready before there is anything to build."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.warehouse import build, dbt_process, parsed
from tests.conftest import home_of_city

SEED_ONLY = ("--select", "namnd", "--resource-type", "seed")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of_city(tmp_path)


def read_until(dbt: dbt_process.Waiting, words: str) -> bool:
    """Whether it says so; it has not when it ended before it did."""
    assert dbt.process.stdout is not None
    return any(words in line for line in iter(dbt.process.stdout.readline, ""))


def open_files(pid: int) -> list[str]:
    folder = Path(f"/proc/{pid}/fd")
    return [str(link.readlink()) for link in folder.iterdir() if link.is_symlink()]


def test_while_it_waits_the_database_is_nobodys_and_then_it_is_gone(home: Home) -> None:
    with dbt_process.waiting(home) as dbt:
        assert read_until(dbt, "Concurrency: ")  # the last before the first node
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
    assert build.log(home).read_text("utf-8") == ended.output


def test_one_that_ended_before_it_was_told_to_go_says_so_by_its_signal(home: Home) -> None:
    with dbt_process.waiting(home) as dbt:
        dbt.process.kill()
        dbt.process.wait()
        ended = dbt.build()
    assert ended.returncode < 0
    assert not ended.told_results()


def test_what_it_knows_of_the_project_is_described_whole_once_and_lent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = home_of_city(tmp_path / "a"), home_of_city(tmp_path / "b")
    for home in (first, second):
        (build.remembering(home) / parsed.DESCRIBED).unlink(missing_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    described = described_by(first)
    assert bytes(tmp_path) not in described  # where the first home lies is its own affair
    build.remembering(second)
    assert (build.target(second) / parsed.DESCRIBED).read_bytes() == described
    (build.target(second) / parsed.DESCRIBED).write_bytes(described[: len(described) // 2])
    assert sorted(json.loads(described_by(second))["nodes"]) == sorted(
        json.loads(described)["nodes"]
    )


def described_by(home: Home) -> bytes:
    """The description there is when dbt waits to build a home."""
    with dbt_process.waiting(home) as dbt:
        assert read_until(dbt, "Concurrency: ")
    return (build.target(home) / parsed.DESCRIBED).read_bytes()


def test_what_was_built_before_it_was_told_to_go_is_not_believed(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A later dbt may say something else, or nothing, before it opens the database."""
    early = tmp_path / "early.py"
    early.write_text(
        "from fondbok.warehouse import dbt_process\n"
        "dbt_process._LAST_BEFORE = 'no such event'\n"
        "dbt_process.main()\n"
    )
    monkeypatch.setattr(
        dbt_process,
        "child",
        lambda _program, *words: [sys.executable, str(early), *words, *SEED_ONLY],
    )
    ended = dbt_process.dbt_build(home)
    assert "Completed successfully" in ended.output
    assert ended.returncode == 2
    assert not ended.told_results()
