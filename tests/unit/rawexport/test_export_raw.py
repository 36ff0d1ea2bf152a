"""The raw layer as Parquet: nothing lost, whole or not there, the same bytes from the same rows."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.rawexport import making, tables
from fondbok.warehouse import database

HASH = "0123456789abcdef0123456789abcdef"
LEDGER_ROW = (
    "insert into raw.ledger_rad (blad_nr, rad, utfall, innehall_hash, rakenskapsar, datum, konto,"
    " belopp, text)"
)


def filled(folder: Path, code: str = "0180", *statements: str) -> Home:
    """A home with a warehouse whose raw tables hold what is hard to carry over."""
    home = Home(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "referens").mkdir(exist_ok=True)
    said = f'kommunkod = "{code}"\n' if code else ""
    home.kommun.write_text(f'namn = "Exempelstad"\n{said}', "utf-8")
    with database.warehouse(home) as con:
        database.create_raw(con, code or None)
        con.execute("insert into raw.landing values (default, 'abc', '1')")
        con.execute(
            "insert into raw.fil values (default, 'a', 'ledger/a.csv', 'ledger', 'csv', 1, null,"
            " 'laddad', null, 2, 0, 0, 0, null, timestamp '2024-03-31 02:30:00.123456',"
            " timestamp '2024-01-01 00:00:00', '')"
        )
        con.execute(
            "insert into raw.ledger_blad (blad_nr, fil_sha256, blad, ersatter, gjord) values"
            " (1, 'a', '', 'verifikation', timestamp '2024-03-31 02:30:00')"
        )
        con.execute(
            f"{LEDGER_ROW} values"
            " (1, 2, 'laddad', md5_number('x'), 2023, date '2024-01-02', '3000', -0.01,"
            " 'å ''\"\\'),"
            f" (1, 3, 'avvisad', 0, 2023, null, '3000', 9999999999999999.99, null),"
            f" (1, 4, 'total', 1, null, null, '', null, 'o\u0308 \u00a0')"
        )
        con.execute(
            "insert into raw.submission (fil_sha256, ar, version) values ('a', 2022, 1),"
            " ('b', null, 1), ('c', 2022, 1)"
        )
        for statement in statements:
            con.execute(statement)
    return home


def manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "raw" / making.MANIFEST).read_text("utf-8"))


def told(folder: Path, table: str) -> dict[str, Any]:
    return next(each for each in manifest(folder)["tabeller"] if each["tabell"] == table)


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """What another reader finds; `{t}` is replaced by a table's files."""
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        name = query.split("{")[1].split("}", maxsplit=1)[0]
        year = ", ar: integer" if list(folder.glob(f"raw/{name}/*/ar=*")) else ""
        files = (
            f"read_parquet('{folder}/raw/{name}/**/*.parquet', hive_partitioning = true,"
            f" hive_types = {{kommun_kod: varchar{year}}})"
        )
        return con.execute(query.replace(f"{{{name}}}", files)).fetchall()


def everything(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    making.make(filled(tmp_path / "home"), tmp_path / "out")
    return tmp_path / "out"


def test_every_table_that_landing_makes_is_there(out: Path) -> None:
    with duckdb.connect() as scratch:
        database.create_raw(scratch)
        made = scratch.execute("select table_name from duckdb_tables() order by 1").fetchall()
    assert [each["tabell"] for each in manifest(out)["tabeller"]] == [name for (name,) in made]


def test_the_hash_is_its_letters_and_no_floating_number(out: Path) -> None:
    with duckdb.connect() as con:
        (wanted,) = con.execute("select md5('x')").fetchone() or ("",)
    found = rows(out, "select innehall_hash, typeof(innehall_hash) from {ledger_rad} order by rad")
    assert found[0] == (wanted, "VARCHAR")
    assert found[1] == ("0" * 32, "VARCHAR")
    assert told(out, "ledger_rad")["kolumner"]["innehall_hash"] == "string"


def test_an_enumeration_is_text(out: Path) -> None:
    assert rows(out, "select utfall, typeof(utfall) from {ledger_rad} order by rad") == [
        ("laddad", "VARCHAR"), ("avvisad", "VARCHAR"), ("total", "VARCHAR"),
    ]  # fmt: skip


def test_money_is_exact_and_text_as_it_was(out: Path) -> None:
    assert rows(out, "select belopp, text from {ledger_rad} order by rad") == [
        (Decimal("-0.01"), "å '\"\\"),
        (Decimal("9999999999999999.99"), None),
        (None, "o\u0308 \u00a0"),
    ]
    assert told(out, "ledger_rad")["summor"] == {
        "belopp": "9999999999999999.98",
        "belopp_valuta": None,
    }


def test_a_time_in_utc_is_an_instant_and_one_without_zone_is_not(out: Path) -> None:
    assert told(out, "fil")["kolumner"]["inlast_tid"] == "timestamp"
    assert told(out, "ledger_blad")["kolumner"]["gjord"] == "timestamp_ntz"
    ((instant,),) = rows(out, "select cast(andrad as varchar) from {fil}")
    assert instant == "2024-03-31 02:30:00.123456+00"
    ((as_said,),) = rows(out, "select cast(gjord as varchar) from {ledger_blad}")
    assert as_said == "2024-03-31 02:30:00"


def test_a_year_is_a_folder_and_unknown_is_unknown(out: Path) -> None:
    folder = out / "raw" / "submission" / "kommun_kod=0180"
    assert (
        sorted(each.name for each in folder.iterdir()) == [f"ar={making.NO_YEAR}", "ar=2022"][::-1]
    )
    assert rows(out, "select fil_sha256, ar, kommun_kod from {submission} order by 1") == [
        ("a", 2022, "0180"), ("b", None, "0180"), ("c", 2022, "0180"),
    ]  # fmt: skip


def test_a_ledger_row_lies_in_the_year_of_its_day_or_of_its_voucher(out: Path) -> None:
    assert rows(out, "select rad, ar from {ledger_rad} order by rad") == [
        (2, 2024), (3, 2023), (4, None),
    ]  # fmt: skip


def test_a_table_without_rows_has_no_file_and_its_columns_are_told(out: Path) -> None:
    said = told(out, "avvisad_rad")
    assert (said["rader"], said["filer"]) == (0, [])
    assert said["kolumner"]["rad"] == "bigint"


def test_the_manifest_counts_and_has_each_files_digest(out: Path) -> None:
    files = {each["fil"]: each for table in manifest(out)["tabeller"] for each in table["filer"]}
    there = everything(out / "raw")
    del there[making.MANIFEST]
    assert {name: each["sha256"] for name, each in files.items()} == there
    for table in manifest(out)["tabeller"]:
        assert table["rader"] == sum(each["rader"] for each in table["filer"])


def test_the_same_rows_are_the_same_bytes_whatever_order_they_lie_in(tmp_path: Path) -> None:
    first = filled(tmp_path / "one")
    reordered = (
        "create temp table sedan as select * from raw.ledger_rad order by rad desc",
        "delete from raw.ledger_rad",
        "insert into raw.ledger_rad select * from sedan",
        "create temp table sist as select * from raw.submission order by fil_sha256 desc",
        "delete from raw.submission",
        "insert into raw.submission select * from sist",
    )
    second = filled(tmp_path / "two", "0180", *reordered)
    for home in (first, second):
        making.make(home, home.lake)
    making.make(first, tmp_path / "again")
    assert everything(first.lake) == everything(second.lake) == everything(tmp_path / "again")


def test_what_lay_there_before_is_gone(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    making.make(home, home.lake)
    with database.warehouse(home) as con:
        con.execute("delete from raw.submission where ar = 2022")
    making.make(home, home.lake)
    folder = home.lake / "raw" / "submission" / "kommun_kod=0180"
    assert [each.name for each in folder.iterdir()] == [f"ar={making.NO_YEAR}"]
    assert sorted(each.name for each in home.lake.iterdir()) == ["raw"]


def test_no_code_is_refused_by_a_sentence(tmp_path: Path) -> None:
    home = filled(tmp_path / "home", "")
    with pytest.raises(making.CannotExport, match=r'kommunkod = "1280"'):
        making.make(home, home.lake)
    assert not home.lake.exists()


def test_a_code_that_is_none_is_refused_by_a_sentence(tmp_path: Path) -> None:
    home = filled(tmp_path / "home", "12")
    with pytest.raises(making.CannotExport, match="fyra siffror"):
        making.make(home, home.lake)


def test_no_warehouse_is_refused_by_a_sentence(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    home.warehouse.unlink()
    with pytest.raises(making.CannotExport, match="Kör fondbok refresh"):
        making.make(home, home.lake)
    assert not home.warehouse.exists()


def test_a_code_that_changed_since_the_run_is_no_other_municipalitys(tmp_path: Path) -> None:
    """Rows that landed under one code do not leave under another, nor over its export."""
    home = filled(tmp_path / "home")
    making.make(home, home.lake)
    before = everything(home.lake)
    home.kommun.write_text('namn = "Exempelstad"\nkommunkod = "1280"\n', "utf-8")
    with pytest.raises(making.CannotExport, match="med en annan kommunkod"):
        making.make(home, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    home.warehouse.unlink()
    filled(home.root, "1280")
    with pytest.raises(making.CannotExport, match="Är det koden som är rättad, ta bort mappen"):
        making.make(home, home.lake)
    assert everything(home.lake) == before
    making.make(home, tmp_path / "out")
    assert manifest(tmp_path / "out")["kommun_kod"] == "1280"
    assert rows(tmp_path / "out", "select distinct kommun_kod from {fil}") == [("1280",)]


@pytest.mark.parametrize("leave", [lambda raw: (raw / "min.txt").write_text("viktigt"), None])
def test_files_of_somebody_elses_are_left(
    tmp_path: Path, leave: Callable[[Path], object] | None
) -> None:
    home = filled(tmp_path / "home")
    if leave is None:
        other = filled(tmp_path / "other", "1280")
        making.make(other, home.lake)
    else:
        (home.lake / "raw").mkdir(parents=True)
        leave(home.lake / "raw")
    before = everything(home.lake)
    with pytest.raises(making.CannotExport, match=r"[aA]nge en"):
        making.make(home, home.lake)
    assert everything(home.lake) == before


def test_what_does_not_read_back_is_not_put_in_place(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    making.make(home, home.lake)
    before = everything(home.lake)
    with database.warehouse(home, read_only=True) as con:
        table = next(each for each in tables.tables(con) if each.name == "ledger_rad")
        part = tmp_path / "half" / table.name / "kommun_kod=0180" / "ar=2024"
        part.mkdir(parents=True)
        con.execute(
            f"copy (select * exclude (ar) from ({table.rows}) where rad = 2)"
            f" to '{part}/del-0.parquet' (format parquet)"
        )
        with pytest.raises(making.NotTheSame, match="3 rader i lagret och 1 i filerna"):
            making._assert_same(con, table, part.parents[1], "0180")
    assert everything(home.lake) == before


def test_one_value_that_is_another_is_seen(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    with database.warehouse(home, read_only=True) as con:
        table = next(each for each in tables.tables(con) if each.name == "submission")
        root = tmp_path / "raw"
        (root / "kommun_kod=0180" / "ar=2022").mkdir(parents=True)
        rows = f"select * exclude (ar) replace (2 as version) from ({table.rows})"
        con.execute(
            f"copy ({rows}) to '{root}/kommun_kod=0180/ar=2022/del-0.parquet' (format parquet)"
        )
        with pytest.raises(making.NotTheSame, match="submission"):
            making._assert_same(con, table, root, "0180")


def test_killed_half_way_leaves_the_earlier_export_and_nothing_that_looks_whole(
    tmp_path: Path,
) -> None:
    home = filled(tmp_path / "home")
    making.make(home, home.lake)
    before = everything(home.lake / "raw")
    with database.warehouse(home) as con:
        con.execute(
            f"{LEDGER_ROW} select 1, 10 + i, 'laddad', hash(i), 2022, date '2022-01-01'"
            " + cast(i % 300 as integer), '3000', i, 'text' || hash(i) from range(1000000) as t (i)"
        )
    code = (
        "import sys; from pathlib import Path; from fondbok.paths import Home;"
        "from fondbok.rawexport import making;"
        "making.make(Home(Path(sys.argv[1])), Path(sys.argv[1]) / 'lake')"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(home.root)], env=os.environ)
    try:
        until = time.monotonic() + 60
        while not list(home.lake.glob(".raw.*.tmp/ledger_rad/**/*.parquet")):
            assert process.poll() is None, "it was done before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait(timeout=30)
    assert everything(home.lake / "raw") == before
    (left,) = home.lake.glob(".raw.*.tmp")
    assert not (left / making.MANIFEST).exists()
    making.make(home, home.lake)
    assert told(home.lake, "ledger_rad")["rader"] == 1_000_003
    assert [each.name for each in home.lake.iterdir()] == ["raw"]
