"""A heading between the projects that says something else of those under it: they count, said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.unit.intake.intake_files import paid, read_file

HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]
START = [("Nämnd", "Kulturnämnden"), ("År", 2022)]
KRANEN, TORGET = ["Kranen", "ESF+", 217_350], ["Torget", "LIFE", 133_120]
Write = Callable[..., Path]


def said(workbook: Write, rows: Sequence[Sequence[Any]], header: list[str] = HEADER) -> list[Any]:
    """The headings that are said, and what of them; both projects count."""
    found = read_file(workbook({"Start": START, "Projekt": [header, *rows]}))
    assert paid(found, "laddad") == 350_470
    assert all("projekt: ." not in remark.meddelande for remark in found.fynd)
    return [(remark.rad, remark.varde) for remark in found.fynd if remark.regel == "AVSNITT_ANNAT"]


@pytest.mark.parametrize(
    "heading",
    ["2021", "År 2021", "Utbetalt 2021", "Avslutade projekt 2021", "Projekt beviljade 2023",
     "Planerade projekt", "Ansökningar", "Ansökta projekt (ej beviljade)", "Avslagna ansökningar",
     "Kommande projekt", "Preliminärt", "Prognos", "Ännu ej utbetalt", "Ej EU-projekt",
     "Projekt som drivs av Miljönämnden", "Miljöförvaltningen", "MN"],
)  # fmt: skip
def test_a_heading_that_says_something_else(heading: str, workbook: Write) -> None:
    """At the heading, with what stands under it; the one above it is ours."""
    assert said(workbook, [KRANEN, [heading], TORGET]) == [(3, heading)]


def test_the_next_heading_ends_it(workbook: Write) -> None:
    """How much stands under each, up to the next one."""
    path = workbook(
        {"Start": START, "Projekt": [HEADER, ["2021"], KRANEN, ["2022"], TORGET, ["2023"]]}
    )
    found = [each for each in read_file(path).fynd if each.regel == "AVSNITT_ANNAT"]
    assert [each.rad for each in found] == [2]
    assert "1 projekt med 217 350" in found[0].meddelande


@pytest.mark.parametrize(
    "heading",
    ["2022", "År 2022", "Pågående projekt 2022", "Pågående projekt", "ESF+", "Som part",
     "Kulturnämnden", "Projekt tillsammans med Miljönämnden", "Agenda 2030", "Övriga projekt",
     "Projekt 2021-2023", "Beviljade ansökningar"],
)  # fmt: skip
def test_a_heading_of_what_counts(heading: str, workbook: Write) -> None:
    """The year and the nämnd of the account, and groups of its projects."""
    assert said(workbook, [KRANEN, [heading], TORGET]) == []


def test_rows_that_say_their_year_themselves(workbook: Write) -> None:
    """A heading is no more than a row's own word."""
    header = [*HEADER, "År", "Nämnd"]
    rows = [[*KRANEN, 2022, "KUN"], ["2021"], ["Miljönämnden"], [*TORGET, 2022, "KUN"]]
    assert said(workbook, rows, header) == []
