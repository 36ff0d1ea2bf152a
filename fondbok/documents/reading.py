"""What the documents are made of, as the published mart says it.

Belongs here: the questions and the shape of their answers. Nothing is counted here that a report of
the mart already counts. Does not belong here: words.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from fondbok.errors import FondbokError
from fondbok.grader import Agreement, agreement
from fondbok.publish.release import Release, described
from fondbok.reference.kommun import Kommun

OKAND = "OKAND"  # the unknown nämnd and fund
OKANT = "OKANT"  # the unknown project


class NoSuchYear(FondbokError):
    """The mart says nothing about a year."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Namnd:
    """A nämnd in the year, and the office that serves it."""

    namnd_kod: str
    namnd: str
    forvaltning: str


@dataclass(frozen=True)
class Summary:
    """The year's row of rpt_sammanfattning; amounts in kronor, None is unknown."""

    ar: int
    antal_projekt_olika: int
    antal_sakra_eu_projekt_olika: int
    antal_okand_fond_projekt_olika: int
    antal_deltaganden: int
    antal_agare_olika: int
    antal_part_olika: int
    antal_namnder_olika: int
    belopp_sek: Decimal | None
    belopp_agare_sek: Decimal | None
    belopp_part_sek: Decimal | None
    belopp_annan_roll_sek: Decimal | None
    belopp_okand_roll_sek: Decimal | None
    formedlat_sek: Decimal | None
    min_budget_sek: Decimal | None
    max_budget_sek: Decimal | None
    foregaende_antal_projekt_olika: int | None
    foregaende_belopp_sek: Decimal | None
    antal_utan_belopp: int
    jamforelse: str
    jamforelse_forklaring: str
    bas: str | None
    varningar: str
    belopp_sek_grad: str


@dataclass(frozen=True)
class Slice:
    """A row of a rpt_utbetalt_per_*, with what the same row said the year before.

    Attributes:
        kod: the row's own name among the others of the dimension; None for the unknown one.
        namn: as it is printed.
        nu: whether the year has such a row; all that follows is None without.
        fore: whether the year before has one.
    """

    kod: str | None
    namn: str
    antal_projekt_olika: int | None
    belopp_sek: Decimal | None
    belopp_agare_sek: Decimal | None
    belopp_part_sek: Decimal | None
    belopp_annan_roll_sek: Decimal | None
    belopp_okand_roll_sek: Decimal | None
    formedlat_sek: Decimal | None
    belopp_sek_grad: str
    varningar: str
    nu: bool
    fore: bool
    fore_antal_projekt_olika: int | None
    fore_belopp_sek: Decimal | None


@dataclass(frozen=True)
class Program:
    """A fund's participations and money in the year."""

    fond: str
    fondgrupp: str
    antal_projekt_olika: int
    belopp_sek: Decimal | None
    antal_utan_belopp: int


@dataclass(frozen=True)
class Participation:
    """A nämnd's part in a project in the year, with what it wrote about it.

    Attributes:
        fondgrupper: the groups of its funds; the unknown one among them.
        mal_nummer: the numbers of its goals; 0 is the one nobody named.
    """

    namnd_kod: str
    projekt_kod: str
    projekt: str
    roll: str
    redovisad: bool
    belopp_sek: Decimal | None
    redovisat_sek: Decimal | None
    bokfort_sek: Decimal | None
    formedlat_sek: Decimal | None
    belopp_kalla: str
    belopp_sek_grad: str
    projektbudget_sek: Decimal | None
    stadens_budget_sek: Decimal | None
    eu_andel: Decimal | None
    egen_kontant_andel: Decimal | None
    egen_tid_andel: Decimal | None
    har_ekonomikod: bool | None
    andra_namnder: list[str] | None
    anpassade_falt: str | None
    ungefarligt: bool
    arvt_ar: int | None
    projektagare: str | None
    bidragsnummer: str | None
    start: date | None
    start_precision: str | None
    slut: date | None
    slut_precision: str | None
    fonder: list[str] | None
    mal: list[str] | None
    fondgrupper: list[str]
    mal_nummer: list[int]
    syfte: str | None
    malgrupp: str | None
    resultat: str | None
    enheter: str | None
    aret_fore: bool


@dataclass(frozen=True)
class GoalMoney:
    """A nämnd's money on a goal."""

    namnd_kod: str
    nummer: int | None
    kf_mal: str
    antal_projekt_olika: int
    belopp_sek: Decimal | None


@dataclass(frozen=True)
class Handin:
    """A row of rpt_inlamning."""

    namnd_kod: str
    namnd: str
    status: str
    antal_projekt_olika: int | None
    antal_avvisade: int | None
    antal_fynd: int | None
    version: int | None
    diarienummer: str | None
    inlamningsdatum: date | None
    fil: str | None


@dataclass(frozen=True)
class Ended:
    """A participation of the year before that the year does not have."""

    namnd_kod: str
    projekt: str
    slut: date | None


@dataclass(frozen=True)
class PaidBack:
    """A minus: money paid back, or a payment put right; `datum` is None where a nämnd says it."""

    namnd_kod: str
    projekt: str
    datum: date | None
    belopp_sek: Decimal


@dataclass(frozen=True)
class Problem:
    """What was refused or odd in a nämnd's submission: how often, by rule."""

    namnd_kod: str
    fil: str
    regel: str
    avvisad: bool
    antal: int
    exempel: str


@dataclass(frozen=True)
class Answer:
    """A nämnd's answer to a question of the year."""

    namnd_kod: str
    fraga_nr: int | None
    fraga: str | None
    svar: str


@dataclass(frozen=True)
class CasePart:
    """A part of the matter that an account is decided in: a row of text.arendetext.

    Attributes:
        namnd_kod: whose matter; None for the one that the whole account is decided in.
        arendedel: its code; None for a section under words of the nämnd's own.
        rubrik: its name.
        datum: the day a body takes it up, or the last day to hand in.
    """

    namnd_kod: str | None
    arendedel: str | None
    rubrik: str
    datum: date | None
    datum_precision: str | None
    text: str | None


@dataclass(frozen=True)
class Network:
    """A network that a nämnd is in."""

    namnd_kod: str
    natverk: str
    medlemsroll: str | None
    medlem_sedan: str | None


@dataclass(frozen=True)
class Event:
    """A visit, exchange or conference."""

    namnd_kod: str
    typ: str | None
    datum: date | None
    datum_precision: str | None
    plats: str | None
    antal: int | None
    beskrivning: str | None


@dataclass(frozen=True)
class Partners:
    """How many partners of a kind a nämnd works with."""

    namnd_kod: str
    typ: str
    antal: int | None


@dataclass(frozen=True)
class NamedPartner:
    """A partner by name; `projekt` is None where it is in no project that the mart knows."""

    namnd_kod: str
    projekt: str | None
    part: str
    land: str | None
    typ: str | None


@dataclass(frozen=True)
class Staff:
    """Time that people give, to a project or to the work in general."""

    namnd_kod: str
    uppgift: str | None
    projekt: str | None
    antal_personer: int | None
    heltidstjanster: Decimal | None


@dataclass(frozen=True)
class Application:
    """An application for money; what was applied for is never money paid."""

    namnd_kod: str
    ansokan: str | None
    fond: str | None
    lage: str | None
    sokt_sek: Decimal | None


@dataclass(frozen=True)
class Indicator:
    """A measurement in a project."""

    namnd_kod: str
    projekt_kod: str
    indikator: str
    per_datum: date | None
    mal: Decimal | None
    utfall: Decimal | None
    enhet: str | None


@dataclass(frozen=True)
class Printed:
    """A printed figure beside the computed one: a row of rpt_avstamning."""

    matt: str
    dimension: str
    varde_namn: str | None
    enhet: str
    bas: str | None
    publicerat: Decimal | None
    beraknat: Decimal | None
    skillnad: Decimal | None
    status: str
    forklaring: str | None
    regler: str | None
    utredning: str | None
    utredd_av_roll: str | None
    dokument: str
    rad: int


@dataclass(frozen=True)
class Restated:
    """A figure of the year, or of the year before, printed differently in accounts of two years."""

    ar: int
    matt: str
    varde_namn: str | None
    enhet: str | None
    publicerat_ar: int
    varde: Decimal | None
    bas: str | None
    senare_ar: int
    senare_varde: Decimal | None
    senare_bas: str | None


@dataclass(frozen=True)
class Contradiction:
    """Printed figures that contradict each other: a row of rpt_motsagelse."""

    id: str
    beskrivning: str
    vanster_text: str | None
    vanster: Decimal | None
    hoger_text: str | None
    hoger: Decimal | None
    skillnad: Decimal | None
    belagg: str | None
    dokument: str


@dataclass(frozen=True)
class Booked:
    """Where a nämnd's figure and the ledger differ: a row of rpt_redovisat_mot_bokfort."""

    namnd_kod: str
    projekt: str
    redovisat_sek: Decimal | None
    bokfort_sek: Decimal | None
    skillnad_sek: Decimal
    status: str
    orsak_id: str | None
    orsak: str | None
    utredning: str | None


@dataclass(frozen=True)
class Fitted:
    """How many of a nämnd's participations have a fitted field."""

    namnd_kod: str
    falt: str
    antal: int
    belopp_sek: Decimal | None


@dataclass(frozen=True)
class Warned:
    """A warning or a grade, and what it means."""

    kod: str
    beskrivning: str


@dataclass(frozen=True)
class Facts:
    """All that the documents of a year are made of."""

    ar: int
    release: Release
    kommun: Kommun
    har_aret_fore: bool
    summary: Summary | None
    agreement: Agreement | None
    namnder: list[Namnd]
    per_namnd: list[Slice]
    per_fondgrupp: list[Slice]
    per_mal: list[Slice]
    program: list[Program]
    participations: list[Participation]
    before: list[Participation]
    goal_money: list[GoalMoney]
    handins: list[Handin]
    handed_in_before: frozenset[str]
    ended: list[Ended]
    paid_back: list[PaidBack]
    known_projects: frozenset[str]
    problems: list[Problem]
    answers: list[Answer]
    case: list[CasePart]
    networks: list[Network]
    events: list[Event]
    partners: list[Partners]
    named_partners: list[NamedPartner]
    staff: list[Staff]
    applications: list[Application]
    indicators: list[Indicator]
    printed: list[Printed]
    restated: list[Restated]
    contradictions: list[Contradiction]
    booked: list[Booked]
    fitted: list[Fitted]
    warnings: dict[str, str]
    grades: dict[str, str]
    grade_meanings: dict[str, str]

    def of(self, namnd_kod: str) -> Namnd:
        """A nämnd by its code; one that is not in the register has its code for a name."""
        known = {each.namnd_kod: each for each in self.namnder}
        known[OKAND] = Namnd(OKAND, "Okänd nämnd", "Okänd förvaltning")
        return known.get(namnd_kod, Namnd(namnd_kod, namnd_kod, namnd_kod))


T = TypeVar("T")

# Letters in the order of the Swedish alphabet: å, ä and ö are its last.
_ALPHABETICAL = """
    create temp macro alfabetisk(namn) as translate(lower(namn), 'åäöéèüæø', '{|}eey|}')
"""
_SLICE = """
    i_ar.antal_projekt_olika, i_ar.belopp_sek, i_ar.belopp_agare_sek, i_ar.belopp_part_sek,
    i_ar.belopp_annan_roll_sek, i_ar.belopp_okand_roll_sek, i_ar.formedlat_sek,
    coalesce(i_ar.belopp_sek_grad, '') as belopp_sek_grad,
    coalesce(i_ar.varningar, '') as varningar,
    i_ar.ar is not null as nu, fore.ar is not null as fore,
    fore.antal_projekt_olika as fore_antal_projekt_olika, fore.belopp_sek as fore_belopp_sek
"""
_NAMNDER = """
    select namnd_kod_alla_versioner as namnd_kod, namnd, forvaltning from mart.dim_namnd
    where namnd_kod_alla_versioner <> 'OKAND'
        and (giltig_fran is null or giltig_fran <= make_date($ar, 12, 31))
        and (giltig_till is null or giltig_till >= make_date($ar, 1, 1))
    qualify 1 = row_number()
        over (partition by namnd_kod_alla_versioner order by giltig_fran desc nulls last)
    order by alfabetisk(namnd), namnd_kod
"""
_PER_NAMND = f"""
    with i_ar as (from mart.rpt_utbetalt_per_namnd where ar = $ar),
    fore as (from mart.rpt_utbetalt_per_namnd where ar = $ar - 1)
    select coalesce(i_ar.namnd_kod, fore.namnd_kod) as kod,
        coalesce(i_ar.namnd, fore.namnd) as namn,
        {_SLICE}
    from i_ar full join fore on i_ar.namnd_kod = fore.namnd_kod
    order by coalesce(i_ar.namnd_kod, fore.namnd_kod) = 'OKAND', alfabetisk(namn), kod
"""
_PER_FONDGRUPP = f"""
    with i_ar as (from mart.rpt_utbetalt_per_fondgrupp where ar = $ar),
    fore as (from mart.rpt_utbetalt_per_fondgrupp where ar = $ar - 1),
    grupp as (
        select fondgrupp, min(fondgrupp_ordning) as ordning from mart.dim_fond group by fondgrupp
    )
    select coalesce(i_ar.fondgrupp, fore.fondgrupp) as kod, kod as namn, {_SLICE}
    from i_ar full join fore on i_ar.fondgrupp = fore.fondgrupp
    left join grupp on grupp.fondgrupp = coalesce(i_ar.fondgrupp, fore.fondgrupp)
    order by grupp.ordning nulls last, alfabetisk(kod)
"""
# A goal of another period is another goal, whatever its number.
_PER_MAL = f"""
    with i_ar as (from mart.rpt_utbetalt_per_kf_mal where ar = $ar),
    fore as (from mart.rpt_utbetalt_per_kf_mal where ar = $ar - 1)
    select cast(coalesce(i_ar.nummer, fore.nummer) as varchar) as kod,
        coalesce(i_ar.kf_mal, fore.kf_mal) as namn, {_SLICE}
    from i_ar full join fore on i_ar.malperiod is not distinct from fore.malperiod
        and i_ar.nummer is not distinct from fore.nummer
    where i_ar.ar is not null
        or fore.malperiod in (select malperiod from i_ar) or fore.malperiod is null
    order by coalesce(i_ar.nummer, fore.nummer) nulls last, namn
"""
_PROGRAM = """
    select fond.fond, fond.fondgrupp,
        count(distinct fakta.projekt_kod)
            filter (where fakta.redovisad and fakta.projekt_kod <> 'OKANT') as antal_projekt_olika,
        sum(fakta.belopp_sek) as belopp_sek,
        count(distinct (fakta.projekt_kod, fakta.namnd_kod))
            filter (where fakta.redovisad and fakta.belopp_sek is null) as antal_utan_belopp
    from mart.fct_eu_medel as fakta
    join mart.dim_fond as fond on fond.fond_key = fakta.fond_key
    where fakta.ar = $ar
    group by fond.fond, fond.fondgrupp, fond.fondgrupp_ordning
    order by fond.fondgrupp_ordning nulls last, alfabetisk(fond.fondgrupp), alfabetisk(fond.fond)
"""
# Which version of a project a participation is of: the rows of its money say.
_VERSIONS = """
    select distinct medel.deltagande_key, projekt.*
    from mart.fct_eu_medel as medel
    join mart.dim_projekt as projekt on projekt.projekt_key = medel.projekt_key
"""
_PARTICIPATIONS = f"""
    with versioner as ({_VERSIONS}),
    fonder as (
        select fakta.projekt_kod, fakta.namnd_kod,
            list(distinct fond.fond order by fond.fond)
                filter (where fond.fond_kod <> 'OKAND') as fonder,
            list(distinct fond.fondgrupp order by fond.fondgrupp) as fondgrupper
        from mart.fct_eu_medel as fakta
        join mart.dim_fond as fond on fond.fond_key = fakta.fond_key
        where fakta.ar = $ar
        group by all
    ),
    mal as (
        select fakta.projekt_kod, fakta.namnd_kod,
            list(distinct concat(mal.nummer, '. ', mal.kf_mal)
                order by concat(mal.nummer, '. ', mal.kf_mal))
                filter (where mal.nummer is not null) as mal,
            list(distinct coalesce(mal.nummer, 0) order by coalesce(mal.nummer, 0)) as mal_nummer
        from mart.fct_eu_medel as fakta
        join mart.dim_kf_mal as mal on mal.kf_mal_key = fakta.kf_mal_key
        where fakta.ar = $ar
        group by all
    )
    select del.namnd_kod, del.projekt_kod, projekt.projekt, del.roll, del.redovisad, del.belopp_sek,
        del.redovisat_sek, del.bokfort_sek, del.formedlat_sek, del.belopp_kalla,
        del.belopp_sek_grad,
        coalesce(projekt.budget_sek, del.budget_sek) as projektbudget_sek,
        projekt.stadens_budget_sek, helhet.eu_andel, helhet.egen_kontant_andel,
        helhet.egen_tid_andel, helhet.har_ekonomikod,
        string_split(helhet.andra_namnd_koder, ';') as andra_namnder,
        anpassad.deltagandets_falt as anpassade_falt, del.ungefarligt, helhet.arvt_ar,
        projekt.projektagare, projekt.bidragsnummer, projekt.start, projekt.start_precision,
        projekt.slut, projekt.slut_precision, fonder.fonder, mal.mal,
        fonder.fondgrupper, mal.mal_nummer,
        text.syfte, text.malgrupp, text.resultat, text.enheter,
        exists (
            from mart.bi_deltagande as fore
            where fore.ar = $ar - 1 and fore.projekt_kod = del.projekt_kod
                and fore.namnd_kod = del.namnd_kod
        ) as aret_fore
    from mart.bi_deltagande as del
    join mart.dim_deltagande as helhet on helhet.deltagande_key = del.bi_key
    join versioner as projekt on projekt.deltagande_key = del.bi_key
    left join kvalitet.anpassad_uppgift as anpassad
        on anpassad.projekt_kod = del.projekt_kod and anpassad.namnd_kod = del.namnd_kod
        and anpassad.ar = del.ar
    join fonder on fonder.projekt_kod = del.projekt_kod and fonder.namnd_kod = del.namnd_kod
    join mal on mal.projekt_kod = del.projekt_kod and mal.namnd_kod = del.namnd_kod
    left join text.projekttext as text
        on text.projekt_kod = del.projekt_kod and text.namnd_kod = del.namnd_kod
        and text.ar = del.ar
    where del.ar = $ar
    order by del.namnd_kod, del.projekt_kod = 'OKANT', alfabetisk(projekt.projekt),
        del.projekt_kod
"""
_GOAL_MONEY = """
    select fakta.namnd_kod, mal.nummer, mal.kf_mal,
        count(distinct fakta.projekt_kod)
            filter (where fakta.redovisad and fakta.projekt_kod <> 'OKANT') as antal_projekt_olika,
        sum(fakta.belopp_sek) as belopp_sek
    from mart.fct_eu_medel as fakta
    join mart.dim_kf_mal as mal on mal.kf_mal_key = fakta.kf_mal_key
    where fakta.ar = $ar
    group by all
    order by fakta.namnd_kod, mal.nummer nulls last
"""
_HANDINS = """
    select namnd_kod, namnd, status, antal_projekt_olika, antal_avvisade, antal_fynd, version,
        diarienummer, inlamningsdatum, fil
    from mart.rpt_inlamning where ar = $ar
    order by alfabetisk(namnd), version, fil
"""
_ENDED = """
    select fore.namnd_kod, fore.projekt, fore.slut
    from mart.bi_deltagande as fore
    where fore.ar = $ar - 1 and fore.projekt_raknas
        and not exists (
            from mart.bi_deltagande as nu
            where nu.ar = $ar and nu.projekt_kod = fore.projekt_kod
                and nu.namnd_kod = fore.namnd_kod
        )
    order by fore.namnd_kod, alfabetisk(fore.projekt), fore.projekt_kod
"""
_PAID_BACK = """
    select fakta.namnd_kod, projekt.projekt, fakta.datum, fakta.belopp_sek
    from mart.fct_utbetalning as fakta
    join mart.dim_projekt as projekt on projekt.projekt_key = fakta.projekt_key
    where fakta.ar = $ar and fakta.belopp_sek < 0
    union all
    select namnd_kod, projekt, null, redovisat_sek
    from mart.bi_deltagande
    where ar = $ar and redovisat_sek < 0
    order by all
"""
_PROBLEMS = """
    with filer as (
        select distinct namnd_kod, fil from mart.rpt_inlamning where ar = $ar and fil is not null
    ),
    allt as (
        select fil, regel, true as avvisad, meddelande, rad, kolumn from kvalitet.avvisad_rad
        union all
        select fil, regel, false as avvisad, meddelande, rad, kolumn from kvalitet.fynd
    )
    select filer.namnd_kod, filer.fil, allt.regel, allt.avvisad, count(*) as antal,
        arg_min(
            allt.meddelande, (coalesce(allt.rad, 0), coalesce(allt.kolumn, ''), allt.meddelande)
        ) as exempel
    from filer join allt on allt.fil = filer.fil
    group by all order by filer.namnd_kod, filer.fil, allt.avvisad desc, allt.regel
"""
_ANSWERS = """
    select namnd_kod, fraga_nr, fraga, svar from text.svar
    where ar = $ar order by namnd_kod, fraga_nr nulls last, fraga
"""
_CASE = """
    select namnd_kod, arendedel, rubrik, datum, datum_precision, text from text.arendetext
    where ar = $ar order by namnd_kod nulls first, ordning
"""
_NETWORKS = """
    select namnd_kod, natverk, medlemsroll, medlem_sedan from mart.fct_natverk
    where ar = $ar order by namnd_kod, alfabetisk(natverk)
"""
_EVENTS = """
    select handelse.namnd_kod, handelse.typ, handelse.datum, handelse.datum_precision,
        handelse.plats, handelse.antal, text.beskrivning
    from mart.fct_handelse as handelse
    left join text.handelsetext as text on text.kallrad_id = handelse.kallrad_id
    where handelse.ar = $ar
    order by handelse.namnd_kod, handelse.datum nulls last, handelse.typ, handelse.kallrad_id
"""
_PARTNERS = """
    select namnd_kod, typ, antal from mart.fct_samverkan where ar = $ar order by namnd_kod, typ
"""
# A row that names no known project shows what it says, which may be nothing.
_ITS_PROJECT = """
    case when fakta.projekt_kod <> 'OKANT' then projekt.projekt else fakta.projekt_text end
"""
_NAMED_PARTNERS = f"""
    select fakta.namnd_kod, {_ITS_PROJECT} as projekt, fakta.part, fakta.land, fakta.typ
    from mart.fct_samverkanspart as fakta
    join mart.dim_projekt as projekt on projekt.projekt_key = fakta.projekt_key
    where fakta.ar = $ar
    order by fakta.namnd_kod, 2 collate nocase nulls last, alfabetisk(fakta.part),
        fakta.kallrad_id
"""
_STAFF = f"""
    select fakta.namnd_kod, fakta.uppgift, {_ITS_PROJECT} as projekt, fakta.antal_personer,
        fakta.heltidstjanster
    from mart.fct_personal as fakta
    join mart.dim_projekt as projekt on projekt.projekt_key = fakta.projekt_key
    where fakta.ar = $ar
    order by fakta.namnd_kod, 3 collate nocase nulls last, alfabetisk(fakta.uppgift),
        fakta.kallrad_id
"""
_APPLICATIONS = """
    select fakta.namnd_kod, fakta.ansokan,
        case when fakta.fond_kod <> 'OKAND' then fond.fond end as fond, fakta.lage, fakta.sokt_sek
    from mart.fct_ansokan as fakta
    join mart.dim_fond as fond on fond.fond_key = fakta.fond_key
    where fakta.ar = $ar
    order by fakta.namnd_kod,
        list_position(['beviljad', 'inskickad', 'planerad', 'avslagen'], fakta.lage) nulls last,
        alfabetisk(fakta.ansokan), fakta.kallrad_id
"""
_INDICATORS = """
    select namnd_kod, projekt_kod, indikator, per_datum, mal, utfall, enhet from mart.fct_indikator
    where ar = $ar order by namnd_kod, projekt_kod, indikator, per_datum nulls last, kallrad_id
"""
_PRINTED = """
    select matt, dimension, varde_namn, enhet, bas, publicerat, beraknat, skillnad, status,
        forklaring, regler, utredning, utredd_av_roll, dokument, rad
    from mart.rpt_avstamning
    where ar = $ar order by status, dokument, rad, siffra_id
"""
_RESTATED = """
    select tidig.ar, tidig.matt, tidig.varde_namn, tidig.enhet, tidig.publicerat_ar, tidig.varde,
        tidig.bas,
        sen.publicerat_ar as senare_ar, sen.varde as senare_varde, sen.bas as senare_bas
    from mart.fct_publicerad_siffra as tidig
    join mart.fct_publicerad_siffra as sen
        on sen.ar = tidig.ar and sen.matt = tidig.matt and sen.dimension = tidig.dimension
        and sen.varde_kod is not distinct from tidig.varde_kod
        and sen.omfattning is not distinct from tidig.omfattning
        and sen.publicerat_ar > tidig.publicerat_ar
        and sen.varde is distinct from tidig.varde
    where tidig.ar in ($ar, $ar - 1)
    order by tidig.ar, tidig.matt, tidig.varde_namn, tidig.publicerat_ar, sen.publicerat_ar,
        tidig.dokument, tidig.rad
"""
_CONTRADICTIONS = """
    select id, beskrivning, vanster_text, vanster, hoger_text, hoger, skillnad, belagg, dokument
    from mart.rpt_motsagelse where ar = $ar order by length(id), id
"""
_BOOKED = """
    select namnd_kod, projekt, redovisat_sek, bokfort_sek, skillnad_sek, status, orsak_id, orsak,
        utredning
    from mart.rpt_redovisat_mot_bokfort
    where ar = $ar and status <> 'stammer' order by namnd_kod, projekt, radnyckel
"""
_FITTED = """
    with falt as (
        select del.namnd_kod, del.belopp_sek,
            unnest(string_split(anpassad.deltagandets_falt, ';')) as falt
        from mart.bi_deltagande as del
        join kvalitet.anpassad_uppgift as anpassad
            on anpassad.projekt_kod = del.projekt_kod and anpassad.namnd_kod = del.namnd_kod
            and anpassad.ar = del.ar
        where del.ar = $ar and anpassad.deltagandets_falt is not null
        union all
        select namnd_kod, belopp_sek, 'ungefarligt' from mart.bi_deltagande
        where ar = $ar and ungefarligt
    )
    select namnd_kod, falt, count(*) as antal, sum(belopp_sek) as belopp_sek
    from falt group by all order by namnd_kod, falt
"""


def read(mart: Path, kommun: Kommun, ar: int) -> Facts:
    """All that a year's documents are made of.

    Args:
        mart: the published file.
        kommun: who the city is.
        ar: the year.

    Raises:
        NoSuchYear: nothing was handed in, booked or asked for in it.
        duckdb.Error: the file cannot be read.
    """
    with duckdb.connect(str(mart), read_only=True) as con:
        years = _years(con)
        if ar not in years:
            listing = ", ".join(map(str, sorted(years))) or "inga"
            raise NoSuchYear(f"Det finns inga uppgifter om {ar}. År som finns: {listing}.")
        con.execute(_ALPHABETICAL)
        summaries = _rows(con, Summary, _columns(Summary, "mart.rpt_sammanfattning"), ar)
        return Facts(
            ar=ar,
            release=described(con),
            kommun=kommun,
            har_aret_fore=ar - 1 in years,
            summary=summaries[0] if summaries else None,
            agreement=agreement(con, ar),
            namnder=_rows(con, Namnd, _NAMNDER, ar),
            per_namnd=_rows(con, Slice, _PER_NAMND, ar),
            per_fondgrupp=_rows(con, Slice, _PER_FONDGRUPP, ar),
            per_mal=_rows(con, Slice, _PER_MAL, ar),
            program=_rows(con, Program, _PROGRAM, ar),
            participations=_rows(con, Participation, _PARTICIPATIONS, ar),
            before=_rows(con, Participation, _PARTICIPATIONS, ar - 1),
            goal_money=_rows(con, GoalMoney, _GOAL_MONEY, ar),
            handins=_rows(con, Handin, _HANDINS, ar),
            handed_in_before=frozenset(
                each.namnd_kod
                for each in _rows(con, Handin, _HANDINS, ar - 1)
                if each.status != "saknas"
            ),
            ended=_rows(con, Ended, _ENDED, ar),
            paid_back=_rows(con, PaidBack, _PAID_BACK, ar),
            known_projects=frozenset(
                name for (name,) in con.execute("select projekt from mart.dim_projekt").fetchall()
            ),
            problems=_rows(con, Problem, _PROBLEMS, ar),
            answers=_rows(con, Answer, _ANSWERS, ar),
            case=_rows(con, CasePart, _CASE, ar),
            networks=_rows(con, Network, _NETWORKS, ar),
            events=_rows(con, Event, _EVENTS, ar),
            partners=_rows(con, Partners, _PARTNERS, ar),
            named_partners=_rows(con, NamedPartner, _NAMED_PARTNERS, ar),
            staff=_rows(con, Staff, _STAFF, ar),
            applications=_rows(con, Application, _APPLICATIONS, ar),
            indicators=_rows(con, Indicator, _INDICATORS, ar),
            printed=_rows(con, Printed, _PRINTED, ar),
            restated=_rows(con, Restated, _RESTATED, ar),
            contradictions=_rows(con, Contradiction, _CONTRADICTIONS, ar),
            booked=_rows(con, Booked, _BOOKED, ar),
            fitted=_rows(con, Fitted, _FITTED, ar),
            warnings=_meanings(con, "select varning, beskrivning from mart.dim_varning"),
            grades=_meanings(con, "select grad, namn from mart.dim_grad"),
            grade_meanings=_meanings(con, "select grad, beskrivning from mart.dim_grad"),
        )


def latest_year(mart: Path) -> int | None:
    """The last year that any nämnd has handed something in for; None when none has.

    Raises:
        duckdb.Error: the file cannot be read.
    """
    with duckdb.connect(str(mart), read_only=True) as con:
        row = con.execute("select max(ar) from mart.rpt_inlamning where fil is not null").fetchone()
        return row[0] if row else None


def _years(con: duckdb.DuckDBPyConnection) -> set[int]:
    rows = con.execute(
        "select ar from mart.rpt_sammanfattning union select ar from mart.rpt_inlamning"
    ).fetchall()
    return {int(ar) for (ar,) in rows}


def _columns(kind: type[Any], table: str) -> str:
    return f"select {', '.join(each.name for each in fields(kind))} from {table} where ar = $ar"


def _rows(con: duckdb.DuckDBPyConnection, kind: type[T], query: str, ar: int) -> list[T]:
    """The answer, one object a row; its columns are the fields of `kind`."""
    cursor = con.execute(query, {"ar": ar})
    names = [column[0] for column in cursor.description]
    return [kind(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _meanings(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    return dict(con.execute(f"{query} order by ordning").fetchall())
