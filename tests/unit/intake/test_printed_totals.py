"""A sum printed beside the projects is held against them; a project under the total is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from fondbok.findings import FileRead
from tests.unit.intake.intake_files import read_file

HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]
ROWS = [["Kranen", "ESF+", 100_000], ["Torget", "LIFE", 200_000]]
START = [("Nämnd", "ASN"), ("År", 2022)]
Write = Callable[..., Path]


def places(path: Path, rule: str) -> list[tuple[str | None, int | None]]:
    """Where a rule spoke."""
    return [(each.blad, each.rad) for each in read_file(path).fynd if each.regel == rule]


WRONG: list[list[Any]] = [
    ["Totalt utbetalt EU-bidrag 2022", 500_000],
    ["Totalt utbetalt", None, "500 000 kr"],
    ["Totalt utbetalt 2022: 500 000 kr"],
    ["Summa:", 500_000],
    ["Summa utbetalda medel", "0,5 mnkr"],
    ["Summa 2022", 300],
]
FINE: list[list[Any]] = [
    ["Totalt utbetalt EU-bidrag 2022", 300_000],
    ["Totalt utbetalt 2022: 300 000 kr"],
    ["Summa utbetalt", "0,3 mnkr"],
    ["Totalt utbetalt 2021", 500_000],
    ["Total budget", 500_000],
    ["Totalt antal projekt", 2],
    ["Totalt 8 projekt", 8],
    ["Summa medfinansiering", 500_000],
    ["Totalt utbetalt hittills", 500_000],
    ["Totalt utbetalt till partner", 500_000],
    ["Totalt bra år", 500_000],
    ["Totalt utbetalt", "se nedan"],
]


@pytest.mark.parametrize("line", WRONG, ids=str)
def test_above_the_table(line: list[Any], workbook: Write) -> None:
    """What it says is not what the rows come to."""
    path = workbook({"Start": START, "Projekt": [line, HEADER, *ROWS]})
    assert places(path, "TOTAL_STAMMER_EJ") == [("Projekt", 1)]


@pytest.mark.parametrize("line", FINE, ids=str)
def test_above_the_table_and_right_or_of_something_else(line: list[Any], workbook: Write) -> None:
    """The sum of the rows, of another year, or of no payments."""
    path = workbook({"Start": START, "Projekt": [line, HEADER, *ROWS]})
    assert places(path, "TOTAL_STAMMER_EJ") == []


def test_thousands_above_a_table_in_thousands(workbook: Write) -> None:
    """The unit of the column is the printed sum's too."""
    header = [*HEADER[:2], "Utbetalt (tkr)"]
    rows = [["Kranen", "ESF+", 100], ["Torget", "LIFE", 200]]
    right = workbook({"Start": START, "Projekt": [["Totalt utbetalt", 300], header, *rows]})
    assert places(right, "TOTAL_STAMMER_EJ") == []
    wrong = workbook({"Start": START, "Projekt": [["Totalt utbetalt", 310], header, *rows]})
    assert places(wrong, "TOTAL_STAMMER_EJ") == [("Projekt", 1)]


@pytest.mark.parametrize(("amount", "wanted"), [(500_000, [("Start", 3)]), (300_000, [])])
def test_on_the_sheet_start(amount: int, wanted: list[Any], workbook: Write) -> None:
    """Beside nämnd and year."""
    start = [*START, ("Totalt utbetalt EU-bidrag", amount)]
    path = workbook({"Start": start, "Projekt": [HEADER, *ROWS]})
    assert places(path, "TOTAL_STAMMER_EJ") == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (["Totalt utbetalt 2022: 500 000 kr"], [("Projekt", 4)]),
        (["Totalt utbetalt 500 000 kr"], [("Projekt", 4)]),
        (["Totalt utbetalt 2022: 300 000 kr"], []),
        ([None, None, None, None, "Summa", 500_000], [("Projekt", 4)]),
        ([None, None, None, None, "Summa", 300_000], []),
        (["Totalt utbetalt 2022"], []),
    ],
)
def test_below_the_table(line: list[Any], wanted: list[Any], workbook: Write) -> None:
    """In one cell, or to the right of all columns."""
    path = workbook({"Start": START, "Projekt": [HEADER, *ROWS, line]})
    assert places(path, "TOTAL_STAMMER_EJ") == wanted


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ([["Totalt", None, 300_000], ["Kajen", "ESF+", 50_000]], [5]),
        ([["Totalt", None, 300_000], [], ["Kajen", "ESF+", 50_000], ["Bron", "LIFE", 7_000]],
         [6, 7]),
        # No money, a total of all below, a sum on the way, a total that has it.
        ([["Totalt", None, 300_000], ["Kajen", "ESF+", None]], []),
        ([["Totalt", None, 300_000], ["Kajen", "ESF+", 50_000], ["Totalt", None, 350_000]], []),
        ([["Delsumma", None, 300_000], ["Kajen", "ESF+", 50_000]], []),
        ([["Totalt", None, 350_000], ["Kajen", "ESF+", 50_000]], []),
    ],
)  # fmt: skip
def test_a_project_under_the_total(
    below: Sequence[Sequence[Any]], wanted: list[int], workbook: Write
) -> None:
    """It counts, and no total has it."""
    path = workbook({"Start": START, "Projekt": [HEADER, *ROWS, *below]})
    assert [rad for _, rad in places(path, "RAD_UNDER_TOTAL")] == wanted


def test_a_total_of_one_namnd_is_for_its_projects(read_csv: Callable[..., FileRead]) -> None:
    """In a file of several nämnder; and where it is the sum of all of them."""
    csv = "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\nMN;2022;Kranen;100000\nASN;2022;Viken;200000\n"
    below = "ASN;2022;Kajen;50000\nMN;2022;Bron;7000\n"
    for total, wanted in ((200_000, [5]), (300_000, [5, 6]), (210_000, [])):
        found = read_csv(f"{csv}ASN;2022;Totalt;{total}\n{below}")
        assert [each.rad for each in found.fynd if each.regel == "RAD_UNDER_TOTAL"] == wanted
