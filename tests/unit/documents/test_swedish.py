"""Numbers, counts, dates and lists as Swedes write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fondbok.documents import swedish
from fondbok.documents.parts import Column


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "inget projekt"), (1, "ett projekt"), (2, "två projekt"), (12, "tolv projekt"),
     (13, "13 projekt"), (1200, "1 200 projekt")],
)  # fmt: skip
def test_projects_are_counted(count: int, told: str) -> None:
    assert plain(swedish.projekt(count)) == told


def test_namnder_are_of_the_other_gender() -> None:
    told = [plain(swedish.namnder(count)) for count in (0, 1, 2, 13)]
    assert told == ["ingen nämnd", "en nämnd", "två nämnder", "13 nämnder"]


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("50467000", "50,5 miljoner kronor (50 467 000 kr)"),
        ("1000000", "1 miljon kronor"),
        ("1040000", "1 miljon kronor (1 040 000 kr)"),
        ("41000000.00", "41 miljoner kronor"),
        ("444000", "444 000 kronor"),
        ("12.50", "12,50 kronor"),
        ("0", "0 kronor"),
        ("1524949000", "1,5 miljarder kronor (1 524 949 000 kr)"),
        ("2000000000", "2 miljarder kronor"),
        ("-1250000", "−1,3 miljoner kronor (−1 250 000 kr)"),
    ],
)
def test_an_amount_is_told_about_and_exactly(amount: str, told: str) -> None:
    assert plain(swedish.summa(Decimal(amount))) == told


def test_what_is_unknown_is_never_nought() -> None:
    column = Column("Utbetalt, kr", "kr")
    assert swedish.cell(None, column) == "okänt"
    assert swedish.cell(Decimal("0.00"), column) == "0"


def test_a_column_has_ore_in_every_row_or_in_none() -> None:
    column, values = Column("Utbetalt, kr", "kr"), [Decimal("1000.50"), Decimal("20.00"), None]
    told = [plain(swedish.cell(value, column, values)) for value in values]
    assert told == ["1 000,50", "20,00", "okänt"]


def test_a_year_is_no_amount() -> None:
    assert swedish.cell(2024, Column("År", "nummer")) == "2024"
    assert plain(swedish.cell(Decimal("3.5000"), Column("Mål", "tal"))) == "3,5"


@pytest.mark.parametrize(
    ("start", "slut", "told"),
    [
        ((date(2021, 1, 1), "ar"), (date(2027, 12, 31), "ar"), "2021–2027"),
        ((date(2022, 1, 1), "ar"), (date(2022, 12, 31), "ar"), "2022"),
        ((date(2022, 3, 1), "manad"), (None, None), "från mars 2022, slut okänt"),
        ((None, None), (date(2024, 5, 5), "dag"), "till 5 maj 2024, start okänd"),
        ((date(2020, 9, 1), "sasong"), (date(2023, 2, 28), "manad"),
         "omkring september 2020 – februari 2023"),
        ((None, None), (None, None), None),
    ],
)  # fmt: skip
def test_a_period_is_as_precise_as_it_was_stated(
    start: tuple[date | None, str | None], slut: tuple[date | None, str | None], told: str | None
) -> None:
    found = swedish.period(*start, *slut)
    assert (plain(found) if found else found) == told


def test_whose() -> None:
    assert [swedish.ager(name) for name in ("Malmö stad", "Borås")] == ["Malmö stads", "Borås"]
