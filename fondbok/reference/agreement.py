"""Whether the rows of the reference tables agree, within a table and between tables.

Belongs here: keys that stand twice, codes that another table does not have, periods and ranges that
overlap, spellings that would mean two things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from fondbok.reference.reading import Fault, Line, name_of
from fondbok.reference.tables import Table
from fondbok.values.text import key as folded

Rows = Sequence[Line]
Tables = Mapping[str, Sequence[Mapping[str, str]]]
"""Tables by name: the cells of their rows, the general ones with the city's."""

Check = Callable[[Table, Rows, Tables], Iterator[Fault]]


def faults(table: Table, rows: Rows, accepted: Tables) -> list[Fault]:
    """What does not agree, in the order of the lines.

    Args:
        table: the table.
        rows: its rows, each right by itself.
        accepted: the tables that it refers to, whole.
    """
    found = [*_twice(table, rows), *_missing(table, rows, accepted)]
    for check in _OF_TABLE.get(table.name, ()):
        found += check(table, rows, accepted)
    return sorted(found, key=lambda fault: (fault.rad or 0, fault.kolumn or ""))


def _twice(table: Table, rows: Rows) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for line in rows:
        own = tuple(line.cells[name] for name in table.key)
        first = seen.setdefault(own, line.rad)
        if first != line.rad:
            told = ", ".join(f"{n} {v}" for n, v in zip(table.key, own, strict=True) if v)
            yield Fault(
                name_of(table), line.rad, table.key[0], f"{told} står redan på rad {first}."
            )


def _missing(table: Table, rows: Rows, accepted: Tables) -> Iterator[Fault]:
    for columns, other in table.references.items():
        own = rows if other == table.name else ()
        known = {tuple(row[name] for name in columns) for row in accepted.get(other, ())}
        known |= {tuple(line.cells[name] for name in columns) for line in own}
        for line in rows:
            wanted = tuple(line.cells[name] for name in columns)
            if all(wanted) and wanted not in known:
                told = ", ".join(wanted)
                yield Fault(
                    name_of(table),
                    line.rad,
                    columns[-1],
                    f"{told} finns inte i referens/{other}.csv. Rätta den ena av dem.",
                )


def _one_meaning(*within: str, means: str) -> Check:
    """A spelling, compared as names are, means one thing (in each of `within`)."""

    def check(table: Table, rows: Rows, _accepted: Tables) -> Iterator[Fault]:
        seen: dict[tuple[str, ...], Line] = {}
        for line in rows:
            own = (folded(line.cells["alias"]), *(line.cells[name] for name in within))
            first = seen.setdefault(own, line)
            if first.cells[means] != line.cells[means]:
                yield Fault(
                    name_of(table),
                    line.rad,
                    "alias",
                    f"{line.cells['alias']} betyder redan {first.cells[means]} (rad {first.rad}).",
                )

    return check


def _no_chains(table: Table, rows: Rows, _accepted: Tables) -> Iterator[Fault]:
    """What an alias means is no alias itself: a name would lead to a name that is not used."""
    aliases = {
        folded(line.cells["alias"]): line
        for line in rows
        if not line.cells["fran_ar"] and not line.cells["till_ar"]  # else it is one now and then
    }
    for line in rows:
        meant = aliases.get(folded(line.cells["projekt"]))
        if meant is not None and folded(meant.cells["projekt"]) != folded(line.cells["projekt"]):
            yield Fault(
                name_of(table),
                line.rad,
                "projekt",
                f"{line.cells['projekt']} är själv ett alias, för {meant.cells['projekt']} (rad"
                f" {meant.rad}). Skriv {meant.cells['projekt']} här.",
            )


def _one_at_a_time(name: str, first: str, last: str) -> Check:
    """No two rows of one `name` hold at the same time."""

    def check(table: Table, rows: Rows, _accepted: Tables) -> Iterator[Fault]:
        by_name: dict[str, list[Line]] = {}
        for line in rows:
            by_name.setdefault(line.cells[name], []).append(line)
        for own in by_name.values():
            own.sort(key=lambda line: line.cells[first])
            for before, after in pairwise(own):
                ends = before.cells[last]
                if before.cells[first] != after.cells[first] and (
                    not ends or ends >= after.cells[first]
                ):
                    yield Fault(
                        name_of(table),
                        after.rad,
                        first,
                        f"{after.cells[name]} gäller redan då, enligt rad {before.rad}. Skriv"
                        f" {last} där.",
                    )

    return check


def _apart(table: Table, rows: Rows, _accepted: Tables) -> Iterator[Fault]:
    """No account lies in two ranges."""
    ordered = sorted(rows, key=lambda line: line.cells["konto_fran"])
    for before, after in pairwise(ordered):
        if before.cells["konto_fran"] != after.cells["konto_fran"] and (
            after.cells["konto_fran"] <= before.cells["konto_till"]
        ):
            yield Fault(
                name_of(table),
                after.rad,
                "konto_fran",
                f"Kontona börjar inom dem på rad {before.rad} ({before.cells['konto_fran']} till"
                f" {before.cells['konto_till']}). Ett konto kan bara höra till en rad.",
            )


def _one_name_a_code(table: Table, rows: Rows, _accepted: Tables) -> Iterator[Fault]:
    """A name or a code of a förvaltning means one nämnd."""
    seen: dict[str, Line] = {}
    for line in rows:
        for column in ("namnd_kod", "namnd", "forvaltning_kod", "forvaltning"):
            first = seen.setdefault(folded(line.cells[column]), line)
            if first.cells["namnd_kod"] != line.cells["namnd_kod"]:
                yield Fault(
                    name_of(table),
                    line.rad,
                    column,
                    f"{line.cells[column]} betyder redan {first.cells['namnd_kod']} (rad"
                    f" {first.rad}).",
                )


def _no_name(of: str, code: str, *columns: str) -> Check:
    """A spelling is no name that another table gives something else."""

    def check(table: Table, rows: Rows, accepted: Tables) -> Iterator[Fault]:
        names = {folded(row[c]): row for row in accepted.get(of, ()) for c in columns if row[c]}
        for line in rows:
            named = names.get(folded(line.cells["alias"]))
            if named is not None and named[code] != line.cells[code]:
                yield Fault(
                    name_of(table),
                    line.rad,
                    "alias",
                    f"{line.cells['alias']} är namnet på {named[code]} i {of}.csv.",
                )

    return check


def _one_of_each(column: str) -> Check:
    """No two rows have the same value in a column that is not the key."""

    def check(table: Table, rows: Rows, _accepted: Tables) -> Iterator[Fault]:
        seen: dict[str, int] = {}
        for line in rows:
            value = line.cells[column]
            first = seen.setdefault(value, line.rad)
            if first != line.rad:
                told = f"{column} {value} står redan på rad {first}."
                yield Fault(name_of(table), line.rad, column, told)

    return check


_OF_TABLE: dict[str, tuple[Check, ...]] = {
    "namnd": (_one_name_a_code, _one_at_a_time("namnd_kod", "giltig_fran", "giltig_till")),
    "namnd_alias": (
        _one_meaning(means="namnd_kod"),
        _no_name("namnd", "namnd_kod", "namnd_kod", "namnd", "forvaltning_kod", "forvaltning"),
    ),
    "kf_mal_alias": (_one_meaning("malperiod", means="nummer"),),
    "fond_alias": (
        _one_meaning(means="fond_kod"),
        _no_name("fond", "fond_kod", "fond_kod", "fond"),
    ),
    "roll_alias": (_one_meaning(means="roll"),),
    "ansvar": (_one_at_a_time("prefix", "fran_ar", "till_ar"),),
    "projekt_alias": (_no_chains,),
    "konto": (_apart,),
    "motsagelse": (_one_of_each("id"),),
}
