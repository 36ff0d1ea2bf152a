"""Submissions without projects are handed in, in every format; projects not found are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from fondbok.findings import FileRead
from fondbok.intake.readers.text_only import says_no_projects
from tests.unit.intake.intake_files import read_file, rules

Rows = list[list[Any]]
WHO = [["Nämnd", "HVON"], ["År", 2024]]
ANSWERS: Rows = [["Fråga nr", "Fråga", "Svar"], [1, "Vad?", "Vi har vänorter."]]
HEAD = "Nämnd;År;Projektnamn;Fond/program;Utbetalt EU-bidrag\n"
OPENING = ["Redovisning av internationellt arbete 2024", "HVON-2024-123"]


def book(path: Path, sheets: dict[str, Rows]) -> FileRead:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    made.save(path / "underlag.xlsx")
    return read_file(path / "underlag.xlsx")


def text(path: Path, content: str) -> FileRead:
    path.write_text(content, encoding="utf-8")
    return read_file(path)


def memo(path: Path, *paragraphs: str, table: Rows | None = None) -> FileRead:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if table is not None:
        drawn = made.add_table(len(table), len(table[0]))
        for at, line in enumerate(table):
            for column, words in enumerate(line):
                drawn.cell(at, column).text = words
    made.save(str(path / "underlag.docx"))
    return read_file(path / "underlag.docx")


def document(**more: Any) -> str:
    return json.dumps({"namnd": "HVON", "ar": 2024, **more})


def in_words(path: Path) -> FileRead:
    return memo(path, *OPENING, "Vi har inga projekt men möter andra städer i nätverk. " * 12)


def csv_of(content: str) -> Callable[[Path], FileRead]:
    return lambda path: text(path / "underlag.csv", content)


def json_of(**more: Any) -> Callable[[Path], FileRead]:
    return lambda path: text(path / "underlag.json", document(**more))


HANDED_IN: dict[str, Callable[[Path], FileRead]] = {
    "json with answers": json_of(svar=[{"fraga_nr": 1, "svar": "Vi har vänorter."}]),
    "json with nothing for projects": json_of(projekt=None),
    "json with no projects": json_of(projekt=[]),
    "json with networks": json_of(natverk=[{"natverk": "Eurocities"}]),
    "xlsx with answers": lambda path: book(path, {"Start": WHO, "Svar": ANSWERS}),
    "xlsx with all on one sheet": lambda path: book(path, {"Svar": [*WHO, *ANSWERS]}),
    "xlsx with a word for it": lambda path: book(
        path, {"Start": WHO, "Projekt": [["Projektnamn", "Utbetalt"], ["Inga projekt"]]}
    ),
    "csv with answers": csv_of("Nämnd;År;Fråga nr;Fråga;Svar\nHVON;2024;1;Vad?;Vänorter\n"),
    "csv with answers below": csv_of("Nämnd;HVON\nÅr;2024\n\nFråga nr;Svar\n1;Vänorter\n"),
    "csv with an empty row": csv_of(f"{HEAD}HVON;2024;;;\n"),
    "csv with a word for it": csv_of(f"{HEAD}HVON;2024;Inga EU-projekt;;\n"),
    "memo in words": in_words,
}


@pytest.mark.parametrize("how", HANDED_IN)
def test_a_submission_without_projects_is_handed_in(how: str, tmp_path: Path) -> None:
    read = HANDED_IN[how](tmp_path)
    (said,) = read.rows["submission"]
    assert (said["namnd_kod"], said["ar"]) == ("HVON", 2024)
    assert not read.rows["submission_projekt"]
    assert "INGA_PROJEKT" in rules(read)


@pytest.mark.parametrize(
    ("read", "rule"),
    [
        (json_of(), "PROJEKTTABELL_SAKNAS"),
        (csv_of("Fråga nr;Svar\n1;Vänorter\n"), "NAMND_SAKNAS"),
        (csv_of("Nämnd;HVON\nFråga nr;Svar\n1;Vänorter\n"), "AR_SAKNAS"),
        (lambda path: book(path, {"Start": WHO}), "PROJEKTTABELL_SAKNAS"),
        (
            lambda path: book(
                path,
                {
                    "Start": WHO,
                    "Svar": ANSWERS,
                    "Projekt": [["Hamnljus", "ESF+", 100_000], ["Kranen", "ESF+", 200_000]],
                },
            ),
            "PROJEKTTABELL_SAKNAS",
        ),
        (lambda path: memo(path, *OPENING, "Vi skickar bilagan."), "PROJEKTTABELL_SAKNAS"),
        (
            lambda path: memo(
                path, *OPENING, "Ord. " * 90, table=[["Insats", "Kostnad"], ["A", "100 000 kr"]]
            ),
            "PROJEKTTABELL_SAKNAS",
        ),
    ],
)
def test_what_is_nobodys_or_has_projects_that_were_not_found_is_refused(
    read: Callable[[Path], FileRead], rule: str, tmp_path: Path
) -> None:
    found = read(tmp_path)
    assert (found.status, rules(found)) == ("avvisad", {rule})


@pytest.mark.parametrize(
    ("words", "none"),
    [
        ("Inga projekt", True),
        ("Vi har inga EU-projekt under 2024", True),
        ("Inget att redovisa", True),
        ("Ej aktuellt", True),
        ("Har inte deltagit i några EU-projekt under året.", True),
        ("Fritidsnämnden deltog inte i något EU-projekt", True),
        ("Vi har inte fått några EU-medel", True),
        ("Har inte fått en chans", False),
        ("Har inte alla rätt till kultur", False),
        ("Ingen lämnas utanför", False),
        ("Inga barriärer", False),
        ("Ingenting är omöjligt", False),
    ],
)
def test_words_for_no_projects(words: str, none: bool) -> None:
    assert says_no_projects(words) is none
