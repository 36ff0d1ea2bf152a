"""The figures of a document as plain rows: kept beside it, and compared with a later release's.

Belongs here: which figures a document states and what they are called, the file they are kept in,
and what changed. Does not belong here: what changed in the mart, which `fondbok diff` says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from fondbok.documents import swedish
from fondbok.documents.parts import Document, Listing, Para, Table, Value
from fondbok.saving import replace_file

_FIGURES = {"kr", "antal", "tal"}
_UNKNOWN = "okänt"


@dataclass(frozen=True)
class Change:
    """A figure that another release states otherwise.

    Attributes:
        dokument: the document's name.
        siffra: what the figure is.
        fore: its value in the document made, None when it was not there.
        efter: its value in the release served, None when it is no longer there.
    """

    dokument: str
    siffra: str
    fore: str | None
    efter: str | None

    @property
    def mening(self) -> str:
        """What changed, in words."""
        if self.fore is None:
            return f"{self.siffra}: ny, {self.efter}"
        if self.efter is None:
            return f"{self.siffra}: borta, var {self.fore}"
        return f"{self.siffra}: {self.fore} → {self.efter}"


def of(document: Document) -> dict[str, str]:
    """Every figure the document states, by what it is; a name that comes twice has a number."""
    found: dict[str, str] = {}
    for name, value in _stated(document):
        unique, again = name, 2
        while unique in found:
            unique, again = f"{name} ({again})", again + 1
        found[unique] = value
    return found


def _stated(document: Document) -> Iterator[tuple[str, str]]:
    for part in document.parts:
        match part:
            case Para():
                for siffra in part.siffror:
                    yield siffra.namn, _written(siffra.varde)
            case Table():
                yield from _of_table(part)
            case Listing():
                for name, value, kind in part.facts:
                    if kind in _FIGURES:
                        yield f"{part.about}: {name}", _written(value)


def _of_table(part: Table) -> Iterator[tuple[str, str]]:
    for row in part.every_row:
        about = ", ".join(_written(value) for value in row[: part.key])
        for value, column in zip(row, part.columns, strict=True):
            if column.kind in _FIGURES and not isinstance(value, str):
                yield f"{part.caption}: {about}: {column.title}", _written(value)


def _written(value: Value) -> str:
    if value is None:
        return _UNKNOWN
    if isinstance(value, bool | str | date):
        return str(value)
    return swedish.exakt(Decimal(value))


def file(folder: Path, ar: int) -> Path:
    """Where the figures of a year's documents are kept."""
    return folder / f"siffror-{ar}.json"


def kept(folder: Path, ar: int) -> dict[str, dict[str, object]]:
    """What the documents in a folder state, by document; nothing when none was made."""
    try:
        found = json.loads(file(folder, ar).read_text("utf-8"))
        return dict(found["dokument"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def keep(folder: Path, ar: int, document: Document) -> None:
    """Keep what a document states, beside what the others there do."""
    now = {document.name: {"utgava": document.release_id, "siffror": of(document)}}
    body = {"ar": ar, "dokument": dict(sorted({**kept(folder, ar), **now}.items()))}
    text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
    replace_file(file(folder, ar), text.encode("utf-8"))


def changes(document: Document, before: Mapping[str, object]) -> list[Change]:
    """What differs between what a document stated and what it would state now."""
    then, now = before.get("siffror"), of(document)
    earlier: dict[str, str] = dict(then) if isinstance(then, dict) else {}
    names = [*now, *(name for name in earlier if name not in now)]
    return [
        Change(document.name, name, earlier.get(name), now.get(name))
        for name in names
        if earlier.get(name) != now.get(name)
    ]
