"""A project beside its parts, all of them counted: said where it is hardly chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.unit.intake.intake_files import read_file

HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]
RULE = "RAD_LIKNAR_SUMMA"
START = [("Nämnd", "ASN"), ("År", 2024)]


def said(workbook: Callable[..., Path], rows: Sequence[Sequence[Any]]) -> list[int | None]:
    """The rows that are said to look like a sum; every row counts."""
    found = read_file(workbook({"Start": START, "Projekt": [HEADER, *rows]}))
    assert {row["utfall"] for row in found.rows["submission_projekt"]} <= {"laddad", "total"}
    return [remark.rad for remark in found.fynd if remark.regel == RULE]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        # The project above its numbered parts, and below them.
        ([["Resan", "ESF+", 250], ["Arbetspaket 1", "ESF+", 100], ["Arbetspaket 2", "ESF+", 150]],
         [2]),
        ([["WP1", "ESF+", 100], ["WP 2", "ESF+", 150], ["Resan", "ESF+", 250]], [4]),
        ([["Kranen", "LIFE", 70], ["Resan", "ESF+", 300], ["- lön", "ESF+", 100],
          ["- resor", "ESF+", 150], ["- lokal", "ESF+", 50], ["Torget", "LIFE", 40]], [3]),
        # The parts do not come to it, and are called what only parts are.
        ([["Resan", "ESF+", 250], ["Arbetspaket 1", "ESF+", 100], ["Arbetspaket 2", "ESF+", 100]],
         [2]),
        ([["Kranen", "LIFE", 70], ["Resan", "ESF+", 300], ["- lön", None, 90]], [3]),
        # The parts are called after the project, here and there in the table.
        ([["Kedjan", "ESF+", 300], ["Kranen", "LIFE", 90], ["Kedjan, lön", None, 200],
          ["Kedjan, resor", None, 100]], [2]),
        # The word for a sum after the name.
        ([["Lyftet lön", "ESF+", 100], ["Lyftet resor", "ESF+", 150],
          ["Lyftet totalt", "ESF+", 250]], [4]),
        ([["Lön", "ESF+", 100], ["Resor", "ESF+", 150], ["Lyftet, summa", "ESF+", 250]], [4]),
        # Nothing but an amount stands on the parts.
        ([["Kranen", "LIFE", 900], ["Resan", "ESF+", 300], ["Malmö", None, 100],
          ["Lund", None, 200], ["Torget", "LIFE", 70]], [3]),
        # Figures too precise to add up by themselves.
        ([["Kranen", "LIFE", 217350], ["Torget", "ESF+", 133121], ["Viken", "ESF+", 350471]], [4]),
        ([["Viken", "LIFE", 917000], ["Torget", "ESF+", 250000], ["Kajen", "ESF+", 667000]], [2]),
        ([["Kajen", "LIFE", 88120], ["Viken", "LIFE", 350471.5], ["Torget", "ESF+", 133121],
          ["Kranen", "ESF+", 217350.5], ["Bron", "ESF+", 90000]], [3]),
        # Three or more, and the one that is all of them.
        ([["A", "LIFE", 100000], ["B", "ESF+", 250000], ["C", "ESF+", 150000],
          ["Hela staden", "ESF+", 500000], ["D", "ESF+", 0]], []),
        ([["Kajen", "LIFE", 110000], ["Bron", "ESF+", 250000], ["Torget", "ESF+", 150000],
          ["Staden", "ESF+", 510000]], [5]),
    ],
)  # fmt: skip
def test_a_project_beside_its_parts_is_said(
    rows: Sequence[Sequence[Any]], wanted: list[int], workbook: Callable[..., Path]
) -> None:
    """At the row that holds the money of the others."""
    assert said(workbook, rows) == wanted


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [([("varav till partner", 90)], []), ([("varav till partner", 300)], [2]),
     ([("varav ESF", 60), ("varav ERUF", 60)], [2]), ([("varav ESF", 60), ("varav LIFE", 40)], []),
     ([("därav moms", "300 euro")], [])],
)  # fmt: skip
def test_parts_on_rows_of_their_own_are_no_more_than_the_row_above(
    parts: Sequence[tuple[str, Any]], wanted: list[int], workbook: Callable[..., Path]
) -> None:
    """They count nowhere, and one of the figures is wrong."""
    rows = [["Resan", "ESF+", 100], *([name, None, amount] for name, amount in parts)]
    found = read_file(workbook({"Start": START, "Projekt": [HEADER, *rows, ["Bron", "LIFE", 9]]}))
    assert [each.rad for each in found.fynd if each.regel == "DELAR_STAMMER_EJ"] == wanted


@pytest.mark.parametrize(
    "rows",
    [
        # Round figures add up by chance.
        [["Kranen", "LIFE", 100000], ["Torget", "ESF+", 200000], ["Viken", "ESF+", 300000]],
        [["Kranen", "LIFE", 50000], ["Torget", "ESF+", 200000], ["Viken", "ESF+", 250000],
         ["Bron", "ESF+", 450000], ["Kajen", "ESF+", 90000]],
        # One row is no sum of one other.
        [["Kranen", "LIFE", 217351], ["Torget", "ESF+", 217351]],
        [["Kedjan", "ESF+", 300], ["Kedjan 2", "ESF+", 300], ["Torget", "LIFE", 40]],
        # What comes to more is no part of it.
        [["Resan", "ESF+", 150], ["Arbetspaket 1", "ESF+", 100], ["Arbetspaket 2", "ESF+", 100]],
        # One row with a word that a project may be called.
        [["Resan", "ESF+", 150], ["Kommunikation", "ESF+", 100]],
        [["- Resan", "ESF+", 250], ["- Kranen", "ESF+", 100], ["- Torget", "ESF+", 90]],
        # Projects in phases, each its own.
        [["Projekt A", "ESF+", 100], ["Projekt B", "ESF+", 200], ["Projekt C", "ESF+", 300]],
    ],
)  # fmt: skip
def test_what_may_be_chance_is_not_said(
    rows: Sequence[Sequence[Any]], workbook: Callable[..., Path]
) -> None:
    """People stop reading what is said of nothing."""
    assert said(workbook, rows) == []
