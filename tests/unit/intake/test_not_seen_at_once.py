"""What a person sees of a table and a program does not, and the other way round.

Two header rows of which the upper cell is not merged, values that cannot be seen, a currency beside
the table, sheets without a header, and lines of an account among the projects.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from openpyxl.styles import Color, Font, PatternFill

from fondbok.files.workbook import MAX_BESIDE_BYTES
from fondbok.findings import FileRead
from fondbok.values.captions import captions_in
from fondbok.values.number_format import may_show_nothing, shows_nothing
from tests.unit.intake.intake_files import read_file, rules

Rows = list[list[Any]]
START: Rows = [["Nämnd", "ASN"], ["År", 2024]]
HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]
TOP = ["Projekt", "Fond"]
Change = Callable[[Any], None]


def read(tmp_path: Path, rows: Rows, change: Change | None = None, **more: Rows) -> FileRead:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in {"Start": START, "Projekt": rows, **more}.items():
        sheet = book.create_sheet(name)
        for rad, line in enumerate(lines, start=1):
            for at, value in enumerate(line, start=1):
                if value is not None:
                    sheet.cell(rad, at, value)
    if change is not None:
        change(book["Projekt"])
    path = tmp_path / "underlag.xlsx"
    book.save(path)
    return read_file(path)


def paid(found: FileRead) -> list[Decimal | None]:
    return [
        row["utbetalt"] for row in found.rows["submission_projekt"] if row["utfall"] == "laddad"
    ]


@pytest.mark.parametrize(
    ("upper", "lower", "amounts", "right"),
    [
        (["Utbetalt"], ["Utbetalt 2023", "Utbetalt 2024"], [100, 200], 200),
        (["Utbetalt"], ["Utbetalt 2024", "Utbetalt 2023"], [200, 100], 200),
        (["Utbetalt"], [2023, 2024], [100, 200], 200),
        (["Utbetalt"], ["2023", "2024"], [100, 200], 200),
        (["Utbetalt"], ["År 2023", "År 2024"], [100, 200], 200),
        (["Utbetalda EU-medel"], ["Utfall 2023", "Utfall 2024"], [100, 200], 200),
        (["Utbetalt"], ["under 2023", "under 2024"], [100, 200], 200),
        (["Utbetalt"], ["Föreg. år", "Innevarande år"], [100, 200], 200),
        (["Utbetalt (tkr)"], ["Utbetalt 2023", "Utbetalt 2024"], [100, 200], 200_000),
        (["Ekonomi (tkr)"], ["Budget", "Utbetalt"], [900, 200], 200_000),
        (["Ekonomi"], ["Budget", "Utbetalt 2023", "Utbetalt 2024"], [900, 100, 200], 200),
        (["Utbetalt EU-bidrag"], ["Budget", "Utfall"], [900, 200], 200),
        (["Budget"], ["Total", "Utbetalt 2024"], [900, 200], 200),
        (["Belopp"], ["Sökt", "Beviljat", "Utbetalt 2024"], [900, 800, 200], 200),
        (["Utbetalt till ASF"], ["Utbetalt 2023", "Utbetalt 2024"], [100, 200], 200),
    ],
)
def test_an_upper_header_holds_for_the_empty_cells_right_of_it(
    upper: list[Any], lower: list[Any], amounts: list[int], right: int, tmp_path: Path
) -> None:
    """Merged or not, two header rows are one, and the submission's year is read."""
    rows = [[*TOP, *upper], [None, None, *lower], ["Hamnljus", "ESF+", *amounts]]
    assert paid(read(tmp_path, rows)) == [Decimal(right)]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Ekonomi", ["Budget", "Utfall"]),
        ("Utbetalt", ["Jan-jun", "Jul-dec"]),
        ("Utbetalt", ["2024 Q1", "2024 Q2"]),
        ("Utbetalt", ["Ägare", "Partner"]),
        ("Utbetalt till Tekniska nämnden", ["Utbetalt 2023", "Utbetalt 2024"]),
    ],
)
def test_columns_of_which_none_is_the_years_are_said_with_their_sums(
    upper: str, lower: list[str], tmp_path: Path
) -> None:
    """Nothing is taken for the year's payment."""
    rows = [[*TOP, upper], [None, None, *lower], ["Hamnljus", "ESF+", 900_000, 200_000]]
    found = read(tmp_path, rows)
    assert paid(found) == [None]
    said = [remark for remark in found.fynd if remark.regel == "KOLUMN_RAKNAS_INTE"]
    assert any("200 000" in remark.meddelande for remark in said)


def test_two_columns_that_may_both_be_paid_hold_the_row(tmp_path: Path) -> None:
    rows = [[*TOP, "Utbetalt"], [None, None, "Belopp 1", "Belopp 2"], ["Hamnljus", "ESF+", 9, 2]]
    assert "UTBETALT_TVA_KOLUMNER" in rules(read(tmp_path, rows))


def test_a_header_right_above_another_one_loses_no_money_in_silence(tmp_path: Path) -> None:
    rows = [[*TOP, "Utbetalt"], ["Målområde", None, "Utbetalt belopp"], ["1", None, 5_000]]
    (said,) = [x for x in read(tmp_path, rows).fynd if x.regel == "TABELL_OKAND"]
    assert "5 000 kr" in said.meddelande


def _font(**how: Any) -> Change:
    def change(sheet: Any) -> None:
        sheet["C2"].font = Font(color=how["color"])
        if "fill" in how:
            sheet["C2"].fill = PatternFill("solid", fgColor=how["fill"])

    return change


def _format(code: str) -> Change:
    def change(sheet: Any) -> None:
        sheet["C2"].number_format = code

    return change


UNSEEN = {
    "white": _font(color="FFFFFFFF"),
    "nearly white": _font(color="FFF8F8F8"),
    "the theme's background": _font(color=Color(theme=0)),
    "white of the palette": _font(color=Color(indexed=9)),
    "red on red": _font(color="FFFF0000", fill="FFFF0000"),
    "nothing": _format(";;;"),
    "nothing above zero": _format(";-0"),
    "words instead": _format('"-"'),
    "written in white": _format("[White]0"),
}


@pytest.mark.parametrize("how", UNSEEN)
def test_an_amount_nobody_sees_counts_and_is_said(how: str, tmp_path: Path) -> None:
    found = read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 917_000]], UNSEEN[how])
    assert paid(found) == [Decimal(917_000)]
    (said,) = [remark for remark in found.fynd if remark.regel == "VARDE_SYNS_INTE"]
    assert (said.rad, said.kolumn, said.varde) == (2, HEADER[2], "917000")


SEEN = {
    "black": _font(color=Color(theme=1)),
    "white on blue": _font(color="FFFFFFFF", fill="FF1F4E79"),
    "a zero left out": _format("#,##0;-#,##0;;@"),
    "a line for zero": _format('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'),
}


@pytest.mark.parametrize("how", SEEN)
def test_what_is_seen_is_not_remarked_on(how: str, tmp_path: Path) -> None:
    found = read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 917_000]], SEEN[how])
    assert not found.fynd


@pytest.mark.parametrize(
    ("code", "value", "hidden"),
    [
        ("0;;", -1, True),
        ("0;;", 1, False),
        (";;;@", "100", False),
        (";;;", "100", True),
        ("General", 1, False),
        ('[=0]"";General', 5, False),
        ("[<1000];0", 5, True),
        ("[<1000];0", 5_000, False),
        (";;;", 0, False),
    ],
)
def test_a_format_hides_by_the_sign_of_the_value(code: str, value: Any, hidden: bool) -> None:
    assert shows_nothing(code, value) is hidden
    assert may_show_nothing(code) or not hidden


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Belopp i dkr", "DKK"),
        ("Alla belopp är i norska kronor", "NOK"),
        ("(£)", "GBP"),
        ("Belopp i tDKK", "DKK"),
        ("Beloppen avser danska kronor", "DKK"),
        ("Belopp i dansk krone", "DKK"),
        ("Valuta NOK", "NOK"),
        ("Belopp i polska zloty", "PLN"),
    ],
)
def test_a_currency_above_the_table_counts_as_a_unit_does(
    text: str, currency: str, tmp_path: Path
) -> None:
    found = read(tmp_path, [[text], HEADER, ["Hamnljus", "ESF+", 1_000]])
    (row,) = found.rows["submission_projekt"]
    assert row["utbetalt_valuta"] == currency
    assert "ENHET_FRAN_TEXT" in rules(found)


@pytest.mark.parametrize(
    "text", ["Interreg Öresund DKK", "Belopp i kronor (danska)", "Belopp i DKK och SEK"]
)
def test_a_currency_that_is_only_named_holds_the_rows(text: str, tmp_path: Path) -> None:
    found = read(tmp_path, [[text], HEADER, ["Hamnljus", "ESF+", 1_000]])
    (stopped,) = found.avvisade
    assert stopped.regel == "BELOPP_TVETYDIGT"
    assert "SEK" in stopped.meddelande
    assert "DKK" in stopped.meddelande


@pytest.mark.parametrize(
    "text",
    ["Projektet fick 5 DKK", "Omräknat till SEK från DKK", "Växelkurs DKK 1,5", "Norska projekt"],
)
def test_a_currency_in_another_sentence_is_no_unit(text: str) -> None:
    assert captions_in(text) == ()


@pytest.mark.parametrize(
    "lines",
    [
        [["Gröna tak", "ESF+", 300_000], ["Kranen", "ESF+", 100_000], ["Summa", None, 400_000]],
        [["Insats", "Finansiär", "Kronor"], ["Gröna tak", "ESF+", "400 000 kr"]],
    ],
)
@pytest.mark.parametrize("name", ["Blad2", "Samverkan"])
def test_projects_on_a_sheet_without_a_header_are_told_with_their_money(
    name: str, lines: Rows, tmp_path: Path
) -> None:
    found = read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 1_000]], **{name: lines})
    (said,) = [remark for remark in found.fynd if remark.regel == "BLAD_UTAN_RUBRIK"]
    assert "400 000 i kolumn C" in said.meddelande
    assert said.allvar == "varning"


def test_a_sheet_of_notes_is_only_unexpected(tmp_path: Path) -> None:
    notes: Rows = [["Ring kansliet"], ["Budgetmöte", 2024], ["Antal", 12]]
    found = read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 1_000]], Anteckningar=notes)
    assert rules(found) == {"BLAD_OVANTAT"}


def test_projects_on_the_sheet_start_are_read(tmp_path: Path) -> None:
    path = tmp_path / "underlag.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Start"
    for line in (*START, [], HEADER, ["Hamnljus", "ESF+", 5_000]):
        book.active.append(line)
    book.save(path)
    assert paid(read_file(path)) == [Decimal(5_000)]


@pytest.mark.parametrize(
    "name",
    ["Resultat", "Överfört", "Kvar", "Att återsöka", "Netto", "Differens", "Kvar att rekvirera",
     "Överfört från 2023", "Ingående balans", "Återstår", "Egen finansiering", "Avrundning"],
)  # fmt: skip
def test_a_line_of_an_account_is_held_with_its_amount(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 1_000], [name, None, 55_555]])
    assert paid(found) == [Decimal(1_000)]
    (stopped,) = found.avvisade
    assert stopped.regel == "RAD_EJ_PROJEKT"
    assert "55 555" in stopped.meddelande


@pytest.mark.parametrize("name", ["Kvarnen", "Balans i livet", "Resultatet av samverkan"])
def test_a_project_that_begins_with_such_a_word_is_a_project(name: str, tmp_path: Path) -> None:
    assert not read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 1], [name, "ESF+", 2]]).fynd


def test_such_a_word_with_a_fund_counts_and_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, [HEADER, ["Resultat", "ESF+", 2_000]])
    assert paid(found) == [Decimal(2_000)]
    assert "RAD_LIKNAR_SUMMA" in rules(found)


MERGED: Rows = [
    [*HEADER, "KF-mål", "Projektkod", "År"],
    ["Hamnljus", "ESF+", 100_000, 1, 41001, 2024],
    ["Kajkanten", "ESF+", None, None, None, None],
    ["Grönt tak", "ESF+", 300_000, 2, 41002, 2024],
]


def test_money_merged_over_rows_counts_once_and_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, MERGED, lambda sheet: sheet.merge_cells("C2:C3"))
    assert paid(found) == [100_000, None, 300_000]
    (said,) = [each for each in found.fynd if each.regel == "BELOPP_SAMMANSLAGET"]
    assert (said.rad, said.kolumn) == (2, "Utbetalt EU-bidrag")
    assert "över 2 rader" in said.meddelande


@pytest.mark.parametrize("cells", ["C2:C2", "C2:D2", "C4:C9"])
def test_money_merged_over_no_other_row_says_nothing(cells: str, tmp_path: Path) -> None:
    """Merged to the right, or with blank rows below: it is clear whose it is."""
    rows = [[*row[:3], None, *row[4:]] for row in MERGED]
    found = read(tmp_path, rows, lambda sheet: sheet.merge_cells(cells))
    assert "BELOPP_SAMMANSLAGET" not in rules(found)


def test_nothing_merged_over_rows_is_nothing_for_each(tmp_path: Path) -> None:
    rows = [MERGED[0], ["Hamnljus", "ESF+", 0], *MERGED[2:]]
    found = read(tmp_path, rows, lambda sheet: sheet.merge_cells("C2:C3"))
    assert "BELOPP_SAMMANSLAGET" not in rules(found)


def test_a_goal_a_code_and_a_year_merged_over_rows_hold_for_each(tmp_path: Path) -> None:
    """They are numbers in Excel, and no amounts."""

    def merge(sheet: Any) -> None:
        for column in "DEF":
            sheet.merge_cells(f"{column}2:{column}3")

    found = read(tmp_path, MERGED, merge)
    read_rows = found.rows["submission_projekt"]
    assert [row["ekonomikod"] for row in read_rows] == ["41001", "41001", "41002"]
    goals = found.rows["submission_kf_mal"]
    assert [goal["nummer"] for goal in goals] == [1, 1, 2]


def test_a_count_merged_over_rows_beside_the_projects_is_said(tmp_path: Path) -> None:
    book = {"Händelser": [["Typ", "Antal"], ["Besök", 12], ["Konferens", None]]}
    path = tmp_path / "underlag.xlsx"
    read(tmp_path, MERGED, **book)
    workbook = openpyxl.load_workbook(path)
    workbook["Händelser"].merge_cells("B2:B3")
    workbook.save(path)
    (said,) = [each for each in read_file(path).fynd if each.regel == "BELOPP_SAMMANSLAGET"]
    assert (said.blad, said.rad, said.kolumn) == ("Händelser", 2, "Antal")


# --- what stands in a text box on the sheet ---


def put_box(path: Path, *paragraphs: str) -> None:
    """A text box on the sheet with the projects, as Excel stores one."""
    lines = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/drawings/drawing1.xml",
            '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
            'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            f"<xdr:sp><xdr:txBody>{lines}</xdr:txBody></xdr:sp></xdr:wsDr>",
        )


@pytest.mark.parametrize(
    ("paragraphs", "right", "said"),
    [
        (["Belopp i tkr"], 500_000, {"ENHET_FRAN_TEXT"}),
        (["Att tänka på", "Alla belopp anges i tusental kronor"], 500_000, {"ENHET_FRAN_TEXT"}),
        (["Skriv hela tal, utan tkr"], 500, set()),
        (["Lämnas in senast den 1 mars"], 500, set()),
    ],
)
def test_a_unit_in_a_text_box_holds_for_the_sheet(
    paragraphs: list[str], right: int, said: set[str], tmp_path: Path
) -> None:
    read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 500]])
    put_box(tmp_path / "underlag.xlsx", *paragraphs)
    found = read_file(tmp_path / "underlag.xlsx")
    assert paid(found) == [right]
    assert rules(found) == said


@pytest.mark.parametrize("part", ["xl/drawings/drawing1.xml", "xl/comments1.xml"])
def test_what_cannot_be_read_beside_a_sheet_is_damage(part: str, tmp_path: Path) -> None:
    """And no reason to leave out what it says without a word."""
    read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 500]])
    kind = "drawing" if "drawing" in part else "comments"
    with zipfile.ZipFile(tmp_path / "underlag.xlsx", "a") as archive:
        archive.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            f'<r><Relationship Id="a" Type="x/{kind}" Target="/{part}"/></r>',
        )
        archive.writestr(part, "<cut")
    found = read_file(tmp_path / "underlag.xlsx")
    assert rules(found) == {"FIL_SKADAD"}


def test_comments_that_would_fill_the_memory_are_refused(tmp_path: Path) -> None:
    read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 500]])
    put_box(tmp_path / "underlag.xlsx", "x" * (MAX_BESIDE_BYTES + 1))
    assert rules(read_file(tmp_path / "underlag.xlsx")) == {"FIL_FOR_STOR"}


def put_page_head(path: Path, text: str) -> None:
    """A head on the printed pages of the sheet with the projects, as Excel stores one."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet2.xml"
    head = f"<headerFooter><oddHeader>{escape(text)}</oddHeader></headerFooter></worksheet>"
    parts[sheet] = parts[sheet].replace(b"</worksheet>", head.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("head", "right", "said"),
    [
        ('&C&"Arial,Bold"&12Belopp i tkr', 500_000, {"ENHET_FRAN_TEXT"}),
        ("&LEU-projekt&RAlla belopp i tkr", 500_000, {"ENHET_FRAN_TEXT"}),
        ("&LSida &P av &N&R&D", 500, set()),
        ("&CB && K, ej tkr", 500, set()),
    ],
)
def test_a_unit_at_the_head_of_the_pages_holds_for_the_sheet(
    head: str, right: int, said: set[str], tmp_path: Path
) -> None:
    read(tmp_path, [HEADER, ["Hamnljus", "ESF+", 500]])
    put_page_head(tmp_path / "underlag.xlsx", head)
    found = read_file(tmp_path / "underlag.xlsx")
    assert paid(found) == [right]
    assert rules(found) == said
