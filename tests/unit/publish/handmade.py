"""Releases written by hand: a few source rows, and the reports a naive sum makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import md5
from pathlib import Path

import duckdb

from fondbok.publish import release as releases
from fondbok.publish.release import Release


@dataclass(frozen=True)
class Kalla:
    """A source row: where it stands, what it says, and what it gives each goal."""

    fil: str
    rad: int
    belopp: str
    projekt: str = "Projekt A"
    namnd: str = "ASN"
    ar: int = 2024
    roll: str = "agare"
    fondgrupp: str = "ESF"
    mal: tuple[tuple[int | None, str], ...] = ()  # () is the whole amount to goal 1
    typ: str = "submission"
    projekt_text: str | None = None
    valuta: str = "SEK"
    original: str | None = None
    kurs: str | None = None
    raknat: str | None = None  # what counts, when it is not the row's amount
    redovisat: str | None = None
    innehall: str | None = None

    @property
    def sha(self) -> str:
        return md5(self.fil.encode()).hexdigest() * 2

    @property
    def kallrad_id(self) -> str:
        blad = "" if self.typ == "ledger" else "Projekt"
        return md5(f"{self.sha}|{blad}|{self.rad}".encode()).hexdigest()

    @property
    def projekt_kod(self) -> str:
        return self.projekt.lower().replace(" ", "-")


TABLES = """
create schema mart; create schema kvalitet;
create table kvalitet.fil (fil varchar, fil_sha256 varchar);
create table mart.kallrad (
    kallrad_id varchar, fil varchar, fil_sha256 varchar, blad varchar, rad bigint,
    inlast_tid timestamp, typ varchar, ar integer, namnd_kod varchar, projekt_kod varchar,
    fond_kod varchar, roll varchar, projekt_text varchar, namnd_text varchar, fond_text varchar,
    roll_text varchar, belopp_text varchar, belopp_original decimal(18, 2), valuta varchar,
    kurs decimal(18, 6), belopp_sek decimal(18, 2), innehall_hash varchar
);
create table del (
    kallrad_id varchar, ar integer, namnd_kod varchar, projekt_kod varchar, fondgrupp varchar,
    malperiod varchar, nummer integer, roll varchar, belopp_sek decimal(18, 2)
);
create table mart.fct_utbetalning (
    kallrad_id varchar, ar integer, namnd_kod varchar, projekt_kod varchar, serie varchar,
    verifikation varchar, konto varchar, datum date, projektkod varchar
);
create table mart.fct_eu_medel (
    projekt_key varchar, projekt_kod varchar, namnd_kod varchar, ar integer, kf_mal_key varchar,
    andel decimal(19, 12), belopp_kalla varchar, redovisat_sek decimal(18, 2), anpassat boolean,
    ungefarligt boolean
);
create table mart.dim_projekt (projekt_key varchar, projekt varchar);
create table mart.dim_kf_mal (kf_mal_key varchar, malperiod varchar, nummer integer);
insert into mart.dim_kf_mal values
    ('m1', '2024-2026', 1), ('m2', '2024-2026', 2), ('m0', null, null);
"""

REPORTS = """
create table mart.brygga_harkomst as
select
    rapport, radnyckel, kallrad_id, cast(sum(belopp_sek) as decimal(18, 2)) as belopp_sek,
    cast(sum(belopp_sek) filter (roll = 'agare') as decimal(18, 2)) as belopp_agare_sek,
    cast(sum(belopp_sek) filter (roll = 'part') as decimal(18, 2)) as belopp_part_sek,
    cast(null as decimal(18, 2)) as belopp_annan_roll_sek,
    cast(null as decimal(18, 2)) as belopp_okand_roll_sek
from (
    select
        'rpt_utbetalt_per_namnd' as rapport,
        'ar=' || ar || ';namnd_kod=' || namnd_kod as radnyckel, roll, kallrad_id, belopp_sek
    from del
    union all
    select
        'rpt_utbetalt_per_fondgrupp', 'ar=' || ar || ';fondgrupp=' || fondgrupp, roll, kallrad_id,
        belopp_sek
    from del
    union all
    select
        'rpt_utbetalt_per_kf_mal',
        'ar=' || ar || ';malperiod=' || coalesce(malperiod, 'okant')
        || ';nummer=' || coalesce(nummer::varchar, 'okant'),
        roll, kallrad_id, belopp_sek
    from del
)
group by all;
create table mart.rpt_utbetalt_per_namnd as
select ar, namnd_kod, 'Nämnden ' || namnd_kod as namnd, {money} from del group by ar, namnd_kod;
create table mart.rpt_utbetalt_per_fondgrupp as
select ar, fondgrupp, {money} from del group by ar, fondgrupp;
create table mart.rpt_utbetalt_per_kf_mal as
select ar, malperiod, nummer, {money} from del group by ar, malperiod, nummer;
create table mart.rpt_sammanfattning as
with per_ar as (select ar, {money} from del group by ar)
select a.*, b.belopp_sek as foregaende_belopp_sek
from per_ar as a left join per_ar as b on a.ar = b.ar + 1;
drop table del;
"""
MONEY = """
    count(distinct projekt_kod) as antal_projekt_olika,
    cast(sum(belopp_sek) as decimal(18, 2)) as belopp_sek,
    cast(sum(belopp_sek) filter (roll = 'agare') as decimal(18, 2)) as belopp_agare_sek,
    cast(sum(belopp_sek) filter (roll = 'part') as decimal(18, 2)) as belopp_part_sek,
    cast(0 as decimal(18, 2)) as anpassat_sek, false as ungefarligt
"""


def write(file: Path, release: Release, rows: Sequence[Kalla], extra: str = "") -> None:
    """A published file of some source rows; `extra` is SQL run on it last."""
    with duckdb.connect(str(file)) as con:
        con.execute(TABLES)
        for row in rows:
            _insert(con, row)
        con.execute(REPORTS.format(money=MONEY))
        con.execute(extra)
        releases.describe(con, release)


def _insert(con: duckdb.DuckDBPyConnection, row: Kalla) -> None:
    ledger = row.typ == "ledger"
    original = row.original or (str(-Decimal(row.belopp)) if ledger else row.belopp)
    goals = row.mal or ((1, row.raknat or row.belopp),)
    key = f"{row.projekt_kod}|{row.ar}"
    con.execute(
        "insert into kvalitet.fil select $1, $2"
        " where not exists (select 1 from kvalitet.fil where fil_sha256 = $2)",
        [row.fil, row.sha],
    )
    con.execute(
        "insert into mart.kallrad values"
        " (?, ?, ?, ?, ?, timestamp '2024-03-01 08:00:00', ?, ?, ?, ?, null, ?, ?, ?, null, null,"
        " ?, ?, ?, ?, ?, ?)",
        [
            row.kallrad_id,
            row.fil,
            row.sha,
            "" if ledger else "Projekt",
            row.rad,
            row.typ,
            row.ar,
            row.namnd,
            row.projekt_kod,
            row.roll,
            row.projekt_text or row.projekt,
            row.namnd,
            None if ledger else f"{original} {row.valuta}",
            original,
            row.valuta,
            row.kurs,
            row.belopp,
            row.innehall or md5(f"{row.projekt}|{original}".encode()).hexdigest(),
        ],
    )
    if ledger:
        con.execute(
            "insert into mart.fct_utbetalning values"
            " (?, ?, ?, ?, 'A', '17', '3511', date '2024-02-03', ?)",
            [row.kallrad_id, row.ar, row.namnd, row.projekt_kod, row.projekt_text],
        )
    con.execute(
        "insert into mart.dim_projekt select $1, $2"
        " where not exists (select 1 from mart.dim_projekt where projekt_key = $1)",
        [key, row.projekt],
    )
    for place, (goal, amount) in enumerate(goals):
        con.execute(
            "insert into del values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                row.kallrad_id,
                row.ar,
                row.namnd,
                row.projekt_kod,
                row.fondgrupp,
                None if goal is None else "2024-2026",
                goal,
                row.roll,
                amount,
            ],
        )
        con.execute(
            "insert into mart.fct_eu_medel select $1, $2, $3, $4, $5, $6, $7, $8, false, false"
            " where not exists (select 1 from mart.fct_eu_medel"
            " where projekt_kod = $2 and namnd_kod = $3 and ar = $4 and kf_mal_key = $5)",
            [
                key,
                row.projekt_kod,
                row.namnd,
                row.ar,
                f"m{goal or 0}",
                Decimal(1) / len(goals),
                "bokfort" if ledger or row.raknat else "redovisat",
                None if place else row.redovisat,
            ],
        )
