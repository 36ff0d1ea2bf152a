"""What two releases have differently of a city's reference data, line by line.

Belongs here: holding the rows that counted in one release against those of another, and the
sentence of each line. Where it is told is for `fondbok.publish.comparison`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from fondbok.reference import kommun
from fondbok.reference.composing import KOMMUN, City, kept, key_of
from fondbok.reference.reading import KALLA, OWN_WORD, Line, name_of
from fondbok.reference.tables import TABLES, Table

Art = Literal["andrad", "tillkommen", "borttagen", "ojamforbar"]
NO_VALUE = "tomt"
_ALWAYS = date.min.isoformat()  # a day that was left out


@dataclass(frozen=True)
class Change:
    """A line that differs.

    Attributes:
        fil: 'referens/konto.csv' or 'kommun.toml'.
        rad: its line, in the later file; in the earlier when it is gone; None where the release
            does not say.
        art: andrad, tillkommen, borttagen; ojamforbar is a whole file that cannot be compared.
        nyckel: which row it is, as 'konto_fran 3581'; '' where the file or the setting says it all.
        varden: (column, before, after), None for a side that has no such row; '' is an empty cell.
    """

    fil: str
    rad: int | None
    art: Art
    nyckel: str
    varden: tuple[tuple[str, str | None, str | None], ...] = ()

    def mening(self) -> str:
        """The change in a Swedish sentence."""
        if self.art == "ojamforbar":
            return f"{self.fil}: raderna är sparade i en annan version och går inte att jämföra."
        where = f"{self.fil}, rad {self.rad}" if self.rad else self.fil
        if self.art == "andrad":
            told = "; ".join(f"{n} {_shown(a)} → {_shown(b)}" for n, a, b in self.varden)
            return f"{where}{f' ({self.nyckel})' if self.nyckel else ''}: {told}."
        word = "tillkom" if self.art == "tillkommen" else "togs bort"
        return f"{where} {word}: {', '.join(f'{n} {a or b}' for n, a, b in self.varden)}."


def changes(before: Path | None, after: Path | None) -> tuple[Change, ...]:
    """The lines that differ, by file and line.

    Args:
        before: the folder an earlier release keeps its reference data in, None when it has none.
        after: the later one's; without both there is nothing to compare.
    """
    if before is None or after is None:
        return ()
    fore, efter = kept(before), kept(after)
    found = [*_settings(fore, efter)]
    for table in TABLES:
        found += sorted(_lines(table, fore, efter), key=lambda each: each.rad or 0)
    return tuple(found)


def _shown(value: str | None) -> str:
    return value or NO_VALUE


def _settings(fore: City, efter: City) -> Iterator[Change]:
    if KOMMUN in fore.faults or KOMMUN in efter.faults:
        yield Change(kommun.FILE, None, "ojamforbar", "")
        return
    before, after = _said(fore), _said(efter)
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            rad = efter.kommun_rader.get(name) or fore.kommun_rader.get(name)
            yield Change(kommun.FILE, rad, "andrad", "", ((name, old, new),))


def _said(city: City) -> dict[str, str]:
    settings: dict[str, Any] = city.kommun.model_dump() if city.kommun else {}
    return {
        name: ", ".join(value) if isinstance(value, tuple) else str(value or "")
        for name, value in settings.items()
    }


def _lines(table: Table, fore: City, efter: City) -> Iterator[Change]:
    fil = name_of(table)
    if table.name in fore.faults or table.name in efter.faults:
        yield Change(fil, None, "ojamforbar", "")
        return
    before = {key_of(table, line.cells): line for line in fore.rows[table.name]}
    after = {key_of(table, line.cells): line for line in efter.rows[table.name]}
    for key, line in after.items():
        held = before.get(key)
        if held is None:
            yield Change(fil, line.rad or None, "tillkommen", "", _all(line, added=True))
        elif held.cells != line.cells:
            yield Change(
                fil,
                line.rad or None,
                "andrad",
                _named(table, line.cells),
                tuple(
                    (name, held.cells[name], line.cells[name])
                    for name in table.columns
                    if held.cells[name] != line.cells[name]
                ),
            )
    for key, line in before.items():
        if key not in after:
            yield Change(fil, line.rad or None, "borttagen", "", _all(line, added=False))


def _named(table: Table, cells: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {cells[name]}" for name in table.key if _says(name, cells[name]))


def _says(name: str, value: str) -> bool:
    """Whether a cell was filled in."""
    return value not in ("", _ALWAYS) and (name, value) != (KALLA, OWN_WORD)


def _all(line: Line, *, added: bool) -> tuple[tuple[str, str | None, str | None], ...]:
    """Every cell that says something, on the side that has the row."""
    said = {name: value for name, value in line.cells.items() if _says(name, value)}
    return tuple(
        (name, None, value) if added else (name, value, None) for name, value in said.items()
    )
