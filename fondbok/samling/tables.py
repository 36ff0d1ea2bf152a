"""What the file of many municipalities holds.

Belongs here: which published tables stand side by side in it, and the tables that compare. Does not
belong here: filling them (`gathering` and `sql/`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Annotated

from pydantic import Field

from fondbok.quality import declared
from fondbok.quality.declared import Column, Table
from fondbok.reference import tables as reference
from fondbok.warehouse.written import WrittenTable

KOMMUN_KOD = Column("kommun_kod", "varchar", not_null=True)

# What tells of one release of one home, or of the program.
_LEFT_OUT = frozenset({"release", "rpt_forandring", "dataordbok"})

_KOMMUN = ("varchar not null", "Kommunens kod hos SCB, fyra siffror.")
_NAMN = ("varchar not null", "Kommunens namn.")
_YEAR = {
    "kommun_kod": _KOMMUN,
    "kommun": _NAMN,
    "ar": ("integer not null", "Redovisningsåret."),
}
_MEASURES = {
    "belopp_sek": (
        "decimal(18, 2)",
        "EU-medel, kronor. Tomt när ingen kommun har sagt eller bokfört något.",
    ),
    "anpassat_sek": (
        "decimal(18, 2)",
        "Den del av belopp_sek som bygger på anpassade uppgifter, kronor.",
    ),
    "antal_projekt_olika": (
        "bigint not null",
        "Antal olika projekt. Går inte att summera: ett projekt kan räknas på flera rader.",
    ),
}
_PER_INVANARE = (
    "decimal(18, 2)",
    "belopp_sek delat med invånarna i slutet av året, kronor. Tomt när invånarna inte är kända.",
)

KOMMUN = WrittenTable(
    "jamforelse",
    "kommun",
    "Kommunerna som är med: en rad per kommun, med utgåvan som dess siffror kommer från.",
    {
        "kommun_kod": _KOMMUN,
        "kommun": _NAMN,
        "hem": ("varchar not null", "Mappen som kommunens hem ligger i."),
        "utgava": ("varchar not null", "Utgåvan som gällde i hemmet."),
        "publicerad": ("timestamp not null", "När utgåvan först publicerades (UTC)."),
        "kod_version": ("varchar not null", "Programmet som utgåvan är gjord med."),
        "indata_hash": ("varchar not null", "Fingeravtryck av allt som låg i landing/ (SHA-256)."),
        "sha256": ("varchar not null", "SHA-256 av den publicerade filen."),
    },
    key=("kommun_kod",),
    is_open=True,
)
KOMMUN_AR = WrittenTable(
    "jamforelse",
    "kommun_ar",
    "Kommunens år: en rad per kommun och år som den redovisat.",
    {
        **_YEAR,
        **_MEASURES,
        "invanare": ("bigint", "Invånare i slutet av året. Tomt när ingen har angett dem."),
        "belopp_per_invanare_sek": _PER_INVANARE,
        "varningar": ("varchar", "Kommunens egna varningar om årets siffror."),
    },
    key=("kommun_kod", "ar"),
    is_open=True,
)
KOMMUN_FOND = WrittenTable(
    "jamforelse",
    "kommun_fond",
    "Kommunens år per fond: en rad per kommun, år och fond.",
    {
        **_YEAR,
        "fond_kod": ("varchar not null", "Fondens kod; samma i hela landet."),
        "fond": ("varchar not null", "Fondens namn."),
        "fondgrupp": ("varchar not null", "Gruppen som fonden räknas till."),
        **_MEASURES,
        "belopp_per_invanare_sek": _PER_INVANARE,
    },
    key=("kommun_kod", "ar", "fond_kod"),
    is_open=True,
)
KOMMUN_MAL = WrittenTable(
    "jamforelse",
    "kommun_kf_mal",
    "Kommunens år per mål. Varje kommuns mål är dess egna: samma nummer är inte samma mål.",
    {
        **_YEAR,
        "malperiod": ("varchar not null", "Perioden som målet gäller; Okänd när målet är okänt."),
        "kf_mal_nummer": ("integer not null", "Målets nummer i kommunen; 0 när målet är okänt."),
        "kf_mal": ("varchar not null", "Målet med kommunens ord."),
        **_MEASURES,
        "belopp_per_invanare_sek": _PER_INVANARE,
    },
    key=("kommun_kod", "ar", "malperiod", "kf_mal_nummer"),
    is_open=True,
)
COMPARING = (KOMMUN, KOMMUN_AR, KOMMUN_FOND, KOMMUN_MAL)


class Invanare(reference.Row):
    """How many live in a municipality at the end of a year."""

    kommun_kod: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    ar: reference.Year
    invanare: Annotated[int, Field(gt=0)]


INVANARE = reference.Table("invanare", Invanare, ("kommun_kod", "ar"), {})


@cache
def side_by_side() -> tuple[Table, ...]:
    """The published tables that stand side by side, each with the municipality first."""
    tables, _ = declared.published()
    return tuple(
        replace(
            table,
            columns=(KOMMUN_KOD, *map(_within, filter(_is_other, table.columns))),
            keys=tuple((KOMMUN_KOD.name, *filter(_is_other, key)) for key in table.keys),
        )
        for table in tables
        if table.schema == "mart" and table.name not in _LEFT_OUT
    )


def _is_other(column: Column | str) -> bool:
    """Whether it is another column than the municipality's, which each table begins with here."""
    return KOMMUN_KOD.name not in (column, getattr(column, "name", column))


def _within(column: Column) -> Column:
    """A column without its reference to a table that the file does not have."""
    points_out = column.reference is not None and column.reference.schema != "mart"
    return replace(column, reference=None) if points_out else column


def is_key(column: str) -> bool:
    """Whether a column's values are keys of rows, which two municipalities may both have."""
    return column.endswith("_key") or column == "kallrad_id"
