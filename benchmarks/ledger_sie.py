"""SIE 4 on one core: Fondbok into the warehouse, its reader alone, and bare line reading.

Run: python benchmarks/ledger_sie.py [--megabytes 100] [--rounds 3]
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from fondbok import ledger
from fondbok.ledger import sie


def write_sample(path: Path, megabytes: int) -> None:
    chance = random.Random(2)
    number = 0
    with path.open("w", encoding="cp437", newline="\r\n") as handle:
        handle.write('#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN "Växjö"\n')
        handle.write("#RAR 0 20240101 20241231\n")
        while handle.tell() < megabytes * 1_000_000:
            number += 1
            day = f"2024{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
            handle.write(f'#VER "A" "{number}" {day} "Bidrag från ESF-rådet {number}" {day}\n{{\n')
            amounts = [chance.randint(-(10**8), 10**8) for _ in range(2)]
            for row, ore in enumerate([*amounts, -sum(amounts)]):
                sign, kronor = "-" if ore < 0 else "", abs(ore)
                handle.write(
                    f'   #TRANS {chance.randint(1000, 8999)} {{"1" '
                    f'"{chance.randint(50000, 59999)}" '
                    f'"6" "{chance.randint(9000, 9999)}"}} '
                    f'{sign}{kronor // 100}.{kronor % 100:02d} {day} "Utbetalning {number} {row}"\n'
                )
            handle.write("}\n")


def lines(path: Path) -> None:
    with path.open(encoding="cp437") as handle:
        assert sum(1 for _ in handle)


def reader(path: Path) -> None:
    assert sie.read(path).vouchers


def warehouse(path: Path) -> None:
    with duckdb.connect(str(path.with_suffix(".duckdb")), config={"threads": 1}) as con:
        con.execute(ledger.RAW_SCHEMA.read_text(encoding="utf-8"))
        con.execute("begin")
        read = ledger.load(con, path, "0" * 64, None)
        con.execute("commit")
        assert read.utfall["laddad"], read


def timed(path: Path, work: Callable[[Path], None]) -> float:
    start = time.perf_counter()
    work(path)
    seconds = time.perf_counter() - start
    for file in path.parent.glob("*.duckdb*"):
        file.unlink()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ways = {"line reading": lines, "sie.read": reader, "warehouse": warehouse}
    with tempfile.TemporaryDirectory(prefix="fondbok-bench-") as name:
        path = Path(name) / "export.se"
        write_sample(path, options.megabytes)
        size = path.stat().st_size / 1e6
        duckdb.execute("select cast(? as varchar)", ["x"])  # the driver imports on first use
        times = {
            way: min(timed(path, work) for _ in range(options.rounds)) for way, work in ways.items()
        }
    for way, seconds in times.items():
        print(f"{way:14}{seconds:8.2f} s{size / seconds:8.1f} MB/s")


if __name__ == "__main__":
    main()
