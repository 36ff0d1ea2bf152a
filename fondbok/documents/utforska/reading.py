"""What the explore page is made of: every part of an amount of every year, and the rows behind it.

Belongs here: the questions and the shape of their answers. Nothing is summed here: the page counts
what its reader chooses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from fondbok.errors import FondbokError
from fondbok.publish.release import Release, described

Key = tuple[Any, ...]  # the columns that name a participation, or a part of one


class DoesNotAddUp(FondbokError):
    """A participation's amount is not what its parts, or the rows behind it, come to."""


@dataclass(frozen=True)
class Year:
    """A year that the mart knows of; ar 0 is an unknown one.

    Attributes:
        bas: whose money the year's sum counts; None without money.
        jamforelse: why the year's sum cannot be set beside the year before; None when it can, or
            when there is none.
    """

    ar: int
    bas: str | None
    jamforelse: str | None


@dataclass(frozen=True)
class Source:
    """A row of a landed file.

    Attributes:
        belopp_sek: what the row says, in kronor; None where it says nothing.
    """

    fil: str
    blad: str | None
    rad: int
    belopp_sek: Decimal | None


@dataclass(frozen=True)
class Part:
    """A part of a participation's amount: one fund and one goal. Kronor; None is unknown.

    Attributes:
        behind: the rows it comes from, each with how much of the part is its.
    """

    fond_kod: str
    fond: str
    fondgrupp: str
    malperiod: str | None
    mal_nummer: int | None
    mal: str
    belopp_sek: Decimal | None
    anpassat_sek: Decimal | None
    behind: list[tuple[Decimal, Source]]


@dataclass(frozen=True)
class Participation:
    """A nämnd's part in a project in a year.

    Attributes:
        parts: at least one.
        uncounted: its own rows that no amount comes from: the nämnd's where the ledger decides, or
            one without an amount.
    """

    ar: int
    namnd_kod: str
    namnd: str
    projekt_kod: str
    projekt: str
    projekt_raknas: bool
    redovisad: bool
    roll: str
    belopp_sek: Decimal | None
    belopp_kalla: str
    belopp_sek_grad: str
    ungefarligt: bool
    projektagare: str | None
    start: date | None
    start_precision: str | None
    slut: date | None
    slut_precision: str | None
    parts: list[Part]
    uncounted: list[Source]

    @property
    def key(self) -> Key:
        """What no other participation has: year, nämnd and project."""
        return (self.ar, self.namnd_kod, self.projekt_kod)


@dataclass(frozen=True)
class Explored:
    """All that the page holds.

    Attributes:
        release: which release it is.
        years: in their order.
        participations: by year, nämnd and project.
    """

    release: Release
    years: list[Year]
    participations: list[Participation]


_YEARS = """
    select
        coalesce(aren.ar, inlamning.ar) as ar,
        aren.bas,
        case when aren.jamforelse not in ('jamforbar', 'saknas')
            then aren.jamforelse_forklaring end as jamforelse
    from mart.rpt_sammanfattning as aren
    full join (select distinct ar from mart.rpt_inlamning) as inlamning on inlamning.ar = aren.ar
    order by 1
"""
_PARTICIPATIONS = """
    select
        bi.ar, bi.namnd_kod, bi.namnd, bi.projekt_kod, bi.projekt, bi.projekt_raknas,
        bi.redovisad, bi.roll, bi.belopp_sek, bi.belopp_kalla, bi.belopp_sek_grad,
        bi.ungefarligt, bi.projektagare, projekt.start, projekt.start_precision, projekt.slut,
        projekt.slut_precision
    from mart.bi_deltagande as bi
    join (select distinct deltagande_key, projekt_key from mart.fct_eu_medel) as medel
        on medel.deltagande_key = bi.bi_key
    join mart.dim_projekt as projekt on projekt.projekt_key = medel.projekt_key
    order by bi.ar, bi.namnd_kod, bi.projekt_kod
"""
_PARTS = """
    select
        bi.ar, bi.namnd_kod, bi.projekt_kod, bi.fond_kod, mal.kf_mal_key, bi.fond, bi.fondgrupp,
        bi.malperiod, bi.kf_mal_nummer as mal_nummer, bi.kf_mal as mal, bi.belopp_sek,
        bi.anpassat_sek
    from mart.bi_pengar as bi
    left join mart.dim_kf_mal as mal
        on mal.malperiod is not distinct from bi.malperiod
        and mal.nummer is not distinct from bi.kf_mal_nummer
    order by bi.ar, bi.namnd_kod, bi.projekt_kod, bi.fond_kod, bi.malperiod nulls last,
        bi.kf_mal_nummer nulls last
"""
_BEHIND = """
    select
        bakom.ar, bakom.namnd_kod, bakom.projekt_kod, bakom.fond_kod, bakom.kf_mal_key,
        rad.fil, nullif(rad.blad, '') as blad, rad.rad, rad.belopp_sek, bakom.belopp_sek as del_sek
    from mart.brygga_eu_medel_kallrad as bakom
    join mart.kallrad as rad on rad.kallrad_id = bakom.kallrad_id
    order by all
"""
# A row without a fingerprint is one of a sheet that holds no money.
_UNCOUNTED = """
    select
        rad.ar, rad.namnd_kod, rad.projekt_kod, rad.fil, nullif(rad.blad, '') as blad, rad.rad,
        rad.belopp_sek
    from mart.kallrad as rad
    anti join mart.brygga_eu_medel_kallrad as bakom
        on bakom.kallrad_id = rad.kallrad_id and bakom.projekt_kod = rad.projekt_kod
        and bakom.namnd_kod = rad.namnd_kod and bakom.ar = rad.ar
    where rad.innehall_hash is not null
    order by all
"""
_PARTICIPATION = ("ar", "namnd_kod", "projekt_kod")
_PART = (*_PARTICIPATION, "fond_kod", "kf_mal_key")


def read(mart: Path) -> Explored:
    """Every year of a published file.

    Raises:
        DoesNotAddUp: the file contradicts itself.
        duckdb.Error: the file cannot be read.
    """
    with duckdb.connect(str(mart), read_only=True) as con:
        release = described(con)
        years = [Year(**row) for row in _rows(con, _YEARS)]
        behind = _grouped(_rows(con, _BEHIND), _PART)
        uncounted = _grouped(_rows(con, _UNCOUNTED), _PARTICIPATION)
        parts = _grouped(_rows(con, _PARTS), _PARTICIPATION)
        rows = _rows(con, _PARTICIPATIONS)
    made = [
        Participation(
            **row,
            parts=[_part(key, each, behind) for each in parts.pop(key, [])],
            uncounted=[Source(**each) for each in uncounted.pop(key, [])],
        )
        for row in rows
        for key in [tuple(row[name] for name in _PARTICIPATION)]
    ]
    _check(made, [*parts, *behind, *uncounted])
    return Explored(release, years, made)


def _part(key: Key, row: dict[str, Any], behind: dict[Key, list[dict[str, Any]]]) -> Part:
    rows = behind.pop((*key, row["fond_kod"], row.pop("kf_mal_key")), [])
    return Part(**row, behind=[(each.pop("del_sek"), Source(**each)) for each in rows])


def _check(made: list[Participation], strays: Iterable[Key]) -> None:
    """A page whose figures and rows do not meet is worse than none."""
    odd = [each.key for each in made if not _adds_up(each)]
    if places := sorted({*odd, *(key[:3] for key in strays)}):
        told = "; ".join(", ".join(map(str, key)) for key in places[:5])
        raise DoesNotAddUp(
            "Sidan utforska.html gjordes inte: belopp i utgåvan stämmer inte med sina delar eller"
            f" med raderna bakom dem ({told}). Anmäl det som ett fel."
        )


def _adds_up(each: Participation) -> bool:
    return (
        bool(each.parts)
        and each.belopp_sek == _known(part.belopp_sek for part in each.parts)
        and all(
            part.belopp_sek == _known(amount for amount, _ in part.behind) for part in each.parts
        )
    )


def _known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [each for each in amounts if each is not None]
    return sum(known, Decimal(0)) if known else None


def _grouped(rows: list[dict[str, Any]], names: tuple[str, ...]) -> dict[Key, list[dict[str, Any]]]:
    """The rows by the columns named, without those columns."""
    found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[tuple(row.pop(name) for name in names)].append(row)
    return found


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
