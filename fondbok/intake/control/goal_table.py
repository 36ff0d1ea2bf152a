"""The goal table of a memo: how the year's payments fall on the goals.

Belongs here: what such a table says about the rows of the project table. It is a second account of
the same money, never a payment of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fondbok.findings import Finding
from fondbok.intake import fields
from fondbok.intake.head.who_when import Submission
from fondbok.intake.readers.tables import Table, is_total_label
from fondbok.intake.rows.goal_fields import RowGoal
from fondbok.intake.rows.money_fields import read_money
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rows.row import RowCells, plan
from fondbok.intake.rules import (
    KF_MAL_FRAN_MALTABELL,
    TOTAL_KAN_EJ_KONTROLLERAS,
    TOTAL_STAMMER_EJ,
    note,
)
from fondbok.values.amounts import format_amount
from fondbok.values.resolve import Goal, resolve_goal


@dataclass(frozen=True)
class GoalLine:
    """One line of a goal table that holds money."""

    goal: Goal
    text: str
    value: Decimal


def apply_goal_tables(
    tables: list[Table], rows: list[ProjectRow], head: Submission
) -> list[Finding]:
    """Check a goal table against the rows, and give rows without a goal theirs.

    Only when all the money stands on one goal does it follow which goal a row serves.
    """
    fynd: list[Finding] = []
    for table in tables:
        lines = _lines(table, head, fynd)
        if not lines:
            continue
        _check_sum(table, lines, rows, fynd)
        goals = {line.goal.nummer for line in lines if line.value}
        if len(goals) == 1 and None not in goals:
            _give_goal(next(line for line in lines if line.value), rows)
    return fynd


def _lines(table: Table, head: Submission, fynd: list[Finding]) -> list[GoalLine]:
    lines: list[GoalLine] = []
    where = plan(table)
    for rad, cells in table.rows:
        row = RowCells(where, rad, cells)
        text = row.text("kf_mal")
        if text is None or is_total_label(text) or head.ar is None:
            continue
        values: dict[str, object] = dict.fromkeys(fields.MONEY_COLUMNS)
        unreadable = read_money(row, values, head.ar, total=True)
        fynd.extend(row.fynd)
        if unreadable is not None:
            fynd.append(
                note(
                    TOTAL_KAN_EJ_KONTROLLERAS,
                    blad=table.blad,
                    rad=rad,
                    varde=unreadable.varde,
                    orsak="beloppet går inte att läsa",
                )
            )
            return []
        value = values["utbetalt"]
        if isinstance(value, Decimal):
            lines.append(GoalLine(resolve_goal(text, head.ar), text, value))
    return lines


def _check_sum(
    table: Table, lines: list[GoalLine], rows: list[ProjectRow], fynd: list[Finding]
) -> None:
    counted = [row for row in rows if row.utfall == "laddad"]
    paid = sum((row.values["utbetalt"] or Decimal(0) for row in counted), Decimal(0))
    by_goal = sum((line.value for line in lines), Decimal(0))
    if by_goal != paid and counted:
        fynd.append(
            note(
                TOTAL_STAMMER_EJ,
                blad=table.blad,
                rad=table.header_rad,
                varde=format_amount(by_goal),
                summa=format_amount(paid),
                skillnad=format_amount(by_goal - paid),
            )
        )


def _give_goal(line: GoalLine, rows: list[ProjectRow]) -> None:
    for row in rows:
        paid = row.values["utbetalt"]
        if row.utfall == "laddad" and not row.goals and paid:
            row.goals.append(RowGoal(line.goal.nummer, line.text))
            shown = f"{line.goal.nummer}. {line.goal.name}"
            row.cells.note(KF_MAL_FRAN_MALTABELL, "kf_mal", line.text, tolkning=shown)
