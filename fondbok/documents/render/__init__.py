"""One content, three renderers: docx, html and pdf.

Belongs here: how parts look. All three go through pandoc's own document tree (`tree`); docx
and html are written by pandoc, pdf by typst from what pandoc writes for it. Does not belong here: a
word of what the documents say, beyond their furniture (contents, draft, release).
"""

from __future__ import annotations

from collections.abc import Callable

from fondbok.documents.parts import Document
from fondbok.documents.render import docx, html, pdf
from fondbok.documents.render.look import Look

RENDERERS: dict[str, Callable[[Document, Look], bytes]] = {
    "docx": docx.render,
    "html": html.render,
    "pdf": pdf.render,
}
FORMATS = tuple(RENDERERS)
