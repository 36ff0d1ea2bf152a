"""Answers as workbooks: the same content as the page, to sort, filter and tick off.

Belongs here: rows and columns. Texts from files are written as text, never as formulas.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fondbok.feedback.contents import Answer, FileReport, Part, ProjectRow, Remark
from fondbok.intake import fields
from fondbok.intake.fields import Field
from fondbok.template import styles
from fondbok.template.workbook import print_setup, put_text, to_bytes

Value: TypeAlias = str | int | Decimal | None
_LINE, _TALLEST = 15.0, 400.0  # points; Excel allows 409

_SUMMARY = (("Uppgift", 28), ("Värde", 95))
_REMARKS = (("Läge", 13), ("Fil", 30), ("Blad", 14), ("Rad", 8), ("Rubrik", 24), ("Det stod", 34),
            ("Vad ni gör", 80), ("Regel", 26))  # fmt: skip
# The columns of the form but those of many words, which "Cell för cell" has room for.
_FIELDS = tuple(
    field for field in fields.PROJECT if field.width and field.holds not in ("lines", "information")
)
_CELLS = (("Blad", 14), ("Rad", 8), ("Projekt", 34), ("Rubrik", 28), ("Skrivet i filen", 50),
          ("Läst som", 50), ("Anmärkning", 70))  # fmt: skip
_SIDES = (("Blad", 14), ("Rad", 8), ("Vad", 24), ("Rubrik", 24), ("Läst som", 90))
_UNCOUNTED = (("Fil", 50), ("Vad som inte räknas och vad ni gör", 110))
_FILES = (("Läge", 30), ("Fil", 50), ("Var", 24), ("Det stod", 30), ("Vad ni gör", 90))
_LEDGERS = (("Fil", 50), ("Läge", 12), ("Antal", 10), ("Första raden", 14),
            ("Vad som står där och vad ni gör", 90))  # fmt: skip


def answer(content: Answer) -> bytes:
    """The workbook of a nämnd and a year."""
    workbook = _new(f"Återkoppling {content.ar}, {content.namnd}")
    _add_summary(workbook.create_sheet("Sammanfattning"), content)
    parts = content.parts
    remarks = [
        *((part.fil, r) for part in content.replaced for r in part.uncounted),
        *((part.fil, r) for part in parts for r in part.all_remarks),
    ]
    remarks.sort(key=lambda told: not told[1].raknas_inte)
    _add_table(
        workbook.create_sheet("Att göra"),
        _REMARKS,
        ((r.severity, fil, *_placed(r)) for fil, r in remarks),
    )
    rows = [row for part in parts for row in part.rader]
    _add_table(workbook.create_sheet("Lästa rader"), _rows_columns(), map(_row, rows))
    _add_table(
        workbook.create_sheet("Cell för cell"), _CELLS, (c for row in rows for c in _cells(row))
    )
    _add_table(
        workbook.create_sheet("Övriga blad"), _SIDES, (s for part in parts for s in _sides(part))
    )
    return to_bytes(workbook)


def files(report: FileReport) -> bytes:
    """The workbook of what belongs to no nämnd."""
    workbook = _new("Filer utan nämnd")
    if report.uncounted:
        _add_table(workbook.create_sheet("Räknas inte"), _UNCOUNTED, report.uncounted)
    groups = (
        ("Kunde inte läsas", report.refused),
        ("Okänd nämnd eller okänt år", report.unattributed),
        ("Läses inte", report.ignored),
    )
    _add_table(
        workbook.create_sheet("Filer"),
        _FILES,
        (
            (state, note.fil, *told)
            for state, notes in groups
            for note in notes
            for told in ([("", "", note.orsak)] if note.orsak else [])
            + [(r.place, r.varde, r.meddelande) for r in note.remarks]
        ),
    )
    _add_table(
        workbook.create_sheet("Ekonomisystemet"),
        _LEDGERS,
        ((note.fil, *remark) for note in report.ledgers for remark in note.remarks),
    )
    return to_bytes(workbook)


def _rows_columns() -> tuple[tuple[str, int], ...]:
    return (
        *(("Blad", 14), ("Rad", 8), ("Läge", 20)),
        *((field.short or field.header, field.short_width) for field in _FIELDS),
        ("Hur säkert", 26),
    )


def _new(title: str) -> Workbook:
    workbook = Workbook()
    styles.register(workbook)
    workbook.properties.creator = "Fondbok"
    workbook.properties.title = title
    workbook.properties.language = "sv-SE"
    if isinstance(workbook.active, Worksheet):
        workbook.remove(workbook.active)
    return workbook


def _add_summary(sheet: Worksheet, content: Answer) -> None:
    sheet["A1"] = f"Återkoppling på underlaget {content.ar}"
    sheet["A1"].style = styles.TITLE
    row = 3
    for label, text in _summary(content):
        sheet.cell(row, 1, label).style = styles.LABEL
        put_text(sheet.cell(row, 2), text)
        sheet.cell(row, 2).style = styles.HELP
        sheet.row_dimensions[row].height = _height((label, text), _SUMMARY)
        row += 1
    for at, (_, width) in enumerate(_SUMMARY, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    print_setup(sheet, landscape=False)


def _summary(content: Answer) -> Iterable[tuple[str, str]]:
    yield "Nämnd", f"{content.namnd} ({content.namnd_kod})"
    for fil, remark in content.uncounted:
        yield "Räknas inte", f"{fil}: {remark.meddelande}"
    yield from content.figures
    for grade, meaning in content.grades:
        yield f"Vad {grade} betyder", meaning
    for part in content.replaced:
        money = ", ".join(part.sums) or "inga belopp"
        yield "Gäller inte längre", f"{part.fil} (version {part.version}): {money}"
    if len(content.counting) > 1:
        yield "Filer som räknas", f"{len(content.counting)}, tillsammans ett underlag"
        yield "Utbetalt sammanlagt", ", ".join(content.sums) or "Inga belopp"
    for part in content.parts:
        counts, found = part.counts, part.all_remarks
        yield "Fil", part.fil
        yield "Läge", part.status
        yield "Version", str(part.version)
        yield "Diarienummer", part.diarienummer or "Saknas"
        yield "Beslutsdatum", part.beslutsdatum or "Saknas"
        yield "Projektrader lästa", str(counts["laddad"])
        yield "Rader som avvisades", str(counts["avvisad"])
        yield "Dubbletter", str(counts["dubblett"])
        yield "Utbetalt enligt raderna", ", ".join(part.sums) or "Inga belopp"
        yield "Rader utan belopp", str(part.without_amount)
        for label, allvar in (
            ("Att rätta", "fel"),
            ("Att se över", "varning"),
            ("Att notera", "notis"),
        ):
            yield label, str(sum(remark.allvar == allvar for remark in found))
    yield (
        "Lämna in på nytt",
        f"{content.how_to_resubmit} Är allt rätt som det står behöver ni inte göra något.",
    )


def _placed(remark: Remark) -> tuple[Value, ...]:
    return (
        remark.blad, remark.rad, remark.kolumn, remark.varde, remark.meddelande, remark.regel,
    )  # fmt: skip


def _row(row: ProjectRow) -> tuple[Value, ...]:
    return (row.blad, row.rad, row.outcome, *(_value(row, f) for f in _FIELDS), row.grade)


def _value(row: ProjectRow, field: Field) -> Value:
    """A field as understood; money as a number, to add up, with its currency in its column."""
    if field.holds == "name":
        return row.name
    if field.holds == "paid":
        paid: Value = row.record[field.id]
        return paid
    if field.holds == "amount":
        return _beside(row, field.id)
    if field.holds == "currency":
        currency: Value = row.record["utbetalt_valuta"]
        return currency
    return row.value(field.id)


def _beside(row: ProjectRow, field: str) -> Value:
    """An amount as a number where the column of the currency is its own, else with its currency."""
    record = row.record
    same = record[f"{field}_valuta"] == record["utbetalt_valuta"]
    return record[field] if same else row.value(field)


def _cells(row: ProjectRow) -> Iterable[tuple[Value, ...]]:
    for cell in row.cells:
        told = "\n".join(f"{r.severity}: {r.meddelande}" for r in cell.anmarkningar)
        yield row.blad, row.rad, row.name, cell.rubrik, cell.skrivet, cell.last_som, told
    for remark in row.remarks:
        told = f"{remark.severity}: {remark.meddelande}"
        yield row.blad, row.rad, row.name, remark.kolumn or "Hela raden", remark.varde, "", told


def _sides(part: Part) -> Iterable[tuple[Value, ...]]:
    for side in part.sidor:
        for blad, rad, values in side.rader:
            for rubrik, value in zip(side.rubriker, values, strict=True):
                if value:
                    yield blad, rad, side.titel, rubrik, value


def _add_table(
    sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[tuple[Value, ...]]
) -> None:
    for at, (title, width) in enumerate(columns, start=1):
        sheet.cell(1, at, title).style = styles.HEADER
        sheet.column_dimensions[get_column_letter(at)].width = width
    last = 1
    for last, values in enumerate(rows, start=2):
        for at, value in enumerate(values, start=1):
            _put(sheet, last, at, value)
        sheet.row_dimensions[last].height = _height(values, columns)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"
    print_setup(sheet)


def _height(values: tuple[Value, ...], columns: Sequence[tuple[str, int]]) -> float:
    """Room for the longest text of a row; a program that only shows the file does not make it."""
    lines = max(
        sum(math.ceil(max(len(line), 1) / (width * 0.9)) for line in str(value).split("\n"))
        for value, (_, width) in zip(values, columns, strict=True)
    )
    return min(lines * _LINE + 1, _TALLEST)


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        put_text(cell, value)
        cell.style = styles.WRAPPED
        return
    cell.value = value
    cell.style = styles.SUM if isinstance(value, Decimal) else styles.RESULT
