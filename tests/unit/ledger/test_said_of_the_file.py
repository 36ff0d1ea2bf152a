"""What stands beside a ledger's rows and changes what they mean: said, never passed over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from fondbok import ledger

HEADER = "Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Belopp"
ROWS = "1;2024-03-01;3511;41200;41300;-1000,00\n1;2024-03-01;1930;41200;;1000,00\n"


def said(path: Path) -> list[str]:
    """The rules of every finding and reject of a file."""
    return [note["regel"] for row in ledger.inspect_rows(path, None) for note in row["fynd"]]


def written(folder: Path, text: str) -> Path:
    """A csv file of a text."""
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("line", ["Belopp i tkr", "Huvudbok 2024;;(tkr)", "Alla belopp i EUR"])
def test_a_unit_above_the_header_is_said(line: str, tmp_path: Path) -> None:
    """The amounts are read as kronor all the same."""
    path = written(tmp_path, f"{line}\n{HEADER}\n{ROWS}")
    assert "LEDGER_ENHET_OVANFOR" in said(path)


@pytest.mark.parametrize("line", ["Belopp i SEK", "Malmö stad", "Huvudbok 2024, alla konton"])
def test_lines_that_change_nothing_are_not(line: str, tmp_path: Path) -> None:
    """An ordinary head of an ordinary export."""
    assert said(written(tmp_path, f"{line}\n{HEADER}\n{ROWS}")) == []


@pytest.mark.parametrize(
    "header", ["Valutaslag", "Currency code", "Transaktionsvaluta", "Valuta (ISO)", "Myntslag"]
)
def test_a_currency_beside_the_amount_is_known(header: str, tmp_path: Path) -> None:
    """The row is held: kronor or euro."""
    row = "1;2024-03-01;3511;41200;41300;-1000,00"
    text = f"{HEADER};{header}\n{row};EUR\n2{row[1:]};SEK\n"
    assert "LEDGER_VALUTA_TVETYDIG" in said(written(tmp_path, text))


@pytest.mark.parametrize("header", ["DK-kod", "D eller K", "Debet eller kredit"])
def test_the_side_is_known(header: str, tmp_path: Path) -> None:
    """Credit is negative."""
    text = (
        f"{HEADER};{header}\n1;2024-03-01;3511;41200;41300;1000,00;K\n"
        "1;2024-03-01;1930;41200;;1000,00;D\n"
    )
    path = written(tmp_path, text)
    rows = list(ledger.inspect_rows(path, None))
    assert [row["falt"]["belopp"] for row in rows] == ["-1000.00", "1000.00"]


def workbook(folder: Path, second: list[list[Any]]) -> Path:
    """A ledger with a second sheet."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    day = date(2024, 3, 1)
    sheet.append(HEADER.split(";"))
    sheet.append([1, day, 3511, 41200, 41300, -1000])
    sheet.append([1, day, 1930, 41200, None, 1000])
    other = made.create_sheet("Blad2")
    for row in second:
        other.append(row)
    path = folder / "export.xlsx"
    made.save(path)
    return path


def test_a_sheet_that_goes_on_without_header_is_said(tmp_path: Path) -> None:
    """Its postings do not count."""
    path = workbook(tmp_path, [[2, date(2024, 4, 1), 3511, 41200, 41300, -500]])
    assert "LEDGER_BLAD_UTAN_RUBRIK" in said(path)


def test_a_sheet_of_something_else_is_not(tmp_path: Path) -> None:
    """A pivot table beside the data."""
    path = workbook(tmp_path, [["Konto", "Summa av Belopp"], [3511, -1000], ["Total", -1000]])
    assert said(path) == []
