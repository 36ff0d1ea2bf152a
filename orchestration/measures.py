"""What Dagster is told of a run in figures: they plot over time beside the assets.

Belongs here: counting for the operators' page. Every figure is read from the databases; whole
kronor, because a plot is no place for öre.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import dagster as dg
import duckdb

from fondbok import pipeline
from fondbok.paths import Home
from fondbok.warehouse import database
from fondbok.warehouse.load import Loaded

_HANDED_IN = """
select cast(ar as varchar) as ar, namnd, status, coalesce(antal_projekt, 0) as antal_projekt,
    coalesce(antal_avvisade, 0) as antal_avvisade, coalesce(antal_fynd, 0) as antal_fynd
from mart.rpt_inlamning
where ar = (select max(ar) from mart.rpt_inlamning)
order by namnd
"""


def of_landing(home: Home, loaded: Loaded) -> dict[str, dict[str, Any]]:
    """By raw table: its rows, and what became of the files of this landing."""
    files = {
        "nya filer": loaded.new,
        "oförändrade filer": loaded.unchanged,
        "avvisade filer": loaded.refused,
        "borttagna filer": len(loaded.gone),
    }
    with database.connect(home.warehouse, read_only=True) as con:
        rows = con.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw' order by table_name"
        ).fetchall()
        return {
            name: {"dagster/row_count": _count(con, f'raw."{name}"'), **files} for (name,) in rows
        }


def of_release(home: Home) -> dict[str, Any]:
    """What is served: files, rows, money, findings, and who has handed in for the last year."""
    served = pipeline.described(home)
    with duckdb.connect(str(home.mart), read_only=True) as con:
        handed_in = con.execute(_HANDED_IN)
        names = [column[0] for column in handed_in.description or ()]
        records = [dict(zip(names, row, strict=True)) for row in handed_in.fetchall()]
    late = sum(record["status"] == "saknas" for record in records)
    money = {
        f"{_KINDS.get(kind, kind)}, {word} (kr)": int(Decimal(amounts[name]))
        for kind, amounts in served.money.items()
        for name, word in (("read", "läst"), ("counted", "räknas"), ("held", "avvisat"))
    }
    return {
        "lästa filer": served.files["read"],
        "avvisade filer": served.files["refused"],
        "lästa rader": served.rows["read"],
        "avvisade rader": served.rows["rejected"],
        "fynd": served.findings,
        "räknas inte": len(served.uncounted),
        **money,
        "nämnder som saknas": late,
        "inlämnat": dg.MetadataValue.table(
            records=[dg.TableRecord(record) for record in records],
            schema=dg.TableSchema([dg.TableColumn(name) for name in names]),
        ),
    }


_KINDS = {"ledger": "bokföring", "submission": "underlag"}


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    (rows,) = con.execute(f"select count(*) from {table}").fetchone() or (0,)
    return int(rows)
