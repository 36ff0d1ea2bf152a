"""Rebuild examples/malmo/landing from source/*.csv: `python examples/malmo/build.py [target]`.

Belongs here: fitting what the reports do not state, and writing it as the nämnder would have.
Does not belong here: a figure or a name. Every one of them is a row in source/, see README.md.
The same source gives the same bytes: no clock, no random numbers, no compression.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
LANDING = HERE / "landing"
QUESTIONS = HERE / "referens" / "fraga.csv"

STATED_FIELDS = (
    "fond",
    "roll",
    "projektagare",
    "bidragsnummer",
    "start",
    "slut",
    "budget",
    "kf_mal",
    "egen_tid",
    "deltagande",
    "enheter",
)
TEXTS = ("syfte", "malgrupp", "resultat")
# Columns that only a file with something to say in them has.
SELDOM = {*TEXTS, "egen_tid", "enheter"}
PROSE = {*TEXTS, "fraga", "svar", "beskrivning", "text"}
PROSE_WIDTH, LINE_HEIGHT = 60, 15
SHEETS = {
    "svar": ("Svar", {"fraga_nr": "Fråga nr", "fraga": "Fråga", "svar": "Svar"}),
    "samverkan": ("Samverkan", {"typ": "Typ", "antal": "Antal"}),
    "indikatorer": (
        "Indikatorer",
        {
            "projekt": "Projekt",
            "indikator": "Indikator",
            "mal": "Mål",
            "utfall": "Utfall",
            "per_datum": "Per datum",
            "enhet": "Enhet",
        },
    ),
    "natverk": (
        "Nätverk",
        {"natverk": "Nätverk", "roll": "Roll", "medlem_sedan": "Medlem sedan"},
    ),
    "handelser": (
        "Händelser",
        {
            "typ": "Typ",
            "datum": "Datum",
            "plats": "Plats",
            "antal": "Antal",
            "beskrivning": "Beskrivning",
        },
    ),
    "samverkanspartner": (
        "Samverkanspartner",
        {"projekt": "Projektnamn", "part": "Partner", "land": "Land", "typ": "Typ"},
    ),
    "personal": (
        "Personal",
        {
            "uppgift": "Uppgift",
            "projekt": "Projektnamn",
            "antal": "Antal personer",
            "heltidstjanster": "Heltidstjänster",
        },
    ),
    "ansokningar": (
        "Ansökningar",
        {"ansokan": "Ansökan", "fond": "Fond/program", "lage": "Läge", "belopp": "Sökt belopp"},
    ),
    "arende": (
        "Ärende",
        {"arendedel": "Del av ärendet", "datum": "Datum", "text": "Text"},
    ),
}
LEDGER_YEARS = (2022, 2023)
LEDGER_HEADERS = (
    "Vernr",
    "Bokföringsdatum",
    "Konto",
    "Ansvar",
    "Projekt",
    "Motpart",
    "Text",
    "Belopp",
)
SIE_YEAR = 2024
SIE_MADE = date(2025, 1, 10)
AGAIN_MONTH = 12
AGAIN_HEADERS = (
    "Serie",
    "Ver.nr",
    "Bokf.datum",
    "Konto",
    "Ansvar",
    "Projekt",
    "Text",
    "Belopp SEK",
    "Valuta",
    "Valutabelopp",
)
INCOMING, WAGES = "B", "L"
BANK, EU_GRANT, SALARIES, ACCRUED = "1930", "3511", "5010", "2940"
# Shares of a project's amount per payment, and the days they arrive; project n takes set n mod 3.
PAYMENTS = (
    ((100, (5, 17)),),
    ((60, (3, 28)), (40, (10, 12))),
    ((45, (2, 24)), (30, (6, 15)), (25, (11, 30))),
)
NBSP = "\N{NO-BREAK SPACE}"
FIXED_TIME = datetime(2000, 1, 1)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)

Row = dict[str, str]
Key = tuple[str, str, str]


@dataclass
class Participation:
    """One nämnd's part in one project in one year, as its submission will show it.

    Attributes:
        stated: what a report states, by field id.
        chosen: what was chosen or fitted here, by field id.
        amount: money paid that year in SEK, None where unknown.
        spelling: way to write the amount when it is not the file's: 'ca', 'tkr' or ''.
        fitted: field ids whose value no report states.
        texts: what the reports tell of the project, in words of our own, by field id.
    """

    year: int
    namnd_kod: str
    projekt: str
    stated: Row
    chosen: Row = field(default_factory=dict)
    amount: Decimal | None = None
    spelling: str = ""
    fitted: set[str] = field(default_factory=set)
    texts: Row = field(default_factory=dict)

    def value(self, name: str) -> str:
        """The field's value as text, the stated one first, '' where there is none."""
        return self.stated.get(name) or self.chosen.get(name) or self.texts.get(name, "")


def read(name: str) -> list[Row]:
    """All rows of source/<name>.csv as text."""
    return read_table(SOURCE / f"{name}.csv")


def read_table(path: Path) -> list[Row]:
    """All rows of a comma separated table as text; one with a comma too many is cut by none."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    ragged = [n for n, row in enumerate(rows, 2) if None in row or None in row.values()]
    if ragged:
        raise ValueError(f"{path.name}: rows {ragged} have not as many cells as the heads")
    return rows


def key(row: Row) -> Key:
    """What a participation is known by in every source table."""
    return row["ar"], row["namnd_kod"], row["projekt"]


# --- fitting ---------------------------------------------------------------------------------


def split(total: int, weights: list[int], step: int) -> list[int]:
    """Share out `total` by weight, in multiples of `step`; the parts add up to it exactly.

    What the step leaves over goes to the heaviest part, so that one amount alone is uneven.
    """
    whole = sum(weights)
    parts = [total * weight // whole // step * step for weight in weights]
    parts[weights.index(max(weights))] += total - sum(parts)
    return parts


def fitted_amounts() -> dict[Key, tuple[Decimal, str]]:
    """Amount and spelling of every participation whose report states only a total."""
    members: dict[str, list[Row]] = defaultdict(list)
    for row in read("belopp_vikter"):
        members[row["grupp"]].append(row)
    amounts: dict[Key, tuple[Decimal, str]] = {}
    for group in read("belopp_grupper"):
        rows = members.pop(group["grupp"])
        weights = [int(row["vikt"]) for row in rows]
        parts = split(int(group["belopp"]), weights, int(group["steg"]))
        for row, part in zip(rows, parts, strict=True):
            amounts[key(row)] = (Decimal(part), row["skrivsatt"])
    if members:
        raise ValueError(f"belopp_vikter names groups without an amount: {sorted(members)}")
    return amounts


def participations() -> list[Participation]:
    """Every participation, stated facts and fitted values together, in source order."""
    chosen: dict[Key, Row] = defaultdict(dict)
    for row in read("anpassningar"):
        chosen[key(row)][row["falt"]] = row["varde"]
    amounts = fitted_amounts()
    texts = {key(row): {name: row[name] for name in TEXTS} for row in read("texter")}
    result = [
        replace(
            participation(row, chosen.pop(key(row), {}), amounts.pop(key(row), None)),
            texts=texts.pop(key(row), {}),
        )
        for row in read("deltaganden")
    ]
    if unknown := {*chosen, *amounts, *texts}:
        raise ValueError(f"Values for unknown participations: {sorted(unknown)}")
    return result


def participation(row: Row, chosen: Row, fitted: tuple[Decimal, str] | None) -> Participation:
    """Put one participation together; a stated value is never overridden."""
    stated = {name: row[name] for name in STATED_FIELDS if row[name]}
    if overridden := stated.keys() & chosen.keys() or (fitted and row["utbetalt"]):
        raise ValueError(f"{key(row)}: stated and fitted at once: {overridden}")
    marks = set(chosen)
    if row["namngivet"] == "nej":
        marks.add("projekt")
    if fitted:
        marks.add("utbetalt")
    amount, spelling = fitted or (Decimal(row["utbetalt"]) if row["utbetalt"] else None, "")
    return Participation(
        int(row["ar"]), row["namnd_kod"], row["projekt"], stated, chosen, amount, spelling, marks
    )


# --- how an amount is written ----------------------------------------------------------------


def grouped(amount: Decimal, blank: str = " ") -> str:
    """1680158 -> '1 680 158', 3436508.48 -> '3 436 508,48'."""
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{amount:,.{decimals}f}".replace(",", blank).replace(".", ",")


def written(amount: Decimal, style: str) -> str | int:
    """The amount in the words of a file: every style but 'tal' is text."""
    if style == "tal" and amount == amount.to_integral_value():
        return int(amount)
    if style == "tkr":
        return f"{grouped(amount / 1000)} tkr"
    if style == "ca":
        return f"ca {grouped(amount)} kr"
    if style == "decimal":
        return f"{amount:,.2f}".replace(",", " ").replace(".", ",")
    unit = {"sek": "SEK", "kronor": "kronor", "kr": "kr", "tal": "kr"}[style]
    return f"{grouped(amount, NBSP)} {unit}"


def written_budget(text: str, style: str) -> str | int:
    """A budget of the source ('54450 EUR') in the words of a file."""
    if not text:
        return ""
    amount, currency = text.split()
    if currency == "EUR":
        return f"{grouped(Decimal(amount))} euro"
    return written(Decimal(amount), style)


# --- submissions -----------------------------------------------------------------------------


@dataclass
class Submission:
    """One file to write: its row in source/filer.csv and what stands in it.

    Attributes:
        headers: field id -> header of the project table, none where the file has no such table.
        sides: the rows of the smaller tables, by table.
    """

    spec: Row
    headers: dict[str, str]
    rows: list[Participation]
    units: dict[str, str]
    sides: dict[str, list[Row]]

    @property
    def unit(self) -> str:
        """Who hands it in, as the file names a nämnd."""
        return self.units[self.spec["namnder"]]

    def cells(self, row: Participation) -> dict[str, str | int]:
        """One project row by field id, in the file's column order."""
        return {name: self.cell(row, name) for name in self.headers}

    def cell(self, row: Participation, name: str) -> str | int:
        """One cell; '' is an empty one."""
        if name == "namnd":
            return self.units[row.namnd_kod]
        if name == "ar":
            return row.year
        if name == "projekt":
            return row.projekt
        if name == "utbetalt":
            return self.amount_cell(row)
        if name == "budget":
            return written_budget(row.value(name), self.spec["belopp"])
        if name == "anpassade_falt":
            return ";".join(field for field in self.headers if field in row.fitted)
        return row.value(name)

    def amount_cell(self, row: Participation) -> str | int:
        """What stands in the column for money paid."""
        if row.amount is None:
            return self.spec["saknas"]
        return written(row.amount, row.spelling or self.spec["belopp"])

    def total_cells(self) -> dict[str, str | int]:
        """The row that sums the money, as nämnder write it under the table."""
        total = sum((row.amount for row in self.rows if row.amount is not None), Decimal(0))
        sums = {
            "projekt": self.spec["totalrad"],
            "utbetalt": written(total, self.spec["belopp"]),
        }
        return {name: sums.get(name, "") for name in self.headers}

    def table(self) -> Iterator[list[str | int]]:
        """Header, project rows and total row, cell by cell."""
        yield list(self.headers.values())
        for row in self.rows:
            yield list(self.cells(row).values())
        if self.spec["totalrad"]:
            yield list(self.total_cells().values())


def submissions(rows: list[Participation]) -> list[Submission]:
    """The files of source/filer.csv; every participation and every answer stands in one of them."""
    headers: dict[str, dict[str, str]] = defaultdict(dict)
    for header in read("rubriker"):
        headers[header["rubriker"]][header["falt"]] = header["rubrik"]
    units = read("enheter")
    sides = side_rows()
    files = []
    for spec in read("filer"):
        own = project_rows(spec, rows)
        names = {unit["namnd_kod"]: unit[spec["enhet"]] for unit in units}
        # Beside a table of projects a csv has no room for anything.
        alone = spec["format"] == "csv" and spec["rubriker"]
        beside = {} if alone else sides.pop((spec["ar"], spec["namnder"]), {})
        files.append(
            Submission(spec, filled_in(headers[spec["rubriker"]], own), own, names, beside)
        )
    placed = sum(len(file.rows) for file in files)
    if placed != len(rows) or sides:
        raise ValueError(f"{placed} of {len(rows)} participations in files; left: {sorted(sides)}")
    return files


def project_rows(spec: Row, rows: list[Participation]) -> list[Participation]:
    """The participations of a file, nämnd by nämnd; none where it has no table of projects."""
    order = spec["namnder"].split(";") if spec["rubriker"] else []
    own = [row for row in rows if row.year == int(spec["ar"]) and row.namnd_kod in order]
    return sorted(own, key=lambda row: order.index(row.namnd_kod))


def filled_in(headers: dict[str, str], rows: list[Participation]) -> dict[str, str]:
    """The headers of a file, without those of seldom columns that none of its projects fills."""
    told = {name for row in rows for name in SELDOM if row.value(name)}
    return {name: text for name, text in headers.items() if name in told or name not in SELDOM}


def side_rows() -> dict[tuple[str, str], dict[str, list[Row]]]:
    """The rows of the smaller tables by (year, nämnd) and table; an answer with its question."""
    questions = {(row["ar"], row["fraga_nr"]): row["fraga"] for row in read_table(QUESTIONS)}
    found: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(dict)
    for table in SHEETS:
        for row in read(table):
            if table == "svar":
                row["fraga"] = questions[row["ar"], row["fraga_nr"]]
            found[row["ar"], row["namnd_kod"]].setdefault(table, []).append(row)
    return found


def csv_bytes(table: Iterable[Iterable[object]], encoding: str) -> bytes:
    """A semicolon separated table with Windows line ends, as Excel saves it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(encoding)


def json_bytes(file: Submission) -> bytes:
    """The same submission as JSON, keys being the field ids; what is unknown is left out."""
    projects = [
        {name: value for name, value in file.cells(project).items() if value != ""}
        for project in file.rows
    ]
    document = {
        "namnd": file.unit,
        "ar": int(file.spec["ar"]),
        "version": 1,
        "projekt": projects,
    }
    for table, rows in file.sides.items():
        _, headers = SHEETS[table]
        document[table] = [
            {name: cell_value(row[name]) for name in headers if row[name]} for row in rows
        ]
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode(file.spec["kodning"])


def xlsx_bytes(file: Submission) -> bytes:
    """The submission as a workbook: Start, Projekt if any, and the sheets it has rows for."""
    book = Workbook()
    book.properties.creator = "examples/malmo/build.py"
    book.properties.created = FIXED_TIME
    start = book.active
    start.title = "Start"
    for cells in start_rows(file):
        start.append(cells)
    if file.headers:
        fill_projekt(book.create_sheet("Projekt"), file)
    for table, rows in file.sides.items():
        title, headers = SHEETS[table]
        fill_sheet(book.create_sheet(title), headers, rows)
    return normalised(book)


def start_rows(file: Submission) -> list[list[str | int]]:
    """Labels and values of sheet Start."""
    spec = file.spec
    label = "Nämnd" if spec["enhet"] == "namnd" else "Förvaltning"
    rows: list[list[str | int]] = [
        ["Internationell redovisning"],
        [label, file.unit],
        ["År", int(spec["ar"])],
        ["Diarienummer", spec["diarienummer"]],
        ["Beslutsdatum", spec["beslutsdatum"]],
        ["Version", 1],
    ]
    return [row for row in rows if row[-1] != ""]


def fill_projekt(sheet: Worksheet, file: Submission) -> None:
    """The project table below a title that spans it, as people lay it out."""
    sheet.append([f"Projekt {file.spec['ar']}"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(file.headers))
    sheet.append([])
    for cells in file.table():
        sheet.append([None if cell == "" else cell for cell in cells])
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    for column in sheet.iter_cols(min_row=4):
        for cell in column:
            if isinstance(cell.value, int):
                cell.number_format = "#,##0"
    make_room(sheet, file.headers, 4)


def fill_sheet(sheet: Worksheet, headers: dict[str, str], rows: list[Row]) -> None:
    """A plain table: whole numbers as numbers, the rest as text."""
    sheet.append(list(headers.values()))
    for row in rows:
        sheet.append([cell_value(row[name]) for name in headers])
    make_room(sheet, headers, 2)


def make_room(sheet: Worksheet, headers: Iterable[str], first: int) -> None:
    """Columns of prose wide, and rows as high as their longest prose, from row `first` on."""
    prose = [at for at, name in enumerate(headers, start=1) if name in PROSE]
    for at in prose:
        sheet.column_dimensions[get_column_letter(at)].width = PROSE_WIDTH
    if not prose:
        return
    for row in range(first, sheet.max_row + 1):
        cells = [sheet.cell(row, at) for at in prose]
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.row_dimensions[row].height = LINE_HEIGHT * (1 + longest // PROSE_WIDTH)
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def cell_value(text: str) -> str | int | None:
    """A whole number as int, nothing as an empty cell."""
    return int(text) if text.isdecimal() else text or None


def normalised(book: Workbook) -> bytes:
    """The workbook's bytes without the times of saving and without compression.

    The clock stands in the zip entries and in docProps/core.xml; compressed bytes differ between
    zlib builds.
    """
    saved = io.BytesIO()
    book.save(saved)
    result = io.BytesIO()
    fixed = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", fixed, content)
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.create_system = 0
            target.writestr(entry, content, zipfile.ZIP_STORED)
    return result.getvalue()


def submission_bytes(file: Submission) -> bytes:
    """The file in its format."""
    if file.spec["format"] == "xlsx":
        return xlsx_bytes(file)
    if file.spec["format"] == "json":
        return json_bytes(file)
    if file.headers:
        return csv_bytes(file.table(), file.spec["kodning"])
    return csv_bytes(answer_rows(file), file.spec["kodning"])


def answer_rows(file: Submission) -> Iterator[list[str]]:
    """Answers alone, as text: whose they are and for which year, and the table below."""
    if file.sides.keys() != {"svar"}:
        raise ValueError(f"{file.spec['fil']}: a csv has room for answers alone")
    for label, value, *_ in start_rows(file)[1:]:
        yield [str(label), str(value), ""]
    yield []
    _, headers = SHEETS["svar"]
    yield list(headers.values())
    for row in file.sides["svar"]:
        yield [row[name] for name in headers]


# --- ledger ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Posting:
    """One row of a voucher; debit is positive, `euro` is what was paid where it was paid in EUR."""

    konto: str
    ansvar: str
    projekt: str
    motpart: str
    text: str
    belopp: Decimal
    euro: Decimal | None = None


Voucher = tuple[date, list[Posting]]


def payment_parts(amount: Decimal, number: int) -> list[tuple[date, Decimal]]:
    """Split an amount into the payments of set `number`; the last one takes the odd öre."""
    plan = PAYMENTS[number % len(PAYMENTS)]
    parts = [(amount * share / 100).quantize(Decimal("0.01")) for share, _ in plan]
    parts[-1] = amount - sum(parts[:-1])
    return [(date(1, *day), part) for (_, day), part in zip(plan, parts, strict=True)]


def project_vouchers(row: Participation, ansvar: str, number: int) -> Iterator[Voucher]:
    """Everything booked on one project: payments, a cost and, now and then, a correction."""
    code = row.value("ekonomikod")
    if not code or row.amount is None:
        raise ValueError(f"{row.projekt}: money without a project code")
    motpart = row.value("fond") or "EU-finansiär"
    parts = payment_parts(row.amount, number)
    for index, (day, part) in enumerate(parts, start=1):
        text = f"EU-bidrag, utbetalning {index} av {len(parts)} (anpassad)"
        yield day.replace(year=row.year), received(EU_GRANT, ansvar, code, motpart, text, part)
    cost = (row.amount / 2).quantize(Decimal("0.01"))
    yield (
        date(row.year, 12, 20),
        [
            Posting(SALARIES, ansvar, code, "", "Lönekostnad i projekt (anpassad)", cost),
            Posting(ACCRUED, ansvar, "", "", "Lönekostnad i projekt (anpassad)", -cost),
        ],
    )
    if number % 10 == 0:
        # Booked twice by mistake and taken back: the sum is what was paid.
        day, part = parts[0]
        for sign, text in ((1, "Dubbelt bokförd (anpassad)"), (-1, "Rättelse (anpassad)")):
            yield (
                day.replace(year=row.year),
                received(EU_GRANT, ansvar, code, motpart, text, sign * part),
            )


def received(
    konto: str, ansvar: str, code: str, motpart: str, text: str, amount: Decimal
) -> list[Posting]:
    """Money into the bank: debit there, credit on the grant account."""
    return [
        Posting(BANK, ansvar, "", motpart, text, amount),
        Posting(konto, ansvar, code, motpart, text, -amount),
    ]


def ledger_rows(rows: list[Participation], year: int) -> Iterator[list[str]]:
    """The year's vouchers in order of date, numbered from 1001."""
    units = {row["namnd_kod"]: row["ansvar"] for row in read("ansvar")}
    paid = [row for row in rows if row.year == year and row.amount is not None]
    vouchers = [
        voucher
        for number, row in enumerate(paid)
        for voucher in project_vouchers(row, units[row.namnd_kod], number)
    ]
    vouchers += [
        other_voucher(row, units) for row in read("ledger_ovrigt") if row["ar"] == str(year)
    ]
    vouchers.sort(key=lambda voucher: voucher[0])
    yield list(LEDGER_HEADERS)
    for vernr, (day, postings) in enumerate(vouchers, start=1001):
        for posting in postings:
            yield [str(vernr), day.isoformat(), *ledger_cells(posting)]


@dataclass(frozen=True)
class Booked:
    """A voucher of the SIE year, as it stood when the year was exported and as it stands.

    Attributes:
        day: the date of booking.
        first: its rows in the year's file, empty when it was not booked yet.
        final: its rows in the end.
    """

    day: date
    first: list[Posting]
    final: list[Posting]


Numbered = tuple[str, int, Booked]


def booked_year(rows: list[Participation]) -> list[Numbered]:
    """The vouchers of the SIE year by series and number; those booked late come last."""
    vouchers = list(year_vouchers([row for row in rows if row.year == SIE_YEAR]))
    vouchers.sort(key=lambda voucher: (not voucher.first, voucher.day))
    last = dict.fromkeys((INCOMING, WAGES), 0)
    numbered = []
    for voucher in vouchers:
        series = WAGES if voucher.final[0].konto == SALARIES else INCOMING
        last[series] += 1
        numbered.append((series, last[series], voucher))
    return numbered


def year_vouchers(rows: list[Participation]) -> Iterator[Booked]:
    """Everything booked on the year's projects: the plan, and what source/ledger_handelser says."""
    units = {row["namnd_kod"]: row["ansvar"] for row in read("ansvar")}
    events = {key(event): event for event in read("ledger_handelser")}
    for number, row in enumerate(row for row in rows if row.amount is not None):
        ansvar = units[row.namnd_kod]
        event = events.pop((str(row.year), row.namnd_kod, row.projekt), None)
        apart = Decimal(event["belopp"]) if event else Decimal(0)
        if event:
            yield from event_vouchers(row, ansvar, event)
        as_planned = replace(row, amount=row.amount - apart)
        for day, postings in project_vouchers(as_planned, ansvar, number):
            yield Booked(day, postings, postings)
    if events:
        raise ValueError(f"ledger_handelser names unknown participations: {sorted(events)}")


def event_vouchers(row: Participation, ansvar: str, event: Row) -> Iterator[Booked]:
    """The vouchers of one part of a project's money that did not come as the rest."""
    day, amount = date.fromisoformat(event["dag"]), Decimal(event["belopp"])
    code, motpart = row.value("ekonomikod"), row.value("fond") or "EU-finansiär"

    def paid(text: str, amount: Decimal, code: str = code) -> list[Posting]:
        return received(EU_GRANT, ansvar, code, motpart, f"{text} (anpassad)", amount)

    if event["handelse"] == "arsskifte":
        rows = paid("EU-bidrag för arbete året före", amount)
        yield Booked(day, rows, rows)
    elif event["handelse"] == "valuta":
        yield Booked(
            day,
            paid("EU-bidrag i euro", amount),
            in_euro(paid("EU-bidrag i euro", amount), Decimal(event["uppgift"])),
        )
    elif event["handelse"] == "fel_belopp":
        text = "EU-bidrag, slutbetalning"
        yield Booked(day, paid(text, Decimal(event["uppgift"])), paid(text, amount))
    elif event["handelse"] == "fel_projekt":
        wrong = paid("EU-bidrag, slutbetalning", amount, event["uppgift"])
        yield Booked(day, wrong, wrong)
        taken_back = paid("Rättelse: fel projektkod", -amount, event["uppgift"])
        for rows in (taken_back, paid("EU-bidrag, bokat om till rätt projekt", amount)):
            yield Booked(day.replace(day=30), [], rows)
    elif event["handelse"] == "sen":
        yield Booked(day, [], paid("EU-bidrag, bokfört i efterhand", amount))
    else:
        raise ValueError(f"ledger_handelser: {event['handelse']} is nothing that happens")


def in_euro(postings: list[Posting], euro: Decimal) -> list[Posting]:
    """The same rows with the amount in euro beside the booked kronor."""
    return [replace(row, euro=euro if row.belopp > 0 else -euro) for row in postings]


def sie_bytes(rows: list[Participation]) -> bytes:
    """The year as it was exported first: SIE 4 in the code page the format asks for."""
    lines = [*sie_header(rows)]
    for series, number, voucher in booked_year(rows):
        if voucher.first:
            lines += sie_voucher(series, number, voucher)
    # The code page has no en dash.
    return "".join(f"{line}\r\n" for line in lines).replace("–", "-").encode("cp437")


def sie_header(rows: list[Participation]) -> Iterator[str]:
    """What the file says about itself, its accounts, units and projects."""
    yield "#FLAGGA 0"
    yield '#PROGRAM "examples/malmo/build.py" 1'
    yield "#FORMAT PC8"
    yield f"#GEN {SIE_MADE:%Y%m%d}"
    yield "#SIETYP 4"
    yield '#PROSA "Anpassad bokföring: se examples/malmo/README.md"'
    yield '#FNAMN "Malmö stad"'
    yield f"#RAR 0 {SIE_YEAR}0101 {SIE_YEAR}1231"
    yield "#VALUTA SEK"
    for account in read("ledger_konton"):
        yield f'#KONTO {account["konto"]} "{account["namn"]}"'
        yield f"#KTYP {account['konto']} {account['typ']}"
    yield '#DIM 1 "Ansvar"'
    yield '#DIM 6 "Projekt"'
    own = [row for row in rows if row.year == SIE_YEAR and row.amount is not None]
    names = {unit["namnd_kod"]: unit["namnd"] for unit in read("enheter")}
    paid = {row.namnd_kod for row in own}
    for unit in read("ansvar"):
        if unit["namnd_kod"] in paid:
            yield f'#OBJEKT 1 "{unit["ansvar"]}" "{names[unit["namnd_kod"]]}"'
    for row in sorted(own, key=lambda row: row.value("ekonomikod")):
        yield f'#OBJEKT 6 "{row.value("ekonomikod")}" "{row.projekt}"'


def sie_voucher(series: str, number: int, voucher: Booked) -> Iterator[str]:
    """One voucher as it stood; a row's text is its voucher's."""
    yield f'#VER "{series}" "{number}" {voucher.day:%Y%m%d} "{voucher.first[0].text}"'
    yield "{"
    for row in voucher.first:
        objects = f'"1" "{row.ansvar}"' + (f' "6" "{row.projekt}"' if row.projekt else "")
        yield f'   #TRANS {row.konto} {{{objects}}} {row.belopp:.2f} "" "{row.text}"'
    yield "}"


def again_rows(rows: list[Participation]) -> Iterator[list[str]]:
    """The year's last month exported once more, as it stands in the end."""
    yield list(AGAIN_HEADERS)
    for series, number, voucher in booked_year(rows):
        if voucher.day.month != AGAIN_MONTH:
            continue
        for row in voucher.final:
            yield [series, str(number), f"{voucher.day:%Y%m%d}", *again_cells(row)]


def again_cells(row: Posting) -> list[str]:
    """A posting as the second export writes it, with the currency it was paid in."""
    currency = ["SEK", ""] if row.euro is None else ["EUR", minus_last(row.euro)]
    return [row.konto, row.ansvar, row.projekt, row.text, minus_last(row.belopp), *currency]


def minus_last(amount: Decimal) -> str:
    """-1234.5 -> '1 234,50-', as some economy systems write it."""
    text = f"{abs(amount):,.2f}".replace(",", NBSP).replace(".", ",")
    return f"{text}-" if amount < 0 else text


def other_voucher(row: Row, units: dict[str, str]) -> Voucher:
    """Money that is no payment from the EU and must stay apart from it."""
    ansvar, amount = units[row["namnd_kod"]], Decimal(row["belopp"])
    day = date(int(row["ar"]), 12, 15)
    return day, received(row["konto"], ansvar, "", row["motpart"], row["text"], amount)


def ledger_cells(posting: Posting) -> list[str]:
    """A posting as the export writes it: decimal comma, blanks between thousands."""
    return [
        posting.konto,
        posting.ansvar,
        posting.projekt,
        posting.motpart,
        posting.text,
        f"{posting.belopp:,.2f}".replace(",", " ").replace(".", ","),
    ]


# --- all of it -------------------------------------------------------------------------------


def files() -> dict[str, bytes]:
    """Path below landing/ -> bytes, for every file of the example."""
    rows = participations()
    result = {
        f"submissions/{file.spec['fil']}": submission_bytes(file) for file in submissions(rows)
    }
    for year in LEDGER_YEARS:
        result[f"ledger/huvudbok_{year}.csv"] = csv_bytes(ledger_rows(rows, year), "cp1252")
    result[f"ledger/bokforing_{SIE_YEAR}.se"] = sie_bytes(rows)
    result[f"ledger/december_{SIE_YEAR}_rattad.csv"] = csv_bytes(again_rows(rows), "utf-8")
    return result


def main(target: Path = LANDING) -> None:
    """Write every file of the example below `target`."""
    for name, content in files().items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
