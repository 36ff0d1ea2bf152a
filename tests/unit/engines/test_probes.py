"""What the engines make of each spelling stands in a list, and a new answer is noticed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engines import probes, spellings

OF_MACROS = "{{"  # a spelling that is told by a macro's name: no engine reads it


def test_duckdb_says_what_it_said() -> None:
    assert probes.changed(probes.HERE, probes.read()) == []


def test_a_new_answer_is_told_with_what_was_asked() -> None:
    probe, *_ = probes.read()
    other = replace(probe, svar={**probe.svar, probes.HERE: "något annat"})
    (line,) = probes.changed(probes.HERE, [other])
    assert probe.namn in line
    assert "något annat" in line


def test_every_refused_spelling_is_asked_of_the_engines() -> None:
    asked = [each.uttryck for each in probes.read()]
    without = [
        spelling.why
        for spelling in spellings.SPELLINGS
        if OF_MACROS not in spelling.pattern.pattern.replace("\\", "")
        and not any(spellings.refused(each, (spelling,)) for each in asked)
    ]
    assert without == []


def test_a_refused_spelling_is_one_that_some_engine_reads_otherwise() -> None:
    alike = [
        each.namn
        for each in probes.read()
        if spellings.refused(each.uttryck) and len(set(each.svar.values())) == 1
    ]
    assert alike == []


def test_the_list_is_written_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "probes.csv"
    probes.write(probes.read(), file)
    assert file.read_bytes() == probes.FILE.read_bytes()
