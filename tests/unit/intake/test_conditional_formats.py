"""Rows that a conditional format strikes through or hides, in the ways that people make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from fondbok.files import conditional
from fondbok.findings import FileRead
from tests.fixtures.submissions import underlag as write
from tests.unit.intake.intake_files import read_file

START = [["Nämnd", "ASN"], ["År", 2024]]
ROWS: list[list[Any]] = [
    ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag", "Läge"],
    ["Hamnljus", "ESF+", 917_000, "Pågår"],
    ["Gröna tak", "ERUF", 200_000, "Nekad"],
    ["Vågen", "ERUF", 0, "Pågår"],
]
STRIKE, WHITE, GREY = Font(strike=True), Font(color="FFFFFFFF"), Font(color="FF808080")
RED, WHITE_FILL = PatternFill(bgColor="FFFF0000"), PatternFill(bgColor="FFFFFFFF")
STRUCK, UNSEEN, UNJUDGED = "RAD_GENOMSTRUKEN", "VARDE_SYNS_INTE", "FORMAT_VILLKOR"
Read = Callable[..., FileRead]


def rule(kind: str, formula: str | None = None, *, text: str | None = None, **looks: Any) -> Rule:
    formulas = [formula] if formula is not None else []
    return Rule(kind, formula=formulas, text=text, dxf=DifferentialStyle(**looks))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_with(area: str, made: Rule) -> FileRead:
        book = openpyxl.Workbook()
        book.active.title = "Start"
        sheet = book.create_sheet("Projekt")
        for to, rows in ((book.active, START), (sheet, ROWS)):
            for line in rows:
                to.append(line)
        sheet.conditional_formatting.add(area, made)
        path = tmp_path / "underlag.xlsx"
        book.save(path)
        return read_file(path)

    return read_with


def said(found: FileRead) -> set[tuple[str, int | None]]:
    return {
        (each.regel, each.rad) for each in found.fynd if each.regel in {STRUCK, UNSEEN, UNJUDGED}
    }


@pytest.mark.parametrize(
    ("area", "made", "wanted"),
    [
        ("A2:D20", FormulaRule(['$D2="nekad"'], font=STRIKE), STRUCK),
        ("A1:D20", FormulaRule(['$D1="Nekad"'], font=STRIKE), STRUCK),
        ("A2:B20 C2:D20", FormulaRule(['$D2="Nekad"'], font=STRIKE), STRUCK),
        ("A2:D20", FormulaRule(['AND($C2>0,$D2<>"Pågår")'], font=STRIKE), STRUCK),
        ("A2:D20", FormulaRule(["$C2+0=2*100000"], font=STRIKE), STRUCK),
        ("C2:C20", CellIsRule(operator="between", formula=["1", "300000"], font=STRIKE), STRUCK),
        ("C2:C20", CellIsRule(operator="equal", formula=["$C$3"], font=STRIKE), STRUCK),
        ("A2:D20", rule("beginsWith", text="Grön", font=STRIKE), STRUCK),
        ("A2:D20", rule("containsText", text="tak", font=STRIKE), STRUCK),
        ("A2:D20", FormulaRule(['$D2="Nekad"'], font=WHITE), UNSEEN),
        ("A2:D20", FormulaRule(['$D2="Nekad"'], font=Font(color=Color(theme=0))), UNSEEN),
        ("A2:D20", FormulaRule(['$D2="Nekad"'], font=WHITE, fill=WHITE_FILL), UNSEEN),
        ("C2:C20", CellIsRule(operator="lessThan", formula=["300000"], font=WHITE), UNSEEN),
        ("C2:C20", rule("expression", "$D2<>\"Pågår\"", numFmt=NumberFormat(170, ";;;")), UNSEEN),
    ],
)  # fmt: skip
def test_what_a_simple_rule_strikes_or_hides_is_said_at_its_row(
    area: str, made: Rule, wanted: str, read: Read
) -> None:
    """As if the cells were formatted so themselves; a hidden zero is a way of writing."""
    assert said(read(area, made)) == {(wanted, 3)}


@pytest.mark.parametrize(
    "made",
    [
        FormulaRule(["COUNTIF(Blad9!A:A,$A2)>0"], font=STRIKE),
        FormulaRule(['ISNUMBER(SEARCH("nek",$D2))'], font=WHITE),
        rule("duplicateValues", font=WHITE),
        rule("timePeriod", font=STRIKE),
    ],
)
def test_a_rule_that_cannot_be_judged_is_told_with_its_range(made: Rule, read: Read) -> None:
    """Once, and only where projects with money stand in it."""
    found = read("A2:D20", made)
    assert said(found) == {(UNJUDGED, None)}
    assert "A2:D20" in next(each.meddelande for each in found.fynd if each.regel == UNJUDGED)
    assert said(read("A40:D80", made)) == set()
    assert said(read("D2:D20", made)) == set()


@pytest.mark.parametrize(
    "made",
    [
        FormulaRule(['$D2="Nekad"'], fill=RED),
        FormulaRule(['$D2="Nekad"'], font=WHITE, fill=RED),
        FormulaRule(['$D2="Nekad"'], font=GREY),
        FormulaRule(['$D2="Nekad"'], font=Font(strike=False, bold=True)),
        FormulaRule(['$D2="Avslutat"'], font=STRIKE),
        FormulaRule(["COUNTIF(Blad9!A:A,$A2)>0"], fill=RED),
        FormulaRule(["ISERROR(C2)"], font=WHITE),
        CellIsRule(operator="equal", formula=["0"], font=WHITE),
        rule("containsBlanks", "LEN(TRIM(C2))=0", font=WHITE),
        rule("containsErrors", font=WHITE),
        rule("containsText", text="Avslutat", font=STRIKE),
        ColorScaleRule("min", start_color="FFFFFF", end_type="max", end_color="FF0000"),
        DataBarRule("min", None, "max", None, color="FFFFFF"),
    ],
)
def test_ordinary_formats_are_left_alone(made: Rule, read: Read) -> None:
    """Colours, bars, zeros and errors that are not shown, and rules in force for no row."""
    assert said(read("A2:D20", made)) == set()


def test_more_than_is_asked_of_a_sheet_is_told_and_not_passed_over(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conditional, "_MOST_IN_ALL", 15)  # the sheet has 16 cells
    assert said(read("A2:D20", FormulaRule(['$D2="Nekad"'], font=STRIKE))) == {(STRUCK, 3)}
    assert {regel for regel, _ in said(read("A1:D20", FormulaRule(['$D1="x"'], font=STRIKE)))} == {
        UNJUDGED
    }


def test_a_rule_about_another_sheet_stands_elsewhere_in_the_file(tmp_path: Path) -> None:
    """Excel keeps those in an extension, with the look beside the rule."""
    main, more = (
        "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
        "http://schemas.microsoft.com/office/excel/2006/main",
    )
    content = write.workbook([("Start", START), ("Projekt", ROWS)])
    extension = (
        f'</sheetData><extLst><ext><x14:conditionalFormattings xmlns:x14="{main}">'
        f'<x14:conditionalFormatting xmlns:xm="{more}"><x14:cfRule type="expression" priority="1">'
        "<xm:f>Lista!$A$1=$A2</xm:f><x14:dxf><font><strike/></font></x14:dxf></x14:cfRule>"
        "<xm:sqref>A2:D9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
        "</ext></extLst>"
    )
    sheet = "xl/worksheets/sheet2.xml"
    path = tmp_path / "underlag.xlsx"
    path.write_bytes(write.repacked(content, sheet, b"</sheetData>", extension.encode()))
    assert said(read_file(path)) == {(UNJUDGED, None)}
    own = extension.replace("Lista!$A$1=$A2", '$D2="Nekad"')
    path.write_bytes(write.repacked(content, sheet, b"</sheetData>", own.encode()))
    assert said(read_file(path)) == {(STRUCK, 3)}


def test_formats_that_cannot_be_read_are_damage(tmp_path: Path) -> None:
    content = write.workbook([("Start", START), ("Projekt", ROWS)])
    broken = b'</sheetData><conditionalFormatting sqref="A2:D9"><cfRule></conditionalFormatting>'
    path = tmp_path / "underlag.xlsx"
    path.write_bytes(write.repacked(content, "xl/worksheets/sheet2.xml", b"</sheetData>", broken))
    assert [each.regel for each in read_file(path).fynd] == ["FIL_SKADAD"]
