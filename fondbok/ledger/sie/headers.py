"""The header of a SIE file: its labels, the years and dimensions they name, and which type it is.

Belongs here: everything above the first voucher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from fondbok.ledger import rules
from fondbok.ledger.sie.shapes import Identification, NotSie4
from fondbok.ledger.sie.tokens import Fields, day, fields


def header(lines: Iterable[str]) -> Identification:
    """What the header's lines say; lines with other labels are passed over."""
    head = Identification()
    for line in lines:
        found = fields(line)
        label = found.text(0).upper()
        if label in SINGLE:
            setattr(head, SINGLE[label], " ".join(filter(None, _texts(found, label))))
        elif label in _MANY:
            _MANY[label](head, found)
    return head


SINGLE = {
    "#SIETYP": "sietyp",
    "#PROGRAM": "program",
    "#GEN": "genererad",
    "#FNAMN": "foretag",
    "#ORGNR": "orgnr",
    "#KPTYP": "kontoplan",
    "#VALUTA": "valuta",
    "#OMFATTN": "omfattning",
}


def _texts(found: Fields, label: str) -> list[str]:
    last = 3 if label == "#PROGRAM" else 2
    return [found.text(place) for place in range(1, last)]


def _year(head: Identification, found: Fields) -> None:
    first, last = day(found.text(2)), day(found.text(3))
    if re.fullmatch(r"-?\d{1,3}", found.text(1)) and first and last:
        head.rakenskapsar[int(found.text(1))] = (first, last)


def _account(head: Identification, found: Fields) -> None:
    head.konton[found.text(1)] = found.text(2)


def _account_type(head: Identification, found: Fields) -> None:
    head.kontotyper[found.text(1)] = found.text(2)


def _dimension(head: Identification, found: Fields) -> None:
    head.dimensioner[found.text(1)] = (found.text(2), found.text(3))


def _object(head: Identification, found: Fields) -> None:
    head.objekt[found.text(1), found.text(2)] = found.text(3)


_MANY = {
    "#RAR": _year,
    "#KONTO": _account,
    "#KTYP": _account_type,
    "#DIM": _dimension,
    "#UNDERDIM": _dimension,
    "#OBJEKT": _object,
}
HEADER_LABELS = (*SINGLE, *_MANY)


def refuse_other_kinds(start: str, sietyp: str, has_vouchers: bool, has_labels: bool) -> None:
    """Refuse what is not SIE type 4.

    Args:
        start: the first few thousand characters.
        sietyp: value of #SIETYP, '' when there is none.
        has_vouchers: a #VER stands in the file.
        has_labels: a line begins with #.

    Raises:
        NotSie4: it is HTML, XML, no SIE file, or of another type.
    """
    if re.match(r"\s*<(?:!doctype\s+html|html|head|body)\b", start, re.IGNORECASE):
        raise NotSie4(rules.LEDGER_HTML)
    if re.match(r"\s*<", start):
        raise NotSie4(rules.SIE_XML if re.search("sie", start, re.IGNORECASE) else rules.SIE_INTE)
    if not has_labels:
        raise NotSie4(rules.SIE_INTE)
    if sietyp[:1] in ("1", "2", "3", "5"):
        raise NotSie4(rules.SIE_TYP if sietyp[0] != "5" else rules.SIE_XML, varde=sietyp)
    if not sietyp and not has_vouchers:
        # A file without #SIETYP is of type 1: only there may it be left out.
        raise NotSie4(rules.SIE_TYP, varde="1")


def leads_to(head: Identification, dimension: str, target: str) -> bool:
    """Whether a dimension is part of another, through as many as there are."""
    seen = {dimension}
    while (parent := head.dimensioner.get(dimension, ("", ""))[1]) and parent not in seen:
        if parent == target:
            return True
        seen.add(parent)
        dimension = parent
    return False


def fiscal_year(head: Identification, when: date) -> int | None:
    """The year in which the fiscal year of a date begins; None when #RAR does not cover it."""
    spans = head.rakenskapsar.values()
    return next((first.year for first, last in spans if first <= when <= last), None)
