"""`fondbok export-raw` as an operator meets it, on the example."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

from fondbok.paths import Home
from tests.conftest import fondbok


def test_the_example_leaves_as_parquet_with_every_row(malmo_copy: Home, tmp_path: Path) -> None:
    done = fondbok("export-raw", "--home", malmo_copy.root, "-o", tmp_path, "--json")
    assert done.code == 0, done.err
    with duckdb.connect(str(malmo_copy.warehouse), read_only=True) as con:
        for table, rows in done.json["rader"].items():
            (there,) = con.execute(f"select count(*) from raw.{table}").fetchone() or (None,)
            assert rows == there, table
    said = json.loads((tmp_path / "raw" / "manifest.json").read_text("utf-8"))
    assert said["kommun_kod"] == "1280"
    assert sum(done.json["rader"].values()) > 1000
    assert {path.name for path in (tmp_path / "raw").glob("*/*")} == {"kommun_kod=1280"}


def test_it_is_said_where_it_lies_and_that_it_was_read_back(malmo_copy: Home) -> None:
    done = fondbok("export-raw", "--home", malmo_copy.root)
    assert done.code == 0, done.err
    assert f"Skrev {malmo_copy.lake}/raw: " in done.out
    assert "lästa tillbaka och lika med lagret" in done.out


def test_a_region_has_no_code_and_gets_a_sentence(malmo_copy: Home, tmp_path: Path) -> None:
    text = malmo_copy.kommun.read_text("utf-8")
    assert 'kommunkod = "1280"\n' in text
    shutil.copytree(malmo_copy.referens, malmo_copy.root / "referens")
    own = malmo_copy.root / "kommun.toml"
    own.write_text(text.replace('kommunkod = "1280"\n', ""), "utf-8")
    done = fondbok("export-raw", "--home", malmo_copy.root, "-o", tmp_path / "ut")
    assert done.code == 2
    assert "Kommunkoden saknas" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "ut").exists()


def test_a_home_that_was_never_refreshed_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "kommun.toml").write_text('namn = "Ex"\nkommunkod = "0180"\n', "utf-8")
    (tmp_path / "referens").mkdir()
    done = fondbok("export-raw", "--home", tmp_path)
    assert done.code == 2
    assert "Kör fondbok refresh" in done.err
    assert not (tmp_path / "warehouse" / "fondbok.duckdb").exists()
