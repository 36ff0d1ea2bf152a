"""An answer tells everything that was read, refused or odd, and nothing that is another's."""

from __future__ import annotations

import html
import re
from pathlib import Path

import duckdb
from openpyxl import load_workbook

from fondbok import feedback
from fondbok.paths import Home
from tests.unit.feedback.conftest import Place


def words(path: Path) -> str:
    """The text of a page, tags taken away, blanks made one."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.S)
    return " ".join(html.unescape(text).split())


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    return list(load_workbook(path)[name].iter_rows(values_only=True))


def test_every_submission_is_answered_twice_and_the_rest_once(place: Place) -> None:
    made = place.answer()
    names = ["2024/ASN", "2024/GRN", "2024/KUN", "_filer"]
    wanted = [f"{name}{suffix}" for name in names for suffix in (".html", ".xlsx")]
    assert [p.relative_to(place.home.feedback).as_posix() for p in made] == wanted
    assert place.names() == sorted(wanted)


def test_a_cell_is_told_as_written_and_as_understood(place: Place) -> None:
    place.answer()
    cells = sheet(place.home.feedback / "2024/ASN.xlsx", "Cell för cell")
    told = {(row[1], row[3]): (row[4], row[5]) for row in cells}
    assert told[5, "Utbetalt EU-bidrag"] == ("1680158.25", "1\xa0680\xa0158,25\xa0SEK")
    assert told[5, "KF-mål"] == (
        "1;3",
        "1. En stad med goda uppväxtvillkor för barn och unga; "
        "3. En grön stad som leder klimatomställningen",
    )
    assert told[5, "Startdatum"] == ("2024-09", "Som skrivet")
    assert told[6, "Utbetalt EU-bidrag"] == ("1.234", "Inget värde")
    assert told[6, "Fond/program"] == ("Framtidsfonden", "Inget värde")
    assert told[7, "Utbetalt EU-bidrag"] == ("0", "0\xa0SEK")
    assert told[8, "Utbetalt EU-bidrag"] == ("100", "100\xa0EUR")


def test_every_finding_and_reject_is_in_the_page_and_in_the_workbook(place: Place) -> None:
    place.answer()
    with duckdb.connect(str(place.home.warehouse), read_only=True) as con:
        messages = [
            text
            for (text,) in con.execute(
                "select meddelande from kvalitet.fynd where fil like '%v2.xlsx' union"
                " select meddelande from kvalitet.avvisad_rad where fil like '%v2.xlsx'"
            ).fetchall()
        ]
    assert any("1.234" in message for message in messages)
    page = words(place.home.feedback / "2024/ASN.html")
    to_do = [row[6] for row in sheet(place.home.feedback / "2024/ASN.xlsx", "Att göra")[1:]]
    for message in messages:
        assert " ".join(message.split()) in page
        assert message in to_do


def test_a_reject_is_told_once_and_first(place: Place) -> None:
    place.answer()
    rows = sheet(place.home.feedback / "2024/ASN.xlsx", "Att göra")[1:]
    assert [row[0] for row in rows].count("Rätta") == 2
    assert rows[0][:6] == (
        "Rätta", "submissions/asn v2.xlsx", "Projekt", 6, "Utbetalt EU-bidrag", "1.234",
    )  # fmt: skip


def test_sums_are_exact_and_by_currency_and_leave_out_what_was_refused(place: Place) -> None:
    place.answer()
    page = words(place.home.feedback / "2024/ASN.html")
    assert "Utbetalt enligt raderna 100 EUR, 1 680 158,25 SEK" in page
    assert "Projektrader lästa 3" in page
    assert "Rader som avvisades 2" in page


def test_an_answer_says_how_sure_the_citys_figures_are(place: Place) -> None:
    place.answer()
    page = words(place.home.feedback / "2024/ASN.html")
    assert "Utbetalt i stadens siffror 1\xa0234,50\xa0SEK (anpassad till tryckt summa)" in (
        page.replace("1 234,50 SEK", "1\xa0234,50\xa0SEK")
    )
    assert "valda så att tryckta summor stämmer" in page
    assert "En publicerad siffra säger emot" not in page  # no figure here is contradicted
    rows = sheet(place.home.feedback / "2024/ASN.xlsx", "Lästa rader")
    at = rows[0].index("Hur säkert")
    told = {row[2]: row[at] for row in rows[1:]}
    assert told["Läst"] == "exakt"
    assert told["Avvisad, räknas inte"] in (None, "")
    summary = dict(
        row[:2] for row in sheet(place.home.feedback / "2024/ASN.xlsx", "Sammanfattning")
    )
    assert "(exakt)" in summary["Projekt i stadens siffror"]


def test_an_amount_in_another_currency_than_the_columns_says_its_own(place: Place) -> None:
    place.answer()
    rows = sheet(place.home.feedback / "2024/ASN.xlsx", "Lästa rader")
    row = next(dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[3] == "Vägen in")
    told = [row[k] for k in ("Valuta", "Varav förmedlat", "Total projektbudget")]
    assert told == ["SEK", "54\xa0450\xa0EUR", 2000000]


def test_no_personal_data_comes_out(place: Place) -> None:
    for path in place.answer():
        if path.suffix == ".html":
            content = path.read_text(encoding="utf-8")
        else:
            cells = (c for s in load_workbook(path) for row in s.values for c in row)
            content = " ".join(map(str, cells))
        assert "kalle@example.com" not in content
        assert "123 45 67" not in content


def test_words_of_a_file_are_never_code(place: Place) -> None:
    place.answer()
    page = (place.home.feedback / "2024/ASN.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for path in place.home.feedback.rglob("*.xlsx"):
        types = {cell.data_type for s in load_workbook(path) for row in s.rows for cell in row}
        assert "f" not in types


def test_one_file_of_many_namnder_gives_each_its_own(place: Place) -> None:
    place.answer()
    grn = words(place.home.feedback / "2024/GRN.html")
    kun = words(place.home.feedback / "2024/KUN.html")
    assert "TEN" in grn and "Perfare" not in grn
    assert "Perfare" in kun and "TEN" not in kun
    assert "i fjol är inget år" in kun and "i fjol är inget år" not in grn
    assert "Lekplats" not in grn + kun


def test_versions_that_no_longer_hold_are_named_only(place: Place) -> None:
    place.answer()
    page = words(place.home.feedback / "2024/ASN.html")
    assert "submissions/asn v1.xlsx (version 1)" in page
    assert "sätt Version till 3" in page
    assert page.count("submissions/asn v1.xlsx") == 1


def test_files_that_belong_to_nobody_are_told_to_those_who_compile(place: Place) -> None:
    place.answer()
    page = words(place.home.feedback / "_filer.html")
    for told in (
        "submissions/trasig.xlsx", "submissions/bild.png", "Parknämnden är inte känd",
        "i fjol är inget år", "ledger/huvudbok.csv 3 rader lästa, 2 avvisade",
    ):  # fmt: skip
        assert told in page
    ledger = sheet(place.home.feedback / "_filer.xlsx", "Ekonomisystemet")
    assert ("Rätta", 2, 3) in {row[1:4] for row in ledger}


def test_the_example_gets_an_answer_for_every_submission(malmo: Home, tmp_path: Path) -> None:
    made = feedback.write(malmo.warehouse, tmp_path)
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        handed_in = con.execute(
            "select distinct ar, namnd_kod from mart.rpt_inlamning where status <> 'saknas'"
        ).fetchall()
    answered = {(int(p.parent.name), p.stem) for p in made if p.stem != "_filer"}
    assert answered == set(handed_in)
    page = words(tmp_path / "2019/ASN.html")
    assert "Hela familjen" in page and "1 680 158 SEK" in page
