"""How long it takes to find projects that may be one and the same, as their names grow in number.

Belongs here: made-up names of two kinds (names with misspellings, versions and acronyms among
them, and names that all are nearly the same), and what kvalitet.projektpar of them costs.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks import page
from benchmarks.measure import Cost, alternately, machine, start_drivers
from fondbok.quality import pairs

NAMES = 20_000
KINDS = ("various", "nearly the same")
_SCHEMA = """
create schema mart;
create schema kvalitet;
create table mart.dim_projekt as
select
    namn as projekt_kod_alla_versioner, namn as projekt,
    date '2020-01-01' as start, date '2022-12-31' as slut
from names;
create table mart.fct_eu_medel as select namn as projekt_kod, 'ESF' as fond_kod from names;
create table kvalitet.anpassad_uppgift as
select namn as projekt_kod, cast(null as varchar) as deltagandets_falt from names;
"""


def names(kind: str, count: int) -> list[str]:
    """That many different names, the same ones every time."""
    if kind != "various":
        return [f"EU-projekt Ungdom {number:05}" for number in range(count)]
    found: dict[str, None] = {}
    for name in _various(random.Random(20)):
        found[name] = None
        if len(found) == count:
            break
    return list(found)


def _various(chance: random.Random) -> Iterator[str]:
    """Names of one to five words, and now and then one that somebody wrote otherwise."""
    words = ["".join(_syllables(chance)).capitalize() for _ in range(3000)]
    while True:
        name = " ".join(chance.sample(words, chance.randint(1, 5)))
        yield name
        place = chance.randrange(len(name))
        yield chance.choice(
            (
                name,
                f"{name} {chance.randint(2, 9)}.0",
                name[:place] + chance.choice("aeio") + name[place + 1 :],
                "".join(word[0] for word in name.split()),
                " ".join(reversed(name.split())),
            )
        )


def _syllables(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(2, 4)):
        yield chance.choice("bdfgklmnprstv") + chance.choice("aeiouyåäö")


class LikelyPairs:
    """kvalitet.projektpar of so many names of a kind."""

    def __init__(self, folder: str, kind: str, count: int) -> None:
        start_drivers()
        self.con = duckdb.connect(str(Path(folder) / "par.duckdb"), config={"memory_limit": "1GB"})
        self.con.register("names", pa.table({"namn": names(kind, count)}))
        self.con.execute(_SCHEMA)
        self.con.unregister("names")

    def run(self) -> None:
        pairs.write(self.con)

    def result(self) -> dict[str, str]:
        row = self.con.execute("select count(*) from kvalitet.projektpar").fetchone()
        return {"pairs": str(row[0] if row else 0)}


def measure(count: int, rounds: int) -> dict[tuple[str, int], Cost]:
    """What each kind costs at a quarter, half and all of the names."""
    way = {"pairs": "benchmarks.likely_pairs:LikelyPairs"}
    costs = {}
    with tempfile.TemporaryDirectory(prefix="fondbok-") as folder:
        for kind in KINDS:
            for part in (4, 2, 1):
                size = count // part
                found = alternately(way, rounds, Path(folder), kind=kind, count=size)
                costs[kind, size] = found["pairs"]
    return costs


def block(count: int = NAMES, rounds: int = 1) -> str:
    """The table as Markdown, with what it was measured on."""
    rows = [
        (
            kind,
            str(size),
            cost.result["pairs"],
            f"{cost.wall:.1f}",
            f"{cost.processor:.1f}",
            f"{1000 * cost.processor / size:.2f}",
            f"{cost.peak_mb:.0f}",
        )
        for (kind, size), cost in measure(count, rounds).items()
    ]
    head = ("names", "pairs", "seconds", "processor seconds", "ms a name", "peak MB")
    return f"{machine('duckdb', 'rapidfuzz')}\n\n{page.table(('names are', *head), rows)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likely_pairs")
    parser.add_argument("--names", type=int, default=NAMES, help="names at most")
    print(block(parser.parse_args().names))


if __name__ == "__main__":
    main()
