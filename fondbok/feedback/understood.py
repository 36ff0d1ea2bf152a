"""What the system took a cell for, in words a nämnd uses.

Belongs here: one field's value as text. The value itself was read at intake.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from fondbok import seeds
from fondbok.feedback.landed import Record
from fondbok.values import format_amount

NOTHING = "Inget värde"
_TEXT_FIELDS = {
    "projekt", "projektagare", "bidragsnummer", "diarienummer", "syfte", "malgrupp", "resultat",
}  # fmt: skip


def value(field: str, row: Record, goals: list[Record]) -> str | None:
    """The value of a field of a project row.

    Args:
        field: field id of the input contract.
        row: row of raw.submission_projekt.
        goals: its rows of raw.submission_kf_mal.

    Returns:
        Swedish words; None when no value was read.
    """
    if field in _TEXT_FIELDS:
        return _text(row[field])
    if field in ("utbetalt", "formedlat", "budget", "stadens_budget"):
        return amount(row, field)
    if field in ("start", "slut"):
        return day(row[f"{field}_datum"], row[f"{field}_precision"])
    readers = {
        "namnd": lambda: _namnder().get(row["namnd_kod"]),
        "ar": lambda: _text(row["ar"]),
        "version": lambda: _text(row["version"]),
        "beslutsdatum": lambda: _text(row["beslutsdatum"]),
        "fond": lambda: _names("fond", "fond_kod", "fond").get(row["fond_kod"]),
        "roll": lambda: _names("roll", "roll", "namn").get(row["roll"]),
        "period": lambda: _period(row),
        "valuta": lambda: row["utbetalt_valuta"] or row["budget_valuta"],
        "eu_andel": lambda: _percent(row["eu_andel"]),
        "kf_mal": lambda: _goals(goals, row["ar"]),
        "kf_mal_fordelning": lambda: _shares(goals),
        "deltagande": lambda: _units(row["deltagande"]),
        "ekonomikod": lambda: _listed(row["ekonomikod"]),
        "anpassade_falt": lambda: _listed(row["anpassade_falt"]),
    }
    return readers[field]() or None


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


def _period(row: Record) -> str | None:
    start = day(row["start_datum"], row["start_precision"])
    end = day(row["slut_datum"], row["slut_precision"])
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


@cache
def _namnder() -> dict[str, str]:
    return _names("namnd", "namnd_kod", "namnd")


@cache
def _names(seed: str, code: str, name: str) -> dict[str, str]:
    return {row[code]: row[name] for row in seeds.load(seed)}


@cache
def _goal_names(ar: int | None) -> dict[int, str]:
    period = next((row["malperiod"] for row in seeds.load("ar") if row["ar"] == str(ar)), "")
    rows = (row for row in seeds.load("kf_mal") if period and row["malperiod"] == period)
    return {int(row["nummer"]): row["kf_mal"] for row in rows}
