"""Submissions spoilt by chance: the same seed spoils the same way.

Belongs here: how a file's bytes, parts and words are changed. What must hold for a spoilt file is
in the test.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from tests.fixtures.submissions.underlag import package

# Words that readers stumble on: in cells, keys, attributes and between them.
TEXTS = [
    "", " ", "\u00a0", "0", "-0", "1e309", "1e-309", "NaN", "Infinity", "1.234", "1,234,567.89",
    "-", "9" * 40, "0" * 300, "=1/0", "=cmd|'/c calc'!A1", "#REF!", "Totalt", "Summa:",
    "Projektnamn", "År", "2024", "99999", "1;3", "100;100;100", "850709-9805", "070-123 45 67",
    "\x00", "\u202e", "\ud7ff", "\U0001f600", "\ufb01", "İ", "²", "٣", "1\u00a0000\u202f000",
    "a" * 5000, '"', "'", ";", ",", "\t", "\r", "\n", "\r\n", "{", "}", "[", "]", ":", "null",
    "true", "&amp;", "&#0;", "&lol;", "<", ">", "</c>", "<f>", '<c r="A1">',
    '<c r="XFD1048576"><v>1</v></c>', 't="e"', 't="s"', 't="b"', 'r="A0"', 'r="Z9"', "<w:tbl>",
    "</w:tr>", '<w:gridSpan w:val="9"/>', "<w:vMerge/>", "<w:br/>", "<!--", "<![CDATA[",
    "<?x?>", "31 februari 2024", "2024-13-45", "hösten 0000", "(1)", "((1)", "1 000 kr (tkr)",
    "50 %", "-50 %", "1:2:3", "€", "ca ca 5", "5 mkr mkr",
]  # fmt: skip
_WORD = re.compile(rb"[\w.,:;-]+")
Mutation = Callable[[bytes, random.Random], bytes]


def _at(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def flip(content: bytes, chance: random.Random) -> bytes:
    """A bit or a few are others."""
    spoilt = bytearray(content or b"\0")
    for _ in range(chance.choice([1, 1, 2, 8])):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(content: bytes, chance: random.Random) -> bytes:
    """A piece is missing, at times all that follows."""
    at = _at(content, chance)
    return content[:at] + content[at + chance.choice([1, 3, 20, 200, len(content)]) :]


def repeat(content: bytes, chance: random.Random) -> bytes:
    """A piece stands twice, or many times."""
    at = _at(content, chance)
    piece = content[at : at + chance.choice([1, 5, 60, 600])]
    return content[:at] + piece * chance.choice([2, 3, 50]) + content[at:]


def insert(content: bytes, chance: random.Random) -> bytes:
    """Something that has no place there."""
    at = _at(content, chance)
    return content[:at] + _text(chance) + content[at:]


def replace(content: bytes, chance: random.Random) -> bytes:
    """Another word in a word's place."""
    words = list(_WORD.finditer(content))
    if not words:
        return insert(content, chance)
    word = chance.choice(words)
    return content[: word.start()] + _text(chance) + content[word.end() :]


def swap(content: bytes, chance: random.Random) -> bytes:
    """Two words in each other's place."""
    words = list(_WORD.finditer(content))
    if len(words) < 2:
        return insert(content, chance)
    first, second = sorted(chance.sample(words, 2), key=lambda word: word.start())
    between = content[first.end() : second.start()]
    return content[: first.start()] + second[0] + between + first[0] + content[second.end() :]


def _text(chance: random.Random) -> bytes:
    encoding = chance.choice(["utf-8"] * 8 + ["cp1252", "utf-16-le"])
    return chance.choice(TEXTS).encode(encoding, "replace")


# A cell's text, and what a table is made of: whole rows, cells and tables.
_CONTENT = re.compile(rb"(?<=>)[^<>]+(?=</(?:w:)?[tvf]>)")
_PIECE = re.compile(
    rb"<row .*?</row>|<c .*?</c>|"
    rb"<w:tr>.*?</w:tr>|<w:tc>.*?</w:tc>|<w:tbl>.*?</w:tbl>|<w:p>.*?</w:p>"
)
# Two fields of a JSON object, or two objects of its list.
_VALUE = re.compile(rb"(?<=: )(?:\"[^\"\n]*\"|[\w.]+)|(?<=\n)  ?\"\w+\": [^\n]+\n")


def retype(content: bytes, chance: random.Random) -> bytes:
    """Other words in a cell: the file stays well formed, so its rows are read."""
    places = list(_CONTENT.finditer(content))
    if not places:
        return replace(content, chance)
    place = chance.choice(places)
    text = "".join(c for c in chance.choice(TEXTS) if c.isprintable() or c in "\t\r\n")
    return content[: place.start()] + escape(text).encode() + content[place.end() :]


def rearrange(content: bytes, chance: random.Random) -> bytes:
    """A row, cell, table or field gone, doubled or moved."""
    pieces = list(_PIECE.finditer(content)) or list(_VALUE.finditer(content))
    if not pieces:
        return swap(content, chance)
    piece, other = chance.choice(pieces), chance.choice(pieces)
    content = content[: piece.start()] + chance.choice([b"", piece[0] * 2]) + content[piece.end() :]
    return content[: other.start()] + chance.choice([b"", piece[0]]) + content[other.start() :]


def revalue(content: bytes, chance: random.Random) -> bytes:
    """Another value of any type in a JSON field."""
    places = [place for place in _VALUE.finditer(content) if not place[0].startswith(b" ")]
    if not places:
        return insert(content, chance)
    place = chance.choice(places)
    text = json.dumps(chance.choice(TEXTS)).encode()
    value = chance.choice([text, text, text, b"null", b"true", b"-1.5e3", b"[1, 2]", b'{"a": []}'])
    return content[: place.start()] + value + content[place.end() :]


_BYTES: tuple[Mutation, ...] = (flip, cut, repeat, insert)
_WORDS: tuple[Mutation, ...] = (replace, replace, swap, insert, cut, repeat)
_WELL_FORMED: tuple[Mutation, ...] = (retype, retype, rearrange)


def spoil(content: bytes, format_: str, seed: int) -> bytes:
    """A file with one to four things wrong.

    Args:
        content: A file that can be read.
        format_: Its format; an office file is mostly spoilt inside its archive, or nothing but the
            archive would ever be tested.
        seed: Decides everything.
    """
    chance = random.Random(seed)
    inside = format_ in ("xlsx", "docx") and chance.random() < 0.85
    for _ in range(chance.choice([1, 1, 2, 4])):
        if inside:
            content = _inside(content, chance)
        elif format_ == "json" and chance.random() < 0.7:
            content = chance.choice((revalue, revalue, rearrange))(content, chance)
        else:
            content = chance.choice(_BYTES + _WORDS)(content, chance)
    return content


def _inside(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    # The parts with cells and text are where the reading is done.
    names = [name for name in parts if "sheet" in name or "document" in name] * 4 + list(parts)
    name = chance.choice(names)
    part = parts[name]
    assert isinstance(part, bytes)
    how = _WELL_FORMED if chance.random() < 0.7 else _WORDS
    parts[name] = chance.choice(how)(part, chance)
    return package(parts)
