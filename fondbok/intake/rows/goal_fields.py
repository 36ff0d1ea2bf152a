"""The goals of a project row and how its money is shared between them.

Belongs here: pieces of the goal cell to numbers of the year's set, and their shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import (
    AR_UTAN_MALPERIOD,
    FORDELNING_EJ_100,
    FORDELNING_OLASLIG,
    KF_MAL_OKANT,
    KF_MAL_TOLKAT,
    KF_MAL_TVA_GANGER,
)
from fondbok.values.resolve import Goal, has_goals, resolve_goal
from fondbok.values.shares import HUNDRED, GoalPiece, parse_shares, read_goals
from fondbok.values.text import Cell, cell_text, is_missing, tidy

_FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class RowGoal:
    """A goal of a row: number in its year's set or None, the words, and its share in percent."""

    nummer: int | None
    text: str
    share: Decimal | None = None


def read_row_goals(row: RowCells, ar: int | None) -> list[RowGoal]:
    """The goals a row names, each once, with their shares when the row gives them."""
    at = row.column("kf_mal")
    pieces = _pieces(row.cell_at(at), ar) if at is not None else ()
    if pieces and ar is not None and not has_goals(ar):
        row.note(AR_UTAN_MALPERIOD, at, str(ar))
    goals: list[RowGoal] = []
    for piece in pieces:
        for part, goal in _resolved(piece, ar):
            _note_goal(row, part, goal, ar)
            if goal.nummer is not None and any(goal.nummer == seen.nummer for seen in goals):
                row.note(KF_MAL_TVA_GANGER, "kf_mal", part.text)
                continue
            goals.append(RowGoal(goal.nummer, part.text, part.share))
    return _with_shares(row, goals)


def _pieces(cell: Cell, ar: int | None) -> tuple[GoalPiece, ...]:
    """The goals of a cell; a name that only wraps over lines is one goal."""
    if isinstance(cell, str) and "\n" in cell and ar is not None:
        unwrapped = tidy(cell)
        if resolve_goal(unwrapped, ar).how == "exakt":
            return (GoalPiece(unwrapped),)
    return read_goals(cell)


def _resolved(piece: GoalPiece, ar: int | None) -> list[tuple[GoalPiece, Goal]]:
    if ar is None:
        return [(piece, Goal(None, "okand"))]
    goal = resolve_goal(piece.text, ar)
    if goal.nummer is None and "," in piece.text and piece.share is None:
        # Names parted by commas count only when every one of them is a goal.
        parts = [GoalPiece(text.strip()) for text in piece.text.split(",")]
        found = [resolve_goal(part.text, ar) for part in parts]
        if all(each.nummer is not None for each in found):
            return list(zip(parts, found, strict=True))
    return [(piece, goal)]


def _note_goal(row: RowCells, piece: GoalPiece, goal: Goal, ar: int | None) -> None:
    if ar is None or not has_goals(ar):
        return
    if goal.nummer is None:
        row.note(KF_MAL_OKANT, "kf_mal", piece.text, ar=ar)
    elif goal.how == "tolkad":
        row.note(KF_MAL_TOLKAT, "kf_mal", piece.text, tolkning=f"{goal.nummer}. {goal.name}")


def _with_shares(row: RowCells, goals: list[RowGoal]) -> list[RowGoal]:
    given = row.cell("kf_mal_fordelning")
    text = cell_text(given)
    if not is_missing(text):
        shares = _from_column(text, goals)
        if shares is None:
            row.note(FORDELNING_OLASLIG, "kf_mal_fordelning", antal=len(goals))
            return [RowGoal(goal.nummer, goal.text) for goal in goals]
        return _checked(row, "kf_mal_fordelning", goals, shares)
    inline = [goal.share for goal in goals if goal.share is not None]
    if not inline:
        return goals
    if len(inline) != len(goals):
        row.note(FORDELNING_OLASLIG, "kf_mal", antal=len(goals))
        return [RowGoal(goal.nummer, goal.text) for goal in goals]
    return _checked(row, "kf_mal", goals, inline)


def _from_column(text: str, goals: list[RowGoal]) -> list[Decimal] | None:
    shares = parse_shares(text, len(goals)) if goals else None
    if shares is None:
        return None
    if shares.numbers is None:
        return list(shares.values)
    by_number = dict(zip(shares.numbers, shares.values, strict=True))
    if set(by_number) != {goal.nummer for goal in goals}:
        return None
    return [by_number[goal.nummer] for goal in goals if goal.nummer is not None]


def _checked(
    row: RowCells, column: str, goals: list[RowGoal], shares: list[Decimal]
) -> list[RowGoal]:
    total = sum(shares, Decimal(0))
    if total != HUNDRED:
        row.note(FORDELNING_EJ_100, column, summa=f"{total:f}".replace(".", ","))
    if total == 0:
        return [RowGoal(goal.nummer, goal.text) for goal in goals]
    exact = (share.quantize(_FOUR_DECIMALS, ROUND_HALF_UP) for share in shares)
    return [
        RowGoal(goal.nummer, goal.text, share) for goal, share in zip(goals, exact, strict=True)
    ]
