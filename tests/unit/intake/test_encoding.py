"""Bytes become the letters that were meant, or it is said that nobody knows."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.files import encoding
from fondbok.findings import FileRead
from tests.unit.intake.intake_files import read_file, row, rules

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "submissions"
HEAD = "namnd;ar;projekt;fond;utbetalt\n"
ROWS = "ASN;2024;Gröna tak;ESF+;1 680\nASN;2024;Ålgräs i hamn;Erasmus+;200\n"
OLD = ["cp850", "cp437", "mac_roman"]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
LETTERS = {"TECKEN_TOLKADE", "TECKEN_FELKODADE"}

Read = Callable[..., FileRead]


def names(read: FileRead) -> list[str]:
    """The projects of a file."""
    return [project["projekt"] for project in read.rows["submission_projekt"]]


def test_case_cp850() -> None:
    """Letters right, and how they were read is said."""
    read = read_file(CASES / "32_cp850_id.csv")
    assert names(read) == ["Gröna tak", "Ålgräs i hamn"]
    assert rules(read) == {"TECKEN_TOLKADE"}


WITH_MARK = [f"\ufeff{coding}" for coding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-be")]


@pytest.mark.parametrize("coding", [*UNICODE, *WITH_MARK, "cp1252", "latin-1", *OLD])
def test_the_same_letters_whatever_the_bytes(coding: str, read_csv: Read) -> None:
    """Today's encodings without a word, those of old machines with one."""
    mark, coding = coding[: coding.startswith("\ufeff")], coding.removeprefix("\ufeff")
    read = read_csv((mark + HEAD + ROWS).encode(coding))
    assert names(read) == ["Gröna tak", "Ålgräs i hamn"]
    assert rules(read) == ({"TECKEN_TOLKADE"} if coding in OLD else set())


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252", *OLD])
def test_json_too(coding: str, tmp_path: Path) -> None:
    """One way from bytes to text."""
    project = {"projekt": "Gröna tak", "syfte": "Fler får språk på Österängen", "utbetalt": 1}
    document = {"namnd": "ASN", "ar": 2024, "projekt": [project]}
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps(document, ensure_ascii=False).encode(coding))
    read = read_file(path)
    assert row(read)["syfte"] == project["syfte"]
    assert rules(read) == ({"TECKEN_TOLKADE"} if coding in OLD else set())


SENTENCES = [
    "Älgrås i hamn",
    "MALMÖ STAD, NÄMNDEN FÖR ÅR",
    "På ön: sjöar och åar",
    "Österlen – Åre",
    "Kjøbenhavn och Århus",
    "Café Müller på Möllan",
    "Överförmyndarnämnden",
    "”Äppelträdet” – § 12",
    "1\u00a0680\u00a0158 till Växjö",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_enough(sentence: str) -> None:
    """Each in every encoding that has its signs."""
    for coding in ("cp1252", "cp850", "mac_roman"):
        content = f"a;b\n{sentence};1\n".encode(coding, "replace")
        assert encoding.decode(content).text == content.decode(coding)


ORDINARY = ["EU – 2024", "”smart city”", "Ystad’s", "5 €", "§ 12", "½", "Šibenik, Växjö", "50 °C"]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_signs_of_windows_raise_no_alarm(text: str) -> None:
    """A dash or a quote in an otherwise plain file is no letter of DOS."""
    read = encoding.decode(f"a;{text};b\n".encode("cp1252"))
    assert read == encoding.Decoded(f"a;{text};b\n")
    assert encoding.broken(read.text) is None


@pytest.mark.parametrize("content", [b"\x85", b"\x94ppen milj\x94", b"\x8aibenik"])
def test_two_readings_are_both_shown(content: bytes) -> None:
    """Where signs and letters are as likely, a person decides."""
    read = encoding.decode(b"a;" + content + b";b\n")
    assert read.encoding is None or " eller " in read.shown


def test_lines_of_two_encodings(read_csv: Read) -> None:
    """A file put together from two: every letter right, and said."""
    for coding in ("cp1252", "cp850", "mac_roman"):
        first, second = ROWS.encode().split(b"\n")[:2]
        mixed = HEAD.encode() + first + b"\n" + second.decode().encode(coding)
        read = read_csv(mixed)
        assert names(read) == ["Gröna tak", "Ålgräs i hamn"]
        assert rules(read) == {"TECKEN_TOLKADE"}


def test_one_broken_character_spoils_no_other(read_csv: Read) -> None:
    """A text cut in the middle of a letter."""
    read = read_csv(HEAD.encode() + ROWS.encode().replace("ö".encode(), b"\xc3") + b"\n")
    assert names(read)[1] == "Ålgräs i hamn"
    assert rules(read) & LETTERS


@pytest.mark.parametrize("coding", ["cp1252", "cp850", "mac_roman"])
def test_control_characters_in_utf8_are_the_letters_they_were(coding: str, read_csv: Read) -> None:
    """Read as latin-1 by some program and saved as utf-8 by it."""
    wrecked = (HEAD + ROWS).encode(coding).decode("latin-1").encode()
    read = read_csv(wrecked)
    assert names(read) == ["Gröna tak", "Ålgräs i hamn"]


PAIRS = [(meant, seen) for meant in ("utf-8", "cp1252", "cp850", "mac_roman")
         for seen in ("cp1252", "cp850", "mac_roman") if seen != meant]  # fmt: skip


@pytest.mark.parametrize(("meant", "seen"), PAIRS)
def test_letters_that_another_program_broke_are_said(meant: str, seen: str, read_csv: Read) -> None:
    """Read in the wrong encoding and saved as utf-8: nobody guesses, and nobody is left unaware."""
    text = HEAD + ROWS + "ASN;2024;Mälaren på våren;ESF;1\n"
    wrecked = text.encode(meant).decode(seen, "replace")
    assert "TECKEN_FELKODADE" in rules(read_csv(wrecked))


@pytest.mark.parametrize("old", ["?????", "}{|]["])
def test_letters_that_an_export_lost_are_said(old: str, read_csv: Read) -> None:
    """A question mark in each word, or the letters of seven bits."""
    text = (HEAD + ROWS + "ASN;2024;Språk på fält;ESF;1\n").translate(str.maketrans("åäöÅÄ", old))
    assert "TECKEN_FELKODADE" in rules(read_csv(text))


@pytest.mark.parametrize(
    "text", ["Hur? Varför?", "https://malmo.example/a?b=c&d?e", "x?y", "f{x} {a}", "a|b|c|d"]
)
def test_ordinary_ascii_is_not_broken(text: str) -> None:
    """Questions, addresses and brackets."""
    assert encoding.broken(text) is None


SOUND = ["Šiauliai och Łódź", "Põhja-Eesti", "d’Or", "Besançon", "Åre–Östersund ”x”", "Σ-projektet",
         "München – Århus", "Čačak; Žilina"]  # fmt: skip


@pytest.mark.parametrize("text", SOUND)
def test_foreign_names_are_not_broken(text: str) -> None:
    """Names of partners in other countries."""
    assert encoding.decode(text.encode()) == encoding.Decoded(text)
    assert encoding.broken(text) is None


def test_a_workbook_with_broken_letters(tmp_path: Path) -> None:
    """Said at the first cell that has them."""
    book = openpyxl.Workbook()
    book.active.title = "Projekt"
    for line in (["Projektnamn", "Utbetalt till ASN 2024"], ["Kust", 1], ["MalmÃ¶", 5]):
        book.active.append(line)
    path = tmp_path / "a.xlsx"
    book.save(path)
    (found,) = [f for f in read_file(path).fynd if f.regel == "TECKEN_FELKODADE"]
    assert (found.blad, found.rad, found.kolumn, found.varde) == (
        "Projekt", 3, "Projektnamn", "MalmÃ¶"
    )  # fmt: skip


def test_json_with_escaped_control_characters(read_json: Read) -> None:
    """ASCII on the disk, and a control character all the same."""
    (found,) = [f for f in read_json(projekt="Gr\x94na").fynd if f.regel == "TECKEN_FELKODADE"]
    assert (found.rad, found.kolumn, found.varde) == (1, "projekt", "Gr\ufffdna")


WORDS = st.lists(
    st.sampled_from(["Malmö", "stad", "på", "åren,", "Ängen", "Öresund", "Åsa", "Växjö", "hamn"]),
    min_size=1,
    max_size=30,
)


@given(words=WORDS, coding=st.sampled_from(["utf-8", "utf-16", "cp1252", *OLD]))
def test_swedish_comes_through(words: list[str], coding: str) -> None:
    """Any Swedish words in any encoding of the trade are the same words, or it is said."""
    text = "a;b\n" + " ".join(words)
    read = encoding.decode(text.encode(coding))
    assert read.text == text or read.encoding is not None
    assert encoding.broken(text) is None


@given(content=st.binary(max_size=400))
def test_any_bytes_are_decoded(content: bytes) -> None:
    """Nothing raises, and what is plain ASCII stays as it is."""
    text = encoding.decode(content).text
    if content.isascii() and b"\x00" not in content:
        assert text == content.decode("ascii")
    encoding.broken(text)


def test_a_mark_alone() -> None:
    """Half a character after the mark is no error."""
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE):
        assert encoding.decode(mark).text == ""
