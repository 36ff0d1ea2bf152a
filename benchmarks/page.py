"""The page docs/performance.md: prose by hand, tables by `make bench` between markers.

Belongs here: putting a measured block in its place, and the pieces that all tables share.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import PROJECT, Cost

PAGE = PROJECT / "docs" / "performance.md"


def replace(page: str, name: str, block: str) -> str:
    """The page with another block between the markers of that name.

    Raises:
        ValueError: the page does not have the two markers once each.
    """
    start, end = f"<!-- make bench: {name} -->", f"<!-- end: {name} -->"
    if page.count(start) != 1 or page.count(end) != 1:
        raise ValueError(f"{start} and {end} must stand once each")
    before, rest = page.split(start)
    _, after = rest.split(end)
    return f"{before}{start}\n{block.strip()}\n{end}{after}"


def write(blocks: dict[str, str], path: Path = PAGE) -> None:
    """Put blocks in their places."""
    page = path.read_text(encoding="utf-8")
    for name, block in blocks.items():
        page = replace(page, name, block)
    path.write_text(page, encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column to the left, numbers to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def aim(what: str, ours: Cost, theirs: Cost, *, at_most: float) -> str:
    """How many times their cost ours is, and whether that is little enough."""
    wall, processor = ours.wall / theirs.wall, ours.processor / theirs.processor
    return (
        f"- Aim: {what}, at most {at_most:g} times. By the clock {_said(wall, at_most)}, "
        f"by the processor {_said(processor, at_most)}."
    )


def _said(ratio: float, at_most: float) -> str:
    return f"{ratio:.2f} ({'reached' if ratio <= at_most else 'not reached'})"
