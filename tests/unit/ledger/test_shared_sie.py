"""Real SIE files against a second, naive tokenizer that shares nothing with the reader."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from fondbok.paths import PROJECT

from .conftest import load_path

pytestmark = pytest.mark.shared

SAMPLES = PROJECT.parent / "shared" / "sie_samples" / "jsisie"
FILES = sorted(p for p in SAMPLES.glob("*") if p.suffix.lower() in (".se", ".si"))


def naive_fields(line: bytes) -> list[bytes]:
    """Walk the bytes one by one: quotes, escapes, braces, blanks."""
    fields: list[bytes] = []
    word, quoted, started, escape = b"", False, False, False
    for code in line:
        character = bytes([code])
        if escape:
            word += character
            escape = False
        elif quoted and character == b"\\":
            escape = True
        elif character == b'"':
            quoted = not quoted
            started = True
        elif not quoted and character in (b" ", b"\t", b"{", b"}"):
            if word or started:
                fields.append(word)
            word, started = b"", False
            if character in (b"{", b"}"):
                fields.append(character)
        else:
            word += character
    return [*fields, word] if word or started else fields


def naive_postings(data: bytes) -> list[tuple[int, str, str | None, str | None, Decimal]]:
    """Line, account, cost centre, project and amount of every #TRANS."""
    found = []
    # A dimension that is part of 6 names a project where 6 itself does not.
    below = [each.decode() for each in re.findall(rb'(?m)^#UNDERDIM\s+(\d+)\s+"[^"]*"\s+6\s', data)]
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data), start=1):
        fields = naive_fields(line.strip())
        if not fields or fields[0].upper() != b"#TRANS":
            continue
        opening, closing = fields.index(b"{"), fields.index(b"}")
        inside = [each.decode("latin-1") for each in fields[opening + 1 : closing]]
        objects = dict(zip(inside[0::2], inside[1::2], strict=True))
        found.append(
            (
                number,
                fields[1].decode(),
                objects.get("1"),
                objects.get("6") or next((objects[d] for d in below if d in objects), None),
                Decimal(fields[closing + 1].decode()),
            )
        )
    return found


def is_type_4(data: bytes) -> bool:
    match = re.search(rb"(?im)^[ \t]*#SIETYP[ \t]+\"?(\d)", data.replace(b"\r", b"\n"))
    return match is not None and match[1] == b"4"


@pytest.mark.skipif(not FILES, reason="../shared/sie_samples is not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_posting_of_a_real_file_is_accounted_for(path: Path) -> None:
    data = path.read_bytes()
    loaded = load_path(path)
    if not is_type_4(data):
        assert loaded.read.status == "avvisad"
        assert loaded.read.orsak
        assert loaded.all_rules() <= {"SIE_TYP", "LEDGER_HTML", "SIE_INTE"}
        return
    expected = naive_postings(data)
    rows = loaded.rows("rad", "konto", "ansvar", "projektkod", "belopp")
    assert [(r[0], r[1], r[4]) for r in rows] == [(e[0], e[1], e[4]) for e in expected]
    assert sum(row[4] for row in rows) == sum(each[4] for each in expected)
    # Letters outside ASCII are the encoding's business, tested elsewhere.
    ascii_only = [
        (row[2:4], each[2:4])
        for row, each in zip(rows, expected, strict=True)
        if all(code is None or code.isascii() for code in row[2:4])
    ]
    assert all(tuple(c or None for c in theirs) == ours for ours, theirs in ascii_only)
    assert len(ascii_only) > len(rows) / 2 or not rows
    assert set(loaded.one("utfall")) <= {"laddad"}
