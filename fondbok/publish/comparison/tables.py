"""The comparison itself, set-based: the rpt_ tables of two published files, cell by cell.

Belongs here: the temporary tables of what differs and of the source rows behind it. Does not belong
here: what is told of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from fondbok.publish import harkomst, rapporter
from fondbok.publish.comparison.found import ALL_COLUMNS, ANDRAD, BORTTAGEN, TILLKOMMEN
from fondbok.publish.harkomst import attached, quoted

NOT_COMPARED = ("rpt_forandring",)  # itself a comparison
DERIVED = ("radnyckel",)  # the key once more, as text

# The source rows of a cell, in the order they are told in.
ORDNING = "projekt_kod, fore_sek is null, fil, blad, rad, fil_sha256, fore_sek, efter_sek"


@contextmanager
def compared(con: duckdb.DuckDBPyConnection, fore: Path) -> Iterator[None]:
    """The database being built beside an earlier published file, attached as `fore`.

    Meanwhile temp.diff_cell holds the cells that differ and temp.diff_ursprung the source rows
    whose part of them does; ORDNING is the order those are told in.

    Args:
        con: a connection to the database being built; left as it was.
        fore: a published file that no connection of this process holds open for writing.
    """
    row = con.execute("select current_database()").fetchone()
    with attached(con, fore, "fore"), filled(con, str(row[0]) if row else ""):
        yield


@contextmanager
def filled(con: duckdb.DuckDBPyConnection, efter: str) -> Iterator[None]:
    """Temporary tables diff_cell, diff_rad, diff_kolumn, diff_ursprung and diff_fil, filled."""
    con.execute(_TABLES)
    try:
        for table in _reports(con, efter):
            _compare_table(con, table, efter)
        _trace_cells(con, efter)
        con.execute(_FILES.format(efter=quoted(efter)))
        yield
    finally:
        for name in ("cell", "rad", "kolumn", "ursprung", "fil", "par", "fore", "efter"):
            con.execute(f"drop table if exists temp.diff_{name}")


_TABLES = """
create temp table diff_cell (
    tabell varchar, radnyckel varchar, plats integer, kolumn varchar, art varchar,
    fore varchar, efter varchar, forandring varchar
);
create temp table diff_rad (tabell varchar, radnyckel varchar, art varchar);
create temp table diff_kolumn (tabell varchar, kolumn varchar, art varchar);
create temp table diff_ursprung (
    tabell varchar, radnyckel varchar, kolumn varchar, fil varchar, fil_sha256 varchar,
    blad varchar, rad bigint, projekt_kod varchar, fore_sek decimal(18, 2),
    efter_sek decimal(18, 2)
);
"""

_FILES = """
create temp table diff_fil as
select
    coalesce(e.fil, f.fil) as fil,
    coalesce(e.fil_sha256, f.fil_sha256) as fil_sha256,
    case when f.fil_sha256 is null then 'tillkommen' else 'borttagen' end as art
from fore.kvalitet.fil as f
full outer join {efter}.kvalitet.fil as e on f.fil_sha256 = e.fil_sha256
where f.fil_sha256 is null or e.fil_sha256 is null
"""


def _reports(con: duckdb.DuckDBPyConnection, efter: str) -> list[str]:
    rows = con.execute(
        "select distinct table_name from duckdb_tables()"
        " where database_name in ('fore', ?) and schema_name = 'mart'"
        " and starts_with(table_name, 'rpt_') and not list_contains(?, table_name)"
        " order by table_name",
        [efter, list(NOT_COMPARED)],
    ).fetchall()
    return [name for (name,) in rows]


def _compare_table(con: duckdb.DuckDBPyConnection, table: str, efter: str) -> None:
    before = harkomst.columns(con, "fore", table)
    after = harkomst.columns(con, efter, table)
    _note_columns(con, table, before, after)
    common = [name for name in after if name in before and name not in DERIVED]
    if not common:
        return
    keys = _keys(table)
    if not keys or not set(keys) <= set(common):
        keys = tuple(common)
    values = [name for name in common if name not in keys]
    con.execute(f"create temp table diff_par as {_paired(table, efter, keys, values)}")
    for place, name in enumerate(values):
        con.execute(_cell_changes(place, before[name], after[name]), [table, name])
    con.execute(
        "insert into temp.diff_rad select ?, radnyckel, art from temp.diff_par where art <> ?",
        [table, ANDRAD],
    )
    con.execute("drop table temp.diff_par")


def _keys(table: str) -> tuple[str, ...]:
    """What one row of a report is about; a table that declares none is compared row by row."""
    declared = rapporter.alla().get(table)
    return declared.nyckel if declared else ()


def _note_columns(
    con: duckdb.DuckDBPyConnection, table: str, before: dict[str, str], after: dict[str, str]
) -> None:
    """Note what cannot be compared; a table that only one release has is noted as one."""
    gone = [name for name in before if name not in after] if after else [ALL_COLUMNS]
    new = [name for name in after if name not in before] if before else [ALL_COLUMNS]
    for names, art in ((gone, BORTTAGEN), (new, TILLKOMMEN)):
        con.execute(
            "insert into temp.diff_kolumn select ?, unnest(?::varchar[]), ?", [table, names, art]
        )


def _paired(table: str, efter: str, keys: tuple[str, ...], values: list[str]) -> str:
    """SQL: the rows of both releases side by side, found by key.

    Rows that share a key are told apart by a number in the order of their values.
    """
    key_list = ", ".join(map(quoted, keys))
    order = ", ".join(map(quoted, values)) or key_list
    numbered = (
        f"select *, row_number() over (partition by {key_list} order by {order}) as lopnr"
        " from {catalog}.mart." + quoted(table)
    )
    match = " and ".join(f"f.{quoted(key)} is not distinct from e.{quoted(key)}" for key in keys)
    text = " || ".join(
        f"'{'' if place == 0 else ';'}{key}=' || coalesce(cast("
        f"case when e.lopnr is null then f.{quoted(key)} else e.{quoted(key)} end as varchar),"
        " 'okant')"
        for place, key in enumerate(keys)
    )
    sides = "".join(
        f", f.{quoted(name)} as f_{place}, e.{quoted(name)} as e_{place}"
        for place, name in enumerate(values)
    )
    return f"""
        select
            {text} || case
                when coalesce(e.lopnr, f.lopnr) > 1
                    then ';lopnr=' || cast(coalesce(e.lopnr, f.lopnr) as varchar)
                else ''
            end as radnyckel,
            case
                when f.lopnr is null then '{TILLKOMMEN}'
                when e.lopnr is null then '{BORTTAGEN}'
                else '{ANDRAD}'
            end as art
            {sides}
        from ({numbered.format(catalog="fore")}) as f
        full outer join ({numbered.format(catalog=quoted(efter))}) as e
            on {match} and f.lopnr = e.lopnr
    """


def _cell_changes(place: int, type_before: str, type_after: str) -> str:
    """SQL: the changes in one column; parameters are the table and the column's name."""
    before, after = f"f_{place}", f"e_{place}"
    change = "null"
    if _is_number(type_before) and _is_number(type_after):
        change = f"cast({after} - {before} as varchar)"
    if type_before != type_after:
        before, after = f"cast({before} as varchar)", f"cast({after} as varchar)"
    return f"""
        insert into temp.diff_cell
        select
            ?, radnyckel, {place}, ?, art,
            cast(f_{place} as varchar), cast(e_{place} as varchar), {change}
        from temp.diff_par
        where {before} is distinct from {after}
    """


def _is_number(type_: str) -> bool:
    return type_.startswith("DECIMAL") or type_ in {"INTEGER", "BIGINT", "SMALLINT", "HUGEINT"}


def _trace_cells(con: duckdb.DuckDBPyConnection, efter: str) -> None:
    """Fill diff_ursprung: per cell that differs, the source rows whose part of it differs.

    A row that came again unchanged in another file is the same row: its content says so.
    """
    sides = [("fore", "fore"), ("efter", efter)]
    if not all(harkomst.columns(con, name, "brygga_harkomst") for _, name in sides):
        return
    for side, name in sides:
        con.execute(f"create temp table diff_{side} as {_parts(con, name)}")
    con.execute(_ORIGINS)
    con.execute("drop table temp.diff_fore; drop table temp.diff_efter")


def _parts(con: duckdb.DuckDBPyConnection, database: str) -> str:
    """SQL: the parts that source rows have in the cells that differ, in one release."""
    return f"""
        select
            cell.tabell, cell.radnyckel, cell.kolumn,
            kallrad.fil, kallrad.fil_sha256, kallrad.blad, kallrad.rad, kallrad.projekt_kod,
            harkomst.belopp_sek,
            coalesce(kallrad.innehall_hash, harkomst.kallrad_id) as innehall,
            row_number() over (
                partition by
                    cell.tabell, cell.radnyckel, cell.kolumn,
                    coalesce(kallrad.innehall_hash, harkomst.kallrad_id)
                order by harkomst.belopp_sek, harkomst.kallrad_id
            ) as plats
        from temp.diff_cell as cell
        inner join ({harkomst.kallor(con, database)}) as kalla
            on cell.tabell = kalla.rapport
                and cell.radnyckel = kalla.radnyckel
                and cell.kolumn = kalla.matt
        inner join ({harkomst.rader(con, database)}) as harkomst
            on kalla.kalla_rapport = harkomst.rapport
                and kalla.kalla_radnyckel = harkomst.radnyckel
                and kalla.kalla_matt = harkomst.matt
        left join ({harkomst.kallrad(con, database)}) as kallrad
            on harkomst.kallrad_id = kallrad.kallrad_id
    """


_ORIGINS = """
insert into temp.diff_ursprung
select
    coalesce(e.tabell, f.tabell),
    coalesce(e.radnyckel, f.radnyckel),
    coalesce(e.kolumn, f.kolumn),
    case when e.tabell is null then f.fil else e.fil end,
    case when e.tabell is null then f.fil_sha256 else e.fil_sha256 end,
    case when e.tabell is null then f.blad else e.blad end,
    case when e.tabell is null then f.rad else e.rad end,
    case when e.tabell is null then f.projekt_kod else e.projekt_kod end,
    f.belopp_sek,
    e.belopp_sek
from temp.diff_fore as f
full outer join temp.diff_efter as e
    on f.tabell = e.tabell
        and f.radnyckel = e.radnyckel
        and f.kolumn = e.kolumn
        and f.innehall = e.innehall
        and f.plats = e.plats
where f.belopp_sek is distinct from e.belopp_sek
"""
