"""Sums no row explains, units in odd places, cells hidden by their size: all are said."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from fondbok.findings import FileRead
from fondbok.intake.submissions import read_submission
from fondbok.values.number_format import parse_number_format
from tests.unit.intake.intake_files import rules

HEADER = ["Projektnamn", "Fond/program", "Roll", "Utbetalt"]
KRANEN = ["Kranen", "ESF+", "Ägare", 917000]
HAMNLJUS = ["Hamnljus", "LIFE", "Ägare", 250000]


def book(*rows: Any) -> Workbook:
    """A submission with one project sheet."""
    made = Workbook()
    start = made.active
    assert start is not None
    start.title = "Start"
    start.append(["Nämnd", "ASN"])
    start.append(["År", 2024])
    sheet = made.create_sheet("Projekt")
    for row in rows:
        sheet.append(row)
    return made


def read(made: Workbook, folder: Path) -> FileRead:
    """The workbook as the intake reads it."""
    path = folder / "underlag.xlsx"
    made.save(path)
    return read_submission(path, "sha")


def paid(found: FileRead) -> dict[str, Decimal | None]:
    """Project -> amount of the rows that count."""
    return {
        row["projekt"]: row["utbetalt"]
        for row in found.rows["submission_projekt"]
        if row["utfall"] == "laddad"
    }


@pytest.mark.parametrize(
    "label", ["ASN totalt", "Hela nämnden", "Tot", "Σ", "ASN", "Kontrollsumma", "Samtliga"]
)
def test_a_sum_that_adds_up_to_nothing_is_said(label: str, tmp_path: Path) -> None:
    """Only a label and an amount among projects that say more."""
    found = read(book(HEADER, KRANEN, HAMNLJUS, [label, None, None, 1200000]), tmp_path)
    assert "RAD_LIKNAR_SUMMA" in rules(found)


def test_a_sum_above_its_rows_is_said(tmp_path: Path) -> None:
    """Whatever it is called."""
    found = read(book(HEADER, ["Att redovisa", None, None, 1167000], KRANEN, HAMNLJUS), tmp_path)
    assert "RAD_LIKNAR_SUMMA" in rules(found)


def test_a_project_with_only_an_amount_is_no_sum(tmp_path: Path) -> None:
    """Neither its name nor its amount speaks of one."""
    found = read(book(HEADER, KRANEN, HAMNLJUS, ["Bryggan", None, None, 5000]), tmp_path)
    assert "RAD_LIKNAR_SUMMA" not in rules(found)
    assert paid(found)["Bryggan"] == 5000


def test_names_of_funds_in_a_table_of_names_and_amounts(tmp_path: Path) -> None:
    """Where no row says more than its amount, nothing is told by that."""
    rows = [["Projektnamn", "Utbetalt"], ["Kranen", 1000], ["URBACT", 70], ["Hamnljus", 250]]
    assert "RAD_LIKNAR_SUMMA" not in rules(read(book(*rows), tmp_path))


def test_the_title_of_the_table_below_does_not_change_the_unit_above(tmp_path: Path) -> None:
    """Both readings are named, and the rows are held."""
    below = [["Partnerprojekt (tkr)"], HEADER, ["Bryggan", "Erasmus+", "Part", 5]]
    found = read(book(HEADER, KRANEN, HAMNLJUS, [], *below), tmp_path)
    assert paid(found) == {"Bryggan": 5000}
    assert "BELOPP_TVETYDIGT" in rules(found)


def test_a_column_of_units_counts(tmp_path: Path) -> None:
    """Each row says tkr in a column that no header of ours explains."""
    rows = [[*HEADER, "Enhet"], ["Kranen", "ESF+", "Ägare", 917, "tkr"]]
    found = read(book(*rows), tmp_path)
    assert paid(found) == {"Kranen": 917000}
    assert "ENHET_FRAN_TEXT" in rules(found)


def test_a_column_of_several_units_holds_the_rows(tmp_path: Path) -> None:
    """Nobody here knows which is meant for which."""
    rows = [
        [*HEADER, "Enhet"],
        ["Kranen", "ESF+", "Ägare", 917, "tkr"],
        ["Hamnljus", "LIFE", "Ägare", 250000, "kr"],
    ]
    found = read(book(*rows), tmp_path)
    assert paid(found) == {}
    assert "BELOPP_TVETYDIGT" in rules(found)


@pytest.mark.parametrize(
    ("size", "rule"), [(b'ht="77"', "RAD_DOLD"), (b'width="77"', "KOLUMN_DOLD")]
)
def test_without_height_or_width_is_hidden(size: bytes, rule: str, tmp_path: Path) -> None:
    """As a row or column that says so."""
    made = book(HEADER, KRANEN, HAMNLJUS)
    made["Projekt"].row_dimensions[3].height = 77
    made["Projekt"].column_dimensions["D"].width = 77
    assert rule not in rules(read(made, tmp_path))
    path, flat = tmp_path / "underlag.xlsx", tmp_path / "flat.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(flat, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(size, size.replace(b"77", b"0")))
    assert rule in rules(read_submission(flat, "sha"))


@pytest.mark.parametrize("code", ["[$€-x-euro2] #,##0", "#,##0 [$€-x-euro1]", "[$€-2] #,##0"])
def test_euro_by_any_language(code: str) -> None:
    """The languages of a currency are not only numbers."""
    found = parse_number_format(code)
    assert found is not None
    assert found.currency == "EUR"
