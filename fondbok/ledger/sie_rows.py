"""The lines of a SIE 4 file as vouchers and postings: regular ones in SQL, the others by `sie`.

Belongs here: telling the regular lines from the others, and bringing both to the same tables. What
a line means is decided in `sie`; on a regular line the SQL must say the same, which the tests hold
it to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from fondbok.files.lines import Lines
from fondbok.ledger import rules, sie
from fondbok.ledger.kept_lines import check_count
from fondbok.ledger.sie_lines import Place
from fondbok.ledger.statements import statement
from fondbok.sql import text_literal

# A regular posting: at most three whole object pairs without blanks in them, a plain amount, a
# date or none, a text in quotes or one word, nothing escaped and no braces but the objects' own.
_WORD = r'(?:"[^"{} ]+"|[^"{} ]+)'
_PAIR = rf"{_WORD} +{_WORD}"
REGULAR_ROW = (
    rf"#TRANS +[0-9A-Za-z]+ +\{{ *(?:{_PAIR}(?: +{_PAIR})?(?: +{_PAIR})?)? *\}} *"
    r"-?\d{1,15}(?:\.\d{1,2})?"
    r'(?: +\d{8}(?: +(?:"[^"{}]*"|[^"{} ][^"{} ]*)(?: [^{}]*)?)?)? *'
)
REGULAR_VOUCHER = (
    r'^#VER +("[^"]*"|[^" {}]+) +("[^"]*"|[^" {}]+) +"?(\d{8})"?'
    r'(?: +("[^"]*"|[^" {}][^" ]*)(?: .*)?)? *$'
)
# A voucher with its texts in quotes and its date without.
_QUOTED_VOUCHER = r'#VER +"[^"]*" +"[^"]*" +\d{8} *(?: "[^"]*"(?: .*)?)?'


def read_lines(con: duckdb.DuckDBPyConnection, lines: Lines) -> Place:
    """Split the file's lines into labels, vouchers and postings, with the voucher of each.

    Raises:
        Refusal: a line is too long, or not every posting arrived.
    """
    con.execute(statement("sie_create"))
    parts = _parts()
    place = Place()
    for table in lines.tables(shape=place.add):
        con.register("sie_part", table)
        con.execute("insert into sie_label select rad, trim(line) from sie_part where slag = '#'")
        for each in parts:
            con.execute(each)
        con.unregister("sie_part")
    row = con.execute(
        "select (select count(*) from sie_label), (select count(*) from sie_ver_line), "
        "(select count(*) from sie_rad)"
    ).fetchone()
    kinds = place.kinds
    lines.given = kinds["#"] + kinds["V"] + kinds["T"] + kinds["R"]
    check_count(lines, sum(row or ()))
    con.execute("insert into sie_rad by name from sie_inbakad where innehall <> ''")
    return place


def _parts() -> tuple[str, ...]:
    """What splits a batch of lines: into vouchers, postings, and postings beside something else."""
    return (
        statement(
            "sie_voucher_lines",
            quoted_voucher=text_literal(_QUOTED_VOUCHER),
            regular_voucher=text_literal(REGULAR_VOUCHER),
        ),
        statement("sie_postings", regular_row=text_literal(REGULAR_ROW)),
        statement("sie_embedded", embedded=text_literal("(?i)" + sie.EMBEDDED)),
    )


def read_vouchers(con: duckdb.DuckDBPyConnection) -> None:
    """Bring regular vouchers and those that the tokenizer reads to one table."""
    rows, remarks = [], []
    for rad, line in con.execute(
        "select rad, line from sie_ver_line where datum = '' order by rad"
    ).fetchall():
        head, found = sie.voucher(rad, line)
        rows.append({name: getattr(head, name) for name in _VOUCHER_SCHEMA.names})
        remarks.extend(found)
    _register(con, "sie_irregular", rows, _VOUCHER_SCHEMA)
    con.execute(statement("sie_vouchers"))
    con.unregister("sie_irregular")
    con.execute(
        "insert into ledger_fynd select '', rad, null, ?, datum_text from sie_ver "
        "where datum is null and datum_text is not null",
        [rules.SIE_DATUM.id],
    )
    _note(con, remarks)


_VOUCHER_SCHEMA = pa.schema(
    [
        ("rad", pa.int64()),
        ("serie", pa.string()),
        ("nummer", pa.string()),
        ("datum", pa.date32()),
        ("text", pa.string()),
    ]
)


def read_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Put what the tokenizer says of the irregular postings in place."""
    _register_irregular(con)
    con.execute(statement("sie_irregular"))
    con.unregister("sie_irregular")
    con.execute(
        "insert into ledger_fynd select '', rad, null, ?, datum_text from sie_rad "
        "where datum is null and datum_text <> ''",
        [rules.SIE_DATUM.id],
    )


_ROW_SCHEMA = pa.schema(
    [
        ("rad", pa.int64()),
        ("konto", pa.string()),
        ("ansvar", pa.string()),
        ("projektkod", pa.string()),
        ("objekt", pa.string()),
        ("belopp_text", pa.string()),
        ("belopp", pa.decimal128(18, 2)),
        ("datum", pa.date32()),
        ("text", pa.string()),
    ]
)


def _register_irregular(con: duckdb.DuckDBPyConnection) -> None:
    """Read the other postings in Python and hand them over in bulk."""
    rows, remarks = [], []
    for rad, line in con.execute(
        "select rad, innehall from sie_rad where innehall is not null order by rad"
    ).fetchall():
        row, found = sie.posting(rad, line)
        rows.append(_as_columns(row))
        remarks.extend(found)
    _register(con, "sie_irregular", rows, _ROW_SCHEMA)
    _note(con, remarks)


def _as_columns(row: sie.Row) -> dict[str, Any]:
    # The first of several objects in one dimension holds; the others stay visible in objekt.
    first: dict[str, str] = {}
    for dimension, code in row.objekt:
        first.setdefault(dimension, code)
    ansvar, projekt = first.pop(sie.ANSVAR, None), first.pop(sie.PROJEKT, None)
    others = json.dumps(first, ensure_ascii=False, separators=(",", ":")) if first else None
    return {
        "rad": row.rad,
        "konto": row.konto,
        "ansvar": ansvar,
        "projektkod": projekt,
        "objekt": others,
        "belopp_text": row.belopp_text,
        "belopp": row.belopp,
        "datum": row.datum,
        "text": row.text,
    }


def _register(
    con: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], schema: pa.Schema
) -> None:
    con.register(name, pa.Table.from_pylist(rows, schema=schema))


def _note(con: duckdb.DuckDBPyConnection, remarks: Iterable[sie.Remark]) -> None:
    rows = [
        {"rad": each.rad, "regel": each.rule.id, "varde": each.varde}
        for each in remarks
        # Those rows are rejected, and say so there.
        if each.rule not in (rules.SIE_BELOPP_OLASLIGT, rules.SIE_FLERA_POSTER)
    ]
    if not rows:
        return
    schema = pa.schema([("rad", pa.int64()), ("regel", pa.string()), ("varde", pa.string())])
    _register(con, "sie_note", rows, schema)
    con.execute("insert into ledger_fynd select '', rad, null, regel, varde from sie_note")
    con.unregister("sie_note")
