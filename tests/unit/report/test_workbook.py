"""The workbook of the reports: exact amounts, texts that stay texts."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal

import duckdb
import openpyxl
import pytest
from openpyxl import Workbook

from fondbok.publish.release import Release
from fondbok.report.export import tables
from fondbok.report.frames import frame
from fondbok.report.workbook import EXPLANATIONS, workbook

RELEASE = Release("r-1", datetime(2024, 5, 1), "0.1.0+abc", "indata", 1, 2)
MART = """
create schema mart; create schema text; create schema kvalitet;
create table mart.rpt_prov (ar integer, namn varchar, belopp_sek decimal(18, 2), antal bigint);
comment on table mart.rpt_prov is 'Ett prov.';
comment on column mart.rpt_prov.belopp_sek is 'Utbetalt i kronor.';
insert into mart.rpt_prov values
    (2024, '=1+1', 999999999999.99, 3), (2024, 'a' || chr(1) || 'b', null, null),
    (2023, '+46', 0, 0);
create table mart.fct_prov (a integer); create table text.svar (a integer);
"""


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(MART)
    return con


def made(con: duckdb.DuckDBPyConnection) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(con, RELEASE, tables(con))))


def test_free_text_is_no_table_to_export(con: duckdb.DuckDBPyConnection) -> None:
    assert [table.name for table in tables(con)] == ["fct_prov", "rpt_prov"]


def test_only_reports_are_sheets(con: duckdb.DuckDBPyConnection) -> None:
    assert made(con).sheetnames == ["Om", "prov", EXPLANATIONS]


def test_amounts_are_exact_and_unknown_is_empty(con: duckdb.DuckDBPyConnection) -> None:
    content = workbook(con, RELEASE, tables(con))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["prov"]
    assert [cell.value for cell in sheet[1]] == ["ar", "namn", "belopp_sek", "antal"]
    assert [sheet.cell(row, 4).value for row in (2, 3, 4)] == [0, 3, None]
    assert sheet["C2"].value == 0
    assert sheet["C4"].value is None
    assert b"<v>999999999999.99</v>" in raw(content, "xl/worksheets/sheet2.xml")
    assert sheet["C3"].number_format == "#,##0.00"


def raw(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


def test_no_text_becomes_a_formula(con: duckdb.DuckDBPyConnection) -> None:
    sheet = made(con)["prov"]
    assert [(cell.value, cell.data_type) for cell in sheet["B"][1:]] == [
        ("+46", "s"),
        ("=1+1", "s"),
        ("ab", "s"),
    ]


def test_every_column_is_explained(con: duckdb.DuckDBPyConnection) -> None:
    rows = [[cell.value for cell in row] for row in made(con)[EXPLANATIONS].iter_rows(min_row=2)]
    assert ["prov", "belopp_sek", "Utbetalt i kronor."] in rows
    assert len(rows) == 4


def test_the_same_release_gives_the_same_bytes(con: duckdb.DuckDBPyConnection) -> None:
    assert workbook(con, RELEASE, tables(con)) == workbook(con, RELEASE, tables(con))


def test_a_frame_keeps_decimals_and_what_is_unknown(con: duckdb.DuckDBPyConnection) -> None:
    found = frame(con, "from mart.rpt_prov order by all")
    assert found["belopp_sek"].dropna().tolist() == [
        Decimal("0.00"),
        Decimal("999999999999.99"),
    ]
    assert found["antal"].isna().tolist() == [False, False, True]
