"""Rows of a grants' account that have a voucher's number and the word of a total for their text.

Belongs here: telling a posting that somebody called "Saldo" from a total that was exported as a
row. It takes the whole sheet: what else the voucher holds, and what the rows above come to.
"""

from __future__ import annotations

import duckdb

from fondbok.ledger import accounts, rules, staging, words
from fondbok.ledger.source import Source
from fondbok.ledger.statements import statement
from fondbok.sql import text_literal

# No word of a total is longer, with what it is the total of.
LONGEST = 60


def weigh(con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int) -> None:
    """Hold the rows that are evidently totals, and say of the others that they count.

    Evidently: the voucher goes even without the row and not with it, or stands alone while other
    vouchers go even; or the amount is what the rows above it come to.
    """
    if "text" not in source.layout.columns or not _any(con, source, blad_nr):
        return
    con.execute(f"create or replace temp table {staging.WEIGHED} as {_weighed(source, blad_nr)}")
    header = source.layout.header_of("text")
    written = f"json_object({text_literal(header)}, text, 'belopp', cast(belopp as varchar))"
    held = con.execute(
        f"insert into ledger_avvisad select ?, rad, ?, text, ?, {written} "
        f"from {staging.WEIGHED} where ar_summa returning 1",
        [source.blad, header, rules.LEDGER_SALDORAD_OKLAR.id],
    ).fetchall()
    con.execute(
        f"insert into ledger_fynd select ?, rad, ?, ?, text || ': ' || belopp "
        f"from {staging.WEIGHED} where not ar_summa",
        [source.blad, header, rules.LEDGER_SALDORAD_RAKNAS.id],
    )
    if held:
        con.execute(
            f"update raw.ledger_rad set utfall = 'avvisad' from {staging.WEIGHED} as vagd "
            "where blad_nr = ? and vagd.rad = ledger_rad.rad and ar_summa",
            [blad_nr],
        )


def _is_word(source: Source) -> str:
    word = words.alone_sum(source.layout.profile.totals)
    return f"coalesce(strlen(text) < {LONGEST} and regexp_full_match(text, {word}), false)"


def _any(con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int) -> bool:
    found = con.execute(
        "select 1 from raw.ledger_rad where blad_nr = ? and utfall = 'laddad' "
        f"and {accounts.of_grants()} and belopp <> 0 and {_is_word(source)} limit 1",
        [blad_nr],
    )
    return found.fetchone() is not None


def _weighed(source: Source, blad_nr: int) -> str:
    """The rows in question, and whether each is a total."""
    return statement(
        "weighed",
        blad_nr=blad_nr,
        of_grants=accounts.of_grants(),
        is_word=_is_word(source),
    )
