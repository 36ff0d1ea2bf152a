"""The same words in a submission and in a ledger lose the same personal data."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from fondbok import ledger
from fondbok.intake.inspection import inspect_rows

SECRETS = ("prov @ example.se", "85-07-09-9805", "+45 33 12 34 56")
WORDS = f"kontakt {SECRETS[0]} eller {SECRETS[1]}, {SECRETS[2]}"
MASKED = "kontakt [e-post borttagen] eller [personnummer borttaget], [telefonnummer borttaget]"
LEDGER = f"""Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Text;Belopp
A1;2024-03-01;3990;51;T1;{WORDS};-100,00
A2;2024-02-30;3990;51;T1;{WORDS};-200,00
A3;{WORDS};3990;51;T1;bidrag;-300,00
"""
SUBMISSION = f"""Nämnd;År;Projektnamn;Fond/program;Roll;Utbetalt EU-bidrag;Syfte och mål
ASN;2024;P;ESF;Projektägare;100;"{WORDS}"
"""


@pytest.fixture
def shown(tmp_path: Path) -> dict[str, str]:
    """Everything that is told of the two files."""
    for name, text in (("ledger.csv", LEDGER), ("submission.csv", SUBMISSION)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {
        "ledger": json.dumps(
            list(ledger.inspect_rows(tmp_path / "ledger.csv", None)), ensure_ascii=False
        ),
        "submission": json.dumps(
            list(inspect_rows(tmp_path / "submission.csv")), ensure_ascii=False
        ),
    }


@pytest.mark.parametrize("kind", ["ledger", "submission"])
def test_nothing_is_left_of_it(shown: dict[str, str], kind: str) -> None:
    assert MASKED in shown[kind]
    for secret in SECRETS:
        assert secret not in shown[kind]


def test_a_rejected_row_keeps_the_cell_that_stopped_it_masked(rejected: list[str]) -> None:
    whole, cell = rejected
    assert whole == '{"Bokföringsdatum":"2024-02-30"}'
    assert cell == f'{{"Bokföringsdatum":"{MASKED}"}}'


@pytest.fixture
def rejected(tmp_path: Path) -> list[str]:
    """The rejected ledger rows as they are kept."""
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    with duckdb.connect() as con:
        con.execute(ledger.RAW_SCHEMA.read_text(encoding="utf-8"))
        ledger.load(con, path, "sha", None)
        kept = con.execute("select radinnehall from raw.avvisad_rad order by rad").fetchall()
    return [row for (row,) in kept]
