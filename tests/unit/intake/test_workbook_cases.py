"""Workbooks and tables that once gave a wrong figure without a word: each with its right answer.

The files lie in tests/fixtures/cases/submissions; the tables below are more of the same kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from fondbok.files.sheet_xml import read_looks, read_sheet_xml
from fondbok.findings import FileRead
from tests.fixtures.submissions import underlag as write
from tests.unit.intake.intake_files import read_file, rules

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "submissions"
HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]
A = ["Hamnljus", "ESF+", 917_000]
Rows = list[list[Any]]
Book = Callable[..., FileRead]


def paid(read: FileRead) -> dict[str, Decimal | None]:
    """The loaded projects and their money."""
    rows = read.rows["submission_projekt"]
    return {row["projekt"]: row["utbetalt"] for row in rows if row["utfall"] == "laddad"}


def held(read: FileRead) -> dict[int | None, str]:
    """The rejected rows and their rules."""
    return {reject.rad: reject.regel for reject in read.avvisade}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Read a workbook for ASN 2024 with one sheet of rows; `change` is done to it before."""

    def read(
        rows: Rows,
        *,
        title: str = "Projekt",
        start: Rows | None = None,
        change: Callable[[openpyxl.Workbook], None] | None = None,
        **more: Rows,
    ) -> FileRead:
        made = openpyxl.Workbook()
        made.remove(made.active)
        sheets = {"Start": start or [["Nämnd", "ASN"], ["År", 2024]], title: rows, **more}
        for name, lines in sheets.items():
            sheet = made.create_sheet(name)
            for rad, line in enumerate(lines, start=1):
                for at, value in enumerate(line, start=1):
                    if value is not None:
                        sheet.cell(rad, at, value)
        if change is not None:
            change(made)
        path = tmp_path / "underlag.xlsx"
        made.save(path)
        return read_file(path)

    return read


# --- the files ---

THREE = {"Hamnljus": 1680158, "Gröna tak": 214598, "Kust och klimat": 150000}
FILES: list[tuple[str, dict[str, int | None], set[str]]] = [
    ("02_rubrik_tva_rader_ar", {"Hamnljus": 200000, "Gröna tak": 400000}, {"KOLUMN_EJ_VALD"}),
    ("02d_belopp_i_tkr_ovanfor", {"Hamnljus": 917000, "Gröna tak": 300000}, {"ENHET_FRAN_TEXT"}),
    ("03_06_enhet", {"Hamnljus": 917000}, set()),
    ("04_dold_rad", THREE, {"RAD_DOLD"}),
    ("04e_dolt_blad_heter_projekt", THREE, {"BLAD_RAKNAS_INTE"}),
    ("04f_dold_kopia", THREE, {"BLAD_RAKNAS_INTE"}),
    ("05_tva_tabeller_samma_rubrik", {**THREE, "Sydljus": 5000}, {"RAD_ANMARKNING"}),
    ("11_fel", {}, {"BELOPP_OLASLIGT"}),
    ("16_total_mitten", {"A": 100, "B": 200, "C": 50}, set()),
    ("17_genomstruken_kommentar", THREE, {"RAD_GENOMSTRUKEN", "CELL_KOMMENTAR"}),
    ("31_formel_str", {"Hamnljus": 1680158, "Gröna tak": None, "Kust": None}, set()),
    ("32_delad_formel", {}, {"BELOPP_OLASLIGT"}),
    ("40_tomma_formelrader", {"Hamnljus": 400, "Gröna tak": None}, set()),
    ("40b_formelrader_noll", {"Hamnljus": 400}, set()),
    ("41_formelrader_ur_libreoffice", {"Hamnljus": 400, "Gröna tak": None}, set()),
    ("60_power_query", THREE, set()),
    ("61_numbers", THREE, set()),
    ("64_budget_ar", {"A": 100}, {"KOLUMN_EJ_VALD"}),
    ("65_ackumulerat", {"A": 200}, {"KOLUMN_EJ_VALD"}),
    ("65b_ackumulerat", {"A": None}, {"KOLUMN_RAKNAS_INTE", "KOLUMN_SAKNAS"}),
    ("65c_totalt", {"A": None}, {"KOLUMN_RAKNAS_INTE", "KOLUMN_SAKNAS"}),
    ("65d_spann", {"A": None}, {"KOLUMN_RAKNAS_INTE", "KOLUMN_SAKNAS"}),
    ("65e_hittills", {"A": None}, {"KOLUMN_RAKNAS_INTE", "KOLUMN_SAKNAS"}),
    ("65g", {"A": None}, {"KOLUMN_RAKNAS_INTE", "KOLUMN_SAKNAS"}),
    ("70_0_mn", {"A": 917000}, set()),
    ("70_1_mn", {"A": 917000}, set()),
    ("81_na", {"Hamnljus": 1680158, "Gröna tak": None}, {"BELOPP_OLASLIGT"}),
]


@pytest.mark.parametrize(("name", "money", "said"), FILES, ids=[name for name, _, _ in FILES])
def test_a_case_gives_its_right_answer(
    name: str, money: dict[str, int | None], said: set[str]
) -> None:
    """The right projects with the right money, and what somebody must be told."""
    read = read_file(CASES / f"{name}.xlsx")
    assert paid(read) == money
    assert rules(read) == said


def test_every_error_and_every_formula_without_a_value_is_held() -> None:
    """#N/A as much as #REF!; a shared formula, and one whose value is only blanks."""
    assert set(held(read_file(CASES / "11_fel.xlsx"))) == {2, 3, 4, 5}
    assert set(held(read_file(CASES / "32_delad_formel.xlsx"))) == set(range(2, 12))


def test_euros_in_the_number_format_are_euros() -> None:
    """917 000 shown as € 917 000,00 is no kronor."""
    read = read_file(CASES / "12c_valutaformat_eur.xlsx")
    rows = read.rows["submission_projekt"]
    assert [(row["utbetalt"], row["utbetalt_valuta"]) for row in rows] == [
        (Decimal(917000), "EUR"),
        (Decimal("1250.50"), "EUR"),
    ]
    assert rules(read) == {"VALUTA_FRAN_FORMAT"}


LANDED = [
    ("landing_hA/submissions/2024/KUN.xlsx", {"Scen": 100000, "Museum": 50000}, {}),
    ("landing_hA/submissions/2024/ASN 2024.xlsx", THREE, {5: "RAD_ANNAT_AR"}),
    ("landing_hB/submissions/2024/ASN 2024.xlsx", THREE, {5: "RAD_ANNAT_AR"}),
    ("landing_hE1/submissions/2024/KUN.xlsx", {}, {2: "VALUTA_UTAN_KURS"}),
    ("landing_hE1/submissions/2026/FRN.xlsx", {}, {2: "VALUTA_UTAN_KURS"}),
    ("landing_hE1/submissions/2024/ASN.xlsx", THREE, {}),
]


@pytest.mark.parametrize(("name", "money", "stopped"), LANDED, ids=[name for name, _, _ in LANDED])
def test_a_landed_case(name: str, money: dict[str, int], stopped: dict[int, str]) -> None:
    """One row is held with its reason; the others of the file, and other files, load."""
    read = read_file(CASES / name)
    assert (paid(read), held(read)) == (money, stopped)


def test_a_missing_rate_is_named_with_its_currency_and_year() -> None:
    """Somebody has to know which line to add, or what to write instead."""
    [reject] = read_file(CASES / "landing_hE1/submissions/2026/FRN.xlsx").avvisade
    assert "EUR 2026" in reject.meddelande
    assert "50 000 EUR" in reject.meddelande


# --- units and years ---

UNITS: dict[str, tuple[Rows, dict[str, int | None]]] = {
    "a unit row below the header": (
        [[*HEADER, "Budget"], [None, None, "tkr", "mkr"], ["A", "ESF+", 917, 5]],
        {"A": 917000},
    ),
    "years and units in rows of their own": (
        [
            ["Projektnamn", "Fond", "Utbetalt EU-bidrag", None],
            [None, None, 2023, 2024],
            [None, None, "tkr", "tkr"],
            ["A", "ESF+", 1, 2],
        ],
        {"A": 2000},
    ),
    "the name of the amount above the years": (
        [
            [None, None, "Utbetalt EU-bidrag (tkr)"],
            ["Projektnamn", "Fond", "2023", "2024"],
            ["A", "ESF+", 100, 200],
        ],
        {"A": 200000},
    ),
    "a year over budget and payment": (
        [
            ["Projektnamn", "Fond", "2024", None],
            [None, None, "Budget", "Utbetalt"],
            ["A", "ESF+", 5000, 917],
        ],
        {"A": 917},
    ),
    "a footnote": ([HEADER, ["A", "ESF+", 917], [], ["* Belopp i tkr"]], {"A": 917000}),
    "a sentence": (
        [["Alla belopp anges i tusental kronor (tkr)"], HEADER, ["A", "ESF+", 917]],
        {"A": 917000},
    ),
    "a warning against a unit": (
        [["Ange belopp i kronor, inte i tkr"], HEADER, ["A", "ESF+", 917]],
        {"A": 917},
    ),
    "an amount in a title": (
        [["Projekt som fått mer än 5 mkr"], HEADER, ["A", "ESF+", 917]],
        {"A": 917},
    ),
    "a nämnd in a title": ([["Miljönämnden MN"], HEADER, ["A", "ESF+", 917]], {"A": 917}),
    "one column only": (
        [["Projektnamn", "Utbetalt (tkr)", "Budget (kr)"], ["A", 917, 5_000_000]],
        {"A": 917000},
    ),
    "a column each": (
        [["Utbetalt i tkr, budget i mkr"], [*HEADER, "Budget"], ["A", "ESF+", 917, 5]],
        {"A": 917000},
    ),
    "two units for one amount": (
        [["Belopp i tkr"], ["Projektnamn", "Utbetalt SEK"], ["A", 917]],
        {},
    ),
    "two captions": ([["Belopp i tkr"], ["Belopp i mkr"], HEADER, ["A", "ESF+", 917]], {}),
}


@pytest.mark.parametrize("kind", UNITS)
def test_units_and_years_wherever_they_stand(kind: str, book: Book) -> None:
    """Times the unit where one is said, nothing where it is only mentioned, held where two are."""
    rows, money = UNITS[kind]
    read = book(rows)
    assert paid(read) == money
    if not money:
        assert set(held(read).values()) == {"BELOPP_TVETYDIGT"}


def test_the_unit_may_stand_on_start_or_in_the_sheets_name(book: Book) -> None:
    """Neither is said twice: what is used is not called unexpected."""
    start: Rows = [["Nämnd", "ASN"], ["År", 2024], ["Belopp anges i", "tkr"]]
    read = book([HEADER, ["A", "ESF+", 917]], start=start)
    assert (paid(read), rules(read)) == ({"A": Decimal(917000)}, {"ENHET_FRAN_TEXT"})
    assert paid(book([HEADER, ["A", "ESF+", 917]], title="Projekt (tkr)")) == {"A": 917000}


def test_a_unit_of_a_caption_holds_for_the_budget_too(book: Book) -> None:
    """Budget and payment are compared in the same unit."""
    read = book([["Belopp i tkr"], [*HEADER, "Total projektbudget"], ["A", "ESF+", 917, 5000]])
    assert read.rows["submission_projekt"][0]["budget"] == Decimal(5_000_000)
    assert rules(read) == {"ENHET_FRAN_TEXT"}


FORMATS: list[tuple[str, object, list[Any], str | None]] = [
    # format, amount, header and more cells; what is read, None when it is held
    ('#,##0.00\\ "kr"', 917_000, [], "917000 SEK"),
    ("[$€-2] #,##0", 917_000, [], "917000 EUR"),
    ('#,##0 "tkr"', 917, [], "917000 SEK"),
    ('#,##0, "tkr"', 917_000, [], "917000 SEK"),
    ("#,##0,", 917_000, [], None),
    ("0%", 0.4, [], None),
    ('#,##0 "kr"', 917, ["tkr"], None),
    ("#,##0,", 917_000, ["tkr"], "917000 SEK"),
    ('#,##0.00\\ "kr"', 917_000, ["EUR"], None),
    ("[$€-2] #,##0", 917_000, ["SEK"], None),
    ("[$kr-414] #,##0", 917_000, [], "917000 NOK"),
    ("yyyy\\-mm\\-dd", 45_000, [], None),
]


@pytest.mark.parametrize(("code", "amount", "more", "wanted"), FORMATS)
def test_a_number_is_what_its_format_shows(
    code: str, amount: object, more: list[str], wanted: str | None, book: Book
) -> None:
    """The unit beside the digits counts; where it and the words disagree the row is held."""
    header = [*HEADER[:2], "Utbetalt (tkr)" if more == ["tkr"] else HEADER[2]]
    valuta = more if more in (["EUR"], ["SEK"]) else []

    def change(made: openpyxl.Workbook) -> None:
        made["Projekt"]["C2"].number_format = code

    rows: Rows = [[*header, *(["Valuta"] if valuta else [])], ["A", "ESF+", amount, *valuta]]
    [row] = book(rows, change=change).rows["submission_projekt"]
    found = (
        None if row["utfall"] == "avvisad" else f"{row['utbetalt']:.0f} {row['utbetalt_valuta']}"
    )
    assert found == wanted


RECEIVERS = [
    ("Utbetalt till ASF 2024", True),
    ("Utbetalt till Arbetsmarknads- och socialförvaltningen", True),
    ("Utbetalt ASN (kr)", True),
    ("Utbetalt till nämnden", True),
    ("Utbetalt till oss 2024", True),
    ("Utbetalt till KUN 2024", False),
    ("Utbetalt till projektpartners", False),
    ("Utbetalt till Malmö stad", False),
    ("Utbetalt (till partner)", False),
    ("Utbetalt (prognos)", False),
    ("Utbetalt (ackumulerat)", False),
    ("Utbetalt sedan projektstart", False),
    ("Utbetalt 2023/24", False),
    ("Totalt utbetalt", False),
    ("Totalt utbetalt 2024", True),
]


@pytest.mark.parametrize(("header", "counts"), RECEIVERS)
def test_only_this_years_money_to_this_namnd_counts(header: str, counts: bool, book: Book) -> None:
    """Any other column of money is told of, with its sum, and the payment is unknown."""
    read = book([["Projektnamn", "Fond", header], ["A", "ESF+", 5000]])
    assert paid(read) == {"A": Decimal(5000) if counts else None}
    assert ("KOLUMN_RAKNAS_INTE" in rules(read)) is not counts


# --- what is a project ---

SUMS: dict[str, tuple[Rows, list[str], set[str]]] = {
    # rows below A 1000 and B 500; outcomes of those rows; rules
    "s:a": ([["S:a", None, 1500]], ["total"], set()),
    "a sum with words": ([["Summa ägare och partner", None, 1500]], ["total"], set()),
    "a fund's name": ([["ESF+", None, 1500]], ["total"], {"TOTAL_UTAN_ETIKETT"}),
    "no name": ([[None, None, 1500], ["C", "ESF+", 7]], ["total", "laddad"],
                {"TOTAL_UTAN_ETIKETT"}),
    "a sum with a fund": ([["Totalt ESF+", "ESF+", 1500]], ["total"], {"TOTAL_UTAN_ETIKETT"}),
    "a project's name": ([["Hamnen", None, 1500]], ["laddad"], {"RAD_LIKNAR_SUMMA"}),
    "a project with a fund": ([["Hamnen", "ESF+", 1500]], ["laddad"], set()),
    "a name like a sum": ([["Summa Equity", "ESF+", 70]], ["laddad"], {"RAD_LIKNAR_SUMMA"}),
    "a part": ([["varav till partner", None, 400]], ["total"], {"RAD_DELBELOPP"}),
    "a part before the sum": ([["Därav lön", None, 400], ["Totalt", None, 1500]],
                              ["total", "total"], {"RAD_DELBELOPP"}),
    "a wrong sum": ([["Delsumma", None, 1400]], ["total"], {"TOTAL_STAMMER_EJ"}),
    "a title": ([["Avslutade projekt"], ["C", "ESF+", 7]], ["laddad"], {"RAD_ANMARKNING"}),
    "a title with a colon": ([["Nordiskt samarbete:"], ["C", "ESF+", 7]], ["laddad"],
                             {"RAD_ANMARKNING"}),
    "a contact": ([["Kontaktperson", "N N"], ["Vid frågor kontakta N N"]], [], {"RAD_ANMARKNING"}),
    "a lone name": ([["Stadens gröna rum"]], ["laddad"], {"RAD_BARA_NAMN"}),
    "a header's word": ([["Projektnamn", "ESF+", 7]], ["avvisad"], {"PROJEKT_AR_RUBRIK"}),
    "a table of partners": (
        [["Totalt", None, 1500], [], ["Partner", "Land", "Belopp"], ["Lund", "Sverige", 9000]],
        ["total"],
        {"TABELL_OKAND"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SUMS)
def test_what_is_a_project_row(kind: str, book: Book) -> None:
    """Sums, titles, notes and parts are no projects; what leaves a doubt is one, and said."""
    below, outcomes, said = SUMS[kind]
    read = book([HEADER, ["A", "ESF+", 1000], ["B", "Erasmus+", 500], *below])
    assert [row["utfall"] for row in read.rows["submission_projekt"]][2:] == outcomes
    assert rules(read) == said


def test_a_title_merged_over_the_table_is_no_project(book: Book) -> None:
    """Nobody merges a project over its amount."""
    rows = [[*HEADER, "Roll"], ["A", "ESF+", 1000], ["Norden i samverkan"], ["B", "ESF+", 7]]
    read = book(rows, change=lambda made: made["Projekt"].merge_cells("A3:D3"))
    assert paid(read) == {"A": 1000, "B": 7}


def test_tables_below_each_other_are_all_read_by_their_own_headers(book: Book) -> None:
    """The second has its columns in another order and in another unit, and totals of its own."""
    rows: Rows = [HEADER, ["A", "ESF+", 1000], ["Summa", None, 1000], []]
    rows += [["Projekt där vi är part"], ["Fond", "Projektnamn", "Roll", "Utbetalt (tkr)"]]
    rows += [["ESF+", "B", "part", 5], [None, "Summa", None, 5], [None, "Totalt", None, 6]]
    read = book(rows)
    assert paid(read) == {"A": 1000, "B": 5000}
    assert rules(read) == {"RAD_ANMARKNING"}


# --- sheets, and what is not seen ---


def test_every_sheet_with_projects_counts(book: Book) -> None:
    """A copy of a project counts once; one that says otherwise is held with both amounts."""
    other = [
        ["Projekt", "Utbetalt", "Roll"],
        ["A", 1000, "part"],
        ["B", 9, "part"],
        ["C", 8, "part"],
    ]
    read = book([HEADER, ["A", "ESF+", 1000], ["B", "ESF+", 7]], Sammanställning=other)
    assert paid(read) == {"A": 1000, "B": 7, "C": 8}
    assert held(read) == {3: "PROJEKT_PA_TVA_BLAD"}
    assert rules(read) == {"BLAD_FLERA", "RAD_DUBBLETT", "PROJEKT_PA_TVA_BLAD"}


@pytest.mark.parametrize(
    ("title", "other", "left_out"),
    [("Projekt 2024", "Projekt 2023", True), ("Projekt", "Exempel", True),
     ("Projekt", "Mall (kopia)", True), ("Ägare", "Part", False)],
)  # fmt: skip
def test_a_sheet_of_another_year_or_an_example_is_left_out_and_said(
    title: str, other: str, left_out: bool, book: Book
) -> None:
    """With its money, and first of all that is said."""
    rows: Rows = [HEADER, ["A", "ESF+", 1000]]
    read = book(rows, title=title, **{other: [HEADER, ["Gammalt", "ESF+", 900]]})
    assert paid(read) == {"A": 1000} | ({} if left_out else {"Gammalt": 900})
    said = [remark for remark in read.fynd if remark.regel == "BLAD_RAKNAS_INTE"]
    assert [(remark.blad, remark.raknas_inte) for remark in said] == (
        [(other, True)] if left_out else []
    )
    assert all("900 kr" in remark.meddelande for remark in said)


def test_the_only_projects_are_read_though_they_are_hidden(book: Book) -> None:
    """Nothing visible is displaced by it."""

    def change(made: openpyxl.Workbook) -> None:
        made["Projekt"].sheet_state = "veryHidden"

    read = book([HEADER, A], change=change)
    assert (paid(read), rules(read)) == ({"Hamnljus": 917000}, {"BLAD_DOLT"})


def test_a_filtered_row_and_a_hidden_column_count_and_are_said(book: Book) -> None:
    """Whoever opens the file sees neither."""

    def change(made: openpyxl.Workbook) -> None:
        sheet = made["Projekt"]
        sheet.auto_filter.ref = "A1:C3"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    read = book([HEADER, A, ["B", "ESF+", 7]], change=change)
    places = [(remark.regel, remark.rad, remark.kolumn) for remark in read.fynd]
    assert places == [("KOLUMN_DOLD", 1, HEADER[2]), ("RAD_DOLD", 3, None)]


@pytest.mark.parametrize("after", [" 120 000", "\n120 000"])
def test_an_amount_of_which_a_part_is_struck_through_is_held(after: str, book: Book) -> None:
    """100 000 struck and 120 000 behind it is not a hundred thousand million."""
    cell = CellRichText(
        TextBlock(InlineFont(strike=True), "100 000"), TextBlock(InlineFont(), after)
    )

    def change(made: openpyxl.Workbook) -> None:
        made["Projekt"]["C2"] = cell

    read = book([HEADER, ["A", "ESF+", None]], change=change)
    assert list(held(read)) == [2]


RAISED, LOWERED = InlineFont(vertAlign="superscript"), InlineFont(vertAlign="subscript")


@pytest.mark.parametrize(
    "runs",
    [
        [(None, "500000"), (RAISED, "1")],
        [(None, "500 000 "), (LOWERED, "2")],
        [(InlineFont(b=True), "500 000 kr"), (RAISED, "1, 2")],
        [(RAISED, "3"), (None, "500 000")],
        [(None, "500 "), (InlineFont(b=True), "000"), (RAISED, "1)")],
        # Bold or coloured is a part of the number.
        [(None, "500"), (InlineFont(b=True), "000")],
        [(None, "50000"), (InlineFont(vertAlign="baseline"), "0")],
    ],
)
def test_the_mark_of_a_footnote_is_no_part_of_an_amount(
    runs: list[tuple[InlineFont | None, str]], book: Book
) -> None:
    """500 000 with a small raised 1 is not five million and one, however the text is kept."""
    blocks = [text if font is None else TextBlock(font, text) for font, text in runs]

    def change(made: openpyxl.Workbook) -> None:
        made["Projekt"]["C2"] = CellRichText(*blocks)

    read = book([HEADER, ["A", "ESF+", None], ["B", "ESF+", 7]], change=change)
    assert paid(read) == {"A": 500000, "B": 7}


def test_the_mark_of_a_footnote_in_a_shared_string() -> None:
    """As Excel keeps rich text: once for the workbook, by number."""
    strings = (
        b"<sst><si><t>A</t></si><si><r><t>500000</t></r><r><rPr><b/>"
        b'<vertAlign val="superscript"/></rPr><t>1</t></r></si></sst>'
    )
    sheet = (
        b'<worksheet><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c>'
        b'<c r="C2" t="s"><v>1</v></c></row></sheetData></worksheet>'
    )
    looks = read_looks(b"", strings)
    assert read_sheet_xml(sheet, looks).unmarked == {(1, 2): "500000"}


def test_small_figures_in_a_name_are_the_names_own(book: Book) -> None:
    """Carbon dioxide has its two below the line, a square metre above it."""

    def change(made: openpyxl.Workbook) -> None:
        made["Projekt"]["A2"] = CellRichText("CO", TextBlock(LOWERED, "2"), "-fritt")
        made["Projekt"]["A3"] = CellRichText("Tak per m", TextBlock(RAISED, "2"))

    read = book([HEADER, ["x", "ESF+", 5], ["y", "ESF+", 7]], change=change)
    assert paid(read) == {"CO2-fritt": 5, "Tak per m2": 7}


def test_a_struck_amount_counts_and_is_said_at_its_cell(book: Book) -> None:
    """A font that says it is not struck is none."""

    def change(made: openpyxl.Workbook) -> None:
        made["Projekt"]["C2"].font = Font(strike=True)
        made["Projekt"]["A2"].font = Font(strike=False)

    read = book([HEADER, A], change=change)
    assert [(remark.regel, remark.kolumn) for remark in read.fynd] == [
        ("RAD_GENOMSTRUKEN", HEADER[2])
    ]


# --- errors, formulas and cells without a place ---


def _text(words: str) -> str:
    return f'<c t="inlineStr"><is><t>{words}</t></is></c>'


@pytest.fixture
def sheet_xml(tmp_path: Path) -> Callable[[str], FileRead]:
    """Read a workbook whose sheet Projekt is written as given."""

    def read(rows: str) -> FileRead:
        content = write.workbook([("Start", [["Nämnd", "ASN"], ["År", 2024]]), ("Projekt", [[]])])
        whole = b'<row r="1"></row>'
        path = tmp_path / "underlag.xlsx"
        path.write_bytes(write.repacked(content, "xl/worksheets/sheet2.xml", whole, rows.encode()))
        return read_file(path)

    return read


def test_cells_without_references(sheet_xml: Callable[[str], FileRead]) -> None:
    """Some programs leave out where a cell stands; errors and hidden rows are found anyway."""
    head = f"<row>{_text('Projektnamn')}{_text('Utbetalt EU-bidrag')}</row>"
    lines = [
        f"<row>{_text('A')}<c><v>5</v></c></row>",
        f'<row>{_text("B")}<c t="e"><v>#REF!</v></c></row>',
        f"<row>{_text('C')}<c><f>1+1</f></c></row>",
        f'<row hidden="1">{_text("D")}<c><v>7</v></c></row>',
        "<row><c><f>X!A1</f><v>0</v></c><c><f>X!B1</f><v>0</v></c></row>",
    ]
    read = sheet_xml(head + "".join(lines))
    assert paid(read) == {"A": 5, "D": 7}
    assert held(read) == {3: "BELOPP_OLASLIGT", 4: "BELOPP_OLASLIGT"}
    assert [remark.rad for remark in read.fynd if remark.regel == "RAD_DOLD"] == [5]


def test_an_error_at_the_end_of_a_sheet_is_not_lost(sheet_xml: Callable[[str], FileRead]) -> None:
    """The values end before it; it is a row without a project all the same."""
    head = f'<row r="1">{_text("Projektnamn")}{_text("Utbetalt EU-bidrag")}</row>'
    error = '<row r="3"><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    typed = '<row r="4"><c r="B4" t="e"><v>#DIV/0!</v></c></row>'
    read = sheet_xml(head + f'<row r="2">{_text("A")}<c><v>5</v></c></row>' + error + typed)
    assert paid(read) == {"A": 5}
    assert list(held(read)) == [4]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#SAKNAS!", "#VÄRDEFEL!", "Err:502", "####"])
def test_errors_as_words(error: str, book: Book) -> None:
    """Held for name and money, and a finding for anything else; never a missing value."""
    read = book([HEADER, [error, "ESF+", 1], ["B", "ESF+", error], ["C", error, 7]])
    assert held(read) == {2: "CELLFEL", 3: "BELOPP_OLASLIGT"}
    assert paid(read) == {"C": 7}
    assert rules(read) >= {"FOND_OKAND" if error == "Err:502" else "CELLFEL_UPPGIFT"}


def test_an_error_where_the_namnd_or_the_year_belongs_holds_the_rows(book: Book) -> None:
    """On the sheet Start as in a column."""
    read = book([HEADER, A], start=[["Nämnd", "#REF!"], ["År", 2024]])
    assert held(read) == {2: "NAMND_SAKNAS"}
    read = book([HEADER, A], start=[["Nämnd", "ASN"], ["År", "#REF!"]])
    assert held(read) == {2: "AR_OLASLIGT"}
    read = book([[*HEADER, "Nämnd"], [*A, "#SAKNAS!"]])
    assert held(read) == {2: "CELLFEL"}


# --- whose account ---


def test_a_row_of_another_namnd_or_version_does_not_speak_for_it(book: Book) -> None:
    """The file speaks for its Start."""
    start: Rows = [["Nämnd", "ASN"], ["År", 2024], ["Version", 2]]
    rows = [[*HEADER, "Nämnd", "Version"], [*A, "ASF", 2], ["B", "ESF+", 7, "KUN", 2]]
    read = book([*rows, ["C", "ESF+", 8, None, 3]], start=start)
    assert held(read) == {3: "RAD_ANNAN_NAMND"}
    assert {row["version"] for row in read.rows["submission_projekt"]} == {2}
    assert rules(read) == {"RAD_ANNAN_NAMND", "RAD_ANNAN_VERSION"}


def test_csv_without_a_beginning_is_read_row_by_row(read_csv: Book) -> None:
    """Several nämnder and years in one file are its own affair; with a beginning they are not."""
    rows = "ASN;2024;A;5\nKUN;2023;B;7\n"
    read = read_csv(f"Nämnd;År;Projektnamn;Utbetalt\n{rows}")
    assert (paid(read), held(read)) == ({"A": 5, "B": 7}, {})
    read = read_csv(f"Nämnd;ASN\nÅr;2024\n\nNämnd;År;Projektnamn;Utbetalt\n{rows}")
    assert (paid(read), set(held(read))) == ({"A": 5}, {6})


def test_json_speaks_for_its_first_keys(read_json: Book) -> None:
    """A row of another year is held; a file without a year is read row by row."""
    rows = [
        {"projekt": "A", "utbetalt": 5, "ar": 2024},
        {"projekt": "B", "utbetalt": 7, "ar": 2023},
    ]
    read = read_json({"namnd": "ASN", "ar": 2024, "projekt": rows})
    assert (paid(read), held(read)) == ({"A": 5}, {2: "RAD_ANNAT_AR"})
    assert paid(read_json({"namnd": "ASN", "projekt": rows})) == {"A": 5, "B": 7}


# --- money nobody can count ---


@pytest.mark.parametrize(
    ("amount", "valuta", "ar", "rule"),
    [
        ("50 000 PLN", None, 2024, "VALUTA_UTAN_KURS"),
        ("50 000", "CZK", 2024, "VALUTA_UTAN_KURS"),
        ("50 000 EUR", None, 2026, "VALUTA_UTAN_KURS"),
        ("50 000", "Zlotyer", 2024, "VALUTA_OKAND"),
        (10**12, None, 2024, "BELOPP_FOR_STORT"),
        ("917 MN", None, 2024, "BELOPP_OLASLIGT"),
        ("100 000\n120 000", None, 2024, "BELOPP_OLASLIGT"),
        ("50 000 EUR", None, 2024, None),
    ],
)
def test_only_its_own_row_is_stopped(
    amount: object, valuta: str | None, ar: int, rule: str | None, book: Book
) -> None:
    """The row is held with its reason; the other loads."""
    rows = [[*HEADER, "Valuta"], ["A", "ESF+", amount, valuta], ["B", "ESF+", 7]]
    read = book(rows, start=[["Nämnd", "ASN"], ["År", ar]])
    assert held(read) == ({2: rule} if rule else {})
    assert "B" in paid(read)


def test_a_budget_without_a_rate_is_unknown_and_stops_nothing(book: Book) -> None:
    """Neither the row nor, later, the publication."""
    read = book([[*HEADER, "Total projektbudget"], [*A, "5 000 000 PLN"]])
    [row] = read.rows["submission_projekt"]
    assert (row["utbetalt"], row["budget"], row["budget_valuta"]) == (917000, None, None)
    assert rules(read) == {"BUDGET_UTAN_KURS"}
