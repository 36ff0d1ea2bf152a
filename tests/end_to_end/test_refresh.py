"""`fondbok refresh` as an operator meets it: again, moved, broken, blocked, killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock

from fondbok import pipeline
from fondbok.paths import Home
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
    return con.execute(f"select {kept} from {name} order by all").fetchall()


def served(home: Home) -> bytes:
    return home.mart.read_bytes()


def test_the_second_run_finds_nothing_new_and_starts_nothing(malmo_copy: Home) -> None:
    before = served(malmo_copy)
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
    assert served(malmo_copy) == before


def test_without_its_warehouse_the_same_mart_is_built(malmo_copy: Home) -> None:
    before = content(malmo_copy.mart)
    shutil.rmtree(malmo_copy.warehouse_dir)
    run = fondbok("refresh", "--home", malmo_copy.root, "--json", "--full")
    assert run.code == 0, run.err
    assert run.json["published"] is False
    assert content(malmo_copy.mart) == before


def test_names_order_and_copies_make_the_same_mart(malmo: Home, tmp_path: Path) -> None:
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
    assert run.json["release_id"] == releases.current(malmo).release_id
    assert content(home.mart) == content(malmo.mart)


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
    assert pipeline._usable(home, said.append) is False
    assert "byggs om" in said[0]
    pipeline.discard(home)
    assert pipeline._usable(home, said.append) is True


def test_emptied_landing_keeps_the_release(malmo_copy: Home) -> None:
    before = served(malmo_copy)
    shutil.rmtree(malmo_copy.landing)
    malmo_copy.landing.mkdir()
    run = fondbok("refresh", "--home", malmo_copy.root, "--json")
    assert run.code == 3, run.out + run.err
    assert run.json["published"] is False
    assert run.json["reasons"]
    assert served(malmo_copy) == before


def test_bad_files_are_refused_and_the_rest_goes_on(malmo_copy: Home) -> None:
    folder = malmo_copy.submissions
    (folder / "bild.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "trasig.xlsx").write_bytes(b"PK\x03\x04" + os.urandom(64).hex().encode())
    (folder / "~$asn.xlsx").write_bytes(b"x")
    (malmo_copy.ledger / "export.se").write_text("<!DOCTYPE html><html><body>404</body></html>")
    run = fondbok("refresh", "--home", malmo_copy.root, "--json")
    assert run.code == 0, run.out + run.err
    assert run.json["published"] is True
    assert run.json["files"]["refused"] == 3
    with duckdb.connect(str(malmo_copy.mart), read_only=True) as con:
        reasons = dict(
            con.execute(
                "select fil, orsak from kvalitet.fil where status in ('avvisad', 'ignorerad')"
            ).fetchall()
        )
        total = con.execute(
            "select belopp_sek from mart.rpt_sammanfattning where ar = 2019"
        ).fetchone()
    assert set(reasons) == {
        "submissions/bild.xlsx",
        "submissions/trasig.xlsx",
        "submissions/~$asn.xlsx",
        "ledger/export.se",
    }
    assert all(reasons.values())
    assert str(total[0]) == "4029253.00"


def test_another_run_in_the_same_home_is_told_to_wait(malmo_copy: Home) -> None:
    (malmo_copy.submissions / "ny.csv").write_text("Nämnd;År;Projektnamn\nASN;2025;X\n", "utf-8")
    with FileLock(malmo_copy.warehouse_dir / ".lock"):
        run = fondbok("refresh", "--home", malmo_copy.root)
    assert run.code == 1
    assert "annan körning" in run.err


def test_killed_half_way_the_release_stays_and_the_next_run_completes(
    malmo_copy: Home, malmo: Home
) -> None:
    new = malmo_copy.submissions / "FRN_2024.csv"
    new.write_text(
        "Nämnd;År;Projektnamn;Fond/program;Roll;Utbetalt EU-bidrag\n"
        "Fritidsnämnden;2024;U-LYNC;Erasmus+;part;12 500,50\n",
        "utf-8",
    )
    before = served(malmo_copy)
    process = subprocess.Popen(
        [sys.executable, "-m", "fondbok.cli", "refresh", "--home", str(malmo_copy.root)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(6)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert served(malmo_copy) == before
    run = fondbok("refresh", "--home", malmo_copy.root, "--json")
    assert run.code == 0, run.out + run.err
    assert run.json["published"] is True
    with duckdb.connect(str(malmo_copy.mart), read_only=True) as con:
        assert (
            str(
                con.execute(
                    "select belopp_sek from mart.rpt_utbetalt_per_namnd"
                    " where ar = 2024 and namnd_kod = 'FRN'"
                ).fetchone()[0]
            )
            == "12500.50"
        )
