"""The pages that Word's format and the pdf become: nothing is broken, cut or alone.

The docx is laid out by LibreOffice, in the widest font of the machine; a machine without it skips
those tests and says so.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest

from fondbok.documents import swedish
from fondbok.documents.parts import Column, Document, Heading, Listing, Para, Part, Table
from fondbok.documents.render import RENDERERS
from fondbok.documents.render.look import Look

OFFICE = shutil.which("soffice")
LONG = "Arbetsmarknads-, integrations- och försörjningsstödsnämnden för Storköping och Lillköping"
CODE = "WWW_" + "ABCDEFGHIJ" * 12
# As large as a submission may say, with öre: fourteen digits.
AMOUNT = Decimal("999999999999.99")
Pages = Callable[[str, tuple[Part, ...]], list[pypdf.PageObject]]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = tmp_path_factory.mktemp("sidor")

    def laid_out(format_: str, parts: tuple[Part, ...]) -> list[pypdf.PageObject]:
        document = Document(
            "prov", "Titeln", "Staden", "r-1-2", date(2024, 3, 5), parts, contents=False
        )
        made = RENDERERS[format_](document, Look())
        return list(
            pypdf.PdfReader(
                io.BytesIO(made if format_ == "pdf" else by_libreoffice(made, folder))
            ).pages
        )

    return laid_out


def by_libreoffice(made: bytes, folder: Path) -> bytes:
    if OFFICE is None:
        pytest.skip("needs LibreOffice (soffice)")
    (folder / "prov.docx").write_bytes(made)
    subprocess.run(
        [
            *(OFFICE, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(folder / "prov.docx")),
        ],
        check=True,
        capture_output=True,
    )
    return (folder / "prov.pdf").read_bytes()


def lines(page: pypdf.PageObject) -> list[str]:
    return page.extract_text(extraction_mode="layout").replace(swedish.NBSP, " ").splitlines()


def plain(page: pypdf.PageObject) -> str:
    return re.sub(r"\s+", " ", page.extract_text().replace(swedish.NBSP, " "))


def of_money(columns: int, *, with_words: bool = False) -> Table:
    heads = tuple(Column(f"Belopp {n}, kr", "kr") for n in range(columns))
    words = (Column("Att veta", width=2),) if with_words else ()
    row = (LONG, *(AMOUNT - n for n in range(columns)), *("har inte lämnat in" for _ in words))
    return Table(
        "pengar", "Pengar", (Column("Nämnd", width=2), *heads, *words), (row,), total=row,
        notes=("Anmärkningen.",),
    )  # fmt: skip


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize(
    "table", [of_money(3), of_money(4), of_money(5), of_money(3, with_words=True)]
)
def test_no_amount_and_no_short_word_breaks(pages: Pages, format_: str, table: Table) -> None:
    made = pages(format_, (Heading(1, "Rubriken", "rubriken"), table))
    told = [line for page in made for line in lines(page)]
    amounts = len(table.columns) - 1 - (table.columns[-1].title == "Att veta")
    for n in range(amounts):
        whole = swedish.exakt(AMOUNT - n).replace(swedish.NBSP, " ")
        assert sum(whole in line for line in told) == 2, whole  # the row and the total
    for word in ("Arbetsmarknads-", "Storköping", "Lillköping"):
        assert any(word in line for line in told), word


def test_a_table_too_wide_lies_down_with_its_heading_and_notes(pages: Pages) -> None:
    parts = (Para("Före."), Heading(1, "Rubriken", "r"), of_money(5), Para("Efter."))
    for format_ in ("docx", "pdf"):
        made = pages(format_, parts)
        lying = [page.mediabox.width > page.mediabox.height for page in made]
        assert lying == [False, True, False], format_
        before, wide, after = map(plain, made)
        assert "Före." in before and "Rubriken" not in before
        assert "Rubriken" in wide and "Anmärkningen." in wide
        assert "Efter." in after
        assert all("Titeln" in plain(page) for page in (made if format_ == "docx" else made[1:]))


def test_a_table_of_usual_amounts_stands_upright(pages: Pages) -> None:
    row = (LONG, *(Decimal("25660000") for _ in range(4)))
    columns = (Column("Nämnd", width=2), *(Column("Som ägare, kr", "kr") for _ in range(4)))
    for format_ in ("docx", "pdf"):
        (page,) = pages(format_, (Table("a", "A", columns, (row,), total=row),))
        assert page.mediabox.width < page.mediabox.height


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize("filled", range(20, 34, 2))
def test_a_short_table_is_not_split(pages: Pages, format_: str, filled: int) -> None:
    """Wherever on the page it begins: caption, rows, sum and note, or facts, are on one page.

    LibreOffice does not keep a table with what is below it; that Word is asked to is tested apart.
    """
    note = ("Anmärkningen.",) if format_ == "pdf" else ()
    fill = tuple(Para(f"Rad {n}.") for n in range(filled))
    rows = tuple((f"Projekt {n}", n) for n in range(5))
    table = Table(
        "t", "Prov", (Column("Namn"), Column("Antal", "antal")), rows,
        total=("Summan", 10), notes=("Anmärkningen.",),
    )  # fmt: skip
    facts = tuple((f"Uppgift {n}", f"värde {n}", "text") for n in range(6))
    for parts, wanted in (
        ((*fill, table), ("Tabell 1. Prov", *(r[0] for r in rows), "Summan", *note)),
        ((*fill, Listing("l", "x", facts)), tuple(name for name, *_ in facts)),  # type: ignore[arg-type]
    ):
        made = [plain(page) for page in pages(format_, parts)]
        assert len({n for n, text in enumerate(made) for each in wanted if each in text}) == 1


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_nothing_runs_out_of_the_page(pages: Pages, format_: str) -> None:
    """A name without a place to break, in a heading, a cell and a sentence."""
    table = Table("t", "Prov", (Column("Namn"), Column("Roll"), Column("Kr", "kr")),
        ((CODE, "part", Decimal(5)),))  # fmt: skip
    made = pages(format_, (Heading(1, CODE, "namn"), Para(f"Om {CODE}."), table))
    text = re.sub(r"[\s\xad-]", "", "".join(page.extract_text() for page in made))
    # Whole, and with no sign of ours in it: a name is copied from a page into a command.
    assert text.count(CODE) == 3
    assert max(right_edges(made)) <= float(made[0].mediabox.width) - 55


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_a_name_of_the_machines_stays_in_its_column(pages: Pages, format_: str) -> None:
    words = "Delarna når inte den helhet som anges, och skillnaden är större än tryckningen döljer."
    columns = (
        *(Column("Id"), Column("Vad det gäller", width=3), Column("Ena sidan", width=2)),
        *(Column("Värde", "kr"), Column("Andra sidan", width=2), Column("Värde", "kr")),
    )
    row = ("DELAR_MOT_HELHET-2024-bb08a4b2", words, words, AMOUNT, words, AMOUNT)
    (page,) = pages(format_, (Table("t", "Prov", columns, (row,)),))
    told = lines(page)
    assert any(line.lstrip().startswith("DELAR_") for line in told)
    assert not any("DELAR_MOT_HELHET" in line for line in told)


def right_edges(made: list[pypdf.PageObject]) -> list[float]:
    """Where each piece of text ends, reckoned with the narrowest of its signs."""
    found: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            left = cm[0] * tm[4] + cm[4]
            found.append(left + 0.4 * len(text.strip()) * abs(size * tm[0] * cm[0] or size))

    for page in made:
        page.extract_text(visitor_text=visit)
    return found


def test_an_amount_in_a_sentence_is_on_one_line(pages: Pages) -> None:
    for filled in range(30, 60, 3):
        text = f"{'x' * filled} {'o ' * 10}av 25 660 000 kronor i år"
        (page,) = pages("pdf", (Para(text),))
        assert any("25 660 000" in line for line in lines(page)), filled
