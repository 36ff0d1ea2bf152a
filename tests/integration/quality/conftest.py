"""A small warehouse, built once by dbt from rows put straight into raw.

Two nämnder report 2024 (shared project, several goals, one amount unknown, one zero), one reports
2022 with a ledger that covers it. Nothing here needs the intake.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok import pipeline
from fondbok.paths import Home
from fondbok.warehouse import database
from tests.fixtures.ledger_sheet import on_sheet

NOW = datetime.now().replace(microsecond=0)


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def kallrad_id(fil: str, rad: int) -> str:
    return hashlib.md5(f"{sha(fil)}|Projekt|{rad}".encode()).hexdigest()


def insert(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    con.execute(f"insert into raw.{table} ({names}) values ({marks})", list(values.values()))


def file(con: duckdb.DuckDBPyConnection, name: str, typ: str, **counts: int) -> None:
    rows = {"rader_lasta": 0, "rader_avvisade": 0, "rader_totaler": 0, "rader_dubbletter": 0}
    insert(
        con,
        "fil",
        fil_sha256=sha(name),
        fil=name,
        typ=typ,
        format="csv",
        storlek=100,
        status="laddad",
        inlast_tid=NOW,
        lasare="test",
        **(rows | counts),
    )


def row(con: duckdb.DuckDBPyConnection, fil: str, rad: int, **values: Any) -> None:
    """A project row; goals as (nummer, andel) in `mal`."""
    goals = values.pop("mal", ())
    key = kallrad_id(fil, rad)
    insert(
        con,
        "submission_projekt",
        **{
            "kallrad_id": key,
            "fil_sha256": sha(fil),
            "blad": "Projekt",
            "rad": rad,
            "utfall": "laddad",
            "innehall_hash": key,
            "radinnehall": "{}",
            "utbetalt_valuta": "SEK",
        }
        | values,
    )
    for place, (nummer, andel) in enumerate(goals, start=1):
        insert(
            con,
            "submission_kf_mal",
            kallrad_id=key,
            fil_sha256=sha(fil),
            ordning=place,
            nummer=nummer,
            mal_text=str(nummer),
            andel=andel,
        )


def payment(con: duckdb.DuckDBPyConnection, fil: str, rad: int, belopp: str) -> None:
    row = {
        "fil_sha256": sha(fil),
        "blad": "Projekt",
        "rad": rad,
        "utfall": "laddad",
        "innehall_hash": rad,
        "rakenskapsar": 2022,
        "serie": "A",
        "verifikation": str(rad),
        "verifikat_rad": 1,
        "datum": date(2022, 5, rad),
        "konto": "3511",
        "ansvar": "22001",
        "projektkod": "41001",
        "belopp": Decimal(belopp),
        "ersatter": "verifikation",
    }
    insert(con, "ledger_rad", **on_sheet(con, row))


def fill(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into raw.landing values (default, ?, 'test')", [sha("landing")])
    file(con, "a.csv", "submission", rader_lasta=4, rader_avvisade=1)
    insert(
        con,
        "avvisad_rad",
        fil_sha256=sha("a.csv"),
        blad="Projekt",
        rad=9,
        regel="BELOPP_TVETYDIGT",
        meddelande="Skriv beloppet med två decimaler.",
        radinnehall="{}",
    )
    row(con, "a.csv", 9, utfall="avvisad")
    asn = {"namnd_kod": "ASN", "ar": 2024, "fond_kod": "ESF", "roll": "agare"}
    row(
        con,
        "a.csv",
        2,
        projekt="Alfa",
        utbetalt=Decimal("100.01"),
        **asn,
        mal=[(1, None), (2, None), (3, None)],
    )
    row(con, "a.csv", 3, projekt="Beta", utbetalt=Decimal("0.00"), **asn, mal=[(1, None)])
    row(con, "a.csv", 4, projekt="Gamma", **asn)
    file(con, "b.csv", "submission", rader_lasta=1)
    row(
        con,
        "b.csv",
        2,
        projekt="Alfa",
        namnd_kod="GRN",
        ar=2024,
        fond_kod="H2020",
        roll="part",
        utbetalt=Decimal("7.00"),
        mal=[(1, Decimal("33.3333")), (5, Decimal("66.6667"))],
    )
    file(con, "c.csv", "submission", rader_lasta=1)
    row(
        con,
        "c.csv",
        2,
        projekt="Delta",
        namnd_kod="GRN",
        ar=2022,
        fond_kod="ESF",
        roll="agare",
        ekonomikod="41001",
        utbetalt=Decimal("50.00"),
        mal=[(1, None)],
    )
    file(con, "d.csv", "ledger", rader_lasta=2)
    payment(con, "d.csv", 2, "-40.00")
    payment(con, "d.csv", 3, "-9.99")
    con.execute("update raw.ledger_blad set fran_datum = '2022-01-01', till_datum = '2022-12-31'")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of a warehouse that dbt has built; do not write to it."""
    home = Home(tmp_path_factory.mktemp("kvalitet"))
    home.submissions.mkdir(parents=True)
    with database.connect(home.warehouse) as con:
        database.create_raw(con)
        fill(con)
    run = pipeline.build(home)
    assert run.returncode == 0, run.output[-5000:]
    return home


@pytest.fixture
def warehouse(built: Home, tmp_path: Path) -> Callable[[str], Path]:
    """A copy of the warehouse on which some SQL has been run."""

    def changed(sql: str) -> Path:
        copy = tmp_path / "w.duckdb"
        shutil.copyfile(built.warehouse, copy)
        with database.connect(copy) as con:
            con.execute(sql)
        return copy

    return changed
