"""What people read in a browser, judged by axe-core in a real Chromium: WCAG 2.1 AA.

The explore page has tests of its own (test_explore). docs/ is Markdown: its pages are judged as
pandoc writes them in our own template, for their headings, links and tables. dbt's own page cannot
pass; which rules it breaks is told in the docs and held here, and the dictionary of the tables
stands beside it for everybody.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypandoc
import pytest
from playwright.sync_api import Browser

from fondbok.documents import dataordbok, making
from fondbok.documents.render.look import Look
from fondbok.paths import PROJECT, Home
from tests.browser import GOOD_PRACTICE, NARROW, chromium, opened, too_wide, violations
from tests.conftest import fondbok

pytestmark = pytest.mark.thorough

PAGES = sorted((PROJECT / "docs").rglob("*.md"))
LEADS = PROJECT / "docs" / "how-to" / "analyst-read-the-mart.md"
DOCUMENTS = ("redovisning-2024", "tjansteskrivelse-2024", "tjansteskrivelse-ASN-2024",
    "arbetslista-2024")  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def documents(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("html")
    making.make(malmo, 2024, formats=["html"], folder=folder)
    return folder


@pytest.mark.parametrize("name", DOCUMENTS)
def test_axe_has_nothing_against_a_document(browser: Browser, documents: Path, name: str) -> None:
    check(browser, documents / f"{name}.html")


@pytest.mark.parametrize("name", ["2024/ASN.html", "2022/MN.html", "_filer.html"])
def test_axe_has_nothing_against_an_answer(browser: Browser, malmo: Home, name: str) -> None:
    check(browser, malmo.feedback / name)


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(9, id="some")]
)
def test_axe_has_nothing_against_the_docs(browser: Browser, tmp_path: Path, every: int) -> None:
    assert len(PAGES) > 50
    held: dict[str, list[str]] = {}
    for page in PAGES[::every]:
        file = tmp_path / f"{page.stem}.html"
        swedish = page.stem.startswith("namnd-")
        subprocess.run(
            [
                pypandoc.get_pandoc_path(),
                *("--from=gfm", "--to=html5", "--standalone", "--no-highlight"),
                f"--template={Look().file('mall.html')}",
                f"--metadata=lang:{'sv' if swedish else 'en'}",
                f"--metadata=pagetitle:{page.stem}",
                f"--output={file}",
                str(page),
            ],
            check=True,
        )
        shown, _ = opened(browser, file)
        held[page.stem] = violations(shown)
        shown.context.close()
    assert {name: found for name, found in held.items() if found} == {}


def test_the_tables_can_be_read_by_all_and_dbts_page_is_said_not_to(
    browser: Browser, malmo_copy: Home
) -> None:
    told = fondbok("docs", "--home", malmo_copy.root)
    assert told.code == 0, told.err
    folder = malmo_copy.root / "docs"
    check(browser, folder / dataordbok.FILE)
    page, _ = opened(browser, folder / dataordbok.FILE)
    assert violations(page, GOOD_PRACTICE) == []
    assert page.get_by_role("heading", name="mart.rpt_sammanfattning").count() == 1
    page.context.close()
    page, _ = opened(browser, folder / "index.html")
    page.wait_for_selector("li[ng-repeat='item in tree.project']", timeout=30_000)
    broken = {found.partition(":")[0] for found in violations(page)}
    page.context.close()
    # The page that leads there names them, so that nobody is promised what is not so.
    said = re.findall(
        r"`([a-z-]+)`", LEADS.read_text("utf-8").partition("axe-core")[2].split("\n\n")[0]
    )
    assert broken == set(said)


def check(browser: Browser, file: Path) -> None:
    """Nothing is held against it, nothing is fetched, and a phone shows it without scrolling."""
    page, seen = opened(browser, file)
    assert violations(page) == []
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert too_wide(page) <= 0
    assert [each for each in seen.requests if not each.startswith("data:")] == [file.as_uri()]
    assert seen.faults == []
    page.context.close()
