"""`fondbok diff`: every published cell that differs between two releases, and what made it differ.

Belongs here: comparing the rpt_ tables of two published files, cell by cell, in SQL. Nothing is
loaded into Python but what differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from fondbok.paths import Home
from fondbok.publish import harkomst, kept, rapporter
from fondbok.publish import release as releases
from fondbok.publish.harkomst import attached, quoted
from fondbok.publish.release import PublishError, Release

NOT_COMPARED = ("rpt_forandring",)  # itself a comparison
ALL_COLUMNS = "*"
DERIVED = ("radnyckel",)  # the key once more, as text

# The source rows of a cell, in the order they are told in.
ORDNING = "projekt_kod, fore_sek is null, fil, blad, rad, fil_sha256, fore_sek, efter_sek"

ANDRAD, TILLKOMMEN, BORTTAGEN = "andrad", "tillkommen", "borttagen"


@dataclass(frozen=True)
class Ursprung:
    """A source row whose part of a cell differs. The parts' changes add up to the cell's change.

    Attributes:
        fil: file below landing/; of the later release when the row is in both.
        fil_sha256: SHA-256 of its bytes.
        blad: sheet, '' in text files.
        rad: 1-based row.
        projekt_kod: the project it counts in, None when the release does not say.
        fore_sek: its part of the cell in the earlier release, None when it had none.
        efter_sek: its part in the later release, None when it has none.
    """

    fil: str | None
    fil_sha256: str | None
    blad: str | None
    rad: int | None
    projekt_kod: str | None
    fore_sek: Decimal | None
    efter_sek: Decimal | None


@dataclass(frozen=True)
class Cell:
    """A published cell that differs.

    Attributes:
        tabell: the report.
        radnyckel: the row, like 'ar=2022;namnd_kod=ASN'.
        kolumn: the column.
        art: andrad, or tillkommen or borttagen when the whole row is.
        fore: the value as text, None when it was unknown or not there.
        efter: likewise.
        forandring: efter minus fore where both are numbers.
        ursprung: the source rows behind it; empty for what is not money.
    """

    tabell: str
    radnyckel: str
    kolumn: str
    art: str
    fore: str | None
    efter: str | None
    forandring: Decimal | None
    ursprung: tuple[Ursprung, ...] = ()


@dataclass(frozen=True)
class Rad:
    """A report row that only one of the releases has."""

    tabell: str
    radnyckel: str
    art: str


@dataclass(frozen=True)
class Fil:
    """A content that only one of the releases was made of."""

    fil: str
    fil_sha256: str
    art: str


@dataclass(frozen=True)
class Kolumn:
    """A report column that only one of the releases has; its cells are not compared.

    `kolumn` is '*' when the release lacks the whole table.
    """

    tabell: str
    kolumn: str
    art: str


@dataclass(frozen=True)
class Diff:
    """All that differs between two releases, in a fixed order."""

    fore: Release
    efter: Release
    celler: tuple[Cell, ...] = ()
    rader: tuple[Rad, ...] = ()
    filer: tuple[Fil, ...] = ()
    kolumner: tuple[Kolumn, ...] = ()

    @property
    def lika(self) -> bool:
        """Whether every published cell is the same."""
        return not (self.celler or self.rader or self.kolumner)


def diff(home: Home, fore: str, efter: str) -> Diff:
    """Compare two kept releases.

    Args:
        home: the home folder.
        fore: id of the earlier release, 'aktuell' or 'foregaende'.
        efter: the later one, likewise.

    Raises:
        kept.UnknownRelease: one of them is not kept.
        PublishError: one of them cannot be read.
    """
    before, after = kept.resolve(home, fore), kept.resolve(home, efter)
    return compare(kept.file(home, before), kept.file(home, after))


def compare(fore: Path, efter: Path) -> Diff:
    """Compare two published files.

    Raises:
        PublishError: one of them is no release.
    """
    before, after = _release(fore), _release(efter)
    if fore.resolve() == efter.resolve():
        return Diff(before, after)
    with (
        duckdb.connect() as con,
        attached(con, fore, "fore"),
        attached(con, efter, "efter"),
        _compared(con, "efter"),
    ):
        return Diff(
            before,
            after,
            celler=tuple(_cells(con)),
            rader=tuple(_rows(con)),
            filer=tuple(_files(con)),
            kolumner=tuple(_columns(con)),
        )


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
    with attached(con, fore, "fore"), _compared(con, str(row[0]) if row else ""):
        yield


def forandring(con: duckdb.DuckDBPyConnection, fore: Path) -> list[Cell]:
    """The cells of the database being built that differ from an earlier published file.

    Args:
        con: a connection to the database being built; used, and left as it was.
        fore: a published file that no connection of this process holds open for writing.
    """
    with compared(con, fore):
        return list(_cells(con))


def _release(file: Path) -> Release:
    held = releases.read(file)
    if held is None:
        raise PublishError(f"{file} går inte att läsa som en utgåva.")
    return held


@contextmanager
def _compared(con: duckdb.DuckDBPyConnection, efter: str) -> Iterator[None]:
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
    catalog = quoted(database)
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
        inner join ({harkomst.kallor(catalog)}) as kalla
            on cell.tabell = kalla.rapport
                and cell.radnyckel = kalla.radnyckel
                and cell.kolumn = kalla.matt
        inner join {catalog}.mart.brygga_harkomst as harkomst
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


def _cells(con: duckdb.DuckDBPyConnection) -> Iterator[Cell]:
    origins: dict[tuple[str, str, str], list[Ursprung]] = {}
    for tabell, radnyckel, kolumn, *rest in con.execute(
        f"select * from temp.diff_ursprung order by tabell, radnyckel, kolumn, {ORDNING}"
    ).fetchall():
        origins.setdefault((tabell, radnyckel, kolumn), []).append(Ursprung(*rest))
    changes = con.execute(
        "select tabell, radnyckel, kolumn, art, fore, efter, forandring from temp.diff_cell"
        " order by tabell, radnyckel, plats"
    ).fetchall()
    for tabell, radnyckel, kolumn, art, fore, efter, forandring_text in changes:
        yield Cell(
            tabell,
            radnyckel,
            kolumn,
            art,
            fore,
            efter,
            None if forandring_text is None else Decimal(forandring_text),
            tuple(origins.get((tabell, radnyckel, kolumn), ())),
        )


def _rows(con: duckdb.DuckDBPyConnection) -> list[Rad]:
    query = "select tabell, radnyckel, art from temp.diff_rad order by all"
    return [Rad(*row) for row in con.execute(query).fetchall()]


def _files(con: duckdb.DuckDBPyConnection) -> list[Fil]:
    query = "select fil, fil_sha256, art from temp.diff_fil order by fil, art, fil_sha256"
    return [Fil(*row) for row in con.execute(query).fetchall()]


def _columns(con: duckdb.DuckDBPyConnection) -> list[Kolumn]:
    query = "select tabell, kolumn, art from temp.diff_kolumn order by all"
    return [Kolumn(*row) for row in con.execute(query).fetchall()]
