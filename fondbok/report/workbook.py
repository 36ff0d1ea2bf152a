"""The reports as one workbook: a sheet a report, one about the release and one of explanations.

Belongs here: how a published table looks in a workbook. Texts stay texts: none becomes a formula.
"""

from __future__ import annotations

import io

import duckdb
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fondbok.publish.release import PublishError, Release
from fondbok.report.frames import Published, frame
from fondbok.template.workbook import LONGEST_TEXT, print_setup, put_text, to_bytes

REPORT = "rpt_"
EXPLANATIONS = "Förklaringar"
MOST_ROWS = 1_048_575  # a sheet has one more, for the head
_LONGEST_SHEET_NAME = 31
_WIDEST = 60
_AMOUNT = "#,##0.00"


def workbook(con: duckdb.DuckDBPyConnection, release: Release, published: list[Published]) -> bytes:
    """The workbook of a release; the same release gives the same bytes.

    Amounts keep their öre: a workbook holds fifteen digits, and none here has more than fourteen.

    Args:
        con: a connection to the published file.
        release: what the file says it is.
        published: its tables; the reports (rpt_) among them are written.

    Raises:
        PublishError: a report has more rows than a sheet.
    """
    reports = [table for table in published if table.name.startswith(REPORT)]
    with pd.ExcelWriter(io.BytesIO(), engine="openpyxl") as writer:
        _about(release, reports).to_excel(writer, sheet_name="Om", index=False)
        for report in reports:
            found = _rows(con, report)
            found.to_excel(writer, sheet_name=_sheet_name(report), index=False)
        _explanations(con, reports).to_excel(writer, sheet_name=EXPLANATIONS, index=False)
        for sheet in writer.book.worksheets:
            _lay_out(sheet)
        writer.book.properties.creator = "Fondbok"
        writer.book.properties.title = f"Utgåva {release.release_id}"
        writer.book.properties.language = "sv-SE"
        return to_bytes(writer.book)


def _rows(con: duckdb.DuckDBPyConnection, report: Published) -> pd.DataFrame:
    found = frame(con, f"from {report.quoted} order by all")
    if len(found) > MOST_ROWS:
        raise PublishError(
            f"{report.name} har {len(found)} rader, fler än ett blad rymmer. Skriv csv eller"
            " parquet i stället."
        )
    return _readable(found)


def _sheet_name(report: Published) -> str:
    return report.name.removeprefix(REPORT)[:_LONGEST_SHEET_NAME]


def _about(release: Release, reports: list[Published]) -> pd.DataFrame:
    rows = [
        ("Utgåva", release.release_id),
        ("Publicerad", f"{release.publicerad:%Y-%m-%d %H:%M} UTC"),
    ]
    rows += [(_sheet_name(report), report.comment) for report in reports]
    rows += [
        (EXPLANATIONS, "Vad varje kolumn betyder."),
        ("Tomma celler", "Okänt. 0,00 betyder noll."),
        ("Att summera", "Antal projekt går inte att summera: ett projekt kan stå på flera rader."),
    ]
    return pd.DataFrame(rows, columns=["Blad", "Vad det är"])


def _explanations(con: duckdb.DuckDBPyConnection, reports: list[Published]) -> pd.DataFrame:
    rows = con.execute(
        "select table_name, column_name, coalesce(trim(comment), '') from duckdb_columns()"
        " where list_contains(?, table_name) order by table_name, column_index",
        [[report.name for report in reports]],
    ).fetchall()
    names = {report.name: _sheet_name(report) for report in reports}
    told = [(names[table], column, comment) for table, column, comment in rows]
    return pd.DataFrame(told, columns=["Blad", "Kolumn", "Betydelse"])


def _readable(found: pd.DataFrame) -> pd.DataFrame:
    """Texts without the signs that a workbook cannot hold, cut to what a cell holds."""
    texts = [name for name in map(str, found) if pd.api.types.is_string_dtype(found[name].dtype)]
    return found.assign(**{name: found[name].map(_held, na_action="ignore") for name in texts})


def _held(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT]


def _lay_out(sheet: Worksheet) -> None:
    for number, (head, *values) in enumerate(sheet.iter_cols(), start=1):
        longest = max(len(str(cell.value or "")) for cell in (head, *values))
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 3, _WIDEST)
        for cell in values:
            if cell.value == "":
                cell.value = None  # unknown is an empty cell, not an empty text
            elif isinstance(cell.value, str):
                put_text(cell, cell.value)
            elif str(head.value).endswith("_sek"):
                cell.number_format = _AMOUNT
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    print_setup(sheet)
