"""Questions in SQL to a published release: read only, and nothing outside the file within reach.

Belongs here: opening the file for a question, running it, and the answer as a table, csv or JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fondbok.errors import FondbokError

FORMATS = ("table", "csv", "json")
_AT_ONCE = 10_000  # rows fetched at a time
_NUMBERS = ("DECIMAL", "INT", "HUGEINT", "DOUBLE", "FLOAT")
MOST_SHOWN = 200  # rows of a table on a terminal
_BETWEEN = 2  # blanks between the columns of a table
_TABLES = """
select schema_name || '.' || table_name as tabell, regexp_extract(comment, '^[^.:]*') as innehall
from duckdb_tables() where not internal order by all
"""
_SHORT = {".tabeller": _TABLES}  # what may be written instead of a question
_UNKNOWN = "select 'Skriv .tabeller, .slut eller en fråga som slutar med semikolon.' as hjalp"
_LOCKED = """
set enable_external_access = false;
set autoload_known_extensions = false;
set autoinstall_known_extensions = false;
set lock_configuration = true;
"""


class QueryError(FondbokError):
    """A question that cannot be answered, in Swedish, with what DuckDB says of it."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Answer:
    """What a question gave.

    Attributes:
        columns: names, in order.
        are_numbers: for each column, whether it holds numbers.
        rows: in the order of the question, fetched as they are asked for.
    """

    columns: tuple[str, ...]
    are_numbers: tuple[bool, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def opened(mart: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the published file that reads it and reaches nothing else.

    Raises:
        duckdb.Error: the file cannot be opened.
    """
    with duckdb.connect(str(mart), read_only=True) as con:
        con.execute(_LOCKED)
        con.execute("use mart")
        yield con


def ask(con: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """Run a question; of several, separated by semicolons, the last one is answered.

    Tables of the schema mart need no schema before their names.

    Raises:
        QueryError: there is no question, it is no SQL, or it asks for more than reading.
    """
    try:
        statements = con.extract_statements(sql)
        if not statements:
            raise QueryError("Frågan är tom. Skriv till exempel: select * from rpt_sammanfattning")
        for statement in statements[:-1]:
            con.execute(statement).fetchall()
        asked = con.execute(statements[-1])
    except (duckdb.InvalidInputException, duckdb.PermissionException) as error:
        raise QueryError(
            f"Det går inte: databasen är bara till för att läsas. DuckDB säger: {error}"
        ) from error
    except duckdb.Error as error:
        raise QueryError(
            "Frågan gick inte att köra. Tabeller och kolumner står i docs/reference/tables.md."
            f" DuckDB säger: {error}"
        ) from error
    described = asked.description or []
    return Answer(
        tuple(str(column[0]) for column in described),
        tuple(str(column[1]).upper().startswith(_NUMBERS) for column in described),
        _rows(asked),
    )


def _rows(asked: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    try:
        while rows := asked.fetchmany(_AT_ONCE):
            yield from rows
    except duckdb.Error as error:
        raise QueryError(f"Svaret gick inte att läsa till slut. DuckDB säger: {error}") from error


def as_csv(answer: Answer) -> Iterator[str]:
    """Lines of csv (RFC 4180): a header, decimal points, and nothing where a value is unknown."""
    yield _line(answer.columns)
    for row in answer.rows:
        yield _line(["" if value is None else _text(value) for value in row])


def as_json(answer: Answer) -> Iterator[str]:
    """Lines of one JSON list, an object a row: decimals as text, for a number may lose its öre."""
    said = (
        json.dumps(dict(zip(answer.columns, row, strict=True)), ensure_ascii=False, default=_text)
        for row in answer.rows
    )
    yield "["
    last = next(said, None)
    for following in said:
        yield f"{last},"
        last = following
    if last is not None:
        yield last
    yield "]"


def lines(answer: Answer, format_: str) -> Iterator[str]:
    """The answer for a program to read, in one of `FORMATS` but the table."""
    return as_csv(answer) if format_ == "csv" else as_json(answer)


def show(answer: Answer, console: Console, most: int = MOST_SHOWN) -> None:
    """The answer as a table, or a line a value where that is wider than the window.

    An unknown value is a dash, no figure is cut short, and rows that are left out are counted.
    """
    rows = [
        ["–" if value is None else _text(value) for value in row]
        for row in islice(answer.rows, most)
    ]
    if _width(answer, rows) <= console.width:
        console.print(_table(answer, rows))
    else:
        _one_by_one(answer, rows, console)
    if left := sum(1 for _ in answer.rows):
        console.print(
            f"{left} rader till visas inte. Skriv --format csv för alla, eller limit i frågan."
        )


def _width(answer: Answer, rows: Sequence[Sequence[str]]) -> int:
    columns = zip(answer.columns, *rows, strict=True)
    return sum(_BETWEEN + max(map(cell_len, column)) for column in columns) - _BETWEEN


def _table(answer: Answer, rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _BETWEEN, 0, 0))
    for column, is_number in zip(answer.columns, answer.are_numbers, strict=True):
        table.add_column(Text(column), justify="right" if is_number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _one_by_one(answer: Answer, rows: Sequence[Sequence[str]], console: Console) -> None:
    width = max(map(len, answer.columns))
    for number, row in enumerate(rows, start=1):
        console.print(Text(f"Rad {number}", style="bold"))
        for column, value in zip(answer.columns, row, strict=True):
            console.print(Text(f"  {column:{width}}  {value}"))


def shell(con: duckdb.DuckDBPyConnection, console: Console, read: Callable[[str], str]) -> None:
    """Ask and answer until the reader has no more.

    Args:
        con: what `opened` gave.
        console: where answers go.
        read: gives a line for a prompt, and raises EOFError when there are no more.
    """
    console.print(
        "Skriv en fråga och avsluta den med semikolon. .tabeller visar tabellerna, .slut avslutar."
    )
    for asked in _questions(read):
        try:
            show(ask(con, asked), console)
        except QueryError as error:
            console.print(Text(str(error), style="red"))


def _questions(read: Callable[[str], str]) -> Iterator[str]:
    written = ""
    while True:
        try:
            line = read("   ...> " if written else "fondbok> ").strip()
        except EOFError:
            return
        if not written and line.startswith("."):
            if line == ".slut":
                return
            yield _SHORT.get(line, _UNKNOWN)
            continue
        written = f"{written}\n{line}".strip()
        if written.endswith(";"):
            yield written
            written = ""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _line(values: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(values)
    return written.getvalue()
