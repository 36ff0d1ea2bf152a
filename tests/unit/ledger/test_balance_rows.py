"""A row that carries a voucher's number and whose text is the word of a total."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from fondbok.ledger import rules

from .conftest import HEADER, Loaded

Load = Callable[..., Loaded]
EVEN = "1;2024-01-02;3511;1;9001;Bidrag;-100\n1;2024-01-02;1930;1;;Bidrag;100\n"
WORDS = [
    "Saldo",
    "Transport",
    "Ing saldo",
    "UB",
    "S:a",
    "SUMMA",
    "Ackumulerat",
    "Delsumma:",
    "Totalt",
    "Saldo 2024-12-31",
    "Summa konto 3511",
    "Överfört saldo",
    "Ack. utfall",
    "Transport till sid 2",
    "** Summa **",
]


def posting(text: str, amount: int, number: int = 2, konto: int = 3511) -> str:
    return f"{number};2024-01-03;{konto};1;9001;{text};{amount}\n"


@pytest.mark.parametrize("word", WORDS)
def test_a_total_that_makes_its_voucher_uneven_is_held(load: Load, word: str) -> None:
    loaded = load(HEADER + EVEN + posting(word, -777))
    assert loaded.rules() == {4: {rules.LEDGER_SALDORAD_OKLAR.id}}
    assert loaded.one("utfall") == ["laddad", "laddad", "avvisad"]


@pytest.mark.parametrize("word", ["Summa bidrag från ESF", "Transport av elever", "Saldoavräkning"])
def test_a_sentence_is_a_posting(load: Load, word: str) -> None:
    loaded = load(HEADER + EVEN + posting(word, -777) + posting("Bank", 777, konto=1930))
    assert loaded.all_rules() == set()


def test_a_total_inside_an_even_voucher_is_held(load: Load) -> None:
    loaded = load(HEADER + EVEN + posting("Summa", -100, number=1))
    assert loaded.rules() == {4: {rules.LEDGER_SALDORAD_OKLAR.id}}


@pytest.mark.parametrize("above", [[-100, -50], [-20, -30, -70]])
def test_what_the_rows_above_come_to_is_held(load: Load, above: list[int]) -> None:
    """An export of one account: no voucher of it goes even."""
    rows = "".join(posting("Bidrag", each, number) for number, each in enumerate(above, 1))
    last = len(above) + 1
    loaded = load(HEADER + rows + posting("Transport", sum(above), last) + posting("Bidrag", -5, 9))
    assert loaded.rules() == {last + 1: {rules.LEDGER_SALDORAD_OKLAR.id}}


def test_the_sum_since_the_last_total_is_held(load: Load) -> None:
    rows = posting("a", -100, 1) + posting("Summa", -100, 2) + posting("b", -40, 3)
    loaded = load(HEADER + rows + posting("Summa", -40, 4) + posting("Saldo", -140, 5))
    assert set(loaded.rules()) == {3, 5, 6}


def test_a_posting_called_so_counts_and_is_said(load: Load) -> None:
    even = posting("Transport", -70) + posting("Bank", 70, konto=1930)
    loaded = load(HEADER + EVEN + even)
    assert loaded.rules() == {4: {rules.LEDGER_SALDORAD_RAKNAS.id}}
    said = loaded.con.execute("select varde from raw.fynd where rad = 4").fetchall()
    assert said == [("Transport: -70.00",)]
    assert loaded.one("utfall") == ["laddad"] * 4


def test_other_accounts_are_nobodys_grants(load: Load) -> None:
    even = posting("Transport", 70, konto=5610) + posting("Bank", -70, konto=1930)
    assert load(HEADER + EVEN + even).all_rules() == set()


# --- credits with a minus ---------------------------------------------------------------------


def test_vouchers_prove_that_a_minus_is_the_credit_itself(load: Load) -> None:
    header = "Vernr;Datum;Konto;Debet;Kredit\n"
    even = "1;2024-01-02;1930;100,00;\n1;2024-01-02;3511;;-100,00\n"
    loaded = load(header + even)
    assert (loaded.one("belopp"), loaded.all_rules()) == ([Decimal(100), Decimal(-100)], set())


def test_without_vouchers_that_go_even_it_is_said(load: Load) -> None:
    loaded = load("Vernr;Datum;Konto;Debet;Kredit\n1;2024-01-02;3511;;-100,00\n")
    assert loaded.all_rules() == {rules.LEDGER_KREDIT_NEGATIV.id}
