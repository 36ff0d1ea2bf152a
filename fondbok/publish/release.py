"""Releases: immutable copies of the published schemas, and the swap that makes one current.

Belongs here: the way write, verify, swap, keep; and reading what is published. A reader sees the
earlier release or the new one, never anything between.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from fondbok import settings
from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.publish import journal, keys
from fondbok.publish.journal import Post
from fondbok.publish.keys import Keys
from fondbok.warehouse import database
from fondbok.warehouse.written import WrittenTable

SCHEMAS = ("mart", "kvalitet", "text")
BLOCK_SIZE = 65536  # bytes; each index takes a block of its own, and the usual ones are of 256 KiB
SORTED_UP_TO = 1_000_000  # rows
FILE = "fondbok.duckdb"
MANIFEST = "manifest.json"
CHANGES = "mart.rpt_forandring"
REFERENCE = "referens"  # folder of a release
# Tables that tell of a release and not of its input: when it was made and what was served before.
OF_THE_RELEASE = frozenset({"mart.release", CHANGES})


class PublishError(FondbokError):
    """A release could not be made or read back; the earlier one is still served."""


@dataclass(frozen=True)
class Release:
    """The identity of a release: the row of mart.release.

    Attributes:
        release_id: made of the input and the code, so the same input gives the same id.
        publicerad: UTC, when it was first published.
        kod_version: version and fingerprint of code, models, seeds and engines.
        indata_hash: SHA-256 over the contents in landing/.
        antal_filer: contents behind it.
        antal_rader: loaded rows behind it.
    """

    release_id: str
    publicerad: datetime
    kod_version: str
    indata_hash: str
    antal_filer: int
    antal_rader: int


def release_id(indata_hash: str, kod_version: str) -> str:
    """The id of the release these inputs and this code make, e.g. 'r-3f2a9c01-7be0d4'."""
    return f"r-{indata_hash[:8]}-{kod_version.rpartition('+')[2][:6]}"


WRITTEN = WrittenTable(
    "mart",
    "release",
    "Utgåvan som läses: en rad.",
    {
        "release_id": (
            "varchar not null",
            "Utgåvans namn. Samma indata och samma kod ger samma namn.",
        ),
        "publicerad": ("timestamp not null", "När utgåvan först publicerades (UTC)."),
        "kod_version": (
            "varchar not null",
            "Programmets version och ett fingeravtryck av kod och modeller.",
        ),
        "indata_hash": ("varchar not null", "Fingeravtryck av allt som låg i landing/ (SHA-256)."),
        "antal_filer": ("bigint not null", "Antal inlästa filer bakom utgåvan."),
        "antal_rader": ("bigint not null", "Antal laddade rader bakom utgåvan."),
    },
    is_open=False,
)


def describe(con: duckdb.DuckDBPyConnection, release: Release) -> None:
    """Replace mart.release in the warehouse with one row: the release being built."""
    WRITTEN.create(con)
    WRITTEN.insert(con, [astuple(release)])


def described(con: duckdb.DuckDBPyConnection) -> Release:
    """The release a database holds.

    Raises:
        duckdb.CatalogException: the build was never finished.
    """
    row = con.execute(f"select {', '.join(WRITTEN.columns)} from mart.release").fetchone()
    if row is None:
        raise PublishError("mart.release är tom: bygget blev aldrig klart.")
    return Release(*row)


def current(home: Home) -> Release | None:
    """The release being served, or None when there is none that can be read.

    Raises:
        PublishError: somebody is writing to the published file.
    """
    return read(home.mart)


def read(path: Path) -> Release | None:
    """The identity of the release in a published file, or None when it cannot be read.

    Raises:
        PublishError: somebody is writing to it.
    """
    if not path.is_file():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            return described(con)
    except (duckdb.Error, PublishError) as error:
        if database.is_locked(error):
            raise PublishError(database.held(path, error)) from error
        return None


def kept(home: Home) -> list[dict[str, Any]]:
    """The manifests of the releases kept, in the order they were last published.

    A rollback publishes nothing. A manifest that was cut short is told from the release's database.
    """
    manifests = [m for folder in _folders(home) if (m := manifest(folder)) is not None]
    manifests.sort(key=lambda m: (m["publicerad"], m["release_id"]))
    published = (p for p in journal.read(home) if p.handling == journal.PUBLICERAD)
    places = {name: place for place, name in enumerate(journal.latest(published))}
    return sorted(manifests, key=lambda m: places.get(m["release_id"], -1))


def _folders(home: Home) -> list[Path]:
    return sorted(file.parent for file in home.releases.glob(f"[!.]*/{FILE}"))


def manifest(folder: Path) -> dict[str, Any] | None:
    """What a kept release says of itself; None when it is damaged beyond reading."""
    return written_manifest(folder) or _manifest(folder / FILE)


def written_manifest(folder: Path) -> dict[str, Any] | None:
    """What manifest.json of a kept release says; None when it is not there, or no manifest."""
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        datetime.fromisoformat(found["publicerad"])
        return found if found["release_id"] == folder.name else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _manifest(file: Path) -> dict[str, Any] | None:
    """The manifest of a release as its database tells it."""
    release = read(file)
    if release is None:
        return None
    with duckdb.connect(str(file), read_only=True) as con:
        names = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() order by all"
        ).fetchall()
        counts = {name: con.execute(f"select count(*) from {name}").fetchall() for (name,) in names}
    return _told(file, release, {name: int(rows[0][0]) for name, rows in counts.items()})


def _told(file: Path, release: Release, counts: dict[str, int]) -> dict[str, Any]:
    return {
        **asdict(release),
        "publicerad": release.publicerad.isoformat(),
        "tables": counts,
        "storage_version": _storage_version(file),
        "sha256": checksum(file),
    }


def _storage_version(file: Path) -> str:
    """The oldest DuckDB that can read a file."""
    with duckdb.connect(str(file), read_only=True) as con:
        tags = con.execute(
            "select tags['storage_version'] from duckdb_databases()"
            " where database_name = current_database()"
        ).fetchone()
    return str(tags[0]).removesuffix("+") if tags else ""


def write_manifest(folder: Path, told: dict[str, Any]) -> None:
    """Put a manifest in place in one atomic step."""
    incoming = folder / f".{MANIFEST}.incoming"
    with incoming.open("w", encoding="utf-8") as handle:
        json.dump(told, handle, ensure_ascii=False, indent=2, sort_keys=True)
        handle.write("\n")
        handle.flush()
        os.fsync(handle.fileno())
    incoming.replace(folder / MANIFEST)


def checksum(file: Path) -> str:
    """SHA-256 of a file's bytes, hex."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def history(home: Home) -> list[Post]:
    """What was served, as the journal says it and ending with what is served now.

    A home that is older than the journal tells by its manifests in which order its releases were
    made. A run that was killed after the swap has not told the journal yet.
    """
    posts = journal.read(home) or [
        _derived(m["release_id"], datetime.fromisoformat(m["publicerad"]), m.get("sha256"))
        for m in kept(home)
    ]
    served = current(home)
    if served is None or not (home.releases / served.release_id).is_dir():
        return posts
    if not posts or posts[-1].utgava != served.release_id:
        when = datetime.fromtimestamp(home.mart.stat().st_mtime, UTC).replace(tzinfo=None)
        posts.append(_derived(served.release_id, when.replace(microsecond=0), None))
    return posts


def _derived(name: str, when: datetime, sha256: str | None) -> Post:
    return Post(name, when, journal.PUBLICERAD, journal.DERIVED, "", "", sha256)


def first_seen(home: Home) -> dict[str, datetime]:
    """Landing times by content hash, from the published mart: they outlive the warehouse."""
    if current(home) is None:
        return {}
    try:
        with duckdb.connect(str(home.mart), read_only=True) as con:
            return dict(con.execute("select fil_sha256, inlast_tid from kvalitet.fil").fetchall())
    except duckdb.Error:
        return {}  # a time is not worth a run


def write(home: Home, release: Release, declared: Mapping[str, Keys] | None = None) -> Path:
    """Copy the published schemas of the warehouse into releases/<id>/ and prove they can be read.

    Args:
        home: the home folder.
        release: what it holds.
        declared: the keys and references of its tables, by 'schema.table'.

    Returns:
        The folder of the release.

    Raises:
        PublishError: the copy could not be made or read back.
    """
    sweep(home)
    building = home.releases / f".{release.release_id}.building"
    building.mkdir(parents=True)
    file = building / FILE
    counts = _copy(home, file, declared or {})
    assert_no_wal(file)
    _read_back(file)
    _keep_reference_data(home, building)
    write_manifest(building, _told(file, release, counts))
    file.chmod(0o444)
    _sync(file)
    final = home.releases / release.release_id
    if final.exists():
        shutil.rmtree(final)
    building.rename(final)
    _sync(home.releases)
    return final


def reference_data(home: Home) -> Path | None:
    """The city's reference data that the release served was made with."""
    served = current(home)
    folder = home.releases / served.release_id / REFERENCE if served else None
    return folder if folder is not None and folder.is_dir() else None


def reference_of(file: Path, release: Release) -> Path | None:
    """The city's reference data of a release, whether its own file or the served copy was read."""
    folders = (file.parent, file.parent / "releases" / release.release_id)
    return next((each / REFERENCE for each in folders if (each / REFERENCE).is_dir()), None)


def _keep_reference_data(home: Home, folder: Path) -> None:
    own = home.accepted
    if own.is_dir():
        shutil.copytree(own, folder / REFERENCE)


def swap(home: Home, folder: Path) -> None:
    """Make a release the one everyone reads, in one atomic step.

    Raises:
        PublishError: someone wrote to the published file and left a write-ahead log beside it.
    """
    assert_no_wal(home.mart)
    incoming = home.mart_dir / f".{FILE}.incoming"
    incoming.unlink(missing_ok=True)
    shutil.copyfile(folder / FILE, incoming)
    incoming.chmod(0o444)  # a reader's tool that opens it for writing is refused
    _sync(incoming)
    incoming.replace(home.mart)
    _sync(home.mart_dir)
    assert_no_wal(home.mart)


def prune(home: Home, keep: int) -> list[str]:
    """Remove the releases served longest ago beyond `keep`; never the one being served.

    Returns:
        Their ids.
    """
    served = current(home)
    here = [m["release_id"] for m in kept(home)]
    places = {name: place for place, name in enumerate(journal.latest(history(home)))}
    candidates = [
        name
        for name in sorted(here, key=lambda name: places.get(name, -1))
        if served is None or name != served.release_id
    ]
    surplus = candidates[: max(0, len(candidates) - (keep - 1))]
    for name in surplus:
        shutil.rmtree(home.releases / name)
    return surplus


def sweep(home: Home) -> None:
    """Remove what a killed run left half made."""
    home.releases.mkdir(parents=True, exist_ok=True)
    for leftover in home.releases.glob(".*.building"):
        shutil.rmtree(leftover)
    (home.mart_dir / f".{FILE}.incoming").unlink(missing_ok=True)


def differences(home: Home) -> list[str]:
    """Published tables whose content in the warehouse differs from what is served."""
    built, served = _digests(home.warehouse), _digests(home.mart)
    return sorted(
        name for name in built.keys() | served.keys() if built.get(name) != served.get(name)
    )


def _copy(home: Home, file: Path, declared: Mapping[str, Keys]) -> dict[str, int]:
    """Tables, types, keys, NOT NULL and comments; no views, so the file can have any name."""
    version = settings.read(home).utgava.lagringsversion
    with database.warehouse(home) as con:
        con.execute("checkpoint")
        con.execute(
            f"attach '{_quoted(file)}' as ut (storage_version '{version}', block_size {BLOCK_SIZE})"
        )
        comments = dict(
            con.execute(
                "select schema_name || '.' || table_name, comment from duckdb_tables()"
                " where database_name = current_database() and list_contains(?, schema_name)",
                [list(SCHEMAS)],
            ).fetchall()
        )
        for schema in SCHEMAS:
            con.execute(f"create schema ut.{schema}")
        counts = {
            name: _copy_table(con, name, comments[name], declared.get(name, Keys()))
            for name in keys.in_order(comments, declared)
        }
        con.execute("checkpoint ut")
        con.execute("detach ut")
    assert_no_wal(home.warehouse)
    if not counts:
        raise PublishError("Det finns inga tabeller att publicera.")
    return counts


def _copy_table(
    con: duckdb.DuckDBPyConnection, table: str, comment: str | None, declared: Keys
) -> int:
    schema, _, bare = table.partition(".")
    name = f'{schema}."{bare}"'
    columns = con.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns()"
        " where database_name = current_database() and schema_name = ? and table_name = ?"
        " order by column_index",
        [schema, bare],
    ).fetchall()
    lines = [
        f'"{column}" {type_}{"" if nullable else " not null"}'
        for column, type_, nullable, _ in columns
    ]
    lines += declared.present(column for column, *_ in columns).clauses()
    # DuckDB looks for what a reference points at in the database that is in use.
    source = con.execute("select current_database()").fetchall()[0][0]
    con.execute(f"use ut.{schema}")
    con.execute(f"create table ut.{name} ({', '.join(lines)})")
    con.execute(f'use "{source}"')
    rows = con.execute(f"select count(*) from {name}").fetchone()
    count = int(rows[0]) if rows else 0
    # The same rows in the same order from every build; the largest tables are not worth a sort.
    order = " order by all" if count <= SORTED_UP_TO else ""
    con.execute(f"insert into ut.{name} from {name}{order}")
    said = [(f"table ut.{name}", comment)]
    said += [(f'column ut.{name}."{column}"', text) for column, _, _, text in columns]
    # In one transaction: each by itself would be written to the disk by itself.
    con.execute(f"begin; {' '.join(_comment(*each) for each in said)} commit")
    return count


def _comment(what: str, text: str | None) -> str:
    return f"comment on {what} is '{text.replace(chr(39), chr(39) * 2)}';" if text else ""


def _read_back(file: Path) -> None:
    """Open the file as a stranger would: another process, read only, every table."""
    command = [sys.executable, "-m", "fondbok.publish.verify", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PublishError(f"Utgåvan gick inte att läsa tillbaka: {done.stderr.strip()[-500:]}")


def _digests(path: Path) -> dict[str, tuple[Any, ...]]:
    """Row count and an order-free hash of each published table."""
    with database.connect(path, read_only=True) as con:
        names = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where database_name = current_database() and list_contains(?, schema_name)",
            [list(SCHEMAS)],
        ).fetchall()
        return {
            name: con.execute(
                f"select count(*), sum(hash(t)::hugeint)::varchar from {name} as t"
            ).fetchone()
            or ()
            for (name,) in names
            if name not in OF_THE_RELEASE
        }


def assert_no_wal(file: Path) -> None:
    """No write-ahead log lies beside a database file.

    Raises:
        PublishError: there is one; DuckDB would replay it into whatever has the file's name.
    """
    wal = file.with_name(file.name + ".wal")
    if wal.exists():
        raise PublishError(
            f"{wal} ligger bredvid den publicerade filen: någon har skrivit i den. "
            "Flytta undan .wal-filen och kör igen."
        )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync(path: Path) -> None:
    """Make a file or folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
