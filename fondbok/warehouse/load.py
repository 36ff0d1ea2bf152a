"""From landing/ to the raw schema: each content once, one transaction a batch.

Belongs here: deciding what is new, calling the readers, writing raw tables in bulk. The readers
know files; this module knows the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from fondbok import ledger
from fondbok.errors import FondbokError
from fondbok.findings import FileRead
from fondbok.intake.submissions import read_submission
from fondbok.ledger import staging
from fondbok.paths import Home
from fondbok.publish.release import SCHEMAS
from fondbok.quality import kontroll
from fondbok.warehouse import database, fingerprint, remembered
from fondbok.warehouse.batches import as_batch
from fondbok.warehouse.reading import CHANGED, Chunk, changed, read_submissions, unpacked
from fondbok.warehouse.scan import LEDGER, SUBMISSION, Landed, Scan, own_identity

BATCH = 512  # files a transaction: what a kill costs at most
# Tables of raw whose rows name their file; a ledger's rows and sheets are staging's to forget.
RAW_TABLES = (
    "submission",
    "submission_projekt",
    "submission_kf_mal",
    "submission_svar",
    "submission_samverkan",
    "submission_indikator",
    "submission_natverk",
    "submission_handelse",
    "submission_part",
    "submission_personal",
    "submission_ansokan",
    "submission_arende",
    "sie_foretag",
    "sie_rakenskapsar",
    "sie_konto",
    "sie_dimension",
    "sie_objekt",
    "fynd",
    "avvisad_rad",
    "fil",
)
# Where the rows and remarks of a submission go.
SUBMISSION_TABLES = tuple(
    t for t in RAW_TABLES if t.startswith("submission") or t in ("fynd", "avvisad_rad")
)
# Written at once at the end: compressing what is there again after each batch costs more than
# reading the files. A log of this size is replayed after a kill.
LOG_SIZE = "1GB"
# What dbt keeps of each ledger file between runs. It is a function of the file's rows and of the
# code, so it goes with the rows, in the same transaction, and with the code.
KEPT = (
    *("int_ledger__kontosumma", "int_ledger__verifikat"),
    *("int_ledger__kontorad", "int_ledger__formedlingsrad"),
)
# Reader of a file that changed while it was read: no reader has read it.
UNSETTLED = ""


class _Changed(FondbokError):
    """A file is no longer what was found."""


class Progress(Protocol):
    """Told about each file that is done."""

    def __call__(self, fil: str, done: int, total: int) -> None:
        """`done` of `total` files are read, `fil` the last of them."""


# What dbt makes and the answers to the nämnder are made of (fondbok/feedback/landed.py).
ANSWERED_FROM = (
    "mart.rpt_inlamning",
    "mart.rpt_utbetalt_per_namnd",
    "mart.bi_deltagande",
    "kvalitet.fil",
    "kvalitet.fynd",
    "kvalitet.avvisad_rad",
)


@dataclass
class Loaded:
    """What a landing did.

    Attributes:
        read: contents in landing/ that the program reads (not ignored).
        new: contents read now.
        unchanged: contents already in raw.
        refused: contents that are there but cannot be read.
        gone: names of files that were in raw and are no longer in landing/.
        kept: names of files that changed while they were read; what they held before counts.
        problems: Swedish lines about refused and ignored files.
    """

    read: int = 0
    new: int = 0
    unchanged: int = 0
    refused: int = 0
    gone: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
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
    with database.warehouse(home) as con:
        con.execute(f"set checkpoint_threshold = '{LOG_SIZE}'")
        database.create_raw(con)
        _invalidate(con)
        kod_version = fingerprint.kod_version(home)
        _drop_kept(con, kod_version)
        found = _settled(con, found, lasare)
        stored = _stored(con)
        result = Loaded(gone=_drop_gone(con, found, stored))
        fresh = [f for f in found.files if not _is_known(stored.get(f.sha), f, lasare)]
        first_seen = first_seen | _landing_times(con)
        writer = _Writer(con, home, lasare, first_seen, stored, progress, len(fresh))
        writer.write_unread([f for f in fresh if f.status is not None])
        writer.write_submissions([f for f in fresh if f.status is None and f.typ == SUBMISSION])
        writer.write_ledgers([f for f in fresh if f.status is None and f.typ == LEDGER])
        _drop_replaced(con, found, writer.kept.values())
        _rename(con, found)
        _describe(con, writer.as_read(found), kod_version)
        result.kept = sorted(fil for _, fil in writer.kept)
        result.new = len(fresh) - len(writer.kept)
        result.unchanged = len(found.files) - len(fresh)
        _count(con, result)
        con.execute("checkpoint")
    return result


def _invalidate(con: duckdb.DuckDBPyConnection) -> None:
    """What was checked before belongs to another content: nobody may lean on it.

    Neither publishing, which asks for the checks, nor the answers to the nämnder: a build that
    fails half way must not answer with what an earlier one found.
    """
    kontroll.withdraw(con, raw=True)
    for table in ("mart.release", *ANSWERED_FROM):
        con.execute(f"drop table if exists {table}")


def _describe(con: duckdb.DuckDBPyConnection, found: Scan, kod_version: str) -> None:
    """Remember which contents raw now holds; the release is named after them."""
    con.execute("delete from raw.landing")
    con.execute(
        "insert into raw.landing (indata_hash, kod_version) values (?, ?)",
        [found.indata_hash, kod_version],
    )


def _drop_kept(con: duckdb.DuckDBPyConnection, kod_version: str) -> None:
    """What dbt left behind was made by other code: it is made anew, or is a table no more."""
    if con.execute("select kod_version from raw.landing").fetchone() == (kod_version,):
        return
    for table in KEPT:
        con.execute(f"drop table if exists intermediate.{table}")
    made = con.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where database_name = current_database() and list_contains(?, schema_name)",
        [list(SCHEMAS)],
    ).fetchall()
    for schema, table in made:
        con.execute(f'drop table {schema}."{table}"')


@dataclass(frozen=True)
class _Stored:
    """What the register says of a content in raw."""

    fil: str
    typ: str
    format: str
    lasare: str


def _stored(con: duckdb.DuckDBPyConnection) -> dict[str, _Stored]:
    rows = con.execute("select fil_sha256, fil, typ, format, lasare from raw.fil").fetchall()
    return {sha: _Stored(*rest) for sha, *rest in rows}


def _is_known(stored: _Stored | None, landed: Landed, lasare: str) -> bool:
    """Whether raw holds a content as this code would read it where it lies now.

    A ledger's name may say when it was made, so under another name it is another ledger.
    """
    if stored is None or (stored.typ, stored.lasare) != (landed.typ, lasare):
        return False
    if landed.status is None and stored.format != landed.format and landed.typ == SUBMISSION:
        return False
    return landed.typ != LEDGER or landed.status is not None or stored.fil == landed.fil


def _settled(con: duckdb.DuckDBPyConnection, found: Scan, lasare: str) -> Scan:
    """What was found, with a submission that is none moved aside for the ledger it is.

    The same bytes in both folders are read as both kinds. Which of the two keeps the bytes' own
    hash depends on the bytes alone, and a copy that only is refused leaves the rows of the other
    as they were.
    """
    ledgers = {landed.innehall for landed in found.files if _is_read(landed, LEDGER)}
    aside = {
        landed.innehall
        for landed in found.files
        if _is_read(landed, SUBMISSION)
        and landed.innehall in ledgers
        and _is_refused(con, landed, lasare)
    }
    return replace(found, files=tuple(_swapped(landed, aside) for landed in found.files))


def _is_read(landed: Landed, typ: str) -> bool:
    return landed.status is None and landed.typ == typ


def _swapped(landed: Landed, aside: set[str]) -> Landed:
    if landed.innehall not in aside or landed.typ not in (SUBMISSION, LEDGER):
        return landed
    own = own_identity(landed.typ, landed.innehall)
    return replace(landed, sha=own if landed.typ == SUBMISSION else landed.innehall)


def _is_refused(con: duckdb.DuckDBPyConnection, landed: Landed, lasare: str) -> bool:
    """Whether the bytes are no submission: as raw says, or else as the reader does."""
    known = con.execute(
        "select status from raw.fil where typ = ? and format = ? and lasare = ?"
        " and list_contains(?, fil_sha256)",
        [
            SUBMISSION,
            landed.format,
            lasare,
            [landed.innehall, own_identity(SUBMISSION, landed.innehall)],
        ],
    ).fetchone()
    if known is not None:
        return known == ("avvisad",)
    return read_submission(landed.path, landed.innehall).status == "avvisad"


def _landing_times(con: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    return dict(con.execute("select fil_sha256, inlast_tid from raw.fil").fetchall())


def _drop_gone(
    con: duckdb.DuckDBPyConnection, found: Scan, stored: dict[str, _Stored]
) -> list[str]:
    """Raw holds what landing/ holds; a removed file leaves the next release, not the old ones.

    What a file held before it was corrected stays until what it holds now has been read.
    """
    here = {landed.sha for landed in found.files}
    names = {(landed.typ, landed.fil) for landed in found.files}
    left = {sha: row for sha, row in stored.items() if sha not in here}
    gone = [sha for sha, row in left.items() if (row.typ, row.fil) not in names]
    if gone:
        with database.transaction(con):
            _delete(con, gone)
    still = {fil for landed in found.files for fil in (landed.fil, *landed.kopior)}
    return sorted(left[sha].fil for sha in gone if left[sha].fil not in still)


def _drop_replaced(con: duckdb.DuckDBPyConnection, found: Scan, kept: Iterable[str]) -> None:
    """Take out what files held before they were corrected."""
    here = {landed.sha for landed in found.files} | set(kept)
    rows = con.execute("select fil_sha256 from raw.fil").fetchall()
    if left := [sha for (sha,) in rows if sha not in here]:
        with database.transaction(con):
            _delete(con, left)


def _forget(con: duckdb.DuckDBPyConnection, files: Sequence[Landed]) -> None:
    """Take out what raw holds of these contents; most often they are new and there is nothing."""
    stored = {sha for (sha,) in con.execute("select fil_sha256 from raw.fil").fetchall()}
    if shas := [landed.sha for landed in files if landed.sha in stored]:
        _delete(con, shas)


def _delete(con: duckdb.DuckDBPyConnection, shas: Sequence[str]) -> None:
    staging.forget(con, shas)
    for table in RAW_TABLES:
        con.execute(f"delete from raw.{table} where fil_sha256 in (select unnest(?))", [list(shas)])
    for table in _kept(con):
        con.execute(
            f"delete from intermediate.{table} where fil_sha256 in (select unnest(?))", [list(shas)]
        )


def _kept(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Those of KEPT that are there: dbt makes them, after the first load."""
    rows = con.execute(
        "select table_name from duckdb_tables() where schema_name = 'intermediate' "
        "and database_name = current_database() and list_contains(?, table_name)",
        [list(KEPT)],
    ).fetchall()
    return [name for (name,) in rows]


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
    stored: dict[str, _Stored]
    progress: Progress | None
    total: int
    done: int = 0
    # Files that changed while they were read, (kind, name), and the earlier content that counts.
    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    unsettled: set[tuple[str, str]] = field(default_factory=set)
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
        schemas = {table: self._schema(table) for table in SUBMISSION_TABLES}
        with _one_thread(self.con):
            for batch in _batches(read_submissions(files, schemas)):
                reads = [read for chunk in batch.chunks for read in chunk.files]
                news = [
                    (landed, read)
                    for landed, read in zip(batch.files, reads, strict=True)
                    if read.orsak != CHANGED or not self._keep_earlier(landed)
                ]
                with database.transaction(self.con):
                    _forget(self.con, [landed for landed, _ in news])
                    for table, schema in schemas.items():
                        self._insert_arrow(table, unpacked(batch.chunks, table, schema))
                    self._insert("fil", [self._register(*each) for each in news])
                self._tell(batch.files)

    def write_ledgers(self, files: list[Landed]) -> None:
        """Load ledgers one by one; their rows never pass through Python."""
        # Rows this many go straight to their place; in the log they would be written twice.
        self.con.execute("reset checkpoint_threshold")
        digests = remembered.known(self.home)
        for landed in files:
            try:
                self._write_ledger(landed, digests)
            except (_Changed, OSError, duckdb.Error):
                if not changed(landed.path, landed.sha, digests.of):
                    raise
                self._write_changed(landed)
            self._tell([landed])

    def _write_ledger(self, landed: Landed, digests: remembered.Digests) -> None:
        with database.transaction(self.con):
            _forget(self.con, [landed])
            read = ledger.load(self.con, landed.path, landed.sha, self.home.profiles)
            if changed(landed.path, landed.sha, digests.of):
                raise _Changed
            self._insert("fil", [self._register(landed, read)])

    def as_read(self, found: Scan) -> Scan:
        """What raw now holds: where a file changed while it was read, not what was found."""
        return replace(found, files=tuple(map(self._as_read, found.files)))

    def _as_read(self, landed: Landed) -> Landed:
        name = (landed.typ, landed.fil)
        if name in self.kept:
            return replace(landed, innehall=self.kept[name])
        return replace(landed, status="andrad") if name in self.unsettled else landed

    def _write_changed(self, landed: Landed) -> None:
        """Refuse a ledger that changed while it was read, unless what it held before counts."""
        if self._keep_earlier(landed):
            return
        with database.transaction(self.con):
            _forget(self.con, [landed])
            read = FileRead(landed.format, "avvisad", CHANGED)
            self._insert("fil", [self._register(landed, read)])

    def _keep_earlier(self, landed: Landed) -> bool:
        """Let what raw holds of a file count in this run; False when it holds nothing of it.

        The file is read again in the next run, whatever it holds then.
        """
        name = (landed.typ, landed.fil)
        self.unsettled.add(name)
        there = {sha for (sha,) in self.con.execute("select fil_sha256 from raw.fil").fetchall()}
        for sha, row in self.stored.items():
            if (row.typ, row.fil) == name and sha in there and row.lasare != UNSETTLED:
                self.kept[name] = sha
                return True
        return False

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        batch = as_batch(table, rows, self._schema(table))
        self._insert_arrow(table, pa.Table.from_batches([batch]))

    def _insert_arrow(self, table: str, rows: pa.Table) -> None:
        if rows.num_rows == 0:
            return
        self.con.register("incoming", rows)
        self.con.execute(f"insert into raw.{table} by name from incoming")
        self.con.unregister("incoming")

    def _schema(self, table: str) -> pa.Schema:
        """The columns that landing writes; whose rows they are, the table knows."""
        columns = self.con.sql(f"select * exclude (kommun_kod) from raw.{table} limit 0")
        return columns.to_arrow_table().schema

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
            "nyaste_datum": read.nyaste_datum,
            "andrad": read.andrad,
            "inlast_tid": self.first_seen.get(landed.sha, self.now),
            "lasare": UNSETTLED if read.orsak == CHANGED else self.lasare,
        }

    def _tell(self, files: list[Landed]) -> None:
        for landed in files:
            self.done += 1
            if self.progress is not None:
                self.progress(landed.fil, self.done, self.total)


@dataclass
class _Batch:
    """The files of one transaction."""

    files: list[Landed] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)


@contextmanager
def _one_thread(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Leave the cores to the reading processes."""
    con.execute("set threads = 1")
    try:
        yield
    finally:
        con.execute("reset threads")


def _unread(landed: Landed) -> FileRead:
    status = "avvisad" if landed.status == "avvisad" else "ignorerad"
    return FileRead(landed.format, status, landed.orsak)  # type: ignore[arg-type]


def _batches(reads: Iterator[tuple[Sequence[Landed], Chunk]]) -> Iterator[_Batch]:
    """Enough files together for a transaction to be worth its price."""
    batch = _Batch()
    for files, chunk in reads:
        batch.files.extend(files)
        batch.chunks.append(chunk)
        if len(batch.files) >= BATCH:
            yield batch
            batch = _Batch()
    if batch.files:
        yield batch
