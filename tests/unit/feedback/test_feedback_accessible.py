"""The pages keep what WCAG 2.1 AA asks of a document with tables."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest

from fondbok.feedback.page import PAGES
from tests.unit.feedback.conftest import Place

pytestmark = pytest.mark.thorough

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects tags in order, and checks that they are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(params=["2024/ASN.html", "2024/KUN.html", "_filer.html"])
def source(request: pytest.FixtureRequest, place: Place) -> str:
    place.answer()
    return (place.home.feedback / request.param).read_text(encoding="utf-8")


def test_language_title_headings_and_landmarks(source: str) -> None:
    page = Page(source)
    assert page.all("html") == [{"lang": "sv"}]
    assert re.search(r"<title>[^<]+</title>", source)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(page.all("main")) == 1


def test_tables_have_captions_and_scoped_headers(source: str) -> None:
    page = Page(source)
    tags = [tag for tag, _ in page.tags]
    after = [tags[at + 1] for at, tag in enumerate(tags) if tag == "table"]
    assert after and set(after) == {"caption"}
    assert {header.get("scope") for header in page.all("th")} == {"col", "row"}


def test_every_reference_has_a_target_and_ids_are_unique(source: str) -> None:
    page = Page(source)
    ids = [str(a["id"]) for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    wanted = {str(a["aria-labelledby"]) for _, a in page.tags if "aria-labelledby" in a}
    wanted |= {str(a["href"]).removeprefix("#") for a in page.all("a")}
    assert wanted <= set(ids)
    assert page.all("a")[0] == {"class": "skip", "href": "#innehall"}


def test_severity_is_never_told_by_colour_alone(source: str) -> None:
    for part in re.findall(r'class="(?:lage )?lage-\w+">([^<]*)<', source):
        assert part.strip(": ") in {"Rätta", "Se över", "Notera"}


def test_the_page_fetches_nothing(source: str) -> None:
    assert not re.search(r"https?:|url\(|@import|<(?:script|link|img|iframe)\b|\bsrc=", source)


def test_colours_have_the_contrast_that_is_asked() -> None:
    css = (PAGES / "base.html.jinja").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", css))
    for name in ("text", "muted", "head", "link", "fel", "varning", "notis"):
        for behind in ("#ffffff", colours["band"]):
            assert contrast(colours[name], behind) >= 4.5, name
    assert contrast(colours["line"], "#ffffff") >= 3
    assert "@media print" in css and ":focus-visible" in css


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1 between two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
