"""Many municipalities: homes made up, refreshed by one command, put side by side, and summed.

Belongs here: what a home costs, and proof that the comparison says what was made up. 290 homes take
an hour or more; fewer are measured unless asked, and what 290 take is computed and said to be.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb

from benchmarks.measure import PROJECT, Cost, cost, machine, tell
from benchmarks.page import table

EXAMPLE = PROJECT / "examples" / "malmo"
ALL = 290
AR = 2024
NAMNDER = ("ASN", "FON", "FSN", "GRN", "GVN", "HVO", "KN", "KS", "MN", "NVN", "SBN", "SEN", "TN")
LEDGER_ROWS = 200


class RefreshAll:
    """`fondbok refresh --homes` as it is typed."""

    def __init__(self, folder: str, jobs: int) -> None:
        self._words = ("refresh", "--homes", folder, "--jobs", str(jobs), "--json")
        self._told = ""

    def run(self) -> None:
        self._told = _fondbok(*self._words)

    def result(self) -> dict[str, str]:
        ended = json.loads(self._told)["hem"]
        return {"published": str(sum(each["utfall"] == "publicerad" for each in ended))}


class Gather:
    """`fondbok samla` as it is typed."""

    def __init__(self, folder: str, fil: str) -> None:
        self._words = ("samla", "--homes", folder, "-o", fil)

    def run(self) -> None:
        _fondbok(*self._words)

    def result(self) -> dict[str, str]:
        return {}


def _fondbok(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "fondbok.cli", *words], check=True, capture_output=True, text=True
    )
    return done.stdout


def generate(folder: Path, homes: int) -> dict[tuple[str, str], Decimal]:
    """Homes with a file a nämnd and a small ledger, the same every time; money by code and fund."""
    dice = random.Random(homes)
    money: dict[tuple[str, str], Decimal] = {}
    for number in range(homes):
        code = f"{1000 + number:04}"
        home = folder / f"k{code}"
        shutil.copytree(EXAMPLE / "referens", home / "referens")
        for name in ("publicerad_siffra", "forklaring", "motsagelse"):  # another city's
            (home / "referens" / f"{name}.csv").unlink(missing_ok=True)
        (home / "kommun.toml").write_text(
            f'namn = "Kommun {code}"\nslag = "kommun"\nkommunkod = "{code}"\n', "utf-8"
        )
        for namnd in NAMNDER:
            for fond, amount in _hand_in(home, namnd, dice).items():
                money[code, fond] = money.get((code, fond), Decimal(0)) + amount
        _write_ledger(home, dice)
    return money


def _hand_in(home: Path, namnd: str, dice: random.Random) -> dict[str, Decimal]:
    """A nämnd's file with three projects; what each fund paid."""
    funds: dict[str, Decimal] = {}
    lines = ["Nämnd;År;Projektnamn;Roll;Fond;KF-mål;Utbetalt"]
    for number in range(3):
        amount = Decimal(dice.randrange(1, 10**8)) / 100
        fond = dice.choice(("ESF", "ERUF", "H2020"))
        funds[fond] = funds.get(fond, Decimal(0)) + amount
        told = f"{amount:.2f}".replace(".", ",")
        lines.append(f"{namnd};{AR};Projekt {number} {namnd};Ägare;{fond};{number + 1};{told}")
    file = home / "landing" / "submissions" / f"{namnd} {AR}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*lines, ""]), "utf-8")
    return funds


def _write_ledger(home: Path, dice: random.Random) -> None:
    """Vouchers with no EU grant in them; every home's have the same numbers."""
    lines = ["Serie;Verifikation;Datum;Konto;Ansvar;Projekt;Belopp;Text"]
    for number in range(LEDGER_ROWS // 2):
        day = f"{AR}-{number % 12 + 1:02}-15"
        kronor = dice.randrange(1, 10**6)
        lines += [
            f"A;{number + 1};{day};{konto};1100;;{sign}{kronor},00;Inköp"
            for konto, sign in (("4600", ""), ("1910", "-"))
        ]
    file = home / "landing" / "ledger" / f"huvudbok_{AR}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*lines, ""]), "utf-8")


def measure(folder: Path, *, homes: int, jobs: int) -> tuple[int, dict[str, Cost]]:
    """What it costs to refresh so many homes and put them side by side.

    Raises:
        RuntimeError: the comparison is not what was made up.
    """
    tell(f"Making up {homes} homes")
    many, fil = folder / "homes", folder / "samlad.duckdb"
    money = generate(many, homes)
    costs = {"refresh": cost(RefreshAll, folder=many, jobs=jobs)}
    tell(f"  refreshed: {costs['refresh'].wall:.1f} s")
    if costs["refresh"].result["published"] != str(homes):
        raise RuntimeError(f"of {homes} homes {costs['refresh'].result['published']} published")
    costs["samla"] = cost(Gather, folder=many, fil=fil)
    tell(f"  side by side: {costs['samla'].wall:.1f} s")
    with duckdb.connect(str(fil), read_only=True) as con:
        got = con.execute(
            "select kommun_kod, fond_kod, belopp_sek from jamforelse.kommun_fond where ar = ?", [AR]
        ).fetchall()
    if {(code, fond): amount for code, fond, amount in got} != money:
        raise RuntimeError("the comparison does not say what was made up")
    return homes, costs


def block(homes: int, costs: dict[str, Cost]) -> str:
    """The table for the page; what all municipalities would take is computed, and said to be."""
    rows = [
        (
            {"refresh": "`fondbok refresh --homes`", "samla": "`fondbok samla`"}[name],
            str(homes),
            f"{taken.wall:.1f}",
            f"{taken.processor:.1f}",
            f"{taken.processor / homes:.1f}",
            f"{taken.peak_mb:.0f}",
            f"{taken.processor / homes * ALL / 60:.0f}",
        )
        for name, taken in costs.items()
    ]
    heads = ("homes", "seconds", "processor seconds", "of them a home", "peak MB")
    return "\n".join(
        (
            machine("dbt-duckdb"),
            "",
            table(("command", *heads, f"{ALL} homes, processor minutes"), rows),
            "",
            "Every fund's money of every municipality in the comparison is what was made up, to the"
            f" öre. {ALL} homes are measured where that many are asked for (HOMES={ALL}).",
        )
    )
