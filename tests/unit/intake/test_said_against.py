"""What people write against their own figures: titles, names, remarks, colours, kronor as tkr."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fondbok.findings import FileRead
from tests.unit.intake.intake_files import HEADER, START, paid, read_file, rules

ROWS = [["Kranen", "ESF+", 168_000, "1"], ["Hamnljus", "LIFE", 253_000, "2"]]
TITLE, WORDS, COLOUR = "TITEL_ANDRA_BELOPP", "RAD_SAGS_EJ_RAKNAS", "FARG_LASES_INTE"
THOUSANDS = "BELOPP_STORT_I_TUSENTAL"


@pytest.fixture
def read_sheet(workbook: Callable[..., Path]) -> Callable[..., FileRead]:
    """Read a sheet of rows as they stand, header and all."""

    def read(rows: Sequence[Sequence[Any]], blad: str = "Projekt") -> FileRead:
        return read_file(workbook({"Start": START, blad: rows}))

    return read


def said(read: FileRead, rule: str) -> int:
    """How often a rule is broken."""
    return sum(remark.regel == rule for remark in read.fynd)


# --- titles ---


@pytest.mark.parametrize(
    "title",
    [
        "Ackumulerat utfall sedan projektstart",
        "Utbetalt under hela projekttiden",
        "Prognos 2022",
        "Helårsprognos",
        "Budget EU-projekt 2022",
        "Preliminära belopp 2022",
        "Beviljade EU-bidrag",
        "Ansökta medel 2022",
        "EU-projekt 2022, utfall januari–juni",
        "Utfall per 30 juni",
        "Utbetalt t.o.m. augusti 2022",
        "EU-medel tertial 2",
        "Första halvåret 2022",
        "Läsåret 2021/22",
        "Utbetalt till partner",
        "Förmedlat EU-bidrag till våra partner",
    ],
)
def test_a_title_that_says_that_the_amounts_are_others(
    title: str, read_sheet: Callable[..., FileRead]
) -> None:
    """Said once a table; the amounts count."""
    found = read_sheet([[title], [], HEADER, *ROWS])
    assert said(found, TITLE) == 1
    assert paid(found, "laddad") == 421_000


@pytest.mark.parametrize(
    "title",
    [
        "EU-projekt 2022",
        "Budget och utfall 2022",
        "Beviljade projekt",
        "Redovisning januari–december 2022",
        "Utbetalt per 31 december 2022",
        "Programperioden 2021–2027",
        "Budgetnämnden",
        "Utbetalt till ASF 2022",
        "Hela familjen och andra projekt",
        "Här redovisas alla projekt, både de som har en budget och de som bara har en prognos för "
        "hela projekttiden.",
    ],
)
def test_a_title_that_says_nothing_of_the_kind(
    title: str, read_sheet: Callable[..., FileRead]
) -> None:
    """The whole year, both, or a text about the projects."""
    assert not said(read_sheet([[title], [], HEADER, *ROWS]), TITLE)


def test_the_name_of_the_sheet_and_a_label(read_sheet: Callable[..., FileRead]) -> None:
    """The only sheet with projects counts whatever it is called; a label with its value is none."""
    assert said(read_sheet([HEADER, *ROWS], "Prognos"), TITLE) == 1
    assert not said(read_sheet([["Budget", 500_000], [], HEADER, *ROWS]), TITLE)


# --- words on a row ---


@pytest.mark.parametrize(
    "name",
    [
        "Kranen (avslag)",
        "UTGÅR Kranen",
        "Kranen - utgått",
        "Kranen (redovisas av MN)",
        "Kranen, räknas inte",
        "Kranen ska inte räknas med",
        "Kranen (belopp i EUR)",
        "Kranen - tkr",
        "Preliminärt: Kranen",
        "Kranen (prel.)",
        "Kranen, ej utbetalt ännu",
        "Kranen, hela projekttiden",
        "Kranen (ingår ovan)",
        "Kranen (redan redovisad ovan)",
        "Kranen (ingår i beloppet ovan)",
        "Kranen (redan räknad)",
        "Kranen, se ovan",
        "Kranen - dubbelräknad",
    ],
)
def test_a_name_that_says_that_the_money_does_not_count(
    name: str, read_workbook: Callable[..., FileRead]
) -> None:
    """It counts and is said."""
    found = read_workbook([[name, "ESF+", 168_000, "1"], ROWS[1]])
    assert said(found, WORDS) == 1
    assert paid(found, "laddad") == 421_000


@pytest.mark.parametrize(
    "name",
    [
        "Utgångspunkt",
        "Vi utgår från barnen",
        "Grönt (ingår i Horisontprogrammet)",
        "Ljus ovan mark",
        "Avslagsfritt",
        "Preliminära studier i stad",
        "Ansökningsverkstan",
        "Euro Cities - Talent",
        "Prognosverktyget",
        "Projekt MN",
        "Planerad vård hemma",
        "Redovisas av ASN",
    ],
)
def test_ordinary_names(name: str, read_workbook: Callable[..., FileRead]) -> None:
    """A word that only begins like one, and the nämnd's own name."""
    assert not said(read_workbook([[name, "ESF+", 168_000, "1"], ROWS[1]]), WORDS)


@pytest.mark.parametrize(
    ("header", "text", "times"),
    [
        ("Anmärkning", "Avslag", 1),
        ("Status", "Ej beviljat", 1),
        ("Kommentar", "Utgår, se protokoll", 1),
        ("Resultat och spridning", "Bra. Beloppet avser 2021 och är redan redovisat.", 1),
        ("Resultat och spridning", "Beloppet avser 2022.", 0),
        ("Resultat och spridning", "Vi utgår från barnens behov; avslag ges sällan.", 0),
        ("Kommentar", "Pågår", 0),
        ("Kommentar", "Vi har inte fått svar av alla skolor", 0),
    ],
)
def test_a_remark_on_the_row(
    header: str, text: str, times: int, read_workbook: Callable[..., FileRead]
) -> None:
    """In a column that is not known, or among the words of one that is."""
    found = read_workbook([[*ROWS[0], text], ROWS[1]], [*HEADER, header])
    assert said(found, WORDS) == times


def test_words_beside_no_money(read_workbook: Callable[..., FileRead]) -> None:
    """Where nothing is counted nothing is asked."""
    assert not said(read_workbook([["Kranen (avslag)", "ESF+", None, "1"], ROWS[1]]), WORDS)


# --- colours ---


@pytest.mark.parametrize(
    "text",
    [
        "Rödmarkerade projekt ska inte räknas med",
        "Gula rader är inte klara",
        "Grönt = klart",
        "Röd text betyder preliminärt",
        "Kursiv röd = ännu ej utbetalt",
        "Grön: klart, röd: ej beviljat",
        "Färgkoder: se ekonomi",
        "Belopp markerade med gult är osäkra",
    ],
)
@pytest.mark.parametrize("below", [True, False])
def test_a_legend(text: str, below: bool, read_sheet: Callable[..., FileRead]) -> None:
    """Above the table or below it; said once a file."""
    table = [HEADER, *ROWS]
    found = read_sheet([*table, [], [text]] if below else [[text], [text], [], *table])
    assert said(found, COLOUR) == 1


@pytest.mark.parametrize(
    "text", ["Fyll i de gula fälten", "Gröna tak", "EU-projekt 2022", "Röda tråden är ett projekt"]
)
def test_no_legend(text: str, read_sheet: Callable[..., FileRead]) -> None:
    """A form's own words, and the names of projects."""
    assert not said(read_sheet([[text], [], HEADER, *ROWS]), COLOUR)
    names = [[name, "ESF+", 1, "1"] for name in ("Gröna rum", "Gula fältet", "Blå rader")]
    assert not said(read_sheet([HEADER, *ROWS, *names]), COLOUR)


# --- kronor under a header that says tkr ---

UNDER_TKR = [HEADER[0], HEADER[1], "Utbetalt EU-bidrag (tkr)", HEADER[3]]


@pytest.mark.parametrize(
    ("amounts", "times"),
    [
        ((45_000, 12_500, 68_000), 1),
        ((12_500,), 1),
        ((12_500, 4_000, 5_000, 3_000), 0),
        ((60_000, 400, 500, 300), 1),
        ((1_680, 25_300), 0),
        ((1_680, 917, 150), 0),
        ((Decimal("13289.733"), Decimal("12500.5")), 0),
        (("45 000 tkr", "12 500 tkr"), 0),
    ],
)
def test_kronor_where_thousands_are_said(
    amounts: tuple[Any, ...], times: int, read_workbook: Callable[..., FileRead]
) -> None:
    """Most of them, or one that is more than any project gets; decimals are no kronor."""
    rows = [[f"Projekt {at}", "ESF+", each, "1"] for at, each in enumerate(amounts)]
    assert said(read_workbook(rows, UNDER_TKR), THOUSANDS) == times


def test_kronor_that_a_text_makes_thousands(read_sheet: Callable[..., FileRead]) -> None:
    """The text counts as a header does."""
    found = read_sheet([["Belopp i tkr"], HEADER, *ROWS])
    assert rules(found) >= {"ENHET_FRAN_TEXT", THOUSANDS}
    assert not said(read_sheet([HEADER, *ROWS]), THOUSANDS)
