"""Reference data as Python reads it: the same tables that dbt seeds.

Belongs here: handing out rows of the folder that `fondbok.reference` composed, or of the general
tables where no home's are in use. What a table means is in the YAML of its name in seeds/.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from fondbok.paths import SEEDS

FOLDER = "FONDBOK_SEEDS"
"""Environment variable: the composed folder, for this process, its readers and dbt."""

_Function = TypeVar("_Function", bound=Callable[..., Any])
_kept: list[Callable[[], None]] = []


def use(folder: Path) -> None:
    """Take reference data from this folder from now on, here and in processes started from here."""
    os.environ[FOLDER] = str(folder.resolve())
    for forget in _kept:
        forget()


def derived_up_to(most: int | None) -> Callable[[_Function], _Function]:
    """Remember the latest answers that a function makes of reference data, as `derived` does."""

    def remember(function: _Function) -> _Function:
        remembered = lru_cache(maxsize=most)(function)
        _kept.append(remembered.cache_clear)
        return remembered  # type: ignore[return-value]

    return remember


def derived(function: _Function) -> _Function:
    """Remember what a function makes of reference data, until other data is taken into use."""
    return derived_up_to(None)(function)


@derived
def load(name: str) -> tuple[dict[str, str], ...]:
    """All rows of a table as text, in file order; '' is an empty cell.

    Raises:
        FileNotFoundError: there is no such table; or it is a city's, and no home's is in use.
    """
    folder = os.environ.get(FOLDER, SEEDS)
    with (Path(folder) / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))
