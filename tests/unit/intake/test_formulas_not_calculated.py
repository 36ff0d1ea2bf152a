"""A workbook that a program filled in: formulas with a 0, or with an older value, that is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fondbok.findings import FileRead
from tests.fixtures.submissions import underlag as write
from tests.fixtures.submissions.underlag import Formula, Rows
from tests.unit.intake.intake_files import paid, read_file, row, rules

START: Rows = [["Nämnd", "ASN"], ["År", 2024]]
HEADER: list[object] = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag", "Underlag 1", "2"]
OTHER: list[object] = ["Gröna tak", "ERUF", 200_000]
ECONOMY: Rows = [["Projekt", "Kronor"], ["Hamnljus", 917_000], ["", None]]
RULE = "FORMEL_EJ_RAKNAD"
Read = Callable[..., FileRead]


def zero(text: str) -> Formula:
    """A formula as a program leaves it that does not calculate."""
    return Formula(text, "0")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_rows(*rows: list[object], **sheets: Rows) -> FileRead:
        book = [("Start", START), ("Projekt", [HEADER, *rows]), *sheets.items()]
        path = tmp_path / "underlag.xlsx"
        path.write_bytes(write.workbook(book))
        return read_file(path)

    return read_rows


def said(found: FileRead) -> list[tuple[int | None, str | None]]:
    return [(remark.rad, remark.kolumn) for remark in found.fynd if remark.regel == RULE]


@pytest.mark.parametrize(
    "line",
    [
        [zero("D2*1000"), 917],
        [zero("SUM(D2:E2)"), 917_000, 1_000],
        [zero("D2+E2"), 917_000, None],
        # The cells are themselves not calculated.
        [zero("D2*1000"), zero("E2+1"), 16],
        # Excel leaves words out of a sum, and a person meant them.
        [zero("SUM(D2:E2)"), "100 000", "200 000 kr"],
        [zero("Ekonomi!B2")],
        [zero("'Ekonomi'!$B$2*1")],
        # Nobody here can calculate it, and no formula of the file ever was.
        [zero("VLOOKUP(A2,Ekonomi!A:B,2,0)")],
        # An older value.
        [Formula("SUM(D2:E2)", "500000"), 100_000, 300_000],
    ],
)
def test_a_value_that_its_formula_does_not_come_to_is_said(line: list[object], read: Read) -> None:
    """What is stored counts, and the sender is asked to calculate the file."""
    found = read(["Hamnljus", "ESF+", *line], OTHER, Ekonomi=ECONOMY)
    assert said(found) == [(2, "Utbetalt EU-bidrag")]


@pytest.mark.parametrize(
    "line",
    [
        [zero("D2+E2"), 0, None],
        [zero("SUM(D2:E2)"), "-", "se not"],
        [Formula("SUM(D2:E2)", "917000.004"), 917_000, "0,004"],
        [Formula("D2/3", "0.333333333333333"), 1],
        # What nobody here can calculate, in a file that was calculated.
        [zero("SUMIF(A2:A3,A9,C2:C3)"), Formula("1+1", "2")],
        # Another file; and a formula that goes round.
        [Formula("[1]Blad1!A1", "917000")],
        [Formula("C2+1", "5")],
    ],
)
def test_a_value_that_it_may_come_to_is_not(line: list[object], read: Read) -> None:
    assert said(read(["Hamnljus", "ESF+", *line], OTHER)) == []


def test_a_name_that_was_never_fetched_is_held_and_a_prepared_row_is_not(read: Read) -> None:
    """Both are stored as 0; only the first names a cell with words."""
    name = 'IF(Ekonomi!A{0}="","",Ekonomi!A{0})'
    lines: Any = [[zero(name.format(n)), None, zero(f"Ekonomi!B{n}")] for n in (2, 3)]
    found = read(*lines, OTHER, Ekonomi=ECONOMY)
    assert [(each.rad, each.regel) for each in found.avvisade] == [(2, "PROJEKT_FORMEL")]
    assert paid(found, "laddad") == 200_000
    assert found.rader_lasta == 2


def test_other_numbers_are_looked_at_too(read: Read) -> None:
    """A count on a sheet beside the projects; a copy of a formula has the text of the first."""
    partners: Rows = [["Typ", "Antal"], ["Offentlig", zero("2+3")], ["Privat", Formula("2", "2")]]
    found = read(OTHER, Samverkan=partners)
    assert said(found) == [(2, "Antal")]


def test_copies_of_one_formula_are_each_calculated(tmp_path: Path) -> None:
    """Excel writes the text once, in the first cell."""
    rows: Rows = [HEADER, ["Hamnljus", "ESF+", zero("D2"), 0], ["Gröna tak", "ESF+", zero("D3"), 7]]
    content = write.workbook([("Start", START), ("Projekt", rows)])
    for old, new in ((b"<f>D2</f>", b'<f t="shared" si="0" ref="C2:C3">D2*1000</f>'),
                     (b"<f>D3</f>", b'<f t="shared" si="0"/>')):  # fmt: skip
        content = write.repacked(content, "xl/worksheets/sheet2.xml", old, new)
    path = tmp_path / "underlag.xlsx"
    path.write_bytes(content)
    found = read_file(path)
    assert said(found) == [(3, "Utbetalt EU-bidrag")]
    assert row(found, 1)["utbetalt"] == 0
    assert "7 000" in next(each.meddelande for each in found.fynd if each.regel == RULE)
    assert RULE in rules(found)
