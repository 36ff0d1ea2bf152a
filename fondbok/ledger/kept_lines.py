"""Lines of a file in the database, and that all of them arrived.

Belongs here: what text files and SIE files have in common on the way in.
"""

from __future__ import annotations

import duckdb

from fondbok.files.lines import Lines
from fondbok.files.refusal import Refusal
from fondbok.ledger import rules


def keep_lines(con: duckdb.DuckDBPyConnection, lines: Lines) -> None:
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


def check_count(lines: Lines, kept: int) -> None:
    """Every line handed over is in the database.

    Raises:
        Refusal: a line is too long, or some are missing.
        OSError: the file could not be read to its end.
    """
    if lines.fault is not None:
        raise lines.fault
    if lines.too_long:
        raise Refusal(rules.LEDGER_FIL_TRASIG, varde="en rad är längre än en miljon tecken")
    if kept != lines.given:
        raise Refusal(rules.LEDGER_RADER_SAKNAS, varde=f"lästa {kept}, i filen {lines.given}")
