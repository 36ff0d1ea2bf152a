"""Headers without blanks, a sheet of names only, and goals parted by blanks or words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from fondbok.findings import FileRead
from fondbok.intake import headers
from fondbok.intake.headers import Header
from fondbok.values.amounts import NO_UNIT, Unit
from tests.unit.intake.intake_files import goals, read_file, row, rules

Read = Callable[..., FileRead]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("UtbetaltSEK", Header("utbetalt", Unit(0, "SEK"))),
        ("utbetaltsek", Header("utbetalt", Unit(0, "SEK"))),
        ("UtbetaltTkr2024", Header("utbetalt", Unit(3, "SEK"), 2024)),
        ("BudgetMkr", Header("budget", Unit(6, "SEK"))),
        ("UtbetaltTillASF2024", Header("utbetalt", NO_UNIT, 2024, "ASF")),
        ("utbetalt_till_asf_2024", Header("utbetalt", NO_UNIT, 2024, "ASF")),
        ("UtbetaltTillASF2024tkr", Header("utbetalt", Unit(3, "SEK"), 2024, "ASF")),
    ],
)
def test_a_money_header_without_blanks(text: str, meaning: Header) -> None:
    """Unit, year and förvaltning are read as they are with blanks."""
    assert headers.match(text) == meaning


@pytest.mark.parametrize("text", ["UtbetaltTillASFtkr", "UtbetaltXyz", "ProjektSEK", "SEK"])
def test_a_word_that_may_hide_a_unit_is_no_header(text: str) -> None:
    """A unit that is not understood would make the money a thousand times wrong."""
    assert headers.match(text) is None


def test_a_file_with_a_squeezed_header(read_csv: Read) -> None:
    """Nämnd, year and unit come from the header."""
    read = read_csv("Projektnamn;UtbetaltTillASF2024tkr\nA;5\n")
    found = row(read)
    assert (found["namnd_kod"], found["ar"], found["utbetalt"]) == ("ASN", 2024, Decimal(5000))


START = [("Nämnd", "ASN"), ("År", 2022)]


@pytest.mark.parametrize("before", [[], [["Projekt"]], [["Projekt 2022"], []]])
def test_a_sheet_of_project_names(workbook: Callable[..., Path], before: list[list[str]]) -> None:
    """Names without money are projects with unknown money."""
    path = workbook({"Start": START, "Projekt": [*before, ["Projektnamn"], ["A"], ["B"]]})
    read = read_file(path)
    assert [(r["projekt"], r["utbetalt"]) for r in read.rows["submission_projekt"]] == [
        ("A", None),
        ("B", None),
    ]
    assert rules(read) == {"KOLUMN_SAKNAS"}


@pytest.mark.parametrize("sheet", ["Projekt", "Blad1"])
def test_a_title_over_another_table_is_no_header(workbook: Callable[..., Path], sheet: str) -> None:
    """Only a sheet by that name, and only when nothing stands beside the names."""
    rows = [["Projekt"], ["Namn", "Belopp i år"], ["A", 1]]
    assert rules(read_file(workbook({"Start": START, sheet: rows}))) == {"PROJEKTTABELL_SAKNAS"}


def test_names_on_a_sheet_with_another_name_stay_refused(workbook: Callable[..., Path]) -> None:
    """A lone word is a header only where the sheet says what it lists."""
    read = read_file(workbook({"Start": START, "Blad1": [["Projektnamn"], ["A"]]}))
    assert rules(read) == {"PROJEKTTABELL_SAKNAS"}


@pytest.mark.parametrize(
    "text",
    ["1 3", "mål 1 och mål 3", "Mål 1 och 3", "KF-mål 1, KF-mål 3", "målområde 1 samt 3", "1  3"],
)
def test_goal_numbers_parted_by_blanks_or_words(read_json: Read, text: str) -> None:
    """Two goals of the year's set."""
    read = read_json(kf_mal=text, utbetalt=1)
    assert goals(read) == [1, 3]
    assert rules(read) == set()


@pytest.mark.parametrize("text", ["1 99", "mål 1 och mål 99", "1 0"])
def test_a_number_outside_the_set_leaves_the_whole_cell_unknown(read_json: Read, text: str) -> None:
    """Half of a cell that is not understood is no goal."""
    read = read_json(kf_mal=text, utbetalt=1)
    assert goals(read) == [None]
    assert rules(read) == {"KF_MAL_OKANT"}
