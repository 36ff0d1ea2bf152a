"""Saving workbooks so that the same content gives the same bytes.

Belongs here: what openpyxl leaves to the clock and to chance, and text that must stay text.
"""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

A3, A4 = 8, 9  # as the file format numbers them
LONGEST_TEXT = 32_000  # a cell holds 32 767 characters
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_NO_TIME = rb"\g<1>2000-01-01T00:00:00Z\g<3>"


def to_bytes(workbook: Workbook) -> bytes:
    """The workbook as a file without the time it was made."""
    made = io.BytesIO()
    workbook.save(made)
    kept = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(kept, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = _TIMES.sub(_NO_TIME, content)
            info = zipfile.ZipInfo(part.filename, _FIRST_ZIP_DAY)
            info.create_system = 3  # else it follows the machine
            info.external_attr = 0o644 << 16
            target.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return kept.getvalue()


def put_text(cell: Cell | MergedCell, text: str | None) -> None:
    """Write text that comes from a file: never a formula, no signs a workbook cannot hold."""
    if text is None or isinstance(cell, MergedCell):
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT]
    cell.data_type = "s"


def print_setup(
    sheet: Worksheet, *, landscape: bool = True, paper: int = A4, pages_wide: int = 1
) -> None:
    """Fit the sheet to the page's width, with its name and the page number at the foot."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = HeaderFooterItem()
    footer.left.text, footer.right.text = "&A", "Sida &P av &N"
    sheet.oddFooter = footer
    sheet.sheet_view.showGridLines = False
