"""`fondbok report`: the example's documents, read back from each format, beside the mart."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import dagster as dg
import docx
import duckdb
import pypdf
import pytest

from fondbok.documents import figures, making, reading
from fondbok.documents.parts import Document, Table
from fondbok.paths import Home
from fondbok.reference.kommun import Kommun
from orchestration.assets import Documents, documents
from orchestration.resources import HomeFolder
from tests.conftest import Run, fondbok

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
    if text in {"okänt", "–", "tomt", "saknas"}:
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


_SLICES = "antal_projekt, belopp_sek"
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
     "select namnd, max(antal_projekt) filter (ar = 2023), max(antal_projekt) filter (ar = 2024),"
     " max(belopp_sek) filter (ar = 2023), max(belopp_sek) filter (ar = 2024)"
     " from mart.rpt_utbetalt_per_namnd where ar in (2023, 2024) group by namnd"),
    ("2023 och 2024 per fondgrupp",
     "select fondgrupp, max(antal_projekt) filter (ar = 2023),"
     " max(antal_projekt) filter (ar = 2024), max(belopp_sek) filter (ar = 2023),"
     " max(belopp_sek) filter (ar = 2024)"
     " from mart.rpt_utbetalt_per_fondgrupp where ar in (2023, 2024) group by fondgrupp"),
    ("Deltaganden 2024 med anpassade eller ungefärliga uppgifter",
     "select namnd, count(*), sum(belopp_sek) from (select namnd_kod, belopp_sek,"
     " unnest(string_split(concat_ws(';', anpassade_falt, if(ungefarligt, 'u', null)), ';'))"
     " as f from mart.fct_deltagande where ar = 2024) join mart.dim_namnd using (namnd_kod)"
     " where f <> '' group by namnd, f"),
    ("Underlag för 2024",
     "select namnd, version, antal_projekt, antal_avvisade, antal_fynd from mart.rpt_inlamning"
     " where ar = 2024"),
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
     "select projekt, belopp_sek from mart.fct_deltagande join mart.dim_projekt using (projekt_key)"
     " join mart.dim_namnd n on n.namnd_key = fct_deltagande.namnd_key"
     " where ar = 2024 and n.namnd = $namnd union all"
     " select 'Summa', belopp_sek from mart.rpt_utbetalt_per_namnd where ar = 2024"
     " and namnd = $namnd"),
    (": utbetalda medel 2024 efter roll",
     "select roll, count(*), sum(belopp_sek) from mart.fct_deltagande"
     " join mart.dim_namnd using (namnd_key) where ar = 2024 and namnd = $namnd group by roll"
     " union all select 'Summa', antal_projekt, belopp_sek from mart.rpt_utbetalt_per_namnd"
     " where ar = 2024 and namnd = $namnd"),
    (": indikatorer",
     "select indikator, mal, utfall from mart.fct_indikator join mart.dim_projekt"
     " using (projekt_key) where ar = 2024 and projekt = $namnd"),
    (": besök, utbyten och konferenser 2024",
     "select typ, antal from mart.fct_handelse join mart.dim_namnd using (namnd_key)"
     " where ar = 2024 and namnd = $namnd"),
)  # fmt: skip
# Columns of figures by their heads; the others are words, codes and years.
FIGURES = re.compile(
    r"kr$|^Antal|^Projekt( \d{4})?$|^Deltaganden|^Version$|^Avvisade|^Fynd$|^Värde$|^Skillnad$"
    r"|^Tryckt$|^Beräknat$|^Utfall$"
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
    kept = ask("select belopp_sek from mart.fct_deltagande where ar = 2024 and redovisad")
    assert in_order([(each,) for each in printed]) == in_order(kept)


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
    assert len(first) == 4 * 3 + 1


@pytest.fixture
def altered(malmo: Home, tmp_path: Path) -> Callable[..., Home]:
    """A home whose published file says something else."""

    def alter(*statements: str) -> Home:
        home = Home(tmp_path / "annan")
        home.mart_dir.mkdir(parents=True, exist_ok=True)
        if not home.mart.exists():
            shutil.copyfile(malmo.mart, home.mart)
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
    tables = ["fct_deltagande", "fct_eu_medel", "rpt_sammanfattning", "rpt_avstamning", *per]
    home = altered(*(f"delete from mart.{table} where ar = 2024" for table in tables))
    text = said(home)
    assert "Inget projekt är redovisat för 2024." in text
    assert "Kulturnämnden redovisar inget projekt för 2024." in text
    assert "Det finns inga projekt och inga utbetalda medel att visa." in text


def test_what_is_unknown_is_not_nought(altered: Callable[..., Home]) -> None:
    home = altered(
        "update mart.rpt_sammanfattning set belopp_sek = null, bas = null, min_budget_sek = null,"
        " max_budget_sek = null, antal_agare = 0, antal_sakra_eu_projekt = 0 where ar = 2024"
    )
    text = said(home)
    assert "Hur mycket som betalades ut under 2024 är okänt." in text
    assert "Ingen projektbudget är angiven." in text
    assert "Inget av projekten ägs av någon av nämnderna." in text
    assert "För inget av projekten är det säkert att fonden är EU:s." in text


def test_a_first_year_has_nothing_to_compare_with(malmo: Home) -> None:
    text = said(malmo, 2019)
    assert "En av 13 nämnder har lämnat in underlag för 2019." in text
    assert "2018 finns inte i underlagen, så det finns inget att jämföra med." in text
    assert "Beloppet går inte att jämföra med året före." in text


def test_answers_and_texts_are_there_when_handed_in(altered: Callable[..., Home]) -> None:
    home = altered(
        "insert into text.svar select namnd_key, 2024, namnd_kod, 1, 'Vad har gjorts?', 'arbetet',"
        " 'Vi har rest.', 'k' from mart.dim_namnd where namnd_kod = 'MN'",
        "insert into text.projekttext select projekt_key, namnd_key, ar, projekt_kod, namnd_kod,"
        " 'Ett syfte.', null, 'Ett resultat.', 'k' from mart.fct_deltagande"
        " where ar = 2024 and namnd_kod = 'SBN'",
    )
    text = said(home)
    assert text.count("1. Vad har gjorts?\nVi har rest.") == 2  # the account and the nämnd's own
    assert text.count("Ett syfte.\nEtt resultat.\nInte beskrivet: målgrupp.") == 2


@pytest.mark.parametrize("ar", [2019, 2022, 2023, 2024])
def test_nothing_of_the_machinery_shows(malmo: Home, ar: int) -> None:
    """No code of the mart, no plural that is none, no empty place."""
    text = said(malmo, ar)
    assert not re.search(r"\b(agare|okand|inlamnad|None|nan)\b|_sek|\b1 projekten|  ", text)


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
