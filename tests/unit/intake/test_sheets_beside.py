"""The sheets beside the projects: what is in no field, or in no table, is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fondbok.findings import FileRead
from tests.unit.intake.intake_files import read_file

Read = Callable[..., FileRead]
PROJECT = [["Vägen in"]]


def told(read: FileRead) -> list[tuple[str, str | None, int | None, str | None]]:
    return [(each.regel, each.blad, each.rad, each.kolumn) for each in read.fynd]


def test_a_sheet_filled_in_as_the_form_asks_is_not_remarked_on(read_workbook: Read) -> None:
    """Time in a project of the table is in that project, also where nothing is measured."""
    read = read_workbook(
        PROJECT,
        Personal=[
            ["Uppgift", "Projektnamn", "Antal personer"],
            ["Ledning", "Vägen in", 1],
            ["Ledning", None, 2],
        ],
        Nätverk=[["Nätverk", "Roll", None], ["ESN", "medlem"], ["Eurocities", "medlem"]],
    )
    assert told(read) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Nätverk", "Roll", "Vad"], ["ESN", "a", "b"]], ("KOLUMN_OVANTAD", 1, "Vad")),
        ([["Nätverk", "Roll"], ["ESN", "a", "b"]], ("KOLUMN_OVANTAD", 1, "C")),
        ([["Nätverk", "Roll"], [None, "ESN"]], ("BLAD_RAD_UTAN_NAMN", 2, "Nätverk")),
        ([["Nätverk", "Roll"], ["ESN", "a"], ["ESN", "a"]], ("BLAD_RAD_TVA_GANGER", 3, None)),
        ([["ESN", "medlem"], ["Eurocities", "medlem"]], ("BLAD_LASES_INTE", None, None)),
    ],
)
def test_what_is_read_into_nothing_is_told(
    read_workbook: Read, rows: list[list[object]], expected: tuple[str, int | None, str | None]
) -> None:
    read = read_workbook(PROJECT, Nätverk=rows)
    rule, row, column = expected
    assert told(read) == [(rule, "Nätverk", row, column)]


def test_a_list_whose_rows_have_no_name_says_so(tmp_path: Path) -> None:
    """In json, where a key is another than the form's, once for the list and once for the key."""
    content = {
        "namnd": "ASN", "ar": 2022, "projekt": [{"projekt": "Vägen in", "utbetalt": 100}],
        "natverk": [{"namn_ny": "ESN", "roll": "medlem"}, {"namn_ny": "X", "roll": "medlem"}],
    }  # fmt: skip
    file = tmp_path / "asn.json"
    file.write_text(json.dumps(content), "utf-8")
    assert [(rule, column) for rule, _, _, column in told(read_file(file))] == [
        ("KOLUMN_SAKNAS", "Nätverk"),
        ("KOLUMN_OVANTAD", "namn_ny"),
    ]


def test_rows_without_the_kind_of_partner_are_not_lost_in_silence(read_workbook: Read) -> None:
    read = read_workbook(PROJECT, Samverkan=[["Typ", "Antal"], [None, 17]])
    assert told(read) == [("BLAD_RAD_UTAN_NAMN", "Samverkan", 2, "Typ")]


HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]


@pytest.mark.parametrize("name", ["Kontroll", "Listor", "kontroll", "Hjälp"])
def test_projects_on_a_sheet_of_the_forms_own_are_said(name: str, read_workbook: Read) -> None:
    """Its lists and checks are not read: how much would have counted is told."""
    rows = [["Kranen", "ESF+", 100_000]]
    read = read_workbook(rows, HEADER, **{name: [HEADER, ["Torget", "LIFE", 900_000]]})
    (found,) = [each for each in read.fynd if each.regel == "BLAD_RAKNAS_INTE"]
    assert "1 projekt med 900 000 kr" in found.meddelande
    assert f"det heter {name}" in found.meddelande
    assert [row["projekt"] for row in read.rows["submission_projekt"]] == ["Kranen"]


@pytest.mark.parametrize(
    "rows",
    [
        # The same projects again, names without money, an example, and no projects at all.
        [HEADER, ["Kranen", "ESF+", 100_000], ["Totalt", None, 100_000]],
        [HEADER, ["Torget", "LIFE", None], ["Bron", "LIFE", 0]],
        [HEADER, ["Exempelprojektet", "LIFE", 250_000]],
        [["Fond", "Roll"], ["ESF+", "Projektägare"]],
        [["Kontroll", "Värde"], ["Antal rader", 5]],
    ],
)
def test_the_forms_own_lists_are_nothing_to_say(
    rows: list[list[object]], read_workbook: Read
) -> None:
    read = read_workbook([["Kranen", "ESF+", 100_000]], HEADER, Kontroll=rows)
    assert told(read) == []


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([["Offentlig", 17], ["Privat", 5], ["Summa", 22]], []),
        ([["Offentlig", 17], ["Privat", 5], ["Summa", 31]], [4]),
        ([["Offentlig", 17], ["Delsumma", 17], ["Privat", 5], ["Delsumma", 5], ["Totalt", 22]], []),
        ([["Offentlig", 17], ["Delsumma", 17], ["Privat", 5], ["Delsumma", 6]], [5]),
        # What is no number is said at its own row.
        ([["Offentlig", 17], ["Privat", "flera"], ["Summa", 31]], []),
        ([["Summa", 31]], []),
    ],
)
def test_a_sum_is_held_against_its_rows(
    read_workbook: Read, rows: list[list[object]], wanted: list[int]
) -> None:
    """It is no row of its own, and it was read by nobody."""
    read = read_workbook(PROJECT, Samverkan=[["Typ", "Antal"], *rows])
    found = [each for each in read.fynd if each.regel == "TOTAL_STAMMER_EJ"]
    assert [(each.blad, each.rad, each.kolumn) for each in found] == [
        ("Samverkan", rad, "Antal") for rad in wanted
    ]


def test_sums_of_posts_and_of_money_are_held_too(read_workbook: Read) -> None:
    read = read_workbook(
        PROJECT,
        Personal=[["Uppgift", "Heltidstjänster"], ["A", "0,5"], ["B", 1.25], ["Totalt", 2]],
        Ansökningar=[["Ansökan", "Sökt belopp"], ["A", "1 mkr"], ["B", 500_000], ["Summa", 1]],
    )
    found = [each.blad for each in read.fynd if each.regel == "TOTAL_STAMMER_EJ"]
    assert found == ["Personal", "Ansökningar"]
