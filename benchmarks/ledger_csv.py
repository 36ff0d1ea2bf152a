"""A million rows of Latin-1 csv: Fondbok beside bare DuckDB, alternately in the same run.

Run: python benchmarks/ledger_csv.py [--rows 1000000] [--rounds 3] [--threads 2]
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

COLUMNS = ("v", "d", "k", "a", "ve", "p", "m", "t", "b")
# What the bare reading must also do: blanks out, trailing minus first, comma to point, exact.
AMOUNT = (
    "cast(case when right(b, 1) = '-' "
    "then '-' || replace(replace(left(b, length(b) - 1), ' ', ''), ',', '.') "
    "else replace(replace(b, ' ', ''), ',', '.') end as decimal(18, 2))"
)


def write_sample(path: Path, rows: int) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="latin-1", newline="\r\n") as handle:
        handle.write("Vernr;Bokföringsdatum;Konto;Ansvar;Verksamhet;Projekt;Motpart;Text;Belopp\n")
        for n in range(rows):
            ore = chance.randint(1, 99_999_999)
            whole = f"{ore // 100:,}".replace(",", " ")
            minus = "-" if n % 3 == 0 else ""
            handle.write(
                f"{100000 + n // 4};2024-{n % 12 + 1:02d}-{n % 28 + 1:02d};{3000 + n % 500};"
                f"{51000 + n % 90};{6000 + n % 30};{9000 + n % 300};{n % 999};"
                f"Utbetalning från ESF-rådet nr {n};{whole},{ore % 100:02d}{minus}\n"
            )


def bare(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    types = ", ".join(f"'{name}': 'varchar'" for name in COLUMNS)
    con.execute(
        "create table bare as select v, cast(d as date) as d, k, a, ve, p, m, t, "
        f"{AMOUNT} as b from read_csv('{path}', delim = ';', header = false, skip = 1, "
        f"columns = {{{types}}}, encoding = 'latin-1', auto_detect = false)"
    )


def fondbok(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    con.execute("begin")
    read = ledger.load(con, path, "0" * 64, None)
    con.execute("commit")
    assert read.status == "laddad", read


def timed(
    folder: Path,
    path: Path,
    work: Callable[[duckdb.DuckDBPyConnection, Path], None],
    threads: int,
) -> tuple[float, float]:
    """Wall and processor seconds for one way on a database of its own, commit included."""
    database = folder / "bench.duckdb"
    with duckdb.connect(str(database), config={"threads": threads}) as con:
        con.execute(ledger.RAW_SCHEMA.read_text(encoding="utf-8"))
        con.execute("select cast(? as varchar)", ["x"])  # the driver imports on first use
        wall, processor = time.perf_counter(), time.process_time()
        work(con, path)
        seconds = time.perf_counter() - wall, time.process_time() - processor
    for file in folder.glob("bench.duckdb*"):
        file.unlink()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fondbok-bench-") as name:
        folder = Path(name)
        path = folder / "export.csv"
        write_sample(path, options.rows)
        size = path.stat().st_size / 1e6
        times: dict[str, list[tuple[float, float]]] = {"bare": [], "fondbok": []}
        for _ in range(options.rounds):
            times["bare"].append(timed(folder, path, bare, options.threads))
            times["fondbok"].append(timed(folder, path, fondbok, options.threads))
    # The least of each: on a shared machine everything else only adds.
    best = {way: tuple(map(min, zip(*pairs, strict=True))) for way, pairs in times.items()}
    for way, (wall, processor) in best.items():
        print(f"{way:10}{wall:8.2f} s wall{processor:8.2f} s processor{size / wall:8.1f} MB/s")
    ratios = [ours / theirs for ours, theirs in zip(best["fondbok"], best["bare"], strict=True)]
    print(f"ratio     {ratios[0]:8.2f}  wall{ratios[1]:8.2f}  processor")


if __name__ == "__main__":
    main()
