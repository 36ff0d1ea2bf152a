"""Personal data: found in every form, and nothing else taken for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.files.privacy import personal_data
from fondbok.files.privacy.personal_data import Masked, mask, may_hold
from fondbok.findings import FileRead
from tests.unit.intake.intake_files import START, row, rules

# Test numbers published by Skatteverket; nobody has them.
PEOPLE = [
    "850709-9805",
    "19850709-9805",
    "198507099805",
    "8507099805",
    "850709 9805",
    "850709+9805",
    "1985-07-09-9805",
    "701063-2391",
    "19701063-2391",
    "197010632391",
]
ADDRESSES = ["nagon@example.se", "for.efternamn@forvaltning.malmo.se", "nagon (at) example.se"]
PHONES = [
    "070-123 45 67",
    "070-1234567",
    "0701234567",
    "+46 70 123 45 67",
    "+46701234567",
    "0046701234567",
    "040-34 50 00",
    "08-123 456 78",
    "+45 33 12 34 56",
    "tel 345000",
]
NOT_PERSONAL = [
    "ASN-2023-1122",
    "STK-2015-1008",
    "ASN-2019-17886",
    "101069598",
    "2022/00123",
    "2019-1-SE01-KA229-060485",
    "1 680 158 SEK",
    "21 639 766",
    "15300000",
    "-1 200",
    "+1 200 000",
    "+46 500 000 kr",
    "2021-01-01 2023-12-31",
    "2021-01-01-2023-12-31",
    "18-09-01 till 21-12-31",
    "20210101 - 20231231",
    "212000-1124",
    "850709-9806",
    "2024-12-31",
    "2014-2020",
    "2021–2027",
    "0,125 mkr",
    "H2020-SC5-2019-2",
    "NextGenerationEU 2021",
    "100 000 - 200 000",
]


@pytest.mark.parametrize("value", PEOPLE)
def test_identity_numbers(value: str) -> None:
    """Personnummer and samordningsnummer, with and without century and hyphen."""
    found = mask(f"Deltagaren {value} slutade.")
    assert found.text == "Deltagaren [personnummer borttaget] slutade."
    assert found.rules == ("PERSONNUMMER",)


@pytest.mark.parametrize("value", ADDRESSES)
def test_addresses(value: str) -> None:
    """E-mail addresses, written out too."""
    assert mask(f"Skriv till {value}!").text == "Skriv till [e-post borttagen]!"


@pytest.mark.parametrize("value", PHONES)
def test_telephones(value: str) -> None:
    """Only clearly phone-like forms."""
    found = mask(f"Ring {value}.")
    assert found.rules == ("TELEFON",)
    assert not any(char.isdigit() for char in found.text)


@pytest.mark.parametrize("value", NOT_PERSONAL)
def test_numbers_that_belong_to_nobody(value: str) -> None:
    """Diarienummer, grant numbers, amounts, dates, organisation numbers."""
    assert mask(value) is None
    assert mask(f"Se {value} för mer") is None


@given(amount=st.integers(min_value=0, max_value=999_999_999), sign=st.sampled_from(["", "-", "+"]))
def test_no_amount_is_masked(amount: int, sign: str) -> None:
    """Amounts below a thousand million, plain and grouped."""
    assert mask(f"{sign}{amount}", "fri") is None
    assert mask(f"{sign}{amount:,}".replace(",", " ") + " kr", "fri") is None


# A project's days: "0049-" begins a German telephone number.
DAY = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@given(first=DAY, last=DAY, between=st.sampled_from([" - ", " ", "–", " till ", "-"]))
def test_no_period_is_masked(first: object, last: object, between: str) -> None:
    """Two dates beside each other are no identity number."""
    assert mask(f"{first}{between}{last}") is None


@given(text=st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    """Any text."""
    mask(text)


def test_codes_keep_what_only_looks_like_a_person(read_json: Callable[..., FileRead]) -> None:
    """A ten digit grant number is a grant number in its own column."""
    read = read_json(bidragsnummer="8507099805", ekonomikod="0701234567", utbetalt=1)
    assert row(read)["bidragsnummer"] == "8507099805"
    assert row(read)["ekonomikod"] == "0701234567"
    assert read.fynd == []


EVERYWHERE = [*PEOPLE[:2], ADDRESSES[0], PHONES[0]]


@pytest.mark.parametrize("secret", EVERYWHERE)
def test_nothing_of_it_is_left_anywhere(
    secret: str, read_workbook: Callable[..., FileRead]
) -> None:
    """Whatever cell it stood in: not in a row, a remark, a rejected row or a message."""
    header = [
        "Projektnamn",
        "Fond",
        "Roll",
        "Utbetalt",
        "KF-mål",
        "Startdatum",
        "Syfte",
        "Övrigt",
        "Deltagande förvaltningar",
        "Valuta",
        f"Kontakt {secret}",
        "EU-finansiering (%)",
    ]
    read = read_workbook(
        [[secret] * len(header), ["A", "ESF", None, secret], [None, None, None, 5, None, secret]],
        header=header,
        start=[*START, ("Kontakt", secret), ("Diarienummer", secret)],
        Svar=[["Fråga nr", "Fråga", "Svar"], [1, secret, f"Hej {secret}"], [secret, "?", "x"]],
        **{f"Blad {secret.replace('/', '')}": [[secret]]},
    )
    assert secret not in repr(read)
    assert rules(read) & {"PERSONNUMMER", "EPOST", "TELEFON"}
    assert read.rader_lasta == 3


PIECES = st.sampled_from(
    [
        *("85", "07", "09", "1985", "T220", "000101", "SE", "01", "8507", "８５０７０９", "－"),
        *("_", "—", "\u3000", "  ", "mob", "tlf", "fax", "Mob.", "(0)7"),
        *("＠", "．", "(a)", "[A]", "{at}", "<a>", "( at )", " at ", " At ", "snabel-a", "SNABELA"),
        *("malmo", "a.b", " dot ", " punkt ", "(dot)", "(punkt)", "se"),
        *("0", "01", "07", "08", "46", "19", "850709", "9805", "1234", "12 34", "1", "70", "20"),
        *(
            " ",
            "-",
            "–",
            "−",
            "+",
            ".",
            "/",
            "(",
            ")",
            "(0)",
            ":",
            "]/",
            "\u00a0",
            "\t",
            "|",
            "\x1f",
        ),
        *(
            "tel",
            "Tfn",
            "telefon",
            "mobilnr",
            "RING",
            "oss",
            "oſs",
            "på",
            "PÅ",
            "mig",
            "nr",
            "nummer",
        ),
        *("\u200b", "\u2011", "\u2009", "\xa0"),
        *("a", "kr", "å", "@", "(at)", "[AT]", "ex.se", "\u0661", "\u0967", "\ud800", "€"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["fri", "kod"]))
def test_nothing_is_masked_that_the_cheap_look_denies(text: str, care: personal_data.Care) -> None:
    if not may_hold(text):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(personal_data, "may_hold", lambda _: True)
            assert mask(text, care) is None


@given(st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=5))
def test_the_cheap_look_may_be_asked_about_many_texts_at_once(texts: list[str]) -> None:
    assert may_hold("\x1f".join(texts)) or not any(map(may_hold, texts))


@pytest.mark.parametrize("text", [*PEOPLE, *ADDRESSES, *PHONES, "040/34 10 00", "(08) 12 34 56"])
def test_the_cheap_look_sees_every_form(text: str) -> None:
    assert may_hold(f"1 070 688 kr\x1f{text}\x1e2024-05-06")


@pytest.mark.parametrize(
    "text", ["KS-2024-3472", "2021/680279", "1 070 688 kr", "2021-01-01\x1f2023-12-31", "99 %"]
)
def test_the_cheap_look_passes_what_every_file_holds(text: str) -> None:
    assert not may_hold(text)


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
@pytest.mark.parametrize("column", ["syfte", "projektagare", "roll"])
def test_an_unseen_sign_hides_nobody(
    sign: str, column: str, read_json: Callable[..., FileRead]
) -> None:
    """What is stored has no invisible signs, so they are not there when it is searched either."""
    read = read_json(**{column: f"Se 850709{sign}-9805 i dag"})
    assert "PERSONNUMMER" in {remark.regel for remark in read.fynd}
    assert "9805" not in repr(vars(read))


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u2012")
def test_hyphens_that_look_like_one_are_one(hyphen: str) -> None:
    assert mask(f"850709{hyphen}9805") == Masked("[personnummer borttaget]", ("PERSONNUMMER",))
