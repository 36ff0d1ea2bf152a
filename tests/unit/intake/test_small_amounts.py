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
