"""The files of which sequences are made: what a few nämnder and two companies hand in on bad days.

Belongs here: a fixed set of contents that meet one another in every way files do: several versions,
parts, equal versions that contradict each other, joint and empty submissions, exports that overlap,
say when they were made or do not, and files that are not what their folder says.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

from openpyxl import Workbook

HEADER = "Nämnd;År;Version;Projektnamn;Fond/program;Roll;Utbetalt EU-bidrag;KF-mål;Projektkod"
LEDGER_HEADER = "Serie;Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Text;Belopp"


@dataclass(frozen=True)
class Content:
    """Some bytes, the ending they are meant for, and the folder they belong in."""

    ending: str
    content: bytes
    folder: str


def _csv(*rows: str) -> Content:
    return Content("csv", "\n".join((HEADER, *rows, "")).encode(), "submissions")


def _json(namnd: str, ar: int, version: int, *projects: tuple[str, int]) -> Content:
    body = {
        "namnd": namnd,
        "ar": ar,
        "version": version,
        "beslutsdatum": "2025-02-01",
        "projekt": [
            {"projekt": name, "fond": "ESF", "roll": "part", "utbetalt": f"{amount} kr"}
            for name, amount in projects
        ],
        "svar": [{"fraga_nr": 1, "fraga": "Hur?", "svar": "Så."}],
    }
    return Content("json", json.dumps(body, ensure_ascii=False).encode(), "submissions")


def _workbook(namnd: str, ar: int, saved: int, *projects: tuple[str, int]) -> Content:
    book = Workbook()
    start = book.active
    start.title = "Start"
    for row in (("Nämnd", namnd), ("År", ar), ("Version", 1)):
        start.append(row)
    sheet = book.create_sheet("Projekt")
    sheet.append(("Projektnamn", "Fond/program", "Roll", "Utbetalt EU-bidrag", "KF-mål"))
    for name, amount in projects:
        sheet.append((name, "Erasmus+", "projektägare", amount, 1))
    return Content("xlsx", _saved(book, saved), "submissions")


def _saved(book: Workbook, day: int) -> bytes:
    """A workbook as bytes, that says it was saved on a day of March 2025.

    openpyxl says that it was saved just now, and so do the entries of the archive.
    """
    memory, out = io.BytesIO(), io.BytesIO()
    book.properties.created = datetime(2025, 3, 1, tzinfo=UTC)
    book.save(memory)
    with zipfile.ZipFile(memory) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "docProps/core.xml":
                stamp = f">2025-03-{day:02}T10:00:00Z</dcterms:modified>".encode()
                text = re.sub(rb">[^<]*</dcterms:modified>", stamp, text)
            new.writestr(zipfile.ZipInfo(name, (2025, 3, 1, 0, 0, 0)), text)
    return out.getvalue()


def _ledger(*vouchers: tuple[str, str, str, str], title: str = "", ansvar: str = "4100") -> Content:
    """Vouchers of two rows: number, date, project code and amount."""
    rows = [
        row
        for number, day, code, amount in vouchers
        for row in (
            f"A;{number};{day};3511;{ansvar};{code};Bidrag;-{amount}",
            f"A;{number};{day};1930;{ansvar};;Bidrag;{amount}",
        )
    ]
    text = "\n".join([*([title] if title else []), LEDGER_HEADER, *rows, ""])
    return Content("csv", text.encode("cp1252"), "ledger")


def _sie(made: str, orgnr: str, *vouchers: tuple[str, str, str, str]) -> Content:
    head = [
        "#FLAGGA 0",
        "#FORMAT PC8",
        "#SIETYP 4",
        '#PROGRAM "Prov" 1.0',
        *([f"#GEN {made}"] if made else []),
        '#FNAMN "Staden"',
        *([f"#ORGNR {orgnr}"] if orgnr else []),
        "#RAR 0 20240101 20241231",
        '#KONTO 3511 "EU-bidrag"',
        '#KONTO 1930 "Bank"',
        '#DIM 1 "Ansvar"',
        '#DIM 6 "Projekt"',
    ]
    for number, day, code, amount in vouchers:
        head += [
            f'#VER A {number} {day.replace("-", "")} "Bidrag"',
            "{",
            f'#TRANS 3511 {{"1" "4100" "6" "{code}"}} -{amount.replace(",", ".")}',
            f"#TRANS 1930 {{}} {amount.replace(',', '.')}",
            "}",
        ]
    return Content("se", "\r\n".join([*head, ""]).encode("cp437"), "ledger")


def _rows_workbook(*vouchers: tuple[str, str, str, str], saved: int) -> Content:
    book = Workbook()
    sheet = book.active
    sheet.title = "Verifikat"
    sheet.append(tuple(LEDGER_HEADER.split(";")))
    for number, day, code, amount in vouchers:
        value = float(amount.replace(",", "."))
        sheet.append(("A", number, day, 3511, 4100, code, "Bidrag", -value))
        sheet.append(("A", number, day, 1930, 4100, None, "Bidrag", value))
    return Content("xlsx", _saved(book, saved), "ledger")


ONE = ("1", "2024-02-01", "41301", "1000,00")
TWO = ("2", "2024-03-01", "41302", "2000,00")
TWO_RIGHTED = ("2", "2024-03-01", "41302", "2500,00")
TWO_ANOTHER_DAY = ("2", "2024-05-01", "41303", "70,00")
THREE = ("3", "2024-06-15", "41303", "300,00")

POOL: tuple[Content, ...] = (
    # one nämnd: versions, equal versions that contradict each other, a row of another year
    _csv("ASN;2024;1;Alfa;ESF;ägare;100 kr;1;41301", "ASN;2024;1;Beta;ESF;part;200 kr;2;41302"),
    _csv("ASN;2024;1;Alfa;ESF;ägare;110 kr;1;41301", "ASN;2024;1;Gamma;ESF;part;300 kr;2;"),
    _csv("ASN;2024;2;Alfa;ESF;ägare;150 kr;1;41301"),
    _workbook("Arbetsmarknads- och socialnämnden", 2024, 3, ("Alfa", 120), ("Delta", 40)),
    _workbook("Arbetsmarknads- och socialnämnden", 2024, 9, ("Alfa", 125)),
    _json("ASN", 2024, 1, ("Beta", 210), ("Epsilon", 5)),
    # parts of one submission, and the same again
    _csv("FRN;2024;1;Zeta;Erasmus+;ägare;350 000 kr;1;"),
    _csv("FRN;2024;1;Eta;Erasmus+;part;12 500,50 kr;2;41303"),
    _csv("FRN;2024;1;Zeta;Erasmus+;ägare;360 000 kr;1;", "FRN;2023;1;Zeta;Erasmus+;ägare;9 kr;1;"),
    # several nämnder in one file, two years, words that are no amounts
    _csv(
        "MN;2024;1;Theta;Horisont Europa;ägare;7,5 mkr;1;41303",
        "TN;2024;1;Alfa;ESF;part;80 kr;2;",
        "MN;2023;1;Theta;Horisont Europa;ägare;1 mkr;1;",
        "MN;2024;1;Jota;LIFE;part;en hel del;1;",
    ),
    _json("MN", 2024, 2),
    # ledgers that overlap, disagree, are parts of one voucher, and say when they were made or not
    _ledger(ONE, TWO),
    _ledger(ONE, TWO_RIGHTED, THREE),
    _ledger(TWO_RIGHTED, THREE, title="Verifikationslista, utskriven 2024-07-01"),
    _ledger(TWO_ANOTHER_DAY, THREE, ansvar="3100"),
    _ledger(ONE, ONE, TWO),
    _sie("20240401", "", ONE, TWO),
    _sie("20240901", "", ONE, TWO_RIGHTED),
    _sie("", "556000-1111", ONE, THREE),
    _rows_workbook(TWO, THREE, saved=5),
    # what is no submission and no ledger
    Content("csv", b"en text;utan rubriker\n1;2\n", "submissions"),
    Content("xlsx", b"PK\x03\x04 half a workbook", "submissions"),
    Content("csv", b"", "ledger"),
)
STEMS = {
    "submissions": ("asn", "ny/asn", "underlag 2024", "kopia av underlag"),
    "ledger": ("bok", "bok_2024-06-30", "arkiv/bok 20241231", "export jan10"),
}
