"""Whole lines of text in memory, as bytes: where each ends, what is in it, which are blank.

Belongs here: what is done to a megabyte at a time, and so with numpy. The stream of them is
`lines`.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa

# A line longer than this is no row of a ledger, and must not fill the memory.
LONGEST_LINE = 1_000_000

Numbers = npt.NDArray[np.int64]
SCHEMA = pa.schema([("rad", pa.int64()), ("line", pa.string()), ("stokig", pa.bool_())])
_LINE_FEED, _RETURN, _SPACE = 10, 13, 32
# A blank line holds nothing but these and the delimiter; C2 A0 is a no-break space.
_BLANK = b' \t"\xc2\xa0'


# Control characters are no text. Ctrl-Z ends a DOS file.
_CONTROLS = {code: ord("?") for code in [*range(9), 11, 12, *range(14, 32), 127]} | {26: ord(" ")}
_VISIBLE = bytes(_CONTROLS.get(code, code) for code in range(256))


# Signs that take no place and mean nothing: marks of byte order inside a file, soft hyphens, breaks
# of no width and marks of direction. In a number they make another number of it.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_INVISIBLE_BYTES = re.compile(
    rb"\xc2\xad|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa4\xa6-\xa9]|\xef\xbb\xbf"
)


def visible(text: str) -> str:
    """A text without the signs that take no place."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def last_line_end(data: bytes) -> int:
    """Where the last whole line ends; a carriage return last of all may be half a line end."""
    feed = data.rfind(b"\n") + 1
    return feed or data.rfind(b"\r", 0, len(data) - 1) + 1


def plain(data: bytes) -> bytes:
    """Whole lines that end in line feeds and hold no control characters or unseen signs."""
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


def longest(block: bytes) -> int:
    """Length of the longest line, or 0 when it is short enough for a ledger."""
    if len(block) <= LONGEST_LINE:
        return 0
    # A longer line would cover the middle of the block from end to end.
    if block.find(b"\n", len(block) - LONGEST_LINE, LONGEST_LINE) >= 0:
        return 0
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _LINE_FEED)
    return int(np.diff(ends, prepend=-1).max())


class Room:
    """Memory used for block after block: fresh pages cost more than what is done in them."""

    def __init__(self) -> None:
        self._sums = np.empty(0, np.uint8)
        self._equal = np.empty(0, bool)

    def of(self, size: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
        """Bytes and truths, so many of each; what they hold is whatever was there."""
        if size > len(self._sums):
            self._sums, self._equal = np.empty(2 * size, np.uint8), np.empty(2 * size, bool)
        return self._sums[:size], self._equal[:size]


class Block:
    """Whole lines in memory: where each begins and ends, and what is in them."""

    def __init__(self, data: bytes, first: int) -> None:
        self.data = data
        self.codes = np.frombuffer(data, np.uint8)
        self.ends = np.flatnonzero(self.codes == _LINE_FEED)
        self.numbers: Numbers = np.arange(first, first + len(self.ends), dtype=np.int64)

    def of(self, numbers: Numbers) -> Block:
        """Those of the lines that have one of the numbers; they are few."""
        first = int(self.numbers[0])
        among = (numbers >= first) & (numbers < first + len(self.ends))
        places = np.sort(numbers[among]) - first
        starts = np.concatenate([[0], self.ends[:-1] + 1])
        lines = [self.data[starts[place] : self.ends[place] + 1] for place in places]
        block = Block(b"".join(lines), first)
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

    def untidy(self, delimiter: str, room: Room) -> npt.NDArray[np.bool_]:
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
