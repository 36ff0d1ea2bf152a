"""Partners, networks, events, indicators and free texts, from raw rows to the published tables."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

Ask = Callable[[str], list[tuple[Any, ...]]]


def test_partners_are_one_row_per_kind_and_unknown_is_not_zero(rows: Ask) -> None:
    assert rows(
        "select namnd_kod, typ_kod, typ, antal, antal_rader from mart.fct_samverkan order by 1, 2"
    ) == [
        ("ASN", "ideell-sektor", "Ideell sektor", 8, 2),
        ("ASN", "offentlig", "Offentlig", 17, 1),
        ("ASN", "privat", "privat", 5, 1),
        ("ASN", "universitet-forskning", "Universitet/forskning", 1, 1),
        ("OKAND", "privat", "Privat", None, 1),
    ]


def test_published_partners_are_computed_from_the_fact(rows: Ask) -> None:
    """By kind and as the nämnd's sum: 17, 5, 1 and 8 are 31."""
    found = rows(
        "select varde_namn, publicerat = beraknat, status from mart.rpt_avstamning"
        " where matt = 'antal_samverkansparter' and ar = 2022 order by 1"
    )
    assert found == [
        (name, True, "stammer")
        for name in ("Ideell sektor", "Offentlig", "Privat", "Summa", "Universitet/forskning")
    ]


def test_sheets_follow_the_submission_that_counts(rows: Ask) -> None:
    """Version 2 left the networks out; the older file without projects adds nothing."""
    assert rows("from mart.fct_natverk where ar = 2024") == []
    assert rows("from mart.fct_samverkan where ar = 2024") == []
    assert rows(
        "select fil, status from mart.rpt_inlamning where namnd_kod = 'KS' and ar = 2024"
        " order by fil"
    ) == [
        ("submission/ks-1", "ersatt"),
        ("submission/ks-2", "inlamnad"),
        ("submission/ks-gammal", "ersatt"),
        ("submission/ks-sen", "inlamnad"),
    ]


def test_a_file_without_projects_adds_its_events(rows: Ask) -> None:
    assert rows(
        "select kallrad_id, namnd_kod, typ, datum::varchar, antal from mart.fct_handelse order by 1"
    ) == [
        ("ks-sen-2", "KS", "besök", None, 0),
        ("ks-sen-3", "KS", "besök", "2024-05-01", None),
    ]


def test_a_namnd_without_projects_is_heard_whatever_the_year(rows: Ask) -> None:
    assert rows(
        "select namnd_kod, ar, natverk, medlemsroll, medlem_sedan from mart.fct_natverk"
        " inner join mart.dim_namnd using (namnd_key) inner join mart.dim_ar using (ar)"
    ) == [("FRN", 2041, "Eurocities", "medlem", "2010")]
    assert rows("select svar from text.svar where namnd_kod = 'FRN'") == [("Inga projekt.",)]


def test_answers_stand_under_the_years_question(rows: Ask) -> None:
    (asked,) = rows("select fraga from referens.fraga where ar = 2024 and fraga_nr = 1")
    assert rows(
        "select fraga_nr, fraga, svar, kallrad_id from text.svar where namnd_kod = 'KS' order by 1"
    ) == [
        (1, asked[0], "Nytt svar.", "ks-2-5"),
        (None, "Övrigt", "Mer.", "ks-2-6"),
    ]


def test_partners_by_name_are_one_however_they_are_spelled(rows: Ask) -> None:
    """Of a project that nobody reports they stand at the unknown one, with its words."""
    assert rows(
        "select projekt_kod, projekt_text, part_kod, part, land_kod from mart.fct_samverkanspart"
        " order by kallrad_id"
    ) == [
        ("bytt", "BYTT", "gdansk-stad", "Gdansk stad", "PL"),
        ("OKANT", None, "gdansk-stad", "Gdansk Stad", "PL"),
        ("OKANT", "Finns inte", "okand", "Okänd partner", "PL"),
    ]


def test_an_application_is_no_payment_and_unknown_is_not_nought(rows: Ask) -> None:
    ((rate,),) = rows(
        "select sek_per_enhet from referens.valutakurs where valuta = 'EUR' and ar = 2024"
    )
    in_kronor = (10 * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert rows(
        "select ansokan, fond_kod, fond, lage, sokt_sek from mart.fct_ansokan"
        " inner join mart.dim_fond using (fond_key, fond_kod) order by kallrad_id"
    ) == [
        ("Vind", "ESF", "Europeiska socialfonden", "beviljad", in_kronor),
        ("Våg", "OKAND", "Okänd fond", None, None),
    ]
    assert rows("select uppgift, antal_personer, heltidstjanster from mart.fct_personal") == [
        ("Ledning", None, Decimal("0.5"))
    ]


def test_a_matter_is_its_namnds_and_the_citys_has_none(rows: Ask) -> None:
    """A part that no register has comes last, under the nämnd's own words."""
    assert rows(
        "select ordning, arendedel, rubrik, datum::varchar, datum_precision, text, kallrad_id"
        " from text.arendetext where namnd_kod = 'KS' order by 1"
    ) == [
        (1, "instans", "Instans", "2025-02-01", "manad", "Beredningen", "ks-sen-5"),
        (2, None, "Miljö", None, None, "Luften.", "ks-sen-4"),
    ]
    assert rows(
        "select namnd_key, text, datum from text.arendetext where namnd_kod is null"
    ) == rows("select null, text, datum from referens.arende order by ordning")


def test_texts_of_a_project_are_said_once(rows: Ask) -> None:
    """The blank target group is unknown; a project without text has no row."""
    assert rows("select projekt_kod, syfte, malgrupp, resultat from text.projekttext") == [
        ("bytt", "Syftet.", None, "Ett.\n\nTvå.")
    ]


def test_an_indicator_of_an_unknown_project_is_kept_at_the_unknown_member(rows: Ask) -> None:
    assert rows(
        "select fakta.projekt_kod, projekt.projekt, namnd_kod, fakta.ar, mal::int, utfall::int"
        " from mart.fct_indikator as fakta"
        " inner join mart.dim_projekt as projekt using (projekt_key) order by kallrad_id"
    ) == [
        ("bytt", "Bytt", "KS", 2024, 10, None),
        ("OKANT", "Okänt projekt", "KS", 2024, None, 1),
        ("OKANT", "Okänt projekt", "KS", 2024, None, None),
    ]


@pytest.mark.parametrize("column", ["beskrivning", "svar", "syfte", "malgrupp", "resultat", "text"])
def test_free_text_stays_out_of_the_bi_tables(rows: Ask, column: str) -> None:
    assert rows(
        "select distinct schema_name from duckdb_columns() where schema_name in ('mart', 'text')"
        f" and column_name = '{column}' and table_name not like 'rpt_%'"
    ) == [("text",)]


def test_the_text_tables_say_what_they_are_for(rows: Ask) -> None:
    comments = rows("select comment from duckdb_tables() where schema_name = 'text'")
    assert len(comments) == 4
    assert all("inte till BI" in comment for (comment,) in comments)
