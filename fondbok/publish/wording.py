"""How figures and places are written out.

Belongs here: numbers, cell addresses and JSON types. Does not belong here: what is shown.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

UNKNOWN = "okänt"

# What mart.rpt_inlamning calls that a nämnd has handed in -> how it is said.
HANDED_IN = {
    "inlamnad": "inlämnad",
    "inlamnad_med_fel": "inlämnad, med fel",
    "inlamnad_utan_projekt": "inlämnad, utan projekt",
}


def tal(value: Decimal | None, decimals: int = 2) -> str:
    """'21 639 766,00'; no-break spaces between thousands, 'okänt' for None."""
    if value is None:
        return UNKNOWN
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale="sv").replace("-", "−")


def kronor(value: Decimal | None) -> str:
    """An amount with its unit."""
    return UNKNOWN if value is None else f"{tal(value)}\u00a0kr"


def skillnad(value: Decimal) -> str:
    """A change with its sign: '+20,00'."""
    decimals = max(0, -int(value.as_tuple().exponent))
    return ("+" if value > 0 else "") + tal(value, decimals)


def plats(fil: str | None, blad: str | None, rad: int | None) -> str:
    """Where a row stands: 'submissions/ASN.xlsx, blad Projekt, rad 7'."""
    parts = [fil or "okänd fil"]
    if blad:
        parts.append(f"blad {blad}")
    if rad is not None:
        parts.append(f"rad {rad}")
    return ", ".join(parts)


def as_plain(value: Any) -> Any:
    """Nested dataclass fields as JSON types: amounts, dates and times become text."""
    if isinstance(value, dict):
        return {name: as_plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_plain(part) for part in value]
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
