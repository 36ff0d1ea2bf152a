"""The benchmarks at tiny size: they run, they check what they measure, they find their places."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import growth, identity, intake, ledger_csv, ledger_sie, models, page, samples
from benchmarks.__main__ import LABELS, Size, parts
from benchmarks.measure import Cost

pytestmark = pytest.mark.thorough

RIVALS = {"dlt": find_spec("dlt"), "pysie": find_spec("pysie_accounting")}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bench") / "template"
    models.prepare(root)
    return root


def test_csv_ways_come_to_what_the_sample_holds(template: Path, tmp_path: Path) -> None:
    measured = ledger_csv.measure(tmp_path, template, rows=1200, rounds=1)
    ours = measured.costs["Fondbok"].result
    assert (ours["rows"], ours["rejected"], ours["grants"]) == ("1199", "1", "24")
    assert int(ours["attributed"]) > 0
    assert set(ledger_csv.WAYS) <= set(measured.costs)
    assert f"| bare DuckDB | {measured.costs['bare DuckDB'].wall:.2f} | 1.00 |" in ledger_csv.block(
        measured
    )


@pytest.mark.slow  # dbt starts six times
def test_growth_lands_and_builds_on_an_empty_and_on_a_full_warehouse(
    template: Path, tmp_path: Path
) -> None:
    measured = growth.measure(tmp_path, template, files=2, rows=200, new_rows=100, rounds=1)
    assert (measured.rows, measured.new_rows) == (400, 100)
    assert set(measured.new) == {"empty", "full"}
    assert "Aim: peak memory" in growth.block(measured)


def test_sie_ways_read_every_row(tmp_path: Path) -> None:
    measured = ledger_sie.measure(tmp_path, megabytes=0.02, rounds=1)
    rows = str(measured.expected.rows)
    for name in ("Fondbok, into the warehouse", "Fondbok, `sie.read` alone"):
        assert measured.costs[name].result["rows"] == rows
    assert f"The sample has {rows} rows" in ledger_sie.block(measured)


@pytest.mark.skipif(RIVALS["dlt"] is None, reason="dlt is only in the bench environment")
def test_dlt_is_measured_where_it_is_installed(template: Path, tmp_path: Path) -> None:
    measured = ledger_csv.measure(tmp_path, template, rows=1200, rounds=1)
    assert set(ledger_csv.BENCH_ONLY) <= set(measured.costs)


@pytest.mark.skipif(RIVALS["pysie"] is None, reason="pysie is only in the bench environment")
def test_what_pysie_loses_is_told(tmp_path: Path) -> None:
    measured = ledger_sie.measure(tmp_path, megabytes=0.02, rounds=1)
    assert "rows without a word" in ledger_sie.block(measured)


def test_intake_reads_every_workbook() -> None:
    assert "| calamine alone | 40 |" in intake.block(2)


@pytest.mark.shared
def test_identity_counts_pairs() -> None:
    if not LABELS.exists():
        pytest.skip("../shared is not here")
    assert "| merged for sure |" in identity.block(LABELS)


def test_a_way_that_comes_to_another_answer_stops_the_benchmark() -> None:
    expected = samples.Expected(2, samples.sek(100))
    expected.check("right", {"rows": "2", "total": "1.00"})
    with pytest.raises(ValueError, match=r"wrong: total is 0\.99, should be 1\.00"):
        expected.check("wrong", {"rows": "2", "total": "0.99"})


def test_a_sample_holds_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    expected = samples.write_csv(file, 1000)
    lines = file.read_text(encoding="latin-1").splitlines()
    assert len(lines) == 1001
    assert (expected.rows, expected.rejected, expected.grants) == (999, 1, 20)
    assert [samples.kronor(ore) for ore in (123456789, -5)] == ["1 234 567,89", "0,05-"]


def test_aims_are_judged_by_the_same_run() -> None:
    said = page.aim("ours beside theirs", Cost(3, 1, 0), Cost(2, 1, 0), at_most=1.2)
    assert "By the clock 1.50 (not reached), by the processor 1.00 (reached)." in said


def test_a_block_takes_the_place_of_the_one_before() -> None:
    text = "above\n<!-- make bench: csv -->\nold\n<!-- end: csv -->\nbelow\n"
    new = page.replace(text, "csv", "new\n")
    assert new == text.replace("old", "new")
    with pytest.raises(ValueError, match="must stand once each"):
        page.replace(text, "sie", "new")


def test_the_page_has_a_place_for_every_part() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    for name in parts(Size(0), LABELS):
        assert page.replace(text, name, "x") != text
