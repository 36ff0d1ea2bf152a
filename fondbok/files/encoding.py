"""Bytes to text when nobody wrote down the encoding, and whether a text came through whole.

Belongs here: the choice between encodings by what the letters would be, and what a text that was
once read in the wrong one looks like. Pure functions over bytes and texts: the ledger may use them
too. Does not belong here: what is said to the sender about it.

utf-8 proves itself and utf-16 shows by its mark or its zero bytes. All other encodings of the trade
give a letter or a sign for nearly every byte; the right one is that in which the high bytes are
Swedish letters inside words and signs between them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

_SWEDISH: Final = "åäöÅÄÖ"
_SIGNS_BETWEEN = "–—…’‘”“„»«\u00a0\u00ad§€£°½¼¾©®™•·±×²³´µ"
_FOREIGN = "éèêëÉÈüÜáàâãÁóòôõÓíìîïúùûñÑçÇøæØÆßýšžŠŽ"
_ORDINARY = frozenset(_SWEDISH + _SIGNS_BETWEEN + _FOREIGN) - frozenset("õ")
_ODD_SIGNS = "†‡‰ˆ˜¬¦¤¨¯¸¶‚‹›÷"
_CONSONANTS = frozenset("šžŠŽçÇñÑß")
_VOWELS = frozenset("aeiouyåäö")

_ASCII = bytes(range(128))
_NAMES = {
    "cp1252": "Windows-1252",
    "cp850": "DOS (cp850)",
    "cp437": "DOS (cp437)",
    "mac_roman": "Macintosh (Mac Roman)",
}
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What cp1252 has where latin-1 has control characters.
_WINDOWS_SIGNS = {
    code: sign for code in range(0x80, 0xA0) if (sign := bytes([code]).decode("cp1252", "ignore"))
}

# Windows' own is what nearly every such file has; any other must be so far ahead of the next.
_USUAL: Final = 1.0
_AHEAD: Final = 2.0
# So many lines with letters beyond ASCII decide; more would say the same.
_SAMPLE_LINES: Final = 2_000
_HIGH_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
# The utf-8 of Latin letters and of the signs in ordinary text; no other encoding of Swedish text
# has such pairs but by a rare accident.
_UTF8_PIECE = re.compile(
    rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]"
    rb"|\xe2\x80[\x90-\xbf]|\xe2\x82\xac"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HIGH = re.compile(r"[^\x00-\x7f]")
_QUOTED = re.compile(r"(?<!\w)[”„“](?=\w)[^”„“;\n]{1,80}(?<=\w)[”“](?!\w)")
_BREAKS = re.compile(r"[\s;,\"]")
_LONGEST_WORD: Final = 40
_LONGEST_TRIED: Final = 100_000
_SHOWN: Final = 12
_SINGLE: Final = ("cp1252", "cp850", "mac_roman")


@dataclass(frozen=True)
class Choice:
    """The encoding that bytes fit best.

    Attributes:
        encoding: cp1252, cp850, cp437 or mac_roman.
        clear: No other fits nearly as well.
        other: The one that fits next best.
    """

    encoding: str
    clear: bool
    other: str


@dataclass(frozen=True)
class Decoded:
    """A file's text.

    Attributes:
        text: Without a byte order mark.
        encoding: What it was read as, in a person's words; None for what needs no word: Unicode
            without a fault, or Windows-1252 that can be nothing else.
        shown: A word that shows how it was read; of two readings, both.
    """

    text: str
    encoding: str | None = None
    shown: str = ""


def decode(content: bytes) -> Decoded:
    """The text of a file whose encoding nobody wrote down."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return Decoded(content.decode(encoding, "replace"))
    head = content[:4096]
    if head.count(0) > len(head) // 4:
        return Decoded(content.decode(_utf16_without_mark(head), "replace"))
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return _with_controls_read(content.decode())
    except UnicodeDecodeError:
        return _mixed(content) if _UTF8_PIECE.search(content) else _single_byte(content)


def _utf16_without_mark(head: bytes) -> str:
    """Mostly ASCII text has its zeros in every other byte."""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def choose(sample: bytes, *, dos: tuple[str, ...] = ("cp850", "cp437")) -> Choice:
    """The encoding of bytes that are not Unicode, by which letters make sense.

    Args:
        sample: Whole lines; those with bytes beyond ASCII are looked at, the first few thousand.
        dos: Code pages meant where the letters are those of DOS; of equals the first.
    """
    lines = b"\n".join(match[0] for match in islice(_HIGH_LINE.finditer(sample), _SAMPLE_LINES))
    scores = {name: _score(_decoded(lines, name)) for name in ("cp1252", *dos, "mac_roman")}
    scores["cp1252"] += _USUAL
    best = max(scores, key=lambda name: scores[name])
    # DOS code pages share their Swedish letters: one is no rival of another.
    rivals = [name for name in scores if name != best and not (name in dos and best in dos)]
    other = max(rivals, key=lambda name: scores[name])
    ahead = scores[best] - scores[other]
    needed = _USUAL if best == "cp1252" else _AHEAD
    clear = ahead >= max(needed, 0.1 * abs(scores[best])) or not lines
    return Choice(best, clear, other)


@dataclass(frozen=True)
class Broken:
    """Where a text shows that it was once read in the wrong encoding."""

    start: int
    end: int


def find_broken(text: str) -> Broken | None:
    """The first place that shows that a text was once read in the wrong encoding, or None.

    Looks for control characters where letters were, for the usual pairs ("Ã¤"), for signs inside
    words ("Gr”na") and, in a text without one å, ä or ö, for question marks and brackets inside
    words ("Gr?na", "Gr|na") and for letters that another reading explains better.
    """
    if text.isascii():
        return _lost(text)
    signs = set(text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8", "replace"))
    has_swedish = not signs.isdisjoint(_SWEDISH)
    if has_swedish and signs <= _ORDINARY:
        return None
    found = _WRECKED.search(text) or (None if has_swedish else _INSIDE_WORD.search(text))
    if found is not None:
        return Broken(found.start(), found.end())
    return None if has_swedish else _explained_otherwise(text) or _lost(text)


def broken(text: str) -> str | None:
    """A piece of a text that shows that it was once read in the wrong encoding, or None."""
    found = find_broken(text)
    return None if found is None else around(text, found.start)


def around(text: str, at: int) -> str:
    """A place in a text with a little of what stands on both sides."""
    return text[max(0, at - _SHOWN) : at + _SHOWN]


def visible(text: str) -> str:
    """A piece of text to show: one sign that everybody knows for what nobody can see."""
    return " ".join(_CONTROL.sub("\ufffd", text).split())


# Control characters of latin-1, the replacement character; utf-8 read as cp1252, as cp850 and as
# Mac Roman; and signs and capitals that stand inside no word.
_WRECKED = re.compile(
    r"[\x80-\x9f\ufffd]"
    r"|Ã[¥¤¶…„–©\x80-\xbf]|Â[\u00a0§°´²½]|â€[“”™œ˜¦¢\x80-\x9f]|ï»¿"
    r"|├[ÑñÂàäû®]|√[•§∂ÖÑñ©]"
    r"|(?<=[a-zåäö])[†‡‰™≈¬¶├┼─√∂ƒ„](?=[a-zåäö])|(?<=[a-zåäö])÷"
)
_INSIDE_WORD = re.compile(r"(?<=[a-z])[”“ˆ¤ÕÍ](?=[a-z])")


# Letters that an export could not write, and those of the Swedish seven bits of old machines.
_QUESTIONED = re.compile(r"(?<![\w./:=&?-])[A-Za-z]{1,20}\?[a-z]{1,20}(?![\w=&/?])")
_SEVEN_BITS = re.compile(r"(?<=[a-z])[{}](?=[a-z])")


def _lost(text: str) -> Broken | None:
    """Two words or more with a sign where å, ä or ö were; one alone may be a slip."""
    for sign, pattern in (("?", _QUESTIONED), ("{", _SEVEN_BITS), ("}", _SEVEN_BITS)):
        if sign in text:
            found = list(islice(pattern.finditer(text), 2))
            if len(found) > 1:
                return Broken(found[0].start(), found[0].end())
    return None


def _explained_otherwise(text: str) -> Broken | None:
    lines = "\n".join(line for line in text.split("\n") if not line.isascii())[:_LONGEST_TRIED]
    before = _score(lines)
    for seen_as in _SINGLE:
        try:
            raw = lines.encode(seen_as)
        except UnicodeEncodeError:
            continue
        for meant in _SINGLE:
            other = _decoded(raw, meant)
            letters = sum(other.count(letter) for letter in _SWEDISH)
            if letters > 1 and _score(other) >= before + 2 * _AHEAD:
                found = next(_HIGH.finditer(text))
                return Broken(found.start(), found.end())
    return None


def _with_controls_read(text: str) -> Decoded:
    """utf-8 that holds control characters of latin-1: it was read as latin-1 and was not."""
    if text.isascii() or not re.search(r"[\x80-\x9f]", text):
        return Decoded(text)
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        return Decoded(text)
    chosen = choose(raw)
    if not chosen.clear:
        return Decoded(text)
    read = _decoded(raw, chosen.encoding)
    return Decoded(read, _NAMES[chosen.encoding], _first_word(read))


def _single_byte(content: bytes) -> Decoded:
    chosen = choose(content)
    text = _decoded(content, chosen.encoding)
    if not chosen.clear:
        other = _first_word(_decoded(content, chosen.other))
        return Decoded(text, _NAMES[chosen.encoding], f"{_first_word(text)} eller {other}")
    if chosen.encoding == "cp1252":
        return Decoded(text)
    return Decoded(text, _NAMES[chosen.encoding], _first_word(text))


def _mixed(content: bytes) -> Decoded:
    """utf-8 among bytes that are not: files that were put together, or one broken character."""
    chosen = choose(_UTF8_PIECE.sub(b"?", content))
    pieces: list[str] = []
    length = 0
    first: int | None = None
    for piece, found in _beside_utf8(content):
        text = _other(piece, chosen)
        if first is None and not piece.isascii():
            first = length + next(at for at, sign in enumerate(text) if sign > "\x7f")
        pieces += [text, found]
        length += len(text) + len(found)
    whole = "".join(pieces)
    other = _NAMES[chosen.encoding] if chosen.clear else "okända tecken"
    return Decoded(whole, f"UTF-8 och {other} om vartannat", _word_at(whole, first or 0))


def _beside_utf8(content: bytes) -> Iterator[tuple[bytes, str]]:
    """What stands before each piece of utf-8, and the piece."""
    at = 0
    for found in _UTF8_PIECE.finditer(content):
        yield content[at : found.start()], found[0].decode()
        at = found.end()
    yield content[at:], ""


def _other(raw: bytes, chosen: Choice) -> str:
    """Bytes beside utf-8; where no encoding explains them nobody guesses."""
    if raw.isascii():
        return raw.decode("ascii")
    return _decoded(raw, chosen.encoding) if chosen.clear else raw.decode("ascii", "replace")


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        # cp1252 leaves five bytes undefined: they stay the control characters of latin-1.
        return raw.decode("latin-1").translate(_WINDOWS_SIGNS)


def _first_word(text: str) -> str:
    found = _HIGH.search(text)
    return "" if found is None else _word_at(text, found.start())


def _word_at(text: str, at: int) -> str:
    """The word around a sign, as far as blanks and delimiters."""
    before = _BREAKS.split(text[max(0, at - _LONGEST_WORD) : at])[-1]
    return before + _BREAKS.split(text[at : at + _LONGEST_WORD])[0]


def _score(text: str) -> float:
    """How well the signs beyond ASCII stand where they stand."""
    total = 4.0 * sum(1 for _ in _QUOTED.finditer(text))
    end = len(text) - 1
    for found in _HIGH.finditer(text):
        at = found.start()
        before = text[at - 1] if at else " "
        total += _points(text[at], before, text[at + 1] if at < end else " ")
    return total


def _points(sign: str, before: str, after: str) -> float:
    inside = before.isalpha() and after.isalpha()
    if "\x80" <= sign <= "\x9f" or sign == "\ufffd":
        return -6
    if sign in _SIGNS_BETWEEN or sign in _ODD_SIGNS:
        return _sign_points(sign, inside)
    if not sign.isalpha() or sign >= "\u0250" or sign in "ªº":
        return -3
    points = 3.0 if sign in _SWEDISH else 1.0 if sign in _FOREIGN else 0.0
    if before.isdigit() or after.isdigit():
        return points - 3
    if not before.isalpha() and not after.isalpha():
        return min(points, 0) if sign in _SWEDISH else -1
    return points - _misplaced(sign, before, after)


def _sign_points(sign: str, inside: bool) -> float:
    if sign in "\u00a0\u00ad":
        return 0 if inside else 1
    if sign in _ODD_SIGNS:
        return -3 if inside else -1
    if inside:
        return {"’": 1.0, "–": 0.0, "—": 0.0, "…": 0.0}.get(sign, -3)
    return 0.5


def _misplaced(letter: str, before: str, after: str) -> float:
    """What speaks against a letter: a capital inside a word, a small one before a capital."""
    fault = 0.0
    if letter.isupper() and before.islower():
        fault += 4
    if letter.islower() and after.isupper():
        fault += 3 if before.isupper() else 4
    if letter not in _CONSONANTS:
        fault += sum(1 for other in (before, after) if other.casefold() in _VOWELS)
    return fault
