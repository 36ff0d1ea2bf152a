"""What a comparison of two releases found: the cells, rows, files, columns and lines that differ.

Belongs here: the words the renderings (`table`, `view`, `notes`) are made of. Does not belong here:
the comparing (`tables`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fondbok.publish.release import Release
from fondbok.reference.changes import Change

ANDRAD, TILLKOMMEN, BORTTAGEN = "andrad", "tillkommen", "borttagen"
ALL_COLUMNS = "*"


@dataclass(frozen=True)
class Ursprung:
    """A source row whose part of a cell differs. The parts' changes add up to the cell's change.

    Attributes:
        fil: file below landing/; of the later release when the row is in both.
        fil_sha256: SHA-256 of its bytes.
        blad: sheet, '' in text files.
        rad: 1-based row.
        projekt_kod: the project it counts in, None when the release does not say.
        fore_sek: its part of the cell in the earlier release, None when it had none.
        efter_sek: its part in the later release, None when it has none.
    """

    fil: str | None
    fil_sha256: str | None
    blad: str | None
    rad: int | None
    projekt_kod: str | None
    fore_sek: Decimal | None
    efter_sek: Decimal | None


@dataclass(frozen=True)
class Cell:
    """A published cell that differs.

    Attributes:
        tabell: the report.
        radnyckel: the row, like 'ar=2022;namnd_kod=ASN'.
        kolumn: the column.
        art: andrad, or tillkommen or borttagen when the whole row is.
        fore: the value as text, None when it was unknown or not there.
        efter: likewise.
        forandring: efter minus fore where both are numbers.
        ursprung: the source rows behind it; empty for what is not money.
    """

    tabell: str
    radnyckel: str
    kolumn: str
    art: str
    fore: str | None
    efter: str | None
    forandring: Decimal | None
    ursprung: tuple[Ursprung, ...] = ()


@dataclass(frozen=True)
class Rad:
    """A report row that only one of the releases has."""

    tabell: str
    radnyckel: str
    art: str


@dataclass(frozen=True)
class Fil:
    """A content that only one of the releases was made of."""

    fil: str
    fil_sha256: str
    art: str


@dataclass(frozen=True)
class Kolumn:
    """A report column that only one of the releases has; its cells are not compared.

    `kolumn` is '*' when the release lacks the whole table.
    """

    tabell: str
    kolumn: str
    art: str


@dataclass(frozen=True)
class Diff:
    """All that differs between two releases, in a fixed order."""

    fore: Release
    efter: Release
    celler: tuple[Cell, ...] = ()
    rader: tuple[Rad, ...] = ()
    filer: tuple[Fil, ...] = ()
    kolumner: tuple[Kolumn, ...] = ()
    referens: tuple[Change, ...] = ()

    @property
    def lika(self) -> bool:
        """Whether every published cell is the same."""
        return not (self.celler or self.rader or self.kolumner)
