"""What an export says of itself: when it was made, whose it is, which days it covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from fondbok.ledger import export

from .conftest import HEADER, Loaded, load_path

Load = Callable[..., Loaded]
CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "ledger"
ROW = "A1;2024-12-31;3990;51;T1;bidrag;-100,00\n"
SAID = ("foretag", "gjord", "gjord_kalla", "fran_datum", "till_datum")


def said(loaded: Loaded) -> tuple[object, ...]:
    row = loaded.con.execute(f"select {', '.join(SAID)} from raw.ledger_blad").fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("name", "gjord"),
    [
        ("export_20250110.csv", datetime(2025, 1, 10)),
        ("2025-01-10 huvudbok.csv", datetime(2025, 1, 10)),
        ("huvudbok_20250110T081530.csv", datetime(2025, 1, 10, 8, 15, 30)),
        ("huvudbok 2025-01-10_08.15.csv", datetime(2025, 1, 10, 8, 15)),
        ("14a_export_jan10.csv", datetime(2025, 1, 10)),
        ("export 10 januari.csv", datetime(2025, 1, 10)),
        ("export 10 januari 2026.csv", datetime(2026, 1, 10)),
        ("rapport_123456789.csv", None),
        ("ledger_2024.csv", None),
        ("bokfort_2024-03.csv", None),
    ],
)
def test_a_date_in_the_name_is_when_it_was_made(
    load: Load, name: str, gjord: datetime | None
) -> None:
    loaded = load(HEADER + ROW, name)
    assert said(loaded)[1:3] == (gjord, "namn" if gjord else None)


@pytest.mark.parametrize(
    "name",
    ["bok_2024-01-01_2024-06-30.csv", "bok 20240101-20240630.csv", "bok_202401_202406.csv"],
)
def test_two_dates_in_the_name_are_the_days_it_covers(load: Load, name: str) -> None:
    assert said(load(HEADER + ROW, name)) == (
        None,
        None,
        None,
        date(2024, 1, 1),
        date(2024, 6, 30),
    )


def test_a_third_date_is_when_it_was_made(load: Load) -> None:
    loaded = load(HEADER + ROW, "bok_2024-01-01_2024-06-30_2024-07-05.csv")
    assert said(loaded)[1:] == (
        datetime(2024, 7, 5),
        "namn",
        date(2024, 1, 1),
        date(2024, 6, 30),
    )


@pytest.mark.parametrize(
    "line",
    [
        "Period 2024-01-01 - 2024-06-30",
        "Period: 202401-202406",
        "Huvudbok 2024-01 – 2024-06;;;",
        "Fr.o.m. 2024-01-01 t.o.m. 2024-06-30",
        "2024-01-01--2024-06-30",
        "Datum 20240101 till 20240630",
    ],
)
def test_the_lines_above_the_header_say_what_it_covers(load: Load, line: str) -> None:
    assert said(load(f"{line}\n{HEADER}{ROW}"))[3:] == (date(2024, 1, 1), date(2024, 6, 30))


def test_the_lines_above_the_header_say_when_it_was_made(load: Load) -> None:
    loaded = load(f"Utskriven: 2025-01-10 08:15\n\n{HEADER}{ROW}", "bok_20250201.csv")
    assert said(loaded)[1:3] == (datetime(2025, 1, 10, 8, 15), "inledning")


def test_closing_periods_are_the_edges_of_a_year(load: Load) -> None:
    loaded = load(f"Period 202400 - 202413\n{HEADER}{ROW}")
    assert said(loaded)[3:] == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_workbook_says_when_it_was_saved(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (HEADER + ROW).splitlines():
        book.active.append(line.split(";"))
    book.properties.modified = datetime(2025, 1, 10, 8, 15, 30)
    book.save(tmp_path / "bok.xlsx")
    found = said(load_path(tmp_path / "bok.xlsx"))
    # The writer sets the time of saving itself.
    assert found[1] is not None and found[2] == "arbetsbok"


def test_a_sie_file_says_company_date_and_span(load: Load) -> None:
    head = (
        "#FLAGGA 0\n#SIETYP 4\n#GEN 20240710 XY\n#ORGNR 212000-1124\n#RAR 0 20240101 20241231\n"
        '#OMFATTN 20240630\n#VER A 1 20240301 ""\n{\n#TRANS 1930 {} 0.00\n}\n'
    )
    assert said(load(head, "a.se")) == (
        "2120001124",
        datetime(2024, 7, 10),
        "gen",
        date(2024, 1, 1),
        date(2024, 6, 30),
    )


def test_the_company_is_the_profiles_or_the_citys_own(load: Load) -> None:
    profile = (
        "name: bolaget\ncompany: 556000-0001\n"
        "fields: {konto: K, belopp: B, datum: D, verifikation: V}\n"
    )
    assert said(load("K;B;D;V\n3990;-1,00;2024-01-02;1\n", profile=profile))[0] == "5560000001"
    assert said(load(HEADER + ROW))[0] is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("212000-1124", "2120001124"),
        ("2120001124", "2120001124"),
        ("16212000-1124", "2120001124"),
        ("SE212000112401", "2120001124"),
        ("850709-9805", export.MASKED_COMPANY),
        ("", None),
        ("000000-0000", None),
    ],
)
def test_an_organisation_number_is_its_digits(written: str, expected: str | None) -> None:
    assert export.digits(written) == expected


@pytest.mark.parametrize(
    ("written", "serie", "number"),
    [
        ("A0012", "A", "12"),
        ("A 12", "A", "12"),
        ("0012", None, "12"),
        ("12.0", None, "12"),
        ('"=""0012"""', None, "12"),
        ("'0012", None, "12"),
        ("\ufeff12\u200b", None, "12"),
        ("000", None, "0"),
        ("2024-1", None, "2024-1"),
    ],
)
def test_a_voucher_number_is_plain(
    load: Load, written: str, serie: str | None, number: str
) -> None:
    loaded = load(HEADER + f"{written};2024-01-02;3990;;;x;-1,00\n")
    assert loaded.rows("serie", "verifikation") == [(serie, number)]


@pytest.mark.parametrize(
    ("serie", "written", "expected"),
    [("A", "0012", ("A", "12")), ("A", "A12", ("A", "12")), ("01", "7", ("1", "7"))],
)
def test_a_series_of_its_own_is_plain(
    load: Load, serie: str, written: str, expected: tuple[str, str]
) -> None:
    loaded = load(f"Serie;{HEADER}{serie};{written};2024-01-02;3990;;;x;-1,00\n")
    assert loaded.rows("serie", "verifikation") == [expected]


def test_a_sie_number_is_plain(load: Load) -> None:
    head = '#FLAGGA 0\n#SIETYP 4\n#VER "01" "0012" 20240301 ""\n{\n#TRANS 3990 {} -1.00\n}\n'
    assert load(head, "a.se").rows("serie", "verifikation") == [("1", "12")]


@pytest.mark.parametrize(
    ("columns", "cells", "year"),
    [
        ("Datum", "2025-01-05", 2025),
        ("Datum;Räkenskapsår", "2025-01-05;2024", 2024),
        ("Datum;Räkenskapsår", "2025-01-05;2024/2025", 2024),
        ("Datum;Räkenskapsår", "2025-01-05;24/25", 2024),
        ("Datum;Period", "2025-01-05;202413", 2024),
        ("Datum;Period", "2025-01-05;2024-12", 2024),
        ("Datum;Period", "2025-01-05;1", 2025),
        ("Period", "202413", 2024),
    ],
)
def test_the_fiscal_year_has_its_own_column_or_is_the_dates(
    load: Load, columns: str, cells: str, year: int
) -> None:
    loaded = load(f"Vernr;Konto;Belopp;{columns}\n1;3990;-1,00;{cells}\n")
    assert loaded.one("rakenskapsar") == [year]


def test_a_profile_says_where_the_fiscal_year_begins(load: Load) -> None:
    profile = (
        "name: bolaget\nfiscal_year_starts: 9\n"
        "fields: {konto: K, belopp: B, datum: D, verifikation: V}\n"
    )
    loaded = load(
        "K;B;D;V\n3990;-1,00;2024-08-31;1\n3990;-1,00;2024-09-01;2\n3990;-1,00;2025-01-01;3\n",
        profile=profile,
    )
    assert loaded.one("rakenskapsar") == [2023, 2024, 2024]


def test_a_sie_voucher_outside_the_years_belongs_to_the_files_own() -> None:
    assert set(load_path(CASES / "05a_2024_datum_utanfor.se").one("rakenskapsar")) == {2024}


def test_closing_periods_are_ordinary() -> None:
    loaded = load_path(CASES / "23_period.csv")
    assert loaded.rows("rad", "datum", where="utfall = 'laddad'") == [
        (2, date(2024, 1, 1)),
        (3, date(2024, 12, 31)),
        (4, date(2024, 1, 1)),
        (5, date(2024, 12, 1)),
        (6, date(2024, 12, 1)),
    ]
