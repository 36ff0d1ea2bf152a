"""Soda contracts on real DuckDB files: only a passed check passes."""

from __future__ import annotations

import hashlib
import json
import socket
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml

from fondbok.paths import MODELS, Home
from fondbok.quality import contracts, declared, promises, session
from fondbok.quality.kontroll import Kontroll
from fondbok.warehouse import database
from orchestration import manifest

CONTRACT = """
dataset: fondbok/s/t
columns:
  - name: nyckel
    data_type: varchar
    checks:
      - missing:
      - duplicate:
  - name: belopp_sek
    data_type: decimal
    numeric_precision: 18
    numeric_scale: 2
checks:
  - schema:
  - row_count:
  - freshness:
      column: tid
      threshold: {level: warn, unit: day, must_be_less_than: 400}
  - metric:
      qualifier: summa
      name: Summan är noll.
      query: select sum(belopp_sek) from s.t
      threshold: {must_be: 0}
  - failed_rows:
      qualifier: lag_niva
      name: Inga stora belopp.
      query: select * from s.t where belopp_sek > 100
      threshold: {level: warn, must_be: 0}
"""
TABLE = """
create schema s;
create table s.t (nyckel varchar, belopp_sek decimal(18, 2), tid timestamp);
"""
GOOD = "insert into s.t values ('a', 1.10, now()::timestamp), ('b', -1.10, now()::timestamp);"

Verify = Callable[..., dict[str, Kontroll]]


@pytest.fixture
def verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Run one contract on one table and give the outcome by check name."""

    def run(sql: str, contract: str = CONTRACT) -> dict[str, Kontroll]:
        document = yaml.safe_load(contract)
        _, schema, table = document["dataset"].split("/")
        one = promises.Contract(schema, table, document, ("nyckel",))
        monkeypatch.setattr(contracts, "load_layer", {"mart": [one]}.get)
        file = tmp_path / "w.duckdb"
        file.unlink(missing_ok=True)
        with duckdb.connect(str(file)) as con:
            con.execute(sql)
        rows = contracts.verify(file, "mart")
        assert len({r.kontroll for r in rows}) == len(rows)
        return {row.kontroll: row for row in rows}

    return run


def with_tid(contract: str = CONTRACT) -> str:
    return contract.replace(
        "checks:\n  - schema:", "  - name: tid\n    data_type: timestamp\nchecks:\n  - schema:"
    )


def outcomes(rows: dict[str, Kontroll]) -> dict[str, str]:
    return {name: row.utfall for name, row in rows.items()}


ALL = {
    "nyckel.saknas",
    "nyckel.dubblett",
    "kolumner",
    "radantal",
    "farskhet",
    "summa",
    "lag_niva",
}


def test_every_promised_check_is_told(verify):
    rows = verify(TABLE + GOOD, with_tid())
    assert outcomes(rows) == dict.fromkeys(ALL, "ok")
    assert rows["summa"].matvarde == Decimal("0.00")
    assert rows["radantal"].troskel == "> 0"


def test_one_ore_is_noticed(verify):
    rows = verify(
        TABLE + GOOD + "insert into s.t values ('c', 0.01, now()::timestamp);", with_tid()
    )
    assert outcomes(rows) == dict.fromkeys(ALL, "ok") | {"summa": "fel"}
    assert rows["summa"].matvarde == Decimal("0.01")
    assert rows["summa"].orsak == "Håller inte: Summan är noll."


def test_a_warning_stays_a_warning(verify):
    rows = verify(TABLE + GOOD + "update s.t set belopp_sek = belopp_sek * 1000;", with_tid())
    assert outcomes(rows) == dict.fromkeys(ALL, "ok") | {"lag_niva": "varning"}


def test_old_data_is_a_warning_without_the_clock_in_it(verify):
    rows = verify(TABLE + GOOD + "update s.t set tid = '2019-01-01';", with_tid())
    assert rows["farskhet"].utfall == "varning"
    assert rows["farskhet"].matvarde is None


def test_missing_and_duplicate_keys_fail(verify):
    bad = "insert into s.t values (null, 0, now()::timestamp), ('a', 0, now()::timestamp);"
    rows = verify(TABLE + GOOD + bad, with_tid())
    assert rows["nyckel.saknas"].utfall == rows["nyckel.dubblett"].utfall == "fel"
    assert rows["nyckel.saknas"].matvarde == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("alter table s.t rename column nyckel to id;", "Saknade kolumner: nyckel"),
        ("alter table s.t add column ny integer;", "Oväntade kolumner: ny"),
        ("alter table s.t alter belopp_sek type double;", "belopp_sek är double"),
        ("alter table s.t alter belopp_sek type decimal(18, 3);", "belopp_sek är decimal(18,3)"),
    ],
)
def test_another_shape_fails_and_is_named(verify, change, words):
    row = verify(TABLE + GOOD + change, with_tid())["kolumner"]
    assert row.utfall == "fel"
    assert words in row.orsak


def test_no_rows_fail_where_rows_are_promised(verify):
    rows = verify(TABLE, with_tid())
    assert rows["radantal"].utfall == "fel"


def test_a_missing_table_fails_every_check(verify):
    rows = verify("create schema s;", with_tid())
    assert set(rows) == ALL | {"kontrakt"}
    assert set(outcomes(rows).values()) == {"fel"}


def test_a_query_that_crashes_fails(verify):
    broken = with_tid().replace(
        "select sum(belopp_sek) from s.t", "select sum(finns_inte) from s.t"
    )
    rows = verify(TABLE + GOOD, broken)
    assert rows["summa"].utfall == "fel"
    assert rows["kontrakt"].utfall == "fel"


def test_a_metric_without_a_value_fails(verify):
    rows = verify(TABLE + GOOD, with_tid().replace("select sum(belopp_sek)", "select null"))
    assert rows["summa"].utfall == "fel"


def test_a_contract_that_contradicts_itself_fails(verify):
    twice = with_tid() + "  - row_count:\n"
    rows = verify(TABLE + GOOD, twice)
    assert rows["kontrakt"].utfall == "fel"
    assert set(outcomes(rows).values()) == {"fel"}


def test_a_file_that_is_no_database_fails_every_contract(tmp_path):
    file = tmp_path / "w.duckdb"
    file.write_bytes(b"this is no database" * 1000)
    rows = contracts.verify(file, "raw")
    assert {row.utfall for row in rows} == {"fel"}
    assert len(rows) == len(promises.load_layer("raw"))


def test_no_contracts_at_all_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(contracts, "load_layer", {"raw": []}.get)
    with pytest.raises(RuntimeError):
        contracts.verify(tmp_path / "w.duckdb", "raw")


def test_the_database_is_left_as_it_was(tmp_path, verify):
    verify(TABLE + GOOD, with_tid())
    file = tmp_path / "w.duckdb"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    contracts.verify(file, "mart")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert not file.with_name("w.duckdb.wal").exists()


def test_nothing_reaches_for_the_network(verify, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("a contract reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    verify(TABLE + GOOD, with_tid())


def test_a_talking_soda_is_refused(verify, monkeypatch):
    monkeypatch.setattr(session.SodaTelemetry(), "_SodaTelemetry__send", True)
    with pytest.raises(RuntimeError, match="telemetry"):
        verify(TABLE + GOOD, with_tid())


# Read before the database can be opened


@pytest.fixture
def promised(verify, monkeypatch, tmp_path) -> Path:
    """The database that the layer's two contracts are of, which is not made yet."""
    verify(TABLE + GOOD, with_tid())
    (one,) = contracts.load_layer("mart")
    other = promises.Contract("s", "finns_inte", {**one.document, "dataset": "fondbok/s/u"}, ())
    monkeypatch.setattr(contracts, "load_layer", {"mart": [one, other]}.get)
    (tmp_path / "w.duckdb").unlink()
    return tmp_path / "w.duckdb"


def make(file: Path) -> None:
    with duckdb.connect(str(file)) as con:
        con.execute(TABLE + GOOD)


def test_contracts_are_read_before_there_is_a_database_and_say_the_same(promised):
    with contracts.reading(promised, "mart") as read:
        time.sleep(0.5)  # as long as they take to read
        assert not promised.exists()
        assert not read.rows.done()
        make(promised)
        rows = read.ask()
        duckdb.connect(str(promised)).close()  # it is let go of as soon as they are asked
    assert rows == contracts.verify(promised, "mart")
    assert {row.utfall for row in rows if row.tabell == "t"} == {"ok"}
    assert ("kontrakt", "fel") in {(r.kontroll, r.utfall) for r in rows if r.tabell == "finns_inte"}


def test_contracts_that_are_not_asked_open_no_database(promised):
    with pytest.raises(KeyError), contracts.reading(promised, "mart") as read:
        raise KeyError
    assert not promised.exists()
    assert isinstance(read.rows.exception(), session.NotLetIn)


def test_what_they_cannot_be_asked_of_fails_each(promised):
    with contracts.reading(promised, "mart") as read:
        promised.write_bytes(b"this is no database" * 1000)
        rows = read.ask()
    assert [(row.kontroll, row.utfall) for row in rows] == [("kontrakt", "fel")] * 2


# What a failed check says


def test_a_failed_check_shows_up_to_three_rows_and_what_is_wrong(verify):
    bad = "insert into s.t select 'n' || i, 100 + i, now()::timestamp from range(1, 5) as r(i);"
    rows = verify(TABLE + GOOD + bad, with_tid().replace("level: warn, must_be: 0", "must_be: 0"))
    assert rows["lag_niva"].orsak == (
        "Håller inte: Inga stora belopp. 4 rader, bland annat: nyckel=n1, belopp_sek=101,00;"
        " nyckel=n2, belopp_sek=102,00; nyckel=n3, belopp_sek=103,00."
    )


def test_missing_duplicate_and_wrong_values_show_their_rows(verify):
    contract = with_tid().replace(
        "    numeric_scale: 2\n",
        "    numeric_scale: 2\n    checks: [{invalid: {valid_max: 9}}]\n",
        1,
    )
    bad = (
        "insert into s.t values (null, -5, now()::timestamp), ('a', 0, now()::timestamp),"
        " ('c', 1234.5, now()::timestamp);"
    )
    rows = verify(TABLE + GOOD + bad, contract)
    assert rows["nyckel.saknas"].orsak == "nyckel saknas. 1 rad: nyckel=tomt."
    assert rows["nyckel.dubblett"].orsak == (
        "Mer än en rad har samma nyckel. 1 rad: nyckel=a, antal_rader=2."
    )
    assert rows["belopp_sek.ogiltigt"].orsak == (
        "belopp_sek är större än 9. 1 rad: nyckel=c, belopp_sek=1\u00a0234,50."
    )


def test_no_personal_data_is_shown(verify):
    text = "ring 070-123 45 67 eller nagon@example.org, 20000101-0000"
    rows = verify(
        TABLE + GOOD + f"insert into s.t values ('{text}', 900, now()::timestamp);", with_tid()
    )
    told = rows["lag_niva"].orsak
    assert "belopp_sek=900,00" in told
    assert not {"070", "example", "20000101"} & set(
        told.replace("-", " ").replace("@", " ").split()
    )
    assert "[e-post borttagen]" in told


# The contracts of the repository


LAYERS: tuple[promises.Layer, ...] = ("raw", "mart")


def columns_of(contract: promises.Contract) -> list[tuple[str, str]]:
    return [(c["name"], type_of(c)) for c in contract.document["columns"]]


def type_of(column: dict) -> str:
    if "numeric_precision" in column:
        return f"{column['data_type']}({column['numeric_precision']},{column['numeric_scale']})"
    return column["data_type"]


def raw_tables() -> dict[str, list[tuple[str, str]]]:
    con = duckdb.connect()
    database.create_raw(con)
    tables: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in con.execute(
        "select table_name, column_name, regexp_replace(lower(data_type), '^enum.*', 'enum')"
        " from duckdb_columns()"
        " where schema_name = 'raw' order by table_name, column_index"
    ).fetchall():
        tables.setdefault(table, []).append((column, kind))
    return tables


def test_every_raw_table_has_a_contract_with_its_columns():
    written = {contract.table: columns_of(contract) for contract in promises.load_layer("raw")}
    assert written == raw_tables()


def test_no_table_lacks_what_a_contract_is_made_of():
    assert [gap for layer in LAYERS for gap in promises.gaps(layer)] == []


@pytest.mark.parametrize(
    "contract",
    [contract for layer in LAYERS for contract in promises.load_layer(layer)],
    ids=lambda contract: f"{contract.schema}-{contract.table}",
)
def test_the_checks_of_a_contract_are_named_once_and_speak_swedish(contract: promises.Contract):
    assert "checks.schema" in contract.checks
    names = list(contract.checks.values())
    assert len(set(names)) == len(names)
    for check in contract.document["checks"]:
        ((kind, body),) = check.items()
        if kind in ("failed_rows", "metric"):
            assert body["qualifier"], contract
            assert body["name"].endswith("."), contract


def test_every_contract_is_known_by_its_key_or_says_why_there_is_none():
    keyless = {contract.table for contract in promises.load_layer("mart") if not contract.key}
    tables, _ = declared.published()
    assert keyless == {table.name for table in tables if table.without_key}


# Written by fondbok.pipeline after dbt. kvalitet.kontroll is written after the last contract has
# run, so its contract is its own definition (fondbok/quality/kontroll.py).
WRITTEN_BY_PYTHON = ("dataordbok", "projektpar", "release", "rpt_forandring")


PUBLISHED = ("marts", "rapporter", "bi", "kvalitet", "text")


def published_models() -> dict[str, list[tuple[str, str]]]:
    """Columns and types of every published model, from the YAML beside it."""
    return {
        model["name"]: [(c["name"], declared.stored_as(c["data_type"])) for c in model["columns"]]
        for folder in PUBLISHED
        for path in (MODELS / folder).glob("*.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", ())
    }


def test_every_published_table_has_a_contract_with_its_columns():
    written = {contract.table: columns_of(contract) for contract in promises.load_layer("mart")}
    by_python = {written.pop(name, None) is not None for name in WRITTEN_BY_PYTHON}
    assert by_python == {True}
    assert written == published_models()


def test_every_published_model_is_described_beside_its_sql():
    for folder in PUBLISHED:
        queries = {path.stem for path in (MODELS / folder).glob("*.sql")}
        assert queries <= set(published_models())


def test_what_the_models_promise_to_hold_the_contracts_check():
    """A column that a model declares not null is checked for missing values."""
    composed = {contract.table: contract for contract in promises.load_layer("mart")}
    for folder in PUBLISHED:
        for path in (MODELS / folder).glob("*.yml"):
            for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", ()):
                contract = composed[model["name"]]
                for column in model["columns"]:
                    kinds = {c["type"] for c in column.get("constraints", ())}
                    if "not_null" in kinds:
                        assert f"{column['name']}.saknas" in contract.checks.values()


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict:
    home = Home(tmp_path_factory.mktemp("lager"))
    return json.loads(manifest.prepare(home).read_text("utf-8"))


def test_what_dbt_is_not_asked_the_contracts_are(parsed):
    """A test of a published model runs in one place: the contract makes it or dbt does."""
    composed = {contract.table: contract for contract in promises.load_layer("mart")}
    off = [node for nodes in parsed["disabled"].values() for node in nodes]
    assert off
    for test in off:
        said = test["test_metadata"]["kwargs"]
        contract = composed[said["model"].split("ref('")[1].split("'")[0]]
        column = said.get("column_name", "")
        wanted = {
            # What is unique within its municipality is a key of two columns.
            "unique": (f"{column}.dubblett", "dubblett"),
            "accepted_values": (f"{column}.ogiltigt",),
            "relationships": (f"{column}.ogiltigt",),
            "unique_combination": ("dubblett",),
        }[test["test_metadata"]["name"]]
        assert any(name.startswith(wanted) for name in contract.checks.values()), test["name"]
    on = {
        node["test_metadata"]["name"]
        for node in parsed["nodes"].values()
        if node["resource_type"] == "test"
        and (model := parsed["nodes"].get(node.get("attached_node") or ""))
        and model["schema"] in declared.PUBLISHED
        and "enabled" not in node["unrendered_config"]
    }
    assert (
        on
        <= declared.asked_by_dbt()
        == {
            "en_sparad_rapport",
            "harkomst_ar_cellen",
            "sums_agree",
            "sums_to",
            "varje_siffra_har_en_grad",
        }
    )
