"""Personal data in the coded columns of a ledger and in what a SIE file says about itself."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from fondbok.files.privacy.candidates import CANDIDATE, CODE_CANDIDATE
from fondbok.files.privacy.in_sql import mask, mask_code
from fondbok.files.privacy.personal_data import MASKS
from fondbok.ledger import rules
from tests.unit.ledger.conftest import Loaded

HEADER = (
    "Vernr;Bokföringsdatum;Konto;Ansvar;Verksamhet;Projekt;Motpart;Aktivitet;Objekt;Text;Belopp\n"
)
SECRETS = ["19811218-9876", "811218-9876", "198112189876", "anna@pii.se"]
SIE = """#FLAGGA 0
#SIETYP 4
#FNAMN "Anna 811218-9876"
#ORGNR 811218-9876
#RAR 0 20240101 20241231
#KONTO 3990 "Bidrag anna@pii.se"
#DIM 7 "Anställd 198112189876"
#OBJEKT 7 198112189876 "Anna 811218-9876"
#OBJEKT 6 0001 "Ring 070-123 45 67"
#VER A 811218-9876 20240102 "Lön"
{
#TRANS 3990 {1 811218-9876 6 anna@pii.se 7 198112189876} -100.00
#TRANS 1930 {} 100.00
}
"""


def stored(loaded: Loaded) -> str:
    """Every text of every raw table."""
    tables = loaded.con.execute(
        "select table_name from information_schema.tables where table_schema = 'raw'"
    ).fetchall()
    return "\n".join(
        repr(loaded.con.execute(f"from raw.{table}").fetchall()) for (table,) in tables
    )


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("at", range(10))
def test_any_column_of_a_csv(secret: str, at: int, load: Callable[..., Loaded]) -> None:
    cells = ["A1", "2024-01-02", "3990", "101", "20", "P1", "M1", "7", "8", "Bidrag", "-100,00"]
    cells[at] = secret
    loaded = load(HEADER + ";".join(cells) + "\n" + "A2;2024-01-02;1930;;;;;;;x;100,00\n")
    assert secret not in stored(loaded)
    if at != 1 and loaded.rows("rad", where="utfall = 'laddad' and rad = 2"):
        assert rules.LEDGER_PERSONUPPGIFT.id in loaded.rules()[2]


def test_masked_vouchers_stay_apart(load: Callable[..., Loaded]) -> None:
    loaded = load(
        HEADER
        + "811218-9876;2024-01-02;3990;;;;;;;a;-1,00\n"
        + "19850709-9805;2024-01-02;3990;;;;;;;b;-2,00\n"
    )
    first, second = loaded.one("verifikation")
    assert first != second
    assert not any(word in first for word in MASKS)


def test_ten_digits_are_a_code(load: Callable[..., Loaded]) -> None:
    loaded = load(HEADER + "A1;2024-01-02;3990;;;8112189876;;;;8112189876;-1,00\n")
    assert loaded.rows("projektkod", "text") == [("8112189876", MASKS[0])]


def test_sie(load: Callable[..., Loaded]) -> None:
    loaded = load(SIE, name="bok.se")
    text = stored(loaded)
    for secret in (*SECRETS, "070-123 45 67"):
        assert secret not in text
    assert loaded.rows("ansvar", "projektkod", "objekt", where="konto = '3990'") == [
        (MASKS[0], MASKS[1], f'{{"7":"{MASKS[0]}"}}')
    ]
    assert rules.LEDGER_PERSONUPPGIFT.id in loaded.rules()[None]
    assert rules.LEDGER_PERSONUPPGIFT.id in loaded.rules()[12]


def test_an_organisation_keeps_its_number(load: Callable[..., Loaded]) -> None:
    loaded = load(SIE.replace("#ORGNR 811218-9876", "#ORGNR 212000-1124"), name="bok.se")
    assert loaded.con.execute("select orgnr from raw.sie_foretag").fetchall() == [("212000-1124",)]


@pytest.mark.parametrize("secret", SECRETS)
def test_codes(secret: str) -> None:
    assert mask_code(secret) in MASKS
    found = duckdb.execute("select regexp_matches(?, ?)", [secret, CODE_CANDIDATE]).fetchone()
    assert found == (True,)


@pytest.mark.parametrize("code", ["8112189876", "198112189877", "556016-0680", "040341000"])
def test_codes_left_alone(code: str) -> None:
    assert mask_code(code) == code


@pytest.mark.parametrize(
    "phone",
    [
        "040 34 10 00",
        "08 12 34 56 78",
        "(040) 34 10 00",
        "070.123.45.67",
        "tel 040341000",
        "070-123 45 67/070-765 43 21",
    ],
)
def test_telephones(phone: str) -> None:
    masked = mask(f"ring {phone}, tack")
    assert not any(character.isdigit() for character in masked)
    found = duckdb.execute("select regexp_matches(?, ?)", [phone, CANDIDATE]).fetchone()
    assert found == (True,)


@pytest.mark.parametrize("text", ["01.02.2021", "08.12.21", "faktura 040341000", "(2021) 34 10"])
def test_no_telephones(text: str) -> None:
    assert mask(text) == text


HIDDEN = ["811218\u200b-9876", "811218\u20119876", "811218\u00ad-9876", "811218\u2060-9876"]


@pytest.mark.parametrize("secret", HIDDEN)
@pytest.mark.parametrize("at", [5, 6, 9])
def test_an_unseen_sign_hides_nobody(secret: str, at: int, load: Callable[..., Loaded]) -> None:
    cells = ["A1", "2024-01-02", "3990", "101", "20", "P1", "M1", "7", "8", "Bidrag", "-100,00"]
    cells[at] = secret
    loaded = load(HEADER + ";".join(cells) + "\nA2;2024-01-02;1930;;;;;;;x;100,00\n")
    assert secret not in stored(loaded)
    assert "9876" not in stored(loaded)
    assert rules.LEDGER_PERSONUPPGIFT.id in stored(loaded)


def test_an_odd_sign_in_a_code_is_no_person(load: Callable[..., Loaded]) -> None:
    loaded = load(f"{HEADER}A1;2024-01-02;3990;101;20;P12\u20113;M1;7;8;x;-100,00\n")
    assert rules.LEDGER_PERSONUPPGIFT.id not in stored(loaded)
    assert loaded.con.execute("select projektkod from raw.ledger_rad").fetchone() == ("P12\u20113",)
