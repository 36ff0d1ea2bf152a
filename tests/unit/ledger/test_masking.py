"""Personal data: what is masked and what looks like it but is not."""

from __future__ import annotations

import duckdb
import pytest

from fondbok.ledger.masking import CANDIDATE, MASK, mask


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
    ],
)
def test_masked(secret: str) -> None:
    assert mask(f"betalt {secret} i mars") == f"betalt {MASK} i mars"
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
