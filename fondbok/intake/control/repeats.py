"""Rows that are alike and projects that stand twice in one file.

Belongs here: what must not be counted twice. Whether two projects of different files are the same
is decided in SQL.
"""

from __future__ import annotations

from typing import Any

from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import PROJEKT_PA_TVA_BLAD, PROJEKT_TVA_GANGER, RAD_DUBBLETT
from fondbok.values.amounts import format_amount
from fondbok.values.resolve import project_key
from fondbok.values.text import key


def check_rows(rows: list[ProjectRow], *, by_sheet: bool = False) -> None:
    """Find rows that are alike and projects that stand twice, over all tables of a file.

    Args:
        rows: The rows of the file, in order.
        by_sheet: The file is a workbook: what stands on a second sheet may be a copy.
    """
    seen_rows: dict[tuple[str, tuple[str, ...]], ProjectRow] = {}
    seen_projects: dict[tuple[str, Any, str], ProjectRow] = {}
    for row in rows:
        if row.utfall != "laddad":
            continue
        same = (row.content, tuple(row.cells.plan.keys))
        if same in seen_rows:
            _is_copy(row, seen_rows[same])
            continue
        seen_rows[same] = row
        _check_project(row, seen_projects, by_sheet=by_sheet)


def _is_copy(row: ProjectRow, first: ProjectRow) -> None:
    row.utfall = "dubblett"
    row.cells.note(RAD_DUBBLETT, "projekt", forsta=_place(first, row))


def _place(first: ProjectRow, row: ProjectRow) -> str:
    same_sheet = first.cells.blad == row.cells.blad
    return f"{first.cells.rad}" + ("" if same_sheet else f" på {first.cells.blad}")


def _check_project(
    row: ProjectRow, seen: dict[tuple[str, Any, str], ProjectRow], *, by_sheet: bool
) -> None:
    values = row.values
    unit = values["namnd_kod"] or key(values["namnd_text"] or "")
    names = [project_key(values["projekt"], values["ar"])]
    if values["bidragsnummer"]:
        names.append("#" + key(values["bidragsnummer"]))
    keys = [(unit, values["ar"], name) for name in names]
    first = next((seen[each] for each in keys if each in seen), None)
    if first is not None and by_sheet and first.cells.blad != row.cells.blad:
        _check_other_sheet(row, first)
    elif first is not None:
        row.cells.note(PROJEKT_TVA_GANGER, "projekt", forsta=_place(first, row))
    for each in keys:
        seen.setdefault(each, row)


def _check_other_sheet(row: ProjectRow, first: ProjectRow) -> None:
    """The same project on two sheets: told once it is a copy, told otherwise nobody knows which."""
    paid, earlier = (each.values["utbetalt"] for each in (row, first))
    if paid is None or earlier is None:
        row.cells.note(PROJEKT_TVA_GANGER, "projekt", forsta=_place(first, row))
        return
    currencies = [each.values["utbetalt_valuta"] for each in (row, first)]
    if paid == earlier and currencies[0] == currencies[1]:
        _is_copy(row, first)
        return
    row.stopped = row.cells.finding(
        PROJEKT_PA_TVA_BLAD,
        "projekt",
        blad_forst=first.cells.blad,
        forsta=first.cells.rad,
        belopp=format_amount(earlier, currencies[1]),
        har=format_amount(paid, currencies[0]),
    )
    row.utfall = "avvisad"
    row.cells.fynd.append(row.stopped)
