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
from fondbok.publish.wording import HANDED_IN
from fondbok.warehouse import database
from fondbok.warehouse.load import Loaded

# Those who have not come first: they are why the table is looked at.
_HANDED_IN = """
select cast(ar as varchar) as "år", namnd as "nämnd", status,
    coalesce(antal_projekt_olika, 0) as projekt, coalesce(antal_avvisade, 0) as "avvisade rader",
    coalesce(antal_fynd, 0) as fynd
from mart.rpt_inlamning
order by ar desc, status <> 'saknas', namnd
"""


def of_landing(home: Home, loaded: Loaded) -> dict[str, dict[str, Any]]:
    """By raw table: its rows, and what became of the files of this landing."""
    files = {
        "nya filer": loaded.new,
        "oförändrade filer": loaded.unchanged,
        "avvisade filer": loaded.refused,
        "borttagna filer": len(loaded.gone),
    }
    with database.warehouse(home, read_only=True) as con:
        rows = con.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw' order by table_name"
        ).fetchall()
        return {
            name: {"dagster/row_count": _count(con, f'raw."{name}"'), **files} for (name,) in rows
        }


def of_release(home: Home, served: pipeline.RefreshResult) -> dict[str, Any]:
    """What is served: files, rows, money, findings, and who has handed in, year by year."""
    names, records = _handed_in(home)
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
        "nämnder som saknas": len(_late(records)),
        "inlämnat": dg.MetadataValue.table(
            records=[dg.TableRecord(record) for record in records],
            schema=dg.TableSchema([dg.TableColumn(name) for name in names]),
        ),
    }


def late(home: Home) -> str:
    """Who has handed in nothing for the last year, as a Swedish sentence; '' when all have."""
    _, records = _handed_in(home)
    missing = _late(records)
    if not missing:
        return ""
    named = ", ".join(record["nämnd"] for record in missing)
    # Who handed in twice has two rows.
    everybody = {record["nämnd"] for record in _last_year(records)}
    return f"{len(missing)} av {len(everybody)} har inte lämnat in för {records[0]['år']}: {named}."


def _late(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [record for record in _last_year(records) if record["status"] == "saknas"]


def _last_year(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [record for record in records if record["år"] == records[0]["år"]]


def _handed_in(home: Home) -> tuple[list[str], list[dict[str, Any]]]:
    """Column names and rows: what each nämnd has handed in, the last year there is first."""
    with duckdb.connect(str(home.mart), read_only=True) as con:
        found = con.execute(_HANDED_IN)
        names = [column[0] for column in found.description or ()]
        records = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    for record in records:
        record["status"] = HANDED_IN.get(record["status"], record["status"])
    return names, records


_KINDS = {"ledger": "bokföring", "submission": "underlag"}


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    (rows,) = con.execute(f"select count(*) from {table}").fetchone() or (0,)
    return int(rows)
