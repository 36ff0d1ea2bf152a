"""A file's or sheet's rows as SQL can read them, as often as needed.

Belongs here: the shape that evidence.py, rows and checks.py share. How a file becomes one
is in text_load.py and workbook_load.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from fondbok.files.blocks import Numbers
from fondbok.files.lines import Lines
from fondbok.ledger.export import NOTHING, Export
from fondbok.ledger.profiles import Layout


@dataclass(frozen=True)
class Source:
    """Rows that can be typed, as often as needed.

    Attributes:
        blad: sheet, '' in text files.
        layout: how they are read.
        rows: SQL of a relation (rad, innehall, c, trasig, stokig): row number, the row whole, its
            cells, whether its quotes are broken, and whether its cells need tidying.
        lines: the stream that `rows` reads as ledger_lines; None when the rows are in the database.
        said: what the export says of itself.
        preamble: the lines above the header, as `innehall` has them.
        below: the cells of the row under the header, of which some may be headers too.
        name: the name the file is known under.
    """

    blad: str
    layout: Layout
    rows: str
    lines: Lines | None = None
    said: Export = NOTHING
    preamble: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    name: str = ""

    def parts(
        self,
        con: duckdb.DuckDBPyConnection,
        *,
        most: int | None = None,
        only: Numbers | None = None,
    ) -> Iterator[None]:
        """Make `rows` readable, one part of the file at a time.

        Args:
            con: the connection.
            most: about how many rows are enough.
            only: the rows wanted, which a stream then does not hand over the others of.
        """
        if self.lines is None:
            yield
            return
        after = self.layout.header_rad
        for table in self.lines.fresh().tables(after=after, most=most, blank=False, only=only):
            con.register("ledger_lines", table)
            yield
        con.unregister("ledger_lines")
