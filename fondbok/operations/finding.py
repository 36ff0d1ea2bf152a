"""Where in a home some words stand, whatever kind of file they stand in.

Belongs here: reading every file of a home for words, and saying which files could not be read. What
is done about it is `erasure`'s.
"""

from __future__ import annotations

import html
import os
import re
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb

from fondbok.paths import Home
from fondbok.warehouse.scan import walk

# Swedish text as files have been seen to hold it; SIE is in cp437.
_ENCODINGS = ("utf-8", "cp1252", "cp437", "mac-roman", "utf-16-le", "utf-16-be")
_CHUNK, _OVERLAP = 1 << 22, 1 << 13  # bytes; even, so that UTF-16 is not cut in two
_PACKED = {".xlsx", ".xlsm", ".docx", ".ods", ".odt", ".pptx", ".zip"}
# Compressed or drawn: words in them cannot be found by looking for them.
_UNREADABLE = {
    ".pdf",
    ".xls",
    ".xlsb",
    ".doc",
    ".gz",
    ".7z",
    ".rar",
    ".png",
    ".jpg",
    ".jpeg",
    ".msg",
}
_TAG, _BLANK = re.compile(r"<[^>]*>"), re.compile(r"\s+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Place:
    """Where a word stands, or a file nobody could look in.

    Attributes:
        fil: the file, below the home where it lies there.
        var: the table and column of a database, the part of a workbook, or '' for the file's text;
            'namnet' where it is the file that is called so.
        lasbar: False when the file could not be read for words.
    """

    fil: str
    var: str = ""
    lasbar: bool = True

    def i_ord(self) -> str:
        """For a person."""
        return f"{self.fil} ({self.var})" if self.var else self.fil


def fold(text: str) -> str:
    """A text as it is compared: letters of one form, small, and single blanks."""
    return _BLANK.sub(" ", unicodedata.normalize("NFC", text).lower())


def search(home: Home, words: Sequence[str]) -> list[Place]:
    """Every place in a home where one of the words stands, in order of file.

    Args:
        home: the home folder; what its landing folder is linked to is read too.
        words: as `fold` leaves them.
    """
    found: list[Place] = []
    for path in _files(home):
        name = path.relative_to(home.root).as_posix()
        if _holds(name, words):
            found.append(Place(name, "namnet"))
        try:
            found += [Place(name, where) for where in _in_file(path, words)]
        except (OSError, duckdb.Error, sqlite3.Error, zipfile.BadZipFile, zlib.error, ValueError,
                NotImplementedError, RuntimeError, EOFError):  # fmt: skip
            found.append(Place(name, lasbar=False))
    return found


def _files(home: Home) -> Iterator[Path]:
    shared = list(walk(home.landing)) if home.landing.is_dir() else []
    own = [
        Path(folder, name)
        for folder, _, names in os.walk(home.root)
        for name in names
        if not Path(folder).is_relative_to(home.landing)
    ]
    yield from sorted(path for path in {*shared, *own} if path.is_file())


def _in_file(path: Path, words: Sequence[str]) -> Iterable[str]:
    """Where in a file a word stands: '' is its text."""
    ending = path.suffix.lower()
    if ending in _UNREADABLE:
        raise ValueError(path)
    if ending == ".duckdb":
        return _in_duckdb(path, words)
    if ending == ".parquet":
        return _in_parquet(path, words)
    with path.open("rb") as stream:
        head = stream.read(16)
        stream.seek(0)
        if head.startswith(b"SQLite format 3"):
            return _in_sqlite(path, words)
        if ending in _PACKED or head.startswith(b"PK\x03\x04"):
            return _in_archive(stream, words)
        return [""] if _in_stream(stream, words) else []


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return any(word in folded for word in words)


def _in_stream(stream: IO[bytes], words: Sequence[str]) -> bool:
    """Whether the bytes say a word in any way of writing text, with or without marks among it."""
    kept = b""
    while chunk := stream.read(_CHUNK):
        content = kept + chunk
        if any(_says(content.decode(each, "ignore"), words) for each in _ENCODINGS):
            return True
        kept = content[-_OVERLAP:]
    return False


def _says(text: str, words: Sequence[str]) -> bool:
    if _holds(text, words):
        return True
    if not any(mark in text for mark in ("<", "&", "\\u")):
        return False
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(text))
    ways = {plain, _TAG.sub("", plain), _TAG.sub(" ", plain)} - {text}
    return any(_holds(each, words) for each in ways)


def _in_archive(stream: IO[bytes], words: Sequence[str]) -> list[str]:
    found = []
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            with archive.open(info) as part:
                if _holds(info.filename, words) or _in_stream(part, words):
                    found.append(info.filename)
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _condition(column: str, words: Sequence[str]) -> str:
    folded = f"regexp_replace(lower(nfc_normalize({column}::varchar)), '\\s+', ' ', 'g')"
    return " or ".join(f"contains({folded}, ?)" for _ in words)


def _in_duckdb(path: Path, words: Sequence[str]) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as con:
        columns = con.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where database_name = current_database() and not internal"
            " and (data_type like '%VARCHAR%' or data_type in ('JSON', 'BLOB'))"
            " order by all"
        ).fetchall()
        return [
            ".".join(column)
            for column in columns
            if _asked(con, f"{_quoted(column[0])}.{_quoted(column[1])}", column[2], words)
        ]


def _in_parquet(path: Path, words: Sequence[str]) -> list[str]:
    with duckdb.connect() as con:
        table = f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"
        columns = con.execute(f"describe select * from {table}").fetchall()
        return [name for name, *_ in columns if _asked(con, table, name, words)]


def _asked(con: duckdb.DuckDBPyConnection, table: str, column: str, words: Sequence[str]) -> bool:
    condition = _condition(_quoted(column), words)
    asked = f"select 1 from {table} where {condition} limit 1"
    return con.execute(asked, list(words)).fetchone() is not None


def _in_sqlite(path: Path, words: Sequence[str]) -> list[str]:
    found = []
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as con:
        con.create_function("says", 1, lambda told: _says(_as_text(told), words))
        tables = con.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in tables:
            for column in con.execute(f"pragma table_info({_quoted(table)})").fetchall():
                asked = f"select 1 from {_quoted(table)} where says({_quoted(column[1])}) limit 1"
                if con.execute(asked).fetchone():
                    found.append(f"{table}.{column[1]}")
    return found


def _as_text(told: object) -> str:
    return told.decode("utf-8", "ignore") if isinstance(told, bytes) else str(told)
