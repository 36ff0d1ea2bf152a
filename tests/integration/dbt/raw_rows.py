"""Hand-made rows of the raw layer: small, and every field that is not said is empty."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import duckdb

from fondbok.warehouse import database
from tests.fixtures.ledger_sheet import on_sheet


def insert(con: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> None:
    columns = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into raw.{table} ({columns}) values ({marks})", list(row.values()))


def ledger_id(row: dict[str, Any]) -> str:
    """The kallrad_id that the models give a ledger row."""
    return hashlib.md5(f"{row['fil_sha256']}|{row['blad']}|{row['rad']}".encode()).hexdigest()


def as_ledger_row(row: dict[str, Any]) -> dict[str, Any]:
    """Raw keeps no key of ledger rows, and their content hash as a number."""
    content = hashlib.md5(str(row["innehall_hash"]).encode()).hexdigest()
    return {k: v for k, v in row.items() if k != "kallrad_id"} | {"innehall_hash": int(content, 16)}


@dataclass
class Landed:
    """One landed file; rows get their number in the order they are added."""

    con: duckdb.DuckDBPyConnection
    sha: str
    typ: str
    landed: str = "2025-01-01 00:00:00"
    profil: str = "kanonisk"
    counts: dict[str, int] = field(default_factory=lambda: {"laddad": 0})
    indicators: list[str] = field(default_factory=list)

    def next_row(self, utfall: str) -> dict[str, Any]:
        self.counts[utfall] = self.counts.get(utfall, 0) + 1
        rad = sum(self.counts.values()) + 1
        return {
            "kallrad_id": f"{self.sha}-{rad}",
            "fil_sha256": self.sha,
            "blad": "Projekt" if self.typ == "submission" else "",
            "rad": rad,
            "utfall": utfall,
            "innehall_hash": hashlib.md5(f"{self.sha}{rad}".encode()).hexdigest(),
        }

    def project(
        self,
        namnd: str | None,
        ar: int,
        projekt: str,
        *,
        mal: tuple[int | tuple[int | None, int] | None, ...] = (),
        utfall: str = "laddad",
        **fields: Any,
    ) -> str:
        """A project row; `mal` holds goal numbers, or (number, percent). Returns its kallrad_id."""
        row = self.next_row(utfall) | {
            "radinnehall": "{}",
            "namnd_kod": namnd,
            "namnd_text": namnd or "Okänd nämnd",
            "ar": ar,
            "version": 1,
            "projekt": projekt,
            "budget_valuta": "SEK",
            "utbetalt_valuta": "SEK",
            "fond_kod": "ESF",
        }
        insert(self.con, "submission_projekt", row | fields)
        for ordning, goal in enumerate(mal, start=1):
            nummer, andel = goal if isinstance(goal, tuple) else (goal, None)
            values = (row["kallrad_id"], self.sha, ordning, nummer, str(nummer), andel)
            self.con.execute(
                "insert into raw.submission_kf_mal values (default, ?, ?, ?, ?, ?, ?)", values
            )
        return row["kallrad_id"]

    def indicator(self, namnd: str, ar: int, projekt: str, indikator: str, utfall: str) -> None:
        """A row of the sheet Indikatorer."""
        rad = len(self.indicators) + 2
        self.indicators.append(indikator)
        row = {
            "kallrad_id": f"{self.sha}-indikator-{rad}",
            "fil_sha256": self.sha,
            "blad": "Indikatorer",
            "rad": rad,
            "namnd_kod": namnd,
            "ar": ar,
            "version": 1,
            "projekt": projekt,
            "indikator": indikator,
            "utfall": utfall,
            "per_datum": f"{ar}-12-31",
        }
        insert(self.con, "submission_indikator", row)

    def booking(
        self, voucher: str | None, datum: str | None, belopp: str, *, utfall="laddad", **fields: Any
    ) -> str:
        """A ledger row in ledger sign (income is negative). Returns its kallrad_id."""
        row = self.next_row(utfall) | {
            "rakenskapsar": int(datum[:4]) if datum else None,
            "serie": "A",
            "verifikation": voucher,
            "verifikat_rad": 1,
            "datum": datum,
            "konto": "3511",
            "ansvar": "4100",
            "belopp": belopp,
            "ersatter": "verifikation",
        }
        insert(self.con, "ledger_rad", on_sheet(self.con, as_ledger_row(row | fields)))
        return ledger_id(row)

    def register(self, *, missing: int = 0) -> None:
        """Write the file's line in the register; `missing` rows are lost on purpose."""
        row = {
            "fil_sha256": self.sha,
            "fil": f"{self.typ}/{self.sha}",
            "typ": self.typ,
            "format": "csv",
            "storlek": 1,
            "profil": self.profil,
            "status": "laddad",
            "rader_lasta": sum(self.counts.values()) + missing,
            "rader_avvisade": self.counts.get("avvisad", 0),
            "rader_totaler": self.counts.get("total", 0),
            "rader_dubbletter": self.counts.get("dubblett", 0),
            "inlast_tid": self.landed,
            "lasare": "test",
        }
        insert(self.con, "fil", row)


def new_warehouse(path: Any) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    database.create_raw(con)
    return con
