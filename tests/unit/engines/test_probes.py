"""What the engines make of each spelling stands in a list, and a new answer is noticed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engines import probes, spellings

# A spelling that is told by a macro's name is read by no engine.
READ_BY_ENGINES = [each for each in spellings.SPELLINGS if r"\{\{" not in each.pattern.pattern]
STYLE = {"cast(... as ...)"}  # refused though all engines read it alike by now


def test_duckdb_says_what_it_said() -> None:
    assert probes.changed(probes.HERE, probes.read()) == []


def test_a_new_answer_is_told_with_what_was_asked() -> None:
    probe, *_ = probes.read()
    other = replace(probe, svar={**probe.svar, probes.HERE: "något annat"})
    (line,) = probes.changed(probes.HERE, [other])
    assert probe.namn in line
    assert "något annat" in line


@pytest.mark.parametrize("spelling", READ_BY_ENGINES, ids=lambda spelling: spelling.why)
def test_a_refused_spelling_is_one_that_some_engine_reads_otherwise(
    spelling: spellings.Spelling,
) -> None:
    asked = [each for each in probes.read() if spellings.refused(each.uttryck, (spelling,))]
    assert asked, "no expression of probes.csv has it"
    otherwise = [each.namn for each in asked if len(set(each.svar.values())) > 1]
    assert bool(otherwise) == (spelling.why not in STYLE)


def test_the_list_is_written_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "probes.csv"
    probes.write(probes.read(), file)
    assert file.read_bytes() == probes.FILE.read_bytes()
