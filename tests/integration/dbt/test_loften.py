"""What a table promises is asked as it is made: the same answers as dbt's tests give one by one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.quality import dbt_results
from fondbok.warehouse import build
from tests.integration.dbt.conftest import dbt

SEEDS = ("--select", "fond", "fond_alias", "roll")


@pytest.fixture
def broken(project: Path, tmp_path: Path) -> Path:
    """The project with a fund named twice and an alias of none."""
    copy = Home(tmp_path).project
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("target", "logs"))
    funds = copy / "seeds" / "fond.csv"
    lines = funds.read_text("utf-8").splitlines()
    funds.write_text("\n".join([*lines, lines[1]]) + "\n", "utf-8")
    aliases = copy / "seeds" / "fond_alias.csv"
    head, first, *rest = aliases.read_text("utf-8").splitlines()
    empty = f"{first.split(',')[0]}x,,{','.join(first.split(',')[2:])}"
    aliases.write_text("\n".join([head, first, *rest, empty]) + "\n", "utf-8")
    return copy


def test_every_table_with_a_promise_asks_it(project: Path) -> None:
    """A table without the question would keep its promises unasked."""
    dbt(project, project.parent / "fondbok.duckdb", "compile", "--select", "fond")
    manifest = json.loads((project / "target" / "manifest.json").read_text("utf-8"))
    promised = {
        test["attached_node"] for test in manifest["nodes"].values() if dbt_results.is_proved(test)
    }
    assert len(promised) > 100
    silent = [
        table
        for table in promised
        if not any(
            "prova_loften" in hook["sql"]
            for hook in manifest["nodes"][table]["config"]["post-hook"]
        )
    ]
    assert silent == []


@pytest.mark.thorough
def test_the_tables_find_what_the_tests_find(broken: Path, tmp_path: Path) -> None:
    warehouse = Home(tmp_path).warehouse
    dbt(broken, warehouse, "build", *SEEDS, *build.LEFT_OUT)
    told = dbt_results.read(broken / "target", warehouse)
    dbt(broken, warehouse, "test", *SEEDS)
    nodes = json.loads((broken / "target" / "manifest.json").read_text("utf-8"))["nodes"]
    results = json.loads((broken / "target" / "run_results.json").read_text("utf-8"))["results"]
    asked = {
        nodes[each["unique_id"]]["name"]: each["failures"]
        for each in results
        if dbt_results.is_proved(nodes[each["unique_id"]])
    }
    of_tables = {row.kontroll: row.matvarde for row in told if row.kontroll in asked}
    assert of_tables == asked
    wrong = {
        row.kontroll: row.orsak for row in told if row.kontroll in asked and row.utfall == "fel"
    }
    assert sorted(asked[name] for name in wrong) == [1, 1]
    assert any("Mer än en rad har samma fond_kod" in reason for reason in wrong.values())
    assert any("fond_kod=tomt" in reason for reason in wrong.values())
