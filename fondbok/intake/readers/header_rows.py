"""A header that takes more than one row: "Utbetalt EU-bidrag" over "2023" and "2024".

Belongs here: which rows above and below the row of headers belong to it, and one text a column out
of them. What a header means is in `headers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fondbok import seeds
from fondbok.intake import headers
from fondbok.intake.fields import PAID
from fondbok.intake.headers import MONEY_FIELDS, OTHER_TIME, Header, Kind
from fondbok.values.amounts import NO_UNIT, Amount, parse_unit, read_amount
from fondbok.values.resolve import resolve
from fondbok.values.text import Cell, cell_text, is_missing_words, tidy

# Under the name of a money column at most its year and its unit stand in rows of their own.
MOST_LOWER_ROWS: Final = 2

_MONEY: Final = MONEY_FIELDS | {OTHER_TIME}
Merged = dict[int, list[tuple[int, int]]]
_YEAR = re.compile(r"(?:år |helår )?(?:19|20)\d\d(?:\.0)?(?: ?[-–/] ?(?:19|20)?\d\d)?", re.I)
# "under 2023", "Utfall 2024", "2024 kv 1": a year and a word or two.
_YEAR_AND_WORDS = re.compile(
    r"(?:[^\W\d_][\w.-]* ){0,2}(?:19|20)\d\d(?: \(?[^\W\d_][\w.-]*(?: \d)?\)?)?", re.IGNORECASE
)
# What stands under the header of the projects' names where each column has two.
_NAME_WORDS = frozenset({"namn", "benämning", "titel", "projektnamn", "projekt"})
_FEWEST_FREE_WORDS = 2
_LONGEST_LOWER = 40
_LOWER_WORDS = re.compile(
    r"(?:varav|därav|utfall|budget|prognos|plan|ägare|part(?:ner)?|projektägare|projektpart(?:ner)?"
    r"|total(?:t|en)?|summa|ack(?:umulera[dt])?\.?|hittills|årets|i år|under året|utbetalt|beviljat"
    r"|belopp|till .{2,40}|t\.?o\.?m\.? .{2,20}|kvartal \d|[qk][1-4]|bokfört|redovisat"
    r"|(?:för|före)g(?:ående|\.)? år|innevarande(?: år)?|förra året|i fjol|(?:hel|halv)år(?: \d)?)",
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
    says_more = False
    for top, group, words in _under_groups(upper, lower):
        if _is_money(group):
            if _is_lone_amount(group, words) or not (_says_more(words) or _is_money(words)):
                return False
        elif not _is_money_under(group, words):
            if not _is_same_column(top, words):
                return False
            continue
        says_more = True
    return says_more


def _is_lone_amount(group: str, words: str) -> bool:
    """Whether what looks like a year is an amount: of no year accounted for, or under a year."""
    if not words.isdigit():
        return False
    named = headers.match(group)
    return (named is not None and named.year is not None) or words not in _years()


@seeds.derived
def _years() -> frozenset[str]:
    return frozenset(row["ar"] for row in seeds.load("ar"))


def is_lower_in_words(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether the row right below a header says more of it in words nobody knows beforehand.

    No project's name, no amount, and different words in or right of several columns of money.
    """
    said: list[str] = []
    for (_, group, words), cell in zip(
        _under_groups(upper, lower), _filled_cells(upper, lower), strict=True
    ):
        if not _is_money(group) and (not group or headers.match(group) is not None):
            return False
        if len(words) > _LONGEST_LOWER or is_missing_words(words):
            return False
        if not _says_more(words) and isinstance(read_amount(cell), Amount):
            return False
        said.append(words)
    return len(said) >= _FEWEST_FREE_WORDS and len(set(said)) == len(said)


def _under_groups(upper: Sequence[Cell], lower: Sequence[Cell]) -> Iterator[tuple[str, str, str]]:
    """Of each cell that says something new: what is above it, what it belongs to, its words."""
    above = [tidy(cell_text(cell)) for cell in upper]
    group = ""
    for at, cell in enumerate(lower):
        top = above[at] if at < len(above) else ""
        group = top or group
        words = tidy(cell_text(cell))
        if words and words != top:
            yield top, group, words


def _filled_cells(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    above = [tidy(cell_text(cell)) for cell in upper]
    return [
        cell
        for at, cell in enumerate(lower)
        if (words := tidy(cell_text(cell))) and words != (above[at] if at < len(above) else "")
    ]


def _is_same_column(top: str, words: str) -> bool:
    """Whether the lower word is another name of the column: "Namn" under "Projekt"."""
    column, below = headers.match(top), headers.match(words)
    if column is None:
        return False
    if column.field == "projekt" and words.casefold() in _NAME_WORDS:
        return True
    return below is not None and below.field == column.field


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
        in_words = last == at and rows[last + 1][0] == rad + 1 and is_lower_in_words(upper, lower)
        if not (in_words or is_lower_header(upper, lower)):
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
    return found is not None and found.field in _MONEY


def _says_more(words: str) -> bool:
    bare = words.strip("() :")
    if bare.isdigit():
        return _YEAR.fullmatch(bare) is not None
    return (
        _YEAR.fullmatch(bare) is not None
        or parse_unit(words) is not None
        or _LOWER_WORDS.fullmatch(bare) is not None
        or _YEAR_AND_WORDS.fullmatch(bare) is not None
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
            joined[at] = _two_parts(upper[at], more)
    return joined


def _two_parts(upper: str, lower: str) -> str:
    """The name of a column out of its upper and its lower words."""
    above, below = headers.match(upper), headers.match(lower)
    if above is not None and above.field not in _MONEY and _is_same_column(upper, lower):
        return upper
    whole = f"{upper} {_bracketed(lower)}".strip()
    if below is None or below.field not in _MONEY:
        return whole
    if above is None or above.field not in _MONEY:
        # Under a group whose name says nothing of the amount its own name is enough.
        return whole if _is_money(whole) else _with_unit_of(upper, lower)
    if below.field in {above.field, OTHER_TIME, *PAID}:
        return _with_unit_of(upper, lower + _whose_and_when(above, below))
    return whole


def _whose_and_when(above: Header, below: Header) -> str:
    """What the upper words say of nämnd and year and the lower ones do not."""
    unit_name = f" till {above.unit_name}" if above.unit_name and not below.unit_name else ""
    year = f" {above.year}" if above.year and not below.year and below.field != OTHER_TIME else ""
    return unit_name + year


def _with_unit_of(upper: str, lower: str) -> str:
    """The lower words, with the unit that only the upper ones name."""
    unit = headers.unit_in(upper)
    if unit == NO_UNIT or headers.unit_in(lower) != NO_UNIT:
        return lower
    power = {0: "", 3: "tusental", 6: "miljoner", 9: "miljarder"}[unit.power]
    return f"{lower} ({' '.join(filter(None, (power, unit.currency)))})"


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
