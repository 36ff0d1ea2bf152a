"""From landing/ to the raw schema: each content once, one transaction a batch.

Belongs here: deciding what is new, calling the readers, writing raw tables in bulk. The readers
know files; this module knows the database.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from fondbok import intake, ledger
from fondbok.findings import FileRead
from fondbok.paths import Home
from fondbok.quality import kontroll
from fondbok.warehouse import database, fingerprint
from fondbok.warehouse.scan import LEDGER, SUBMISSION, Landed, Scan, digest

PARALLEL_FROM = 16  # fewer files than this are read faster in this process
BATCH = 512  # files a transaction: what a kill costs at most
RAW_TABLES = (
    "submission",
    "submission_projekt",
    "submission_kf_mal",
    "submission_svar",
    "submission_samverkan",
    "submission_indikator",
    "submission_natverk",
    "submission_handelse",
    "ledger_rad",
    "fynd",
    "avvisad_rad",
    "fil",
)
CHANGED = "Filen ändrades medan den lästes. Den läses vid nästa körning."
FAULT = (
    "Filen kunde inte läsas på grund av ett fel i programmet ({}). "
    "Skicka filen till den som förvaltar Fondbok."
)

logger = logging.getLogger(__name__)


class Progress(Protocol):
    """Told about each file that is done."""

    def __call__(self, fil: str, done: int, total: int) -> None:
        """`done` of `total` files are read, `fil` the last of them."""


@dataclass
class Loaded:
    """What a landing did.

    Attributes:
        read: contents in landing/ that the program reads (not ignored).
        new: contents read now.
        unchanged: contents already in raw.
        refused: contents that are there but cannot be read.
        gone: names of files that were in raw and are no longer in landing/.
        problems: Swedish lines about refused and ignored files.
    """

    read: int = 0
    new: int = 0
    unchanged: int = 0
    refused: int = 0
    gone: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def load(
    home: Home, found: Scan, *, first_seen: dict[str, datetime], progress: Progress | None = None
) -> Loaded:
    """Bring the raw schema in step with landing/: read what is new, drop what is gone.

    Args:
        home: the home folder.
        found: what lies in landing/.
        first_seen: landing times known from the published mart, by content hash.
        progress: told about each file read.
    """
    lasare = fingerprint.reader(home)
    with database.connect(home.warehouse) as con:
        database.create_raw(con)
        _invalidate(con)
        known = _known(con, lasare)
        result = Loaded(gone=_drop_gone(con, found))
        fresh = [landed for landed in found.files if landed.sha not in known]
        first_seen = first_seen | _landing_times(con)
        writer = _Writer(con, home, lasare, first_seen, progress, len(fresh))
        writer.write_unread([f for f in fresh if f.status is not None])
        writer.write_submissions([f for f in fresh if f.status is None and f.typ == SUBMISSION])
        writer.write_ledgers([f for f in fresh if f.status is None and f.typ == LEDGER])
        _rename(con, found)
        _describe(con, found)
        result.new = len(fresh)
        result.unchanged = len(found.files) - len(fresh)
        _count(con, result)
        con.execute("checkpoint")
    return result


def _invalidate(con: duckdb.DuckDBPyConnection) -> None:
    """What was checked before belongs to another content: publishing must not lean on it."""
    kontroll.withdraw(con)
    con.execute("drop table if exists mart.release")
    con.execute("drop table if exists kvalitet.fil")


def _describe(con: duckdb.DuckDBPyConnection, found: Scan) -> None:
    """Remember which contents raw now holds; the release is named after them."""
    con.execute("create or replace table raw.landing (indata_hash varchar not null)")
    con.execute("insert into raw.landing values (?)", [found.indata_hash])


def _known(con: duckdb.DuckDBPyConnection, lasare: str) -> set[str]:
    rows = con.execute("select fil_sha256 from raw.fil where lasare = ?", [lasare]).fetchall()
    return {row[0] for row in rows}


def _landing_times(con: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    return dict(con.execute("select fil_sha256, inlast_tid from raw.fil").fetchall())


def _drop_gone(con: duckdb.DuckDBPyConnection, found: Scan) -> list[str]:
    """Raw holds what landing/ holds; a removed file leaves the next release, not the old ones."""
    here = [landed.sha for landed in found.files]
    gone = con.execute(
        "select fil, fil_sha256 from raw.fil where not list_contains(?, fil_sha256) order by fil",
        [here],
    ).fetchall()
    if gone:
        with database.transaction(con):
            _delete(con, [sha for _, sha in gone])
    return [fil for fil, _ in gone]


def _forget(con: duckdb.DuckDBPyConnection, files: Sequence[Landed]) -> None:
    """Take out what raw holds of these contents; most often they are new and there is nothing."""
    shas = con.execute(
        "select fil_sha256 from raw.fil where fil_sha256 in (select unnest(?))",
        [[landed.sha for landed in files]],
    ).fetchall()
    if shas:
        _delete(con, [sha for (sha,) in shas])


def _delete(con: duckdb.DuckDBPyConnection, shas: Sequence[str]) -> None:
    for table in RAW_TABLES:
        con.execute(f"delete from raw.{table} where fil_sha256 in (select unnest(?))", [list(shas)])


def _rename(con: duckdb.DuckDBPyConnection, found: Scan) -> None:
    names = pa.table({"sha": [f.sha for f in found.files], "namn": [f.fil for f in found.files]})
    con.register("names", names)
    con.execute("update raw.fil set fil = namn from names where fil_sha256 = sha and fil <> namn")
    con.unregister("names")


def _count(con: duckdb.DuckDBPyConnection, result: Loaded) -> None:
    rows = con.execute("select fil, status, orsak from raw.fil order by fil").fetchall()
    result.read = sum(status != "ignorerad" for _, status, _ in rows)
    result.refused = sum(status == "avvisad" for _, status, _ in rows)
    result.problems = [
        f"{fil}: {orsak}" for fil, status, orsak in rows if status in ("avvisad", "ignorerad")
    ]


@dataclass
class _Writer:
    con: duckdb.DuckDBPyConnection
    home: Home
    lasare: str
    first_seen: dict[str, datetime]
    progress: Progress | None
    total: int
    done: int = 0
    now: datetime = field(
        default_factory=lambda: datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    )

    def write_unread(self, files: list[Landed]) -> None:
        """Register what is not read, with the reason."""
        with database.transaction(self.con):
            _forget(self.con, files)
            self._insert("fil", [self._register(f, _unread(f)) for f in files])
        self._tell(files)

    def write_submissions(self, files: list[Landed]) -> None:
        """Read and load submissions, a batch of files a transaction."""
        for batch in _batches(_read_submissions(files)):
            with database.transaction(self.con):
                _forget(self.con, [landed for landed, _ in batch])
                self._write_rows(batch)
            self._tell([landed for landed, _ in batch])

    def write_ledgers(self, files: list[Landed]) -> None:
        """Load ledgers one by one; their rows never pass through Python."""
        for landed in files:
            with database.transaction(self.con):
                _forget(self.con, [landed])
                read = ledger.load(self.con, landed.path, landed.sha, self.home.profiles)
                if _changed(landed.path, landed.sha):
                    _delete(self.con, [landed.sha])
                    read = FileRead(landed.format, "avvisad", CHANGED)
                self._insert("fil", [self._register(landed, read)])
            self._tell([landed])

    def _write_rows(self, batch: Iterable[tuple[Landed, FileRead]]) -> None:
        tables: dict[str, list[dict[str, Any]]] = {name: [] for name in RAW_TABLES}
        for landed, read in batch:
            for table, rows in read.rows.items():
                tables[table.removeprefix("raw.")].extend(rows)
            sha = {"fil_sha256": landed.sha}
            tables["fynd"].extend(vars(f) | sha for f in read.fynd)
            tables["avvisad_rad"].extend(vars(r) | sha for r in read.avvisade)
            tables["fil"].append(self._register(landed, read))
        for table, rows in tables.items():
            self._insert(table, rows)

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        schema = self.con.sql(f"from raw.{table} limit 0").to_arrow_table().schema
        self.con.register("incoming", pa.Table.from_pylist(rows, schema=schema))
        self.con.execute(f"insert into raw.{table} by name from incoming")
        self.con.unregister("incoming")

    def _register(self, landed: Landed, read: FileRead) -> dict[str, Any]:
        return {
            "fil_sha256": landed.sha,
            "fil": landed.fil,
            "typ": landed.typ,
            "format": landed.format,
            "storlek": landed.storlek,
            "profil": read.profil,
            "status": read.status,
            "orsak": read.orsak,
            "rader_lasta": read.rader_lasta,
            "rader_avvisade": read.utfall["avvisad"],
            "rader_totaler": read.utfall["total"],
            "rader_dubbletter": read.utfall["dubblett"],
            "inlast_tid": self.first_seen.get(landed.sha, self.now),
            "lasare": self.lasare,
        }

    def _tell(self, files: list[Landed]) -> None:
        for landed in files:
            self.done += 1
            if self.progress is not None:
                self.progress(landed.fil, self.done, self.total)


def _unread(landed: Landed) -> FileRead:
    status = "avvisad" if landed.status == "avvisad" else "ignorerad"
    return FileRead(landed.format, status, landed.orsak)  # type: ignore[arg-type]


def _read_submissions(files: list[Landed]) -> Iterator[tuple[Landed, FileRead]]:
    if len(files) < PARALLEL_FROM:
        yield from ((landed, _read(landed.path, landed.sha)) for landed in files)
        return
    # spawn: the caller may be Dagster or hold threads, which do not survive a fork
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        paths = [landed.path for landed in files]
        shas = [landed.sha for landed in files]
        yield from zip(files, pool.map(_read, paths, shas, chunksize=8), strict=True)


def _batches(reads: Iterator[tuple[Landed, FileRead]]) -> Iterator[list[tuple[Landed, FileRead]]]:
    while batch := list(islice(reads, BATCH)):
        yield batch


def _read(path: Path, sha: str) -> FileRead:
    format_ = path.suffix.lower().removeprefix(".")
    try:
        read = intake.read_submission(path, sha)
    except Exception as error:
        # A reader that fails is our fault, not the nämnd's; the file is kept and the run goes on.
        logger.exception("reader failed on %s", path)
        return FileRead(format_, "avvisad", FAULT.format(type(error).__name__))
    return FileRead(format_, "avvisad", CHANGED) if _changed(path, sha) else read


def _changed(path: Path, sha: str) -> bool:
    try:
        return digest(path) != sha
    except OSError:
        return True
