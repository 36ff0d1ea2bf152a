"""`fondbok report`: the example's documents, read back from each format, beside the mart."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import dagster as dg
import docx
import duckdb
import pypdf
import pytest

from fondbok.documents import figures, making, reading, swedish
from fondbok.documents.content import changes, draft, memos, namnd, summary, tables
from fondbok.documents.content.work_list import work_list
from fondbok.documents.parts import (
    Bars,
    Bullets,
    Document,
    Gap,
    Heading,
    Listing,
    Para,
    Said,
    Table,
)
from fondbok.paths import PROJECT, Home
from fondbok.reference.kommun import Kommun
from orchestration.assets import Documents, documents
from orchestration.resources import HomeFolder
from tests.conftest import Run, fondbok
from tests.marts import without_keys

AR = 2024
CITY = ("redovisning-2024", "tjansteskrivelse-2024")
KOMMUN = Kommun(
    namn="Malmö stad",
    beslutsvag=("kommunstyrelsens arbetsutskott", "kommunstyrelsen", "kommunfullmäktige"),
)
Cells = list[str]


@dataclass
class Read:
    """A table as a document shows it."""

    caption: str = ""
    rows: list[Cells] = field(default_factory=list)


@pytest.fixture(scope="session")
def report(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """Every document of the year, made once."""
    folder = tmp_path_factory.mktemp("report")
    run = fondbok("report", "--home", malmo.root, "--ar", str(AR), "-o", folder, "--json")
    assert run.code == 0, run.err
    return run, folder


@pytest.fixture(scope="session")
def ask(malmo: Home) -> Callable[..., list[tuple[Any, ...]]]:
    def run(sql: str, **values: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(malmo.mart), read_only=True) as con:
            return con.execute(sql, values).fetchall()

    return run


def test_every_document_is_made_in_every_format(
    report: tuple[Run, Path], ask: Callable[..., list[tuple[Any, ...]]]
) -> None:
    run, folder = report
    come = ask(
        "from mart.rpt_inlamning select distinct namnd_kod where ar = 2024 and fil is not null"
    )
    names = [*CITY, "arbetslista-2024", *(f"tjansteskrivelse-{kod}-2024" for (kod,) in come)]
    expected = {f"{name}.{ending}" for name in names for ending in ("docx", "html", "pdf")}
    expected |= {"utforska.html"}
    assert {Path(file).name for file in run.json["filer"]} == expected
    assert {file.name for file in folder.iterdir()} == {*expected, "siffror-2024.json"}
    assert run.json["utkast"] in ({}, [])
    assert run.json["utan_dokument"] == []


# --- read back


def squeezed(text: str) -> str:
    return re.sub(r"[\s\xad]", "", text)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Read] = []
        self._into: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(Read())
        if tag == "tr":
            self.tables[-1].rows.append([])
        if tag in {"td", "th", "caption"}:
            self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.tables[-1].rows[-1].append(plain(self._text))
        if tag == "caption":
            self.tables[-1].caption = plain(self._text)


def from_html(file: Path) -> list[Read]:
    page = _Page()
    page.feed(file.read_text("utf-8"))
    return page.tables


def from_docx(file: Path) -> list[Read]:
    found: list[Read] = []
    caption = ""
    for block in docx.Document(str(file)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            rows = [[plain(cell.text) for cell in row.cells] for row in block.rows]
            found.append(Read(caption, rows))
            caption = ""
        elif block.style is not None and block.style.name == "Table Caption":
            caption = plain(block.text)
    return found


def text_of_pdf(file: Path) -> str:
    reader = pypdf.PdfReader(io.BytesIO(file.read_bytes()))
    return "\n".join(page.extract_text() for page in reader.pages)


def number(text: str) -> Decimal | None:
    """What a cell says: None is unknown, or that there is nothing."""
    if text in {"okänt", "–", "tomt", "saknas", "inte angivet"}:
        return None
    return Decimal(squeezed(text).replace("−", "-").replace(",", "."))


@pytest.mark.parametrize("name", [*CITY, "tjansteskrivelse-ASN-2024", "arbetslista-2024"])
def test_the_tables_are_the_same_in_every_format(report: tuple[Run, Path], name: str) -> None:
    _, folder = report
    page, word = from_html(folder / f"{name}.html"), from_docx(folder / f"{name}.docx")
    assert [(each.caption, each.rows) for each in page] == [
        (each.caption, each.rows) for each in word
    ]
    # A line may break in a word and a page in a cell: numbers are looked for whole.
    printed = squeezed(text_of_pdf(folder / f"{name}.pdf")).replace("-", "")
    for table in page:
        for row in table.rows:
            for cell in row:
                is_number = not re.search(r"[^\W\d]", cell)
                for piece in [cell] if is_number else cell.split():
                    assert squeezed(piece).replace("-", "") in printed, (table.caption, cell)


_SLICES = "antal_projekt_olika, belopp_sek"
_ROLES = "belopp_agare_sek, belopp_part_sek, belopp_annan_roll_sek, belopp_okand_roll_sek"
# What each table of figures shows, asked of the mart in another way than the documents do.
TABLES: tuple[tuple[str, str], ...] = (
    ("Projekt och utbetalda medel 2024 per nämnd",
     f"select namnd, {_SLICES} from mart.rpt_utbetalt_per_namnd where ar = 2024 union all"
     f" select 'Malmö stad', {_SLICES} from mart.rpt_sammanfattning where ar = 2024"),
    ("Projekt och utbetalda medel 2024 per fondgrupp",
     f"select fondgrupp, {_SLICES} from mart.rpt_utbetalt_per_fondgrupp where ar = 2024 union all"
     f" select 'Malmö stad', {_SLICES} from mart.rpt_sammanfattning where ar = 2024"),
    ("Projekt och utbetalda medel 2024 per mål",
     f"select concat(nummer || '. ', kf_mal), {_SLICES} from mart.rpt_utbetalt_per_kf_mal"
     f" where ar = 2024 union all"
     f" select 'Malmö stad', {_SLICES} from mart.rpt_sammanfattning where ar = 2024"),
    ("Utbetalda medel 2024 per nämnd och roll",
     f"select namnd, {_ROLES} from mart.rpt_utbetalt_per_namnd where ar = 2024 union all"
     f" select 'Malmö stad', {_ROLES} from mart.rpt_sammanfattning where ar = 2024"),
    ("Utbetalda medel 2024 per fondgrupp och roll",
     f"select fondgrupp, {_ROLES} from mart.rpt_utbetalt_per_fondgrupp where ar = 2024 union all"
     f" select 'Malmö stad', {_ROLES} from mart.rpt_sammanfattning where ar = 2024"),
    ("Utbetalda medel 2024 per mål och roll",
     f"select concat(nummer || '. ', kf_mal), {_ROLES} from mart.rpt_utbetalt_per_kf_mal"
     f" where ar = 2024 union all"
     f" select 'Malmö stad', {_ROLES} from mart.rpt_sammanfattning where ar = 2024"),
    ("Projekt och utbetalda medel 2024 per program",
     "select fond, count(distinct projekt_kod), sum(belopp_sek),"
     " count(distinct projekt_kod || namnd_kod) filter (belopp_sek is null)"
     " from mart.fct_eu_medel join mart.dim_fond using (fond_key) where ar = 2024 group by fond"),
    ("2023 och 2024 per nämnd",
     "select namnd, max(antal_projekt_olika) filter (ar = 2023),"
     " max(antal_projekt_olika) filter (ar = 2024), max(belopp_sek) filter (ar = 2023),"
     " max(belopp_sek) filter (ar = 2024)"
     " from mart.rpt_utbetalt_per_namnd where ar in (2023, 2024) group by namnd"),
    ("2023 och 2024 per fondgrupp",
     "select fondgrupp, max(antal_projekt_olika) filter (ar = 2023),"
     " max(antal_projekt_olika) filter (ar = 2024), max(belopp_sek) filter (ar = 2023),"
     " max(belopp_sek) filter (ar = 2024)"
     " from mart.rpt_utbetalt_per_fondgrupp where ar in (2023, 2024) group by fondgrupp"),
    ("Deltaganden 2024 med anpassade eller ungefärliga uppgifter",
     "select namnd, count(*), sum(belopp_sek) from (select namnd, belopp_sek,"
     " unnest(string_split(concat_ws(';', deltagandets_falt, if(ungefarligt, 'u', null)), ';'))"
     " as f from mart.bi_deltagande left join kvalitet.anpassad_uppgift"
     " using (ar, namnd_kod, projekt_kod) where ar = 2024)"
     " where f <> '' group by namnd, f"),
    ("Underlag för 2024",
     "select namnd, version, antal_projekt_olika, antal_avvisade, antal_fynd"
     " from mart.rpt_inlamning where ar = 2024"),
    ("Motsägelser i tryckta siffror om 2024",
     "select id, vanster, hoger, skillnad from mart.rpt_motsagelse where ar = 2024"),
    ("Tryckta siffror om 2024 som avviker",
     "select rad, publicerat, beraknat, skillnad from mart.rpt_avstamning where ar = 2024"
     " and status in ('avviker', 'stammer_av_slump')"),
    ("Tryckta siffror om 2024 som stämmer",
     "select rad, publicerat, beraknat from mart.rpt_avstamning where ar = 2024"
     " and status = 'stammer'"),
    ("Tryckta siffror om 2024 som inte räknas",
     "select rad, publicerat, beraknat, skillnad from mart.rpt_avstamning where ar = 2024"
     " and status = 'kan_ej_beraknas'"),
    (": utbetalda medel 2024 per projekt",
     "select projekt, belopp_sek from mart.bi_deltagande"
     " where ar = 2024 and namnd = $namnd union all"
     " select 'Summa', belopp_sek from mart.rpt_utbetalt_per_namnd where ar = 2024"
     " and namnd = $namnd"),
    (": utbetalda medel 2024 efter roll",
     "select roll, count(*), sum(belopp_sek) from mart.bi_deltagande"
     " where ar = 2024 and namnd = $namnd group by roll"
     " union all select 'Summa', antal_projekt_olika, belopp_sek from mart.rpt_utbetalt_per_namnd"
     " where ar = 2024 and namnd = $namnd"),
    (": indikatorer",
     "select indikator, mal, utfall from mart.fct_indikator join mart.dim_projekt"
     " using (projekt_key) where ar = 2024 and projekt = $namnd"),
    (": personal i internationellt arbete 2024",
     "select uppgift, antal_personer, heltidstjanster from mart.fct_personal"
     " join mart.dim_namnd using (namnd_key) where ar = 2024 and namnd = $namnd"),
    (": ansökningar 2024",
     "select ansokan, sokt_sek from mart.fct_ansokan join mart.dim_namnd using (namnd_key)"
     " where ar = 2024 and namnd = $namnd"),
    (": besök, utbyten och konferenser 2024",
     "select typ, antal from mart.fct_handelse join mart.dim_namnd using (namnd_key)"
     " where ar = 2024 and namnd = $namnd"),
)  # fmt: skip
# Columns of figures by their heads; the others are words, codes and years.
FIGURES = re.compile(
    r"kr$|^Antal|^Projekt( \d{4})?$|^Deltaganden|^Version$|^Avvisade|^Fynd$|^Värde$|^Skillnad$"
    r"|^Tryckt$|^Beräknat$|^Utfall$|^Personer$|^Heltidstjänster$"
)
# Figures that the documents count themselves, from rows that are printed in full beside them.
COUNTED = re.compile(r"Nya, fortsatta|utbetalda medel 2024 per mål|Ärendets väg|nätverk 2024")


def figures_in(table: Read) -> Iterator[tuple[Decimal | None, ...]]:
    head, *rows = table.rows
    places = [place for place, title in enumerate(head) if FIGURES.search(title)]
    if table.caption.endswith(": indikatorer"):
        places = [head.index("Mål"), head.index("Utfall")]
    if table.caption.endswith("per projekt"):
        places = [len(head) - 1]
    for row in rows:
        yield tuple(number(row[place]) for place in places)


def in_the_mart(caption: str, ask: Callable[..., list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    for known, sql in TABLES:
        if caption == known:
            return ask(sql)
        if known.startswith(": ") and caption.endswith(known):
            return ask(sql, namnd=caption.removesuffix(known))
    raise AssertionError(f"no question for the table {caption}")


def in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: [(each is not None, each or 0) for each in row])


@pytest.mark.parametrize("name", [*CITY, "tjansteskrivelse-ASN-2024", "tjansteskrivelse-KS-2024"])
def test_every_figure_of_every_table_is_the_marts(
    report: tuple[Run, Path], name: str, ask: Callable[..., list[tuple[Any, ...]]]
) -> None:
    compared = 0
    for table in from_html(report[1] / f"{name}.html"):
        caption = re.sub(r"^Tabell \d+\. ", "", table.caption)
        if not caption or COUNTED.search(caption):
            continue
        printed = in_order(list(figures_in(table)))
        kept = in_order([row[1:] for row in in_the_mart(caption, ask)])
        assert printed == kept, caption
        compared += len(printed)
    assert compared >= 12


def test_a_namnds_money_by_goal_adds_up(report: tuple[Run, Path]) -> None:
    """Against the nämnd's total, which is the mart's."""
    tables = from_html(report[1] / "tjansteskrivelse-ASN-2024.html")
    table = next(each for each in tables if each.caption.endswith("per mål"))
    *goals, total = [number(row[2]) for row in table.rows[1:]]
    assert sum(each for each in goals if each is not None) == total == Decimal("25660000")


def test_every_project_has_its_own_money(
    report: tuple[Run, Path], ask: Callable[..., list[tuple[Any, ...]]]
) -> None:
    lists = [each for each in from_html(report[1] / "redovisning-2024.html") if not each.caption]
    printed = [
        number(dict(row for row in each.rows)["Utbetalt 2024, kr"])
        for each in lists
        if each.rows[0][0] == "Nämndens roll"
    ]
    kept = ask("select belopp_sek from mart.bi_deltagande where ar = 2024 and redovisad")
    assert in_order([(each,) for each in printed]) == in_order(kept)


def test_the_matter_is_told_as_it_was_handed_in(malmo: Home) -> None:
    """Bodies, dates, recipients and sections of the form, and the city's own of its table."""
    facts = reading.read(malmo.mart, KOMMUN, 2022)
    memo = memos.namnd_memo(facts, "ASN")
    path = next(part for part in memo.parts if isinstance(part, Table))
    assert [row[1] for row in path.rows] == [swedish.dag(date(2023, 3, day)) for day in (8, 16, 30)]
    said = [part.text for part in memo.parts if isinstance(part, Said | Heading)]
    assert said.index("Ekonomiska konsekvenser") < said.index("Barnrättsperspektivet")
    assert not any("datum" in part.text for part in memo.parts if isinstance(part, Gap))
    # Who has said nothing of the matter has it as a gap.
    other = memos.namnd_memo(facts, "MN")
    assert any("datum" in part.text for part in other.parts if isinstance(part, Gap))
    city = memos.city_memo(reading.read(malmo.mart, KOMMUN, 2023))
    texts = [part.text for part in city.parts if isinstance(part, Said)]
    assert any("60 procent" in text for text in texts)
    assert ("Kommunfullmäktige", swedish.dag(date(2024, 5, 23))) in next(
        part.rows for part in city.parts if isinstance(part, Table)
    )
    assert not any("bedömning" in part.text for part in city.parts if isinstance(part, Gap))


@pytest.mark.parametrize("ar", [2022, 2023, 2024])
def test_every_printed_figure_is_in_the_account_or_explained(
    malmo: Home, ar: int, ask: Callable[..., list[tuple[Any, ...]]]
) -> None:
    """Each figure that the city printed of a year: the same here, or beside it with a reason."""
    (account, *_) = making.chosen(reading.read(malmo.mart, KOMMUN, ar), None)
    tables = {each.anchor: each for each in account.parts if isinstance(each, Table)}
    shown = {row[-1]: row for row in tables["stammer"].rows}
    explained = [*tables["ej-raknade"].rows, *(tables["avvikelser"].rows if ar > 2022 else ())]
    values = {number(value) for value in figures.of(without(account, "stammer")).values()}
    printed = ask(
        "select publicerat, beraknat, status, dokument || ', rad ' || rad, matt || dimension"
        " from mart.rpt_avstamning where ar = $ar",
        ar=ar,
    )
    assert len(printed) > 25
    for published, computed, status, place, kind in printed:
        if status != "stammer":
            row = next(each for each in explained if each[-1] == place and each[2] == published)
            assert row[5], place
            continue
        assert place in shown
        if kind in {"utbetalt_seknamnd", "antal_projektnamnd", "antal_projektstaden"}:
            assert computed in values, place


def without(document: Document, anchor: str) -> Document:
    return replace(
        document,
        parts=tuple(each for each in document.parts if getattr(each, "anchor", "") != anchor),
    )


# --- the same release, another release


def test_the_same_release_gives_the_same_bytes(malmo: Home, tmp_path: Path) -> None:
    for zone, folder in (("UTC", "a"), ("Pacific/Auckland", "b")):
        run = fondbok(
            "report", "--home", malmo.root, "--ar", "2019", "-o", tmp_path / folder,
            env={"TZ": zone, "PYTHONHASHSEED": zone[0].replace("U", "1").replace("P", "2")},
        )  # fmt: skip
        assert run.code == 0, run.err
    first = {file.name: file.read_bytes() for file in (tmp_path / "a").iterdir()}
    assert {file.name: file.read_bytes() for file in (tmp_path / "b").iterdir()} == first
    assert len(first) == 4 * 3 + 2 and "utforska.html" in first


@pytest.fixture
def altered(malmo: Home, tmp_path: Path) -> Callable[..., Home]:
    """A home whose published file says something else."""

    def alter(*statements: str) -> Home:
        home = Home(tmp_path / "annan")
        home.mart_dir.mkdir(parents=True, exist_ok=True)
        if not home.mart.exists():
            without_keys(malmo.mart, home.mart)
        with duckdb.connect(str(home.mart)) as con:
            for statement in statements:
                con.execute(statement)
        return home

    return alter


def test_what_changed_since_the_documents_were_made_is_told(
    altered: Callable[..., Home], tmp_path: Path
) -> None:
    made = tmp_path / "ut"
    making.make(altered(), AR, namnd="KS", formats=["html"], folder=made)
    assert making.compare(altered(), AR, namnd="ks", folder=made).changes == []
    home = altered(
        "update mart.release set release_id = 'r-ny'",
        "update mart.rpt_utbetalt_per_namnd set belopp_sek = 1245001"
        " where ar = 2024 and namnd_kod = 'KS'",
    )
    found = making.compare(home, AR, folder=made)
    assert found.utgava == "r-ny"
    assert set(found.fore) == {"tjansteskrivelse-KS-2024"}
    assert "redovisning-2024" in found.not_made
    assert {change.mening.replace("\xa0", " ") for change in found.changes} == {
        f"{figure}: 1 245 000 → 1 245 001"
        for figure in (
            "Kommunstyrelsen: utbetalt kr",
            "Kommunstyrelsen: utbetalda medel 2024 per projekt: Summa: Utbetalt 2024, kr",
            "Kommunstyrelsen: utbetalda medel 2024 per mål: Summa: Utbetalt, kr",
            "Kommunstyrelsen: utbetalda medel 2024 efter roll: Summa: Utbetalt, kr",
        )
    }


def test_dagster_makes_them_of_the_latest_year(altered: Callable[..., Home]) -> None:
    home = altered()
    config = dg.RunConfig({"redovisning": Documents(namnd="SBN")})
    resources = {"folder": HomeFolder(root=str(home.root))}
    assert dg.materialize([documents], resources=resources, run_config=config).success
    made = {file.name for file in (home.reports / "2024").iterdir()}
    name = "tjansteskrivelse-SBN-2024"
    assert made == {f"{name}.docx", f"{name}.html", f"{name}.pdf", "siffror-2024.json"}
    every = dg.RunConfig({"redovisning": Documents(ar=2019)})
    result = dg.materialize([documents], resources=resources, run_config=every)
    (event,) = result.get_asset_materialization_events()
    where = event.materialization.metadata["utforska"].value
    assert where == str(home.reports / "2019" / "utforska.html")


# --- draft


def test_a_document_is_a_draft_until_all_is_in_and_explained(altered: Callable[..., Home]) -> None:
    def reasons() -> tuple[str, ...]:
        return making.chosen(reading.read(home.mart, KOMMUN, AR), None)[0].draft

    home = altered(
        "update mart.rpt_inlamning set status = 'saknas', fil = null"
        " where ar = 2024 and namnd_kod = 'FRN'"
    )
    assert len(reasons()) == 1
    assert "inte lämnat in: Fritidsnämnden" in reasons()[0]
    altered("update mart.rpt_inlamning set status = 'inlamnad' where ar = 2024")
    assert reasons() == ()
    altered("update mart.rpt_inlamning set status = 'inlamnad_med_fel' where namnd_kod = 'KS'")
    assert reasons() == ("Underlag med fel som inte är rättade: Kommunstyrelsen.",)
    altered(
        "update mart.rpt_inlamning set status = 'inlamnad'",
        "update mart.rpt_avstamning set regler = 'OKAND_ORSAK' where ar = 2024 and rad ="
        " (select min(rad) from mart.rpt_avstamning where ar = 2024 and status = 'avviker')",
    )
    assert reasons() == ("En\xa0skillnad mot tryckta siffror är inte förklarad.",)
    altered("update mart.rpt_avstamning set utredning = 'Utrett.' where regler = 'OKAND_ORSAK'")
    assert reasons() == ()


# --- odd years


def said(home: Home, ar: int = AR) -> str:
    facts = reading.read(home.mart, KOMMUN, ar)
    parts = [part for document in making.chosen(facts, None) for part in document.parts]
    return "\n".join(str(part.text) for part in parts if hasattr(part, "text")).replace("\xa0", " ")


def test_a_year_without_projects_is_told_plainly(altered: Callable[..., Home]) -> None:
    per = [f"rpt_utbetalt_per_{what}" for what in ("namnd", "fondgrupp", "kf_mal")]
    tables = ["bi_deltagande", "fct_eu_medel", "rpt_sammanfattning", "rpt_avstamning", *per]
    home = altered(*(f"delete from mart.{table} where ar = 2024" for table in tables))
    text = said(home)
    assert "Inget projekt är redovisat för 2024." in text
    assert "Kulturnämnden redovisar inget projekt för 2024." in text
    assert "Det finns inga projekt och inga utbetalda medel att visa." in text


def test_what_is_unknown_is_not_nought(altered: Callable[..., Home]) -> None:
    home = altered(
        "update mart.rpt_sammanfattning set belopp_sek = null, bas = null, min_budget_sek = null,"
        " max_budget_sek = null, antal_agare_olika = 0, antal_sakra_eu_projekt_olika = 0"
        " where ar = 2024"
    )
    text = said(home)
    assert "Hur mycket som betalades ut under 2024 är okänt." in text
    assert "Ingen projektbudget är angiven." in text
    assert "Ingen nämnd redovisar att den äger något av projekten." in text
    assert "För inget av projekten är det säkert att fonden är EU:s." in text


def summary_of(facts: reading.Facts, **year: Any) -> str:
    """The summary of a year of which the mart says something else."""
    assert facts.summary is not None
    facts = replace(facts, summary=replace(facts.summary, **year))
    return " ".join(part.text for part in summary.paragraphs(facts)).replace("\xa0", " ")


def test_all_none_and_some_of_the_projects_are_told_apart(malmo: Home) -> None:
    facts = reading.read(malmo.mart, KOMMUN, AR)
    none = {"antal_agare_olika": 0, "antal_part_olika": 0, "antal_okand_fond_projekt_olika": 0}
    text = summary_of(
        facts,
        **{**none, "antal_projekt_olika": 2, "antal_part_olika": 2},
        antal_sakra_eu_projekt_olika=2,
    )
    assert "I båda projekten är kommunen part utan att äga projektet." in text
    assert "Fonden är säkert EU:s för båda projekten." in text
    text = summary_of(
        facts,
        **{**none, "antal_projekt_olika": 3, "antal_okand_fond_projekt_olika": 3},
        antal_sakra_eu_projekt_olika=0,
    )
    # What nobody has said is not said to be otherwise.
    assert "ägs av någon" not in text and "inget av projekten" not in text
    assert "För alla projekten är rollen en annan eller inte angiven." in text
    assert "För alla projekten är fonden okänd." in text


def test_the_order_of_funds_is_of_those_that_have_paid(malmo: Home) -> None:
    facts = reading.read(malmo.mart, KOMMUN, AR)
    esf, *_ = facts.per_fondgrupp
    others = [("Horisont", -2_000_000), ("Okänd", 5), ("Övriga", 7)]
    groups = [
        replace(esf, kod=name, namn=name, belopp_sek=Decimal(amount))
        for name, amount in (("ESF", 1_000_000_000), *others)
    ]
    text = summary_of(replace(facts, per_fondgrupp=groups))
    assert "Mest pengar kom från ESF (1 miljard kronor). Övriga program gav 7 kronor." in text
    assert "okänd fond ligger 5 kronor; ordningen mellan fonderna kan därför vara en annan." in text
    assert "För Horisont är beloppet negativt, −2 miljoner kronor: mer har gått tillbaka" in text
    alone = summary_of(replace(facts, per_fondgrupp=groups[:1]))
    assert "Allt som är känt kom från ESF (1 miljard kronor)." in alone
    unknown = summary_of(replace(facts, per_fondgrupp=groups[2:3]))
    assert "På projekt med okänd fond ligger 5 kronor." in unknown and "ordningen" not in unknown


def test_a_small_city_without_goals_is_told_plainly(malmo: Home) -> None:
    """One nämnd, one project, no goals and no way of decision."""
    facts = reading.read(malmo.mart, Kommun(namn="Bjurholms kommun", slag="kommun"), AR)
    ks = [each for each in facts.per_namnd if each.kod == "KS"]
    handins = [each for each in facts.handins if each.namnd_kod == "KS"]
    unknown = [replace(facts.per_mal[-1], kod=None, namn="Okänt")]
    small = replace(facts, per_namnd=ks, handins=handins, per_mal=unknown, per_fondgrupp=[])
    made = {each.name: each for each in making.chosen(small, None)}
    account, city, work, own = (
        made[name]
        for name in ("redovisning-2024", "tjansteskrivelse-2024", "arbetslista-2024",
                     "tjansteskrivelse-KS-2024")
    )  # fmt: skip
    for document in (account, city, own):
        assert tables.NO_GOALS in paragraphs(document), document.name
        assert not any("per mål" in name for name in captions(document)), document.name
    assert not any(isinstance(part, Bars) for part in account.parts)
    assert "1 av 1 nämnd har lämnat in." in paragraphs(work)
    # Without a way of decision the board is the one that is there; its own goes to its office.
    assert city.subtitle == "Bjurholms kommun, Stadskontoret"
    (recipients,) = (
        after for before, after in zip(own.parts, own.parts[1:], strict=False)
        if getattr(before, "anchor", "") == "mottagare"
    )  # fmt: skip
    assert recipients == Bullets(("Stadskontoret",))


def test_notes_are_there_for_what_is_in_the_table(malmo: Home) -> None:
    facts = reading.read(malmo.mart, KOMMUN, AR)
    by, *_ = tables.dimensions(facts)
    made = tables.roles(facts, by)
    assert made is not None and any("–" in note for note in made.notes)
    assert None in {value for row in made.rows for value in row}
    full = replace(by, slices=[each for each in by.slices if each.kod == "KS"])
    (ks,) = full.slices
    alone = replace(
        facts,
        summary=None,
        per_namnd=[replace(ks, belopp_part_sek=None, belopp_okand_roll_sek=None)],
    )
    made = tables.roles(alone, replace(full, slices=alone.per_namnd))
    assert made is not None and made.notes == ()


def test_who_owns_a_project_that_a_namnd_says_it_owns_is_no_gap(malmo: Home) -> None:
    facts = reading.read(malmo.mart, KOMMUN, AR)
    (own,) = (p for p in facts.participations if p.projekt == "STEM-UP")
    for role, told in (("agare", "nämnden själv"), ("part", None)):
        one = replace(facts, participations=[replace(own, roll=role, projektagare=None)])
        (shown,) = (p for p in making.chosen(one, None)[0].parts
                    if isinstance(p, Listing) and own.projekt in p.about)  # fmt: skip
        assert ("Projektägare", told, "text") in shown.facts
        (gaps,) = (
            t
            for name, t in captions(work_list(one)).items()
            if name.startswith("Projekt som saknar")
        )
        assert ("projektägare" in str(gaps.rows[0][2])) == (told is None)


def test_a_goal_that_no_project_names_has_no_money(malmo: Home) -> None:
    """Unless a project without a goal may be meant for it: then nobody knows."""
    facts = reading.read(malmo.mart, KOMMUN, AR)
    first, *_, unknown = facts.per_mal
    assert unknown.kod is None
    empty = replace(first, antal_projekt_olika=0, belopp_sek=None)
    for slices, told in (([empty], "–"), ([empty, unknown], None)):
        _, _, by = tables.dimensions(replace(facts, per_mal=slices))
        assert tables.paid(facts, by).rows[0][2] == told


def test_rows_stand_in_the_order_of_the_citys_tables(altered: Callable[..., Home]) -> None:
    """Groups as the city lists them, whatever they got; nämnder by the Swedish alphabet."""
    groups = ["ESF", "Horisont", "Interreg", "Erasmus+", "Övriga"]
    facts = reading.read(altered().mart, KOMMUN, AR)
    assert [each.kod for each in facts.per_fondgrupp] == [*groups, "Okänd"]
    in_programs = list(dict.fromkeys(each.fondgrupp for each in facts.program))
    assert in_programs == [*groups, "Okänd"]
    home = altered(
        "update mart.dim_fond set fondgrupp_ordning = -fondgrupp_ordning",
        *(
            f"update mart.{table} set namnd = '{name}' where {kod} = '{namnd}'"
            for table, kod in (
                ("dim_namnd", "namnd_kod_alla_versioner"),
                ("rpt_utbetalt_per_namnd", "namnd_kod"),
                ("rpt_inlamning", "namnd_kod"),
            )
            for name, namnd in (("Ånämnden", "KS"), ("Änämnden", "ASN"), ("zonnämnden", "MN"))
        ),
    )
    facts = reading.read(home.mart, KOMMUN, AR)
    assert [each.kod for each in facts.per_fondgrupp] == [*reversed(groups), "Okänd"]
    for names in (facts.namnder, facts.handins):
        assert list(dict.fromkeys(each.namnd for each in names))[-3:] == [
            "zonnämnden", "Ånämnden", "Änämnden",
        ]  # fmt: skip
    assert [each.namn for each in facts.per_namnd][-3:] == ["zonnämnden", "Ånämnden", "Änämnden"]


def test_a_first_year_has_nothing_to_compare_with(malmo: Home) -> None:
    text = said(malmo, 2019)
    assert "En av 13 nämnder har lämnat in underlag för 2019." in text
    assert "2018 finns inte i underlagen, så det finns inget att jämföra med." in text
    assert "Beloppet går inte att jämföra med året före." in text


def test_answers_and_texts_are_there_when_handed_in(altered: Callable[..., Home]) -> None:
    home = altered(
        "insert into text.svar select kommun_kod, namnd_key, 2024, namnd_kod_alla_versioner, 1,"
        " 'Vad har gjorts?', 'arbetet',"
        " 'Vi har rest.', 'k' from mart.dim_namnd"
        " where namnd_kod_alla_versioner = 'MN'",
        "insert into text.projekttext select distinct kommun_kod, projekt_key, namnd_key, ar,"
        " projekt_kod, namnd_kod,"
        " 'Ett syfte.', null, 'Ett resultat.', 'Norra skolan;Biblioteket', 'k'"
        " from mart.fct_eu_medel where ar = 2024 and namnd_kod = 'SBN'",
    )
    text = said(home)
    assert text.count("1. Vad har gjorts?\nVi har rest.") == 2  # the account and the nämnd's own
    assert text.count("Ett syfte.\nEtt resultat.\nInte beskrivet: målgrupp.") == 2
    made = making.chosen(reading.read(home.mart, KOMMUN, AR), None)
    lists = [part for document in made for part in document.parts if isinstance(part, Listing)]
    units = ("Skolor och enheter", "Norra skolan; Biblioteket", "text")
    assert sum(units in each.facts for each in lists) == 2


@pytest.mark.parametrize("ar", [2019, 2022, 2023, 2024])
def test_nothing_of_the_machinery_shows(malmo: Home, ar: int) -> None:
    """No code of the mart, no plural that is none, no empty place."""
    text = said(malmo, ar)
    assert not re.search(r"\b(agare|okand|inlamnad|None|nan)\b|_sek|\b1 projekten|  ", text)


def test_the_work_list_has_a_namnd_once(malmo: Home) -> None:
    """Also one whose answers and projects came in two files."""
    facts = reading.read(malmo.mart, KOMMUN, AR)
    assert len(draft.standing(facts)) > len({each.namnd_kod for each in draft.standing(facts)})
    (gaps,) = [p for p in work_list(facts).parts if getattr(p, "anchor", "") == "luckor-namnd"]
    assert isinstance(gaps, Table)
    assert len(gaps.rows) == len({row[0] for row in gaps.rows}) == 13


def test_answers_that_nobody_gave_are_told_plainly(altered: Callable[..., Home]) -> None:
    text = said(altered("delete from text.svar where ar = 2024"))
    assert "Inga svar på frågorna för 2024 är inlämnade." in text


# --- what cannot be done


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--ar", "2031"), 2, "År som finns: 2019, 2022, 2023, 2024."),
        (("--ar", "2024", "--namnd", "XX"), 2, "Nämnder som finns: ASN"),
        (("--ar", "2022", "--namnd", "SBN"), 2, "har inte lämnat in något underlag"),
        (("--ar", "2024", "--format", "odt"), 2, "Välj bland docx, html, pdf"),
        (("--ar", "2024", "--diff"), 2, "fondbok report --ar 2024"),
    ],
)
def test_what_cannot_be_done_is_said(
    malmo: Home, arguments: tuple[str, ...], code: int, told: str
) -> None:
    run = fondbok("report", "--home", malmo.root, *arguments)
    assert (run.code, told in run.err) == (code, True), run.err


def test_a_folder_that_cannot_be_written_and_a_home_without_a_release(
    malmo: Home, tmp_path: Path
) -> None:
    (tmp_path / "fil").write_text("här", encoding="utf-8")
    run = fondbok("report", "--home", malmo.root, "--ar", "2024", "-o", tmp_path / "fil" / "mapp")
    assert (run.code, "går inte att skriva i" in run.err) == (1, True), run.err
    run = fondbok("report", "--home", tmp_path / "tom", "--ar", "2024")
    assert (run.code, "fondbok refresh" in run.err) == (2, True), run.err


def test_partners_people_and_applications_stand_in_the_documents(malmo: Home) -> None:
    """By name, without adding what may not be added, and never as paid money."""
    shown = captions(memos.namnd_memo(reading.read(malmo.mart, KOMMUN, 2022), "ASN"))
    (partners,) = (table for name, table in shown.items() if "vid namn" in name)
    assert ("National Network for Safe Communities", "USA", None, None) in partners.rows
    assert partners.total is None
    facts = reading.read(malmo.mart, KOMMUN, AR)
    shown = captions(memos.namnd_memo(facts, "MN"))
    (applications,) = (table for name, table in shown.items() if "ansökningar" in name)
    assert [row[2] for row in applications.rows] == ["beviljad"] * 8 + ["planerad"]
    (people,) = (table for name, table in shown.items() if "personal" in name)
    assert ("Projektledning", "Speak Up", 4, Decimal(1)) in people.rows
    # Who is named in a project and reports nothing of it.
    spegla = next(p for p in facts.participations if "spegla" in p.projekt)
    assert set(namnd.silent(facts, spegla)) == {"FON", "FSN", "HVON"}


def captions(document: Document) -> dict[str, Table]:
    """The tables of a document by what they show."""
    return {part.caption: part for part in document.parts if isinstance(part, Table)}


def test_the_last_day_to_hand_in_tells_who_was_late(malmo: Home) -> None:
    """Only what the submissions say: one that says no day is not called late or in time."""
    facts = reading.read(malmo.mart, KOMMUN, 2022)
    assert not [p for p in paragraphs(work_list(facts)) if "ista dag" in p]
    row = reading.CasePart(None, "inlamning", "", date(2023, 3, 29), "dag", "Till stadskontoret")
    told = paragraphs(work_list(replace(facts, case=[row])))
    assert f"Sista dag att lämna in var {swedish.dag(date(2023, 3, 29))}." in told
    (late,) = (each for each in told if each.startswith("Daterat efter sista dagen"))
    assert "Arbetsmarknads- och socialnämnden" in late and "Miljönämnden" not in late
    later = replace(row, datum=date(2023, 3, 30))
    assert "Inget underlag är daterat efter sista dagen." in paragraphs(
        work_list(replace(facts, case=[later]))
    )


def paragraphs(document: Document) -> list[str]:
    """The sentences of a document that stand outside its tables."""
    return [part.text for part in document.parts if isinstance(part, Para)]


@pytest.mark.parametrize("ar", [2023, 2024])
def test_what_came_went_and_moved_is_the_difference_from_the_year_before(
    malmo: Home, ar: int
) -> None:
    facts = reading.read(malmo.mart, KOMMUN, ar)
    namnder, groups, goals = tables.dimensions(facts)
    seen = set()
    for by, of in (
        (namnder, changes.of_namnd),
        (groups, changes.of_group),
        (goals, changes.of_goal),
    ):
        # A goal of another period is another goal: its rows are not set beside one another.
        comparable = by is not goals or any(each.fore and each.kod for each in by.slices)
        for each in by.slices if comparable else ():
            found = of(facts, each)
            before, now = each.fore_antal_projekt_olika or 0, each.antal_projekt_olika or 0
            assert found.difference == now - before, each.namn
            seen |= {name for name, count in asdict(found).items() if count}
    assert {"new", "gone"} <= seen
    assert ar != 2023 or seen == {"new", "moved_in", "ended", "absent", "gone", "moved_out"}


def test_one_and_many_are_told_apart(malmo: Home) -> None:
    text = " ".join(
        changes.told(changes.of_group(facts, each), "en annan fondgrupp")
        for facts in (reading.read(malmo.mart, KOMMUN, 2023),)
        for each in facts.per_fondgrupp
    )
    assert "1 nytt" in text and "1 avslutat" in text
    assert not re.search(r"\b1 (nya|avslutade)\b", text)


def test_the_work_list_tells_each_project_that_is_new_or_gone(
    malmo: Home, ask: Callable[..., list[tuple[Any, ...]]]
) -> None:
    facts = reading.read(malmo.mart, KOMMUN, AR)
    shown = captions(work_list(facts))
    (table,) = (table for name, table in shown.items() if name.startswith("Projekten"))
    states = Counter(str(row[2]).partition(",")[0] for row in table.rows)
    ((now, both),) = ask(
        "select count(*), count(fore.ar) from mart.bi_deltagande as nu"
        " left join mart.bi_deltagande as fore on fore.ar = nu.ar - 1"
        " and fore.projekt_kod = nu.projekt_kod and fore.namnd_kod = nu.namnd_kod"
        " where nu.ar = 2024 and nu.redovisad and nu.projekt_kod <> 'OKANT'"
    )
    assert (states["fortsatt"], states["nytt"]) == (both, now - both)
    gone = sum(states.values()) - now
    assert gone == len(facts.ended) > 0
    # What a nämnd that is missing had is not called ended.
    absent = replace(
        facts,
        handins=[
            replace(each, status="saknas") if each.namnd_kod == facts.ended[0].namnd_kod else each
            for each in facts.handins
        ],
    )
    (table,) = (
        table for name, table in captions(work_list(absent)).items() if name.startswith("Projekten")
    )
    assert "nämnden har inte lämnat in" in {row[2] for row in table.rows}


def test_every_minus_is_told_as_money_that_went_back(
    malmo: Home, ask: Callable[..., list[tuple[Any, ...]]]
) -> None:
    shown = captions(work_list(reading.read(malmo.mart, KOMMUN, AR)))
    (back,) = (table for name, table in shown.items() if name.startswith("Negativa"))
    ((total,),) = ask(
        "select sum(belopp_sek) from mart.fct_utbetalning where ar = 2024 and belopp_sek < 0"
    )
    assert sum(Decimal(str(row[3])) for row in back.rows) == total < 0
    (own,) = (table for name, table in shown.items() if name.startswith("Vem som betalar"))
    (share,) = (row[5] for row in own.rows if row[1] == "STEM-UP")
    assert share == swedish.procent(Decimal("0.1"))


def test_a_project_that_only_a_text_names_is_listed(malmo: Home) -> None:
    """By the word before it or by its name of another year; one of the year's own is not."""
    facts = reading.read(malmo.mart, KOMMUN, AR)
    own = facts.participations[0]
    answer = reading.Answer(
        own.namnd_kod, 1, None, f"I projektet Drakbåten och i {own.projekt} hände mycket."
    )
    shown = captions(work_list(replace(facts, answers=[answer], events=[], participations=[own])))
    (table,) = (table for name, table in shown.items() if name.startswith("Projekt som texterna"))
    assert [row[2] for row in table.rows] == ["Drakbåten"]


def test_the_projects_that_only_the_texts_of_2024_name_are_listed(malmo: Home) -> None:
    shown = captions(work_list(reading.read(malmo.mart, KOMMUN, AR)))
    (table,) = (table for name, table in shown.items() if name.startswith("Projekt som texterna"))
    assert [(row[0], row[2]) for row in table.rows] == [
        ("Arbetsmarknads- och socialnämnden", "Medledarprogrammet"),
        ("Kommunstyrelsen", "Ökad Tillväxt i MalmöLundregionen"),
        ("Kulturnämnden", "Museum Why"),
        ("Kulturnämnden", "The Latvian Collection"),
        ("Miljönämnden", "Delaktighet i Klimatomställningen"),
        ("Miljönämnden", "HeatSafe"),
    ]


PRINTED = (
    ("asn-2019-report", 2019, "ASN"),
    ("asn-2022-report", 2022, "ASN"),
    ("malmo-2022-report", 2022, None),
    ("malmo-2023-ks-memo", 2023, None),
    ("malmo-2024-report", 2024, None),
)


@pytest.mark.parametrize(("ar", "figures_printed"), [(2019, 13), (2022, 18)])
def test_every_figure_of_a_printed_memo_is_in_the_made_one(
    malmo: Home, ar: int, figures_printed: int, ask: Callable[..., list[tuple[Any, ...]]]
) -> None:
    """Each figure in the register that ASN's own memo prints; an empty one has no number here."""
    memo = memos.namnd_memo(reading.read(malmo.mart, KOMMUN, ar), "ASN")
    values = {number(value) for value in figures.of(memo).values()}
    printed = ask(
        "select varde_namn, publicerat, beraknat, status, forklaring from mart.rpt_avstamning"
        " where ar = $ar and dokument = $document",
        ar=ar,
        document=f"asn-{ar}-report",
    )
    assert len(printed) == figures_printed
    goals = next(
        part for part in memo.parts if isinstance(part, Table) and part.caption.endswith("per mål")
    )
    for name, published, computed, status, explained in printed:
        if published is None:
            (row,) = (row for row in goals.rows if row[0] == name)
            assert not isinstance(row[2], Decimal), name
        else:
            assert computed in values or (published in values and explained), name
            assert status.startswith("stammer") or explained, name


@pytest.mark.shared
@pytest.mark.parametrize(("name", "ar", "namnd_kod"), PRINTED, ids=[each[0] for each in PRINTED])
def test_every_amount_and_day_of_a_printed_document_is_in_the_made_one(
    malmo: Home, name: str, ar: int, namnd_kod: str | None
) -> None:
    """Read from the words of the document, so that nothing depends on our own list of figures."""
    if not DOCUMENTS.is_dir():
        pytest.skip("../shared is not here")
    facts = reading.read(malmo.mart, KOMMUN, ar)
    made = [memos.namnd_memo(facts, namnd_kod)] if namnd_kod else making.chosen(facts, None)[:2]
    values = {number(value) for document in made for value in figures.of(document).values()}
    text = (DOCUMENTS / f"{name}.txt").read_text("utf-8")
    amounts = {Decimal(re.sub(r"\s", "", found)) for found in AMOUNT.findall(text)}
    assert len(amounts) > 3
    assert amounts <= values
    path = text.partition("Beslutsplanering")[2].partition("Beslutet skickas till")[0]
    days = re.findall(r"20\d\d-\d\d-\d\d", path)
    assert len(days) == (3 if namnd_kod or "memo" in name else 0)
    cells = {
        cell
        for document in made
        for table in captions(document).values()
        for row in table.rows
        for cell in row
    }
    assert {swedish.dag(date.fromisoformat(day)) for day in days} <= cells


DOCUMENTS = PROJECT.parent / "shared" / "documents"
AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:\s+\d{3})+)\s+(?:SEK|kr\b|kronor)")
