"""The example's submissions, read as any submission is: nothing lost, nothing to remark on."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from fondbok.intake.inspection import inspect_rows
from fondbok.ledger import inspect_rows as inspect_ledger
from fondbok.paths import PROJECT

SUBMISSIONS = PROJECT / "examples" / "malmo" / "landing" / "submissions"
FILES = sorted(path for path in SUBMISSIONS.rglob("*") if path.is_file())

PAID = {
    (2019, "ASN"): "4029253",
    (2022, "ASN"): "21639766",
    (2023, "ASN"): "16000000",
    (2023, "MN"): "15300000",
    (2023, "GRN"): "5400000",
    (2023, "GVN"): "2800000",
    (2023, "KS"): "1900000",
    (2023, "FON"): "1100000",
    (2023, "KUN"): "360000",
    (2023, "TN"): None,
    (2024, "ASN"): "25660000",
    (2024, "FON"): "917000",
    (2024, "GRN"): "5900000",
    (2024, "GVN"): "3813000",
    (2024, "KS"): "1245000",
    (2024, "KUN"): "424000",
    (2024, "MN"): "10404000",
    (2024, "SBN"): "444000",
    (2024, "TN"): "1660000",
}


@pytest.fixture(scope="module")
def rows():
    return [row for path in FILES for row in inspect_rows(path) if row["tabell"] == "projekt"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_reads_without_a_remark(path):
    found = list(inspect_rows(path))
    assert found
    remarks = [remark["regel"] for row in found for remark in row["fynd"]]
    # Answers in a file of their own are not missing their projects: said, and nothing else is.
    assert remarks == ([] if any(row["tabell"] == "projekt" for row in found) else ["INGA_PROJEKT"])
    assert {row["utfall"] for row in found if row["tabell"]} <= {"laddad", "total"}


def test_money_read_back_is_the_published_money(rows):
    paid: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for row in rows:
        if row["utfall"] == "laddad":
            amount, unit = row["falt"]["utbetalt"], (row["falt"]["ar"], row["falt"]["namnd"])
            paid[unit] += [] if amount is None else [Decimal(amount)]
    read = {unit: sum(amounts) if amounts else None for unit, amounts in paid.items()}
    expected = {unit: None if text is None else Decimal(text) for unit, text in PAID.items()}
    assert {unit: read[unit] for unit in expected} == expected
    assert sum(sum(amounts) for (year, _), amounts in paid.items() if year == 2022) == 41000000


def test_a_stated_zero_stays_a_zero(rows):
    zeros = [row["falt"]["projekt"] for row in rows if row["falt"].get("utbetalt") == "0.00"]
    assert zeros == ["Sluta skjut/GVI"]


def test_every_project_row_of_fitted_years_tells_what_is_fitted(rows):
    fitted = [
        row["falt"]
        for row in rows
        if row["utfall"] == "laddad" and "utbetalt" in (row["falt"]["anpassade_falt"] or [])
    ]
    assert len(fitted) == 134
    assert all(falt["utbetalt"] for falt in fitted)
    assert {falt["ar"] for falt in fitted} == {2022, 2023, 2024}


def test_rounded_money_of_partners_is_approximate(rows):
    about = [
        row["falt"] for row in rows if (row["falt"].get("utbetalt_text") or "").startswith("ca")
    ]
    assert sum(Decimal(falt["utbetalt"]) for falt in about) == Decimal("5159763")
    assert all(falt["utbetalt_ungefarlig"] and falt["roll"] == "part" for falt in about)


@pytest.mark.parametrize("year", [2022, 2023])
def test_ledger_reads_without_a_remark(year):
    path = PROJECT / "examples" / "malmo" / "landing" / "ledger" / f"huvudbok_{year}.csv"
    found = list(inspect_ledger(path, None))
    lines = path.read_bytes().decode("cp1252").splitlines()
    assert len(found) == len(lines) - 1
    assert {(row["utfall"], len(row["fynd"])) for row in found} == {("laddad", 0)}
    assert sum(Decimal(row["falt"]["belopp"]) for row in found) == 0


@pytest.mark.parametrize(
    ("name", "encoding", "opening"),
    [("bokforing_2024.se", "cp437", "   #TRANS"), ("december_2024_rattad.csv", "utf-8", "")],
)
def test_both_exports_of_2024_read_without_a_remark(name, encoding, opening):
    path = PROJECT / "examples" / "malmo" / "landing" / "ledger" / name
    found = list(inspect_ledger(path, None))
    lines = path.read_bytes().decode(encoding).splitlines()
    headers = 0 if opening else 1
    assert len(found) == sum(line.startswith(opening) for line in lines) - headers
    assert {(row["utfall"], len(row["fynd"])) for row in found} == {("laddad", 0)}
    assert sum(Decimal(row["falt"]["belopp"]) for row in found) == 0
    assert {row["falt"]["rakenskapsar"] for row in found} == {2024}
    euro = [row["falt"]["belopp_valuta"] for row in found if "valuta" in row["falt"]]
    assert euro == ([] if opening else ["4023.62", "-4023.62"])
