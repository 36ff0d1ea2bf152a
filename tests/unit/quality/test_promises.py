"""A published table says what it promises, once, or nothing is published."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from fondbok import pipeline
from fondbok.paths import CONTRACTS, MODELS, Home
from fondbok.quality import contracts, declared, kontroll, promises
from fondbok.quality.declared import Column, Gap, Reference, Table, Unsaid
from fondbok.warehouse import database

ALL_COLUMNS = (
    Column("nyckel", "varchar", not_null=True),
    Column("roll", "varchar", values=("agare", "part")),
    Column("ar", "integer", not_null=True, reference=Reference("mart", "dim_ar", "ar")),
    Column("belopp_sek", "decimal(18,2)"),
    Column("antal_rader", "bigint"),
)
TABLE = Table("mart", "fct_prov", ALL_COLUMNS, (("nyckel",), ("ar", "roll")))
BY_NAME = [{"names": ["antal_*"], "invalid": {"valid_min": 0}}]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of models/ and soda/ that contracts are composed of."""
    shutil.copytree(MODELS, tmp_path / "models")
    shutil.copytree(CONTRACTS, tmp_path / "soda")
    monkeypatch.setattr(declared, "MODELS", tmp_path / "models")
    monkeypatch.setattr(promises, "CONTRACTS", tmp_path / "soda")
    promises._layer.cache_clear()
    yield tmp_path
    promises._layer.cache_clear()


def change_model(project: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what dim_fond says of itself."""
    file = project / "models" / "marts" / "dim_fond.yml"
    document = yaml.safe_load(file.read_text("utf-8"))
    change(document["models"][0])
    file.write_text(yaml.safe_dump(document), "utf-8")


def without_keys(model: dict[str, Any]) -> None:
    model.pop("data_tests", None)
    for column in model["columns"]:
        column.pop("data_tests", None)


def with_test(test: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    return lambda model: model["columns"][1].setdefault("data_tests", []).append(test)


# One contract of two halves


def test_a_contract_is_what_the_table_says_and_what_soda_adds():
    own = {
        "columns": [{"name": "belopp_sek", "checks": [{"invalid": {"valid_min": 0}}]}],
        "checks": [{"row_count": None}],
    }
    composed = promises.contract(TABLE, own, BY_NAME)
    assert composed.document == {
        "dataset": "fondbok/mart/fct_prov",
        "columns": [
            {
                "name": "nyckel",
                "data_type": "varchar",
                "checks": [{"missing": None}, {"duplicate": None}],
            },
            {
                "name": "roll",
                "data_type": "varchar",
                "checks": [{"invalid": {"valid_values": ["agare", "part"]}}],
            },
            {
                "name": "ar",
                "data_type": "integer",
                "checks": [
                    {"missing": None},
                    {
                        "invalid": {
                            "valid_reference_data": {
                                "dataset": "fondbok/mart/dim_ar",
                                "column": "ar",
                            }
                        }
                    },
                ],
            },
            {
                "name": "belopp_sek",
                "data_type": "decimal",
                "numeric_precision": 18,
                "numeric_scale": 2,
                "checks": [{"invalid": {"valid_min": 0}}],
            },
            {
                "name": "antal_rader",
                "data_type": "bigint",
                "checks": [{"invalid": {"valid_min": 0}}],
            },
        ],
        "checks": [
            {"schema": None},
            {"duplicate": {"columns": ["ar", "roll"]}},
            {"row_count": None},
        ],
    }
    assert composed.key == ("nyckel",)
    assert yaml.safe_load(composed.text()) == composed.document


def test_what_a_contract_asks_of_a_column_comes_before_what_its_name_does():
    own = {"columns": [{"name": "antal_rader", "checks": [{"invalid": {"valid_min": 1}}]}]}
    column = promises.contract(TABLE, own, BY_NAME).document["columns"][4]
    assert column["checks"] == [{"invalid": {"valid_min": 1}}]


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"columns": [{"name": "borta", "checks": []}]}, "nämner borta, som inte finns"),
        (
            {"columns": [{"name": "roll", "checks": [{"invalid": {"valid_values": ["x"]}}]}]},
            "valid_values för roll står både",
        ),
        ({"columns": [{"name": "nyckel", "checks": [{"duplicate": None}]}]}, "nyckel.dubblett"),
        ({"checks": [{"schema": None}]}, "Samma sak står två gånger: kolumner"),
        ({"dataset": "fondbok/w/mart/fct_prov"}, "har dataset, som inte hör hemma där"),
        (
            {"columns": [{"name": "roll", "checks": [{"invalid": {"valid_sek": 1}}]}]},
            "går inte att visa rader",
        ),
    ],
)
def test_what_is_said_twice_or_of_nothing_is_refused(own, words):
    with pytest.raises(Unsaid, match=words):
        promises.contract(TABLE, own, BY_NAME)


def test_the_values_of_raw_columns_are_those_of_its_schema():
    raw = {table.name: {c.name: c for c in table.columns} for table in declared.raw()}
    assert raw["fil"]["typ"].values == ("submission", "ledger", "okand")
    assert raw["ledger_rad"]["utfall"].values == ("laddad", "avvisad", "total", "dubblett")
    assert raw["submission_projekt"]["roll"].values == ("agare", "part", "annan")


# What is missing is said, by name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_keys, "Nyckeln saknas"),
        (lambda model: model.pop("columns"), "Kolumnerna saknas. Skriv dem i dim_fond.yml"),
        (lambda model: model["columns"][0].pop("data_type"), "saknar data_type"),
        (
            with_test({"expression_is_true": {"arguments": {"expression": "1"}}}),
            "expression_is_true",
        ),
        (
            with_test(
                {"accepted_values": {"arguments": {"values": ["a"]}, "config": {"where": "x"}}}
            ),
            "har villkor \\(where\\)",
        ),
        (
            with_test({"relationships": {"arguments": {"to": "ref('int_svar')", "field": "ar"}}}),
            "ingen publicerad tabell",
        ),
        (
            lambda model: model["columns"][0]["constraints"].append({"type": "primary_key"}),
            "constraints som kontraktet inte kan säga",
        ),
    ],
)
def test_a_model_that_does_not_say_enough_is_a_gap(project, change, words):
    change_model(project, change)
    (gap,) = promises.gaps("mart")
    assert (gap.schema, gap.table) == ("mart", "dim_fond")
    assert re.search(words, gap.text)
    assert "dim_fond" not in {contract.table for contract in promises.load_layer("mart")}


@pytest.mark.parametrize(
    "test",
    [
        "sums_agree",
        {"sums_to": {"name": "ett", "arguments": {"total": 1}}},
        {"expression_is_true": {"arguments": {"expression": "1"}, "config": {"enabled": True}}},
        {"name": "ett", "unique": {"config": {"where": "x", "enabled": True}}},
    ],
)
def test_a_test_that_dbt_is_asked_is_no_gap(project, test):
    change_model(project, with_test(test))
    assert promises.gaps("mart") == []


def test_a_model_without_yaml_is_a_gap(project):
    (project / "models" / "marts" / "rpt_ny.sql").write_text("select 1 as ar", "utf-8")
    (gap,) = promises.gaps("mart")
    assert gap == Gap(
        "mart", "rpt_ny", "Modellen har ingen YAML. Skriv rpt_ny.yml med dess kolumner och nyckel."
    )


def test_a_contract_of_no_table_is_a_gap(project):
    (project / "soda" / "mart" / "rpt_borta.yml").write_text("checks: [{row_count: }]", "utf-8")
    assert promises.gaps("mart") == [
        Gap("mart", "rpt_borta", "soda/mart/rpt_borta.yml gäller ingen tabell.")
    ]


def test_a_table_that_promises_nothing_stops_the_run_before_it_is_built(project, tmp_path):
    change_model(project, without_keys)
    home = Home(tmp_path / "hem")
    with database.connect(home.warehouse) as con:
        database.create_raw(con)
    checks = pipeline.check_raw(home)
    with pytest.raises(pipeline.Blocked) as blocked:
        pipeline.gate(checks)
    assert [reason for reason in blocked.value.reasons if "mart.dim_fond: Nyckeln saknas" in reason]
    with database.connect(home.warehouse, read_only=True) as con:
        assert [row for row in kontroll.read(con) if row.tabell == "dim_fond"]


def test_a_published_table_nobody_has_described_fails_by_name(tmp_path):
    file = tmp_path / "w.duckdb"
    with database.connect(file) as con:
        con.execute("create schema mart; create table mart.hemlig (a int)")
        kontroll.write(con, [])
    found = [row for row in contracts.verify(file, "mart") if row.tabell in ("hemlig", "kontroll")]
    assert [(row.lager, row.tabell, row.utfall) for row in found] == [("mart", "hemlig", "fel")]
    assert "inget kontrakt" in found[0].orsak


def test_what_was_run_lies_beside_the_warehouse(tmp_path):
    file = tmp_path / "w.duckdb"
    with database.connect(file) as con:
        database.create_raw(con)
    stale = tmp_path / "contracts" / "raw" / "borta.yml"
    stale.parent.mkdir(parents=True)
    stale.touch()
    contracts.verify(file, "raw")
    first = {path.name: path.read_text("utf-8") for path in stale.parent.iterdir()}
    contracts.verify(file, "raw")
    assert {path.name: path.read_text("utf-8") for path in stale.parent.iterdir()} == first
    assert set(first) == {f"{contract.table}.yml" for contract in promises.load_layer("raw")}
