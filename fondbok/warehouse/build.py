"""How dbt is started on the warehouse.

Belongs here: its commands, environment and folders. It runs as a process of its own; inside this
one it would keep the database locked. The build of a run is in `dbt_process`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TypedDict

from fondbok import reference, settings
from fondbok.ending import child
from fondbok.paths import DBT_PROJECT, MODELS, Home
from fondbok.warehouse import database, parsed

QUIET = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "DBT_VERSION_CHECK": "false",
}


def target(home: Home) -> Path:
    """Where dbt leaves its artifacts for a home."""
    return home.warehouse_dir / "dbt"


def log(home: Home) -> Path:
    """Where what dbt said of a home's last build is kept."""
    return target(home) / "logs" / "dbt.log"


class Place(TypedDict):
    """How a dbt process is started, as `subprocess` takes it."""

    cwd: Path
    env: dict[str, str]


def place(home: Home) -> Place:
    """Where a dbt process runs, and its environment.

    Raises:
        SettingsError: what is set cannot be used.
    """
    return {"cwd": project(home), "env": environment(home)}


def environment(home: Home) -> dict[str, str]:
    """The environment dbt needs: which database, what it may take, and no word to the outside.

    Raises:
        SettingsError: what is set cannot be used.
    """
    return {
        **os.environ,
        **QUIET,
        # As it is found from where dbt runs (`place`): a path of this home's alone would be a
        # reason to read the whole project anew.
        "FONDBOK_WAREHOUSE": os.path.relpath(home.warehouse.resolve(), _folder(home).resolve()),
        "FONDBOK_DUCKDB": repr(database.bounds(home)),
    }


def dbt(*words: str) -> list[str]:
    """A dbt command, as a process that ends when this one does."""
    return child("from dbt.cli.main import cli; cli()", *words)


# The tag of the tests that a table's own node asks (dbt_project/macros/loften.sql).
PROVED = "provas_vid_bygget"
# What a build leaves out: those, and the unit tests, which belong to the test suite.
LEFT_OUT = (
    *("--exclude-resource-type", "unit_test"),
    *("--exclude", f"tag:{PROVED},config.severity:error"),
)


BUILD, TARGET = "build", "--target-path"
RESULTS = "run_results.json"


def build_words(home: Home) -> list[str]:
    """What dbt is told of a build of the whole project, beside where it lies."""
    threads = str(settings.read(home).korning.modeller_samtidigt)
    return [BUILD, *LEFT_OUT, "--threads", threads]


def build_command(home: Home) -> list[str]:
    """The whole project as one dbt process."""
    return dbt(*build_words(home), *dbt_arguments(home))


def project(home: Home) -> Path:
    """The dbt project of a home, laid out beside its reference tables.

    dbt writes beside what it reads, so it reads copies: nothing is written where the program lies.
    """
    if not home.tables.is_dir():
        reference.take(home)
    folder = _folder(home)
    for source, target in ((DBT_PROJECT, folder), (MODELS, home.project / MODELS.name)):
        _mirror(source, target)
    return folder


def _folder(home: Home) -> Path:
    return home.project / DBT_PROJECT.name


def _mirror(source: Path, target: Path) -> None:
    """Make a folder a copy of another; files that are the same already are left as they are."""
    wanted = {path.relative_to(source): path for path in source.rglob("*") if _is_source(path)}
    for path in target.rglob("*"):
        if path.is_file() and path.relative_to(target) not in wanted:
            path.unlink()
    for name, path in wanted.items():
        copy = target / name
        if not copy.is_file() or _seen(copy) != _seen(path):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)


def _is_source(path: Path) -> bool:
    return path.is_file() and path.suffix in {".sql", ".yml", ".md"}


def _seen(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def dbt_arguments(home: Home) -> list[str]:
    """The flags every dbt command of this project is started with, where `place` says."""
    return [
        # Not by its path: what dbt remembers of the project is lent to other homes.
        "--project-dir",
        ".",
        "--profiles-dir",
        ".",
        TARGET,
        str(target(home).resolve()),
        "--log-path",
        str(log(home).parent.resolve()),
        # Every statement that is sent, as is the default, is paid for in time.
        "--log-level-file",
        "info",
    ]


def remembering(home: Home) -> Path:
    """The folder dbt leaves its artifacts in, with what it remembers of the project."""
    out = target(home)
    out.mkdir(parents=True, exist_ok=True)
    parsed.lend(out)
    return out


def ready(home: Home) -> Path:
    """The folder dbt leaves its artifacts in, before a build: what it remembers, and no result."""
    return without_results(remembering(home))


def without_results(target: Path) -> Path:
    """The same folder: a result of an earlier run must never be read as this one's."""
    (target / RESULTS).unlink(missing_ok=True)
    return target
