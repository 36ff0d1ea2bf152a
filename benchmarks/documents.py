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
    """So many tjänsteskrivelser in a format, city by city: the mart is read for each city."""

    def __init__(self, root: str, memos: int, format_: str) -> None:
        self._home, self._memos, self._made = Home(Path(root)), memos, 0
        self._format = format_

    def run(self) -> None:
        while self._made < self._memos:
            documents = making.chosen(making.read(self._home, AR), None)
            own = [each for each in documents if each.name.count("-") > 1]
            for document in own[: self._memos - self._made]:
                self._write(document)

    def result(self) -> dict[str, str]:
        return {"memos": str(self._made)}

    def _write(self, document: Document) -> None:
        content = RENDERERS[self._format](document, Look())
        replace_file(self._home.reports / f"{self._made}.{self._format}", content)
        self._made += 1


def prepare(root: Path) -> Home:
    """The example, published."""
    shutil.copytree(EXAMPLE, root)
    home = Home(root)
    result = pipeline.refresh(home)
    if not result.published:
        raise RuntimeError(f"the example was not published: {result.reasons}")
    return home


def measure(home: Home, *, memos: int, rounds: int) -> tuple[Cost, dict[str, Cost]]:
    """What a year costs, and so many memos in each format."""
    tell("Making the yearly documents")
    year = least(cost(Year, root=home.root) for _ in range(rounds))
    tell(f"  a year: {year.wall:.2f} s")
    each = {}
    for format_ in FORMATS:
        each[format_] = cost(Memos, root=home.root, memos=memos, format_=format_)
        tell(f"  {memos} memos as {format_}: {each[format_].wall:.2f} s")
    return year, each


def block(year: Cost, memos: dict[str, Cost]) -> str:
    """The tables for the page; what all cities would take is computed, and said to be."""
    sampled = {int(taken.result["memos"]) for taken in memos.values()}
    assert len(sampled) == 1, sampled
    (sample,) = sampled
    made = [
        (
            format_,
            f"{taken.wall / sample:.2f}",
            f"{taken.processor / sample:.2f}",
            f"{taken.peak_mb:.0f}",
            _minutes(taken.wall, sample),
            _minutes(taken.processor, sample),
        )
        for format_, taken in memos.items()
    ]
    wall, processor = (sum(getattr(t, k) for t in memos.values()) for k in ("wall", "processor"))
    every = ("all three", f"{wall / sample:.2f}", f"{processor / sample:.2f}")
    peak = f"{max(taken.peak_mb for taken in memos.values()):.0f}"
    made.append((*every, peak, _minutes(wall, sample), _minutes(processor, sample)))
    reached = "reached" if year.wall <= AIM else "not reached"
    return "\n".join(
        (
            machine("pypandoc-binary", "typst", "matplotlib"),
            "",
            table(
                ("a year of the example", "files", "seconds", "processor seconds", "peak MB"),
                [
                    (
                        "every document",
                        year.result["files"],
                        f"{year.wall:.1f}",
                        f"{year.processor:.1f}",
                        f"{year.peak_mb:.0f}",
                    )
                ],
            ),
            "",
            table(
                (
                    *("a tjänsteskrivelse", "seconds", "processor seconds", "peak MB"),
                    *(f"{ALL_CITIES} of them, minutes", "processor minutes"),
                ),
                made,
            ),
            "",
            f"Measured on {sample} tjänsteskrivelser in each format, one at a time. "
            + _of_all(sample),
            "",
            f"- Aim: a year of the example in {AIM} seconds: {year.wall:.1f} ({reached}).",
        )
    )


def _of_all(sample: int) -> str:
    if sample == ALL_CITIES:
        return "So many 290 cities have."
    return f"What the {ALL_CITIES} of 290 cities take is not measured but computed at that pace."


def _minutes(seconds: float, sample: int) -> str:
    return f"{seconds / sample * ALL_CITIES / 60:.0f}"
