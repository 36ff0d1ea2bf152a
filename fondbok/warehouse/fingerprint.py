"""Which code and reference data made a result.

Belongs here: fingerprints over the project's own files, so that a run knows whether code, models
or seeds changed since the last one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import fondbok
from fondbok.paths import CONTRACTS, DBT_PROJECT, MODELS, PACKAGE, PROJECT, SEEDS, Home

SUFFIXES = {".py", ".sql", ".csv", ".yml", ".json", ".md", ".jinja"}
READERS = ("files", "values", "intake", "ledger")
SHARED = ("findings.py", "errors.py", "organisation.py", "sql.py")
ENGINES = ("duckdb", "dbt-core", "dbt-duckdb", "soda-core")


def reader(home: Home) -> str:
    """Fingerprint of what decides how a file is read: its readers, reference data, profiles."""
    folders = (*(PACKAGE / room for room in READERS), home.profiles)
    files = [*_files(folders), *(PACKAGE / name for name in SHARED), *_tables(home)]
    return _digest(files)[:16]


def kod_version(home: Home) -> str:
    """The version and a fingerprint of code, models, reference data, contracts and engines."""
    folders = (PACKAGE, MODELS, SEEDS, CONTRACTS, DBT_PROJECT / "macros", DBT_PROJECT / "tests")
    files = [*_files((*folders, home.profiles)), *_tables(home), DBT_PROJECT / "dbt_project.yml"]
    return f"{fondbok.__version__}+{_digest(files, _engines())[:12]}"


def models() -> str:
    """Fingerprint of what dbt reads of the program, and of dbt itself."""
    return _digest(_files((DBT_PROJECT, MODELS, SEEDS)), _engines())[:16]


def _tables(home: Home) -> list[Path]:
    """The reference tables in use, the city's among them."""
    return sorted(home.tables.glob("*.csv"))


def _files(folders: Iterable[Path]) -> list[Path]:
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and "__pycache__" not in path.parts
    ]


def _engines() -> str:
    return ",".join(f"{name}={version(name)}" for name in ENGINES)


def _digest(files: Iterable[Path], extra: str = "") -> str:
    digest = hashlib.sha256(extra.encode())
    for path in sorted(set(files)):
        digest.update(_name(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.name
