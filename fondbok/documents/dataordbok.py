"""The published tables as a page that everybody can read: docs/dataordbok.html of a home.

Belongs here: what `mart.dataordbok` says, as a document of the same kind as the others. dbt's own
page says more, of the models behind the tables, and cannot be read by all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb

from fondbok.documents.content.namnd import anchor
from fondbok.documents.parts import Column, Document, Heading, Para, Part, Table
from fondbok.documents.render.html import render
from fondbok.documents.render.look import Look
from fondbok.publish.release import described

FILE = "dataordbok.html"
_SCHEMAS = {
    "mart": "Tabeller för rapporter, frågor och BI-verktyg",
    "text": "Fri text, som nämnderna har skrivit den",
    "kvalitet": "Vad som är läst, avvisat, anmärkt och kontrollerat",
}
_ROWS = """
    select schemanamn, tabell, kolumn, datatyp, betydelse, enhet, i_nyckeln, hanvisar_till, varden,
        fritext
    from mart.dataordbok
    order by list_position($schemas, schemanamn) nulls last, schemanamn, tabell, plats
"""


@dataclass(frozen=True)
class _Row:
    """A row of mart.dataordbok; the one about the table itself has no column."""

    schemanamn: str
    tabell: str
    kolumn: str | None
    datatyp: str | None
    betydelse: str
    enhet: str | None
    i_nyckeln: bool | None
    hanvisar_till: str | None
    varden: str | None
    fritext: bool | None


def make(mart: Path, look: Look | None = None) -> bytes:
    """The page; the same release gives the same bytes.

    Args:
        mart: the published file.
        look: the templates; ours where nothing is said.
    """
    return render(_document(mart), look or Look())


def _document(mart: Path) -> Document:
    with duckdb.connect(str(mart), read_only=True) as con:
        release = described(con)
        answers = con.execute(_ROWS, {"schemas": list(_SCHEMAS)}).fetchall()
    return Document(
        name="dataordbok",
        title="Publicerade tabeller",
        subtitle="Vad varje tabell och kolumn i den publicerade filen betyder",
        release_id=release.release_id,
        dated=release.publicerad.date(),
        parts=tuple(_parts([_Row(*row) for row in answers])),
    )


def _parts(rows: list[_Row]) -> Iterator[Part]:
    for schema, of_schema in groupby(rows, lambda row: row.schemanamn):
        yield Heading(1, f"{schema}: {_SCHEMAS.get(schema, 'övriga tabeller')}", anchor(schema))
        for name, of_table in groupby(of_schema, lambda row: row.tabell):
            yield from _table(f"{schema}.{name}", list(of_table))


def _table(name: str, rows: list[_Row]) -> Iterator[Part]:
    yield Heading(2, name, anchor("tabell", name))
    for row in rows:
        if row.kolumn is None:
            yield Para(row.betydelse)
    yield Table(
        anchor("kolumner", name),
        f"Kolumner i {name}",
        (
            Column("Kolumn", width=2),
            Column("Typ", width=1.2),
            Column("Betydelse", width=4),
            Column("Att veta", width=2),
        ),
        tuple((row.kolumn, row.datatyp, row.betydelse, _noted(row)) for row in rows if row.kolumn),
    )


def _noted(row: _Row) -> str:
    told = (
        "i nyckeln" if row.i_nyckeln else "",
        f"hänvisar till {row.hanvisar_till}" if row.hanvisar_till else "",
        f"enhet: {row.enhet}" if row.enhet else "",
        f"värden: {row.varden}" if row.varden else "",
        "fri text" if row.fritext else "",
    )
    return "; ".join(filter(None, told))
