"""Is it safe to open? Office files are zip archives; they are measured before anyone reads them.

Belongs here: size limits and what never belongs in an office file. All parts are unpacked once,
with a ceiling, so that a library that trusts the archive's own figures cannot be led astray.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from fondbok.files import rules
from fondbok.files.refusal import Refusal

MAX_FILE_BYTES: Final = 50 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 200 * 1024 * 1024
MAX_PARTS: Final = 2_000
_CHUNK: Final = 1 << 23
_LONGEST_DOCTYPE: Final = 40

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROPERTIES = re.compile(
    rb"""<(?:\w+:)?Relationship\b(?=[^>]*\bType\s*=\s*["'][^"']*core-properties["'])"""
    rb"""[^>]*\bTarget\s*=\s*["']/?([^"']+)["']"""
)
_SAVED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*([^<\s]+)\s*<")
# The format is no older. Programs that will not tell write a date long before.
_FIRST_SAVED: Final = 2007
_MOST_PROPERTIES: Final = 65_536
# What other programs keep in the file for themselves, such as the queries of Power Query: nothing
# here opens it.
_NOT_READ = ("customXml/", "docProps/")
_WIDE_XML = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def read_bytes(path: Path) -> bytes:
    """The file's bytes, refused when there are none or far too many.

    Raises:
        Refusal: the file is empty, too large or cannot be opened.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise Refusal(rules.FIL_FOR_STOR, detalj=f"{size // 1024 // 1024} MB")
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(rules.FIL_SKADAD) from error
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refusal(rules.FIL_TOM)
    return content


def saved_at(file: IO[bytes]) -> datetime | None:
    """When an office file was last saved, UTC, by its own word; None when it does not say.

    Whatever is wrong with the file is for its reader to say.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            named = _PROPERTIES.search(_beginning(archive, "_rels/.rels"))
            part = named[1].decode("utf-8", "replace") if named else "docProps/core.xml"
            told = _SAVED.search(_beginning(archive, part))
    except (OSError, KeyError, ValueError, EOFError, zlib.error, zipfile.BadZipFile,
            NotImplementedError, RuntimeError):  # fmt: skip
        return None
    return _as_utc(told[1].decode("ascii", "replace")) if told else None


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST_PROPERTIES)


def _as_utc(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text)
        utc = told.astimezone(UTC) if told.tzinfo else told
    except (ValueError, OverflowError):
        return None
    return utc.replace(tzinfo=None, microsecond=0) if utc.year >= _FIRST_SAVED else None


def describe(content: bytes) -> str | None:
    """What a file that is no office archive is instead, in Swedish; None when nothing known."""
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(_PICTURES) or content[4:12] in (b"ftypheic", b"ftypheix"):
        return "filen är en bild"
    if content.startswith(b"%PDF"):
        return "filen är en pdf"
    if head.startswith((b"<!doctype html", b"<html")):
        return "filen är en webbsida"
    if content.startswith(_OLE2):
        return "filen är i ett äldre Office-format"
    if content.startswith(b"PK\x03\x04"):
        return "filen är en Office-fil eller ett zip-arkiv"
    return None


def open_office(content: bytes, expected: str, main_part: str) -> dict[str, bytes]:
    """Unpack the XML parts of an office file within fixed limits.

    Args:
        content: The file's bytes.
        expected: What the file should be, for the message ("Excel-arbetsbok").
        main_part: The part without which it is something else ("xl/workbook.xml").

    Returns:
        Part name -> bytes, for the parts that are XML.

    Raises:
        Refusal: encrypted, another format, damaged, too large, or built to do harm.
    """
    streams = stream_office(content, expected, main_part, MAX_UNPACKED_BYTES)
    return {name: b"".join(chunks) for name, chunks in streams}


def stream_office(
    content: bytes, expected: str, main_part: str, most: int
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The XML parts of an office file, each unpacked piece by piece as it is asked for.

    Args:
        content: The file's bytes.
        expected: What the file should be.
        main_part: The part without which it is something else.
        most: Bytes that all parts may unpack to.

    Raises:
        Refusal: as `open_office`; each part must be read to its end before the next one.
    """
    if content.startswith(_OLE2):
        if _ENCRYPTED_STREAM in content:
            raise Refusal(rules.FIL_KRYPTERAD)
        raise Refusal(rules.FIL_FEL_FORMAT, format=expected, detalj=describe(content) or "")
    if not content.startswith(b"PK"):
        detail = describe(content) or "innehållet är något annat än filnamnet säger"
        raise Refusal(rules.FIL_FEL_FORMAT, format=expected, detalj=detail)
    try:
        entries = _entries(content, most)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise Refusal(rules.FIL_SKADAD) from error
    if main_part not in {entry.filename for entry in entries}:
        raise Refusal(rules.FIL_FEL_FORMAT, format=expected, detalj="det är en annan sorts fil")
    left = most
    for entry in entries:
        chunks = _unpacked(content, entry, left)
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            yield entry.filename, _without_doctype(entry.filename, chunks)
        # What nobody asked for is measured all the same: another library may open it.
        for _ in chunks:
            pass
        left -= entry.file_size


def _entries(content: bytes, most: int) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    if len(entries) > MAX_PARTS or len({entry.filename for entry in entries}) != len(entries):
        raise Refusal(rules.FIL_OSAKER, detalj="ett ovanligt arkiv")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refusal(rules.FIL_KRYPTERAD)
    if sum(entry.file_size for entry in entries) > most:
        raise Refusal(rules.FIL_OSAKER, detalj="det packar upp till orimligt mycket")
    return entries


def _without_doctype(name: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The part as it is, refused when it can define entities."""
    tail: bytes | None = None
    for chunk in chunks:
        if not name.startswith(_NOT_READ):
            text = (tail or b"") + chunk
            wide = tail is None and chunk[:2] in _WIDE_XML
            if wide or (b"!" in text and _DOCTYPE.search(text)):
                raise Refusal(rules.FIL_OSAKER, detalj=f"externa hänvisningar i {_printable(name)}")
        tail = chunk[-_LONGEST_DOCTYPE:]
        yield chunk


def _unpacked(content: bytes, entry: zipfile.ZipInfo, budget: int) -> Iterator[bytes]:
    """One part, unpacked from the bytes themselves: the declared size is not believed.

    Raises:
        Refusal: it is damaged, or larger than the budget.
    """
    size = checksum = 0
    try:
        for chunk in _inflated(content, entry):
            size += len(chunk)
            if size > budget:
                raise Refusal(rules.FIL_OSAKER, detalj="det packar upp till orimligt mycket")
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Refusal(rules.FIL_SKADAD) from error
    if size != entry.file_size or checksum != entry.CRC:
        # A flipped bit may be a digit of an amount.
        raise Refusal(rules.FIL_SKADAD)


def _inflated(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    header = content[entry.header_offset : entry.header_offset + 30]
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("local header")
    name_length, extra_length = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    begin = entry.header_offset + 30 + name_length + extra_length
    packed = content[begin : begin + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise zipfile.BadZipFile("truncated")
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError("compression method")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    chunk = inflater.decompress(packed, _CHUNK)
    while chunk:
        yield chunk
        if inflater.eof:
            return
        chunk = inflater.decompress(inflater.unconsumed_tail, _CHUNK)
    if not inflater.eof:
        raise zipfile.BadZipFile("truncated")


def _printable(name: str) -> str:
    return "".join(char for char in name if char.isprintable())[:60]
