"""One file of what many municipalities publish, side by side and compared.

Belongs here: choosing whose release goes in, copying it with the municipality's code first, and
proving that the file holds what was published. Does not belong here: its tables (`tables`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from fondbok.errors import FondbokError
from fondbok.paths import PACKAGE, Home
from fondbok.publish import release as releases
from fondbok.publish.release import PublishError, Release
from fondbok.quality import contracts, declared, promises
from fondbok.quality.declared import Table
from fondbok.reference import kommun, reading
from fondbok.samling import homes as of_homes
from fondbok.samling import tables as of_tables
from fondbok.saving import replacing

_SQL = PACKAGE / "samling" / "sql"
_FILLED_BY = ("kommun_ar", "kommun_fond", "kommun_kf_mal")


class CannotGather(FondbokError):
    """No file was made; the text says why, in Swedish."""


@dataclass(frozen=True)
class Member:
    """A home that goes in.

    Attributes:
        home: the home.
        kommun_kod: four digits.
        namn: of the municipality.
        release: what it serves.
        sha256: of the file it serves.
    """

    home: Home
    kommun_kod: str
    namn: str
    release: Release
    sha256: str


@dataclass
class Gathered:
    """What became of the homes.

    Attributes:
        fil: the file made.
        med: the municipalities in it, by code.
        utan: a Swedish sentence for each home that is not in it.
        noteringar: what else there is to know.
        rader: rows in each table.
    """

    fil: Path
    med: list[Member] = field(default_factory=list)
    utan: list[str] = field(default_factory=list)
    noteringar: list[str] = field(default_factory=list)
    rader: dict[str, int] = field(default_factory=dict)


def gather(folder: Path, fil: Path, *, say: Callable[[str], None]) -> Gathered:
    """Put what the homes of a folder publish side by side in one DuckDB file.

    Args:
        folder: where the homes lie, one level down; `referens/invanare.csv` in it, where there is
            one, says how many live in each municipality.
        fil: the file to make; one that is there is replaced whole, or not at all.
        say: told what happens.

    Raises:
        NoHomes: there is none.
        CannotGather: two homes are the same municipality, nothing can go in, invanare.csv cannot be
            read, or the file is not what was published.
        OSError: the file cannot be written.
    """
    found = of_homes.find(folder)
    gathered = Gathered(fil, noteringar=found.notes())
    for home in found.homes:
        member = _member(home)
        if isinstance(member, str):
            gathered.utan.append(f"{of_homes.called(home)} är inte med: {member}")
        else:
            gathered.med.append(member)
    _assert_one_each(gathered.med)
    if not gathered.med:
        raise CannotGather("\n".join(["Inget hem har något att lägga in.", *gathered.utan]))
    gathered.med.sort(key=lambda member: member.kommun_kod)
    people = _people(folder / of_homes.SHARED / "invanare.csv")
    with replacing(fil) as unfinished:
        say(f"Lägger ut det som publicerats i {len(gathered.med)} hem sida vid sida")
        with duckdb.connect(str(unfinished)) as con:
            gathered.rader = _fill(con, gathered.med, people)
        say("Kontrollerar filen mot dess kontrakt")
        _hold(unfinished)
        unfinished.chmod(0o444)
    return gathered


def _member(home: Home) -> Member | str:
    """The home as a member, or why it cannot be one."""
    try:
        release = releases.current(home)
    except PublishError as error:
        return str(error)
    if release is None:
        return "inget helt är publicerat. Kör fondbok refresh i det."
    told = kommun.of_release(releases.reference_data(home))
    if told is None or told.kommunkod is None:
        return "kommun.toml hade ingen kommunkod när utgåvan gjordes. Fyll i den och kör refresh."
    sha256 = releases.checksum(home.mart)
    kept = releases.written_manifest(home.releases / release.release_id)
    if kept is None or kept.get("sha256") != sha256:
        return "den publicerade filen är inte den som publicerades. Kör fondbok verify i det."
    if strange := _of_other_shape(home.mart):
        return (
            f"utgåvan är gjord av en annan version av Fondbok ({release.kod_version}):"
            f" {strange} är inte likadan här. Kör fondbok refresh i det."
        )
    return Member(home, told.kommunkod, told.namn, release, sha256)


def _of_other_shape(mart: Path) -> str:
    """The first table that is not as this program publishes it; empty when all are."""
    with duckdb.connect(str(mart), read_only=True) as con:
        found: dict[str, list[str]] = {}
        for name, column in con.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'mart'"
            " and column_name <> 'kommun_kod' and database_name = current_database()"
            " order by table_name, column_index"
        ).fetchall():
            found.setdefault(name, []).append(column)
    for table in of_tables.side_by_side():
        own = [column.name for column in table.columns if column is not of_tables.KOMMUN_KOD]
        if sorted(found.get(table.name, ())) != sorted(own):
            return f"mart.{table.name}"
    return ""


def _assert_one_each(members: Iterable[Member]) -> None:
    by_code: dict[str, list[str]] = {}
    for member in members:
        by_code.setdefault(member.kommun_kod, []).append(member.home.root.name)
    twice = {code: names for code, names in by_code.items() if len(names) > 1}
    if twice:
        raise CannotGather(
            "\n".join(
                f"Hemmen {' och '.join(names)} har samma kommunkod, {code}. Rätta den i"
                " kommun.toml i det som är fel, och kör refresh där."
                for code, names in sorted(twice.items())
            )
        )


def _people(path: Path) -> list[tuple[str, int, int]]:
    """(kommun_kod, ar, invanare) of every row; none where nobody has said."""
    if not path.exists():
        return []
    read = reading.read(path, of_tables.INVANARE)
    faults = [fault.mening() for fault in read.faults]
    rows = [of_tables.Invanare.model_validate(dict(line.cells)) for line in read.rows]
    keys = [(row.kommun_kod, row.ar) for row in rows]
    faults += [
        f"{reading.name_of(of_tables.INVANARE)}: kommun {kod} år {ar} står på flera rader."
        for kod, ar in sorted({key for key in keys if keys.count(key) > 1})
    ]
    if faults:
        raise CannotGather("\n".join(faults))
    return [(row.kommun_kod, row.ar, row.invanare) for row in rows]


def _fill(
    con: duckdb.DuckDBPyConnection, members: Sequence[Member], people: list[tuple[str, int, int]]
) -> dict[str, int]:
    con.execute("create schema mart")
    for written in of_tables.COMPARING:
        written.create(con)
    of_tables.KOMMUN.insert(con, [_described(member) for member in members])
    published: dict[tuple[str, str], tuple[Any, ...]] = {}
    for number, member in enumerate(members):
        published |= _copy(con, member, first=number == 0)
    con.execute(
        "create temporary table invanare as select unnest(?::varchar[]) as kommun_kod,"
        " unnest(?::integer[]) as ar, unnest(?::bigint[]) as invanare",
        [[row[place] for row in people] for place in range(3)],
    )
    for name in ("per_invanare", *_FILLED_BY):
        con.execute((_SQL / f"{name}.sql").read_text("utf-8"))
    _assert_same(con, published)
    return {
        f"{schema}.{table}": int(rows)
        for schema, table, rows in con.execute(
            "select schema_name, table_name, estimated_size from duckdb_tables()"
            " where not temporary order by all"
        ).fetchall()
    }


def _described(member: Member) -> tuple[Any, ...]:
    """The member's row of jamforelse.kommun."""
    return (
        member.kommun_kod,
        member.namn,
        member.home.root.name,
        member.release.release_id,
        member.release.publicerad,
        member.release.kod_version,
        member.release.indata_hash,
        member.sha256,
    )


def _copy(
    con: duckdb.DuckDBPyConnection, member: Member, *, first: bool
) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Put a municipality's rows in; what its tables sum to, by table and municipality."""
    file = str(member.home.mart).replace("'", "''")
    con.execute(f"attach '{file}' as hem (read_only)")
    sums = {}
    for table in of_tables.side_by_side():
        columns = [column.name for column in table.columns[1:]]
        told = ", ".join(_with_code(name, member.kommun_kod) for name in columns)
        rows = f"select '{member.kommun_kod}' as kommun_kod, {told} from hem.mart.{table.name}"
        if first:
            con.execute(f"create table mart.{table.name} as {rows} limit 0")
            _describe(con, table.name)
        con.execute(f"insert into mart.{table.name} {rows}")
        asked = f"select {_sums(table)} from hem.mart.{table.name}"
        sums[table.name, member.kommun_kod] = con.execute(asked).fetchone() or ()
    con.execute("detach hem")
    return sums


def _with_code(column: str, kommun_kod: str) -> str:
    """A column as it stands beside other municipalities': a key is a key of one of them."""
    if of_tables.is_key(column):
        return f'\'{kommun_kod}:\' || "{column}" as "{column}"'
    return f'"{column}"'


def _describe(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """The words of the published table, on the one where they stand side by side."""
    told = con.execute(
        "select null, comment from duckdb_tables()"
        " where database_name = 'hem' and schema_name = 'mart' and table_name = $table"
        " union all"
        " select column_name, comment from duckdb_columns()"
        " where database_name = 'hem' and schema_name = 'mart' and table_name = $table",
        {"table": table},
    ).fetchall()
    for column, comment in [*told, ("kommun_kod", "Kommunens kod hos SCB, fyra siffror.")]:
        what = f"column mart.{table}.{column}" if column else f"table mart.{table}"
        said = (comment or "").replace("'", "''")
        con.execute(f"comment on {what} is '{said}'")


def _sums(table: Table) -> str:
    """What is compared of a table before and after: its rows and each column of money."""
    amounts = [each.name for each in table.columns if each.data_type.startswith("decimal")]
    return ", ".join(["count(*)", *(f'sum("{name}")' for name in amounts)])


def _assert_same(
    con: duckdb.DuckDBPyConnection, published: dict[tuple[str, str], tuple[Any, ...]]
) -> None:
    """Every municipality has as many rows and as much money here as in its own file."""
    for table in of_tables.side_by_side():
        here = con.execute(
            f"select kommun_kod, {_sums(table)} from mart.{table.name} group by all"
        ).fetchall()
        there = {kod: sums for (name, kod), sums in published.items() if name == table.name}
        got = {kod: tuple(sums) for kod, *sums in here}
        wrong = [
            kod for kod, sums in there.items() if got.get(kod, sums if not sums[0] else ()) != sums
        ]
        if wrong:
            raise CannotGather(
                f"mart.{table.name} blev inte som kommunerna publicerat den"
                f" ({', '.join(sorted(wrong))}). Ingen fil skrevs."
            )


def _hold(file: Path) -> None:
    """The file's contracts, which must all pass.

    Raises:
        CannotGather: with a sentence per check that failed.
    """
    with duckdb.connect(str(file), read_only=True) as con:
        comparing = declared.in_database(con, of_tables.KOMMUN.schema)
    composed, gaps = promises.compose([*of_tables.side_by_side(), *comparing], "jamforelse")
    broken = [gap.text for gap in gaps]
    with tempfile.TemporaryDirectory() as folder:
        checks = contracts.hold(file, composed, Path(folder))
    broken += [check.mening() for check in checks if check.utfall == "fel"]
    if broken:
        raise CannotGather("\n".join(["Ingen fil skrevs.", *broken]))
