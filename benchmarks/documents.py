"""The yearly documents: a year of the example, and tjänsteskrivelser by the hundred.

Belongs here: what `fondbok report` costs. Beside nothing: no other program makes these documents.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.measure import PROJECT, Cost, cost, least, machine, tell
from benchmarks.page import table
from fondbok import pipeline
from fondbok.documents import making
from fondbok.documents.parts import Document
from fondbok.documents.render import FORMATS, RENDERERS
from fondbok.documents.render.look import Look
from fondbok.paths import Home
from fondbok.saving import replace_file

EXAMPLE = PROJECT / "examples" / "malmo"
AR = 2024
ALL_CITIES = 290 * 13  # a tjänsteskrivelse a nämnd
AIM = 20  # seconds for a year of the example


class Year:
    """Every document of the example's year, in every format."""

    def __init__(self, root: str) -> None:
        self._home = Home(Path(root))
        self._files = 0

    def run(self) -> None:
        self._files = len(making.make(self._home, AR).files)

    def result(self) -> dict[str, str]:
        return {"files": str(self._files)}


class Memos:
    """So many tjänsteskrivelser in every format, city by city: the mart is read for each city."""

    def __init__(self, root: str, memos: int) -> None:
        self._home, self._memos, self._made = Home(Path(root)), memos, 0

    def run(self) -> None:
        while self._made < self._memos:
            documents = making.chosen(making.read(self._home, AR), None)
            own = [each for each in documents if each.name.count("-") > 1]
            for document in own[: self._memos - self._made]:
                self._write(document)

    def result(self) -> dict[str, str]:
        return {"memos": str(self._made)}

    def _write(self, document: Document) -> None:
        for format_ in FORMATS:
            content = RENDERERS[format_](document, Look())
            replace_file(self._home.reports / f"{self._made}.{format_}", content)
        self._made += 1


def prepare(root: Path) -> Home:
    """The example, published."""
    shutil.copytree(EXAMPLE, root)
    home = Home(root)
    result = pipeline.refresh(home)
    if not result.published:
        raise RuntimeError(f"the example was not published: {result.reasons}")
    return home


def measure(home: Home, *, memos: int, rounds: int) -> tuple[Cost, Cost]:
    """What a year costs, and so many memos."""
    tell("Making the yearly documents")
    year = least(cost(Year, root=home.root) for _ in range(rounds))
    return year, cost(Memos, root=home.root, memos=memos)


def _mb(taken: Cost) -> str:
    return f"{taken.peak_mb:.0f}"


def block(year: Cost, memos: Cost) -> str:
    """The table for the page."""
    made = int(memos.result["memos"])
    each = memos.wall / made
    rows = [
        (
            name,
            taken.result[key],
            f"{taken.wall:.1f}",
            f"{taken.processor:.1f}",
            f"{taken.peak_mb:.0f}",
        )
        for name, key, taken in (
            ("a year of the example, every document, files", "files", year),
            ("tjänsteskrivelser in three formats", "memos", memos),
        )
    ]
    reached = "reached" if year.wall <= AIM else "not reached"
    return "\n".join(
        (
            machine("pypandoc-binary", "typst", "matplotlib"),
            "",
            table(("what", "how many", "seconds", "processor seconds", "peak MB"), rows),
            "",
            f"- Aim: a year of the example in {AIM} seconds: {year.wall:.1f} ({reached}).",
            f"- A tjänsteskrivelse in three formats takes {each:.2f} seconds; the {ALL_CITIES} of"
            f" 290 cities take {each * ALL_CITIES / 60:.0f} minutes at that pace, one at a time.",
        )
    )
