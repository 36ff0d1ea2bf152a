"""Releases: a reader sees the old one or the new one; nothing half made is ever served."""

from __future__ import annotations

import stat
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.publish import release as releases
from fondbok.publish.keys import Keys
from fondbok.publish.release import PublishError, Release
from tests.killing import readers


def _release(name: str, minute: int = 0) -> Release:
    return Release(name, datetime(2024, 5, 1, 12, minute), "0.1.0+abc", name * 8, 1, 2)


def _build(home: Home, release: Release, amount: str) -> None:
    home.warehouse_dir.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("create schema if not exists mart; create schema if not exists kvalitet")
        con.execute("create schema if not exists raw; create or replace table raw.hemlig (x int)")
        con.execute(
            "create or replace table mart.fct (belopp_sek decimal(18, 2) not null, text varchar)"
        )
        con.execute("insert into mart.fct values (?, null)", [Decimal(amount)])
        con.execute("comment on table mart.fct is 'Nämndens ''pengar'''")
        con.execute("comment on column mart.fct.belopp_sek is 'Kronor'")
        con.execute("create or replace view mart.vy as select 1 as x")
        con.execute(
            "create or replace table kvalitet.fil as"
            " select 'abc' as fil_sha256, timestamp '2024-05-01 10:00:00' as inlast_tid"
        )
        releases.describe(con, release)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def _publish(home: Home, release: Release, amount: str) -> None:
    _build(home, release, amount)
    releases.swap(home, releases.write(home, release))


def _amount(file: Path) -> Decimal:
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute("select belopp_sek from mart.fct").fetchone()[0]


def test_published_file_holds_the_schemas_as_tables_with_comments(home: Home) -> None:
    _publish(home, _release("r-1"), "1.23")
    renamed = home.mart_dir / "annat namn.duckdb"
    home.mart.rename(renamed)
    with duckdb.connect(str(renamed), read_only=True) as con:
        tables = con.execute(
            "select schema_name || '.' || table_name, comment from duckdb_tables() order by 1"
        ).fetchall()
        assert [name for name, _ in tables] == ["kvalitet.fil", "mart.fct", "mart.release"]
        assert dict(tables)["mart.fct"] == "Nämndens 'pengar'"
        assert con.execute("select count(*) from duckdb_views() where not internal").fetchone() == (
            0,
        )
        column = con.execute(
            "select data_type, is_nullable, comment from duckdb_columns()"
            " where column_name = 'belopp_sek'"
        ).fetchone()
        assert column == ("DECIMAL(18,2)", False, "Kronor")


def test_free_text_is_published_in_a_schema_of_its_own_and_told_apart(home: Home) -> None:
    """A changed answer is another release; a release without the schema can still be compared."""
    _publish(home, _release("r-1"), "1.00")
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("create schema text; create table text.svar as select 'Ja.' as svar")
    assert releases.differences(home) == ["text.svar"]
    releases.swap(home, releases.write(home, _release("r-2", 1)))
    with duckdb.connect(str(home.mart), read_only=True) as con:
        assert con.execute("select svar from text.svar").fetchall() == [("Ja.",)]
    assert releases.differences(home) == []


def test_an_open_reader_keeps_what_it_reads(home: Home) -> None:
    _publish(home, _release("r-1"), "1.00")
    with duckdb.connect(str(home.mart), read_only=True) as reader:
        _publish(home, _release("r-2", 1), "2.00")
        assert reader.execute("select belopp_sek from mart.fct").fetchone() == (Decimal("1.00"),)
    assert _amount(home.mart) == Decimal("2.00")
    assert releases.current(home) == _release("r-2", 1)


@pytest.mark.parametrize("many", [10, pytest.param(50, marks=pytest.mark.slow)])
def test_four_readers_meet_no_error_and_no_mixed_release(home: Home, many: int) -> None:
    """Every release says its own amount: whoever reads another has met half of two."""
    _publish(home, _release("r-0"), "0.00")
    asked = ("select belopp_sek from mart.fct", "select count(*) from kvalitet.fil")
    with readers(home.mart, 4, asked) as met:
        for number in range(1, many + 1):
            _publish(home, _release(f"r-{number}", number), f"{number}.00")
            releases.prune(home, 3)
    assert met.faults == ()
    assert met.reads >= many
    assert len(met.seen or {}) > many / 4
    for name, said in (met.seen or {}).items():
        assert said == f"[[(Decimal('{name.removeprefix('r-')}.00'),)], [(1,)]]"


def test_a_release_that_cannot_be_read_back_is_not_served(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(home, _release("r-1"), "1.00")
    _build(home, _release("r-2", 1), "2.00")
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("delete from mart.release")
    with pytest.raises(PublishError, match="gick inte att läsa tillbaka"):
        releases.write(home, _release("r-2", 1))
    assert _amount(home.mart) == Decimal("1.00")
    assert not (home.releases / "r-2").exists()


def test_what_a_kill_left_is_swept_away(home: Home) -> None:
    _publish(home, _release("r-1"), "1.00")
    (home.releases / ".r-2.building").mkdir()
    (home.mart_dir / ".fondbok.duckdb.incoming").write_text("halv")
    releases.sweep(home)
    assert sorted(p.name for p in home.releases.iterdir()) == ["r-1"]
    assert sorted(p.name for p in home.mart_dir.iterdir()) == ["fondbok.duckdb", "releases"]
    assert _amount(home.mart) == Decimal("1.00")


def test_a_write_ahead_log_beside_the_mart_stops_the_swap(home: Home) -> None:
    _publish(home, _release("r-1"), "1.00")
    (home.mart_dir / "fondbok.duckdb.wal").write_bytes(b"replay me")
    _build(home, _release("r-2", 1), "2.00")
    folder = releases.write(home, _release("r-2", 1))
    with pytest.raises(PublishError, match="wal"):
        releases.swap(home, folder)


def test_the_last_releases_are_kept_and_the_served_one_always(home: Home) -> None:
    for number in range(5):
        _publish(home, _release(f"r-{number}", number), f"{number}.00")
    releases.swap(home, home.releases / "r-0")
    gone = releases.prune(home, keep=3)
    assert gone == ["r-1", "r-2"]
    assert [m["release_id"] for m in releases.kept(home)] == ["r-0", "r-3", "r-4"]


def test_differences_names_the_tables_that_changed(home: Home) -> None:
    _publish(home, _release("r-1"), "1.00")
    assert releases.differences(home) == []
    _build(home, _release("r-1"), "1.01")
    assert releases.differences(home) == ["mart.fct"]


def test_first_seen_outlives_the_warehouse(home: Home) -> None:
    _publish(home, _release("r-1"), "1.00")
    home.warehouse.unlink()
    assert releases.first_seen(home) == {"abc": datetime(2024, 5, 1, 10)}


def test_what_is_served_is_read_only(home: Home) -> None:
    _publish(home, _release("r-1"), "1.00")
    assert stat.S_IMODE(home.mart.stat().st_mode) == 0o444


def test_a_file_that_is_no_database_is_no_release(home: Home) -> None:
    home.mart_dir.mkdir(parents=True)
    home.mart.write_text("inte en databas")
    assert releases.current(home) is None


def test_the_id_follows_input_and_code() -> None:
    assert releases.release_id("a" * 64, "0.1.0+bcdefa012345") == "r-aaaaaaaa-bcdefa"


def test_published_tables_declare_their_keys_whatever_order_their_names_have(home: Home) -> None:
    _build(home, _release("r-1"), "1.23")
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("create or replace table mart.a as select 1 as b_key, 'x' as text")
        con.execute("create or replace table mart.b as select 1 as b_key")
    declared = {
        "mart.a": Keys(("text",), (), ((("b_key",), "b", ("b_key",)),)),
        "mart.b": Keys(("b_key",)),
        "mart.fct": Keys(("finns_inte",)),
    }
    releases.swap(home, releases.write(home, _release("r-1"), declared))
    with duckdb.connect(str(home.mart), read_only=True) as con:
        found = con.execute(
            "select table_name, constraint_type, constraint_column_names, referenced_table"
            " from duckdb_constraints() where constraint_type like '% KEY' order by all"
        ).fetchall()
    assert found == [
        ("a", "FOREIGN KEY", ["b_key"], "b"),
        ("a", "PRIMARY KEY", ["text"], None),
        ("b", "PRIMARY KEY", ["b_key"], None),
    ]


def test_a_key_that_does_not_hold_stops_the_release_and_the_earlier_one_is_served(
    home: Home,
) -> None:
    _publish(home, _release("r-1"), "1.23")
    _build(home, _release("r-2", 1), "2.00")
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("create or replace table mart.a as select 1 as k from range(2)")
    with pytest.raises(duckdb.ConstraintException):
        releases.write(home, _release("r-2", 1), {"mart.a": Keys(("k",))})
    assert _amount(home.mart) == Decimal("1.23")
