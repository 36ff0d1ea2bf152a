"""The sheets that are filled in, and the order of them all.

Belongs here: putting contents into cells. The sheets a nämnd types in are left unprotected: in a
protected sheet a pasted cell becomes locked and rows cannot be removed. The sheet Kontroll tells if
a header was changed. Start, Kontroll, Listor and Läs mig are protected, without a password.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from fondbok.intake import fields
from fondbok.intake.fields import Field, Kind, Typed
from fondbok.saving import replace_file
from fondbok.template import control, readme, styles
from fondbok.template.contents import Contents, LastYear, gather
from fondbok.template.layout import (
    ANSWERS,
    APPLICATIONS,
    CASE,
    CONTROL,
    EVENTS,
    FIRST_ROW,
    HEADER_ROW,
    HELP_ROW,
    INDICATORS,
    INFORMATION,
    LISTS,
    NAMED_PARTNERS,
    NETWORKS,
    PARTNERS,
    PROJECT_COLUMNS,
    PROJECTS,
    READ_ME,
    SIDE_COLUMNS,
    SIDE_ROWS,
    STAFF,
    START,
    TITLE_ROW,
    TOTAL,
    error,
    letter,
    project_rows,
    total_row,
)
from fondbok.template.validation import LIST_NAMES, validate
from fondbok.template.workbook import A3, print_setup, put_text, to_bytes

_STYLE_OF: dict[Typed, str] = {
    "lang_text": styles.LONG_TEXT,
    "kod": styles.CODE,
    "deldatum": styles.CODE,
    "andelar": styles.CODE,
    "kf_mal": styles.CODE,
    "belopp": styles.AMOUNT,
    "delbelopp": styles.AMOUNT,
    "procent": styles.NUMBER,
    "tal": styles.NUMBER,
    "heltal": styles.NUMBER,
    "dag": styles.DAY,
    "information": styles.INFORMATION_STYLE,
}
# A name is cut into lines of about so many letters by its column.
_NAME_LETTERS, _LINE = 42, 15


def write(namnd_kod: str, ar: int, out: Path, mart: Path | None = None) -> None:
    """Make the workbook of a nämnd and a year.

    The same arguments, seeds and mart give the same bytes.

    Args:
        namnd_kod: code in referens/namnd.csv, in any case.
        ar: the year to account for, in referens/ar.csv.
        out: the workbook to write; folders are made, an earlier file is replaced.
        mart: the published mart, for last year's projects; None or a path that does not exist
            means that there are none.

    Raises:
        UnknownNamnd: no nämnd has that code.
        UnknownYear: the year is not in the reference data.
        duckdb.Error: the mart cannot be read.
        OSError: the workbook cannot be written.
    """
    replace_file(out, to_bytes(_workbook(gather(namnd_kod, ar, mart))))


def _workbook(contents: Contents) -> Workbook:
    workbook = Workbook()
    styles.register(workbook)
    workbook.properties.creator = "Fondbok"
    workbook.properties.title = f"Underlag internationellt arbete {contents.ar}, {contents.namnd}"
    workbook.properties.language = "sv-SE"
    first = workbook.active
    if isinstance(first, Worksheet):
        workbook.remove(first)
    readme.add(workbook.create_sheet(READ_ME), contents)
    _add_start(workbook.create_sheet(START), contents)
    _add_projects(workbook.create_sheet(PROJECTS), contents)
    _add_answers(workbook.create_sheet(ANSWERS), contents)
    _add_side(workbook.create_sheet(PARTNERS), "samverkan", contents)
    _add_side(workbook.create_sheet(NAMED_PARTNERS), "part", contents)
    _add_side(workbook.create_sheet(INDICATORS), "indikator", contents)
    _add_side(workbook.create_sheet(NETWORKS), "natverk", contents)
    _add_side(workbook.create_sheet(EVENTS), "handelse", contents)
    _add_side(workbook.create_sheet(STAFF), "personal", contents)
    _add_side(workbook.create_sheet(APPLICATIONS), "ansokan", contents)
    _add_case(workbook.create_sheet(CASE), contents)
    control.add(workbook.create_sheet(CONTROL), contents)
    _add_lists(workbook, contents)
    workbook.active = workbook.sheetnames.index(READ_ME)
    # openpyxl leaves no results in formulas: the program that opens the file works them out.
    workbook.calculation.fullCalcOnLoad = True
    return workbook


def _add_start(sheet: Worksheet, contents: Contents) -> None:
    """Labels and values only: the intake takes the cell after a label for its value."""
    sheet["A1"] = "Om underlaget"
    sheet["A1"].style = styles.TITLE
    filled: dict[str, Any] = {"namnd": contents.namnd, "ar": contents.ar, "version": 1}
    for row, field in enumerate(fields.START, start=3):
        label, cell = sheet.cell(row, 1, field.header), sheet.cell(row, 2, filled.get(field.id))
        label.style = styles.LABEL
        cell.style = styles.DAY if field.cell == "dag" else styles.TEXT
        validate(sheet, cell.coordinate, field.cell, field.header, field.help_text)
        sheet.row_dimensions[row].height = 20
    sheet["A9"] = "Ställ markören i en cell så visas hjälp. Bladet Kontroll visar vad som är kvar."
    sheet["A9"].style = styles.HELP
    sheet.merge_cells("A9:B9")
    sheet.row_dimensions[9].height = 34
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 52
    sheet.protection.enable()
    print_setup(sheet, landscape=False)


def _add_projects(sheet: Worksheet, contents: Contents) -> None:
    rows, last = len(contents.last_year), total_row(len(contents.last_year))
    _add_heading(
        sheet,
        f"Projekt och utbetalda medel {contents.ar}",
        _projects_help(contents),
    )
    _add_table(sheet, "projekt", PROJECT_COLUMNS, project_rows(rows), contents)
    for row, project in enumerate(contents.last_year, start=FIRST_ROW):
        _fill_project(sheet, row, project)
    _add_total(sheet, last)
    _mark_missing(sheet, last)
    print_setup(sheet, landscape=True, paper=A3, pages_wide=2)
    sheet.print_title_cols = "A:A"


def _projects_help(contents: Contents) -> str:
    text = (
        "Ett projekt per rad. Mörkblå rubriker ska vara ifyllda för varje projekt. Ställ markören "
        "i en cell så visas hjälp. Skriv kontrollsumman på raden Totalt längst ned."
    )
    if contents.last_year:
        text += (
            f" Projekten från {contents.ar - 1} är ifyllda i förväg med förra årets belopp i grått."
            " Ta bort rader för projekt som inte längre pågår och inte fått pengar i år."
        )
    return text


def _fill_project(sheet: Worksheet, row: int, project: LastYear) -> None:
    for field, text in project.cells.items():
        put_text(sheet[f"{letter(field)}{row}"], text)
    lines = math.ceil(len(project.projekt) / _NAME_LETTERS)
    if lines > 1:
        # No program works out a height that is not there before the cell is typed in.
        sheet.row_dimensions[row].height = lines * _LINE
    beside = sheet[f"{letter(INFORMATION)}{row}"]
    beside.value = "okänt" if project.belopp is None else project.belopp


def _add_total(sheet: Worksheet, row: int) -> None:
    for column in range(1, len(PROJECT_COLUMNS) + 1):
        sheet.cell(row, column).style = styles.TOTAL
    sheet.cell(row, 1, TOTAL)


def _mark_missing(sheet: Worksheet, last: int) -> None:
    """Colour what is required and empty on a row with a project; Kontroll says it in words."""
    for field in (column.id for column in PROJECT_COLUMNS[1:] if column.required):
        column = letter(field)
        formula = f'AND($A{FIRST_ROW}<>"",$A{FIRST_ROW}<>"{TOTAL}",{column}{FIRST_ROW}="")'
        sheet.conditional_formatting.add(
            f"{column}{FIRST_ROW}:{column}{last}",
            Rule(type="expression", formula=[formula], dxf=styles.attention()),
        )


def _add_answers(sheet: Worksheet, contents: Contents) -> None:
    asked, ar = contents.question_year, contents.ar
    same = f"Frågorna gäller {ar}."
    other = (
        f"Det finns inga frågor för {ar} i registret. Frågorna nedan är från {asked}, det senaste "
        "året som har några. Svara på dem om ni inte har fått andra."
    )
    none = "Det finns inga frågor att svara på. Lämna bladet tomt."
    told = none if asked is None else same if asked == ar else other
    _add_heading(sheet, f"Svar på årets frågor {ar}", told)
    _add_table(sheet, "svar", SIDE_COLUMNS["svar"], max(len(contents.questions), 1), contents)
    for row, question in enumerate(contents.questions, start=FIRST_ROW):
        sheet.cell(row, 1, question.nummer).style = styles.LOCKED
        put_text(sheet.cell(row, 2), question.fraga)
        sheet.cell(row, 2).style = styles.LOCKED_TEXT
        sheet.row_dimensions[row].height = 180
    print_setup(sheet, landscape=True)


# A matter passes more than one body.
_TIMES = {"Instans": 3}
_SIDE_HELP: dict[str, tuple[str, str]] = {
    "samverkan": ("Samverkansparter", "Hur många parter ni har samverkat med, en rad per sort."),
    "indikator": (
        "Indikatorer",
        "Mål och utfall för det som mäts i projekten, en rad per indikator.",
    ),
    "natverk": ("Nätverk", "Internationella nätverk som ni är med i, ett per rad."),
    "handelse": (
        "Händelser",
        "Studiebesök, utbyten, konferenser och liknande under året, en händelse per rad.",
    ),
    "part": (
        "Samverkanspartner",
        "Partnerna vid namn, med land och sort, en per rad. Antal per sort skrivs på bladet "
        "Samverkan.",
    ),
    "personal": (
        "Personal",
        "Arbetstid för internationellt arbete, i antal personer och heltidstjänster. Inga namn.",
    ),
    "ansokan": (
        "Ansökningar",
        "Ansökningar under året som är planerade, inskickade, beviljade eller avslagna. Pengar som "
        "har betalats ut redovisas på bladet Projekt.",
    ),
    "arende": (
        "Ärendet",
        "Det som ska stå i nämndens tjänsteskrivelse: vilka instanser som behandlar ärendet och "
        "när, förslag till beslut, mottagare och avsnitt. Fyll i det ni har.",
    ),
}


def _add_side(sheet: Worksheet, kind: Kind, contents: Contents) -> None:
    title, help_text = _SIDE_HELP[kind]
    _add_heading(sheet, f"{title} {contents.ar}", f"{help_text} Bladet får lämnas tomt.")
    _add_table(sheet, kind, SIDE_COLUMNS[kind], SIDE_ROWS, contents)
    print_setup(sheet, landscape=True)


def _add_case(sheet: Worksheet, contents: Contents) -> None:
    """The parts most matters have are named beforehand: what nobody writes about is not read."""
    _add_side(sheet, "arende", contents)
    named = [part for part in contents.case_parts for _ in range(_TIMES.get(part, 1))]
    for row, part in enumerate(named, start=FIRST_ROW):
        put_text(sheet.cell(row, 1), part)


# The first column is printed on every page of this sheet: what stands there must fit in it.
_HELP_COLUMN = {PROJECTS: 2}


def _add_heading(sheet: Worksheet, title: str, help_text: str) -> None:
    """One cell a row and no colons: the intake must not take them for a label and its value."""
    at = _HELP_COLUMN.get(sheet.title, 1)
    sheet.cell(TITLE_ROW, 1, title).style = styles.TITLE
    sheet.cell(HELP_ROW, at, help_text).style = styles.HELP
    sheet.row_dimensions[TITLE_ROW].height = 24
    sheet.row_dimensions[HELP_ROW].height = 50


def _add_table(
    sheet: Worksheet, kind: Kind, columns: Sequence[Field], rows: int, contents: Contents
) -> None:
    last = FIRST_ROW + rows - 1
    for number, column in enumerate(columns, start=1):
        at = get_column_letter(number)
        cell = sheet[f"{at}{HEADER_ROW}"]
        cell.value = column.header
        cell.style = _header_style(column)
        style = _STYLE_OF.get(column.cell, styles.TEXT)
        for row in range(FIRST_ROW, last + 1):
            sheet[f"{at}{row}"].style = style
        sheet.column_dimensions[at].width = column.width
        # A year whose goals are not known has nothing to choose from.
        value: Typed = "text" if column.cell == "kf_mal" and not contents.goals else column.cell
        # To the row Totalt too: a row put in right above it is then within the range.
        checked = last + 1 if kind == "projekt" else last
        cells = f"{at}{FIRST_ROW}:{at}{checked}"
        validate(sheet, cells, value, column.header, column.help_text, error(column))
    sheet.row_dimensions[HEADER_ROW].height = 34
    sheet.merge_cells(
        start_row=HELP_ROW,
        end_row=HELP_ROW,
        start_column=_HELP_COLUMN.get(sheet.title, 1),
        end_column=min(len(columns), 5),
    )
    sheet.freeze_panes = f"{'B' if kind == 'projekt' else 'A'}{FIRST_ROW}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _header_style(column: Field) -> str:
    if column.cell == "information":
        return styles.INFORMATION_HEADER_STYLE
    return styles.REQUIRED_HEADER if column.required else styles.HEADER


def _add_lists(workbook: Workbook, contents: Contents) -> None:
    """What the drop-downs offer; the first column of each list has the name the cells refer to."""
    sheet = workbook.create_sheet(LISTS)
    sheet["A1"] = "Listor som cellerna väljer ur"
    sheet["A1"].style = styles.TITLE
    lists: tuple[tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]], ...] = (
        ("fond", ("Fond/program", "Redovisas som", "EU-medel"), contents.funds),
        ("kf_mal", ("KF-mål",), [(text,) for text in contents.goal_choices]),
        ("namnd", ("Nämnd",), [(text,) for text in contents.namnder]),
        ("forvaltning", ("Förvaltning",), [(text,) for text in contents.forvaltningar]),
        ("samverkan", ("Typ av samverkanspart",), [(text,) for text in contents.partner_types]),
        ("ansokanslage", ("Läge",), [(text,) for text in contents.stages]),
        ("arendedel", ("Del av ärendet",), [(text,) for text in contents.case_parts]),
        ("valuta", ("Valuta",), [(text,) for text in contents.currencies]),
        ("roll", ("Roll", "Betyder"), contents.roles),
    )
    at = 1
    for name, titles, rows in lists:
        place = _add_list(sheet, at, titles, rows)
        workbook.defined_names[LIST_NAMES[name]] = DefinedName(LIST_NAMES[name], attr_text=place)
        at += len(titles) + 1
    sheet.freeze_panes = "A4"
    sheet.protection.enable()
    print_setup(sheet, landscape=True, paper=A3)


def _add_list(
    sheet: Worksheet, at: int, titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> str:
    """Write a list from column `at` on; returns where its first column stands."""
    for offset, title in enumerate(titles):
        sheet.cell(3, at + offset, title).style = styles.HEADER
        longest = max((len(row[offset]) for row in rows), default=10)
        sheet.column_dimensions[get_column_letter(at + offset)].width = max(longest, 12) + 2
        for row, texts in enumerate(rows, start=4):
            put_text(sheet.cell(row, at + offset), texts[offset])
            sheet.cell(row, at + offset).style = styles.LOCKED
    sheet.column_dimensions[get_column_letter(at + len(titles))].width = 3
    column = get_column_letter(at)
    return f"'{LISTS}'!${column}$4:${column}${max(len(rows), 1) + 3}"
