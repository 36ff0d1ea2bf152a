"""dbt's own memory of the project it has read, lent from one home to the next.

Belongs here: keeping that memory where the user's caches are and laying it into a home that has
none. dbt needs a third of a small home's run to read the project anew, and every home reads the
same one. dbt itself compares each file with what it remembers, so what a memory says of a home's
own reference tables is read again where they differ.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from fondbok import saving
from fondbok.warehouse import fingerprint

FILE = "partial_parse.msgpack"


def lend(target: Path) -> None:
    """Lay the memory of this version of the project into a target folder of dbt's without one."""
    with suppress(OSError, RuntimeError):  # without it dbt reads the project itself
        if not (target / FILE).exists():
            saving.replace_file(target / FILE, _kept().read_bytes())


def keep(target: Path) -> None:
    """Keep what dbt remembers of this version, where there is a place for it."""
    with suppress(OSError, RuntimeError):  # a full disk, a user without a home
        kept = _kept()
        if not kept.exists():
            shutil.rmtree(kept.parent, ignore_errors=True)  # of other versions
            saving.replace_file(kept, (target / FILE).read_bytes())


def _kept() -> Path:
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "fondbok" / "dbt" / f"{fingerprint.models()}.msgpack"
