"""A release that was built and checked and is not published: `fondbok refresh --no-publish`.

Belongs here: what it was made of, whether it still lies untouched in the warehouse, and what it
would change of what is served. It lies in warehouse/ and is no release: nothing reads it but the
next run, which may publish it without building it again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fondbok.paths import Home
from fondbok.publish import health
from fondbok.publish.comparison import compare
from fondbok.publish.comparison.found import Diff
from fondbok.publish.release import Release
from fondbok.saving import replace_file

FILE = "forslag.json"


def _file(home: Home) -> Path:
    return home.warehouse_dir / FILE


def note(home: Home, release: Release, *, accept_loss: bool) -> None:
    """Remember what the warehouse holds. Call it when no connection to it is open any more.

    Args:
        home: the home folder.
        release: what the warehouse says of itself.
        accept_loss: tables without rows were let through because somebody accepted it.
    """
    told = {**_made_of(release.indata_hash, release.kod_version), "accept_loss": accept_loss}
    content = json.dumps({**told, "warehouse": _marks(home)})
    replace_file(_file(home), content.encode("utf-8"))


def is_ready(home: Home, indata_hash: str, kod_version: str, *, accept_loss: bool) -> bool:
    """Whether the warehouse holds just what this input and this code make, checked and untouched.

    One that leans on an accepted loss is ready only for who accepts it again.
    """
    try:
        told: dict[str, Any] = json.loads(_file(home).read_text("utf-8"))
        leans = bool(told.pop("accept_loss"))
        same = told == {**_made_of(indata_hash, kod_version), "warehouse": _marks(home)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # what is not known to be ready is built
    return same and (accept_loss or not leans)


def difference(home: Home) -> Diff | None:
    """What publishing the warehouse would change; None when nothing whole is served.

    Raises:
        PublishError: the warehouse holds no release.
    """
    return compare(home.mart, home.warehouse) if health.is_whole(home) else None


def _made_of(indata_hash: str, kod_version: str) -> dict[str, Any]:
    return {"indata_hash": indata_hash, "kod_version": kod_version}


def _marks(home: Home) -> list[int]:
    """Which file the warehouse is, and when it was last written; a run begins by writing to it."""
    stat = home.warehouse.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ino]
