"""Each layer reads the layers below it, and every model says what it is."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from fondbok.paths import SEEDS, Home
from fondbok.quality import promises
from orchestration import manifest

MAY_READ = {
    "staging": {"raw", "seeds"},
    "intermediate": {"staging", "intermediate", "seeds"},
    "marts": {"intermediate", "marts", "seeds"},
    "avstamning": {"intermediate", "marts", "avstamning", "seeds"},
    "rapporter": {"intermediate", "marts", "avstamning", "seeds"},
    "bi": {"intermediate", "marts", "seeds"},
    "kvalitet": {"staging", "intermediate", "seeds"},
    "text": {"intermediate", "seeds"},
}
PUBLISHED = ("marts", "rapporter", "bi", "kvalitet", "text")

# The models that find: one a subject, read by FOUND.
FINDS = "int_fynd__"
FOUND = "int_fynd__modell"
# A rule's id as it stands in a model.
RULE_ID = re.compile(r"'([A-ZÅÄÖ]+(?:_[A-ZÅÄÖ]+)+)'")

# A rule of a contradiction where its model calls the macro.
CONTRADICTION = re.compile(r"motsagelse\(\s*'([A-ZÅÄÖ_]+)'")

# Two remarks may be alike in every column: a row is a remark, and nothing makes it unique. Ledger
# rows are too many to sort in every run: they are counted as they are read, and those that become
# payments are unique by a test of int_ledger__kontorad.
WITHOUT_KEY = {
    "stg_raw__fynd",
    "stg_raw__avvisad_rad",
    "stg_ledger__rad",
    "stg_ledger__belopp",
    "fynd",
    "avvisad_rad",
}

MOST_LINES = 200

Node = Mapping[str, Any]


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = Home(tmp_path_factory.mktemp("lager"))
    return json.loads(manifest.prepare(home).read_text("utf-8"))


@pytest.fixture(scope="module")
def models(parsed: dict[str, Any]) -> dict[str, Node]:
    return {key: n for key, n in parsed["nodes"].items() if n["resource_type"] == "model"}


@pytest.fixture(scope="module")
def tests_of(parsed: dict[str, Any]) -> dict[str, list[str]]:
    """Names of the generic tests declared of each model; those of published ones Soda runs."""
    declared = [
        *parsed["nodes"].values(),
        *(n for each in parsed["disabled"].values() for n in each),
    ]
    found: dict[str, list[str]] = {}
    for node in declared:
        if node["resource_type"] == "test" and node.get("test_metadata"):
            name = node["test_metadata"]["name"]
            about = node.get("attached_node") or _model_of(node)
            found.setdefault(about, []).append(name)
    return found


def _model_of(test: Node) -> str:
    """The model a test that is switched off is declared of; dbt attaches it to none."""
    found = re.search(r"ref\('(\w+)'\)", test["test_metadata"]["kwargs"]["model"])
    return f"model.fondbok.{found[1]}" if found else ""


def layer(parsed: dict[str, Any], key: str) -> str:
    kind = key.split(".", maxsplit=1)[0]
    if kind == "model":
        return str(parsed["nodes"][key]["fqn"][1])
    return {"source": "raw", "seed": "seeds"}[kind]


def test_each_layer_reads_only_the_layers_it_may(
    parsed: dict[str, Any], models: dict[str, Node]
) -> None:
    crossing = {
        (node["name"], parent.split(".")[-1])
        for key, node in models.items()
        for parent in node["depends_on"]["nodes"]
        if layer(parsed, parent) not in MAY_READ[layer(parsed, key)]
    }
    assert crossing == set()


def test_every_model_has_a_yaml_of_its_own(models: dict[str, Node]) -> None:
    wanted = {n["name"]: n["original_file_path"].replace(".sql", ".yml") for n in models.values()}
    found = {n["name"]: str(n["patch_path"]).split("://")[-1] for n in models.values()}
    assert found == wanted


def test_every_model_and_each_of_its_described_columns_says_what_it_is(
    models: dict[str, Node],
) -> None:
    silent = [n["name"] for n in models.values() if not n["description"].strip()]
    silent += [
        f"{n['name']}.{column['name']}"
        for n in models.values()
        for column in n["columns"].values()
        if not column["description"].strip()
    ]
    assert silent == []


def test_no_model_is_too_long_to_read(models: dict[str, Node]) -> None:
    """One idea each: what needs more lines is two models, or a macro (`samma_kolumner`)."""
    long = {name: len(model["raw_code"].splitlines()) for name, model in models.items()}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_every_test_of_its_own_says_what_is_wrong_when_it_fails(parsed: dict[str, Any]) -> None:
    own = [
        node
        for node in parsed["nodes"].values()
        if node["resource_type"] == "test" and not node.get("test_metadata")
    ]
    assert len(own) > 10
    assert [node["name"] for node in own if not node["description"]] == []


def test_no_key_is_asked_of_a_part_of_a_table(parsed: dict[str, Any]) -> None:
    """Of a part (`where`) the test cannot tell whose rows it holds, and would hold two
    municipalities' keys against each other; `unique_combination` names its columns itself.
    """
    of_a_part = [
        node["name"]
        for node in parsed["nodes"].values()
        if (node.get("test_metadata") or {}).get("name") in {"unique", "relationships"}
        and node["config"].get("where")
    ]
    assert of_a_part == []


def test_every_model_has_a_grain_that_is_tested(
    models: dict[str, Node], tests_of: dict[str, list[str]]
) -> None:
    without = {
        node["name"]
        for key, node in models.items()
        if not {"unique", "unique_combination"} & set(tests_of.get(key, ()))
    }
    finds = {n["name"] for n in models.values() if n["name"].startswith(FINDS)}
    assert without == WITHOUT_KEY | finds


def test_every_subject_that_finds_is_read(models: dict[str, Node]) -> None:
    """A finding that no table shows is told to nobody."""
    subjects = {key for key, n in models.items() if n["name"].startswith(FINDS)}
    (found,) = (key for key in subjects if models[key]["name"] == FOUND)
    assert set(models[found]["depends_on"]["nodes"]) & subjects == subjects - {found}


def test_every_rule_of_a_finding_has_its_sentence(models: dict[str, Node]) -> None:
    """A finding without its line in the seed is left out of the join and told to nobody."""
    used = {
        rule
        for n in models.values()
        if n["name"].startswith(FINDS)
        for rule in RULE_ID.findall(n["raw_code"])
    }
    with (SEEDS / "fyndregel.csv").open(encoding="utf-8", newline="") as handle:
        written = {row["id"] for row in csv.DictReader(handle)}
    assert used == written


def test_every_rule_of_a_contradiction_has_its_sentence(models: dict[str, Node]) -> None:
    """A contradiction without its line in the seed is left out of the join and told to nobody."""
    used = {
        rule
        for n in models.values()
        if n["name"].startswith("int_motsagelse__")
        for rule in CONTRADICTION.findall(n["raw_code"])
    }
    with (SEEDS / "motsagelseregel.csv").open(encoding="utf-8", newline="") as handle:
        written = {row["id"] for row in csv.DictReader(handle)}
    assert used == written


def test_every_model_is_tested_or_under_contract(
    models: dict[str, Node], tests_of: dict[str, list[str]]
) -> None:
    contracts = {contract.table for contract in promises.load_layer("mart")}
    names = {n["name"] for key, n in models.items() if key not in tests_of}
    assert names - contracts == set()


def test_every_published_model_has_an_enforced_contract(models: dict[str, Node]) -> None:
    published = [n for n in models.values() if n["fqn"][1] in PUBLISHED]
    assert [n["name"] for n in published if not n["contract"]["enforced"]] == []


def test_every_published_model_has_a_reader(
    parsed: dict[str, Any], models: dict[str, Node]
) -> None:
    """A table nobody is said to read is one nobody can be told about."""
    read = {
        parent for node in parsed["exposures"].values() for parent in node["depends_on"]["nodes"]
    }
    published = {key for key, n in models.items() if n["fqn"][1] in PUBLISHED}
    assert published - read == set()
    assert read - published == set()


@pytest.mark.parametrize("consumer", ["bi_rapporter", "sql_analytiker", "arsrapport", "drift"])
def test_each_consumer_is_an_exposure(parsed: dict[str, Any], consumer: str) -> None:
    (exposure,) = (n for n in parsed["exposures"].values() if n["name"] == consumer)
    assert exposure["description"]
    assert exposure["owner"]["name"]
