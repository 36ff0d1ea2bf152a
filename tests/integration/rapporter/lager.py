"""A warehouse made of raw rows written by hand, built with the project's own dbt.

Belongs here: putting rows where the intake would put them, and starting dbt. What the rows mean is
said by the tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from fondbok.paths import Home
from fondbok.warehouse import build, database
from tests.fixtures.ledger_sheet import on_sheet
from tests.rebuilding import started

LANDED = datetime(2025, 1, 1, 12, 0, 0)


@dataclass(frozen=True)
class Projektrad:
    """A row of a submission's project table, as the intake would store it."""

    namnd: str | None
    ar: int | None
    projekt: str | None
    utbetalt: str | None = None
    roll: str | None = "part"
    fond: str | None = "ESF"
    mal: Sequence[int | None] = ()
    andelar: Sequence[str] | None = None
    budget: str | None = None
    version: int = 1
    fil: str = ""
    ekonomikod: str | None = None
    utfall: str = "laddad"
    anpassat: str | None = None
    ungefarlig: bool = False
    rad: int = 0


@dataclass(frozen=True)
class Bokning:
    """A ledger row on an account of EU grants; belopp is income, positive."""

    ansvar: str
    datum: date
    belopp: str
    projektkod: str | None
    verifikation: str = "1"
    fil: str = "bok.csv"
    konto: str = "3510"


@dataclass(frozen=True)
class Fynd:
    """A finding; without a row it is about the whole file."""

    fil: str
    rad: int | None
    allvar: str = "varning"


@dataclass
class Lager:
    """A built warehouse and how to read it."""

    path: Path
    log: str = field(repr=False)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.path), read_only=True) as con:
            return con.execute(sql).fetchall()

    def one(self, sql: str) -> tuple[Any, ...]:
        (row,) = self.rows(sql)
        return row


def sha(fil: str) -> str:
    return hashlib.sha256(fil.encode()).hexdigest()


def kallrad(fil: str, blad: str, rad: int) -> str:
    return hashlib.md5(f"{sha(fil)}|{blad}|{rad}".encode()).hexdigest()


def _named(rader: Iterable[Projektrad]) -> list[tuple[Projektrad, str, int]]:
    """Each row with its file and row number; files are one per nämnd and year unless named."""
    counted: dict[str, int] = {}
    out = []
    for rad in rader:
        fil = rad.fil or f"{rad.namnd}_{rad.ar}_v{rad.version}.xlsx"
        counted[fil] = counted.get(fil, 1) + 1
        out.append((rad, fil, rad.rad or counted[fil]))
    return out


def _insert(con: duckdb.DuckDBPyConnection, table: str, values: dict[str, Any]) -> None:
    columns = ", ".join(values)
    marks = ", ".join("?" for _ in values)
    con.execute(f"insert into raw.{table} ({columns}) values ({marks})", list(values.values()))


def _fil(con: duckdb.DuckDBPyConnection, fil: str, typ: str, utfall: Sequence[str]) -> None:
    _insert(
        con,
        "fil",
        {
            "fil_sha256": sha(fil),
            "fil": f"{'submissions' if typ == 'submission' else 'ledger'}/{fil}",
            "typ": typ,
            "format": fil.rsplit(".", 1)[-1],
            "storlek": 1,
            "status": "laddad",
            "rader_lasta": len(utfall),
            "rader_avvisade": utfall.count("avvisad"),
            "rader_totaler": utfall.count("total"),
            "rader_dubbletter": utfall.count("dubblett"),
            "inlast_tid": LANDED,
            "lasare": "test",
        },
    )


def _projekt(con: duckdb.DuckDBPyConnection, rad: Projektrad, fil: str, nummer: int) -> None:
    kallrad_id = kallrad(fil, "Projekt", nummer)
    _insert(
        con,
        "submission_projekt",
        {
            "kallrad_id": kallrad_id,
            "fil_sha256": sha(fil),
            "blad": "Projekt",
            "rad": nummer,
            "utfall": rad.utfall,
            "innehall_hash": kallrad_id,
            "radinnehall": "{}",
            "namnd_kod": rad.namnd,
            "namnd_text": rad.namnd,
            "ar": rad.ar,
            "version": rad.version,
            "diarienummer": f"{rad.namnd}-{rad.ar}-1",
            "projekt": rad.projekt,
            "fond_kod": rad.fond,
            "roll": rad.roll,
            "ekonomikod": rad.ekonomikod,
            "budget": None if rad.budget is None else Decimal(rad.budget),
            "budget_valuta": "SEK",
            "utbetalt": None if rad.utbetalt is None else Decimal(rad.utbetalt),
            "utbetalt_valuta": "SEK",
            "utbetalt_ungefarlig": rad.ungefarlig,
            "anpassade_falt": rad.anpassat,
        },
    )
    for ordning, mal in enumerate(rad.mal, start=1):
        _insert(
            con,
            "submission_kf_mal",
            {
                "kallrad_id": kallrad_id,
                "fil_sha256": sha(fil),
                "ordning": ordning,
                "nummer": mal,
                "mal_text": str(mal),
                "andel": None if rad.andelar is None else Decimal(rad.andelar[ordning - 1]),
            },
        )


def _bokning(con: duckdb.DuckDBPyConnection, bokning: Bokning, nummer: int) -> None:
    _insert(
        con,
        "ledger_rad",
        on_sheet(
            con,
            {
                "fil_sha256": sha(bokning.fil),
                "blad": "",
                "rad": nummer,
                "utfall": "laddad",
                "innehall_hash": nummer,
                "rakenskapsar": bokning.datum.year,
                "serie": "A",
                "verifikation": bokning.verifikation,
                "verifikat_rad": nummer,
                "datum": bokning.datum,
                "konto": bokning.konto,
                "ansvar": bokning.ansvar,
                "projektkod": bokning.projektkod,
                "belopp": -Decimal(bokning.belopp),
                "ersatter": "verifikation",
            },
        ),
    )


def dbt(path: Path, *arguments: str) -> tuple[int, str]:
    """Run dbt on a warehouse that lies as a home's (`new_path`); its exit code and what it said."""
    home = Home(path.parents[1])
    assert home.warehouse == path, path
    done = started(home, *arguments)
    return done.returncode, done.stdout + done.stderr


def new_path(root: Path) -> Path:
    """Where the warehouse of a home lies; the folder is made."""
    path = Home(root).warehouse
    path.parent.mkdir(parents=True)
    return path


def landa(
    path: Path,
    rader: Iterable[Projektrad],
    bokningar: Iterable[Bokning] = (),
    fynd: Iterable[Fynd] = (),
    svar: Iterable[tuple[str, int]] = (),
    utan_projekt: Iterable[tuple[str, int, int]] = (),
) -> None:
    """Write raw rows into a new database.

    svar: (nämnd, år) that answered questions only. utan_projekt: (nämnd, år, version) that say they
    have no projects.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    placed = _named(rader)
    bokningar = list(bokningar)
    svar = list(svar)
    with duckdb.connect(str(path)) as con:
        database.create_raw(con)
        for fil in sorted({fil for _, fil, _ in placed}):
            _fil(con, fil, "submission", [rad.utfall for rad, annan, _ in placed if annan == fil])
        for fil in sorted({bokning.fil for bokning in bokningar}):
            _fil(con, fil, "ledger", ["laddad" for bokning in bokningar if bokning.fil == fil])
        for rad, fil, nummer in placed:
            _projekt(con, rad, fil, nummer)
        for nummer, bokning in enumerate(bokningar, start=2):
            _bokning(con, bokning, nummer)
        # Each export says that it covers the year of its rows.
        con.execute(
            "update raw.ledger_blad as blad set fran_datum = make_date(rad.ar, 1, 1),"
            " till_datum = make_date(rad.ar, 12, 31) from (select blad_nr, min(year(datum)) as ar"
            " from raw.ledger_rad group by blad_nr) as rad where blad.blad_nr = rad.blad_nr"
        )
        for ett in fynd:
            _insert(
                con,
                "fynd",
                {
                    "fil_sha256": sha(ett.fil),
                    "blad": None if ett.rad is None else "Projekt",
                    "rad": ett.rad,
                    "regel": "TEST",
                    "allvar": ett.allvar,
                    "raknas_inte": False,
                    "meddelande": "Rätta cellen.",
                },
            )
        for namnd, ar, version in utan_projekt:
            fil = f"tom_{namnd}_{ar}_v{version}.xlsx"
            _fil(con, fil, "submission", [])
            values = {"namnd_kod": namnd, "namnd_text": namnd, "ar": ar, "version": version}
            _insert(con, "submission", {"fil_sha256": sha(fil)} | values)
        for namnd, ar in svar:
            fil = f"svar_{namnd}_{ar}.xlsx"
            _fil(con, fil, "submission", [])
            _insert(
                con,
                "submission_svar",
                {
                    "kallrad_id": kallrad(fil, "Svar", 2),
                    "fil_sha256": sha(fil),
                    "blad": "Svar",
                    "rad": 2,
                    "namnd_kod": namnd,
                    "ar": ar,
                    "version": 1,
                },
            )


def bygg(path: Path) -> Lager:
    """Build seeds, models and data tests; a failing test fails the caller."""
    code, log = dbt(path, "build", *build.LEFT_OUT)
    assert code == 0, log
    return Lager(path, log)
