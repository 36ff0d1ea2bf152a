"""Amounts so small that the unit was forgotten: one file of two projects is enough to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fondbok.findings import FileRead

pytestmark = pytest.mark.real_amounts

HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]


@pytest.mark.parametrize(
    ("amounts", "asked"),
    [
        (["500 tkr", 300], {3: "BELOPP_LITET"}),
        ([300, 500], {2: "BELOPP_LITET", 3: "BELOPP_LITET"}),
        ([1.2, 0.5, 3], {2: "BELOPP_LITET", 3: "BELOPP_LITET", 4: "BELOPP_LITET"}),
        ([600_000, "0,5", 400_000, 900_000, 150_000], {3: "BELOPP_LITET"}),
        ([600_000, 215, 400_000, 900_000, 150_000], {3: "BELOPP_AVVIKER"}),
        # Three rows, two wrong ones, and more wrong ones than right.
        ([450_000, 320_000, 1_680], {4: "BELOPP_AVVIKER"}),
        (
            [450_000, 320_000, 1_680, 2_100, 700_000, 510_000],
            {4: "BELOPP_AVVIKER", 5: "BELOPP_AVVIKER"},
        ),
        ([45_000_000, 1_200_000, 4_500, 900_000, 600_000], {4: "BELOPP_AVVIKER"}),
        ([4_500, 3_200, 2_100, 1_680_000], dict.fromkeys((2, 3, 4), "BELOPP_AVVIKER")),
        ([217_000, 90_000_000, 450_000, 70_000_000], {3: "BELOPP_AVVIKER", 5: "BELOPP_AVVIKER"}),
        ([450_000, 320_000, 15_000], {}),
        ([450_000, 320_000, 9_000, 700_000], {}),
        ([90_000, 40_000, 1_680], {}),
        ([2_100_000, 60_000, 25_000, 700_000], {}),
        ([600, 215, 400, 900], {2: "BELOPP_SMA"}),
        ([300, 215, 400, 450], dict.fromkeys(range(2, 6), "BELOPP_LITET")),
        ([300_000, 999.99], {3: "BELOPP_LITET"}),
        ([300_000, 1_000], {}),
        ([300_000, 0], {}),
        ([300_000, "300 euro"], {}),
        ([300_000, None], {}),
    ],
)
def test_so_little_is_asked_about(
    amounts: list[Any], asked: dict[int, str], read_workbook: Callable[..., FileRead]
) -> None:
    rows = [[f"Projekt {chr(65 + at)}", "ESF+", paid] for at, paid in enumerate(amounts)]
    found = read_workbook(rows, HEADER)
    assert {each.rad: each.regel for each in found.fynd if each.regel.startswith("BELOPP")} == asked


def test_a_repayment_is_not_too_little(read_workbook: Callable[..., FileRead]) -> None:
    found = read_workbook([["Hamnljus", "ESF+", -300]], HEADER)
    assert {each.regel for each in found.fynd} == {"NEGATIV_UTBETALNING"}


def test_what_the_budget_says_already_is_not_said_twice(
    read_workbook: Callable[..., FileRead],
) -> None:
    rows = [["Hamnljus", "ESF+", 300, 1_000_000]]
    found = read_workbook(rows, [*HEADER, "Total projektbudget"])
    assert {each.regel for each in found.fynd} == {"MAGNITUD"}


@pytest.mark.parametrize(
    ("paid", "passed_on", "budget", "asked"),
    [
        (1_000_000, 300, None, ["Varav förmedlat till partner"]),
        (2_000_000, 0.3, None, ["Varav förmedlat till partner"]),
        (2_000_000, 30, None, ["Varav förmedlat till partner"]),
        (2_000_000, 1_500, None, ["Varav förmedlat till partner"]),
        (None, None, 15, ["Total projektbudget"]),
        (2_000_000, 300_000, 4_000_000, []),
        (2_000_000, 0, 4_000_000, []),
        (2_000_000, "300 tkr", 4_000_000, []),
        (40_000, 1_000, None, []),
        (2_000_000, 5_000, None, []),
        # The budget is said to be too small already.
        (200_000, None, 15, []),
    ],
)
def test_so_little_beside_the_payment_is_asked_about(
    paid: Any,
    passed_on: Any,
    budget: Any,
    asked: list[str],
    read_workbook: Callable[..., FileRead],
) -> None:
    header = [*HEADER, "Varav förmedlat till partner", "Total projektbudget"]
    found = read_workbook([["Hamnljus", "ESF+", paid, passed_on, budget]], header)
    assert [each.kolumn for each in found.fynd if each.regel == "BELOPP_BREDVID_LITET"] == asked
