"""JSON: keys that are field ids, numbers as exact decimals.

Belongs here: the shape of the file. `rad` is the 1-based place in the list, `blad` its key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NoReturn

from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FOR_STOR
from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.headers import Kind
from fondbok.intake.readers.csv_ import decode
from fondbok.intake.readers.tables import MAX_COLUMNS, Labelled, Source, Table
from fondbok.intake.rules import JSON_NYCKEL_TVA_GANGER, JSON_OGILTIG, RAD_ANMARKNING, note
from fondbok.values.text import Cell, cell_text

_LISTS: dict[str, Kind] = {
    "svar": "svar",
    "samverkan": "samverkan",
    "indikatorer": "indikator",
    "natverk": "natverk",
    "nätverk": "natverk",
    "handelser": "handelse",
    "händelser": "handelse",
    "samverkanspartner": "part",
    "personal": "personal",
    "ansokningar": "ansokan",
    "ansökningar": "ansokan",
    "arende": "arende",
    "ärende": "arende",
}
_PROJECTS = "projekt"
_LONGEST_NUMBER = 60


def read(content: bytes) -> Source:
    """A JSON submission.

    Raises:
        Refusal: not JSON, not an object, nested beyond reason, or without a list of projects.
    """
    source = Source("json")
    document = _parse(decode(content, source.fynd), source.fynd)
    if not isinstance(document, dict) or not isinstance(document.get(_PROJECTS) or [], list):
        detail = "överst ska det stå ett objekt med listan projekt"
        raise Refusal(JSON_OGILTIG, detalj=detail)
    for name, value in document.items():
        if name == _PROJECTS:
            source.projekt.append(_table(name, value or [], "projekt", source.fynd))
        elif name.casefold() in _LISTS and isinstance(value, list):
            kind = _LISTS[name.casefold()]
            source.side.setdefault(kind, []).append(_table(name, value, kind, source.fynd))
        else:
            source.start.append(Labelled(name, _cell(value), "", 0))
    return source


def _parse(text: str, fynd: list[Finding]) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for name, _ in items:
            if name in seen:
                fynd.append(note(JSON_NYCKEL_TVA_GANGER, kolumn=name[:60]))
            seen.add(name)
        return dict(items)

    try:
        return json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_constant,
            object_pairs_hook=pairs,
        )
    except json.JSONDecodeError as error:
        raise Refusal(JSON_OGILTIG, detalj=f"rad {error.lineno}, tecken {error.colno}") from error
    except RecursionError as error:
        raise Refusal(JSON_OGILTIG, detalj="för många nivåer i varandra") from error


def _number(text: str) -> Decimal | str:
    """Exact; a number longer than any amount stays text, to be refused where it stands."""
    return Decimal(text) if len(text) <= _LONGEST_NUMBER else text


def _no_constant(name: str) -> NoReturn:
    raise Refusal(JSON_OGILTIG, detalj=f"{name} är inget tal")


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        # Half a surrogate pair is legal in JSON and in no other place.
        return value.encode("utf-8", "replace").decode("utf-8")
    if value is None or isinstance(value, (bool, Decimal)):
        return value
    if isinstance(value, list):
        return ";".join(cell_text(_cell(item)) for item in value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _table(name: str, items: Iterable[Any], kind: Kind, fynd: list[Finding]) -> Table:
    rows: list[tuple[int, dict[str, Any]]] = []
    for rad, item in enumerate(items, start=1):
        if isinstance(item, dict):
            rows.append((rad, item))
        elif kind == "projekt" and item is not None:
            # A bare name is a project of which nothing else is known.
            rows.append((rad, {"projekt": item}))
        elif item is not None:
            fynd.append(note(RAD_ANMARKNING, blad=name, rad=rad, varde=str(_cell(item))[:60]))
    header = list(dict.fromkeys(column for _, item in rows for column in item))
    if len(header) > MAX_COLUMNS:
        raise Refusal(FIL_FOR_STOR, detalj=f"{len(header)} olika nycklar")
    return Table(
        blad=name,
        header_rad=0,
        header=header,
        columns=[headers.match(column, kind) for column in header],
        rows=[(rad, [_cell(item.get(column)) for column in header]) for rad, item in rows],
    )
