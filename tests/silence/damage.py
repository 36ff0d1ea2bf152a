"""The ways people damage a file without meaning to, one function a kind.

Belongs here: what is done to a copy of a landed file. A damage of the same seed is the same damage.
Whether anybody is told is for `measure`.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tests.end_to_end.mutation import SIE_ROW, SIE_VOUCHER, encoding

Rows = list[list[Any]]


class NotHere(Exception):
    """A damage that this file has no place for."""


@dataclass(frozen=True)
class Damage:
    """One thing done to one file.

    Attributes:
        slag: the kind, as the table of the results names it.
        gor: does it to the file, with a random choice of where.
        endelser: endings of the files it can be done to.
        mapp: submissions or ledger.
    """

    slag: str
    gor: Callable[[Path, random.Random], None]
    endelser: tuple[str, ...]
    mapp: str


# --- the tables of the files ------------------------------------------------------------------


def _csv_rows(path: Path) -> Rows:
    text = path.read_bytes().decode(encoding(path))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def _write_csv(path: Path, rows: Iterable[Iterable[Any]], code: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(
        [["" if cell is None else cell for cell in row] for row in rows]
    )
    path.write_bytes(text.getvalue().encode(code, "replace"))


def _edit(path: Path, change: Callable[[Rows, int], Rows]) -> None:
    """Change a table given as its rows and the place of its header."""
    if path.suffix == ".csv":
        code = encoding(path)
        rows = _csv_rows(path)
        _write_csv(path, change(rows, 0), code)
        return
    if path.suffix != ".xlsx":
        raise NotHere
    book = load_workbook(path)
    sheet = book["Projekt"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    changed = change(rows, _header(rows))
    sheet.delete_rows(1, sheet.max_row)
    for at, row in enumerate(changed, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value
    book.save(path)


def _header(rows: Rows) -> int:
    return next(n for n, row in enumerate(rows) if {"Projekt", "Projektnamn"} & set(row))


def _column(header: list[Any], *words: str) -> int:
    for at, text in enumerate(header):
        if any(str(text or "").lower().startswith(word) for word in words):
            return at
    raise NotHere


def _body(rows: Rows, head: int) -> list[int]:
    """The rows of projects (or postings): those with a name that is no total."""
    found = [
        n
        for n in range(head + 1, len(rows))
        if any(str(cell or "").strip() for cell in rows[n])
        and not any(str(cell or "").lower().startswith(("total", "summa")) for cell in rows[n])
    ]
    if not found:
        raise NotHere
    return found


def _money_row(rows: Rows, head: int, column: int, rng: random.Random) -> int:
    found = [n for n in _body(rows, head) if any(map(str.isdigit, str(rows[n][column] or "")))]
    if not found:
        raise NotHere
    return rng.choice(found)


def _number(cell: Any) -> float:
    digits = re.sub(r"[^\d,.-]", "", str(cell)).replace(",", ".")
    try:
        value = float(digits)
    except ValueError:
        raise NotHere from None
    return value * 1000 if "tkr" in str(cell) else value


def _paid(header: list[Any]) -> int:
    return _column(header, "utbetalt")


# --- submissions ------------------------------------------------------------------------------


def _header_says_thousands(path: Path, rng: random.Random) -> None:
    word = rng.choice(["tkr", "i tusental kronor", "000 SEK", "mkr", "kkr"])

    def change(rows: Rows, head: int) -> Rows:
        at = _paid(rows[head])
        rows[head][at] = f"{rows[head][at]} ({word})"
        return rows

    _edit(path, change)


def _caption_says_thousands(path: Path, rng: random.Random) -> None:
    words = rng.choice(["Belopp i tkr", "Alla belopp anges i tusental kronor", "(mkr)", "Mnkr"])

    def change(rows: Rows, head: int) -> Rows:
        return [*rows[:head], [words], *rows[head:]]

    _edit(path, change)


def _amounts_in_thousands_unsaid(path: Path, rng: random.Random) -> None:
    del rng

    def change(rows: Rows, head: int) -> Rows:
        at = _paid(rows[head])
        for n in _body(rows, head):
            if any(map(str.isdigit, str(rows[n][at] or ""))):
                rows[n][at] = round(_number(rows[n][at]) / 1000)
        return rows

    _edit(path, change)


def _one_amount_in_thousands(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        at = _paid(rows[head])
        n = _money_row(rows, head, at, rng)
        rows[n][at] = round(_number(rows[n][at]) / 1000)
        return rows

    _edit(path, change)


def _total_put_in(path: Path, rng: random.Random) -> None:
    label = rng.choice(
        [
            "Summa",
            "Totalt",
            "Delsumma ägare",
            "S:a",
            "varav ESF",
            "Summa projekt",
            "TOTALSUMMA:",
            "",
        ]
    )

    def change(rows: Rows, head: int) -> Rows:
        at, name = _paid(rows[head]), _column(rows[head], "projekt")
        body = _body(rows, head)
        last = rng.choice(body[1:] or body)
        total = sum(
            _number(rows[n][at])
            for n in body
            if n <= last and any(map(str.isdigit, str(rows[n][at] or "")))
        )
        made: list[Any] = [None] * len(rows[head])
        for other, text in enumerate(rows[head]):
            if str(text).lower() in (
                "förvaltning",
                "nämnd",
                "nämnd/förvaltning",
                "år",
                "redovisningsår",
            ):
                made[other] = rows[last][other]
        made[name], made[at] = label, round(total)
        return [*rows[: last + 1], made, *rows[last + 1 :]]

    _edit(path, change)


def _columns_swapped(path: Path, rng: random.Random) -> None:
    """Headers of two columns have changed places, the cells have not."""
    del rng

    def change(rows: Rows, head: int) -> Rows:
        one, other = _paid(rows[head]), _column(rows[head], "budget", "total projektbudget")
        rows[head][one], rows[head][other] = rows[head][other], rows[head][one]
        return rows

    _edit(path, change)


def _row_shifted(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        n = _money_row(rows, head, _paid(rows[head]), rng)
        at = rng.randrange(1, len(rows[head]) - 1)
        rows[n].insert(at, None)
        return rows

    _edit(path, change)


def _column_without_header(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        rows[head][_paid(rows[head])] = rng.choice(
            [None, "Kolumn1", "Belopp?", "Saldo", "Beviljat"]
        )
        return rows

    _edit(path, change)


def _accumulated_beside(path: Path, rng: random.Random) -> None:
    """A second column of money, to the left of the year's."""
    word = rng.choice(
        ["Utbetalt totalt", "Ackumulerat utbetalt", "Utbetalt hittills", "Utbetalt 2019-2026"]
    )

    def change(rows: Rows, head: int) -> Rows:
        at = _paid(rows[head])
        for n in range(head, len(rows)):
            value: Any = word if n == head else None
            if n > head and any(map(str.isdigit, str(rows[n][at] or ""))):
                value = round(_number(rows[n][at]) * 3)
            rows[n].insert(at, value)
        return rows

    _edit(path, change)


def _row_twice(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        n = _money_row(rows, head, _paid(rows[head]), rng)
        again = list(rows[n])
        if rng.random() < 0.5:
            name = _column(rows[head], "projekt")
            again[name] = f"{again[name]} "
        return [*rows[: n + 1], again, *rows[n + 1 :]]

    _edit(path, change)


def _words_in_amount(path: Path, rng: random.Random) -> None:
    words = rng.choice(["se bilaga", "#N/A", "#REF!", "=B4*2", "1.234", "ca?", "1 000 PLN", "x"])

    def change(rows: Rows, head: int) -> Rows:
        at = _paid(rows[head])
        rows[_money_row(rows, head, at, rng)][at] = words
        return rows

    _edit(path, change)


def _name_gone(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        n = _money_row(rows, head, _paid(rows[head]), rng)
        rows[n][_column(rows[head], "projekt")] = None
        return rows

    _edit(path, change)


def _row_gone(path: Path, rng: random.Random) -> None:
    """A later version without one of the projects, beside the first."""

    def change(rows: Rows, head: int) -> Rows:
        del rows[_money_row(rows, head, _paid(rows[head]), rng)]
        return rows

    later = path.with_name(f"{path.stem} ny{path.suffix}")
    later.write_bytes(path.read_bytes())
    _edit(later, change)


def _year_in_row(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        at = _column(rows[head], "år", "redovisningsår")
        n = _money_row(rows, head, _paid(rows[head]), rng)
        rows[n][at] = rng.choice([2018, 2021, 2025])
        return rows

    _edit(path, change)


def _hidden_rows(path: Path, rng: random.Random) -> None:
    book = load_workbook(path)
    sheet = book["Projekt"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = _header(rows)
    sheet.row_dimensions[_money_row(rows, head, _paid(rows[head]), rng) + 1].hidden = True
    book.save(path)


def _struck_row(path: Path, rng: random.Random) -> None:
    book = load_workbook(path)
    sheet = book["Projekt"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = _header(rows)
    for cell in sheet[_money_row(rows, head, _paid(rows[head]), rng) + 1]:
        cell.font = Font(strike=True)
    book.save(path)


def _sheet_hidden(path: Path, rng: random.Random) -> None:
    book = load_workbook(path)
    copy = book.copy_worksheet(book["Projekt"])
    copy.title = rng.choice(["Projekt (2)", "Projekt gammal", "Blad1"])
    hidden = book["Projekt"] if rng.random() < 0.5 else copy
    rows = [list(row) for row in copy.iter_rows(values_only=True)]
    head = _header(rows)
    at = _paid(rows[head])
    n = _money_row(rows, head, at, rng)
    copy.cell(n + 1, at + 1).value = round(_number(rows[n][at]) * 2)
    hidden.sheet_state = "hidden"
    book.save(path)


def _euro_format(path: Path, rng: random.Random) -> None:
    book = load_workbook(path)
    sheet = book["Projekt"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = _header(rows)
    at = _paid(rows[head])
    cell = sheet.cell(_money_row(rows, head, at, rng) + 1, at + 1)
    cell.value = round(_number(cell.value))
    cell.number_format = rng.choice(['#,##0 "EUR"', "#,##0.00 [$€-407]", '"€" #,##0'])
    book.save(path)


def _other_format_beside(path: Path, rng: random.Random) -> None:
    """The same submission once more as csv, sometimes with one amount changed."""
    book = load_workbook(path)
    rows = [list(row) for row in book["Projekt"].iter_rows(values_only=True)]
    head = _header(rows)
    start = {str(r[0]): r[1] for r in book["Start"].iter_rows(values_only=True) if r and r[0]}
    namnd = next((v for k, v in start.items() if "nämnd" in k.lower() or "förv" in k.lower()), None)
    ar = next((v for k, v in start.items() if k.lower() in ("år", "redovisningsår")), None)
    if namnd is None or ar is None:
        raise NotHere
    at = _paid(rows[head])
    if rng.random() < 0.7:
        n = _money_row(rows, head, at, rng)
        rows[n][at] = round(_number(rows[n][at]) * 2)
    out = [["Nämnd", "År", *rows[head]]]
    out += [[namnd, ar, *row] for row in rows[head + 1 :] if any(row)]
    _write_csv(path.with_suffix(".csv"), out, "utf-8-sig")


# --- what people write against their own figures, and what only they see ---


def _new_row(rows: Rows, head: int, like: int, name: str, amount: Any) -> list[Any]:
    """A row of the same nämnd, year and fund as another one."""
    kept = ("förvaltning", "nämnd", "år", "redovisningsår", "fond", "eu-fond", "program")
    made = [
        rows[like][at] if str(text or "").lower().startswith(kept) else None
        for at, text in enumerate(rows[head])
    ]
    made[_column(rows[head], "projekt")], made[_paid(rows[head])] = name, amount
    return made


def _with_row(path: Path, rng: random.Random, name: str) -> None:
    """A project more, somewhere among the others."""

    def change(rows: Rows, head: int) -> Rows:
        n = _money_row(rows, head, _paid(rows[head]), rng)
        made = _new_row(rows, head, n, name, rng.randrange(20, 900) * 1000 + 317)
        return [*rows[: n + 1], made, *rows[n + 1 :]]

    _edit(path, change)


def _row_not_to_count(path: Path, rng: random.Random) -> None:
    words = ["avslag", "ej beviljat", "räknas inte", "prognos", "ingår ovan", "preliminärt"]
    _with_row(path, rng, f"Lekplatsernas ljus ({rng.choice(words)})")


def _row_of_another_kind(path: Path, rng: random.Random) -> None:
    """A row as an account has, or one that names its project by ditto marks."""
    _with_row(path, rng, rng.choice(["Kvar att rekvirera", '-"-', "Ej utbetalt", "Samma som ovan"]))


def _parts_below(path: Path, rng: random.Random) -> None:
    """A project's parts on the rows below it, that come to a little less."""
    names = rng.choice([("- lön", "- resor"), ("Arbetspaket 1", "Arbetspaket 2")])

    def change(rows: Rows, head: int) -> Rows:
        n = _money_row(rows, head, _paid(rows[head]), rng)
        whole = int(_number(rows[n][_paid(rows[head])]))
        if whole < 10_000:
            raise NotHere
        shares = (whole // 2, whole // 3)
        made = [
            _new_row(rows, head, n, name, part) for name, part in zip(names, shares, strict=True)
        ]
        return [*rows[: n + 1], *made, *rows[n + 1 :]]

    _edit(path, change)


def _heading_between(path: Path, rng: random.Random) -> None:
    """A heading that says something else of the project below it."""
    words = rng.choice(["Planerade projekt", "Ansökta projekt", "2018", "Projekt 2018"])

    def change(rows: Rows, head: int) -> Rows:
        body = _body(rows, head)
        heading: list[Any] = [None] * len(rows[head])
        heading[_column(rows[head], "projekt")] = words
        made = _new_row(rows, head, body[-1], "Lekplatsernas ljus", 311_500)
        return [*rows[: body[-1] + 1], heading, made, *rows[body[-1] + 1 :]]

    _edit(path, change)


def _row_below_total(path: Path, rng: random.Random) -> None:
    del rng

    def change(rows: Rows, head: int) -> Rows:
        at, body = _paid(rows[head]), _body(rows, head)
        numbers = [_number(rows[n][at]) for n in body if any(map(str.isdigit, str(rows[n][at])))]
        total = _new_row(rows, head, body[-1], "Totalt", round(sum(numbers)))
        made = _new_row(rows, head, body[-1], "Lekplatsernas ljus", 311_500)
        return [*rows[: body[-1] + 1], total, made]

    _edit(path, change)


def _title_of_other_amounts(path: Path, rng: random.Random) -> None:
    """Other amounts, under a title that says which."""
    words = rng.choice(
        ["Prognos", "Beviljade bidrag", "Ackumulerat sedan projektstart", "Januari-juni"]
    )

    def change(rows: Rows, head: int) -> Rows:
        at = _paid(rows[head])
        for n in _body(rows, head):
            if any(map(str.isdigit, str(rows[n][at] or ""))):
                rows[n][at] = round(_number(rows[n][at]) * 1.3)
        return [*rows[:head], [words], *rows[head:]]

    _edit(path, change)


def _unit_said_elsewhere(path: Path, rng: random.Random) -> None:
    """Amounts in thousands, and the word for it on a sheet of its own or in the sheet's name."""
    _amounts_in_thousands_unsaid(path, rng)
    book = load_workbook(path)
    if rng.random() < 0.5:
        book.create_sheet("Läs mig")["A1"] = "Alla belopp anges i tkr."
    else:
        book["Projekt"].title = "Projekt (tkr)"
    book.save(path)


def _one_amount_in_millions(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        at = _paid(rows[head])
        n = _money_row(rows, head, at, rng)
        rows[n][at] = round(_number(rows[n][at]) / 1_000_000, 1)
        return rows

    _edit(path, change)


def _start_says_otherwise(path: Path, rng: random.Random) -> None:
    """Another year or another nämnd on Start than the file's name says."""
    book = load_workbook(path)
    choices: list[tuple[str, Any]] = [("år", 2017), ("nämnd", "Miljönämnden")]
    wanted, value = rng.choice(choices)
    for row in book["Start"].iter_rows(max_col=2):
        label = str(row[0].value or "").lower()
        if wanted in label or (wanted == "nämnd" and "förvaltning" in label):
            row[1].value = value
            break
    else:
        raise NotHere
    book.save(path)


def _projects_on_a_help_sheet(path: Path, rng: random.Random) -> None:
    """One of the projects has moved to a sheet that is never read."""
    book = load_workbook(path)
    sheet = book["Projekt"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = _header(rows)
    n = _money_row(rows, head, _paid(rows[head]), rng)
    name = rng.choice(["Kontroll", "Listor", "Arkiv"])
    if name in book.sheetnames:
        del book[name]
    other = book.create_sheet(name)
    other.append(rows[head])
    other.append(rows[n])
    sheet.delete_rows(n + 1)
    book.save(path)


@dataclass
class _Place:
    """A payment in a workbook: its sheet, its row and its column, as openpyxl counts."""

    book: Workbook
    sheet: Any
    row: int
    column: int

    @property
    def cell(self) -> Any:
        return self.sheet.cell(self.row, self.column)


def _payment(path: Path, rng: random.Random) -> _Place:
    book = load_workbook(path)
    sheet = book["Projekt"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = _header(rows)
    at = _paid(rows[head])
    return _Place(book, sheet, _money_row(rows, head, at, rng) + 1, at + 1)


def _amount_merged(path: Path, rng: random.Random) -> None:
    """An amount over two rows: the lower one's is gone."""
    place = _payment(path, rng)
    if not place.sheet.cell(place.row + 1, place.column).value:
        raise NotHere
    ends = {"start_column": place.column, "end_column": place.column}
    place.sheet.merge_cells(start_row=place.row, end_row=place.row + 1, **ends)
    place.book.save(path)


def _amount_changed_in_a_comment(path: Path, rng: random.Random) -> None:
    """Another amount in the cell, and the right one in a comment at it."""
    place = _payment(path, rng)
    right = _number(place.cell.value)
    place.cell.value = round(right * 1.2) + 7
    place.cell.comment = Comment(f"Ska vara {right:.0f}", "N N")
    place.book.save(path)


def _amount_with_a_footnote(path: Path, rng: random.Random) -> None:
    """The mark of a footnote, raised, beside an amount written as text."""
    place = _payment(path, rng)
    amount = round(_number(place.cell.value))
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    place.cell.value = CellRichText(f"{amount}", raised)
    place.book.save(path)


def _formula_not_calculated(path: Path, rng: random.Random) -> None:
    """A formula where the amount was, as a program leaves it that does not calculate."""
    place = _payment(path, rng)
    beside = place.sheet.cell(place.row, place.sheet.max_column + 1)
    beside.value = round(_number(place.cell.value))
    if not beside.value:
        raise NotHere
    place.cell.value = rng.choice(["={0}*1", "=SUM({0}:{0})", "={0}+0", "=ROUND({0},0)"]).format(
        beside.coordinate
    )
    place.book.save(path)
    _rewrite(path, lambda xml: re.sub(rb"(</f>)<v\s*/>|(</f>)<v></v>", rb"</f><v>0</v>", xml))


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the XML of every sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, change(part) if name.startswith("xl/worksheets/") else part)


def _struck_by_a_rule(path: Path, rng: random.Random) -> None:
    """A project more, that a conditional format strikes through or hides."""
    _with_row(path, rng, "Lekplatsernas ljus")
    book = load_workbook(path)
    sheet = book["Projekt"]
    font = rng.choice([Font(strike=True), Font(color="FFFFFFFF")])
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = _header(rows)
    name = get_column_letter(_column(rows[head], "projekt") + 1)
    asked = rng.choice(['${0}{1}="Lekplatsernas ljus"', "COUNTIF($ZZ:$ZZ,${0}{1})=0"])
    area = f"A{head + 2}:{get_column_letter(sheet.max_column)}{sheet.max_row}"
    sheet.conditional_formatting.add(area, FormulaRule([asked.format(name, head + 2)], font=font))
    book.save(path)


def _parts_beside(path: Path, rng: random.Random) -> None:
    """Columns with the parts of the payments, and one payment that is not what they come to."""
    names = rng.choice([("ESF", "ERUF"), ("Utbetalt halvår 1", "Utbetalt halvår 2"), ("A", "B")])

    def change(rows: Rows, head: int) -> Rows:
        at = _paid(rows[head])
        wrong = _money_row(rows, head, at, rng)
        for n, row in enumerate(rows):
            row.extend(names if n == head else (None, None))
            if n <= head or not any(map(str.isdigit, str(row[at] or ""))):
                continue
            amount = round(_number(row[at]))
            row[-2:] = amount // 2, amount - amount // 2
            row[at] = amount + 110_000 if n == wrong else amount
        return rows

    _edit(path, change)


# --- the sheets beside the projects ---


_BESIDE = ("samverkan", "indikatorer", "natverk", "handelser", "parter", "personal", "ansokningar",
    "arende", "svar")  # fmt: skip


def _edit_beside(path: Path, rng: random.Random, change: Callable[[Rows, int], Rows]) -> None:
    """Change one of the sheets beside Projekt: its rows, header first, and one of them."""
    book = load_workbook(path)
    sheet = rng.choice(_sheets_beside(book))
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    changed = change(rows, rng.randrange(1, len(rows)))
    sheet.delete_rows(1, sheet.max_row)
    for at, row in enumerate(changed, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value
    book.save(path)


def _sheets_beside(book: Workbook) -> list[Any]:
    found = [s for s in book if s.title not in {"Start", "Projekt"} and s.max_row > 1]
    if not found:
        raise NotHere
    return found


def _beside_header_other(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, _row: int) -> Rows:
        rows[0][rng.randrange(len(rows[0]))] = rng.choice(["Uppgift 1", "Kolumn A", "Info"])
        return rows

    _edit_beside(path, rng, change)


def _beside_headers_swapped(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, _row: int) -> Rows:
        one, other = rng.sample(range(len(rows[0])), 2)
        rows[0][one], rows[0][other] = rows[0][other], rows[0][one]
        return rows

    _edit_beside(path, rng, change)


def _beside_header_gone(path: Path, rng: random.Random) -> None:
    _edit_beside(path, rng, lambda rows, _row: rows[1:])


def _beside_row_shifted(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, row: int) -> Rows:
        rows[row] = [None, *rows[row][:-1]]
        return rows

    _edit_beside(path, rng, change)


def _beside_row_twice(path: Path, rng: random.Random) -> None:
    _edit_beside(path, rng, lambda rows, row: [*rows[: row + 1], rows[row], *rows[row + 1 :]])


def _beside_words_for_number(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, _row: int) -> Rows:
        numbers = [
            (n, at)
            for n, row in enumerate(rows[1:], start=1)
            for at, cell in enumerate(row)
            if isinstance(cell, int | float) and rows[0][at] != "Fråga nr"
        ]
        if not numbers:
            raise NotHere
        n, at = rng.choice(numbers)
        rows[n][at] = rng.choice(["ett tjugotal", "många", "se bilaga", "3-4"])
        return rows

    _edit_beside(path, rng, change)


def _beside_renamed(path: Path, rng: random.Random) -> None:
    book = load_workbook(path)
    rng.choice(_sheets_beside(book)).title = rng.choice(["Blad3", "Nytt", "Övrigt 2"])
    book.save(path)


def _beside_hidden(path: Path, rng: random.Random) -> None:
    book = load_workbook(path)
    rng.choice(_sheets_beside(book)).sheet_state = "hidden"
    book.save(path)


def _beside_row_hidden(path: Path, rng: random.Random) -> None:
    book = load_workbook(path)
    sheet = rng.choice(_sheets_beside(book))
    sheet.row_dimensions[rng.randrange(2, sheet.max_row + 1)].hidden = True
    book.save(path)


def _beside_row_struck(path: Path, rng: random.Random) -> None:
    book = load_workbook(path)
    sheet = rng.choice(_sheets_beside(book))
    for cell in sheet[rng.randrange(2, sheet.max_row + 1)]:
        cell.font = Font(strike=True)
    book.save(path)


def _beside_gone_later(path: Path, rng: random.Random) -> None:
    """A later version without one of the sheets, beside the first."""
    later = path.with_name(f"{path.stem} ny{path.suffix}")
    book = load_workbook(path)
    book.remove(rng.choice(_sheets_beside(book)))
    book.save(later)


def _beside_list_renamed(path: Path, rng: random.Random) -> None:
    content = json.loads(path.read_text("utf-8"))
    name = rng.choice([each for each in _BESIDE if content.get(each)])
    content[rng.choice([f"{name}_2", f"{name}lista", "ovrigt"])] = content.pop(name)
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def _beside_key_renamed(path: Path, rng: random.Random) -> None:
    content = json.loads(path.read_text("utf-8"))
    rows = content[rng.choice([each for each in _BESIDE if content.get(each)])]
    row = rng.choice(rows)
    name = rng.choice(list(row))
    row[f"{name}_ny"] = row.pop(name)
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def _wrong_encoding(path: Path, rng: random.Random) -> None:
    text = path.read_bytes().decode(encoding(path)).lstrip("\ufeff")
    path.write_bytes(text.encode(rng.choice(["cp850", "mac_roman", "utf-16"]), "replace"))


def _wrong_unit_in_json(path: Path, rng: random.Random) -> None:
    document = json.loads(path.read_text("utf-8"))
    paid = [p for p in document["projekt"] if isinstance(p.get("utbetalt"), int | float)]
    one = rng.choice(paid)
    key = rng.choice(["utbetalt_tkr", "Utbetalt EU-bidrag (tkr)", "belopp"])
    one[key] = one.pop("utbetalt")
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")


def _gone(path: Path, rng: random.Random) -> None:
    del rng
    path.unlink()


def _emptied(path: Path, rng: random.Random) -> None:
    """Cut off after the header, or half way."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // rng.choice([2, 3, 10])])


def _wrong_folder(path: Path, rng: random.Random) -> None:
    """A copy in the folder of the other kind."""
    del rng
    landing = next(p for p in path.parents if p.name == "landing")
    other = landing / ("ledger" if "submissions" in path.parts else "submissions")
    (other / path.name).write_bytes(path.read_bytes())


# --- ledgers ----------------------------------------------------------------------------------


def _amount_column(header: list[Any]) -> int:
    return _column(header, "belopp", "debet")


def _sign_turned(path: Path, rng: random.Random) -> None:
    del rng

    def change(rows: Rows, head: int) -> Rows:
        at = _amount_column(rows[head])
        for row in rows[head + 1 :]:
            text = str(row[at]).strip()
            row[at] = text.strip("-") if "-" in text else f"-{text}"
        return rows

    _edit(path, change)


def _one_sign_turned(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        at = _amount_column(rows[head])
        row = rows[rng.choice(_body(rows, head))]
        text = str(row[at]).strip()
        row[at] = text.strip("-") if "-" in text else f"-{text}"
        return rows

    _edit(path, change)


def _decimals_lost(path: Path, rng: random.Random) -> None:
    del rng

    def change(rows: Rows, head: int) -> Rows:
        at = _amount_column(rows[head])
        for row in rows[head + 1 :]:
            row[at] = str(row[at]).replace(",", "")
        return rows

    _edit(path, change)


def _balance_column_first(path: Path, rng: random.Random) -> None:
    word = rng.choice(["Saldo", "Ackumulerat belopp", "UB", "Ing saldo", "Budget"])

    def change(rows: Rows, head: int) -> Rows:
        at = _amount_column(rows[head])
        for n in range(head, len(rows)):
            rows[n].insert(at, word if n == head else "1 234 567,00")
        return rows

    _edit(path, change)


def _amount_header_lost(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        rows[head][_amount_column(rows[head])] = rng.choice(["Saldo", "Kolumn8", "", "Belopp EUR"])
        return rows

    _edit(path, change)


def _delimiter_in_text(path: Path, rng: random.Random) -> None:
    lines = path.read_bytes().decode(encoding(path)).split("\r\n")
    at = rng.randrange(1, len(lines) - 1)
    cells = lines[at].split(";")
    column = rng.randrange(len(cells))
    cells[column] = f"{cells[column]};{rng.choice(['', 'del 2', '4', '2024'])}"
    lines[at] = ";".join(cells)
    path.write_bytes("\r\n".join(lines).encode(encoding(path)))


def _number_reused(path: Path, rng: random.Random) -> None:
    """A posting of one voucher stands under another's number."""

    def change(rows: Rows, head: int) -> Rows:
        at = _column(rows[head], "ver")
        body = _body(rows, head)
        numbers = sorted({rows[n][at] for n in body})
        wrong, right = rng.sample(numbers, 2)
        for n in body:
            if rows[n][at] == wrong:
                rows[n][at] = right
        return rows

    _edit(path, change)


def _balance_rows(path: Path, rng: random.Random) -> None:
    word = rng.choice(
        ["Ing saldo", "Utgående saldo", "Summa konto", "Transport", "Ackumulerat", "S:a"]
    )

    def change(rows: Rows, head: int) -> Rows:
        n = rng.choice(_body(rows, head))
        made = list(rows[n])
        made[_column(rows[head], "text")] = word
        if rng.random() < 0.5:
            made[_column(rows[head], "ver")] = ""
        return [*rows[: n + 1], made, *rows[n + 1 :]]

    _edit(path, change)


def _later_without(path: Path, rng: random.Random) -> None:
    """A later export that lacks a voucher, or in which one has another amount."""
    found = re.search(r"(\d{4})", path.stem)
    year = int(found[1]) if found else 2024
    later = path.with_name(f"{path.stem} {year + 1}-02-{rng.randrange(10, 28)}{path.suffix}")
    later.write_bytes(path.read_bytes())

    def change(rows: Rows, head: int) -> Rows:
        at = _column(rows[head], "ver")
        number = rows[rng.choice(_body(rows, head))][at]
        if rng.random() < 0.5:
            return [row for row in rows if row[at] != number]
        money = _amount_column(rows[head])
        for row in rows:
            if row[at] == number:
                row[money] = str(row[money]).replace("1", "2")
        return rows

    _edit(later, change)


def _code_written_otherwise(path: Path, rng: random.Random) -> None:
    form = rng.choice(["P{}", "{}.0", "'{}", "0{}", "{} Projektnamn", '="{}"', "{}9", "X{}"])

    def change(rows: Rows, head: int) -> Rows:
        at = _column(rows[head], "projekt")
        for row in rows[head + 1 :]:
            if row[at]:
                row[at] = form.format(row[at])
        return rows

    _edit(path, change)


def _account_moved(path: Path, rng: random.Random) -> None:
    account = rng.choice(["3581", "3519", "35 11", "3511.0", "03511", "2990"])

    def change(rows: Rows, head: int) -> Rows:
        at = _column(rows[head], "konto")
        for row in rows[head + 1 :]:
            if str(row[at]).startswith("35"):
                row[at] = account
        return rows

    _edit(path, change)


def _dates_otherwise(path: Path, rng: random.Random) -> None:
    day_first = rng.random() < 0.5

    def change(rows: Rows, head: int) -> Rows:
        at = _column(rows[head], "bokf", "datum")
        for row in rows[head + 1 :]:
            digits = re.sub(r"\D", "", str(row[at]))
            y, m, d = digits[:4], digits[4:6], digits[6:8]
            row[at] = f"{d}/{m}/{y}" if day_first else f"{m}/{d}/{y[2:]}"
        return rows

    _edit(path, change)


def _foreign_currency_beside(path: Path, rng: random.Random) -> None:
    def change(rows: Rows, head: int) -> Rows:
        if "Valuta" in rows[head]:
            raise NotHere
        chosen = set(rng.sample(_body(rows, head), 2))
        for n, row in enumerate(rows):
            row.append("Valuta" if n == head else "EUR" if n in chosen else "")
        return rows

    _edit(path, change)


def _as_workbook(path: Path, rng: random.Random) -> None:
    """The same ledger once more as a workbook, on two sheets, one of them hidden."""
    book = Workbook()
    rows = _csv_rows(path)
    sheets = [book.active, book.create_sheet("Kopia")]
    for sheet in sheets[: rng.choice([1, 2])]:
        for row in rows:
            sheet.append(row)
    sheets[1].sheet_state = "hidden"
    book.save(path.with_suffix(".xlsx"))


def _sie_sign(path: Path, rng: random.Random) -> None:
    lines = path.read_bytes().decode("latin-1").split("\r\n")
    places = [n for n, line in enumerate(lines) if SIE_ROW.match(line)]
    n = rng.choice(places)
    lines[n] = SIE_ROW.sub(lambda m: m[1] + (m[2][1:] if m[2][0] == "-" else f"-{m[2]}"), lines[n])
    path.write_bytes("\r\n".join(lines).encode("latin-1"))


def _sie_number(path: Path, rng: random.Random) -> None:
    lines = path.read_bytes().decode("latin-1").split("\r\n")
    heads = [(n, m) for n, line in enumerate(lines) if (m := SIE_VOUCHER.match(line))]
    (n, wrong), (_, right) = rng.sample(heads, 2)
    lines[n] = lines[n].replace(wrong[2], right[2], 1)
    path.write_bytes("\r\n".join(lines).encode("latin-1"))


def _sie_line_gone(path: Path, rng: random.Random) -> None:
    lines = path.read_bytes().decode("latin-1").split("\r\n")
    del lines[rng.choice([n for n, line in enumerate(lines) if SIE_ROW.match(line)])]
    path.write_bytes("\r\n".join(lines).encode("latin-1"))


def _sie_later(path: Path, rng: random.Random) -> None:
    """A later SIE export in which one posting is another."""
    text = path.read_bytes().decode("latin-1")
    later = path.with_name(f"{path.stem}_ny.se")
    text = re.sub(r"#GEN \d{8}", f"#GEN 202502{rng.randrange(10, 28)}", text)
    later.write_bytes(text.encode("latin-1"))
    (_sie_sign if rng.random() < 0.5 else _sie_line_gone)(later, rng)


TABLES = (".csv", ".xlsx")
DAMAGES: tuple[Damage, ...] = (
    *(
        Damage(slag, gor, endelser, "submissions")
        for slag, gor, endelser in (
            ("enhet i rubriken", _header_says_thousands, TABLES),
            ("enhet ovanför tabellen", _caption_says_thousands, (".xlsx",)),
            ("belopp i tusental utan att det står", _amounts_in_thousands_unsaid, TABLES),
            ("ett belopp i tusental", _one_amount_in_thousands, TABLES),
            ("en summarad inlagd", _total_put_in, TABLES),
            ("två rubriker har bytt plats", _columns_swapped, TABLES),
            ("en rad är förskjuten", _row_shifted, TABLES),
            ("beloppets rubrik är en annan", _column_without_header, TABLES),
            ("en ackumulerad kolumn bredvid", _accumulated_beside, TABLES),
            ("en rad två gånger", _row_twice, TABLES),
            ("ord i beloppet", _words_in_amount, TABLES),
            ("projektnamn borta", _name_gone, TABLES),
            ("ny fil där ett projekt saknas", _row_gone, TABLES),
            ("annat år på en rad", _year_in_row, (".csv",)),
            ("en dold rad", _hidden_rows, (".xlsx",)),
            ("en genomstruken rad", _struck_row, (".xlsx",)),
            ("ett dolt blad", _sheet_hidden, (".xlsx",)),
            ("euro i talformatet", _euro_format, (".xlsx",)),
            ("samma underlag i ett annat format", _other_format_beside, (".xlsx",)),
            ("ett projekt som inte ska räknas", _row_not_to_count, TABLES),
            ("en rad som inte är ett projekt", _row_of_another_kind, TABLES),
            ("ett projekts delar under det", _parts_below, TABLES),
            ("en rubrik mellan projekten", _heading_between, TABLES),
            ("ett projekt under totalraden", _row_below_total, TABLES),
            ("andra belopp under en titel", _title_of_other_amounts, (".xlsx",)),
            ("belopp i tusental, sagt någon annanstans", _unit_said_elsewhere, (".xlsx",)),
            ("ett belopp i miljoner", _one_amount_in_millions, TABLES),
            ("annat år eller annan nämnd på Start", _start_says_otherwise, (".xlsx",)),
            ("ett projekt på ett blad som inte läses", _projects_on_a_help_sheet, (".xlsx",)),
            ("ett belopp över två rader", _amount_merged, (".xlsx",)),
            ("rätt belopp i en kommentar", _amount_changed_in_a_comment, (".xlsx",)),
            ("en fotnots siffra vid beloppet", _amount_with_a_footnote, (".xlsx",)),
            ("en formel som inte är uträknad", _formula_not_calculated, (".xlsx",)),
            ("ett projekt som ett villkor stryker", _struck_by_a_rule, (".xlsx",)),
            ("delar i egna kolumner", _parts_beside, TABLES),
            ("annan teckenkodning", _wrong_encoding, (".csv",)),
            ("annan nyckel i json", _wrong_unit_in_json, (".json",)),
            ("annan rubrik på ett blad bredvid", _beside_header_other, (".xlsx",)),
            ("rubriker har bytt plats på ett blad bredvid", _beside_headers_swapped, (".xlsx",)),
            ("rubrikraden borta på ett blad bredvid", _beside_header_gone, (".xlsx",)),
            ("en rad förskjuten på ett blad bredvid", _beside_row_shifted, (".xlsx",)),
            ("en rad två gånger på ett blad bredvid", _beside_row_twice, (".xlsx",)),
            ("ord i stället för tal på ett blad bredvid", _beside_words_for_number, (".xlsx",)),
            ("ett blad bredvid har bytt namn", _beside_renamed, (".xlsx",)),
            ("ett blad bredvid är dolt", _beside_hidden, (".xlsx",)),
            ("en dold rad på ett blad bredvid", _beside_row_hidden, (".xlsx",)),
            ("en genomstruken rad på ett blad bredvid", _beside_row_struck, (".xlsx",)),
            ("ny fil där ett blad bredvid saknas", _beside_gone_later, (".xlsx",)),
            ("annat namn på en lista i json", _beside_list_renamed, (".json",)),
            ("annan nyckel i en lista i json", _beside_key_renamed, (".json",)),
            ("filen borta", _gone, (".csv", ".xlsx", ".json")),
            ("filen avkortad", _emptied, (".csv", ".xlsx", ".json")),
            ("en kopia i fel mapp", _wrong_folder, (".csv", ".xlsx")),
        )
    ),
    *(
        Damage(slag, gor, endelser, "ledger")
        for slag, gor, endelser in (
            ("tecknen vända", _sign_turned, (".csv",)),
            ("ett tecken vänt", _one_sign_turned, (".csv",)),
            ("decimalkomma borta", _decimals_lost, (".csv",)),
            ("saldokolumn före beloppet", _balance_column_first, (".csv",)),
            ("beloppets rubrik borta", _amount_header_lost, (".csv",)),
            ("skiljetecken i en text", _delimiter_in_text, (".csv",)),
            ("verifikationsnummer återanvänt", _number_reused, (".csv",)),
            ("saldorad inlagd", _balance_rows, (".csv",)),
            ("senare export som skiljer sig", _later_without, (".csv",)),
            ("projektkod annorlunda skriven", _code_written_otherwise, (".csv",)),
            ("bidragskontot ett annat", _account_moved, (".csv",)),
            ("datum annorlunda skrivna", _dates_otherwise, (".csv",)),
            ("valuta bredvid beloppet", _foreign_currency_beside, (".csv",)),
            ("samma bokföring som arbetsbok", _as_workbook, (".csv",)),
            ("bokföringen borta", _gone, (".csv", ".se")),
            ("bokföringen avkortad", _emptied, (".csv", ".se")),
            ("bokföringen i fel mapp", _wrong_folder, (".csv",)),
            ("SIE: ett tecken vänt", _sie_sign, (".se",)),
            ("SIE: nummer återanvänt", _sie_number, (".se",)),
            ("SIE: en post borta", _sie_line_gone, (".se",)),
            ("SIE: senare export som skiljer sig", _sie_later, (".se",)),
        )
    ),
)
