"""Every kind of damage to a built warehouse is noticed by the contracts, and named.

Each case breaks one rule that dbt had just built right; a contract that says nothing is no guard.
"""

from __future__ import annotations

import duckdb
import pytest

from fondbok import pipeline
from fondbok.quality import contracts, kontroll, promises
from fondbok.warehouse import database


def failed(path, layer) -> set[str]:
    rows = contracts.verify(path, layer)
    return {f"{r.lager}.{r.tabell}:{r.kontroll}" for r in rows if r.utfall == "fel"}


@pytest.fixture
def only(monkeypatch):
    """Narrow a layer to the contract of the check in question: all of them, each time, is slow."""

    def narrow(name: str) -> None:
        table = name.partition(":")[0]
        monkeypatch.setattr(
            contracts,
            "load_layer",
            lambda layer: [
                c for c in promises.load_layer(layer) if f"{c.schema}.{c.table}" == table
            ],
        )

    return narrow


def test_what_dbt_built_passes_every_contract(built):
    rows = contracts.verify(built.warehouse, "raw") + contracts.verify(built.warehouse, "mart")
    assert [r.mening() for r in rows if r.utfall != "ok"] == []


def test_the_audit_is_kept_and_lets_the_run_through(built, warehouse):
    rows = pipeline.audit(built)
    pipeline.gate(rows)
    with database.connect(built.warehouse, read_only=True) as con:
        kept = kontroll.read(con)
    assert len(kept) == len(rows)
    assert {(r.kalla, r.utfall) for r in kept} == {("soda", "ok"), ("dbt", "ok")}


MONEY = [
    (
        "update mart.fct_eu_medel set belopp_sek = belopp_sek + 0.01"
        " where rowid = (select min(rowid) from mart.fct_eu_medel where belopp_sek > 0)",
        "mart.fct_eu_medel:belopp_som_deltagandet",
    ),
    (
        "delete from mart.fct_eu_medel where rowid = (select min(rowid) from mart.fct_eu_medel)",
        "mart.fct_eu_medel:belopp_som_deltagandet",
    ),
    (
        "update mart.fct_eu_medel set belopp_sek = null where belopp_sek = 0",
        "mart.fct_eu_medel:belopp_som_deltagandet",
    ),
    (
        "update mart.bi_deltagande set belopp_sek = 0 where belopp_sek is null",
        "mart.bi_deltagande:belopp_foljer_kallan",
    ),
    (
        "update mart.bi_deltagande set belopp_sek = redovisat_sek where belopp_kalla = 'bokfort'",
        "mart.bi_deltagande:belopp_foljer_kallan",
    ),
    (
        "delete from mart.fct_utbetalning"
        " where rowid = (select min(rowid) from mart.fct_utbetalning)",
        "mart.fct_utbetalning:summa_som_bokfort",
    ),
    (
        "update mart.fct_eu_medel set andel = andel - 0.000000000001"
        " where rowid = (select min(rowid) from mart.fct_eu_medel)",
        "mart.fct_eu_medel:andelar_blir_ett",
    ),
    *[
        (
            f"update mart.rpt_{rapport} set belopp_sek = belopp_sek - 0.01",
            f"mart.rpt_{rapport}:summa_som_deltagandena",
        )
        for rapport in (
            "sammanfattning",
            "utbetalt_per_namnd",
            "utbetalt_per_fondgrupp",
            "utbetalt_per_kf_mal",
        )
    ],
    *[
        (
            "delete from mart.brygga_harkomst where rowid = (select min(rowid)"
            " from mart.brygga_harkomst where belopp_sek <> 0"
            f" and rapport = 'rpt_utbetalt_per_{del_}')",
            f"mart.brygga_harkomst:celler_{del_}",
        )
        for del_ in ("namnd", "fondgrupp", "kf_mal")
    ],
    (
        "update mart.rpt_redovisat_mot_bokfort set skillnad_sek = skillnad_sek + 0.01",
        "mart.rpt_redovisat_mot_bokfort:skillnad_ar_skillnaden",
    ),
    (
        "update kvalitet.fil set rader_laddade = rader_laddade + 1 where fil = 'a.csv'",
        "kvalitet.fil:rader_gar_ihop",
    ),
]

SHAPE = [
    (
        "delete from mart.dim_projekt where projekt_kod_alla_versioner = 'OKANT'",
        "mart.dim_projekt:okand_medlem",
    ),
    (
        "delete from mart.dim_fond where fond_kod = 'ESF'",
        "mart.fct_eu_medel:fond_key.ogiltigt",
    ),
    (
        "update mart.fct_eu_medel set namnd_key ="
        " (select namnd_key from mart.dim_namnd"
        " where namnd_kod_alla_versioner = 'OKAND')",
        "mart.fct_eu_medel:nyckel_och_kod_hor_ihop",
    ),
    (
        "insert into mart.dim_deltagande select * from mart.dim_deltagande",
        "mart.dim_deltagande:deltagande_key.dubblett",
    ),
    (
        "insert into mart.dim_namnd select kommun_kod, md5(namnd_key), namnd_kod_alla_versioner,"
        " namnd, forvaltning_kod, forvaltning, date '2020-01-01', giltig_till"
        " from mart.dim_namnd where namnd_kod_alla_versioner = 'ASN'",
        "mart.dim_namnd:versioner_utan_overlapp",
    ),
    ("alter table mart.dim_ar add column extra integer", "mart.dim_ar:kolumner"),
    ("drop table kvalitet.fynd", "kvalitet.fynd:kontrakt"),
    ("delete from kvalitet.avvisad_rad", "kvalitet.avvisad_rad:alla_visas"),
    ("delete from kvalitet.fil where fil = 'b.csv'", "kvalitet.fil:samma_filer_som_landat"),
    (
        "update kvalitet.avvisad_rad set varde = 'skriv till nagon@example.org'",
        "kvalitet.avvisad_rad:epost_maskerad",
    ),
    ("insert into mart.release from mart.release", "mart.release:exakt_en_rad"),
    (
        "update mart.rpt_avstamning set status = 'stammer', skillnad = tolerans + 1"
        " where status = 'avviker'",
        "mart.rpt_avstamning:status_foljer_toleransen",
    ),
    (
        "update mart.rpt_avstamning set forklaring = '' where status <> 'stammer'",
        "mart.rpt_avstamning:avvikelse_forklaras",
    ),
]


@pytest.mark.parametrize(("sql", "name"), MONEY + SHAPE, ids=lambda v: v if ":" in v else "")
def test_damage_to_the_mart_is_noticed(warehouse, only, sql, name):
    only(name)
    assert name in failed(warehouse(sql), "mart")


RAW = [
    ("update raw.fil set rader_lasta = rader_lasta + 1", "raw.fil:rader_gar_ihop"),
    (
        "delete from raw.submission_projekt where projekt = 'Beta'",
        "raw.fil:rader_gar_ihop",
    ),
    (
        "update raw.submission_projekt set ar = null where projekt = 'Beta'",
        "raw.submission_projekt:laddad_rad_kan_hanforas",
    ),
    (
        "update raw.submission_projekt set utbetalt_valuta = null where projekt = 'Alfa'",
        "raw.submission_projekt:belopp_har_valuta",
    ),
    (
        "update raw.submission_projekt set rad = rad + 1",
        "raw.submission_projekt:kallrad_id_av_plats",
    ),
    (
        'update raw.submission_projekt set radinnehall = \'{"x": "nagon@example.org"}\'',
        "raw.submission_projekt:epost_maskerad",
    ),
    (
        "update raw.ledger_rad set belopp = null",
        "raw.ledger_rad:laddad_rad_har_belopp",
    ),
    (
        "update raw.fil set rader_avvisade = 0, rader_lasta = 3 where fil = 'a.csv'",
        "raw.avvisad_rad:avvisade_finns_i_registret",
    ),
    ("delete from raw.fil where fil = 'b.csv'", "raw.submission_projekt:fil_sha256.ogiltigt"),
    ("delete from raw.fil", "raw.fil:radantal"),
]


@pytest.mark.parametrize(("sql", "name"), RAW, ids=lambda v: v if ":" in v else "")
def test_damage_to_what_landed_is_noticed(warehouse, only, sql, name):
    only(name)
    assert name in failed(warehouse(sql), "raw")


def test_an_empty_ledger_is_legal(warehouse):
    path = warehouse(
        "delete from raw.ledger_rad; delete from raw.ledger_blad; "
        "delete from raw.fil where typ = 'ledger'"
    )
    assert failed(path, "raw") == set()


def test_text_like_a_personal_number_is_a_warning(warehouse):
    path = warehouse(
        "update raw.submission_projekt set radinnehall = 'deltagare 20000101-0000' where rad = 2"
    )
    rows = contracts.verify(path, "raw")
    odd = {(r.kontroll, r.utfall) for r in rows if r.utfall != "ok"}
    assert odd == {("personnummer_maskerat", "varning")}


def test_old_landings_warn_and_leave_the_same_rows_otherwise(warehouse, built):
    path = warehouse("update raw.fil set inlast_tid = timestamp '2001-01-01'")
    before = contracts.verify(built.warehouse, "raw")
    after = contracts.verify(path, "raw")
    changed = [(b, a) for b, a in zip(before, after, strict=True) if b != a]
    assert [(b.kontroll, b.utfall, a.utfall) for b, a in changed] == [("farskhet", "ok", "varning")]


def test_a_failed_check_blocks_publishing(built, warehouse, tmp_path):
    path = warehouse("update kvalitet.fil set rader_laddade = 99")
    rows = contracts.verify(path, "mart")
    with pytest.raises(pipeline.Blocked) as blocked:
        pipeline.gate(rows)
    assert any("rader_gar_ihop" in reason for reason in blocked.value.reasons)


def test_a_locked_database_fails_rather_than_passes(built, tmp_path, warehouse):
    path = warehouse("select 1")
    with duckdb.connect(str(path)):  # another configuration in this process: cannot be opened
        rows = contracts.verify(path, "mart")
    assert {r.utfall for r in rows} == {"fel"}
