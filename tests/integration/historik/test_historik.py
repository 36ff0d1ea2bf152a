"""Dimensions with history: a fact stands under the names of its own year, on every rebuild."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from fondbok.intake.inspection import inspect_rows
from tests.integration.historik.conftest import TABLES, Historik

kr = Decimal


def test_every_node_succeeds(historik: Historik) -> None:
    ended = {name: how for name, how in historik.ended.items() if how not in ("success", "pass")}
    assert ended == {}


def test_a_forvaltning_renamed_in_the_middle_of_a_year_has_its_new_name_that_year(
    historik: Historik,
) -> None:
    rows = historik.rows(
        "select ar, forvaltning, belopp_sek from mart.rpt_utbetalt_per_namnd"
        " where namnd_kod = 'MN' order by ar"
    )
    assert rows == [
        (ar, "Miljöförvaltningen" if ar < 2022 else "Klimatförvaltningen", kr("100.00"))
        for ar in range(2020, 2026)
    ]


def test_the_versions_of_a_unit_lie_end_to_end(historik: Historik) -> None:
    rows = historik.rows(
        "select namnd, giltig_fran::varchar, giltig_till::varchar"
        " from mart.dim_namnd where namnd_kod_alla_versioner = 'GVN' order by giltig_fran"
    )
    assert rows == [
        ("Utbildningsnämnden", "0001-01-01", "2020-12-31"),
        ("Gymnasie- och vuxennämnden", "2023-01-01", None),
    ]
    latest = historik.rows("select namnd from mart.dim_namnd_senaste where namnd_kod = 'GVN'")
    assert latest == [("Gymnasie- och vuxennämnden",)]


def test_a_namnd_split_in_two_and_merged_again_keeps_each_year_apart(historik: Historik) -> None:
    rows = historik.rows(
        "select ar, namnd_kod, namnd, sum(redovisat_sek) from intermediate.int_deltagande__matt"
        " join mart.dim_namnd using (namnd_key)"
        " where namnd_kod in ('GVN', 'GYN', 'VUN') and redovisad group by all order by ar, 2"
    )
    merged = "Gymnasie- och vuxennämnden"
    assert rows == [
        (2020, "GVN", "Utbildningsnämnden", kr("10.01")),
        *(
            (ar, kod, namnd, kr("10.01"))
            for ar in (2021, 2022)
            for kod, namnd in (("GYN", "Gymnasienämnden"), ("VUN", "Vuxennämnden"))
        ),
        *((ar, "GVN", merged, kr("10.01")) for ar in (2023, 2024, 2025)),
    ]


def test_the_same_responsibility_unit_books_on_the_namnd_of_the_year(historik: Historik) -> None:
    rows = historik.rows(
        "select ar, namnd_kod, sum(belopp_sek) from mart.fct_utbetalning"
        " where ansvar in ('2310', '2320') group by all order by all"
    )
    assert rows == [
        (2019, "GVN", kr("10.00")),
        (2020, "GVN", kr("10.00")),
        (2021, "GYN", kr("7.00")),
        (2021, "VUN", kr("3.00")),
        (2022, "GYN", kr("7.00")),
        (2022, "VUN", kr("3.00")),
        (2023, "GVN", kr("10.00")),
    ]


def test_nobody_waits_for_a_namnd_that_does_not_exist_that_year(historik: Historik) -> None:
    rows = historik.rows(
        "select namnd_kod, list(ar order by ar) from mart.rpt_inlamning"
        " where namnd_kod in ('GVN', 'GYN', 'VUN') group by all order by all"
    )
    assert rows == [
        ("GVN", [2020, 2023, 2024, 2025]),
        ("GYN", [2021, 2022]),
        ("VUN", [2021, 2022]),
    ]


def test_a_project_that_changes_name_owner_and_end_has_a_version_per_change(
    historik: Historik,
) -> None:
    rows = historik.rows(
        "select projekt, projektagare, slut::varchar, budget_sek, giltig_fran::varchar,"
        " giltig_till::varchar from mart.dim_projekt"
        " where projekt_kod_alla_versioner = 'kajen' order by giltig_fran"
    )
    budget = kr("5000000.00")
    assert rows == [
        ("Kajen", "Malmö stad", "2024-12-31", budget, "2019-01-01", "2021-12-31"),
        ("Kajen 2.0", "Malmö stad", "2024-12-31", budget, "2022-01-01", "2022-12-31"),
        ("Kajen 2.0", "Region Skåne", "2024-12-31", budget, "2023-01-01", "2023-12-31"),
        ("Kajen 2.0", "Region Skåne", "2026-12-31", budget, "2024-01-01", None),
    ]
    latest = historik.rows(
        "select projekt, projektagare, slut::varchar from mart.dim_projekt_senaste"
        " where projekt_kod = 'kajen'"
    )
    assert latest == [("Kajen 2.0", "Region Skåne", "2026-12-31")]


def test_facts_stand_under_the_projects_version_of_their_year(historik: Historik) -> None:
    rows = historik.rows(
        "select f.ar, p.projekt, p.projektagare, extract(year from p.slut), f.belopp_sek"
        " from intermediate.int_deltagande__matt f join mart.dim_projekt p using (projekt_key)"
        " where f.projekt_kod = 'kajen' order by f.ar"
    )
    assert rows == [
        (2019, "Kajen", "Malmö stad", 2024, kr("2019.25")),
        (2020, "Kajen", "Malmö stad", 2024, kr("2020.25")),
        (2021, "Kajen", "Malmö stad", 2024, kr("2021.25")),
        (2022, "Kajen 2.0", "Malmö stad", 2024, kr("2022.25")),
        (2023, "Kajen 2.0", "Region Skåne", 2024, kr("2023.25")),
        (2024, "Kajen 2.0", "Region Skåne", 2026, kr("2024.50")),
        (2025, "Kajen 2.0", "Region Skåne", 2026, kr("2025.50")),
    ]


def test_payments_and_money_by_goal_stand_under_the_same_versions(historik: Historik) -> None:
    for table in ("fct_eu_medel", "fct_utbetalning"):
        rows = historik.rows(
            f"select distinct f.ar, f.projekt_key, f.namnd_key from mart.{table} as f"
            " anti join intermediate.int_deltagande__matt as d"
            " on f.ar = d.ar and f.projekt_key = d.projekt_key and f.namnd_key = d.namnd_key"
        )
        assert rows == [], table


def test_the_reporting_unit_changes_and_the_namnd_stays(historik: Historik, tmp_path: Path) -> None:
    units = historik.rows(
        "select ar, redovisningsenhet from mart.dim_ar where ar in (2023, 2024) order by ar"
    )
    assert units == [(2023, "forvaltning"), (2024, "namnd")]
    known = set()
    for ar, enhet in ((2023, "Tekniska nämnden"), (2024, "Fastighets- och gatukontoret")):
        path = tmp_path / f"{ar}.csv"
        path.write_text(f"Nämnd;År;Projektnamn;Utbetalt\n{enhet};{ar};Kajen;1 kr\n", "utf-8")
        known |= {row["falt"]["namnd"] for row in inspect_rows(path)}
    assert known == {"TN"}
    keys = historik.rows(
        "select count(distinct namnd_key), count(*) from intermediate.int_deltagande__matt"
        " where namnd_kod = 'TN' and ar in (2023, 2024)"
    )
    assert keys == [(1, 2)]


def test_where_two_goal_sets_meet_the_years_own_set_is_meant(historik: Historik) -> None:
    rows = historik.rows(
        "select ar, list_distinct(list(malperiod)), count(*), sum(belopp_sek)"
        " from mart.fct_eu_medel join mart.dim_kf_mal using (kf_mal_key)"
        " where projekt_kod = 'luft' and ar >= 2022 group by ar order by ar"
    )
    assert rows == [
        (2022, ["2022-2023"], 3, kr("100.00")),
        (2023, ["2022-2023"], 3, kr("100.00")),
        (2024, ["2024-2026"], 3, kr("100.00")),
        (2025, ["2024-2026"], 3, kr("100.00")),
    ]


def test_a_report_by_goal_shows_one_set_a_year(historik: Historik) -> None:
    rows = historik.rows(
        "select ar, malperiod, count(*) from mart.rpt_utbetalt_per_kf_mal"
        " where nummer is not null and ar > 2019 group by all order by all"
    )
    assert rows == [
        (2022, "2022-2023", 4),
        (2023, "2022-2023", 4),
        (2024, "2024-2026", 5),
        (2025, "2024-2026", 5),
    ]


@pytest.mark.parametrize("table", TABLES)
def test_a_rebuild_from_the_same_rows_in_another_order_is_the_same(
    historik: Historik, table: str
) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{historik.path}' as en (read_only)")
        con.execute(f"attach '{historik.again}' as tva (read_only)")
        counted = con.execute(f"select count(*) from en.mart.{table}").fetchone()
        assert counted is not None
        assert counted[0] > 0
        for one, other in (("en", "tva"), ("tva", "en")):
            left = con.execute(f"from {one}.mart.{table} except all from {other}.mart.{table}")
            assert left.fetchall() == []
