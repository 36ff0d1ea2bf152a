"""Workbooks: the right cell at the right row, and nothing that is not a workbook."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from fondbok.files import archive, workbook
from fondbok.findings import FileRead
from tests.unit.intake.intake_files import HEADER, START, goals, read_file, row, rules

Write = Callable[..., Path]


def rebuilt(path: Path, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook's archive with its parts changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


def test_rows_are_numbered_as_in_excel(workbook: Write) -> None:
    """Blank rows above and between do not move the numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Projekt"
    sheet["C5"] = "EU-projekt 2022"
    sheet.merge_cells("C5:F5")
    for column, text in zip("CDEF", HEADER, strict=True):
        sheet[f"{column}9"] = text
    sheet["C12"], sheet["E12"] = "Vägen in", 100
    sheet["C20"], sheet["E20"] = "TOTALT:", 100
    start = book.create_sheet("Start")
    start["A1"], start["B1"], start["A2"], start["B2"] = "Nämnd", "ASN", "År", 2022
    path = workbook({"x": [["y"]]})
    book.save(path)
    read = read_file(path)
    assert [(r["rad"], r["utfall"]) for r in read.rows["submission_projekt"]] == [
        (12, "laddad"),
        (20, "total"),
    ]
    assert read.fynd == []


def test_cells_are_read_as_typed(read_workbook: Callable[..., FileRead]) -> None:
    """Numbers, text numbers, dates and percentages of Excel."""
    header = ["Projektnamn", "Utbetalt EU-bidrag", "Startdatum", "Bidragsnummer", "KF-mål"]
    read = read_workbook([["A", 0.1 + 0.2, date(2021, 3, 1), "00123", 2]], header=header)
    assert row(read)["utbetalt"] == Decimal("0.30")
    assert row(read)["start_datum"] == date(2021, 3, 1)
    assert row(read)["bidragsnummer"] == "00123"
    assert goals(read) == [2]


def test_error_and_uncalculated_cells_are_not_empty(workbook: Write) -> None:
    """#REF! and a formula without a value are wrong money, not unknown money."""
    path = workbook({"Start": START, "Projekt": [HEADER, ["A", "ESF", 1], ["B", "ESF", "=1+1"]]})

    def change(name: str, content: bytes) -> bytes:
        error = b'<c r="C2" t="e"><v>#REF!</v></c>'
        return content.replace(b'<c r="C2" t="n"><v>1</v></c>', error)

    path.write_bytes(rebuilt(path, change))
    read = read_file(path)
    assert [(reject.rad, reject.varde) for reject in read.avvisade] == [(2, "#REF!"), (3, "=1+1")]
    assert read.utfall == {"avvisad": 2}


def test_a_merged_name_holds_for_its_rows_but_an_amount_stands_once(workbook: Write) -> None:
    """Money merged over two rows must not be counted twice."""
    path = workbook(
        {"Start": START, "Projekt": [HEADER, ["A", "ESF", "100 kr"], ["B", None, None], [], []]}
    )
    book = openpyxl.load_workbook(path)
    book["Projekt"].merge_cells("B2:B5")
    book["Projekt"].merge_cells("C2:C3")
    book.save(path)
    read = read_file(path)
    assert [r["fond_kod"] for r in read.rows["submission_projekt"]] == ["ESF", "ESF"]
    assert [r["utbetalt"] for r in read.rows["submission_projekt"]] == [Decimal(100), None]


def test_the_one_sheet_whose_header_fits(workbook: Write) -> None:
    """Without a sheet Projekt the table is found by its header, the unit beside it."""
    rows = [["Nämnd:", "ASN"], ["År", 2022], HEADER, ["Vägen in", "ESF", 100, 1]]
    read = read_file(workbook({"Blad1": rows, "Diagram": [["x"]]}))
    assert (row(read)["namnd_kod"], row(read)["ar"], row(read)["rad"]) == ("ASN", 2022, 4)
    assert rules(read) == {"BLAD_OVANTAT"}


def test_two_sheets_that_fit_are_both_read(workbook: Write) -> None:
    """Which of two tables is meant is not guessed: all that stands on them counts, and is said."""
    table = [HEADER, ["A", "ESF", 1, 1]]
    other = [*table, ["B", "ESF", 2, 1]]
    read = read_file(workbook({"Start": START, "B1": table, "B2": other}))
    assert [(r["blad"], r["projekt"], r["utfall"]) for r in read.rows["submission_projekt"]] == [
        ("B1", "A", "laddad"),
        ("B2", "A", "dubblett"),
        ("B2", "B", "laddad"),
    ]
    assert rules(read) == {"BLAD_FLERA", "RAD_DUBBLETT"}


def test_side_sheets(read_workbook: Callable[..., FileRead]) -> None:
    """Answers, partners, indicators, networks and events with unit, year and version."""
    read = read_workbook(
        [["Vägen in", "ESF", 1, 1]],
        start=[*START, ("Version", 2)],
        Svar=[["Fråga nr", "Fråga", "Svar"], [1, "Vad?", "Ja\nnej"], [2, "Hur?", None]],
        Samverkan=[["Typ", "Antal"], ["Offentlig", 17], ["Summa", 17]],
        Indikatorer=[
            ["Projekt", "Indikator", "Mål", "Utfall", "Per datum", "Enhet"],
            ["Vägen in", "Deltagare", 200, "117", "2022-12", "personer"],
        ],
        Nätverk=[["Nätverk", "Roll", "Medlem sedan"], ["Eurocities", "medlem", 2009]],
        Händelser=[
            ["Typ", "Datum", "Plats", "Antal", "Beskrivning"],
            ["Studiebesök", "hösten 2022", "Wien", 4, "Lärde oss"],
        ],
    )
    assert read.fynd == []
    answers = read.rows["submission_svar"]
    assert [(a["fraga_nr"], a["svar"], a["version"]) for a in answers] == [(1, "Ja\nnej", 2)]
    assert [(s["typ"], s["antal"]) for s in read.rows["submission_samverkan"]] == [
        ("Offentlig", 17)
    ]
    indicator = read.rows["submission_indikator"][0]
    assert (indicator["mal"], indicator["utfall"]) == (Decimal(200), Decimal(117))
    assert indicator["per_datum"] == date(2022, 12, 31)
    assert read.rows["submission_natverk"][0]["medlem_sedan"] == "2009"
    event = read.rows["submission_handelse"][0]
    assert (event["datum"], event["datum_precision"]) == (date(2022, 9, 1), "sasong")


def test_a_cell_far_away_is_refused_before_it_fills_the_memory(workbook: Write) -> None:
    """One filled cell in the last corner would be seventeen thousand million cells."""
    path = workbook({"Start": START, "Projekt": [HEADER, ["A", "ESF", 1, 1]]})

    def change(name: str, content: bytes) -> bytes:
        far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return content.replace(b"</sheetData>", far)

    path.write_bytes(rebuilt(path, change))
    assert rules(read_file(path)) == {"FIL_FOR_STOR"}


def test_a_formatted_empty_cell_far_away_does_no_harm(workbook: Write) -> None:
    """Excel leaves styled empty cells behind; they hold nothing."""
    path = workbook({"Start": START, "Projekt": [HEADER, ["A", "ESF", 1, 1]]})

    def change(name: str, content: bytes) -> bytes:
        far = b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
        return content.replace(b"</sheetData>", far)

    path.write_bytes(rebuilt(path, change))
    assert read_file(path).utfall == {"laddad": 1}


def _bomb(declared: int | None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive_:
        archive_.writestr("xl/workbook.xml", b"<workbook/>")
        archive_.writestr("xl/sheet.xml", b" " * (4 * 1024 * 1024))
    content = buffer.getvalue()
    if declared is None:
        return content
    # The sizes in both headers are only what the archive says of itself.
    real = (4 * 1024 * 1024).to_bytes(4, "little")
    return content.replace(real, declared.to_bytes(4, "little"))


@pytest.mark.parametrize("declared", [None, 100])
def test_zip_bombs_are_refused(
    declared: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too much is refused whether the archive admits it or lies about it."""
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 1024 * 1024)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(_bomb(declared))
    assert rules(read_file(path)) == {"FIL_OSAKER"}


def test_external_entities_are_refused(workbook: Write) -> None:
    """A document type declaration has no place in a workbook."""
    path = workbook({"Start": START, "Projekt": [HEADER, ["A", "ESF", 1, 1]]})

    def change(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return content
        return b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + content

    path.write_bytes(rebuilt(path, change))
    assert rules(read_file(path)) == {"FIL_OSAKER"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_list_of_sheets_takes_no_document_type(encoding: str) -> None:
    """Also where a blank before it keeps the encoding from showing in the first two bytes."""
    text = " <!DOCTYPE a [<!ENTITY e 'f'>]><a>&e;</a>"
    with pytest.raises(ValueError, match="document type"):
        workbook._elements(text.encode(encoding))


@pytest.mark.parametrize(
    ("content", "rule", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "FIL_FEL_FORMAT", "bild"),
        (b"%PDF-1.7 " + b"0" * 99, "FIL_FEL_FORMAT", "pdf"),
        (b"<!DOCTYPE html><html>" + b"0" * 99, "FIL_FEL_FORMAT", "webbsida"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "FIL_FEL_FORMAT", "äldre"),
        (b"Projektnamn;Fond\nA;ESF", "FIL_FEL_FORMAT", "något annat"),
        (b"\x00" * 99, "FIL_TOM", "tom"),
    ],
)
def test_renamed_files_are_named(tmp_path: Path, content: bytes, rule: str, word: str) -> None:
    """The reason says what the file is."""
    path = tmp_path / "underlag.xlsx"
    path.write_bytes(content)
    read = read_file(path)
    assert (read.status, rules(read)) == ("avvisad", {rule})
    assert word in (read.orsak or "")


def test_damaged_workbooks_never_raise(workbook: Write) -> None:
    """Cut short or with flipped bytes: refused or read, never a fault, never another amount."""
    path = workbook({"Start": START, "Projekt": [HEADER, ["A", "ESF", 1680158, 1]]})
    whole = path.read_bytes()
    chance = random.Random(1)
    for _ in range(60):
        broken = bytearray(whole[: chance.choice([len(whole), chance.randrange(1, len(whole))])])
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        read = read_file(path)
        paid = {r["utbetalt"] for r in read.rows.get("submission_projekt", ())}
        assert paid <= {Decimal(1680158)}


def test_a_folder_or_missing_file_is_refused(tmp_path: Path) -> None:
    """What cannot be opened is refused like what cannot be read."""
    assert read_file(tmp_path / "borta.xlsx").status == "avvisad"
    (tmp_path / "mapp.xlsx").mkdir()
    assert read_file(tmp_path / "mapp.xlsx").status == "avvisad"
    (tmp_path / "bild.png").write_bytes(b"x")
    assert rules(read_file(tmp_path / "bild.png")) == {"FIL_FEL_FORMAT"}
