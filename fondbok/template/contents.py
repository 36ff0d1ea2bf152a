"""What a form holds besides its layout: names, lists, questions and last year's projects.

Belongs here: reading seeds and the published mart. Nothing about cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

import duckdb

from fondbok import seeds
from fondbok.errors import FondbokError
from fondbok.intake import fields
from fondbok.intake.fields import Field
from fondbok.values.resolve import resolve

# More goals than this and the list of combinations is longer than anyone reads.
_COMBINED_GOALS = 6
_FOUR_DECIMALS = Decimal("0.0001")


class UnknownNamnd(FondbokError):
    """There is no such nämnd; the message is Swedish and names those there are."""

    is_asked_wrong = True


class UnknownYear(FondbokError):
    """The year is not in referens/ar.csv; the message is Swedish."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Question:
    """One of the year's questions."""

    nummer: int
    fraga: str


@dataclass(frozen=True)
class LastYear:
    """A project as the mart knew it the year before.

    Attributes:
        projekt: its name.
        fond: name of the fund, None when it was unknown or fitted.
        cells: what is typed in the columns that are prefilled, by field id; None where it was
            unknown, fitted or, for a goal, of another set.
        belopp: SEK counted last year, None when unknown or fitted.
    """

    projekt: str
    fond: str | None
    cells: dict[str, str | None]
    belopp: Decimal | None


@dataclass(frozen=True)
class Contents:
    """Everything that is filled in or chosen from.

    Attributes:
        question_year: the year the questions are from; another than `ar` when `ar` has none, None
            when no year has any.
        goals: number -> name of the year's goals, empty when they are not known.
        goal_choices: what the drop-down of goals offers, single goals first.
        funds: (fund, group, whether it is the EU's) by group, then by name.
    """

    namnd_kod: str
    namnd: str
    ar: int
    questions: tuple[Question, ...]
    question_year: int | None
    goals: dict[int, str]
    goal_choices: tuple[str, ...]
    funds: tuple[tuple[str, str, str], ...]
    roles: tuple[tuple[str, str], ...]
    namnder: tuple[str, ...]
    forvaltningar: tuple[str, ...]
    partner_types: tuple[str, ...]
    case_parts: tuple[str, ...]
    stages: tuple[str, ...]
    currencies: tuple[str, ...]
    last_year: tuple[LastYear, ...]


def gather(namnd_kod: str, ar: int, mart: Path | None) -> Contents:
    """Collect what the form of a nämnd and a year needs.

    Args:
        namnd_kod: code in referens/namnd.csv, in any case.
        ar: a year in referens/ar.csv.
        mart: the published mart; None or a path that does not exist means no earlier year.

    Raises:
        UnknownNamnd: no nämnd has that code.
        UnknownYear: the year is not in the reference data.
        duckdb.Error: the mart cannot be read.
    """
    _known_year(ar)
    namnd = _namnd(namnd_kod, ar)
    question_year, questions = _questions(ar)
    units = _units(ar)
    goals = _goals(ar)
    return Contents(
        namnd_kod=namnd["namnd_kod"],
        namnd=namnd["namnd"],
        ar=ar,
        questions=questions,
        question_year=question_year,
        goals=goals,
        goal_choices=tuple(_goal_choices(goals)),
        funds=_funds(),
        roles=tuple((row["namn"], row["beskrivning"]) for row in seeds.load("roll")),
        namnder=_in_order(row["namnd"] for row in units),
        forvaltningar=_in_order(row["forvaltning"] for row in units),
        partner_types=tuple(row["samverkanstyp"] for row in seeds.load("samverkanstyp")),
        case_parts=tuple(
            row["namn"] for row in seeds.load("arendedel") if row["i_blanketten"] == "true"
        ),
        stages=tuple(row["namn"] for row in seeds.load("ansokanslage")),
        currencies=(
            "SEK",
            "EUR",
            *sorted({r["valuta"] for r in seeds.load("valutakurs")} - {"EUR"}),
        ),
        last_year=_last_year(namnd["namnd_kod"], ar, goals, mart),
    )


def goal_cell(numbers: tuple[int, ...], goals: dict[int, str]) -> str:
    """Goals as the drop-down writes them: "3. Namn" for one, "2;4" for several."""
    if len(numbers) == 1:
        return f"{numbers[0]}. {goals[numbers[0]]}"
    return ";".join(map(str, numbers))


def alphabetical(text: str) -> str:
    """A key that sorts as in a Swedish register: å, ä, ö last, in that order."""
    return text.casefold().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}"})


def _known_year(ar: int) -> None:
    years = sorted({int(row["ar"]) for row in seeds.load("ar")})
    if ar not in years:
        held = f"som går från {years[0]} till {years[-1]}" if years else "som är tomt"
        raise UnknownYear(
            f"År {ar} finns inte i registret, {held}. Lägg till året i referens/ar.csv om det ska"
            " redovisas."
        )


def _namnd(namnd_kod: str, ar: int) -> dict[str, str]:
    """A nämnd by its code or any known name; a near name is not guessed."""
    if not namnd_kod.strip():
        raise UnknownNamnd("Ange nämndens kod eller namn med --namnd.")
    found = resolve("namnd", namnd_kod)
    wanted = found.code if found.how == "exakt" else None
    versions = [row for row in seeds.load("namnd") if row["namnd_kod"] == wanted]
    if not versions:
        codes = ", ".join(sorted({row["namnd_kod"] for row in seeds.load("namnd")}))
        to_do = f"Koderna är {codes}." if codes else "Skriv nämnderna i referens/namnd.csv."
        raise UnknownNamnd(f"Det finns ingen nämnd som heter {namnd_kod}. {to_do}")
    return next((row for row in versions if _valid(row, ar)), versions[-1])


def _valid(unit: dict[str, str], ar: int) -> bool:
    first, last = unit["giltig_fran"] or "0001", unit["giltig_till"] or "9999"
    return int(first[:4]) <= ar <= int(last[:4])


def _units(ar: int) -> list[dict[str, str]]:
    return [row for row in seeds.load("namnd") if _valid(row, ar)]


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=alphabetical))


def _questions(ar: int) -> tuple[int | None, tuple[Question, ...]]:
    rows = seeds.load("fraga")
    years = sorted({int(row["ar"]) for row in rows})
    year = max((y for y in years if y <= ar), default=years[0] if years else None)
    found = [Question(int(r["fraga_nr"]), r["fraga"]) for r in rows if int(r["ar"]) == year]
    return year, tuple(sorted(found, key=lambda question: question.nummer))


def _period(ar: int) -> str:
    return next((row["malperiod"] for row in seeds.load("ar") if row["ar"] == str(ar)), "")


def _goals(ar: int) -> dict[int, str]:
    period = _period(ar)
    rows = [row for row in seeds.load("kf_mal") if period and row["malperiod"] == period]
    return {
        int(row["nummer"]): row["kf_mal"] for row in sorted(rows, key=lambda r: int(r["nummer"]))
    }


def _goal_choices(goals: dict[int, str]) -> Iterable[str]:
    numbers = tuple(goals)
    most = len(numbers) if len(numbers) <= _COMBINED_GOALS else 2
    for size in range(1, most + 1):
        for chosen in combinations(numbers, size):
            yield goal_cell(chosen, goals)


def _funds() -> tuple[tuple[str, str, str], ...]:
    place = {row["fondgrupp"]: int(row["ordning"]) for row in seeds.load("fondgrupp")}
    rows = sorted(
        seeds.load("fond"),
        key=lambda row: (place[row["fondgrupp"]], alphabetical(row["fond"])),
    )
    said = {"true": "Ja", "false": "Nej"}
    return tuple((r["fond"], r["fondgrupp"], said.get(r["ar_eu"], "Ej känt")) for r in rows)


_PROJECTS = """
    select
        deltagande.projekt_kod,
        {fields},
        deltagande.roll,
        medel.fond_kod,
        sum(medel.belopp_sek) as belopp,
        coalesce(anpassad.deltagandets_falt, '') as anpassade_falt,
        -- Fitted bookings of a sum that the nämnd itself reported are not a fitted sum.
        deltagande.redovisat_sek is distinct from deltagande.bokfort_sek as olika
    from mart.bi_deltagande as deltagande
    inner join mart.fct_eu_medel as medel on deltagande.bi_key = medel.deltagande_key
    inner join mart.dim_projekt as projekt on medel.projekt_key = projekt.projekt_key
    left join kvalitet.anpassad_uppgift as anpassad
        on
            deltagande.projekt_kod = anpassad.projekt_kod
            and deltagande.namnd_kod = anpassad.namnd_kod
            and deltagande.ar = anpassad.ar
    where deltagande.namnd_kod = ? and deltagande.ar = ? and deltagande.projekt_kod <> 'OKANT'
    group by all
"""
_GOALS = """
    select distinct medel.projekt_kod, mal.nummer, medel.andel
    from mart.fct_eu_medel as medel
    inner join mart.dim_kf_mal as mal on medel.kf_mal_key = mal.kf_mal_key
    where medel.namnd_kod = ? and medel.ar = ?
    order by medel.projekt_kod, mal.nummer
"""


def _last_year(
    namnd_kod: str, ar: int, goals: dict[int, str], mart: Path | None
) -> tuple[LastYear, ...]:
    """One row a project and fund, in alphabetical order.

    What was fitted to a printed total is nobody's statement: such a project, or such a field of
    one, is not handed back as last year's.
    """
    if mart is None or not mart.exists():
        return ()
    with duckdb.connect(str(mart), read_only=True) as con:
        projects = _rows(con, _PROJECTS.format(fields=_columns()), [namnd_kod, ar - 1])
        shares = _rows(con, _GOALS, [namnd_kod, ar - 1])
    # A number means another goal in another set.
    same_set = bool(goals) and _period(ar) == _period(ar - 1)
    goals_of = {
        kod: [(row["nummer"], row["andel"]) for row in rows] if same_set else []
        for kod, rows in groupby(shares, key=lambda row: row["projekt_kod"])
    }
    found = []
    for row in projects:
        fitted = set(row["anpassade_falt"].split(";"))
        if "projekt" in fitted:
            continue
        named = [] if "kf_mal" in fitted else goals_of.get(row["projekt_kod"], [])
        cells = {
            field.id: None if field.id in fitted else _typed(field, row, named, goals)
            for field in fields.PREFILLED
        }
        money_fitted = "utbetalt" in fitted or ("bokforing" in fitted and row["olika"])
        belopp = None if money_fitted else row["belopp"]
        found.append(LastYear(row["projekt"], cells["fond"], cells, belopp))
    return tuple(sorted(found, key=lambda p: (alphabetical(p.projekt), p.projekt, p.fond or "")))


def _columns() -> str:
    """The columns of mart.dim_projekt that hold last year's values."""
    names: list[str] = []
    for field in fields.PREFILLED:
        if field.holds in ("start", "end"):
            names += [field.id, f"{field.id}_precision"]
        elif field.holds in ("name", "text", "lines", "code"):
            names.append(field.id)
    return ", ".join(f"projekt.{name}" for name in names)


def _typed(
    field: Field,
    row: dict[str, Any],
    named: list[tuple[int | None, Decimal]],
    goals: dict[int, str],
) -> str | None:
    """What was known of a field last year, as a person would type it."""
    if field.holds == "fund":
        return _fund_names().get(row["fond_kod"])
    if field.holds == "role":
        return _role_names().get(row["roll"])
    if field.holds in ("start", "end"):
        return _day(row[field.id], row[f"{field.id}_precision"])
    if field.holds in ("goals", "goal_shares"):
        numbers, percents = _known_goals(named, goals)
        if field.holds == "goals":
            return goal_cell(numbers, goals) if numbers else None
        return ";".join(map(_percent, percents)) or None
    text: str | None = row[field.id]
    return text


def _percent(share: Decimal) -> str:
    return f"{share.normalize():f}".replace(".", ",")


@seeds.derived
def _fund_names() -> dict[str, str]:
    return {row["fond_kod"]: row["fond"] for row in seeds.load("fond")}


@seeds.derived
def _role_names() -> dict[str, str]:
    """Names of the roles; "annan" also holds those nobody told, so the nämnd is asked again."""
    return {row["roll"]: row["namn"] for row in seeds.load("roll") if row["roll"] != "annan"}


def _day(day: date | None, precision: str | None) -> str | None:
    """A date no more precise than it was reported; of a season the form can only take the year."""
    if day is None:
        return None
    letters = {"ar": 4, "sasong": 4, "manad": 7}.get(precision or "", 10)
    return day.isoformat()[:letters]


def _known_goals(
    named: list[tuple[int | None, Decimal]], goals: dict[int, str]
) -> tuple[tuple[int, ...], tuple[Decimal, ...]]:
    """Numbers and, where they were not equal, percents; nothing when a goal was unknown."""
    numbers = tuple(nummer for nummer, _ in named if nummer in goals)
    if len(numbers) != len(named):
        return (), ()
    return tuple(n for n in numbers if n is not None), _percents([andel for _, andel in named])


def _percents(shares: list[Decimal]) -> tuple[Decimal, ...]:
    """Percents that add up to exactly 100; none when the shares are equal."""
    if not shares or max(shares) - min(shares) < _FOUR_DECIMALS:
        return ()
    percents = [(share * 100).quantize(_FOUR_DECIMALS) for share in shares]
    percents[-1] = 100 - sum(percents[:-1], Decimal(0))
    return tuple(percents)


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: list[Any]) -> list[dict[str, Any]]:
    cursor = con.execute(sql, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
