"""`fondbok doctor`: what is missing before a home can publish, in the order to do it.

Belongs here: looking and telling, one line each with what to do. Nothing but the composed reference
data is written.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

from fondbok import reference
from fondbok.operations import condition, surroundings
from fondbok.operations.surroundings import Observation, answered
from fondbok.paths import Home
from fondbok.publish import release as releases
from fondbok.reference.composing import City
from fondbok.reference.tables import BY_NAME, TABLES
from fondbok.warehouse.scan import walk


def examine(home: Home) -> list[Observation]:
    """Everything looked at, in the order to do it."""
    found = list(surroundings.program())
    if not home.root.is_dir():
        return [
            *found,
            Observation("saknas", f"Mappen {home.root} finns inte.", "Kör fondbok init."),
        ]
    for look in (
        surroundings.own_settings,
        _space,
        surroundings.rights,
        surroundings.disks,
        surroundings.clock,
        surroundings.lock,
        surroundings.leftovers,
        _city,
        _landing,
        surroundings.own_warehouse,
        surroundings.published,
        surroundings.kept_releases,
    ):
        found += answered(look, home)
    return found


def _city(home: Home) -> Iterator[Observation]:
    taken = reference.take(home, releases.reference_data(home))
    yield from (Observation("fel", fault.mening()) for fault in taken.faults)
    yield from _reference(taken.city)


def _space(home: Home) -> Iterator[Observation]:
    free = shutil.disk_usage(home.root).free // 1024**2
    told = f"{free} MB ledigt på disken"
    least, _ = condition.bounds_of(home)  # settings that cannot be used are told of by themselves
    if free < least.ledigt_mb:
        to_do = f"Gör plats: {least.ledigt_mb} MB ska vara lediga (overvakning.ledigt_mb)."
        yield Observation("fel", told, to_do)
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
            landed = walk(home.landing) if home.landing.is_dir() else ()
            count = sum(path.is_file() for path in landed if folder in path.parents)
        except OSError:
            yield Observation("fel", f"{where}: går inte att läsa.", "Kontrollera rättigheterna.")
            continue
        if count:
            yield Observation("ok", f"{where}: {count} filer")
        else:
            yield Observation("saknas" if to_do else "valfritt", f"{where}: inga {told}.", to_do)


def ready(observations: Sequence[Observation]) -> bool:
    """Whether nothing is missing or wrong."""
    return all(each.lage in ("ok", "valfritt") for each in observations)
