"""Which codec a large text file is written in, a megabyte at a time.

Belongs here: the choice, by counts of bytes that are Swedish letters in one codec and nothing in
another. The bytes decide, never a label in the file: SIE files that say PC8 are often Latin-1 or
UTF-8. `encoding` weighs the letters of a text that is in memory, one by one.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CHUNK = 1 << 20

Chunk = bytes | bytearray

_ASCII = bytes(range(128))
# å ä ö Å Ä Ö é ü as DOS code pages and as Latin-1 write them.
_DOS = bytes.fromhex("868494 8f8e99 8281")
_WINDOWS = bytes.fromhex("e5e4f6 c5c4d6 e9fc")
# The same as Mac Roman writes them; 81 and 8e are letters of DOS too.
_MAC = bytes.fromhex("8c8a9a 818085")
_MAC_SMALL = bytes.fromhex("8c8a9a")


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
    for chunk in chunks(path):
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


def holds(path: Path, sign: bytes) -> bool:
    """Whether a byte stands anywhere in a file."""
    return any(sign in chunk for chunk in chunks(path))


def chunks(path: Path) -> Iterator[Chunk]:
    """A file's bytes a megabyte at a time, each in the place of the one before."""
    room = bytearray(CHUNK)
    with path.open("rb") as source:
        while size := source.readinto(room):
            yield room if size == CHUNK else bytes(room[:size])
