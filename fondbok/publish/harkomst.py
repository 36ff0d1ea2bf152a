"""What lies behind a published cell: how a cell of a report finds its rows in brygga_harkomst.

Belongs here: SQL on the published schema that `trace`, `diff` and `loss` need. `catalog` is the
name of the database, quoted, as `attach` knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from fondbok.publish import rapporter
from fondbok.publish.rapporter import Rapport

MATT = (
    *("belopp_sek", "belopp_agare_sek", "belopp_part_sek"),
    *("belopp_annan_roll_sek", "belopp_okand_roll_sek"),
)
# What mart.kallrad says beyond where a row stands. A release made before a column was there has
# nothing to say in it.
_KALLRAD = {
    "typ": "varchar",
    "ar": "integer",
    "namnd_kod": "varchar",
    "projekt_kod": "varchar",
    "projekt_text": "varchar",
    "namnd_text": "varchar",
    "fond_text": "varchar",
    "roll_text": "varchar",
    "konto_namn": "varchar",
    "ansvar_namn": "varchar",
    "projektkod_namn": "varchar",
    "belopp_text": "varchar",
    "belopp_original": "decimal(18, 2)",
    "valuta": "varchar",
    "kurs": "decimal(18, 6)",
    "belopp_sek": "decimal(18, 2)",
    "innehall_hash": "varchar",
}


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, file: Path, name: str) -> Iterator[None]:
    """A published or built file beside others, read only, for as long as it is asked about."""
    path = str(file).replace("'", "''")
    con.execute(f"attach '{path}' as {name} (read_only)")
    try:
        yield
    finally:
        con.execute(f"detach {name}")


def columns(
    con: duckdb.DuckDBPyConnection, database: str, table: str, schema: str = "mart"
) -> dict[str, str]:
    """The columns of a table with their types, in order; empty without a table."""
    return dict(
        con.execute(
            "select column_name, data_type from duckdb_columns()"
            " where database_name = ? and schema_name = ? and table_name = ?"
            " order by column_index",
            [database, schema, table],
        ).fetchall()
    )


def quoted(name: str) -> str:
    """An identifier in quotes."""
    return '"' + name.replace('"', '""') + '"'


def radnyckel(keys: tuple[str, ...], alias: str) -> str:
    """SQL for the readable key of a report's row, as the macro radnyckel writes it."""
    parts = [
        f"'{'' if place == 0 else ';'}{key}=' || coalesce(cast({alias}.{key} as varchar), 'okant')"
        for place, key in enumerate(keys)
    ]
    return " || ".join(parts)


def rader(con: duckdb.DuckDBPyConnection, database: str) -> str:
    """SQL: brygga_harkomst with a measure a row, as older releases have it.

    Columns: rapport, radnyckel, matt, kallrad_id, belopp_sek.
    """
    bridge = f"{quoted(database)}.mart.brygga_harkomst"
    if "matt" in columns(con, database, "brygga_harkomst"):
        return f"select rapport, radnyckel, matt, kallrad_id, belopp_sek from {bridge}"
    return " union all ".join(
        f"select rapport, radnyckel, '{matt}' as matt, kallrad_id, {matt} as belopp_sek"
        f" from {bridge} where {matt} is not null"
        for matt in MATT
    )


def kallor(con: duckdb.DuckDBPyConnection, database: str) -> str:
    """SQL: for every traced cell (rapport, radnyckel, matt) the bridge cells it is the sum of.

    Columns: rapport, radnyckel, matt, kalla_rapport, kalla_radnyckel, kalla_matt.
    """
    catalog = quoted(database)
    egna = f"""
        select distinct
            rapport, radnyckel, matt,
            rapport as kalla_rapport, radnyckel as kalla_radnyckel, matt as kalla_matt
        from ({rader(con, database)})
    """
    summor = [_kallor_till_summa(catalog, r) for r in rapporter.sparade().values() if r.summa_av]
    return " union all ".join((egna, *summor))


def _kallor_till_summa(catalog: str, rapport: Rapport) -> str:
    """The cells of another report that a report adds up, this year's and the year before's."""
    kalla = rapporter.alla()[str(rapport.summa_av)]
    columns = [(name, name, 0) for name in MATT]
    columns += [(name, shown, 1) for name, shown in rapport.aret_fore.items()]
    matt = ", ".join(f"('{name}', '{source}', {step})" for name, source, step in columns)
    return f"""
        select
            '{rapport.namn}', {radnyckel(rapport.nyckel, "cell")}, cell.matt,
            '{kalla.namn}', cell.kalla_radnyckel, cell.kalla
        from (
            select
                n.* replace (n.ar + m.steg as ar),
                {radnyckel(kalla.nyckel, "n")} as kalla_radnyckel, m.matt, m.kalla
            from {catalog}.mart.{kalla.namn} as n
            cross join (values {matt}) as m (matt, kalla, steg)
        ) as cell
    """


def kallrad(con: duckdb.DuckDBPyConnection, database: str) -> str:
    """SQL: mart.kallrad with every column that a release of today has."""
    present = columns(con, database, "kallrad")
    said = ", ".join(
        name if name in present else f"cast(null as {type_}) as {name}"
        for name, type_ in _KALLRAD.items()
    )
    return (
        "select kallrad_id, fil, fil_sha256, coalesce(blad, '') as blad, rad, inlast_tid,"
        f" {said} from {quoted(database)}.mart.kallrad"
    )
