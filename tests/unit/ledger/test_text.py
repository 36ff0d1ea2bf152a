"""Encodings and physical lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fondbok.ledger import text


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
    assert text.detect(path) == found


def test_one_broken_character_in_utf8_is_not_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("åäö ÅÄÖ överallt åäö".encode() + b"\xff\n")
    assert text.detect(path) == "utf-8"
    copy = text.to_utf8(path, tmp_path / "b.txt", "utf-8")
    assert copy.replaced == 1


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
    folder = tmp_path_factory.mktemp("text")
    path, target = folder / "a.txt", folder / "b.txt"
    content = newline.join(lines) + (newline if ended else "")
    path.write_bytes(content.encode())
    kept, text.CHUNK = text.CHUNK, chunk
    try:
        copy = text.to_utf8(path, target, "utf-8")
    finally:
        text.CHUNK = kept
    read = target.read_text(encoding="utf-8").split("\n")[:-1]
    expected = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert read == (expected[:-1] if expected[-1] == "" else expected)
    assert copy.lines == len(read)


def test_control_characters_show_and_ctrl_z_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\x00b\x01\tc\r\n\x1a")
    text.to_utf8(path, tmp_path / "b.txt", "cp437")
    assert (tmp_path / "b.txt").read_bytes() == b"a?b?\tc\n \n"


@pytest.mark.parametrize("where", ["start", "middle", "end"])
def test_a_line_too_long_is_noticed(tmp_path: Path, where: str) -> None:
    path = tmp_path / "a.txt"
    long = b"x" * (text.LONGEST_LINE + 1)
    rest = b"a;b\n" * 400_000
    parts = {"start": [long, b"\n", rest], "middle": [rest, long, b"\n", rest], "end": [rest, long]}
    path.write_bytes(b"".join(parts[where]))
    assert text.to_utf8(path, tmp_path / "b.txt", "utf-8").longest
    path.write_bytes(rest * 5)
    assert not text.to_utf8(path, tmp_path / "b.txt", "utf-8").longest
