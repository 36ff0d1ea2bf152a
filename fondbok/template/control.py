"""The sheet Kontroll: what is missing, worked out by formulas while one fills in.

Belongs here: the formulas. They reach the project rows by row number through whole columns, so that
rows can be added, removed and sorted on the sheet Projekt without breaking a reference. Only
functions that Excel 2010 and LibreOffice both have.
"""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from fondbok.template import styles
from fondbok.template.contents import Contents
from fondbok.template.layout import (
    ANSWERS,
    FIRST_ROW,
    HEADER_ROW,
    INFORMATION,
    LAST_LETTER,
    PROJECT_COLUMNS,
    PROJECTS,
    START,
    TOTAL,
    letter,
    total_row,
)
from fondbok.template.validation import YEARS
from fondbok.template.workbook import A3, print_setup

# Rows added above Totalt move it down; these are checked too.
_EXTRA_ROWS = 60
_SUMMARY_FIRST = 5
_TABLE_TITLE = 27
_TABLE_HEADER = _TABLE_TITLE + 1
_TABLE_FIRST = _TABLE_HEADER + 1
_TITLES = ("Rad", "Projekt", "Namn", "Fond", "Roll", "Belopp", "KF-mål", "Fördelning", "Datum",
           "Rimlighet")  # fmt: skip
_WIDTHS = (48, 46, 32, 14, 14, 20, 24, 28, 19, 38)
# Working columns, hidden: whether the row is used, its SEK, its start and its end as days.
_USED, _SEK, _FROM, _TO, _SAME = "L", "M", "N", "O", "P"
# "Se över" may be right as it stands: a fund that is new, money paid back, an amount nobody knows.
_DONE, _LEFT, _LOOK = "Klart", "Att göra", "Se över"


def add(sheet: Worksheet, contents: Contents) -> None:
    """Fill the sheet."""
    last_project = total_row(len(contents.last_year)) + _EXTRA_ROWS
    last = _TABLE_FIRST + last_project - FIRST_ROW
    sheet["A1"] = "Kontroll: vad är kvar?"
    sheet["A1"].style = styles.TITLE
    _add_summary(sheet, contents, last_project, last)
    _add_rows(sheet, contents, last)
    _format(sheet, last)


def _add_summary(sheet: Worksheet, contents: Contents, last_project: int, last: int) -> None:
    for at, text in enumerate(("Kontroll", "Visar", "Läge"), start=1):
        sheet.cell(_SUMMARY_FIRST - 1, at, text).style = styles.HEADER
    row = _SUMMARY_FIRST
    for label, formula, state in _summary(contents, last_project, last):
        sheet.cell(row, 1, label).style = styles.LABEL
        shown = sheet.cell(row, 2, f"={formula}")
        shown.style = styles.SUM if "summa" in label.lower() else styles.RESULT
        sheet.cell(row, 3, f"={state.format(b=f'B{row}')}").style = styles.RESULT
        row += 1
    left, look = (
        f'COUNTIF($C${_SUMMARY_FIRST}:$C${row - 1},"{state}*")' for state in (_LEFT, _LOOK)
    )
    sheet["A2"] = (
        f'=IF({left}+{look}=0,"Allt är ifyllt. Underlaget kan lämnas in.",'
        f'"Att göra: "&{left}&". Att se över: "&{look}&". Det som är rätt får stå kvar.")'
    )
    sheet["A2"].style = styles.LABEL
    sheet.merge_cells("A2:C2")
    for title in (1, 2, _TABLE_TITLE):
        sheet.row_dimensions[title].height = 24


def _summary(contents: Contents, last_project: int, last: int) -> Iterable[tuple[str, str, str]]:
    """Label, what it shows, and the formula of the state with {b} for the cell that shows it."""
    filled = f'IF({{b}}="","{_LEFT}","{_DONE}")'
    none_left = f'IF({{b}}=0,"{_DONE}","{_LEFT}")'
    look_at = f'IF({{b}}=0,"{_DONE}","{_LOOK}")'
    for at, label in enumerate(("Nämnd", "År", "Diarienummer", "Beslutsdatum"), start=3):
        cell = f"'{START}'!$B${at}"
        yield label, _day(cell) if label == "Beslutsdatum" else f'{cell}&""', filled
    yield "Ändrade rubriker på bladet Projekt", _headers_changed(), none_left
    yield "Obesvarade frågor", _unanswered(len(contents.questions)), none_left
    used = f"SUM(${_USED}${_TABLE_FIRST}:${_USED}${last})"
    yield "Projekt på bladet Projekt", used, f'IF({{b}}=0,"Inga projekt","{_DONE}")'
    for column, title in zip("CDEFGHIJ", _TITLES[2:], strict=True):
        counted = f'COUNTIF(${column}${_TABLE_FIRST}:${column}${last},"?*")'
        yield f"Rader att se över: {title}", counted, look_at
    beyond = (
        f"SUMPRODUCT(--(INDEX('{PROJECTS}'!$A:$A,{last_project + 1}):"
        f"INDEX('{PROJECTS}'!$A:$A,{last_project + 2000})<>\"\"))"
    )
    yield f"Projekt nedanför rad {last_project} (kontrolleras inte)", beyond, none_left
    rows = f"SUM(${_SEK}${_TABLE_FIRST}:${_SEK}${last})"
    yield "Summa av raderna, SEK", rows, f'"{_DONE}"'
    total = f"SUMIF('{PROJECTS}'!$A:$A,\"{TOTAL}\",{_column('utbetalt')})"
    given = f"SUMPRODUCT(--('{PROJECTS}'!$A$1:$A$999=\"{TOTAL}\"),--ISNUMBER({_part('utbetalt')}))"
    yield (
        "Kontrollsumma på raden Totalt",
        f'IF({given}=0,"",{total})',
        ('IF({b}="","Ingen summa ifylld","' + _DONE + '")'),
    )
    others = (
        f"SUMPRODUCT(--('{PROJECTS}'!$A$1:$A$999<>\"{TOTAL}\"),--ISNUMBER({_part('utbetalt')}),"
        f'--({_part("valuta")}<>""),--({_part("valuta")}<>"SEK"))'
    )
    at = _SUMMARY_FIRST + 16
    yield (
        "Skillnad mot kontrollsumman",
        f'IF(B{at + 1}="","",ROUND(B{at}-B{at + 1},2))',
        (
            f'IF({{b}}="","Ingen summa ifylld",IF({others}>0,"Kan inte jämföras: annan valuta",'
            f'IF({{b}}=0,"{_DONE}","{_LEFT}: stämmer inte")))'
        ),
    )


def _day(cell: str) -> str:
    """A date as text. TEXT would not do: the letters of a format follow the program's language."""
    parts = f'YEAR({cell})&"-"&RIGHT("0"&MONTH({cell}),2)&"-"&RIGHT("0"&DAY({cell}),2)'
    return f'IF(ISNUMBER({cell}),{parts},{cell}&"")'


def _column(field: str) -> str:
    return f"'{PROJECTS}'!${letter(field)}:${letter(field)}"


def _part(field: str) -> str:
    return f"'{PROJECTS}'!${letter(field)}$1:${letter(field)}$999"


def _headers_changed() -> str:
    """How many headers of the sheet Projekt no longer say what they should."""
    asked = (
        f"--('{PROJECTS}'!${letter(c.id)}${HEADER_ROW}<>\"{c.header}\")" for c in PROJECT_COLUMNS
    )
    return "+".join(asked)


def _unanswered(questions: int) -> str:
    answers = f"'{ANSWERS}'!$C${FIRST_ROW}:$C${FIRST_ROW + questions - 1}"
    return f"SUMPRODUCT(--(LEN(TRIM({answers}))=0))" if questions else "0"


def _add_rows(sheet: Worksheet, contents: Contents, last: int) -> None:
    sheet.cell(_TABLE_TITLE, 1, "Rad för rad på bladet Projekt").style = styles.TITLE
    for at, text in enumerate(_TITLES, start=1):
        sheet.cell(_TABLE_HEADER, at, text).style = styles.HEADER
    for row in range(_TABLE_FIRST, last + 1):
        number = row - _TABLE_FIRST + FIRST_ROW
        sheet.cell(row, 1, number).style = styles.RESULT
        for at, formula in enumerate(_row_formulas(row, last, contents.goals), start=2):
            sheet.cell(row, at, f"={formula}").style = styles.RESULT
        for column, formula in _working_formulas(row).items():
            sheet[f"{column}{row}"] = f"={formula}"


def _cell(field: str, row: int) -> str:
    """The cell of a project row, found by the row number in column A."""
    return f"INDEX({_column(field)},$A{row})"


def _when_used(row: int, formula: str) -> str:
    return f'IF(${_USED}{row}=0,"",{formula})'


def _row_formulas(row: int, last: int, goals: dict[int, str]) -> Iterable[str]:
    name, fund, roll = (_cell(field, row) for field in ("projekt", "fond", "roll"))
    paid = _cell("utbetalt", row)
    yield _when_used(row, f'{name}&""')
    same = f"SUMPRODUCT(--(${_SAME}${_TABLE_FIRST}:${_SAME}${last}=${_SAME}{row}))"
    yield _when_used(row, f'IF(TRIM({name})="","Saknas",IF({same}>1,"Står flera gånger",""))')
    for cell, listed in ((fund, "Fonder"), (roll, "Roller")):
        yield _when_used(
            row, f'IF({cell}="","Saknas",IF(ISNUMBER(MATCH({cell},{listed},0)),"","Inte i listan"))'
        )
    yield _when_used(
        row,
        f'IF({paid}="","Saknas",IF(NOT(ISNUMBER({paid})),"Inte ett tal",'
        f'IF({paid}<0,"Minus: återbetalt?","")))',
    )
    yield _when_used(row, _goals(row, goals))
    yield _when_used(row, _shares(row))
    start, end = f"${_FROM}{row}", f"${_TO}{row}"
    yield _when_used(
        row,
        f'IF(OR({start}="fel",{end}="fel"),"Inte ett datum",'
        f'IF(AND(ISNUMBER({start}),ISNUMBER({end})),IF({end}<{start},"Slut före start",""),""))',
    )
    yield _when_used(row, _plausible(row))


def _goals(row: int, goals: dict[int, str]) -> str:
    """Empty when every goal is one of the year's: chosen in the list, or numbers with semicolons.

    Each number is put between semicolons of its own and those of the set are taken away; what is
    left is outside the set. So 12 is not taken for 1 and 2.
    """
    cell = _cell("kf_mal", row)
    if not goals:
        return f'IF({cell}="","Saknas","")'
    left = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell}&""," ",""),",",";"),";",";;")'
    left = f'";"&{left}&";"'
    for nummer in goals:
        left = f'SUBSTITUTE({left},";{nummer};","")'
    return (
        f'IF({cell}="","Saknas",IF(ISNUMBER(MATCH({cell},KF_mal,0)),"",'
        f'IF(SUBSTITUTE({left},";","")="","","Inte ett av årets mål")))'
    )


def _shares(row: int) -> str:
    """Whether the shares are as many as the goals and add up to 100.

    The text is cut at its semicolons into pieces of twenty signs. The decimal mark is the one the
    program itself uses, which is the second sign of a half.
    """
    cell, goals = _cell("kf_mal_fordelning", row), _cell("kf_mal", row)
    mark = "MID(1/2,2,1)"
    text = f'SUBSTITUTE(SUBSTITUTE({cell}&"","%","")," ","")'
    text = f'SUBSTITUTE(SUBSTITUTE({text},".",{mark}),",",{mark})'
    pieces = f'MID(SUBSTITUTE({text},";",REPT(" ",20)),{{1,21,41,61,81,101,121,141}},20)'
    total = f'SUMPRODUCT(VALUE("0"&TRIM({pieces})))'
    marks = 'LEN({0})-LEN(SUBSTITUTE({0},";",""))'
    return (
        f'IF({cell}="","",IF(ISERROR({total}),"Går inte att läsa",'
        f'IF(ABS({total}-100)>0.01,"Blir inte 100",'
        f'IF({marks.format(cell)}<>{marks.format(goals)},"Inte lika många som målen",""))))'
    )


def _plausible(row: int) -> str:
    """Paid against the budget and against last year: kronor taken for thousands shows here."""
    paid, budget, before = (_cell(f, row) for f in ("utbetalt", "budget", INFORMATION))
    sek = f'AND(${_SEK}{row}<>"",ISNUMBER({before}))'
    return (
        f'IF(AND(ISNUMBER({paid}),ISNUMBER({budget})),IF({paid}>{budget},"Mer än budgeten",""),"")'
        f"&IF({sek},IF(AND({before}>0,{paid}>0,OR({paid}>=100*{before},100*{paid}<={before})),"
        f'"Kronor eller tkr? Jämför förra året",""),"")'
    )


def _working_formulas(row: int) -> dict[str, str]:
    cells = [
        f"INDEX('{PROJECTS}'!${first}:${first},$A{row}):INDEX('{PROJECTS}'!${end}:${end},$A{row})"
        for first, end in (("A", letter("utbetalt")), (letter("valuta"), LAST_LETTER))
    ]
    name, fund, paid, currency = (_cell(f, row) for f in ("projekt", "fond", "utbetalt", "valuta"))
    start, end = _cell("start", row), _cell("slut", row)
    # The last day of a year or month that is all one knows.
    ends = (
        f'IF(LEN({end})=4,DATEVALUE({end}&"-12-31"),'
        f'IF(LEN({end})=7,EOMONTH(DATEVALUE({end}&"-01"),0),DATEVALUE({end})))'
    )
    starts = f'DATEVALUE({start}&MID("-01-01",LEN({start})-3,6))'
    first, last = f"DATE({start},1,1)", f"DATE({end},12,31)"
    return {
        _USED: f'IF(OR({name}="{TOTAL}",COUNTA({",".join(cells)})=0),0,1)',
        _SEK: (
            f'IF(AND(${_USED}{row}=1,ISNUMBER({paid}),OR({currency}="",{currency}="SEK")),{paid},"")'
        ),
        _FROM: _day_number(start, starts, first),
        _TO: _day_number(end, ends, last),
        _SAME: f'IF(${_USED}{row}=0,"",LOWER(TRIM({name})&"|"&{fund}))',
    }


def _day_number(cell: str, from_text: str, of_year: str) -> str:
    """A day from a date, from text, or from a year that was typed as a number."""
    read = f'IF(ISERROR({from_text}),"fel",{from_text})'
    number = f"IF(AND({cell}>={YEARS[0]},{cell}<={YEARS[1]}),{of_year},{cell})"
    return f'IF({cell}="","",IF(ISNUMBER({cell}),{number},{read}))'


def _format(sheet: Worksheet, last: int) -> None:
    for at, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJ"[at]].width = width
    for column in (_USED, _SEK, _FROM, _TO, _SAME):
        sheet.column_dimensions[column].hidden = True
    states = f"C{_SUMMARY_FIRST}:C{_TABLE_TITLE - 1}"
    for start, dxf in (
        (_DONE, styles.done()),
        (_LEFT, styles.attention()),
        (_LOOK, styles.attention()),
    ):
        first = f"C{_SUMMARY_FIRST}"
        formula = f'LEFT({first},{len(start)})="{start}"'
        sheet.conditional_formatting.add(states, Rule("expression", formula=[formula], dxf=dxf))
    rows = f"C{_TABLE_FIRST}:J{last}"
    formula = f"LEN(C{_TABLE_FIRST})>0"
    sheet.conditional_formatting.add(
        rows, Rule("expression", formula=[formula], dxf=styles.attention())
    )
    sheet.freeze_panes = "A3"
    sheet.protection.enable()
    sheet.protection.formatColumns = False
    sheet.print_area = f"A1:J{last}"
    sheet.print_title_rows = f"{_TABLE_HEADER}:{_TABLE_HEADER}"
    print_setup(sheet, paper=A3)
