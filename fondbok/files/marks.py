"""What a person sees of a sheet beside its values.

Belongs here: the shape that readers of workbooks and documents hand over. How it is read from a
sheet's XML is in `sheet_xml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fondbok.values.number_format import NumberFormat

At = tuple[int, int]
"""A cell: its row as a person sees it, and its column counted from 0."""


@dataclass
class CellMarks:
    """What a person sees of a sheet beside its values.

    Attributes:
        hidden_rows: Rows that are hidden or filtered away.
        hidden_columns: Columns that are hidden.
        struck: Cells whose text is struck through.
        half_struck: Cells of which a part is struck through, and what is left without it.
        formats: Cells whose number format says more than digits.
        formulas: Cells with a formula.
        wide: Cells that are merged with the next one to the right.
        tall: Cells that are merged with those below, down to which row.
        commented: Cells that somebody has put a comment at.
        unseen: Cells in the colour of their background ("") or with a number format that may show
            nothing: that format.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[At] = field(default_factory=set)
    half_struck: dict[At, str] = field(default_factory=dict)
    formats: dict[At, NumberFormat] = field(default_factory=dict)
    formulas: frozenset[At] = frozenset()
    wide: frozenset[At] = frozenset()
    tall: dict[At, int] = field(default_factory=dict)
    commented: frozenset[At] = frozenset()
    unseen: dict[At, str] = field(default_factory=dict)


class Uncalculated(str):
    """What stands in a cell whose formula has no value: the formula, with its equals sign."""
