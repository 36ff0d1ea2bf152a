"""Answers are the same for the same warehouse, are left alone when nothing changed, and go away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.unit.feedback.conftest import Place


def contents(place: Place) -> dict[str, bytes]:
    return {name: (place.home.feedback / name).read_bytes() for name in place.names()}


def test_two_homes_with_the_same_files_get_the_same_bytes(
    new_place: Callable[[Path], Place], tmp_path: Path
) -> None:
    first, second = new_place(tmp_path / "a"), new_place(tmp_path / "b")
    first.answer()
    second.answer()
    assert contents(first) == contents(second)


def test_what_would_come_out_the_same_is_not_written(place: Place) -> None:
    place.answer()
    before = {path: path.stat().st_mtime_ns for path in place.home.feedback.rglob("*.*")}
    place.answer()
    assert {path: path.stat().st_mtime_ns for path in place.home.feedback.rglob("*.*")} == before


def test_a_workbook_that_was_removed_or_a_page_that_was_changed_is_made_again(place: Place) -> None:
    place.answer()
    before = contents(place)
    (place.home.feedback / "2024/ASN.xlsx").unlink()
    (place.home.feedback / "2024/KUN.html").write_text("ändrad", encoding="utf-8")
    place.answer()
    assert contents(place) == before


def test_answers_to_submissions_that_are_gone_are_removed_and_nothing_else(place: Place) -> None:
    place.answer()
    (place.home.feedback / "2024/anteckning.txt").write_text("min", encoding="utf-8")
    (place.home.feedback / "1999").mkdir()
    (place.home.feedback / "1999/ASN.html").write_text("gammal", encoding="utf-8")
    (place.home.submissions / "flera.csv").unlink()
    place.land()
    place.answer()
    assert place.names() == [
        "2024/ASN.html", "2024/ASN.xlsx", "2024/anteckning.txt", "_filer.html", "_filer.xlsx",
    ]  # fmt: skip
    assert not (place.home.feedback / "1999").exists()


def test_a_refused_file_that_is_put_right_leaves_the_list(place: Place) -> None:
    place.answer()
    (place.home.submissions / "trasig.xlsx").unlink()
    place.land()
    place.answer()
    assert b"trasig.xlsx" not in (place.home.feedback / "_filer.html").read_bytes()
