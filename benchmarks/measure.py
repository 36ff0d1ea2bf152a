"""What one way of doing a job costs, each time in a process of its own.

Belongs here: starting that process, the clocks, peak memory, alternating rounds. A class to be
measured prepares in its constructor, works in `run` (timed) and tells in `result` what came out.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

PROJECT = Path(__file__).resolve().parent.parent
# Nothing that is measured says a word to the outside.
QUIET = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "RUNTIME__DLTHUB_TELEMETRY": "false",
}


class Way(Protocol):
    """One way of doing the job; the constructor takes what `cost` was given, by name."""

    def run(self) -> None:
        """The work that is timed."""

    def result(self) -> dict[str, str]:
        """What came out of it, for the comparison with what had to; not timed."""


@dataclass(frozen=True)
class Cost:
    """What a run cost.

    Attributes:
        wall: seconds by the clock.
        processor: seconds of processor time, all threads and child processes.
        peak_mb: the most memory a process of the run held from its start on, in MB (10^6 bytes).
        result: what the way told.
    """

    wall: float
    processor: float
    peak_mb: float
    result: dict[str, str] = field(default_factory=dict)


def cost(way: type[Way] | str, **arguments: Any) -> Cost:
    """Run one way in a new process.

    Raises:
        RuntimeError: the way failed; the message is what it printed.
    """
    name = way if isinstance(way, str) else f"{way.__module__}:{way.__qualname__}"
    command = [sys.executable, "-m", "benchmarks.measure", name, json.dumps(arguments, default=str)]
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def least(costs: Iterable[Cost]) -> Cost:
    """The least of each: on a shared machine everything else only adds. Memory: the most."""
    costs = sorted(costs, key=lambda cost: cost.wall)
    return Cost(
        costs[0].wall,
        min(cost.processor for cost in costs),
        max(cost.peak_mb for cost in costs),
        costs[0].result,
    )


def alternately(
    ways: Mapping[str, str], rounds: int, folder: Path, **arguments: Any
) -> dict[str, Cost]:
    """Every way once a round, so that a slow minute of the machine hits all of them.

    Each run gets the arguments, and as `folder` an empty folder below `folder`.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory(dir=folder) as own:
                costs[name].append(cost(way, folder=own, **arguments))
            tell(f"  {name}: {costs[name][-1].wall:.2f} s")
    return {name: least(taken) for name, taken in costs.items()}


def tell(line: str) -> None:
    """Say what goes on; the tables go to the page and to stdout."""
    print(line, file=sys.stderr, flush=True)


def machine(*packages: str) -> str:
    """What it ran on, and how busy that was just before."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = ", ".join(f"{name} {_version(name)}" for name in packages)
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GB memory, Python {platform.python_version()}, {versions}; "
        f"load average over the last quarter of an hour {os.getloadavg()[2]:.1f}."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def start_drivers() -> None:
    """Let DuckDB import what it imports on first use; start-up is not what is measured."""
    duckdb.execute("select cast(? as varchar)", ["x"])
    duckdb.from_arrow(pa.table({"x": [1]})).fetchall()


def spent() -> float:
    """Seconds of processor time so far, of this process and of its children that have ended."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def _peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    return max(_own_peak(unit), children) / 1e6


def _own_peak(unit: int) -> int:
    """This process's peak in bytes. On Linux ru_maxrss begins with that of the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _main(name: str, arguments: str) -> None:
    module, _, qualname = name.partition(":")
    way: Way = getattr(importlib.import_module(module), qualname)(**json.loads(arguments))
    wall, processor = time.perf_counter(), spent()
    way.run()
    cost = {
        "wall": time.perf_counter() - wall,
        "processor": spent() - processor,
        "peak_mb": _peak_mb(),
    }
    print(json.dumps(cost | {"result": way.result()}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
