"""What dbt knows of the project once it has read it, lent from one home to the next.

Belongs here: its own memory and its description of the project for others; keeping them where the
user's caches are, and laying them into a home that has none of this version of the project. dbt
needs a third of a small home's run to read the project anew, and every home reads the same one. dbt
itself compares each file with what it remembers, so what a memory says of a home's own reference
tables is read again where they differ. Of models, macros and tests it must not: where a file of
theirs has changed, dbt reads a test again and forgets what is said of it elsewhere, and a failure
would be told in no words of its own.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from fondbok import saving
from fondbok.warehouse import fingerprint

MEMORY = "partial_parse.msgpack"
# What it tells others of the project, which is the same in every home.
DESCRIBED = "manifest.json"
# Beside them: the version of the project that they are of.
VERSION = "partial_parse.version"


def lend(target: Path) -> None:
    """Lay what is known of this version of the project into a target folder of dbt's without it."""
    version = fingerprint.models()
    with suppress(OSError, RuntimeError):  # without it dbt reads the project itself
        if _version_of(target) != version:
            for name in (MEMORY, DESCRIBED):
                (target / name).unlink(missing_ok=True)
            saving.replace_file(target / VERSION, version.encode())
    for name in (MEMORY, DESCRIBED):
        with suppress(OSError, RuntimeError):  # one of them is of use without the other
            if not (target / name).exists():
                saving.replace_file(target / name, (_kept(version) / name).read_bytes())


def is_described(target: Path) -> bool:
    """Whether a target folder has a whole description of the project; of which version, not."""
    try:
        return isinstance(json.loads((target / DESCRIBED).read_text("utf-8")), dict)
    except (OSError, ValueError):
        return False


def describe(target: Path, write: Callable[[Path], object]) -> None:
    """Have the description of the project written, whole or not at all, and keep it.

    Args:
        target: dbt's target folder.
        write: writes the file it is given, and nothing of where the home lies in it.

    Raises:
        OSError: it cannot be written.
    """
    with saving.replacing(target / DESCRIBED) as unfinished:
        write(unfinished)
    _keep(target, DESCRIBED)


def _version_of(target: Path) -> str:
    """The version of the project that a target folder's memory is of; '' when nothing says it."""
    try:
        return (target / VERSION).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def keep(target: Path) -> None:
    """Keep what dbt remembers of this version, where there is a place for it."""
    _keep(target, MEMORY)


def _keep(target: Path, name: str) -> None:
    with suppress(OSError, RuntimeError):  # a full disk, a user without a home
        kept = _kept(fingerprint.models())
        if not kept.exists():
            shutil.rmtree(kept.parent, ignore_errors=True)  # other versions
        if not (kept / name).exists():
            saving.replace_file(kept / name, (target / name).read_bytes())


def _kept(version: str) -> Path:
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "fondbok" / "dbt" / version
