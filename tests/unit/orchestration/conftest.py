"""One home folder and one set of definitions for all tests here: dbt parses once."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import dagster as dg
import pytest


@pytest.fixture(scope="session")
def home_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("home")
    (root / "landing" / "submissions").mkdir(parents=True)
    return root


@pytest.fixture(scope="session")
def defs(home_root: Path) -> dg.Definitions:
    """The definitions as `dagster dev` loads them, with nothing set but FONDBOK_HOME."""
    before = os.environ.get("FONDBOK_HOME")
    os.environ["FONDBOK_HOME"] = str(home_root)
    sys.modules.pop("orchestration.definitions", None)
    try:
        definitions = importlib.import_module("orchestration.definitions")
    finally:
        if before is None:
            del os.environ["FONDBOK_HOME"]
        else:
            os.environ["FONDBOK_HOME"] = before
    loaded: dg.Definitions = definitions.defs
    return loaded
