"""Delimited text: encodings, delimiters, and quotes that swallow nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.files.refusal import Refusal
from fondbok.findings import FileRead
from fondbok.intake.readers import csv_
from tests.unit.intake.intake_files import row, rules

HEAD = "Nämnd;År;Projektnamn;Fond/program;Utbetalt EU-bidrag;KF-mål\n"
ROWS = "ASN;2022;Vägen in;ESF;1 469 932;1\nMN;2024;Håll Ön;Interreg;5,4 mkr;1,3\n"

Read = Callable[..., FileRead]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_encodings_and_delimiters(read_csv: Read, encoding: str, delimiter: str) -> None:
    """The same rows whatever bytes they came in."""
    read = read_csv((HEAD + ROWS).replace(";", delimiter), encoding)
    assert [r["namnd_kod"] for r in read.rows["submission_projekt"]] == ["ASN", "MN"]
    assert row(read, 1)["projekt"] == "Håll Ön"
    assert row(read, 1)["utbetalt"] == Decimal(5400000)
    assert read.fynd == []


def test_comma_and_quotes(read_csv: Read) -> None:
    """Commas as delimiter, with the amounts in quotes."""
    text = (HEAD + ROWS).replace(";", ",").replace("5,4 mkr,1,3", '"5,4 mkr","1,3"')
    read = read_csv(text)
    assert row(read, 1)["utbetalt"] == Decimal(5400000)
    assert read.fynd == []


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_and_sep_hint(read_csv: Read, line_break: str) -> None:
    """Rows keep their physical line as number, below Excel's sep line too."""
    read = read_csv(("sep=;\n\n" + HEAD + "\n" + ROWS).replace("\n", line_break))
    assert [r["rad"] for r in read.rows["submission_projekt"]] == [5, 6]


def test_a_stray_comma_rejects_the_row_it_shifts(read_csv: Read) -> None:
    """An unquoted decimal comma would move four million into the goals."""
    text = "Nämnd,År,Projektnamn,Utbetalt,KF-mål\nASN,2022,A,5,4 mkr,1\nASN,2022,B,100,1\n"
    read = read_csv(text)
    assert read.utfall == {"avvisad": 1, "laddad": 1}
    assert (read.avvisade[0].regel, read.avvisade[0].rad) == ("RAD_FLER_CELLER", 2)
    assert row(read)["utbetalt"] is None


def test_a_quoted_line_break_is_one_row(read_csv: Read) -> None:
    """A cell over two lines; the rows after it keep their lines."""
    read = read_csv(HEAD + 'ASN;2022;"Vägen\nin";ESF;100;1\n' + "ASN;2022;TAMU;ESF;200;1\n")
    projects = [(r["rad"], r["projekt"]) for r in read.rows["submission_projekt"]]
    assert projects == [(2, "Vägen in"), (4, "TAMU")]
    assert read.fynd == []


UNCLOSED = [
    'ASN;2022;"A;ESF;100;1\nASN;2022;B;ESF;200;1\nASN;2022;C;ESF;300;1\n',
    'ASN;2022;"A;ESF;100;1\nASN;2022;"B";ESF;200;1\nASN;2022;C;ESF;300;1\n',
    'ASN;2022;A;ESF;100;"1\nASN;2022;B;ESF;200;"1"\nASN;2022;C;ESF;300;1\n',
    'ASN;2022;A;"ESF;100;1\nASN;2022;B;ESF";200;1\nASN;2022;C;ESF;300;1\n',
    'ASN;2022;A;ESF;100;1"\nASN;2022;B;ESF;200;1\nASN;2022;C;ESF;300;1\n',
    'ASN;2022;A;ESF;100;1\nASN;2022;B;ESF;200;1\n"ASN;2022;C;ESF;300;1\n',
]


@pytest.mark.parametrize("lines", UNCLOSED)
def test_an_unclosed_quote_swallows_no_row(read_csv: Read, lines: str) -> None:
    """Three lines are three rows, and the money of all three is there."""
    read = read_csv(HEAD + lines)
    paid = [r["utbetalt"] for r in read.rows["submission_projekt"]]
    assert paid == [Decimal(100), Decimal(200), Decimal(300)]


def test_an_unclosed_quote_is_reported_with_its_line(read_csv: Read) -> None:
    """Read one by one, and said so."""
    read = read_csv(HEAD + UNCLOSED[0])
    assert [remark.rad for remark in read.fynd if remark.regel == "CSV_CITATTECKEN"] == [2]


@given(
    lines=st.lists(
        st.text(alphabet='ab";\n\t ,åÅ', max_size=30).map(lambda text: text.replace("\n", " ")),
        min_size=1,
        max_size=12,
    )
)
def test_every_physical_line_is_accounted_for(lines: list[str]) -> None:
    """Whatever the quotes: each line that is not blank is a row or inside one."""
    source = csv_.read((HEAD + "\n".join(lines)).encode())
    table = source.projekt[0]
    text_read = "".join(str(cell) for _, cells in table.rows for cell in cells)
    for letter in "abåÅ":
        assert text_read.count(letter) == "".join(lines).count(letter)


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04" + b"x" * 99, b"\x89PNG" + b"x" * 99, b"<html><body>x", bytes(range(32)) * 9],
)
def test_what_is_not_text_is_refused(content: bytes) -> None:
    """A renamed workbook, a picture, a page, a program."""
    with pytest.raises(Refusal):
        csv_.read(content)


def test_broken_characters_are_reported(read_csv: Read) -> None:
    """utf-16 with half a pair in it: read, shown as broken, and said so."""
    content = "\ufeff".encode("utf-16-le") + (HEAD + ROWS).encode("utf-16-le")
    broken = content.replace("V".encode("utf-16-le"), b"\x00\xd8")
    assert "TECKEN_FELKODADE" in rules(read_csv(broken))
