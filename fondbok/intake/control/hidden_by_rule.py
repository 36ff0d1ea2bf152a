"""Conditional formats that may strike or hide rows that count, by a rule nobody can judge here.

Belongs here: whether rows with money stand where such a format is. Those that can be judged are
marks of the cells themselves (`fondbok.files.conditional`).
"""

from __future__ import annotations

from collections.abc import Sequence

from fondbok.files.formulas import Cells
from fondbok.files.marks import RowsHidden
from fondbok.findings import Finding
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import FORMAT_VILLKOR, note


def say_hidden_by_rule(rows: Sequence[ProjectRow]) -> list[Finding]:
    """One remark a format and sheet, where a project with money stands in its range."""
    said: dict[tuple[str, RowsHidden], None] = {}
    for row in rows:
        if row.utfall != "laddad" or not row.values["utbetalt"]:
            continue
        for each in row.cells.plan.table.marks.unjudged:
            if any(_meets(row, area) for area in each.ranges):
                said[row.cells.blad, each] = None
    return [
        note(FORMAT_VILLKOR, blad=blad, hur=hidden.how, omrade=hidden.area) for blad, hidden in said
    ]


def _meets(row: ProjectRow, area: Cells) -> bool:
    """Whether a column that is read stands in a range, on this row."""
    if not area.top <= row.cells.rad - 1 <= area.bottom:
        return False
    columns = row.cells.plan.table.columns[area.left : area.right + 1]
    return any(column is not None for column in columns)
