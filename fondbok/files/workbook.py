"""Workbooks: opened once, within limits, for whoever reads them.

Belongs here: everything between the bytes and a grid of cells that does not depend on what the
cells mean: the guard, calamine and what it dies of, and which part of the archive is which sheet.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Final
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from fondbok.files.marks import At
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FOR_STOR, FIL_SKADAD
from fondbok.files.sheet_xml import column_at

# Comments and drawings of a sheet: fifty thousand comments are as much.
MAX_BESIDE_BYTES: Final = 8 * 1024 * 1024
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWN_PARAGRAPH, _DRAWN_TEXT = f"{_DRAWN}p", f"{_DRAWN}t"
# `&L`, `&"Arial,Bold"`, `&12`, `&P`: where a part of it stands, its looks, and what is filled in.
_PAGE_TEXT = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)[^>/]*>([^<]*)<", re.DOTALL)
_PAGE_CODE = re.compile(r'&&|&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d+|&[A-Za-z]|\n')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@contextmanager
def opened(content: bytes) -> Iterator[CalamineWorkbook]:
    """A workbook that has passed a guard (`archive`, `extent`), for as long as it is read.

    Raises:
        Refusal: it is damaged, whatever the library says of it.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            yield workbook
    except Refusal:
        raise
    except (
        CalamineError, expat.ExpatError, OSError, ValueError, EOFError, OverflowError
    ) as error:  # fmt: skip
        raise Refusal(FIL_SKADAD) from error
    except BaseException as error:
        # A panic in calamine's Rust code is no Exception; it means the same to the reader.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal(FIL_SKADAD) from error


def sheet_parts(parts: dict[str, bytes]) -> tuple[dict[str, str], str, str]:
    """Sheet name -> part that holds its cells; the parts with the styles and the shared strings.

    Raises:
        Refusal: the workbook's own list of sheets cannot be read.
    """
    try:
        workbook = _elements(parts["xl/workbook.xml"])
        relations = _elements(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"))
    except Exception as error:  # any way of being malformed means the same to the reader
        raise Refusal(FIL_SKADAD) from error
    target = {
        attributes.get("Id", ""): _part_name(attributes.get("Target", ""))
        for _, attributes in relations
    }
    by_type = {
        attributes.get("Type", "").rpartition("/")[2]: _part_name(attributes.get("Target", ""))
        for _, attributes in relations
    }
    found: dict[str, str] = {}
    for name, attributes in workbook:
        if name != "sheet":
            continue
        ids = [value for key_, value in attributes.items() if key_.endswith("}id")]
        sheet = attributes.get("name", "")
        if sheet in found:
            # Excel gives no two sheets one name; which of them calamine reads is not guessed.
            raise Refusal(FIL_SKADAD)
        if ids:
            found[sheet] = target.get(ids[0], "")
    return found, by_type.get("styles", ""), by_type.get("sharedStrings", "")


@dataclass(frozen=True)
class Beside:
    """What stands on a sheet outside its cells.

    Attributes:
        commented: The cells that somebody has put a comment at.
        comments: What the comments say, in order.
        texts: Text boxes, and the head and foot of the printed pages, a paragraph each.
    """

    commented: frozenset[At]
    comments: list[str]
    texts: list[str]


def read_beside(parts: dict[str, bytes], sheet: str, xml: bytes) -> Beside:
    """What is read on a sheet outside its cells.

    Args:
        parts: the parts of the archive.
        sheet: the part with the sheet's cells.
        xml: that part, or what of it stands after the cells.

    Raises:
        Refusal: a part that belongs to it is damaged.
    """
    try:
        related = _related(parts, sheet)
        comments = [part for kind, part in related if kind == "comments"]
        places = [
            _REFERENCE.fullmatch(at.get("ref", ""))
            for part in comments
            for name, at in _elements(part)
            if name == "comment"
        ]
        said = [text for part in comments for text in _texts_of_comments(part)]
        drawn = [text for kind, part in related if kind == "drawing" for text in _paragraphs(part)]
    except Refusal:
        raise
    except Exception as error:  # any way of being malformed means the same to the reader
        raise Refusal(FIL_SKADAD) from error
    at_cells = frozenset((int(at[2]), column_at(at[1].encode())) for at in places if at)
    return Beside(at_cells, said, [*filter(str.strip, drawn), *_page_texts(xml)])


def _page_texts(xml: bytes) -> list[str]:
    """The texts of the head and foot of a sheet's printed pages, without pictures and fonts."""
    after_cells = xml[max(xml.rfind(b"sheetData"), 0) :]
    found = (unescape(text.decode("utf-8", "replace")) for text in _PAGE_TEXT.findall(after_cells))
    return [part.strip() for text in found for part in _PAGE_CODE.split(text) if part.strip()]


def _related(parts: dict[str, bytes], sheet: str) -> list[tuple[str, bytes]]:
    """The comments and drawings that belong to a sheet: what each is, and the part itself."""
    folder, _, name = sheet.rpartition("/")
    kinds = [
        (attributes.get("Type", "").rpartition("/")[2], attributes)
        for _, attributes in _elements(_small(parts, f"{folder}/_rels/{name}.rels"))
    ]
    return [
        (kind, _small(parts, _beside(folder, attributes["Target"])))
        for kind, attributes in kinds
        if kind in ("comments", "drawing")
    ]


def _small(parts: dict[str, bytes], name: str) -> bytes:
    """A part that is read into memory whole, and takes many times its size there."""
    part = parts.get(name, b"<r/>")
    if len(part) > MAX_BESIDE_BYTES:
        raise Refusal(FIL_FOR_STOR, detalj=f"{len(part) // 1024 // 1024} MB i {name}")
    return part


def _paragraphs(xml: bytes) -> list[str]:
    """The paragraphs of a drawing, in order."""
    return _texts(xml, _DRAWN_PARAGRAPH, _DRAWN_TEXT)


def _texts_of_comments(xml: bytes) -> list[str]:
    return _texts(xml, f"{_SHEET}comment", f"{_SHEET}t")


def _texts(xml: bytes, whole: str, part: str) -> list[str]:
    """The texts of elements whose words stand in parts of them.

    Raises:
        ValueError: a document type, which can define entities.
        ExpatError: the part is not well-formed.
    """
    found: list[str] = []
    inside = False

    def begin(name: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside = name == part
        if name == whole:
            found.append("")

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    def say(text: str) -> None:
        if inside and found:
            found[-1] += text

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = say
    parser.Parse(xml, True)
    return found


def _beside(folder: str, target: str) -> str:
    """The part that a relation of one in a folder names."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Local name and attributes of every element; a tree of them costs five times as much.

    Raises:
        ValueError: a document type, which can define entities.
        ExpatError: the part is not well-formed.
    """
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition("}")[2], attributes)
    )
    parser.Parse(xml, True)
    return found


def _parser() -> expat.XMLParserType:
    """Names with their namespace before a brace; a document type is refused."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise ValueError("document type")


def _part_name(target: str) -> str:
    bare = target.lstrip("/")
    return bare if target.startswith("/") or bare.startswith("xl/") else f"xl/{bare}"
