"""Rows that are alike and projects that stand twice in one file.

Belongs here: what must not be counted twice. Whether two projects of different files are the same
is decided in SQL.
"""

from __future__ import annotations

from typing import Any

from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.values.resolve import project_key
from fondbok.intake.values.text import key


def check_rows(rows: list[ProjectRow]) -> None:
    """Find rows that are alike and projects that stand twice, over all tables of a file."""
    seen_rows: dict[tuple[str, tuple[str, ...]], int] = {}
    seen_projects: dict[tuple[str, Any, str], int] = {}
    for row in rows:
        if row.utfall != "laddad":
            continue
        same = (row.content, tuple(row.cells.plan.keys))
        if same in seen_rows:
            row.utfall = "dubblett"
            row.cells.note("RAD_DUBBLETT", "projekt", forsta=seen_rows[same])
            continue
        seen_rows[same] = row.cells.rad
        _check_project(row, seen_projects)


def _check_project(row: ProjectRow, seen: dict[tuple[str, Any, str], int]) -> None:
    values = row.values
    unit = values["namnd_kod"] or key(values["namnd_text"] or "")
    names = [project_key(values["projekt"], values["ar"])]
    if values["bidragsnummer"]:
        names.append("#" + key(values["bidragsnummer"]))
    keys = [(unit, values["ar"], name) for name in names]
    first = next((seen[each] for each in keys if each in seen), None)
    if first is not None:
        row.cells.note("PROJEKT_TVA_GANGER", "projekt", forsta=first)
    for each in keys:
        seen.setdefault(each, row.cells.rad)
