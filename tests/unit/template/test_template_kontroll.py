"""The sheet Kontroll worked out by LibreOffice: what is missing is what it says."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fondbok import template
from fondbok.template.layout import FIRST_ROW, letter
from tests.unit.template.conftest import Fill

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (soffice)")

RIGHT = {
    "projekt": "Rätt", "fond": "Erasmus+", "roll": "Projektpart", "utbetalt": 1000,
    "kf_mal": "1. En stad med goda uppväxtvillkor för barn och unga", "start": "2024",
    "slut": "2024-12-31",
}  # fmt: skip


def recalculate(path: Path) -> Any:
    """The sheet Kontroll as LibreOffice works it out."""
    home = path.parent / "office"
    subprocess.run(
        [
            str(OFFICE), f"-env:UserInstallation=file://{home}", "--headless", "--convert-to",
            "xlsx:Calc MS Excel 2007 XML", "--outdir", str(home), str(path),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return load_workbook(home / path.name, data_only=True)["Kontroll"]


def summary(sheet: Any) -> dict[str, tuple[Any, str]]:
    rows = sheet.iter_rows(min_row=5, max_row=23, max_col=3, values_only=True)
    return {label: (shown, state) for label, shown, state in rows}


def remarks(sheet: Any) -> dict[int, dict[str, str]]:
    """Row on the sheet Projekt -> what is remarked under which heading."""
    titles = [cell.value for cell in sheet[28]][2:10]
    found = {}
    for row in sheet.iter_rows(min_row=29, max_col=10, values_only=True):
        said = {title: text for title, text in zip(titles, row[2:], strict=True) if text}
        if said:
            found[row[0]] = said
    return found


def test_a_finished_form_has_nothing_left(empty_form: Path, total_cell: str, fill: Fill) -> None:
    rows = [
        RIGHT,
        {**RIGHT, "projekt": "Två mål", "kf_mal": "2;4", "kf_mal_fordelning": "66,6;33,4"},
    ]
    fill(
        empty_form,
        rows,
        Start={"B5": "ASN-2026-1", "B6": date(2026, 2, 24)},
        Svar={"C5": "Ett", "C6": "Två"},
        Projekt={total_cell: 2000},
    )
    sheet = recalculate(empty_form)
    assert sheet["A2"].value == "Allt är ifyllt. Underlaget kan lämnas in."
    assert remarks(sheet) == {}
    told = summary(sheet)
    assert told["Beslutsdatum"] == ("2026-02-24", "Klart")
    assert told["Projekt på bladet Projekt"] == (2, "Klart")
    assert told["Skillnad mot kontrollsumman"] == (0, "Klart")


def test_every_fault_is_shown_at_its_row(empty_form: Path, total_cell: str, fill: Fill) -> None:
    rows: list[dict[str, Any]] = [
        RIGHT,
        {"projekt": "Bara namn"},
        {**RIGHT, "projekt": None},
        {**RIGHT, "projekt": "A", "fond": "Framtidsfonden", "roll": "Kompis"},
        {**RIGHT, "projekt": "B", "utbetalt": "1 mkr"},
        {**RIGHT, "projekt": "C", "utbetalt": -5},
        {**RIGHT, "projekt": "D", "kf_mal": "12"},
        {**RIGHT, "projekt": "E", "kf_mal": "1;2", "kf_mal_fordelning": "60;30"},
        {**RIGHT, "projekt": "F", "kf_mal": "2;1", "kf_mal_fordelning": "100"},
        {**RIGHT, "projekt": "G", "start": "2024-05", "slut": "2023"},
        {**RIGHT, "projekt": "H", "start": "i fjol"},
        {**RIGHT, "projekt": "I", "budget": 999},
        {**RIGHT, "projekt": "J", "forra_aret": 1000000},
        {**RIGHT, "projekt": "rätt"},
        {**RIGHT, "projekt": "K", "kf_mal": "3", "start": date(2024, 1, 1)},
        {**RIGHT, "projekt": "L", "start": "2024-12", "slut": "2024"},
        {**RIGHT, "projekt": "M", "kf_mal": "1;2", "kf_mal_fordelning": "hälften;resten"},
    ]
    fill(empty_form, rows, Projekt={total_cell: 7})
    sheet = recalculate(empty_form)
    wanted = [
        {"Namn": "Står flera gånger"},
        {"Fond": "Saknas", "Roll": "Saknas", "Belopp": "Saknas", "KF-mål": "Saknas"},
        {"Namn": "Saknas"},
        {"Fond": "Inte i listan", "Roll": "Inte i listan"},
        {"Belopp": "Inte ett tal"},
        {"Belopp": "Minus: återbetalt?"},
        {"KF-mål": "Inte ett av årets mål"},
        {"Fördelning": "Blir inte 100"},
        {"Fördelning": "Inte lika många som målen"},
        {"Datum": "Slut före start"},
        {"Datum": "Inte ett datum"},
        {"Rimlighet": "Mer än budgeten"},
        {"Rimlighet": "Kronor eller tkr? Jämför förra året"},
        {"Namn": "Står flera gånger"},
        {},
        {},
        {"Fördelning": "Går inte att läsa"},
    ]
    placed = {FIRST_ROW + at: said for at, said in enumerate(wanted) if said}
    assert remarks(sheet) == placed
    told = summary(sheet)
    assert told["Diarienummer"] == (None, "Att göra")
    assert told["Obesvarade frågor"] == (2, "Att göra")
    assert told["Rader att se över: Belopp"] == (3, "Se över")
    # 14 rows of 1 000, and 5 paid back.
    assert told["Summa av raderna, SEK"][0] == 13995
    assert told["Skillnad mot kontrollsumman"] == (13988, "Att göra: stämmer inte")


def test_sums_in_other_currencies_are_not_compared(
    empty_form: Path, total_cell: str, fill: Fill
) -> None:
    rows = [RIGHT, {**RIGHT, "projekt": "Euro", "valuta": "EUR", "utbetalt": 10}]
    fill(empty_form, rows, Projekt={total_cell: 1000})
    told = summary(recalculate(empty_form))
    assert told["Summa av raderna, SEK"][0] == 1000
    assert told["Skillnad mot kontrollsumman"][1] == "Kan inte jämföras: annan valuta"


def test_rows_may_be_removed_and_headers_may_not_be_changed(empty_form: Path, fill: Fill) -> None:
    fill(empty_form, [RIGHT], Projekt={"D4": "Pengar"})
    workbook = load_workbook(empty_form)
    workbook["Projekt"].delete_rows(30, 10)
    workbook.save(empty_form)
    told = summary(recalculate(empty_form))
    assert told["Ändrade rubriker på bladet Projekt"] == (1, "Att göra")
    assert told["Projekt på bladet Projekt"] == (1, "Klart")


def test_years_without_goals_ask_only_that_something_is_written(tmp_path: Path, fill: Fill) -> None:
    path = tmp_path / "form.xlsx"
    template.write("TN", 2028, path)
    fill(path, [{**RIGHT, "kf_mal": "Ett mål"}, {**RIGHT, "projekt": "B", "kf_mal": None}])
    assert remarks(recalculate(path)) == {FIRST_ROW + 1: {"KF-mål": "Saknas"}}


def test_a_year_is_a_year_whether_typed_as_text_or_as_a_number(
    empty_form: Path, fill: Fill
) -> None:
    rows: list[dict[str, Any]] = [
        {**RIGHT, "projekt": "A", "start": 2024, "slut": "2024-03-31"},
        {**RIGHT, "projekt": "B", "start": "2024-09", "slut": 2024},
        {**RIGHT, "projekt": "C", "start": 2023, "slut": 2026},
        {**RIGHT, "projekt": "D", "start": 2025, "slut": "2024"},
        {**RIGHT, "projekt": "E", "start": date(2024, 5, 1), "slut": 2023},
        {**RIGHT, "projekt": "F", "kf_mal": 3, "kf_mal_fordelning": 100},
    ]
    fill(empty_form, rows, Start={"B4": "2025"})
    sheet = recalculate(empty_form)
    wrong = {"Datum": "Slut före start"}
    assert remarks(sheet) == {FIRST_ROW + 3: wrong, FIRST_ROW + 4: wrong}
    assert summary(sheet)["År"] == ("2025", "Klart")


def test_the_total_follows_when_rows_are_put_in_above_it(
    empty_form: Path, total_cell: str, fill: Fill
) -> None:
    fill(empty_form, [RIGHT], Projekt={total_cell: 1500})
    workbook = load_workbook(empty_form)
    sheet = workbook["Projekt"]
    total = int(total_cell[1:])
    sheet.insert_rows(total, 12)
    for field, value in {**RIGHT, "projekt": "Sist", "utbetalt": 500}.items():
        sheet[f"{letter(field)}{total + 11}"] = value
    workbook.save(empty_form)
    told = summary(recalculate(empty_form))
    assert told["Projekt på bladet Projekt"] == (2, "Klart")
    assert told["Summa av raderna, SEK"][0] == 1500
    assert told["Kontrollsumma på raden Totalt"] == (1500, "Klart")
    assert told["Skillnad mot kontrollsumman"] == (0, "Klart")
