"""Submissions read over all cores and handed over column by column.

Belongs here: what the reading processes do, how their rows travel, and what becomes of a process
that dies. Every process pays for what this module imports, so nothing here knows the database.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from importlib.abc import MetaPathFinder
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa

from fondbok.ending import follow
from fondbok.findings import FileRead
from fondbok.intake import submissions
from fondbok.warehouse.batches import UnknownColumn, as_batch
from fondbok.warehouse.scan import Digest, Landed, digest, identities

# Bytes of files below which this process is done before others have started: about 150 workbooks.
PARALLEL_FROM = 2_000_000
CHUNK = 32  # files read at a time, so that rows travel many together
CHUNKS_A_PROCESS = 4  # at least, so that no process is left with the last of the work
CHANGED = "Filen ändrades medan den lästes. Den läses vid nästa körning."
FAULT = (
    "Filen kunde inte läsas på grund av ett fel i programmet ({}). "
    "Skicka filen till den som förvaltar Fondbok."
)
LOST = (
    "Läsningen avbröts: ett läsande program stoppades två gånger, ofta för att minnet tog slut. "
    "Ingen fil är halvt inläst. Stäng andra program och kör igen."
)

Schemas = Mapping[str, pa.Schema]
"""Raw table (without schema) -> its columns."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chunk:
    """Some files, read.

    Attributes:
        files: what the register says of each, in order; rows and remarks are in `tables`.
        tables: raw table -> the rows of all the files, as an Arrow record batch in bytes; a table
            without rows is left out.
    """

    files: list[FileRead]
    tables: dict[str, bytes]


def read_submissions(
    files: Sequence[Landed], schemas: Schemas
) -> Iterator[tuple[Sequence[Landed], Chunk]]:
    """Read submissions, in the order given.

    Args:
        files: what is to be read.
        schemas: columns of every raw table a submission can fill, with fynd and avvisad_rad.

    Yields:
        Some of the files with what became of them.

    Raises:
        ChildProcessError: reading processes died, and died again when started anew.
    """
    if len(files) < 2 or sum(landed.storlek for landed in files) < PARALLEL_FROM:
        if files:
            yield files, read_chunk([(f.path, f.sha) for f in files], schemas)
        return
    processes = os.cpu_count() or 1
    size = min(CHUNK, max(1, len(files) // (CHUNKS_A_PROCESS * processes)))
    chunks = [files[at : at + size] for at in range(0, len(files), size)]
    try:
        for chunk in _read_chunks(chunks, schemas, processes):
            yield chunks.pop(0), chunk
    except BrokenProcessPool:
        # Most often the machine was short of memory for a while.
        logger.warning("a reading process died; reading the remaining files again")
        try:
            for chunk in _read_chunks(list(chunks), schemas, processes):
                yield chunks.pop(0), chunk
        except BrokenProcessPool as error:
            raise ChildProcessError(LOST) from error


def _read_chunks(
    chunks: Sequence[Sequence[Landed]], schemas: Schemas, processes: int
) -> Iterator[Chunk]:
    # spawn: the caller may be Dagster or hold threads, which do not survive a fork
    spawn = get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="fondbok-") as folder,
        ProcessPoolExecutor(
            processes, mp_context=spawn, initializer=_start, initargs=(os.getpid(),)
        ) as pool,
    ):
        named = [[(landed.path, landed.sha) for landed in chunk] for chunk in chunks]
        for file in pool.map(partial(_read_to_file, schemas=schemas, folder=folder), named):
            yield _taken(file)


def _read_to_file(files: Sequence[tuple[Path, str]], schemas: Schemas, folder: str) -> str:
    """Read a chunk in a process of its own, and hand over the name of a file that holds it.

    The pool waits for ever for the rest of a long message whose sender was killed; a name is sent
    whole or not at all.
    """
    file = Path(folder) / files[0][1]
    file.write_bytes(pickle.dumps(read_chunk(files, schemas), pickle.HIGHEST_PROTOCOL))
    return str(file)


def _taken(file: str) -> Chunk:
    chunk: Chunk = pickle.loads(Path(file).read_bytes())
    Path(file).unlink()
    return chunk


class _NoPandas(MetaPathFinder):
    """Says that pandas is not there.

    pyarrow imports pandas to ask whether a list is a Series: in a process of its own that costs as
    much as reading a hundred files.
    """

    def find_spec(self, fullname: str, *_: object) -> None:
        """Refuse pandas, leave every other module to the next finder."""
        if fullname == "pandas":
            raise ImportError("a reading process does without pandas")


def _start(parent: int) -> None:
    """What a reading process begins with; `parent` is the number of the one that started it."""
    follow(parent)
    # Ctrl-C goes to all of them, and the one that started them tells of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The pool asks the others to stop when one has died, and waits until they have. Whoever runs
    # in the background may ignore that plea, and what it starts would ignore it too.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.meta_path.insert(0, _NoPandas())


def read_chunk(files: Sequence[tuple[Path, str]], schemas: Schemas) -> Chunk:
    """Read files by path and SHA-256, one after the other.

    Raises:
        UnknownColumn: the program reads a field that a raw table has no column for.
    """
    reads = [(sha, _read(path, sha)) for path, sha in files]
    try:
        return _chunk(reads, schemas)
    except UnknownColumn:
        # No file's fault: a field is read that the raw layer does not know.
        raise
    except Exception as error:
        # The error repeats the value, which may be somebody's: only its kind goes to the log.
        logger.warning("%s: rows that raw has no room for", type(error).__name__)
        return _chunk([(sha, _storable(sha, read, schemas)) for sha, read in reads], schemas)


def _chunk(reads: Sequence[tuple[str, FileRead]], schemas: Schemas) -> Chunk:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in schemas}
    for sha, read in reads:
        for table, found in read.rows.items():
            rows[table].extend(found)
        of_file = {"fil_sha256": sha}
        rows["fynd"].extend(vars(remark) | of_file for remark in read.fynd)
        rows["avvisad_rad"].extend(vars(reject) | of_file for reject in read.avvisade)
    tables = {
        name: as_batch(name, found, schemas[name]).serialize().to_pybytes()
        for name, found in rows.items()
        if found
    }
    return Chunk([replace(read, rows={}, fynd=[], avvisade=[]) for _, read in reads], tables)


def _storable(sha: str, read: FileRead, schemas: Schemas) -> FileRead:
    """The file as read; refused when a value does not fit its column, which stops no other file."""
    try:
        _chunk([(sha, read)], schemas)
    except Exception as error:
        logger.warning("%s: raw has no room for the rows of %s", type(error).__name__, sha)
        return FileRead(read.format, "avvisad", FAULT.format(type(error).__name__))
    return read


def unpacked(chunks: Sequence[Chunk], table: str, schema: pa.Schema) -> pa.Table:
    """The rows of one raw table from several chunks, in their order."""
    packed = [chunk.tables[table] for chunk in chunks if table in chunk.tables]
    batches = [pa.ipc.read_record_batch(pa.py_buffer(rows), schema) for rows in packed]
    return pa.Table.from_batches(batches, schema=schema)


def _read(path: Path, sha: str) -> FileRead:
    format_ = path.suffix.lower().removeprefix(".")
    try:
        read = submissions.read_submission(path, sha)
    except Exception as error:
        if changed(path, sha):
            return FileRead(format_, "avvisad", CHANGED)
        # A reader that fails is our fault, not the nämnd's; the file is kept and the run goes on.
        logger.exception("reader failed on %s", path)
        return FileRead(format_, "avvisad", FAULT.format(type(error).__name__))
    return FileRead(format_, "avvisad", CHANGED) if changed(path, sha) else read


def changed(path: Path, sha: str, digest_of: Digest = digest) -> bool:
    """Whether a file is no longer what it was found to be, or not there at all."""
    try:
        return sha not in identities(digest_of(path))
    except OSError:
        return True
