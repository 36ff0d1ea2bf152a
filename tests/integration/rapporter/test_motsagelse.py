"""Which contradictions the rules find between the published figures of a city that is made up.

Its report of a year prints one fault of each kind. Each fault is mended in a year of its own, so
one run of dbt shows that each is found while it is there, not when it is not, and nothing besides.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb
import pytest

from fondbok import organisation, seeds
from fondbok.warehouse import build
from tests.integration.rapporter.lager import Lager, dbt, new_path

FAULTS = (
    "UPPDELNINGAR_SKILJER",
    "SUMMAN_FOR_LAG",
    "DELAR_MOT_HELHET",
    "FLERA_VARDEN",
    "OLIKA_BAS",
    "DEL_STORRE_AN_HELHET",
    "LIKA_SLUTSIFFROR",
    "ORDNING_BRUTEN",
    "PROJEKT_UTAN_PENGAR",
    "PENGAR_UTAN_PROJEKT",
    "DELTAGANDEN_SOM_PROJEKT",
    "ANDELAR_EJ_HUNDRA",
)
BOTH = "agare_och_part"
MODELS = (
    "int_avstamning__jamforelse",
    "int_avstamning__siffra",
    "int_avstamning__publicerad_summa",
    "int_motsagelse__*",
    "rpt_motsagelse",
)
# In the year of a fault it alone is mended; in the first none is, in the last all are.
YEARS = {2001: FAULTS} | {
    2003 + 2 * i: tuple(f for f in FAULTS if f != mended) for i, mended in enumerate(FAULTS)
}
MENDED = 2001 + 2 * len(YEARS)
YEARS[MENDED] = ()


@dataclass(frozen=True)
class Siffra:
    """A printed figure; the columns that the rules read."""

    matt: str
    dimension: str
    varde_kod: str | None
    varde: str
    bas: str | None = None
    omfattning: str = "staden"
    precision: str = "1"
    avrundning: str = "exakt"
    ordning: int | None = None
    efter: int = 0  # years between the figure's and the document's


def money(faults: tuple[str, ...]) -> Iterator[Siffra]:
    """What each nämnd and fund got, the whole in round words, and the order that words tell."""
    swapped = "ORDNING_BRUTEN" in faults
    for kod, varde, ordning in (
        ("GRÖN", "3210207", 1),
        ("BLÅ", "1150302", 3 if swapped else 2),
        ("GUL", "304511", 2 if swapped else 3),
        ("RÖD", "10003", None),
    ):
        yield Siffra("utbetalt_sek", "namnd", kod, varde, BOTH, ordning=ordning)
    if "PROJEKT_UTAN_PENGAR" not in faults:
        yield Siffra("utbetalt_sek", "namnd", "VIT", "0", BOTH)
    esf = "2950420" if "UPPDELNINGAR_SKILJER" in faults else "2910420"
    yield Siffra("utbetalt_sek", "fondgrupp", "ESF", esf, BOTH)
    yield Siffra("utbetalt_sek", "fondgrupp", "Horisont", "1764603", BOTH)
    yield Siffra(
        "utbetalt_sek", "staden", None, "4700000", BOTH, precision="100000", avrundning="avrundad"
    )
    yield Siffra("utbetalt_sek", "kf_mal", "1", "3000111", BOTH)


def counts(faults: tuple[str, ...]) -> Iterator[Siffra]:
    """Projects per nämnd and goal, and how many there are, also as the next report tells it."""
    left_out = "PENGAR_UTAN_PROJEKT" in faults
    for kod, varde in (
        ("GRÖN", "3" if left_out else "2"),
        ("BLÅ", "2"),
        ("GUL", "1"),
        ("VIT", "1"),
    ):
        yield Siffra("antal_projekt", "namnd", kod, varde)
    if not left_out:
        yield Siffra("antal_projekt", "namnd", "RÖD", "1")
    yield Siffra("antal_projekt", "kf_mal", "1", "4")
    yield Siffra(
        "antal_projekt", "kf_mal", "2", "5" if "DELTAGANDEN_SOM_PROJEKT" in faults else "3"
    )
    yield Siffra("antal_projekt", "staden", None, "7")
    yield Siffra("antal_projekt", "staden", None, "8" if "FLERA_VARDEN" in faults else "7", efter=1)


def other(faults: tuple[str, ...]) -> Iterator[Siffra]:
    """Partners by kind, shares by fund, and grants in euro on two divisions."""
    yield Siffra("antal_samverkansparter", "samverkanstyp", "Offentlig", "10")
    yield Siffra("antal_samverkansparter", "samverkanstyp", "Privat", "5")
    yield Siffra(
        "antal_samverkansparter", "staden", None, "16" if "DELAR_MOT_HELHET" in faults else "15"
    )
    rounded = {"avrundning": "avrundad"}
    yield Siffra("utbetalt_procent", "fondgrupp", "ESF", "62", BOTH, **rounded)
    share = "42" if "ANDELAR_EJ_HUNDRA" in faults else "37"  # 99 is a hundred, rounded
    yield Siffra("utbetalt_procent", "fondgrupp", "Horisont", share, BOTH, **rounded)
    cut = {"precision": "100000", "avrundning": "trunkerad"}
    for kod, varde, whole in (("GRÖN", "100000", "180400"), ("BLÅ", "100000", "150300")):
        if "SUMMAN_FOR_LAG" in faults:
            yield Siffra("bidrag_eur", "namnd", kod, varde, **cut)
        else:
            yield Siffra("bidrag_eur", "namnd", kod, whole)
    yield Siffra("bidrag_eur", "fondgrupp", "ESF", "190550")
    yield Siffra("bidrag_eur", "fondgrupp", "Horisont", "140150")


def own_accounts(faults: tuple[str, ...]) -> Iterator[Siffra]:
    """What two nämnder print themselves: projects, a goal, and all of it."""
    yield Siffra("utbetalt_sek", "projekt", "Ett", "1234567", BOTH, "GRÖN")
    second = "1034567" if "LIKA_SLUTSIFFROR" in faults else "1034568"
    yield Siffra("utbetalt_sek", "projekt", "Två", second, BOTH, "GRÖN")
    goal = "3100000" if "DEL_STORRE_AN_HELHET" in faults else "2900000"
    yield Siffra("utbetalt_sek", "kf_mal", "1", goal, BOTH, "GRÖN")
    if "OLIKA_BAS" in faults:
        yield Siffra("utbetalt_sek", "namnd", "BLÅ", "800000", "agare", "BLÅ")
    else:
        yield Siffra("utbetalt_sek", "namnd", "BLÅ", "1150302", BOTH, "BLÅ")


def printed(year: int, faults: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    """A year's figures as rows of fct_publicerad_siffra."""
    parts = (money, counts, other, own_accounts)
    for rad, siffra in enumerate((each for part in parts for each in part(faults)), start=1):
        matt, dimension, kod, varde, bas, omfattning, precision, avrundning, ordning, efter = (
            astuple(siffra)
        )
        yield (
            *(
                organisation.kommun_kod(),
                f"P{year}-{rad}",
                year,
                year + efter,
                matt,
                dimension,
                kod or "Totalt",
                kod,
                varde,
            ),
            *("st", precision, None, avrundning, bas, omfattning),
            *(f"{omfattning}-{year + efter}", rad, None, ordning),
        )


@dataclass(frozen=True)
class Made:
    """The made-up city's warehouse, and what dbt said of it."""

    lager: Lager
    log: str


@pytest.fixture(scope="module")
def made_up(lager: Lager, tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = new_path(tmp_path_factory.mktemp("motsagelse"))
    shutil.copy(lager.path, path)
    rows = [row for year, faults in YEARS.items() for row in printed(year, faults)]
    with duckdb.connect(str(path)) as con:
        con.execute("delete from mart.fct_publicerad_siffra")
        marks = ", ".join("?" for _ in rows[0])
        con.executemany(f"insert into mart.fct_publicerad_siffra values ({marks})", rows)
    # What explains the example's figures is not made anew, so it is not asked of the made-up ones.
    other = (*build.LEFT_OUT, "--exclude", "int_avstamning__orsak")
    code, log = dbt(path, "build", *other, "--select", *MODELS)
    assert code == 0, log
    return Made(Lager(path, log), log)


@pytest.mark.parametrize("year", YEARS)
def test_each_planted_fault_is_found_and_nothing_besides(made_up: Made, year: int) -> None:
    rows = made_up.lager.rows(f"select regel from mart.rpt_motsagelse where ar = {year}")
    assert sorted(regel for (regel,) in rows) == sorted(YEARS[year])


def test_every_rule_has_its_fault() -> None:
    assert {row["id"] for row in seeds.load("motsagelseregel")} == set(FAULTS)


def test_both_sides_and_what_printing_allows_are_told(made_up: Made) -> None:
    told = {
        regel: (str(vanster), str(hoger), str(tolerans))
        for regel, vanster, hoger, tolerans in made_up.lager.rows(
            "select regel, vanster, hoger, tolerans from mart.rpt_motsagelse where ar = 2001"
        )
    }
    assert told == {
        "UPPDELNINGAR_SKILJER": ("4675023.00", "4715023.00", "0.00"),
        "SUMMAN_FOR_LAG": ("200000.00", "330700.00", "200000.00"),
        "DELAR_MOT_HELHET": ("16.00", "15.00", "0.00"),
        "FLERA_VARDEN": ("7.00", "8.00", "0.00"),
        "OLIKA_BAS": ("800000.00", "1150302.00", "0.00"),
        "DEL_STORRE_AN_HELHET": ("3100000.00", "3000111.00", "0.00"),
        "LIKA_SLUTSIFFROR": ("1234567.00", "1034567.00", "0.00"),
        "ORDNING_BRUTEN": ("1150302.00", "304511.00", "0.00"),
        "PROJEKT_UTAN_PENGAR": ("1.00", "None", "None"),
        "PENGAR_UTAN_PROJEKT": ("10003.00", "None", "None"),
        "DELTAGANDEN_SOM_PROJEKT": ("9.00", "7.00", "0.00"),
        "ANDELAR_EJ_HUNDRA": ("104.00", "100.00", "1.00"),
    }
    assert (
        made_up.lager.rows(
            "select motsagelse from mart.rpt_motsagelse"
            " where trim(trolig_orsak) = '' or trim(hoger_text) = '' or id <> motsagelse"
        )
        == []
    )


def test_an_id_is_the_same_whatever_else_is_found(made_up: Made, tmp_path: Path) -> None:
    """A year's one fault, in a city without the others, is called what it was called among them."""
    rows = list(printed(2001, ("DELAR_MOT_HELHET",)))
    with duckdb.connect(str(made_up.lager.path), read_only=True) as con:
        among = con.execute(
            "select motsagelse from mart.rpt_motsagelse"
            " where ar = 2001 and regel = 'DELAR_MOT_HELHET'"
        ).fetchall()
    alone = new_path(tmp_path)
    shutil.copy(made_up.lager.path, alone)
    with duckdb.connect(str(alone)) as con:
        con.execute("delete from mart.fct_publicerad_siffra")
        marks = ", ".join("?" for _ in rows[0])
        con.executemany(f"insert into mart.fct_publicerad_siffra values ({marks})", rows)
    code, log = dbt(alone, "run", "--select", *MODELS)
    assert code == 0, log
    assert Lager(alone, log).rows("select motsagelse from mart.rpt_motsagelse") == among


def test_a_name_that_no_rule_finds_is_told(made_up: Made) -> None:
    """The example city's names name nothing in the made-up one's figures."""
    names = len(seeds.load("motsagelse"))
    assert f"WARN {names} motsagelse_namnger_ett_fynd" in made_up.log
