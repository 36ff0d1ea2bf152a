"""Running dbt on the warehouse.

Belongs here: starting dbt as a process of its own (inside this one it would keep the database
locked) and saying how it went. Which tests passed is read by `fondbok.quality.dbt_results`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
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


def build_command(home: Home) -> list[str]:
    """The whole project as one dbt process."""
    threads = ["--threads", str(settings.read(home).korning.modeller_samtidigt)]
    return dbt("build", *LEFT_OUT, *threads, *dbt_arguments(home))


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
        # Every statement that is sent, as is the default, is paid for in time.
        "--log-level-file",
        "info",
    ]


def ready(home: Home) -> Path:
    """The folder dbt leaves its artifacts in, before a build: what it remembers, and no result."""
    out = target(home)
    out.mkdir(parents=True, exist_ok=True)
    # A result of an earlier run must never be read as this one's.
    (out / "run_results.json").unlink(missing_ok=True)
    parsed.lend(out)
    return out


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
    out = ready(home)
    lines: list[str] = []
    with subprocess.Popen(
        build_command(home),
        **place(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in process.stdout or ():
                lines.append(line.rstrip())
                if say is not None:
                    say(lines[-1])
        except BaseException:
            process.kill()  # a build that nobody waits for would keep the database
            raise
    parsed.keep(out)
    return DbtRun(process.returncode, "\n".join(lines), out)
