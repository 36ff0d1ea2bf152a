"""Personal data: what is masked and what looks like it but is not."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fondbok.files.privacy import in_sql
from fondbok.files.privacy.candidates import CANDIDATE, CODE_CANDIDATE
from fondbok.files.privacy.in_sql import mask, mask_code
from fondbok.files.privacy.personal_data import MASKS, may_hold
from fondbok.files.privacy.signs import ODD_DIGITS_CLASS
from tests.fixtures.personal_data import EVERY_FORM


@pytest.mark.parametrize(
    "secret",
    [
        "19900101-0017",
        "900101-0017",
        "9001010017",
        "199001010017",
        "900101+0017",
        "900101 0017",
        "900161-0014",  # samordningsnummer: day + 60
        "namn.efternamn@exempel.se",
        "070-123 45 67",
        "0701234567",
        "040-34 10 00",
        "+46 70 123 45 67",
        "0046701234567",
        "85-07-09-9805",
        "850709_9805",
        "850709.9805",
        "８５０７０９９８０５",
        "SE850709980501",
        "prov(at)example.se",
        "prov @ example.se",
        "prov＠example.se",
        "mob 0701234567",
        "+45 33 12 34 56",
    ],
)
def test_masked(secret: str) -> None:
    word = "mob " if secret.startswith("mob") else ""
    assert mask(f"betalt {secret} i mars") in {f"betalt {word}{each} i mars" for each in MASKS}
    found = duckdb.execute("select regexp_matches(?, ?)", [f"betalt {secret}", CANDIDATE])
    assert found.fetchone() == (True,)


@pytest.mark.parametrize(
    "text",
    [
        "faktura 556016-0680",  # an organisation's number: its month is 20 or more
        "900101-0018",  # wrong check digit
        "901301-0017",  # no such month
        "2024-01-02",
        "20240102",
        "1 234 567,50",
        "projekt 101033123",
        "bankgiro 5050-1055",
        "konto 3990",
        "diarienummer ASN-2023-1122",
    ],
)
def test_left_alone(text: str) -> None:
    assert mask(text) == text


# What personal data is written with, and what stands around it.
PIECES = st.one_of(
    st.sampled_from(
        [
            "850709",
            "19850709",
            "85-07-09",
            "9805",
            "900161",
            "0014",
            "T123",
            "SE",
            "01",
            "8507099805",
        ]
    ),
    st.sampled_from(
        ["anna", "prov.namn", "example.se", "@", "(at)", "[a]", " at ", "＠", "snabel-a"]
    ),
    st.sampled_from(
        ["070", "08", "+46", "0046", "(0)", "123", "45", "67", "mob", "tel.", "nr", "fax"]
    ),
    st.sampled_from(
        ["-", "–", "_", ".", " ", "\u00a0", "\u2009", "\u200b", "\u00ad", "/", ":", ";"]
    ),
    st.text(max_size=4),
)
# Whole forms with something put into them, and pieces in any order.
BROKEN = st.builds(
    lambda form, at, noise: f"Kontakt {form[:at]}{noise}{form[at:]} i dag",
    st.sampled_from([text for text, _ in EVERY_FORM]),
    st.integers(0, 30),
    PIECES,
)
TEXTS = st.one_of(st.lists(PIECES, max_size=9).map("".join), BROKEN).filter(
    lambda text: "\x00" not in text
)


@pytest.fixture(scope="module")
def sql() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that masks as the ledger's does."""
    with duckdb.connect() as con:
        in_sql.Masker().register(con)
        yield con


@settings(max_examples=600, deadline=None)
@given(text=TEXTS)
@example(text="+4619850709")
def test_a_text_that_the_masker_changes_is_a_candidate(text: str) -> None:
    """The cheap looks, as Python and as DuckDB read them, let nothing by."""
    for changed, expression in (
        (mask(text) != text, CANDIDATE),
        (mask_code(text) != text, CODE_CANDIDATE),
    ):
        if changed:
            assert may_hold(text)
            assert re.search(expression, text)
            found = duckdb.execute("select regexp_matches(?, ?)", [text, expression]).fetchone()
            assert found == (True,)


@settings(max_examples=600, deadline=None)
@given(text=TEXTS)
@example(text="+4619850709")
def test_sql_masks_what_python_masks(sql: duckdb.DuckDBPyConnection, text: str) -> None:
    """With all that comes before the masker in SQL: lengths, casts and expressions."""
    stored = sql.execute(
        f"select {in_sql.masked('v')}, {in_sql.masked_code('v')}, "
        f"{in_sql.holds_personal_data('v')} from (select cast(? as varchar) as v)",
        [text],
    ).fetchone()
    assert stored == (mask(text), mask_code(text), mask_code(text) != text)


def test_the_digits_of_every_script_are_known() -> None:
    every = {chr(code) for code in range(128, sys.maxunicode + 1) if chr(code).isdecimal()}
    assert set(re.findall(f"[{ODD_DIGITS_CLASS}]", "".join(every))) == every
