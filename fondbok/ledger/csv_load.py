"""Delimited ledgers and workbooks: from cells to typed rows, set by set.

Belongs here: bringing a file's lines or cells into DuckDB with their physical row numbers, and
the one statement that types them, finds what must be rejected and what is a total. The SQL of a
single cell is in tables.py; what all ledgers share is in staging.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.sqltypes import BIGINT, VARCHAR

from fondbok.ledger import export, rules, staging, tables, text, workbook
from fondbok.ledger.export import NOTHING, Export
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
# Rejected rows kept in memory; a file with more of them is read again for them.
MOST_KEPT = 100_000
REJECTED = "avvisad"
PREAMBLE = 200
HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
XML = re.compile(r"\s*<\?xml", re.IGNORECASE)

ACCOUNT = r"[0-9A-Za-zÅÄÖåäö]*\d[0-9A-Za-zÅÄÖåäö.\-]*"


@dataclass(frozen=True)
class Source:
    """Rows that can be typed, as often as needed.

    Attributes:
        blad: sheet, '' in text files.
        layout: how they are read.
        rows: SQL of a relation (rad, innehall, c, trasig, stokig): row number, the row whole, its
            cells, whether its quotes are broken, and whether its cells need tidying.
        lines: the stream that `rows` reads as ledger_lines; None when the rows are in the database.
        said: what the export says of itself.
    """

    blad: str
    layout: Layout
    rows: str
    lines: text.Lines | None = None
    said: Export = NOTHING

    def parts(
        self,
        con: duckdb.DuckDBPyConnection,
        *,
        most: int | None = None,
        only: text.Numbers | None = None,
    ) -> Iterator[None]:
        """Make `rows` readable, one part of the file at a time.

        Args:
            con: the connection.
            most: about how many rows are enough.
            only: the rows wanted, which a stream then does not hand over the others of.
        """
        if self.lines is None:
            yield
            return
        after = self.layout.header_rad
        for table in self.lines.fresh().tables(after=after, most=most, blank=False, only=only):
            con.register("ledger_lines", table)
            yield
        con.unregister("ledger_lines")


# --- text files -------------------------------------------------------------------------------


def load_text(con: duckdb.DuckDBPyConnection, path: Path, sha: str, profiles: ProfileSet) -> str:
    """Type the rows of a delimited text file into raw.ledger_rad.

    Returns:
        The name of the profile that fitted.

    Raises:
        Refusal: the file cannot be read.
    """
    lines = text.Lines(path, text.detect(path))
    layout = _text_layout(lines, path.name, profiles)
    if layout.profile.encoding not in ("auto", lines.encoding):
        lines = text.Lines(path, layout.profile.encoding)
        layout = _text_layout(lines, path.name, profiles)
    lines = lines.fresh(layout.delimiter)
    quoted = text.holds(path, b'"')
    source = _quoted_source(con, lines, layout) if quoted else _plain_source(lines, layout)
    preamble = lines.head(layout.header_rad)[:-1]
    said = export.of_text(path.name, preamble, layout.profile.company)
    source = replace(source, said=said)
    replaced = type_rows(con, sha, source) or lines.replaced
    staging.date_by_name(con, sha, path.name)
    if replaced:
        staging.note(con, rules.TECKENFEL, "", None, str(replaced))
    return layout.profile.name


def _plain_source(lines: text.Lines, layout: Layout) -> Source:
    """Without quotes a line is a row, so the lines are typed as they are decoded."""
    cells = f"string_split(line, {text_literal(layout.delimiter)})"
    rows = f"select rad, line as innehall, {cells} as c, false as trasig, stokig from ledger_lines"
    return Source("", layout, rows, lines)


def _quoted_source(con: duckdb.DuckDBPyConnection, lines: text.Lines, layout: Layout) -> Source:
    """Where a row can span lines, the lines are kept until they are joined."""
    keep_lines(con, lines)
    _join_quoted_lines(con, layout)
    cells, broken = tables.cells(layout.delimiter)
    blank = text_literal(' \t"\u00a0' + layout.delimiter)
    # A line whose first cell is filled is no blank line: the trim is for the others.
    filled = f"(regexp_matches(line, '^[0-9A-Za-z]') or trim(line, {blank}) <> '')"
    rows = (
        f"select rad, line as innehall, {cells} as c, {broken} as trasig, stokig "
        f"from ledger_lines where rad > {layout.header_rad} and {filled}"
    )
    return Source("", layout, rows)


def _text_layout(lines: text.Lines, name: str, profiles: ProfileSet) -> Layout:
    head = lines.head(PREAMBLE)
    if lines.too_long:
        raise Refusal(rules.FIL_TRASIG, "en rad är längre än en miljon tecken")
    if not any(line.strip() for line in head) and len(head) < PREAMBLE:
        raise Refusal(rules.TOM_FIL)
    start = "\n".join(head)[:2000]
    if HTML.match(start):
        raise Refusal(rules.HTML)
    if start.startswith(("PK\x03", "PK?", "%PDF")) or start.count("?") > len(start) / 4 > 25:
        raise Refusal(rules.FIL_TRASIG, "innehållet är inte text")
    return choose_text(head, profiles, name)


def keep_lines(con: duckdb.DuckDBPyConnection, lines: text.Lines) -> None:
    """Bring all lines of a file into the temporary table ledger_lines (rad, line, stokig).

    Raises:
        Refusal: a line is too long, or the database has another number of lines than the file.
    """
    con.execute(
        "create or replace temp table ledger_lines (rad bigint, line varchar, stokig boolean)"
    )
    for table in lines.tables():
        con.register("ledger_part", table)
        con.execute("insert into ledger_lines from ledger_part")
        con.unregister("ledger_part")
    row = con.execute("select count(*) from ledger_lines").fetchone()
    check_count(lines, row[0] if row else 0)


def check_count(lines: text.Lines, kept: int) -> None:
    """Every line handed over is in the database.

    Raises:
        Refusal: a line is too long, or some are missing.
        OSError: the file could not be read to its end.
    """
    if lines.fault is not None:
        raise lines.fault
    if lines.too_long:
        raise Refusal(rules.FIL_TRASIG, "en rad är längre än en miljon tecken")
    if kept != lines.given:
        raise Refusal(rules.RADER_SAKNAS, f"lästa {kept}, i filen {lines.given}")


def _join_quoted_lines(con: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Join lines that one quoted text spans, so that the row stands at its first line.

    Only lines whose quotes are broken are looked at. A quote that is not closed within a few
    lines, by a row with the header's number of cells, stays what it is: one broken line.
    """
    _, broken = tables.cells(layout.delimiter)
    starts = con.execute(
        f"select rad from ledger_lines where rad > {layout.header_rad} and {broken} "
        f"order by rad limit {MOST_BROKEN_LINES}"
    ).fetchall()
    whole = re.compile(tables.well_formed(layout.delimiter))
    joined: list[tuple[int, int, str]] = []
    taken = -1
    for (start,) in starts:
        if start <= taken:
            continue
        lines = con.execute(
            "select line from ledger_lines where rad between ? and ? order by rad",
            [start, start + LONGEST_QUOTED],
        ).fetchall()
        span = _span([line for (line,) in lines], whole, layout)
        if span > 1:
            taken = start + span - 1
            joined.append((start, taken, "\n".join(line for (line,) in lines[:span])))
    for start, last, line in joined:
        con.execute("update ledger_lines set line = ?, stokig = true where rad = ?", [line, start])
        con.execute("update ledger_lines set line = '' where rad > ? and rad <= ?", [start, last])


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


def load_workbook(
    con: duckdb.DuckDBPyConnection, path: Path, sha: str, profiles: ProfileSet
) -> str:
    """Type the rows of every sheet that a profile fits into raw.ledger_rad.

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
        preamble = [" ".join(cells) for cells in rows[: layout.header_rad - 1]]
        said = export.of_sheet(path, preamble, layout.profile.company)
        _type_sheet(con, sha, blad, rows, layout, said)
        names[layout.profile.name] = None
    if not names:
        raise _worst(refusals)
    staging.date_by_name(con, sha, path.name)
    return ", ".join(names)


def _worst(refusals: Sequence[Refusal]) -> Refusal:
    """The most telling reason: a sheet that nearly fits says more than one without a header."""
    telling = [each for each in refusals if each.rule is not rules.RUBRIK_OKAND]
    return next(iter(telling or refusals), Refusal(rules.TOM_FIL))


def _type_sheet(
    con: duckdb.DuckDBPyConnection,
    sha: str,
    blad: str,
    rows: list[list[str]],
    layout: Layout,
    said: Export,
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
    type_rows(con, sha, Source(blad, layout, rows_sql, said=said))
    con.unregister("ledger_cells")


def _protected(cells: Sequence[str]) -> list[str]:
    """Quotes in a workbook are text: double them the way the cell expression undoes."""
    return ['"' + cell.replace('"', '""') + '"' if '"' in cell else cell for cell in cells]


# --- typing -----------------------------------------------------------------------------------


def type_rows(con: duckdb.DuckDBPyConnection, sha: str, source: Source) -> int:
    """Type a source's rows into raw.ledger_rad, and note what is to be noted.

    Returns:
        The number of characters that could not be decoded on the way.

    Raises:
        Refusal: there are no rows, or not all of them arrived. What was written is still there.
    """
    decimal = _decimal(con, source)
    signed_credit = _credit_is_signed(con, source, decimal)
    typed = statement(source, decimal, signed_credit)
    lines = source.lines.fresh() if source.lines is not None else None
    if lines is not None:
        con.register("ledger_lines", lines.stream(after=source.layout.header_rad))
    blad_nr = staging.sheet(con, sha, source.blad, _replaces(source.layout), source.said)
    # In one statement: a table that is filled by several is written anew when it is stored.
    with _rejects_kept(con) as rejects:
        con.execute(f"insert into raw.ledger_rad {stored(typed, blad_nr)}")
    con.unregister("ledger_lines")
    facts = _facts(con, blad_nr)
    if lines is not None:
        check_count(lines, facts.rows)
    if not facts.rows:
        raise Refusal(rules.TOM_FIL)
    sheet = Sheet(source, blad_nr, facts)
    _explain_rejects(con, sheet, typed, rejects)
    _note_broken(con, sheet)
    _note_unnumbered(con, sheet)
    _find_repetitions(con, sheet)
    _check_totals(con, sheet)
    return lines.replaced if lines is not None else 0


@dataclass(frozen=True)
class Facts:
    """What one look at a source's typed rows says; most files need no second one."""

    rows: int
    rejected: int
    totals: int
    repeated: int
    unnumbered: int


@dataclass(frozen=True)
class Sheet:
    """A source whose rows are stored.

    Attributes:
        source: where they came from.
        blad_nr: what raw.ledger_rad knows them by.
        facts: what is known of them.
    """

    source: Source
    blad_nr: int
    facts: Facts


def _facts(con: duckdb.DuckDBPyConnection, blad_nr: int) -> Facts:
    rows = f"from raw.ledger_rad where blad_nr = {blad_nr}"
    # What is not committed yet is scanned by one thread a scan: two halves keep two threads busy.
    contents = " + ".join(
        f"(select count(distinct innehall_hash) {rows} and (innehall_hash & 1) = {half})"
        for half in (0, 1)
    )
    row = con.execute(
        f"select count(*), count(*) filter (utfall = '{REJECTED}'), "
        f"count(*) filter (utfall = 'total'), count(*) - ({contents}), "
        f"count(*) filter (starts_with(verifikation, '{staging.MADE_NUMBER}')) {rows}"
    ).fetchone()
    return Facts(*(row or (0, 0, 0, 0, 0)))


@dataclass
class Rejects:
    """The lines of rejected rows, put aside while a file's rows are stored.

    What stopped a row is known while it is typed, but keeping that for every row costs more than
    typing the rejected ones once more.

    Attributes:
        lines: row whole by its number, MOST_KEPT of them at most.
    """

    lines: dict[int, str] = field(default_factory=dict)

    def keep(self, rad: int, innehall: str) -> str:
        """Put one aside; its outcome."""
        if len(self.lines) < MOST_KEPT:
            self.lines[rad] = innehall
        return REJECTED

    def table(self) -> pa.Table:
        """They as lines to be typed, in the order of the file."""
        numbers = sorted(self.lines)
        columns = [numbers, [self.lines[rad] for rad in numbers], [True] * len(numbers)]
        return pa.table(columns, schema=text.SCHEMA)


@contextmanager
def _rejects_kept(con: duckdb.DuckDBPyConnection) -> Iterator[Rejects]:
    """Let SQL put rejected rows aside by fondbok_reject(rad, innehall)."""
    rejects = Rejects()
    con.create_function(
        "fondbok_reject", rejects.keep, [BIGINT, VARCHAR], VARCHAR, side_effects=True
    )
    try:
        yield rejects
    finally:
        con.remove_function("fondbok_reject")


def _decimal(con: duckdb.DuckDBPyConnection, source: Source) -> str:
    """The decimal mark that the amounts prove; '' when none do or they disagree."""
    profile = source.layout.profile
    if profile.decimal != "auto":
        return profile.decimal
    for most in (10_000, None):
        comma = point = False
        for _ in source.parts(con, most=most):
            row = con.execute(_evidence(source, most)).fetchone() or (None, None)
            comma, point = comma or bool(row[0]), point or bool(row[1])
        if comma or point:
            return "" if comma and point else "," if comma else "."
    return ""


def _evidence(source: Source, most: int | None) -> str:
    limit = "" if most is None else f"limit {most}"
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
    query = (
        f"select count(*) filter (b < 0), count(*) filter (b > 0) from (select {value} as b from "
        f"(select {tables.signed('v1')} as v2 from (select {tables.bare_amount('v0')} as v1 from "
        f"(select {tables.cell(layout.columns['kredit'])} as v0 from ({source.rows})))))"
    )
    negative = positive = 0
    for _ in source.parts(con):
        row = con.execute(query).fetchone() or (0, 0)
        negative, positive = negative + row[0], positive + row[1]
    if not negative or positive:
        return False
    staging.note(con, rules.KREDIT_NEGATIV, source.blad, layout.header_of("kredit"), None)
    return True


# A123, A 123 and A-00123.
_LETTERS_AND_NUMBER = r"^(\p{L}{1,4})[ -]?0*(\d+)$"
FIELDS = (
    "serie",
    "verifikation",
    "rad",
    "rakenskapsar",
    "period",
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
    """The one query that types a source's rows: the columns of raw.ledger_rad, and the verdict.

    Args:
        source: rows and layout.
        decimal: ',' or '.', '' when the file does not say.
        signed_credit: the credit column writes credits with a minus.
    """
    layout = source.layout
    money = tables.amount_fields(layout)
    thousands = layout.profile.thousands
    cells = ", ".join(f"{_cell_or_null(layout, name)} as f_{name}" for name in FIELDS)
    plain = "".join(f", {tables.plain_amount(f'f_{n}', decimal)} as p_{n}" for n in money)
    bare = "".join(f", {_unless_plain(n, tables.bare_amount(f'f_{n}'))} as s_{n}" for n in money)
    signed = "".join(f", {_unless_plain(n, tables.signed(f's_{n}'))} as t_{n}" for n in money)
    exact = "".join(
        f", coalesce(p_{n}, {tables.amount(f't_{n}', decimal, thousands)}) as b_{n}" for n in money
    )
    return f"""
with
falt as (select rad, innehall, len(c) as antal, trasig, {_extra_cells(layout)} as extra, {cells}
         from ({source.rows})),
vanliga as (select * {_plain_voucher(layout)}{plain} from falt),
bara as (select *{bare} from vanliga),
tecken as (select *{signed} from bara),
tal as (
    select
        *{exact},
        {_date(layout)} as datum,
        {_code(layout, "konto")} as konto,
        {_code(layout, "ansvar")} as ansvar,
        {_code(layout, "verksamhet")} as verksamhet,
        {_code(layout, "projektkod")} as projektkod,
        {_code(layout, "motpart")} as motpart,
        nullif(f_text, '') as text,
        {_series(layout)} as serie,
        {_voucher(layout)} as nummer,
        {_other_dimensions(layout)} as objekt
    from tecken
),
summerad as (
    select *, {_net(layout, signed_credit)}, {_fiscal_year(layout)} as rakenskapsar from tal
),
bedomd as (
    select *, {_verdict(layout, money, decimal)} as regel, {_is_total(layout)} as ar_total
    from summerad
),
vand as (
    select
        * replace (
            {_turned(layout, "belopp")} as belopp,
            {_turned(layout, "belopp_valuta")} as belopp_valuta
        ),
        case when ar_total then 'total' when regel is not null then '{REJECTED}' else 'laddad' end
            as utfall
    from bedomd
)
select *, {_number(layout)} as verifikation from vand
"""


def stored(typed: str, blad_nr: int) -> str:
    """The columns of raw.ledger_rad, in order, of a query made by `statement`.

    Takes fondbok_reject from `_rejects_kept`.
    """
    code, text = staging.masked_code, staging.masked
    utfall = f"case when utfall = '{REJECTED}' then fondbok_reject(rad, innehall) else utfall end"
    return f"""
select
    {blad_nr}, rad, {utfall}, md5_number(innehall), rakenskapsar, {code("serie")},
    {code("verifikation")}, try_cast(f_rad as integer), datum, {code("konto")}, {code("ansvar")},
    {code("verksamhet")}, {code("projektkod")}, {text("motpart")}, {text("text")},
    belopp, valuta, belopp_valuta, {code("objekt")}
from ({typed})
"""


def _unless_plain(name: str, expression: str) -> str:
    return f"case when p_{name} is not null then f_{name} else {expression} end"


def _turned(layout: Layout, column: str) -> str:
    """An amount with the profile's sign."""
    return column if layout.profile.sign == 1 else f"cast(-{column} as decimal(18, 2))"


def _number(layout: Layout) -> str:
    """The voucher number; a row without one gets one made of its content.

    The same row in a later file then has the same number. So too where the number was somebody's:
    its mask is the same for everybody, and would make one voucher of many.
    """
    if layout.profile.replaces == "month":
        return "nummer"
    content = (
        "concat_ws('|', datum, konto, ansvar, verksamhet, projektkod, motpart, text, belopp, "
        "valuta, belopp_valuta, objekt)"
    )
    return (
        f"case when {staging.holds_personal_data('nummer')} "
        f"then '{staging.MASKED_NUMBER}' || md5({content}) "
        f"when nummer is null and utfall = 'laddad' then '{staging.MADE_NUMBER}' || md5({content}) "
        "else nummer end"
    )


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
        f"when datum is null or datum not between date '1990-01-01' and date '2100-12-31' "
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


def _fiscal_year(layout: Layout) -> str:
    """The year in which the row's fiscal year begins: its own column, else by its date.

    A period is the year's own: what is booked in January may belong to the period 13 before it.
    """
    starts = layout.profile.fiscal_year_starts
    said = ["year(datum)"] if starts == 1 else [f"year(datum - to_months({starts - 1}))"]
    if "period" in layout.columns and starts == 1:
        said.insert(0, tables.year_of_period("f_period"))
    if "rakenskapsar" in layout.columns:
        said.insert(0, tables.year("f_rakenskapsar"))
    return f"cast(coalesce({', '.join(said)}) as integer)"


def _series(layout: Layout) -> str:
    if "serie" in layout.columns:
        return f"nullif({staging.plain_number('f_serie')}, '')"
    if layout.profile.series is not None:
        return staging.plain_number(text_literal(layout.profile.series))
    # A123 is series A, number 123: the same voucher must be known again in a SIE file.
    found = f"nullif(regexp_extract(f_verifikation, {text_literal(_LETTERS_AND_NUMBER)}, 1), '')"
    return f"case when not {tables.is_number('f_verifikation')} then {found} end"


def _voucher(layout: Layout) -> str:
    if layout.profile.series is not None:
        return "nullif(f_verifikation, '')"
    pattern = text_literal(_LETTERS_AND_NUMBER)
    found = f"regexp_replace(f_verifikation, {pattern}, '\\2')"
    if "serie" in layout.columns:
        # The series again before the number says nothing new.
        same = f"upper(regexp_extract(f_verifikation, {pattern}, 1)) = upper(f_serie)"
        found = f"case when {same} then {found} else f_verifikation end"
    number = tables.is_number("f_verifikation")
    return f"nullif(case when {number} then f_verifikation else {found} end, '')"


def _plain_voucher(layout: Layout) -> str:
    if "verifikation" not in layout.columns:
        return ""
    return f"replace ({staging.plain_number('f_verifikation')} as f_verifikation)"


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


def _explain_rejects(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, typed: str, rejects: Rejects
) -> None:
    """Keep rejected rows whole, with the cell that stopped them."""
    if not sheet.facts.rejected:
        return
    source, layout = sheet.source, sheet.source.layout
    keep = (
        f"insert into ledger_avvisad select ?, rad, {_where(layout)}, "
        f"{_value(tables.amount_fields(layout))}, regel, innehall "
        f"from ({typed}) where utfall = '{REJECTED}'"
    )
    if source.lines is not None and len(rejects.lines) == sheet.facts.rejected:
        con.register("ledger_lines", rejects.table())
        con.execute(keep, [source.blad])
        con.unregister("ledger_lines")
        return
    rejected = con.execute(
        f"select rad from raw.ledger_rad where blad_nr = ? and utfall = '{REJECTED}' order by rad",
        [sheet.blad_nr],
    ).fetchnumpy()["rad"]
    for _ in source.parts(con, only=np.asarray(rejected)):
        con.execute(keep, [source.blad])


def _note_broken(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """A lone quote in a row that has the right number of cells all the same."""
    if sheet.source.lines is not None:
        return
    con.execute(
        "insert into ledger_fynd select ?, rad, null, ?, null from raw.ledger_rad "
        "where blad_nr = ? and utfall = 'laddad' "
        f"and rad in (select rad from ({sheet.source.rows}) where trasig)",
        [sheet.source.blad, rules.CITATTECKEN.id, sheet.blad_nr],
    )


def _note_unnumbered(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    if not sheet.facts.unnumbered:
        return
    header = sheet.source.layout.header_of("verifikation")
    con.execute(
        "insert into ledger_fynd select ?, rad, ?, ?, null from raw.ledger_rad "
        "where blad_nr = ? and utfall = 'laddad' "
        f"and starts_with(verifikation, '{staging.MADE_NUMBER}')",
        [sheet.source.blad, header, rules.UTAN_NUMMER.id, sheet.blad_nr],
    )


def _find_repetitions(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Tell a row exported twice from two postings that happen to be alike.

    Proof of a repetition: the row carries its own number, or the voucher is even without the
    repeated rows and uneven with them. Without proof both count, with a finding.
    """
    if not sheet.facts.repeated:
        return
    con.execute(_REPETITIONS, [sheet.blad_nr])
    numbered = "rad" in sheet.source.layout.columns
    proof = "true" if numbered else "summa <> 0 and summa_en_gang = 0"
    con.execute(
        "insert into ledger_fynd select ?, rad, null, "
        f"case when {proof} then ? else ? end, null from ledger_lika where nummer > 1",
        [sheet.source.blad, rules.DUBBLETT.id, rules.LIKA_RADER.id],
    )
    con.execute(
        "update raw.ledger_rad set utfall = 'dubblett' from ledger_lika "
        f"where blad_nr = ? and ledger_lika.rad = ledger_rad.rad and nummer > 1 and {proof}",
        [sheet.blad_nr],
    )


_REPETITIONS = """
create or replace temp table ledger_lika as
with
rader as (
    from raw.ledger_rad where blad_nr = ? and utfall = 'laddad'
),
lika as (
    select innehall_hash from rader group by innehall_hash having count(*) > 1
),
verifikat as (
    select
        t.rad, t.innehall_hash in (from lika) as ar_lika,
        row_number() over (partition by t.innehall_hash order by t.rad) as nummer,
        t.rakenskapsar, t.serie, t.verifikation, t.belopp
    from rader as t
    where
        (t.rakenskapsar, coalesce(t.serie, ''), coalesce(t.verifikation, '')) in (
            select (rakenskapsar, coalesce(serie, ''), coalesce(verifikation, ''))
            from rader where innehall_hash in (from lika)
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
select rad, nummer, summa, summa_en_gang from summor where ar_lika
"""


def _check_totals(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """The file's own total must be the sum of its rows; subtotals are no totals."""
    if not sheet.facts.totals:
        return
    row = con.execute(
        "with kalla as (from raw.ledger_rad where blad_nr = ?), "
        "rader as (select sum(belopp) as summa from kalla where utfall in ('laddad', 'dubblett')), "
        "totaler as (from kalla where utfall = 'total' and belopp is not null) "
        "select max(rad), arg_max(belopp, rad) from totaler, rader "
        "having bool_and(belopp <> summa)",
        [sheet.blad_nr],
    ).fetchone()
    if row and row[0] is not None:
        con.execute(
            "insert into ledger_fynd values (?, ?, ?, ?, ?)",
            [
                sheet.source.blad,
                row[0],
                sheet.source.layout.header_of("belopp"),
                rules.TOTAL_AVVIKER.id,
                str(row[1]),
            ],
        )
