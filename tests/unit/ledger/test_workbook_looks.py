"""What a person sees of a workbook's cells changes what they mean, and is held or said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from fondbok.ledger import looks, rules

from .conftest import Loaded, load_path

HEADER = ["Vernr", "Bokföringsdatum", "Konto", "Ansvar", "Projekt", "Text", "Belopp"]
AMOUNTS = [(3511, -1000.5), (1930, 1000.5), (3511, -20), (1930, 20)]


def loaded(
    folder: Path, *, code: str = "General", hide: Collection[int] = (), strike: Collection[int] = ()
) -> Loaded:
    """A ledger of two vouchers on the rows 2 to 5."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number, (konto, amount) in enumerate(AMOUNTS):
        sheet.append([1 + number // 2, date(2024, 3, 1), konto, 41200, 41300, "Bidrag", amount])
        sheet.cell(sheet.max_row, 7).number_format = code
    for row in hide:
        sheet.row_dimensions[row].hidden = True
    for row in strike:
        sheet.cell(row, 7).font = Font(strike=True)
    path = folder / "export.xlsx"
    book.save(path)
    return load_path(path)


@pytest.mark.parametrize(
    "code",
    ["[$€-2] #,##0.00", '#,##0 "EUR"', "#,##0.00 [$USD]", "_-* #,##0 [$kr-414]_-", '"€" 0.00'],
)
def test_a_number_shown_in_another_currency_is_held(code: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, code=code)
    assert found.rules() == {rad: {rules.LEDGER_VALUTA_I_CELL.id} for rad in (2, 3, 4, 5)}


@pytest.mark.parametrize("code", ['0 "tkr"', '#,##0 "mkr"', '0,"mkr"', "0.00%"])
def test_a_number_shown_as_another_amount_is_held(code: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, code=code)
    assert found.rules() == {rad: {rules.LEDGER_BELOPP_OLASLIGT.id} for rad in (2, 3, 4, 5)}


@pytest.mark.parametrize(
    "code",
    [
        "#,##0,",
        '0,"tkr"',
        '0.0,,"mkr"',
        '#,##0 "kr"',
        "#,##0.00 [$kr-41D]",
        "#,##0.00 [$SEK]",
        "#,##0.00_);[Red](#,##0.00)",
        "General",
    ],
)
def test_kronor_shown_in_any_way_are_kronor(code: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, code=code)
    assert (sum(found.one("belopp")[::2]), found.rules()) == (Decimal("-1020.50"), {})


@pytest.mark.parametrize("rule", [rules.LEDGER_RADER_DOLDA, rules.LEDGER_RADER_STRUKNA])
def test_rows_that_are_not_seen_count_and_are_said(rule: rules.Rule, tmp_path: Path) -> None:
    rows = {"hide" if rule is rules.LEDGER_RADER_DOLDA else "strike": (2, 3)}
    found = loaded(tmp_path, **rows)
    assert found.one("utfall") == ["laddad"] * 4
    said = found.con.execute("select regel, varde from raw.fynd").fetchall()
    assert said == [(rule.id, "2 rader, -1000.50 kr på bidragskonton")]


def test_a_sheet_is_looked_through_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "_CHUNK", 100)
    found = loaded(tmp_path, code='0 "EUR"', hide=(5,), strike=(4,))
    assert found.rules() == {rad: {rules.LEDGER_VALUTA_I_CELL.id} for rad in (2, 3, 4, 5)}
    marks = looks.of_sheets((tmp_path / "export.xlsx").read_bytes())["Sheet"]
    assert (marks.hidden_rows, {rad for rad, _ in marks.struck}) == ({5}, {4})
