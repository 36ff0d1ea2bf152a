"""The dbt process that builds a home, from its start to how it ended.

Belongs here: starting it before its work is there, telling it to go, and what it printed. It takes
a while to get ready, because it imports dbt and reads the project: a fifth of what a small home's
build costs. That is done while files are still read. It opens no database before it is told to go.
Which tests passed is read by `fondbok.quality.dbt_results`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fondbok.ending import child
from fondbok.paths import Home
from fondbok.warehouse import build, parsed

_GO = "bygg\n"


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

    def told_results(self) -> bool:
        """Whether dbt came as far as to say whole how its build went."""
        try:
            told = json.loads((self.target / "run_results.json").read_text("utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(told, dict)


@dataclass(frozen=True)
class Waiting:
    """A process that waits to be told to build a home.

    Attributes:
        home: the home.
        process: its input and output are piped.
    """

    home: Home
    process: subprocess.Popen[str]

    def build(self) -> DbtRun:
        """Seeds, models and data tests, in the order of the graph; once only."""
        out = build.without_results(build.target(self.home))
        output, _ = self.process.communicate(_GO)
        parsed.keep(out)
        return DbtRun(self.process.returncode, output, out)


@contextmanager
def waiting(home: Home) -> Iterator[Waiting]:
    """Start the process that will build a home; it is gone when the block ends.

    Raises:
        SettingsError: what is set cannot be used.
    """
    build.remembering(home)
    where, what = build.dbt_arguments(home), build.build_words(home)
    with subprocess.Popen(
        child("from fondbok.warehouse.dbt_process import main; main()", *where, *what),
        **build.place(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            yield Waiting(home, process)
        finally:
            process.kill()  # a build that nobody waits for would keep the database


def dbt_build(home: Home) -> DbtRun:
    """Build a home by a process that is started now."""
    with waiting(home) as process:
        return process.build()


def main() -> None:
    """What the process runs; its words are where the project lies, then `build` and how."""
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    split = sys.argv.index(build.BUILD)
    where, what = sys.argv[1:split], sys.argv[split:]
    read = dbtRunner().invoke(["--quiet", "parse", *where]).result
    if sys.stdin.readline() != _GO:
        return
    # A project that could not be read is read once more, to be told of as in any other build.
    manifest = read if isinstance(read, Manifest) else None
    built = dbtRunner(manifest=manifest).invoke([*what, *where])
    if not built.success:
        sys.exit(1 if built.exception is None else 2)
