"""What the reports say of rows written by hand, and that every amount leads back to its rows."""

from __future__ import annotations

import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.integration.rapporter.lager import Lager, dbt, kallrad, new_path, sha
from tests.integration.rapporter.rader import slumpade

RAPPORTER = {
    "rpt_utbetalt_per_namnd": ("ar", "namnd_kod"),
    "rpt_utbetalt_per_fondgrupp": ("ar", "fondgrupp"),
    "rpt_utbetalt_per_kf_mal": ("ar", "malperiod", "nummer"),
}
MATT = ("belopp_sek", "belopp_agare_sek", "belopp_part_sek")


@pytest.mark.parametrize("rapport", RAPPORTER)
@pytest.mark.parametrize("matt", MATT)
def test_every_cell_is_the_sum_of_its_rows(lager: Lager, rapport: str, matt: str) -> None:
    """Added up here, in Decimal, with keys put together here: not by the SQL under test."""
    summor: dict[str, Decimal] = defaultdict(Decimal)
    for radnyckel, belopp in lager.rows(
        f"select radnyckel, {matt} from mart.brygga_harkomst"
        f" where rapport = '{rapport}' and {matt} is not null"
    ):
        summor[radnyckel] += belopp
    celler = {}
    for *nyckel, belopp in lager.rows(
        f"select {', '.join(RAPPORTER[rapport])}, {matt} from mart.{rapport}"
    ):
        text = ";".join(
            f"{namn}={'okant' if varde is None else varde}"
            for namn, varde in zip(RAPPORTER[rapport], nyckel, strict=True)
        )
        if belopp is not None:
            celler[text] = belopp
    assert celler == dict(summor)
    assert len(celler) > 3


def test_random_money_is_the_same_per_namnd_as_the_rows_say(lager: Lager) -> None:
    """2023 by a naive sum: booked where the ledger covers the nämnd, else reported."""
    rader, bokningar = slumpade()
    namnd_av_kod = {rad.ekonomikod: rad.namnd for rad in rader}
    bokfort: dict[str, Decimal] = defaultdict(Decimal)
    for bokning in bokningar:
        bokfort[str(namnd_av_kod[bokning.projektkod])] += Decimal(bokning.belopp)
    redovisat: dict[str, Decimal] = defaultdict(Decimal)
    for rad in rader:
        if rad.utbetalt is not None:
            redovisat[str(rad.namnd)] += Decimal(rad.utbetalt)
    expected = {namnd: bokfort.get(namnd, summa) for namnd, summa in redovisat.items()}
    got = lager.rows(
        "select namnd_kod, belopp_sek from mart.rpt_utbetalt_per_namnd where ar = 2023"
    )
    assert dict(got) == expected


@pytest.mark.parametrize("tabell", [*RAPPORTER, "fct_eu_medel", "bi_deltagande"])
def test_totals_agree_to_the_ore(lager: Lager, tabell: str) -> None:
    per_ar = "select ar, sum(belopp_sek) from mart.{} group by ar order by ar"
    assert lager.rows(per_ar.format(tabell)) == lager.rows(per_ar.format("rpt_sammanfattning"))


def test_rows_behind_a_namnd_are_whole_bookings(lager: Lager) -> None:
    rows = lager.rows(
        "select kallrad.fil, kallrad.blad, kallrad.rad, brygga_harkomst.belopp_sek"
        " from mart.brygga_harkomst join mart.kallrad using (kallrad_id)"
        " where rapport = 'rpt_utbetalt_per_namnd'"
        " and radnyckel = 'ar=2022;namnd_kod=MN' order by kallrad.fil, kallrad.rad"
    )
    assert rows == [
        ("ledger/bok.csv", "", 2, Decimal("120.00")),
        ("ledger/bok.csv", "", 3, Decimal("-20.00")),
        ("ledger/bok.csv", "", 4, Decimal("99.99")),
        ("ledger/bok.csv", "", 5, Decimal("10.00")),
        ("ledger/bok.csv", "", 6, Decimal("-10.00")),
        # Reported, nothing booked: the row stands behind the booked zero and adds nothing.
        ("submissions/MN_2022_v1.xlsx", "Projekt", 5, Decimal("0.00")),
    ]


def test_kallrad_says_where_the_row_stands(lager: Lager) -> None:
    kallrad_id = kallrad("ASN_2019_v1.xlsx", "Projekt", 5)
    assert lager.one(
        f"select fil, fil_sha256, blad, rad from mart.kallrad where kallrad_id = '{kallrad_id}'"
    ) == ("submissions/ASN_2019_v1.xlsx", sha("ASN_2019_v1.xlsx"), "Projekt", 5)


def test_superseded_rows_are_behind_nothing(lager: Lager) -> None:
    gammal = kallrad("TN_2024_v1.xlsx", "Projekt", 2)
    assert lager.rows(f"from mart.kallrad where kallrad_id = '{gammal}'") == []


def test_one_ore_over_four_goals_is_one_ore(lager: Lager) -> None:
    rows = lager.rows(
        "select nummer, belopp_sek from mart.fct_eu_medel"
        " join mart.dim_kf_mal using (kf_mal_key) join mart.dim_projekt using (projekt_key)"
        " where projekt = 'Fjärde' order by nummer"
    )
    assert rows == [
        (1, Decimal("0.01")),
        (2, Decimal("0.00")),
        (3, Decimal("0.00")),
        (4, Decimal("0.00")),
    ]


def test_reported_against_booked(lager: Lager) -> None:
    rows = lager.rows(
        "select namnd_kod, projekt, redovisat_sek, bokfort_sek, skillnad_sek, status"
        " from mart.rpt_redovisat_mot_bokfort where ar = 2022 order by 1, 2"
    )
    assert rows == [
        ("MN", "Kvittad", Decimal("50.00"), Decimal("0.00"), Decimal("50.00"), "skiljer"),
        ("MN", "Lika", Decimal("100.00"), Decimal("100.00"), Decimal("0.00"), "stammer"),
        ("MN", "Obokförd", Decimal("75.50"), Decimal("0.00"), Decimal("75.50"), "endast_redovisat"),
        ("MN", "Olika", Decimal("100.00"), Decimal("99.99"), Decimal("0.01"), "skiljer"),
        ("OKAND", "Okänt projekt", None, Decimal("5.55"), Decimal("-5.55"), "endast_bokfort"),
        ("TN", "Lika", None, Decimal("33.33"), Decimal("-33.33"), "endast_bokfort"),
    ]


def test_every_difference_has_a_cause_and_what_agrees_has_none(lager: Lager) -> None:
    rows = lager.rows(
        "select projekt, orsak_id, skillnad_andel from mart.rpt_redovisat_mot_bokfort"
        " where ar = 2022 order by namnd_kod, projekt"
    )
    assert rows == [
        ("Kvittad", "OKAND_SKILLNAD", None),
        ("Lika", None, Decimal("0.000000")),
        ("Obokförd", "INTE_BOKFORT", None),
        ("Olika", "OKAND_SKILLNAD", Decimal("0.000100")),
        ("Okänt projekt", "NAMND_OKAND", Decimal("-1.000000")),
        ("Lika", "BELOPP_EJ_ANGIVET", Decimal("-1.000000")),
    ]


def test_what_a_person_found_out_stands_beside_the_figure(lager: Lager) -> None:
    rows = lager.rows(
        "select siffra_id, utredning, utredd_av_roll, utredd_datum from mart.rpt_avstamning"
        " where utredning is not null order by 1"
    )
    written = lager.rows(
        "select * exclude (kommun_kod) from referens.forklaring where siffra_id like 'P%'"
        " order by 1"
    )
    assert rows == written
    assert rows


def test_what_is_fitted_or_approximate_is_carried_into_the_reports(lager: Lager) -> None:
    rows = lager.rows(
        "select namnd_kod, coalesce(anpassat_sek, 0), ungefarligt from mart.rpt_utbetalt_per_namnd"
        " where ar = 2022 order by 1"
    )
    assert rows == [
        ("GRN", Decimal("0.01"), True),
        ("MN", 0, False),
        ("OKAND", 0, False),
        ("TN", 0, False),
    ]
    share = "select anpassad_andel from mart.rpt_utbetalt_per_namnd where ar = 2022"
    # One öre of 10,01 kronor.
    assert lager.rows(f"{share} and namnd_kod = 'GRN'") == [(Decimal("0.000999"),)]


def test_who_has_handed_in(lager: Lager) -> None:
    rows = lager.rows(
        "select namnd_kod, status, version, antal_projekt_olika, antal_avvisade, antal_fynd"
        " from mart.rpt_inlamning where ar = 2024 and status <> 'saknas' order by 1, 3, 4"
    )
    assert rows == [
        ("ASN", "inlamnad_utan_projekt", 1, 0, 0, 0),
        ("FRN", "inlamnad_utan_projekt", 1, 0, 0, 0),
        # Answers beside a file with the projects.
        ("GVN", "inlamnad", 1, 0, 0, 0),
        ("GVN", "inlamnad_med_fel", 1, 1, 0, 2),
        ("KS", "inlamnad_med_fel", 1, 1, 1, 1),
        ("KUN", "inlamnad_med_fel", 1, 0, 1, 0),
        # Each is told of the other.
        ("TN", "ersatt", 1, 1, 0, 1),
        ("TN", "inlamnad", 2, 1, 0, 1),
    ]
    saknas = lager.rows(
        "select namnd_kod from mart.rpt_inlamning where ar = 2024 and status = 'saknas' order by 1"
    )
    assert [kod for (kod,) in saknas] == ["FON", "FSN", "GRN", "HVON", "MN", "SBN", "SEN"]
    assert lager.rows("from mart.rpt_inlamning where ar = 2021") == []
    tomma = (
        "select namnd_kod, status, version from mart.rpt_inlamning where ar = 2025 order by 3, 1"
    )
    assert [rad for rad in lager.rows(tomma) if rad[1] != "saknas"] == [
        ("KS", "ersatt", 1),
        ("KS", "inlamnad_utan_projekt", 2),
    ]


def test_one_ore_off_is_seen_wherever_the_figure_is_printed(lager: Lager) -> None:
    rows = lager.rows(
        "select siffra_id, skillnad, regler from mart.rpt_avstamning"
        " where ar = 2019 and status = 'avviker' order by 1"
    )
    assert rows == [
        ("P2019-003", Decimal("0.01"), "OKAND_ORSAK"),
        ("P2019-004", Decimal("-1.00"), "NOLLBELOPP_RAKNAT"),
        ("P2019-011", Decimal("0.01"), "OKAND_ORSAK"),
        ("P2019-013", Decimal("0.01"), "OKAND_ORSAK"),
    ]


def test_every_published_figure_is_judged_and_explained(lager: Lager) -> None:
    antal = lager.one("select count(*) from mart.fct_publicerad_siffra")
    assert lager.one("select count(*) from mart.rpt_avstamning") == antal
    assert (
        lager.rows(
            "select siffra_id from mart.rpt_avstamning"
            " where (status = 'stammer') <> (forklaring is null)"
        )
        == []
    )


def test_a_blank_is_never_zero(lager: Lager) -> None:
    rows = lager.rows(
        "select distinct status, regler from mart.rpt_avstamning where publicerat is null"
    )
    assert rows == [("kan_ej_beraknas", "TOM_SIFFRA")]


def test_all_twelve_contradictions_have_both_sides(lager: Lager) -> None:
    rows = lager.rows("select id, skillnad from mart.rpt_motsagelse where id <> motsagelse")
    assert dict(rows) == {
        "C1": Decimal("632531.00"),
        "C2": Decimal("20000000.00"),
        "C3": Decimal("3.00"),
        "C4": Decimal("27.00"),
        "C5": Decimal("1775956.00"),
        "C6": Decimal("-248794.00"),
        "C7": Decimal("-18500000.00"),
        "C8": Decimal("13339766.00"),
        "C9": Decimal("1.00"),
        "C10": Decimal("-50504.00"),
        "C11": Decimal("4757799.00"),
        "C12": Decimal("1.00"),
    }


SABOTAGE = {
    "harkomst_ar_cellen_rpt_utbetalt_per_kf_mal_": "update mart.brygga_harkomst"
    " set belopp_sek = belopp_sek + 0.01"
    " where kallrad_id = (select min(kallrad_id) from mart.brygga_harkomst)"
    " and rapport = 'rpt_utbetalt_per_kf_mal'",
    "en_sparad_rapport_brygga_harkomst_rapport": "update mart.brygga_harkomst"
    " set rapport = 'rpt_borta'"
    " where kallrad_id = (select min(kallrad_id) from mart.brygga_harkomst)"
    " and rapport = 'rpt_utbetalt_per_fondgrupp'",
    "varje_siffra_har_en_grad_rpt_utbetalt_per_namnd_": "delete from intermediate.int_grad__snitt"
    " where dimension = 'namnd' and ar = 2022",
    "rpt_harkomst_namnd_ar_hela_rader": "delete from mart.brygga_harkomst"
    " where kallrad_id = (select max(kallrad_id) from mart.brygga_harkomst)"
    " and rapport = 'rpt_utbetalt_per_namnd'",
    "per_namnd_ar_sammanfattning": "update mart.rpt_utbetalt_per_namnd"
    " set belopp_agare_sek = belopp_agare_sek - 0.01 where ar = 2019",
    "per_fondgrupp_ar_sammanfattning": "update mart.rpt_utbetalt_per_fondgrupp"
    " set belopp_part_sek = 0 where ar = 2019 and belopp_part_sek is null",
    "per_kf_mal_ar_sammanfattning": "delete from mart.rpt_utbetalt_per_kf_mal"
    " where ar = 2022 and nummer is null",
    "sammanfattning_ar_deltagandena": "update mart.rpt_sammanfattning"
    " set belopp_sek = belopp_sek + 0.01 where ar = 2024",
    "rpt_avstamning_ar_fullstandig": "delete from mart.rpt_avstamning"
    " where siffra_id = 'P2022-052'",
    "rpt_motsagelse_har_tva_sidor": "update mart.rpt_motsagelse set hoger = vanster"
    " where id = 'C7'",
    "rpt_inlamning_har_alla_namnder": "delete from mart.rpt_inlamning"
    " where ar = 2022 and namnd_kod = 'MN'",
}


def test_each_data_test_fails_when_its_rule_is_broken(lager: Lager, tmp_path: Path) -> None:
    """All of it broken at once, in a copy: one run of dbt shows every test react."""
    path = new_path(tmp_path)
    shutil.copy(lager.path, path)
    with duckdb.connect(str(path)) as con:
        for statement in SABOTAGE.values():
            con.execute(statement)
    code, log = dbt(path, "test", "--select", *SABOTAGE)
    assert code == 1
    failed = {namn for namn in SABOTAGE if f"Failure in test {namn} " in log}
    assert failed == set(SABOTAGE), log
