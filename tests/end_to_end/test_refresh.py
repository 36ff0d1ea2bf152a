"""`fondbok refresh` as an operator meets it: again, moved, without its warehouse, without files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok import pipeline
from fondbok.paths import Home
from fondbok.pipeline.home import usable
from fondbok.publish import release as releases
from tests.conftest import EXAMPLE, fondbok

CLOCK_AND_NAMES = {"fil", "inlast_tid", "publicerad"}


def content(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every published table as sorted rows, without file names and the two times."""
    with duckdb.connect(str(file), read_only=True) as con:
        names = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() order by 1"
        ).fetchall()
        return {name: _rows(con, name) for (name,) in names}


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    columns = [row[0] for row in con.execute(f"describe {name}").fetchall()]
    kept = ", ".join(f'"{c}"' for c in columns if c not in CLOCK_AND_NAMES)
    rows = con.execute(f"select {kept} from {name}").fetchall()
    return sorted((tuple(_unnamed(con, cell) for cell in row) for row in rows), key=repr)


def _unnamed(con: duckdb.DuckDBPyConnection, cell: Any) -> Any:
    """A cell with the hash of each file whose name is told in it."""
    if not isinstance(cell, str) or "/" not in cell:
        return cell
    for fil, sha in con.execute("select fil, fil_sha256 from kvalitet.fil").fetchall():
        cell = cell.replace(fil, sha)
    return cell


def test_the_second_run_finds_nothing_new_and_starts_nothing(malmo_copy: Home) -> None:
    before = malmo_copy.mart.read_bytes()
    script = (
        "import sys, fondbok.cli, typer\n"
        "try:\n    fondbok.cli.app(sys.argv[1:])\n"
        "except SystemExit as end:\n    assert end.code in (0, None), end.code\n"
        "heavy = {'dbt', 'dagster', 'soda_core', 'pandas', 'pyarrow'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "refresh", "--home", str(malmo_copy.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Inget nytt" in done.stdout
    run = fondbok("refresh", "--home", malmo_copy.root, "--json")
    assert run.json["published"] is False
    assert run.json["files"]["new"] == 0
    assert malmo_copy.mart.read_bytes() == before


@pytest.mark.thorough
def test_without_its_warehouse_the_same_mart_is_built(malmo_copy: Home) -> None:
    before = content(malmo_copy.mart)
    shutil.rmtree(malmo_copy.warehouse_dir)
    run = fondbok("refresh", "--home", malmo_copy.root, "--json", "--full")
    assert run.code == 0, run.err
    assert run.json["published"] is False
    assert content(malmo_copy.mart) == before


@pytest.mark.thorough
def test_other_names_another_order_and_copies_make_the_same_figures(
    malmo: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    files = sorted(EXAMPLE.rglob("*"), reverse=True)
    for number, file in enumerate(f for f in files if f.is_file()):
        folder = home.landing / file.relative_to(EXAMPLE).parts[0] / f"{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, folder / f"{number:02}{file.suffix}")
        if number == 0:
            shutil.copy(file, folder / f"en kopia{file.suffix}")
    run = fondbok("refresh", "--home", home.root, "--json")
    assert run.code == 0, run.err
    assert run.json["release_id"] != releases.current(malmo).release_id, "names are published"
    here, there = content(home.mart), content(malmo.mart)
    # Named after what was read and under which names; files and rows are as many.
    ((_, _, code, _, *counts),) = here.pop("mart.release")
    ((_, _, other_code, _, *other_counts),) = there.pop("mart.release")
    assert (code, counts) == (other_code, other_counts)
    assert here == there


def test_landing_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    run = fondbok("refresh", "--home", tmp_path / "ingen", "--json")
    assert run.code == 2
    assert "finns inte" in run.err
    assert run.json["published"] is False
    assert run.json["rows"]["read"] == 0
    assert "finns inte" in run.json["reasons"][0]
    assert not (tmp_path / "ingen").exists()


def test_empty_landing_is_nothing_new(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    run = fondbok("refresh", "--home", tmp_path)
    assert run.code == 0
    assert "är tom" in run.out


def test_a_damaged_mart_is_put_back_when_nothing_is_new(malmo_copy: Home) -> None:
    before = malmo_copy.mart.read_bytes()
    malmo_copy.mart.chmod(0o644)
    malmo_copy.mart.write_bytes(before[: len(before) // 2])
    assert "går inte att läsa" in fondbok("status", "--home", malmo_copy.root).err
    run = fondbok("refresh", "--home", malmo_copy.root, "--json")
    assert (run.code, run.json["published"]) == (0, False)
    assert "återställd från utgåva" in run.json["notes"][0]
    assert malmo_copy.mart.read_bytes() == before
    assert "återställd" not in fondbok("refresh", "--home", malmo_copy.root).out


def test_a_log_beside_the_mart_is_told_even_when_nothing_is_new(malmo_copy: Home) -> None:
    (malmo_copy.mart_dir / "fondbok.duckdb.wal").write_bytes(b"replay me")
    run = fondbok("refresh", "--home", malmo_copy.root)
    assert run.code == 1
    assert "Flytta undan" in run.err


def test_a_damaged_warehouse_is_built_anew(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.warehouse_dir.mkdir()
    home.warehouse.write_bytes(b"not a database" * 1000)
    said: list[str] = []
    assert usable(home, said.append) is False
    assert "byggs om" in said[0]
    pipeline.discard(home)
    assert usable(home, said.append) is True


def test_a_warehouse_of_another_version_is_built_anew(tmp_path: Path) -> None:
    """Also when only one column of a raw table is another: nobody has to remove a file by hand."""
    home = Home(tmp_path)
    home.submissions.mkdir(parents=True)
    (home.submissions / "a.csv").write_text(
        "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\nMiljönämnden;2024;Malmö;5\n", "utf-8"
    )
    assert pipeline.land(home).new == 1
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("alter table raw.ledger_rad rename column konto to kontonummer")
        con.execute("drop table raw.submission_svar")
    said: list[str] = []
    assert pipeline.land(home, say=said.append).new == 1
    assert "annan version" in said[0]
    assert pipeline.land(home).unchanged == 1
