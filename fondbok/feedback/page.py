"""Answers as pages: one self-contained file that reads well aloud, on a phone and on paper.

Belongs here: filling the templates in pages/. WCAG 2.1 AA is kept there: language, headings,
captions, header scopes, contrast, words beside every colour, a skip link, tables that can be
scrolled with the keyboard.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fondbok import organisation
from fondbok.feedback.contents import AS_WRITTEN, NOT_READ, Answer, FileReport

PAGES = Path(__file__).parent / "pages"
_SECTIONS = (
    ("avvisade", "Filer som inte kunde läsas", "Be den som lämnat filen att göra så här.",
     "refused"),
    ("utan-namnd", "Underlag utan känd nämnd eller känt år",
     "Rätta i filen, eller lägg till nämndens namn i referens/namnd_alias.csv.", "unattributed"),
    ("ignorerade", "Filer som inte läses", "De här filerna hör inte till det som läses.",
     "ignored"),
)  # fmt: skip

_environment = Environment(
    loader=FileSystemLoader(PAGES, encoding="utf-8"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["med_organisation"] = organisation.filled


def answer(content: Answer, made_by: str) -> bytes:
    """The page of a nämnd and a year, as UTF-8.

    Args:
        content: what it says.
        made_by: fingerprint of the code, so that a page made by other code is known as such.
    """
    page = _environment.get_template("answer.html.jinja")
    return page.render(a=content, made_by=made_by, quiet=(AS_WRITTEN, NOT_READ)).encode()


def files(report: FileReport, made_by: str) -> bytes:
    """The page of what belongs to no nämnd, as UTF-8."""
    sections = [(id_, title, text, getattr(report, name)) for id_, title, text, name in _SECTIONS]
    page = _environment.get_template("files.html.jinja")
    return page.render(report=report, sections=sections, made_by=made_by).encode()
