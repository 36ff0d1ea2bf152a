"""How long reading submissions takes, against calamine's own time for the same workbooks.

    python -m benchmarks.intake            290 municipalities x 13 nämnder, 20 projects each
    python -m benchmarks.intake --files 200 --rounds 3

Belongs here: made-up workbooks in a temporary folder, four ways of reading them, each
a process of its own, and one table.
Names, amounts, dates and texts differ from row to row, so that no cache is flattered. What only the
parent needs is imported where it is used: a reading process imports this module too.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from multiprocessing import get_context
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks import page
from benchmarks.measure import Cost, alternately, machine
from fondbok import seeds
from fondbok.intake import headers
from fondbok.intake.submissions import read_submission
from fondbok.paths import Home

MUNICIPALITIES = 290
PROJECTS = 20
YEAR = 2024
# The columns of the form, in an order of their own.
FIELDS = (
    *("projekt", "fond", "roll", "projektagare", "bidragsnummer", "ekonomikod", "start", "slut"),
    *("budget", "valuta", "stadens_budget", "eu_andel", "utbetalt", "kf_mal"),
    *("kf_mal_fordelning", "deltagande", "syfte", "malgrupp", "resultat", "anpassade_falt"),
    "diarienummer",
)
WORDS = (
    *("arbete", "unga", "stad", "klimat", "vatten", "skola", "integration", "hälsa", "energi"),
    *("omställning", "samverkan", "trygghet", "bostad", "kultur", "näringsliv", "forskning"),
    *("metod", "stöd", "kompetens", "mobilitet", "digital", "cirkulär", "kust", "hamn", "park"),
    *("lärande", "kvinnor", "föräldrar", "praktik", "nätverk"),
)


def sentence(chance: random.Random, words: int) -> str:
    """Words in a row, as free text has them."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def project(chance: random.Random, number: int) -> dict[str, object]:
    """One row of the form, filled in the ways people fill it in."""
    start = date(2021, 1, 1) + timedelta(days=chance.randrange(1000))
    paid = Decimal(chance.randrange(1, 5_000_000))
    goals = chance.choice(["1", "2", "1;3", "4. " + _goal(4), _goal(5)])
    units = chance.sample([row["forvaltning"] for row in seeds.load("namnd")], 2)
    values = {
        "projekt": f"{sentence(chance, 3)[:-1]} {number}",
        "fond": chance.choice([row["fond"] for row in seeds.load("fond") if row["ar_eu"]]),
        "roll": chance.choice(["Projektägare", "Projektpart", "projektpartner"]),
        "projektagare": f"{sentence(chance, 2)[:-1]} {chance.randrange(900)}",
        "bidragsnummer": f"2021/{chance.randrange(10**5, 10**6)}",
        "ekonomikod": str(chance.randrange(10_000, 99_999)),
        "start": start,
        "slut": chance.choice([start + timedelta(days=900), f"{start.year + 3}-06"]),
        "budget": int(paid) * chance.randrange(2, 90),
        "valuta": "SEK",
        "stadens_budget": int(paid) * 2,
        "eu_andel": chance.choice([0.4, "50 %", 60]),
        "utbetalt": chance.choice(
            [float(paid), f"{paid:,}".replace(",", " ") + " kr", float(paid)]
        ),
        "kf_mal": goals,
        "kf_mal_fordelning": "60;40" if ";" in goals else None,
        "deltagande": ", ".join(units),
        "syfte": sentence(chance, 25),
        "malgrupp": sentence(chance, 8),
        "resultat": sentence(chance, 30),
        "anpassade_falt": None,
        "diarienummer": f"KS-{YEAR}-{chance.randrange(1000, 9999)}",
    }
    return {name: values[name] for name in FIELDS}


def _goal(number: int) -> str:
    rows = (row for row in seeds.load("kf_mal") if row["malperiod"] == "2024-2026")
    return next(row["kf_mal"] for row in rows if row["nummer"] == str(number))


def write_workbook(path: Path, namnd: str, chance: random.Random) -> None:
    """One submission with its sheets Start, Projekt, Svar and Samverkan."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    start = book.create_sheet("Start")
    for line in (("Nämnd", namnd), ("År", YEAR), ("Version", 1), ("Beslutsdatum", "2025-03-30")):
        start.append(line)
    sheet = book.create_sheet("Projekt")
    names = headers.canonical("projekt")
    sheet.append([names[name] for name in FIELDS])
    for number in range(PROJECTS):
        sheet.append(list(project(chance, number).values()))
    answers = book.create_sheet("Svar")
    answers.append(["Fråga nr", "Fråga", "Svar"])
    for number in (1, 2):
        answers.append([number, sentence(chance, 12), sentence(chance, 200)])
    partners = book.create_sheet("Samverkan")
    partners.append(["Typ", "Antal"])
    for kind in ("Offentlig", "Privat", "Ideell"):
        partners.append([kind, chance.randrange(40)])
    book.save(path)


def write_workbooks(folder: Path, files: int) -> list[Path]:
    """The workbooks, the same values every time."""
    units = [row["namnd"] for row in seeds.load("namnd")][:13]
    chance = random.Random(0)
    paths = []
    for number, namnd in islice(product(range(MUNICIPALITIES), units), files):
        path = folder / f"kommun_{number + 1:03}" / f"{len(paths):04}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(path, namnd, chance)
        paths.append(path)
    return paths


def by_calamine(paths: Iterable[Path]) -> int:
    """Every cell of every sheet as calamine hands it over; the number of project rows."""
    rows = 0
    for path in paths:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                rows += len(cells) - 1 if name == "Projekt" else 0
    return rows


def by_reader(paths: Iterable[Path]) -> int:
    """Read and judged, one file after the other."""
    rows = 0
    for path in paths:
        read = read_submission(path, hashlib.sha256(path.read_bytes()).hexdigest())
        rows += read.utfall["laddad"]
    return rows


def by_readers(paths: list[Path]) -> int:
    """Read and judged over all cores, nothing stored; starting the processes is part of it."""
    pieces = [paths[at : at + 32] for at in range(0, len(paths), 32)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return sum(pool.map(by_reader, pieces))


def by_load(home: Home) -> int:
    """Landed: found, hashed, read over all cores and written to the raw schema."""
    from fondbok.warehouse.load import load  # noqa: PLC0415
    from fondbok.warehouse.scan import scan  # noqa: PLC0415

    return load(home, scan(home), first_seen={}).new * PROJECTS


class Calamine:
    """The fetching of cells alone."""

    read = staticmethod(by_calamine)

    def __init__(self, home: str, folder: str) -> None:
        del folder
        self.home = Home(Path(home))
        self.paths = sorted((self.home.landing / "submissions").rglob("*.xlsx"))
        self.rows = 0
        # The first file pays for seeds and imports; that is start-up, not reading.
        by_reader(self.paths[:1])

    def run(self) -> None:
        self.rows = self.read(self.paths)

    def result(self) -> dict[str, str]:
        return {"rows": str(self.rows)}


class OneProcess(Calamine):
    """read_submission in one process."""

    read = staticmethod(by_reader)


class AllCores(Calamine):
    """read_submission over all cores."""

    read = staticmethod(by_readers)


class Load(Calamine):
    """What `fondbok refresh` does before dbt."""

    def __init__(self, home: str, folder: str) -> None:
        super().__init__(home, folder)
        shutil.rmtree(self.home.warehouse_dir, ignore_errors=True)

    def run(self) -> None:
        self.rows = by_load(self.home)


WAYS = {
    "calamine alone": "benchmarks.intake:Calamine",
    "read_submission, one process": "benchmarks.intake:OneProcess",
    "read_submission, all cores": "benchmarks.intake:AllCores",
    "load, all cores, with the raw tables": "benchmarks.intake:Load",
}


def measure(files: int, rounds: int) -> dict[str, Cost]:
    """Each way of reading with its cost.

    Raises:
        AssertionError: a way read other rows than there are.
    """
    with tempfile.TemporaryDirectory(prefix="fondbok-") as folder:
        home = Home(Path(folder) / "home")
        write_workbooks(home.landing / "submissions", files)
        costs = alternately(WAYS, rounds, Path(folder), home=str(home.root))
    for name, cost in costs.items():
        read = cost.result["rows"]
        assert read == str(files * PROJECTS), f"{name} read {read} rows of {files * PROJECTS}"
    return costs


def table(files: int, rounds: int) -> str:
    """The measured table as Markdown."""
    costs = measure(files, rounds)
    alone = costs["calamine alone"]
    rows = [
        (
            name,
            cost.result["rows"],
            f"{cost.wall:.1f}",
            f"{cost.wall / alone.wall:.1f}",
            f"{cost.processor:.1f}",
            f"{cost.processor / alone.processor:.1f}",
            f"{1000 * cost.processor / files:.2f}",
        )
        for name, cost in costs.items()
    ]
    head = ("seconds", "x calamine", "processor seconds", "x calamine", "ms a file")
    return page.table(("way", "rows", *head), rows)


def block(files: int, rounds: int = 1) -> str:
    """The table, with what it was measured on."""
    made = f"{files} workbooks of {PROJECTS} projects. "
    return f"{made}{machine('python-calamine', 'duckdb')}\n\n{table(files, rounds)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake")
    parser.add_argument("--files", type=int, default=MUNICIPALITIES * 13, help="workbooks to make")
    parser.add_argument("--rounds", type=int, default=1, help="times each way is measured")
    options = parser.parse_args()
    print(block(options.files, options.rounds))


if __name__ == "__main__":
    main()
