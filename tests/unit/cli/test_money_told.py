"""What is told of every krona after a run."""

from __future__ import annotations

import pytest

from fondbok.cli import telling

EMPTY = dict.fromkeys(("read", "counted", "no_grant", "replaced", "held"), "0.00")


def told(capsys: pytest.CaptureFixture[str], **kr: str) -> str:
    telling._tell_money({"ledger": EMPTY | kr})
    return " ".join(capsys.readouterr().out.replace("\xa0", " ").split())


def test_a_ledger_that_evens_out_was_not_empty(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, counted="5.00", no_grant="-5.00")
    assert said.startswith(
        "Bokföring: 0,00 kr läst (plus och minus tar ut varandra) = 5,00 kr räknas"
    )


def test_a_ledger_of_nothing_says_nothing_more(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys).startswith("Bokföring: 0,00 kr läst = 0,00 kr räknas")


def test_a_ledger_that_does_not_even_out_says_nothing_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = told(capsys, read="3.00", counted="5.00", no_grant="-2.00")
    assert said.startswith("Bokföring: 3,00 kr läst = 5,00 kr räknas")
