"""How well names are told apart, measured against labelled pairs of project names.

The file of labels has the columns group, canonical_name, variant_verbatim and
relation_to_group_head. Names of one group are compared: two of the same canonical name are one
project, two of different ones are two.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from benchmarks import page
from fondbok import seeds
from fondbok.quality.pairs import SUGGEST_FROM, Project, fold, likeness

Pair = tuple[str, str]
SAME = {"same", "same_inferred"}


@dataclass(frozen=True)
class Measure:
    """Counts over labelled pairs."""

    hits: int
    misses: int
    false: int

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0


def labelled(file: Path) -> tuple[set[Pair], set[Pair]]:
    """Pairs of different spellings that are one project, and pairs that are two."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            groups[row["group"]].append(row)
    same: set[Pair] = set()
    different: set[Pair] = set()
    for rows in groups.values():
        for pair, alike in _pairs(rows):
            (same if alike else different).add(pair)
    return same - different, different - same


def _pairs(rows: list[dict[str, str]]) -> Iterator[tuple[Pair, bool]]:
    for a, b in combinations(rows, 2):
        names = sorted((a["variant_verbatim"], b["variant_verbatim"]))
        if fold(names[0]) == fold(names[1]):
            continue
        head = {a["relation_to_group_head"], b["relation_to_group_head"]}
        if a["canonical_name"] != b["canonical_name"]:
            yield (names[0], names[1]), False
        elif "different" not in head:  # different from the head says nothing of each other
            yield (names[0], names[1]), head <= SAME or head == {"predecessor"}


def measure(same: set[Pair], different: set[Pair], judge: Callable[[str, str], bool]) -> Measure:
    hits = sum(judge(*pair) for pair in same)
    return Measure(hits, len(same) - hits, sum(judge(*pair) for pair in different))


def merged() -> Callable[[str, str], bool]:
    """What the warehouse takes for one project: equal names, after the aliases that always hold."""
    alias = {
        fold(row["alias"]): fold(row["projekt"])
        for row in seeds.load("projekt_alias")
        if not row["fran_ar"] and not row["till_ar"]
    }
    return lambda a, b: alias.get(fold(a), fold(a)) == alias.get(fold(b), fold(b))


def suggested(a: str, b: str) -> bool:
    """Whether the names alone would be listed in kvalitet.projektpar."""
    return likeness(Project(a), Project(b)) >= SUGGEST_FROM


def block(file: Path) -> str:
    """The table as Markdown."""
    same, different = labelled(file)
    rows = []
    for name, judge in (("merged for sure", merged()), ("suggested by name alone", suggested)):
        m = measure(same, different, judge)
        counts = (m.hits, m.misses, m.false)
        rows.append((name, *map(str, counts), f"{m.precision:.2f}", f"{m.recall:.2f}"))
    table = page.table(("", "hits", "missed", "false", "precision", "recall"), rows)
    return f"{len(same)} pairs are one project, {len(different)} are two.\n\n{table}"
