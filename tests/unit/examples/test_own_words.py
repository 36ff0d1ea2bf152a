"""What examples/malmo tells is told in words of its own: the reports are facts, not sentences."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest

from fondbok.paths import PROJECT

SOURCE = PROJECT / "examples" / "malmo" / "source"
REPORTS = PROJECT.parent / "shared" / "documents"
LONGEST = 5
"""Words in a row that may be a report's: so many have names of programmes and organisations."""
TOLD = {
    "texter": ("syfte", "malgrupp", "resultat"),
    "svar": ("svar",),
    "handelser": ("beskrivning",),
    "natverk": ("roll",),
    "indikatorer": ("indikator",),
    "arende": ("text",),
    "personal": ("uppgift",),
}
FORMAL = {"Instans", "Förslag till beslut", "Beslutet skickas till"}
"""Parts of a matter that name bodies and decisions: how it is decided, and nobody's prose."""


def words(text: str) -> list[str]:
    """Letters and digits only, hyphens at the end of a line joined."""
    return re.findall(r"\w+", re.sub(r"-\s*\n\s*", "", text.lower()))


def runs(told: list[str]) -> Iterator[tuple[str, ...]]:
    """Every run of words one longer than what may be shared."""
    return zip(*(told[at:] for at in range(LONGEST + 1)), strict=False)


def told() -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text."""
    for table, columns in TOLD.items():
        with (SOURCE / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if row.get("arendedel") in FORMAL:
                    continue
                for column in columns:
                    yield f"{table} {row['ar']} {row['namnd_kod']} {column}", row[column]


def names() -> list[str]:
    """Names of projects and networks, which are nobody's sentences: the longest first."""
    found = set()
    for table, column in (("deltaganden", "projekt"), ("natverk", "natverk")):
        with (SOURCE / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
            found |= {row[column] for row in csv.DictReader(handle)}
    return sorted(found, key=len, reverse=True)


def without_names(text: str, known: list[str]) -> str:
    """The text with each name made one word that no report holds."""
    for name in known:
        text = text.replace(name, " ettnamn ")
    return text


@pytest.mark.shared
def test_no_sentence_of_a_report_is_copied() -> None:
    if not REPORTS.is_dir():
        pytest.skip("../shared is not here")
    printed: dict[tuple[str, ...], str] = {}
    for path in sorted(REPORTS.glob("*.txt")):
        for run in runs(words(path.read_text("utf-8"))):
            printed.setdefault(run, path.stem)
    assert len(printed) > 10_000
    known = names()
    copied = [
        f"{place}: {' '.join(run)} ({printed[run]})"
        for place, text in told()
        for run in runs(words(without_names(text, known)))
        if run in printed
    ]
    assert copied == []


def test_the_measure_sees_a_copy() -> None:
    printed = set(runs(words("Syftet är att ge alla barn i staden en menings-\nfull fritid.")))
    told = words("Det ska ge alla barn i staden en meningsfull fritid!")
    assert [run for run in runs(told) if run in printed]
    assert not [run for run in runs(words("Barnen i staden får en fritid.")) if run in printed]
