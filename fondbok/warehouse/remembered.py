"""Scanning landing/ without reading again what has not changed.

Belongs here: the hashes of the last scan, and when one still holds. A file is known by its bytes;
this module only saves reading gigabytes to learn that they are the same bytes.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from fondbok.paths import Home
from fondbok.warehouse import scan as scanning

# A file system may count time this coarsely: a file changed so recently may change once more
# without its times telling.
SETTLED_NS = 2_000_000_000


def scan(home: Home, *, anew: bool = False) -> scanning.Scan:
    """What lies in landing/, as `fondbok.warehouse.scan.scan` says it.

    Args:
        home: the home folder.
        anew: read every file, whatever is remembered.

    Raises:
        FileNotFoundError: landing/ does not exist.
    """
    file = _file(home)
    digests = Digests({}) if anew else known(home)
    found = scanning.scan(home, digest_of=digests.of)
    if digests.now != digests.before or anew:
        _write(file, digests.now)
    return found


def known(home: Home) -> Digests:
    """The hashes of the last scan."""
    return Digests(_read(_file(home)))


def _file(home: Home) -> Path:
    return home.warehouse_dir / "digests.json"


class Digests:
    """Hashes of files by path, each with the marks of the file it was made of.

    Attributes:
        before: what was remembered, path to [marks, SHA-256].
        now: what the files asked for say, those that are settled.
    """

    def __init__(self, before: Mapping[str, list[object]]) -> None:
        self.before = dict(before)
        self.now: dict[str, list[object]] = {}

    def of(self, path: Path) -> str:
        """SHA-256 of a file's bytes, hex; read only if the file is not the one remembered.

        Raises:
            OSError: it cannot be read.
        """
        started, marks = time.time_ns(), _marks(path)
        known = self.before.get(str(path))
        if known is not None and known[0] == marks:
            self.now[str(path)] = known
            return str(known[1])
        sha = scanning.digest(path)
        if _marks(path) == marks and max(marks[1:3]) < started - SETTLED_NS:
            self.now[str(path)] = [marks, sha]
        return sha


def _marks(path: Path) -> list[int]:
    """Size, time of last writing, time of last change of any kind, and which file it is.

    A program can set the time of writing back, but not that of change.
    """
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev]


def _read(file: Path) -> dict[str, list[object]]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # no memory is only slow
    return known if isinstance(known, dict) else {}


def _write(file: Path, digests: Mapping[str, list[object]]) -> None:
    """Swap the memory in whole; a home that cannot be written to is scanned all the same."""
    new = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(digests), encoding="utf-8")
        new.replace(file)
