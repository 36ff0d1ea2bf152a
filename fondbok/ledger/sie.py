r"""SIE type 4 (4E and 4I), the Swedish exchange format for bookkeeping, usable on its own.

    from fondbok.ledger import sie
    book = sie.read(Path("export.se"))
    for voucher in book.vouchers:
        for row in voucher.rows:
            print(voucher.serie, voucher.nummer, row.konto, row.belopp, dict(row.objekt))

Belongs here: the format's rules, from bytes to vouchers and back. Does not belong here: the
warehouse (sie_load.py, which reads regular lines in SQL and everything else with this module).

The rules, after "SIE filformat", version 4B of 2008-09-30, and where files depart from it:

- Characters. The specification says code page 437 and #FORMAT PC8. Programs write PC8 above
  UTF-8 and Latin-1 alike, so the bytes decide (`fondbok.ledger.text`).
- Lines end with CR, LF or both. Empty lines mean nothing. A control character inside a field is
  not allowed; a tab there is read as a blank.
- Fields are parted by one or more blanks or tabs. A field in quotes may hold blanks; `\"` inside
  is a quote and `\\` a backslash; any other backslash is itself, as in paths. A quote that never
  closes ends with its line.
- Labels begin with #. Case does not matter. Unknown labels and fields after the known ones are
  passed over, as the specification asks of every reader.
- #VER serie nr datum text regdatum sign, then rows between lines with { and }.
- #TRANS konto {dimension objekt ...} belopp datum text kvantitet sign. Debit is positive. A row
  without date or text has its voucher's.
- #RTRANS, an added row, is followed by the same #TRANS for readers that do not know it: one
  posting. Account, objects and amount must agree; dates and texts often do not. Where that #TRANS
  is missing the #RTRANS is the posting. #BTRANS, a removed row, is none.
- Amounts have a point and at most two decimals. A comma is read, with a remark.
- Dimension 1 is cost centre (ansvar), 6 is project; 1 to 19 are reserved and need no #DIM.
- Types 1 to 3 hold balances only, type 5 is XML: `NotSie4` names the type.

Nothing here raises for what a posting looks like: what is wrong is in `Sie.remarks`, and the row
stays with what could be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from fondbok.findings import Rule
from fondbok.ledger import rules, text

ANSVAR = "1"
PROJEKT = "6"
POSTINGS = ("#TRANS", "#RTRANS", "#BTRANS")

_AMOUNT = re.compile(r"[+-]?(?:\d+(?:[.,]\d{0,2}0*)?|[.,]\d{1,2}0*)")
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_PART_OF_AMOUNT = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_LARGEST = Decimal("9999999999999999.99")
# A quoted field; a brace that opens or closes; a bare field, which a brace ends only in a list.
_FIELD = re.compile(r'[ \t]*(?:"((?:[^"\\]|\\.)*)("|\\?$)|(\{)|(\})|([^ \t"{}][^ \t]*))')
_IN_LIST = re.compile(r'[ \t]*(?:"((?:[^"\\]|\\.)*)("|\\?$)|(\{)|(\})|([^ \t"{}][^ \t{}]*))')
# Another posting on the line, outside quotes.
EMBEDDED = r'^(?:[^"]|"(?:[^"\\]|\\.)*")*?(#R?TRANS[ \t{].*)$'
_EMBEDDED = re.compile(EMBEDDED, re.IGNORECASE)
# The amount of a line that holds several postings, which cannot be told apart.
SEVERAL = "flera poster på en rad"
_ESCAPE = re.compile(r'\\(["\\])')


class NotSie4(ValueError):
    """The content is not SIE type 4.

    Attributes:
        rule: which of the reasons.
        varde: the type it is, where it is one.
    """

    def __init__(self, rule: Rule, varde: str | None = None) -> None:
        super().__init__(rule.mall.format(varde=varde, kolumn=None))
        self.rule = rule
        self.varde = varde


@dataclass(frozen=True)
class Remark:
    """Something wrong at a line: rule, 1-based line (None is the whole file), the text itself."""

    rule: Rule
    rad: int | None
    varde: str | None = None


@dataclass(frozen=True)
class Fields:
    """The fields of one line.

    Attributes:
        values: label first; an object list is a tuple of its fields, flat.
        open_quote: a quote never closed.
        uneven: braces that do not pair, or lists within lists.
    """

    values: tuple[str | tuple[str, ...], ...]
    open_quote: bool = False
    uneven: bool = False

    def text(self, place: int) -> str:
        """A field as text; '' when the line ends before it, or a list stands there."""
        value = self.values[place] if place < len(self.values) else ""
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Row:
    """One posting.

    Attributes:
        rad: 1-based line.
        konto: '' when missing.
        objekt: pairs (dimension, object) in the order of the file.
        belopp: SEK with two decimals, debit positive; None when it cannot be read.
        belopp_text: as written.
        datum: the row's own date, or its voucher's; None when neither can be read.
        text: the row's own text; '' means the voucher's holds.
        added: it came from an #RTRANS that no #TRANS follows.
    """

    rad: int
    konto: str
    objekt: tuple[tuple[str, str], ...]
    belopp: Decimal | None
    belopp_text: str
    datum: date | None
    text: str = ""
    kvantitet: str = ""
    sign: str = ""
    added: bool = False


@dataclass
class Voucher:
    """A #VER and its rows; `rad` 0 is the voucher of rows that stand outside one."""

    rad: int
    serie: str
    nummer: str
    datum: date | None
    text: str = ""
    regdatum: str = ""
    sign: str = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def balance(self) -> Decimal:
        """Sum of the rows that could be read; zero when the voucher is even."""
        return sum((row.belopp for row in self.rows if row.belopp is not None), Decimal("0.00"))


@dataclass
class Header:
    """What a file says about itself.

    Attributes:
        rakenskapsar: year number -> (first day, last day).
        konton: account -> name.
        kontotyper: account -> T, S, K or I.
        dimensioner: dimension -> (name, dimension it is part of or '').
        objekt: (dimension, object) -> name.
    """

    sietyp: str = ""
    program: str = ""
    genererad: str = ""
    foretag: str = ""
    orgnr: str = ""
    kontoplan: str = ""
    valuta: str = ""
    omfattning: str = ""
    rakenskapsar: dict[int, tuple[date, date]] = field(default_factory=dict)
    konton: dict[str, str] = field(default_factory=dict)
    kontotyper: dict[str, str] = field(default_factory=dict)
    dimensioner: dict[str, tuple[str, str]] = field(default_factory=dict)
    objekt: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Sie:
    """A whole file: header, vouchers in file order, remarks, and the encoding it was in."""

    header: Header
    vouchers: list[Voucher]
    remarks: list[Remark]
    encoding: str = "utf-8"


# --- fields -----------------------------------------------------------------------------------


def fields(line: str) -> Fields:
    """Split a line into its fields by the rules of the format."""
    line = line.replace("\t", " ")
    values: list[str | tuple[str, ...]] = []
    inside: list[str] = []
    depth, place, open_quote, uneven = 0, 0, False, False
    while match := (_IN_LIST if depth else _FIELD).match(line, place):
        place = match.end()
        quoted, closing, opened, closed, bare = match.groups()
        if opened:
            depth += 1
            uneven = uneven or depth > 1
        elif closed:
            uneven = uneven or depth == 0
            if depth == 1:
                values.append(tuple(inside))
                inside = []
            depth = max(0, depth - 1)
        else:
            value = bare if quoted is None else quoted
            if "\\" in value and quoted is not None:
                value = _ESCAPE.sub(r"\1", value)
            open_quote = open_quote or (quoted is not None and closing != '"')
            (inside if depth else values).append(value)
    if depth:
        values.extend(_unclosed(inside))
    return Fields(tuple(values), open_quote, uneven or depth > 0)


def _unclosed(inside: Sequence[str]) -> list[str | tuple[str, ...]]:
    """An object list without its closing brace: pairs as long as the dimension is a number."""
    end = 0
    while end + 2 < len(inside) and re.fullmatch(r"\d{1,4}", inside[end]):
        end += 2
    return [tuple(inside[:end]), *inside[end:]]


def pairs(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Dimension and object, two by two; a last one without its pair is left out."""
    return tuple(zip(values[0::2], values[1::2], strict=False))


def amount(value: str) -> Decimal | None:
    """An amount with at most two decimals; None when it cannot be read exactly."""
    if not _AMOUNT.fullmatch(value):
        return None
    exact = Decimal(value.replace(",", "."))
    return exact.quantize(Decimal("0.01")) if abs(exact) <= _LARGEST else None


def day(value: str) -> date | None:
    """A date YYYYMMDD (or YYYY-MM-DD, which some write); None when there is no such day."""
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def posting(rad: int, line: str) -> tuple[Row, list[Remark]]:
    """One #TRANS, #RTRANS or #BTRANS, whatever shape it is in.

    The date is the row's own; the voucher's is filled in by the caller. A line with several
    postings is one row without amount.
    """
    if embedded(line):
        return Row(rad, "", (), None, SEVERAL, None), [Remark(rules.SIE_FLERA_POSTER, rad, None)]
    found = fields(line)
    values = list(found.values[1:])
    remarks = [Remark(rules.SIE_FALT, rad)] if found.open_quote else []
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
        yield Remark(rules.SIE_BELOPP, row.rad, row.belopp_text)
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
    remarks = [Remark(rules.SIE_FALT, rad)] if found.open_quote else []
    serie, nummer, datum_text = found.text(1), found.text(2), found.text(3)
    datum = day(datum_text)
    if datum is None:
        remarks.append(Remark(rules.SIE_DATUM, rad, datum_text))
    head = Voucher(rad, serie, nummer, datum, found.text(4), found.text(5), found.text(6))
    return head, remarks


# --- header -----------------------------------------------------------------------------------


def header(lines: Iterable[str]) -> Header:
    """What the header's lines say; lines with other labels are passed over."""
    head = Header()
    for line in lines:
        found = fields(line)
        label = found.text(0).upper()
        if label in _SINGLE:
            setattr(head, _SINGLE[label], " ".join(filter(None, _texts(found, label))))
        elif label in _MANY:
            _MANY[label](head, found)
    return head


_SINGLE = {
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


def _year(head: Header, found: Fields) -> None:
    first, last = day(found.text(2)), day(found.text(3))
    if re.fullmatch(r"-?\d{1,3}", found.text(1)) and first and last:
        head.rakenskapsar[int(found.text(1))] = (first, last)


def _account(head: Header, found: Fields) -> None:
    head.konton[found.text(1)] = found.text(2)


def _account_type(head: Header, found: Fields) -> None:
    head.kontotyper[found.text(1)] = found.text(2)


def _dimension(head: Header, found: Fields) -> None:
    head.dimensioner[found.text(1)] = (found.text(2), found.text(3))


def _object(head: Header, found: Fields) -> None:
    head.objekt[found.text(1), found.text(2)] = found.text(3)


_MANY = {
    "#RAR": _year,
    "#KONTO": _account,
    "#KTYP": _account_type,
    "#DIM": _dimension,
    "#UNDERDIM": _dimension,
    "#OBJEKT": _object,
}
HEADER_LABELS = (*_SINGLE, *_MANY)


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
        raise NotSie4(rules.HTML)
    if re.match(r"\s*<", start):
        raise NotSie4(rules.SIE_XML if re.search("sie", start, re.IGNORECASE) else rules.SIE_INTE)
    if not has_labels:
        raise NotSie4(rules.SIE_INTE)
    if sietyp[:1] in ("1", "2", "3", "5"):
        raise NotSie4(rules.SIE_TYP if sietyp[0] != "5" else rules.SIE_XML, sietyp)
    if not sietyp and not has_vouchers:
        # A file without #SIETYP is of type 1: only there may it be left out.
        raise NotSie4(rules.SIE_TYP, "1")


# --- whole files ------------------------------------------------------------------------------


def read(path: Path) -> Sie:
    """Read a SIE 4 file.

    Raises:
        NotSie4: it is not one; the message is in Swedish.
        OSError: it cannot be opened.
    """
    return parse(path.read_bytes())


def parse(data: bytes) -> Sie:
    """Read a SIE 4 file from its bytes; as `read`."""
    encoding = text.detect_bytes(data)
    content = text.visible(data.decode(encoding, "replace"))
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
                remarks.append(Remark(rules.SIE_UTANFOR, rad))
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
        yield Remark(rules.SIE_RTRANS, row.rad)
    head.rows.sort(key=lambda row: row.rad)


def leads_to(head: Header, dimension: str, target: str) -> bool:
    """Whether a dimension is part of another, through as many as there are."""
    seen = {dimension}
    while (parent := head.dimensioner.get(dimension, ("", ""))[1]) and parent not in seen:
        if parent == target:
            return True
        seen.add(parent)
        dimension = parent
    return False


def _year_remarks(head: Header, vouchers: Sequence[Voucher]) -> Iterator[Remark]:
    if not head.rakenskapsar:
        return
    for each in vouchers:
        if each.datum and fiscal_year(head, each.datum) is None:
            yield Remark(rules.SIE_DATUM_UTANFOR, each.rad, each.datum.isoformat())


def fiscal_year(head: Header, when: date) -> int | None:
    """The year in which the fiscal year of a date begins; None when #RAR does not cover it."""
    spans = head.rakenskapsar.values()
    return next((first.year for first, last in spans if first <= when <= last), None)


# --- writing ----------------------------------------------------------------------------------


def write(book: Sie) -> str:
    """A SIE 4E file as text with CRLF, to be encoded by the caller.

    Reading it again gives the same header, vouchers and rows (line numbers apart).
    """
    return "\r\n".join([*_header_lines(book.header), *_voucher_lines(book.vouchers), ""])


def quote(value: str) -> str:
    """A field as the format writes it: in quotes, with quotes and backslashes escaped."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _header_lines(head: Header) -> Iterator[str]:
    yield "#FLAGGA 0"
    for label, name in _SINGLE.items():
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
