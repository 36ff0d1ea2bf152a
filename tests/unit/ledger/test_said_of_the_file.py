"""What stands beside a ledger's rows and changes what they mean: said, never passed over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from fondbok import ledger

HEADER = "Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Belopp"
ROWS = "1;2024-03-01;3511;41200;41300;-1000,00\n1;2024-03-01;1930;41200;;1000,00\n"


def said(path: Path) -> list[str]:
    """The rules of every finding and reject of a file."""
    return [note["regel"] for row in ledger.inspect_rows(path, None) for note in row["fynd"]]


def written(folder: Path, text: str) -> Path:
    """A csv file of a text."""
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("line", ["Belopp i tkr", "Huvudbok 2024;;(tkr)", "Alla belopp i EUR"])
def test_a_unit_above_the_header_is_said(line: str, tmp_path: Path) -> None:
    """The amounts are read as kronor all the same."""
    path = written(tmp_path, f"{line}\n{HEADER}\n{ROWS}")
    assert "LEDGER_ENHET_OVANFOR" in said(path)


@pytest.mark.parametrize("line", ["Belopp i SEK", "Malmö stad", "Huvudbok 2024, alla konton"])
def test_lines_that_change_nothing_are_not(line: str, tmp_path: Path) -> None:
    """An ordinary head of an ordinary export."""
    assert said(written(tmp_path, f"{line}\n{HEADER}\n{ROWS}")) == []


@pytest.mark.parametrize(
    "header", ["Valutaslag", "Currency code", "Transaktionsvaluta", "Valuta (ISO)", "Myntslag"]
)
def test_a_currency_beside_the_amount_is_known(header: str, tmp_path: Path) -> None:
    """The row is held: kronor or euro."""
    row = "1;2024-03-01;3511;41200;41300;-1000,00"
    text = f"{HEADER};{header}\n{row};EUR\n2{row[1:]};SEK\n"
    assert "LEDGER_VALUTA_TVETYDIG" in said(written(tmp_path, text))


@pytest.mark.parametrize("header", ["DK-kod", "D eller K", "Debet eller kredit"])
def test_the_side_is_known(header: str, tmp_path: Path) -> None:
    """Credit is negative."""
    text = (
        f"{HEADER};{header}\n1;2024-03-01;3511;41200;41300;1000,00;K\n"
        "1;2024-03-01;1930;41200;;1000,00;D\n"
    )
    path = written(tmp_path, text)
    rows = list(ledger.inspect_rows(path, None))
    assert [row["falt"]["belopp"] for row in rows] == ["-1000.00", "1000.00"]


def workbook(folder: Path, second: list[list[Any]]) -> Path:
    """A ledger with a second sheet."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    day = date(2024, 3, 1)
    sheet.append(HEADER.split(";"))
    sheet.append([1, day, 3511, 41200, 41300, -1000])
    sheet.append([1, day, 1930, 41200, None, 1000])
    other = made.create_sheet("Blad2")
    for row in second:
        other.append(row)
    path = folder / "export.xlsx"
    made.save(path)
    return path


def test_a_sheet_that_goes_on_without_header_is_said(tmp_path: Path) -> None:
    """Its postings do not count."""
    path = workbook(tmp_path, [[2, date(2024, 4, 1), 3511, 41200, 41300, -500]])
    assert "LEDGER_BLAD_UTAN_RUBRIK" in said(path)


def test_a_sheet_of_something_else_is_not(tmp_path: Path) -> None:
    """A pivot table beside the data."""
    path = workbook(tmp_path, [["Konto", "Summa av Belopp"], [3511, -1000], ["Total", -1000]])
    assert said(path) == []


def with_column(folder: Path, header: str, *values: str) -> Path:
    """A ledger of a voucher a value, with a column that no field is read from."""
    rows = [
        f"{number};2024-03-01;{konto};41200;41300;{belopp};{value}"
        for number, value in enumerate(values, start=1)
        for konto, belopp in (("3511", "-1000,00"), ("1930", "1000,00"))
    ]
    return written(folder, "\n".join([f"{HEADER};{header}", *rows, ""]))


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Status", ("Bokförd", "Preliminär")),
        ("Verifikationsstatus", ("Makulerad", "Makulerad")),
        ("Makulerad", ("Ja", "Nej")),
        ("Makulerad", ("", "X")),
        ("Attesterad", ("Ja", "Nej")),
        ("Godkänd", ("Ja", "Ej godkänd")),
        ("Voucher status", ("Posted", "Draft")),
    ],
)
def test_postings_that_may_not_hold_are_said(
    header: str, values: tuple[str, str], tmp_path: Path
) -> None:
    """They count, and whether they should is known by whoever made the export."""
    assert "LEDGER_GALLER_INTE" in said(with_column(tmp_path, header, *values))


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Status", ("Bokförd", "Bokförd")),
        ("Makulerad", ("Nej", "Nej")),
        ("Makulerad", ("", "")),
        ("Attesterad", ("Ja", "Ja")),
        ("Attesterad", ("2024-03-01", "2024-03-02")),
        ("Godkänd", ("Enhet 1", "Enhet 2")),
        ("Momskod", ("Nej", "Ja")),
    ],
)
def test_a_column_that_says_nothing_against_them_is_not(
    header: str, values: tuple[str, str], tmp_path: Path
) -> None:
    """All of one status; days, or who approved."""
    assert said(with_column(tmp_path, header, *values)) == []


def test_other_statuses_are_named_when_they_differ(tmp_path: Path) -> None:
    """What the codes of a system mean is not known here."""
    assert said(with_column(tmp_path, "Status", "10", "20")) == ["LEDGER_STATUS_OLIKA"]


def texts(folder: Path, *of: tuple[str, str]) -> Path:
    """A ledger of a voucher a text and amount."""
    rows = [
        f"{number};2024-03-01;{konto};41200;41300;{tecken}{belopp};{text}"
        for number, (text, belopp) in enumerate(of, start=1)
        for konto, tecken in (("3511", ""), ("1930", "-"))
    ]
    rows = [row.replace("--", "") for row in rows]
    return written(folder, "\n".join([f"{HEADER};Text", *rows, ""]))


def test_a_text_says_that_the_posting_is_no_more(tmp_path: Path) -> None:
    """It stands first in the text."""
    path = texts(tmp_path, ("Bidrag", "-100,00"), ("MAKULERAD Bidrag", "-50,00"))
    assert said(path) == ["LEDGER_GALLER_INTE"]


@pytest.mark.parametrize(
    "text", ["Makulering av 12", "Preliminär utbetalning", "Ersätter makulerad"]
)
def test_a_reversal_is_a_posting_like_others(text: str, tmp_path: Path) -> None:
    """And so is a payment in advance."""
    assert said(texts(tmp_path, ("Bidrag", "-100,00"), (text, "-50,00"))) == []


def test_what_was_cancelled_and_booked_back_says_nothing(tmp_path: Path) -> None:
    """Both rows have the word, and they come to nothing."""
    path = texts(tmp_path, ("Makulerad: bidrag", "-100,00"), ("Makulerad: bidrag", "100,00"))
    assert "LEDGER_GALLER_INTE" not in said(path)


def dated(folder: Path, *days: str) -> Path:
    """A ledger of a voucher a day."""
    rows = [
        f"{number};{day};{konto};41200;41300;{belopp}"
        for number, day in enumerate(days, start=1)
        for konto, belopp in (("3511", "-1000,00"), ("1930", "1000,00"))
    ]
    return written(folder, "\n".join([HEADER, *rows, ""]))


def test_a_year_far_from_the_others_is_said(tmp_path: Path) -> None:
    """A slip of the pen moves a payment to a year that nobody looks at."""
    path = dated(tmp_path, "2024-01-05", "2024-02-05", "2042-03-05")
    assert said(path) == ["LEDGER_AR_ENSTAKA"]


@pytest.mark.parametrize(
    "days",
    [
        ("2023-12-05", "2024-01-05", "2024-02-05"),
        ("2019-01-05", "2024-02-05"),
        ("2024-02-05",),
    ],
)
def test_years_that_follow_each_other_are_not(days: tuple[str, ...], tmp_path: Path) -> None:
    """Nor two years of which neither is the rule."""
    assert said(dated(tmp_path, *days)) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Bokslut, nollställning resultatkonton", "LEDGER_BOKSLUT"),
        ("Återföring periodisering 2023", "LEDGER_PERIODISERING"),
        ("Upplupet bidrag", "LEDGER_PERIODISERING"),
        ("Förutbetalt EU-bidrag", "LEDGER_PERIODISERING"),
    ],
)
def test_what_is_moved_between_years_is_said(text: str, rule: str, tmp_path: Path) -> None:
    """It counts in the year that it is booked in."""
    assert said(texts(tmp_path, ("Bidrag", "-100,00"), (text, "-50,00"))) == [rule]


def test_what_is_moved_there_and_back_says_nothing(tmp_path: Path) -> None:
    """A year holds both, and they come to nothing."""
    path = texts(tmp_path, ("Upplupet bidrag", "-50,00"), ("Återföring upplupet bidrag", "50,00"))
    assert said(path) == []


def test_a_posting_is_told_of_for_each_of_its_words(tmp_path: Path) -> None:
    """A series of a budget and a text of accruals are two things to look at."""
    path = texts(tmp_path, ("Upplupet bidrag", "-50,00"), ("Nollställning", "-20,00"))
    path.write_text(
        "\n".join(
            f"{'Vertyp' if not number else 'BUD'};{line}"
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines())
        ),
        encoding="utf-8",
    )
    notes = [note for row in ledger.inspect_rows(path, None) for note in row["fynd"]]
    assert [(note["regel"], note["varde"]) for note in notes] == [
        ("LEDGER_BOKSLUT", "'Nollställning': 1 rad, -20.00 kr, den första på rad 4"),
        ("LEDGER_GALLER_INTE", "'BUD': 2 rader, -70.00 kr, den första på rad 2"),
        ("LEDGER_PERIODISERING", "'Upplupet bidrag': 1 rad, -50.00 kr, den första på rad 2"),
    ]


@pytest.mark.parametrize("serie", ["BUDGET", "Prel", "Prognos 2"])
def test_a_series_of_what_is_not_booked_is_said(serie: str, tmp_path: Path) -> None:
    """A budget has its vouchers too."""
    rows = "".join(f"{serie};{row}\n" for row in ROWS.splitlines())
    assert said(written(tmp_path, f"Vertyp;{HEADER}\n{rows}")) == ["LEDGER_GALLER_INTE"]


@pytest.mark.parametrize(
    ("title", "rules"),
    [
        ("Budget 2024", ["LEDGER_GALLER_INTE"]),
        ("Huvudbok, preliminär", ["LEDGER_GALLER_INTE"]),
        ("Hamnens Fastigheter AB;Huvudbok", ["LEDGER_ANNAT_FORETAG"]),
        ("Budgetuppföljning", []),
        ("Exporterad ur Visma AB", []),
        ("Malmö stad;Huvudbok 2024", []),
    ],
)
def test_a_title_above_the_rows_is_read(title: str, rules: list[str], tmp_path: Path) -> None:
    """What the export is called is what it is."""
    assert said(written(tmp_path, f"{title}\n{HEADER}\n{ROWS}")) == rules


OTHERS = ROWS.replace("3511", "5010")


@pytest.mark.parametrize("title", ["Budget 2024", "Hamnens Fastigheter AB;Huvudbok"])
@pytest.mark.parametrize("rows", [OTHERS, OTHERS + ROWS.replace("1000,00", "0,00")])
def test_a_title_above_no_grants_is_not_told(title: str, rows: str, tmp_path: Path) -> None:
    """Nothing of such a sheet counts, whatever it is."""
    found = said(written(tmp_path, f"{title}\n{HEADER}\n{rows}"))
    assert not {"LEDGER_GALLER_INTE", "LEDGER_ANNAT_FORETAG"} & set(found)


@pytest.mark.parametrize(("of_budget", "rules"), [("5010", []), ("3511", ["LEDGER_GALLER_INTE"])])
def test_each_sheet_is_told_of_for_itself(of_budget: str, rules: list[str], tmp_path: Path) -> None:
    """A budget of costs beside a sheet of grants says nothing of the grants."""
    path = workbook(tmp_path, [])
    book = load_workbook(path)
    budget = book.worksheets[1]
    budget.title = "Budget"
    budget.append(HEADER.split(";"))
    budget.append([2, date(2024, 3, 1), int(of_budget), 41200, 41300, -500])
    budget.append([2, date(2024, 3, 1), 1930, 41200, None, 500])
    book.save(path)
    assert said(path) == rules


@pytest.mark.parametrize(
    ("number", "rules"),
    [("556000-1111", ["LEDGER_ANNAT_FORETAG"]), ("212000-1124", []), ("222000-1111", [])],
)
def test_the_books_of_a_company_are_said(number: str, rules: list[str], tmp_path: Path) -> None:
    """A municipality's number begins with two."""
    path = tmp_path / "export.se"
    path.write_text(
        f'#FLAGGA 0\n#SIETYP 4\n#FNAMN "Hamnen"\n#ORGNR {number}\n#RAR 0 20240101 20241231\n'
        '#VER A 1 20240301 "Bidrag"\n{\n#TRANS 3511 {} -100.00\n#TRANS 1930 {} 100.00\n}\n',
        encoding="ascii",
    )
    assert said(path) == rules


@pytest.mark.parametrize(
    ("period", "rules"), [("202402", []), ("202312", ["LEDGER_PERIOD_ANNAT_AR"])]
)
def test_a_period_of_another_year_is_said(period: str, rules: list[str], tmp_path: Path) -> None:
    """The date decides, and whoever made the export knows which is right."""
    rows = "".join(f"{period};{row}\n" for row in ROWS.splitlines())
    assert said(written(tmp_path, f"Period;{HEADER}\n{rows}")) == rules


def test_two_companies_in_one_export_are_said(tmp_path: Path) -> None:
    """Both count."""
    assert said(with_column(tmp_path, "Bolag", "01", "55")) == ["LEDGER_STATUS_OLIKA"]


@pytest.mark.parametrize("line", ["Belopp i 1 000 kr", "Belopp i 1000 kronor", "i t.kr"])
def test_a_thousand_kronor_is_a_unit(line: str, tmp_path: Path) -> None:
    """In figures as in words."""
    assert "LEDGER_ENHET_OVANFOR" in said(written(tmp_path, f"{line}\n{HEADER}\n{ROWS}"))


def test_a_sheet_called_by_its_unit_is_said(tmp_path: Path) -> None:
    """The name is read beside the rows."""
    path = workbook(tmp_path, [])
    book = load_workbook(path)
    book.worksheets[0].title = "Belopp i tkr"
    book.save(path)
    assert said(path) == ["LEDGER_ENHET_OVANFOR"]


@pytest.mark.parametrize(
    "heading", ["Belopp (tkr) utan moms", "Belopp utan moms (tkr)", "Belopp, två decimaler, tkr"]
)
def test_words_beside_a_unit_leave_it_what_it_is(heading: str, tmp_path: Path) -> None:
    """A warning against the unit stands right before it."""
    assert "LEDGER_ENHET_OVANFOR" in said(written(tmp_path, f"{heading}\n{HEADER}\n{ROWS}"))
