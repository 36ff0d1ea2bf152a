"""What the data contracts promise to check, read without starting Soda.

Belongs here: finding the contract files and naming their checks. Does not belong here: running
them (`contracts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from fondbok.paths import CONTRACTS

Layer = Literal["raw", "mart"]

SOURCE = "fondbok"  # first part of every contract's dataset: fondbok/<schema>/<table>

# Soda's check types in the words of kvalitet.kontroll.
_TYPES = {
    "schema": "kolumner",
    "row_count": "radantal",
    "freshness": "farskhet",
    "missing": "saknas",
    "invalid": "ogiltigt",
    "duplicate": "dubblett",
}


@dataclass(frozen=True)
class Contract:
    """One contract file: the table it is about and the checks it promises.

    Attributes:
        path: The file.
        schema: Schema of the table.
        table: Name of the table.
        checks: Soda's path of each check ("columns.ar.checks.missing") -> our name of it
            ("ar.saknas"), in file order.
    """

    path: Path
    schema: str
    table: str
    checks: dict[str, str]


def load(path: Path) -> Contract:
    """Read which checks a contract promises, so that one that leaves no result is noticed.

    Raises:
        KeyError: the file is no contract.
        ValueError: its dataset is not fondbok/<schema>/<table>.
    """
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    source, schema, table = document["dataset"].split("/")
    if source != SOURCE:
        raise ValueError(f"{path}: dataset must begin with {SOURCE}/")
    return Contract(path, schema, table, dict(_promised(document)))


def load_layer(layer: Layer) -> list[Contract]:
    """All contracts of soda/<layer>/, by file name."""
    return [load(path) for path in sorted((CONTRACTS / layer).glob("*.yml"))]


def _promised(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for check in document.get("checks", ()):
        yield _named("", check)
    for column in document["columns"]:
        for check in column.get("checks", ()):
            yield _named(column["name"], check)


def _named(column: str, check: dict[str, Any]) -> tuple[str, str]:
    """(Soda's path, our name). A qualifier is our own name of what is checked."""
    ((kind, body),) = check.items()
    qualifier = (body or {}).get("qualifier")
    path = f"checks.{kind}" + (f".{qualifier}" if qualifier else "")
    name = qualifier or _TYPES[kind]
    if not column:
        return path, name
    return f"columns.{column}.{path}", f"{column}.{name}"
