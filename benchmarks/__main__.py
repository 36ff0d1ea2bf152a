"""`make bench`: run the benchmarks one after the other and write their tables.

    python -m benchmarks                      everything, into docs/performance.md
    python -m benchmarks --rows 20000         everything, small, to the terminal only
    python -m benchmarks --only csv sie       some of it

Belongs here: sizes, order and where the tables go. What is measured is in the other modules.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import (
    documents,
    growth,
    homes,
    identity,
    intake,
    ledger_csv,
    ledger_sie,
    likely_pairs,
    loop,
    models,
    page,
)
from benchmarks.measure import PROJECT, QUIET, tell

FULL = 1_000_000
FILES = 20
LABELS = PROJECT.parent / "shared" / "facts" / "entity_variants.csv"


@dataclass(frozen=True)
class Size:
    """How much of everything, told by the rows of a csv file."""

    rows: int
    homes: int = 0  # how many are asked for; 0 for as many as the rows say
    memos_asked: int = 0  # as the homes

    @property
    def municipalities(self) -> int:
        return self.homes or max(homes.ALL // 15 * self.rows // FULL, 2)

    @property
    def rounds(self) -> int:
        return 3 if self.rows >= FULL else 1

    @property
    def megabytes(self) -> float:
        return self.rows / 10_000

    @property
    def new_rows(self) -> int:
        return max(self.rows // 100, 100)

    @property
    def names(self) -> int:
        return max(likely_pairs.NAMES * self.rows // FULL, 400)

    @property
    def workbooks(self) -> int:
        return max(intake.MUNICIPALITIES * 13 * self.rows // FULL, 16)

    @property
    def memos(self) -> int:
        return self.memos_asked or max(documents.ALL_CITIES // 10 * self.rows // FULL, 9)


def parts(size: Size, labels: Path) -> dict[str, Callable[[Path, Path], str]]:
    """What can be measured: from a scratch folder and the template home to a block of the page."""
    return {
        "csv": lambda folder, template: ledger_csv.block(
            ledger_csv.measure(folder, template, rows=size.rows, rounds=size.rounds)
        ),
        "sie": lambda folder, _: ledger_sie.block(
            ledger_sie.measure(folder, megabytes=size.megabytes, rounds=size.rounds)
        ),
        "growth": lambda folder, template: growth.block(
            growth.measure(
                folder,
                template,
                files=FILES,
                rows=size.rows,
                new_rows=size.new_rows,
                rounds=size.rounds,
            )
        ),
        "intake": lambda _folder, _template: intake.block(size.workbooks, size.rounds),
        "pairs": lambda _folder, _template: likely_pairs.block(size.names, size.rounds),
        "identity": lambda _folder, _template: identity.block(labels),
        "documents": lambda folder, _: documents.block(
            *documents.measure(
                documents.prepare(folder / "malmo"), memos=size.memos, rounds=size.rounds
            )
        ),
        "loop": lambda folder, _: loop.block(loop.measure(folder, rounds=size.rounds)),
        "homes": lambda folder, _: homes.block(
            *homes.measure(folder, homes=size.municipalities, jobs=os.cpu_count() or 1)
        ),
    }


def main() -> None:
    """Measure, print, and at full size write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--rows", type=int, default=FULL, help="rows of a csv file")
    parser.add_argument("--only", nargs="+", choices=list(parts(Size(0), LABELS)), default=[])
    parser.add_argument("--homes", type=int, default=0, help="municipalities, for homes")
    parser.add_argument("--memos", type=int, default=0, help="tjänsteskrivelser, for documents")
    parser.add_argument("--labels", type=Path, default=LABELS, help="labelled project names")
    parser.add_argument("--scratch", type=Path, default=PROJECT / "var" / "bench")
    options = parser.parse_args()
    options.scratch.mkdir(parents=True, exist_ok=True)
    size = Size(options.rows, options.homes, options.memos)
    with tempfile.TemporaryDirectory(dir=options.scratch) as name:
        blocks = measure(Path(name), size, options.labels, options.only)
    if size.rows >= FULL:
        page.write(blocks)
        tell(f"Written to {page.PAGE.relative_to(PROJECT)}")


def measure(folder: Path, size: Size, labels: Path, only: list[str]) -> dict[str, str]:
    """Each part's block, printed as soon as it is there."""
    os.environ.update(QUIET)
    chosen = {k: v for k, v in parts(size, labels).items() if k in only or not only}
    if not labels.exists():
        tell(f"{labels} is not here: identity is left as it is")
        chosen.pop("identity", None)
    template = folder / "template"
    if {"csv", "growth"} & chosen.keys():
        tell("Building the models once, on the example's submissions")
        models.prepare(template)
    if size.rows < FULL:
        tell("A small run: fixed costs weigh heavily, and the aims are for the full size")
    blocks = {}
    for name, part in chosen.items():
        blocks[name] = part(folder, template)
        print(f"\n{blocks[name]}\n", flush=True)
    return blocks


if __name__ == "__main__":
    main()
