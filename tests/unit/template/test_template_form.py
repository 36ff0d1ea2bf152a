"""The form is what the contract says, the same every time, and holds last year's projects."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from fondbok import seeds, template
from fondbok.intake import headers
from fondbok.template import contents
from fondbok.template.layout import (
    ANSWERS,
    EVENTS,
    FIRST_ROW,
    HEADER_ROW,
    INDICATORS,
    NETWORKS,
    PARTNERS,
    PROJECT_COLUMNS,
    PROJECTS,
    READ_ME,
    START,
    letter,
)

SHEETS = [
    "Läs mig", "Start", "Projekt", "Svar", "Samverkan", "Samverkanspartner", "Indikatorer",
    "Nätverk", "Händelser", "Personal", "Ansökningar", "Ärende", "Kontroll", "Listor",
]  # fmt: skip
# Said once, on the sheet Start, or in another way in other formats.
NOT_A_COLUMN = {
    "namnd", "ar", "diarienummer", "beslutsdatum", "version", "period", "anpassade_falt",
}  # fmt: skip


def test_sheets_stand_in_the_order_they_are_filled_in(empty_form: Path) -> None:
    assert load_workbook(empty_form).sheetnames == SHEETS


def test_every_field_has_its_canonical_header_once(empty_form: Path) -> None:
    shown = [cell.value for cell in load_workbook(empty_form)[PROJECTS][HEADER_ROW]]
    wanted = {h for field, h in headers.canonical("projekt").items() if field not in NOT_A_COLUMN}
    assert len(shown) == len(set(shown))
    assert set(shown) == wanted | {template.INFORMATION_HEADER}


def test_last_years_column_is_no_field_of_the_intake() -> None:
    assert headers.match(template.INFORMATION_HEADER, "projekt") is None


def test_start_says_who_and_when(empty_form: Path) -> None:
    start = load_workbook(empty_form)["Start"]
    pairs = {row[0].value: row[1].value for row in start["A3:B7"]}
    assert pairs == {
        "Nämnd": "Arbetsmarknads- och socialnämnden",
        "År": 2025,
        "Diarienummer": None,
        "Beslutsdatum": None,
        "Version": 1,
    }


def test_same_input_gives_the_same_bytes_whatever_the_hash_seed(mart: Path, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from fondbok import template; "
    code += "template.write('ASN', 2025, Path(sys.argv[1]), Path(sys.argv[2]))"
    made = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.xlsx"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"}
        subprocess.run([sys.executable, "-c", code, out, mart], check=True, env=environment)
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_no_part_of_the_file_tells_the_time(empty_form: Path) -> None:
    with zipfile.ZipFile(empty_form) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


def test_an_unfinished_file_is_never_left_behind(empty_form: Path) -> None:
    assert [path.name for path in empty_form.parent.iterdir()] == [empty_form.name]


def test_last_years_projects_are_filled_in_and_their_money_is_not(
    mart: Path, tmp_path: Path
) -> None:
    out = tmp_path / "form.xlsx"
    template.write("asn", 2025, out, mart)
    sheet = load_workbook(out)[PROJECTS]
    fields = [column.id for column in PROJECT_COLUMNS]
    rows = [
        {field: sheet.cell(row, at).value for at, field in enumerate(fields, start=1)}
        for row in range(FIRST_ROW, FIRST_ROW + 4)
    ]
    known = [{field: value for field, value in row.items() if value is not None} for row in rows]
    assert known == [
        {"projekt": '=HYPERLINK("x")', "forra_aret": "okänt"},
        {
            "projekt": "Vägen in",
            "fond": "Europeiska regionala utvecklingsfonden",
            "roll": "Projektägare",
            "forra_aret": 7,
            "kf_mal": "2. En attraktiv stad för arbete och hållbar tillväxt",
        },
        {
            "projekt": "Vägen in",
            "fond": "Europeiska socialfonden",
            "roll": "Projektägare",
            "forra_aret": 0,
            "kf_mal": "2. En attraktiv stad för arbete och hållbar tillväxt",
        },
        {
            "projekt": "Älvan",
            "fond": "Europeiska socialfonden",
            "roll": "Projektpart",
            "forra_aret": 1000.3,
            "kf_mal": "1;3",
            "kf_mal_fordelning": "33,3333;66,6667",
            "start": "2023-09",
            "slut": "2026",
            "projektagare": "Region Skåne",
            "bidragsnummer": "101-7",
        },
    ]
    # What came from a file is text, whatever it begins with.
    assert sheet["A5"].data_type == "s"
    assert sheet[f"A{FIRST_ROW + 4}"].value is None


def test_what_was_fitted_is_not_handed_back(mart: Path, tmp_path: Path) -> None:
    """Each fitted field alone is left out; a project that is fitted itself has no row."""
    fitted = "bokforing;fond;kf_mal_fordelning;projektagare;roll;slut"
    with duckdb.connect(str(mart)) as con:
        con.execute(
            "update mart.bi_deltagande set bokfort_sek = 1000.30 where projekt_kod = 'alvan'"
        )
        con.execute(
            "insert into kvalitet.anpassad_uppgift values"
            f" ('alvan', 'ASN', 2024, '{fitted}'),"
            " ('vagen-in', 'ASN', 2024, 'kf_mal;utbetalt'), ('formel', 'ASN', 2024, 'projekt')"
        )
    out = tmp_path / "form.xlsx"
    template.write("ASN", 2025, out, mart)
    sheet = load_workbook(out)[PROJECTS]
    told = {
        column.id: [sheet.cell(row, at).value for row in range(FIRST_ROW, FIRST_ROW + 3)]
        for at, column in enumerate(PROJECT_COLUMNS, start=1)
    }
    assert told["projekt"] == ["Vägen in", "Vägen in", "Älvan"]
    assert told["kf_mal"] == [None, None, "1;3"]
    assert told["kf_mal_fordelning"][2] is None
    # Fitted bookings of a sum the nämnd reported leave the sum as it was reported.
    assert told["forra_aret"] == ["okänt", "okänt", 1000.3]
    assert (told["fond"][2], told["roll"][2], told["projektagare"][2]) == (None, None, None)
    assert (told["start"][2], told["slut"][2]) == ("2023-09", None)
    assert told["roll"][:2] == ["Projektägare", "Projektägare"]


def test_goals_of_another_set_are_not_filled_in(mart: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(mart)) as con:
        for table in ("bi_deltagande", "fct_eu_medel"):
            con.execute(f"update mart.{table} set ar = 2023")
    out = tmp_path / "form.xlsx"
    template.write("ASN", 2024, out, mart)
    sheet = load_workbook(out)[PROJECTS]
    assert sheet["A6"].value == "Vägen in"
    assert {sheet[f"{letter('kf_mal')}{row}"].value for row in range(5, 9)} == {None}


def test_a_mart_that_is_not_there_means_no_earlier_year(tmp_path: Path) -> None:
    template.write("MN", 2025, tmp_path / "form.xlsx", tmp_path / "no.duckdb")
    assert load_workbook(tmp_path / "form.xlsx")[PROJECTS]["A5"].value is None


def test_years_without_questions_get_the_latest_and_say_so(tmp_path: Path) -> None:
    for ar, said in (
        (2024, "Frågorna gäller 2024"),
        (2025, "är från 2024"),
        (2023, "är från 2022"),
    ):
        template.write("MN", ar, tmp_path / "form.xlsx")
        sheet = load_workbook(tmp_path / "form.xlsx")["Svar"]
        asked = {"2023": "2022", "2025": "2024"}.get(str(ar), str(ar))
        questions = [row["fraga"] for row in seeds.load("fraga") if row["ar"] == asked]
        assert said in sheet["A2"].value
        assert [sheet[f"B{row}"].value for row in range(5, 5 + len(questions))] == questions


@pytest.mark.parametrize("ar", [2019, 2022, 2025, 2028])
def test_lists_come_from_the_seeds(ar: int, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    template.write("KS", ar, out)
    workbook = load_workbook(out)

    def listed(name: str) -> list[str]:
        sheet, cells = workbook.defined_names[name].attr_text.split("!")
        return [row[0].value for row in workbook[sheet.strip("'")][cells]]

    period = next(row["malperiod"] for row in seeds.load("ar") if row["ar"] == str(ar))
    goals = [row for row in seeds.load("kf_mal") if period and row["malperiod"] == period]
    single = [f"{row['nummer']}. {row['kf_mal']}" for row in goals]
    assert sorted(listed("Fonder")) == sorted(row["fond"] for row in seeds.load("fond"))
    assert listed("Roller") == [row["namn"] for row in seeds.load("roll")]
    assert listed("KF_mal")[: len(goals)] == single or (not goals and listed("KF_mal") == [None])
    assert len(listed("Namnder")) == len(listed("Forvaltningar")) == 13
    assert listed("Valutor")[:2] == ["SEK", "EUR"]
    assert listed("Samverkansparter")


def test_every_cell_to_fill_in_has_help_and_money_dates_and_lists_are_checked(
    empty_form: Path,
) -> None:
    sheet = load_workbook(empty_form)[PROJECTS]
    by_column = {
        str(rule.sqref).split("5:")[0]: rule for rule in sheet.data_validations.dataValidation
    }
    for column in PROJECT_COLUMNS:
        rule = by_column[letter(column.id)]
        assert rule.prompt and len(rule.prompt) <= 255 and len(rule.error or "") <= 255
    kinds = {
        column.id: by_column[letter(column.id)].type
        for column in PROJECT_COLUMNS
        if by_column[letter(column.id)].showErrorMessage
    }
    named = {
        "fond": "list", "roll": "list", "utbetalt": "decimal", "valuta": "list", "kf_mal": "list",
        "kf_mal_fordelning": "textLength", "start": "custom", "slut": "custom",
        "budget": "decimal", "stadens_budget": "decimal", "eu_andel": "decimal",
        "formedlat": "decimal",
        "deltagande": "list",
    }  # fmt: skip
    assert named.items() <= kinds.items()
    # What a column holds decides how it is checked, also where the column is not named here.
    checked = {(column.cell, kinds.get(column.id)) for column in PROJECT_COLUMNS}
    assert checked == {
        ("lang_text", None), ("fond", "list"), ("roll", "list"), ("belopp", "decimal"),
        ("delbelopp", "decimal"), ("information", None), ("valuta", "list"), ("kf_mal", "list"),
        ("andelar", "textLength"), ("deldatum", "custom"), ("text", None), ("kod", None),
        ("procent", "decimal"), ("forvaltning", "list"),
    }  # fmt: skip


def test_money_may_be_negative_and_budgets_may_not(empty_form: Path) -> None:
    sheet = load_workbook(empty_form)[PROJECTS]
    low = {
        str(rule.sqref)[0]: Decimal(rule.formula1)
        for rule in sheet.data_validations.dataValidation
        if rule.type == "decimal"
    }
    assert low[letter("utbetalt")] < 0
    assert low[letter("budget")] == 0


def test_every_sheet_prints_within_its_pages(empty_form: Path) -> None:
    """Fit to the width, the header on every page, and on Projekt the names beside every column."""
    workbook = load_workbook(empty_form)
    for sheet in workbook:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert sheet.page_setup.fitToHeight == 0, sheet.title
        assert sheet.page_setup.fitToWidth == (2 if sheet.title == PROJECTS else 1), sheet.title
        upright = sheet.title in (READ_ME, START)
        assert sheet.page_setup.orientation == ("portrait" if upright else "landscape")
        assert sheet.oddFooter.right.text == "Sida &P av &N"
    for name in (PROJECTS, ANSWERS, PARTNERS, INDICATORS, NETWORKS, EVENTS):
        assert workbook[name].print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert workbook[PROJECTS].print_title_cols == "$A:$A"
    # What stands in the column that every page repeats fits in it.
    long = [cell.value for cell in workbook[PROJECTS]["A"] if len(str(cell.value or "")) > 46]
    assert long == []


def test_a_row_put_in_right_above_the_total_is_within_every_check(
    empty_form: Path, total_cell: str
) -> None:
    sheet = load_workbook(empty_form)[PROJECTS]
    total = int(total_cell[1:])
    for rule in sheet.data_validations.dataValidation:
        assert str(rule.sqref).endswith(str(total)), rule.sqref
    for area in sheet.conditional_formatting:
        assert str(area.sqref).endswith(str(total)), area.sqref


@pytest.mark.parametrize(
    ("namnd", "ar", "error", "says"),
    [
        ("XYZ", 2025, template.UnknownNamnd, "ASN, FON, FRN"),
        ("ASN", 1999, template.UnknownYear, "2014 till 2030"),
    ],
)
def test_what_is_not_in_the_registers_is_refused_in_words(
    namnd: str, ar: int, error: type[Exception], says: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=says):
        template.write(namnd, ar, tmp_path / "form.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ASF", "asn", "Arbetsmarknads- och socialförvaltningen"])
def test_a_namnd_is_known_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    assert contents.gather(name, 2025, tmp_path / "none.duckdb").namnd_kod == "ASN"


def test_a_near_name_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(contents.UnknownNamnd, match="Kulturnämden"):
        contents.gather("Kulturnämden", 2025, tmp_path / "none.duckdb")
