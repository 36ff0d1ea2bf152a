"""Delimited lines of which one quoted text can span several.

Belongs here: joining them to rows. A quote that is never closed must not swallow what follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from fondbok.files.lines import Lines
from fondbok.ledger import tables
from fondbok.ledger.kept_lines import keep_lines
from fondbok.ledger.profiles import Layout
from fondbok.ledger.source import Source
from fondbok.sql import text_literal

# A quoted text with line breaks in it spans a few lines; more is a quote that was never closed.
LONGEST_QUOTED = 20
MOST_BROKEN_LINES = 10_000


def quoted_source(con: duckdb.DuckDBPyConnection, lines: Lines, layout: Layout) -> Source:
    """Where a row can span lines, the lines are kept until they are joined."""
    keep_lines(con, lines)
    _join_quoted_lines(con, layout)
    cells, broken = tables.cells(layout.delimiter)
    blank = text_literal(' \t"\u00a0' + layout.delimiter)
    # A line whose first cell is filled is no blank line: the trim is for the others.
    filled = f"(regexp_matches(line, '^[0-9A-Za-z]') or trim(line, {blank}) <> '')"
    rows = (
        f"select rad, line as innehall, {cells} as c, {broken} as trasig, stokig "
        f"from ledger_lines where rad > {layout.header_rad} and {filled}"
    )
    return Source("", layout, rows)


def _join_quoted_lines(con: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Join lines that one quoted text spans, so that the row stands at its first line.

    Only lines whose quotes are broken are looked at. A quote that is not closed within a few
    lines, by a row with the header's number of cells, stays what it is: one broken line.
    """
    _, broken = tables.cells(layout.delimiter)
    starts = con.execute(
        f"select rad from ledger_lines where rad > {layout.header_rad} and {broken} "
        f"order by rad limit {MOST_BROKEN_LINES}"
    ).fetchall()
    whole = re.compile(tables.well_formed(layout.delimiter))
    joined: list[tuple[int, int, str]] = []
    taken = -1
    for (start,) in starts:
        if start <= taken:
            continue
        lines = con.execute(
            "select line from ledger_lines where rad between ? and ? order by rad",
            [start, start + LONGEST_QUOTED],
        ).fetchall()
        span = _span([line for (line,) in lines], whole, layout)
        if span > 1:
            taken = start + span - 1
            joined.append((start, taken, "\n".join(line for (line,) in lines[:span])))
    for start, last, line in joined:
        con.execute("update ledger_lines set line = ?, stokig = true where rad = ?", [line, start])
        con.execute("update ledger_lines set line = '' where rad > ? and rad <= ?", [start, last])


def _span(lines: Sequence[str], whole: re.Pattern[str], layout: Layout) -> int:
    """How many lines, from the first, make one whole row; 1 when none do."""
    for count in range(2, len(lines) + 1):
        # A quote can only be closed by a line that holds one.
        if '"' not in lines[count - 1]:
            continue
        line = "\n".join(lines[:count])
        if not whole.fullmatch(line):
            continue
        outside = re.sub(r'"(?:[^"]|"")*"', "", line)
        return count if outside.count(layout.delimiter) + 1 == len(layout.header) else 1
    return 1
