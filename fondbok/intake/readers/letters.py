"""Letters that were broken before the file was made: said once, at the first cell that has them.

Belongs here: where they are looked for in workbooks, JSON and documents. Text files are looked
through as they are decoded; what broken letters look like is in `encoding`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fondbok.files import encoding
from fondbok.findings import Finding
from fondbok.intake.readers.tables import Source, Table, column_letter
from fondbok.intake.rules import TECKEN_FELKODADE, note
from fondbok.values.text import Cell

_BETWEEN_CELLS, _BETWEEN_ROWS = "\x1f", "\x1e"
_SEPARATORS = re.compile("[\x1e\x1f]")
_SHOWN: Final = 40


def remark_letters(source: Source) -> list[Finding]:
    """A finding when a submission's texts hold letters of the wrong encoding."""
    if any(remark.regel == TECKEN_FELKODADE.id for remark in source.fynd):
        return []
    places = list(_rows(source))
    text = _BETWEEN_ROWS.join(_line(cells) for _, _, cells in places)
    found = encoding.find_broken(text)
    if found is None:
        return []
    table, rad, _ = places[text.count(_BETWEEN_ROWS, 0, found.start)]
    begins = text.rfind(_BETWEEN_ROWS, 0, found.start) + 1
    at = text.count(_BETWEEN_CELLS, begins, found.start)
    begins = max(begins, text.rfind(_BETWEEN_CELLS, 0, found.start) + 1)
    words = _SEPARATORS.split(text[begins : found.end + _SHOWN])[0]
    piece = encoding.visible(encoding.around(words, found.start - begins))
    if table is None:
        return [note(TECKEN_FELKODADE, varde=piece)]
    kolumn = table.column_name(at) if at < len(table.header) else column_letter(at)
    return [
        note(TECKEN_FELKODADE, blad=table.blad or None, rad=rad or None, kolumn=kolumn, varde=piece)
    ]


def _rows(source: Source) -> Iterator[tuple[Table | None, int, Sequence[Cell]]]:
    for pair in source.start:
        yield None, pair.rad, [pair.label, pair.value]
    for table in source.tables():
        yield table, table.header_rad, table.header
        for rad, cells in table.rows:
            yield table, rad, cells


def _line(cells: Sequence[Cell]) -> str:
    return _BETWEEN_CELLS.join(
        [_one_piece(cell) if isinstance(cell, str) else "" for cell in cells]
    )


def _one_piece(text: str) -> str:
    """A cell's text without the signs that part cells and rows here."""
    return text if text.isprintable() else _SEPARATORS.sub(" ", text)
