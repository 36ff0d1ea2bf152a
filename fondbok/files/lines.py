"""From the bytes of a text file to numbered UTF-8 lines that DuckDB can read.

Belongs here: the stream of physical lines with their numbers. Which codec they are in is `codec`,
and what is done to a few megabytes of them `blocks`. Does not belong here: what the lines mean.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from fondbok.files.blocks import (
    LONGEST_LINE,
    SCHEMA,
    Block,
    Numbers,
    Room,
    last_line_end,
    longest,
    plain,
)
from fondbok.files.codec import Chunk, chunks

BATCHES = 32  # chunks a table
# A sign of cp1252 that is no letter, inside a word: a letter of another code page.
_INSIDE_WORD = re.compile(
    rb"[A-Za-z\xc0-\xff][\x80-\x87\x89\x8b\x8d\x8f-\x91\x93-\x95\x98\x99\x9b\x9d](?=[A-Za-z\xc0-\xff])"
)


@dataclass
class Lines:
    """The physical lines of a text file, decoded and numbered, a few megabytes at a time.

    Reading it never fails, whatever the file holds: DuckDB would take the transaction with it.

    Attributes:
        path: The file as it landed; it is only read.
        encoding: A codec from `detect` or a profile.
        delimiter: Between cells; it decides what is blank and what needs trimming.
        count: Number of physical lines read so far.
        given: Number of lines handed over so far: the others were blank or not asked for.
        replaced: Number of characters that could not be decoded (now U+FFFD), or that the codec
            knows but no text holds: those are another code page's.
        too_long: True when a line is too long to be one of a ledger; reading ends there.
        fault: Why the file could not be read to its end.
    """

    path: Path
    encoding: str
    delimiter: str = ""
    count: int = 0
    given: int = 0
    replaced: int = 0
    too_long: bool = False
    fault: OSError | None = None

    def fresh(self, delimiter: str | None = None) -> Lines:
        """The same lines from the start; a stream that was cut short must not count for another."""
        return Lines(self.path, self.encoding, self.delimiter if delimiter is None else delimiter)

    def head(self, lines: int) -> list[str]:
        """The first lines, each cut at the longest a ledger may have."""
        found: list[str] = []
        for block in self._blocks():
            found += block.decode("utf-8").split("\n")[:-1]
            if len(found) >= lines:
                break
        return [line[:LONGEST_LINE] for line in found[:lines]]

    def tables(
        self,
        *,
        after: int = 0,
        most: int | None = None,
        blank: bool = True,
        only: Numbers | None = None,
        shape: Callable[[pa.RecordBatch], pa.RecordBatch] | None = None,
    ) -> Iterator[pa.Table]:
        """The lines as Arrow tables (rad, line, stokig) of a size that fits in memory.

        rad is the 1-based physical line; stokig says that cells of the line may need trimming
        (never false where one does). The next table is made while the caller works with one.

        Args:
            after: leave out the lines up to this one.
            most: stop when at least so many lines have been handed over.
            blank: hand over blank lines too.
            only: numbers of the lines wanted; None means all.
            shape: makes other columns of each batch, in file order.
        """
        batches: Iterator[pa.RecordBatch] = self._batches(after, most, blank, only)
        if shape is not None:
            batches = map(shape, batches)
        with ThreadPoolExecutor(1) as ahead:
            waiting = ahead.submit(_table, batches)
            while (table := waiting.result()) is not None:
                waiting = ahead.submit(_table, batches)
                yield table

    def stream(self, *, after: int = 0) -> pa.RecordBatchReader:
        """The filled lines after one, as a stream that can be read once.

        DuckDB asks for the next batch when a thread has nothing to do, so that what is read into
        one statement is never in memory as a whole. A file that can no longer be read ends the
        stream, and `fault` says why: an error in here would take the transaction with it.
        """
        return pa.RecordBatchReader.from_batches(SCHEMA, self._until_fault(after))

    def _until_fault(self, after: int) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._batches(after, None, False, None)
        except OSError as error:
            self.fault = error

    def _batches(
        self, after: int, most: int | None, blank: bool, only: Numbers | None
    ) -> Iterator[pa.RecordBatch]:
        room = Room()
        for data in self._blocks():
            block = Block(data, self.count + 1)
            self.count += len(block.ends)
            if only is not None:
                block = block.of(only)
                if not len(block.ends):
                    continue
            wanted = block.numbers > after
            if not blank:
                wanted &= block.filled(self.delimiter)
            if not wanted.any():
                continue
            batch = block.batch(block.untidy(self.delimiter, room))
            batch = batch if wanted.all() else batch.filter(pa.array(wanted))
            self.given += batch.num_rows
            yield batch
            if most is not None and self.given >= most:
                return

    def _blocks(self) -> Iterator[bytes]:
        """UTF-8 with line feeds and without control characters, whole lines at a time."""
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        rest = b""
        for chunk in chain(chunks(self.path), [b""]):
            final = not chunk
            rest += self._decoded(decoder, chunk, final)
            cut = len(rest) if final else last_line_end(rest)
            block = plain(rest[:cut])
            rest = rest[cut:]
            self.too_long = len(rest) > LONGEST_LINE or longest(block) > LONGEST_LINE
            if self.too_long:
                return
            if block:
                yield block

    def _decoded(self, decoder: codecs.IncrementalDecoder, chunk: Chunk, final: bool) -> bytes:
        if self.encoding == "cp1252":
            # The same characters, four times as fast, where none is from 0x80 to 0x9F: as UTF-8
            # those begin with C2.
            data = chunk.decode("latin-1").encode()
            if b"\xc2" not in data or not _holds_c1(chunk):
                return data
            self.replaced += len(_INSIDE_WORD.findall(chunk))
        text = decoder.decode(chunk, final)
        self.replaced += text.count("\ufffd")
        data = text.encode()
        if b"\xc2" in data:
            self.replaced += _c1_controls(data)
        return data


def _table(batches: Iterator[pa.RecordBatch]) -> pa.Table | None:
    taken = list(islice(batches, BATCHES))
    return pa.Table.from_batches(taken) if taken else None


def _holds_c1(data: Chunk) -> bool:
    """Whether a byte stands where cp1252 and Latin-1 differ."""
    return bool(((np.frombuffer(data, np.uint8) & 0xE0) == 0x80).any())


def _c1_controls(data: bytes) -> int:
    """How many control characters U+0080 to U+009F there are, which are no text."""
    codes = np.frombuffer(data, np.uint8)
    following = codes[1:]
    return int(np.count_nonzero((codes[:-1] == 0xC2) & (following < 0xA0)))
