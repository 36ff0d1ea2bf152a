"""What a failed check found: a Swedish sentence and up to three of the rows, without personal data.

Belongs here: asking for the rows behind a failed check and writing them out. Does not belong here:
running the checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from fondbok.files.privacy.personal_data import mask
from fondbok.publish.wording import tal

SHOWN = 3
MOST_COLUMNS = 10
LONGEST = 60  # signs of a text
_HASHED = ("_id", "_key", "_sha256")
_PLACE = ["fil", "blad", "rad", "namnd_kod", "ar"]
# Where a row of raw stands in a file that it does not name itself.
_FILE_OF = {
    "fil_sha256": "(select fil from raw.fil where fil_sha256 = t.fil_sha256) as fil, t.*",
    "blad_nr": (
        "(select fil.fil from raw.fil as fil inner join raw.ledger_blad as blad"
        " using (fil_sha256) where blad.blad_nr = t.blad_nr) as fil, t.*"
    ),
}
_FINGERPRINT = re.compile(r"[0-9a-f]{32}(?:[0-9a-f]{32})?")
_FINGERPRINT_SHOWN = 8

# What makes a value invalid, by the word of the contract: SQL, given column and expected.
_WRONG: dict[str, Callable[[str, Any], str]] = {
    "valid_values": lambda column, values: f"{column} not in ({_literals(values)})",
    "valid_min": lambda column, least: f"{column} < {least}",
    "valid_max": lambda column, most: f"{column} > {most}",
    "valid_format": lambda column, form: (
        f"not regexp_matches({column}, {_literals([form['regex']])})"
    ),
    "valid_reference_data": lambda column, to: (
        f"not exists (select 1 from {_table(to)} as dit where dit.{to['column']} = t.{column})"
    ),
}
_MEANT: dict[str, Callable[[Any], str]] = {
    "valid_values": lambda values: f"är inget av {', '.join(map(str, values))}",
    "valid_min": lambda least: f"är mindre än {least}",
    "valid_max": lambda most: f"är större än {most}",
    "valid_format": lambda form: f"har inte formen {form['name']}",
    "valid_reference_data": lambda to: f"finns inte i {_table(to)}",
}


@dataclass(frozen=True)
class Question:
    """What is asked and said when a check has failed.

    Attributes:
        sentence: what is wrong, in Swedish, with a full stop.
        sql: gives the rows that are wrong; empty where no single row is.
        columns: the columns that tell, the others being shown where there is room; empty for all.
    """

    sentence: str
    sql: str = ""
    columns: tuple[str, ...] = ()


def question(table: str, column: str, check: dict[str, Any]) -> Question | None:
    """What to ask about a check of a contract; None for one whose result says it all.

    Raises:
        KeyError: an "invalid" check says what this module cannot ask about.
    """
    ((kind, body),) = check.items()
    if kind == "missing":
        return Question(f"{column} saknas.", without(table, [column]), (column,))
    if kind == "invalid":
        wrong = " or ".join(_WRONG[word](column, value) for word, value in body.items())
        meant = " eller ".join(_MEANT[word](value) for word, value in body.items())
        rows = f"select * from {table} as t where {column} is not null and ({wrong})"
        return Question(f"{column} {meant}.", rows, (column,))
    if kind == "duplicate":
        return duplicates(table, [column] if column else body["columns"], nulls=not column)
    if kind == "failed_rows":
        return Question(f"Håller inte: {body['name']}", body["query"])
    return Question(f"Håller inte: {body['name']}") if kind == "metric" else None


def without(table: str, columns: Iterable[str]) -> str:
    """SQL for the rows that lack a value in any of the columns."""
    return f"select * from {table} where {' or '.join(f'{name} is null' for name in columns)}"


def outside(table: str, column: str, values: Iterable[Any]) -> str:
    """SQL for the rows whose value is none of those that may be."""
    return f"select * from {table} where {_WRONG['valid_values'](column, values)}"


def duplicates(table: str, key: Iterable[str], *, nulls: bool = True) -> Question:
    """Rows that share what only one may have."""
    names = ", ".join(key)
    known = "" if nulls else f" where {names} is not null"
    rows = (
        f"select {names}, count(*) as antal_rader from {table}{known}"
        f" group by {names} having count(*) > 1"
    )
    return Question(f"Mer än en rad har samma {names}.", rows)


def told(con: duckdb.DuckDBPyConnection, asked: Question, key: Iterable[str] = ()) -> str:
    """The sentence, and the rows: "roll saknas. 4 rader, bland annat: ar=2024, ...".

    Args:
        con: the database that was checked.
        asked: what to ask.
        key: the columns that a row of the table is known by; shown first.
    """
    if not asked.sql:
        return asked.sentence
    try:
        rows = _rows(con, asked, list(key))
    except duckdb.Error:  # a table is missing or has another shape: that check says so itself
        rows = ""
    return f"{asked.sentence} {rows}".strip()


def _rows(con: duckdb.DuckDBPyConnection, asked: Question, key: list[str]) -> str:
    names = _names(con, asked.sql)
    place = next((sql for name, sql in _FILE_OF.items() if name in names), "")
    if place and "fil" not in names:
        names = ["fil", *names]
    else:
        place = "t.*"
    # Counted apart: a window over millions of wrong rows would hold them all.
    (count,) = con.execute(f"select count(*) from ({asked.sql})").fetchone() or (0,)
    found = con.execute(
        f"select {place} from ({asked.sql}) as t order by all limit {SHOWN}"
    ).fetchall()
    if not found:
        return ""
    shown = _told_columns(names, key, asked)
    texts = [", ".join(f"{names[at]}={_written(row[at])}" for at in shown) for row in found]
    counted = "1 rad" if count == 1 else f"{count} rader"
    return f"{counted}{', bland annat' if count > SHOWN else ''}: {'; '.join(texts)}."


def _names(con: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [column[0] for column in con.execute(f"select * from ({sql}) limit 0").description or ()]


def _told_columns(names: list[str], key: list[str], asked: Question) -> list[int]:
    """Where the columns stand that tell: the key, then those the check is about, else all.

    A key made of a hash tells nobody anything: where the row came from does.
    """
    known = [name for name in key if not name.endswith(_HASHED)] or _PLACE
    about = [name for name in names if re.search(rf"\b{re.escape(name)}\b", asked.sql)]
    wanted = dict.fromkeys([*known, *asked.columns, *about, *key])
    telling = [name for name in wanted if name in names]
    if not set(telling) - set(_PLACE):
        telling += [name for name in names if name not in telling]
    return [names.index(name) for name in telling[:MOST_COLUMNS]]


def _written(value: Any) -> str:
    if value is None:
        return "tomt"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, Decimal):
        return tal(value, max(0, -int(value.as_tuple().exponent)))
    if isinstance(value, date):
        return str(value)
    text = str(value)
    if _FINGERPRINT.fullmatch(text):
        return f"{text[:_FINGERPRINT_SHOWN]}…"
    found = mask(text, "fri" if isinstance(value, str) else "kod")
    text = " ".join((found.text if found else text).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _literals(values: Iterable[Any]) -> str:
    return ", ".join("'" + str(value).replace("'", "''") + "'" for value in values)


def _table(to: dict[str, Any]) -> str:
    return ".".join(to["dataset"].split("/")[1:])
