"""The data contracts: what every table promises, composed without starting Soda.

Belongs here: making one Soda contract of what a table says of itself (`declared`) and of what only
soda/ can say (soda/<layer>/<table>.yml, and soda/<layer>.yml by the name of a column), and naming
its checks. Does not belong here: running them (`contracts`) and telling what fails (`failing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml

from fondbok import own_yaml
from fondbok.paths import CONTRACTS
from fondbok.quality import declared, failing
from fondbok.quality.declared import Column, Gap, Table, Unsaid

Layer = Literal["raw", "mart"]
Document = dict[str, Any]

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
_IN_PARTS = ("decimal", "numeric")  # types whose size Soda wants apart from their name


class _Dumper(yaml.SafeDumper):
    """A query stands line by line, as it was written."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


@dataclass(frozen=True)
class Contract:
    """What one table promises.

    Attributes:
        schema: Schema of the table.
        table: Name of the table.
        document: The contract, as Soda reads it.
        key: The columns a row is known by; empty when it has none.
        checks: Soda's path of each check ("columns.ar.checks.missing") -> our name of it
            ("ar.saknas"), in the order of the document.
    """

    schema: str
    table: str
    document: Document = field(repr=False)
    key: tuple[str, ...] = ()

    @cached_property
    def checks(self) -> dict[str, str]:
        """Every promised check, so that one that leaves no result is noticed."""
        return {path: name for path, name, _ in _promised(self.document)}

    @cached_property
    def failing(self) -> dict[str, failing.Question]:
        """Which rows break each check: what is asked when it has failed."""
        return {
            path: question
            for path, _, (column, check) in _promised(self.document)
            if (question := failing.question(f"{self.schema}.{self.table}", column, check))
        }

    def text(self) -> str:
        """The document as Soda reads it from a file."""
        return yaml.dump(self.document, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


def load_layer(layer: Layer) -> list[Contract]:
    """The contracts of a layer's tables, by name; `gaps` has the tables that have none."""
    return list(_layer(layer)[0])


def gaps(layer: Layer) -> list[Gap]:
    """The tables of a layer that no contract can be composed for, and what each lacks."""
    return list(_layer(layer)[1])


@cache
def _layer(layer: Layer) -> tuple[list[Contract], list[Gap]]:
    tables, missing = (declared.raw(), []) if layer == "raw" else declared.published()
    return compose(tables, layer, missing)


def compose(
    tables: Iterable[Table], folder: str, missing: Iterable[Gap] = ()
) -> tuple[list[Contract], list[Gap]]:
    """The contracts of tables, by name, and what the others lack.

    Args:
        tables: what they say of themselves.
        folder: the folder and the file in soda/ with what they cannot say.
        missing: tables that do not say what they are.
    """
    by_name = _named_columns(folder)
    contracts, gaps = [], list(missing)
    for table in sorted(tables, key=lambda table: table.name):
        try:
            contracts.append(contract(table, _own(folder, table.name), by_name))
        except Unsaid as unsaid:
            gaps.append(Gap(table.schema, table.name, str(unsaid)))
    known = {each.table for each in contracts} | {gap.table for gap in gaps}
    gaps += [
        Gap(folder, path.stem, f"soda/{folder}/{path.name} gäller ingen tabell.")
        for path in sorted((CONTRACTS / folder).glob("*.yml"))
        if path.stem not in known
    ]
    return contracts, gaps


def contract(table: Table, own: Document, by_name: list[Document]) -> Contract:
    """One table's contract.

    Args:
        table: what it says of itself.
        own: soda/<layer>/<table>.yml: more checks on columns and on the table.
        by_name: soda/<layer>.yml: checks of columns that have certain names.

    Raises:
        Unsaid: the table has no key, or soda/ speaks of what is not there or already said.
    """
    if strange := own.keys() - {"columns", "checks"}:
        raise Unsaid(
            f"Kontraktet i soda/ har {', '.join(sorted(strange))}, som inte hör hemma där."
        )
    more = {each["name"]: each["checks"] for each in own.get("columns", ())}
    if unknown := more.keys() - {column.name for column in table.columns}:
        raise Unsaid(f"Kontraktet i soda/ nämner {', '.join(sorted(unknown))}, som inte finns.")
    document = {
        "dataset": f"{SOURCE}/{table.schema}/{table.name}",
        "columns": [_column(table, c, more.get(c.name, []), by_name) for c in table.columns],
        "checks": [{"schema": None}, *_composite_keys(table), *own.get("checks", ())],
    }
    key = next(iter(table.keys), ()) or _key_of(document)
    if not key and not table.without_key and table.schema != "raw":
        raise Unsaid(
            "Nyckeln saknas: skriv unique eller unique_combination i tabellens YAML, eller under"
            " meta varför den inte har någon (utan_nyckel)."
        )
    composed = Contract(table.schema, table.name, document, key)
    _assert_askable(composed)
    _assert_each_said_once(composed)
    return composed


def _column(table: Table, column: Column, own: list[Document], by_name: list[Document]) -> Document:
    kind, _, size = column.data_type.partition("(")
    said: Document = {"name": column.name, "data_type": column.data_type}
    if kind in _IN_PARTS and size:
        precision, scale = size.rstrip(")").split(",")
        said |= {
            "data_type": kind,
            "numeric_precision": int(precision),
            "numeric_scale": int(scale),
        }
    checks: list[Document] = [{"missing": None}] if column.not_null else []
    if (column.name,) in table.keys:
        checks.append({"duplicate": None})
    checks += [check for check in own if "invalid" not in check]
    if invalid := _invalid(column, own) or _by_name(column.name, by_name):
        checks.append({"invalid": invalid})
    return said | ({"checks": checks} if checks else {})


def _invalid(column: Column, own: list[Document]) -> Document:
    """What a value must be, by its table and by its contract."""
    said: Document = {}
    if column.values:
        said["valid_values"] = list(column.values)
    if column.reference is not None:
        to = column.reference
        said["valid_reference_data"] = {
            "dataset": f"{SOURCE}/{to.schema}/{to.table}",
            "column": to.column,
        }
    for check in own:
        for name, value in check.get("invalid", {}).items():
            if name in said:
                raise Unsaid(f"{name} för {column.name} står både i soda/ och där tabellen görs.")
            said[name] = value
    return said


def _by_name(column: str, by_name: list[Document]) -> Document:
    for each in by_name:
        if any(fnmatchcase(column, name) for name in each["names"]):
            invalid: Document = each["invalid"]
            return invalid
    return {}


def _composite_keys(table: Table) -> Iterator[Document]:
    composite = [key for key in table.keys if len(key) > 1]
    for place, key in enumerate(composite):
        named = {"qualifier": f"dubblett_{'_'.join(key)}"} if place else {}
        yield {"duplicate": {"columns": list(key)} | named}


def _key_of(document: Document) -> tuple[str, ...]:
    """The columns of the first check on duplicates that soda/ itself asks for."""
    for _, _, (column, check) in _promised(document):
        if "duplicate" in check:
            return (column,) if column else tuple(check["duplicate"]["columns"])
    return ()


def _assert_each_said_once(contract: Contract) -> None:
    promised = list(_promised(contract.document))
    if len(contract.checks) < len(promised):
        names = sorted(name for _, name, _ in promised)
        twice = {a for a, b in pairwise(names) if a == b}
        raise Unsaid(f"Samma sak står två gånger: {', '.join(sorted(twice))}.")


def _assert_askable(contract: Contract) -> None:
    """A check whose failing rows nobody could be shown is no check for people."""
    try:
        _ = contract.failing
    except KeyError as error:
        raise Unsaid(f"Villkoret {error} i soda/ går inte att visa rader för.") from error


def _own(folder: str, table: str) -> Document:
    return _read(CONTRACTS / folder / f"{table}.yml")


def _named_columns(folder: str) -> list[Document]:
    named: list[Document] = _read(CONTRACTS / f"{folder}.yml").get("columns", [])
    return named


def _read(path: Path) -> Document:
    if not path.is_file():
        return {}
    document: Document = own_yaml.read(path)
    return document


def _promised(document: Document) -> Iterator[tuple[str, str, tuple[str, Document]]]:
    """(Soda's path, our name, (column or "", the check)) of every check."""
    for check in document.get("checks", ()):
        yield *_named("", check), ("", check)
    for column in document["columns"]:
        for check in column.get("checks", ()):
            yield *_named(column["name"], check), (column["name"], check)


def _named(column: str, check: Document) -> tuple[str, str]:
    """(Soda's path, our name). A qualifier is our own name of what is checked."""
    ((kind, body),) = check.items()
    qualifier = (body or {}).get("qualifier")
    path = f"checks.{kind}" + (f".{qualifier}" if qualifier else "")
    name = qualifier or _TYPES[kind]
    if not column:
        return path, name
    return f"columns.{column}.{path}", f"{column}.{name}"
