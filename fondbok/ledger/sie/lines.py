"""The lines with vouchers and postings, whatever shape they are in.

Belongs here: #VER, #TRANS, #RTRANS and #BTRANS. The header's labels are in `headers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fondbok.ledger import rules
from fondbok.ledger.sie.shapes import Remark, Row, Voucher
from fondbok.ledger.sie.tokens import Fields, amount, day, fields, pairs

POSTINGS = ("#TRANS", "#RTRANS", "#BTRANS")
_PART_OF_AMOUNT = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
# Another posting on the line, outside quotes.
EMBEDDED = r'^(?:[^"]|"(?:[^"\\]|\\.)*")*?(#R?TRANS[ \t{].*)$'
_EMBEDDED = re.compile(EMBEDDED, re.IGNORECASE)
# The amount of a line that holds several postings, which cannot be told apart.
SEVERAL = "flera poster på en rad"


def posting(rad: int, line: str) -> tuple[Row, list[Remark]]:
    """One #TRANS, #RTRANS or #BTRANS, whatever shape it is in.

    The date is the row's own; the voucher's is filled in by the caller. A line with several
    postings is one row without amount.
    """
    if embedded(line):
        return Row(rad, "", (), None, SEVERAL, None), [Remark(rules.SIE_FLERA_POSTER, rad, None)]
    found = fields(line)
    values = list(found.values[1:])
    remarks = [Remark(rules.SIE_CITAT_OPPET, rad)] if found.open_quote else []
    konto = values.pop(0) if values and isinstance(values[0], str) else ""
    objects = values.pop(0) if values and isinstance(values[0], tuple) else None
    rest = Fields(("", *values))
    belopp_text, datum_text = rest.text(1), rest.text(2)
    if _PART_OF_AMOUNT.fullmatch(datum_text) and re.fullmatch(r"[+-]?\d{1,3}", belopp_text):
        # A blank between thousands, which the format does not have: no guessing.
        belopp_text, datum_text = f"{belopp_text} {datum_text}", ""
    if objects is None or found.uneven or len(objects) % 2:
        remarks.append(Remark(rules.SIE_OBJEKTLISTA, rad, " ".join(objects or ())))
    row = Row(
        rad=rad,
        konto=konto if isinstance(konto, str) else "",
        objekt=pairs(objects or ()),
        belopp=amount(belopp_text),
        belopp_text=belopp_text,
        datum=day(datum_text),
        text=rest.text(3),
        kvantitet=rest.text(4),
        sign=rest.text(5),
    )
    remarks.extend(_row_remarks(row, datum_text))
    return row, remarks


def _row_remarks(row: Row, datum_text: str) -> Iterator[Remark]:
    if not row.konto:
        yield Remark(rules.SIE_KONTO_SAKNAS, row.rad)
    if row.belopp is None:
        yield Remark(rules.SIE_BELOPP_OLASLIGT, row.rad, row.belopp_text)
    elif "," in row.belopp_text:
        yield Remark(rules.SIE_BELOPP_KOMMA, row.rad, row.belopp_text)
    if datum_text and row.datum is None:
        yield Remark(rules.SIE_DATUM, row.rad, datum_text)


def embedded(line: str) -> str:
    """The first posting on a line that opens with something else; '' when there is none."""
    match = _EMBEDDED.search(line[1:])
    return match[1] if match else ""


def voucher(rad: int, line: str) -> tuple[Voucher, list[Remark]]:
    """A #VER line, without rows."""
    found = fields(line)
    remarks = [Remark(rules.SIE_CITAT_OPPET, rad)] if found.open_quote else []
    serie, nummer, datum_text = found.text(1), found.text(2), found.text(3)
    datum = day(datum_text)
    if datum is None:
        remarks.append(Remark(rules.SIE_DATUM, rad, datum_text))
    head = Voucher(rad, serie, nummer, datum, found.text(4), found.text(5), found.text(6))
    return head, remarks
