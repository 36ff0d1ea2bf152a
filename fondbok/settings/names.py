"""What settings are called in the file and in the environment.

Belongs here: names. Everything is light: this is asked in runs that read no settings.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

FILE = "fondbok.toml"
PREFIX, BETWEEN = "FONDBOK_", "__"
# Variables that say where things are, or hand dbt what was set; none of them is a setting.
PLACES = (
    "FONDBOK_HOME",
    "FONDBOK_KOMMUN",
    "FONDBOK_SEEDS",
    "FONDBOK_WAREHOUSE",
    "FONDBOK_DUCKDB",
)


def variable(path: tuple[str, ...]) -> str:
    """The environment's name of a setting."""
    return PREFIX + BETWEEN.join(path).upper()


def variables() -> Iterator[str]:
    """The variables that are there and look like settings of ours, in order."""
    return (name for name in sorted(os.environ) if name.startswith(PREFIX) and name not in PLACES)
