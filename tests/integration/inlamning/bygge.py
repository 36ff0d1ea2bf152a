"""Landings read by the real intake and built by the real models, many of them for the price of one.

Belongs here: running dbt once, and running the SQL it compiled again over other rows.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from fondbok import feedback, pipeline
from fondbok.intake.rules import BELOPP_LITET
from fondbok.paths import Home
from fondbok.warehouse import build as of_dbt
from tests.integration.rapporter.lager import dbt
from tests.rebuilding import Compiled, Model, run

SELECTED = (
    *(*of_dbt.LEFT_OUT, "--indirect-selection=buildable"),
    *(
        "--select",
        "resource_type:seed",
        "+fynd",
        "+fil",
        "+avvisad_rad",
        "+rpt_inlamning",
        "+bi_deltagande",
        "+rpt_utbetalt_per_namnd",
    ),
    *("+svar", "+fct_samverkan"),
)
# What depends on nothing but the submissions.
OF_SUBMISSIONS = ("int_inlamning__", "int_fynd__inlamning", "int_projekt__", "int_deltagande__rad")


@dataclass(frozen=True)
class Built:
    """A home whose warehouse has been built."""

    home: Home
    models: tuple[Model, ...]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home.warehouse), read_only=True) as con:
            return con.execute(sql).fetchall()

    def rules(self, fil: str) -> list[str]:
        """The rules that a file is told of, in order of their names."""
        told = self.rows(f"select regel from kvalitet.fynd where fil = '{fil}' order by regel")
        # The amounts of these files are small, to be told from each other.
        return [regel for (regel,) in told if regel != BELOPP_LITET.id]

    def message(self, fil: str, regel: str) -> str:
        """What a file is told by a rule that it is told once."""
        (told,) = self.rows(
            f"select meddelande from kvalitet.fynd where fil = '{fil}' and regel = '{regel}'"
        )
        return str(told[0])

    def money(self) -> dict[tuple[str, int], str]:
        """What counts for each nämnd and year."""
        rows = self.rows(
            "select namnd_kod, ar, sum(redovisat_sek) from intermediate.int_deltagande__matt"
            " where redovisad group by all order by all"
        )
        return {(kod, ar): str(belopp) for kod, ar, belopp in rows}

    def statuses(self) -> dict[tuple[str, int], list[tuple[str, str]]]:
        """Status and file of every submission."""
        rows = self.rows(
            "select namnd_kod, ar, status, fil from mart.rpt_inlamning where status <> 'saknas'"
            " order by namnd_kod, ar, fil"
        )
        found: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for kod, ar, status, fil in rows:
            found.setdefault((kod, ar), []).append((status, fil))
        return found

    def answers(self) -> Path:
        """Write the feedback; its folder."""
        feedback.write(self.home.warehouse, self.home.feedback)
        return self.home.feedback


def put(home: Home, files: dict[str, str | Path]) -> None:
    """Put files below landing/: text, or a copy of a file."""
    for name, content in files.items():
        path = home.landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            shutil.copyfile(content, path)


def folder(root: Path, below: str = "") -> dict[str, str | Path]:
    """The files of a case's landing folder, by their place in landing/."""
    return {
        f"{below}{path.relative_to(root).as_posix()}": path
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def build(home: Home, files: dict[str, str | Path]) -> Built:
    """Land and build with dbt; every data test must pass."""
    put(home, files)
    pipeline.land(home)
    code, log = dbt(home.warehouse, "build", *SELECTED)
    assert code == 0, log
    return Built(home, Compiled.of(of_dbt.target(home)).models)


def rebuild(like: Built, root: Path, files: dict[str, str | Path]) -> Built:
    """Another landing, built with the SQL that dbt compiled for `like`."""
    home = Home(root)
    home.warehouse_dir.mkdir(parents=True)
    shutil.copyfile(like.home.warehouse, home.warehouse)
    again = Built(home, like.models)
    grow(again, files)
    return again


def grow(built: Built, files: dict[str, str | Path]) -> None:
    """Put more files into a home and build it anew."""
    put(built.home, files)
    pipeline.land(built.home)
    with duckdb.connect(str(built.home.warehouse)) as con:
        con.execute("drop schema if exists kvalitet cascade; create schema kvalitet")
        run(con, built.models)


def of_submissions(models: Iterable[Model]) -> tuple[Model, ...]:
    """The models that are made of submissions alone, in their order."""
    return tuple(model for model in models if model.name.startswith(OF_SUBMISSIONS))


def same_tables(
    one: Home, other: Home, schemas: Iterable[str], leave: Callable[[str], bool]
) -> int:
    """How many tables were compared; fails at the first that differs."""
    with duckdb.connect() as con:
        con.execute(f"attach '{os.fspath(one.warehouse)}' as en (read_only)")
        con.execute(f"attach '{os.fspath(other.warehouse)}' as tva (read_only)")
        tables = con.execute(
            "select schema_name, table_name, list(column_name order by column_index)"
            " from duckdb_columns()"
            " inner join duckdb_tables() using (database_oid, schema_name, table_name)"
            " where database_oid = (select database_oid from duckdb_databases()"
            " where database_name = 'en') and list_contains(?, schema_name)"
            " group by all order by all",
            [list(schemas)],
        ).fetchall()
        for schema, table, columns in tables:
            chosen = ", ".join(f'"{name}"' for name in columns if not leave(name))
            for a, b in (("en", "tva"), ("tva", "en")):
                left = con.execute(
                    f"select {chosen} from {a}.{schema}.{table} except all"
                    f" select {chosen} from {b}.{schema}.{table}"
                ).fetchall()
                assert left == [], f"{schema}.{table}"
    return len(tables)
