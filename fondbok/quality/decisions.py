"""Writing a person's decision about two projects into the seeds.

Belongs here: one line added to seeds/projekt_alias.csv or seeds/projekt_skilda.csv. What a decision
does to the figures is dbt's, at the next refresh.
"""

from __future__ import annotations

import csv
from pathlib import Path

from fondbok import seeds
from fondbok.errors import FondbokError
from fondbok.paths import SEEDS
from fondbok.quality.pairs import fold

ALIAS = "projekt_alias"
SKILDA = "projekt_skilda"


class DecisionError(FondbokError):
    """The decision contradicts an earlier one, or says nothing new; the message is Swedish."""

    is_asked_wrong = True


def same(a: str, b: str, *, motiv: str, folder: Path = SEEDS) -> str:
    """Decide that `b` is another name of `a`; what was written, as a Swedish sentence.

    Raises:
        DecisionError: the two are decided to be different, or `b` already has a project.
    """
    _not_itself(a, b)
    if _is_decided_different(a, b):
        raise DecisionError(f"{a} och {b} är redan avgjorda som skilda (seeds/{SKILDA}.csv).")
    taken = {fold(row["alias"]): row["projekt"] for row in seeds.load(ALIAS)}
    if fold(b) in taken:
        raise DecisionError(f"{b} är redan ett namn på {taken[fold(b)]} (seeds/{ALIAS}.csv).")
    _append(folder / f"{ALIAS}.csv", [b, taken.get(fold(a), a), "", "", motiv])
    return f"{b} räknas som {taken.get(fold(a), a)} från nästa körning."


def different(a: str, b: str, *, motiv: str, folder: Path = SEEDS) -> str:
    """Decide that `a` and `b` are two projects; what was written, as a Swedish sentence.

    Raises:
        DecisionError: the two are decided already, either way.
    """
    _not_itself(a, b)
    if _is_decided_different(a, b):
        raise DecisionError(f"{a} och {b} är redan avgjorda som skilda.")
    names = {fold(row["alias"]): fold(row["projekt"]) for row in seeds.load(ALIAS)}
    if names.get(fold(a), fold(a)) == names.get(fold(b), fold(b)):
        raise DecisionError(f"{a} och {b} är samma projekt enligt seeds/{ALIAS}.csv.")
    first, second = sorted((a, b))
    _append(folder / f"{SKILDA}.csv", [first, second, motiv])
    return f"{first} och {second} föreslås inte igen."


def _not_itself(a: str, b: str) -> None:
    if fold(a) == fold(b):
        raise DecisionError("De två namnen är samma namn.")


def _is_decided_different(a: str, b: str) -> bool:
    pair = {fold(a), fold(b)}
    return any(
        {fold(row["projekt_a"]), fold(row["projekt_b"])} == pair for row in seeds.load(SKILDA)
    )


def _append(file: Path, row: list[str]) -> None:
    """Add a line, whether or not the last one was ended."""
    text = file.read_text("utf-8")
    with file.open("a", encoding="utf-8", newline="") as handle:
        if not text.endswith("\n"):
            handle.write("\n")
        csv.writer(handle, lineterminator="\n").writerow(row)
    seeds.load.cache_clear()
