"""Faults of what a home stands on: every command says them in Swedish, and none with a traceback.

Damaged files, links that lead to themselves, no rights, a full disk and too little memory; by the
commands an operator gives, and by a run of Dagster. What is wrong in the arguments, and homes that
are none, are in `test_wrong_surroundings`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from fondbok.ending import BLOCKED, FAULT, OK, USAGE
from fondbok.operations import runlog
from fondbok.paths import Home
from fondbok.publish import release as releases
from tests.conftest import Run
from tests.unit.language.test_language import SCRIPT, assert_swedish

pytestmark = pytest.mark.thorough

COMMANDS: dict[str, tuple[str, ...]] = {
    "refresh": ("refresh",),
    "status": ("status",),
    "health": ("status", "--health"),
    "doctor": ("doctor",),
    "report": ("report", "--ar", "2024", "--namnd", "FON", "--format", "html"),
    "export": ("export",),
    "verify": ("trace", "rpt_sammanfattning", "--verifiera"),
    "releases": ("releases",),
}
RAW = re.compile(r"Traceback|Errno|\w+(Error|Exception)\b|IO Error|No space|No such file")
NOBODY = 65534
# In a process of its own, where each command ends as it does for a person.
EACH = SCRIPT.partition("for command in commands()")[0]
EACH += "print(json.dumps([run(each) for each in wanted]))"


def spoil(file: Path) -> None:
    """Bytes here and there are other bytes."""
    content = bytearray(file.read_bytes())
    for place in range(3 * 4096, len(content), 200_000):
        content[place] ^= 0xFF
    garble(file, bytes(content))


def garble(file: Path, content: bytes = b"\0 skadad \xff" * 99) -> None:
    file.unlink()
    file.write_bytes(content)


def loop(path: Path) -> None:
    """A link that leads to itself, where something else was."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def kept(home: Home) -> Path:
    return next(home.releases.glob("r-*"))


def loops_inside(home: Home) -> None:
    (home.ledger / "runt").symlink_to(home.ledger)
    (home.submissions / "själv.csv").symlink_to("själv.csv")


FAULTS: dict[str, Callable[[Home], object]] = {
    "manifest": lambda home: garble(kept(home) / releases.MANIFEST),
    "manifest a folder": lambda home: folder_instead(kept(home) / releases.MANIFEST),
    "journal": lambda home: garble(home.releases / "journal.jsonl"),
    "served file": lambda home: spoil(home.mart),
    "served file no database": lambda home: garble(home.mart),
    "served file a folder": lambda home: folder_instead(home.mart),
    "kept release": lambda home: garble(kept(home) / releases.FILE),
    "warehouse": lambda home: spoil(home.warehouse),
    "warehouse no database": lambda home: garble(home.warehouse),
    "warehouse a folder": lambda home: folder_instead(home.warehouse),
    "links in landing": loops_inside,
    "landing": lambda home: loop(home.landing),
    "submissions": lambda home: loop(home.submissions),
    "mart": lambda home: loop(home.mart_dir),
    "served file a link": lambda home: loop(home.mart),
    "warehouse a link": lambda home: loop(home.warehouse_dir),
    "log a link": lambda home: loop(home.logs),
    "settings a link": lambda home: loop(home.root / "fondbok.toml"),
    "feedback a link": lambda home: loop(home.feedback),
}


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


def told(home: Home, commands: Sequence[str] = tuple(COMMANDS)) -> Iterator[tuple[str, Run]]:
    """What each command says of a home, one after the other in a process."""
    asked = [[*COMMANDS[name], "--home", str(home.root)] for name in commands]
    done = subprocess.run(
        [sys.executable, "-c", EACH],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for name, (code, out, err) in zip(
        commands, json.loads(done.stdout.splitlines()[-1]), strict=True
    ):
        yield name, Run(code, out, err)


def assert_told(name: str, run: Run) -> None:
    """A code that is documented, and no word of the machine's own."""
    assert run.code in {OK, FAULT, USAGE, BLOCKED}, (name, run)
    assert not RAW.search(run.out + run.err), (name, run)
    assert_swedish(run.err)
    assert run.code == OK or run.out + run.err, name


# One of each kind in every run; the others, and those that build all anew, in the longer suite.
ALWAYS = {"manifest", "served file", "warehouse", "landing", "served file a folder", "log a link"}


@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, marks=() if fault in ALWAYS else pytest.mark.slow) for fault in FAULTS],
)
def test_no_command_answers_a_fault_with_a_traceback(fault: str, malmo_copy: Home) -> None:
    """First the commands that look, as they find it; then a run, which mends what it can."""
    FAULTS[fault](malmo_copy)
    looks = [name for name in COMMANDS if name != "refresh"]
    for name, run in told(malmo_copy, [*looks, "refresh", "health"]):
        assert_told(name, run)


# --- rights, room and memory ------------------------------------------------------------------

NEW = "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\nFritidsnämnden;2024;Nytt;5\n"
ROOM = 8 * 1024  # kB free
MEMORY = {"little": 900, "too little": 300}  # MB; a run of the example takes half a gigabyte
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="Only root can be somebody else.")


def runs(home: Home, *before: str) -> Run:
    """A run that has something to do, started by what comes before it."""
    (home.submissions / "ny.csv").write_text(NEW, "utf-8")
    done = subprocess.run(
        [*before, sys.executable, "-m", "fondbok.cli", "refresh", "--home", str(home.root)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@needs_root
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is not installed.")
def test_no_command_answers_missing_rights_with_a_traceback(malmo_copy: Home) -> None:
    for folder in malmo_copy.root.parents:
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o011)
    for folder in (malmo_copy.landing, malmo_copy.mart_dir, malmo_copy.warehouse_dir):
        folder.chmod(0o700)
    nobody = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    for words in COMMANDS.values():
        done = subprocess.run(
            [*nobody, sys.executable, "-m", "fondbok.cli", *words, "--home", malmo_copy.root],
            capture_output=True,
            text=True,
            check=False,
        )
        run = Run(done.returncode, done.stdout, done.stderr)
        assert_told(words[0], run)
        assert run.code != OK
        assert "rättighet" in run.out + run.err, run


@pytest.fixture
def small_disk(malmo_copy: Home, tmp_path: Path) -> Iterator[Home]:
    """The example on a disk of its own with eight megabytes left."""
    place = tmp_path / "disk"
    place.mkdir()
    taken = sum(file.stat().st_blocks for file in malmo_copy.root.rglob("*")) // 2
    size = f"size={taken + ROOM}k"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.decode().strip()}")
    try:
        shutil.copytree(malmo_copy.root, place, dirs_exist_ok=True)
        yield Home(place)
    finally:
        subprocess.run(["umount", place], check=True)


@needs_root
def test_a_full_disk_is_said_and_harms_nothing(small_disk: Home) -> None:
    before = small_disk.mart.read_bytes()
    run = runs(small_disk)
    assert_told("refresh", run)
    assert (run.code, "disken är full" in run.err) == (FAULT, True), run
    assert small_disk.mart.read_bytes() == before
    last = runlog.last(small_disk)
    assert last.utfall == "fel"
    assert "disken är full" in last.orsaker[0]
    for name, said in told(small_disk, [name for name in COMMANDS if name != "refresh"]):
        assert_told(name, said)
    more = ["mount", "-o", "remount,size=2g", small_disk.root]
    subprocess.run(more, check=True)
    assert runs(small_disk).code == OK, "with room it is as if nothing had been"


@pytest.fixture
def bounded() -> Iterator[Callable[[int], str]]:
    """A group of processes with so many megabytes; what comes before a command to be in it."""
    top = Path("/sys/fs/cgroup/memory")
    limit = top / "fondbok" / "memory.limit_in_bytes"
    if not top.is_dir():
        top, limit = Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/fondbok/memory.max")
    group = limit.parent
    try:
        group.mkdir()
    except OSError as error:
        pytest.skip(f"no group of processes can be made here: {error}")
    try:
        yield lambda megabytes: _bound(limit, megabytes)
    finally:
        group.rmdir()


def _bound(limit: Path, megabytes: int) -> str:
    try:
        limit.write_text(str(megabytes * 1024**2), "utf-8")
    except OSError as error:
        pytest.skip(f"the memory of a group cannot be bounded here: {error}")
    return f'echo $$ > {limit.parent}/cgroup.procs && exec "$@"'


@needs_root
@pytest.mark.parametrize("amount", MEMORY)
def test_too_little_memory_is_said_and_harms_nothing(
    amount: str, bounded: Callable[[int], str], malmo_copy: Home
) -> None:
    before = malmo_copy.mart.read_bytes()
    run = runs(malmo_copy, "sh", "-c", bounded(MEMORY[amount]), "sh")
    if amount == "little":
        assert (run.code, "Publicerad" in run.out) == (OK, True), run
        return
    assert run.code != OK
    if run.code > 0:  # the system may end the command itself, without a word
        assert_told("refresh", run)
        assert "minnet" in run.err.lower(), run
    assert malmo_copy.mart.read_bytes() == before
    assert runs(malmo_copy).code == OK
