"""utforska.html: one file without a connection, with all years in it.

Belongs here: packing what was read, and putting it into the page so that nothing a nämnd wrote can
be taken for anything but text. Amounts are whole öre written as text: the page counts with whole
numbers.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Hashable
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fondbok.documents import reading, swedish
from fondbok.documents.content import draft, tables, words
from fondbok.documents.reading import Facts
from fondbok.documents.render.look import Look
from fondbok.documents.utforska import reading as explored
from fondbok.documents.utforska.reading import Explored, Participation, Source, Year
from fondbok.errors import FondbokError

NAME = "utforska"
FILE = f"{NAME}.html"
_HERE = Path(__file__).parent
_OWN_STYLE = "utforska.css"  # in referens/mall/ of a home
_SCRIPTS = ("figures.js", "page.js")
# Within <script> nothing but these can end it or begin a comment.
_ESCAPED = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}

_environment = Environment(
    loader=FileSystemLoader(_HERE, encoding="utf-8"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class ReleaseChanged(FondbokError):
    """Another release was published while the page was made."""


def make(mart: Path, facts: Facts, look: Look) -> bytes:
    """The page, opened at a year; the same release gives the same bytes.

    Args:
        mart: the published file that the facts came from.
        facts: of the year the page is opened at.
        look: where the city's own style sheet may lie.

    Raises:
        DoesNotAddUp: figures and the rows behind them do not meet.
        ReleaseChanged: the file is another than the facts came from.
    """
    found = explored.read(mart)
    years = [
        facts if each.ar == facts.ar else reading.read(mart, facts.kommun, each.ar)
        for each in found.years
    ]
    if {found.release, *(each.release for each in years)} != {facts.release}:
        raise ReleaseChanged(
            f"En ny utgåva publicerades medan {FILE} gjordes. Kör fondbok report igen."
        )
    return rendered(packed(found, facts, years), look)


def rendered(data: dict[str, Any], look: Look) -> bytes:
    """The page around its data, as UTF-8."""
    style = _text(_HERE / "page.css") + _own_style(look)
    scripts = [_text(_HERE / name) for name in _SCRIPTS]
    page = _environment.get_template("page.html").render(
        data=_as_json(data),
        style=style,
        scripts=scripts,
        style_hash=_hash(style),
        script_hashes=[_hash(each) for each in scripts],
        kommun=data["kommun"],
        ar=data["oppnad"],
        utgava=data["utgava"],
        datum=data["datum"],
        utkast=any(each["utkast"] for each in data["aren"] if each["ar"] == data["oppnad"]),
    )
    return page.encode("utf-8")


def packed(found: Explored, facts: Facts, years: list[Facts]) -> dict[str, Any]:
    """What the scripts read: every name once, rows as lists that point at the names.

    Args:
        found: every participation.
        facts: of the year the page is opened at.
        years: of every year, in the order of `found`.
    """
    names = {kind: _Names() for kind in ("namnder", "fonder", "mal", "projekt", "rader")}
    files = _Names()
    rows = [_participation(each, names, files) for each in found.participations]
    return {
        "kommun": facts.kommun.namn,
        "oppnad": facts.ar,
        "utgava": facts.release.release_id,
        "datum": swedish.dag(facts.release.publicerad.date()),
        "aren": [_year(*each) for each in zip(found.years, years, strict=True)],
        "roller": [[kod, swedish.mening(namn)] for kod, namn in words.ROLES.items()],
        "grader": facts.grades,
        "kallor": words.SOURCES,
        "anmarkningar": {
            "antal": tables.NOT_ADDITIVE,
            "mal": tables.GOALS,
            "anpassat": facts.grade_meanings["anpassad"],
            "ungefarligt": facts.warnings["ungefarligt"],
        },
        **{kind: each.listed for kind, each in names.items()},
        "filer": files.listed,
        "deltaganden": rows,
    }


class _Names:
    """Values by the place they were given when first met."""

    def __init__(self) -> None:
        self._places: dict[Hashable, int] = {}

    def place(self, value: Hashable) -> int:
        return self._places.setdefault(value, len(self._places))

    @property
    def listed(self) -> list[Hashable]:
        return list(self._places)


def _year(year: Year, facts: Facts) -> dict[str, Any]:
    return {
        "ar": year.ar,
        "bas": words.BASES.get(year.bas, year.bas) if year.bas else None,
        "jamforelse": year.jamforelse and words.without_codes(facts, year.jamforelse),
        "utkast": draft.reasons(facts),
    }


def _participation(each: Participation, names: dict[str, _Names], files: _Names) -> list[Any]:
    """A row of `deltaganden`; figures.js names its places."""
    period = swedish.period(each.start, each.start_precision, each.slut, each.slut_precision)
    return [
        each.ar,
        names["namnder"].place((each.namnd_kod, each.namnd)),
        names["projekt"].place((each.projekt_kod, each.projekt)),
        each.roll,
        int(each.projekt_raknas),
        int(each.redovisad),
        int(each.ungefarligt),
        _ore(each.belopp_sek),
        each.belopp_sek_grad,
        each.belopp_kalla,
        each.projektagare,
        period,
        [
            [
                names["fonder"].place((part.fond_kod, part.fond, part.fondgrupp)),
                names["mal"].place((part.malperiod, part.mal_nummer, part.mal)),
                _ore(part.belopp_sek),
                _ore(part.anpassat_sek),
                [[_row(source, names, files), _ore(amount)] for amount, source in part.behind],
            ]
            for part in each.parts
        ],
        [_row(source, names, files) for source in each.uncounted],
    ]


def _row(source: Source, names: dict[str, _Names], files: _Names) -> int:
    file = files.place((source.fil, source.blad))
    return names["rader"].place((file, source.rad, _ore(source.belopp_sek)))


def _ore(amount: Decimal | None) -> str | None:
    """Whole öre as text, since JSON's numbers are read as floats; None is unknown."""
    return None if amount is None else str(int(amount.scaleb(2)))


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _hash(text: str) -> str:
    """What the page's policy knows a style or a script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _own_style(look: Look) -> str:
    own = look.own / _OWN_STYLE if look.own else None
    return _text(own).replace("</", r"<\/") if own is not None and own.is_file() else ""


def _text(path: Path) -> str:
    # utf-8-sig: a city's editor may begin a file with a mark, which the hash would not be made of.
    return path.read_text(encoding="utf-8-sig")
