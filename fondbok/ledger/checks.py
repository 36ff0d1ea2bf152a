"""What is looked at once a sheet's rows are stored: rejects, repetitions, totals, balance.

Belongs here: findings that need all rows of a sheet. What a single row says of itself is decided in
rows; which accounts a file has is looked at in accounts.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.sqltypes import BIGINT, BOOLEAN, VARCHAR

from fondbok.files.blocks import SCHEMA
from fondbok.ledger import (
    account_names,
    accounts,
    balances,
    doubts,
    rules,
    staging,
    voucher_numbers,
    words,
)
from fondbok.ledger.rows import why
from fondbok.ledger.rows.kinds import REJECTED
from fondbok.ledger.source import Source
from fondbok.ledger.statements import statement
from fondbok.sql import text_literal

# Rejected rows kept in memory; a file with more of them is read again for them.
MOST_KEPT = 100_000
# Lines of pages are looked through for what they say of the amounts; later pages repeat it.
MOST_FURNITURE = 1_000


@dataclass(frozen=True)
class Facts:
    """What one look at a sheet's stored rows says; most files need no second one."""

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


def facts(con: duckdb.DuckDBPyConnection, blad_nr: int) -> Facts:
    """Look at the rows of a sheet."""
    rows = f"from raw.ledger_rad where blad_nr = {blad_nr}"
    # What is not committed yet is scanned by one thread a scan: two halves keep two threads busy.
    contents = " + ".join(
        f"(select count(distinct innehall_hash) {rows} and (innehall_hash & 1) = {half})"
        for half in (0, 1)
    )
    row = con.execute(
        f"select count(*), count(*) filter (utfall = '{REJECTED}'), "
        f"count(*) filter (utfall = 'total'), count(*) - ({contents}), "
        f"count(*) filter (starts_with(verifikation, '{voucher_numbers.MADE_NUMBER}')) {rows}"
    ).fetchone()
    return Facts(*(row or (0, 0, 0, 0, 0)))


@dataclass
class Aside:
    """What is put aside while a sheet's rows are stored: rejected rows, and what is no row.

    What stopped a row is known while it is typed, but keeping that for every row costs more than
    typing the rejected ones once more.

    Attributes:
        lines: rejected rows whole, by their number, MOST_KEPT of them at most.
        furniture: numbers of the lines that belong to the page and not to the books.
    """

    lines: dict[int, str] = field(default_factory=dict)
    furniture: set[int] = field(default_factory=set)

    def reject(self, rad: int, innehall: str) -> str:
        """Put a rejected row aside; its outcome."""
        if len(self.lines) < MOST_KEPT:
            self.lines[rad] = innehall
        return REJECTED

    def leave_out(self, rad: int) -> bool:
        """Put a line aside that is no row; whether it is stored."""
        self.furniture.add(rad)
        return False

    def table(self) -> pa.Table:
        """The rejected rows as lines to be typed, in the order of the file."""
        numbers = sorted(self.lines)
        columns = [numbers, [self.lines[rad] for rad in numbers], [True] * len(numbers)]
        return pa.table(columns, schema=SCHEMA)


@contextmanager
def aside(con: duckdb.DuckDBPyConnection) -> Iterator[Aside]:
    """Let SQL put rows aside by fondbok_reject(rad, innehall) and fondbok_furniture(rad)."""
    kept = Aside()
    con.create_function(
        "fondbok_reject", kept.reject, [BIGINT, VARCHAR], VARCHAR, side_effects=True
    )
    con.create_function("fondbok_furniture", kept.leave_out, [BIGINT], BOOLEAN, side_effects=True)
    try:
        yield kept
    finally:
        con.remove_function("fondbok_reject")
        con.remove_function("fondbok_furniture")


def look(con: duckdb.DuckDBPyConnection, sheet: Sheet, typed: str, kept: Aside) -> None:
    """Note what is to be noted of a sheet whose rows are stored.

    Args:
        con: the connection.
        sheet: the sheet.
        typed: the statement that typed its rows.
        kept: what was put aside meanwhile.
    """
    _explain_rejects(con, sheet, typed, kept)
    if kept.furniture:
        staging.note(
            con, rules.LEDGER_SIDMATERIAL, sheet.source.blad, None, str(len(kept.furniture))
        )
    _note_broken(con, sheet)
    _note_unnumbered(con, sheet)
    _find_repetitions(con, sheet)
    balances.weigh(con, sheet.source, sheet.blad_nr)
    doubts.of_columns(con, sheet.source, sheet.blad_nr)
    doubts.of_fiscal_years(con, sheet.source, sheet.blad_nr)
    doubts.of_titles(con, sheet.source, sheet.blad_nr)
    account_names.of_sheet(con, sheet.source, sheet.blad_nr)
    _check_totals(con, sheet)
    _check_balance(con, sheet)


def furniture(con: duckdb.DuckDBPyConnection, source: Source, kept: Aside) -> list[str]:
    """The lines of a sheet that belong to its pages, so many as may be read through."""
    numbers = sorted(kept.furniture)[:MOST_FURNITURE]
    found: list[tuple[str]] = []
    for _ in source.parts(con, only=np.asarray(numbers, np.int64)) if numbers else ():
        found += con.execute(
            f"select innehall from ({source.rows}) where rad in (select unnest(?)) order by rad",
            [numbers],
        ).fetchall()
    return [line for (line,) in found]


def _explain_rejects(con: duckdb.DuckDBPyConnection, sheet: Sheet, typed: str, kept: Aside) -> None:
    """Keep of rejected rows the cells that stopped them; their texts stay in the file."""
    if not sheet.facts.rejected:
        return
    source, layout = sheet.source, sheet.source.layout
    keep = (
        f"insert into ledger_avvisad select ?, rad, {why.where(layout)}, "
        f"{why.value(layout)}, regel, {why.failing(layout)} "
        f"from ({typed}) where utfall = '{REJECTED}'"
    )
    if source.lines is not None and len(kept.lines) == sheet.facts.rejected:
        con.register("ledger_lines", kept.table())
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
        [sheet.source.blad, rules.LEDGER_CITATTECKEN.id, sheet.blad_nr],
    )


def _note_unnumbered(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    if not sheet.facts.unnumbered:
        return
    header = sheet.source.layout.header_of("verifikation")
    con.execute(
        "insert into ledger_fynd select ?, rad, ?, ?, null from raw.ledger_rad "
        "where blad_nr = ? and utfall = 'laddad' "
        f"and starts_with(verifikation, '{voucher_numbers.MADE_NUMBER}')",
        [sheet.source.blad, header, rules.LEDGER_UTAN_NUMMER.id, sheet.blad_nr],
    )


def _find_repetitions(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Tell a row exported twice from two postings that happen to be alike.

    Proof of a repetition: the row carries its own number, or the voucher is even without the
    repeated rows and uneven with them. Without proof both count, with a finding.
    """
    if not sheet.facts.repeated:
        return
    con.execute(statement("repetitions", blad_nr=sheet.blad_nr))
    numbered = "rad" in sheet.source.layout.columns
    proof = "true" if numbered else "summa <> 0 and summa_en_gang = 0"
    con.execute(
        "insert into ledger_fynd select ?, rad, null, "
        f"case when {proof} then ? else ? end, null from ledger_lika where nummer > 1",
        [sheet.source.blad, rules.LEDGER_DUBBLETT.id, rules.LEDGER_LIKA_RADER.id],
    )
    con.execute(
        "update raw.ledger_rad set utfall = 'dubblett' from ledger_lika "
        f"where blad_nr = ? and ledger_lika.rad = ledger_rad.rad and nummer > 1 and {proof}",
        [sheet.blad_nr],
    )


def _check_totals(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """The file's own total must be the sum of its rows; totals of a part and balances need not."""
    if not sheet.facts.totals:
        return
    of_part = text_literal(words.OF_PART)
    row = con.execute(statement("own_total", blad_nr=sheet.blad_nr, of_part=of_part)).fetchone()
    if row and row[0] is not None:
        con.execute(
            "insert into ledger_fynd values (?, ?, ?, ?, ?)",
            [
                sheet.source.blad,
                row[0],
                sheet.source.layout.header_of("belopp"),
                rules.LEDGER_TOTAL_AVVIKER.id,
                str(row[1]),
            ],
        )


def counted(
    con: duckdb.DuckDBPyConnection, sha: str, blad: str, rows: Collection[int]
) -> str | None:
    """How many of some rows count, and what those of the grants' accounts come to."""
    row = con.execute(
        f"select count(*), coalesce(sum(belopp) filter ({accounts.of_grants()}), 0) "
        f"from {staging.OF_FILE} and blad = ? and utfall = 'laddad' "
        "and rad in (select unnest(?))",
        [sha, blad, sorted(rows)],
    ).fetchone()
    count, summa = row or (0, 0)
    return f"{staging.sized(count, summa)} på bidragskonton" if count else None


def doubt_signed_credit(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Say that credits with a minus were read as credits, unless the vouchers prove it."""
    row = con.execute(
        "select count(*) filter (summa = 0), count(*) filter (summa <> 0) from ("
        "select sum(belopp) as summa from raw.ledger_rad "
        "where blad_nr = ? and utfall = 'laddad' and belopp <> 0 "
        "group by rakenskapsar, serie, verifikation having count(*) > 1)",
        [sheet.blad_nr],
    ).fetchone()
    even, uneven = row or (0, 0)
    if even <= uneven:
        header = sheet.source.layout.header_of("kredit")
        staging.note(con, rules.LEDGER_KREDIT_NEGATIV, sheet.source.blad, header, None)


def _check_balance(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Vouchers go even. Where most do not, the file holds one side, or was misread.

    Accounts of classes 1 and 2 are the other side of every payment: a file without them is an
    export of some accounts, and its vouchers cannot go even.
    """
    if sheet.source.layout.profile.replaces == "month":
        return
    of_vouchers = statement("vouchers", blad_nr=sheet.blad_nr)
    row = con.execute(
        "select count(*), count(*) filter (summa <> 0), count(*) filter (summa <> 0 and tvasidig) "
        f"from ({of_vouchers})"
    ).fetchone()
    vouchers, uneven, both_sides = row or (0, 0, 0)
    blad = sheet.source.blad
    if uneven * 2 <= vouchers:
        if uneven:
            con.execute(
                "insert into ledger_fynd select ?, rad, null, ?, "
                "trim(concat_ws(' ', serie, verifikation)) || ': ' || summa "
                f"from ({of_vouchers}) where summa <> 0",
                [blad, rules.LEDGER_OBALANS.id],
            )
        return
    share = f"{uneven} av {vouchers}"
    rule = rules.LEDGER_OBALANS_FIL if both_sides * 2 > uneven else rules.LEDGER_EN_SIDA
    staging.note(con, rule, blad, None, share)
