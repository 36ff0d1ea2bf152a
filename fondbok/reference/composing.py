"""One folder with every reference table: the general rows and the city's.

Belongs here: which rows count. A file with a fault changes nothing: the rows of the release served
go on counting, and it is said. The same files and the same release give the same folder.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fondbok import organisation, seeds
from fondbok.paths import SEEDS, Home
from fondbok.reference import agreement, kommun
from fondbok.reference.kommun import Kommun
from fondbok.reference.reading import Fault, Line, Read, name_of, read
from fondbok.reference.tables import BY_NAME, TABLES, Table
from fondbok.saving import replace_file
from fondbok.values.text import key as folded

STILL = "Det som gällde i den publicerade utgåvan gäller tills felet är rättat."
STOPS = "Ingen tidigare utgåva har dem, så ingenting kan publiceras förrän felen är rättade."
KOMMUN = "kommun"
CODE = "kommun_kod"
_PLACES = "rader.json"
_WORDS = "organisation"

Rows = tuple[Line, ...]
Cells = Sequence[Mapping[str, str]]


@dataclass
class City:
    """A city's reference data: rows by table, settings and their lines, and what is wrong."""

    rows: dict[str, Rows] = field(default_factory=dict)
    kommun: Kommun | None = None
    kommun_rader: Mapping[str, int] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What was taken of a city's reference data.

    Attributes:
        faults: what is wrong in the city's files.
        stops: whether a faulty file has nothing earlier to go by, so that nothing can be published.
        notes: what the operator should know, in Swedish.
        city: the accepted rows and settings.
    """

    faults: tuple[Fault, ...]
    stops: bool
    notes: tuple[str, ...]
    city: City


def take(home: Home, before: Path | None = None) -> Taken:
    """Check a home's reference data, put the tables together and take them into use.

    Args:
        home: the home folder.
        before: the city's accepted data in the release served, None before the first.

    Raises:
        OSError: the composed folder cannot be written.
    """
    earlier = None if before is None else kept(before)
    city = _accepted(_read(home), earlier)
    _write(home.accepted, dict(_own(city)))
    _write(home.tables, dict(_composed(city)))
    seeds.use(home.tables)
    faults = _told_once(city)
    stops = bool(faults) and earlier is None
    return Taken(
        faults,
        stops,
        tuple(_notes(home, city, faults, stops=stops)),
        city,
    )


def look(home: Home, before: Path | None = None) -> tuple[Fault, ...]:
    """The faults in a home's reference data, with nothing taken into use and nothing written.

    Args:
        home: the home folder.
        before: the city's accepted data in the release served, None before the first.
    """
    return _told_once(_accepted(_read(home), None if before is None else kept(before)))


def _told_once(city: City) -> tuple[Fault, ...]:
    """What is wrong with the folder is wrong with each table."""
    return tuple(dict.fromkeys(fault for found in city.faults.values() for fault in found))


def kept(folder: Path) -> City:
    """The city's data as a release keeps it; `faults` has what another version kept otherwise."""
    city = City()
    places = _places(folder / _PLACES)
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        found = read(path, table) if path.is_file() else Read()
        if found.faults:
            city.faults[table.name] = list(found.faults)
        told = places.get(table.name, ())
        known = told if len(told) == len(found.rows) else [0] * len(found.rows)
        city.rows[table.name] = tuple(
            replace(line, rad=rad) for line, rad in zip(found.rows, known, strict=True)
        )
    settings = folder / kommun.KEPT
    if settings.is_file():
        try:
            city.kommun = Kommun.model_validate_json(settings.read_bytes())
        except ValidationError:
            told_by = "Inställningarna är sparade av en annan version."
            city.faults[KOMMUN] = [Fault(kommun.FILE, None, None, told_by)]
    city.kommun_rader = places.get(KOMMUN, {})
    return city


def _places(path: Path) -> dict[str, Any]:
    """Which lines the rows of a release stood on; nothing where it does not say."""
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


# --- what counts ------------------------------------------------------------------------------


def _read(home: Home) -> City:
    city = City()
    for table in TABLES:
        path = home.referens / f"{table.name}.csv"
        found = read(path, table) if path.exists() else None
        city.rows[table.name] = found.rows if found else ()
        if found and found.faults:
            city.faults[table.name] = list(found.faults)
    settings = kommun.read(home.kommun)
    if isinstance(settings, Kommun):
        city.kommun = settings
        city.kommun_rader = kommun.lines(home.kommun.read_text("utf-8-sig"))
    else:
        city.faults[KOMMUN] = settings
    for name, fault in _absent(home):
        city.faults.setdefault(name, []).append(fault)
    return city


def _absent(home: Home) -> Iterator[tuple[str, Fault]]:
    """The whole folder is gone, or may not be read: what it held is not gone with it."""
    if home.referens.is_dir() and os.access(home.referens, os.R_OK | os.X_OK):
        return
    for table in TABLES:
        if not table.general:
            told = "Mappen går inte att läsa. Kör fondbok init om den inte finns."
            yield table.name, Fault("referens", None, None, told)


def _accepted(now: City, earlier: City | None) -> City:
    """The rows that count: the files' own, or where they have faults the earlier ones.

    A table that refers to rows that another, faulty table does not get is faulty too.
    """
    faults = dict(now.faults)
    for name in BY_NAME:
        if earlier and earlier.rows[name] and not now.rows[name] and name not in faults:
            told = (
                "Filen är borta eller saknar rader, men den hade det i den publicerade utgåvan."
                " Lägg tillbaka den."
            )
            faults[name] = [Fault(name_of(BY_NAME[name]), None, None, told)]
    while True:
        rows = {
            name: (earlier.rows[name] if earlier else ()) if name in faults else now.rows[name]
            for name in BY_NAME
        }
        found = _disagreements(rows, faults)
        if not found:
            break
        faults |= found
    settled = now if now.kommun or earlier is None else earlier
    return City(rows, settled.kommun, settled.kommun_rader, faults)


def _disagreements(
    rows: Mapping[str, Rows], faulty: Mapping[str, object]
) -> dict[str, list[Fault]]:
    """What does not agree, by the table that must give way; only tables that still can."""
    whole = {table.name: _whole(table, rows[table.name]) for table in TABLES}
    found: dict[str, list[Fault]] = {}
    for table in TABLES:
        wrong = agreement.faults(table, rows[table.name], whole)
        if not wrong:
            continue
        if table.name not in faulty:
            found[table.name] = wrong
            continue
        # The earlier rows agreed with the earlier tables: those they refer to give way as well.
        for other in table.references.values():
            if other not in faulty:
                told = f"Tabellen gäller inte förrän felen i {name_of(table)} är rättade."
                found[other] = [Fault(name_of(BY_NAME[other]), None, None, told)]
    return found


def _whole(table: Table, own: Rows) -> Cells:
    """The general rows that the city has none of its own for, and the city's."""
    cells = [line.cells for line in own]
    if not table.general:
        return cells
    taken = {key_of(table, row) for row in cells}
    return [row for row in _general(table.name) if key_of(table, row) not in taken] + cells


def key_of(table: Table, row: Mapping[str, str]) -> tuple[str, ...]:
    """What a row is about: no other of its table has the same."""
    return tuple(folded(row[n]) if n == "alias" else row[n] for n in table.key)


@cache
def _general(name: str) -> tuple[dict[str, str], ...]:
    """The program's own rows, which no run changes."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


# --- the folders ------------------------------------------------------------------------------


def _own(city: City) -> Iterator[tuple[str, str]]:
    for table in TABLES:
        if city.rows[table.name]:
            rows = [line.cells for line in city.rows[table.name]]
            yield f"{table.name}.csv", _csv(table.columns, rows)
    if city.kommun is not None:
        yield kommun.KEPT, city.kommun.model_dump_json(indent=1) + "\n"
    places: dict[str, Any] = {
        name: [line.rad for line in city.rows[name]] for name in BY_NAME if city.rows[name]
    }
    yield _PLACES, json.dumps({**places, KOMMUN: dict(city.kommun_rader)}) + "\n"


def _composed(city: City) -> Iterator[tuple[str, str]]:
    """Every table. What is the city's own, and what names it in its words, has its code first."""
    called = city.kommun.kallas if city.kommun else organisation.ORDINARY
    kod = city.kommun.kod if city.kommun else organisation.WITHOUT_CODE
    for path in sorted(SEEDS.iterdir()):
        if path.suffix == ".yml":
            yield path.name, path.read_text("utf-8")
        elif path.suffix == ".csv" and path.stem not in (*BY_NAME, _WORDS):
            yield path.name, _in_words(path.read_text("utf-8"), called, kod)
    for table in TABLES:
        rows = _whole(table, city.rows[table.name])
        of_city = (table.columns, rows) if table.general else _owned(table.columns, rows, kod)
        yield f"{table.name}.csv", _csv(*of_city)
    said = organisation.words(called)
    yield f"{_WORDS}.csv", _csv(*_owned(("organisationen", "organisationens"), [said], kod))
    names = city.kommun.alla_namn if city.kommun else ()
    rows = [{"kommun": name, "kalla": kommun.FILE} for name in names]
    yield f"{KOMMUN}.csv", _csv(*_owned((KOMMUN, "kalla"), rows, kod))


def _in_words(text: str, called: str, kod: str) -> str:
    """A general table as it is, or with the city's words in the places where it names the city."""
    filled = organisation.filled(text, called)
    if filled == text:
        return text
    rows = csv.DictReader(io.StringIO(filled))
    return _csv(*_owned(rows.fieldnames or (), list(rows), kod))


def _owned(columns: Sequence[str], rows: Cells, kod: str) -> tuple[Sequence[str], Cells]:
    """Columns and rows with the municipality first."""
    return (CODE, *columns), [{CODE: kod, **row} for row in rows]


def _csv(columns: Sequence[str], rows: Cells) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Make the folder hold just these files; one that says the same already is left as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files and path.is_file():
            path.unlink()
    for name, text in files.items():
        path = folder / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        replace_file(path, text.encode("utf-8"))


# --- what is told -----------------------------------------------------------------------------


def _notes(home: Home, city: City, faults: Sequence[Fault], *, stops: bool) -> Iterator[str]:
    yield from (fault.mening() for fault in faults)
    if faults:
        yield STOPS if stops else STILL
    yield from _strangers(home.referens)
    for table in TABLES:
        if table.general:
            yield from _overriding(table, city.rows[table.name])
    if not (city.rows["konto"] and city.rows["ansvar"]):
        empty = [name for name in ("konto", "ansvar") if not city.rows[name]]
        files = " och ".join(f"referens/{name}.csv" for name in empty)
        yield (
            f"Ingen bokföring räknas: {files} har inga rader. Fyll i era egna konton för"
            " EU-bidrag och vilka ansvar som hör till vilken nämnd."
        )


def _strangers(folder: Path) -> Iterator[str]:
    """Files that look like tables and are none."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith((".", "~$")) or path.suffix == ".md":
            continue
        if path.stem in BY_NAME and path.suffix == ".csv":
            continue
        near = difflib.get_close_matches(path.stem.lower(), BY_NAME, n=1)
        meant = f" Menas {near[0]}.csv?" if near else ""
        if path.suffix.lower() in (".csv", ".xlsx", ".xls", ".txt", ".ods"):
            yield f"referens/{path.name} läses inte: det är ingen av tabellerna.{meant}"


def _overriding(table: Table, own: Rows) -> Iterator[str]:
    general = {key_of(table, row): row for row in _general(table.name)}
    for line in own:
        key = key_of(table, line.cells)
        held = general.get(key)
        if held is None:
            continue
        differing = [
            f"{name} {line.cells[name] or 'tomt'} (annars {held[name] or 'tomt'})"
            for name in table.columns
            if name != "kalla" and held[name] != line.cells[name]
        ]
        if differing:
            yield (
                f"{name_of(table)}, rad {line.rad}: er rad för {' '.join(filter(None, key))}"
                f" gäller i stället för den gemensamma: {', '.join(differing)}."
            )
