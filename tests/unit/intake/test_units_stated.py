"""Units that are stated in the ways people state them, and those that only look so."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fondbok.findings import FileRead
from fondbok.intake import headers
from fondbok.values.amounts import NO_UNIT, Unit
from fondbok.values.captions import units_in
from fondbok.values.number_format import parse_number_format
from tests.unit.intake.intake_files import HEADER, START, read_file, rules

TKR, MKR, EUR = Unit(3, "SEK"), Unit(6, "SEK"), Unit(0, "EUR")
KRANEN, HAMNLJUS = ["Kranen", "ESF+", 1680, "1"], ["Hamnljus", "LIFE", 2530, "2"]
INTRODUCTION = (
    "Nämnden deltog under året i flera projekt med medel från Europeiska unionen. Uppgifterna är "
    "hämtade ur ekonomisystemet och stämda av mot de rekvisitioner som myndigheten har godkänt. "
    "Frågor om dem besvaras av ekonomienheten. Alla belopp i tabellen anges i tkr. "
)


def paid(read: FileRead) -> dict[str, Decimal | None]:
    """Project -> amount of the rows that count."""
    rows = read.rows["submission_projekt"]
    return {row["projekt"]: row["utbetalt"] for row in rows if row["utfall"] == "laddad"}


@pytest.mark.parametrize(
    "text",
    ["Belopp i 1 000 kr", "Summor (1000 kr)", "i t.kr", "Belopp anges tkr", "Utfall tkr",
     "Alla summor tkr", "Enhet tkr", "Belopp/tkr", "EU-projekt i tkr 2021", "EU-projekt 2021 – tkr",
     "EU-medel 2024 tkr", "Tkr, löpande priser", "OBS: tusentals kronor!", "Projekt tkr",
     "Enhet: 1 000 kr", "Avrundning: tkr", INTRODUCTION],
)  # fmt: skip
def test_a_text_that_gives_thousands(text: str) -> None:
    """In a title, a label, a sheet's name, or a sentence of a long introduction."""
    assert [caption.unit for caption in units_in(text)] == [TKR]


@pytest.mark.parametrize(
    "text",
    [
        "Kostnaden var 1 000 kr",
        "Avgift: 1 000 kr",
        "Stöd på 2021 tkr och 917 tkr",
        "inte i tkr",
        "Hela kronor, inte tkr",
        "Några tkr",
        "Projekt MN",
        "Avrundat till närmaste 1 000 kr",
        INTRODUCTION.replace("i tkr", "i kronor, inte i tkr"),
    ],
)
def test_a_text_that_gives_no_thousands(text: str) -> None:
    """An amount, a warning, the name of a nämnd."""
    assert not any(caption.unit.power for caption in units_in(text))


@pytest.mark.parametrize(
    ("bracket", "unit"),
    [
        ("t.kr", TKR),
        ("tkr, avrundat", TKR),
        ("mkr, 1 decimal", MKR),
        ("ca tkr", TKR),
        ("tkr/år", TKR),
        ("tus kr", TKR),
        ("Tkr exkl moms", TKR),
        ("1 000 kr", TKR),
        ("kronor", Unit(0, "SEK")),
        ("EUR, avrundat", EUR),
    ],
)
def test_a_unit_among_other_words_in_a_header(bracket: str, unit: Unit) -> None:
    """The bracket says more than the unit."""
    found = headers.match(f"Utbetalt EU-bidrag ({bracket})")
    assert found is not None
    assert (found.field, found.unit, found.or_unit) == ("utbetalt", unit, None)
    assert not found.guessed


def test_euro_that_may_be_turned_into_kronor() -> None:
    """Into euro or out of it: nobody knows, and the row is held."""
    found = headers.match("Utbetalt EU-bidrag (EUR, omräknat)")
    assert found is not None
    assert {found.unit, found.or_unit} == {EUR, Unit(0, "SEK")}


@pytest.mark.parametrize("bracket", ["tkr, prognos", "beviljat i tkr", "ej tkr"])
def test_a_unit_beside_no_payment(bracket: str) -> None:
    """The unit does not make it one."""
    assert headers.match(f"Utbetalt EU-bidrag ({bracket})") is None


@pytest.mark.parametrize("bracket", ["varav 5 tkr", "tkr 500", "MN och TN"])
def test_no_unit_in_a_header(bracket: str) -> None:
    """An amount, or names."""
    found = headers.match(f"Utbetalt EU-bidrag ({bracket})")
    assert found is None or found.unit == NO_UNIT


@pytest.mark.parametrize(
    ("start", "below", "header"),
    [
        ([["Kommentar", "Alla belopp i tkr"]], [], HEADER),
        ([["Avrundning", "tkr"]], [], HEADER),
        ([], [[], ["Obs!", "Belopp i t.kr"]], HEADER),
        ([], [["Totalt (tkr)", None, 4210]], HEADER),
        ([], [["Summa i tkr", None, 4211]], HEADER),
        ([], [], ["Projektnamn (belopp i tkr)", *HEADER[1:]]),
    ],
)
def test_where_a_unit_stands(
    start: list[Any], below: list[Any], header: list[str], read_workbook: Callable[..., FileRead]
) -> None:
    """On Start, below the table, in its total and in another header: it counts and is said."""
    found = read_workbook([KRANEN, HAMNLJUS, *below], header, [*START, *start])
    assert paid(found) == {"Kranen": 1_680_000, "Hamnljus": 2_530_000}
    assert "ENHET_FRAN_TEXT" in rules(found)
    assert "UPPGIFT_OVANTAD" not in rules(found)


def test_a_total_in_another_unit_than_the_rows(read_workbook: Callable[..., FileRead]) -> None:
    """Rows in kronor with their sum in thousands are in kronor."""
    rows = [["Kranen", "ESF+", 1_680_000, "1"], ["Totalt (tkr)", None, 1680]]
    assert paid(read_workbook(rows)) == {"Kranen": 1_680_000}


FORMATS = [
    ('General" tkr"', 1_680_000, "SEK"), ('General" EUR"', 1_680, "EUR"), ("General", 1_680, "SEK"),
    ('[=0]"-";#,##0" tkr"', 1_680_000, "SEK"), ('"ca "#,##0" tkr"', 1_680_000, "SEK"),
    ('#,##0" tkr*"', 1_680_000, "SEK"), ('#,##0" EUR (prel)"', 1_680, "EUR"),
    ('[>=2000]#,##0" tkr";#,##0" kr"', 1_680, "SEK"),
    ('[>=1000]#,##0" tkr";#,##0" kr"', 1_680_000, "SEK"),
    ('#,##0;-#,##0" tkr"', 1_680, "SEK"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "amount", "currency"), FORMATS)
def test_what_a_number_format_writes_beside_the_number(
    code: str, amount: int, currency: str, workbook: Callable[..., Path]
) -> None:
    """By the part of the format that the number is shown with."""
    path = workbook({"Start": START, "Projekt": [HEADER, KRANEN]})
    book = openpyxl.load_workbook(path)
    book["Projekt"]["C2"].number_format = code
    book.save(path)
    row = read_file(path).rows["submission_projekt"][0]
    assert (row["utbetalt"], row["utbetalt_valuta"]) == (amount, currency)


def test_a_format_that_says_nothing() -> None:
    """General, dates and plain numbers add nothing."""
    codes = ["General", "yyyy-mm-dd", "#,##0;[Red]-#,##0", '"-"', "@", ";;;"]
    assert [parse_number_format(code) for code in codes] == [None] * len(codes)
