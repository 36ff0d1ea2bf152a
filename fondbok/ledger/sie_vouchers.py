"""What only all vouchers of a SIE 4 file together show: repetitions, balance, numbers to be made.

Belongs here: what is looked for once the rows are in their tables, and what is said of it.
"""

from __future__ import annotations

import duckdb

from fondbok.findings import Rule
from fondbok.ledger import rules, sie, staging
from fondbok.ledger.statements import statement


def drop_repeated_additions(con: duckdb.DuckDBPyConnection) -> None:
    """Leave an #RTRANS out when its #TRANS follows; keep a lone one, with a finding."""
    con.execute(statement("sie_additions"))
    con.execute("delete from sie_rad where rad in (from sie_block)")
    con.execute(
        "insert into ledger_fynd select '', rad, null, ?, null from sie_rad where slag = 'R'",
        [rules.SIE_RTRANS_ENSAM.id],
    )


def note_file(con: duckdb.DuckDBPyConnection, head: sie.Identification, cut_at: int | None) -> None:
    """What only shows in the whole file: where it is cut, balance, dates outside the year."""
    if not head.sietyp:
        staging.note(con, rules.SIE_TYP_SAKNAS, "", None, None)
    if con.execute("select 1 from sie_rad limit 1").fetchone() is None:
        staging.note(con, rules.SIE_UTAN_POSTER, "", None, None)
    _note_query(
        con,
        rules.SIE_UTANFOR_VERIFIKAT,
        "select rad, null from sie_rad where ver is null",
    )
    _note_query(
        con,
        rules.SIE_OBALANS,
        statement("sie_unbalanced"),
    )
    _note_query(
        con,
        rules.SIE_DATUM_UTANFOR,
        statement("sie_outside_years"),
    )
    if cut_at is not None:
        _note_query(con, rules.SIE_AVKORTAD, f"select {cut_at}, null")


def find_repeated_vouchers(con: duckdb.DuckDBPyConnection, blad_nr: int) -> None:
    """A voucher that stands twice in a file counts once when both are alike; else both count."""
    again = con.execute(
        "select count(*) - count(distinct hash(serie, nummer, datum)) from sie_ver "
        "where nummer <> ''"
    ).fetchone()
    if again == (0,):
        return
    con.execute(statement("sie_repeated_vouchers"))
    con.execute(
        "update raw.ledger_rad set utfall = 'dubblett' from sie_rad, sie_block "
        "where blad_nr = ? and sie_rad.rad = ledger_rad.rad and sie_block.ver = sie_rad.ver "
        "and ar_dubblett and utfall = 'laddad'",
        [blad_nr],
    )
    for rule, which in (
        (rules.LEDGER_DUBBLETT, "ar_dubblett"),
        (rules.SIE_VERIFIKAT_IGEN, "not ar_dubblett"),
    ):
        _note_query(con, rule, f"select ver, null from sie_block where nummer > 1 and {which}")


def number_the_unnumbered(con: duckdb.DuckDBPyConnection, blad_nr: int) -> None:
    """Give vouchers without number one made of their content: the same voucher, the same number.

    So too where the number was somebody's: its mask is the same for everybody.
    """
    con.execute(statement("sie_made_numbers"))
    _note_query(
        con,
        rules.LEDGER_UTAN_NUMMER,
        "select ver, null from sie_block where ver is not null and not maskerad",
    )
    con.execute(
        "update raw.ledger_rad set verifikation = sie_block.nummer from sie_rad, sie_block "
        "where blad_nr = ? and sie_rad.rad = ledger_rad.rad and verifikation is null "
        "and sie_block.rad = coalesce(sie_rad.ver, sie_rad.rad)",
        [blad_nr],
    )


def _note_query(con: duckdb.DuckDBPyConnection, rule: Rule, query: str) -> None:
    con.execute(
        f"insert into ledger_fynd select '', q.rad, null, '{rule.id}', q.varde "
        f"from ({query}) as q (rad, varde)"
    )
