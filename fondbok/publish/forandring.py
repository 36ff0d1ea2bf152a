"""mart.rpt_forandring: every published cell that is another than in the release before.

Belongs here: keeping the comparison of `fondbok.publish.diff` as a table. It is part of the release
it describes, and no part of what two releases are compared by.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from fondbok.paths import Home
from fondbok.publish import diff, health
from fondbok.publish import release as releases
from fondbok.publish.wording import plats

TABLE = releases.CHANGES

_COLUMNS = {
    "tabell": ("varchar not null", "Rapporten, till exempel rpt_utbetalt_per_namnd."),
    "radnyckel": ("varchar not null", "Raden, till exempel ar=2022;namnd_kod=ASN."),
    "kolumn": ("varchar not null", "Kolumnen."),
    "art": (
        "varchar not null",
        "andrad: värdet är ett annat. tillkommen eller borttagen: hela raden är det.",
    ),
    "fore": (
        "varchar",
        "Värdet i utgåvan före, som text. Tomt när det var okänt eller inte fanns.",
    ),
    "efter": ("varchar", "Värdet i den här utgåvan, som text."),
    "forandring": ("decimal(38, 12)", "efter minus före, när båda är tal."),
    "antal_kallrader": (
        "bigint not null",
        "Antal rader i underlag och bokföring vars del av beloppet är en annan.",
    ),
    "kallrader": (
        "varchar",
        "De raderna: fil, blad och rad, åtskilda med semikolon. De första tjugo.",
    ),
    "fore_utgava": ("varchar not null", "Utgåvan som det jämförs med."),
}
SHOWN = 20

DESCRIPTION = (
    TABLE,
    "Varje publicerat värde som skiljer sig från utgåvan före, hur mycket och vilka rader det"
    " beror på. En rad per rapport, rad och kolumn. Tom för den första utgåvan och när inget"
    " publicerat värde är ett annat.",
    [(name, type_.removesuffix(" not null"), text) for name, (type_, text) in _COLUMNS.items()],
)


@dataclass(frozen=True)
class _Rad:
    tabell: str
    radnyckel: str
    kolumn: str
    art: str
    fore: str | None
    efter: str | None
    forandring: str | None
    antal_kallrader: int
    kallrader: str | None
    fore_utgava: str


def write(con: duckdb.DuckDBPyConnection, home: Home) -> int:
    """Replace mart.rpt_forandring in the warehouse being built.

    The release before is the one being served. Building the served release again, with the same
    result, keeps what it said when it was made.

    Args:
        con: a connection to the warehouse, with mart.release described and the reports built.
        home: the home folder.

    Returns:
        How many cells changed.
    """
    columns = ", ".join(f"{name} {type_}" for name, (type_, _) in _COLUMNS.items())
    con.execute(f"create or replace table {TABLE} ({columns})")
    con.execute(f"comment on table {TABLE} is '{DESCRIPTION[1]}'")
    for name, (_, text) in _COLUMNS.items():
        con.execute(f"comment on column {TABLE}.{name} is '{text}'")
    rows = _changes(con, home)
    if rows:
        marks = ", ".join("?" for _ in _COLUMNS)
        con.executemany(f"insert into {TABLE} values ({marks})", [astuple(row) for row in rows])
    return len(rows)


def _changes(con: duckdb.DuckDBPyConnection, home: Home) -> list[_Rad]:
    own = releases.described(con).release_id
    before = health.baseline(home)
    served = None if before is None else releases.read(before)
    if before is None or served is None:
        return []
    changed = diff.forandring(con, before)
    if served.release_id == own and not changed:
        return _as_published(before)
    return [_row(cell, served.release_id) for cell in changed]


def _as_published(before: Path) -> list[_Rad]:
    """What the served release says of its own changes; nothing when it is older than the table."""
    with duckdb.connect(str(before), read_only=True) as con:
        try:
            rows = con.execute(f"select {', '.join(_COLUMNS)} from {TABLE}").fetchall()
        except duckdb.CatalogException:
            return []
    return [_Rad(*row) for row in rows]


def _row(cell: diff.Cell, before: str) -> _Rad:
    places = [plats(part.fil, part.blad, part.rad) for part in cell.ursprung[:SHOWN]]
    return _Rad(
        cell.tabell,
        cell.radnyckel,
        cell.kolumn,
        cell.art,
        cell.fore,
        cell.efter,
        None if cell.forandring is None else f"{cell.forandring:f}",
        len(cell.ursprung),
        "; ".join(places) or None,
        before,
    )
