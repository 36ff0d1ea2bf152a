"""A project that stands beside its parts: its amount is the sum of rows next to it, all counted.

Belongs here: which rows are said to hold the same money as their neighbours. The row counts all the
same: two payments of one file may add up to a third by chance, and how likely that is decides
whether anything is said. Rows that say "varav" count nowhere, and are no more than the row above
them. Sums that hold nothing but an amount are for `sums`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, takewhile
from typing import Any, Final

from fondbok.intake.rows import not_projects
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import DELAR_STAMMER_EJ, RAD_LIKNAR_SUMMA
from fondbok.values.amounts import format_amount
from fondbok.values.text import key

_FEWEST: Final = 2
# A project in more parts than this is not looked for, except where it is a whole table.
_MOST: Final = 12
# How many amounts there must be to choose among, for each sum that is tried, before one that fits
# is hardly chance.
_NO_CHANCE: Final = 100
# Three payments or more, nothing else in the table, and one that is their sum.
_MANY, _ENOUGH_FOR_MANY = 3, 20
_SHORTEST_STEM: Final = 3

_SUM_WORDS: Final = r"total(?:t|en|summa)?|summan?|sammanlagt|samlat|summerat|hela projektet|hela"
# "Lyftet totalt", "Lyftet, summa", "Lyftet (hela)": the project, and the word for a sum after it.
_ENDS_AS_SUM: Final = re.compile(rf"(.+?)[\s,:;(/–-]+(?:{_SUM_WORDS})[\s.:)]*", re.IGNORECASE)
# What only a part of a project is called, however it goes on.
_PART_NAME: Final = re.compile(
    r"[-–—•·*>+]\s*\S.*"
    r"|(?:arbetspaket|delprojekt|delaktivitet|delinsats|work ?package|aktivitet|etapp|fas|modul|del"
    r"|rekvisition|utbetalning|omgång|kvartal|period|ap|wp|dp)\s*[\d.:a-zivx-]{1,5}\b.*"
    r"|(?:löner?|lönekostnad(?:er)?|personal(?:kostnad(?:er)?)?|resor|resekostnad(?:er)?"
    r"|konsult(?:er|kostnader)?|utrustning|material|lokaler?|overhead|oh|schablon(?:er)?"
    r"|omkostnader|övrigt|övriga kostnader|externa? tjänster|indirekta kostnader"
    r"|drift|investering(?:ar)?|administration|kommunikation)",
    re.IGNORECASE,
)


# One row alone is a part where it is written as an item of a list.
_LISTED: Final = re.compile(r"[-–—•·*>+]\s*\S")
_LONGEST_PART: Final = 40


def say_beside_parts(rows: list[ProjectRow]) -> None:
    """Remark on rows of one table that may hold the money of the rows above or below them."""
    for section in _sections(rows):
        tries = len(section) * min(len(section), _MOST) // _FEWEST
        for at, (row, _) in enumerate(section):
            if row.utfall == "laddad" and _is_beside_parts(section, at, tries):
                _say(row)


def say_more_than_whole(rows: list[ProjectRow]) -> None:
    """Remark on rows of one table whose parts, told on the rows below, are more than they are."""
    whole: ProjectRow | None = None
    for is_part, group in groupby(rows, key=lambda row: row.part):
        members = list(group)
        if is_part and whole is not None:
            _check_whole(whole, members)
        whole = members[-1]


def _check_whole(row: ProjectRow, parts: list[ProjectRow]) -> None:
    paid, currency = row.values["utbetalt"], row.values["utbetalt_valuta"]
    if row.utfall != "laddad" or paid is None:
        return
    total = sum((part.values["utbetalt"] or Decimal(0) for part in parts), Decimal(0))
    same = all(part.values["utbetalt_valuta"] in (None, currency) for part in parts)
    if same and total > max(paid, 0):
        labels = [not_projects.label_of(part.cells)[:_LONGEST_PART] for part in parts]
        row.cells.note(
            DELAR_STAMMER_EJ,
            "utbetalt",
            delar=" + ".join(labels),
            summa=format_amount(total),
            skillnad=format_amount(total - paid),
        )


def _say(row: ProjectRow) -> None:
    if not any(remark.regel == RAD_LIKNAR_SUMMA.id for remark in row.cells.fynd):
        row.cells.note(RAD_LIKNAR_SUMMA, "projekt")


_Paid = tuple[ProjectRow, Decimal]


def _sections(rows: list[ProjectRow]) -> Iterator[list[_Paid]]:
    """The payments between two sums, of one nämnd and year and in one currency."""
    section = 0
    placed: list[tuple[Any, _Paid]] = []
    for row in rows:
        if row.utfall == "total":
            section += not row.part
        elif row.values["utbetalt"]:
            values = row.values
            unit = values["namnd_kod"] or values["namnd_text"]
            group = (section, unit, values["ar"], values["utbetalt_valuta"])
            placed.append((group, (row, values["utbetalt"])))
    for _, members in groupby(placed, key=lambda each: each[0]):
        yield [paid for _, paid in members]


def _is_beside_parts(section: list[_Paid], at: int, tries: int) -> bool:
    row, amount = section[at]
    name = row.values["projekt"] or ""
    if len(section) > 1 and _ENDS_AS_SUM.fullmatch(name):
        return True
    if _are_its_own(section, at) or _heads_parts(section, at):
        return True
    return any(
        _go_together(row, parts) or _is_no_chance(amount, parts, tries, whole=whole)
        for parts, whole in _runs_that_fit(section, at)
    )


def _runs_that_fit(section: list[_Paid], at: int) -> Iterator[tuple[list[_Paid], bool]]:
    """Rows next to one that come to its amount, and whether they are all there is that way."""
    amount = section[at][1]
    below = range(at + 1, min(at + 1 + _MOST, len(section)))
    above = range(at - 1, max(at - 1 - _MOST, -1), -1)
    for places in (below, above):
        total = Decimal(0)
        for count, place in enumerate(places, start=1):
            total += section[place][1]
            if count >= _FEWEST and total == amount:
                yield [section[each] for each in places[:count]], count + 1 == len(section)


def _are_its_own(section: list[_Paid], at: int) -> bool:
    """Whether the rows that begin with the project's name come to its amount, wherever they are."""
    stem = key(section[at][0].values["projekt"] or "")
    if len(stem) < _SHORTEST_STEM or len(section) > _MOST * _MOST:
        return False
    own = [amount for row, amount in section if _is_named_after(row, stem)]
    return len(own) >= _FEWEST and sum(own, Decimal(0)) == section[at][1]


def _heads_parts(section: list[_Paid], at: int) -> bool:
    """Whether the rows below have names that only parts have, and come to no more than the row."""
    row, amount = section[at]
    if _PART_NAME.fullmatch(row.values["projekt"] or ""):
        return False
    below = takewhile(_is_called_part, section[at + 1 : at + 1 + _MOST])
    parts = [(part.values["projekt"] or "", paid) for part, paid in below]
    listed = bool(parts) and _LISTED.match(parts[0][0]) is not None
    if len(parts) < _FEWEST and not listed:
        return False
    return sum((paid for _, paid in parts), Decimal(0)) <= amount


def _is_called_part(each: _Paid) -> bool:
    row, _ = each
    return row.utfall == "laddad" and bool(_PART_NAME.fullmatch(row.values["projekt"] or ""))


def _is_named_after(row: ProjectRow, stem: str) -> bool:
    name = key(row.values["projekt"] or "")
    return name != stem and name.startswith(stem)


def _go_together(row: ProjectRow, parts: list[_Paid]) -> bool:
    """Whether names and columns say that the rows are parts of one project."""
    name = row.values["projekt"] or ""
    names = [part.values["projekt"] or "" for part, _ in parts]
    if all(_PART_NAME.fullmatch(each) for each in names):
        return True
    begins = {key(each.split()[0]) if each else "" for each in names}
    if len(begins) == 1 and "" not in begins and not key(name).startswith(begins.pop()):
        return True
    # The project says its fund or its role, and nothing but an amount stands on the others.
    more = not not_projects.holds_only_a_sum(row.cells)
    return more and all(not_projects.holds_only_a_sum(part.cells) for part, _ in parts)


def _is_no_chance(amount: Decimal, parts: list[_Paid], tries: int, *, whole: bool) -> bool:
    """Whether the figures are too precise to add up by themselves."""
    steps = abs(amount) / _grain([amount, *(paid for _, paid in parts)])
    if whole and len(parts) >= _MANY and steps >= _ENOUGH_FOR_MANY:
        return True
    return steps >= _NO_CHANCE * (1 if whole else tries)


def _grain(amounts: list[Decimal]) -> Decimal:
    """The largest step that all the amounts are written in: 1, 5, 10, 50, 100 kronor and so on."""
    grain = Decimal(1)
    for factor in (5, 2) * 8:
        if any(amount % (grain * factor) for amount in amounts):
            return grain
        grain *= factor
    return grain
