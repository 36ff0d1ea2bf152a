"""Amounts: every way of writing one, and none that is guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.values.amounts import (
    LIMIT,
    Amount,
    Unit,
    Unreadable,
    format_amount,
    parse_amount,
    parse_currency,
    parse_unit,
    read_amount,
)

READ = [
    # text, value, currency, step, approximate
    ("1 680 158 SEK", "1680158", "SEK", "1", False),
    ("15 300 000 kronor", "15300000", "SEK", "1", False),
    ("ca 16 miljoner kronor", "16000000", "SEK", "1000000", True),
    ("5,4 mkr", "5400000", "SEK", "100000", True),
    ("ca 8,3 miljoner kr", "8300000", "SEK", "100000", True),
    ("917 tkr", "917000", "SEK", "1000", True),
    ("54 450 euro", "54450", "EUR", "1", False),
    ("€ 1.250,50", "1250.50", "EUR", "0.01", False),
    ("1.680.158,00", "1680158", None, "0.01", False),
    ("1,680,158.00", "1680158", None, "0.01", False),
    ("(1 200)", "-1200", None, "1", False),
    ("€ (1.250,50)", "-1250.50", "EUR", "0.01", False),
    ("1200-", "-1200", None, "1", False),
    ("−1 200", "-1200", None, "1", False),
    ("–1 200 kr", "-1200", "SEK", "1", False),
    ("1\u00a0680\u00a0158", "1680158", None, "1", False),
    ("1\u202f680\u202f158 kr", "1680158", "SEK", "1", False),
    ("\t1 680\n158 ", "1680158", None, "1", False),
    ("0", "0", None, "1", False),
    ("0 SEK", "0", "SEK", "1", False),
    ("-0", "0", None, "1", False),
    ("1200:-", "1200", "SEK", "1", False),
    ("1 200,-", "1200", "SEK", "1", False),
    ("c:a 8 300 000 kr", "8300000", "SEK", "100000", True),
    ("ca 8 300 001 kr", "8300001", "SEK", "1", True),
    ("0,125 mkr", "125000", "SEK", "1000", True),
    ("1234,567", "1234.57", None, "0.01", False),
    ("1.234.567", "1234567", None, "1", False),
    ("12345", "12345", None, "1", False),
    ("EUR 1 250.5", "1250.50", "EUR", "0.01", False),
    ("16 miljoner euro", "16000000", "EUR", "1000000", True),
    ("5 danska kronor", "5", "DKK", "1", False),
    ("1'234'567", "1234567", None, "1", False),
]


@pytest.mark.parametrize(("text", "value", "currency", "step", "approximate"), READ)
def test_reads(text: str, value: str, currency: str | None, step: str, approximate: bool) -> None:
    """Value, currency and precision as the contract lists them."""
    amount = parse_amount(text)
    assert isinstance(amount, Amount), amount
    assert amount.value == Decimal(value)
    assert amount.value.as_tuple().exponent == -2
    assert (amount.currency, amount.approximate) == (currency, approximate)
    assert amount.step == Decimal(step)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.234", ("1 234", "1,234")),
        ("1,234", ("1 234", "1,234")),
        ("1 680,158", ("1 680,158", "1 680 158")),
        ("12.345 kr", ("12 345 kr", "12,345 kr")),
        ("1,250 mkr", ("1 250 000 000 kr", "1 250 000 kr")),
    ],
)
def test_two_readings_are_named_not_guessed(text: str, readings: tuple[str, ...]) -> None:
    """A mark before three digits is a thousand or a decimal; nobody knows which."""
    assert parse_amount(text) == Unreadable("tvetydigt", readings)


@pytest.mark.parametrize("text", ["", " ", "-", "–", "Ej angivet", "n/a", "N/A", "\u00a0", "--"])
def test_missing_is_not_zero(text: str) -> None:
    """Nothing given is unknown."""
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "enligt plan",
        "1 68 158",
        "12,34,567",
        "1.68.158,00",
        "--5",
        "-(1200)",
        "-1200-",
        "1e6",
        "1E+06",
        "100²",
        "١٢٣",
        "100 000 kr/år",
        "1 200 000 - 1 500 000",
        "1 680 158 SEK 2",
        "€100 kr",
        "1200 -",
        "#REF!",
        "=A1+A2",
        "inf",
        "0x10",
        "1_000",
        "9" * 500,
    ],
)
def test_refuses(text: str) -> None:
    """What is no single amount is refused, never cut down to one."""
    assert isinstance(parse_amount(text), Unreadable)


def test_too_large_for_the_register() -> None:
    """One öre below the limit fits, the limit does not."""
    assert isinstance(parse_amount("9999999999999999,99"), Amount)
    assert parse_amount("10000000000000000") == Unreadable("for_stort")
    assert read_amount(1e300) == Unreadable("for_stort")


def test_header_unit_counts_a_bare_number() -> None:
    """917 under "(tkr)" is 917 000 kronor, to the nearest thousand."""
    amount = parse_amount("917", Unit(3, "SEK"))
    assert amount == Amount(Decimal("917000.00"), "SEK", Decimal(1000), approximate=True)
    assert read_amount(917.5, Unit(3, "SEK")).step == 100


def test_cell_unit_beats_header_and_clashes() -> None:
    """A cell that says kr under "(tkr)" is kronor, and somebody must look at it."""
    amount = parse_amount("917 000 kr", Unit(3, "SEK"))
    assert (amount.value, amount.clash) == (Decimal(917000), True)
    assert not parse_amount("917 tkr", Unit(3, "SEK")).clash
    assert parse_amount("54 euro", Unit(0, "SEK")).clash


@pytest.mark.parametrize(
    ("cell", "value", "rounded"),
    [
        (1680158.0, "1680158.00", False),
        (1680158.55, "1680158.55", False),
        (0.1 + 0.2, "0.30", False),
        (1.005, "1.01", True),
        (2.675, "2.68", True),
        (4029253, "4029253.00", False),
        (Decimal("1680158.00"), "1680158.00", False),
        (-1200.5, "-1200.50", False),
    ],
)
def test_excel_numbers_are_what_was_typed(cell: object, value: str, rounded: bool) -> None:
    """A cell's float is taken through its shortest text: half an öre rounds as on paper."""
    amount = read_amount(cell)
    assert str(amount.value) == value
    assert amount.rounded is rounded


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), True, False])
def test_cells_that_are_no_amount(cell: object) -> None:
    """A tick or an infinity is not money."""
    assert isinstance(read_amount(cell), Unreadable)


MONEY = st.decimals(min_value=-LIMIT / 2, max_value=LIMIT / 2, places=2, allow_nan=False)


@given(value=MONEY, currency=st.sampled_from([None, "SEK", "EUR", "DKK"]))
def test_format_is_read_back(value: Decimal, currency: str | None) -> None:
    """What the system writes in a message it reads unchanged."""
    amount = parse_amount(format_amount(value, currency))
    assert isinstance(amount, Amount)
    assert (amount.value, amount.currency) == (value, currency)


@given(value=st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_float_cells_keep_every_ore(value: Decimal) -> None:
    """Fifteen digits survive Excel: no öre is won or lost on the way through a float."""
    assert read_amount(float(value)).value == value


@given(text=st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    """Any text is an amount, missing, or refused."""
    assert isinstance(parse_amount(text), (Amount, Unreadable, type(None)))


@given(text=st.text(alphabet="0123456789 .,-()€krm−\u00a0'", max_size=24))
def test_no_near_amount_raises_or_is_two_things(text: str) -> None:
    """Near amounts too; and what is read survives being written and read again."""
    amount = parse_amount(text)
    if isinstance(amount, Amount):
        again = parse_amount(format_amount(amount.value, amount.currency))
        assert (again.value, again.currency) == (amount.value, amount.currency)


@given(
    whole=st.integers(min_value=0, max_value=10**9),
    ore=st.integers(min_value=0, max_value=99),
    blank=st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]),
    mark=st.sampled_from([",", "."]),
)
def test_blank_groups_with_two_decimals(whole: int, ore: int, blank: str, mark: str) -> None:
    """Blanks group and the mark parts kronor from öre, whichever blank and mark."""
    text = f"{whole:,}".replace(",", blank) + f"{mark}{ore:02d}"
    assert parse_amount(text).value == Decimal(f"{whole}.{ore:02d}")


def test_units_and_currencies_of_headers() -> None:
    """What may stand in a header's brackets."""
    assert parse_unit("tkr") == Unit(3, "SEK")
    assert parse_unit("i miljoner kronor") == Unit(6, "SEK")
    assert parse_unit("EUR") == Unit(0, "EUR")
    assert parse_unit("%") is None
    assert parse_unit("miljoner bananer") is None
    assert parse_currency("Euro") == "EUR"
    assert parse_currency("XYZ") is None
