"""dbt's artifacts as checks: only a pass passes, and silence is a failure."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from fondbok.quality import dbt_results

MODEL = {
    "resource_type": "model",
    "name": "dim_ar",
    "alias": "dim_ar",
    "schema": "mart",
    "config": {},
    "depends_on": {"nodes": []},
}
SOURCE = {"resource_type": "source", "name": "fil", "identifier": "fil", "schema": "raw"}
SEED = {"resource_type": "seed", "name": "namnd", "alias": "namnd", "schema": "referens"}


def data_test(name: str, on: str | None = "model.f.dim_ar", **config: str) -> dict:
    return {
        "resource_type": "test",
        "name": name,
        "schema": "dbt_test__audit",
        "attached_node": on if on and on.startswith("model") else None,
        "depends_on": {"nodes": [on] if on else []},
        "config": {"error_if": "!= 0", **config},
    }


UNIT = {
    "resource_type": "unit_test",
    "name": "oren_gar_ihop",
    "schema": "mart",
    "depends_on": {"nodes": ["model.f.dim_ar"]},
    "config": {},
}


@pytest.fixture
def read(tmp_path: Path):
    def run(results: list[dict], nodes: dict | None = None, unit_tests: dict | None = None):
        manifest = {
            "nodes": {"model.f.dim_ar": MODEL, "seed.f.namnd": SEED} | (nodes or {}),
            "sources": {"source.f.raw.fil": SOURCE},
            "unit_tests": unit_tests or {},
        }
        built = [
            {"unique_id": "model.f.dim_ar", "status": "success"},
            {"unique_id": "seed.f.namnd", "status": "success"},
        ]
        own = {r["unique_id"] for r in results}
        results = results + [r for r in built if r["unique_id"] not in own]
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
        (tmp_path / "run_results.json").write_text(json.dumps({"results": results}))
        return dbt_results.read(tmp_path)

    return run


@pytest.mark.parametrize(
    ("status", "utfall"),
    [
        ("pass", "ok"),
        ("warn", "varning"),
        ("fail", "fel"),
        ("error", "fel"),
        ("skipped", "fel"),
        ("runtime error", "fel"),
        ("a word dbt has not yet invented", "fel"),
    ],
)
def test_only_a_pass_passes(read, status, utfall):
    (row,) = read(
        [{"unique_id": "test.f.t", "status": status, "failures": 3}], {"test.f.t": data_test("t")}
    )
    assert (row.kontroll, row.lager, row.tabell) == ("t", "mart", "dim_ar")
    assert (row.utfall, row.matvarde, row.troskel) == (utfall, Decimal(3), "= 0")


def test_a_test_without_a_result_is_a_failure(read):
    (row,) = read([], {"test.f.t": data_test("t")})
    assert row.utfall == "fel"
    assert "inget resultat" in row.orsak


def test_unit_tests_belong_to_the_test_suite(read):
    assert read([], {}, {"unit_test.f.u": UNIT}) == []


@pytest.mark.parametrize("unique_id", ["model.f.dim_ar", "seed.f.namnd"])
@pytest.mark.parametrize("status", ["error", "skipped"])
def test_what_was_not_built_is_a_failure(read, unique_id, status):
    (row,) = read([{"unique_id": unique_id, "status": status, "message": "a\n  b"}])
    assert row.utfall == "fel"
    assert row.orsak == f"dbt: {status}. a b"


def test_a_table_that_a_missing_value_stops_says_which_in_swedish(read):
    con = duckdb.connect()
    con.execute("create table dim_ar (ar integer not null)")
    with pytest.raises(duckdb.ConstraintException) as refused:
        con.execute("insert into dim_ar values (null)")
    message = f"Runtime Error in model dim_ar\n  {refused.value}"
    (row,) = read([{"unique_id": "model.f.dim_ar", "status": "error", "message": message}])
    assert row.orsak == "dbt: error. ar saknas i en rad, så tabellen byggdes inte."


def test_a_model_without_a_result_is_a_failure(tmp_path):
    manifest = {"nodes": {"model.f.dim_ar": MODEL}, "sources": {}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "run_results.json").write_text(json.dumps({"results": []}))
    assert [row.utfall for row in dbt_results.read(tmp_path)] == ["fel"]


def test_a_built_model_leaves_no_row(read):
    assert read([]) == []


def test_a_test_on_a_source_is_about_the_source(read):
    test = data_test("s", on="source.f.raw.fil")
    (row,) = read([{"unique_id": "test.f.s", "status": "pass", "failures": 0}], {"test.f.s": test})
    assert (row.lager, row.tabell) == ("raw", "fil")


def test_a_test_that_reads_no_table_is_still_a_check(read):
    test = data_test("fri", on=None)
    (row,) = read([{"unique_id": "test.f.x", "status": "fail", "failures": 1}], {"test.f.x": test})
    assert (row.utfall, row.tabell) == ("fel", "")


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("unique", {"column_name": "ar"}, "Mer än en rad har samma ar."),
        (
            "unique_combination",
            {"combination_of_columns": ["a", "b"]},
            "Mer än en rad har samma a, b.",
        ),
        ("not_null", {"column_name": "ar"}, "ar saknas."),
        ("not_null_columns", {"columns": ["a", "b"]}, "Värden saknas, bland a, b."),
        ("accepted_values", {"column_name": "a", "values": ["x", 1]}, "a är inget av x, 1."),
        (
            "relationships",
            {"column_name": "a", "to": "ref('namnd')", "field": "b"},
            "a finns inte i namnd.",
        ),
        (
            "sums_agree",
            {"columns": ["a"], "compare_model": "ref('fct_x')"},
            "Summan av a är en annan än i fct_x.",
        ),
        ("sums_to", {"column_name": "andel", "total": 1}, "andel blir inte tillsammans 1."),
        ("expression_is_true", {}, "Testet hittade rader som inte ska finnas."),
    ],
)
def test_a_failed_test_says_what_is_wrong_in_swedish(read, kind, said, sentence):
    test = data_test("t") | {"test_metadata": {"name": kind, "kwargs": said}}
    (row,) = read([{"unique_id": "test.f.t", "status": "fail", "failures": 1}], {"test.f.t": test})
    assert row.orsak == sentence


def test_a_test_with_words_of_its_own_uses_them_and_shows_its_rows(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as con:
        con.execute(
            "create table t as select 'a.csv' as fil, i as rad, i * 1.5 as belopp_sek"
            " from range(5) as r(i)"
        )
    test = data_test("t") | {"description": "Beloppet\n  är för stort."}
    result = {
        "status": "warn",
        "failures": 4,
        "compiled_code": "select * from t where belopp_sek > 1",
    }
    manifest = {"nodes": {"test.f.t": test}, "sources": {}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "run_results.json").write_text(
        json.dumps({"results": [{"unique_id": "test.f.t"} | result]})
    )
    (row,) = dbt_results.read(tmp_path, warehouse)
    assert row.orsak == (
        "Beloppet är för stort. 4 rader, bland annat: fil=a.csv, rad=1, belopp_sek=1,5;"
        " fil=a.csv, rad=2, belopp_sek=3,0; fil=a.csv, rad=3, belopp_sek=4,5."
    )


def test_another_threshold_is_said(read):
    test = data_test("t", error_if=">10")
    (row,) = read([{"unique_id": "test.f.t", "status": "pass", "failures": 3}], {"test.f.t": test})
    assert row.troskel == "inte >10"


def test_no_artifacts_is_an_error_not_a_pass(tmp_path):
    with pytest.raises(FileNotFoundError):
        dbt_results.read(tmp_path)


def proved(kind: str, said: dict, **config: str) -> dict:
    """A test that its table asks as it is made (dbt_project/macros/loften.sql)."""
    metadata = {"test_metadata": {"name": kind, "kwargs": said}, "tags": ["provas_vid_bygget"]}
    return data_test(kind, **{"severity": "error", **config}) | metadata


ASKING = MODEL | {"config": {"post-hook": [{"sql": "{{ prova_loften() }}"}]}}
ONE_KEY = {"test.f.u": proved("unique", {"column_name": "ar"})}
BROKEN = "Runtime Error in model dim_ar\n  Invalid Input Error: brutna loften: test.f.u=2"


def test_a_table_that_was_made_has_kept_what_it_was_asked(read):
    (row,) = read([], ONE_KEY | {"model.f.dim_ar": ASKING})
    assert (row.kontroll, row.utfall, row.matvarde) == ("unique", "ok", 0)


def test_a_table_that_breaks_one_promise_keeps_the_others(read):
    other = {"test.f.n": proved("not_null", {"column_name": "ar"})}
    built = {"unique_id": "model.f.dim_ar", "status": "error", "message": BROKEN}
    rows = read([built], ONE_KEY | other | {"model.f.dim_ar": ASKING})
    assert {(row.kontroll, row.utfall, row.matvarde, row.orsak) for row in rows} == {
        ("unique", "fel", Decimal(2), "Mer än en rad har samma ar."),
        ("not_null", "ok", Decimal(0), ""),
    }


@pytest.mark.parametrize("status", ["error", "skipped"])
def test_a_table_that_was_not_made_has_kept_nothing(read, status):
    built = {"unique_id": "model.f.dim_ar", "status": status, "message": "disk"}
    rows = read([built], ONE_KEY | {"model.f.dim_ar": ASKING})
    assert {(row.kontroll, row.utfall) for row in rows} == {
        ("unique", "fel"),
        ("byggs (model)", "fel"),
    }


@pytest.mark.parametrize(
    "nodes",
    [
        ONE_KEY,
        {"test.f.u": proved("unique", {"column_name": "ar"}) | {"attached_node": None}},
        {"test.f.u": proved("unique", {"column_name": "ar"}, severity="warn")},
    ],
    ids=["table without the question", "no table", "a warning"],
)
def test_a_promise_that_nothing_asked_is_a_failure(read, nodes):
    asking = MODEL if nodes is ONE_KEY else ASKING
    (row,) = read([], nodes | {"model.f.dim_ar": asking})
    assert (row.utfall, "inget resultat" in row.orsak) == ("fel", True)


@pytest.mark.parametrize(
    ("kind", "said", "config", "told"),
    [
        ("unique", {"column_name": "a"}, {}, "1 rad: a=1, antal_rader=2."),
        ("unique_combination", {"combination_of_columns": ["a", "b"]}, {}, "1 rad: a=1, b=x,"),
        ("not_null", {"column_name": "b"}, {}, "1 rad: b=tomt."),
        ("not_null_columns", {"columns": ["a", "b"]}, {}, "2 rader: a=2, b=tomt; a=tomt, b=z."),
        ("accepted_values", {"column_name": "b", "values": ["x"]}, {}, "1 rad: b=z."),
        ("not_null", {"column_name": "b"}, {"where": "a is null"}, ""),
    ],
)
def test_rows_that_break_a_promise_are_shown(tmp_path, kind, said, config, told):
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as con:
        con.execute("create schema mart")
        con.execute("create table mart.dim_ar (a integer, b varchar)")
        con.execute("insert into mart.dim_ar values (1,'x'), (1,'x'), (2,null), (null,'z')")
    nodes = {"test.f.u": proved(kind, said, **config), "model.f.dim_ar": ASKING}
    built = {"unique_id": "model.f.dim_ar", "status": "error", "message": BROKEN}
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes, "sources": {}}))
    (tmp_path / "run_results.json").write_text(json.dumps({"results": [built]}))
    (row,) = dbt_results.read(tmp_path, warehouse)
    assert told in row.orsak, row.orsak
    assert (row.lager, row.tabell, row.utfall) == ("mart", "dim_ar", "fel")
