"""Which code and reference data made a result.

Belongs here: fingerprints over the project's own files, so that a run knows whether code, models
or seeds changed since the last one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import fondbok
from fondbok.paths import CONTRACTS, DBT_PROJECT, MODELS, PACKAGE, PROJECT, SEEDS, Home

SUFFIXES = {".py", ".sql", ".csv", ".yml", ".json", ".md", ".jinja"}
READERS = ("files", "values", "intake", "ledger")
SHARED = ("findings.py", "errors.py", "organisation.py", "sql.py")
ENGINES = ("duckdb", "dbt-core", "dbt-duckdb", "soda-core")


# What a file is called in a fingerprint, and where it lies.
_Named = tuple[str, Path]


def reader(home: Home) -> str:
    """Fingerprint of what decides how a file is read: its readers, reference data, profiles."""
    files = [*_files(PACKAGE / room for room in READERS), *(PACKAGE / name for name in SHARED)]
    return _digest([*_program(files), *_own(home)])[:16]


def kod_version(home: Home) -> str:
    """The version and a fingerprint of code, models, reference data, contracts and engines."""
    folders = (PACKAGE, MODELS, SEEDS, CONTRACTS, DBT_PROJECT / "macros", DBT_PROJECT / "tests")
    files = [*_files(folders), DBT_PROJECT / "dbt_project.yml"]
    return f"{fondbok.__version__}+{_digest([*_program(files), *_own(home)], _engines())[:12]}"


def models() -> str:
    """Fingerprint of what dbt reads of the program, and of dbt itself."""
    return _digest(_program(_files((DBT_PROJECT, MODELS, SEEDS))), _engines())[:16]


def _program(files: Iterable[Path]) -> Iterator[_Named]:
    for path in files:
        within = PROJECT if path.is_relative_to(PROJECT) else PACKAGE.parent
        yield path.relative_to(within).as_posix(), path


def _own(home: Home) -> Iterator[_Named]:
    """A home's profiles and the reference tables in use, the city's among them.

    Named as they lie in the home: one that is moved, restored elsewhere or written in another way
    (`--home var`, and Dagster's whole path) is the same home.
    """
    for path in (*_files([home.profiles]), *home.tables.glob("*.csv")):
        yield path.relative_to(home.root).as_posix(), path


def _files(folders: Iterable[Path]) -> list[Path]:
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and "__pycache__" not in path.parts
    ]


def _engines() -> str:
    return ",".join(f"{name}={version(name)}" for name in ENGINES)


def _digest(files: Iterable[_Named], extra: str = "") -> str:
    digest = hashlib.sha256(extra.encode())
    for name, path in sorted(set(files)):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
