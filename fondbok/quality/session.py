"""One session of Soda, which may begin before its database can be opened.

Belongs here: when Soda may open a database, and that it tells nobody. Does not belong here: what
its answers mean (`contracts`). To read the contracts is more than half of what they cost, and needs
no database; at its first question Soda waits to be let in.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from soda_core.common.yaml import ContractYamlSource
from soda_core.contracts.contract_verification import (
    ContractVerificationResult,
    ContractVerificationSession,
)
from soda_core.telemetry.soda_telemetry import SodaTelemetry
from soda_duckdb import DuckDBDataSource
from soda_duckdb.common.data_sources.duckdb_data_source import DuckDBDataSourceConnectionWrapper

from fondbok.quality.promises import SOURCE


class NotLetIn(SystemExit):
    """The session is to end before its first answer; Soda would take an Exception for one."""


class Door:
    """The way to a database, which may not be opened yet.

    Args:
        database: DuckDB file.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._decided = threading.Event()
        self._is_open = False
        self._con: duckdb.DuckDBPyConnection | None = None

    def open(self) -> None:
        """Nobody writes to the database any more."""
        self._is_open = True
        self._decided.set()

    def shut(self) -> None:
        """Whoever still waits is not let in."""
        self._decided.set()

    def connection(self) -> duckdb.DuckDBPyConnection:
        """The database, read-only, opened once; waits until it may be.

        Raises:
            NotLetIn: it may not.
            duckdb.Error: it cannot be.
        """
        if self._con is None:
            self._decided.wait()
            if not self._is_open:
                raise NotLetIn
            self._con = duckdb.connect(str(self._database), read_only=True)
        return self._con

    def __enter__(self) -> Door:
        return self

    def __exit__(self, *_: object) -> None:
        if self._con is not None:
            self._con.close()

    def __getattr__(self, name: str) -> Any:
        """What Soda asks DuckDB's connection for."""
        return getattr(self.connection(), name)


def ask(door: Door, files: Sequence[Path]) -> list[ContractVerificationResult]:
    """Read contracts, and ask them of the database once it may be opened.

    Args:
        door: the way to the database; what cannot be opened fails every check.
        files: the contracts.

    Returns:
        One result per contract, in their order.

    Raises:
        NotLetIn: the database may not be opened.
        Exception: what a contract that stands alone died of; of several, each says it itself.
    """
    sources = [ContractYamlSource.from_file_path(str(file)) for file in files]
    asked = ContractVerificationSession.execute(sources, data_source_impls=[_source(door)])
    return asked.contract_verification_results


def _source(door: Door) -> DuckDBDataSource:
    source = DuckDBDataSource.from_existing_cursor(None, SOURCE)
    source.data_source_connection.connection = DuckDBDataSourceConnectionWrapper(door)
    return source


def assert_silent() -> None:
    """Refuse to run a Soda that would report to its vendor.

    Soda decides once, at import. A program that imported it before fondbok.quality decided for
    us, and the attribute is the only place that tells; when it moves, this fails closed.
    """
    if vars(SodaTelemetry()).get("_SodaTelemetry__send", True):
        raise RuntimeError("Soda telemetry is on: import fondbok.quality before soda_core")
