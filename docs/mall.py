"""Make fondbok/documents/mall/mall.docx, the styles of the documents in Word.

Run it after a change here: `.venv/bin/python docs/mall.py`. It starts from pandoc's own reference
document, whose style names pandoc writes by, and sets fonts, colours, tables, head and foot.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pypandoc
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parents[1] / "fondbok" / "documents" / "mall" / "mall.docx"
MARK = RGBColor(0x1F, 0x3A, 0x5F)
TEXT = RGBColor(0x1B, 0x1B, 0x1B)
FONT = "Calibri"
SIZES = {"Title": 22, "Subtitle": 14, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5}
TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Table">
  <w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:color="1F3A5F"/>
    <w:bottom w:val="single" w:sz="4" w:color="8A94A0"/>
    <w:insideH w:val="single" w:sz="4" w:color="8A94A0"/></w:tblBorders>
    <w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E1E8F0"/>
      <w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="1F3A5F"/></w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>"""


def main() -> None:
    """Write the document."""
    made = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file=reference.docx"],
        capture_output=True,
        check=True,
    )
    document = Document(io.BytesIO(made.stdout))
    fonts(document)
    paragraphs(document)
    tables(document)
    page(document)
    hyphens(document)
    unsaved = io.BytesIO()
    document.save(unsaved)
    TARGET.write_bytes(without_clock(unsaved.getvalue()))


def fonts(document: DocumentType) -> None:
    """One family, dark blue headings."""
    for style in document.styles:
        if style.type not in {WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER}:
            continue
        found = style.element.find(qn("w:rPr"))
        if found is not None:
            for name in ("w:rFonts", "w:color"):
                for each in found.findall(qn(name)):
                    found.remove(each)
    document.styles["Normal"].font.name = FONT
    document.styles["Normal"].font.size = Pt(11)
    for name, size in SIZES.items():
        font = document.styles[name].font
        font.name, font.size, font.bold = FONT, Pt(size), name != "Subtitle"
        font.color.rgb = MARK
        document.styles[name].paragraph_format.alignment = 0
        document.styles[name].paragraph_format.keep_with_next = True


def paragraphs(document: DocumentType) -> None:
    """What tables, captions, gaps and the contents list need."""
    styles = document.styles
    styles["Compact"].font.size = Pt(8.5)
    styles["Compact"].paragraph_format.space_before = Pt(1)
    styles["Compact"].paragraph_format.space_after = Pt(1)
    for name in ("Table Caption", "Image Caption"):
        styles[name].font.bold, styles[name].font.italic = True, False
        styles[name].font.size = Pt(10)
    styles["Table Caption"].paragraph_format.keep_with_next = True
    styles["Table Caption"].paragraph_format.space_before = Pt(10)
    styles["Date"].paragraph_format.alignment = 0
    note = styles.add_style("Table Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style, note.font.size = styles["Normal"], Pt(9)
    note.paragraph_format.space_after = Pt(3)
    for name, line in (("Utkast", "single"), ("Lucka", "dashed")):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.element.get_or_add_pPr().append(borders(line))
    for level in (1, 2, 3):
        style = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), f"TOC{level}")
        style.base_style = styles["Normal"]
        style.paragraph_format.left_indent = Mm(5 * (level - 1))
        style.paragraph_format.space_after = Pt(2)


def borders(line: str) -> OxmlElement:
    """A frame around a paragraph."""
    sides = "".join(
        f'<w:{side} w:val="{line}" w:sz="12" w:space="4" w:color="1F3A5F"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")


def tables(document: DocumentType) -> None:
    """Lines between rows, a shaded head."""
    for style in list(document.styles.element):
        if style.get(qn("w:styleId")) == "Table":
            document.styles.element.remove(style)
    document.styles.element.append(parse_xml(TABLE))


def page(document: DocumentType) -> None:
    """A4, the title at the head, release and page at the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    width = section.page_width - section.left_margin - section.right_margin
    for area, left, right in (
        (section.header, "{{titel}}, {{undertitel}}", "{{utkast}}"),
        (section.footer, "Utgåva {{utgava}}", "Sida "),
    ):
        paragraph = area.paragraphs[0]
        paragraph.text = f"{left}\t{right}"
        paragraph.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(9), TEXT
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:rPr><w:sz w:val="18"/></w:rPr>'
        "<w:t>1</w:t></w:r></w:fldSimple>"
    )
    section.footer.paragraphs[0]._p.append(field)


def hyphens(document: DocumentType) -> None:
    """Long words are hyphenated where a line ends, but not in headings."""
    settings = document.settings.element
    place = settings.find(qn("w:defaultTabStop"))
    place.addnext(parse_xml(f'<w:autoHyphenation {nsdecls("w")} w:val="true"/>'))
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.insert_element_before(
            OxmlElement("w:suppressAutoHyphens"),
            *("w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE"),
            *("w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing"),
            *("w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
        )


def without_clock(content: bytes) -> bytes:
    """The same bytes from every run."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w") as target:
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            target.writestr(info, source.read(part), zipfile.ZIP_DEFLATED, 6)
    return kept.getvalue()


if __name__ == "__main__":
    main()
