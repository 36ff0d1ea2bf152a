"""What a database says of the files it was made of: rows, kronor, remarks and checks.

Belongs here: reading them for whoever is told how a run went.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from fondbok.paths import Home
from fondbok.pipeline.home import served_whole
from fondbok.pipeline.outcome import RefreshResult
from fondbok.publish import release as releases

if TYPE_CHECKING:
    from fondbok.quality.kontroll import Kontroll
    from fondbok.warehouse.load import Loaded

# What became of what was read: the names in kvalitet.fil, and those that are printed.
MONEY = {
    "read": "belopp_last_sek",
    "counted": "belopp_raknas_sek",
    "no_grant": "belopp_inget_bidrag_sek",
    "replaced": "belopp_ersatt_sek",
    "held": "belopp_avvisat_sek",
}
# Before dbt has run, nobody knows which loaded rows a later file supersedes.
_RAW_ROWS = (
    "sum(rader_lasta) as read,"
    " sum(rader_lasta - rader_avvisade - rader_totaler - rader_dubbletter) as loaded,"
    " sum(rader_avvisade) as rejected, sum(rader_totaler) as totals,"
    " sum(rader_dubbletter) as duplicates"
)


def described(home: Home) -> RefreshResult:
    """What the published file says of what it was made of: files, rows, money, findings, checks."""
    served = served_whole(home)
    result = RefreshResult(served.release_id if served else None)
    if served is not None:
        describe(home.mart, result)
    return result


def summary(home: Home, loaded: Loaded, checks: list[Kontroll]) -> RefreshResult:
    """What a run came to before it publishes: what landing found, the database and the checks."""
    served = releases.current(home)
    result = RefreshResult(served.release_id if served else None)
    describe(home.warehouse, result)
    result.files |= {
        "read": loaded.read,
        "refused": loaded.refused,
        "new": loaded.new,
        "unchanged": loaded.unchanged,
    }
    result.notes = [f"{fil} finns inte längre i landing/." for fil in loaded.gone]
    result.notes += [
        f"{fil} ändrades medan den lästes: det som stod i den förut gäller i den här körningen."
        for fil in loaded.kept
    ]
    result.notes += loaded.problems
    result.checks = _outcomes([check.utfall for check in checks])
    return result


def describe(database_file: Path, result: RefreshResult) -> None:
    """Fill in what the register, the findings and the checks of a database say."""
    from fondbok.warehouse import database

    with database.connect(database_file, read_only=True) as con:
        tables = {
            name
            for (name,) in con.execute(
                "select table_name from duckdb_tables() where schema_name = 'kvalitet'"
            ).fetchall()
        }
        if not {"fil", "fynd"} <= tables:
            result.rows |= _numbers(con, _RAW_ROWS, "raw.fil")
            return
        result.files |= _numbers(
            con,
            "count(*) filter (status <> 'ignorerad') as read,"
            " count(*) filter (status = 'avvisad') as refused,"
            " count(*) filter (status = 'ignorerad') as ignored",
        )
        result.rows |= _numbers(
            con,
            "sum(rader_lasta) as read, sum(rader_laddade) as loaded,"
            " sum(rader_avvisade) as rejected, sum(rader_totaler) as totals,"
            " sum(rader_dubbletter) as duplicates, sum(rader_ersatta) as superseded",
        )
        result.money = _money(con)
        row = con.execute("select count(*) from kvalitet.fynd").fetchone()
        result.findings = int(row[0]) if row else 0
        result.uncounted = uncounted(con)
        if "kontroll" in tables:
            kept = con.execute("select utfall from kvalitet.kontroll").fetchall()
            result.checks = _outcomes([utfall for (utfall,) in kept])


def _outcomes(outcomes: list[str]) -> dict[str, int]:
    return {
        "passed": outcomes.count("ok"),
        "failed": outcomes.count("fel"),
        "warned": outcomes.count("varning"),
    }


def _money(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Sums by kind of file; none in a release that was made before they were."""
    columns = {row[0] for row in con.execute("describe kvalitet.fil").fetchall()}
    if not columns.issuperset(MONEY.values()):
        return {}
    sums = ", ".join(f"coalesce(sum({column}), 0)" for column in MONEY.values())
    rows = con.execute(
        f"select typ, {sums} from kvalitet.fil where {MONEY['read']} is not null"
        " group by typ order by typ"
    ).fetchall()
    return {typ: dict(zip(MONEY, map(str, values), strict=True)) for typ, *values in rows}


def uncounted(con: duckdb.DuckDBPyConnection, ar: int | None = None) -> list[str]:
    """What was read and does not count, a Swedish sentence a finding, in order.

    Args:
        con: a database with kvalitet and mart.
        ar: only what files say that someone handed in for this year, and what no year is known of.
    """
    of_year = (
        ""
        if ar is None
        else "and fil not in (select fil from mart.rpt_inlamning where fil is not"
        " null group by fil having bool_and(ar <> ?))"
    )
    rows = con.execute(
        "select fil, blad, rad, meddelande from kvalitet.fynd"
        f" where raknas_inte {of_year}"
        " order by fil, blad nulls first, rad nulls first, regel, meddelande",
        [] if ar is None else [ar],
    ).fetchall()
    return [f"{_cell(fil, blad, rad)}: {told}" for fil, blad, rad, told in rows]


def _cell(fil: str, blad: str | None, rad: int | None) -> str:
    parts = (fil, f"blad {blad}" if blad else "", f"rad {rad}" if rad is not None else "")
    return ", ".join(part for part in parts if part)


def _numbers(con: Any, columns: str, table: str = "kvalitet.fil") -> dict[str, int]:
    cursor = con.execute(f"select {columns} from {table}")
    names = [column[0] for column in cursor.description]
    values = cursor.fetchone() or ()
    return {name: int(value or 0) for name, value in zip(names, values, strict=True)}
