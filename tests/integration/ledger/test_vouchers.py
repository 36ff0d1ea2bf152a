"""What is one voucher, which of two exports holds, and what is said of it to both."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from tests.integration.ledger.conftest import Bench, Export
from tests.integration.ledger.exports import CASES as LEDGER_CASES
from tests.integration.ledger.exports import HEADER, WITHOUT_SERIES, case, csv, grant, sie

CASES_OF_THE_CITY = LEDGER_CASES.parent / "city"

ABOUT_CODES = "PROJEKTKOD_"
REPLACED = {"LEDGER_ERSATT", "LEDGER_ERSATT_GALLER"}
UNDECIDED = {"LEDGER_OAVGJORD", "LEDGER_OAVGJORD_GALLER"}
ONCE = {"LEDGER_SAMMA_VERIFIKAT", "LEDGER_SAMMA_VERIFIKAT_GALLER"}
PARTS = {"LEDGER_DELAR"}
OTHER_DATE = {"LEDGER_ANNAT_DATUM"}
MISSING = {"LEDGER_SAKNAS_I_SENARE"}
PERHAPS = {"LEDGER_KANSKE_SAMMA"}
SAME_BOOKS = {"LEDGER_KANSKE_SAMMA_BOKFORING"}
COLLECTED = {"LEDGER_KANSKE_SAMLAT"}
# What the reading says of one file, whatever else has landed.
READING = {
    "SIE_DATUM_UTANFOR",
    "LEDGER_UTAN_NUMMER",
    "LEDGER_EN_SIDA",
    "LEDGER_BIDRAGSKONTO_SAKNAS",
    "LEDGER_BIDRAG_FEL_SIDA",
    "LEDGER_OBALANS_FIL",
    "LEDGER_GALLER_INTE",
    "LEDGER_ANNAT_FORETAG",
}

BANK = "1;2024-03-01;1930;;;x;10,00"
JANUARY = sie(
    "jan.se", "20250110", [("S", 1, "20240301", grant(10)), ("S", 2, "20240401", grant(90))]
)


def said(found: Sequence[tuple[Any, ...]]) -> set[str]:
    """The rules raised between exports."""
    rules = {rule for fil, rule, *_ in found if fil.startswith("ledger/")}
    return {rule for rule in rules if not rule.startswith(ABOUT_CODES)} - READING


def total(bench: Bench) -> Decimal:
    rows = bench.raw("select coalesce(sum(belopp_sek), 0) from mart.fct_utbetalning")
    return Decimal(rows[0][0])


CASES: dict[str, tuple[list[Export], int, set[str]]] = {
    "02 two companies": (case("02a_kommun_E1.se", "02b_bolag_E1.se"), 110_000, set()),
    "04 parts": (case("04a_asn_del.csv", "04b_grn_del.csv"), 100_000, PARTS),
    "05 outside its year": (case("05a_2024_datum_utanfor.se", "05b_2025.se"), 507_500, set()),
    "08 without series": (case("08a_utan_serie.csv", "08b_serie_A.se"), 100_000, ONCE),
    "14 exports disagree": (case("14a_export_jan10.csv", "14b_export_jan20.csv"), 60_000, REPLACED),
    "18 left out later": (
        case("18a_full_v1.se", "18b_full_v2_utan_S2.se"),
        10_500,
        REPLACED | MISSING,
    ),
    "one company named": (
        [
            sie("a.se", "20250110", [("E", 1, "20240301", grant(80))]),
            sie("b.se", "20250111", [("E", 1, "20240401", grant(30))], company="556000-0001"),
        ],
        110,
        OTHER_DATE,
    ),
    "three parts that balance": (
        [
            csv("a.csv", "D;55;2024-03-01;1930;;;x;100,00"),
            csv("b.csv", "D;55;2024-03-01;3511;41200;41319;x;-60,00"),
            csv("c.csv", "D;55;2024-03-01;3511;41200;41318;x;-40,00"),
        ],
        100,
        set(),
    ),
    "parts with the same amount": (
        [
            csv("a.csv", "D;55;2024-03-01;3511;41200;41319;x;-50,00"),
            csv("b.csv", "D;55;2024-03-01;3511;22200;22318;x;-50,00"),
        ],
        100,
        PARTS,
    ),
    "a corrected sign is no part": (
        [
            csv("a 2025-01-10.csv", "D;55;2024-03-01;3511;41200;41319;x;50,00"),
            csv("b 2025-01-20.csv", "D;55;2024-03-01;3511;41200;41319;x;-50,00"),
        ],
        50,
        REPLACED,
    ),
    "another unit in a full export": (
        [
            sie(name, made, [("A", 1, "20240301", grant(50, unit)), ("A", 2, "20240302", other)])
            for name, made, unit, other in (
                ("a.se", "20250110", "41200", grant(7, "22200")),
                ("b.se", "20250120", "22200", grant(7, "22200")),
            )
        ],
        57,
        REPLACED,
    ),
    "money taken off the grants": (
        [
            sie("a.se", "20250110", [("A", 1, "20240301", grant(50))]),
            sie(
                "b.se",
                "20250120",
                [("A", 1, "20240301", [("1930", "", "50.00"), ("3990", "", "-50.00")])],
            ),
        ],
        0,
        REPLACED,
    ),
    "two series under one number": (
        [
            csv(
                "a.csv",
                BANK,
                "1;2024-03-01;3511;41200;41313;x;-10,00",
                "1;2024-03-01;3511;41200;41313;x;-20,00",
                header=WITHOUT_SERIES,
            ),
            sie(
                "b.se",
                "20250110",
                [("A", 1, "20240301", grant(10)), ("B", 1, "20240301", grant(20))],
            ),
        ],
        30,
        ONCE,
    ),
    "grants alone without series": (
        [
            csv("a.csv", "7001;2024-03-01;3511;41200;41313;x;-10,00", header=WITHOUT_SERIES),
            sie("b.se", "20250110", [("A", 7001, "20240301", grant(10))]),
        ],
        10,
        ONCE,
    ),
    "the year in the number": (
        [
            csv("a.csv", "2024-7001;2024-03-01;3511;41200;041313;x;-10,00", header=WITHOUT_SERIES),
            sie("b.se", "20250110", [("A", 7001, "20240301", grant(10))]),
        ],
        10,
        ONCE,
    ),
    "no number at all": (
        [
            csv("a.csv", ";2024-03-01;3511;41200;41313;ett;-10,00", header=WITHOUT_SERIES),
            csv("b.csv", "5;2024-03-01;3511;41200;41313;annat;-10,00", header=WITHOUT_SERIES),
        ],
        10,
        ONCE,
    ),
    "two stated series": (
        [
            csv("a.csv", "A;1;2024-03-01;3511;41200;41313;x;-10,00"),
            csv("b.csv", "B;1;2024-03-01;3511;41200;41313;x;-10,00"),
        ],
        20,
        SAME_BOOKS,
    ),
    "corrected without series": (
        [
            csv("a.csv", BANK, "1;2024-03-01;3511;41200;41313;x;-10,00", header=WITHOUT_SERIES),
            sie("b.se", "20250110", [("A", 1, "20240301", grant(12))]),
        ],
        22,
        PERHAPS,
    ),
    "the same books under other numbers": (
        [
            csv(
                "a.csv",
                "901;2024-03-01;3511;41200;41313;x;-10,00",
                "902;2024-03-02;3511;41200;41313;x;-11,00",
                header=WITHOUT_SERIES,
            ),
            sie(
                "b.se",
                "20250110",
                [("A", n, f"2024030{n}", grant(9 + n)) for n in (1, 2, 3)],
            ),
        ],
        54,
        SAME_BOOKS,
    ),
    "vouchers and the month's collective voucher": (
        [
            csv(
                "a.csv",
                "P;1;2024-03-04;3511;41200;41313;x;-12000,50",
                "P;2;2024-03-18;3511;41200;41313;x;-3000,50",
                "P;3;2024-04-18;3511;41200;41313;x;-700,00",
            ),
            sie("b.se", "20250110", [("S", 9, "20240331", grant(15001))]),
        ],
        30_702,
        COLLECTED,
    ),
    "vouchers and another's voucher of the month": (
        [
            csv(
                "a.csv",
                "P;1;2024-03-04;3511;41200;41313;x;-12000,50",
                "P;2;2024-03-18;3511;41200;41313;x;-3000,50",
            ),
            sie("b.se", "20250110", [("S", 9, "20240331", grant(15002))]),
            sie("c.se", "20250110", [("T", 9, "20240331", grant(15001, projekt="41314"))]),
        ],
        45_004,
        set(),
    ),
    "the first voucher left out": (
        [JANUARY, sie("b.se", "20250120", [("S", 2, "20240401", grant(90))])],
        100,
        MISSING,
    ),
    "most vouchers left out": (
        [
            JANUARY,
            sie("b.se", "20250120", [("S", 1, "20240301", grant(10))]),
        ],
        100,
        MISSING,
    ),
    "a month a file": (
        [
            sie(f"{n}.se", f"2024{n + 1:02}01", [("S", n, f"2024{n:02}05", grant(9 + n))])
            for n in (1, 2, 3)
        ],
        33,
        set(),
    ),
    "an export of another unit": (
        [
            csv(
                "a.csv",
                *(f"S;{n};2024-0{n}-05;3511;41200;41313;x;-1{n},00" for n in (1, 2, 3)),
            ),
            csv(
                "b.csv",
                *(f"S;{n};2024-0{n}-06;3511;22200;22313;x;-1{n},00" for n in (4, 5)),
            ),
        ],
        65,
        set(),
    ),
    "the same again": ([JANUARY, Export("igen.se", JANUARY.content + b"\n")], 100, set()),
    "the same again, in another format": (
        [
            csv(
                "a.csv", "A;1;2024-03-01;1930;;;x;10,00", "A;1;2024-03-01;3511;41200;41313;x;-10,00"
            ),
            sie("b.se", "20250110", [("A", 1, "20240301", grant(10))], company="212000-1124"),
        ],
        10,
        set(),
    ),
    "recoded with the same sum": (
        [
            csv(
                "a 2025-01-10.csv",
                "A;1;2024-03-01;3511;41200;41313;x;-4,00",
                "A;1;2024-03-01;3511;41200;41314;x;-6,00",
            ),
            csv("b 2025-01-20.csv", "A;1;2024-03-01;3511;41200;41313;x;-10,00"),
        ],
        10,
        REPLACED,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_counts_and_what_is_said(bench: Bench, name: str) -> None:
    exports, expected, rules = CASES[name]
    bench.booked(exports)
    assert total(bench) == expected
    assert said(bench.found()) == rules
    assert bench.failing("belopp_gar_ihop") == bench.failing("rader_gar_ihop") == []


def test_both_files_hear_both_amounts(bench: Bench) -> None:
    found = bench.found(case("14a_export_jan10.csv", "14b_export_jan20.csv"))
    told = {fil: (rule, counts_not, text) for fil, rule, _, counts_not, text in found}
    displaced = told["ledger/14a_export_jan10.csv"]
    assert displaced[:2] == ("LEDGER_ERSATT", True)
    holds = next(f for f in found if f[1] == "LEDGER_ERSATT_GALLER")
    assert (holds[0], holds[3]) == ("ledger/14b_export_jan20.csv", False)
    for text, other in ((displaced[2], "14b_export_jan20.csv"), (holds[4], "14a_export_jan10.csv")):
        assert "50 000 kr" in text
        assert "60 000 kr" in text
        assert other in text
        assert "M 1 2024-12-31" in text


def test_nothing_says_which_is_later(bench: Bench) -> None:
    """Then the bytes decide, the same whichever landed first, and both are told."""
    files = [csv(f"{n}.csv", f"M;1;2024-12-31;3511;41200;41327;x;-{n}0,00") for n in (5, 6)]
    first = bench.booked(files)
    assert said(bench.found()) == UNDECIDED
    assert bench.booked_step_by_step(files[::-1]) == first


def test_a_closing_voucher_is_paid_in_its_own_year(bench: Bench) -> None:
    rows = bench.booked(case("05a_2024_datum_utanfor.se", "05b_2025.se"))
    assert {row[1]: row[9] for row in rows if row[3] == "17"} == {
        2024: Decimal("500000.00"),
        2025: Decimal("7000.00"),
    }


def test_the_voucher_left_out_is_named_in_the_later_file(bench: Bench) -> None:
    found = bench.found(case("18a_full_v1.se", "18b_full_v2_utan_S2.se"))
    ((fil, text),) = [(f[0], f[4]) for f in found if f[1] == "LEDGER_SAKNAS_I_SENARE"]
    assert fil == "ledger/18b_full_v2_utan_S2.se"
    assert "S 2 2024-04-01 (9 000 kr)" in text
    assert "18a_full_v1.se" in text


def workbook(name: str, sheets: dict[str, list[list[object]]]) -> Export:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in [HEADER.split(";"), *rows]:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return Export(name, stream.getvalue())


def line(konto: str, ansvar: str, belopp: float) -> list[object]:
    return ["X", 501, "2024-03-01", konto, ansvar, "41313", "x", belopp]


@pytest.mark.parametrize(
    ("sheets", "expected", "rules"),
    [
        (
            {
                "Alla": [line("1930", "", 5), line("3511", "41200", -5)],
                "Urval": [line("3511", "41200", -5)],
            },
            5,
            ONCE,
        ),
        (
            {
                "Jan": [line("1930", "", 5), line("3511", "41200", -5)],
                "Rättad": [
                    line("1930", "", 7),
                    line("3511", "41200", -5),
                    line("3511", "41200", -2),
                ],
            },
            7,
            REPLACED | UNDECIDED,
        ),
        ({"Bank": [line("1930", "", 5)], "Bidrag": [line("3511", "41200", -5)]}, 5, set()),
        (
            {
                "ASN": [line("1930", "", 5), line("3511", "41200", -5)],
                "GRN": [line("1930", "", 7), line("3511", "22200", -7)],
            },
            12,
            set(),
        ),
    ],
    ids=["a filter", "a corrected copy", "halves", "a sheet a unit"],
)
def test_sheets_of_a_workbook(
    bench: Bench, sheets: dict[str, list[list[object]]], expected: int, rules: set[str]
) -> None:
    found = bench.found([workbook("bok.xlsx", sheets)])
    assert total(bench) == expected
    assert said(found) <= rules
    assert bool(said(found)) == bool(rules)
    assert bench.failing("belopp_gar_ihop") == bench.failing("rader_gar_ihop") == []


MONTHLY = """
name: manadsvis
replaces: month
fields: {datum: Dag, konto: Kontot, ansvar: Enheten, belopp: Kronor}
"""


def test_months_exported_per_unit_are_parts(bench: Bench) -> None:
    bench.profile("manadsvis", MONTHLY)
    files = [
        csv(f"{unit}.csv", f"2024-03-03;3511;{unit};-{n}00,00", header="Dag;Kontot;Enheten;Kronor")
        for n, unit in ((1, "4100"), (2, "2200"))
    ]
    bench.booked(files)
    assert total(bench) == 300
    assert said(bench.found()) == PARTS


def test_a_month_beside_its_vouchers_is_said(bench: Bench) -> None:
    bench.profile("manadsvis", MONTHLY)
    month = csv("manad.csv", "2024-03-01;3511;41200;-10,00", header="Dag;Kontot;Enheten;Kronor")
    vouchers = csv("ver.csv", "A;1;2024-03-01;3511;41200;;x;-10,00")
    assert said(bench.found([month, vouchers])) == SAME_BOOKS


def test_two_monthly_exports_count_whatever_was_taken_for_the_voucher(bench: Bench) -> None:
    """A proposed profile took the project code for the voucher number."""
    folder = CASES_OF_THE_CITY / "profile_suggest"
    bench.profile("export", (folder / "profiles" / "export.yml").read_text("utf-8"))
    try:
        bench.booked(
            [Export(p.name, p.read_bytes()) for p in sorted((folder / "landing/ledger").iterdir())]
        )
        assert total(bench) == 850_000
    finally:
        (bench.home.profiles / "export.yml").unlink()
