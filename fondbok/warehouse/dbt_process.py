"""The dbt process that builds a home, from its start to how it ended.

Belongs here: starting it before its work is there, telling it to go, and what it left behind. It
takes a while to get ready, because it imports dbt, reads the project and reckons the order of its
nodes: a third of what a small home's build costs. That is done while files are still read. It opens
no database before it is told to go. Which tests passed is read by `fondbok.quality.dbt_results`.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fondbok import saving
from fondbok.ending import OK, child
from fondbok.paths import Home
from fondbok.warehouse import build, parsed

if TYPE_CHECKING:
    from dbt_common.events.base_types import EventMsg

_GO = "bygg\n"
# What dbt says last before it opens the database.
_LAST_BEFORE = "ConcurrencyLine"
# dbt's own loggers write out every event, also those that are then not to be seen: thirty a node.
_NO_LOGGERS = ("--log-level", "none", "--log-level-file", "none")
_TOLD = {"info", "warn", "error"}


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
            told = json.loads((self.target / build.RESULTS).read_text("utf-8"))
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
        with suppress(OSError):  # where it cannot be written, what it says is told all the same
            saving.replace_file(build.log(self.home), output.encode())
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
    # It is gone when the build is. To look for what it could let go of before that takes a sixth of
    # its time, and to let go of it all in the end a second; either saves a hundred megabytes.
    gc.disable()
    ended: list[int] = []
    atexit.register(_leave, ended)  # the first, so called last: dbt has closed the database then
    ended.append(_build(sys.argv[1:]))


def _leave(ended: list[int]) -> None:
    if ended:
        sys.stdout.flush()
        os._exit(ended[0])


def _build(words: list[str]) -> int:
    """Read the project, wait, and build; what the process ends with."""
    from dbt.artifacts.schemas.run import RunExecutionResult
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    split = words.index(build.BUILD)
    # dbt would write all it knows of the project twice a run, which takes as long as reading it.
    where, what = [*words[:split], "--no-write-json"], words[split:]
    target = Path(where[where.index(build.TARGET) + 1])
    read = dbtRunner().invoke(["--quiet", "parse", *where]).result
    # A project that could not be read is read once more, to be told of as in any other build.
    manifest = read if isinstance(read, Manifest) else None
    if manifest and not parsed.is_described(target):
        parsed.describe(target, lambda file: manifest.write(str(file)))
    wait = _Wait()
    runner = dbtRunner(manifest=manifest, callbacks=[_tell, wait])
    built = runner.invoke([*what, *where, *_NO_LOGGERS])
    if isinstance(built.result, RunExecutionResult) and wait.was_told:
        built.result.write(str(target / build.RESULTS))
    if built.exception is not None or not wait.was_told:
        return 2
    return 0 if built.success else 1


def _tell(event: EventMsg) -> None:
    """Say what dbt says."""
    if event.info.level in _TOLD:
        said = event.info.msg  # type: ignore[attr-defined]  # dbt's types leave it out
        sys.stdout.write(f"{said}\n")  # in one piece: dbt works in threads
        sys.stdout.flush()


@dataclass
class _Wait:
    """Stops before the first node, where nothing is opened yet, until it is told to go on.

    Attributes:
        was_told: whether it was; a dbt that does not say so any more has built too early, and what
            it built is not believed.
    """

    was_told: bool = False

    def __call__(self, event: EventMsg) -> None:
        """Look at what dbt says."""
        if event.info.name != _LAST_BEFORE:
            return
        if sys.stdin.readline() != _GO:
            os._exit(OK)
        self.was_told = True
