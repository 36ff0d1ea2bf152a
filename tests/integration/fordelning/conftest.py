"""One warehouse of random projects, and the SQL of the macro that splits amounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok.warehouse import build
from tests.integration.fordelning.slump import Deltagande, landa, slumpade
from tests.integration.rapporter import lager

TABLES = (
    *("int_deltagande__matt", "fct_eu_medel", "fct_utbetalning"),
    *("dim_projekt", "brygga_harkomst", "rpt_sammanfattning"),
    *("rpt_utbetalt_per_namnd", "rpt_utbetalt_per_fondgrupp", "rpt_utbetalt_per_kf_mal"),
)


def dbt(path: Path, *words: str) -> str:
    """What dbt of this project says when it runs on one database file, and all is well."""
    code, said = lager.dbt(path, *words)
    assert code == 0, said
    return said


@dataclass(frozen=True)
class Slumplager:
    """A built warehouse and the projects it was built from."""

    path: Path
    alla: list[Deltagande]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.path), read_only=True) as con:
            return con.execute(sql).fetchall()


@pytest.fixture(
    scope="session",
    params=[1_000, pytest.param(10_000, marks=pytest.mark.slow)],
    ids=lambda antal: f"{antal}_projekt",
)
def slump(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Slumplager:
    """Random projects in the marts of a real build, with the data tests of those marts passed."""
    path = lager.new_path(tmp_path_factory.mktemp("slump"))
    alla = slumpade(request.param, seed=request.param)
    landa(path, alla)
    selected = ("--select", "resource_type:seed", *(f"+{table}" for table in TABLES))
    no_unit_tests = build.LEFT_OUT
    dbt(path, "build", "--indirect-selection=buildable", *selected, *no_unit_tests)
    return Slumplager(path, alla)


@pytest.fixture(scope="session")
def fordela(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """SQL that splits the column `belopp` of a relation with grupp, plats and vikt."""
    path = lager.new_path(tmp_path_factory.mktemp("fordela"))
    macro = (
        "{{ fordela('RELATION', belopp=['belopp'], vikt='vikt', grupp=['grupp'],"
        " ordning=['plats']) }}"
    )
    said = dbt(path, "--quiet", "compile", "--inline", macro)
    return lambda relation: said.replace("RELATION", relation)
