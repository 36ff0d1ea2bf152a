"""A unit that a file names beside amounts read in kronor: asked about, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from fondbok.findings import FileRead
from tests.unit.intake.intake_files import HEADER, START, read_file, rules

ROWS = [["Kranen", "ESF+", 1680, "1"], ["Hamnljus", "LIFE", 25300, "2"]]
LARGE = [["Kranen", "ESF+", 1_680_158, "1"], ["Hamnljus", "LIFE", 253_000, "2"]]


def told(read: FileRead) -> list[str]:
    """Where the unit is named, of each remark."""
    return [each.meddelande for each in read.fynd if each.regel == "ENHET_NAMNS"]


@pytest.mark.parametrize(
    ("sheet", "text", "word"),
    [
        ("Instruktioner", "Alla belopp anges i tkr", "tkr"),
        ("Läs mig", "Observera att beloppen i bladet Projekt är i euro.", "EUR"),
        ("Information", "Redovisningen görs i tusentals kronor", "tusentals kronor"),
        ("Blad2", "Underlag från ekonomi, t.kr", "t.kr"),
        ("Lathund", "Fyll i projekten. Summera dem i 1 000 kr.", "1 000 kr"),
    ],
)
def test_a_sheet_that_is_not_read(
    sheet: str, text: str, word: str, read_workbook: Callable[..., FileRead]
) -> None:
    """Said once, with the word and the sheet."""
    found = read_workbook(ROWS, **{sheet: [[text], [text]]})
    (message,) = told(found)
    assert f"{word} (bladet {sheet})" in message


def test_a_column_that_is_not_known(read_workbook: Callable[..., FileRead]) -> None:
    """Its header, or a cell in it."""
    header = [*HEADER, "Medfinansiering (tkr)"]
    assert told(read_workbook([[*row, 100] for row in ROWS], header))
    header = [*HEADER, "Anmärkning"]
    assert told(read_workbook([[*row, "Belopp i tkr"] for row in LARGE], header))
    assert told(read_workbook([[*row, "Rekvireras i euro"] for row in LARGE], header))


def test_a_note_below_the_projects(read_workbook: Callable[..., FileRead]) -> None:
    """A row of one cell is a note more often than a project."""
    assert told(read_workbook([*ROWS, [], ["1) Avrundat till tkr"]]))
    assert not told(read_workbook([*ROWS, [], ["1) Varav 50 tkr till partner"]]))


@pytest.mark.parametrize("name", ["KUN 2021 (belopp i tkr).xlsx", "kun_2021_tkr.xlsx"])
def test_the_name_of_the_file(name: str, workbook: Callable[..., Path]) -> None:
    """A person sees it first of all."""
    path = workbook({"Start": START, "Projekt": [HEADER, *ROWS]}, name)
    assert "tkr (filens namn)" in told(read_file(path))[0]


def test_a_comment_and_the_name_of_a_sheet(workbook: Callable[..., Path]) -> None:
    """The header's comment is read; who wrote it is not repeated."""
    path = workbook({"Start": START, "Projekt": [HEADER, *ROWS]})
    book = openpyxl.load_workbook(path)
    book["Projekt"]["C1"].comment = Comment("Någon:\nBelopp i tkr", "Någon")
    book.save(path)
    (message,) = told(read_file(path))
    assert "en kommentar på bladet Projekt" in message
    assert "Någon" not in message
    path = workbook({"Start": START, "Projekt": [HEADER, *ROWS], "Diagram, tkr": [["x"]]})
    assert "ett blads namn" in told(read_file(path))[0]


@pytest.mark.parametrize(
    "text",
    [
        "Skriv hela kronor, inte tkr",
        "Skriv beloppen utan ord och utan tkr.",
        "Vi fick drygt 5 mkr förra året",
        "Projektet omsätter flera miljoner kronor",
        "Belopp i kronor",
        "Eurocities är ett nätverk",
        "Euro 2024 spelades i Tyskland",
        "Miljönämnden (MN)",
    ],
)
def test_what_names_no_unit_of_the_amounts(
    text: str, read_workbook: Callable[..., FileRead]
) -> None:
    """A warning, an amount, kronor, other words."""
    assert not told(read_workbook(ROWS, Information=[[text]]))


def test_a_unit_that_was_taken(read_workbook: Callable[..., FileRead]) -> None:
    """Nothing is left to ask about."""
    more: dict[str, Any] = {"Information": [["Alla belopp anges i tkr"]]}
    header = [HEADER[0], HEADER[1], "Utbetalt EU-bidrag (tkr)", HEADER[3]]
    assert not told(read_workbook(ROWS, header, **more))
    start = [*START, ["Belopp anges i", "tkr"]]
    found = read_workbook(ROWS, start=start, **more)
    assert rules(found) == {"ENHET_FRAN_TEXT", "BLAD_OVANTAT"}


def test_amounts_that_have_their_own_unit(read_workbook: Callable[..., FileRead]) -> None:
    """Or are in no currency but the one named."""
    more: dict[str, Any] = {"Information": [["Alla belopp anges i tkr"]]}
    rows = [["Kranen", "ESF+", "1680 kr", "1"], ["Hamnljus", "LIFE", "25 tkr", "2"]]
    assert not told(read_workbook(rows, **more))
    header = [*HEADER, "Valuta"]
    euro: dict[str, Any] = {"Information": [["Beloppen anges i euro"]]}
    assert not told(read_workbook([[*row, "SEK"] for row in ROWS], header, **euro))


def test_amounts_that_cannot_be_thousands(read_workbook: Callable[..., FileRead]) -> None:
    """A word in passing is not asked about where the amounts would be thousands of millions."""
    assert not told(read_workbook(LARGE, Information=[["Staden avrundar till tkr i bokslut"]]))
    assert told(read_workbook(ROWS, Information=[["Staden avrundar till tkr i bokslut"]]))
    assert told(read_workbook(LARGE, Information=[["Alla belopp anges i tkr"]]))


def test_answers_are_not_searched(read_workbook: Callable[..., FileRead]) -> None:
    """What a nämnd tells in words is its own."""
    header = [*HEADER, "Syfte och mål"]
    rows = [[*row, "Fonden betalar ut i tkr"] for row in ROWS]
    svar = [["Fråga nr", "Fråga", "Svar"], [1, "Vilka?", "Budgeten är i mkr"]]
    assert not told(read_workbook(rows, header, Svar=svar))
