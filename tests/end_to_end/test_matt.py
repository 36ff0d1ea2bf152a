"""The measures: what mart.dim_matt says of each is what the reports print, and the dictionary."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from fondbok.paths import Home

# What the city prints and the wide tables hold; the rest has no column in rpt_sammanfattning.
PRINTED = {
    "utbetalt_sek",
    "utbetalt_agare_sek",
    "utbetalt_part_sek",
    "utbetalt_annan_roll_sek",
    "utbetalt_okand_roll_sek",
    "formedlat_sek",
    "netto_sek",
    "anpassat_sek",
    "antal_projekt",
    "antal_deltaganden",
    "antal_agare",
    "antal_namnder",
    "min_budget_sek",
    "max_budget_sek",
}
PER = {
    "namnd": ("rpt_utbetalt_per_namnd", "namnd", "namnd"),
    "fondgrupp": ("rpt_utbetalt_per_fondgrupp", "fondgrupp", "fondgrupp"),
    "mål": ("rpt_utbetalt_per_kf_mal", "kf_mal", "kf_mal"),
}


@pytest.fixture(scope="module")
def mart(malmo: Home) -> Any:
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        yield con


def measures(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    found = con.execute("select * from mart.dim_matt")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {row["matt"]: row for row in rows}


def test_every_measure_that_is_printed_has_its_column(mart: Any) -> None:
    told = measures(mart)
    assert {name for name, row in told.items() if row["rapportkolumn"]} == PRINTED
    assert set(told) - PRINTED == {
        *("redovisat_sek", "bokfort_sek", "anpassat_andel"),
        *("okand_fond_sek", "okand_fond_andel"),
    }


@pytest.mark.parametrize("name", sorted(PRINTED))
def test_a_measure_asked_as_it_says_is_what_the_report_prints(mart: Any, name: str) -> None:
    row = measures(mart)[name]
    asked = mart.execute(
        f"select ar, {row['uttryck']} from mart.{row['tabell']} group by ar order by ar"
    ).fetchall()
    printed = mart.execute(
        f"select ar, {row['rapportkolumn']} from mart.rpt_sammanfattning order by ar"
    ).fetchall()
    assert asked == printed
    # Nobody in the example has said what was passed on.
    assert name == "formedlat_sek" or any(figure is not None for _, figure in printed)


@pytest.mark.parametrize("part", sorted(PER))
def test_money_by_its_parts_is_what_the_reports_print(mart: Any, part: str) -> None:
    report, column, dimension = PER[part]
    row = measures(mart)["utbetalt_sek"]
    assert row["tabell"] == "bi_pengar"
    asked = mart.execute(
        f"select ar, {dimension}, {row['uttryck']} as kr from mart.bi_pengar group by all"
        " having kr is not null order by all"
    ).fetchall()
    printed = mart.execute(
        f"select ar, {column}, belopp_sek from mart.{report}"
        " where belopp_sek is not null order by all"
    ).fetchall()
    assert asked == printed != []


def test_what_may_be_added_adds_up_and_what_may_not_does_not(mart: Any) -> None:
    for name, row in measures(mart).items():
        if row["enhet"] == "andel" or name.startswith(("min_", "max_")):
            assert row["summeras_over"] is None, name
            continue
        whole, added = mart.execute(
            f"select (select {row['uttryck']} from mart.{row['tabell']} where ar = 2024),"
            f" (select sum(m) from (select {row['uttryck']} as m from mart.{row['tabell']}"
            " where ar = 2024 group by namnd))"
        ).fetchone()
        if "nämnd" in (row["summeras_over"] or ""):
            assert whole == added, name
        elif name in ("antal_projekt", "antal_agare"):
            assert added >= whole, name
            assert "nämnd" in row["summeras_inte_over"], name


def test_the_share_is_of_money_and_not_of_rows(mart: Any) -> None:
    row = measures(mart)["anpassat_andel"]
    shares = dict(
        mart.execute(
            f"select ar, {row['uttryck']} from mart.{row['tabell']} group by ar"
        ).fetchall()
    )
    assert round(float(shares[2022]), 3) == 0.472


def test_the_dictionary_has_every_table_and_column_as_the_file_has_them(mart: Any) -> None:
    told = mart.execute(
        "select schemanamn, tabell, kolumn, datatyp from mart.dataordbok where plats > 0"
        " order by all"
    ).fetchall()
    there = mart.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        " where not internal order by all"
    ).fetchall()
    assert told == there
    tables = mart.execute(
        "select schemanamn, tabell, betydelse from mart.dataordbok where plats = 0 order by all"
    ).fetchall()
    assert len(tables) == mart.execute("select count(*) from duckdb_tables()").fetchone()[0]
    assert mart.execute("select count(*) from mart.dataordbok where betydelse = ''").fetchall() == [
        (0,)
    ]


def test_the_dictionary_says_keys_references_values_units_and_free_text(mart: Any) -> None:
    def one(tabell: str, kolumn: str) -> tuple[Any, ...]:
        return mart.execute(
            "select enhet, i_nyckeln, kan_saknas, hanvisar_till, varden, fritext"
            " from mart.dataordbok where tabell = ? and kolumn = ?",
            [tabell, kolumn],
        ).fetchone()

    assert one("fct_eu_medel", "belopp_sek") == ("kr", False, True, None, None, False)
    assert one("dim_deltagande", "deltagande_key")[1] is True
    assert one("fct_eu_medel", "namnd_key")[3] == "mart.dim_namnd.namnd_key"
    assert one("fct_eu_medel", "roll")[4] == "agare; part; annan; okand"
    assert one("svar", "svar")[5] is True
    assert one("svar", "namnd_kod")[5] is False
    assert one("avvisad_rad", "radinnehall")[5] is True
    assert one("fct_eu_medel", "andel")[0] == "andel"
