"""The core marts over hand-made rows: every rule about money, from raw to fact."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.integration.dbt.conftest import RULES

kr = Decimal


def participations(rows, where: str) -> dict[str, tuple]:
    """Projects that meet the condition, with amount and source."""
    answer = rows(
        "select p.projekt, f.belopp_sek, f.belopp_kalla from intermediate.int_deltagande__matt f"
        f" join mart.dim_projekt p using (projekt_key) where {where}"
    )
    return {row[0]: row[1:] for row in answer}


def split(rows, projekt: str) -> list[tuple]:
    """A project's money by fund and goal."""
    return rows(
        "select f.fond_kod, m.nummer, f.belopp_sek from mart.fct_eu_medel f"
        " join mart.dim_projekt p using (projekt_key) join mart.dim_kf_mal m using (kf_mal_key)"
        f" where p.projekt = '{projekt}' and f.ar = 2024 order by all"
    )


def test_every_node_succeeds(built):
    ended = {name: status for name, status in built[1].items() if status not in ("success", "pass")}
    assert ended == {"ledger_utan_namnd": "warn"}


def test_the_highest_version_counts_whenever_it_landed(rows):
    found = participations(rows, "f.ar = 2021 and f.namnd_kod = 'MN'")
    assert found == {"Versioner": (kr("20.00"), "redovisat")}


def test_a_file_is_replaced_for_the_namnd_and_year_that_came_again_only(rows):
    found = participations(rows, "f.ar = 2021 and f.namnd_kod = 'TN'")
    assert found == {"Annan nämnd": (kr("3.00"), "redovisat")}


def test_unknown_submitters_do_not_replace_each_other(rows):
    found = participations(rows, "f.ar = 2021 and f.namnd_kod = 'OKAND'")
    assert {name: amount for name, (amount, _) in found.items()} == {
        "Hos Nämnd A": kr("11.00"),
        "Hos Nämnd B": kr("12.00"),
    }


def test_zero_is_zero_and_blank_is_unknown(rows):
    found = participations(rows, "f.ar = 2024 and p.projekt in ('Noll', 'Tomt')")
    assert found == {"Noll": (kr("0.00"), "redovisat"), "Tomt": (None, "saknas")}


def test_a_participation_without_money_is_one_and_its_budget_is_not_money(rows):
    sql = (
        "select redovisad, roll, belopp_sek, budget_sek from intermediate.int_deltagande__matt"
        " where projekt_kod = 'tomt'"
    )
    assert rows(sql) == [(True, "annan", None, kr("220000000.00"))]


@pytest.mark.parametrize(
    ("projekt", "parts"),
    [
        ("Tredjedelar", [("ESF", 1, "33.34"), ("ESF", 2, "33.33"), ("ESF", 3, "33.33")]),
        ("Återkrav", [("ESF", 1, "-33.34"), ("ESF", 2, "-33.33"), ("ESF", 3, "-33.33")]),
        ("Sjuttio trettio", [("ESF", 1, "0.04"), ("ESF", 2, "0.01")]),
        ("Okänt mål", [("ESF", 1, "0.50"), ("ESF", None, "0.50")]),
        ("Utan mål", [("OKAND", None, "7.77")]),
        ("Euro", [("ESF", None, "622499.63")]),
        (
            "Två fonder",
            [
                *(("ESF", 1, "0.01"), ("ESF", 2, "0.01"), ("ESF", 3, "0.00")),
                *(("NORDPLUS", 1, "0.02"), ("NORDPLUS", 2, "0.01"), ("NORDPLUS", 3, "0.01")),
            ],
        ),
        ("Noll", [("ESF", 1, "0.00")]),
    ],
)
def test_money_is_split_over_goals_to_the_ore(rows, projekt, parts):
    assert split(rows, projekt) == [(fond, mal, kr(amount)) for fond, mal, amount in parts]


def test_unknown_money_stays_unknown_on_every_goal(rows):
    assert split(rows, "Tomt") == [("ESF", 1, None), ("ESF", 2, None)]


def test_money_with_no_project_named_counts_as_money_and_not_as_a_project(rows):
    sql = (
        "select redovisad, belopp_sek from intermediate.int_deltagande__matt"
        " where projekt_kod = 'OKANT' and ar = 2024"
    )
    assert rows(sql) == [(True, kr("444000.00"))]


def test_one_eu_fund_makes_it_eu_money_and_an_unknown_fund_makes_it_unknown(rows):
    sql = (
        "select projekt_kod, ar_eu from intermediate.int_deltagande__matt"
        " where projekt_kod in ('tva-fonder', 'nordisk', 'utan-mal') order by all"
    )
    assert rows(sql) == [("nordisk", False), ("tva-fonder", True), ("utan-mal", None)]


def test_fitted_amounts_are_flagged(rows):
    sql = "select projekt_kod, anpassade_falt from intermediate.int_deltagande__matt where anpassat"
    assert rows(sql) == [("nordisk", "utbetalt")]


def test_spellings_are_one_project_with_two_participations(rows):
    sql = (
        "select namnd_kod, roll from intermediate.int_deltagande__matt"
        " where projekt_kod = 'powerbio' order by all"
    )
    assert rows(sql) == [("MN", "part"), ("TN", "agare")]


def test_an_alias_holds_in_its_years_only(rows):
    sql = (
        "select ar, projekt_kod from intermediate.int_deltagande__matt"
        " where projekt_kod like 'provprojekt-%' and ar > 2020 order by all"
    )
    assert rows(sql) == [
        (2022, "provprojekt-nya"),
        (2023, "provprojekt-gamla"),
        (2023, "provprojekt-nya"),
    ]


def test_the_same_bidragsnummer_is_one_project_with_a_version_per_change(rows):
    sql = (
        "select projekt, budget_sek, giltig_fran::varchar, giltig_till::varchar"
        " from mart.dim_projekt where projekt_kod_alla_versioner = 'bidrag-a' order by giltig_fran"
    )
    assert rows(sql) == [
        ("Bidrag A", kr("10.00"), "2022-01-01", "2022-12-31"),
        ("Bidrag B", kr("12.00"), "2023-01-01", None),
    ]


def test_facts_point_at_the_version_of_their_year(rows):
    sql = (
        "select f.ar, p.projekt from intermediate.int_deltagande__matt f join mart.dim_projekt p"
        " using (projekt_key) where f.projekt_kod = 'bidrag-a' order by all"
    )
    assert rows(sql) == [(2022, "Bidrag A"), (2023, "Bidrag B")]


def test_the_payment_year_is_the_booking_dates(rows):
    sql = (
        "select ar, belopp_sek, bokfort_sek, belopp_kalla from intermediate.int_deltagande__matt"
        " where projekt_kod = 'betalas-senare' order by ar"
    )
    assert rows(sql) == [
        (2019, kr("0.00"), None, "redovisat"),
        (2020, kr("75.50"), kr("75.50"), "bokfort"),
    ]


def test_a_voucher_that_comes_again_replaces_its_rows(rows):
    sql = "select belopp_sek from mart.fct_utbetalning where verifikation = '2'"
    assert rows(sql) == [(kr("5.50"),)]


def test_a_month_that_comes_again_replaces_the_month(rows):
    sql = "select datum::varchar, belopp_sek from mart.fct_utbetalning where ar = 2018 order by all"
    assert rows(sql) == [("2018-05-05", kr("4.00")), ("2018-06-05", kr("16.00"))]


def test_state_grants_are_no_eu_payments(rows):
    assert rows("select count(*) from mart.fct_utbetalning where konto = '3521'") == [(0,)]


def test_reported_and_not_booked_is_a_booked_zero_and_neither_is_unknown(rows):
    found = participations(
        rows, "f.ar = 2020 and f.namnd_kod = 'ASN' and f.projekt_kod not like 'b%'"
    )
    assert found == {
        "Ej bokfört": (kr("0.00"), "bokfort"),
        "Utan kod": (kr("31.00"), "redovisat"),
        "Utan pengar": (None, "saknas"),
    }


def test_unmapped_bookings_keep_their_money_under_the_unknown_members(rows):
    sql = (
        "select ar, projekt_kod, namnd_kod, redovisad, belopp_sek"
        " from intermediate.int_deltagande__matt"
        " where not redovisad and ar in (0, 2020) order by all"
    )
    assert rows(sql) == [
        (0, "OKANT", "ASN", False, kr("2.50")),
        (2020, "provprojekt-kod", "OKAND", False, kr("8.00")),
    ]


def test_a_project_only_the_ledger_knows_has_its_name(rows):
    sql = (
        "select projekt from mart.dim_projekt where projekt_kod_alla_versioner = 'provprojekt-kod'"
    )
    assert rows(sql) == [("Provprojekt Kod",)]


def test_indicators_of_current_submissions_find_their_project(rows):
    sql = "select projekt_kod, indikator, utfall from mart.fct_indikator order by all"
    assert rows(sql) == [
        ("OKANT", "Deltagare", kr("3.0000")),
        ("annan-namnd", "Deltagare", kr("12.5000")),
    ]


def test_the_register_accounts_for_every_row(rows):
    sql = (
        "select fil_sha256, status, rader_lasta, rader_laddade, rader_avvisade, rader_totaler,"
        " rader_dubbletter, rader_ersatta from kvalitet.fil"
        " where fil_sha256 in ('pengar', 'lag-version', 'ledger-1', 'manad-1') order by all"
    )
    assert rows(sql) == [
        ("lag-version", "laddad_med_fynd", 3, 1, 0, 0, 0, 2),
        ("ledger-1", "laddad_med_fynd", 6, 4, 0, 0, 0, 2),
        ("manad-1", "laddad_med_fynd", 2, 1, 0, 0, 0, 1),
        ("pengar", "laddad_med_fynd", 15, 12, 1, 1, 1, 0),
    ]


def test_money_in_equals_money_out(rows):
    sql = (
        "select (select sum(belopp_sek) from mart.fct_eu_medel),"
        " (select sum(belopp_sek) from intermediate.int_deltagande__matt),"
        " (select sum(bokfort_sek) from mart.fct_eu_medel),"
        " (select sum(belopp_sek) from mart.fct_utbetalning)"
    )
    medel, deltagande, bokfort, utbetalning = rows(sql)[0]
    assert medel == deltagande
    assert bokfort == utbetalning == kr("107.50") - kr("1.50")


def test_published_tables_and_columns_are_commented(rows):
    sql = (
        "select table_name, column_name from duckdb_columns()"
        " where schema_name in ('mart', 'kvalitet') and coalesce(comment, '') = ''"
        " union all select table_name, '' from duckdb_tables()"
        " where schema_name in ('mart', 'kvalitet') and coalesce(comment, '') = ''"
    )
    assert rows(sql) == []


def test_no_fact_holds_a_null_key(rows):
    sql = (
        "select table_name, column_name from information_schema.columns where table_schema = 'mart'"
        " and table_name like 'fct_%' and column_name like '%\\_key' escape '\\'"
        " and is_nullable = 'YES'"
    )
    assert rows(sql) == []


@pytest.mark.parametrize("test", RULES)
def test_a_broken_rule_stops_publishing(broken, test):
    assert broken[test] == "fail"
