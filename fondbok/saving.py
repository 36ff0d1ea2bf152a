"""Putting a file in its place whole.

Belongs here: that a reader, or a run that is killed, finds the old file or the new one and never a
half; and taking away the halves that a killed process left. What stands in the file is made
elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What is not in its place: a name that shows in no folder, the process that writes it, whose it is.
_ASIDE = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.fondbok\.(?P<kind>tmp|old)")
_STARTED = time.time()  # what a process of our number wrote before this, another one did


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, beside `path`; what was written takes its place when all went well.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    unfinished = _aside(path, "tmp")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    with replacing(path) as unfinished:
        unfinished.write_bytes(content)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """An empty folder to fill, beside `folder`; it takes its place when all went well.

    What lay in `folder` is gone then. A run that is killed between the two renames leaves the old
    folder beside it, and the next one begins with putting that back.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    place = folder.resolve()
    if place.parent.is_dir():
        sweep(place.parent)
    unfinished, earlier = _aside(place, "tmp"), _aside(place, "old")
    try:
        unfinished.mkdir(parents=True)
        yield unfinished
        if place.exists():
            place.rename(earlier)
        try:
            unfinished.rename(place)
        except OSError:
            if earlier.exists():
                earlier.rename(place)
            raise
        shutil.rmtree(earlier, ignore_errors=True)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def filling(folder: Path, last: str) -> Iterator[Path]:
    """An empty folder to write files in, within `folder`; they are put there when all are written.

    Args:
        folder: where the files are to lie, beside whatever lies there.
        last: the file that is taken away before the first is put there, and put there after all
            others: where it is, they belong together.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    unfinished = _aside(folder / folder.name, "tmp")
    try:
        unfinished.mkdir()
        yield unfinished
        (folder / last).unlink(missing_ok=True)
        for file in sorted(unfinished.iterdir(), key=lambda file: (file.name == last, file.name)):
            file.replace(folder / file.name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def halves(folder: Path) -> list[Path]:
    """What lies aside in a folder, also of a process that is at work; by name."""
    return sorted(path for path in folder.iterdir() if _ASIDE.fullmatch(path.name))


def sweep(folder: Path) -> None:
    """Take away what processes that are gone left half written, and put back what they moved.

    Raises:
        OSError: the folder cannot be read.
    """
    for path in halves(folder):
        found = _ASIDE.fullmatch(path.name)
        if found is None or _is_written(path, int(found["process"])):
            continue
        place = path.with_name(found["name"])
        if found["kind"] == "old" and not place.exists():
            path.rename(place)
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _aside(path: Path, kind: str) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.fondbok.{kind}")


def _is_written(path: Path, process: int) -> bool:
    """Whether the process that began a file may still be writing it."""
    if process == os.getpid():
        return path.lstat().st_mtime >= _STARTED
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
