"""Mutated files: no crash, no hang, and every data row accounted for."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from fondbok import ledger

from .conftest import HEADER

pytestmark = pytest.mark.thorough

CSV = (
    "Utdrag\n"
    + HEADER
    + "".join(
        f'A{n};2024-01-{n % 28 + 1:02d};3990;51000;9001;"Bidrag åäö {n}";-{n} 000,50\n'
        for n in range(30)
    )
    + "Totalt;;;;;;1,00\n"
).encode("cp1252")
SIE = (
    '#FLAGGA 0\n#SIETYP 4\n#FNAMN "Växjö"\n#RAR 0 20240101 20241231\n'
    + "".join(
        f'#VER "A" "{n}" 202401{n % 28 + 1:02d} "Bidrag {n}"\n{{\n'
        f'#TRANS 3990 {{"1" "51000" "6" "9001"}} -{n}.50\n'
        f'#RTRANS 1930 {{}} {n}.50\n#TRANS 1930 {{}} {n}.50 20240101 "åäö"\n}}\n'
        for n in range(20)
    )
).encode("cp437")
PIECES = [
    b'"',
    b"{",
    b"}",
    b"\n",
    b"\r",
    b";",
    b"\x00",
    b"\xff",
    b"#TRANS ",
    b"-",
    b",",
    b"\\",
    b"\xe5",
]


def mutate(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(out) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            out[place:place] = chance.choice(PIECES)
        elif kind == 1:
            del out[place : place + chance.randint(1, 30)]
        elif kind == 2:
            out[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 3:
            start = chance.randrange(len(out) + 1)
            out[place:place] = out[start : start + chance.randint(1, 200)]
        else:
            out = out[: max(1, place)]
        if not out:
            out = bytearray(b"x")
    return bytes(out)


def physical_rows(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    row = con.execute(
        "select count(*), count(distinct (blad_nr, rad)) from raw.ledger_rad"
    ).fetchone()
    assert row is not None
    return row


def check(con: duckdb.DuckDBPyConnection, path: Path, number: int) -> None:
    con.execute("begin")
    read = ledger.load(con, path, f"sha{number}", None)
    rows, places = physical_rows(con)
    rejected = con.execute("select count(*), count(distinct rad) from raw.avvisad_rad").fetchone()
    assert rows == places == read.rader_lasta
    assert rejected == (read.utfall["avvisad"],) * 2
    missing = con.execute(
        "select count(*) from raw.ledger_rad where utfall = 'laddad' "
        "and belopp is null and belopp_valuta is null"
    ).fetchone()
    assert missing == (0,)
    if read.status == "avvisad":
        assert rows == 0
        assert read.orsak
    con.execute("rollback")


def run(folder: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)
    con = duckdb.connect(config={"threads": 1})
    con.execute(ledger.RAW_SCHEMA.read_text(encoding="utf-8"))
    for number in range(count):
        data, name = chance.choice([(CSV, "export.csv"), (SIE, "export.se")])
        path = folder / name
        path.write_bytes(mutate(data, chance))
        check(con, path, number)


@pytest.mark.parametrize("seed", range(4))
def test_mutated_files_lose_nothing(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed, 50)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 200))
def test_very_many_mutated_files_lose_nothing(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed, 1000)
