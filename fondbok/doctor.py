"""`fondbok doctor`: what is missing before a home can publish, in the order to do it.

Belongs here: looking and telling, one line each with what to do. Nothing but the composed reference
data is written.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from fondbok import reference
from fondbok.paths import Home
from fondbok.publish import health
from fondbok.publish import release as releases
from fondbok.reference.composing import City
from fondbok.reference.tables import BY_NAME, TABLES

State = Literal["ok", "valfritt", "saknas", "fel"]
PACKAGES = ("duckdb", "dbt-core", "dbt-duckdb", "dagster", "soda-core")
LEAST_FREE = 2 * 1024**3  # bytes: a city's warehouse, its build and its releases


@dataclass(frozen=True)
class Observation:
    """One thing looked at.

    Attributes:
        lage: ok, valfritt (may be left), saknas (to be done) or fel (to be mended).
        vad: what was looked at and how it is.
        gor: what to do, '' when nothing.
    """

    lage: State
    vad: str
    gor: str = ""


def examine(home: Home) -> list[Observation]:
    """Everything looked at, in the order to do it."""
    if not home.root.is_dir():
        absent = Observation("saknas", f"Mappen {home.root} finns inte.", "Kör fondbok init.")
        return [*_program(), absent]
    taken = reference.take(home, releases.reference_data(home))
    return [
        *_program(),
        *_space(home),
        *(Observation("fel", fault.mening()) for fault in taken.faults),
        *_reference(taken.city),
        *_landing(home),
        *_published(home),
    ]


def _program() -> Iterator[Observation]:
    running = ".".join(map(str, sys.version_info[:3]))
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    yield Observation("ok", f"Python {running}, {packages}")


def _space(home: Home) -> Iterator[Observation]:
    free = shutil.disk_usage(home.root).free
    told = f"{free / 1024**3:.0f} GiB ledigt på disken".replace(".", ",")
    if free < LEAST_FREE:
        yield Observation("fel", told, "Gör plats: ett bygge behöver ett par GiB.")
    else:
        yield Observation("ok", told)


# What a table without rows means, and what to do about it; None where it may stay empty. In the
# order to fill them in.
_EMPTY: dict[str, tuple[str, str | None]] = {
    "namnd": ("Inga nämnder.", "Skriv en rad per nämnd."),
    "kf_mal": ("Inga mål: redovisningen får inga siffror per mål.", None),
    "ar": ("Inga år att redovisa.", "Skriv en rad per år som ska redovisas."),
    "konto": ("Inga konton: ingen bokföring räknas.", "Skriv era konton för EU-bidrag."),
    "ansvar": ("Inga ansvar: ingen bokföring räknas.", "Skriv vilka ansvar som är vilken nämnds."),
    "fraga": ("Inga frågor till nämnderna.", None),
    "publicerad_siffra": ("Inga tryckta siffror att jämföra med.", None),
}


def _reference(city: City) -> Iterator[Observation]:
    if city.kommun is not None:
        yield Observation("ok", f"kommun.toml: {city.kommun.namn}")
    ordered = [BY_NAME[name] for name in _EMPTY]
    for table in (*ordered, *(table for table in TABLES if table not in ordered)):
        if table.name in city.faults:
            continue
        rows = len(city.rows[table.name])
        if rows and not table.general:
            yield Observation("ok", f"referens/{table.name}.csv: {rows} rader")
        elif table.name in _EMPTY:
            told, to_do = _EMPTY[table.name]
            yield Observation(
                "valfritt" if to_do is None else "saknas",
                f"referens/{table.name}.csv: {told}",
                to_do or "",
            )


def _landing(home: Home) -> Iterator[Observation]:
    for folder, told, to_do in (
        (home.submissions, "underlag från nämnderna", "Lägg nämndernas underlag där."),
        (home.ledger, "exporter från ekonomisystemet", ""),
    ):
        where = folder.relative_to(home.root).as_posix()
        try:
            count = sum(path.is_file() for path in folder.rglob("*"))
        except OSError:
            yield Observation("fel", f"{where}: går inte att läsa.", "Kontrollera rättigheterna.")
            continue
        if count:
            yield Observation("ok", f"{where}: {count} filer")
        else:
            yield Observation("saknas" if to_do else "valfritt", f"{where}: inga {told}.", to_do)


def _published(home: Home) -> Iterator[Observation]:
    served = releases.current(home)
    if served is None:
        yield Observation("saknas", "Ingenting är publicerat.", "Kör fondbok refresh.")
    elif not health.is_whole(home):
        yield Observation("fel", f"{home.mart} är ändrad eller skadad.", "Kör fondbok refresh.")
    else:
        yield Observation("ok", f"Utgåva {served.release_id} gäller och är hel.")


def ready(observations: Sequence[Observation]) -> bool:
    """Whether nothing is missing or wrong."""
    return all(each.lage in ("ok", "valfritt") for each in observations)
