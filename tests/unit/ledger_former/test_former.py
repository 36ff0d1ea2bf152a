"""Every shape an export comes in, read by the generic profile or by the one proposed for it.

The files of tests/fixtures/ledger/former hold the same six postings, each written in another way.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from fondbok import ledger
from fondbok.ledger import profiles, suggest
from fondbok.paths import PROJECT

FORMER = PROJECT / "tests" / "fixtures" / "ledger" / "former"
FILES = sorted(path.name for path in FORMER.iterdir())
MONTH, OWN_WORDS = "utfall_2024-03.csv", "egna-ord.csv"
# No profile knows these before somebody has described them.
DESCRIBED = (MONTH, OWN_WORDS)

Posting = tuple[str | None, date, str, str | None, str | None, Decimal]


def posting(number: str, day: str, konto: str, ansvar: str, projekt: str, kr: str) -> Posting:
    return number, date.fromisoformat(day), konto, ansvar, projekt or None, Decimal(kr)


POSTINGS = [
    posting("101", "2024-01-15", "1930", "41200", "", "1250000.50"),
    posting("101", "2024-01-15", "3511", "41200", "41303", "-1250000.50"),
    posting("102", "2024-02-03", "5010", "51200", "51305", "12345.00"),
    posting("102", "2024-02-03", "2940", "51200", "", "-12345.00"),
    posting("103", "2024-12-31", "1930", "51200", "", "600.00"),
    posting("103", "2024-12-31", "3511", "51200", "51305", "-600.00"),
]


@dataclass(frozen=True)
class Read:
    """What became of a file."""

    profil: str | None
    status: str
    rows: list[Any]
    totals: int
    remarks: list[str]


def read(path: Path, profiles_dir: Path | None) -> Read:
    with duckdb.connect() as con:
        con.execute(ledger.RAW_SCHEMA.read_text(encoding="utf-8"))
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        done = ledger.load(con, path, sha, profiles_dir)
        rows = con.execute(
            "select verifikation, datum, konto, ansvar, projektkod, belopp from raw.ledger_rad"
            " where utfall = 'laddad' order by rad"
        ).fetchall()
        remarks = [regel for (regel,) in con.execute("select regel from raw.fynd").fetchall()]
    return Read(done.profil, done.status, rows, done.utfall["total"], remarks)


def expected(name: str) -> list[Posting]:
    """The six postings with what the shape can say of their dates and numbers."""
    if name == MONTH:
        return [(None, date(2024, 3, 1), *rest) for _, _, *rest in POSTINGS]
    if name == "datum-ar-och-manad.csv":
        return [(number, day.replace(day=1), *rest) for number, day, *rest in POSTINGS]
    return POSTINGS


def suggested(path: Path, tmp_path: Path) -> Path:
    """A folder with the profile proposed for a file, untouched by hand."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "forslag.yml").write_text(suggest.suggest(path), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", [name for name in FILES if name not in DESCRIBED])
def test_the_generic_profile_reads_it(name: str) -> None:
    found = read(FORMER / name, None)
    assert (found.profil, found.status, found.remarks) == ("generic", "laddad", [])
    assert found.rows == expected(name)
    assert found.totals == (2 if name == "summor-sist.csv" else 0)


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_shape_nobody_described_is_refused_and_not_guessed(name: str) -> None:
    found = read(FORMER / name, None)
    assert (found.status, found.rows) == ("avvisad", [])


@pytest.mark.parametrize("name", [name for name in FILES if name != OWN_WORDS])
def test_the_proposed_profile_reads_it(name: str, tmp_path: Path) -> None:
    folder = suggested(FORMER / name, tmp_path)
    found = read(FORMER / name, folder)
    proposal = profiles.parse((folder / "forslag.yml").read_text(encoding="utf-8"))
    assert (found.profil, found.status, found.remarks) == (proposal.name, "laddad", [])
    assert found.rows == expected(name)


def test_what_no_cell_gives_away_is_filled_in_by_hand(tmp_path: Path) -> None:
    """Date, amount, account and number show in the cells; one code looks like another."""
    folder = suggested(FORMER / OWN_WORDS, tmp_path)
    proposal = (folder / "forslag.yml").read_text(encoding="utf-8")
    assert "# Används inte: Enheten, Uppdrag, Vad." in proposal
    found = read(FORMER / OWN_WORDS, folder)
    assert found.rows == [(*row[:3], None, None, row[5]) for row in POSTINGS]
    completed = f"{proposal}  ansvar: Enheten\n  projektkod: Uppdrag\n  text: Vad\n"
    (folder / "forslag.yml").write_text(completed, encoding="utf-8")
    assert read(FORMER / OWN_WORDS, folder).rows == POSTINGS


def test_the_month_of_the_name_is_asked_of_every_file(tmp_path: Path) -> None:
    folder = suggested(FORMER / MONTH, tmp_path)
    later = tmp_path / "utfall_2024-11.csv"
    shutil.copy(FORMER / MONTH, later)
    assert {row[1] for row in read(later, folder).rows} == {date(2024, 11, 1)}
    nameless = tmp_path / "utfall.csv"
    shutil.copy(FORMER / MONTH, nameless)
    assert read(nameless, folder).status == "avvisad"


def test_a_total_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    path = tmp_path / "summor.csv"
    content = (FORMER / "summor-sist.csv").read_text(encoding="utf-8")
    path.write_text(content.replace("600,00", "601,00", 1), encoding="utf-8")
    assert read(path, None).remarks == ["LEDGER_OBALANS", "LEDGER_TOTAL_AVVIKER"]


@pytest.mark.parametrize("described", [False, True])
def test_a_workbook_with_numbers_and_dates_of_its_own(tmp_path: Path, described: bool) -> None:
    book = Workbook()
    book.active.append(["Huvudbok 2024"])
    book.active.append([])
    book.active.append(["Vernr", "Bokf.datum", "Konto", "Ansvar", "Projekt", "Belopp"])
    for number, day, konto, ansvar, projekt, kr in POSTINGS:
        book.active.append([int(number or 0), day, int(konto), ansvar, projekt, float(kr)])
    book.active.append(["Summa", None, None, None, None, 0])
    path = tmp_path / "huvudbok.xlsx"
    book.save(path)
    found = read(path, suggested(path, tmp_path) if described else None)
    assert (found.profil, found.status) == ("huvudbok" if described else "generic", "laddad")
    assert found.rows == POSTINGS
