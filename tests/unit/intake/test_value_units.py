"""Units: in a header, in a sentence beside the table, and in the format of a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.intake import headers
from fondbok.values.amounts import Unit, parse_unit
from fondbok.values.captions import Caption, units_in
from fondbok.values.number_format import NumberFormat, parse_number_format

TKR, MKR, KR, EUR = Unit(3, "SEK"), Unit(6, "SEK"), Unit(0, "SEK"), Unit(0, "EUR")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("tkr", TKR),
        ("i tkr", TKR),
        ("tusental kronor", TKR),
        ("SEK, tusental", TKR),
        ("kronor i tusental", TKR),
        ("000 SEK", TKR),
        ("'000 kr", TKR),
        ("1000-tal kronor", TKR),
        ("1 000 kr", TKR),
        ("kkr", TKR),
        ("KSEK", TKR),
        ("t SEK", TKR),
        ("MSEK", MKR),
        ("M SEK", MKR),
        ("mnkr", MKR),
        ("mn kr", MKR),
        ("miljoner kronor", MKR),
        ("hela kronor", KR),
        ("svenska kronor", KR),
        ("tusen euro", Unit(3, "EUR")),
        ("tusen danska kronor", Unit(3, "DKK")),
        ("x 1000", Unit(3, None)),
        ("tusental", Unit(3, None)),
        ("MN", None),
        ("mn", None),
        ("1 000", None),
        ("2024", None),
        ("tkr EUR", None),
        ("SEK/EUR", None),
        ("st", None),
    ],
)
def test_units_as_people_write_them(text: str, unit: Unit | None) -> None:
    """Every word of a unit must be one; MN is a nämnd, and a number alone is an amount."""
    assert parse_unit(text) == unit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Belopp i tkr", [Caption(TKR)]),
        ("(tkr)", [Caption(TKR)]),
        ("EU-projekt 2024, tkr", [Caption(TKR)]),
        ("Enhet: mkr", [Caption(MKR)]),
        ("Alla belopp anges i tusental kronor (tkr)", [Caption(TKR)]),
        ("Utbetalt i tkr, budget i mkr", [Caption(TKR, "utbetalt"), Caption(MKR, "budget")]),
        ("Belopp i tkr (omräknat från EUR)", [Caption(TKR)]),
        ("Belopp i EUR", [Caption(EUR)]),
        ("Skriv beloppen i hela kronor och inte i tkr.", [Caption(KR)]),
        ("Projekt som fått mer än 5 mkr", []),
        ("Totalt 5,4 mkr utbetalt", []),
        ("Budget 1 000 kr", []),
        ("Miljönämnden MN", []),
        ("MN", []),
        ("Redovisning av EU-projekt", []),
    ],
)
def test_units_in_a_sentence(text: str, found: list[Caption]) -> None:
    """A unit that the sentence gives the amounts; not one in an amount, nor one warned against."""
    assert list(units_in(text)) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("General", None),
        ("#,##0.00", None),
        ("[Red]-#,##0", None),
        ("[$-41D]#,##0", None),
        ("yyyy\\-mm\\-dd", None),
        ('# ##0 "st"', None),
        ("[$€-2] #,##0.00", NumberFormat("EUR")),
        ("#,##0.00\\ [$€-407]", NumberFormat("EUR")),
        ('_-* #,##0.00\\ "kr"_-;\\-* #,##0.00\\ "kr"_-', NumberFormat("SEK")),
        ("[$kr-41D] #,##0", NumberFormat("SEK")),
        ("[$kr-414]\\ #,##0", NumberFormat("NOK")),
        ("[$$-409]#,##0", NumberFormat("USD")),
        ("[$₺-41F]0", NumberFormat("TRY")),
        ("[$₪-40D]0", NumberFormat("₪")),
        ('#,##0 "tkr"', NumberFormat("SEK", 3)),
        ('0.0,,"mkr"', NumberFormat("SEK", 6, 6)),
        ("#,##0,", NumberFormat(hidden=3)),
        ("0%", NumberFormat(percent=True)),
    ],
)
def test_number_formats(code: str, found: NumberFormat | None) -> None:
    """What is written beside the digits and what is left out of them; most add nothing."""
    assert parse_number_format(code) == found


@given(text=st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    """Any text can stand beside a table, in a header or in a format."""
    parse_unit(text)
    units_in(text)
    parse_number_format(text)
    headers.match(text)


@given(text=st.text(alphabet='0#?,.;"\\[]$€kr%-_* tkr', max_size=30))
def test_no_near_format_raises(text: str) -> None:
    """Near formats neither."""
    parse_number_format(text)
