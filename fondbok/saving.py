"""Putting a file in its place whole.

Belongs here: that a reader, or a run that is killed, finds the old file or the new one and never a
half. What stands in the file is made elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, beside `path`; what was written takes its place when all went well.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
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
