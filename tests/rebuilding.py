"""Landings built by the SQL that dbt compiled once for another home: seconds instead of a minute.

Belongs here: which SQL that is, and running it. What is left out is dbt's own part: what tables
promise of keys and values, contracts and publishing, which the runs by `fondbok refresh` are for.
What whole tables must agree on (dbt_project/tests) is asked here too.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from fondbok import pipeline
from fondbok.paths import Home
from fondbok.warehouse import build, parsed

Node = dict[str, Any]


@dataclass(frozen=True)
class Model:
    """A model as dbt compiled it; `name` is how it is called, `relation` its table."""

    name: str
    relation: str
    sql: str


@dataclass(frozen=True)
class Compiled:
    """What a build of dbt ran: models in their order, and tests by name, as SQL of wrong rows."""

    models: tuple[Model, ...]
    tests: dict[str, str]

    @classmethod
    @cache
    def of(cls, target: Path) -> Compiled:
        """What dbt left in its folder after a build of everything from nothing."""
        ended, nodes = results(target)
        ran = [
            (node, result["compiled_code"])
            for result in ended
            if (node := nodes.get(result["unique_id"])) is not None
        ]
        models = tuple(
            Model(node["name"], node["relation_name"], sql)
            for node, sql in ran
            if node["resource_type"] == "model" and node["config"]["materialized"] != "view"
        )
        tests = {
            node["name"]: sql
            for node, sql in ran
            if node["resource_type"] == "test" and node["config"]["severity"].lower() == "error"
        }
        return cls(models, tests)


def started(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    """What dbt said and how it ended, run as a refresh runs it, in a home of its own."""
    target = build.ready(home)
    done = subprocess.run(
        build.dbt(*words, *build.dbt_arguments(home)),
        **build.place(home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    parsed.keep(target)
    return done


def dbt(home: Home, *words: str) -> None:
    """Run dbt, and it ends well."""
    done = started(home, *words)
    assert done.returncode == 0, done.stdout[-4000:]


def results(target: Path) -> tuple[list[Node], dict[str, Node]]:
    """What dbt ran, in that order, and what each of it is."""
    ended = json.loads((target / build.RESULTS).read_text("utf-8"))["results"]
    return ended, json.loads((target / parsed.DESCRIBED).read_text("utf-8"))["nodes"]


def run(con: duckdb.DuckDBPyConnection, models: Iterable[Model]) -> None:
    """Build tables anew from what raw holds now."""
    for model in models:
        con.execute(f"create or replace table {model.relation} as {model.sql}")


def rebuilt(like: Home, landing: Iterable[Path], root: Path) -> Home:
    """Another landing in a home of its own, built as `like` was; `like` is a refreshed home.

    Its tables are in the warehouse, and nothing is published.
    """
    home = Home(root)
    home.warehouse_dir.mkdir(parents=True)
    shutil.copyfile(like.warehouse, home.warehouse)
    for folder in landing:
        shutil.copytree(folder, home.landing, dirs_exist_ok=True)
    pipeline.land(home)
    compiled = Compiled.of(build.target(like))
    assert len(compiled.models) > 100, "not everything was built when this home was last"
    assert len(compiled.tests) > 10
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("drop schema if exists kvalitet cascade; create schema kvalitet")
        run(con, compiled.models)
        for name, sql in compiled.tests.items():
            assert con.execute(sql).fetchall() == [], name
    return home
