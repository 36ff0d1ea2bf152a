"""A whole SIE 4 file, from its bytes to vouchers with their rows.

Belongs here: which line stands in which voucher, and what only the whole file shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from fondbok.files.blocks import visible
from fondbok.files.codec import detect_bytes
from fondbok.ledger import rules
from fondbok.ledger.sie.headers import HEADER_LABELS, fiscal_year, header, refuse_other_kinds
from fondbok.ledger.sie.lines import POSTINGS, embedded, posting, voucher
from fondbok.ledger.sie.shapes import Identification, Remark, Row, Sie, Voucher


def read(path: Path) -> Sie:
    """Read a SIE 4 file.

    Raises:
        NotSie4: it is not one; the message is in Swedish.
        OSError: it cannot be opened.
    """
    return parse(path.read_bytes())


def parse(data: bytes) -> Sie:
    """Read a SIE 4 file from its bytes; as `read`."""
    encoding = detect_bytes(data)
    content = visible(data.decode(encoding, "replace"))
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # Blanks at the end of a line are no part of a text whose quote is never closed.
    lines = [line.rstrip(" \t\x1a") for line in lines]
    labels = [_label(line) for line in lines]
    head = header(line for line, label in zip(lines, labels, strict=True) if label in HEADER_LABELS)
    refuse_other_kinds(content[:4000], head.sietyp, "#VER" in labels, any(labels))
    vouchers, remarks = _vouchers(lines, labels)
    if not head.sietyp:
        remarks.insert(0, Remark(rules.SIE_TYP_SAKNAS, None))
    remarks.extend(_year_remarks(head, vouchers))
    return Sie(head, vouchers, remarks, encoding)


def _label(line: str) -> str:
    """The label a line opens with, in capitals; a brace alone; '' for anything else.

    Braces before the label are no part of it.
    """
    whole = line.strip(" \t\x1a")
    bare = whole.lstrip("{} \t")
    if whole and not bare:
        return "}" if "}" in whole else "{"
    if not bare.startswith("#"):
        return ""
    return re.split(r"[ \t{\"]", bare, maxsplit=1)[0].upper()


def _vouchers(lines: Sequence[str], labels: Sequence[str]) -> tuple[list[Voucher], list[Remark]]:
    vouchers: list[Voucher] = []
    remarks: list[Remark] = []
    outside = Voucher(0, "", "", None)
    current, closed = outside, True
    added: dict[int, list[Row]] = {}
    for rad, (line, label) in enumerate(zip(lines, labels, strict=True), start=1):
        bare = line.strip(" \t").lstrip("{} \t")
        closed = closed or "}" in line[: len(line) - len(line.lstrip("{} \t"))]
        if label == "#VER":
            current, found = voucher(rad, bare)
            vouchers.append(current)
            remarks.extend(found)
            closed = False
        kind, bare = _posting_of(label, bare)
        if kind in ("#TRANS", "#RTRANS"):
            row, found = posting(rad, bare)
            target = outside if closed else current
            row = _inherit(row, target)
            if kind == "#RTRANS":
                added.setdefault(id(target), []).append(row)
                continue
            remarks.extend(found)
            if closed:
                remarks.append(Remark(rules.SIE_UTANFOR_VERIFIKAT, rad))
            target.rows.append(row)
    for each in (outside, *vouchers):
        remarks.extend(_add_lone(each, added.get(id(each), [])))
    remarks.extend(
        Remark(rules.SIE_OBALANS, each.rad, f"{each.serie} {each.nummer}: {each.balance}".strip())
        for each in vouchers
        if each.balance != 0
    )
    if not closed and "}" in labels:
        remarks.append(Remark(rules.SIE_AVKORTAD, len(lines)))
    return ([outside] if outside.rows else []) + vouchers, remarks


def _posting_of(label: str, line: str) -> tuple[str, str]:
    """The posting that a line is, or holds after something else; other lines as they are."""
    if label in POSTINGS:
        return label, line
    inside = line if label.startswith(("#TRANS", "#RTRANS")) else embedded(line)
    return ("#RTRANS" if inside[:2].upper() == "#R" else "#TRANS", inside) if inside else ("", line)


def _inherit(row: Row, head: Voucher) -> Row:
    return row if row.datum else Row(**{**row.__dict__, "datum": head.datum})


def _content(row: Row) -> tuple[object, ...]:
    # Programs write the change's date and signature on the #RTRANS and the posting's on the #TRANS.
    return (row.konto, row.objekt, row.belopp)


def _add_lone(head: Voucher, added: Sequence[Row]) -> Iterator[Remark]:
    """An #RTRANS that no #TRANS repeats is itself the posting."""
    repeated = Counter(_content(row) for row in head.rows)
    for row in added:
        if repeated[_content(row)] > 0:
            repeated[_content(row)] -= 1
            continue
        head.rows.append(Row(**{**row.__dict__, "added": True}))
        yield Remark(rules.SIE_RTRANS_ENSAM, row.rad)
    head.rows.sort(key=lambda row: row.rad)


def _year_remarks(head: Identification, vouchers: Sequence[Voucher]) -> Iterator[Remark]:
    if not head.rakenskapsar:
        return
    for each in vouchers:
        if each.datum and fiscal_year(head, each.datum) is None:
            yield Remark(rules.SIE_DATUM_UTANFOR, each.rad, each.datum.isoformat())
