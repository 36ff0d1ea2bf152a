"""Word's XML by hand: documents as no library writes them.

Belongs here: small builders of paragraphs, cells, rows, tables and the package around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.fixtures.submissions.underlag import package

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    f'xmlns:w="{TRANSITIONAL}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
TITLE = "Redovisning av internationellt arbete 2024"
NUMBER = "Diarienummer: ASN-2024-1122"
HEADER = ("Projekt", "Fond", "Roll", "Utbetalt belopp", "KF-mål")
FIRST = ("Hamnljus", "ESF+", "Projektägare", "1 680 158 kr", "1")
SECOND = ("Gröna tak", "Erasmus+", "Projektpart", "214 598 kr", "2")


def run(text: str, looks: str = "") -> str:
    """A run of words, with properties of its own."""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of texts and XML."""
    inside = "".join(each if each.startswith("<") else run(each) for each in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    """A cell of paragraphs; a text is one."""
    inside = "".join(each if each.startswith("<") else paragraph(each) for each in content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inside}</w:tc>"


def row(cells: Sequence[str], properties: str = "") -> str:
    """A row of texts and XML."""
    inside = "".join(each if each.startswith(("<w:tc", "<w:sdt")) else cell(each) for each in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"


def table(*rows: str | Sequence[str], grid: Sequence[int] = ()) -> str:
    """A table of rows."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    lines = "".join(each if isinstance(each, str) else row(each) for each in rows)
    return (
        f"<w:tbl><w:tblPr/>{f'<w:tblGrid>{columns}</w:tblGrid>' if columns else ''}{lines}</w:tbl>"
    )


def projects(*rows: str | Sequence[str]) -> str:
    """A project table with the usual header."""
    return table(HEADER, *rows)


def control(inside: str, properties: str = "") -> str:
    """A content control around something."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def text_box(inside: str) -> str:
    """A run with a text box as Word writes it: once for today's programs, once for older ones."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{content}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def deleted(text: str) -> str:
    """Words deleted in a change that nobody has accepted."""
    return f'<w:del w:id="1" w:author="x"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def field(code: str, shown: str) -> str:
    """A field with its code and what it shows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def document(
    body: str, *, styles: str = "", part: str = "word/document.xml", strict: bool = False
) -> bytes:
    """A memo with its title and number above the body."""
    content = (
        f"<w:document {_SPACES}><w:body>{paragraph(TITLE)}{paragraph(NUMBER)}{body}"
        "<w:sectPr/></w:body></w:document>"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="{part}"/></Relationships>',
        part: content.replace(TRANSITIONAL, STRICT) if strict else content,
    }
    if styles:
        parts["word/styles.xml"] = f"<w:styles {_SPACES}>{styles}</w:styles>"
    return package(parts)


def write(folder: Path, content: bytes) -> Path:
    """The document as a file."""
    path = folder / "memo.docx"
    path.write_bytes(content)
    return path
