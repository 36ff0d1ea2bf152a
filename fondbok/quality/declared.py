"""What every table says of itself where it is defined: columns, types, keys, references, lists.

Belongs here: reading that from the three places where tables are defined: the YAML beside a
published dbt model, raw_schema.sql, and the tables that Python writes. Does not belong here: what
those places cannot say (soda/) and the contract made of both (`promises`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from fondbok import own_yaml
from fondbok.errors import FondbokError
from fondbok.paths import DBT_PROJECT, MODELS, PROJECT
from fondbok.publish import release
from fondbok.publish.comparison import table as forandring
from fondbok.publish.keys import MUNICIPALITY
from fondbok.quality import ordbok, pairs
from fondbok.warehouse import database

PUBLISHED = ("mart", "kvalitet", "text")
# The tables Python adds to dbt's. kvalitet.kontroll is not among them: it is what is told.
WRITTEN = (release.WRITTEN, forandring.WRITTEN, pairs.WRITTEN, ordbok.WRITTEN)

_GENERIC = DBT_PROJECT / "tests" / "generic"
_TEST = re.compile(r"{%-?\s*test\s+(\w+)\s*\(")
_REF = re.compile(r"ref\('(\w+)'\)")
_IN_LIST = re.compile(r"\((\w+) IN \((.*)\)\)")
_QUOTED = re.compile(r"'((?:[^']|'')*)'")


@dataclass(frozen=True)
class Reference:
    """The column whose values another column must be among."""

    schema: str
    table: str
    column: str


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: as the table has it.
        data_type: lower case, without blanks: "decimal(18,2)", "varchar", "enum".
        not_null: whether every row has a value.
        values: the only values there may be; empty when any may.
        reference: where its values must be found.
        free_text: whether a person may have written anything there.
    """

    name: str
    data_type: str
    not_null: bool = False
    values: tuple[Any, ...] = ()
    reference: Reference | None = None
    free_text: bool = False


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        schema: raw, mart, kvalitet or text.
        name: the table.
        columns: in order.
        keys: sets of columns that no two rows share, the grain first.
        without_key: why there is no key, in Swedish; empty where one is wanted.
        without_index: why its keys are not declared in the published file; empty where they are.
        is_open: whether anybody may have it as open data; None when it does not say.
    """

    schema: str
    name: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    without_key: str = ""
    without_index: str = ""
    is_open: bool | None = None


@dataclass(frozen=True)
class Gap:
    """A table that cannot be promised, and what is missing, in Swedish."""

    schema: str
    table: str
    text: str


class Unsaid(FondbokError):
    """What a table must say of itself is missing or cannot be understood; the text is Swedish."""


def raw() -> list[Table]:
    """The raw tables, as raw_schema.sql defines them."""
    with duckdb.connect() as con:
        database.create_raw(con)
        return in_database(con, "raw")


def published() -> tuple[list[Table], list[Gap]]:
    """The published tables, and those that do not say what they are."""
    found: list[Table] = []
    gaps: list[Gap] = []
    places = _places(MODELS)
    for name, (schema, file) in sorted(places.items()):
        try:
            found.append(_of_model(schema, file, {n: s for n, (s, _) in places.items()}))
        except Unsaid as unsaid:
            gaps.append(Gap(schema, name, str(unsaid)))
    with duckdb.connect() as con:
        for written in WRITTEN:
            written.create(con)
        is_open = {(each.schema, each.name): each.is_open for each in WRITTEN}
        found += [
            replace(table, is_open=is_open[table.schema, table.name])
            for schema in PUBLISHED
            for table in in_database(con, schema)
        ]
    return found, gaps


@cache
def asked_by_dbt() -> frozenset[str]:
    """The kinds of tests that dbt runs also on what is published: those that switch themselves on.

    No contract can say them, and none is composed of them.
    """
    texts = [file.read_text("utf-8") for file in _GENERIC.glob("*.sql")]
    return frozenset(
        found[1]
        for text in texts
        if "config(enabled=true)" in text and (found := _TEST.search(text))
    )


# Tables that are defined in SQL


def in_database(con: duckdb.DuckDBPyConnection, schema: str) -> list[Table]:
    """The tables of a schema, as their definitions and constraints say them."""
    tables: dict[str, list[Column]] = {}
    for table, name, kind, nullable in con.execute(
        "select table_name, column_name, lower(data_type), is_nullable from duckdb_columns()"
        " where schema_name = ? and database_name = current_database()"
        " order by table_name, column_index",
        [schema],
    ).fetchall():
        is_enum = kind.startswith("enum")
        values = tuple(_QUOTED.findall(kind)) if is_enum else ()
        column = Column(name, "enum" if is_enum else kind, not nullable, values)
        tables.setdefault(table, []).append(column)
    return [_constrained(con, schema, name, columns) for name, columns in tables.items()]


def _constrained(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, columns: list[Column]
) -> Table:
    keys = []
    for kind, names, expression in con.execute(
        "select constraint_type, constraint_column_names, expression from duckdb_constraints()"
        " where schema_name = ? and table_name = ? and database_name = current_database()"
        " order by constraint_index",
        [schema, table],
    ).fetchall():
        if kind == "PRIMARY KEY":
            keys.append(tuple(names))
        if kind == "CHECK":
            name, values = _listed(expression)
            columns = [replace(c, values=values) if c.name == name else c for c in columns]
    return Table(schema, table, tuple(columns), tuple(keys))


def _listed(check: str) -> tuple[str, tuple[str, ...]]:
    found = _IN_LIST.fullmatch(check)
    if found is None:
        raise Unsaid(f"villkoret {check} är ingen lista med värden")
    return found[1], tuple(value.replace("''", "'") for value in _QUOTED.findall(found[2]))


# Tables that dbt builds


def _places(models: Path) -> dict[str, tuple[str, Path]]:
    """(Schema, SQL file) of every published model, from the folders that dbt_project.yml names."""
    project = own_yaml.read(DBT_PROJECT / "dbt_project.yml")
    folders = project["models"][project["name"]]
    return {
        file.stem: (settings["+schema"], file)
        for folder, settings in folders.items()
        if settings.get("+schema") in PUBLISHED
        for file in (models / folder).rglob("*.sql")
    }


def _of_model(schema: str, sql: Path, schemas: dict[str, str]) -> Table:
    file = sql.with_suffix(".yml")
    if not file.is_file():
        raise Unsaid(f"Modellen har ingen YAML. Skriv {_shown(file)} med dess kolumner och nyckel.")
    documents = own_yaml.read(file).get("models", ())
    model = next((each for each in documents if each["name"] == sql.stem), None)
    if model is None or not model.get("columns"):
        raise Unsaid(f"Kolumnerna saknas. Skriv dem i {_shown(file)}.")
    try:
        return _Model(sql.stem, schemas).read(schema, model)
    except Unsaid as unsaid:
        raise Unsaid(f"{unsaid} Rätta i {_shown(file)}.") from unsaid


def _shown(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix() if file.is_relative_to(PROJECT) else file.name


class _Model:
    """One model's YAML, read test by test."""

    def __init__(self, name: str, schemas: dict[str, str]) -> None:
        self.name = name
        self.schemas = schemas
        self.columns: dict[str, Column] = {}
        self.keys: list[tuple[str, ...]] = []

    def read(self, schema: str, model: dict[str, Any]) -> Table:
        for column in model["columns"]:
            self._read_column(column)
        for kind, said in _tests(model):
            self._say(kind, said, None)
        meta = model.get("config", {}).get("meta", {})
        return Table(
            schema,
            self.name,
            tuple(self.columns.values()),
            tuple(self.keys),
            meta.get("utan_nyckel", ""),
            meta.get("utan_index", ""),
            _yes_or_no(meta.get("oppna_data")),
        )

    def _read_column(self, column: dict[str, Any]) -> None:
        name = column["name"]
        if not column.get("data_type"):
            raise Unsaid(f"Kolumnen {name} saknar data_type.")
        kinds = {each["type"] for each in column.get("constraints", ())}
        if kinds - {"not_null"}:
            raise Unsaid(f"Kolumnen {name} har constraints som kontraktet inte kan säga.")
        data_type = stored_as(column["data_type"])
        free_text = bool(column.get("config", {}).get("meta", {}).get("fritext"))
        self.columns[name] = Column(name, data_type, bool(kinds), free_text=free_text)
        for kind, said in _tests(column):
            self._say(kind, said, name)

    def _say(self, kind: str, said: dict[str, Any], column: str | None) -> None:
        say: dict[str, Callable[[], None]] = {
            "unique": lambda: self._key(self._alone(column or said["column_name"])),
            "unique_combination": lambda: self._key(said["combination_of_columns"]),
            "not_null": lambda: self._change([column], not_null=True),
            "not_null_columns": lambda: self._change(said["columns"], not_null=True),
            "accepted_values": lambda: self._change([column], values=tuple(said["values"])),
            "relationships": lambda: self._change([column], reference=self._reference(said)),
        }
        if kind not in say:
            raise Unsaid(
                f"Testet {kind} kan inte stå i ett kontrakt. Skriv det i soda/, eller låt dbt göra"
                " det: config(enabled=true) där det är definierat, enabled: true där det står."
            )
        say[kind]()

    def _alone(self, column: str) -> list[str]:
        """The key that a unique value is: within its municipality, unless made of its code."""
        is_natural = MUNICIPALITY in self.columns and not column.endswith("_key")
        return [MUNICIPALITY, column] if is_natural else [column]

    def _key(self, names: list[str]) -> None:
        if unknown := [name for name in names if name not in self.columns]:
            raise Unsaid(f"Nyckeln nämner {', '.join(unknown)}, som inte är en kolumn.")
        self.keys.append(tuple(names))

    def _change(self, names: Iterable[str | None], **values: Any) -> None:
        for name in names:
            if name not in self.columns:
                raise Unsaid(f"Ett test nämner {name}, som inte är en kolumn.")
            self.columns[name] = replace(self.columns[name], **values)

    def _reference(self, said: dict[str, Any]) -> Reference:
        found = _REF.search(said["to"])
        if found is None or found[1] not in self.schemas:
            raise Unsaid(f"{said['to']} är ingen publicerad tabell att hänvisa till.")
        return Reference(self.schemas[found[1]], found[1], said["field"])


def _yes_or_no(said: Any) -> bool | None:
    if said is not None and not isinstance(said, bool):
        raise Unsaid(f"oppna_data är {said!r}. Skriv true eller false.")
    return said


def stored_as(data_type: object) -> str:
    """A type as DuckDB stores it, lower case, without blanks.

    Models say `string`, the one word for text without length that every engine dbt builds on has.
    """
    told = str(data_type).lower().replace(" ", "")
    return "varchar" if told == "string" else told


def _tests(of: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(Kind, arguments) of the tests that a contract is to make; dbt makes those switched on."""
    for test in of.get("data_tests", ()):
        named = {test: {}} if isinstance(test, str) else test
        ((kind, body),) = [(k, v or {}) for k, v in named.items() if k not in ("name", "config")]
        config = {**body.get("config", {}), **named.get("config", {})}
        if kind in asked_by_dbt() or config.get("enabled"):
            continue
        if config:
            raise Unsaid(f"Testet {kind} har villkor ({', '.join(config)}) som kontraktet saknar.")
        yield kind, body.get("arguments", {})
