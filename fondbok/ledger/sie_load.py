"""SIE 4 files into typed ledger rows.

Belongs here: the order of the steps. The lines are read in `sie_rows`, the header in `sie_header`,
and what all vouchers together show is in `sie_vouchers`.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from fondbok.files.codec import detect
from fondbok.files.lines import Lines
from fondbok.files.refusal import Refusal
from fondbok.ledger import (
    export,
    rules,
    sie,
    sie_dimensions,
    sie_header,
    sie_rows,
    sie_vouchers,
    staging,
    words,
)
from fondbok.ledger.rows.money import TOO_LARGE, has_rate
from fondbok.ledger.statements import statement
from fondbok.sql import text_literal

PROFILE = "sie4"
HEAD = 200  # lines enough to see what kind of file it is
_TEMPORARY = (
    "sie_label",
    "sie_ver_line",
    "sie_ver",
    "sie_rad",
    "sie_ar",
    "sie_block",
    "sie_inbakad",
)


def load(con: duckdb.DuckDBPyConnection, path: Path, sha: str) -> str:
    """Type a SIE 4 file into raw.ledger_rad and write its header to raw.sie_*.

    Returns:
        The name of the reader.

    Raises:
        Refusal: the file is not SIE 4.
    """
    lines = Lines(path, detect(path, dos="cp437"))
    start = "\n".join(lines.head(HEAD))[:4000]
    if not start.strip():
        raise Refusal(rules.LEDGER_TOM_FIL)
    lines = lines.fresh()
    place = sie_rows.read_lines(con, lines)
    head = sie_header.read(con, start, place)
    if lines.replaced:
        staging.note(con, rules.LEDGER_TECKENFEL, "", None, str(lines.replaced))
    sie_rows.read_vouchers(con)
    sie_rows.read_rows(con)
    sie_dimensions.read_projects(con, head)
    sie_vouchers.drop_repeated_additions(con)
    con.execute(_years(head))
    blad_nr = staging.sheet(con, sha, "", "verifikation", export.of_sie(head, path.name))
    con.execute(_typed(words.currency_code(head.valuta), blad_nr))
    con.execute(
        statement("sie_rejected", blad_nr=blad_nr, several=sie.SEVERAL, too_large=TOO_LARGE)
    )
    sie_vouchers.note_file(con, head, lines.count if place.slut < place.ver else None)
    sie_vouchers.find_repeated_vouchers(con, blad_nr)
    sie_vouchers.number_the_unnumbered(con, blad_nr)
    public = sie_header.without_personal_data(head)
    if public != head:
        staging.note(con, rules.LEDGER_PERSONUPPGIFT, "", None, None)
    sie_header.write(con, sha, public, lines.encoding)
    _drop(con)
    return PROFILE


def _drop(con: duckdb.DuckDBPyConnection) -> None:
    for table in _TEMPORARY:
        con.execute(f"drop table if exists temp.{table}")


def _years(head: sie.Identification) -> str:
    rows = ", ".join(
        f"({number}, {first.year}, date '{first}', date '{last}')"
        for number, (first, last) in head.rakenskapsar.items()
    )
    none = "select 0, 0, date '2000-01-01', date '2000-01-01' where false"
    values = f"values {rows}" if rows else none
    return (
        "create or replace temp table sie_ar as select * from "
        f"({values}) as ar (arsnr, rakenskapsar, start_datum, slut_datum)"
    )


def _typed(currency: str, blad_nr: int) -> str:
    """The statement that types the rows, whose amounts are in the file's currency."""
    code = text_literal(currency)
    known = currency == "SEK"
    return statement(
        "sie_type",
        blad_nr=blad_nr,
        too_large=TOO_LARGE,
        in_kronor="belopp" if known else "null",
        currency="null" if known else code,
        in_currency="null" if known else "belopp",
        counted="true" if known else has_rate(code, "bokford", "rakenskapsar"),
    )
