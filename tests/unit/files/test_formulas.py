"""What a simple formula comes to; of any other nobody is told anything."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fondbok.files.formulas import Cells, Formula, Unsure
from fondbok.values.text import Cell

# D4:D9 and what stands beside it, rows and columns from 0.
SHEET: dict[tuple[int, int], Cell] = {
    (3, 3): 100.0,
    (4, 3): 200.5,
    (5, 3): "se not",
    (6, 3): "1 000 kr",
    (8, 3): "#REF!",
    (4, 5): "Avslag",
    (0, 0): True,
}


def look(sheet: str | None, row: int, column: int) -> Cell:
    if sheet not in (None, "Blad 1"):
        raise Unsure
    return SHEET.get((row, column))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SUM(D4:D8)", "1300.5"),
        ("SUM(D4,D5,10)", "310.5"),
        ("D4*1000", 100000),
        ("$D$4+D5-D8", "300.5"),
        ("-(D4+D5)*50%", "-150.25"),
        ("2+3*4-8/4", 12),
        ("'Blad 1'!D4/1000", "0.1"),
        ("1.5E3", 1500),
        ("D4>D5", False),
        ('$F5="avslag"', True),
        ('AND($F5="Avslag",D5>=200)', True),
        ('OR($F4="Avslag",D4<>100)', False),
        ('D8=""', True),
        ('D4=""', False),
    ],
)
def test_a_simple_formula_has_a_value(text: str, wanted: str | int) -> None:
    value = Formula(text).value(look)
    assert value is wanted if isinstance(wanted, bool) else value == Decimal(wanted)


@pytest.mark.parametrize(
    "text",
    ["IF(A1,1,2)", "VLOOKUP(A1,D4:D8,1,0)", "Blad2!D4", "[1]Blad1!D4", "SUM(D:D)", "D6+1", "D9+1",
     "SUM(D4:D9)", "A1+1", "D4/0", "2^3", "(D4", "D4)", "D4+", "", "Tabell1[Belopp]", "Moms*2",
     "SUM(A1:XFD1048576)", "((((" * 2000, "D4:D5+1"],
)  # fmt: skip
def test_any_other_has_none(text: str) -> None:
    with pytest.raises(Unsure):
        Formula(text).value(look)


def test_a_copied_formula_is_about_other_cells() -> None:
    """Those without a $ go along."""
    assert Formula("D3*$D$5", down=1).value(look) == Decimal(20050)
    with pytest.raises(Unsure):
        Formula("A1", down=-1).value(look)


def test_the_cells_of_any_formula_are_known() -> None:
    found = Formula("IF('It''s'!$A2=\"\",\"\",VLOOKUP(B3:C$4,X))", down=1, right=2).cells()
    assert found == [Cells("It's", 2, 0, 2, 0), Cells(None, 3, 3, 3, 4)]
