"""What several test folders share: a home, a refreshed example, and reading a published mart."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock
from hypothesis import settings

from fondbok import reference, seeds
from fondbok.paths import PROJECT, Home

# The same examples every time: a change is not refused for what chance finds elsewhere. New ones
# are looked for by make test-long. How fast the machine is is not what is tested.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("steady")

CITY = PROJECT / "examples" / "malmo"
EXAMPLE = CITY / "landing"

# A home of a test without reference data of its own is the example city's.
os.environ["FONDBOK_KOMMUN"] = str(CITY)
_SHARED = tempfile.TemporaryDirectory(prefix="fondbok-referens-")


def _city() -> dict[str, bytes]:
    """What the example says of its city, by file."""
    files = (CITY / "kommun.toml", *(CITY / "referens").iterdir())
    return {file.name: file.read_bytes() for file in files}


_CITY = _city()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file runs in one process, and so do the files of a room that share what is built for it."""
    for item in items:
        room = item.path.relative_to(PROJECT).parts
        group = room[:3] if room[:2] == ("tests", "integration") else room
        item.add_marker(pytest.mark.xdist_group("/".join(group)))


@pytest.fixture(scope="module", autouse=True)
def _the_city_is_left_alone() -> Iterator[None]:
    """A home of a test reads the example's own files: what one writes there, all others get."""
    yield
    assert _city() == _CITY, "a test of this file wrote in examples/malmo"


def home_of_city(root: Path) -> Home:
    """A home with the example city's reference data, and nothing landed."""
    shutil.copytree(CITY / "referens", root / "referens")
    shutil.copy2(CITY / "kommun.toml", root)
    return Home(root)


def take_example() -> None:
    """Let the example city's reference data be what this process goes by."""
    reference.take(Home(Path(_SHARED.name)))


take_example()


def copy_dbt_project(target: Path) -> None:
    """The dbt project with the example city's tables, as `fondbok.warehouse.build` lays it out."""
    for folder in (PROJECT / "dbt_project", PROJECT / "models"):
        shutil.copytree(folder, target / folder.name, ignore=shutil.ignore_patterns("target"))
    shutil.copytree(os.environ[seeds.FOLDER], target / "seeds")


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


def fondbok(*arguments: str | Path, env: dict[str, str] | None = None) -> Run:
    """Run the command line as a user would, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "fondbok.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def query() -> Callable[..., list[tuple[Any, ...]]]:
    """Rows of a query against a home's published mart."""

    def run(home: Home, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(home.mart), read_only=True) as con:
            return con.execute(sql).fetchall()

    return run


@pytest.fixture(scope="session")
def malmo(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The example, refreshed once for the whole run of the suite; nobody may change it."""
    shared = tmp_path_factory.getbasetemp()
    root = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    home = Home(root / "malmo")
    with FileLock(root / "malmo.lock"):
        if not home.mart.exists():
            shutil.copytree(EXAMPLE, home.landing)
            run = fondbok("refresh", "--home", home.root, "--json")
            assert run.code == 0, run.out + run.err
            assert run.json["published"] is True
    return home


@pytest.fixture
def malmo_copy(malmo: Home, tmp_path: Path) -> Home:
    """A copy of the refreshed example that a test may do anything to."""
    shutil.copytree(malmo.root, tmp_path / "home")
    return Home(tmp_path / "home")
