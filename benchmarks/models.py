"""The project's own ledger models, for benchmarks: built by dbt, or as the SQL dbt makes of them.

Belongs here: a home with the example's submissions in it and no ledger, and which models a new
ledger file reaches. No SQL is written here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.measure import PROJECT
from fondbok import pipeline
from fondbok.paths import Home
from fondbok.warehouse import build

ATTRIBUTED = "int_ledger__utbetalning"
# A ledger file is a line in raw.fil too, but that line changes nothing of what submissions say.
NEW_IN_RAW = {f"source.fondbok.raw.{name}" for name in ("ledger_rad", "ledger_blad")}
EXAMPLE = PROJECT / "examples" / "malmo" / "landing" / "submissions"


def prepare(root: Path) -> Home:
    """A home with submissions landed and everything built that attribution leans on."""
    home = Home(root)
    shutil.copytree(EXAMPLE, home.submissions)
    home.ledger.mkdir()
    pipeline.land(home)
    untested = ("--exclude-resource-type", "unit_test", "test")
    dbt(home, "build", "--select", f"+{ATTRIBUTED}", *untested)
    return home


def copy(template: Path, root: Path) -> Home:
    """A home of its own with what `prepare` made."""
    shutil.copytree(template, root)
    return Home(root)


def dbt(home: Home, *arguments: str) -> None:
    """Run dbt as the pipeline does.

    Raises:
        RuntimeError: with what dbt printed.
    """
    done = subprocess.run(
        build.dbt(*arguments, *build.dbt_arguments(home)),
        **build.place(home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-4000:] + done.stderr[-1000:])


def reached(home: Home) -> list[dict[str, Any]]:
    """The models between a new ledger file and the attributed rows, in the order of the graph."""
    nodes = json.loads((build.target(home) / "manifest.json").read_text("utf-8"))["nodes"]
    needed = _needed(nodes, f"model.fondbok.{ATTRIBUTED}")
    stale = set(NEW_IN_RAW)
    for name in needed:
        if stale & set(nodes[name]["depends_on"]["nodes"]):
            stale.add(name)
    return [nodes[name] for name in needed if name in stale]


def _needed(nodes: dict[str, Any], last: str) -> list[str]:
    """A model and the models it leans on, each after its own; sources and seeds left out."""
    order: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in order or name not in nodes or nodes[name]["resource_type"] != "model":
            return
        for parent in nodes[name]["depends_on"]["nodes"]:
            visit(parent)
        order[name] = None

    visit(last)
    return list(order)


def execute(con: duckdb.DuckDBPyConnection, models: list[dict[str, Any]]) -> None:
    """Build models from the SQL dbt compiled, each as the view or table it is configured to be."""
    for model in models:
        kind = "view" if model["config"]["materialized"] == "view" else "table"
        name, sql = model["relation_name"], model["compiled_code"]
        con.execute(f"create or replace {kind} {name} as ({sql})")
