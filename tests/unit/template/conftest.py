"""A small mart to prefill from, and filling in a form as a person would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from fondbok import template
from fondbok.template.layout import FIRST_ROW, PROJECTS, TOTAL, letter

Rows = list[dict[str, Any]]
Fill = Callable[[Path, Rows], None]

_MART = """
create schema mart;
create schema kvalitet;
create table mart.dim_projekt (
    projekt_key varchar, projekt varchar, bidragsnummer varchar, projektagare varchar,
    start date, start_precision varchar, slut date, slut_precision varchar
);
insert into mart.dim_projekt values
    ('k1', 'Älvan', '101-7', 'Region Skåne', date '2023-09-01', 'manad',
        date '2026-12-31', 'ar'),
    ('k2', '=HYPERLINK("x")', null, null, null, null, null, null),
    ('k3', 'Vägen in', null, null, null, null, null, null),
    ('k0', 'Okänt projekt', null, null, null, null, null, null);
create table mart.bi_deltagande (
    bi_key varchar, projekt_kod varchar, namnd_kod varchar, ar integer, roll varchar,
    redovisat_sek decimal(18, 2), bokfort_sek decimal(18, 2)
);
insert into mart.bi_deltagande values
    ('d1', 'alvan', 'ASN', 2024, 'part', 1000.30, null),
    ('d2', 'formel', 'ASN', 2024, 'annan', null, null),
    ('d3', 'vagen-in', 'ASN', 2024, 'agare', 7.00, 7.00),
    ('d0', 'OKANT', 'ASN', 2024, 'annan', 5.00, null),
    ('d4', 'vagen-in', 'MN', 2024, 'agare', null, null);
create table kvalitet.anpassad_uppgift (
    projekt_kod varchar, namnd_kod varchar, ar integer, deltagandets_falt varchar
);
create table mart.dim_kf_mal (kf_mal_key varchar, nummer integer);
insert into mart.dim_kf_mal values ('m0', null), ('m1', 1), ('m2', 2), ('m3', 3);
create table mart.fct_eu_medel (
    deltagande_key varchar, projekt_key varchar, projekt_kod varchar, namnd_kod varchar, ar integer,
    fond_kod varchar, kf_mal_key varchar, andel decimal(19, 12), belopp_sek decimal(18, 2)
);
insert into mart.fct_eu_medel values
    ('d1', 'k1', 'alvan', 'ASN', 2024, 'ESF', 'm1', 0.333333, 1000.10),
    ('d1', 'k1', 'alvan', 'ASN', 2024, 'ESF', 'm3', 0.666667, 0.20),
    ('d2', 'k2', 'formel', 'ASN', 2024, 'OKAND', 'm0', 1, null),
    ('d3', 'k3', 'vagen-in', 'ASN', 2024, 'ESF', 'm2', 1, 0.00),
    ('d3', 'k3', 'vagen-in', 'ASN', 2024, 'ERUF', 'm2', 1, 7.00),
    ('d0', 'k0', 'OKANT', 'ASN', 2024, 'ESF', 'm0', 1, 5.00);
"""


@pytest.fixture
def mart(tmp_path: Path) -> Path:
    path = tmp_path / "fondbok.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(_MART)
    return path


@pytest.fixture
def empty_form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    template.write("ASN", 2025, path)
    return path


@pytest.fixture
def fill() -> Fill:
    """Type rows into the sheet Projekt from the first row on; other sheets by cell."""

    def run(path: Path, rows: Rows, **sheets: dict[str, Any]) -> None:
        workbook = load_workbook(path)
        sheet = workbook[PROJECTS]
        for row, values in enumerate(rows, start=FIRST_ROW):
            for field, value in values.items():
                sheet[f"{letter(field)}{row}"] = value
        for name, cells in sheets.items():
            for cell, value in cells.items():
                workbook[name][cell] = value
        workbook.save(path)

    return run


@pytest.fixture
def total_cell(empty_form: Path) -> str:
    sheet = load_workbook(empty_form)[PROJECTS]
    row = next(cell.row for cell in sheet["A"] if cell.value == TOTAL)
    return f"{letter('utbetalt')}{row}"
