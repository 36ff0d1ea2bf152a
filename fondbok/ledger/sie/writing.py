"""A SIE 4E file as text, from the same objects that reading gives.

Belongs here: how a field, a label and a voucher are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fondbok.ledger.sie.headers import SINGLE
from fondbok.ledger.sie.shapes import Identification, Row, Sie, Voucher


def write(book: Sie) -> str:
    """A SIE 4E file as text with CRLF, to be encoded by the caller.

    Reading it again gives the same header, vouchers and rows (line numbers apart).
    """
    return "\r\n".join([*_header_lines(book.header), *_voucher_lines(book.vouchers), ""])


def quote(value: str) -> str:
    """A field as the format writes it: in quotes, with quotes and backslashes escaped."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _header_lines(head: Identification) -> Iterator[str]:
    yield "#FLAGGA 0"
    for label, name in SINGLE.items():
        value = getattr(head, name)
        if value:
            yield f"{label} {value if label == '#SIETYP' else quote(value)}"
    for number, (first, last) in head.rakenskapsar.items():
        yield f"#RAR {number} {first:%Y%m%d} {last:%Y%m%d}"
    for konto, name in head.konton.items():
        yield f"#KONTO {konto} {quote(name)}"
    for konto, kind in head.kontotyper.items():
        yield f"#KTYP {konto} {kind}"
    for dimension, (name, parent) in head.dimensioner.items():
        yield (
            f"#UNDERDIM {dimension} {quote(name)} {parent}"
            if parent
            else (f"#DIM {dimension} {quote(name)}")
        )
    for (dimension, code), name in head.objekt.items():
        yield f"#OBJEKT {dimension} {quote(code)} {quote(name)}"


def _voucher_lines(vouchers: Iterable[Voucher]) -> Iterator[str]:
    for each in vouchers:
        when = f"{each.datum:%Y%m%d}" if each.datum else quote("")
        yield (
            f"#VER {quote(each.serie)} {quote(each.nummer)} {when} {quote(each.text)} "
            f"{quote(each.regdatum)} {quote(each.sign)}"
        )
        yield "{"
        yield from (_row_line(row) for row in each.rows)
        yield "}"


def _row_line(row: Row) -> str:
    objects = " ".join(f"{quote(dim)} {quote(code)}" for dim, code in row.objekt)
    when = f"{row.datum:%Y%m%d}" if row.datum else quote("")
    money = row.belopp_text if row.belopp is None else f"{row.belopp:f}"
    return (
        f"   #TRANS {row.konto} {{{objects}}} {money} {when} {quote(row.text)} "
        f"{quote(row.kvantitet)} {quote(row.sign)}"
    )
