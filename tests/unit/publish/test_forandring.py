"""mart.rpt_forandring: what changed since the release before; building again changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.publish import release as releases
from fondbok.publish.comparison import compare
from fondbok.publish.comparison import table as forandring
from tests.unit.publish.handmade import Kalla

Publish = Callable[..., Path]

BEFORE = [Kalla("asn.csv", 2, "100.00"), Kalla("mn.csv", 2, "7.00", namnd="MN")]
AFTER = [Kalla("asn_2.csv", 2, "100.01"), Kalla("mn.csv", 2, "7.00", namnd="MN")]


@pytest.fixture
def changed(home: Home, publish: Publish) -> tuple[Path, Path]:
    """A served release and a database built after it, with one öre more."""
    served = publish(BEFORE)
    built = publish(AFTER)
    shutil.copy(served, home.mart)
    return served, built


def rows(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    return con.execute(
        f"select * exclude (kommun_kod) from {forandring.TABLE} order by all"
    ).fetchall()


def test_every_changed_cell_is_a_row_with_the_rows_behind_it(
    home: Home, changed: tuple[Path, Path]
) -> None:
    expected = compare(*changed).celler
    with duckdb.connect(str(changed[1])) as con:
        assert forandring.write(con, home) == len(expected) > 0
        found = rows(con)
    assert [row[:6] for row in found] == sorted(
        (c.tabell, c.radnyckel, c.kolumn, c.art, c.fore, c.efter) for c in expected
    )
    (cell,) = (
        row
        for row in found
        if row[:3] == ("rpt_utbetalt_per_namnd", "ar=2024;namnd_kod=ASN", "belopp_sek")
    )
    assert cell[4:7] == ("100.00", "100.01", Decimal("0.01"))
    assert "asn_2.csv" in cell[8]
    assert cell[9] == "r-1"


def test_the_first_release_has_no_changes(home: Home, publish: Publish) -> None:
    built = publish(BEFORE)
    home.mart.unlink()
    with duckdb.connect(str(built)) as con:
        assert forandring.write(con, home) == 0


def test_building_the_served_release_again_keeps_what_it_said(
    home: Home, changed: tuple[Path, Path]
) -> None:
    _, built = changed
    with duckdb.connect(str(built)) as con:
        forandring.write(con, home)
        said = rows(con)
    shutil.copy(built, home.mart)
    again = built.with_name("igen.duckdb")
    shutil.copy(built, again)
    with duckdb.connect(str(again)) as con:
        con.execute(f"drop table {forandring.TABLE}")
        forandring.write(con, home)
        assert rows(con) == said


def test_the_table_is_commented_and_no_ground_for_another_release(
    home: Home, changed: tuple[Path, Path]
) -> None:
    with duckdb.connect(str(changed[1])) as con:
        forandring.write(con, home)
        silent = con.execute(
            "select column_name from duckdb_columns()"
            " where table_name = 'rpt_forandring' and coalesce(comment, '') = ''"
        ).fetchall()
    assert silent == []
    assert forandring.TABLE in releases.OF_THE_RELEASE
