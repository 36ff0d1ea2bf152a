"""The tables a city writes, against what seeds/*.yml says dbt reads."""

from __future__ import annotations

import csv

import pytest
import yaml

from fondbok.paths import SEEDS
from fondbok.reference.tables import TABLES, Table

OF = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@OF
def test_the_columns_are_those_dbt_is_told_of(table: Table) -> None:
    told = yaml.safe_load((SEEDS / f"{table.name}.yml").read_text("utf-8"))["seeds"][0]
    columns = table.columns if table.general else ("kommun_kod", *table.columns)
    assert tuple(told["config"]["column_types"]) == columns
    assert tuple(column["name"] for column in told["columns"]) == columns


@OF
def test_only_general_tables_have_rows_in_the_program(table: Table) -> None:
    file = SEEDS / f"{table.name}.csv"
    assert file.is_file() == table.general
    if table.general:
        with file.open(encoding="utf-8", newline="") as handle:
            assert tuple(next(csv.reader(handle))) == table.columns


def test_what_a_table_refers_to_is_checked_before_it() -> None:
    seen: set[str] = set()
    for table in TABLES:
        assert set(table.references.values()) <= seen | {table.name}, table.name
        seen.add(table.name)
