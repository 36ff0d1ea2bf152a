"""html: one self-contained page that reads well aloud, on a phone and on paper.

Belongs here: what a page does in its own way. WCAG 2.1 AA is kept here and in mall/mall.html:
language, headings, captions, header scopes, contrast, a skip link, tables that scroll by keyboard.
"""

from __future__ import annotations

import base64

from fondbok.documents import charts, swedish
from fondbok.documents.parts import Bars, Document
from fondbok.documents.render import pandoc
from fondbok.documents.render.look import Look
from fondbok.documents.render.tree import Dialect, Node, div, para, tree, words


def render(document: Document, look: Look) -> bytes:
    """The page, as UTF-8; the same document gives the same bytes."""
    made = tree(document, DIALECT, _meta(document), [])
    options = [
        f"--template={look.file('mall.html')}",
        "--standalone",
        "--shift-heading-level-by=1",
        "--wrap=none",
        "--no-highlight",
    ]
    if document.contents:
        options += ["--toc", "--toc-depth=3"]
    return pandoc.convert(made, "html5", document.dated, *options)


def _meta(document: Document) -> dict[str, str]:
    meta = {
        "pagetitle": f"{'Utkast: ' if document.draft else ''}{document.title}, {document.subtitle}",
        "rubrik": document.title,
        "undertitel": document.subtitle,
        "lang": "sv",
        "utgava": document.release_id,
        "datum": swedish.dag(document.dated),
    }
    if document.draft:
        meta["utkast"] = " ".join(document.draft)
    return meta


def _picture(bars: Bars, caption: str) -> list[Node]:
    source = base64.b64encode(charts.svg(bars).encode("utf-8")).decode("ascii")
    image = {
        "t": "Image",
        "c": [
            ["", [], []],
            words(charts.alternative(bars)),
            [f"data:image/svg+xml;base64,{source}", ""],
        ],
    }
    figure = {
        "t": "Figure",
        "c": [
            [bars.anchor, [], []],
            [None, [{"t": "Plain", "c": words(caption)}]],
            [{"t": "Plain", "c": [image]}],
        ],
    }
    return _framed([figure], caption)


def _framed(blocks: list[Node], caption: str) -> list[Node]:
    return [div(["rulla"], blocks, role="region", tabindex="0", aria_label=caption)]


def _boxed(blocks: list[Node], title: str) -> list[Node]:
    return [div(["ruta"], blocks, role="note", aria_label=title)]


def _noted(lines: list[str]) -> list[Node]:
    return [div(["note"], list(map(para, lines)))]


def _gap(text: str) -> list[Node]:
    return [div(["lucka"], [para(f"[Att fylla i: {text}]")])]


def _together(blocks: list[Node], _lying: bool, _short: bool) -> list[Node]:
    return blocks


# A page has no lines to fill: a table is as wide as it has to be, and scrolls.
_LINE = 92
DIALECT = Dialect(_picture, _framed, _boxed, _gap, _noted, _LINE, _LINE, _together)
