"""A comparison of two releases for people and for programs.

Belongs here: laying out what the comparison found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from fondbok.publish.comparison.found import (
    ALL_COLUMNS,
    BORTTAGEN,
    TILLKOMMEN,
    Cell,
    Diff,
    Kolumn,
    Ursprung,
)
from fondbok.publish.wording import as_plain, plats, skillnad, tal

_ART = {TILLKOMMEN: "har tillkommit", BORTTAGEN: "har tagits bort"}


def as_json(found: Diff) -> dict[str, Any]:
    """The comparison as JSON types: amounts and times as text."""
    return {**as_plain(asdict(found)), "lika": found.lika}


def render(found: Diff, console: Console) -> None:
    """Tell a person what differs, in Swedish: each cell and the rows behind it."""
    for line, style in _lines(found):
        console.print(Text(line, style=style), soft_wrap=True)


def _lines(found: Diff) -> Iterator[tuple[str, str]]:
    yield f"Från utgåva {found.fore.release_id} till {found.efter.release_id}", "bold"
    for fil in found.filer:
        yield f"Filen {fil.fil} ({fil.fil_sha256[:12]}) {_ART[fil.art]}.", ""
    for change in found.referens:
        yield change.mening(), ""
    if found.fore.kod_version != found.efter.kod_version:
        yield f"Koden skiljer: {found.fore.kod_version} och {found.efter.kod_version}.", ""
    for kolumn in found.kolumner:
        yield f"{_column(kolumn)} {_ART[kolumn.art]} och jämförs inte.", ""
    for rad in found.rader:
        yield f"Raden {rad.tabell} {rad.radnyckel} {_ART[rad.art]}.", ""
    for (tabell, radnyckel), cells in groupby(found.celler, lambda c: (c.tabell, c.radnyckel)):
        yield f"{tabell}  {radnyckel}", "bold"
        for cell in cells:
            yield f"  {_change(cell)}", ""
            yield from ((f"    {_origin(part)}", "dim") for part in cell.ursprung)
    if found.lika:
        yield "Alla publicerade siffror är lika.", "green"
    else:
        yield f"{len(found.celler)} celler skiljer.", "bold"


def _column(kolumn: Kolumn) -> str:
    if kolumn.kolumn == ALL_COLUMNS:
        return f"Tabellen {kolumn.tabell}"
    return f"Kolumnen {kolumn.tabell}.{kolumn.kolumn}"


def _change(cell: Cell) -> str:
    change = "" if cell.forandring is None else f" ({skillnad(cell.forandring)})"
    return f"{cell.kolumn}: {_value(cell, cell.fore)} → {_value(cell, cell.efter)}{change}"


def _value(cell: Cell, value: str | None) -> str:
    if value is None:
        return "saknas"
    if cell.forandring is None and not cell.kolumn.endswith("_sek"):
        return value
    return tal(Decimal(value), len(value.partition(".")[2]))


def _origin(part: Ursprung) -> str:
    project = f" ({part.projekt_kod})" if part.projekt_kod else ""
    where = plats(part.fil, part.blad, part.rad)
    return f"{where}{project}: {_part(part.fore_sek)} → {_part(part.efter_sek)}"


def _part(value: Decimal | None) -> str:
    return "ingen del" if value is None else tal(value)
