"""What a document holds comes out of every format as it went in, whatever the words are."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import docx
import pypdf
import pytest

from fondbok.documents import figures
from fondbok.documents.parts import (
    Bars,
    Bullets,
    Column,
    Document,
    Gap,
    Heading,
    Listing,
    Panel,
    Para,
    Part,
    Said,
    Siffra,
    Table,
)
from fondbok.documents.render import FORMATS, RENDERERS
from fondbok.documents.render.docx import DIALECT
from fondbok.documents.render.look import Look
from fondbok.documents.render.tree import tree

# What is markup to pandoc, typst, html or XML, and a sign that no XML can hold.
NASTY = 'a <b>b</b> & "c" $d$ #let e = 1 @f *g* _h_ `i` \\ [j](k) {l} ~m~ ^n^ <!-- o --> 1. // p'
LINES = "= inte rubrik\n1. inte lista\n\n- punkt ett\n- punkt två\n+ plus"
CONTROL = "ord\x00\x0b\x1fslut"


@pytest.fixture(scope="module")
def document() -> Document:
    table = Table(
        "tabell",
        "Belopp",
        (Column("Namn"), Column("Kronor", "kr"), Column("Antal", "antal")),
        (("1. Första", Decimal("1234567.00"), 3), (NASTY, None, 0), ("- minus", Decimal(0), 12)),
        total=("Summa", Decimal("1234567.00"), 15),
        notes=("Anmärkning.",),
    )
    bars = Bars("figur", "Staplar", ("Ett", "Två"), (Panel("Antal", "antal", (3, None)),))
    parts = (
        Heading(1, "Rubrik", "rubrik"),
        Para("Text.", (Siffra("Antal projekt", 3),)),
        Para(NASTY),
        Said(LINES, "Syfte"),
        Said(CONTROL),
        Bullets(("= ett", "två"), numbered=True),
        Gap("ange datum"),
        bars,
        table,
        Heading(2, NASTY, "rubrik-tva"),
        Listing(
            "fakta", "projektet", (("Budget, kr", Decimal(1000), "kr"), ("Roll", None, "text"))
        ),
    )
    return Document("prov", "Titeln", "Staden", "r-1-2", date(2024, 3, 5), parts, draft=("Skäl.",))


@pytest.fixture(scope="module")
def made(document: Document) -> dict[str, bytes]:
    return {each: RENDERERS[each](document, Look()) for each in FORMATS}


def squeezed(text: str) -> str:
    """Without blanks and soft hyphens, which lines break at."""
    return re.sub(r"[\s\xad]", "", text)


def text_of(format_: str, content: bytes) -> str:
    if format_ == "pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if format_ == "docx":
        body = docx.Document(io.BytesIO(content)).element.body
        return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    return html.unescape(re.sub(r"<[^>]+>", "", content.decode("utf-8").split("</head>")[1]))


@pytest.mark.parametrize("format_", FORMATS)
def test_the_words_are_the_same_in_every_format(made: dict[str, bytes], format_: str) -> None:
    text = squeezed(text_of(format_, made[format_]))
    assert text.count(squeezed(NASTY)) >= 3
    for words in ("= inte rubrik", "1. inte lista", "+ plus", "ordslut", "1. Första", "- minus",
                  "1 234 567",
                  "[Att fylla i: ange datum]", "UTKAST", "Skäl.", "okänt"):  # fmt: skip
        assert squeezed(words) in text, words


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_document_gives_the_same_bytes(
    document: Document, made: dict[str, bytes], format_: str
) -> None:
    assert RENDERERS[format_](document, Look()) == made[format_]


def test_the_pdf_is_tagged(made: dict[str, bytes]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made["pdf"]))
    root = reader.root_object
    assert root["/Lang"] == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Utkast: Titeln, Staden"
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode("utf-8")  # type: ignore[union-attr]
    kinds, alternatives = structure(root["/StructTreeRoot"])
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure", "/L"} <= kinds
    assert any("Ett 3; Två okänt" in text for text in alternatives)


def structure(node: object) -> tuple[set[str], list[str]]:
    """The kinds of the structure tree and the alternative texts in it."""
    kinds: set[str] = set()
    texts: list[str] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pypdf.generic.IndirectObject):
            each = each.get_object()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            if "/S" in each:
                kinds.add(str(each["/S"]))
            if "/Alt" in each:
                texts.append(str(each["/Alt"]))
            waiting.append(each.get("/K"))
    return kinds, texts


def test_word_repeats_heads_and_describes_pictures(made: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as parts:
        body = parts.read("word/document.xml").decode("utf-8")
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        head = "".join(parts.read(n).decode() for n in parts.namelist() if "header" in n)
        core = parts.read("docProps/core.xml").decode("utf-8")
        styles = parts.read("word/styles.xml").decode("utf-8")
    assert body.count("<w:tblHeader") == 1
    assert 'descr="Staplar. Liggande staplar. Antal: Ett 3; Två okänt."' in body
    for anchor in re.findall(r'w:hyperlink w:anchor="([^"]+)"', body):
        assert f'w:name="{anchor}"' in body
    assert "Titeln, Staden" in head
    assert "UTKAST" in head
    assert "{{" not in head
    assert "Utkast: Titeln" in core
    assert 'w:val="sv-SE"' in styles


def test_the_page_stands_alone(made: dict[str, bytes]) -> None:
    page = made["html"].decode("utf-8")
    assert '<html lang="sv">' in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert re.findall(r"<h(\d)", page) == ["1", "2", "3"]
    assert page.count('scope="col"') == 3
    assert page.count('scope="row"') == 4 + 2
    assert re.search(r'role="region"[^>]*tabindex="0"[^>]*aria-label="Tabell 1. Belopp"', page)
    assert 'alt="Staplar. Liggande staplar. Antal: Ett 3; Två okänt."' in page


def test_the_figures_of_a_document_have_names(document: Document) -> None:
    assert figures.of(document) == {
        "Antal projekt": "3",
        "Belopp: 1. Första: Kronor": "1\xa0234\xa0567",
        "Belopp: 1. Första: Antal": "3",
        f"Belopp: {NASTY}: Kronor": "okänt",
        f"Belopp: {NASTY}: Antal": "0",
        "Belopp: - minus: Kronor": "0",
        "Belopp: - minus: Antal": "12",
        "Belopp: Summa: Kronor": "1\xa0234\xa0567",
        "Belopp: Summa: Antal": "15",
        "projektet: Budget, kr": "1\xa0000",
    }


def test_a_city_has_its_own_look(document: Document, tmp_path) -> None:
    (tmp_path / "mall.html").write_text("<p>Vår mall: $rubrik$</p>$body$", encoding="utf-8")
    page = RENDERERS["html"](document, Look(tmp_path)).decode("utf-8")
    assert page.startswith("<p>Vår mall: Titeln</p>")
    assert Look(tmp_path).file("mall.docx").is_relative_to(Look().file("mall.docx").parent)


def pages_of(rows: tuple[str, ...]) -> list[str]:
    """The pages of a pdf with a table of one column beside a number."""
    table = Table(
        "rader",
        "Rader",
        (Column("Text"), Column("Antal", "antal", 5)),
        tuple((each, 1) for each in rows),
    )
    document = Document("prov", "Titeln", "Staden", "r-1-2", date(2024, 3, 5), (table,))
    reader = pypdf.PdfReader(io.BytesIO(RENDERERS["pdf"](document, Look())))
    return [squeezed(page.extract_text()) for page in reader.pages]


def test_a_row_of_a_table_stays_on_one_page_of_the_pdf() -> None:
    rows = tuple(f"början{n} {'ord ' * 40} slutet{n}." for n in range(20))
    pages = pages_of(rows)
    assert len(pages) > 2
    for n in range(20):
        (begun,) = [page for page in pages if f"början{n}ord" in page]
        assert f"slutet{n}." in begun


def body_of_word(*parts_: Part) -> str:
    document = Document("prov", "Titeln", "Staden", "r-1-2", date(2024, 3, 5), parts_)
    with zipfile.ZipFile(io.BytesIO(RENDERERS["docx"](document, Look()))) as parts:
        return parts.read("word/document.xml").decode("utf-8")


def rows_of_word(table: Table) -> list[str]:
    return re.findall(r"<w:tr>.*?</w:tr>", body_of_word(table), re.DOTALL)


def test_word_keeps_a_few_lines_with_the_table_they_lead_to() -> None:
    table = Table("t", "T", (Column("Text"),), (("a",),))
    body = body_of_word(
        Para("Först."), Para("Leder."), table, Para("Efter."), Para("x " * 400), table
    )
    kept = {
        "".join(re.findall(r"<w:t [^>]*>([^<]*)", each)).strip()[:6]: "<w:keepNext />" in each
        for each in re.findall(r"<w:p>.*?</w:p>", body, re.DOTALL)
    }
    assert {name: kept[name] for name in ("Först.", "Leder.", "Efter.", "x x x ")} == {
        "Först.": False,
        "Leder.": True,
        "Efter.": False,
        "x x x ": False,
    }


def test_word_keeps_a_row_on_one_page_unless_it_is_longer() -> None:
    columns = (Column("Text"), Column("Antal", "antal"))
    short, long = ("kort", 1), ("ord " * 900, 2)
    rows = rows_of_word(Table("rader", "Rader", columns, (short, long)))
    assert ["<w:cantSplit" in row for row in rows] == [True, True, False]
    assert "<w:tblHeader" in rows[0]


def widths_of(table: Table) -> list[float]:
    document = Document("prov", "Titeln", "Staden", "r-1-2", date(2024, 3, 5), (table,))
    made = tree(document, DIALECT, {}, [])
    (node,) = (block for block in made["blocks"] if block["t"] == "Table")
    return [width["c"] for _, width in node["c"][2]]


def test_a_column_is_as_wide_as_its_longest_amount_and_word() -> None:
    columns = (
        Column("Text", width=20),
        Column("Utbetalt, kr", "kr", 1),
        Column("Heltidstjänster", "antal", 1),
    )
    billions = Decimal("1234567890123.50")
    text, amount, posts = widths_of(Table("a", "A", columns, (("Ett ord", billions, 1),)))
    assert amount > 22 / 100
    assert posts > 15 / 100
    assert abs(text + amount + posts - 1) < 0.001
    assert text > amount


def test_widths_that_are_enough_are_left_as_they_are_asked_for() -> None:
    columns = (Column("Ett", width=2), Column("Två", width=2))
    assert widths_of(Table("a", "A", columns, (("a", "b"),))) == [0.5, 0.5]


def test_words_give_way_to_amounts_where_even_a_line_lying_down_is_full() -> None:
    columns = (Column("Nämnd"), *(Column(f"Roll {n}, kr", "kr") for n in range(5)), Column("Ord"))
    row = ("Arbetsmarknadsnämnden", *(Decimal("10968456000000") for _ in range(5)), "x" * 20)
    name, *amounts, word = widths_of(Table("a", "A", columns, (row,), total=row))
    assert min(amounts) > 20 / 140 > max(name, word) > 5 / 140


def test_word_keeps_a_short_table_with_its_notes_and_a_sum_with_a_row() -> None:
    columns = (Column("Text"), Column("Antal", "antal"))

    def kept(rows: int, notes: tuple[str, ...]) -> list[bool]:
        table = Table("t", "T", columns, (("a", 1),) * rows, total=("Summa", rows), notes=notes)
        return ["<w:keepNext" in row for row in rows_of_word(table)]

    assert kept(2, ("Not.",)) == [True] * 4
    assert kept(2, ()) == [True, True, True, False]
    assert kept(40, ("Not.",)) == [True, *[False] * 39, True, True]
    assert kept(40, ()) == [True, *[False] * 39, True, False]


def test_more_than_a_line_holds_is_shared_by_need() -> None:
    columns = tuple(Column("M" * 24) for _ in range(6))
    widths = widths_of(Table("a", "A", columns, (tuple("x" for _ in columns),)))
    assert len(set(widths)) == 1 and abs(sum(widths) - 1) < 0.001


def test_a_cell_longer_than_a_page_is_printed_whole() -> None:
    pages = pages_of((" ".join(f"ord{n}" for n in range(900)),))
    assert len(pages) > 1
    printed = "".join(pages)
    assert [n for n in range(900) if f"ord{n}" not in printed] == []
