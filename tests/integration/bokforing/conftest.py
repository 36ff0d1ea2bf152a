"""The models' SQL, compiled once for the folder."""

from __future__ import annotations

import pytest

from fondbok.paths import Home
from fondbok.warehouse import build
from tests.integration.bokforing.varld import MODELS, STORLEK, Lager, kompilerade
from tests.integration.dbt.raw_rows import new_warehouse
from tests.integration.fordelning.conftest import dbt
from tests.integration.rapporter.lager import new_path


@pytest.fixture(scope="session")
def lager(tmp_path_factory: pytest.TempPathFactory) -> Lager:
    """A database to build worlds in."""
    path = new_path(tmp_path_factory.mktemp("varldar"))
    new_warehouse(path).close()
    dbt(path, "compile", "--select", *MODELS, *STORLEK)
    return Lager(kompilerade(build.target(Home(path.parents[1]))), path.stem)
