"""docx: through the city's own document of styles, or ours.

Belongs here: what Word does in its own way: a contents list that is filled in from the start,
alternative texts, and the words in the page's head and foot.
"""

from __future__ import annotations

import base64
import io
import zipfile
from xml.sax.saxutils import escape

from fondbok.documents import charts, swedish
from fondbok.documents.parts import Bars, Document
from fondbok.documents.render import pandoc
from fondbok.documents.render.look import Look
from fondbok.documents.render.tree import Dialect, Node, clean, div, para, raw, tree, words

_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_DEEPEST = 2


def render(document: Document, look: Look) -> bytes:
    """The document; the same one gives the same bytes."""
    before = [*_draft(document), *(_contents(document) if document.contents else ())]
    meta = {
        "title": f"{'Utkast: ' if document.draft else ''}{document.title}",
        "subtitle": document.subtitle,
        "date": f"Utgåva {document.release_id}, {swedish.dag(document.dated)}",
        "lang": "sv-SE",
    }
    made = tree(document, DIALECT, meta, before)
    written = pandoc.convert(
        made, "docx", document.dated, "--standalone", f"--reference-doc={look.file('mall.docx')}"
    )
    return _finished(written, document)


def _draft(document: Document) -> list[Node]:
    if not document.draft:
        return []
    return _boxed([para("UTKAST"), *map(para, document.draft)], "Utkast")


def _contents(document: Document) -> list[Node]:
    """A list of contents that Word can renew and that is filled in before it does."""
    headings = list(document.headings(_DEEPEST))
    if not headings:
        return []
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f'TOC \\o "1-{_DEEPEST}" \\h \\z \\u</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = [
        f'<w:p><w:pPr><w:pStyle w:val="TOC{each.level}"/></w:pPr>{begin if place == 0 else ""}'
        f'<w:hyperlink w:anchor="{escape(each.anchor)}"><w:r><w:t xml:space="preserve">'
        f"{escape(clean(each.text))}</w:t></w:r></w:hyperlink>"
        f"{end if place == len(headings) - 1 else ''}</w:p>"
        for place, each in enumerate(headings)
    ]
    title = '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>Innehåll</w:t></w:r></w:p>'
    return [raw("openxml", title + "".join(lines))]


def _picture(bars: Bars, caption: str) -> list[Node]:
    source = base64.b64encode(charts.png(bars)).decode("ascii")
    image = {
        "t": "Image",
        "c": [
            ["", [], [["width", "100%"]]],
            words(charts.alternative(bars)),
            [f"data:image/png;base64,{source}", ""],
        ],
    }
    return [
        {
            "t": "Figure",
            "c": [
                [bars.anchor, [], []],
                [None, [{"t": "Plain", "c": words(caption)}]],
                [{"t": "Plain", "c": [image]}],
            ],
        }
    ]


def _framed(blocks: list[Node], _caption: str) -> list[Node]:
    return blocks


def _boxed(blocks: list[Node], _title: str) -> list[Node]:
    return [div([], blocks, style="Utkast")]


def _noted(lines: list[str]) -> list[Node]:
    return [div([], list(map(para, lines)), style="Table Note")]


def _gap(text: str) -> list[Node]:
    return [div([], [para(f"[Att fylla i: {text}]")], style="Lucka")]


def _finished(written: bytes, document: Document) -> bytes:
    """The parts in a zip without a clock; the head's and foot's places filled in."""
    places = {
        "{{titel}}": document.title,
        "{{undertitel}}": document.subtitle,
        "{{utgava}}": document.release_id,
        "{{utkast}}": "UTKAST" if document.draft else "",
    }
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as source,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith(("word/header", "word/footer")):
                text = content.decode("utf-8")
                for place, value in places.items():
                    text = text.replace(place, escape(clean(value)))
                content = text.encode("utf-8")
            info = zipfile.ZipInfo(part.filename, _FIRST_ZIP_DAY)
            info.create_system = 3  # else it follows the machine
            info.external_attr = 0o644 << 16
            target.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return kept.getvalue()


DIALECT = Dialect(_picture, _framed, _boxed, _gap, _noted)
