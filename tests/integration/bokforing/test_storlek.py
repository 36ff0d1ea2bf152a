"""What is booked beside what was reported: an export whose decimal comma was lost is heard."""

from __future__ import annotations

import pytest

from tests.integration.bokforing.varld import STORLEK, Lager

Booked = tuple[str, str, int, str, str]
Reported = tuple[str, str, int, str, str]
TABLES = """
create or replace table intermediate.int_ledger__utbetalning (
    kommun_kod varchar default '1280',
    fil_sha256 varchar, namnd_kod varchar, ar integer, projekt_kod varchar,
    belopp_sek decimal(18, 2));
create or replace table intermediate.int_deltagande__rad (
    kommun_kod varchar default '1280',
    fil_sha256 varchar, namnd_kod varchar, ar integer, projekt_kod varchar,
    redovisat_sek decimal(18, 2), projekt varchar);
create or replace table referens.fyndregel as
    select '1280' as kommun_kod, 'LEDGER_STORLEK' as id,
    '{projekt}: {bokfort} är {hur} {mot} {belopp}' as mall
    union all select '1280', 'BOKFORT_STORLEK', '{projekt}: {bokfort} är {hur} {mot} {belopp}';
"""


def sagt(lager: Lager, bokat: list[Booked], lamnat: list[Reported]) -> dict[str, list[str]]:
    """What is said to each file: its rules' messages."""
    lager.con.execute(TABLES)
    for rad in bokat:
        lager._in("intermediate.int_ledger__utbetalning", *rad)
    for rad in lamnat:
        lager._in("intermediate.int_deltagande__rad", *rad, rad[3])
    measured, told = STORLEK
    lager.con.execute(
        f"create or replace table intermediate.{measured} as {lager.compiled[measured]}"
    )
    found: dict[str, list[str]] = {}
    for fil, text in lager.rows(
        f"select fil_sha256, meddelande from ({lager.compiled[told]}) order by all"
    ):
        found.setdefault(fil, []).append(text)
    return found


REPORTED: list[Reported] = [
    ("underlag", "ASN", 2024, "p1", "1259066.70"),
    ("underlag", "ASN", 2024, "p2", "80000"),
]


def booked(
    times: int | float, fil: str = "bok", namnd: str = "ASN", ar: int = 2024
) -> list[Booked]:
    return [
        (fil, namnd, ar, "p1", f"{1259066.70 * times:.2f}"),
        (fil, namnd, ar, "p2", f"{80000 * times:.2f}"),
    ]


@pytest.mark.parametrize(
    ("times", "word"),
    [
        (10, "10 gånger"),
        (100, "100 gånger"),
        (1000, "1000 gånger"),
        (99, "100 gånger"),
        (0.001, "tusendel"),
        (0.01, "hundradel"),
    ],
)
def test_both_files_are_told(lager: Lager, times: float, word: str) -> None:
    found = sagt(lager, booked(times), REPORTED)
    assert found.keys() == {"bok", "underlag"}
    assert all(len(each) == 1 and word in each[0] for each in found.values())
    assert all("1 339 066,70 kr" in each[0] for each in found.values())


@pytest.mark.parametrize("times", [1, 1.03, 0.5, 2, 7, 20, 0.1, 0])
def test_other_differences_are_not(lager: Lager, times: float) -> None:
    assert sagt(lager, booked(times), REPORTED) == {}


def test_one_file_of_several_is_found(lager: Lager) -> None:
    bokat = [
        ("januari", "ASN", 2024, "p1", "59066.70"),
        ("februari", "ASN", 2024, "p1", "120000000"),
        ("februari", "ASN", 2024, "p2", "8000000"),
    ]
    assert sagt(lager, bokat, REPORTED).keys() == {"februari", "underlag"}


def test_part_of_a_year_is_known_by_its_projects(lager: Lager) -> None:
    """The other projects of the year are not booked yet."""
    lamnat = [*REPORTED, ("underlag", "ASN", 2024, "p3", "900000000")]
    assert sagt(lager, booked(100), lamnat).keys() == {"bok", "underlag"}


def test_one_project_ten_times_as_large_may_be_chance(lager: Lager) -> None:
    bokat = [("bok", "ASN", 2024, "p2", "800000"), ("bok", "ASN", 2024, "p1", "1259066.70")]
    assert sagt(lager, bokat, REPORTED) == {}


def test_without_submission_other_years_say_it(lager: Lager) -> None:
    bokat = [*booked(1, "bok23", ar=2023), *booked(100, "bok24")]
    assert sagt(lager, bokat, []).keys() == {"bok24"}
    assert sagt(lager, [*booked(1, "bok23", ar=2023), *booked(20, "bok24")], []) == {}


def test_other_units_are_not_told(lager: Lager) -> None:
    lamnat = [*REPORTED, ("annat", "MN", 2024, "p9", "5000")]
    bokat = [*booked(100), ("bok", "MN", 2024, "p9", "5000")]
    assert sagt(lager, bokat, lamnat).keys() == {"bok", "underlag"}
