"""An amount beside debit and credit: said where it is another, however it is signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from fondbok.ledger import beside, rules

from .conftest import Loaded, load_path

Load = Callable[..., Loaded]
RULE = rules.LEDGER_DEBET_KREDIT_AVVIKER.id
# Account, debit and credit: a voucher a line pair, the last one of them a reversal.
POSTINGS = (
    [("3511", "", "100,50"), ("1930", "100,50", "")] * 6
    + [("5010", "40,00", ""), ("1930", "", "40,00")] * 6
    + [("3511", "100,50", ""), ("1930", "", "100,50")]
)
WAYS: dict[str, Callable[[str, float], float]] = {
    "debit": lambda _, net: net,
    "credit": lambda _, net: -net,
    "none": lambda _, net: abs(net),
    "income_and_debt": lambda konto, net: -net if konto[0] in "23" else net,
    "result": lambda konto, net: net if konto[0] in "12" else -net,
}


def export(amounts: list[str], header: str = "Belopp", also: str = "", value: str = "") -> str:
    """An export of the postings with an amount beside each."""
    rows = [
        f"A{number // 2};2024-01-02;{konto};9001;{debit};{credit};{amount}{value}"
        for number, ((konto, debit, credit), amount) in enumerate(
            zip(POSTINGS, amounts, strict=True)
        )
    ]
    head = f"Vernr;Datum;Konto;Projekt;Debet;Kredit;{header}{also}"
    return "\n".join([head, *rows, ""])


def signed(way: str) -> list[str]:
    """The amounts of the postings, signed in a way."""
    return [
        swedish(WAYS[way](konto, number(debit) - number(credit)))
        for konto, debit, credit in POSTINGS
    ]


def number(text: str) -> float:
    """A Swedish amount, nothing as zero."""
    return float(text.replace(",", ".") or 0)


def swedish(amount: float) -> str:
    """An amount with a decimal comma."""
    return f"{amount:.2f}".replace(".", ",")


def told(loaded: Loaded) -> dict[int | None, str]:
    """What is said of which row."""
    query = f"select rad, varde from raw.fynd where regel = '{RULE}'"
    return dict(loaded.con.execute(query).fetchall())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("header", ["Belopp", "Nettobelopp", "Belopp (D-K)", "Radsumma"])
def test_an_amount_that_agrees_says_nothing(load: Load, way: str, header: str) -> None:
    """Whatever side is positive, and with incomes and costs both positive as reports have them."""
    assert told(load(export(signed(way), header))) == {}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", [0, 3, 12])
def test_another_amount_is_said_at_its_row(load: Load, way: str, place: int) -> None:
    amounts = signed(way)
    amounts[place] = swedish(number(amounts[place]) * 10)
    assert list(told(load(export(amounts)))) == [place + 2]


@pytest.mark.parametrize("way", ["debit", "credit"])
def test_another_sign_than_the_files_is_said(load: Load, way: str) -> None:
    """A credit in the column of debits."""
    amounts = signed(way)
    amounts[0] = swedish(-number(amounts[0]))
    assert list(told(load(export(amounts)))) == [2]


def test_what_counts_is_debit_and_credit(load: Load) -> None:
    amounts = signed("debit")
    amounts[0] = "-900,00"
    loaded = load(export(amounts))
    assert told(loaded) == {2: "där -900.00, räknas -100.50"}
    assert loaded.one("belopp")[0] == pytest.approx(-100.5)


@pytest.mark.parametrize("share", [0.001, 1000])
def test_a_column_in_another_unit_is_said_once(load: Load, share: float) -> None:
    """All of debit and credit in thousands beside amounts in kronor, or the other way round."""
    amounts = [swedish(number(each) * share) for each in signed("debit")]
    assert list(told(load(export(amounts)))) == [None]


@pytest.mark.parametrize("round_to", [round, int])
def test_amounts_without_ore_agree(load: Load, round_to: Callable[[float], int]) -> None:
    amounts = [str(round_to(number(each))) for each in signed("debit")]
    assert told(load(export(amounts))) == {}


@pytest.mark.parametrize("header", ["Momsbelopp", "Belopp EUR", "Saldo", "Budget", "Fakturabelopp"])
def test_an_amount_of_something_else_says_nothing(load: Load, header: str) -> None:
    amounts = [swedish(number(each) / 4) for each in signed("debit")]
    assert told(load(export(amounts, header))) == {}


def test_nothing_beside_says_nothing(load: Load) -> None:
    """Neither an empty cell nor one that is no amount."""
    amounts = signed("debit")
    assert told(load(export(["", "-", "se bilaga", *amounts[3:]]))) == {}


@pytest.mark.parametrize(("header", "told_of"), [("Belopp", {}), ("Belopp SEK", {2})])
def test_an_amount_beside_a_currency_may_be_in_it(
    load: Load, header: str, told_of: set[int]
) -> None:
    """Where its header does not say kronor."""
    amounts = signed("debit")
    amounts[0] = "-9,00"
    text = export(amounts, header, ";Valuta", ";SEK").replace("-9,00;SEK", "-9,00;EUR")
    text = text.replace("Debet;Kredit", "Debet SEK;Kredit SEK")
    assert set(told(load(text))) == set(told_of)


def test_many_rows_are_told_of_together(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_MOST_ROWS", 1)
    amounts = signed("debit")
    amounts[0] = amounts[2] = "-900,00"
    assert told(load(export(amounts))) == {
        None: "2 av 26 rader, den första på rad 2: där -900.00, räknas -100.50"
    }


def test_each_sheet_is_held_for_itself(tmp_path: Path) -> None:
    """One signs its amounts by debit, the other by credit."""
    book = Workbook()
    for sheet, sign in ((book.active, 1), (book.create_sheet("Blad2"), -1)):
        assert sheet is not None
        sheet.append(["Vernr", "Datum", "Konto", "Projekt", "Debet", "Kredit", "Belopp"])
        for vernr in range(1, 6):
            day = date(2024, 1, vernr)
            sheet.append([f"{sheet.title}{vernr}", day, 3511, 9001, None, 100, -100 * sign])
            sheet.append([f"{sheet.title}{vernr}", day, 1930, 9001, 100, None, 100 * sign])
        sheet["G4"] = -700
    path = tmp_path / "export.xlsx"
    book.save(path)
    loaded = load_path(path)
    query = f"select blad, rad from raw.fynd where regel = '{RULE}' order by all"
    assert loaded.con.execute(query).fetchall() == [("Blad2", 4), ("Sheet", 4)]
