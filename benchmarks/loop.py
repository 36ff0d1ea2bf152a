"""The loop from landing to published, on the example: beside a bare `dbt build` of the same models.

Belongs here: what `fondbok refresh` costs when everything, one file or nothing is new. Beside dbt
alone, which neither reads files nor checks contracts, answers nämnder or publishes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import PROJECT, Cost, cost, least, machine, tell
from benchmarks.page import table
from fondbok.paths import Home
from fondbok.warehouse import build

EXAMPLE = PROJECT / "examples" / "malmo"
FULL_AIM = 1.3  # times a bare dbt build
ONE_AIM = 8  # seconds
NEW = "Nämnd;År;Projektnamn;Roll;Fond;Utbetalt\nASN;2025;Nytt projekt;Ägare;ESF;125000\n"


class Refresh:
    """`fondbok refresh` as it is typed."""

    def __init__(self, root: str) -> None:
        self._root = root

    def run(self) -> None:
        command = [sys.executable, "-m", "fondbok.cli", "refresh", "--home", self._root]
        subprocess.run(command, check=True, capture_output=True)

    def result(self) -> dict[str, str]:
        return {}


class Dbt:
    """The same models, seeds and tests, by dbt alone, on what has landed."""

    def __init__(self, root: str) -> None:
        self._home = Home(Path(root))

    def run(self) -> None:
        command = build.build_command(self._home)
        subprocess.run(command, check=True, capture_output=True, **build.place(self._home))

    def result(self) -> dict[str, str]:
        return {}


def measure(folder: Path, *, rounds: int) -> dict[str, Cost]:
    """What each kind of run costs; the kinds take turns, and the least of each counts."""
    tell("Refreshing the example")
    taken: dict[str, list[Cost]] = {}
    for number in range(rounds):
        root = folder / f"malmo{number}"
        shutil.copytree(EXAMPLE, root)
        new = root / "landing" / "submissions" / "ny.csv"
        taken.setdefault("everything new", []).append(cost(Refresh, root=root))
        taken.setdefault("nothing new", []).append(cost(Refresh, root=root))
        new.write_text(NEW, "utf-8")
        taken.setdefault("one submission new", []).append(cost(Refresh, root=root))
        taken.setdefault("bare dbt build", []).append(cost(Dbt, root=root))
        for name, costs in taken.items():
            tell(f"  {name}: {costs[-1].wall:.2f} s")
    return {name: least(costs) for name, costs in taken.items()}


def block(costs: dict[str, Cost]) -> str:
    """The table for the page, and whether the aims are reached."""
    bare = costs["bare dbt build"]
    rows = [
        (
            name,
            f"{taken.wall:.2f}",
            f"{taken.wall / bare.wall:.2f}",
            f"{taken.processor:.2f}",
            f"{taken.processor / bare.processor:.2f}",
            f"{taken.peak_mb:.0f}",
        )
        for name, taken in costs.items()
    ]
    ratio = costs["everything new"].wall / bare.wall
    one = costs["one submission new"].wall
    return "\n".join(
        (
            machine("dbt-core", "dbt-duckdb", "soda-core"),
            "",
            table(
                ("run", "seconds", "x dbt", "processor seconds", "x dbt", "peak MB"),
                rows,
            ),
            "",
            f"- Aim: everything, beside a bare dbt build, at most {FULL_AIM} times:"
            f" {ratio:.2f} ({_reached(ratio <= FULL_AIM)}).",
            f"- Aim: one new submission published in {ONE_AIM} seconds: {one:.1f}"
            f" ({_reached(one <= ONE_AIM)}).",
        )
    )


def _reached(is_so: bool) -> str:
    return "reached" if is_so else "not reached"
