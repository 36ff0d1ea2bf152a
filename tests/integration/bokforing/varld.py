"""Random worlds of reported and booked money, and the models' own SQL over them.

Belongs here: what a world is, and running the compiled models on its tables without dbt. A world
has years of its own, so that many stand in one database at once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

NAMNDER = {"ASN": "41", "MN": "51", "KS": "11"}
# In the order they are built; the rest of what they read is tables that a world fills.
MODELS = (
    *("int_ledger__tackning", "int_ledger__kodsvar", "int_ledger__utbetalning"),
    *("int_projekt__ekonomikod", "int_deltagande__kod"),
    *("int_deltagande__bokfort", "int_deltagande__sen", "int_deltagande__kalla"),
    *("int_deltagande__arv", "int_deltagande"),
    *("int_projekt__kf_mal_andel", "int_eu_medel__fond", "int_eu_medel"),
    *("int_harkomst__underlag", "int_harkomst__del"),
)
# Built by its own tests, over the tables they fill.
STORLEK = ("int_ledger__storlek", "int_fynd__storlek")
_TABLES = """
create or replace table staging.stg_ledger__blad (
    kommun_kod varchar default '1280',
    blad_nr integer, fil_sha256 varchar, fran_datum date, till_datum date, gjord timestamp);
create or replace table staging.stg_ledger__rad (
    kommun_kod varchar default '1280',
    blad_nr integer, ansvar_text varchar, datum date);
create or replace table staging.stg_submission__kf_mal (
    kommun_kod varchar default '1280',
    kallrad_id varchar, nummer integer, andel_procent decimal(9, 4));
create or replace table referens.ansvar as
    select '1280' as kommun_kod, *
    from (values ('41', 'ASN'), ('51', 'MN'), ('11', 'KS')) as t (prefix, namnd_kod)
    cross join (select null::integer as fran_ar, null::integer as till_ar);
create or replace table referens.projektkod (
    kommun_kod varchar default '1280',
    projektkod varchar, projekt varchar, fran_ar integer, till_ar integer);
create or replace table referens.ar (
    kommun_kod varchar default '1280', ar integer, malperiod varchar);
create or replace table referens.kf_mal (
    kommun_kod varchar default '1280', malperiod varchar, nummer integer);
insert into referens.kf_mal select '1280', 'alla', n from generate_series(1, 3) as t (n);
create or replace table intermediate.int_projekt__namn (
    kommun_kod varchar default '1280',
    projekt varchar, ar integer, namn_nyckel varchar, ar_okant boolean);
create or replace table intermediate.int_projekt__identitet (
    kommun_kod varchar default '1280',
    namn_nyckel varchar, projekt_kod varchar);
create or replace table intermediate.int_ledger__bidragsrad (
    kommun_kod varchar default '1280',
    kallrad_id varchar, fil_sha256 varchar, datum date, ar integer, serie varchar,
    verifikation varchar, rad integer,
    konto varchar, ar_eu_bidrag boolean, ansvar varchar, projektkod varchar, namnd_kod varchar,
    belopp_sek decimal(18, 2), valuta varchar, belopp_valuta decimal(18, 2));
create or replace table intermediate.int_deltagande__rad (
    kommun_kod varchar default '1280',
    kallrad_id varchar, fil_sha256 varchar, blad varchar, rad bigint, ar integer,
    namnd_kod varchar, projekt_kod varchar, projekt varchar, fond_kod varchar, roll varchar,
    redovisat_sek decimal(18, 2), redovisat_formedlat_sek decimal(18, 2),
    budget_sek decimal(18, 2), anpassat boolean,
    ungefarligt boolean, ar_omraknad boolean, anpassade_falt varchar, ekonomikod varchar,
    projektagare varchar);
create or replace table intermediate.int_ledger__formedling (
    kommun_kod varchar default '1280',
    projekt_kod varchar, namnd_kod varchar, ar integer, formedlat_sek decimal(18, 2));
"""


@dataclass(frozen=True)
class Rad:
    """A reported row: a project of a nämnd, in one fund, with its goals; öre or unknown.

    So is what of it went on to partners.
    """

    namnd: str
    projekt: int
    fond: str
    roll: str | None
    ore: int | None
    mal: tuple[int, ...] = ()
    senare: bool = False  # of the world's second year
    formedlat: int | None = None


@dataclass(frozen=True)
class Bokning:
    """A booking: on a project's code, or on none (projekt -1)."""

    namnd: str
    projekt: int
    ore: int
    manad: int = 6
    senare: bool = False


@dataclass
class Varld:
    """What was reported and booked, which codes are known, and what the export covers.

    Attributes:
        koder: the code of each project; two may share one, and None has no code.
        hel: whether the export says that it covers both years whole.
    """

    rader: list[Rad]
    bokningar: list[Bokning] = field(default_factory=list)
    koder: dict[int, str | None] = field(default_factory=dict)
    hel: bool = True
    utan_ledger: bool = False


class Lager:
    """A database in memory that holds worlds, and the models built over them."""

    def __init__(self, compiled: dict[str, str], database: str) -> None:
        self.con = duckdb.connect(":memory:")
        self.con.execute(f"attach ':memory:' as {database}; use {database}")
        for schema in ("staging", "intermediate", "referens"):
            self.con.execute(f"create schema {schema}")
        self.compiled = compiled

    def bygg(self, varldar: list[Varld]) -> None:
        self.con.execute(_TABLES)
        for nummer, varld in enumerate(varldar):
            self._fyll(nummer, varld)
        for model in MODELS:
            self.con.execute(
                f"create or replace table intermediate.{model} as {self.compiled[model]}"
            )

    @staticmethod
    def ar(nummer: int, *, senare: bool = False) -> int:
        return 1000 + 3 * nummer + senare

    def _fyll(self, nummer: int, varld: Varld) -> None:
        """A world's rows. Its projects and codes carry its number: codes know no years' ends."""
        for senare in (False, True):
            self._in("referens.ar", self.ar(nummer, senare=senare), "alla")
        for plats, rad in enumerate(varld.rader):
            kall = f"{nummer}-{plats}"
            kod = varld.koder.get(rad.projekt)
            self.con.execute(
                "insert into intermediate.int_deltagande__rad by name select ? as kallrad_id,"
                " ? as fil_sha256, 'Projekt' as blad, ? as rad, ? as ar, ? as namnd_kod,"
                " ? as projekt_kod, ? as fond_kod, ? as roll, ?::bigint / 100::decimal(18, 2)"
                " as redovisat_sek, ?::bigint / 100::decimal(18, 2) as redovisat_formedlat_sek,"
                " false as anpassat, false as ungefarligt, ? as ekonomikod",
                [
                    *(kall, f"underlag-{nummer}", plats, self.ar(nummer, senare=rad.senare)),
                    *(rad.namnd, f"{nummer}-p{rad.projekt}", rad.fond, rad.roll, rad.ore),
                    rad.formedlat,
                    f"{nummer}-{kod}" if kod else None,
                ],
            )
            for mal in rad.mal:
                self._in("staging.stg_submission__kf_mal", kall, mal, None)
        if not varld.utan_ledger:
            self._fyll_ledger(nummer, varld)

    def _fyll_ledger(self, nummer: int, varld: Varld) -> None:
        sha = f"huvudbok-{nummer}"
        first, last = f"{self.ar(nummer)}-01-01", f"{self.ar(nummer, senare=True)}-12-31"
        span = (first, last) if varld.hel else (None, None)
        self._in("staging.stg_ledger__blad", nummer, sha, *span, None)
        for prefix in NAMNDER.values():
            self._in("staging.stg_ledger__rad", nummer, prefix, f"{self.ar(nummer)}-06-15")
        for plats, bokning in enumerate(varld.bokningar):
            ar = self.ar(nummer, senare=bokning.senare)
            day = f"{ar}-{bokning.manad:02}-15"
            kod = varld.koder.get(bokning.projekt) or "ingen"
            prefix = NAMNDER.get(bokning.namnd, "99")
            self._in("staging.stg_ledger__rad", nummer, prefix, day)
            self._in(
                "intermediate.int_ledger__bidragsrad",
                *(hashlib.md5(f"{nummer}-{plats}".encode()).hexdigest(), sha),
                *(day, ar, "A", str(plats), 1, "3511", True, prefix, f"{nummer}-{kod}"),
                *(bokning.namnd, f"{bokning.ore / 100:.2f}", "SEK", None),
            )

    def _in(self, table: str, *values: Any) -> None:
        marks = ", ".join("?" for _ in values)
        self.con.execute(f"insert into {table} values (default, {marks})", list(values))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()


def kompilerade(target: Path) -> dict[str, str]:
    """The models' SQL as dbt wrote it, by name."""
    return {file.stem: file.read_text("utf-8") for file in target.rglob("compiled/**/int_*.sql")}
