"""A city's csv file as rows of a reference table, or as what is wrong with it.

Belongs here: the file, its lines and cells, and each row by itself. Whether rows agree with each
other and with other tables is for `agreement`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fondbok.reference.tables import KALLA, Row, Table

COMMENT = ("#", '"# ')
"""How a comment begins; Excel puts one with quotes inside in quotes."""
OWN_WORD = "egen uppgift"
_SEPARATORS = ",;\t"
_SAVE = "Spara den som CSV UTF-8 (i Excel: Spara som, CSV UTF-8)."


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of a city's reference data.

    Attributes:
        fil: the file, as 'referens/namnd.csv' or 'kommun.toml'.
        rad: 1-based line, None for the whole file.
        kolumn: the column, None for the whole line.
        meddelande: what is wrong and what to do, in Swedish.
    """

    fil: str
    rad: int | None
    kolumn: str | None
    meddelande: str

    def mening(self) -> str:
        """Place and message in one sentence."""
        rad = f", rad {self.rad}" if self.rad is not None else ""
        kolumn = f", kolumn {self.kolumn}" if self.kolumn else ""
        return f"{self.fil}{rad}{kolumn}: {self.meddelande}"


@dataclass(frozen=True)
class Line:
    """A row.

    Attributes:
        rad: the line it begins on, 1-based; 0 where a release does not say.
        cells: its columns as text, '' for empty.
        antal: its number of lines.
    """

    rad: int
    cells: Mapping[str, str]
    antal: int = 1


@dataclass(frozen=True)
class Read:
    """A file as read: its rows, or its faults, in the order of the lines."""

    rows: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(path: Path, table: Table) -> Read:
    """Read and check each row of a file by itself.

    Lines that begin with # are comments. Columns are separated by comma, semicolon or tab, of which
    the header has most. An optional column may be left out.
    """
    fil = name_of(table)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return Read(faults=(Fault(fil, None, None, "Filen går inte att läsa."),))
    except UnicodeDecodeError as error:
        rad = path.read_bytes()[: error.start].count(b"\n") + 1
        return Read(faults=(Fault(fil, rad, None, f"Raden är inte skriven i UTF-8. {_SAVE}"),))
    if "\0" in text:
        return Read(faults=(Fault(fil, None, None, f"Filen är ingen textfil. {_SAVE}"),))
    records = _records(text)
    rad, head = next(records, (1, ""))
    if not head:
        return Read(faults=(Fault(fil, None, None, f"Filen är tom. {_first_line(table)}"),))
    separator, header = _head(head)
    faults = tuple(_header_faults(fil, rad, header, table))
    if faults:
        return Read(faults=faults)
    rows: list[Line] = []
    found: list[Fault] = []
    for rad, record in records:
        outcome = _line(fil, rad, record, separator, header, table)
        if isinstance(outcome, Line):
            rows.append(outcome)
        else:
            found += outcome
    return Read(tuple(rows), tuple(found))


def separator_of(text: str) -> tuple[str, list[str]]:
    """How a file separates its columns, and what they are."""
    _, head = next(_records(text), (1, ""))
    return _head(head)


def _head(record: str) -> tuple[str, list[str]]:
    separator = max(_SEPARATORS, key=record.count)
    return separator, [cell.strip() for cell in _cells(record, separator) or ()]


def name_of(table: Table) -> str:
    """How a table's file is named to a person."""
    return f"referens/{table.name}.csv"


def as_text(row: Row) -> dict[str, str]:
    """The cells of a row as both dbt and Python read them; where it comes from always said."""
    cells = {name: _text(value) for name, value in row}
    if KALLA in cells:
        cells[KALLA] = cells[KALLA] or OWN_WORD
    return cells


def _records(text: str) -> Iterator[tuple[int, str]]:
    """(first line, text) of each record: what is not blank and no comment, quoted breaks kept."""
    started, held = 0, ""
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if not held:
            if not line.strip() or line.lstrip().startswith(COMMENT):
                continue
            started = number
        held += line
        if held.count('"') % 2 == 0:
            yield started, held
            held = ""
    if held:
        yield started, held


def _cells(record: str, separator: str) -> list[str] | None:
    """The cells of a record; None when its quotes do not pair."""
    try:
        (cells,) = csv.reader([record], delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        return None
    return cells


def _first_line(table: Table) -> str:
    return f"Första raden ska vara: {','.join(table.columns)}"


def _header_faults(fil: str, rad: int, header: Sequence[str], table: Table) -> Iterator[Fault]:
    for name in dict.fromkeys(header):
        if name not in table.columns:
            shown = name or "(tom rubrik)"
            yield Fault(fil, rad, shown, f"Kolumnen finns inte i registret. {_first_line(table)}")
        elif header.count(name) > 1:
            yield Fault(fil, rad, name, "Kolumnen står två gånger. Ta bort den ena.")
    required = [n for n, field in table.row.model_fields.items() if field.is_required()]
    for name in required:
        if name not in header:
            yield Fault(fil, rad, name, f"Kolumnen saknas. {_first_line(table)}")


def _line(
    fil: str, rad: int, record: str, separator: str, header: Sequence[str], table: Table
) -> Line | list[Fault]:
    cells = _cells(record, separator)
    if cells is None:
        return [Fault(fil, rad, None, "Citattecknen går inte ihop: varje text som börjar med"
                      " citattecken ska sluta med ett.")]  # fmt: skip
    if len(cells) != len(header):
        return [Fault(fil, rad, None, f"Raden har {len(cells)} celler men rubriken"
                      f" {len(header)}. Står skiljetecknet i en text: sätt citattecken runt"
                      " texten.")]  # fmt: skip
    values = {n: cell.strip() for n, cell in zip(header, cells, strict=True) if cell.strip()}
    try:
        row = table.row.model_validate(values)
    except ValidationError as error:
        return [_fault(fil, rad, values, wrong) for wrong in error.errors()]
    return Line(rad, as_text(row), record.count("\n") or 1)


def _fault(fil: str, rad: int, values: Mapping[str, str], wrong: Any) -> Fault:
    kolumn = str(wrong["loc"][0]) if wrong["loc"] else None
    value = values.get(kolumn or "", "")
    return Fault(fil, rad, kolumn, _message(wrong, value))


def _message(wrong: Any, value: str) -> str:
    context = wrong.get("ctx", {})
    match wrong["type"]:
        case "missing":
            return "Cellen får inte vara tom."
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return f"{value} går inte. Skriv något av: {context['expected'].replace(' or ', ', ')}."
        case "greater_than" | "greater_than_equal":
            least = context.get("gt", context.get("ge"))
            over = "större än" if wrong["type"] == "greater_than" else "minst"
            return f"{value} går inte: talet ska vara {over} {least}."
        case _:
            return f"{value} går inte att läsa."


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
