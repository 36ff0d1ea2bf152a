"""Published tables as pandas frames, for those who go on in a notebook or a workbook.

Belongs here: the way from DuckDB to pandas that keeps amounts exact. pandas is loaded here and
nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd


@dataclass(frozen=True)
class Published:
    """A published table: its schema, its name and what it says of itself."""

    schema: str
    name: str
    comment: str

    @property
    def quoted(self) -> str:
        """As SQL names it."""
        return f'"{self.schema}"."{self.name}"'


def frame(con: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    """The answer to a query.

    Columns keep their types (`ArrowDtype`): a DECIMAL stays a decimal, an integer with unknowns
    stays an integer, and what is unknown is `pd.NA`. `.df()` of duckdb would make doubles of the
    amounts.

    Args:
        con: a connection to the published file.
        query: SQL.

    Raises:
        duckdb.Error: the query cannot be run.
    """
    return con.execute(query).to_arrow_table().to_pandas(types_mapper=pd.ArrowDtype)
