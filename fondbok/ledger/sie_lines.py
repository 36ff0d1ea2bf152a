"""Which kind each line of a SIE file is, and which voucher it stands in, a batch at a time.

Belongs here: looking at the first bytes of all lines at once, and the running place among vouchers
and braces. Does not belong here: what a line says (sie, sie_rows.py).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

SCHEMA = pa.schema(
    [
        ("rad", pa.int64()),
        ("line", pa.string()),
        ("slag", pa.string()),
        ("ver", pa.int64()),
        ("slut", pa.int64()),
        ("indrag", pa.int64()),
    ]
)
POSTING, ADDED, VOUCHER, OPEN, CLOSE, LABEL, OTHER = "T", "R", "V", "{", "}", "#", ""
_KINDS = np.array([OTHER, LABEL, POSTING, ADDED, VOUCHER, OPEN, CLOSE])
_OTHER, _LABEL, _POSTING, _ADDED, _VOUCHER, _OPEN, _CLOSE = range(len(_KINDS))
_BRACED = len(_KINDS)  # a brace and more, which is looked at without it
_TAB, _BLANK, _QUOTE, _HASH, _LEFT, _RIGHT = (ord(sign) for sign in '\t "#{}')
_INDENT = 40  # more blanks before a label than this are counted line by line
_WORD = 8

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


@dataclass
class Place:
    """Where among vouchers and braces the lines read so far end.

    Attributes:
        ver: the line of the last #VER, 0 before the first.
        slut: the line of the last closing brace, 0 before the first.
        kinds: lines of each kind.
    """

    ver: int = 0
    slut: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch (rad, line, ...) with its kinds and places.

        slag is the kind, ver and slut the place, indrag the number of blanks before the first word.
        """
        rad = batch.column("rad").to_numpy()
        kind, indent, closing = kinds(batch.column("line"))
        for number, count in enumerate(np.bincount(kind, minlength=len(_KINDS))):
            self.kinds[str(_KINDS[number])] += int(count)
        ver = np.maximum.accumulate(np.where(kind == _VOUCHER, rad, self.ver))
        closing &= kind != _VOUCHER  # a new voucher closes the one before by itself
        slut = np.maximum.accumulate(np.where(closing, rad, self.slut))
        self.ver, self.slut = int(ver[-1]), int(slut[-1])
        slag = pa.DictionaryArray.from_arrays(pa.array(kind, pa.int8()), pa.array(_KINDS.tolist()))
        columns = [batch.column("rad"), batch.column("line"), slag.cast(pa.string())]
        columns += [pa.array(ver), pa.array(slut), pa.array(indent)]
        return pa.record_batch(columns, schema=SCHEMA)


def kinds(
    lines: pa.StringArray,
) -> tuple[npt.NDArray[np.int8], Places, npt.NDArray[np.bool_]]:
    """The kind of each line by its first word, an index into _KINDS, and what stands before it.

    That is the number of blanks and braces, and whether a brace among them closes a voucher.
    """
    _, offsets, data = lines.buffers()
    bounds = np.frombuffer(offsets, np.int32)[lines.offset : lines.offset + len(lines) + 1]
    codes = np.frombuffer(data or b"", np.uint8)[: bounds[-1]]
    # What stands after the last line must look like its end.
    codes = np.concatenate([codes, np.full(_WORD + 1, _BLANK, np.uint8)])
    starts: Places = bounds[:-1].astype(np.int64)
    ends: Places = bounds[1:].astype(np.int64)
    words = _without_indent(codes, starts, ends)
    kind = _by_first_word(codes, words, ends)
    closing = kind == _CLOSE
    for line in np.flatnonzero(kind == _BRACED):
        text = codes[words[line] : ends[line]].tobytes()
        braces = len(text) - len(text.lstrip(b"{} \t"))
        closing[line] = b"}" in text[:braces]
        words[line] += braces
    braced = kind == _BRACED
    if braced.any():
        alone = np.where(closing[braced], _CLOSE, _OPEN)
        again = _by_first_word(codes, words[braced], ends[braced])
        kind[braced] = np.where(words[braced] == ends[braced], alone, again)
    return kind, words - starts, closing


def _without_indent(codes: Bytes, starts: Places, ends: Places) -> Places:
    starts = starts.copy()
    for _ in range(_INDENT):
        indented = ((codes[starts] == _BLANK) | (codes[starts] == _TAB)) & (starts < ends)
        if not indented.any():
            return starts
        starts += indented
    for line in np.flatnonzero(indented):
        text = codes[starts[line] : ends[line]].tobytes()
        starts[line] += len(text) - len(text.lstrip(b" \t"))
    return starts


def _by_first_word(codes: Bytes, starts: Places, ends: Places) -> npt.NDArray[np.int8]:
    length = ends - starts
    # The first eight bytes of every line as one number each.
    windows = np.ndarray(len(codes) - _WORD + 1, "<u8", codes.data, strides=(1,))
    words = windows[starts]
    first = words & 0xFF
    kind = np.where(first == _HASH, _LABEL, _OTHER).astype(np.int8)
    kind[length == 0] = _OTHER
    kind[_opens_with(words, length, b"#TRANS", (_BLANK, _TAB, _LEFT))] = _POSTING
    kind[_opens_with(words, length, b"#RTRANS", ())] = _ADDED
    kind[_opens_with(words, length, b"#VER", (_BLANK, _TAB, _QUOTE))] = _VOUCHER
    for sign, brace in ((_LEFT, _OPEN), (_RIGHT, _CLOSE)):
        found = (first == sign) & (length > 0)
        kind[found & (length == 1)] = brace
        kind[found & (length > 1)] = _BRACED
    return kind


def _opens_with(
    words: npt.NDArray[np.uint64], length: Places, label: bytes, followed_by: tuple[int, ...]
) -> npt.NDArray[np.bool_]:
    """Lines that open with a label in capitals or not, and then end or go on with a given sign."""
    # Without that bit a small letter is a capital; the sign before them has it.
    letters = [0xFF] + [0xDF] * (len(label) - 1)
    mask = np.uint64(int.from_bytes(bytes(letters), "little"))
    found = ((words & mask) == int.from_bytes(label, "little")) & (length >= len(label))
    if followed_by:
        following = (words >> np.uint64(8 * len(label))) & 0xFF
        found &= (length == len(label)) | np.isin(following, followed_by)
    return found
