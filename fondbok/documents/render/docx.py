"""docx: through the city's own document of styles, or ours.

Belongs here: what Word does in its own way: a contents list that is filled in from the start,
alternative texts, and the words in the page's head and foot.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from itertools import count
from xml.sax.saxutils import escape

from fondbok.documents import charts, swedish
from fondbok.documents.parts import Bars, Document
from fondbok.documents.render import pandoc
from fondbok.documents.render.look import Look
from fondbok.documents.render.tree import Dialect, Node, clean, div, para, raw, tree, words

_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_DEEPEST = 2
_NOTE = r'\s*(?:<w:bookmarkEnd [^>]*>\s*)*<w:p>\s*<w:pPr>\s*<w:pStyle w:val="TableNote" />'
_TABLE = re.compile(rf"(?P<table><w:tbl>.*?</w:tbl>)(?P<noted>{_NOTE})?", re.DOTALL)
_ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
# What is said of a table, or of a figure, just before its caption.
_CAPTION = (
    r"\s*(?:<w:bookmark[^>]*>\s*)*<w:p>\s*<w:pPr>\s*"
    r'<w:pStyle w:val="(?:TableCaption|CaptionedFigure)" />'
)
_LEADS = re.compile(
    r'(?P<style><w:pStyle w:val="(?:FirstParagraph|BodyText)" />)'
    rf"(?P<rest>(?:(?!</w:p>).)*</w:p>)(?={_CAPTION})",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")
_CELL_STYLE = '<w:pStyle w:val="Compact" />'
# What surely fits on a page; a longer row, or table, has to break somewhere.
_FITS, _SHORT_ROWS = 1500, 17
_LEAD = 400  # signs of a lead that is a few lines
# Signs of a table's text in a line in the widest font, of the page upright and lying down.
_LINE, _LINE_LYING = 92, 140
_UPRIGHT, _LYING = "<w:sectPr><!--upright--></w:sectPr>", "<w:sectPr><!--lying--></w:sectPr>"
_SECTION = re.compile(
    r"<w:sectPr(?:(?!<w:sectPr)(?!<!--).)*?</w:sectPr>\s*(?=</w:body>)", re.DOTALL
)
_PAGE_SIZE = re.compile(r"<w:pgSz [^>]*>")
_WIDE, _HIGH = re.compile(r'w:w="(\d+)"'), re.compile(r'w:h="(\d+)"')


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
            if part.filename == "word/document.xml":
                content = _sections(_whole(content.decode("utf-8"))).encode("utf-8")
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


def _sections(text: str) -> str:
    """The ends of sections get the page of the template, upright or lying down."""
    found = _SECTION.search(text)
    if found is None:
        return text
    own = found.group()
    return text.replace(_UPRIGHT, own).replace(_LYING, _PAGE_SIZE.sub(_turned, own))


def _turned(found: re.Match[str]) -> str:
    size = found.group()
    wide, high = _WIDE.search(size), _HIGH.search(size)
    assert wide and high, size
    return f'<w:pgSz w:w="{high[1]}" w:h="{wide[1]}" w:orient="landscape" />'


def _whole(text: str) -> str:
    """No row of a table stands on two pages; a short table stands on one, with its notes.

    A few lines that lead to a table, or to a figure, stand on its page.
    """
    return _TABLE.sub(_whole_table, _LEADS.sub(_led, text))


def _led(found: re.Match[str]) -> str:
    keeps = "<w:keepNext />" if len(_TAG.sub("", found["rest"])) <= _LEAD else ""
    return f"{found['style']}{keeps}{found['rest']}"


def _whole_table(found: re.Match[str]) -> str:
    rows = _ROW.findall(found["table"])
    last = len(rows) - (0 if found["noted"] else 1)
    if len(rows) > _SHORT_ROWS or len(_TAG.sub("", found["table"])) > _FITS:
        # The head goes with the first row, and the last row, which may be a sum, with another.
        kept = {0, len(rows) - 2, *range(len(rows) - 1, last)}
    else:
        kept = set(range(last))
    numbers = count()
    return _ROW.sub(lambda row: _whole_row(row.group(), next(numbers) in kept), found["table"]) + (
        found["noted"] or ""
    )


def _whole_row(row: str, keeps: bool) -> str:
    if keeps:
        row = row.replace(_CELL_STYLE, f"{_CELL_STYLE}<w:keepNext />")
    if len(_TAG.sub("", row)) > _FITS:
        return row
    if row.startswith("<w:tr><w:trPr>"):
        return row.replace("<w:trPr>", "<w:trPr><w:cantSplit />", 1)
    return row.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit /></w:trPr>", 1)


def _together(blocks: list[Node], lying: bool, _short: bool) -> list[Node]:
    """What lies on a page lying down is between two ends of sections; `_whole` keeps the rest."""
    if not lying:
        return blocks
    return [raw("openxml", _end(_UPRIGHT)), *blocks, raw("openxml", _end(_LYING))]


def _end(section: str) -> str:
    """A paragraph nobody sees, with which a section ends."""
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact" />'
    return f"<w:p><w:pPr>{spacing}{section}</w:pPr></w:p>"


DIALECT = Dialect(_picture, _framed, _boxed, _gap, _noted, _LINE, _LINE_LYING, _together)
