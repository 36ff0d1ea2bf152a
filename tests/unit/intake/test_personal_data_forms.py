"""Personal data in codes, dates and remarks, and telephone numbers in all their forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.findings import FileRead
from fondbok.intake.privacy.personal_data import mask
from tests.unit.intake.intake_files import row, rules

PHONES = [
    "040 34 10 00",
    "040\u00a034\u00a010\u00a000",
    "08 12 34 56 78",
    "08 508 29 000",
    "046 222 00 00",
    "(040) 34 10 00",
    "(040)34 10 00",
    "(08) 123 456 78",
    "070.123.45.67",
    "040.34.10.00",
    "070-123 45 67/070-765 43 21",
    "0701234567/0707654321",
    "070-1234567/040-341000",
    "tel 040341000",
    "Telefon: 040341000",
    "telefon nr 040341000",
    "ring på 040341000",
    "mobil 0701234567",
    "nr 040341000",
]
NOT_PHONES = [
    "040341000",
    "projekt nr 101033123",
    "nr 2022/00123",
    "01 02 20 21",
    "01.02.2021",
    "08.12.21",
    "08.12.2021",
    "08.12.21-09.12.22",
    "2021.01.31",
    "1 040 34 10 00",
    "1 040 341 000 kr",
    "010 020 030",
    "040 34 10 00 kr",
    "ASN-2023-0401 34 10 00",
    "version 1.040.34.10.00",
    "(2021) 34 10 00",
    "(1) 340 000 kr",
]


@pytest.mark.parametrize("value", PHONES)
def test_telephones(value: str) -> None:
    found = mask(f"Kontakt {value}, tack")
    assert found is not None
    assert found.rules == ("TELEFON",)
    assert not any(char.isdigit() for char in found.text)


@pytest.mark.parametrize("value", NOT_PHONES)
def test_no_telephones(value: str) -> None:
    assert mask(value) is None
    assert mask(f"Se {value} för mer") is None


@pytest.mark.parametrize("between", [" ", ".", "-", "/"])
@given(first=st.dates(), last=st.dates(), form=st.sampled_from(["%d{0}%m{0}%Y", "%d{0}%m{0}%y"]))
def test_no_day_is_a_telephone(between: str, first: object, last: object, form: str) -> None:
    words = form.format(between)
    found = mask(f"{first:{words}} till {last:{words}}")
    assert found is None or "TELEFON" not in found.rules


UNMISTAKABLE = ["198112189876", "19811218-9876", "811218-9876", "19811218 9876", "a.b@example.se"]


@pytest.mark.parametrize("secret", UNMISTAKABLE)
@pytest.mark.parametrize("field", ["bidragsnummer", "ekonomikod"])
def test_a_masked_code_is_no_code(
    secret: str, field: str, read_json: Callable[..., FileRead]
) -> None:
    """The mask is the same for everybody: as a key it would merge projects."""
    read = read_json(**{field: secret}, utbetalt=1)
    assert row(read)[field] is None
    assert rules(read) & {"PERSONNUMMER", "EPOST"}
    assert secret not in repr(read)


def test_the_other_codes_of_a_list_stay(read_json: Callable[..., FileRead]) -> None:
    read = read_json(ekonomikod="4711; 198112189876; 4712", utbetalt=1)
    assert row(read)["ekonomikod"] == "4711;4712"


def test_a_number_in_a_code_cell(read_json: Callable[..., FileRead]) -> None:
    read = read_json(bidragsnummer=198112189876, utbetalt=1)
    assert row(read)["bidragsnummer"] is None
    assert "198112189876" not in repr(read)


def test_codes_that_nobody_is() -> None:
    for code in ("198112189877", "198113189876", "2022300123456", "8112189876", "101033123"):
        assert mask(code, "kod") is None


@pytest.mark.parametrize("secret", ["8112189876", "040 34 10 00", "a.b@example.se"])
@pytest.mark.parametrize("field", ["start", "slut"])
def test_date_columns(secret: str, field: str, read_json: Callable[..., FileRead]) -> None:
    read = read_json(**{field: secret}, utbetalt=1)
    assert secret not in repr(read)
    assert rules(read) & {"PERSONNUMMER", "EPOST", "TELEFON"}


def test_a_row_kept_whole_is_searched_as_free_text(read_json: Callable[..., FileRead]) -> None:
    read = read_json(bidragsnummer="8112189876", utbetalt=1)
    assert row(read)["bidragsnummer"] == "8112189876"
    assert "8112189876" not in row(read)["radinnehall"]
