"""Delimited ledgers and workbooks: from a file's lines or cells to stored rows.

Belongs here: bringing lines and cells into DuckDB with their physical row numbers, and the order of
what is done with them. What the file proves is in evidence.py, the statement that types the rows in
statement.py, and what is looked at once they are stored in checks.py.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from fondbok.intake.values.captions import units_in
from fondbok.ledger import (
    checks,
    evidence,
    export,
    looks,
    rules,
    staging,
    statement,
    tables,
    text,
    words,
    workbook,
)
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.profiles import (
    MONEY,
    Layout,
    ProfileSet,
    choose_table,
    choose_text,
    split,
)
from fondbok.ledger.refusal import Refusal
from fondbok.ledger.source import Source
from fondbok.ledger.staging import text_literal

# A quoted text with line breaks in it spans a few lines; more is a quote that was never closed.
LONGEST_QUOTED = 20
MOST_BROKEN_LINES = 10_000
PREAMBLE = 200
HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
XML = re.compile(r"\s*<\?xml", re.IGNORECASE)


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
    head = lines.head(layout.header_rad + 1)
    preamble = head[: layout.header_rad - 1]
    below = split("".join(head[layout.header_rad :]), layout.delimiter)
    said = export.of_text(path.name, preamble, layout.profile.company)
    source = replace(source, said=said, preamble=tuple(preamble), below=below, name=path.name)
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
    refused: dict[str, Refusal] = {}
    hidden: dict[str, int] = {}
    layouts: list[Layout] = []
    sheets = list(workbook.sheets(path))
    for sheet in sheets:
        try:
            layout = choose_table(sheet.rows, profiles, path.name)
        except Refusal as refusal:
            if sheet.visible:
                refused[sheet.name] = refusal
            continue
        count = _filled(sheet.rows[layout.header_rad :])
        if not sheet.visible:
            hidden[sheet.name] = count
        elif not count:
            refused[sheet.name] = Refusal(rules.TOM_FIL)
        else:
            _type_sheet(con, sha, path, sheet, layout)
            names[layout.profile.name] = None
            layouts.append(layout)
    if not names:
        raise _only_hidden(hidden) if any(hidden.values()) else _worst([*refused.values()])
    _note_unread(con, refused, hidden)
    for sheet in sheets:
        if sheet.name in refused and not refused[sheet.name].near:
            _note_without_header(con, sheet, layouts)
    staging.date_by_name(con, sha, path.name)
    return ", ".join(names)


def _note_unread(
    con: duckdb.DuckDBPyConnection, refused: Mapping[str, Refusal], hidden: Mapping[str, int]
) -> None:
    """Say which sheets were left out though they look like ledgers."""
    for blad, count in hidden.items():
        if count:
            staging.note(con, rules.DOLT_BLAD, blad, None, str(count))
    for blad, refusal in refused.items():
        if refusal.near:
            staging.note(con, rules.BLAD_OLAST, blad, None, refusal.reason)


def _note_without_header(
    con: duckdb.DuckDBPyConnection, sheet: workbook.Sheet, layouts: Sequence[Layout]
) -> None:
    """Say that a sheet has postings where another sheet has them, under no header."""
    for layout in layouts:
        count = sum(_like_posting(cells, layout) for cells in sheet.rows)
        if count:
            staging.note(con, rules.BLAD_UTAN_RUBRIK, sheet.name, None, str(count))
            return


def _like_posting(cells: Sequence[str], layout: Layout) -> bool:
    """An account, a date and an amount, each in its column."""

    def holds(name: str, look: str) -> bool:
        at = layout.columns.get(name)
        if at is None:
            return False
        return at < len(cells) and re.fullmatch(look, cells[at].strip()) is not None

    amount = any(holds(name, r"[-−(+]?\d[\d \u00a0.,]*[-)]?") for name in MONEY)
    return amount and holds("konto", r"[1-9]\d{3,5}(\D.*)?") and holds("datum", r".*\d{4}.*")


def _filled(rows: Sequence[Sequence[str]]) -> int:
    return sum(any(cell.strip() for cell in cells) for cells in rows)


def _only_hidden(hidden: Mapping[str, int]) -> Refusal:
    named = ", ".join(f"{blad}: {count} rader" for blad, count in hidden.items())
    return Refusal(rules.BARA_DOLT_BLAD, named)


def _worst(refusals: Sequence[Refusal]) -> Refusal:
    """The most telling reason: a sheet that nearly fits says more than one without a header."""
    telling = [each for each in refusals if each.rule is not rules.RUBRIK_OKAND]
    return next(iter(telling or refusals), Refusal(rules.TOM_FIL))


def _type_sheet(
    con: duckdb.DuckDBPyConnection, sha: str, path: Path, sheet: workbook.Sheet, layout: Layout
) -> None:
    preamble = tuple("\t".join(cells) for cells in sheet.rows[: layout.header_rad - 1])
    said = export.of_sheet(path, preamble, layout.profile.company)
    numbered = [
        (number, cells)
        for number, cells in enumerate(sheet.rows, start=1)
        if number > layout.header_rad and any(cell.strip() for cell in cells)
    ]
    amounts = {layout.columns[name] for name in tables.amount_fields(layout)}
    marks = sheet.marks
    if marks.formats:
        numbered = [(rad, looks.as_seen(each, rad, amounts, marks)) for rad, each in numbered]
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
    below = tuple(itertools.chain(*sheet.rows[layout.header_rad : layout.header_rad + 1]))
    source = Source(
        sheet.name, layout, rows_sql, said=said, preamble=preamble, below=below, name=path.name
    )
    type_rows(con, sha, source)
    con.unregister("ledger_cells")
    _note_unseen(con, sha, sheet, layout)


def _note_unseen(
    con: duckdb.DuckDBPyConnection, sha: str, sheet: workbook.Sheet, layout: Layout
) -> None:
    """Say which rows count though a person would not think so, and what they come to."""
    used = set(layout.columns.values())
    struck = {
        rad for rad, column in (*sheet.marks.struck, *sheet.marks.half_struck) if column in used
    }
    for rule, rows in ((rules.RADER_DOLDA, sheet.marks.hidden_rows), (rules.RADER_STRUKNA, struck)):
        found = checks.counted(con, sha, sheet.name, rows) if rows else None
        if found is not None:
            staging.note(con, rule, sheet.name, None, found)


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
    layout = source.layout
    _refuse_unit_in_header(source)
    known = _with_currency(con, source, evidence.gather(con, source))
    typed = statement.typed(source, known)
    lines = source.lines.fresh() if source.lines is not None else None
    if lines is not None:
        con.register("ledger_lines", lines.stream(after=layout.header_rad))
    replaces = "manad" if layout.profile.replaces == "month" else "verifikation"
    blad_nr = staging.sheet(con, sha, source.blad, replaces, source.said)
    # In one statement: a table that is filled by several is written anew when it is stored.
    with checks.aside(con) as aside:
        con.execute(f"insert into raw.ledger_rad {statement.stored(typed, blad_nr)}")
    con.unregister("ledger_lines")
    sheet = checks.Sheet(source, blad_nr, checks.facts(con, blad_nr))
    if lines is not None:
        check_count(lines, sheet.facts.rows + len(aside.furniture))
    if not sheet.facts.rows:
        raise Refusal(rules.TOM_FIL)
    checks.look(con, sheet, typed, aside)
    if known.signed_credit and layout.profile.credit == "auto":
        checks.doubt_signed_credit(con, sheet)
    _note_unit(con, source, [*source.preamble, *checks.furniture(con, source, aside)])
    return lines.replaced if lines is not None else 0


def _refuse_unit_in_header(source: Source) -> None:
    """Hold a file whose header, or whose second row of headers, makes its amounts thousands.

    Raises:
        Refusal: it does.
    """
    layout = source.layout
    for name in tables.amount_fields(layout):
        place = layout.columns[name]
        under = source.below[place] if place < len(source.below) else ""
        named = name == "belopp_valuta" or statement.says_currency(layout)
        for heading in (layout.header_of(name), under):
            # An amount that names its currency is looked at where it is read.
            own = named or re.search(r"\d", heading) is not None
            if _gives_unit(heading, own_currency=own) or (not own and words.foreign(heading)):
                raise Refusal(rules.ENHET_I_RUBRIK, heading, near=True)


def _note_unit(con: duckdb.DuckDBPyConnection, source: Source, lines: Sequence[str]) -> None:
    """Say that a line beside the table gives the amounts another unit than they are read in."""
    layout = source.layout
    own = statement.says_currency(layout) or bool(
        {"valuta", "belopp_valuta"} & layout.columns.keys()
    )
    for line in lines:
        for cell in line.split(layout.delimiter or "\t"):
            bare = cell.strip(' "')
            if _gives_unit(bare, own_currency=own) or (not own and words.says_foreign(bare)):
                staging.note(con, rules.ENHET_OVANFOR, source.blad, None, bare)
                return


def _gives_unit(heading: str, *, own_currency: bool) -> bool:
    """Whether a text gives amounts a power of ten, or a currency that nothing else gives them."""
    units = [caption.unit for caption in units_in(heading)]
    return words.unit_word(heading) is not None or any(
        unit.power or (unit.currency not in (None, "SEK") and not own_currency) for unit in units
    )


def _with_currency(con: duckdb.DuckDBPyConnection, source: Source, known: Evidence) -> Evidence:
    """Whether amounts beside another currency are kronor, where vouchers in both prove it.

    A voucher with rows in kronor and rows in a currency goes even only when all its amounts are in
    kronor. One that does not go even proves nothing of the others.
    """
    if not statement.may_be_currency(source.layout):
        return known
    as_kronor = replace(known, kronor=True)
    code = words.currency("f_valuta", source.layout.profile.currency)
    con.execute(
        "create or replace temp table ledger_prov (ar integer, serie varchar, nummer varchar, "
        "annan boolean, belopp decimal(38, 2))"
    )
    for _ in source.parts(con):
        con.execute(
            "insert into ledger_prov select rakenskapsar, serie, nummer, "
            f"{code} <> 'SEK', belopp from ({statement.typed(source, as_kronor)}) "
            "where utfall = 'laddad' and nummer is not null"
        )
    row = con.execute(
        """
        select count(*) filter (summa = 0), count(*) filter (summa <> 0) from (
            select sum(belopp) as summa from ledger_prov group by ar, serie, nummer
            having sum(belopp) filter (annan) <> 0 and sum(belopp) filter (not annan) <> 0
        )
        """
    ).fetchone()
    con.execute("drop table temp.ledger_prov")
    even, uneven = row or (0, 0)
    if not even or uneven:
        return known
    header = source.layout.header_of(tables.amount_fields(source.layout)[0])
    staging.note(con, rules.VALUTA_KRONOR, source.blad, header, str(even))
    return as_kronor
