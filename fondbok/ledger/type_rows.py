"""A source's rows, typed into raw.ledger_rad: the order of what is done with them.

Belongs here: that order. What the file proves is in `evidence`, the statement that types them in
`rows`, and what is looked at once they are stored in `checks`.
"""

from __future__ import annotations

from dataclasses import replace

import duckdb

from fondbok.files.refusal import Refusal
from fondbok.ledger import beside, checks, evidence, rules, staging, tables, words
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.kept_lines import check_count
from fondbok.ledger.rows.money import may_be_currency
from fondbok.ledger.rows.typed import stored, typed
from fondbok.ledger.source import Source
from fondbok.ledger.statements import statement
from fondbok.ledger.units import note_unit, refuse_unit_in_header


def type_rows(con: duckdb.DuckDBPyConnection, sha: str, source: Source) -> int:
    """Type a source's rows into raw.ledger_rad, and note what is to be noted.

    Returns:
        The number of characters that could not be decoded on the way.

    Raises:
        Refusal: there are no rows, or not all of them arrived. What was written is still there.
    """
    layout = source.layout
    refuse_unit_in_header(source)
    known = _with_currency(con, source, evidence.gather(con, source))
    query = typed(source, known)
    lines = source.lines.fresh() if source.lines is not None else None
    if lines is not None:
        con.register("ledger_lines", lines.stream(after=layout.header_rad))
    replaces = "manad" if layout.profile.replaces == "month" else "verifikation"
    blad_nr = staging.sheet(con, sha, source.blad, replaces, source.said)
    # In one statement: a table that is filled by several is written anew when it is stored.
    with checks.aside(con) as aside:
        con.execute(f"insert into raw.ledger_rad by name {stored(query, blad_nr)}")
    con.unregister("ledger_lines")
    sheet = checks.Sheet(source, blad_nr, checks.facts(con, blad_nr))
    if lines is not None:
        check_count(lines, sheet.facts.rows + len(aside.furniture))
    if not sheet.facts.rows:
        raise Refusal(rules.LEDGER_TOM_FIL)
    checks.look(con, sheet, query, aside)
    beside.hold(con, source, blad_nr, known.decimal)
    if known.signed_credit and layout.profile.credit == "auto":
        checks.doubt_signed_credit(con, sheet)
    note_unit(con, source, [*source.preamble, *checks.furniture(con, source, aside)])
    return lines.replaced if lines is not None else 0


def _with_currency(con: duckdb.DuckDBPyConnection, source: Source, known: Evidence) -> Evidence:
    """Whether amounts beside another currency are kronor, where vouchers in both prove it.

    A voucher with rows in kronor and rows in a currency goes even only when all its amounts are in
    kronor. One that does not go even proves nothing of the others.
    """
    if not may_be_currency(source.layout):
        return known
    as_kronor = replace(known, kronor=True)
    code = words.currency("falt_valuta", source.layout.profile.currency)
    con.execute(
        "create or replace temp table ledger_prov (ar integer, serie varchar, nummer varchar, "
        "annan boolean, belopp decimal(38, 2))"
    )
    for _ in source.parts(con):
        con.execute(
            "insert into ledger_prov select rakenskapsar, serie, nummer, "
            f"{code} <> 'SEK', belopp from ({typed(source, as_kronor)}) "
            "where utfall = 'laddad' and nummer is not null"
        )
    row = con.execute(statement("currency_proof")).fetchone()
    con.execute("drop table temp.ledger_prov")
    even, uneven = row or (0, 0)
    if not even or uneven:
        return known
    header = source.layout.header_of(tables.amount_fields(source.layout)[0])
    staging.note(con, rules.LEDGER_VALUTA_KRONOR, source.blad, header, str(even))
    return as_kronor
