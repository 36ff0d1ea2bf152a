"""Word's XML as blocks: paragraphs and tables in the order they are read.

Belongs here: which part is the document, and what a table's rows and cells are, as Word shows them
when every change is accepted. The text of a paragraph is in `docx_text`; what the blocks mean for a
submission is in `docx`. Of headers and footers only the words are read; notes, comments and the
glossary are other parts.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from fondbok.files.archive import open_office
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FEL_FORMAT, FIL_FOR_STOR, FIL_OSAKER, FIL_SKADAD
from fondbok.intake.readers.docx_text import (
    MAX_DEPTH,
    LeftOut,
    Missing,
    Styles,
    W,
    alternative,
    is_placeholder,
    paragraph_text,
    read_styles,
    value,
)
from fondbok.values.text import tidy, tidy_lines

_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_USUAL_PART = "word/document.xml"
# Longer than this, a bold paragraph is emphasis and not a heading.
_LONGEST_HEADING = 160
# Word has no wider table.
_MOST_COLUMNS: Final = 63
# Other programs have; nobody reads one so wide.
_WIDEST: Final = 1_000
# What may stand around paragraphs, rows and cells without being seen.
_AROUND = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    *(f"{W}{name}" for name in ("sdtContent", "ins", "moveTo", "customXml", "smartTag")),
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        text: What Word shows of it.
        heading: It stands as one, by style or by being all bold.
        listed: It is an item of a list.
        caption: It is styled as the caption of a table or picture.
        left_out: What it holds that is not read.
        changed: It holds changes that nobody has accepted.
        joined: Its end was deleted: the next paragraph goes on from it.
    """

    text: str
    heading: bool
    listed: bool
    caption: bool = False
    left_out: tuple[LeftOut, ...] = ()
    changed: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class WordCell:
    """One cell.

    Attributes:
        at: First column of the table's grid that it covers.
        span: How many columns it covers.
        text: Its own text, without that of tables inside it.
        above: It continues the cell above it.
        merged: It is part of a cell over several rows.
        left_out: What it holds that is not read.
        blocks: Its paragraphs and the tables inside it, in order.
        commented: Somebody has put a comment in it.
    """

    at: int
    span: int
    text: str
    above: bool = False
    merged: bool = False
    left_out: tuple[LeftOut, ...] = ()
    blocks: tuple[Block, ...] = ()
    commented: bool = False

    @property
    def tables(self) -> list[WordTable]:
        """The tables inside it."""
        return [block for block in self.blocks if isinstance(block, WordTable)]


@dataclass(frozen=True, slots=True)
class WordRow:
    """One row.

    Attributes:
        cells: Its cells; none when the row was deleted or is hidden.
        gone: What the cells held that are gone from it.
    """

    cells: list[WordCell]
    gone: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class WordTable:
    """One table: its rows, the widths of its grid, and whether changes are left to accept."""

    rows: list[WordRow]
    widths: list[int] = field(default_factory=list)
    changed: bool = False


Block = Paragraph | WordTable


@dataclass(frozen=True, slots=True)
class Document:
    """What is read of a document.

    Attributes:
        blocks: Its paragraphs and tables.
        embedded: Kinds of objects in it that are not read.
        around: What stands at the head and foot of its pages, a paragraph each.
    """

    blocks: list[Block]
    embedded: list[str]
    around: list[str] = field(default_factory=list)


def read_document(content: bytes) -> Document:
    """The paragraphs and tables of a document, in reading order.

    Raises:
        Refusal: not a Word document that can or should be opened.
    """
    parts = open_office(content, "Word-dokument", "[Content_Types].xml")
    name = next(_related(parts, "", "/officeDocument"), _USUAL_PART)
    root = _parse(parts, name)
    if root is None or root.tag != f"{W}document":
        raise Refusal(FIL_FEL_FORMAT, format="Word-dokument", detalj="det är en annan sorts fil")
    styles = _parse(parts, next(_related(parts, name, "/styles"), "word/styles.xml"))
    reader = _Blocks(Styles() if styles is None else read_styles(styles))
    body = root.find(f"{W}body")
    blocks = [] if body is None else _put_together(reader.blocks(body, 0))
    # What a head has embedded is a logotype.
    embedded = [*reader.embedded]
    around = [
        text
        for kind in ("/header", "/footer")
        for part in _related(parts, name, kind)
        if (outside := _parse(parts, part)) is not None
        for text in _words_of(_put_together(reader.blocks(outside, 0)))
    ]
    return Document(blocks, embedded, around)


def _words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The paragraphs of blocks that have words, those in tables too."""
    for block in blocks:
        if isinstance(block, WordTable):
            for row in block.rows:
                for cell in row.cells:
                    yield from _words_of(cell.blocks)
        elif words := tidy(block.text):
            yield words


def _parse(parts: dict[str, bytes], name: str) -> Element | None:
    if name not in parts:
        return None
    try:
        root: Element = ElementTree.fromstring(parts[name].replace(_STRICT_W, W[1:-1].encode()))
    except DefusedXmlException as error:
        raise Refusal(FIL_OSAKER, detalj="externa hänvisningar") from error
    except (ElementTree.ParseError, ValueError) as error:
        raise Refusal(FIL_SKADAD) from error
    return root


def _related(parts: dict[str, bytes], name: str, kind: str) -> Iterator[str]:
    """The parts of a kind that a part (or the archive itself) names."""
    folder, file = posixpath.split(name)
    relations = _parse(parts, posixpath.join(folder, "_rels", f"{file}.rels"))
    for relation in () if relations is None else relations.iter(_RELATION):
        if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _put_together(blocks: Iterator[Block]) -> list[Block]:
    """Paragraphs whose end was deleted are one with the next."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(last, Paragraph) and last.joined and isinstance(block, Paragraph):
            found[-1] = Paragraph(
                last.text + block.text,
                block.heading,
                block.listed,
                block.caption,
                (*last.left_out, *block.left_out),
                True,
                block.joined,
            )
        else:
            found.append(block)
    return found


class _Blocks:
    """Reads blocks under the styles of one document."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.embedded: list[str] = []

    def blocks(self, parent: Element, depth: int) -> Iterator[Block]:
        if depth > MAX_DEPTH:
            raise Refusal(FIL_OSAKER, detalj="för många nivåer i varandra")
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield self._table(child, depth)
            elif child.tag == f"{W}altChunk":
                self.embedded.append("dokument")
            else:
                for inside in _inside(child):
                    yield from self.blocks(inside, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        """The paragraph, and after it what stands in the text boxes anchored in it."""
        text = paragraph_text(element, self.styles)
        self.embedded += text.embedded
        style = value(element, "pPr", "pStyle") or ""
        looks_like = f"{style} {self.styles.names.get(style, '')}".casefold()
        words = tidy(text.shown)
        short = 0 < len(words) <= _LONGEST_HEADING
        styled = looks_like.startswith(("heading", "rubrik", "title", "titel"))
        outlined = value(element, "pPr", "outlineLvl") is not None
        numbered = element.find(f"{W}pPr/{W}numPr") is not None
        mark = element.find(f"{W}pPr/{W}rPr")
        changed = [] if mark is None else [name for name in _MARKS if value(mark, name) is not None]
        yield Paragraph(
            text.shown,
            short and (styled or outlined or self._all_bold(element)),
            numbered or looks_like.startswith(("list", "lista")),
            any(word in looks_like for word in ("caption", "beskrivning")),
            tuple((why, tidy(left)) for why, left in text.left_out if tidy(left)),
            text.changed or bool(changed),
            "del" in changed or "moveFrom" in changed,
        )
        for box in text.boxes:
            yield from self.blocks(box, depth + 1)

    def _all_bold(self, paragraph: Element) -> bool:
        runs = [
            run for run in paragraph.iter(f"{W}r") if paragraph_text(run, self.styles).shown.strip()
        ]
        return bool(runs) and all(
            value(run, "rPr", "b") not in (None, "0", "false") for run in runs
        )

    def _table(self, element: Element, depth: int) -> WordTable:
        widths = [
            int(width) if (width := column.get(f"{W}w", "")).isascii() and width.isdigit() else 0
            for column in element.findall(f"{W}tblGrid/{W}gridCol")
        ]
        rows: list[WordRow] = []
        # Where the row above has a cell that may be continued.
        above: frozenset[int] = frozenset()
        changed = False
        for row in _inside_all(element, "tr"):
            changed |= _is_changed(row)
            rows.append(self._row(row, above, depth))
            if rows[-1].cells:
                above = frozenset(cell.at for cell in rows[-1].cells if cell.merged)
        cells = (cell for row in rows for cell in row.cells)
        changed |= any(
            block.changed for cell in cells for block in cell.blocks if isinstance(block, Paragraph)
        )
        return WordTable(rows, widths, changed)

    def _row(self, row: Element, above: frozenset[int], depth: int) -> WordRow:
        cells: list[WordCell] = []
        gone: list[LeftOut] = []
        at = _number(value(row, "trPr", "gridBefore"))
        for element in _inside_all(row, "tc"):
            cell = self._cell(element, at, above, depth)
            if value(element, "tcPr", "cellDel") is not None:
                gone += _left_out_whole("borttagen", cell)
                continue
            cells.append(cell)
            at += cell.span
            if at > _WIDEST:
                raise Refusal(FIL_FOR_STOR, detalj="en tabell med orimligt många kolumner")
        why: Missing | None = "borttagen" if value(row, "trPr", "del") is not None else None
        if why is None and value(row, "trPr", "hidden") not in (None, "0", "false", "off"):
            why = "dold"
        if why is not None:
            return WordRow([], tuple(left for cell in cells for left in _left_out_whole(why, cell)))
        return WordRow(cells, tuple(gone))

    def _cell(self, cell: Element, at: int, above: frozenset[int], depth: int) -> WordCell:
        blocks = _put_together(self.blocks(cell, depth + 1))
        paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
        text = tidy_lines("\n".join(block.text for block in paragraphs))
        tables = [block for block in blocks if isinstance(block, WordTable)]
        if not text and len(tables) == 1 and (only := _only_cell(tables[0])) is not None:
            # A table of one cell is a frame around what stands in this one.
            text, blocks = only.text, [*paragraphs, *only.blocks]
            paragraphs += [block for block in only.blocks if isinstance(block, Paragraph)]
        left_out = [left for block in paragraphs for left in block.left_out]
        span = max(1, _number(value(cell, "tcPr", "gridSpan") or "1"))
        merge = _vertical(cell)
        # Without a cell to continue it is one of its own.
        continues = merge == "continue" and at in above
        if continues or value(cell, "tcPr", "hMerge") in ("", "continue"):
            left_out += [("dold", tidy(text))] if text else []
            text = ""
        return WordCell(
            at,
            span,
            text,
            continues,
            merge is not None,
            tuple(left_out),
            tuple(blocks),
            cell.find(f".//{W}commentReference") is not None,
        )


_MARKS = ("ins", "del", "moveFrom", "moveTo")


def _inside(child: Element) -> Iterator[Element]:
    """What to look into where something stands around the blocks, rows or cells."""
    if child.tag == f"{W}sdt":
        if not is_placeholder(child):
            yield from child.findall(f"{W}sdtContent")
    elif child.tag in _AROUND:
        yield from alternative(child)


def _inside_all(parent: Element, name: str, depth: int = 0) -> Iterator[Element]:
    """The rows of a table or the cells of a row, not those of tables inside it."""
    if depth > MAX_DEPTH:
        raise Refusal(FIL_OSAKER, detalj="för många nivåer i varandra")
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        else:
            for inside in _inside(child):
                yield from _inside_all(inside, name, depth + 1)


def _is_changed(row: Element) -> bool:
    if any(value(row, "trPr", name) is not None for name in ("ins", "del")):
        return True
    return any(
        value(cell, "tcPr", name) is not None
        for cell in _inside_all(row, "tc")
        for name in ("cellIns", "cellDel", "cellMerge")
    )


def _number(text: str | None) -> int:
    """A count of columns, never more than a table may have."""
    if text is None or not (text.isascii() and text.isdigit()):
        return 0
    return min(int(text[:4]), _MOST_COLUMNS)


def _vertical(cell: Element) -> str | None:
    """Restart or continue for a cell over several rows, None for one of its own."""
    tracked = cell.find(f"{W}tcPr/{W}cellMerge")
    if tracked is not None:
        kind = tracked.get(f"{W}vMerge")
        return {"cont": "continue", "rest": "restart"}.get(kind or "")
    merge = value(cell, "tcPr", "vMerge")
    return None if merge is None else "restart" if merge == "restart" else "continue"


def _only_cell(table: WordTable) -> WordCell | None:
    cells = [cell for row in table.rows for cell in row.cells]
    return cells[0] if len(cells) == 1 and not cells[0].tables else None


def _left_out_whole(why: Missing, cell: WordCell) -> list[LeftOut]:
    """A cell that is gone, with all it holds."""
    words = tidy(cell.text)
    return [*([(why, words)] if words else []), *cell.left_out]
