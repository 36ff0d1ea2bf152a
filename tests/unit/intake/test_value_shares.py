"""Percentages, goals in one cell and their shares."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.values.shares import (
    NoPercent,
    Percent,
    format_percent,
    parse_percent,
    parse_shares,
    read_goals,
    read_percent,
    split_goals,
    split_list,
)
from fondbok.values.text import cell_text, decimal_of, is_missing, key, tidy, tidy_lines


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40 %", "40"),
        ("40,5%", "40.5"),
        ("40 procent", "40"),
        ("0", "0"),
        ("100", "100"),
        ("0,4 %", "0.4"),
        ("ca 40 %", "40"),
    ],
)
def test_percent(text: str, value: str) -> None:
    """Percent with and without its sign."""
    assert parse_percent(text) == Percent(Decimal(value))


def test_excel_fraction_is_percent() -> None:
    """Excel keeps 40 % as 0.4; taken as forty, and said so."""
    assert read_percent(0.4) == Percent(Decimal(40), as_fraction=True)
    assert read_percent(40.0) == Percent(Decimal(40))
    assert read_percent(1 / 3).value == Decimal("33.3333")


@pytest.mark.parametrize(("text", "why"), [("hälften", "olasligt"), ("120", "utanfor")])
def test_no_percent(text: str, why: str) -> None:
    """What is no share of a whole."""
    assert parse_percent(text) == NoPercent(why)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("2", ["2"]),
        ("1, 3,5", ["1", "3", "5"]),
        ("1 och 3", ["1", "3"]),
        ("1;3", ["1", "3"]),
        ("1\n3", ["1", "3"]),
        ("1. Utbildning och arbete", ["1. Utbildning och arbete"]),
        ("Trygghet, och delaktighet", ["Trygghet, och delaktighet"]),
        ("1. Utbildning och arbete; 3. Trygghet", ["1. Utbildning och arbete", "3. Trygghet"]),
        ("-", []),
    ],
)
def test_goals_in_a_cell(text: str, pieces: list[str]) -> None:
    """Commas part numbers, never names."""
    assert [piece.text for piece in split_goals(text)] == pieces


def test_goal_cells_as_numbers() -> None:
    """A Swedish "1,3" that Excel made a number of is two goals again."""
    assert [piece.text for piece in read_goals(1.3)] == ["1", "3"]
    assert [piece.text for piece in read_goals(2.0)] == ["2"]


def test_shares_inside_the_goal_cell() -> None:
    """A share may stand behind each goal."""
    pieces = split_goals("1. Utbildning och arbete (60 %); 3: 40 %")
    assert [(piece.text, piece.share) for piece in pieces] == [
        ("1. Utbildning och arbete", 60),
        ("3", 40),
    ]


@pytest.mark.parametrize(
    ("text", "goals", "values"),
    [
        ("60;40", 2, ["60", "40"]),
        ("60 % / 40 %", 2, ["60", "40"]),
        ("60,40", 2, ["60", "40"]),
        ("60,5;39,5", 2, ["60.5", "39.5"]),
        ("0,6;0,4", 2, ["60", "40"]),
        ("33,3", 1, ["33.3"]),
        ("1", 1, ["100"]),
        ("60-40", 2, ["60", "40"]),
    ],
)
def test_shares(text: str, goals: int, values: list[str]) -> None:
    """The number of goals settles what a comma means."""
    assert list(parse_shares(text, goals).values) == [Decimal(value) for value in values]


def test_shares_by_goal_number() -> None:
    """Shares that name their goals keep the names."""
    shares = parse_shares("3: 40 %; 1: 60 %", 2)
    assert dict(zip(shares.numbers, shares.values, strict=True)) == {3: 40, 1: 60}


@pytest.mark.parametrize(("text", "goals"), [("60", 2), ("a;b", 2), ("60;40", 3), ("", 1)])
def test_shares_that_do_not_fit(text: str, goals: int) -> None:
    """One share a goal or none at all."""
    assert parse_shares(text, goals) is None


@given(value=st.decimals(min_value=1, max_value=100, places=4, allow_nan=False))
def test_percent_is_read_back(value: Decimal) -> None:
    """What is written with its sign is read unchanged."""
    assert parse_percent(format_percent(value)).value == value


@given(text=st.text(max_size=60), goals=st.integers(min_value=1, max_value=5))
def test_no_text_raises(text: str, goals: int) -> None:
    """Any text can stand in any cell."""
    parse_percent(text)
    split_goals(text)
    parse_shares(text, goals)
    split_list(text)
    is_missing(text)
    tidy_lines(text)


@given(text=st.text(max_size=60))
def test_tidy_is_stable(text: str) -> None:
    """Tidying twice is tidying once, and never leaves a break or an outer blank."""
    once = tidy(text)
    assert tidy(once) == once
    assert once == once.strip()
    assert "\n" not in once


@given(text=st.text(max_size=40))
def test_key_ignores_case_blanks_and_hyphens(text: str) -> None:
    """The comparison key of a respelled text is the same."""
    assert key(f" {text}\u00a0- ") == key(text)


@given(number=st.one_of(st.floats(), st.integers(), st.decimals()))
def test_numbers_as_text(number: object) -> None:
    """A number in a cell is text without exponent where a person would write none."""
    text = cell_text(number)
    exact = decimal_of(number)
    if exact is not None and abs(exact.adjusted()) <= 60:
        assert "E" not in text
        assert Decimal(text) == exact
