"""`fondbok export`: the published tables of the example, read back from each format."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import openpyxl
import pytest

from fondbok.paths import Home
from tests.conftest import fondbok


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_every_table_reads_back_whole(malmo: Home, tmp_path: Path, format_: str) -> None:
    run = fondbok("export", "--home", malmo.root, "--format", format_, "-o", tmp_path, "--json")
    assert run.code == 0, run.err
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        published = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where not internal and schema_name <> 'text' order by 1"
        ).fetchall()
        assert [Path(file).stem for file in run.json["filer"]] == [name for (name,) in published]
        for file in run.json["filer"]:
            assert differences(con, file) == 0, file


def differences(con: duckdb.DuckDBPyConnection, file: str) -> int:
    table = Path(file).stem
    columns = con.execute(
        "select column_name, data_type from duckdb_columns()"
        " where schema_name || '.' || table_name = ? order by column_index",
        [table],
    ).fetchall()
    source = f"read_csv('{file}', all_varchar = true)" if file.endswith("csv") else f"'{file}'"
    typed = [f'cast("{name}" as {type_}) as "{name}"' for name, type_ in columns]
    # An empty text and an unknown one are the same in csv.
    texts = [f"nullif(cast(\"{name}\" as varchar), '')" for name, _ in columns]
    written = f"select {', '.join(texts)} from (select {', '.join(typed)} from {source})"
    kept = f"select {', '.join(texts)} from {table}"
    return sum(
        con.execute(f"select count(*) from ({a} except all {b})").fetchall()[0][0]
        for a, b in ((written, kept), (kept, written))
    )


def test_the_workbook_has_a_sheet_a_report(malmo: Home, tmp_path: Path) -> None:
    assert fondbok("export", "--home", malmo.root, "-o", tmp_path).code == 0
    (file,) = tmp_path.iterdir()
    sheets = openpyxl.load_workbook(file, read_only=True)
    rows = list(sheets["utbetalt_per_namnd"].iter_rows(values_only=True))
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        kept = con.execute(
            "select kommun_kod, ar, namnd_kod from mart.rpt_utbetalt_per_namnd order by all"
        )
        assert [row[:3] for row in rows[1:]] == kept.fetchall()


def test_what_cannot_be_done_is_said(malmo: Home, tmp_path: Path) -> None:
    unknown = fondbok("export", "--home", malmo.root, "--format", "ods")
    assert (unknown.code, "xlsx, csv, parquet" in unknown.err) == (2, True)
    nothing = fondbok("export", "--home", tmp_path)
    assert (nothing.code, "fondbok refresh" in nothing.err) == (2, True)
    if os.geteuid():
        locked = tmp_path / "last"
        locked.mkdir(mode=0o500)
        refused = fondbok("export", "--home", malmo.root, "-o", locked)
        assert (refused.code, "gick inte att skriva" in refused.err) == (1, True)
