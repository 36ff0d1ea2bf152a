"""Delimited ledgers and workbooks: from cells to typed rows, set by set.

Belongs here: bringing a file's lines or cells into DuckDB with their physical row numbers, and
the one statement that types them, finds what must be rejected and what is a total. The SQL of a
single cell is in tables.py; what all ledgers share is in staging.py.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from fondbok.ledger import rules, staging, tables, text, workbook
from fondbok.ledger.profiles import (
    Layout,
    ProfileSet,
    choose_table,
    choose_text,
)
from fondbok.ledger.refusal import Refusal
from fondbok.ledger.staging import text_literal

# A quoted text with line breaks in it spans a few lines; more is a quote that was never closed.
LONGEST_QUOTED = 20
MOST_BROKEN_LINES = 10_000
PREAMBLE = 200
HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
XML = re.compile(r"\s*<\?xml", re.IGNORECASE)

ACCOUNT = r"[0-9A-Za-zÅÄÖåäö]*\d[0-9A-Za-zÅÄÖåäö.\-]*"


@dataclass(frozen=True)
class Source:
    """Rows in the database, ready to be typed.

    Attributes:
        blad: sheet, '' in text files.
        layout: how they are read.
        rows: SQL of a relation (rad, innehall, c, trasig, stokig): row number, the row whole, its
            cells, whether its quotes are broken, and whether its cells need tidying.
    """

    blad: str
    layout: Layout
    rows: str


# --- text files -------------------------------------------------------------------------------


def load_text(con: duckdb.DuckDBPyConnection, path: Path, profiles: ProfileSet) -> str:
    """Type the rows of a delimited text file into ledger_typad.

    Returns:
        The name of the profile that fitted.

    Raises:
        Refusal: the file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="fondbok-") as folder:
        copy = text.to_utf8(path, Path(folder) / "lines.txt", text.detect(path))
        layout = _text_layout(copy, path.name, profiles)
        if layout.profile.encoding not in ("auto", copy.encoding):
            copy = text.to_utf8(path, copy.path, layout.profile.encoding)
            layout = _text_layout(copy, path.name, profiles)
        first = read_lines(con, copy)
    if copy.replaced:
        staging.note(con, rules.TECKENFEL, "", None, str(copy.replaced))
    _join_quoted_lines(con, layout, first)
    cells, broken = tables.cells(layout.delimiter)
    blank = text_literal(' \t"\u00a0' + layout.delimiter)
    # A line whose first cell is filled is no blank line: the trim is for the others.
    filled = f"(regexp_matches(line, '^[0-9A-Za-z]') or trim(line, {blank}) <> '')"
    rows = (
        f"select rowid - {first} + 1 as rad, line as innehall, {cells} as c, {broken} as trasig, "
        f"{tables.untidy(layout.delimiter)} as stokig from ledger_lines "
        f"where rowid >= {first + layout.header_rad} and {filled}"
    )
    type_rows(con, Source("", layout, rows))
    return layout.profile.name


def _text_layout(copy: text.Utf8Copy, name: str, profiles: ProfileSet) -> Layout:
    with copy.path.open(encoding="utf-8", newline="\n") as handle:
        head = [line[: text.LONGEST_LINE].rstrip("\n") for line in islice(handle, PREAMBLE)]
    if not any(line.strip() for line in head) and copy.lines <= PREAMBLE:
        raise Refusal(rules.TOM_FIL)
    start = "\n".join(head)[:2000]
    if HTML.match(start):
        raise Refusal(rules.HTML)
    if copy.longest:
        raise Refusal(rules.FIL_TRASIG, "en rad är längre än en miljon tecken")
    if start.startswith(("PK\x03", "PK?", "%PDF")) or start.count("?") > len(start) / 4 > 25:
        raise Refusal(rules.FIL_TRASIG, "innehållet är inte text")
    return choose_text(head, profiles, name)


def read_lines(con: duckdb.DuckDBPyConnection, copy: text.Utf8Copy) -> int:
    """Bring a UTF-8 copy into ledger_lines, one row a line, in file order.

    Returns:
        The rowid of the first line; the others follow by one. It is not zero inside a
        transaction, where new rows are numbered from a very high start.

    Raises:
        Refusal: the database read another number of lines than the file has.
    """
    kept = _setting(con, "preserve_insertion_order")
    con.execute("set preserve_insertion_order = true")
    con.execute(
        "create or replace temp table ledger_lines as select coalesce(line, '') as line "
        f"from read_csv({text_literal(str(copy.path))}, delim = '\x01', quote = '', escape = '', "
        "comment = '', header = false, auto_detect = false, new_line = '\\n', "
        f"max_line_size = {8 * text.LONGEST_LINE}, columns = {{'line': 'varchar'}})"
    )
    con.execute(f"set preserve_insertion_order = {kept}")
    row = con.execute("select count(*), min(rowid), max(rowid) from ledger_lines").fetchone()
    count, first, last = row or (0, 0, 0)
    if count != copy.lines or (count and last - first + 1 != count):
        raise Refusal(rules.RADER_SAKNAS, f"lästa {count}, i filen {copy.lines}")
    return int(first or 0)


def _setting(con: duckdb.DuckDBPyConnection, name: str) -> str:
    row = con.execute(f"select current_setting('{name}')").fetchone()
    return str(row[0]).lower() if row else "true"


def _join_quoted_lines(con: duckdb.DuckDBPyConnection, layout: Layout, first: int) -> None:
    """Join lines that one quoted text spans, so that the row stands at its first line.

    Only lines whose quotes are broken are looked at. A quote that is not closed within a few
    lines, by a row with the header's number of cells, stays what it is: one broken line.
    """
    _, broken = tables.cells(layout.delimiter)
    starts = con.execute(
        f"select rowid from ledger_lines where rowid >= {first + layout.header_rad} and {broken} "
        f"order by rowid limit {MOST_BROKEN_LINES}"
    ).fetchall()
    whole = re.compile(tables.well_formed(layout.delimiter))
    joined: list[tuple[int, int, str]] = []
    taken = -1
    for (start,) in starts:
        if start <= taken:
            continue
        lines = con.execute(
            "select line from ledger_lines where rowid between ? and ? order by rowid",
            [start, start + LONGEST_QUOTED],
        ).fetchall()
        span = _span([line for (line,) in lines], whole, layout)
        if span > 1:
            taken = start + span - 1
            joined.append((start, taken, "\n".join(line for (line,) in lines[:span])))
    for start, last, line in joined:
        con.execute("update ledger_lines set line = ? where rowid = ?", [line, start])
        con.execute(
            "update ledger_lines set line = '' where rowid > ? and rowid <= ?", [start, last]
        )


def _span(lines: Sequence[str], whole: re.Pattern[str], layout: Layout) -> int:
    """How many lines, from the first, make one whole row; 1 when none do."""
    for count in range(2, len(lines) + 1):
        # A quote can only be closed by a line that holds one.
        if '"' not in lines[count - 1]:
            continue
        line = "\n".join(lines[:count])
        if not whole.fullmatch(line):
            continue
        outside = re.sub(r'"(?:[^"]|"")*"', "", line)
        return count if outside.count(layout.delimiter) + 1 == len(layout.header) else 1
    return 1


# --- workbooks --------------------------------------------------------------------------------


def load_workbook(con: duckdb.DuckDBPyConnection, path: Path, profiles: ProfileSet) -> str:
    """Type the rows of every sheet that a profile fits into ledger_typad.

    Returns:
        The names of the profiles that fitted, joined by ", ".

    Raises:
        Refusal: the workbook cannot be opened, or no sheet has a known header.
    """
    names: dict[str, None] = {}
    refusals: list[Refusal] = []
    for blad, rows in workbook.sheets(path):
        try:
            layout = choose_table(rows, profiles, path.name)
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        _type_sheet(con, blad, rows, layout)
        names[layout.profile.name] = None
    if not names:
        raise _worst(refusals)
    return ", ".join(names)


def _worst(refusals: Sequence[Refusal]) -> Refusal:
    """The most telling reason: a sheet that nearly fits says more than one without a header."""
    telling = [each for each in refusals if each.rule is not rules.RUBRIK_OKAND]
    return next(iter(telling or refusals), Refusal(rules.TOM_FIL))


def _type_sheet(
    con: duckdb.DuckDBPyConnection, blad: str, rows: list[list[str]], layout: Layout
) -> None:
    numbered = [
        (number, cells)
        for number, cells in enumerate(rows, start=1)
        if number > layout.header_rad and any(cell.strip() for cell in cells)
    ]
    cells = [_protected(each) for _, each in numbered]
    con.register(
        "ledger_cells",
        pa.table(
            {
                "rad": pa.array([number for number, _ in numbered], pa.int64()),
                "c": pa.array(cells, pa.list_(pa.string())),
            }
        ),
    )
    rows_sql = (
        "select rad, array_to_string(c, chr(9)) as innehall, c, false as trasig, "
        "true as stokig from ledger_cells"
    )
    type_rows(con, Source(blad, layout, rows_sql))
    con.unregister("ledger_cells")


def _protected(cells: Sequence[str]) -> list[str]:
    """Quotes in a workbook are text: double them the way the cell expression undoes."""
    return ['"' + cell.replace('"', '""') + '"' if '"' in cell else cell for cell in cells]


# --- typing -----------------------------------------------------------------------------------


def type_rows(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Type a source's rows into ledger_typad, with outcomes, and note what is to be noted."""
    before = _rows(con)
    decimal = _decimal(con, source)
    signed_credit = _credit_is_signed(con, source, decimal)
    con.execute(statement(source, decimal, signed_credit))
    _note_broken(con, source)
    _number_the_unnumbered(con, source)
    _find_repetitions(con, source)
    _check_totals(con, source)
    if _rows(con) == before:
        raise Refusal(rules.TOM_FIL)


def _rows(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("select count(*) from ledger_typad").fetchone()
    return row[0] if row else 0


def _decimal(con: duckdb.DuckDBPyConnection, source: Source) -> str:
    """The decimal mark that the amounts prove; '' when none do or they disagree."""
    profile = source.layout.profile
    if profile.decimal != "auto":
        return profile.decimal
    for limit in ("limit 10000", ""):
        marks = con.execute(_evidence(source, limit)).fetchone()
        comma, point = marks or (None, None)
        if comma or point:
            return "" if comma and point else "," if comma else "."
    return ""


def _evidence(source: Source, limit: str) -> str:
    fields = tables.amount_fields(source.layout)
    columns = ", ".join(f"{tables.cell(source.layout.columns[f])}" for f in fields)
    return (
        f"select bool_or(regexp_full_match(v, {text_literal(tables.DECIMAL_COMMA)})), "
        f"bool_or(regexp_full_match(v, {text_literal(tables.DECIMAL_POINT)})) "
        f"from (select unnest([{columns}]) as v from ({source.rows} {limit}))"
    )


def _credit_is_signed(con: duckdb.DuckDBPyConnection, source: Source, decimal: str) -> bool:
    """True when the credit column writes its credits with a minus."""
    layout = source.layout
    if "kredit" not in layout.columns or "belopp" in layout.columns:
        return False
    if layout.profile.credit != "auto":
        return layout.profile.credit == "negative"
    value = tables.amount("v2", decimal, layout.profile.thousands)
    row = con.execute(
        f"select count(*) filter (b < 0), count(*) filter (b > 0) from (select {value} as b from "
        f"(select {tables.signed('v1')} as v2 from (select {tables.bare_amount('v0')} as v1 from "
        f"(select {tables.cell(layout.columns['kredit'])} as v0 from ({source.rows})))))"
    ).fetchone()
    negative, positive = row or (0, 0)
    if not negative or positive:
        return False
    staging.note(con, rules.KREDIT_NEGATIV, source.blad, layout.header_of("kredit"), None)
    return True


FIELDS = (
    "serie",
    "verifikation",
    "rad",
    "rakenskapsar",
    "datum",
    "konto",
    "ansvar",
    "verksamhet",
    "projektkod",
    "aktivitet",
    "objekt",
    "motpart",
    "text",
    "belopp",
    "debet",
    "kredit",
    "valuta",
    "belopp_valuta",
)


def statement(source: Source, decimal: str, signed_credit: bool) -> str:
    """The one statement that types a source's rows into ledger_typad.

    Args:
        source: rows and layout.
        decimal: ',' or '.', '' when the file does not say.
        signed_credit: the credit column writes credits with a minus.
    """
    layout = source.layout
    money = tables.amount_fields(layout)
    cells = ", ".join(f"{_cell_or_null(layout, name)} as f_{name}" for name in FIELDS)
    bare = "".join(f", {tables.bare_amount(f'f_{name}')} as s_{name}" for name in money)
    signed = "".join(f", {tables.signed(f's_{name}')} as t_{name}" for name in money)
    exact = "".join(
        f", {tables.amount(f't_{name}', decimal, layout.profile.thousands)} as b_{name}"
        for name in money
    )
    return f"""
insert into ledger_typad
with
falt as (select rad, innehall, len(c) as antal, trasig, {_extra_cells(layout)} as extra, {cells}
         from ({source.rows})),
bara as (select *{bare} from falt),
tecken as (select *{signed} from bara),
tal as (
    select
        *{exact},
        {_date(layout)} as datum,
        {_code(layout, "konto")} as konto
    from tecken
),
summerad as (select *, {_net(layout, signed_credit)} from tal),
bedomd as (
    select *, {_verdict(layout, money, decimal)} as regel, {_is_total(layout)} as ar_total
    from summerad
)
select
    {text_literal(source.blad)}, rad,
    case when ar_total then 'total' when regel is not null then 'avvisad' else 'laddad' end,
    case when regel is not null and not ar_total then innehall end, md5(innehall),
    coalesce(try_cast(f_rakenskapsar[:4] as integer), year(datum)),
    {_series(layout)}, {_voucher(layout)}, try_cast(f_rad as integer), datum,
    konto, {_code(layout, "ansvar")}, {_code(layout, "verksamhet")},
    {_code(layout, "projektkod")}, {_code(layout, "motpart")}, nullif(f_text, ''),
    {layout.profile.sign} * belopp, valuta, {layout.profile.sign} * belopp_valuta,
    {_other_dimensions(layout)}, '{_replaces(layout)}',
    case when not ar_total then regel end,
    case when not ar_total then {_where(layout)} end,
    case when not ar_total then {_value(money)} end,
    trasig
from bedomd
"""


def _cell_or_null(layout: Layout, name: str) -> str:
    return tables.cell(layout.columns[name]) if name in layout.columns else "cast(null as varchar)"


def _extra_cells(layout: Layout) -> str:
    """Whether cells stand to the right of the header's last."""
    width = len(layout.header)
    filled = f"trim(array_to_string(c[{width + 1}:], ''), ' \t') <> ''"
    return f"case when len(c) > {width} then {filled} else false end"


def _code(layout: Layout, name: str) -> str:
    return f"nullif({_bare_code(layout, name)}, '')"


def _bare_code(layout: Layout, name: str) -> str:
    if name in layout.profile.code_and_text:
        return tables.code(f"f_{name}", layout.profile.code_separator)
    return f"f_{name}"


def _date(layout: Layout) -> str:
    if layout.month is not None:
        return f"date '{layout.month}'"
    return tables.date("f_datum", layout.profile.dates)


def _net(layout: Layout, signed_credit: bool) -> str:
    """Amount in SEK and amount in currency, before the profile's sign."""
    if "belopp" in layout.columns:
        amount = "b_belopp"
    elif "debet" in layout.columns:
        sign = "+" if signed_credit else "-"
        amount = (
            "case when s_debet is not null or s_kredit is not null "
            f"then coalesce(b_debet, 0) {sign} coalesce(b_kredit, 0) end"
        )
    else:
        amount = "cast(null as decimal(18, 2))"
    foreign = "b_belopp_valuta" if "belopp_valuta" in layout.columns else "null"
    code = f"coalesce(nullif(upper(f_valuta), ''), '{layout.profile.currency}')"
    other = f"nullif({code}, 'SEK')"
    if "belopp_valuta" in layout.columns or _says_sek(layout):
        # Kronor repeated in the column for currency are no amount in another one.
        return (
            f"cast(coalesce({amount}, case when {other} is null then {foreign} end) "
            f"as decimal(18, 2)) as belopp, {other} as valuta, "
            f"cast(case when {other} is not null then {foreign} end as decimal(18, 2)) "
            "as belopp_valuta"
        )
    # One amount and a currency beside it: the amount is in that currency.
    return (
        f"case when {other} is null then cast({amount} as decimal(18, 2)) end as belopp, "
        f"{other} as valuta, "
        f"case when {other} is not null then cast({amount} as decimal(18, 2)) end as belopp_valuta"
    )


def _says_sek(layout: Layout) -> bool:
    """The amount's header names SEK, so a currency beside it is another column's."""
    header = layout.header_of("belopp").casefold()
    return "sek" in header or "bokfört" in header


def _verdict(layout: Layout, money: Sequence[str], decimal: str) -> str:
    """Why a row must be rejected: the first rule it breaks, or NULL."""
    width = len(layout.header)
    unread = " or ".join(f"(s_{name} is not null and b_{name} is null)" for name in money)
    # Only where nothing in the file says which mark is the decimal one.
    ambiguous = (
        "false"
        if decimal
        else " or ".join(
            f"(b_{name} is null and regexp_full_match(t_{name}, {text_literal(tables.AMBIGUOUS)}))"
            for name in money
        )
    )
    return (
        f"case when trasig and antal <> {width} then '{rules.CITAT_OPPET.id}' "
        f"when extra then '{rules.FLER_KOLUMNER.id}' "
        f"when konto is null or case when try_cast(konto as integer) > 0 then false "
        f"else not regexp_full_match(konto, {text_literal(ACCOUNT)}) end "
        f"then '{rules.KONTO_SAKNAS.id}' "
        f"when datum is null or year(datum) not between 1990 and 2100 "
        f"then '{rules.DATUM_OLASLIGT.id}' "
        f"when {ambiguous} then '{rules.BELOPP_TVETYDIGT.id}' "
        f"when {unread} then '{rules.BELOPP_OLASLIGT.id}' "
        f"when belopp is null and belopp_valuta is null then '{rules.BELOPP_SAKNAS.id}' end"
    )


def _is_total(layout: Layout) -> str:
    """A row that opens with a total's word and is no posting: it lacks account, date or number."""
    words = layout.profile.totals
    if not words:
        return "false"
    listed = "|".join(re.escape(word) for word in words)
    pattern = text_literal(rf"(?i)(^|[;,|\t])[ \"]*({listed})([ :;,|\t\"]|$)")
    posting = "konto is not null and datum is not null"
    if "verifikation" in layout.columns:
        posting += " and f_verifikation <> ''"
    return (
        f"case when regel is null and {posting} or regel = '{rules.CITAT_OPPET.id}' then false "
        f"else regexp_matches(innehall, {pattern}) end"
    )


def _where(layout: Layout) -> str:
    """Header of the cell that stopped a row."""
    amount = "belopp" if "belopp" in layout.columns else "debet"
    if amount not in layout.columns:
        amount = "belopp_valuta"
    return (
        f"case when regel = '{rules.KONTO_SAKNAS.id}' "
        f"then {text_literal(layout.header_of('konto'))} "
        f"when regel = '{rules.DATUM_OLASLIGT.id}' "
        f"then {text_literal(layout.header_of('datum'))} "
        f"when starts_with(regel, 'LEDGER_BELOPP') "
        f"then {_unread_amount(layout, amount)} end"
    )


def _unread_amount(layout: Layout, default: str) -> str:
    cases = "".join(
        f"when s_{name} is not null and b_{name} is null "
        f"then {text_literal(layout.header_of(name))} "
        for name in tables.amount_fields(layout)
    )
    return f"case {cases}else {text_literal(layout.header_of(default))} end"


def _value(money: Sequence[str]) -> str:
    """Text of the cell that stopped a row."""
    amounts = "".join(
        f"when s_{name} is not null and b_{name} is null then f_{name} " for name in money
    )
    return (
        f"case when regel = '{rules.KONTO_SAKNAS.id}' then f_konto "
        f"when regel = '{rules.DATUM_OLASLIGT.id}' then f_datum "
        f"when starts_with(regel, 'LEDGER_BELOPP') then case {amounts}end end"
    )


def _series(layout: Layout) -> str:
    if "serie" in layout.columns:
        return "nullif(f_serie, '')"
    if layout.profile.series is not None:
        return text_literal(layout.profile.series)
    # A123 is series A, number 123: the same voucher must be known again in a SIE file.
    return r"nullif(regexp_extract(f_verifikation, '^(\p{L}{1,4})[ -]?\d+$', 1), '')"


def _voucher(layout: Layout) -> str:
    if "serie" in layout.columns or layout.profile.series is not None:
        return "nullif(f_verifikation, '')"
    return r"nullif(regexp_replace(f_verifikation, '^\p{L}{1,4}[ -]?(\d+)$', '\1'), '')"


def _replaces(layout: Layout) -> str:
    return "manad" if layout.profile.replaces == "month" else "verifikation"


def _other_dimensions(layout: Layout) -> str:
    """Dimensions without a column of their own, as JSON; NULL when there are none."""
    names = [name for name in ("aktivitet", "objekt") if name in layout.columns]
    if not names:
        return "cast(null as varchar)"
    pairs = ", ".join(f"'{name}', nullif(f_{name}, '')" for name in names)
    some = " or ".join(f"f_{name} <> ''" for name in names)
    return f"case when {some} then json_merge_patch(json_object({pairs}), json_object({pairs})) end"


# --- after typing -----------------------------------------------------------------------------


def _note_broken(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """A lone quote in a row that has the right number of cells all the same."""
    con.execute(
        "insert into ledger_fynd select blad, rad, null, ?, null from ledger_typad "
        "where blad = ? and trasig and utfall = 'laddad'",
        [rules.CITATTECKEN.id, source.blad],
    )


def _number_the_unnumbered(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Give rows without voucher number one made of their content: the same row, the same number."""
    if source.layout.profile.replaces == "month":
        return
    unnumbered = "blad = ? and utfall = 'laddad' and verifikation is null"
    con.execute(
        "insert into ledger_fynd select blad, rad, ?, ?, null from ledger_typad "
        f"where {unnumbered}",
        [source.layout.header_of("verifikation"), rules.UTAN_NUMMER.id, source.blad],
    )
    con.execute(
        "update ledger_typad set verifikation = 'utan-' || md5(concat_ws('|', datum, konto, "
        "ansvar, verksamhet, projektkod, motpart, text, belopp, valuta, belopp_valuta, objekt)) "
        f"where {unnumbered}",
        [source.blad],
    )


def _find_repetitions(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Tell a row exported twice from two postings that happen to be alike.

    Proof of a repetition: the row carries its own number, or the voucher is even without the
    repeated rows and uneven with them. Without proof both count, with a finding.
    """
    row = con.execute(
        "select count(*) - count(distinct hash(innehall_hash)) from ledger_typad "
        "where blad = ? and utfall = 'laddad'",
        [source.blad],
    ).fetchone()
    if not row or not row[0]:
        return
    con.execute(_REPETITIONS, [source.blad, source.blad])
    numbered = "rad" in source.layout.columns
    proof = "true" if numbered else "summa <> 0 and summa_en_gang = 0"
    con.execute(
        "insert into ledger_fynd select blad, rad, null, "
        f"case when {proof} then ? else ? end, null from ledger_lika where nummer > 1",
        [rules.DUBBLETT.id, rules.LIKA_RADER.id],
    )
    con.execute(
        "update ledger_typad set utfall = 'dubblett' from ledger_lika "
        "where ledger_lika.rad = ledger_typad.rad and ledger_lika.blad = ledger_typad.blad "
        f"and nummer > 1 and {proof}"
    )


_REPETITIONS = """
create or replace temp table ledger_lika as
with
lika as (
    select innehall_hash from ledger_typad where blad = ? and utfall = 'laddad'
    group by innehall_hash having count(*) > 1
),
verifikat as (
    select
        t.blad, t.rad, t.innehall_hash in (from lika) as ar_lika,
        row_number() over (partition by t.innehall_hash order by t.rad) as nummer,
        t.rakenskapsar, t.serie, t.verifikation, t.belopp
    from ledger_typad as t
    where
        t.blad = ? and t.utfall = 'laddad'
        and (t.rakenskapsar, coalesce(t.serie, ''), coalesce(t.verifikation, '')) in (
            select (rakenskapsar, coalesce(serie, ''), coalesce(verifikation, ''))
            from ledger_typad where utfall = 'laddad' and innehall_hash in (from lika)
        )
),
summor as (
    select
        *,
        sum(belopp) over v as summa,
        sum(belopp) filter (nummer = 1) over v as summa_en_gang
    from verifikat
    window v as (partition by rakenskapsar, serie, verifikation)
)
select blad, rad, nummer, summa, summa_en_gang from summor where ar_lika
"""


def _check_totals(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """The file's own total must be the sum of its rows; subtotals are no totals."""
    row = con.execute(
        "with rader as (select sum(belopp) as summa from ledger_typad "
        "where blad = ? and utfall in ('laddad', 'dubblett')), "
        "totaler as (from ledger_typad where blad = ? and utfall = 'total' "
        "and belopp is not null) "
        "select max(rad), arg_max(belopp, rad) from totaler, rader "
        "having bool_and(belopp <> summa)",
        [source.blad, source.blad],
    ).fetchone()
    if row and row[0] is not None:
        con.execute(
            "insert into ledger_fynd values (?, ?, ?, ?, ?)",
            [
                source.blad,
                row[0],
                source.layout.header_of("belopp"),
                rules.TOTAL_AVVIKER.id,
                str(row[1]),
            ],
        )
