"""What the tests of the intake share: reading with every identity held, and short ways to rows."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from fondbok.findings import FileRead
from fondbok.intake.rules import BY_ID
from fondbok.intake.submissions import read_submission
from fondbok.values import is_missing

SHA = "a" * 64
# Files that once gave a wrong figure without a word.
CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "submissions"
START = [("Nämnd", "Arbetsmarknads- och socialnämnden"), ("År", 2022)]
HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag", "KF-mål"]
OUTCOMES = ("laddad", "avvisad", "total", "dubblett")


def read_file(path: Path) -> FileRead:
    """Read a submission; whatever the test is about, nothing in the file may be lost."""
    read = read_submission(path, SHA)
    assert_nothing_lost(read)
    return read


def assert_nothing_lost(read: FileRead) -> None:
    """The identities of the contract, for any file.

    Rows: read = loaded + rejected + totals + duplicates, each row one outcome, a rejected one with
    its reason and kept whole. Money: every amount written in a row is that row's amount, or the row
    is rejected or a total and says why; so the money read is the sum over the four outcomes.
    """
    assert all(remark.allvar == BY_ID[remark.regel].allvar for remark in read.fynd)
    assert all(remark.meddelande for remark in read.fynd)
    if read.status == "avvisad":
        assert read.orsak
        assert not read.rows
        assert not read.avvisade
        assert read.rader_lasta == 0
        assert [remark.allvar for remark in read.fynd] == ["fel"]
        return
    assert (read.status == "laddad") == (not read.fynd)
    rows = read.rows["submission_projekt"]
    _assert_rows(read, rows)
    _assert_money(read, rows)
    _assert_goals(read, rows)


def _assert_rows(read: FileRead, rows: list[dict[str, Any]]) -> None:
    outcomes = Counter(row["utfall"] for row in rows)
    assert outcomes == +read.utfall
    assert read.rader_lasta == len(rows) == sum(outcomes[outcome] for outcome in OUTCOMES)
    assert len({row["kallrad_id"] for row in rows}) == len(rows)
    rejected = {(r["blad"], r["rad"]): r["radinnehall"] for r in rows if r["utfall"] == "avvisad"}
    assert {(r.blad, r.rad): r.radinnehall for r in read.avvisade} == rejected
    assert len(read.avvisade) == len(rejected)
    stopped = {(f.blad, f.rad) for f in read.fynd if f.allvar == "fel"}
    assert stopped == set(rejected)
    for row in rows:
        assert all(isinstance(words, str) for words in json.loads(row["radinnehall"]).values())
        if row["utfall"] == "laddad":
            assert row["projekt"]
            assert row["namnd_text"]
            assert row["ar"]


def _assert_money(read: FileRead, rows: list[dict[str, Any]]) -> None:
    explained = {(f.blad, f.rad) for f in read.fynd if f.regel == "TOTAL_KAN_EJ_KONTROLLERAS"}
    by_outcome: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        paid, written = row["utbetalt"], row["utbetalt_text"]
        if paid is not None:
            assert isinstance(paid, Decimal)
            assert row["utbetalt_valuta"]
            by_outcome[row["utfall"], row["utbetalt_valuta"]] += paid
        elif written is not None and not is_missing(written):
            place = (row["blad"], row["rad"])
            uncalculated = written.startswith("=")
            assert row["utfall"] == "avvisad" or place in explained or uncalculated, row
    for currency in {currency for _, currency in by_outcome}:
        read_money = sum(r["utbetalt"] or 0 for r in rows if r["utbetalt_valuta"] == currency)
        assert read_money == sum(by_outcome[outcome, currency] for outcome in OUTCOMES)


def _assert_goals(read: FileRead, rows: list[dict[str, Any]]) -> None:
    ids = {row["kallrad_id"] for row in rows}
    by_row: dict[str, list[Any]] = defaultdict(list)
    for goal in read.rows["submission_kf_mal"]:
        assert goal["kallrad_id"] in ids
        by_row[goal["kallrad_id"]].append(goal["andel"])
    assert all(len({share is None for share in shares}) == 1 for shares in by_row.values())


def row(read: FileRead, at: int = 0) -> dict[str, Any]:
    """A row of raw.submission_projekt."""
    return read.rows["submission_projekt"][at]


def paid(read: FileRead, *outcomes: str) -> Decimal:
    """The money of the rows with these outcomes, whatever the currency."""
    rows = (r for r in read.rows["submission_projekt"] if r["utfall"] in outcomes)
    return sum((r["utbetalt"] or Decimal(0) for r in rows), Decimal(0))


def rules(read: FileRead) -> set[str]:
    """The ids of the rules a file broke."""
    return {remark.regel for remark in read.fynd}


def goals(read: FileRead) -> list[int | None]:
    """The goal numbers of all rows, in order."""
    return [goal["nummer"] for goal in read.rows["submission_kf_mal"]]
