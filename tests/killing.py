"""Commands that are killed half way, and what reads meanwhile.

Belongs here: starting a command in a session of its own, ending it or all of it when it has come
so far, and readers of the published file. How far a command has come is told by the processor time
that it and its children have taken: unlike the clock it is the same on a busy machine.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOK_SECONDS = 0.02
HANG_SECONDS = 1800  # far above what any of them takes, also on a busy machine
ENDING_SECONDS = 300  # for what was asked to stop, and for children whose parent is gone
GONE_SECONDS = 60  # for what ends by itself when it is nobody's
_TICKS = os.sysconf("SC_CLK_TCK")

# What is killed, by name: the machine stops, the command alone dies, the command is asked to stop.
WAYS: dict[str, Callable[[int], None]] = {
    "all": lambda session: os.killpg(session, signal.SIGKILL),
    "parent": lambda session: os.kill(session, signal.SIGKILL),
    "asked": lambda session: os.kill(session, signal.SIGTERM),
}


@dataclass(frozen=True)
class Ended:
    """How a command ended.

    Attributes:
        code: its exit code; negative for a signal.
        told: what it wrote.
        cpu: seconds of processor time, of it and its children.
        hit: whether it was still at work when it was killed.
    """

    code: int
    told: str
    cpu: float
    hit: bool = False


@dataclass(frozen=True)
class Moment:
    """When a command is killed, as a share of what it takes undisturbed, and how."""

    share: float
    way: str


def moments(many: int, seed: int) -> list[Moment]:
    """Moments spread over a whole run, one in each equal part of it, in any order."""
    rng = random.Random(seed)
    ways = [list(WAYS)[each % len(WAYS)] for each in range(many)]
    rng.shuffle(ways)
    found = [Moment((each + rng.random()) / many, way) for each, way in enumerate(ways)]
    rng.shuffle(found)
    return found


def run(
    command: Sequence[str | Path],
    log: Path,
    *,
    env: dict[str, str] | None = None,
    kill: Moment | None = None,
    whole: float = 0.0,
) -> Ended:
    """Run a command to its end, or to a moment of it.

    Args:
        command: what is run.
        log: where what it writes goes.
        env: on top of this process's environment.
        kill: when it is killed, and how.
        whole: the processor time that it takes undisturbed, seconds.
    """
    with (
        log.open("w", encoding="utf-8") as out,
        subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        ) as process,
    ):
        cpu, hit = _watch(process, kill, whole)
        code = _ended(process, hit)
    until = time.monotonic() + ENDING_SECONDS
    while left := of_session(process.pid):
        assert time.monotonic() < until, f"left behind by {command}: {left}"
        time.sleep(LOOK_SECONDS)
    return Ended(code, log.read_text("utf-8", errors="replace"), cpu, hit)


def _watch(
    process: subprocess.Popen[bytes], kill: Moment | None, whole: float
) -> tuple[float, bool]:
    until, cpu = time.monotonic() + HANG_SECONDS, 0.0
    while process.poll() is None:
        cpu = max(cpu, taken(process.pid))
        if kill is not None and cpu >= kill.share * whole:
            WAYS[kill.way](process.pid)
            return cpu, True
        assert time.monotonic() < until, "it hangs"
        time.sleep(LOOK_SECONDS)
    return cpu, False


def _ended(process: subprocess.Popen[bytes], killed: bool) -> int:
    try:
        return process.wait(ENDING_SECONDS if killed else HANG_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise


def _stats() -> Iterator[list[str]]:
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = file.read_text("utf-8", errors="replace")
        except OSError:
            continue  # ended meanwhile
        yield [text.partition(" ")[0], *text.rpartition(")")[2].split()]


def of_session(session: int) -> list[int]:
    """The processes of a session that have not ended.

    One whose first thread has ended holds its files for as long as another of its threads has not.
    """
    return [int(each[0]) for each in _stats() if int(each[4]) == session and not _is_over(each)]


def gone_in_time(processes: Iterable[int]) -> bool:
    """Whether all have ended before one would say that they hang."""
    until, waited = time.monotonic() + GONE_SECONDS, set(processes)
    while is_there(*waited) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    return not is_there(*waited)


def is_there(*processes: int) -> bool:
    """Whether any of them has not ended."""
    return any(int(each[0]) in processes and not _is_over(each) for each in _stats())


def _is_over(stat: list[str]) -> bool:
    """Whether a process has ended, though nobody has reaped it, as in a container."""
    return stat[1] == "Z" and int(stat[18]) <= 1


def taken(session: int) -> float:
    """Processor time of a session's processes, and of the children that they have waited for."""
    ticks = (sum(map(int, each[12:16])) for each in _stats() if int(each[4]) == session)
    return sum(ticks) / _TICKS


READER = """
import json, sys, threading, time
import duckdb
reads, faults, seen, stop = 0, [], {}, threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
while not stop.is_set():
    try:
        with duckdb.connect(sys.argv[1], read_only=True) as con:
            (name,) = con.execute("select release_id from mart.release").fetchone()
            found = [con.execute(each).fetchall() for each in sys.argv[2:]]
            (after,) = con.execute("select release_id from mart.release").fetchone()
        if after != name or seen.setdefault(name, str(found)) != str(found):
            faults.append(f"{name}: {seen[name]} and {found} of {after}")
        reads += 1
    except Exception as error:
        faults.append(repr(error))
    stop.wait(0.2)
print(json.dumps({"reads": reads, "faults": faults[:5], "seen": seen}))
"""


@dataclass
class Readers:
    """What readers met, filled in when they have ended.

    Attributes:
        reads: how often the file was opened and asked everything.
        faults: errors, and releases that did not say the same each time.
        seen: what each release said.
    """

    reads: int = 0
    faults: tuple[str, ...] = ()
    seen: dict[str, str] | None = None


@contextmanager
def readers(file: Path, many: int, questions: Sequence[str]) -> Iterator[Readers]:
    """Processes that read a published file again and again, each time opening it anew."""
    met = Readers(seen={})
    started = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(file), *questions],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(many)
    ]
    try:
        yield met
        for each in started:
            told = json.loads(each.communicate("", timeout=ENDING_SECONDS)[0])
            met.reads += told["reads"]
            both = [n for n, said in told["seen"].items() if met.seen.setdefault(n, said) != said]
            met.faults += (*told["faults"], *both)
    finally:
        for each in started:
            each.kill()
            each.wait()
