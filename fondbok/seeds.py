"""Reference data as Python reads it: the same CSV files that dbt seeds.

Belongs here: reading seeds/*.csv. What a seed means is in the YAML beside it.
"""

from __future__ import annotations

import csv
from functools import cache

from fondbok.paths import SEEDS


@cache
def load(name: str) -> tuple[dict[str, str], ...]:
    """All rows of seeds/<name>.csv as text, in file order; '' is an empty cell.

    Raises:
        FileNotFoundError: there is no such seed.
    """
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))
