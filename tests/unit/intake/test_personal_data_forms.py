"""Personal data in codes, dates and remarks, and telephone numbers in all their forms."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.files.privacy.candidates import CANDIDATE, CODE_CANDIDATE
from fondbok.files.privacy.personal_data import mask, may_hold
from fondbok.findings import FileRead
from tests.fixtures.personal_data import EVERY_FORM, PHONES
from tests.unit.intake.intake_files import row, rules

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


# --- written so that no machine should find them ---

# Test numbers published by Skatteverket; 000101-T220 has the check digit of 000101-1220.
NOBODYS = [
    "SE212000112401", "SE 556000-4615 01", "556000-4615", "850709-980601", "SE850709980601",
    "000101-T221", "123456-T12", "bankgiro 123-4567", "Faktura 2024-03-01 1234",
    "2024 03 01 2025", "01.09.20-2022", "210101-211231", "kl. 08.00–16.30", "8 507 099 805",
    "8.507.099.805", "100 000 000 000", "IBAN SE4550000000058398257466", "(0) 100 000 kr",
    "enligt (a) 5.2 i avtalet", "alternativ (a) och (b)", "Look at www.malmo.se",
    "Read more at malmo.se", "Arbetet at home", "mobilitet 2024 2025 2026", "mobila 123456",
    "46 701 234 567", "2024-10-12 14:30:25", "3511 3512 3513", "P41300 Kranen", "fax", "mob",
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule"), EVERY_FORM)
def test_nothing_is_left_of_it(text: str, rule: str) -> None:
    found = mask(f"Kontakt {text}, tack")
    assert found is not None
    assert rule in found.rules
    assert not any(sign.isdigit() for sign in found.text)
    assert "malmo" not in found.text.casefold()


@pytest.mark.parametrize("text", NOBODYS)
@pytest.mark.parametrize("care", ["fri", "kod"])
def test_what_belongs_to_nobody_stays(text: str, care: str) -> None:
    assert mask(text, care) is None
    assert mask(f"Se {text} för mer", care) is None


@pytest.mark.parametrize(
    "code",
    ["8507099805", "850709 9805", "8 5 0 7 0 9 9 8 0 5", "850709T220", "000101-T220", "0701234567"],
)
def test_a_code_stays_a_code(code: str) -> None:
    """Ten digits in a row, with or without blanks, are what grant and project numbers are."""
    assert mask(code, "kod") is None


@pytest.mark.parametrize("code", ["850709_9805", "850709.9805", "SE850709980501", "20000101-T220"])
def test_a_sign_between_makes_it_a_person_in_codes_too(code: str) -> None:
    assert mask(code, "kod") is not None


NOISE = st.sampled_from(["", " ", "\u00a0", "\u2009", "\u200b", "-", "_", ".", "x", "0", "(", "/"])


@given(
    form=st.sampled_from([text for text, _ in EVERY_FORM]),
    at=st.integers(0, 30),
    noise=NOISE,
    care=st.sampled_from(["fri", "kod"]),
)
def test_both_cheap_looks_see_what_is_masked(form: str, at: int, noise: str, care: str) -> None:
    """In Python and in SQL alike: what they pass over holds nothing."""
    text = f"Kontakt {form[:at]}{noise}{form[at:]} i dag"
    if mask(text, care) is None:
        return
    assert may_hold(text)
    expression = CANDIDATE if care == "fri" else CODE_CANDIDATE
    assert SQL.execute("select regexp_matches(?, ?)", [text, expression]).fetchone() == (True,)


SQL = duckdb.connect()


@pytest.mark.parametrize(
    "text",
    ["Hyra lokaler kv 1", "Rekvisition ESF delbetalning 3", "Resa Bryssel 12-14 mars", "A1-2024-17",
     "Omföring 2024-03-15 ver 17", "1 070 688 kr", "P41300 Kranen"],
)  # fmt: skip
def test_the_look_in_sql_passes_what_every_ledger_holds(text: str) -> None:
    for expression in (CANDIDATE, CODE_CANDIDATE):
        assert SQL.execute("select regexp_matches(?, ?)", [text, expression]).fetchone() == (False,)
