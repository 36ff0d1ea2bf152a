"""Writing the raw layer as Parquet, whole or not at all.

Belongs here: the order of the steps, the manifest, and reading back what was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from fondbok import __version__
from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.publish.release import checksum
from fondbok.rawexport.tables import MUNICIPALITY, YEAR, Table, tables
from fondbok.reference import kommun
from fondbok.saving import replacing_folder
from fondbok.sql import text_literal
from fondbok.warehouse import database

FOLDER, MANIFEST = "raw", "manifest.json"
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""The year's folder of rows without one: a word that engines know for NULL."""


class CannotExport(FondbokError):
    """There is nothing to write, or nowhere to write it."""

    is_asked_wrong = True


class NotTheSame(FondbokError):
    """What was read back is not what the warehouse holds."""


@dataclass(frozen=True)
class Made:
    """What was written.

    Attributes:
        folder: the folder `raw`, with manifest.json in it.
        rows: rows by table.
        files: how many Parquet files.
    """

    folder: Path
    rows: dict[str, int]
    files: int


def make(home: Home, target: Path) -> Made:
    """Write the raw tables of a home under `<target>/raw`; the same warehouse gives the same bytes.

    Call it inside `fondbok.pipeline.exclusive`: no run may be at work on the warehouse.

    Args:
        home: the home folder.
        target: where to; its folder raw is new, or an earlier export of the same municipality.

    Raises:
        CannotExport: no code of a municipality, no warehouse, or other files where it would lie.
        NotTheSame: what was written does not read back as it was; nothing was put in place.
        duckdb.Error: the warehouse cannot be read.
        OSError: the folder cannot be written.
    """
    code = _code(home)
    folder = target / FOLDER
    _assert_free(folder, code)
    if not home.warehouse.is_file():
        raise CannotExport(f"Det finns inget lager i {home.root}. Kör fondbok refresh.")
    with database.warehouse(home, read_only=True) as con:
        if not database.fits(con, code):
            raise CannotExport(
                f"{home.warehouse} gjordes av en annan version eller med en annan kommunkod. Kör"
                " fondbok refresh, så byggs den om."
            )
        con.execute("set threads = 1")  # the order of what is written, and so its bytes
        with replacing_folder(folder) as new:
            told = [_write(con, table, new, code) for table in tables(con)]
            _write_manifest(con, new, code, told)
    return Made(
        folder,
        {each["tabell"]: each["rader"] for each in told},
        sum(len(each["filer"]) for each in told),
    )


def _code(home: Home) -> str:
    city = kommun.read(home.kommun)
    if isinstance(city, list):
        raise CannotExport(" ".join(fault.mening() for fault in city))
    if city.kommunkod is None:
        raise CannotExport(
            "Kommunkoden saknas, och utan den går filerna inte att skilja från en annan kommuns."
            ' Skriv den med fyra siffror i kommun.toml, till exempel kommunkod = "1280".'
        )
    return city.kommunkod


def _assert_free(folder: Path, code: str) -> None:
    """An export is replaced whole, so nothing else may lie there."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        before = json.loads((folder / MANIFEST).read_text("utf-8"))[MUNICIPALITY]
    except (OSError, ValueError, KeyError, TypeError):
        raise CannotExport(
            f"{folder} är ingen tidigare export. Den ersätts hel; ange en ny eller tom mapp med -o."
        ) from None
    if before != code:
        raise CannotExport(
            f"{folder} är kommun {before}s export och den här är kommun {code}s. Ange en egen mapp"
            " för varje kommun med -o. Är det koden som är rättad, ta bort mappen först."
        )


def _write(con: duckdb.DuckDBPyConnection, table: Table, folder: Path, code: str) -> dict[str, Any]:
    """One table's files, compared with the warehouse; what the manifest says of it."""
    root = folder / table.name
    home = root / f"{MUNICIPALITY}={code}"
    home.mkdir(parents=True)
    files = []
    for name, rows in _parts(con, table):
        file = home / name / "del-0.parquet"
        file.parent.mkdir(exist_ok=True)
        con.execute(
            f"copy ({rows} order by {table.order}) to {text_literal(str(file))}"
            " (format parquet, compression zstd)"
        )
        files.append(_told(con, file, folder))
    count, sums = _assert_same(con, table, root, code)
    return {
        "tabell": table.name,
        "rader": count,
        "kolumner": {each.name: each.type for each in table.columns},
        "mappar": table.folders,
        "summor": sums,
        "filer": files,
    }


def _parts(con: duckdb.DuckDBPyConnection, table: Table) -> Iterator[tuple[str, str]]:
    """The folder below the municipality's, and the rows of each; a table without rows has none."""
    if not table.year:
        if con.execute(f'select 1 from raw."{table.name}" limit 1').fetchone():
            yield "", table.rows
        return
    years = con.execute(
        f"select distinct {YEAR} from ({table.rows}) order by {YEAR} nulls first"
    ).fetchall()
    for (year,) in years:
        which = f"is not distinct from {'null' if year is None else year}"
        rows = f"select * exclude ({YEAR}) from ({table.rows}) where {YEAR} {which}"
        yield f"{YEAR}={NO_YEAR if year is None else year}", rows


def _told(con: duckdb.DuckDBPyConnection, file: Path, folder: Path) -> dict[str, Any]:
    (count,) = con.execute(f"select count(*) from {_parquet(file)}").fetchone() or (0,)
    return {
        "fil": file.relative_to(folder).as_posix(),
        "rader": count,
        "storlek": file.stat().st_size,
        "sha256": checksum(file),
    }


def _assert_same(
    con: duckdb.DuckDBPyConnection, table: Table, root: Path, code: str
) -> tuple[int, dict[str, str | None]]:
    """Every row of the warehouse's table is in the files as often as there, and no other.

    A digest of each whole row is summed on both sides: the order of the rows does not matter,
    their number and every value do. The types are compared by their names.

    Returns:
        How many rows there are, and the sums of its money.
    """
    names = [each.name for each in table.columns] + ([YEAR] if table.year else [])
    listed = ", ".join(f'"{name}"' for name in names)
    wanted = _read(con, f"select {listed} from ({table.rows})", table)
    if wanted.count == 0 and not any(root.rglob("*.parquet")):
        return 0, wanted.sums
    types = f"{{{MUNICIPALITY}: varchar" + (f", {YEAR}: integer}}" if table.year else "}")
    files = _parquet(root / "**" / "*.parquet", f", hive_partitioning = true, hive_types = {types}")
    mine = f"where {MUNICIPALITY} = {text_literal(code)}"
    found = _read(con, f"select {listed} from {files} {mine}", table)
    if found != wanted:
        raise NotTheSame(
            f"Tabellen {table.name} gick inte att läsa tillbaka som den var: {wanted.count} rader i"
            f" lagret och {found.count} i filerna. Exporten är inte gjord."
        )
    return wanted.count, wanted.sums


@dataclass(frozen=True)
class _Seen:
    """What two sides are compared by."""

    count: int
    digest: int | None
    types: tuple[str, ...]
    sums: dict[str, str | None]


def _read(con: duckdb.DuckDBPyConnection, rows: str, table: Table) -> _Seen:
    sums = "".join(f', cast(sum("{name}") as varchar)' for name in table.money)
    row = con.execute(
        f"select count(*), sum(cast(hash(seen) as hugeint)){sums} from ({rows}) as seen"
    ).fetchone()
    if row is None:
        raise NotTheSame(f"Tabellen {table.name} gick inte att räkna.")
    types = tuple(each[1] for each in con.execute(f"describe {rows}").fetchall())
    return _Seen(row[0], row[1], types, dict(zip(table.money, row[2:], strict=True)))


def _parquet(path: Path, options: str = "") -> str:
    return f"read_parquet({text_literal(str(path))}{options})"


def _write_manifest(
    con: duckdb.DuckDBPyConnection, folder: Path, code: str, told: list[dict[str, Any]]
) -> None:
    """Last of all: a folder without it is no export."""
    landed = con.execute("select indata_hash, kod_version from raw.landing").fetchone()
    described = {
        MUNICIPALITY: code,
        "fondbok": __version__,
        "indata_hash": landed[0] if landed else None,
        "kod_version": landed[1] if landed else None,
        "tabeller": told,
    }
    text = json.dumps(described, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(f"{text}\n", "utf-8")
