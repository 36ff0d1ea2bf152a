"""What a sheet's own XML knows and a grid of values does not.

Belongs here: cells that calamine shows as empty (errors, formulas without a value), and what a
person sees of a cell beside its value: hidden, struck through, written with a currency. Nearly
every sheet has nothing of the kind; a look for the few signs that would tell comes first.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from string import hexdigits
from typing import Final, NamedTuple
from xml.parsers import expat

from fondbok.files.extent import column_number
from fondbok.files.formulas import Formula
from fondbok.files.marks import CellMarks, Uncalculated, is_footnote_mark
from fondbok.values.number_format import (
    NumberFormat,
    may_show_nothing,
    parse_number_format,
)

Place = tuple[int, int]
"""Row and column of a cell, both counted from 0."""

# What stands in an error cell that does not say which error.
_SOME_ERROR: Final = "#FEL!"
_LONGEST_FORMULA: Final = 80
# The root's own tag stands within so many bytes.
_OPENING: Final = 2_000

# Patterns that begin with one fixed sign: the engine then finds it many times faster.
_FORMULA = re.compile(rb"f(?<=[<:]f)(?=[\s/>])")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*)>")
_ROW_OR_CELL_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>")
# Every program that writes references writes them first.
_MAYBE_UNPLACED = re.compile(rb"<c[ >/](?!r=)")
_UNPLACED_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s(?![^>]*\br\s*=)[^>]*)?>""")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_TYPE = re.compile(rb"""(?:^|\s)t\s*=\s*["'](\w+)["']""")
_STYLE = re.compile(rb"""(?:^|\s)s\s*=\s*["'](\d+)["']""")
_FORMULA_AND_VALUE = re.compile(
    rb"<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*(/)>|<(?:\w+:)?v\b[^>]*>([^<]*)</)?"
)
_SHARED = re.compile(rb"""(?:^|\s)si\s*=\s*["'](\d+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
# A row without height and a column without width are as hidden as one that says so.
_HIDDEN = re.compile(
    rb"""(?:hidden\s*=\s*["'](?:1|true)|\s(?:ht|width)\s*=\s*["']0(?:\.0*)?)["']"""
)
_ROW_TAG = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^>]*)>")
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col(?=[\s/>])([^>]*)>")
_NUMBER = {
    name: re.compile(rb"""(?:^|\s)%s\s*=\s*["'](\d+)["']""" % name)
    for name in (b"min", b"max", b"r")
}
_ERROR_TYPES = (b'"e"', b"'e'")
_RICH_STRIKE = re.compile(rb"<(?:\w+:)?strike\b")
_INLINE = re.compile(rb"<(?:\w+:)?is>(.*?)</(?:\w+:)?is>", re.DOTALL)
_SHARED_STRING = re.compile(rb"<(?:\w+:)?si\s*/>|<(?:\w+:)?si>(.*?)</(?:\w+:)?si>", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*?(?:/>|>([^<]*)<)")
_STRUCK_RUN = re.compile(rb"""<(?:\w+:)?strike(?:\s*/>|\s+val\s*=\s*["'](?:1|true)["'])""")
_RAISED = re.compile(rb"<(?:\w+:)?vertAlign\b")
_RAISED_RUN = re.compile(rb"""<(?:\w+:)?vertAlign\s+val\s*=\s*["'](?:superscript|subscript)["']""")
_FORMAT_CODE = re.compile(rb"""formatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Excel's own formats are not written out; of those only these tell something in every country.
_BUILT_IN: Final = {"9": "0%", "10": "0.00%"}
_PERCENT = re.compile(rb"""<(?:\w+:)?xf\s[^>]*?numFmtId\s*=\s*["'](?:9|10)["']""")
# The font of a workbook that nobody has coloured names the theme's text colour at most.
_COLOURED_FONT = re.compile(
    rb"""<(?:\w+:)?color\s[^>]*?(?:rgb|indexed|theme\s*=\s*["'](?!1["']))"""
)
WHITE: Final = (255, 255, 255)
"""What a cell without a fill looks like."""
# What the first colours of a theme and of Excel's own palette are in nearly every workbook.
_THEME: Final = {"0": WHITE, "1": (0, 0, 0)}
_INDEXED: Final = {
    **dict.fromkeys(("1", "9", "65"), WHITE),
    **dict.fromkeys(("0", "8", "64"), (0, 0, 0)),
}
# Two colours that differ by less are one to the eye.
_NO_DIFFERENCE: Final = 16
_FAINT_TINT: Final = 0.06
_COLUMNS: Final = 16_384

Colour = tuple[int, int, int] | str
"""Red, green and blue; or a name of its own where nobody here knows what it looks like."""


@dataclass(frozen=True)
class Looks:
    """What the workbook's styles and shared strings say that changes how a cell is understood.

    Attributes:
        struck: Numbers of the cell styles whose font is struck through.
        formats: Number of a cell style -> what its number format tells.
        strings: Number of a shared string with struck parts -> its text without them.
        unmarked: Number of a shared string with the mark of a footnote at an amount -> its text
            without the mark.
        unseen: Number of a cell style that hides what stands in the cell -> the number format that
            does it, "" where the text has the colour of its background.
    """

    struck: frozenset[bytes] = frozenset()
    formats: dict[bytes, NumberFormat] = field(default_factory=dict)
    strings: dict[bytes, str] = field(default_factory=dict)
    unseen: dict[bytes, str] = field(default_factory=dict)
    unmarked: dict[bytes, str] = field(default_factory=dict)


@dataclass
class SheetXml:
    """What was found in the XML of one sheet.

    Attributes:
        lost: Cells with an error or with a formula that has no value, and what stands there.
        formulas: Every cell with a formula, and the formula.
        marks: What a person sees beside the values; None where there is nothing.
        unmarked: Cells with the mark of a footnote at an amount, and their text without it.
    """

    lost: dict[Place, str]
    formulas: dict[Place, Formula]
    marks: CellMarks | None
    unmarked: dict[Place, str] = field(default_factory=dict)


def read_looks(styles: bytes, shared_strings: bytes) -> Looks:
    """The styles and strings that matter; nothing at all in most workbooks.

    Raises:
        ExpatError, ValueError: the styles are not well-formed.
    """
    strings, unmarked = (
        _strings(shared_strings, without) if sign.search(shared_strings) else {}
        for sign, without in ((_RICH_STRIKE, _without_struck), (_RAISED, _without_marks))
    )
    codes = {
        html.unescape((code[1] or code[2] or b"").decode("utf-8", "replace"))
        for code in _FORMAT_CODE.finditer(styles)
    }
    telling = any(parse_number_format(code) or may_show_nothing(code) for code in codes)
    if not telling and not any(
        sign.search(styles) for sign in (_PERCENT, _RICH_STRIKE, _COLOURED_FONT)
    ):
        return Looks(strings=strings, unmarked=unmarked)
    struck, formats, unseen = _styles(styles)
    return Looks(struck, formats, strings, unseen, unmarked)


def read_sheet_xml(xml: bytes, looks: Looks) -> SheetXml:
    """Look through the XML of one sheet."""
    prefixed = b":worksheet" in xml[:_OPENING]
    if (prefixed or _MAYBE_UNPLACED.search(xml)) and _UNPLACED_CELL.search(xml):
        xml = _with_places(xml)
    lost: dict[Place, str] = {}
    formulas: dict[Place, Formula] = {}
    for at in _error_types(xml):
        if (cell := _CELL_TAG.match(xml, xml.rfind(b"<", 0, at))) and (place := _place(cell[1])):
            lost[place] = _error_text(xml, cell)
    shared: dict[bytes, tuple[str, Place]] = {}
    for tag in _FORMULA.finditer(xml):
        _read_formula(xml, tag.start(), lost, formulas, shared)
    unmarked: dict[Place, str] = {}
    if looks.unmarked or (b"vertAlign" in xml and _RAISED.search(xml)):
        unmarked = dict(_rich_texts(xml, looks.unmarked, _without_marks))
    return SheetXml(lost, formulas, _marks(xml, looks), unmarked)


def read_marks(xml: bytes, looks: Looks) -> CellMarks:
    """What a person sees beside the values of a sheet, or of some of its rows."""
    return _marks(xml, looks) or CellMarks()


def column_at(letters: bytes) -> int:
    """The column Excel calls so, A is 0."""
    return column_number(letters) - 1


def _place(attributes: bytes) -> Place | None:
    reference = _REFERENCE.search(attributes)
    if reference is None or not reference[1]:
        return None
    row, column = int(reference[2][:9]) - 1, column_at(reference[1][:5])
    return (row, column) if row >= 0 and column < _COLUMNS else None


def _with_places(xml: bytes) -> bytes:
    """The sheet with a reference at every row and cell that has none: the next one in order."""
    pieces: list[bytes] = []
    done = row = column = 0
    for tag in _ROW_OR_CELL_TAG.finditer(xml):
        reference = _REFERENCE.search(tag[2])
        if tag[1] == b"row":
            row = int(reference[2][:9]) if reference else row + 1
            column = 0
            wanted = b' r="%d"' % row
        else:
            column = column_at(reference[1][:5]) + 1 if reference and reference[1] else column + 1
            wanted = b' r="%s%d"' % (letters(column - 1), row)
        if reference is None:
            pieces += [xml[done : tag.start(2)], wanted]
            done = tag.start(2)
    return b"".join([*pieces, xml[done:]])


def letters(at: int) -> bytes:
    """The letters of a column, 0 is A."""
    letters = b""
    at += 1
    while at > 0:
        at, rest = divmod(at - 1, 26)
        letters = b"%c%s" % (65 + rest, letters)
    return letters


def _error_types(xml: bytes) -> Iterator[int]:
    for sign in _ERROR_TYPES:
        at = xml.find(sign) if sign[:1] in xml else -1
        while at >= 0:
            yield at
            at = xml.find(sign, at + 1)


def _error_text(xml: bytes, cell: re.Match[bytes]) -> str:
    if cell[1].endswith(b"/"):
        return _SOME_ERROR
    end = xml.find(b"c>", cell.end())
    value = _VALUE.search(xml, cell.end(), end if end >= 0 else len(xml))
    text = value[1].decode("utf-8", "replace").strip() if value else ""
    return html.unescape(text) or _SOME_ERROR


def _read_formula(
    xml: bytes,
    at: int,
    lost: dict[Place, str],
    formulas: dict[Place, Formula],
    shared: dict[bytes, tuple[str, Place]],
) -> None:
    """One formula: where it stands, and what is shown of it when it has no value."""
    begin = xml.rfind(b"<", 0, at)
    cell = _CELL_TAG.match(xml, xml.rfind(b"<", 0, begin))
    found = _FORMULA_AND_VALUE.match(xml, begin) if cell is not None else None
    place = _place(cell[1]) if cell is not None else None
    if cell is None or found is None or place is None:
        return
    text = html.unescape((found[2] or b"").decode("utf-8", "replace"))
    first = place
    number = _SHARED.search(found[1])
    if number is not None:
        # The first of them has the text, and the others are copies of it.
        own = (text, place)
        text, first = shared.setdefault(number[1], own) if text else shared.get(number[1], own)
    formulas[place] = Formula(text, place[0] - first[0], place[1] - first[1])
    type_ = _TYPE.search(cell[1])
    if place in lost or (type_ is not None and type_[1] in (b"s", b"inlineStr", b"e")):
        return
    has_value = found[3] is not None or found[4] is not None
    value = (found[4] or b"").strip()
    # Text that was calculated and came out empty is empty; a number never is.
    if value or (has_value and type_ is not None and type_[1] == b"str"):
        return
    lost[place] = Uncalculated(f"={text[:_LONGEST_FORMULA]}")


def _marks(xml: bytes, looks: Looks) -> CellMarks | None:
    marks = CellMarks()
    if _HIDDEN.search(xml):
        _read_hidden(xml, marks)
    if looks.struck or looks.formats or looks.unseen:
        _read_cell_looks(xml, looks, marks)
    if looks.strings or (b"strike" in xml and _RICH_STRIKE.search(xml)):
        _read_struck_text(xml, looks, marks)
    return marks if marks != CellMarks() else None


def _read_hidden(xml: bytes, marks: CellMarks) -> None:
    for tag in _ROW_TAG.finditer(xml):
        number = _NUMBER[b"r"].search(tag[1])
        if number is not None and _HIDDEN.search(tag[1]):
            marks.hidden_rows.add(int(number[1][:9]))
    for tag in _COLUMN_TAG.finditer(xml):
        first, last = (_NUMBER[name].search(tag[1]) for name in (b"min", b"max"))
        if first is None or last is None or not _HIDDEN.search(tag[1]):
            continue
        end = min(int(last[1][:9]), _COLUMNS)
        marks.hidden_columns.update(range(int(first[1][:9]) - 1, end))


def _read_cell_looks(xml: bytes, looks: Looks, marks: CellMarks) -> None:
    """Cells of a style that tells something."""
    styles = looks.struck | looks.formats.keys() | looks.unseen.keys()
    if b"0" in styles:
        # Of a cell that names no style, too.
        cells: Iterator[re.Match[bytes] | None] = iter(_CELL_TAG.finditer(xml))
    else:
        wanted = re.compile(rb"""\ss\s*=\s*["'](?:%s)["']""" % b"|".join(sorted(styles)))
        cells = (
            _CELL_TAG.match(xml, xml.rfind(b"<", 0, at.start())) for at in wanted.finditer(xml)
        )
    for cell in cells:
        place = _place(cell[1]) if cell is not None and not cell[1].endswith(b"/") else None
        if cell is None or place is None:
            continue
        style = _STYLE.search(cell[1])
        number = style[1] if style is not None else b"0"
        at = (place[0] + 1, place[1])
        if number in looks.struck:
            marks.struck.add(at)
        if (format_ := looks.formats.get(number)) is not None:
            marks.formats[at] = format_
        if (hides := looks.unseen.get(number)) is not None:
            marks.unseen[at] = hides


def _read_struck_text(xml: bytes, looks: Looks, marks: CellMarks) -> None:
    """Cells of which a part is struck through: what is left of each without that part."""
    for place, left in _rich_texts(xml, looks.strings, _without_struck):
        if left.strip():
            marks.half_struck[place[0] + 1, place[1]] = left
        else:
            marks.struck.add((place[0] + 1, place[1]))


_Without = Callable[[bytes], str | None]
"""The text of rich text without some of its runs; None when it has none of those."""


def _rich_texts(
    xml: bytes, strings: dict[bytes, str], without: _Without
) -> Iterator[tuple[Place, str]]:
    """Cells of rich text that is not to be read whole: what is left of each."""
    for cell in _CELL_TAG.finditer(xml):
        type_ = _TYPE.search(cell[1])
        left: str | None = None
        if type_ is None:
            continue
        if type_[1] == b"s" and strings:
            value = _VALUE.match(xml, cell.end())
            left = strings.get(value[1].strip()) if value is not None else None
        elif type_[1] == b"inlineStr" and (inline := _INLINE.match(xml, cell.end())) is not None:
            left = without(inline[1])
        place = _place(cell[1]) if left is not None else None
        if left is not None and place is not None:
            yield place, left


def _strings(xml: bytes, without: _Without) -> dict[bytes, str]:
    """Shared strings that are not to be read whole, by their number."""
    found: dict[bytes, str] = {}
    for number, string in enumerate(_SHARED_STRING.finditer(xml)):
        left = without(string[1] or b"")
        if left is not None:
            found[b"%d" % number] = left
    return found


def _without_struck(rich: bytes) -> str | None:
    """The text of the runs that are not struck through; None when none is."""
    if not _STRUCK_RUN.search(rich):
        return None
    runs = [run[1] for run in _RUN.finditer(rich)]
    marks = _marks_among(runs)
    return "".join(
        _words(run)
        for at, run in enumerate(runs)
        if not _STRUCK_RUN.search(run) and at not in marks
    )


def _without_marks(rich: bytes) -> str | None:
    """The text without the marks of footnotes at an amount; None when there is none."""
    if not _RAISED_RUN.search(rich):
        return None
    runs = [run[1] for run in _RUN.finditer(rich)]
    marks = _marks_among(runs)
    return "".join(_words(run) for at, run in enumerate(runs) if at not in marks) if marks else None


def _marks_among(runs: list[bytes]) -> set[int]:
    """Which runs are marks of footnotes: small and off the line, beside an amount."""
    found: set[int] = set()
    before = ""
    words = [_words(run) for run in runs]
    for at, run in enumerate(runs):
        is_raised = _RAISED_RUN.search(run) is not None
        if is_raised and is_footnote_mark(words[at], before, islice(words, at + 1, None)):
            found.add(at)
        else:
            before += words[at]
    return found


def _words(run: bytes) -> str:
    texts = (text[1] or b"" for text in _TEXT.finditer(run))
    return html.unescape(b"".join(texts).decode("utf-8", "replace"))


def _styles(
    xml: bytes,
) -> tuple[frozenset[bytes], dict[bytes, NumberFormat], dict[bytes, str]]:
    """Cell styles by number: those struck through, what their formats tell, and what hides."""
    reader = _StylesReader()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.Parse(xml, True)
    struck = frozenset(
        b"%d" % number for number, cell in enumerate(reader.cells) if cell.font in reader.struck
    )
    formats = {
        b"%d" % number: reader.codes[cell.code]
        for number, cell in enumerate(reader.cells)
        if cell.code in reader.codes
    }
    unseen: dict[bytes, str] = {}
    for number, cell in enumerate(reader.cells):
        font, fill = reader.fonts.get(cell.font), reader.fills.get(cell.fill, WHITE)
        if font is not None and look_same(font, fill):
            unseen[b"%d" % number] = ""
        elif cell.code in reader.hiding:
            unseen[b"%d" % number] = reader.hiding[cell.code]
    return struck, formats, unseen


def colour_of(attributes: dict[str, str]) -> Colour | None:
    """A colour; None where none is named or the program is to choose one."""
    tint = attributes.get("tint", "0")
    rgb = attributes.get("rgb", "")[-6:]
    if len(rgb) == 6 and all(sign in hexdigits for sign in rgb):
        return int(rgb[:2], 16), int(rgb[2:4], 16), int(rgb[4:], 16)
    for name, known in (("theme", _THEME), ("indexed", _INDEXED)):
        number = attributes.get(name)
        if number is None:
            continue
        plain = known.get(number) if _is_faint(tint) else None
        return plain or f"{name} {number} {tint}"
    return None


def _is_faint(tint: str) -> bool:
    try:
        return abs(float(tint)) <= _FAINT_TINT
    except ValueError:
        return False


def look_same(one: Colour, other: Colour) -> bool:
    """Whether two colours are one to the eye."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return all(abs(a - b) < _NO_DIFFERENCE for a, b in zip(one, other, strict=True))


class _CellStyle(NamedTuple):
    """The numbers of a cell style's font, number format and fill."""

    font: str
    code: str
    fill: str


class _StylesReader:
    """Fonts, number formats, fills and cell styles, in the order their numbers count."""

    def __init__(self) -> None:
        self.struck: set[str] = set()
        built_in = ((number, parse_number_format(code)) for number, code in _BUILT_IN.items())
        self.codes = {number: format_ for number, format_ in built_in if format_ is not None}
        self.hiding: dict[str, str] = {}
        self.fonts: dict[str, Colour] = {}
        self.fills: dict[str, Colour] = {}
        self.cells: list[_CellStyle] = []
        self._fonts = self._fills = 0
        self._solid = False
        self._inside: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition("}")[2]
        parent = self._inside[-1] if self._inside else ""
        self._inside.append(bare)
        if bare == "numFmt" and parent == "numFmts":
            self._number_format(attributes)
        elif bare == "font" and parent == "fonts":
            self._fonts += 1
        elif self._inside[-3:-1] == ["fonts", "font"]:
            self._of_font(bare, attributes)
        elif bare == "fill" and parent == "fills":
            self._fills += 1
        elif "fills" in self._inside[:-1]:
            self._of_fill(bare, attributes)
        elif bare == "xf" and parent == "cellXfs":
            names = ("fontId", "numFmtId", "fillId")
            self.cells.append(_CellStyle(*(attributes.get(name_, "0") for name_ in names)))

    def end(self, name: str) -> None:
        del name
        self._inside.pop()

    def _number_format(self, attributes: dict[str, str]) -> None:
        number, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
        format_ = parse_number_format(code)
        if format_ is not None:
            self.codes[number] = format_
        if may_show_nothing(code):
            self.hiding[number] = code

    def _of_font(self, name: str, attributes: dict[str, str]) -> None:
        if name == "strike" and attributes.get("val", "1") not in ("0", "false"):
            self.struck.add(str(self._fonts - 1))
        elif name == "color" and (colour := colour_of(attributes)) is not None:
            self.fonts[str(self._fonts - 1)] = colour

    def _of_fill(self, name: str, attributes: dict[str, str]) -> None:
        number = str(self._fills - 1)
        if name == "patternFill":
            self._solid = attributes.get("patternType") == "solid"
            if attributes.get("patternType", "none") not in ("none", "solid"):
                self.fills[number] = "mönster"
        elif name == "gradientFill":
            self.fills[number] = "toning"
        elif name == "fgColor" and self._solid:
            self.fills[number] = colour_of(attributes) or WHITE
