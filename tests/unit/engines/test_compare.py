"""A comparison that passes means that nothing differs: each kind of difference is found."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from engines import compare
from engines.compare import Table

SCHEMA = "create schema mart; create schema intermediate;"
ROWS = (
    "select 1 as id, 'å' as namn, cast(10.25 as decimal(18, 2)) as belopp_sek, null::date as datum,"
    " timestamp '2024-01-01 12:00:00' as tid union all select 2, 'b', null, date '2024-01-01', null"
)


def changed(column: str) -> str:
    """The rows with one column otherwise."""
    return f"select * replace ({column}) from ({ROWS})"


def made(folder: Path, query: str, schema: str = "mart", ours: str = ROWS) -> compare.Compared:
    """Compare what `ours` makes in a warehouse with what `query` makes in a file."""
    with duckdb.connect(str(folder / "a.duckdb")) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"{SCHEMA} create table {schema}.t as {ours}")
        con.execute(f"copy ({query}) to '{folder}/t.parquet' (format parquet)")
    table = Table(schema, "t", (folder / "t.parquet",))
    return compare.compare(folder / "a.duckdb", [table])


def test_the_same_rows_in_another_order_are_equal(tmp_path: Path) -> None:
    compared = made(tmp_path, f"select * from ({ROWS}) order by id desc")
    assert (compared.tables, compared.cells, compared.different) == (1, 10, [])


def test_a_timestamp_with_an_instant_is_the_same_one(tmp_path: Path) -> None:
    query = changed("cast(tid as timestamptz) as tid")
    assert made(tmp_path, query).different == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (f"select * from ({ROWS}) where id = 1", "2 rows here and 1 there"),
        (f"select * from ({ROWS}) union all select * from ({ROWS}) where id = 1", "3 there"),
        (changed("coalesce(belopp_sek, 0)::decimal(18, 2) as belopp_sek"), "belopp_sek (1)"),
        (changed("(belopp_sek + 0.01)::decimal(18, 2) as belopp_sek"), "belopp_sek (1)"),
        (changed("replace(namn, 'å', concat('a', chr(778))) as namn"), "namn (1)"),
        (changed("tid + interval 1 hour as tid"), "tid (1)"),
        (changed("cast(belopp_sek as decimal(18, 3)) as belopp_sek"), "types"),
        (changed("cast(belopp_sek as double) as belopp_sek"), "types"),
        (f"select * exclude (tid) from ({ROWS})", "columns"),
        (f"select tid, * exclude (tid) from ({ROWS})", "columns"),
        (changed("case id when 1 then 'b' else 'å' end as namn"), "each alone is the same"),
    ],
)  # fmt: skip
def test_a_difference_is_found_and_named(tmp_path: Path, query: str, told: str) -> None:
    compared = made(tmp_path, query)
    assert (compared.tables, compared.cells) == (0, 0)
    (line,) = compared.different
    assert told in line


def test_a_row_as_often_as_here(tmp_path: Path) -> None:
    twice, thrice = "select 1 as a from range(2)", "select 1 as a from range(3)"
    compared = made(
        tmp_path, f"{thrice} union all select 2", ours=f"{twice} union all select 2 from range(2)"
    )
    assert "1 only here, 1 only there" in compared.different[0]


def test_an_unpublished_column_may_be_wider_and_not_otherwise(tmp_path: Path) -> None:
    query = changed("cast(belopp_sek as decimal(28, 3)) as belopp_sek")
    compared = made(tmp_path, query, "intermediate")
    assert compared.different == []
    assert compared.other_types == ["intermediate.t: belopp_sek DECIMAL(18,2) / DECIMAL(28,3)"]


def test_a_wider_column_hides_no_part_of_an_ore(tmp_path: Path) -> None:
    query = changed("cast(belopp_sek + 0.001 as decimal(28, 3)) as belopp_sek")
    assert "belopp_sek (1)" in made(tmp_path, query, "intermediate").different[0]


def test_a_table_that_was_not_made_is_told(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "a.duckdb")).close()
    compared = compare.compare(tmp_path / "a.duckdb", [Table("mart", "t", ())])
    assert compared.different == ["mart.t: the engine wrote no row of it"]


@pytest.mark.parametrize(("rows", "tables"), [(False, 1), (True, 0)])
def test_an_engine_may_write_nothing_of_a_table_without_rows(
    rows: bool, tables: int, tmp_path: Path
) -> None:
    file = a_database(tmp_path / "a.duckdb", f"{SCHEMA} create table mart.t as {ROWS} limit 0")
    if rows:
        a_database(file, f"insert into mart.t {ROWS}")
    compared = compare.compare(file, [Table("mart", "t", (), empty=True)])
    assert (compared.tables, len(compared.different)) == (tables, 1 - tables)


def test_views_are_not_asked_for(tmp_path: Path) -> None:
    stored = {
        **{"fond": ("seed", "referens", "seed"), "x": ("model", "mart", "table")},
        **{"y": ("model", "staging", "view"), "z": ("test", "prov", "test")},
    }
    nodes = {
        name: {
            **{"resource_type": kind, "schema": schema, "alias": name},
            **{"config": {"materialized": how}},
        }
        for name, (kind, schema, how) in stored.items()
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes}), "utf-8")
    assert compare.made_by_dbt(tmp_path / "manifest.json") == {
        ("mart", "x"): "x",
        ("referens", "fond"): "fond",
    }


def a_database(file: Path, *statements: str) -> Path:
    with duckdb.connect(str(file)) as con:
        for statement in statements:
            con.execute(statement)
    return file


def test_databases_are_alike_when_every_table_is(tmp_path: Path) -> None:
    table = "create table t as select 1 as a, 'x' as b"
    one, same = (a_database(tmp_path / name, table) for name in ("a.duckdb", "b.duckdb"))
    assert compare.databases(one, same) == []
    other = a_database(tmp_path / "c.duckdb", table, "update t set b = 'y'")
    (told,) = compare.databases(one, other)
    assert told.startswith("main.t: 1 rows here and 1 there")
    assert "b (1)" in told
    more = a_database(tmp_path / "d.duckdb", table, "create table u as select 1 as a")
    (told,) = compare.databases(one, more)
    assert "main.u" in told
    empty = a_database(tmp_path / "e.duckdb")
    assert compare.databases(empty, empty) != []  # nothing was compared
