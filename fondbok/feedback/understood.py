"""What the system took a cell for, in words a nämnd uses.

Belongs here: one field's value as text. The value itself was read at intake.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from fondbok import seeds
from fondbok.feedback.landed import Record
from fondbok.intake import fields
from fondbok.intake.fields import Field, Holds
from fondbok.values import format_amount

NOTHING = "Inget värde"


def value(field: Field, row: Record, goals: list[Record]) -> str | None:
    """The value of a field of a project row.

    Args:
        field: its declaration.
        row: row of raw.submission_projekt.
        goals: its rows of raw.submission_kf_mal.

    Returns:
        Swedish words, plainly where what the field holds has none of its own here; None when no
        value was read.
    """
    told = _TOLD.get(field.holds)
    if told is not None:
        return told(field, row, goals) or None
    return _text(row[field.raw[0].name]) if field.raw else None


def amount(row: Record, field: str) -> str | None:
    """An amount with its currency, "ca" where the source rounded; None when unknown."""
    if row[field] is None:
        return None
    about = "ca " if field == "utbetalt" and row["utbetalt_ungefarlig"] else ""
    return about + money(row[field], row[f"{field}_valuta"])


def money(value_: Decimal, currency: str | None) -> str:
    """An amount the Swedish way; its blanks do not break a line."""
    return format_amount(value_, currency or "SEK").replace(" ", "\N{NO-BREAK SPACE}")


def day(value_: date | None, precision: str | None) -> str | None:
    """A date as precise as it was written."""
    if value_ is None:
        return None
    iso = value_.isoformat()
    return {"ar": iso[:4], "manad": iso[:7], "sasong": f"omkring {iso[:7]}"}.get(
        precision or "", iso
    )


def goal_name(nummer: int | None, ar: int | None) -> str | None:
    """A goal of the year as "3. Name"; None when it is not one of them."""
    name = _goal_names(ar).get(nummer) if nummer is not None else None
    return None if name is None else f"{nummer}. {name}"


def _text(value_: object) -> str | None:
    return None if value_ is None else str(value_)


def _day(field: Field, row: Record) -> str | None:
    first, precision = (column.name for column in field.raw)
    return day(row[first], row[precision])


def _period(row: Record) -> str | None:
    start, end = (_day(field, row) for field in fields.PROJECT if field.holds in ("start", "end"))
    return f"{start or 'okänt'} till {end or 'okänt'}" if start or end else None


def _percent(value_: Decimal | None) -> str | None:
    if value_ is None:
        return None
    return f"{value_.normalize():f} %".replace(".", ",")


def _goals(goals: list[Record], ar: int | None) -> str:
    return "; ".join(
        goal_name(goal["nummer"], ar) or f"Okänt mål ({goal['mal_text']})" for goal in goals
    )


def _shares(goals: list[Record]) -> str | None:
    shares = [_percent(goal["andel"]) for goal in goals]
    given = [share for share in shares if share is not None]
    return "; ".join(given) if given else None


def _units(codes: str | None) -> str | None:
    names = _namnder()
    return "; ".join(names.get(code, code) for code in codes.split(";")) if codes else None


def _listed(codes: str | None) -> str | None:
    return "; ".join(codes.split(";")) if codes else None


@seeds.derived
def _namnder() -> dict[str, str]:
    return _names("namnd", "namnd_kod", "namnd")


@seeds.derived
def _names(seed: str, code: str, name: str) -> dict[str, str]:
    return {row[code]: row[name] for row in seeds.load(seed)}


@seeds.derived
def _goal_names(ar: int | None) -> dict[int, str]:
    period = next((row["malperiod"] for row in seeds.load("ar") if row["ar"] == str(ar)), "")
    rows = (row for row in seeds.load("kf_mal") if period and row["malperiod"] == period)
    return {int(row["nummer"]): row["kf_mal"] for row in rows}


_Told: TypeAlias = Callable[[Field, Record, list[Record]], str | None]
_TOLD: dict[Holds, _Told] = {
    "unit": lambda _, row, __: _namnder().get(row["namnd_kod"]),
    "paid": lambda field, row, _: amount(row, field.id),
    "amount": lambda field, row, _: amount(row, field.id),
    "currency": lambda _, row, __: row["utbetalt_valuta"] or row["budget_valuta"],
    "goals": lambda _, row, goals: _goals(goals, row["ar"]),
    "goal_shares": lambda _, __, goals: _shares(goals),
    "start": lambda field, row, _: _day(field, row),
    "end": lambda field, row, _: _day(field, row),
    "date": lambda field, row, _: _day(field, row),
    "period": lambda _, row, __: _period(row),
    "codes": lambda field, row, _: _listed(row[field.id]),
    "share": lambda field, row, _: _percent(row[field.id]),
    "fund": lambda _, row, __: _names("fond", "fond_kod", "fond").get(row["fond_kod"]),
    "role": lambda _, row, __: _names("roll", "roll", "namn").get(row["roll"]),
    "units": lambda field, row, _: _units(row[field.id]),
    "fitted": lambda field, row, _: _listed(row[field.id]),
}
