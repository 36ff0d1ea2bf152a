"""The text of a paragraph as Word shows it, and what it holds that Word does not show.

Belongs here: runs, fields, symbols, text boxes, tracked changes, hidden and struck text. What is a
paragraph, a table or a cell is in `docx_xml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.etree.ElementTree import Element

from fondbok.files.marks import is_footnote_mark
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_OSAKER

MAX_DEPTH: Final = 60
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"

Missing = Literal["borttagen", "överstruken", "dold"]
"""Why text is not read: deleted in a change nobody accepted, struck out, hidden."""
LeftOut = tuple[Missing, str]

_FALSE = frozenset(["0", "false", "off", "none"])
_OFF_THE_LINE = frozenset(["superscript", "subscript"])
_DIGIT = re.compile(r"\d")
# The sign fonts' digits and marks that an amount may be written with; the rest is decoration.
_SYMBOL_SIGNS: Final = "0123456789+-.,%()/:"
_TICKS = {0xFC: "✓", 0xFE: "☑", 0xA8: "☐", 0x6F: "☐"}
_UNKNOWN_SIGN: Final = "□"


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says about its text; None where it leaves it to the style it is based on.

    Raised is what stands above or below the line: a mark, and no part of a number.
    """

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None


@dataclass
class Styles:
    """The styles of a document by id: how they look, what they are based on, their names."""

    looks: dict[str, Look] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def look(self, style: str | None) -> Look:
        """How a style looks, with what it has from those it is based on."""
        hidden = struck = raised = None
        seen: set[str] = set()
        while style is not None and style not in seen:
            seen.add(style)
            own = self.looks.get(style, Look())
            hidden = own.hidden if hidden is None else hidden
            struck = own.struck if struck is None else struck
            raised = own.raised if raised is None else raised
            style = self.based_on.get(style)
        return Look(hidden, struck, raised)


def read_styles(root: Element) -> Styles:
    """The styles of the part styles.xml."""
    styles = Styles()
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId")
        if name is None:
            continue
        styles.looks[name] = _own_look(style.find(f"{W}rPr"))
        if (base := value(style, "basedOn")) is not None:
            styles.based_on[name] = base
        styles.names[name] = (value(style, "name") or "").casefold()
    return styles


def value(element: Element | None, *path: str) -> str | None:
    """A property's value; "" when it is there without one, None when it is not there."""
    found = None if element is None else element.find("/".join(f"{W}{name}" for name in path))
    return None if found is None else found.get(f"{W}val", "")


def _on(properties: Element | None, name: str) -> bool | None:
    """A switch: on without a value, None when it is not there."""
    found = value(properties, name)
    return None if found is None else found.casefold() not in _FALSE


def _own_look(properties: Element | None) -> Look:
    struck = [_on(properties, name) for name in ("strike", "dstrike")]
    return Look(
        _on(properties, "vanish"),
        True if True in struck else False if False in struck else None,
        _is_raised(properties),
    )


def _is_raised(properties: Element | None) -> bool | None:
    """Above or below the line: as small raised text, or moved by so many half points."""
    aligned, moved = (value(properties, name) for name in ("vertAlign", "position"))
    if aligned is None and moved is None:
        return None
    return aligned in _OFF_THE_LINE or (moved or "0").strip("-+0") != ""


@dataclass
class Text:
    """A paragraph's text under way.

    Attributes:
        shown: What Word shows, without its text boxes.
        left_out: What is there and is not read, in order.
        boxes: Contents of the text boxes that are anchored in the paragraph.
        changed: Some of it was inserted, deleted or moved and nobody has accepted that.
        embedded: Kinds of objects of other programs in the paragraph.
    """

    shown: str = ""
    left_out: list[LeftOut] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    changed: bool = False
    embedded: list[str] = field(default_factory=list)

    def leave_out(self, why: Missing, text: str) -> None:
        """Keep text that is not read; neighbours of a kind are one."""
        if self.left_out and self.left_out[-1][0] == why:
            self.left_out[-1] = (why, self.left_out[-1][1] + text)
        elif text.strip():
            self.left_out.append((why, text))


def paragraph_text(paragraph: Element, styles: Styles) -> Text:
    """Read one paragraph (or run)."""
    reader = _Reader(styles, styles.look(value(paragraph, "pPr", "pStyle")), paragraph)
    reader.walk(paragraph, None, 0)
    return reader.text


class _Reader:
    """One paragraph's runs in order; fields that are open decide what is text."""

    def __init__(self, styles: Styles, paragraph: Look, whole: Element) -> None:
        self.styles = styles
        self.paragraph = paragraph
        self.text = Text()
        self.whole = whole
        # For each open field: whether we are still in its code, which is not shown.
        self.fields: list[bool] = []

    def walk(self, element: Element, why: Missing | None, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Refusal(FIL_OSAKER, detalj="för många nivåer i varandra")
        for child in element:
            self._take(child, why, depth + 1)

    def _take(self, child: Element, why: Missing | None, depth: int) -> None:
        name = child.tag.removeprefix(W)
        words = _words(child, name)
        if words is not None:
            self._add(words, why)
        elif name == "r":
            self._run(child, why, depth)
        elif name in _CHANGES:
            self._change(child, name, why, depth)
        elif name == "fldChar":
            self._field(child, why)
        elif name == "txbxContent":
            self.text.boxes += [child] if why is None else []
        elif child.tag == _OLE:
            self.text.embedded.append(child.get("ProgID") or "")
        elif name not in _SILENT and not (name == "sdt" and is_placeholder(child)):
            for branch in alternative(child):
                self.walk(branch, why, depth)

    def _run(self, run: Element, why: Missing | None, depth: int) -> None:
        properties = run.find(f"{W}rPr")
        own, style = _own_look(properties), self.styles.look(value(properties, "rStyle"))
        if why is None and _switch(own.hidden, style.hidden, self.paragraph.hidden):
            why = "dold"
        if why is None and _switch(own.struck, style.struck, self.paragraph.struck):
            why = "överstruken"
        raised = own.raised if own.raised is not None else style.raised
        if why is None and (raised or _has_own_mark(run)) and self._is_footnote_mark(run):
            return
        self.walk(run, why, depth)

    def _is_footnote_mark(self, run: Element) -> bool:
        """A small raised figure beside an amount belongs to the page and not to the amount."""
        return is_footnote_mark(_text_of(run), self.text.shown, self._after(run))

    def _after(self, run: Element) -> Iterator[str]:
        """What stands behind a run in its paragraph."""
        runs = iter(self.whole.iter(f"{W}r"))
        if any(each is run for each in runs):
            yield from map(_text_of, runs)

    def _change(self, child: Element, name: str, why: Missing | None, depth: int) -> None:
        self.text.changed = True
        if name == "del":
            self.walk(child, "borttagen", depth)
        elif name != "moveFrom":
            # What was moved away is read where it was moved to.
            self.walk(child, why, depth)

    def _field(self, mark: Element, why: Missing | None) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            chosen = _chosen_in_list(mark)
            if chosen is not None:
                self._add(chosen, why)
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _add(self, words: str, why: Missing | None) -> None:
        if any(self.fields):
            return
        if why is None:
            self.text.shown += words
        else:
            self.text.leave_out(why, words)


# Properties, codes of fields, and what stands above the base text in East Asian print.
_SILENT = frozenset(["pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "rt"])
_TEXT = frozenset(["t", "delText"])
_SPACED = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CHANGES = frozenset(["ins", "del", "moveFrom", "moveTo"])


def _words(element: Element, name: str) -> str | None:
    """The words an element is, None for one that is not words itself."""
    if name in _TEXT or element.tag == _MATH_TEXT:
        return element.text or ""
    return _symbol(element) if name == "sym" else _SPACED.get(name)


def _text_of(run: Element) -> str:
    return "".join(child.text or "" for child in run if child.tag == f"{W}t")


def _switch(own: bool | None, style: bool | None, paragraph: bool | None) -> bool:
    """A run's own word goes first; a character style turns round what the paragraph's says."""
    return own if own is not None else bool(style) != bool(paragraph)


def _has_own_mark(run: Element) -> bool:
    return any(
        child.get(f"{W}customMarkFollows") not in (None, *_FALSE)
        for child in run
        if child.tag in (f"{W}footnoteReference", f"{W}endnoteReference")
    )


def alternative(element: Element) -> Iterator[Element]:
    """The element; of several forms of the same content the first, if it can be one with text."""
    if element.tag != f"{_MC}AlternateContent":
        yield element
        return
    branches = [child for child in element if child.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    with_text = [branch for branch in branches if next(branch.iter(f"{W}t"), None) is not None]
    yield from (with_text or branches)[:1]


def is_placeholder(control: Element) -> bool:
    """A content control that nobody has filled in; one that shows a figure is believed."""
    if _on(control.find(f"{W}sdtPr"), "showingPlcHdr") is not True:
        return False
    return not any(_DIGIT.search(text.text or "") for text in control.iter(f"{W}t"))


def _chosen_in_list(mark: Element) -> str | None:
    """What an old form's list shows: it is written nowhere else."""
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return None
    entries = [entry.get(f"{W}val", "") for entry in choices if entry.tag == f"{W}listEntry"]
    number = value(choices, "result") or value(choices, "default") or "0"
    at = int(number) if number.isascii() and number.isdigit() else 0
    return entries[at] if at < len(entries) else None


def _symbol(element: Element) -> str:
    """A sign from a font of signs, where it says something."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return _UNKNOWN_SIGN
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else _UNKNOWN_SIGN
    code -= 0xF000
    if element.get(f"{W}font", "").casefold() == "symbol":
        sign = "€" if code == 0xA0 else chr(code)
        return sign if sign in _SYMBOL_SIGNS or sign == "€" else _UNKNOWN_SIGN
    return _TICKS.get(code, _UNKNOWN_SIGN)
