"""Conditional formats that strike a cell through, or hide what stands in it.

Belongs here: which rules of a sheet do that, and to which cells, where a rule is simple. One that
is not is handed on with its ranges, for somebody to be told. Colours and bars are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from fondbok.files.formulas import Cells, Formula, Look, Unsure
from fondbok.files.marks import CellMarks, RowsHidden
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FOR_STOR, FIL_SKADAD
from fondbok.files.sheet_xml import WHITE, Colour, colour_of, letters, look_same
from fondbok.values.number_format import may_show_nothing
from fondbok.values.text import Cell, cell_text, is_cell_error, tidy

_SIGN: Final = b"conditionalFormatting"
_CELLS: Final = re.compile(rb"<(?:\w+:)?sheetData\b.*</(?:\w+:)?sheetData\s*>", re.DOTALL)
_MAX_BYTES: Final = 8 * 1024 * 1024
# So many cells are asked about one rule, and about all the rules of a sheet; of a rule that would
# take more somebody is told.
_MOST_CELLS: Final = 200_000
_MOST_IN_ALL: Final = 500_000
STRUCK: Final = "stryker över text"
UNSEEN: Final = "döljer text"
# What only errors and empty cells are: no value that counts.
_OF_NOTHING: Final = re.compile(r"IS(?:ERROR|ERR|NA|BLANK)\([^()]*\)", re.IGNORECASE)
_WHOLE: Final = Cells(None, 0, 0, 1_048_575, 16_383)
_BY_OPERATOR: Final = {
    "equal": "{0}=({1})",
    "notEqual": "{0}<>({1})",
    "greaterThan": "{0}>({1})",
    "lessThan": "{0}<({1})",
    "greaterThanOrEqual": "{0}>=({1})",
    "lessThanOrEqual": "{0}<=({1})",
    "between": "AND({0}>=({1}),{0}<=({2}))",
    "notBetween": "OR({0}<({1}),{0}>({2}))",
}

_Rows: TypeAlias = Sequence[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True)
class HidingRule:
    """A rule that strikes or hides.

    Attributes:
        hides: STRUCK or UNSEEN.
        code: The number format that hides; "" where it is a colour.
        area: Its ranges, as written.
        ranges: The same.
        kind: What sort of rule it is, as Excel names it.
        text: The words it looks for.
        formula: What holds for a cell at the upper left of its ranges; None where it has none.
    """

    hides: str
    code: str
    area: str
    ranges: tuple[Cells, ...]
    kind: str
    text: str
    formula: str | None

    def holds(self, row: int, column: int, cell: Cell, look: Look) -> bool:
        """Whether the rule is in force for a cell that is not empty.

        Raises:
            Unsure: nobody here knows.
        """
        words, wanted = tidy(cell_text(cell)).casefold(), tidy(self.text).casefold()
        if self.kind == "containsBlanks":
            return False
        if self.kind in ("containsErrors", "notContainsErrors"):
            return is_cell_error(tidy(cell_text(cell))) == (self.kind == "containsErrors")
        if wanted and self.kind in ("containsText", "notContainsText"):
            return (wanted in words) == (self.kind == "containsText")
        if wanted and self.kind == "beginsWith":
            return words.startswith(wanted)
        if wanted and self.kind == "endsWith":
            return words.endswith(wanted)
        return self._formula_holds(row, column, look)

    def _formula_holds(self, row: int, column: int, look: Look) -> bool:
        if self.formula is None:
            raise Unsure
        if _OF_NOTHING.fullmatch(self.formula):
            return False
        top, left = _upper_left(self.ranges)
        value = Formula(self.formula, row - top, column - left).value(look)
        if isinstance(value, str):
            raise Unsure
        return bool(value)


def read_rules(xml: bytes, styles: bytes) -> list[HidingRule]:
    """The rules of a sheet that strike or hide; none at all in most of them.

    Raises:
        Refusal: they cannot be read.
    """
    if _SIGN not in xml:
        return []
    try:
        sheet = _parsed(_CELLS.sub(b"", xml, count=1))
        looks = [_hides(each) for each in _parsed(styles or b"<r/>").iter() if _name(each) == "dxf"]
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Refusal(FIL_SKADAD) from error
    return list(_rules(sheet, looks))


def _parsed(xml: bytes) -> Element:
    if len(xml) > _MAX_BYTES:
        raise Refusal(FIL_FOR_STOR, detalj="villkorsstyrd formatering")
    return ElementTree.fromstring(xml, forbid_dtd=True)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _below(element: Element, name: str) -> list[Element]:
    return [each for each in element.iter() if _name(each) == name]


def _rules(sheet: Element, looks: list[tuple[str, str] | None]) -> Iterator[HidingRule]:
    for group in _below(sheet, "conditionalFormatting"):
        area = group.get("sqref") or "".join(each.text or "" for each in _below(group, "sqref"))
        ranges = tuple(next(iter(Formula(each).cells()), _WHOLE) for each in area.split())
        for rule in _below(group, "cfRule") if ranges else ():
            own = [_hides(each) for each in _below(rule, "dxf")]
            number = rule.get("dxfId", "")
            named = looks[int(number)] if number.isdigit() and int(number) < len(looks) else None
            if (hides := own[0] if own else named) is not None:
                yield HidingRule(
                    *hides, area, ranges, rule.get("type", ""), rule.get("text", ""),
                    _formula_of(rule, ranges),
                )  # fmt: skip


def _formula_of(rule: Element, ranges: tuple[Cells, ...]) -> str | None:
    """What a rule asks, as one formula for the cell at the upper left of its ranges."""
    given = [each.text or "" for name in ("formula", "f") for each in _below(rule, name)]
    if rule.get("type") == "expression" and given:
        return given[0]
    asked = _BY_OPERATOR.get(rule.get("operator", ""))
    if rule.get("type") != "cellIs" or asked is None or len(given) < 1 + ("{2}" in asked):
        return None
    top, left = _upper_left(ranges)
    return asked.format(f"{letters(left).decode()}{top + 1}", *given)


def _upper_left(ranges: tuple[Cells, ...]) -> tuple[int, int]:
    return min(each.top for each in ranges), min(each.left for each in ranges)


def _hides(look: Element) -> tuple[str, str] | None:
    """What the format of a rule does to a cell; None where it can be read all the same."""
    if any(each.get("val", "1") not in ("0", "false") for each in _below(look, "strike")):
        return STRUCK, ""
    for each in _below(look, "numFmt"):
        if may_show_nothing(each.get("formatCode", "")):
            return UNSEEN, each.get("formatCode", "")
    fonts = [c for font in _below(look, "font") for c in _below(font, "color")]
    colour = colour_of(dict(fonts[0].attrib)) if fonts else None
    return (UNSEEN, "") if colour is not None and look_same(colour, _fill(look)) else None


def _fill(look: Element) -> Colour:
    """The colour behind the text; of a format that says none a cell is white."""
    fills = [each for fill in _below(look, "fill") for each in fill.iter()]
    for name in ("bgColor", "fgColor"):
        for each in fills:
            colour = colour_of(dict(each.attrib)) if _name(each) == name else None
            if colour is not None:
                return colour
    return "toning" if any(_name(each) == "gradientFill" for each in fills) else WHITE


# --- which cells a rule is in force for ---


def apply_rules(rules: list[HidingRule], rows: _Rows, marks: CellMarks) -> None:
    """Mark the cells that the rules strike or hide as if they were formatted so themselves.

    Args:
        rules: Those of the sheet.
        rows: Its rows that are not blank, with their numbers.
        marks: Marks of the sheet; get the cells, and the rules nobody here can judge.
    """
    by_row = dict(rows)

    def look(sheet: str | None, row: int, column: int) -> Cell:
        if sheet is not None:
            raise Unsure
        cells = by_row.get(row + 1, ())
        cell = cells[column] if column < len(cells) else None
        return None if cell == "" else cell

    asked = 0
    for rule in rules:
        try:
            places = _places(rule, rows, _MOST_IN_ALL - asked)
            asked += len(places)
            held = [each for each in places if rule.holds(*each, look)]
        except Unsure:
            marks.unjudged.append(RowsHidden(rule.hides, rule.area, rule.ranges))
            continue
        for row, column, cell in held:
            if rule.hides == STRUCK:
                marks.struck.add((row + 1, column))
            elif cell:
                # A zero that is not shown is a way of writing.
                marks.unseen.setdefault((row + 1, column), rule.code)


def _places(rule: HidingRule, rows: _Rows, left: int) -> list[tuple[int, int, Cell]]:
    """The cells of its ranges that hold something, from 0.

    Raises:
        Unsure: they are more than are asked about one rule, or than are left to ask.
    """
    numbers = [rad for rad, _ in rows]
    found: list[tuple[int, int, Cell]] = []
    for area in rule.ranges:
        first, last = bisect_left(numbers, area.top + 1), bisect_right(numbers, area.bottom + 1)
        for rad, cells in rows[first:last]:
            for column in range(area.left, min(area.right + 1, len(cells))):
                cell = cells[column]
                if cell is None or cell == "":
                    continue
                if len(found) >= min(_MOST_CELLS, left):
                    raise Unsure
                found.append((rad - 1, column, cell))
    return found
