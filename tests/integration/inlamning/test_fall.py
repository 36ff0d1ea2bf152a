"""The cases where several files were handed in for one nämnd and year, with their right answers."""

from __future__ import annotations

import html
import re
from pathlib import Path

from openpyxl import load_workbook

from tests.integration.inlamning.bygge import Built, folder, grow, rebuild, same_tables
from tests.integration.inlamning.conftest import CASES, D

HA = CASES / "submissions" / "landing_hA"
HB = CASES / "submissions" / "landing_hB"
HE1 = CASES / "submissions" / "landing_hE1"


def words(page: Path) -> str:
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.read_text("utf-8"), flags=re.S)
    return " ".join(html.unescape(text).replace("\xa0", " ").split())


def test_a_resubmission_with_a_higher_version_says_what_it_replaces(d_second: Built) -> None:
    assert d_second.money()["GRN", 2023] == "140000.00"
    assert d_second.money()["GRN", 2024] == "50000.00"
    told = d_second.message("submissions/grn.csv", "INLAMNING_ERSATT")
    assert "GRN 2023" in told and "40 000 kr" in told and "140 000 kr" in told
    assert "submissions/grn2023_v2.csv (version 2)" in told
    told = d_second.message("submissions/grn2023_v2.csv", "INLAMNING_ERSATTER")
    assert "submissions/grn.csv (version 1)" in told and "40 000 kr" in told


def test_a_remark_on_one_of_several_submissions_in_a_file_stands_at_its_row(
    d_second: Built,
) -> None:
    """grn.csv holds 2023, which is replaced, and 2024, which is not."""
    assert d_second.rows(
        "select rad, raknas_inte from kvalitet.fynd where fil = 'submissions/grn.csv'"
    ) == [(2, True)]
    assert d_second.rows(
        "select ar, antal_fynd from mart.rpt_inlamning where fil = 'submissions/grn.csv' order by 1"
    ) == [(2023, 1), (2024, 0)]


def test_when_nothing_says_which_is_the_later_both_are_told(d_second: Built) -> None:
    """The same version twice, no date anywhere: 300 kr or 110 kr, and a project in one only."""
    files = ("submissions/mn2024.csv", "submissions/mn2024_ny.csv")
    statuses = {fil: status for status, fil in d_second.statuses()["MN", 2024]}
    counts = next(fil for fil, status in statuses.items() if status == "inlamnad")
    (lost,) = set(files) - {counts}
    assert statuses[lost] == "ersatt"
    for fil, regel in ((lost, "INLAMNING_I_KONFLIKT"), (counts, "INLAMNING_GALLER_I_KONFLIKT")):
        told = d_second.message(fil, regel)
        assert "300 kr" in told and "110 kr" in told
        assert "högre versionsnummer" in told
    named = d_second.rows(
        "select distinct fil from kvalitet.fynd where meddelande like '%Försvinner (200 kr)%'"
    )
    assert {fil for (fil,) in named} == set(files)


def test_a_text_is_handed_in_with_its_date(d_second: Built) -> None:
    assert d_second.statuses()["FRN", 2024] == [
        ("inlamnad_utan_projekt", "submissions/frn2024.json")
    ]
    page = words(d_second.answers() / "2024" / "FRN.html")
    assert "Inlämnad, utan projekt." in page
    assert "Beslutsdatum 2025-02-20" in page


def test_a_later_decision_that_drops_a_project_names_it_with_its_money(
    d_second: Built, tmp_path: Path
) -> None:
    head = (D / "second" / "mn2024_ny.csv").read_text("utf-8").splitlines()[0]
    built = rebuild(
        d_second,
        tmp_path,
        {
            "submissions/mn.csv": (
                f"{head};Beslutsdatum\nMN;2024;1;Kvar;ERUF;Projektägare;;100;3;2025-01-10\n"
                "MN;2024;1;Försvinner;ERUF;Projektägare;;200 EUR;3;2025-01-10\n"
            ),
            "submissions/mn ny.csv": (
                f"{head};Beslutsdatum\nMN;2024;1;Kvar;ERUF;Projektägare;;110;3;2025-02-10\n"
            ),
        },
    )
    assert built.money()["MN", 2024] == "110.00"
    told = built.message("submissions/mn.csv", "INLAMNING_ERSATT")
    assert "beslutat senare" in told and "100 kr och 200 EUR" in told and "110 kr" in told
    for fil, regel in (
        ("submissions/mn.csv", "PROJEKT_UTGATT"),
        ("submissions/mn ny.csv", "PROJEKT_SAKNAS_I_SENARE"),
    ):
        assert "Försvinner (200 EUR)" in built.message(fil, regel)
    page = words(built.answers() / "2024" / "MN.html")
    assert page.index("Det här räknas inte") < page.index("Tidigare versioner som inte längre")
    assert page.index("Försvinner (200 EUR)") < page.index("Sammanfattning")
    assert "submissions/mn.csv (version 1): 200 EUR, 100 SEK" in page
    book = load_workbook(built.home.feedback / "2024" / "MN.xlsx")
    summary = list(book["Sammanfattning"].iter_rows(min_row=4, max_col=2, values_only=True))
    assert summary[0][0] == "Räknas inte" and "Försvinner (200 EUR)" in summary[0][1]
    to_do = list(book["Att göra"].iter_rows(min_row=2, max_col=7, values_only=True))
    assert {row[1] for row in to_do if row[0] == "Räknas inte"} == {
        "submissions/mn.csv",
        "submissions/mn ny.csv",
    }
    assert [row[0] for row in to_do][:3] == ["Räknas inte"] * 3


def test_files_without_a_project_in_common_are_parts(d_second: Built, tmp_path: Path) -> None:
    built = rebuild(d_second, tmp_path, folder(HA))
    assert built.money()["FRN", 2024] == "350000.00"
    assert built.money()["FON", 2024] == "300000.00"
    assert [status for status, _ in built.statuses()["FRN", 2024]] == ["inlamnad", "inlamnad"]
    one, other = (f"submissions/2024/FRN del {n}.xlsx" for n in ("1 ägare", "2 part"))
    assert built.rules(one) == built.rules(other) == ["INLAMNING_I_DELAR"]
    told = built.message(one, "INLAMNING_I_DELAR")
    assert other in told and "300 000 kr" in told and "50 000 kr" in told
    page = words(built.answers() / "2024" / "FRN.html")
    assert "Underlaget består av 2 filer som räknas tillsammans" in page
    assert "Utbetalt sammanlagt enligt raderna: 350 000 SEK" in page
    assert "sätt Version till 2 i alla filerna" in page
    # Handed in together: held, and shown at both.
    joint = "submissions/2024/gemensam GRN GVN.xlsx"
    for kod in ("GRN", "GVN"):
        assert ("inlamnad_med_fel", joint) in built.statuses()[kod, 2024]
        assert joint in words(built.home.feedback / "2024" / f"{kod}.html")
    assert ("GRN", 2024) not in built.money()


def test_a_row_of_another_year_takes_nothing_from_that_year(
    d_second: Built, tmp_path: Path
) -> None:
    """Whether the two files land together or one after the other."""
    at_once = rebuild(d_second, tmp_path / "en", folder(HB))
    assert at_once.money() == {("ASN", 2023): "2044777.00", ("ASN", 2024): "2044756.00"}
    files = folder(HB)
    later = files.pop("submissions/2023/ASN 2023.xlsx")
    grown = rebuild(d_second, tmp_path / "tva", files)
    grow(grown, {"submissions/2023/ASN 2023.xlsx": later})
    schemas = ("intermediate", "mart", "kvalitet")
    assert same_tables(at_once.home, grown.home, schemas, lambda name: name == "inlast_tid") > 30
    assert at_once.statuses() == {
        ("ASN", 2023): [("inlamnad", "submissions/2023/ASN 2023.xlsx")],
        ("ASN", 2024): [("inlamnad_med_fel", "submissions/2024/ASN 2024.xlsx")],
    }
    page = words(at_once.answers() / "2024" / "ASN.html")
    assert "77 777" in page and "Lämna in projektet i ett underlag för 2023" in page


def test_a_currency_without_a_rate_holds_its_own_row_only(d_second: Built, tmp_path: Path) -> None:
    built = rebuild(d_second, tmp_path, folder(HE1))
    assert built.money() == {("ASN", 2024): "2044756.00"}
    for kod, ar, fil in (("KUN", 2024, "2024/KUN.xlsx"), ("FRN", 2026, "2026/FRN.xlsx")):
        assert built.statuses()[kod, ar] == [("inlamnad_med_fel", f"submissions/{fil}")]
        page = words(built.answers() / str(ar) / f"{kod}.html")
        assert f"{'PLN' if kod == 'KUN' else 'EUR'} {ar}" in page
