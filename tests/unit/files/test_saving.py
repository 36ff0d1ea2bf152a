"""Files and folders that are there whole or not at all, and what a killed process left of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fondbok import saving

NOBODY = 2**22 + 1  # no process has so high a number on Linux
# A process that has begun, in one way or another, and is killed.
BEGUN = """
import os, signal, sys
from pathlib import Path
from fondbok import saving
def end(*_): os.kill(os.getpid(), signal.SIGKILL)
place = Path(sys.argv[1])
"""
WAYS = {
    "file": """
with saving.replacing(place) as unfinished:
    unfinished.write_bytes(b"halv")
    end()
""",
    "folder": """
with saving.replacing_folder(place) as unfinished:
    (unfinished / "a").write_bytes(b"halv")
    end()
""",
    "moved": """
rename = Path.rename
Path.rename = lambda self, to: rename(self, to) if self == place else end()
with saving.replacing_folder(place) as unfinished:
    (unfinished / "a").write_bytes(b"ny")
""",
}


def killed(way: str, place: Path) -> None:
    done = subprocess.run([sys.executable, "-c", BEGUN + WAYS[way], str(place)], check=False)
    assert done.returncode == -signal.SIGKILL


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_half_a_file_is_aside_and_goes_when_another_is_written(tmp_path: Path) -> None:
    place = tmp_path / "a.html"
    saving.replace_file(place, b"hel")
    killed("file", place)
    assert place.read_bytes() == b"hel"
    assert len(saving.halves(tmp_path)) == 1
    saving.replace_file(tmp_path / "b.html", b"en annan")
    assert names(tmp_path) == ["a.html", "b.html"]


def test_half_a_folder_goes_and_one_that_was_moved_aside_is_put_back(tmp_path: Path) -> None:
    place = tmp_path / "ut"
    with saving.replacing_folder(place) as new:
        (new / "a").write_bytes(b"hel")
    killed("folder", place)
    assert (place / "a").read_bytes() == b"hel"
    killed("moved", place)
    assert not place.exists()
    saving.sweep(tmp_path)
    assert names(tmp_path) == ["ut"]
    assert (place / "a").read_bytes() == b"hel"


def test_what_another_process_may_be_writing_is_left(tmp_path: Path) -> None:
    others = [
        tmp_path / f".a.{os.getppid()}.fondbok.tmp",
        tmp_path / f".a.{os.getpid()}.fondbok.tmp",
        tmp_path / f".a.{NOBODY}.tmp",  # not ours
    ]
    for path in others:
        path.touch()
    gone = tmp_path / f".a.{NOBODY}.fondbok.tmp"
    gone.touch()
    saving.sweep(tmp_path)
    assert names(tmp_path) == sorted(path.name for path in others)
    # In a container every process has the same number: what is older than this one was another's.
    long_ago = time.time() - 10_000
    os.utime(others[1], (long_ago, long_ago))
    saving.sweep(tmp_path)
    assert not others[1].exists()


def test_files_that_belong_together_have_one_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "eget").touch()

    def fill(content: bytes, stop: bool = False) -> None:
        with saving.filling(tmp_path, "sist") as new:
            for name in ("a", "sist", "z"):
                (new / name).write_bytes(content)
            if stop:
                raise OSError

    fill(b"1")
    assert names(tmp_path) == ["a", "eget", "sist", "z"]
    with pytest.raises(OSError):
        fill(b"2", stop=True)
    assert {(tmp_path / name).read_bytes() for name in ("a", "sist", "z")} == {b"1"}
    (tmp_path / "z").unlink()
    (tmp_path / "z").mkdir()  # cannot be replaced by a file
    with pytest.raises(OSError):
        fill(b"3")
    assert not (tmp_path / "sist").exists()
