"""The corpus: one fault a file, its own finding at its own cell, and everything else read right."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fondbok.files.privacy.personal_data import mask
from fondbok.findings import FileRead
from fondbok.intake.rules import RULES
from tests.fixtures.submissions import build
from tests.fixtures.submissions.faults import (
    FAULTS,
    MEMO_NOTES,
    PROJECTS_2019,
    Fault,
    memos,
    right,
)
from tests.fixtures.submissions.underlag import repacked
from tests.unit.intake.intake_files import goals, paid, read_file, rules

pytestmark = pytest.mark.real_amounts

WRONG, RIGHT, MEMOS = (build.FOLDER / name for name in ("fel", "ratt", "tjanstemissiv"))
# Where a row came from is its own; everything else must be as in the right submission.
PLACE = {"kallrad_id", "fil_sha256", "blad", "rad", "innehall_hash", "radinnehall", "utbetalt_text"}
# Of the whole submission: the fault is in one of them, or the format has no place for it.
HEAD = {"namnd_text", "version", "diarienummer", "beslutsdatum"}


def values(read: FileRead) -> dict[str, dict[str, Any]]:
    """The loaded projects by name, without where they stood."""
    return {
        row["projekt"]: {name: row[name] for name in row.keys() - PLACE - HEAD}
        for row in read.rows.get("submission_projekt", ())
        if row["utfall"] == "laddad"
    }


def test_the_committed_files_are_those_of_the_list() -> None:
    """Built anew they are the same, byte for byte."""
    wanted = build.files()
    there = {path for folder in (WRONG, RIGHT, MEMOS) for path in folder.iterdir()}
    assert there == set(wanted)
    assert [path.name for path in there if path.read_bytes() != wanted[path]] == []


def test_the_corpus_is_large_and_covers_every_rule() -> None:
    """Each rule is broken by at least one file; each file is named once."""
    assert len(FAULTS) == len({fault.name for fault in FAULTS}) >= 60
    assert {fault.format for fault in FAULTS} == {"xlsx", "csv", "json", "docx"}
    assert {fault.rule for fault in FAULTS} == {rule.id for rule in RULES}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.file)
def test_a_fault_is_found_at_its_cell_and_nothing_else_is_lost(fault: Fault) -> None:
    """Its own finding, at its own cell, and only that."""
    read = read_file(WRONG / fault.file)
    usual = fault.also | (MEMO_NOTES if fault.format == "docx" else frozenset[str]())
    found = [(f.regel, (f.blad or None, f.rad, f.kolumn)) for f in read.fynd]
    assert [each for each in found if each[0] not in usual] == [(fault.rule, fault.place)]
    assert +read.utfall == +Counter(fault.utfall)
    if fault.format == "docx":
        assert memo_money(read) <= {Decimal(1680158), Decimal(214598), Decimal(0)}
        return
    as_it_should_be = values(read_file(RIGHT / f"ratt.{fault.format}"))
    if fault.utfall.get("laddad"):
        kept = {name: row for name, row in values(read).items() if name not in fault.touched}
        assert kept == {
            name: row for name, row in as_it_should_be.items() if name not in fault.touched
        }


def memo_money(read: FileRead) -> set[Decimal]:
    """Amounts of the loaded rows that have one."""
    rows = read.rows.get("submission_projekt", ())
    return {row["utbetalt"] for row in rows if row["utfall"] == "laddad"} - {None}


@pytest.mark.parametrize("name", sorted(right()))
def test_odd_but_right_files_read_alike_without_remarks(name: str) -> None:
    """Header at row 20, a merged title, totals, encodings, delimiters: the same five projects."""
    read = read_file(RIGHT / name)
    assert read.fynd == []
    assert values(read) == values(read_file(RIGHT / "ratt.xlsx"))


@pytest.mark.parametrize("name", sorted(name for name in memos() if "2019" in name))
def test_the_memo_of_2019(name: str) -> None:
    """Eight projects, one of 0 SEK; the control total agrees, over a page break too."""
    read = read_file(MEMOS / name)
    rows = read.rows["submission_projekt"]
    assert +read.utfall == {"laddad": 8, "total": 1}
    wanted = [int(str(line[2]).removesuffix(" SEK").replace(" ", "")) for line in PROJECTS_2019]
    assert [row["utbetalt"] for row in rows[:8]] == wanted
    assert [row["projekt"] for row in rows[:8]] == [
        str(line[0]).replace("\n", " ") for line in PROJECTS_2019
    ]
    assert [row["fond_kod"] for row in rows[:8]] == [
        "ESF", "ERUF", "ERUF", "ISF", "ESF", "ESF", "ESF", "ERASMUS",
    ]  # fmt: skip
    assert goals(read) == [2, 8, 8, 6, 2, 2, 2, 2]
    assert paid(read, "laddad") == paid(read, "total") == Decimal(4029253)
    assert {(row["namnd_kod"], row["ar"], row["diarienummer"]) for row in rows} == {
        ("ASN", 2019, "ASN-2019-17886")
    }
    assert rules(read) == MEMO_NOTES


@pytest.mark.parametrize("name", sorted(name for name in memos() if "2022" in name))
def test_the_memo_of_2022(name: str) -> None:
    """Three projects however the table came out; projects, goals and both totals agree."""
    read = read_file(MEMOS / name)
    rows = read.rows["submission_projekt"]
    assert +read.utfall == {"laddad": 3, "total": 1}
    assert [(row["projekt"], row["fond_kod"], row["utbetalt"]) for row in rows[:3]] == [
        ("Malmökraften 2.0", "ESF", Decimal(13289733)),
        ("React-EU Uppsök", "ESF", Decimal(5552107)),
        ("React-EU Bortom Malmö", "ESF", Decimal(2797926)),
    ]
    assert goals(read) == [1, 1, 1]
    assert paid(read, "laddad") == paid(read, "total") == Decimal(21639766)
    partners = {row["typ"]: row["antal"] for row in read.rows["submission_samverkan"]}
    assert sum(partners.values()) == 31
    layout = {"RAD_FLERA_PROJEKT", "RADER_I_BLOCK"}
    assert rules(read) - layout == MEMO_NOTES | {"KF_MAL_FRAN_MALTABELL"}


def test_a_krona_off_in_the_memo_is_found(tmp_path: Path) -> None:
    """The control total is one: 2019 with one krona more in a row."""
    content = build.files()[MEMOS / "asn-2019-over-tva-sidor.docx"]
    path = tmp_path / "memo.docx"
    path.write_bytes(repacked(content, "word/document.xml", b"257 345", b"257 346"))
    assert "TOTAL_STAMMER_EJ" in rules(read_file(path))


# --- workbooks nobody wrote by hand ---

AMOUNT = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**12),
    st.decimals(min_value=-(10**6), max_value=10**9, places=2),
)
NAME = st.sampled_from(["Hamnljus", "Gröna tak", "Språk i arbete", "Kust", "Väg 7", ""])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=st.lists(st.tuples(NAME, AMOUNT), max_size=12), with_total=st.booleans())
def test_every_ore_typed_is_an_ore_read(
    lines: list[tuple[str, Decimal | int | None]], with_total: bool, tmp_path: Path
) -> None:
    """The money typed into a workbook is the money of its rows, whatever became of them."""
    typed = [Decimal(amount) for _, amount in lines if amount is not None]
    total = sum(typed, Decimal(0))
    # Ten digits may be somebody's identity number, and are then taken away as one.
    assume(not any(mask(f"{amount:f}") for amount in (*typed, total)))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Projekt"
    sheet.append(["Projektnamn", "Utbetalt till ASF 2022"])
    for name, amount in lines:
        sheet.append([name or None, amount])
    if with_total:
        sheet.append(["Totalt", total])
    path = tmp_path / "underlag.xlsx"
    book.save(path)
    read = read_file(path)
    assert paid(read, "laddad", "avvisad", "dubblett", "total") == total * (2 if with_total else 1)
    assert read.rader_lasta == sum(1 for name, amount in lines if name or amount is not None) + (
        1 if with_total else 0
    )


@pytest.mark.parametrize("amount", [1900, 1999, 2022, 2050])
@pytest.mark.parametrize("header", ["Utbetalt till ASF 2022", "Utbetalt"])
def test_an_amount_that_looks_like_a_year_is_no_second_header(
    header: str, amount: int, tmp_path: Path
) -> None:
    """A row without a name below the headers; a year that is accounted for may be one of them."""
    book = openpyxl.Workbook()
    book.active.append(["Projektnamn", header])
    book.active.append([None, amount])
    book.active.append(["Hamnljus", 100])
    path = tmp_path / "underlag.xlsx"
    book.save(path)
    read = read_file(path)
    held = paid(read, "laddad", "avvisad", "dubblett", "total")
    assert held == (100 if (header, amount) == ("Utbetalt", 2022) else 100 + amount)
