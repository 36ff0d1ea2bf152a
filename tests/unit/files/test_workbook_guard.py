"""Every way to a workbook passes one guard: what would fill the memory is refused, not opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from fondbok import ledger
from fondbok.files.extent import check_sheet
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FOR_STOR, FIL_OSAKER
from fondbok.ledger import rules, workbook
from fondbok.warehouse import single
from tests.fixtures.submissions import underlag

PART = "xl/worksheets/sheet2.xml"
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FAR = {
    "a row and a column": b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a row without its number": b'<row><c r="XFD1048576"><v>1</v></c></row>',
    "blanks in the tag": b'<row r="1"><c r = "XFD1048576"><v>1</v></c></row>',
    "below every sheet": b'<row r="1"><c r="A4000000000"><v>1</v></c></row>',
    "right of every sheet": b'<row r="1"><c r="ZZZZ9"><v>1</v></c></row>',
    "one far down and one far out": (
        b'<row r="1"><c r="XFD1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    ),
    "cells without a place": (
        b'<row r="1">' + b"<c><v>1</v></c>" * 100_000 + b"</row>"
        b'<row r="1048576"><c><v>1</v></c></row>'
    ),
}


def bomb(rows: bytes, part: str = PART) -> bytes:
    sound = underlag.xlsx(underlag.Underlag())
    sheet = b"<worksheet " + SPACE + b"><sheetData>" + rows + b"</sheetData></worksheet>"
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        now = archive.read(PART)
    changed = underlag.repacked(sound, PART, now, sheet)
    if part == PART:
        return changed
    moved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(changed)) as archive, zipfile.ZipFile(moved, "w") as other:
        for name in archive.namelist():
            content = archive.read(name).replace(b"worksheets/sheet2.xml", b"elsewhere.xml")
            other.writestr("xl/elsewhere.xml" if name == PART else name, content)
    return moved.getvalue()


@pytest.mark.parametrize("how", FAR)
@pytest.mark.parametrize("folder", ["", "ledger"])
def test_a_lone_file_that_would_fill_the_memory_is_refused(
    how: str, folder: str, tmp_path: Path
) -> None:
    """As a submission that is then tried as a ledger, and as a ledger at once."""
    path = tmp_path / folder / "bomb.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(bomb(FAR[how]))
    (row,) = single.rows(path, tmp_path / "profiles")
    assert row["utfall"] == "avvisad"


@pytest.mark.parametrize("how", FAR)
def test_what_one_reader_refused_unopened_the_other_never_sees(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb(FAR[how]))
    monkeypatch.setattr(ledger, "inspect_rows", lambda *_: pytest.fail("it was opened again"))
    (row,) = single.rows(path, tmp_path / "profiles")
    (found,) = row["fynd"]
    assert found["regel"] in (FIL_FOR_STOR.id, FIL_OSAKER.id)
    assert "mapp som heter ledger" in found["meddelande"]


def far_cell(rows: list[list[object]]) -> bytes:
    """A table and one stray cell a thousand columns and two hundred thousand rows away: 5 kB."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for each in rows:
        sheet.append(each)
    sheet["ALL200000"] = "x"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_one_stray_cell_far_away_in_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "far_ledger.xlsx"
    path.parent.mkdir()
    header = ["Vernr", "Bokföringsdatum", "Konto", "Ansvar", "Projekt", "Text", "Belopp"]
    path.write_bytes(far_cell([header, ["A1", "2024-03-01", "3990", "51", "T1", "bidrag", -100]]))
    (row,) = single.rows(path, tmp_path / "profiles")
    assert row["utfall"] == "avvisad"
    assert [each["regel"] for each in row["fynd"]] == [rules.LEDGER_CELL_LANGT_BORT.id]


def test_one_stray_cell_far_away_in_a_submission(tmp_path: Path) -> None:
    path = tmp_path / "far_submission.xlsx"
    header = ["Nämnd", "År", "Projektnamn", "Fond/program", "Roll", "Utbetalt EU-bidrag"]
    path.write_bytes(far_cell([header, ["ASN", 2024, "P", "ESF", "Projektägare", 100]]))
    (row,) = single.rows(path, tmp_path / "profiles")
    assert row["utfall"] == "avvisad"
    assert [each["regel"] for each in row["fynd"]] == [FIL_FOR_STOR.id]


def test_a_sheet_under_another_name_is_measured_too(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb(FAR["a row and a column"], "xl/elsewhere.xml"))
    with pytest.raises(Refusal) as refused:
        workbook.sheets(path)
    assert refused.value.rule is rules.LEDGER_CELL_LANGT_BORT


def test_an_archive_that_lies_about_its_size_is_not_opened(tmp_path: Path) -> None:
    honest = bomb(b'<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = archive.getinfo(PART).file_size
    lying = honest.replace(size.to_bytes(4, "little"), (7).to_bytes(4, "little"))
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(lying)
    with pytest.raises(Refusal):
        workbook.sheets(path)


def pieces(xml: bytes, size: int) -> Iterator[bytes]:
    return (xml[at : at + size] for at in range(0, len(xml), size))


@pytest.mark.parametrize("how", FAR)
@pytest.mark.parametrize("size", [1_000, 1 << 23])
def test_a_sheet_in_pieces_is_measured_as_one(how: str, size: int) -> None:
    xml = b"<worksheet><sheetData>" + FAR[how] + b"</sheetData></worksheet>"
    with pytest.raises(Refusal):
        check_sheet(pieces(xml, size), 40_000_000)


SOUND: dict[str, Callable[[], bytes]] = {
    "long and narrow": lambda: b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 120_000, 7)
    ),
    "wide and short": lambda: b'<row r="1"><c r="AZ1"><v>1</v></c></row>',
    "cells without a place": lambda: b"".join(
        b"<row><c><v>1</v></c><c><v>2</v></c></row>" for _ in range(20_000)
    ),
    "a far cell that is empty": lambda: b'<row r="1048576"><c r="XFD1048576" s="1"/></row>',
}


@pytest.mark.parametrize("how", SOUND)
def test_an_ordinary_sheet_passes(how: str) -> None:
    xml = b"<worksheet><sheetData>" + SOUND[how]() + b"</sheetData></worksheet>"
    check_sheet(pieces(xml, 1 << 16), 40_000_000)
