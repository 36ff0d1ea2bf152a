"""Word's XML as blocks: paragraphs and tables in the order they are read.

Belongs here: what text is in a document (not what was deleted or moved away) and what a table's
cells are. What the blocks mean for a submission is in `docx`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from fondbok.intake.readers.archive import open_office
from fondbok.intake.readers.tables import Refused
from fondbok.intake.values.text import tidy, tidy_lines

MAX_DEPTH: Final = 60
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# Longer than this, a bold paragraph is emphasis and not a heading.
_LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `heading` for those that stand as one, by style or by being all bold."""

    text: str
    heading: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class WordTable:
    """One table: rows of cell texts, merged cells once and empty where they continue."""

    rows: list[list[str]]


Block = Paragraph | WordTable


def read_blocks(content: bytes) -> list[Block]:
    """The paragraphs and tables of a document, in reading order.

    Raises:
        Refused: not a Word document that can or should be opened.
    """
    parts = open_office(content, "Word-dokument", "word/document.xml")
    try:
        root = ElementTree.fromstring(
            parts["word/document.xml"].replace(_STRICT_W[1:-1].encode(), _W[1:-1].encode())
        )
    except DefusedXmlException as error:
        raise Refused("FIL_OSAKER", detalj="externa hänvisningar") from error
    except (ElementTree.ParseError, ValueError) as error:
        raise Refused("FIL_SKADAD") from error
    body = root.find(f"{_W}body")
    return [] if body is None else list(_blocks(body, 0))


def _blocks(parent: Element, depth: int) -> Iterator[Block]:
    if depth > MAX_DEPTH:
        raise Refused("FIL_OSAKER", detalj="för många nivåer i varandra")
    for child in parent:
        if child.tag == f"{_W}p":
            yield _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield WordTable([_row(row, depth) for row in _rows(child)])
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child, depth + 1)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _rows(child)


def _row(row: Element, depth: int) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_W}tc"):
        blocks = [block for block in _blocks(cell, depth + 1) if isinstance(block, Paragraph)]
        merged_into_above = _property(cell, "tcPr", "vMerge") in ("continue", "")
        cells.append("" if merged_into_above else tidy_lines("\n".join(b.text for b in blocks)))
        span = _property(cell, "tcPr", "gridSpan") or "1"
        cells.extend([""] * (min(int(span), 64) - 1 if span.isascii() and span.isdigit() else 0))
    return cells


def _property(element: Element, group: str, name: str) -> str | None:
    """A property's value; "" when it is there without one, None when it is not there."""
    found = element.find(f"{_W}{group}/{_W}{name}")
    return None if found is None else found.get(f"{_W}val", "")


def _paragraph(element: Element) -> Paragraph:
    text = "".join(_texts(element, 0))
    style = (_property(element, "pPr", "pStyle") or "").casefold()
    listed = element.find(f"{_W}pPr/{_W}numPr") is not None or style.startswith(("list", "lista"))
    styled = style.startswith(("heading", "rubrik", "title", "titel"))
    outlined = _property(element, "pPr", "outlineLvl") is not None
    words = tidy(text)
    short = 0 < len(words) <= _LONGEST_HEADING
    return Paragraph(text, short and (styled or outlined or _all_bold(element)), listed)


def _all_bold(paragraph: Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if "".join(_texts(run, 0)).strip()]
    return bool(runs) and all(
        _property(run, "rPr", "b") not in (None, "0", "false") for run in runs
    )


_SILENT = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText"))
_SPACED = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _texts(element: Element, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise Refused("FIL_OSAKER", detalj="för många nivåer i varandra")
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SPACED:
            yield _SPACED[child.tag]
        elif child.tag not in _SILENT:
            yield from _texts(child, depth + 1)
