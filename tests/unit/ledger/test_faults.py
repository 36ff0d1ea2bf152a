"""One fault per fixture: each rule is raised by its own file, and by nothing else in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fondbok.files.lines import Lines
from fondbok.files.refusal import Refusal
from fondbok.ledger import kept_lines, rules

from .conftest import OF_SMALL_FILES, load_path

FAULTS = Path(__file__).parents[2] / "fixtures" / "ledger" / "fel"
# No file can make DuckDB count lines wrong; the guard is tested on its own below.
WITHOUT_FILE = {rules.LEDGER_RADER_SAKNAS.id}


def cases() -> list[Path]:
    return sorted(FAULTS.iterdir())


@pytest.mark.parametrize("case", cases(), ids=lambda path: path.stem)
def test_fault_is_found_and_named(case: Path) -> None:
    path = case / "export.csv" if case.is_dir() else case
    loaded = load_path(path, case / "profiles" if case.is_dir() else None)
    assert loaded.all_rules(also=case.stem in OF_SMALL_FILES) == {case.stem}
    assert loaded.read.status in ("avvisad", "laddad_med_fynd")


@pytest.mark.parametrize("case", cases(), ids=lambda path: path.stem)
def test_every_row_has_one_outcome_and_is_in_the_database(case: Path) -> None:
    path = case / "export.csv" if case.is_dir() else case
    loaded = load_path(path, case / "profiles" if case.is_dir() else None)
    rows = loaded.con.execute(
        "select utfall, count(*) from raw.ledger_rad group by utfall"
    ).fetchall()
    assert dict(rows) == dict(loaded.read.utfall)
    rejected = loaded.con.execute("select count(*), count(radinnehall) from raw.avvisad_rad")
    assert rejected.fetchone() == (loaded.read.utfall["avvisad"],) * 2
    assert loaded.con.execute(
        "select count(distinct (blad_nr, rad)) from raw.ledger_rad"
    ).fetchone() == (loaded.read.rader_lasta,)


def test_every_rule_has_its_fixture() -> None:
    assert {case.stem for case in cases()} | WITHOUT_FILE == {rule.id for rule in rules.RULES}


def test_rule_ids_are_unique_and_messages_fill() -> None:
    assert len(rules.BY_ID) == len(rules.RULES)
    for rule in rules.RULES:
        assert rule.mall.format(varde="x", kolumn="y")
        assert rule.allvar in ("fel", "varning", "notis")


def test_a_lost_line_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("ett\ntvå\n", encoding="utf-8")
    lines = Lines(path, "utf-8")
    assert sum(table.num_rows for table in lines.tables()) == 2
    kept_lines.check_count(lines, 2)
    with pytest.raises(Refusal) as refusal:
        kept_lines.check_count(lines, 1)
    assert refusal.value.rule is rules.LEDGER_RADER_SAKNAS
