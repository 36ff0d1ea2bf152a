"""dbt's own memory of the project it has read, lent from one home to the next.

Belongs here: keeping that memory where the user's caches are and laying it into a home that has
none of this version of the project. dbt needs a third of a small home's run to read the project
anew, and every home reads the same one. dbt itself compares each file with what it remembers, so
what a memory says of a home's own reference tables is read again where they differ. Of models,
macros and tests it must not: where a file of theirs has changed, dbt reads a test again and forgets
what is said of it elsewhere, and a failure would be told in no words of its own.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from fondbok import saving
from fondbok.warehouse import fingerprint

FILE = "partial_parse.msgpack"
# Beside it: the version of the project that it is of.
VERSION = "partial_parse.version"


def lend(target: Path) -> None:
    """Lay the memory of this version of the project into a target folder of dbt's without one."""
    version = fingerprint.models()
    with suppress(OSError, RuntimeError):  # without it dbt reads the project itself
        if _version_of(target) != version:
            (target / FILE).unlink(missing_ok=True)
            saving.replace_file(target / VERSION, version.encode())
        if not (target / FILE).exists():
            saving.replace_file(target / FILE, _kept(version).read_bytes())


def _version_of(target: Path) -> str:
    """The version of the project that a target folder's memory is of; '' when nothing says it."""
    try:
        return (target / VERSION).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def keep(target: Path) -> None:
    """Keep what dbt remembers of this version, where there is a place for it."""
    with suppress(OSError, RuntimeError):  # a full disk, a user without a home
        kept = _kept(fingerprint.models())
        if not kept.exists():
            shutil.rmtree(kept.parent, ignore_errors=True)  # of other versions
            saving.replace_file(kept, (target / FILE).read_bytes())


def _kept(version: str) -> Path:
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "fondbok" / "dbt" / f"{version}.msgpack"
