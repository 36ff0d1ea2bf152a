"""How wide the columns of a table are, and whether a page lying down is wanted for it.

Belongs here: what a text takes of a line, in the widest font that a reader of a format may have.
"""

from __future__ import annotations

import re

from fondbok.documents import swedish
from fondbok.documents.parts import Column, Table

RIGHT = {"kr", "antal", "tal"}
# Signs that the space beside a column takes. A longer piece than the longest kept whole may break.
_BESIDE, _KEPT_WHOLE = 1.5, 24
_BOLD = 1.15  # how much wider a head is
# Of what the words of a table need: with less they are slivers beside the amounts.
_LEGIBLE = 0.95
# Where a line may end, also within a name of the machine's; a no-break blank is no such place.
_PIECES = re.compile(r"(?<=[-/_])|[ \t\r\n]+")
# How wide a sign is beside the usual one, in DejaVu Sans.
_SIGNS = {
    **dict.fromkeys(f"ijl.,:;|!'{swedish.NBSP}", 0.55),
    **dict.fromkeys("rtfI()-/", 0.68),
    **dict.fromkeys("mwMW@%", 1.6),
    **dict.fromkeys("−+=", 1.4),
}


def shares(columns: tuple[Column, ...]) -> list[float]:
    """The widths that the columns ask for, as shares of the table's."""
    whole = sum(column.width for column in columns)
    return [column.width / whole for column in columns]


def is_wide(part: Table, line: int) -> bool:
    """Whether a line of so many signs leaves the words of a table too little beside its amounts."""
    needed, words = _needs(part), _words(part)
    return words > 0 and line - (sum(needed) - words) < _LEGIBLE * words


def of(part: Table, line: int) -> list[float]:
    """Shares of the width by which no amount and no word breaks, as near the wanted as can be.

    Args:
        part: the table.
        line: how many signs of a table's text a line of the page has room for.
    """
    wanted = shares(part.columns)
    needed = [each / line for each in _needs(part)]
    room = 1 - sum(needed)
    if room <= 0:
        return _crowded(part, needed, _words(part) / line)
    over = [max(want - need, 0.0) for want, need in zip(wanted, needed, strict=True)]
    if not sum(over):
        return [need + room / len(needed) for need in needed]
    return [need + room * more / sum(over) for need, more in zip(needed, over, strict=True)]


def _crowded(part: Table, needed: list[float], words: float) -> list[float]:
    """Where all does not fit, words break and amounts do not, as long as words have any room."""
    left = 1 - (sum(needed) - words)
    if words and left >= words / 4:
        return [
            need if column.kind in RIGHT else need * left / words
            for need, column in zip(needed, part.columns, strict=True)
        ]
    return [each / sum(needed) for each in needed]


def _needs(part: Table) -> list[float]:
    return [_needed(part, place) for place in range(len(part.columns))]


def _words(part: Table) -> float:
    """What the columns of words need together."""
    needed = zip(_needs(part), part.columns, strict=True)
    return sum(need for need, column in needed if column.kind not in RIGHT)


def _needed(part: Table, place: int) -> float:
    """How many signs the longest piece of a column takes; an amount is one piece."""
    column = part.columns[place]
    among = [row[place] for row in part.every_row]
    texts = [swedish.cell(value, column, among) for value in among]
    longest = max((_signs(piece) for text in texts for piece in _PIECES.split(text)), default=0.0)
    if column.kind not in RIGHT:
        longest = min(longest, _KEPT_WHOLE)
    elif part.total is not None:
        longest *= _BOLD
    head = max(_signs(piece) for piece in _PIECES.split(column.title)) * _BOLD
    return max(longest, head) + _BESIDE


def _signs(text: str) -> float:
    return sum(_SIGNS.get(sign, 1.1 if sign.isdigit() or sign.isupper() else 1.04) for sign in text)
