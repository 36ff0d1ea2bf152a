"""Encodings and physical lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fondbok.files import blocks, codec
from fondbok.files.lines import Lines


def read(lines: Lines, **options: Any) -> list[tuple[int, str]]:
    """The stream's (rad, line), in file order."""
    table = pa.concat_tables([blocks.SCHEMA.empty_table(), *lines.tables(**options)])
    return list(zip(table["rad"].to_pylist(), table["line"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("cp437", "cp850"),
    ],
)
def test_detect(tmp_path: Path, encoding: str, found: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Överföring från Malmö, återbäring\n".encode(encoding))
    assert codec.detect(path) == found


def test_one_broken_character_in_utf8_is_not_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("åäö ÅÄÖ överallt åäö".encode() + b"\xff\n")
    assert codec.detect(path) == "utf-8"
    lines = Lines(path, "utf-8")
    assert read(lines)
    assert lines.replaced == 1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("abåäö; "), max_size=5), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 7),
    st.booleans(),
)
def test_lines_survive_any_cut(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[str],
    newline: str,
    chunk: int,
    ended: bool,
) -> None:
    path = tmp_path_factory.mktemp("text") / "a.txt"
    content = newline.join(lines) + (newline if ended else "")
    path.write_bytes(content.encode())
    kept, codec.CHUNK = codec.CHUNK, chunk
    try:
        stream = Lines(path, "utf-8")
        found = read(stream)
    finally:
        codec.CHUNK = kept
    expected = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    expected = expected[:-1] if expected[-1] == "" else expected
    assert found == list(enumerate(expected, start=1))
    assert stream.count == stream.given == len(expected)


def test_control_characters_show_and_ctrl_z_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\x00b\x01\tc\r\n\x1a")
    assert read(Lines(path, "cp437")) == [(1, "a?b?\tc"), (2, " ")]


@pytest.mark.parametrize("where", ["start", "middle", "end"])
def test_a_line_too_long_is_noticed(tmp_path: Path, where: str) -> None:
    path = tmp_path / "a.txt"
    long = b"x" * (blocks.LONGEST_LINE + 1)
    rest = b"a;b\n" * 400_000
    parts = {"start": [long, b"\n", rest], "middle": [rest, long, b"\n", rest], "end": [rest, long]}
    path.write_bytes(b"".join(parts[where]))
    lines = Lines(path, "utf-8")
    assert len(read(lines)) < 800_000
    assert lines.too_long
    path.write_bytes(rest * 5)
    lines = Lines(path, "utf-8")
    assert len(read(lines)) == 2_000_000
    assert not lines.too_long


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(st.sampled_from('ab1;\t" \u00a0\u202f–'), max_size=6), min_size=1, max_size=8),
    st.sampled_from([";", "\t"]),
    st.integers(1, 9),
)
def test_blank_and_untidy_lines_are_what_they_say(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], delimiter: str, chunk: int
) -> None:
    path = tmp_path_factory.mktemp("text") / "a.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    kept, codec.CHUNK = codec.CHUNK, chunk
    try:
        parts = list(Lines(path, "utf-8", delimiter).tables(blank=False))
    finally:
        codec.CHUNK = kept
    blanks = ' \t"\u00a0' + delimiter
    filled = [number for number, line in enumerate(lines, start=1) if line.strip(blanks)]
    table = pa.concat_tables([blocks.SCHEMA.empty_table(), *parts])
    assert table["rad"].to_pylist() == filled
    for line, untidy in zip(table["line"].to_pylist(), table["stokig"].to_pylist(), strict=True):
        cells = line.split(delimiter)
        if any(cell != cell.strip(" \t\u00a0\u202f") or '"' in cell for cell in cells):
            assert untidy
