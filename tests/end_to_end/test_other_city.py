"""A city that is not the example's, from `fondbok init` to its own right figures.

The nämnder are Umeå's, from public knowledge; the year, its projects and its money are made up and
added by hand. Beside it a kommunalförbund that has filled in no more than it must: no goals, no
questions, no printed figures, and the accounts of Kommun-Bas 13.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fondbok.paths import Home
from tests.conftest import Run, fondbok

FIXTURES = Path(__file__).parents[1] / "fixtures"
UMEA, KOMMUNBAS = FIXTURES / "umea", FIXTURES / "cases" / "city" / "kommunbas"
NO_OTHER = {"FONDBOK_KOMMUN": ""}
kr = Decimal
Query = Callable[..., list[tuple[Any, ...]]]


def run(*arguments: str | Path) -> Run:
    return fondbok(*arguments, env=NO_OTHER)


@pytest.fixture(scope="module")
def umea(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("umea"))
    made = run("init", "--home", home.root, "--namn", "Umeå kommun", "--kommunkod", "2480")
    assert made.code == 0, made.err
    missing = run("doctor", "--home", home.root)
    assert missing.code == 1
    assert "Skriv en rad per nämnd." in missing.out
    shutil.copytree(UMEA / "referens", home.root / "referens", dirs_exist_ok=True)
    shutil.copytree(UMEA / "landing", home.landing, dirs_exist_ok=True)
    refreshed = run("refresh", "--home", home.root)
    assert refreshed.code == 0, refreshed.out + refreshed.err
    return home


def texts_of(form: Path) -> set[str]:
    return {
        str(cell.value)
        for sheet in openpyxl.load_workbook(form)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_the_citys_figures_are_those_added_by_hand(umea: Home, query: Query) -> None:
    asked = "select ar, belopp_sek, antal_projekt_olika from mart.rpt_sammanfattning"
    assert query(umea, asked) == [(2025, kr("4040000.00"), 3)]
    assert query(
        umea, "select namnd_kod, belopp_sek from mart.rpt_utbetalt_per_namnd order by 1"
    ) == [("IFN", kr("1540000.00")), ("TN", kr("2500000.00"))]
    assert query(
        umea, "select fondgrupp, belopp_sek from mart.rpt_utbetalt_per_fondgrupp order by 1"
    ) == [
        ("ESF", kr("1200000.00")),
        ("Horisont", kr("2500000.00")),
        ("Norden", kr("340000.00")),  # a group of its own
    ]
    assert query(
        umea,
        "select nummer, belopp_sek from mart.rpt_utbetalt_per_kf_mal where ar = 2025 order by 1",
    ) == [(1, kr("1200000.00")), (2, kr("340000.00")), (3, kr("2500000.00"))]


def test_a_namnd_is_told_what_the_ledger_did(umea: Home, query: Query) -> None:
    (said,) = query(
        umea,
        "select meddelande from kvalitet.fynd"
        " where fil like '%ifn.csv' and regel = 'BOKFORT_GALLER'",
    )
    assert "Redovisat 350 000 kr för Nordic Care" in said[0].replace("\u00a0", " ")
    assert query(
        umea, "select status from mart.rpt_inlamning where namnd_kod = 'KS' and ar = 2025"
    ) == [("saknas",)]
    assert list(umea.feedback.rglob("*IFN*"))


def test_there_is_nothing_to_reconcile_and_nothing_stops(umea: Home, query: Query) -> None:
    assert query(umea, "select count(*) from mart.rpt_avstamning") == [(0,)]
    assert query(umea, "select count(*) from mart.rpt_motsagelse") == [(0,)]


def test_the_form_has_the_citys_own_goals_and_questions(umea: Home, tmp_path: Path) -> None:
    form = tmp_path / "ifn.xlsx"
    made = run("template", "--home", umea.root, "--namnd", "IFN", "--ar", "2025", "-o", form)
    assert made.code == 0, made.err
    texts = texts_of(form)
    assert any("Klimatneutralt Umeå 2030" in text for text in texts)
    assert any("Vad har projekten gett invånarna?" in text for text in texts)


def test_nothing_of_another_city_is_in_what_the_run_wrote(umea: Home) -> None:
    written = [path for path in umea.root.rglob("*") if path.is_file()]
    found = [path for path in written if b"malm" in path.read_bytes().lower()]
    assert found == []


def test_the_doctor_finds_nothing_left(umea: Home) -> None:
    assert run("doctor", "--home", umea.root).code == 0


@pytest.fixture(scope="module")
def forbund(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("forbund"))
    made = run(
        *("init", "--home", home.root, "--namn", "Exempelbygdens miljöförbund"),
        *("--slag", "kommunalförbund"),
    )
    assert made.code == 0, made.err
    shutil.copytree(KOMMUNBAS / "referens", home.root / "referens", dirs_exist_ok=True)
    shutil.copytree(KOMMUNBAS / "landing", home.landing, dirs_exist_ok=True)
    refreshed = run("refresh", "--home", home.root)
    assert refreshed.code == 0, refreshed.out + refreshed.err
    return home


def test_a_grant_of_the_eu_counts_and_one_of_the_state_does_not(
    forbund: Home, query: Query
) -> None:
    """Kommun-Bas 13 has EU grants on 358 and the state's on 351."""
    assert query(
        forbund,
        "select projekt_kod, redovisat_sek, bokfort_sek, belopp_sek from mart.bi_deltagande",
    ) == [("gron-hamn", kr("500000.00"), kr("500000.00"), kr("500000.00"))]
    assert query(forbund, "select ar, belopp_sek from mart.rpt_sammanfattning") == [
        (2025, kr("500000.00"))
    ]


def test_published_texts_call_the_city_what_it_is(forbund: Home, query: Query) -> None:
    (answer,) = forbund.feedback.rglob("*MN*.html")
    text = answer.read_text("utf-8")
    assert "Utbetalt i förbundets siffror" in text
    assert "Så står det i förbundets siffror" in text
    said = [row[0] for row in query(forbund, "select beskrivning from mart.dim_varning")]
    assert any("projekt som förbundet äger" in each for each in said)
    found = [row[0] for row in query(forbund, "select meddelande from kvalitet.fynd")]
    for each in (text, *said, *found):
        assert not re.search(r"\b(staden|stadens|kommunens|kommunen)\b|\{org", each), each


def test_a_home_that_was_only_begun_has_no_other_citys_periods_goals_or_questions(
    forbund: Home, query: Query, tmp_path: Path
) -> None:
    assert query(forbund, "select count(*) from mart.dim_kf_mal where nummer is not null") == [(0,)]
    assert query(forbund, "select distinct ar from mart.dim_ar where ar > 0") == [(2025,)]
    form = tmp_path / "mn.xlsx"
    made = run("template", "--home", forbund.root, "--namnd", "MN", "--ar", "2025", "-o", form)
    assert made.code == 0, made.err
    texts = texts_of(form)
    assert {"Förbundets del av budgeten", "Ideell sektor"} <= texts
    assert "Det finns inga frågor att svara på. Lämna bladet tomt." in texts
    again = run("check", form, "--home", forbund.root)
    assert "Rubriken" not in again.out
