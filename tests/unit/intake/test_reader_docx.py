"""The nämnd's memo: tables by their headers, answers under their questions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from fondbok.findings import FileRead
from tests.unit.intake.intake_files import goals, read_file, row, rules

PROJECTS = [
    ["Projekt", "EU-bidrag", "Utbetalt till ASF 2022"],
    ["Malmökraften 2.0", "ESF", "13 289 733 SEK"],
    ["React-EU Uppsök\nReact-EU Bortom Malmö\n", "\nESF\nESF", "\n5 552 107 SEK\n2 797 926 SEK"],
    ["Totalt:", "", "21 639 766 SEK"],
]
GOALS = [
    ["Målområde", "Utbetalt belopp"],
    ["1. Utbildning och arbete", "21 639 766 SEK"],
    ["2. Stadsutveckling och klimat", ""],
    ["Summa", "21 639 766 SEK"],
]
PARTNERS = [["Samverkanspart 2022", "Antal"], ["Offentlig", "17"], ["Privat", "5"], ["Summa", "22"]]
QUESTIONS = ["Vad har gjorts i år?", "Vad blev resultatet?"]

Build = Callable[..., FileRead]


def add_table(document: docx.document.Document, rows: Sequence[Sequence[str]]) -> None:
    """A Word table of texts."""
    table = document.add_table(0, len(rows[0]))
    for cells in rows:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text


def memo() -> docx.document.Document:
    """The beginning of a memo."""
    document = docx.Document()
    document.add_heading("Redovisning av internationellt arbete 2022", 1)
    document.add_paragraph("ASN-2023-1122")
    document.add_paragraph("ASN beredning 2023-03-08")
    document.add_paragraph("Arbetsmarknads- och socialnämnden 2023-03-30")
    return document


@pytest.fixture
def read_memo(tmp_path: Path) -> Callable[[docx.document.Document], FileRead]:
    """Save and read a document."""

    def read(document: docx.document.Document) -> FileRead:
        path = tmp_path / "underlag.docx"
        document.save(path)
        return read_file(path)

    return read


def test_a_memo_with_its_tables(read_memo: Build) -> None:
    """Projects one a row, the total as a control, goals and partners from their own tables."""
    document = memo()
    for rows in (PROJECTS, GOALS, PARTNERS):
        document.add_paragraph("text")
        add_table(document, rows)
    read = read_memo(document)
    assert read.utfall == {"laddad": 3, "total": 1}
    assert [(r["projekt"], r["utbetalt"]) for r in read.rows["submission_projekt"][:3]] == [
        ("Malmökraften 2.0", Decimal(13289733)),
        ("React-EU Uppsök", Decimal(5552107)),
        ("React-EU Bortom Malmö", Decimal(2797926)),
    ]
    assert {r["fond_kod"] for r in read.rows["submission_projekt"][:3]} == {"ESF"}
    assert goals(read) == [1, 1, 1]
    assert [(s["typ"], s["antal"]) for s in read.rows["submission_samverkan"]] == [
        ("Offentlig", 17),
        ("Privat", 5),
    ]
    assert rules(read) == {"UPPGIFT_FRAN_RUBRIK", "RAD_FLERA_PROJEKT", "KF_MAL_FRAN_MALTABELL"}


def test_row_ids_are_unique_where_a_printed_row_is_several(read_memo: Build) -> None:
    """Two projects of one printed row are two rows to everything that follows."""
    document = memo()
    add_table(document, PROJECTS)
    ids = [r["kallrad_id"] for r in read_memo(document).rows["submission_projekt"]]
    assert len(ids) == len(set(ids)) == 4


def test_who_and_when(read_memo: Build) -> None:
    """Unit and year from the header, diarienummer and decision from the opening."""
    document = memo()
    add_table(document, PROJECTS)
    first = row(read_memo(document))
    assert (first["namnd_kod"], first["ar"]) == ("ASN", 2022)
    assert first["diarienummer"] == "ASN-2023-1122"
    assert first["beslutsdatum"] == date(2023, 3, 30)


def test_who_and_when_from_the_opening(read_memo: Build) -> None:
    """Without them in the header: the title's year, the diarienummer's unit."""
    document = memo()
    add_table(document, [["Projekt", "Fond", "Utbetalt"], ["A", "ESF", "1"]])
    first = row(read_memo(document))
    assert (first["namnd_kod"], first["ar"]) == ("ASN", 2022)


def test_a_table_that_continues_without_header(read_memo: Build) -> None:
    """The next page's table belongs to the one above, and so does its total."""
    document = memo()
    add_table(document, PROJECTS[:2])
    document.add_paragraph("")
    add_table(document, [[*PROJECTS[3][:2], "13 289 733 SEK"]])
    read = read_memo(document)
    assert read.utfall == {"laddad": 1, "total": 1}
    assert "TOTAL_STAMMER_EJ" not in rules(read)


def test_a_total_over_two_tables_is_checked(read_memo: Build) -> None:
    """A krona too much is found across the page break."""
    document = memo()
    add_table(document, PROJECTS[:2])
    add_table(document, [["TAMU", "ESF", "100 SEK"], ["Totalt", "", "13 289 834 SEK"]])
    read = read_memo(document)
    assert read.utfall == {"laddad": 2, "total": 1}
    assert "TOTAL_STAMMER_EJ" in rules(read)


def test_a_goal_table_that_does_not_add_up(read_memo: Build) -> None:
    """The goal table is a second account of the same money."""
    document = memo()
    add_table(document, PROJECTS)
    document.add_paragraph("text")
    add_table(document, [GOALS[0], ["1. Utbildning och arbete", "5 SEK"], ["2", "6 SEK"]])
    read = read_memo(document)
    assert "TOTAL_STAMMER_EJ" in rules(read)
    assert goals(read) == []


def test_answers_under_the_listed_questions(read_memo: Build) -> None:
    """An answer runs to the next question, sub-headings and all; numbers follow the list."""
    document = memo()
    document.add_paragraph("Redovisningen följer dessa frågeställningar:")
    for question in QUESTIONS:
        document.add_paragraph(question, style="List Bullet")
    add_table(document, PROJECTS)
    document.add_heading(QUESTIONS[0], 2)
    document.add_paragraph("Mycket.")
    document.add_heading("Ett nätverk", 3)
    document.add_paragraph("Möten.")
    document.add_heading(QUESTIONS[1], 2)
    document.add_paragraph("Bra.")
    document.add_heading("Ansvariga", 2)
    document.add_paragraph("Någon")
    answers = read_memo(document).rows["submission_svar"]
    assert [(a["fraga_nr"], a["svar"]) for a in answers] == [
        (1, "Mycket.\nEtt nätverk\nMöten."),
        (2, "Bra."),
    ]


def test_merged_cells_count_once(read_memo: Build) -> None:
    """A merged amount is one amount."""
    document = memo()
    add_table(document, [*PROJECTS[:2], ["TAMU", "ESF", ""]])
    table = document.tables[0]
    table.cell(1, 2).merge(table.cell(2, 2))
    read = read_memo(document)
    assert [r["utbetalt"] for r in read.rows["submission_projekt"]] == [Decimal(13289733), None]


def test_deleted_text_is_not_read(read_memo: Build, tmp_path: Path) -> None:
    """Tracked deletions are gone; insertions are there."""
    document = memo()
    add_table(document, PROJECTS[:2])
    path = tmp_path / "a.docx"
    document.save(path)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    changed = (
        f"<w:del {space}><w:r><w:delText>9 999</w:delText></w:r></w:del>"
        f"<w:ins {space}><w:r><w:t>13 289 733 SEK</w:t></w:r></w:ins>"
    )
    path.write_bytes(_changed(path, b"<w:r><w:t>13 289 733 SEK</w:t></w:r>", changed.encode()))
    assert row(read_file(path))["utbetalt"] == Decimal(13289733)


def _changed(path: Path, old: bytes, new: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != "word/document.xml" or old in content
            target.writestr(name, content.replace(old, new))
    return buffer.getvalue()


def test_a_memo_without_projects_is_refused(read_memo: Build) -> None:
    """A text without the table is no submission."""
    assert rules(read_memo(memo())) == {"PROJEKTTABELL_SAKNAS"}


def test_entities_and_depth_are_refused(tmp_path: Path) -> None:
    """What could blow up is refused before it is parsed."""
    document = memo()
    path = tmp_path / "a.docx"
    document.save(path)
    start = b"<w:document "
    path.write_bytes(_changed(path, start, b'<!DOCTYPE a [<!ENTITY e "x">]>' + start))
    assert rules(read_file(path)) == {"FIL_OSAKER"}
    document.save(path)
    deep = b"<w:sdt><w:sdtContent>" * 500 + b"</w:sdtContent></w:sdt>" * 500
    path.write_bytes(_changed(path, b"<w:body>", b"<w:body>" + deep))
    assert rules(read_file(path)) == {"FIL_OSAKER"}


def test_a_flipped_digit_is_a_damaged_file(tmp_path: Path) -> None:
    """The archive's checksum stands between a bad disk and another amount."""
    document = memo()
    add_table(document, PROJECTS[:2])
    path = tmp_path / "a.docx"
    document.save(path)
    stored = _changed(path, b"13 289 733", b"13 289 733")
    path.write_bytes(stored)
    assert row(read_file(path))["utbetalt"] == Decimal(13289733)
    path.write_bytes(stored.replace(b"13 289 733", b"93 289 733"))
    assert rules(read_file(path)) == {"FIL_SKADAD"}
