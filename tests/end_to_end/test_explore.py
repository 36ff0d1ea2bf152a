"""utforska.html in a real Chromium: its figures beside the mart's, and every way of using it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page

from fondbok.documents import making
from fondbok.documents.render.look import Look
from fondbok.documents.utforska import page as explore
from fondbok.documents.utforska import reading as explored
from fondbok.paths import Home
from tests.browser import GOOD_PRACTICE, NARROW, WIDE, chromium, opened, too_wide, violations
from tests.marts import without_keys

pytestmark = pytest.mark.thorough

AR = 2024
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def file(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(malmo, tmp_path_factory.mktemp("utforska"))


@pytest.fixture
def show(browser: Browser, file: Path) -> Iterator[Callable[..., Page]]:
    """Opens the example's page; afterwards it must have asked for nothing but itself."""
    opened_pages = []

    def run(address: str = "", width: int = WIDE, of: Path = file) -> Page:
        page, seen = opened(browser, of, address, width)
        opened_pages.append((page, seen, of.as_uri()))
        return page

    yield run
    for page, seen, own in opened_pages:
        assert [each.partition("#")[0] for each in seen.requests] == [own]
        assert seen.faults == []
        page.context.close()


@pytest.fixture(scope="module")
def ask(malmo: Home) -> Ask:
    def run(sql: str, **values: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(malmo.mart), read_only=True) as con:
            return con.execute(sql, values).fetchall()

    return run


@pytest.fixture
def altered(malmo: Home, tmp_path: Path) -> Callable[..., Path]:
    """The page of a mart that says something else."""

    def alter(*statements: str) -> Path:
        home = Home(tmp_path / "annan")
        home.mart_dir.mkdir(parents=True)
        without_keys(malmo.mart, home.mart)
        with duckdb.connect(str(home.mart)) as con:
            for statement in statements:
                con.execute(statement)
        return written(home, tmp_path)

    return alter


def written(home: Home, folder: Path, look: Look | None = None) -> Path:
    made = folder / explore.FILE
    made.write_bytes(explore.make(home.mart, making.read(home, AR), look or Look()))
    return made


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def number(text: str) -> Decimal | None:
    if text == "okänt":
        return None
    return Decimal(re.sub(r"\s", "", text).replace("−", "-").replace(",", "."))


def said(page: Page) -> tuple[int, Decimal | None]:
    """Projects and money as those who listen are told them."""
    told = plain(page.inner_text("#besked"))
    found = re.fullmatch(r"([\d ]+) projekt, utbetalt (?:([−\d ,]+) kr|okänt)\. Urval: .+", told)
    assert found, told
    count = number(found[1])
    assert count is not None
    return int(count), number(found[2]) if found[2] else None


def cards(page: Page) -> dict[str, str]:
    return {
        plain(each.inner_text("dt")): plain(each.inner_text("dd strong"))
        for each in map(_Within, page.query_selector_all(".kort > div"))
    }


class _Within:
    def __init__(self, element: Any) -> None:
        self._element = element

    def inner_text(self, selector: str) -> str:
        return self._element.query_selector(selector).inner_text()


# --- figures


# What a choice is in the star, which is not where the page reads it.
IN_THE_STAR = {
    "ar": "medel.ar = cast($v as integer)",
    "namnd": "medel.namnd_kod = $v",
    "fondgrupp": "fond.fondgrupp = $v",
    "fond": "fond.fond_kod = $v",
    "mal": "coalesce(mal.malperiod || ':' || mal.nummer, 'okant') = $v",
    "roll": "medel.roll = $v",
}
STAR = """
    select count(distinct medel.projekt_kod)
            filter (medel.redovisad and medel.projekt_kod <> 'OKANT'),
        sum(medel.belopp_sek)
    from mart.fct_eu_medel as medel
    join mart.dim_fond as fond using (fond_key)
    join mart.dim_kf_mal as mal using (kf_mal_key)
"""
VALUES = {
    "ar": "select distinct cast(ar as varchar) from mart.fct_eu_medel",
    "namnd": "select distinct namnd_kod from mart.fct_eu_medel",
    "fondgrupp": "select distinct fondgrupp from mart.fct_eu_medel join mart.dim_fond"
    " using (fond_key)",
    "fond": "select distinct fond_kod from mart.fct_eu_medel",
    "mal": "select distinct coalesce(malperiod || ':' || nummer, 'okant') from mart.fct_eu_medel"
    " join mart.dim_kf_mal using (kf_mal_key)",
    "roll": "select distinct roll from mart.fct_eu_medel",
}


@pytest.mark.parametrize("dimension", IN_THE_STAR)
def test_each_value_of_each_filter_shows_the_marts_figures(
    show: Callable[..., Page], ask: Ask, dimension: str
) -> None:
    page = show("#ar=alla")
    if dimension != "ar":  # open from the start
        page.locator("summary", has_text={"namnd": "Nämnd:", "fondgrupp": "Fondgrupp:",
            "fond": "Fond:", "mal": "Mål:", "roll": "Roll:"}[dimension]).click()  # fmt: skip
    values = [value for (value,) in ask(VALUES[dimension] + " order by 1")]
    assert len(values) >= 4
    for place, value in enumerate(values):
        box = page.locator(f'input[data-val="{dimension}"][value="{value}"]')
        # A person's click for some; the rest without waiting for the pointer.
        click = box.click if place < 2 else partial(box.evaluate, "each => each.click()")
        click()
        (expected,) = ask(f"{STAR} where {IN_THE_STAR[dimension]}", v=value)
        assert said(page) == expected, value
        click()
    assert said(page) == ask(STAR)[0]


def test_filters_together_show_the_marts_figures(show: Callable[..., Page], ask: Ask) -> None:
    page = show()
    chance = random.Random(15)
    values = {each: [v for (v,) in ask(sql + " order by 1")] for each, sql in VALUES.items()}
    known = 0
    for _ in range(25):
        chosen = {
            each: chance.sample(values[each], chance.randint(1, 3))
            for each in chance.sample(sorted(values), 2)
        }
        asked = {"ar": ["alla"], **chosen}
        address = "&".join(f"{each}={','.join(of)}" for each, of in asked.items())
        go(page, address.replace("+", "%2B"))
        where = " and ".join(
            "(" + " or ".join(IN_THE_STAR[each].replace("$v", f"'{v}'") for v in of) + ")"
            for each, of in chosen.items()
        )
        (expected,) = ask(f"{STAR} where {where}")
        assert said(page) == expected, address
        known += expected[1] is not None
    assert known > 10


def go(page: Page, address: str) -> None:
    """Change the address as a link on the page would; done when the page has taken it."""
    page.evaluate(
        """where => new Promise(done => {
            addEventListener('hashchange', done, { once: true });
            location.hash = where;
        }).then(() => null)""",
        address,
    )


def table_of(page: Page, dimension: str) -> list[list[str]]:
    """The rows of a chart's table: name, projects, amount without its marks."""
    return page.eval_on_selector_all(
        f"section[aria-labelledby=rubrik-{dimension}] tbody tr",
        """rows => rows.map(row => [...row.children].map((cell, place) => {
            const copy = cell.cloneNode(true);
            copy.querySelectorAll('.marke, .liten, svg').forEach(each => each.remove());
            return copy.textContent.replace(/\\s+/g, ' ').trim();
        }))""",
    )


REPORTS = {
    "namnd": ("rpt_utbetalt_per_namnd", "namnd"),
    "fondgrupp": ("rpt_utbetalt_per_fondgrupp", "fondgrupp"),
    "mal": ("rpt_utbetalt_per_kf_mal", "coalesce(nummer || '. ' || kf_mal, 'Okänt mål')"),
}


@pytest.mark.parametrize("ar", [2019, 2022, 2023, 2024])
def test_the_charts_are_the_reports(show: Callable[..., Page], ask: Ask, ar: int) -> None:
    page = show(f"#ar={ar}")
    ((projects, money, boards, parts),) = ask(
        "select antal_projekt_olika, belopp_sek, antal_namnder_olika, antal_deltaganden"
        " from mart.rpt_sammanfattning where ar = $ar",
        ar=ar,
    )
    assert said(page) == (projects, money)
    shown = cards(page)
    assert (shown["Projekt"], shown["Nämnder"]) == (str(projects), str(boards))
    assert shown["Deltaganden"] == str(parts)
    for dimension, (report, name) in REPORTS.items():
        *rows, _total = shown_rows(page, dimension)
        expected = ask(
            f"select {name}, antal_projekt_olika, belopp_sek from mart.{report} where ar = $ar"
            # A goal that nobody used has a row in the report and nothing to show here.
            " and (coalesce(antal_projekt_olika, 0) > 0 or belopp_sek is not null)",
            ar=ar,
        )
        if len(expected) == 1:
            rows = shown_rows(page, dimension)
        assert sorted(rows) == sorted((each[0], each[1], each[2]) for each in expected), dimension


def shown_rows(page: Page, dimension: str) -> list[tuple[str, int, Decimal | None]]:
    return [
        (name, int(number(count) or 0), number(amount))
        for name, count, amount in table_of(page, dimension)
    ]


def test_counts_are_never_added(show: Callable[..., Page], ask: Ask) -> None:
    """A project in two nämnder, of two goals or in two years is one project."""
    page = show("#ar=alla")
    (whole,) = ask(STAR)
    for dimension in ("ar", "namnd", "mal", "fond"):
        *rows, total = shown_rows(page, dimension)
        assert total[1:] == whole
        assert sum(each[1] for each in rows) > whole[0], dimension
        assert sum(each[2] or 0 for each in rows) == whole[1]
        section = page.inner_text(f"section[aria-labelledby=rubrik-{dimension}]")
        assert "Antalen går inte att lägga ihop" in section or "räknas då under vart" in section


def test_what_a_goal_leaves_out_and_what_may_belong_to_it_is_said(
    show: Callable[..., Page], ask: Ask
) -> None:
    page = show("#ar=2024&mal=2024-2026:2")
    notes = plain(page.inner_text(".noter"))
    assert "Ett projekt kan bidra till flera mål" in notes
    ((whole,),) = ask(
        "select sum(belopp_sek) from mart.fct_eu_medel where ar = 2024 and (projekt_kod, namnd_kod)"
        " in (select (projekt_kod, namnd_kod) from mart.fct_eu_medel join mart.dim_kf_mal"
        " using (kf_mal_key) where ar = 2024 and malperiod = '2024-2026' and nummer = 2)"
    )
    told = re.search(r"Deltagandena fick sammanlagt ([\d ]+) kr; ([\d ,]+) kr av det", notes)
    assert told and (number(told[1]), number(told[2])) == (whole, said(page)[1])
    assert "Utanför urvalet har 1 projekt och 444 000 kr okänt mål" in notes


def test_unknown_and_fitted_are_said(show: Callable[..., Page], ask: Ask) -> None:
    page = show("#ar=2022")
    notes = plain(page.inner_text(".noter"))
    ((missing, fitted, whole, without_fund),) = ask(
        "select antal_utan_belopp, (select sum(anpassat_sek) from mart.bi_pengar where ar = 2022),"
        " belopp_sek, (select belopp_sek from mart.rpt_utbetalt_per_fondgrupp where ar = 2022"
        " and fondgrupp = 'Okänd') from mart.rpt_sammanfattning where ar = 2022"
    )
    assert f"Beloppet är okänt i {missing} deltaganden" in notes
    told = re.search(r"([\d ]+) kr \(([\d,]+) % av beloppet\) är anpassat", notes)
    assert told and number(told[1]) == fitted
    assert number(told[2]) == (100 * fitted / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    section = plain(page.inner_text("section[aria-labelledby=rubrik-fondgrupp]"))
    share = (100 * without_fund / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert f"{str(share).replace('.', ',')} % av beloppet har okänd fond" in section


def test_amounts_are_exact_whatever_their_size(show: Callable[..., Page]) -> None:
    """Beyond what a float holds, with öre, below nought; shares and millions rounded at half."""
    page = show()
    shown = page.evaluate(
        """() => [
            figures.amount(9007199254740993n * 100n + 1n, true), figures.amount(-123456n, true),
            figures.amount(null), figures.amount(0n), figures.share(1n, 2000n),
            figures.share(1n, 2001n), figures.share(5n, 1000n), figures.share(1999n, 2000n),
            figures.share(19999n, 20000n), figures.share(0n, 7n), figures.share(7n, 7n),
            figures.share(1n, 0n), figures.share(-1n, 7n), figures.about(5045000000n),
            figures.about(100000000n), figures.about(99999999n), figures.about(-123400000000n),
        ].map(each => each === null ? null : each.replace(/\\u00a0/g, ' '))"""
    )
    assert shown == [
        "9 007 199 254 740 993,01", "−1 234,56", "okänt", "0", "0,1 %",
        "mindre än 0,1 %", "0,5 %", "mer än 99,9 %",
        "mer än 99,9 %", "0 %", "100 %",
        None, None, "50,5 miljoner kronor",
        "1 miljon kronor", "999 999,99 kronor", "−1,2 miljarder kronor",
    ]  # fmt: skip


# --- down to the rows


def rows_behind(page: Page) -> list[tuple[str, str, int, Decimal]]:
    """Every row that counts, of every project that is open."""
    found = page.eval_on_selector_all(
        "tr.bakom section table:last-of-type tbody tr:not(.summa)",
        "rows => rows.map(row => [...row.children].map(each => each.textContent))",
    )
    return [
        (file, sheet.replace("–", ""), int(row), number(counted) or Decimal(0))
        for file, sheet, row, _stated, counted in found
        if counted != "räknas inte"
    ]


def open_all(page: Page) -> int:
    for button in page.query_selector_all(".knapp"):
        button.click()
    page.evaluate(
        """() => { for (let next; next = document.querySelector(
            'table.projekt button[aria-expanded=false]');) next.click(); }"""
    )
    return len(page.query_selector_all("tr.bakom"))


@pytest.mark.parametrize(
    ("address", "report", "key"),
    [
        ("#ar=2022", "rpt_utbetalt_per_namnd", "ar=2022;%"),
        ("#ar=2024&namnd=ASN", "rpt_utbetalt_per_namnd", "ar=2024;namnd_kod=ASN"),
        ("#ar=2024&fondgrupp=Horisont", "rpt_utbetalt_per_fondgrupp", "ar=2024;fondgrupp=Horisont"),
        (
            "#ar=2024&mal=2024-2026:3",
            "rpt_utbetalt_per_kf_mal",
            "ar=2024;malperiod=2024-2026;nummer=3",
        ),
        ("#ar=2019", "rpt_utbetalt_per_namnd", "ar=2019;%"),
    ],
)
def test_every_figure_leads_to_the_rows_it_comes_from(
    show: Callable[..., Page], ask: Ask, address: str, report: str, key: str
) -> None:
    page = show(address)
    assert open_all(page) == said(page)[0]
    expected = ask(
        "select rad.fil, rad.blad, rad.rad, bakom.belopp_sek from mart.brygga_harkomst as bakom"
        " join mart.kallrad as rad using (kallrad_id) where rapport = $report"
        " and radnyckel like $key",
        report=report,
        key=key,
    )
    assert len(expected) > 3
    assert sorted(rows_behind(page)) == sorted(expected)
    sums = page.eval_on_selector_all(
        "tr.bakom tr.summa td:last-child", "cells => cells.map(each => each.textContent)"
    )
    assert sum(number(each) or 0 for each in sums) == said(page)[1]


def test_a_row_that_does_not_count_is_shown_as_such(show: Callable[..., Page], ask: Ask) -> None:
    page = show("#ar=2022&namnd=ASN")
    open_all(page)
    left_out = page.locator("tr.bakom tr", has_text="räknas inte").all_inner_texts()
    ((rows,),) = ask(
        "select count(*) from mart.kallrad where ar = 2022 and namnd_kod = 'ASN'"
        " and typ = 'submission' and innehall_hash is not null"
    )
    assert len(left_out) == rows
    assert all("submissions/2022/" in each for each in left_out)


def test_the_number_of_projects_leads_to_them(show: Callable[..., Page]) -> None:
    page = show()
    page.get_by_role("button", name="Visa 26 projekt: Miljönämnden").click()
    assert said(page)[0] == 26
    assert len(page.query_selector_all("table.projekt > tbody > tr")) == 26
    assert page.evaluate("document.activeElement.id") == "projektrubrik"


def test_choosing_in_a_chart_chooses_everywhere(show: Callable[..., Page]) -> None:
    page = show()
    page.get_by_role("button", name="Kulturnämnden", exact=True).click()
    assert [row[0] for row in table_of(page, "namnd")] == ["Kulturnämnden"]
    assert page.inner_text("#vald-namnd") == "Kulturnämnden"
    assert page.locator('input[value="KUN"]').is_checked()
    assert "Kulturnämnden" in page.inner_text("table.projekt caption")
    page.get_by_role("button", name="2023", exact=True).click()
    assert page.inner_text("#vald-ar") == "2 valda"
    page.get_by_role("button", name="Ta bort nämnd Kulturnämnden").click()
    assert len(table_of(page, "namnd")) > 5


def test_projects_are_found_by_name_and_put_in_order(show: Callable[..., Page]) -> None:
    page = show()
    names = "table.projekt > tbody > tr > th"
    page.get_by_role("button", name="Projekt", exact=True).click()
    shown = [plain(each).lstrip("▸ ") for each in page.locator(names).all_inner_texts()]
    in_order = page.evaluate("names => [...names].sort(new Intl.Collator('sv').compare)", shown)
    assert shown == in_order and len(shown) == 50
    assert page.locator('th[aria-sort="ascending"]').inner_text().startswith("Projekt")
    page.get_by_label("Sök projekt").fill("erasmus")
    found = page.locator(names).all_inner_texts()
    assert found and all("erasmus" in each.casefold() for each in found)
    assert said(page)[0] == len(found)


# --- the address


def test_an_address_says_the_choice(show: Callable[..., Page]) -> None:
    page = show()
    page.get_by_role("button", name="Grundskolenämnden", exact=True).click()
    page.get_by_role("button", name="Erasmus+", exact=True).first.click()
    page.get_by_label("Sök projekt").fill("a")
    address = page.evaluate("location.hash")
    assert address == "#ar=2024&namnd=GRN&fondgrupp=Erasmus%2B&sok=a"
    other = show(address)
    assert said(other) == said(page)
    assert other.inner_text("#resultat") == page.inner_text("#resultat")
    assert other.get_by_label("Sök projekt").input_value() == "a"
    page.go_back()
    # Typing is one step back, not one a letter.
    page.wait_for_function(
        "document.querySelectorAll('[aria-labelledby=rubrik-fondgrupp] tbody tr').length > 1"
    )
    assert page.evaluate("location.hash") == "#ar=2024&namnd=GRN"


@pytest.mark.parametrize(
    ("address", "strange"),
    [
        ("#ar=2031", "år 2031"),
        ("#ar=2024&namnd=ASN,XX", "nämnd XX"),
        ("#namnd=%E0%A4%A", "nämnd %E0%A4%A"),
        ("#farg=rod", "farg=rod"),
        ("#mal=<img src=x onerror=alert(1)>", "mål "),
    ],
)
def test_what_an_address_asks_in_vain_is_said(
    show: Callable[..., Page], address: str, strange: str
) -> None:
    page = show(address)
    told = page.inner_text("#meddelande")
    assert "något som inte finns i den här utgåvan" in told and strange in told
    assert said(page)[0] > 0  # the rest of the choice holds


# --- keyboard, screen reader, width, paper, network


def test_everything_is_done_with_the_keyboard_alone(show: Callable[..., Page]) -> None:
    page = show()
    press = page.keyboard.press

    def focused() -> str:
        return plain(page.evaluate(
            "() => document.activeElement.getAttribute('aria-label')"
            " || document.activeElement.textContent || document.activeElement.value || ''"
        ))  # fmt: skip

    def tab_to(text: str) -> None:
        for _ in range(250):
            press("Tab")
            if focused() == text:
                return
        raise AssertionError(f"Tab never reaches {text}")

    press("Tab")
    assert focused() == "Hoppa till resultatet"
    tab_to("Nämnd: alla")
    press("Enter")
    page.wait_for_selector('input[value="ASN"]', state="visible")
    press("Tab")  # the first nämnd
    press("Space")
    assert page.inner_text("#vald-namnd") == "Arbetsmarknads- och socialnämnden"
    assert page.evaluate("document.activeElement.checked") is True
    tab_to("ESF")
    press("Enter")
    assert focused() == "ESF"  # what was made anew has kept the focus
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.locator("#projektrubrik").focus()
    for _ in range(3):  # past the heads that sort
        press("Tab")
    press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert len(rows_behind(page)) > 0
    # A chip that is taken away leaves the focus at the result, not nowhere.
    page.locator("#filter summary").first.focus()
    tab_to("Ta bort fondgrupp ESF")
    press("Enter")
    assert page.evaluate("document.activeElement.id") == "resultat"


def test_every_control_is_reached_and_seen_when_it_is(show: Callable[..., Page]) -> None:
    page = show("#ar=2019")
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, summary')]
            .filter(each => each.checkVisibility()).length"""
    )
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => { const at = document.activeElement;
                return [[...document.querySelectorAll('*')].indexOf(at),
                    getComputedStyle(at).outlineStyle, at.tagName]; }"""
        )
        if at[2] != "BODY":
            assert at[1] != "none", at
            reached.add(at[0])
    assert len(reached) == wanted


@pytest.mark.parametrize(
    ("address", "width"),
    [("#ar=2022&namnd=ASN", WIDE), ("#ar=2022&namnd=ASN", NARROW), ("#namnd=XX&sok=inget", WIDE)],
)
def test_axe_has_nothing_against_it(show: Callable[..., Page], address: str, width: int) -> None:
    page = show(address, width)
    open_all(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert violations(page, GOOD_PRACTICE) == []


@pytest.mark.parametrize("address", ["", "#ar=alla", "#sok=finnsinte", "#namnd=XX"])
def test_nobody_scrolls_sideways_on_a_phone(show: Callable[..., Page], address: str) -> None:
    page = show(address, NARROW)
    assert too_wide(page) <= 0
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    projects = page.locator("table.projekt button.namn")
    for place in range(min(3, projects.count())):
        projects.nth(place).click()
    assert too_wide(page) <= 0


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_long_names_and_large_amounts_have_room(
    show: Callable[..., Page], altered: Callable[..., Path], width: int
) -> None:
    """No name makes the page wider, and no amount ends on another line than it begins."""
    names = ((t, c, k) for t in ("bi_pengar", "bi_deltagande")
             for c, k in (("namnd", "KS"), ("projekt", "MN")))  # fmt: skip
    money = ("bi_deltagande", "bi_pengar", "brygga_eu_medel_kallrad")
    page = show(
        "#ar=2024",
        width,
        altered(
            *(f"update mart.{table} set {column} = repeat('Nordostsjöspaning', 8)"
              f" where namnd_kod = '{kod}'" for table, column, kod in names),
            *(f"update mart.{table} set belopp_sek = belopp_sek * 40000" for table in money),
        ),
    )  # fmt: skip
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert too_wide(page) <= 0
    lines = page.locator("#diagram .staplar .belopp:not(th)").evaluate_all(
        """cells => cells.map(cell => {
            const range = document.createRange(); range.selectNodeContents(cell.firstChild);
            const tops = [...range.getClientRects()].map(each => Math.round(each.top));
            return new Set(tops).size; })"""
    )
    assert len(lines) > 20 and set(lines) == {1}


def test_the_result_is_announced_and_every_table_has_a_caption(show: Callable[..., Page]) -> None:
    page = show()
    assert page.get_attribute("#besked", "role") == "status"
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every(each => each.caption?.textContent)"
    )
    # A bar says nothing that the cell does not say in words.
    assert page.evaluate(
        "[...document.querySelectorAll('svg')].every(each => each.ariaHidden === 'true')"
    )
    assert page.evaluate("document.querySelectorAll('svg rect').length") > 20


def test_paper_has_the_choice_in_words_and_no_filters(show: Callable[..., Page]) -> None:
    page = show("#ar=2022&namnd=ASN")
    page.emulate_media(media="print")
    assert not page.locator("#filter").is_visible()
    assert (
        page.locator("table.projekt caption")
        .inner_text()
        .endswith("2022; Arbetsmarknads- och socialnämnden")
    )
    assert page.locator(".stapel").first.is_visible()


def test_nothing_can_be_fetched(browser: Browser, file: Path) -> None:
    """Not even if a script of somebody else's were in it: the page's policy refuses."""
    page, seen = opened(browser, file)
    outcome = page.evaluate(
        """async () => {
            const tried = await fetch('data:text/plain,ut').then(() => 'ut', () => 'stoppad');
            const script = document.createElement('script');
            script.textContent = 'window.insmugglad = true';
            document.body.append(script);
            return [tried, window.insmugglad ?? null];
        }"""
    )
    assert outcome == ["stoppad", None]
    assert any("Content Security Policy" in each for each in seen.faults)
    page.context.close()


# --- hostile, odd and empty


HOSTILE = (
    "</script><script>window.tagen = 1</script>",
    '<img src=x onerror="window.tagen = 1">',
    "<!--<script>",
    "]}\"'\\ ${window.tagen = 1} {{ 7 * 7 }}",
    "rad\u2028bruten & <b>fet</b>",
)


def test_what_a_namnd_wrote_is_text_and_nothing_else(
    show: Callable[..., Page], altered: Callable[..., Path]
) -> None:
    quoted = [each.replace("'", "''") for each in HOSTILE]
    pick = (
        "(select projekt_kod from mart.bi_deltagande where ar = 2024 order by 1 limit 1 offset {})"
    )
    file = altered(
        *(
            f"update mart.bi_deltagande set projekt = '{name}', projektagare = '{name}'"
            f" where projekt_kod = {pick.format(place)}"
            for place, name in enumerate(quoted)
        ),
        f"update mart.bi_deltagande set namnd = '{quoted[0]}' where namnd_kod = 'KS'",
        f"update mart.kallrad set fil = '{quoted[0]}', blad = '{quoted[1]}' where namnd_kod = 'KS'",
    )
    page = show("#ar=2024&ordning=namn", of=file)
    assert open_all(page) == 60
    text = page.inner_text("body")
    for name in HOSTILE:
        assert plain(name) in plain(text), name
    assert page.evaluate("window.tagen ?? null") is None
    assert page.evaluate("document.querySelectorAll('img, b, script').length") == 3  # our own


def test_a_year_without_known_money_is_unknown_and_not_nought(
    show: Callable[..., Page], altered: Callable[..., Path]
) -> None:
    file = altered(
        "update mart.bi_deltagande set belopp_sek = null, anpassat_sek = null where ar = 2022",
        "update mart.bi_pengar set belopp_sek = null, anpassat_sek = null where ar = 2022",
        "delete from mart.brygga_eu_medel_kallrad where ar = 2022",
        "update mart.rpt_sammanfattning set bas = null where ar = 2022",
    )
    page = show("#ar=2022", of=file)
    assert said(page) == (47, None)
    assert cards(page)["Utbetalt"] == "okänt"
    assert {row[2] for row in table_of(page, "namnd")} == {"okänt"}
    assert (
        page.evaluate("document.querySelectorAll('[aria-labelledby=rubrik-namnd] svg').length") == 0
    )
    assert "Beloppet är okänt i 48 deltaganden" in page.inner_text(".noter")
    open_all(page)
    assert "submissions/2022/" in page.inner_text(
        "table.projekt"
    )  # the rows are there all the same


def test_repayments_and_ore_are_shown_as_they_are(
    show: Callable[..., Page], altered: Callable[..., Path]
) -> None:
    tables = ("bi_deltagande", "bi_pengar", "brygga_eu_medel_kallrad")
    file = altered(
        "delete from mart.brygga_eu_medel_kallrad as b where ar = 2019 and kallrad_id <> (select"
        " min(kallrad_id) from mart.brygga_eu_medel_kallrad as a where a.ar = 2019"
        " and a.projekt_kod = b.projekt_kod)",
        *(f"update mart.{table} set belopp_sek = if(projekt_kod = (select min(projekt_kod)"
          f" from mart.bi_deltagande where ar = 2019), -1000.10, 250.05) where ar = 2019"
          for table in tables),
    )  # fmt: skip
    page = show("#ar=2019", of=file)
    assert said(page) == (8, Decimal("750.25"))
    page.get_by_role("button", name="Utbetalt, kr").click()
    shown = page.locator("table.projekt > tbody > tr > td:last-child").all_inner_texts()
    assert {plain(each) for each in shown} == {"250,05", "−1 000,10"}


def test_an_empty_city_is_told_so(show: Callable[..., Page], altered: Callable[..., Path]) -> None:
    facts = ("fct_eu_medel", "bi_deltagande", "bi_pengar", "kallrad",
        "rpt_sammanfattning", "brygga_eu_medel_kallrad")  # fmt: skip
    file = altered(
        *(f"delete from mart.{table}" for table in facts),
        "delete from mart.rpt_inlamning where ar <> 2024",
        "update mart.rpt_inlamning set status = 'saknas', fil = null",
    )
    for width in (WIDE, NARROW):
        page = show(width=width, of=file)
        assert said(page) == (0, None)
        assert "Det finns inga projekt eller utbetalningar i urvalet." in page.inner_text("main")
        assert "har inte lämnat in" in page.inner_text("#utkast")
        assert violations(page, GOOD_PRACTICE) == []


def test_the_draft_mark_follows_the_years_chosen(show: Callable[..., Page], malmo: Home) -> None:
    page = show()
    assert not page.locator("#utkast").is_visible()
    page = show("#ar=2022")
    assert "Stadsbyggnadsnämnden" in page.inner_text("#utkast")
    assert page.inner_text("header").count(making.read(malmo, AR).release.release_id) == 1
    opened_at_2022 = explore.make(malmo.mart, making.read(malmo, 2022), Look()).decode()
    assert "<title>Utkast: " in opened_at_2022 and "Malmö stad" in opened_at_2022


def test_a_city_gives_it_its_own_look(browser: Browser, malmo: Home, tmp_path: Path) -> None:
    (tmp_path / "utforska.css").write_text(
        ":root { --head: #5a0046; } /* </style><script>window.tagen = 1</script> */", "utf-8"
    )
    page, seen = opened(browser, written(malmo, tmp_path, Look(tmp_path)))
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(90, 0, 70)"
    assert page.evaluate("window.tagen ?? null") is None
    assert seen.faults == []
    page.context.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update mart.bi_pengar set belopp_sek = belopp_sek + 1 where ar = 2019",
        "delete from mart.bi_pengar where ar = 2019",
        "delete from mart.brygga_eu_medel_kallrad where ar = 2019",
        "delete from mart.bi_deltagande where ar = 2019",
    ],
)
def test_figures_that_do_not_meet_their_rows_are_refused(
    altered: Callable[..., Path], statement: str
) -> None:
    with pytest.raises(explored.DoesNotAddUp, match="2019, ASN"):
        altered(statement)


def test_another_release_in_between_is_refused(malmo_copy: Home) -> None:
    facts = making.read(malmo_copy, AR)
    with duckdb.connect(str(malmo_copy.mart)) as con:
        con.execute("update mart.release set release_id = 'r-ny'")
    with pytest.raises(explore.ReleaseChanged, match="Kör fondbok report igen"):
        explore.make(malmo_copy.mart, facts, Look())


def test_what_is_only_booked_counts_as_money_and_not_as_a_project(
    show: Callable[..., Page], altered: Callable[..., Path], ask: Ask
) -> None:
    first = "select min(projekt_kod) from mart.fct_eu_medel where ar = 2019"
    one = f"ar = 2019 and projekt_kod = ({first})"
    file = altered(
        f"update mart.bi_deltagande set redovisad = false, projekt_raknas = false where {one}",
    )
    page = show("#ar=2019", of=file)
    assert said(page) == (
        7,
        ask("select sum(belopp_sek) from mart.bi_pengar where ar = 2019")[0][0],
    )
    assert "1 deltagande är bara bokfört" in page.inner_text(".noter")
    caption = page.inner_text("table.projekt caption")
    assert caption.startswith("7 projekt och 1 rad som inte räknas som projekt")
    assert page.locator("table.projekt th", has_text="räknas inte som projekt").count() == 1


def test_what_is_booked_and_counted_elsewhere_is_neither_unknown_nor_counted(
    show: Callable[..., Page], altered: Callable[..., Path]
) -> None:
    first = "select min(projekt_kod) from mart.fct_eu_medel where ar = 2019"
    one = f"ar = 2019 and projekt_kod = ({first})"
    file = altered(
        f"update mart.bi_deltagande set projekt_raknas = false, redovisad = false,"
        f" belopp_sek = null, belopp_kalla = 'fordelat' where {one}",
        f"update mart.bi_pengar set belopp_sek = null, anpassat_sek = null, fondgrupp = 'Egen'"
        f" where {one}",
        f"delete from mart.brygga_eu_medel_kallrad where {one}",
    )
    page = show("#ar=2019", of=file)
    assert said(page)[0] == 7
    notes = page.inner_text("#siffror")
    assert "okänt" not in notes and "bara bokfört" not in notes
    assert "Egen" not in [row[0] for row in table_of(page, "fondgrupp")]
    amounts = page.locator("table.projekt > tbody > tr > td:last-child").all_inner_texts()
    assert amounts.count("–") == 1
    open_all(page)
    assert "räknas på de redovisade projekten" in page.inner_text("table.projekt")
    assert page.locator("tr.bakom tr", has_text="räknas inte").count() == 1
