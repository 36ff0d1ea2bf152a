"""The header of a SIE 4 file: what it says of itself, and its way into raw.sie_*.

Belongs here: reading it from the label lines, masking it, storing it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa

from fondbok.files.privacy.in_sql import mask, mask_code
from fondbok.ledger import sie
from fondbok.ledger.sie_lines import Place
from fondbok.sql import text_literal


def read(con: duckdb.DuckDBPyConnection, start: str, place: Place) -> sie.Identification:
    """The header that the file's labels give.

    Raises:
        NotSie4: they are those of another kind of file.
    """
    labels = ", ".join(text_literal(label) for label in sie.HEADER_LABELS)
    found = con.execute(
        "select line from sie_label "
        f"where upper(regexp_extract(line, '^#[A-Za-zÅÄÖåäö]+')) in ({labels}) order by rad"
    ).fetchall()
    head = sie.header(line for (line,) in found)
    kinds = place.kinds
    labelled = kinds["V"] + kinds["T"] + kinds["#"]
    sie.refuse_other_kinds(start, head.sietyp, kinds["V"] > 0, labelled > 0)
    return head


def write(
    con: duckdb.DuckDBPyConnection, sha: str, head: sie.Identification, encoding: str
) -> None:
    """Store a header that has been masked."""
    company = {
        "sietyp": head.sietyp or "4",
        "program": head.program,
        "genererad": head.genererad,
        "foretag": head.foretag,
        "orgnr": head.orgnr,
        "kontoplan": head.kontoplan,
        "valuta": head.valuta,
        "kodning": encoding,
    }
    con.execute(
        "insert into raw.sie_foretag by name select ? as fil_sha256, "
        + ", ".join(f"nullif(?, '') as {name}" for name in company),
        [sha, *company.values()],
    )
    _insert(con, sha, "sie_rakenskapsar", [[n, *span] for n, span in head.rakenskapsar.items()])
    accounts = dict.fromkeys([*head.konton, *head.kontotyper])
    _insert(
        con,
        sha,
        "sie_konto",
        [[konto, head.konton.get(konto), head.kontotyper.get(konto)] for konto in accounts],
    )
    _insert(
        con,
        sha,
        "sie_dimension",
        [[number, name, parent or None] for number, (name, parent) in head.dimensioner.items()],
    )
    _insert(
        con, sha, "sie_objekt", [[dim, code, name] for (dim, code), name in head.objekt.items()]
    )


def without_personal_data(head: sie.Identification) -> sie.Identification:
    """The header with its names and codes masked; a sole trader's number is a person's."""
    return replace(
        head,
        program=mask(head.program),
        foretag=mask(head.foretag),
        orgnr=mask(head.orgnr),
        genererad=mask_code(head.genererad),
        kontoplan=mask(head.kontoplan),
        valuta=mask_code(head.valuta),
        konton={mask_code(konto): mask(name) for konto, name in head.konton.items()},
        kontotyper={mask_code(konto): typ for konto, typ in head.kontotyper.items()},
        dimensioner={
            mask_code(number): (mask(name), mask_code(parent))
            for number, (name, parent) in head.dimensioner.items()
        },
        objekt={
            (mask_code(dimension), mask_code(code)): mask(name)
            for (dimension, code), name in head.objekt.items()
        },
    )


def _insert(con: duckdb.DuckDBPyConnection, sha: str, table: str, rows: list[list[Any]]) -> None:
    if not rows:
        return
    columns = [row[0] for row in con.execute(f"describe raw.{table}").fetchall()][2:]
    values = dict(zip(columns, zip(*rows, strict=True), strict=True))
    con.register("sie_in", pa.table({name: list(column) for name, column in values.items()}))
    con.execute(f"insert into raw.{table} by name select ? as fil_sha256, * from sie_in", [sha])
    con.unregister("sie_in")
