"""From the bytes of a text file to numbered UTF-8 lines that DuckDB can read.

Belongs here: which encoding the bytes are in, and the stream of physical lines with their numbers.
Does not belong here: what the lines mean.

The bytes decide, never a label in the file: SIE files that say PC8 are often Latin-1 or UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

CHUNK = 1 << 20
BATCHES = 32  # chunks a table
# A line longer than this is no row of a ledger, and must not fill the memory.
LONGEST_LINE = 1_000_000

_ASCII = bytes(range(128))
# å ä ö Å Ä Ö é ü as DOS code pages and as Latin-1 write them.
_DOS = bytes.fromhex("868494 8f8e99 8281")
_WINDOWS = bytes.fromhex("e5e4f6 c5c4d6 e9fc")
# The same as Mac Roman writes them; 81 and 8e are letters of DOS too.
_MAC = bytes.fromhex("8c8a9a 818085")
_MAC_SMALL = bytes.fromhex("8c8a9a")
# A sign of cp1252 that is no letter, inside a word: a letter of another code page.
_INSIDE_WORD = re.compile(
    rb"[A-Za-z\xc0-\xff][\x80-\x87\x89\x8b\x8d\x8f-\x91\x93-\x95\x98\x99\x9b\x9d](?=[A-Za-z\xc0-\xff])"
)
# Control characters are no text. Ctrl-Z ends a DOS file.
_CONTROLS = {code: ord("?") for code in [*range(9), 11, 12, *range(14, 32), 127]} | {26: ord(" ")}
_VISIBLE = bytes(_CONTROLS.get(code, code) for code in range(256))


# Signs that take no place and mean nothing: marks of byte order inside a file, soft hyphens, breaks
# of no width and marks of direction. In a number they make another number of it.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_INVISIBLE_BYTES = re.compile(
    rb"\xc2\xad|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa4\xa6-\xa9]|\xef\xbb\xbf"
)
Chunk = bytes | bytearray


@dataclass
class _Evidence:
    """What the bytes of a file say about their encoding."""

    valid_utf8: bool = True
    high: int = 0
    dos: int = 0
    windows: int = 0
    mac: int = 0
    mac_small: int = 0
    good_utf8: int = 0
    bad_utf8: int = 0
    undefined_1252: int = 0
    decoder: codecs.IncrementalDecoder = field(
        default_factory=codecs.getincrementaldecoder("utf-8")
    )

    def add(self, chunk: Chunk, final: bool = False) -> None:
        high = chunk.translate(None, _ASCII)
        if not high and not final:
            return
        self.high += len(high)
        self.dos += sum(high.count(code) for code in _DOS)
        self.windows += sum(high.count(code) for code in _WINDOWS)
        self.mac += sum(high.count(code) for code in _MAC)
        self.mac_small += sum(high.count(code) for code in _MAC_SMALL)
        self.undefined_1252 += sum(high.count(code) for code in b"\x81\x8d\x8f\x90\x9d")
        if not self.valid_utf8:
            return
        try:
            self.decoder.decode(chunk, final)
        except UnicodeDecodeError:
            self.valid_utf8 = False
        text = high.decode("utf-8", "replace") if not self.valid_utf8 else ""
        self.bad_utf8 += text.count("\ufffd")
        self.good_utf8 += len(text) - text.count("\ufffd")


def visible(text: str) -> str:
    """A text without the signs that take no place."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def bom(head: bytes) -> str | None:
    """The codec a byte order mark names, or None."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _utf16_without_bom(head: bytes) -> str | None:
    """UTF-16 of mostly ASCII text has a zero in every other byte."""
    if len(head) < 4 or head.count(0) < len(head) // 3:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def detect(path: Path, *, dos: str = "cp850") -> str:
    """The codec that a text file's bytes fit.

    Args:
        path: A text file.
        dos: Code page meant when the Swedish letters are those of DOS (SIE says cp437).

    Returns:
        utf-8-sig, utf-16, utf-16-le, utf-16-be, utf-8, cp1252, latin-1, mac_roman or `dos`.
    """
    with path.open("rb") as source:
        head = source.read(4096)
    known = bom(head) or _utf16_without_bom(head)
    if known:
        return known
    evidence = _Evidence()
    for chunk in _chunks(path):
        evidence.add(chunk)
    evidence.add(b"", final=True)
    return _verdict(evidence, dos)


def detect_bytes(data: bytes, *, dos: str = "cp437") -> str:
    """The codec that bytes in memory fit; as `detect`."""
    known = bom(data) or _utf16_without_bom(data[:4096])
    if known:
        return known
    evidence = _Evidence()
    evidence.add(data, final=True)
    return _verdict(evidence, dos)


def _verdict(evidence: _Evidence, dos: str) -> str:
    if evidence.valid_utf8:
        return "utf-8"
    # One broken character in a file of whole ones: still UTF-8, with a finding.
    if evidence.good_utf8 > 4 * evidence.bad_utf8:
        return "utf-8"
    # å, ä and ö are among the commonest letters of a Swedish text, and few other signs are high.
    if evidence.mac_small and evidence.mac > max(evidence.windows, evidence.dos):
        return "mac_roman"
    if evidence.dos > evidence.windows:
        return dos
    return "latin-1" if evidence.undefined_1252 else "cp1252"


Numbers = npt.NDArray[np.int64]
SCHEMA = pa.schema([("rad", pa.int64()), ("line", pa.string()), ("stokig", pa.bool_())])
_LINE_FEED, _RETURN, _SPACE = 10, 13, 32
# A blank line holds nothing but these and the delimiter; C2 A0 is a no-break space.
_BLANK = b' \t"\xc2\xa0'


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
        room = _Room()
        for data in self._blocks():
            block = _Block(data, self.count + 1)
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
        for chunk in chain(_chunks(self.path), [b""]):
            final = not chunk
            rest += self._decoded(decoder, chunk, final)
            cut = len(rest) if final else _last_line_end(rest)
            block = _plain(rest[:cut])
            rest = rest[cut:]
            self.too_long = len(rest) > LONGEST_LINE or _longest(block) > LONGEST_LINE
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


def holds(path: Path, sign: bytes) -> bool:
    """Whether a byte stands anywhere in a file."""
    return any(sign in chunk for chunk in _chunks(path))


def _chunks(path: Path) -> Iterator[Chunk]:
    """A file's bytes a megabyte at a time, each in the place of the one before."""
    room = bytearray(CHUNK)
    with path.open("rb") as source:
        while size := source.readinto(room):
            yield room if size == CHUNK else bytes(room[:size])


def _holds_c1(data: Chunk) -> bool:
    """Whether a byte stands where cp1252 and Latin-1 differ."""
    return bool(((np.frombuffer(data, np.uint8) & 0xE0) == 0x80).any())


def _c1_controls(data: bytes) -> int:
    """How many control characters U+0080 to U+009F there are, which are no text."""
    codes = np.frombuffer(data, np.uint8)
    following = codes[1:]
    return int(np.count_nonzero((codes[:-1] == 0xC2) & (following < 0xA0)))


def _last_line_end(data: bytes) -> int:
    """Where the last whole line ends; a carriage return last of all may be half a line end."""
    feed = data.rfind(b"\n") + 1
    return feed or data.rfind(b"\r", 0, len(data) - 1) + 1


def _plain(data: bytes) -> bytes:
    if data and not data.endswith((b"\n", b"\r")):
        data += b"\n"
    if b"\r" in data:
        data = _with_line_feeds(data)
    # One byte is found much faster than two, and these begin signs that are rare in Swedish.
    if any(sign in data for sign in (b"\xc2\xad", b"\xe2", b"\xef")):
        data = _INVISIBLE_BYTES.sub(b"", data)
    codes = np.frombuffer(data, np.uint8)
    controls = np.count_nonzero(codes < _SPACE) > np.count_nonzero(codes == _LINE_FEED)
    return data.translate(_VISIBLE) if controls or b"\x7f" in data else data


def _with_line_feeds(data: bytes) -> bytes:
    codes = np.frombuffer(data, np.uint8)
    after = np.flatnonzero(codes == _RETURN) + 1
    if after[-1] < len(codes) and (codes[after] == _LINE_FEED).all():
        return data.replace(b"\r", b"")  # five times as fast as replacing the pair
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _longest(block: bytes) -> int:
    """Length of the longest line, or 0 when it is short enough for a ledger."""
    if len(block) <= LONGEST_LINE:
        return 0
    # A longer line would cover the middle of the block from end to end.
    if block.find(b"\n", len(block) - LONGEST_LINE, LONGEST_LINE) >= 0:
        return 0
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _LINE_FEED)
    return int(np.diff(ends, prepend=-1).max())


class _Room:
    """Memory used for block after block: fresh pages cost more than what is done in them."""

    def __init__(self) -> None:
        self._sums = np.empty(0, np.uint8)
        self._equal = np.empty(0, bool)

    def of(self, size: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
        """Bytes and truths, so many of each; what they hold is whatever was there."""
        if size > len(self._sums):
            self._sums, self._equal = np.empty(2 * size, np.uint8), np.empty(2 * size, bool)
        return self._sums[:size], self._equal[:size]


class _Block:
    """Whole lines in memory: where each begins and ends, and what is in them."""

    def __init__(self, data: bytes, first: int) -> None:
        self.data = data
        self.codes = np.frombuffer(data, np.uint8)
        self.ends = np.flatnonzero(self.codes == _LINE_FEED)
        self.numbers: Numbers = np.arange(first, first + len(self.ends), dtype=np.int64)

    def of(self, numbers: Numbers) -> _Block:
        """Those of the lines that have one of the numbers; they are few."""
        first = int(self.numbers[0])
        among = (numbers >= first) & (numbers < first + len(self.ends))
        places = np.sort(numbers[among]) - first
        starts = np.concatenate([[0], self.ends[:-1] + 1])
        lines = [self.data[starts[place] : self.ends[place] + 1] for place in places]
        block = _Block(b"".join(lines), first)
        block.numbers = places + first
        return block

    def batch(self, untidy: npt.NDArray[np.bool_]) -> pa.RecordBatch:
        """The lines without their line feeds, as Arrow strings over one buffer."""
        count = len(self.ends)
        offsets = np.zeros(count + 1, np.int32)
        offsets[1:] = self.ends - np.arange(count)
        text = pa.py_buffer(self.data.replace(b"\n", b""))
        lines = pa.StringArray.from_buffers(count, pa.py_buffer(offsets), text)
        return pa.record_batch([pa.array(self.numbers), lines, pa.array(untidy)], schema=SCHEMA)

    def filled(self, delimiter: str) -> npt.NDArray[np.bool_]:
        """Lines that hold more than blanks, quotes and delimiters."""
        table = np.ones(256, bool)
        table[list(_BLANK + b"\n" + delimiter.encode())] = False
        starts = np.concatenate([[0], self.ends[:-1] + 1])
        filled = table[self.codes[starts]]
        if not filled.all():
            filled = np.logical_or.reduceat(table[self.codes], starts)
        return filled

    def untidy(self, delimiter: str, room: _Room) -> npt.NDArray[np.bool_]:
        """Lines with a quote, an odd blank, or a blank at either end of a cell."""
        found = np.zeros(len(self.ends), bool)
        if not delimiter:
            return found
        if self._has_odd_signs(delimiter):
            found[:] = True
            return found
        # Two neighbours that add up to a blank and the end of a cell may be just that. Adding
        # bytes is cheap, and there are few to look closer at.
        codes, edge = self.codes, ord(delimiter)
        sums, equal = room.of(len(codes) - 1)
        np.add(codes[:-1], codes[1:], out=sums)
        totals = (_SPACE + edge, _SPACE + _LINE_FEED)
        near = np.concatenate(
            [np.flatnonzero(np.equal(sums, total, out=equal)) for total in totals]
        )
        left, right = codes[near], codes[near + 1]
        opens = near[(right == _SPACE) & ((left == edge) | (left == _LINE_FEED))] + 1
        closes = near[(left == _SPACE) & ((right == edge) | (right == _LINE_FEED))]
        found[np.searchsorted(self.ends, opens)] = True
        found[np.searchsorted(self.ends, closes)] = True
        found[0] |= bool(codes[0] == _SPACE)
        return found

    def _has_odd_signs(self, delimiter: str) -> bool:
        """Quotes, tabs between other delimiters, no-break blanks, wide or narrow."""
        data = self.data
        if b'"' in data or (delimiter != "\t" and b"\t" in data):
            return True
        # One byte is found much faster than two.
        if b"\xc2" in data and b"\xc2\xa0" in data:
            return True
        return b"\xe2" in data and b"\xe2\x80\xaf" in data
