"""Running dbt on the warehouse.

Belongs here: starting dbt as a process of its own (inside this one it would keep the database
locked) and saying how it went. Which tests passed is read by `fondbok.quality.dbt_results`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fondbok import reference
from fondbok.paths import DBT_PROJECT, MODELS, Home

DBT = "from dbt.cli.main import cli; cli()"
QUIET = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "DBT_VERSION_CHECK": "false",
}


@dataclass(frozen=True)
class DbtRun:
    """How a dbt process ended.

    Attributes:
        returncode: 0 all well, 1 a model or test failed, 2 dbt itself could not run.
        output: what it printed, for the log and for the reasons shown to the operator.
        target: folder with run_results.json and manifest.json.
    """

    returncode: int
    output: str
    target: Path


def target(home: Home) -> Path:
    """Where dbt leaves its artifacts for a home."""
    return home.warehouse_dir / "dbt"


def environment(home: Home) -> dict[str, str]:
    """The environment dbt and its parents need: which database, and no word to the outside."""
    return {**os.environ, **QUIET, "FONDBOK_WAREHOUSE": str(home.warehouse.resolve())}


def build_command(home: Home) -> list[str]:
    """The whole project as one dbt process; its unit tests belong to the test suite."""
    no_unit_tests = ["--exclude-resource-type", "unit_test"]
    return [sys.executable, "-c", DBT, "build", *no_unit_tests, *dbt_arguments(home)]


def project(home: Home) -> Path:
    """The dbt project of a home, laid out beside its reference tables.

    dbt writes beside what it reads, so it reads copies: nothing is written where the program lies.
    """
    if not home.tables.is_dir():
        reference.take(home)
    folder = home.project / DBT_PROJECT.name
    for source, target in ((DBT_PROJECT, folder), (MODELS, home.project / MODELS.name)):
        _mirror(source, target)
    return folder


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
    """The flags every dbt command of this project is started with."""
    folder = str(project(home).resolve())
    return [
        "--project-dir",
        folder,
        "--profiles-dir",
        folder,
        "--target-path",
        str(target(home).resolve()),
        "--log-path",
        str((target(home) / "logs").resolve()),
    ]


def told_results(target: Path) -> bool:
    """Whether dbt came as far as to say whole how its build went."""
    try:
        return isinstance(json.loads((target / "run_results.json").read_text("utf-8")), dict)
    except (OSError, ValueError):
        return False


def dbt_build(home: Home, *, say: Callable[[str], None] | None = None) -> DbtRun:
    """Seeds, models and data tests, in the order of the graph.

    Args:
        home: the home folder.
        say: told each line as dbt prints it.
    """
    out = target(home)
    out.mkdir(parents=True, exist_ok=True)
    # A result of an earlier run must never be read as this one's.
    (out / "run_results.json").unlink(missing_ok=True)
    lines: list[str] = []
    with subprocess.Popen(
        build_command(home),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if say is not None:
                say(lines[-1])
    return DbtRun(process.returncode, "\n".join(lines), out)
