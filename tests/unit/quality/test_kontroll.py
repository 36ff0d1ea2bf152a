"""kvalitet.kontroll: what is stored, in which order, and what it takes to read it back."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from fondbok.quality import kontroll
from fondbok.quality.kontroll import Kontroll

ROWS = [
    Kontroll("kolumner", "mart", "dim_ar", "soda", "ok", Decimal(0), "<= 0"),
    Kontroll("unique_dim_ar_ar", "mart", "dim_ar", "dbt", "varning", Decimal(2), "= 0"),
    Kontroll("farskhet", "raw", "fil", "soda", "varning", None, "< 400"),
    Kontroll("skillnad", "kvalitet", "fil", "soda", "fel", Decimal("632531.01"), "= 0", "Orsak."),
]


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def test_what_is_written_is_what_is_read(con):
    kontroll.write(con, ROWS)
    stored = kontroll.read(con)
    assert [(k.lager, k.tabell, k.kalla, k.kontroll) for k in stored] == [
        ("kvalitet", "fil", "soda", "skillnad"),
        ("mart", "dim_ar", "dbt", "unique_dim_ar_ar"),
        ("mart", "dim_ar", "soda", "kolumner"),
        ("raw", "fil", "soda", "farskhet"),
    ]
    assert stored[0].matvarde == Decimal("632531.01")
    assert stored[3].matvarde is None
    assert set(stored) == set(ROWS)


def test_the_order_of_the_rows_does_not_depend_on_the_order_they_came_in(con):
    orders = []
    for seed in range(5):
        rows = ROWS.copy()
        random.Random(seed).shuffle(rows)
        kontroll.write(con, rows)
        orders.append(con.execute("select * from kvalitet.kontroll").fetchall())
    assert all(order == orders[0] for order in orders)


def test_a_second_write_replaces_the_first(con):
    kontroll.write(con, ROWS)
    kontroll.write(con, ROWS[:1])
    assert len(kontroll.read(con)) == 1


def test_no_rows_is_an_empty_table(con):
    kontroll.write(con, [])
    assert kontroll.read(con) == []


def test_every_table_and_column_says_what_it_means(con):
    kontroll.write(con, ROWS)
    silent = con.execute(
        "select column_name from duckdb_columns() where table_name = 'kontroll' and comment is null"
        " union all select table_name from duckdb_tables()"
        " where table_name = 'kontroll' and comment is null"
    ).fetchall()
    assert silent == []


def test_the_same_check_twice_is_refused(con):
    with pytest.raises(duckdb.ConstraintException):
        kontroll.write(con, [ROWS[0], ROWS[0]])


def test_an_outcome_nobody_knows_is_refused(con):
    with pytest.raises(duckdb.ConstraintException):
        kontroll.write(con, [Kontroll("x", "mart", "y", "soda", "kanske")])  # type: ignore[arg-type]


def test_withdrawn_checks_are_no_ground_to_publish_on(con, tmp_path: Path):
    kontroll.write(con, ROWS)
    kontroll.withdraw(con)
    assert kontroll.read(con) == []
    kontroll.withdraw(con)  # nothing to withdraw is fine


def test_what_was_said_of_what_landed_is_kept_apart_and_forgotten_when_it_changes(con):
    con.execute("create schema kvalitet")
    kontroll.write(con, ROWS, kontroll.OF_RAW)
    assert kontroll.read(con) == []
    kontroll.withdraw(con)
    assert set(kontroll.read(con, kontroll.OF_RAW)) == set(ROWS)
    kontroll.withdraw(con, raw=True)
    assert kontroll.read(con, kontroll.OF_RAW) == []


def test_the_sentence_names_table_check_value_and_reason():
    assert ROWS[3].mening() == (
        "kvalitet.fil: Orsak. (skillnad, soda: fel, uppmätt 632531.01, ska vara = 0)"
    )
