"""What stands in an amount's cell, or beside it, and makes it another amount: held."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from fondbok.ledger import rules

from .conftest import HEADER, Loaded

Load = Callable[..., Loaded]
OWN_HEADER = (
    "name: min\nreplaces: voucher\nfields: {{konto: Konto, datum: Datum, verifikation: Vernr, "
    "belopp: '{header}'}}\n"
)


def one_amount(load: Load, cell: str) -> Loaded:
    return load(f"{HEADER}A1;2024-01-02;3511;51000;9001;Bidrag;{cell}\n")


# --- a currency in the cell -------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "100 EUR",
        "€ 100",
        "-100,50 €",
        "100 USD",
        "$100",
        "100,00 NOK",
        "100 dkk",
        "(100 EUR)",
        "EUR100,00-",
        "£1.000,50",
        "1 000,00\xa0EUR",
        "eur 100",
        "100 Euro",
        "CHF 100",
    ],
)
def test_another_currency_holds_the_row(load: Load, cell: str) -> None:
    loaded = one_amount(load, cell)
    assert loaded.rules()[2] == {rules.LEDGER_VALUTA_I_CELL.id}
    said = loaded.con.execute("select varde from raw.avvisad_rad").fetchone()
    assert said is not None and " SEK eller " in said[0]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("100 kr", 100),
        ("100 SEK", 100),
        ("100:-", 100),
        ("-100:-", -100),
        ("kr -100", -100),
        ("-kr 100", -100),
        ("100 SEK-", -100),
        ("1 000,00 kr.", 1000),
        ("(100 kr)", -100),
    ],
)
def test_kronor_are_kronor(load: Load, cell: str, amount: int) -> None:
    loaded = one_amount(load, cell)
    assert loaded.one("belopp") == [Decimal(amount)]
    assert rules.LEDGER_VALUTA_I_CELL.id not in loaded.all_rules()


@pytest.mark.parametrize(
    ("amount", "currency", "held"),
    [
        ("100 EUR", "EUR", False),
        ("100 €", "EUR", False),
        ("100 USD", "EUR", True),
        ("100 kr", "EUR", True),
        ("100 EUR", "", True),
    ],
)
def test_the_column_for_the_currency_may_say_the_same(
    load: Load, amount: str, currency: str, held: bool
) -> None:
    loaded = load(
        "Vernr;Datum;Konto;Belopp SEK;Valutabelopp;Valuta\n"
        f"A1;2024-01-02;3511;;{amount};{currency}\n"
    )
    assert (rules.LEDGER_VALUTA_I_CELL.id in loaded.all_rules()) is held


def test_the_amount_in_kronor_counts_whatever_the_other_says(load: Load) -> None:
    loaded = load(
        "Vernr;Datum;Konto;Belopp SEK;Valutabelopp;Valuta\nA1;2024-01-02;3511;-1100;100 EUR;\n"
    )
    assert loaded.one("belopp") == [Decimal(-1100)]


@pytest.mark.parametrize("column", ["Debet", "Kredit"])
def test_the_column_is_named(load: Load, column: str) -> None:
    cells = "100 EUR;" if column == "Debet" else ";100 EUR"
    loaded = load(f"Vernr;Datum;Konto;Debet;Kredit\nA1;2024-01-02;3511;{cells}\n")
    found = loaded.con.execute("select kolumn, regel from raw.avvisad_rad").fetchall()
    assert found == [(column, rules.LEDGER_VALUTA_I_CELL.id)]


# --- thousands --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    ["Belopp (tkr)", "Belopp tkr", "Utfall 1000-tal", "Belopp i mkr", "Belopp EUR", "Kr $"],
)
def test_a_header_of_thousands_refuses_the_file(load: Load, header: str) -> None:
    loaded = load(
        f"Vernr;Datum;Konto;{header}\nA1;2024-01-02;3511;-100,50\n",
        profile=OWN_HEADER.format(header=header),
    )
    assert loaded.all_rules() == {rules.LEDGER_ENHET_I_RUBRIK.id}


@pytest.mark.parametrize("header", ["Belopp (kr)", "Belopp SEK", "Amount (SEK)", "Utfall kronor"])
def test_a_header_of_kronor_does_not(load: Load, header: str) -> None:
    loaded = load(
        f"Vernr;Datum;Konto;{header}\nA1;2024-01-02;3511;-100,50\n",
        profile=OWN_HEADER.format(header=header),
    )
    assert loaded.one("belopp") == [Decimal("-100.50")]


@pytest.mark.parametrize(("under", "refused"), [("tkr", True), ("(mkr)", True), ("(kr)", False)])
def test_a_second_row_of_headers_counts(load: Load, under: str, refused: bool) -> None:
    loaded = load(f"{HEADER};;;;;;{under}\nA1;2024-01-02;3511;51000;9001;Bidrag;-100,50\n")
    assert (rules.LEDGER_ENHET_I_RUBRIK.id in loaded.all_rules()) is refused


@pytest.mark.parametrize("line", ["Alla belopp i tkr;;;;;;", "Tkr;;;;;;", "Belopp i mkr"])
def test_a_note_under_the_rows_is_said(load: Load, line: str) -> None:
    loaded = load(f"{HEADER}A1;2024-01-02;3511;51000;9001;Bidrag;-100,50\n{line}\n")
    assert rules.LEDGER_ENHET_OVANFOR.id in loaded.all_rules()


# --- a decimal comma among commas -------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Vernr,Datum,Konto,Projekt,Text,Belopp,Attest\nA1,2024-01-02,3511,9001,x,-1000,50\n",
        "Vernr,Datum,Konto,Projekt,Text,Belopp,Attest\nA1,2024-01-02,3511,9001,x,-1000,00\n",
        "Vernr,Datum,Konto,Belopp,Projekt,Text\nA1,2024-01-02,3511,-1000,50,9001\n",
        "Vernr,Datum,Konto,Debet,Kredit,Text\nA1,2024-01-02,3511,1000,50,\n",
        "Vernr,Datum,Konto,Debet,Kredit,Text\nA1,2024-01-02,3511,,1000,50\n",
        "Vernr,Datum,Konto,Text,Belopp,Sign,Kurs\nA1,2024-01-02,3511,x,-1,000,AB\n",
    ],
)
def test_an_amount_that_may_be_split_is_held(load: Load, text: str) -> None:
    assert load(text).rules()[2] == {rules.LEDGER_BELOPP_DELAT.id}


def test_of_a_mixed_file_only_the_doubtful_rows_are_held(load: Load) -> None:
    loaded = load(
        "Vernr,Datum,Konto,Projekt,Text,Belopp,Attest\n"
        "A1,2024-01-02,3511,9001,x,-1000,50,AB\nA1,2024-01-02,1930,,x,1000,50\n"
        "A2,2024-01-02,3511,9001,x,-500,AB\nA2,2024-01-02,1930,,x,500,AB\n"
    )
    assert loaded.one("utfall") == ["avvisad", "avvisad", "laddad", "laddad"]


@pytest.mark.parametrize(
    "text",
    [
        # Decimals with a point, one of them anywhere, show how the file writes its amounts.
        "Vernr,Datum,Konto,Belopp,Verksamhet,Text\n"
        "A1,2024-01-02,3511,-1000,50,x\nA1,2024-01-02,1930,1000,50,x\n"
        "A2,2024-01-02,3511,-1000.50,50,x\nA2,2024-01-02,1930,1000.50,50,x\n",
        "Vernr,Datum,Konto,Debet,Kredit\nA1,2024-01-02,1930,50,0\nA1,2024-01-02,3511,0,50\n",
        "Vernr,Datum,Konto,Belopp,Verksamhet\nA1,2024-01-02,3511,-500,510\n"
        "A1,2024-01-02,1930,500,510\n",
    ],
)
def test_ordinary_comma_files_are_read(load: Load, text: str) -> None:
    loaded = load(text)
    assert set(loaded.one("utfall")) == {"laddad"}
    assert rules.LEDGER_BELOPP_DELAT.id not in loaded.all_rules()


def test_an_unquoted_row_among_quoted_ones_is_held(load: Load) -> None:
    loaded = load(
        "Vernr,Datum,Konto,Text,Belopp,Attest\n"
        'A1,2024-01-02,3511,x,"-1000,50",AB\nA1,2024-01-02,1930,x,"1000,50",AB\n'
        "A2,2024-01-02,3511,x,-1000,50\nA2,2024-01-02,1930,x,1000,50\n"
    )
    assert loaded.one("utfall") == ["laddad", "laddad", "avvisad", "avvisad"]


@pytest.mark.parametrize("line", ["Currency EUR", "Valuta: EUR", "Huvudbok tkr", "(kkr)"])
def test_a_line_above_is_said(load: Load, line: str) -> None:
    loaded = load(f"{line}\n{HEADER}A1;2024-01-02;3511;51000;9001;Bidrag;-100,50\n")
    assert rules.LEDGER_ENHET_OVANFOR.id in loaded.all_rules()


@pytest.mark.parametrize(
    "line",
    ["Miljonprogrammet", "Inte i tkr", "Tusentalsavgränsare: blank", "Urval: belopp > 1 000 kr"],
)
def test_a_line_above_that_gives_no_unit_is_not(load: Load, line: str) -> None:
    loaded = load(f"{line}\n{HEADER}A1;2024-01-02;3511;51000;9001;Bidrag;-100,50\n")
    assert rules.LEDGER_ENHET_OVANFOR.id not in loaded.all_rules()


def test_a_profile_settles_it(load: Load) -> None:
    loaded = load(
        "Vernr,Datum,Konto,Bel,Vht\nA1,2024-01-02,3511,-1000,50\n",
        profile=OWN_HEADER.format(header="Bel") + "decimal: '.'\n",
    )
    assert loaded.one("belopp") == [Decimal(-1000)]
