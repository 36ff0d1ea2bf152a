"""A real Chromium, for the tests of what people read in one; and axe-core in it.

Belongs here: starting the browser of the machine without a network, and what a page came to. A test
skips with its reason where the machine has no Chromium.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

WIDE, NARROW = 1280, 390
_WCAG_2_1_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")  # what the law asks for
GOOD_PRACTICE = "best-practice"  # what axe-core asks for beside it; slow on a long page
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SILENT = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


@dataclass
class Seen:
    """What a page did that nobody sees.

    Attributes:
        requests: every address that it asked for.
        faults: errors of its scripts and complaints of the browser.
    """

    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; one that is missing skips the test."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(_PROGRAMS)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_SILENT))
        yield browser
        browser.close()


def opened(browser: Browser, file: Path, address: str = "", width: int = WIDE) -> tuple[Page, Seen]:
    """A file opened as from a file share, offline."""
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    context.set_default_timeout(10_000)
    page, seen = context.new_page(), Seen()
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on(
        "console",
        lambda told: seen.faults.append(told.text) if told.type in {"error", "warning"} else None,
    )
    page.goto(file.as_uri() + address)
    return page, seen


def violations(page: Page, *also: str) -> list[str]:
    """What axe-core holds against a page as it stands, by WCAG 2.1 AA and what else is named."""
    found = Axe().run(page, options={"runOnly": [*_WCAG_2_1_AA, *also]}).response
    assert found["passes"], "axe-core judged nothing"
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def too_wide(page: Page) -> int:
    """How many pixels a reader would have to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
