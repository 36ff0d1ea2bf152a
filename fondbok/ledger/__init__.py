"""Exports of the economy system: SIE 4, csv and xlsx, into typed rows of the raw schema.

`load` writes one file to the warehouse; `inspect_rows` shows what it would write. The SIE reader
`fondbok.ledger.sie` and the profiles `fondbok.ledger.profiles` are usable on their own.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from fondbok.files.refusal import Refusal
from fondbok.findings import FileRead, finding
from fondbok.ledger import (
    account_names,
    accounts,
    doubts,
    profiles,
    rules,
    sie_load,
    staging,
    text_load,
    workbook_load,
)
from fondbok.ledger.statements import statement

__all__ = ["inspect_rows", "load"]

RAW_SCHEMA = Path(__file__).parent.parent / "warehouse" / "raw_schema.sql"
_FIELDS = (
    "serie",
    "verifikation",
    "verifikat_rad",
    "rakenskapsar",
    "datum",
    "konto",
    "ansvar",
    "verksamhet",
    "projektkod",
    "motpart",
    "text",
    "belopp",
    "valuta",
    "belopp_valuta",
    "objekt",
)


def load(
    con: duckdb.DuckDBPyConnection, path: Path, sha: str, profiles_dir: Path | None
) -> FileRead:
    """Read one ledger file into raw.ledger_rad, raw.avvisad_rad and raw.fynd.

    Works inside the caller's transaction, with temporary tables of its own. Never raises for
    what a file holds: a file that cannot be read is refused with one finding.

    Args:
        con: a connection whose raw schema exists.
        path: the file as it landed; only read.
        sha: SHA-256 of its bytes, hex.
        profiles_dir: the installation's own profiles, beside the built-in ones.

    Returns:
        Format, profile, status and the number of rows per outcome. `rows`, `fynd` and `avvisade`
        are empty: they are in the database.
    """
    format_ = _format(path)
    session = staging.begin(con)
    try:
        profil = _read(con, path, sha, format_, profiles_dir)
        accounts.look(con, sha)
        account_names.of_sie(con, sha)
        doubts.of_words(con, sha)
        doubts.of_company(con, sha)
        doubts.of_years(con, sha)
        return _store(con, sha, session, FileRead(format_, profil=profil))
    except Refusal as refusal:
        staging.forget(con, [sha])
        return _refuse(con, sha, format_, refusal)
    finally:
        staging.end(con, session)


def _format(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return "xlsx"
    with path.open("rb") as handle:
        opens_as_sie = handle.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").upper().startswith(b"#FLAGGA")
    return "sie" if opens_as_sie or suffix in (".se", ".si", ".sie") else "csv"


def _read(
    con: duckdb.DuckDBPyConnection, path: Path, sha: str, format_: str, profiles_dir: Path | None
) -> str:
    """Fill raw.ledger_rad and note what was found; the name of the profile or reader."""
    if format_ == "sie":
        return sie_load.load(con, path, sha)
    known = profiles.load(profiles_dir)
    reader = workbook_load if format_ == "xlsx" else text_load
    name = reader.load(con, path, sha, known)
    for problem in known.problems:
        staging.note(con, rules.LEDGER_PROFIL_OGILTIG, "", None, problem)
    return name


def _store(
    con: duckdb.DuckDBPyConnection, sha: str, session: staging.Session, read: FileRead
) -> FileRead:
    staging.store(con, sha, session)
    read.utfall, read.nyaste_datum, findings = staging.outcomes(con, sha)
    if findings or read.utfall["avvisad"]:
        read.status = "laddad_med_fynd"
    return read


def _refuse(con: duckdb.DuckDBPyConnection, sha: str, format_: str, refusal: Refusal) -> FileRead:
    found = finding(refusal.rule, **refusal.values)
    staging.store_finding(con, sha, found)
    return FileRead(format_, "avvisad", found.meddelande)


def inspect_rows(path: Path, profiles_dir: Path | None) -> Iterator[dict[str, Any]]:
    """What the system makes of a file, row by row, in file order, without landing it.

    Yields:
        {"fil", "blad", "rad", "utfall", "falt", "fynd"}: falt holds the fields that have a
        value, amounts as text with two decimals and dates as ISO text. Each finding names its own
        `rad`: one at a line that holds no row (the head of a SIE voucher) stands at the row after
        it. Findings about the whole file come first, with rad None; a refused file is that one
        line.
    """
    with duckdb.connect() as con:
        con.execute(RAW_SCHEMA.read_text(encoding="utf-8"))
        read = load(con, path, "inspect", profiles_dir)
        notes = _notes(con)
        whole = [note for place, note in notes if place[1] == _WHOLE]
        placed = deque((place, note) for place, note in notes if place[1] != _WHOLE)
        if whole or read.status == "avvisad":
            utfall = "avvisad" if read.status == "avvisad" else "laddad"
            yield _line(path, (None, None), utfall, {}, whole)
        yield from _rows(con, path, placed)
        if placed:
            yield _line(path, (None, None), "laddad", {}, [note for _, note in placed])


_Place = tuple[str, int]
Note = dict[str, str | int | None]
_WHOLE = 0  # no line has this number


def _notes(con: duckdb.DuckDBPyConnection) -> list[tuple[_Place, Note]]:
    """Every finding and reject with its sheet and line, in the order of the file."""
    names = ("rad", "regel", "allvar", "kolumn", "varde", "meddelande")
    rows = con.execute(
        f"select coalesce(blad, ''), {', '.join(names)} from raw.fynd union all "
        "select coalesce(blad, ''), rad, regel, 'fel', kolumn, varde, meddelande "
        "from raw.avvisad_rad order by all nulls first"
    ).fetchall()
    return [
        ((blad, rad or _WHOLE), dict(zip(names, (rad, *rest), strict=True)))
        for blad, rad, *rest in rows
    ]


def _rows(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    notes: deque[tuple[_Place, Note]],
) -> Iterator[dict[str, Any]]:
    columns, numbered = ", ".join(_FIELDS), statement("numbered")
    result = con.execute(
        f"select blad, rad, utfall, {columns} from ({numbered}) order by blad, rad"
    )
    while rows := result.fetchmany(10_000):
        for blad, rad, utfall, *values in rows:
            falt = {
                "rad" if name == "verifikat_rad" else name: _plain(name, value)
                for name, value in zip(_FIELDS, values, strict=True)
                if value is not None
            }
            fynd = []
            while notes and notes[0][0] <= (blad, rad):
                fynd.append(notes.popleft()[1])
            yield _line(path, (blad, rad), utfall, falt, fynd)


def _plain(name: str, value: Any) -> Any:
    if name == "objekt":
        return json.loads(value)
    return value if isinstance(value, int) else str(value)


def _line(
    path: Path,
    place: tuple[str | None, int | None],
    utfall: str,
    falt: dict[str, Any],
    fynd: list[Note],
) -> dict[str, Any]:
    blad, rad = place
    return {
        "fil": path.name,
        "blad": blad,
        "rad": rad,
        "utfall": utfall,
        "falt": falt,
        "fynd": fynd,
    }
