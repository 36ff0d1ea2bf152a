"""Whole landings with the figures a person computed by hand: what the ledger does to a figure."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok.paths import Home
from tests.conftest import fondbok
from tests.rebuilding import rebuilt

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "accounting"
kr = Decimal
Query = Callable[..., list[tuple[Any, ...]]]


Landed = Callable[..., Home]


@pytest.fixture(scope="module")
def landed(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """The landing of a case, and others with it, built by the SQL of the example's build."""

    def build(case: str, *others: Path) -> Home:
        landing = [folder / "landing" for folder in (CASES / case, *others)]
        return rebuilt(malmo, landing, tmp_path_factory.mktemp(case) / "home")

    return build


@pytest.fixture(scope="module")
def query() -> Query:
    """Rows of a query against what a home has built."""

    def ask(home: Home, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(home.warehouse), read_only=True) as con:
            return con.execute(sql).fetchall()

    return ask


@pytest.fixture(scope="module")
def a(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The one that goes all the way: what stops a publication would be said."""
    home = Home(tmp_path_factory.mktemp("a"))
    shutil.copytree(CASES / "A" / "landing", home.landing)
    run = fondbok("refresh", "--home", home.root, "--json")
    assert run.code == 0, run.out + run.err
    assert run.json["published"] is True
    return home


@pytest.fixture(scope="module")
def e(landed: Landed) -> Home:
    return landed("E")


def per_namnd(query: Query, home: Home, ar: int) -> dict[str, Decimal | None]:
    return dict(
        query(
            home, f"select namnd_kod, belopp_sek from mart.rpt_utbetalt_per_namnd where ar = {ar}"
        )
    )


def findings(query: Query, home: Home, regel: str) -> list[tuple[str, int | None, str]]:
    return query(
        home,
        f"select fil, rad, meddelande from kvalitet.fynd where regel = '{regel}' order by all",
    )


def test_half_a_year_in_the_ledger_leaves_what_was_reported(a: Home, query: Query) -> None:
    assert per_namnd(query, a, 2024)["TN"] == kr("2000000.00")
    rows = query(
        a,
        "select projekt_kod, belopp_sek, bokfort_sek, belopp_kalla, tackning"
        " from mart.bi_deltagande inner join mart.dim_deltagande on deltagande_key = bi_key"
        " where namnd_kod = 'TN' order by 1",
    )
    assert rows == [
        ("halvar", kr("1200000.00"), kr("600000.00"), "redovisat", "delvis"),
        ("senare", kr("800000.00"), None, "redovisat", "delvis"),
    ]
    said = findings(query, a, "BOKFORT_DELVIS")
    assert ("submissions/a2024.csv", 7) in [row[:2] for row in said]
    assert any(
        "bara februari–december 2024 för TN. Bokfört för Halvår: 600 000 kr" in row[2]
        for row in said
    )


def test_reported_last_year_and_booked_in_january_counts_once(a: Home, query: Query) -> None:
    assert per_namnd(query, a, 2024)["FON"] == kr("0.00")
    assert per_namnd(query, a, 2025)["FON"] == kr("800000.00")
    assert [row[:2] for row in findings(query, a, "BOKFORT_NASTA_AR")] == [
        ("submissions/a2024.csv", 11)
    ]
    ((fil, _, text),) = findings(query, a, "BOKFORT_AVSER_AR_FORE")
    assert fil == "submissions/a2025.csv"
    assert "redovisat för 2024. Pengarna räknas en gång, 2025." in text


def test_booked_at_one_namnd_and_reported_at_another_counts_once(a: Home, query: Query) -> None:
    rows = query(
        a,
        "select namnd_kod, belopp_sek, bokfort_sek, belopp_kalla from mart.bi_deltagande"
        " where projekt_kod = 'dubbel' order by 1",
    )
    assert rows == [
        ("ASN", kr("140000.00"), kr("140000.00"), "bokfort"),
        ("MN", kr("0.00"), None, "annan_namnd"),
    ]
    ((_, mn, text),) = findings(query, a, "BOKFORT_HOS_ANNAN_NAMND")
    assert mn == 6
    assert "räknas inte hos MN 2024: pengarna är bokförda hos ASN (140 000 kr)" in text
    ((_, asn, text),) = findings(query, a, "REDOVISAT_HOS_ANNAN_NAMND")
    assert asn == 5
    assert "har MN redovisat (50 000 kr)" in text


def test_the_same_payment_in_euro_is_what_was_booked(a: Home, query: Query) -> None:
    assert per_namnd(query, a, 2024)["KS"] == kr("112000.00")


def test_a_booking_on_an_unknown_code_is_a_row_of_its_own(a: Home, query: Query) -> None:
    sql = (
        "select namnd_kod, belopp_sek, belopp_kalla from mart.bi_deltagande"
        " where projekt_kod = 'OKANT'"
    )
    assert query(a, sql) == [("ASN", kr("7777.00"), "bokfort")]


def test_codes_that_tell_no_project_leave_the_reported_split(e: Home, query: Query) -> None:
    groups = query(e, "select fondgrupp, belopp_sek from mart.rpt_utbetalt_per_fondgrupp")
    assert dict(groups) == {
        "ESF": kr("300100.00"),
        "Erasmus+": kr("230000.00"),
        "Horisont": kr("1450000.00"),
        "Övriga": kr("105000.00"),
        "Okänd": kr("612000.00"),
    }
    asn = query(
        e,
        "select belopp_sek, belopp_agare_sek, belopp_part_sek from mart.rpt_utbetalt_per_namnd"
        " where namnd_kod = 'ASN'",
    )
    assert asn == [(kr("900000.00"), kr("300000.00"), kr("600000.00"))]


def test_a_code_on_two_projects_is_said_and_is_the_reason(e: Home, query: Query) -> None:
    assert [row[1] for row in findings(query, e, "PROJEKTKOD_OENIG")][:2] == [None, 5]
    said = [row[2] for row in findings(query, e, "BOKFORT_UTAN_KOD")]
    assert len(said) == 2
    assert said[0].startswith("150 000 kr är bokfört hos MN 2024 på koder")
    reasons = query(
        e,
        "select namnd_kod, orsak_id from mart.rpt_redovisat_mot_bokfort"
        " where projekt_kod = 'OKANT' order by 1",
    )
    assert reasons == [("ASN", "PROJEKTKOD_OKAND"), ("MN", "PROJEKTKOD_DELAD")]


@pytest.fixture(scope="module")
def d(landed: Landed) -> Home:
    return landed("D")


def test_gross_and_passed_on_are_the_same_however_they_were_booked(d: Home, query: Query) -> None:
    rows = query(
        d,
        "select projekt_kod, belopp_sek, formedlat_sek, netto_sek from mart.bi_deltagande"
        " where namnd_kod = 'KS' order by 1",
    )
    assert rows == [
        (projekt, kr("10000000.00"), kr("8000000.00"), kr("2000000.00"))
        for projekt in (
            *("formedlar-pa-kostnadskonto", "formedlar-pa-samma-konto"),
            "formedlar-via-balansen",
        )
    ]
    sums = "select sum(belopp_sek), sum(formedlat_sek), sum(netto_sek) from"
    assert query(d, f"{sums} mart.rpt_utbetalt_per_namnd where namnd_kod = 'KS'") == [
        (kr("30000000.00"), kr("24000000.00"), kr("6000000.00"))
    ]
    cuts = ("rpt_utbetalt_per_namnd", "rpt_utbetalt_per_fondgrupp", "rpt_utbetalt_per_kf_mal")
    whole = query(d, f"{sums} mart.rpt_sammanfattning")
    assert {tuple(query(d, f"{sums} mart.{cut}")) for cut in cuts} == {tuple(whole)}


def test_a_minus_or_a_debt_that_is_read_as_passed_on_is_said(d: Home, query: Query) -> None:
    ((fil, rad, text),) = findings(query, d, "FORMEDLAT_MINUS")
    assert (fil, rad) == ("submissions/ks2024.csv", 3)
    assert "räknas som förmedlat till partner (8 000 000 kr)" in text
    assert "Är det en återbetalning till EU: skriv 0 där." in text
    ((fil, rad, text),) = findings(query, d, "FORMEDLAT_SKULD")
    assert (fil, rad) == ("ledger/huvudbok.csv", 12)
    assert text.startswith("8 000 000 kr på konto 2890 räknas som EU-bidrag till KS 2024")
    reasons = query(d, "select orsak_id from mart.rpt_redovisat_mot_bokfort where skillnad_sek > 0")
    assert reasons == [("FORMEDLAT_TILL_PARTNER",)]


@pytest.mark.parametrize("home", ["a", "d", "e"])
def test_every_cut_is_the_city(home: str, request: pytest.FixtureRequest, query: Query) -> None:
    landing = request.getfixturevalue(home)
    tables = (
        *("bi_deltagande", "fct_eu_medel", "rpt_utbetalt_per_namnd"),
        *("rpt_utbetalt_per_fondgrupp", "rpt_utbetalt_per_kf_mal", "rpt_sammanfattning"),
    )
    sums = {
        tuple(query(landing, f"select ar, sum(belopp_sek) from mart.{t} group by ar order by ar"))
        for t in tables
    }
    assert len(sums) == 1


@pytest.fixture(scope="module")
def b(landed: Landed) -> Home:
    """Beside two years, a code that two sources give to two projects in a third."""
    return landed("B", CASES.parent / "city" / "projektkod_conflict")


def test_two_sources_that_name_two_projects_for_a_code_are_told(b: Home, query: Query) -> None:
    said = findings(query, b, "PROJEKTKOD_OENIG")
    assert {fil for fil, _, _ in said} == {"ledger/l.csv", "submissions/s.csv"}
    assert all("Nytt projekt" in text and "41001" in text for _, _, text in said)
    ((booked,),) = query(
        b, "select sum(bokfort_sek) from mart.bi_deltagande where namnd_kod = 'MN' and ar = 2022"
    )
    assert booked == kr("750000.00")


def test_a_namnd_that_is_not_in_yet_is_no_fall_in_money(b: Home, query: Query) -> None:
    ((status, text),) = query(
        b,
        "select jamforelse, jamforelse_forklaring from mart.rpt_sammanfattning where ar = 2024",
    )
    assert status == "ofullstandig"
    assert "Har lämnat in året före men inte i år: ASN. Det är ingen minskning." in text


def test_an_owner_who_names_another_owner_is_told(a: Home, query: Query) -> None:
    ((_, rad, text),) = findings(query, a, "AGARE_ANNAN")
    assert rad == 20
    assert text.startswith("Rollen är Projektägare, men som projektägare står Region Skåne.")


def test_a_role_nobody_gave_is_unknown_and_the_roles_add_up(a: Home, query: Query) -> None:
    sql = "select roll from mart.bi_deltagande where projekt_kod like 'rollen-tom%'"
    assert query(a, sql) == [("okand",)]
    rows = query(
        a,
        "select belopp_sek, coalesce(belopp_agare_sek, 0) + coalesce(belopp_part_sek, 0)"
        " + coalesce(belopp_annan_roll_sek, 0) + coalesce(belopp_okand_roll_sek, 0)"
        " from mart.rpt_sammanfattning",
    )
    assert all(whole == parts for whole, parts in rows)


def test_two_known_funds_of_one_project_are_told(a: Home, query: Query) -> None:
    assert len(findings(query, a, "FOND_OLIKA")) == 2


def test_a_text_only_submission_is_handed_in_with_its_date(d: Home, query: Query) -> None:
    rows = query(
        d,
        "select namnd_kod, status, cast(inlamningsdatum as varchar) from mart.rpt_inlamning"
        " where namnd_kod in ('FRN', 'HVON') and ar = 2024 order by 1",
    )
    assert [row[:2] for row in rows] == [
        ("FRN", "inlamnad_utan_projekt"),
        ("HVON", "inlamnad_utan_projekt"),
    ]
    assert rows[0][2] == "2025-02-20"


@pytest.fixture(scope="module")
def d_second(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Case D with its resubmissions."""
    landing = tmp_path_factory.mktemp("d-second")
    shutil.copytree(CASES / "D" / "landing", landing / "first")
    shutil.copytree(CASES / "D" / "second", landing / "second" / "submissions")
    return rebuilt(malmo, [landing / "first", landing / "second"], landing / "home")


def test_a_resubmission_that_drops_a_project_says_so_with_its_money(
    d_second: Home, query: Query
) -> None:
    assert per_namnd(query, d_second, 2023)["GRN"] == kr("140000.00")
    assert per_namnd(query, d_second, 2024)["GRN"] == kr("50000.00")
    said = query(
        d_second,
        "select fil, meddelande from kvalitet.fynd where meddelande like '%Försvinner%' order by 1",
    )
    assert {fil for fil, _ in said} == {"submissions/mn2024.csv", "submissions/mn2024_ny.csv"}
    assert all("200 kr" in text for _, text in said)
