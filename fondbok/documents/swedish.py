"""How values and counts are written in the documents.

Belongs here: numbers, money, dates, periods, plurals and lists in Swedish. Does not belong here:
what the sentences are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.lists import format_list

from fondbok.documents.parts import Column, Value
from fondbok.publish.wording import tal

NBSP = "\N{NO-BREAK SPACE}"
_MILLION = Decimal(1_000_000)
_BILLION = Decimal(1_000_000_000)
_SMALL = (
    "noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
)  # fmt: skip


def i_ord(count: int, *, en: bool = False) -> str:
    """A count in running text: words up to twelve, then digits; `en` for words of that gender."""
    if en and count == 1:
        return "en"
    return _SMALL[count] if 0 <= count < len(_SMALL) else tal(Decimal(count), 0)


def antal(count: int, one: str, many: str, *, en: bool = False) -> str:
    """'ett projekt', 'två nämnder', '60 projekt'; 'inget projekt' and 'ingen nämnd' for none."""
    if count == 0:
        return f"{'ingen' if en else 'inget'} {one}"
    return f"{i_ord(count, en=en)}{NBSP}{one if count == 1 else many}"


def projekt(count: int) -> str:
    """A count of projects."""
    return antal(count, "projekt", "projekt")


def andel_av_projekten(count: int, every: int) -> str:
    """Some of several projects: 'två av projekten', 'båda projekten', 'alla projekten'."""
    if count == every:
        return "båda projekten" if every == 2 else "alla projekten"
    return f"{i_ord(count)} av projekten"


def deltaganden(count: int) -> str:
    """A count of participations."""
    return antal(count, "deltagande", "deltaganden")


def namnder(count: int) -> str:
    """A count of nämnder."""
    return antal(count, "nämnd", "nämnder", en=True)


def lista(items: Iterable[str]) -> str:
    """'a, b och c'."""
    return str(format_list(list(items), locale="sv"))


def mening(text: str) -> str:
    """A sentence with its first letter large."""
    return text[:1].upper() + text[1:]


def ager(name: str) -> str:
    """Whose: 'Västerås stads', 'Borås'."""
    return name if name[-1:].casefold() in {"s", "x", "z"} else f"{name}s"


def exakt(value: Decimal) -> str:
    """A number with the decimals it has and no more."""
    return tal(value, max(0, -int(value.normalize().as_tuple().exponent)))


def kronor(value: Decimal) -> str:
    """An exact amount: '1 234 567 kr', with öre only where there are any."""
    return f"{tal(value, 0 if _whole(value) else 2)}{NBSP}kr"


def omkring(value: Decimal) -> str:
    """An amount for running text: '50,5 miljoner kronor', the exact one when it is small."""
    if abs(value) < _MILLION:
        return f"{kronor(value).removesuffix('kr')}kronor"
    size, name = _size(value)
    rounded = (value / size).quantize(Decimal("0.1"), ROUND_HALF_UP)
    unit = name if rounded == 1 else f"{name}er"
    return f"{tal(rounded, 0 if _whole(rounded) else 1)}{NBSP}{unit}{NBSP}kronor"


def summa(value: Decimal) -> str:
    """About and exactly: '50,5 miljoner kronor (50 467 000 kr)'; once where they are the same."""
    about = omkring(value)
    return about if _is_round(value) else f"{about} ({kronor(value)})"


def procent(andel: Decimal) -> str:
    """A share of one as per cent: '40 procent'."""
    value = (andel * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{tal(value, 0 if _whole(value) else 1)}{NBSP}procent"


def dag(value: date) -> str:
    """'5 mars 2024'."""
    return str(format_date(value, "d MMMM y", locale="sv")).replace(" ", NBSP)


def tidpunkt(value: date | None, precision: str | None) -> str | None:
    """A date as precise as stated: '2021', 'mars 2022', 'omkring mars 2022', '5 mars 2024'."""
    if value is None:
        return None
    match precision:
        case "ar":
            return str(value.year)
        case "manad":
            return str(format_date(value, "MMMM y", locale="sv")).replace(" ", NBSP)
        case "sasong":
            return f"omkring {format_date(value, 'MMMM y', locale='sv')}".replace(" ", NBSP)
    return dag(value)


def period(
    start: date | None, start_precision: str | None, slut: date | None, slut_precision: str | None
) -> str | None:
    """'2021–2027', 'från mars 2022', 'till 5 maj 2024'; None when neither end is known."""
    first, last = tidpunkt(start, start_precision), tidpunkt(slut, slut_precision)
    if first and last:
        dash = "–" if len(first) == len(last) == 4 else " – "
        return first if first == last else f"{first}{dash}{last}"
    if first:
        return f"från {first}, slut okänt"
    return f"till {last}, start okänd" if last else None


def cell(value: Value, column: Column, among: Sequence[Value] = ()) -> str:
    """A value as it stands in a table.

    Args:
        value: from the mart; None is unknown.
        column: where it stands.
        among: every value of the column: öre are written for all of them or for none.
    """
    if value is None:
        return column.unknown
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if column.kind == "nummer":
        return str(value)
    number = Decimal(value)
    if column.kind == "kr":
        parts = any(isinstance(each, Decimal) and not _whole(each) for each in (*among, value))
        return tal(number, 2 if parts else 0)
    return exakt(number)


def _whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _is_round(value: Decimal) -> bool:
    """Whether the amount of running text is the exact one."""
    size, _ = _size(value)
    return abs(value) < _MILLION or value % (size / 10) == 0


def _size(value: Decimal) -> tuple[Decimal, str]:
    """What a large amount is counted in."""
    return (_BILLION, "miljard") if abs(value) >= _BILLION else (_MILLION, "miljon")
