"""Every printed amount of examples/malmo is found in the files, which are read here anew.

The files are opened with csv, json and openpyxl and the amounts read by ten lines of this module,
so that nothing of the program under test vouches for itself.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from fondbok.paths import Home
from fondbok.publish.comparison import compare
from fondbok.publish.trace import Bidrag, Trace, trace
from fondbok.publish.trace import files as trace_files
from tests.end_to_end.mutation import accounts

REPORTS = ("rpt_utbetalt_per_namnd", "rpt_utbetalt_per_fondgrupp", "rpt_utbetalt_per_kf_mal")
MATT = ("belopp_sek", "belopp_agare_sek", "belopp_part_sek")
GRANT = "3511"  # the account of EU grants in the example's ledgers
# Years the ledger answers for.
REPLACED = ("submissions/2022/", "submissions/2023/", "submissions/2024/")
SIE, AGAIN = "ledger/bokforing_2024.se", "ledger/december_2024_rattad.csv"

Row = dict[str, str | None]


@cache
def rows_of(path: Path) -> dict[tuple[str, int], Row]:
    """A file's rows by sheet and row, each as header -> text."""
    read = {".xlsx": _workbook, ".json": _json, ".csv": _csv, ".se": _sie}[path.suffix]
    return dict(read(path))


def _csv(path: Path) -> Iterator[tuple[tuple[str, int], Row]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    header = next(reader)
    line = reader.line_num + 1
    for cells in reader:
        yield ("", line), dict(zip(header, cells, strict=False))
        line = reader.line_num + 1


def _workbook(path: Path) -> Iterator[tuple[tuple[str, int], Row]]:
    header: list[str] = []
    for number, cells in enumerate(openpyxl.load_workbook(path)["Projekt"].values, 1):
        texts = [None if cell is None else str(cell) for cell in cells]
        if header:
            yield ("Projekt", number), dict(zip(header, texts, strict=True))
        elif texts[0] in ("Projekt", "Projektnamn"):
            header = [text or "" for text in texts]


def _json(path: Path) -> Iterator[tuple[tuple[str, int], Row]]:
    for number, entry in enumerate(json.loads(path.read_text("utf-8"))["projekt"], 1):
        yield ("projekt", number), {key: str(value) for key, value in entry.items()}


def _sie(path: Path) -> Iterator[tuple[tuple[str, int], Row]]:
    voucher = ["", ""]
    for line, text in enumerate(path.read_bytes().decode("cp437").split("\r\n"), 1):
        if text.startswith("#VER"):
            voucher = re.findall(r'"([^"]*)"', text)[:2]
        if posting := re.match(r" *#TRANS (\d+) {(.*)} (-?[\d.]+) ", text):
            konto, objects, belopp = posting.groups()
            projekt = dict(re.findall(r'"(\d+)" "(\d+)"', objects)).get("6")
            cells = {"Konto": konto, "Projekt": projekt, "Belopp": belopp.replace(".", ",")}
            yield ("", line), {"Serie": voucher[0], "Ver.nr": voucher[1], **cells}


def amount_of(row: Row) -> Decimal | None:
    """The amount that stands in a row; a total row and a row that is no EU grant have none."""
    for header in ("Belopp", "Belopp SEK"):
        if header in row:
            return -_number(row[header] or "") if row["Konto"] == GRANT else None
    if name_of(row).lower().startswith(("total", "summa")):
        return None
    texts = [text for header, text in row.items() if header.lower().startswith("utbetalt")]
    text = texts[0] if texts else None
    return _number(text) if text and any(map(str.isdigit, text)) else None


def _number(text: str) -> Decimal:
    thousands = 1000 if "tkr" in text else 1
    bare = re.sub(r"[^0-9,-]", "", text).replace(",", ".")
    return Decimal(f"-{bare[:-1]}" if bare.endswith("-") else bare) * thousands


def name_of(row: Row) -> str:
    return next(row[key] or "" for key in ("Projektnamn", "Projekt", "projekt") if key in row)


def stands_at(home: Home, part: Bidrag) -> Row:
    """The row a trace points at, in the file it names."""
    path = home.landing / str(part.fil)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == part.fil_sha256
    return rows_of(path)[part.blad, int(part.rad or 0)]


def amounts_in(home: Home) -> Counter[tuple[str, str, int]]:
    """Every row that states an amount, of every file."""
    found = Counter[tuple[str, str, int]]()
    for path in accounts(home.landing):
        fil = path.relative_to(home.landing).as_posix()
        found.update((fil, *at) for at, row in rows_of(path).items() if amount_of(row) is not None)
    return found


def exported_again(home: Home) -> set[tuple[str, str, int]]:
    """Rows of the SIE file whose vouchers the later export has too."""
    again = {(row["Serie"], row["Ver.nr"]) for row in rows_of(home.landing / AGAIN).values()}
    first = rows_of(home.landing / SIE)
    return {(SIE, *at) for at, row in first.items() if (row["Serie"], row["Ver.nr"]) in again}


@pytest.fixture(scope="module")
def per_namnd(malmo: Home) -> Trace:
    return trace(malmo.mart, "rpt_utbetalt_per_namnd")


@pytest.mark.parametrize("matt", MATT)
@pytest.mark.parametrize("rapport", REPORTS)
def test_every_cell_adds_up_to_the_ore(malmo: Home, query, rapport: str, matt: str) -> None:
    found = trace(malmo.mart, rapport, matt=matt)
    assert found.stammer, [cell.fel for cell in found.celler if cell.fel]
    published = query(malmo, f"select {matt} from mart.{rapport}")
    traced = [(cell.belopp_sek,) for cell in found.celler]
    assert sorted(map(str, traced)) == sorted(map(str, published))
    for cell in found.celler:
        parts = [part.belopp_sek for part in cell.bidrag]
        assert cell.belopp_sek == (sum(parts) if parts else None), cell.radnyckel


@pytest.mark.parametrize("matt", [*MATT, "foregaende_belopp_sek"])
def test_the_summary_is_traced_too(malmo: Home, matt: str) -> None:
    assert trace(malmo.mart, "rpt_sammanfattning", matt=matt).stammer


def test_every_row_named_states_that_amount(malmo: Home, per_namnd: Trace) -> None:
    parts = [part for cell in per_namnd.celler for part in cell.bidrag]
    assert len(parts) > 200
    for part in parts:
        in_file = amount_of(stands_at(malmo, part))
        not_booked = "EJ_BOKFORT" in {rule.regel for rule in part.regler}
        assert part.belopp_sek == (0 if not_booked else in_file), part


@pytest.mark.parametrize("rapport", REPORTS[1:])
def test_a_split_row_is_whole_again_over_its_cells(malmo: Home, rapport: str) -> None:
    whole: dict[str, Decimal] = {}
    parts: dict[str, Bidrag] = {}
    for part in (part for cell in trace(malmo.mart, rapport).celler for part in cell.bidrag):
        parts[part.kallrad_id] = part
        whole[part.kallrad_id] = whole.get(part.kallrad_id, Decimal(0)) + part.belopp_sek
    for name, part in parts.items():
        assert whole[name] in (0, amount_of(stands_at(malmo, part))), part


def test_no_amount_in_the_files_is_left_out_or_counted_twice(malmo: Home, per_namnd: Trace) -> None:
    """Booked rows in the years of the ledger, reported rows in the others."""
    counted = Counter(
        (str(part.fil), part.blad, int(part.rad or 0))
        for cell in per_namnd.celler
        for part in cell.bidrag
    )
    assert set(counted.values()) == {1}
    stated = amounts_in(malmo)
    replaced = {at for at in stated if at[0].startswith(REPLACED)} | exported_again(malmo)
    booked = {at for at in counted if at[0].startswith("ledger/")}
    assert booked == {at for at in stated if at[0].startswith("ledger/")} - replaced
    assert set(stated) - replaced <= set(counted)
    assert set(counted) <= set(stated)


def test_a_row_is_known_by_the_words_of_its_cells(malmo: Home, per_namnd: Trace) -> None:
    parts = [part for cell in per_namnd.celler for part in cell.bidrag]
    for part in parts:
        row = stands_at(malmo, part)
        if part.typ == "ledger":
            assert part.projekt_text == row["Projekt"]
        elif part.projekt_text is not None:
            assert part.projekt_text.split() == name_of(row).split()


def test_the_files_themselves_are_asked_on_demand(malmo: Home, per_namnd: Trace) -> None:
    answers = trace_files.verify(malmo, per_namnd)
    assert len(answers) == len({p.kallrad_id for c in per_namnd.celler for p in c.bidrag})
    assert {answer.utfall for answer in answers.values()} <= {"stammer", "okant"}


def test_a_release_read_again_is_the_release_served(malmo: Home) -> None:
    (kept,) = malmo.releases.glob("*/fondbok.duckdb")
    assert compare(kept, malmo.mart).lika
