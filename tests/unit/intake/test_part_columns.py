"""Columns beside the payment that are parts of it: said where they do not come to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from fondbok.findings import FileRead
from tests.fixtures.submissions import underlag as write
from tests.unit.intake.intake_files import read_file

NAME, PAID = "Projektnamn", "Utbetalt EU-bidrag"
RULE = "DELAR_STAMMER_EJ"
START = [("Nämnd", "ASN"), ("År", 2024)]
Rows = Sequence[Sequence[Any]]
QUARTERS = ["Q1", "Q2", "Q3", "Q4"]
MONTHS = ["jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sept", "okt", "nov", "dec"]


def said(found: FileRead) -> list[int | None]:
    return [remark.rad for remark in found.fynd if remark.regel == RULE]


@pytest.fixture
def read(workbook: Callable[..., Path]) -> Callable[[Sequence[str], Rows], FileRead]:
    def read_rows(parts: Sequence[str], rows: Rows, whole: str = PAID) -> FileRead:
        named = [[f"Projekt nr {n}", *row] for n, row in enumerate(rows, start=1)]
        return read_file(workbook({"Start": START, "Projekt": [[NAME, *parts, whole], *named]}))

    return read_rows


@pytest.mark.parametrize(
    ("parts", "row"),
    [
        (["ESF", "ERUF"], [100_000, 200_000]),
        (["Utbetalt ESF", "Utbetalt ERUF (kr)"], [100_000, "200 000 kr"]),
        (QUARTERS, [100_000, None, 200_000, 0]),
        ([f"Utbetalt kvartal {n} 2024" for n in range(1, 5)], [100_000, 200_000, 0, 0]),
        (["Tertial 1", "Tertial 2", "Tertial 3"], [100_000, 200_000, None]),
        (["1:a halvåret", "2:a halvåret"], [100_000, 200_000]),
        (["Utbetalt vt", "Utbetalt ht"], [100_000, 200_000]),
        (MONTHS, [25_000] * 12),
        (["Rekvisition 1", "Rekvisition 2"], [100_000, 200_000]),
        (["Varav moms"], [400_000]),
        (["varav löner", "varav resor"], [300_000, 100_000]),
        # More than the year, though a quarter is missing.
        (["Q1", "Q2", "Q3"], [100_000, 200_000, 100_000]),
    ],
)
def test_parts_known_by_their_names_are_held_against_the_payment(
    parts: list[str], row: list[Any], read: Callable[..., FileRead]
) -> None:
    """On every row, also where there is but one; the payment counts as before."""
    found = read(parts, [[*row, 350_000]])
    assert said(found) == [2]
    assert found.rows["submission_projekt"][0]["utbetalt"] == 350_000


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["Löner", "Resor", PAID], [[1000, 2000, 3000], [1000, 2500, 3500], [100, 200, 350]]),
        ([PAID, "Löner", "Resor"], [[3000, 1000, 2000], [3500, 1000, 2500], [350, 100, 200]]),
        ([PAID, "Egen insats", "Summa"],
         [[1000, 2000, 3000], [1000, 2500, 3500], [100, 200, 350]]),
    ],
)  # fmt: skip
def test_columns_that_come_to_it_on_the_other_rows_are_its_parts(
    header: list[str], rows: Rows, workbook: Callable[..., Path]
) -> None:
    """Whatever they are called."""
    named = [[f"Projekt nr {n}", *row] for n, row in enumerate(rows, start=1)]
    found = read_file(workbook({"Start": START, "Projekt": [[NAME, *header], *named]}))
    assert said(found) == [4]


@pytest.mark.parametrize(
    ("parts", "rows"),
    [
        (["ESF", "ERUF"], [[100_000, 250_000, 350_000], [None, None, 5_000], ["-", "-", 5_000]]),
        # Rounded, and in the unit of the payment's header or in kronor.
        (["ESF", "ERUF"], [["100,4", "200,4", 301]]),
        (["Q1", "Q2", "Q3"], [[100_000, 200_000, 0, 350_000]]),
        (["Varav moms"], [[100_000, 350_000]]),
        # One cell is no amount: nobody knows what they come to.
        (["ESF", "ERUF"], [["se bilaga", 250_000, 350_000]]),
        # Other columns with money.
        (["Beviljat", "Rekvirerat"], [[400_000, 300_000, 350_000], [10_000, 9_000, 5_000]]),
        (["Budget Q1", "Budget Q2", "Budget Q3", "Budget Q4"], [[1, 2, 3, 4, 350_000]]),
        (["Löner", "Resor"], [[1000, 2000, 3000], [100, 200, 350]]),
    ],
)
def test_what_comes_to_it_or_is_no_part_is_not_said(
    parts: list[str], rows: Rows, read: Callable[..., FileRead]
) -> None:
    assert said(read(parts, rows)) == []


def test_parts_may_be_in_the_unit_of_the_payment_or_in_kronor(
    read: Callable[..., FileRead],
) -> None:
    whole = f"{PAID} (tkr)"
    assert said(read(QUARTERS, [[100, 200, 0, 0, 300], [100, 200, 0, 0, 350]], whole)) == [3]
    in_kronor = [f"{quarter} (kr)" for quarter in QUARTERS]
    rows = [[100_400, 200_000, 0, 0, "300,4"], [100_400, 200_000, 0, 0, 350]]
    assert said(read(in_kronor, rows, whole)) == [3]


def test_other_formats_are_held_too(
    read_csv: Callable[..., FileRead], read_json: Callable[..., FileRead], tmp_path: Path
) -> None:
    """A text file, a document and JSON."""
    header = f"Nämnd;År;{NAME};Q1;Q2;Q3;Q4;{PAID}\n"
    assert said(read_csv(f"{header}ASN;2024;Hamnljus;100000;200000;;;350000\n")) == [2]
    assert said(read_json(utbetalt=350_000, ESF=100_000, ERUF=200_000)) == [1]
    memo = tmp_path / "memo.docx"
    table = [["Projekt", "ESF", "ERUF", "Utbetalt till ASF 2022"],
             ["Hamnljus", "100 000", "200 000", "350 000 kr"]]  # fmt: skip
    memo.write_bytes(write.docx(["# Redovisning av internationellt arbete 2022", table, "Slut"]))
    assert said(read_file(memo)) == [2]
