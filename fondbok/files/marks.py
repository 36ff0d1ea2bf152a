"""What a person sees of a sheet beside its values.

Belongs here: the shape that readers of workbooks and documents hand over. How it is read from a
sheet's XML is in `sheet_xml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from fondbok.files.formulas import Cells, Formula
from fondbok.values.number_format import NumberFormat

At = tuple[int, int]
"""A cell: its row as a person sees it, and its column counted from 0."""


class RowsHidden(NamedTuple):
    """A conditional format that strikes or hides text by a rule that nobody here can judge.

    Attributes:
        how: What it does, as a message says it.
        area: Its ranges, as written.
        ranges: The same.
    """

    how: str
    area: str
    ranges: tuple[Cells, ...]


@dataclass
class CellMarks:
    """What a person sees of a sheet beside its values.

    Attributes:
        hidden_rows: Rows that are hidden or filtered away.
        hidden_columns: Columns that are hidden.
        struck: Cells whose text is struck through.
        half_struck: Cells of which a part is struck through, and what is left without it.
        formats: Cells whose number format says more than digits.
        formulas: Cells with a formula, and the formula.
        doubted: Cells whose stored value is not what their formula comes to, and what speaks
            against it.
        wide: Cells that are merged with the next one to the right.
        tall: Cells that are merged with those below, down to which row.
        commented: Cells that somebody has put a comment at.
        unseen: Cells in the colour of their background ("") or with a number format that may show
            nothing: that format.
        unjudged: Conditional formats that may strike or hide cells.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[At] = field(default_factory=set)
    half_struck: dict[At, str] = field(default_factory=dict)
    formats: dict[At, NumberFormat] = field(default_factory=dict)
    formulas: dict[At, Formula] = field(default_factory=dict)
    doubted: dict[At, str] = field(default_factory=dict)
    wide: frozenset[At] = frozenset()
    tall: dict[At, int] = field(default_factory=dict)
    commented: frozenset[At] = frozenset()
    unseen: dict[At, str] = field(default_factory=dict)
    unjudged: list[RowsHidden] = field(default_factory=list)


_FOOTNOTE_MARK: Final = re.compile(r"[\d*,) ]{1,5}")
_ENDS_AS_AMOUNT: Final = re.compile(
    r"(?:\d|\b(?:kr|kronor|sek|tkr|mkr|eur|euro))\s*$", re.IGNORECASE
)
# A sign and a digit tell that an amount begins.
_ENOUGH: Final = 2
_BEGINS_AS_AMOUNT: Final = re.compile(r"\s*[-–−]?\d")


def is_footnote_mark(words: str, before: str, after: Iterable[str] = ()) -> bool:
    """Whether small raised or lowered words belong to the page and not to the amount beside them.

    Args:
        words: What is raised or lowered.
        before: What stands before it in its cell.
        after: What stands after it, piece by piece; no more of it is read than is needed.
    """
    if not _FOOTNOTE_MARK.fullmatch(words):
        return False
    if before.strip():
        return _ENDS_AS_AMOUNT.search(before) is not None
    follows = ""
    for piece in after:
        follows += piece
        if len(follows.strip()) >= _ENOUGH:
            break
    return _BEGINS_AS_AMOUNT.match(follows) is not None


class Uncalculated(str):
    """What stands in a cell whose formula has no value: the formula, with its equals sign."""
