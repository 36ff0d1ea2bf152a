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
    Said,
    Siffra,
    Table,
)
from fondbok.documents.render import FORMATS, RENDERERS
from fondbok.documents.render.look import Look

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
