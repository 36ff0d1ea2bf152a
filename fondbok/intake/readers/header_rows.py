"""A header that takes more than one row: "Utbetalt EU-bidrag" over "2023" and "2024".

Belongs here: which rows above and below the row of headers belong to it, and one text a column out
of them. What a header means is in `headers`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fondbok.intake import headers
from fondbok.intake.headers import MONEY_FIELDS, OTHER_TIME, Kind
from fondbok.intake.values.amounts import parse_unit
from fondbok.intake.values.resolve import resolve
from fondbok.intake.values.text import Cell, cell_text, tidy

# Under the name of a money column at most its year and its unit stand in rows of their own.
MOST_LOWER_ROWS: Final = 2

Merged = dict[int, list[tuple[int, int]]]
_YEAR = re.compile(r"(?:år |helår )?(?:19|20)\d\d(?:\.0)?(?: ?[-–/] ?(?:19|20)?\d\d)?")
_LOWER_WORDS = re.compile(
    r"(?:varav|därav|utfall|budget|prognos|plan|ägare|part(?:ner)?|projektägare|projektpart(?:ner)?"
    r"|total(?:t|en)?|summa|ack(?:umulera[dt])?\.?|hittills|årets|i år|under året|utbetalt|beviljat"
    r"|belopp|till .{2,40}|t\.?o\.?m\.? .{2,20}|kvartal \d|[qk][1-4]|bokfört|redovisat)",
    re.IGNORECASE,
)


def spread(cells: Sequence[Cell], merged: Sequence[tuple[int, int]]) -> list[str]:
    """The words of a row, a merged cell's in each column it covers."""
    texts = [tidy(cell_text(cell)) for cell in cells]
    for left, right in merged:
        if left < len(texts) and texts[left]:
            texts.extend([""] * (right + 1 - len(texts)))
            texts[left + 1 : right + 1] = [texts[left]] * (right - left)
    return texts


def is_lower_header(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether the row below a header only says more of it: years and units under its money.

    Every cell is empty, the same word as above (a cell merged over both rows), a year, a unit or a
    few known words in or right of a money column, or the name of an amount under a year or a group.
    """
    above = [tidy(cell_text(cell)) for cell in upper]
    says_more = False
    group = ""
    for at, cell in enumerate(lower):
        top = above[at] if at < len(above) else ""
        group = top or group
        words = tidy(cell_text(cell))
        if not words or words == top:
            continue
        if not (_says_more(words) if _is_money(group) else _is_money_under(group, words)):
            return False
        says_more = True
    return says_more


def _is_money_under(group: str, words: str) -> bool:
    """An amount named below a year ("2024") or below a word that is no column's ("Ekonomi")."""
    return bool(group) and headers.match(group) is None and _is_money(words)


def combined(
    rows: Sequence[tuple[int, Sequence[Cell]]], at: int, kind: Kind, merged: Merged
) -> tuple[list[str], int]:
    """The text of every column's header, and the index of the first row below it.

    Args:
        rows: The rows of a sheet that are not blank, with their numbers.
        at: The row that names most columns.
        kind: The table's kind.
        merged: For a row, from which column to which its cells are merged.
    """
    rad, cells = rows[at]
    written = [tidy(cell_text(cell)) for cell in cells]
    if kind != "projekt":
        return _trimmed(written), at + 1
    texts, last = written, at
    upper = spread(cells, merged.get(rad, ()))
    while last - at < MOST_LOWER_ROWS and last + 1 < len(rows):
        lower = rows[last + 1][1]
        if not is_lower_header(upper, lower):
            break
        more = [tidy(cell_text(cell)) for cell in lower]
        upper = texts = _joined(texts, _filled_right(upper, more), more)
        last += 1
    if at and rows[at - 1][0] == rad - 1:
        above = rows[at - 1]
        texts = _under(spread(above[1], merged.get(above[0], ())), texts)
    return _trimmed(texts), last + 1


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _is_money(text: str) -> bool:
    found = headers.match(text)
    return found is not None and found.field in MONEY_FIELDS | {OTHER_TIME}


def _says_more(words: str) -> bool:
    bare = words.strip("() :")
    if bare.isdigit():
        return _YEAR.fullmatch(bare) is not None
    return (
        _YEAR.fullmatch(bare) is not None
        or parse_unit(words) is not None
        or _LOWER_WORDS.fullmatch(bare) is not None
        or resolve("namnd", bare).how == "exakt"
    )


def _filled_right(upper: list[str], lower: list[str]) -> list[str]:
    """Columns without a header of their own under which something is said take the one before."""
    filled = upper + [""] * (len(lower) - len(upper))
    for at in range(1, len(lower)):
        group = filled[at - 1]
        if not filled[at] and lower[at] and (_is_money(group) or headers.match(group) is None):
            filled[at] = filled[at - 1]
    return filled


def _joined(written: list[str], upper: list[str], lower: list[str]) -> list[str]:
    """Each column's upper and lower words; a merged name counts where something stands below it."""
    joined = list(written) + [""] * (len(lower) - len(written))
    for at, more in enumerate(lower):
        if more and more != upper[at]:
            whole = f"{upper[at]} {_bracketed(more)}".strip()
            # Under a group whose name says nothing of the amount its own name is enough.
            alone = not _is_money(whole) and not _is_money(upper[at]) and _is_money(more)
            joined[at] = more if alone else whole
    return joined


def _bracketed(words: str) -> str:
    return f"({words.strip('()')})" if parse_unit(words) is not None else words


def _under(upper: list[str], texts: list[str]) -> list[str]:
    """Headers that only together with the one above them name an amount."""
    first = next((text for text in upper if text), "")
    if headers.match(first, "start") is not None:
        return texts
    found = list(texts)
    group = ""
    for at, text in enumerate(texts):
        own = upper[at] if at < len(upper) else ""
        # A group's name stands over its first column.
        group = own or (group if _says_more(text) else "")
        if text and group and group != text and (whole := _whole_name(group, text)) is not None:
            found[at] = whole
    return found


def _whole_name(group: str, text: str) -> str | None:
    """The two together, when they name an amount that the lower one alone does not."""
    alone = headers.match(text)
    whole = f"{group} {_bracketed(text)}"
    if alone is None:
        return whole if _is_money(whole) else None
    if alone.field in MONEY_FIELDS and alone.year is None and _YEAR.fullmatch(group):
        return f"{text} {group}"
    return None
