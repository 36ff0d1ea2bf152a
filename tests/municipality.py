"""A home that is another municipality's, as the tests of many need it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from fondbok.paths import Home
from fondbok.publish import release


def municipality(of: Home, folder: Path, code: str | None, called: str) -> Home:
    """A copy of a home that says, also in its release, that it is another municipality's."""
    shutil.copytree(of.root, folder)
    home = Home(folder)
    reference = release.reference_data(home)
    assert reference is not None
    kept = reference / "kommun.json"
    told = json.loads(kept.read_text("utf-8")) | {"kommunkod": code, "namn": called}
    kept.write_text(json.dumps(told), "utf-8")
    return home
