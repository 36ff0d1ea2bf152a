"""pdf: tagged, as PDF/UA-1 asks, set by typst from what pandoc writes for it.

Belongs here: what typst does in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Literal

from fondbok.documents import charts, swedish
from fondbok.documents.parts import Bars, Document
from fondbok.documents.render import pandoc
from fondbok.documents.render.look import Look
from fondbok.documents.render.pandoc import RenderError
from fondbok.documents.render.tree import Dialect, Node, clean, para, raw, tree

_STANDARD: Literal["ua-1"] = "ua-1"
# So many signs fit on a page in the narrowest column there is; what does not fit would be lost.
_LONG_CELL = 400
# Signs of a table's text in a line, of the page upright and lying down.
_LINE, _LYING = 108, 165
# What has no place to end a line at is given some; a word can be hyphenated while it is one.
_UNBROKEN = re.compile(r"[^\s-]{30,}")
_LONGEST_WORD, _STEP = 45, 20
# Where `widths` reckons that a line may end, and typst does not.
_JOINED = re.compile(r"(?<=\w)_(?=\w)")
# A box of no width ends a line as a sign of no width does, and is not copied with the text.
_BREAK, _NO_WIDTH = "\N{ZERO WIDTH SPACE}", "#box()"


def render(document: Document, look: Look) -> bytes:
    """The document; the same one gives the same bytes.

    Raises:
        RenderError: typst cannot set it, or it would not be what PDF/UA-1 asks.
    """
    import typst  # noqa: PLC0415 - heavy

    source = pandoc.convert(
        _as_literals(tree(document, DIALECT, _meta(document), [])),
        "typst",
        document.dated,
        "--standalone",
        f"--template={look.file('mall.typ')}",
        "--wrap=none",
    )
    try:
        compiler = typst.Compiler(
            font_paths=[str(folder) for folder in look.fonts], ignore_system_fonts=True
        )
        made = compiler.compile(
            source, format="pdf", pdf_standards=_STANDARD, timestamp=pandoc.epoch(document.dated)
        )
    except RuntimeError as error:
        raise RenderError(f"typst kunde inte göra {document.name}.pdf: {error}") from error
    assert isinstance(made, bytes)
    return made


def _meta(document: Document) -> dict[str, str]:
    meta = {
        "rubrik": document.title,
        "undertitel": document.subtitle,
        "utgava": document.release_id,
        "datum": swedish.dag(document.dated),
    }
    if document.draft:
        meta["utkast"] = " ".join(document.draft)
    if document.contents:
        meta["innehall"] = "ja"
    return meta


def _as_literals(node: Any) -> Any:
    """The tree with all its words as typst strings: a cell that begins with '1.' is no list."""
    if isinstance(node, dict):
        return {name: _as_literals(part) for name, part in node.items()}
    if not isinstance(node, list):
        return node
    made: list[Any] = []
    for is_text, group in groupby(node, _is_text):
        if is_text:
            text = "".join(" " if each["t"] == "Space" else each["c"] for each in group)
            made.append({"t": "RawInline", "c": ["typst", _ended_anywhere(text)]})
        else:
            made += map(_as_literals, group)
    return made


def _is_text(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") in {"Str", "Space"}


def _ended_anywhere(text: str) -> str:
    """The text for typst: nothing in it runs out of its column or the page."""
    breakable = _JOINED.sub(f"_{_BREAK}", _UNBROKEN.sub(_broken, text))
    return _NO_WIDTH.join(f"#{literal(piece)}" for piece in breakable.split(_BREAK))


def _broken(found: re.Match[str]) -> str:
    piece = found[0]
    if piece.isalpha() and len(piece) < _LONGEST_WORD:
        return piece
    return _BREAK.join(piece[at : at + _STEP] for at in range(0, len(piece), _STEP))


def literal(text: str) -> str:
    """A typst string: nothing in it is markup."""
    escaped = clean(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _picture(bars: Bars, caption: str) -> list[Node]:
    image = (
        f'image(bytes({literal(charts.svg(bars))}), format: "svg", width: 100%,'
        f" alt: {literal(charts.alternative(bars))})"
    )
    return [raw("typst", f"#figure({image}, caption: {literal(caption)}, kind: image)")]


def _framed(blocks: list[Node], _caption: str) -> list[Node]:
    """A table whose rows stay on one page, unless a cell may be longer than a page can hold."""
    if max(map(len, _cells(blocks)), default=0) > _LONG_CELL:
        return blocks
    return [raw("typst", "#[#set table.cell(breakable: false)"), *blocks, raw("typst", "]")]


def _cells(node: Any) -> Iterator[str]:
    """The text of each line of the cells."""
    if isinstance(node, dict) and node.get("t") == "Plain":
        yield "".join(_texts(node["c"]))
        return
    for part in _parts(node):
        yield from _cells(part)


def _texts(node: Any) -> Iterator[str]:
    if _is_text(node):
        yield " " if node["t"] == "Space" else node["c"]
        return
    for part in _parts(node):
        yield from _texts(part)


def _parts(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def _noted(lines: list[str]) -> list[Node]:
    return [
        node for line in lines for node in (raw("typst", "#note["), para(line), raw("typst", "]"))
    ]


def _boxed(blocks: list[Node], _title: str) -> list[Node]:
    return [raw("typst", "#ruta["), *blocks, raw("typst", "]")]


def _gap(text: str) -> list[Node]:
    return [raw("typst", "#lucka["), para(f"[Att fylla i: {text}]"), raw("typst", "]")]


def _together(blocks: list[Node], lying: bool, short: bool) -> list[Node]:
    if lying:
        return [raw("typst", "#page(flipped: true)["), *blocks, raw("typst", "]")]
    if short:
        return [raw("typst", "#block(breakable: false)["), *blocks, raw("typst", "]")]
    return blocks


DIALECT = Dialect(_picture, _framed, _boxed, _gap, _noted, _LINE, _LYING, _together)
