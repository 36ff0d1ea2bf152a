"""A city that is not the example's, from `fondbok init` to its own right figures.

The nämnder are Umeå's, from public knowledge; the year, its projects and its money are made up and
added by hand.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fondbok.paths import Home
from tests.conftest import Run, fondbok

UMEA = Path(__file__).parents[1] / "fixtures" / "umea"
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


def test_the_citys_figures_are_those_added_by_hand(umea: Home, query: Query) -> None:
    assert query(umea, "select ar, belopp_sek, antal_projekt from mart.rpt_sammanfattning") == [
        (2025, kr("4040000.00"), 3)
    ]
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
    texts = {
        str(cell.value)
        for sheet in openpyxl.load_workbook(form)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert any("Klimatneutralt Umeå 2030" in text for text in texts)
    assert any("Vad har projekten gett invånarna?" in text for text in texts)


def test_nothing_of_another_city_is_in_what_the_run_wrote(umea: Home) -> None:
    written = [path for path in umea.root.rglob("*") if path.is_file()]
    found = [path for path in written if b"malm" in path.read_bytes().lower()]
    assert found == []


def test_the_doctor_finds_nothing_left(umea: Home) -> None:
    assert run("doctor", "--home", umea.root).code == 0
