"""From the bytes of a text file to UTF-8 lines that DuckDB can read.

Belongs here: which encoding the bytes are in, and a streaming copy in UTF-8 with one kind of
line end. Does not belong here: what the lines mean.

The bytes decide, never a label in the file: SIE files that say PC8 are often Latin-1 or UTF-8.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass, field
from pathlib import Path

CHUNK = 1 << 22
# DuckDB's reader stops at lines longer than its buffer; a ledger line never comes near this.
LONGEST_LINE = 1_000_000

_ASCII = bytes(range(128))
# å ä ö Å Ä Ö é ü as DOS code pages and as Latin-1 write them.
_DOS = bytes.fromhex("868494 8f8e99 8281")
_WINDOWS = bytes.fromhex("e5e4f6 c5c4d6 e9fc")
# Control characters would act as delimiters or line ends further on. Ctrl-Z ends a DOS file.
_CONTROLS = {code: ord("?") for code in [*range(9), 11, 12, *range(14, 32), 127]} | {26: ord(" ")}
_VISIBLE = bytes(_CONTROLS.get(code, code) for code in range(256))


@dataclass
class Utf8Copy:
    """A UTF-8 copy of a text file.

    Attributes:
        path: The copy; every line ends with a line feed, no byte order mark.
        encoding: The codec the original was read with.
        lines: Number of physical lines.
        replaced: Number of characters that could not be decoded (now U+FFFD).
        longest: True when a line is too long to be one of a ledger.
    """

    path: Path
    encoding: str
    lines: int = 0
    replaced: int = 0
    longest: bool = False


@dataclass
class _Evidence:
    """What the bytes of a file say about their encoding."""

    valid_utf8: bool = True
    high: int = 0
    dos: int = 0
    windows: int = 0
    good_utf8: int = 0
    bad_utf8: int = 0
    undefined_1252: int = 0
    decoder: codecs.IncrementalDecoder = field(
        default_factory=codecs.getincrementaldecoder("utf-8")
    )

    def add(self, chunk: bytes, final: bool) -> None:
        high = chunk.translate(None, _ASCII)
        if not high and not final:
            return
        self.high += len(high)
        self.dos += sum(high.count(code) for code in _DOS)
        self.windows += sum(high.count(code) for code in _WINDOWS)
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
        utf-8-sig, utf-16, utf-16-le, utf-16-be, utf-8, cp1252, latin-1 or `dos`.
    """
    evidence = _Evidence()
    with path.open("rb") as handle:
        head = handle.read(CHUNK)
        known = bom(head) or _utf16_without_bom(head[:4096])
        if known:
            return known
        chunk = head
        while chunk:
            following = handle.read(CHUNK)
            evidence.add(chunk, final=not following)
            chunk = following
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
    if evidence.dos > evidence.windows:
        return dos
    return "latin-1" if evidence.undefined_1252 else "cp1252"


def to_utf8(path: Path, target: Path, encoding: str) -> Utf8Copy:
    """Copy a text file to UTF-8 with line feeds, a few megabytes at a time.

    Args:
        path: The file as it landed; it is only read.
        target: Where the copy goes.
        encoding: A codec from `detect` or a profile.
    """
    copy = Utf8Copy(target, encoding)
    codec = codecs.getincrementaldecoder(encoding)(errors="replace")
    decoder = io.IncrementalNewlineDecoder(codec, translate=True)
    tail, last = 0, b"\n"
    with path.open("rb") as source, target.open("wb") as sink:
        final = False
        while not final:
            chunk = source.read(CHUNK)
            final = not chunk
            text = decoder.decode(chunk, final=final)
            copy.replaced += text.count("\ufffd")
            out = text.encode("utf-8", "replace").translate(_VISIBLE)
            if not out:
                continue
            sink.write(out)
            copy.lines += out.count(b"\n")
            tail, too_long = _line_tail(tail, out)
            copy.longest = copy.longest or too_long
            last = out[-1:]
        if last != b"\n":
            sink.write(b"\n")
            copy.lines += 1
    return copy


def _line_tail(before: int, out: bytes) -> tuple[int, bool]:
    """Length of the unfinished line after `out`, and whether a line in it is too long."""
    too_long = False
    position, previous = 0, -before
    while len(out) - position > LONGEST_LINE:
        cut = out.rfind(b"\n", position, position + LONGEST_LINE)
        if cut < 0:
            return len(out) - previous, True
        too_long = too_long or out.find(b"\n", position) - previous > LONGEST_LINE
        position, previous = cut + 1, cut + 1
    first = out.find(b"\n", position)
    if first < 0:
        return len(out) - previous, too_long or len(out) - previous > LONGEST_LINE
    too_long = too_long or first - previous > LONGEST_LINE
    return len(out) - out.rfind(b"\n") - 1, too_long
