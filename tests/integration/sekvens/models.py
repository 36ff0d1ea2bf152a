"""The whole dbt project as SQL that can be run again and again without dbt starting each time.

dbt builds and compiles it once a session; a run of it here is what dbt would have run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from fondbok.paths import Home
from fondbok.warehouse import build, database
from tests.rebuilding import dbt, results


@dataclass(frozen=True)
class Model:
    """A model's SQL: the first time, and when what it keeps between runs is there."""

    kind: str
    relation: str
    sql: str
    sql_again: str

    def run(self, con: duckdb.DuckDBPyConnection, known: set[str]) -> None:
        if self.kind == "incremental" and self.relation in known:
            con.execute(f"insert into {self.relation} {self.sql_again}")
        else:
            kind = "view" if self.kind == "view" else "table"
            con.execute(f"create or replace {kind} {self.relation} as {self.sql}")


@dataclass(frozen=True)
class Project:
    """The models in the order of the graph, and an empty warehouse with the seeds in it."""

    models: tuple[Model, ...]
    empty: Path

    def build(self, home: Home) -> None:
        """Every model of the project, on what is landed."""
        with database.connect(home.warehouse) as con:
            known = {
                f'"{database_}"."{schema}"."{table}"'
                for database_, schema, table in con.execute(
                    "select database_name, schema_name, table_name from duckdb_tables()"
                ).fetchall()
            }
            for model in self.models:
                model.run(con, known)


def compile_project(home: Home) -> Project:
    """Have dbt build the project on an empty landing, and tell what it ran."""
    dbt(home, "build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
    first, nodes = results(build.target(home))
    dbt(home, "compile")
    compiled, _ = results(build.target(home))
    again = {result["unique_id"]: result["compiled_code"] for result in compiled}
    models = [
        Model(
            nodes[result["unique_id"]]["config"]["materialized"],
            nodes[result["unique_id"]]["relation_name"],
            result["compiled_code"],
            again[result["unique_id"]],
        )
        for result in first
        if nodes.get(result["unique_id"], {}).get("resource_type") == "model"
    ]
    return Project(tuple(models), home.warehouse)
