"""Files that vanish are no news to publish; files that are corrected, renamed or replaced are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from fondbok.publish import loss
from fondbok.publish.release import Release
from tests.unit.publish.handmade import Kalla, write

ASN = Kalla("submissions/asn.csv", 2, "100.00")
PART = Kalla("submissions/asn del 2.csv", 2, "50.00", projekt="Projekt B")
MN = Kalla("submissions/mn.csv", 2, "7.00", namnd="MN")
JAN = Kalla("ledger/jan.csv", 1, "30.00", typ="ledger")
FEB = Kalla("ledger/feb.csv", 1, "40.00", typ="ledger")
EVERYTHING = (ASN, PART, MN, JAN, FEB)

# What kvalitet.fil says beyond the handmade releases: files are loaded unless told otherwise.
REGISTER = """
alter table kvalitet.fil add column typ varchar;
alter table kvalitet.fil add column status varchar default 'laddad';
alter table kvalitet.fil add column orsak varchar;
alter table kvalitet.fil add column rader_laddade bigint default 1;
alter table kvalitet.fil add column rader_ersatta bigint default 0;
alter table kvalitet.fil add column rader_avvisade bigint default 0;
update kvalitet.fil set typ = case when fil like 'ledger/%' then 'ledger' else 'submission' end;
alter table mart.fct_utbetalning add column belopp_sek decimal(18, 2);
update mart.fct_utbetalning as u set belopp_sek = k.belopp_sek
from mart.kallrad as k where u.kallrad_id = k.kallrad_id;
update mart.fct_utbetalning set verifikation = cast(belopp_sek as varchar);
"""
Lost = list[tuple[str, str, str | None]]


@pytest.fixture
def lost(tmp_path: Path) -> Callable[..., Lost]:
    """(nämnd, file, kronor) of what would be lost between two handmade databases."""

    def run(after: Sequence[Kalla], *, before: Sequence[Kalla] = EVERYTHING, sql: str = "") -> Lost:
        files = tmp_path / "fore.duckdb", tmp_path / "efter.duckdb"
        for file, rows, extra in zip(files, (before, after), ("", sql), strict=True):
            file.unlink(missing_ok=True)
            release = Release("r", datetime(2024, 5, 1), "k", "i", 1, 1)
            write(file, release, rows, REGISTER + extra)
        return [
            (each.namnd_kod, each.fil, each.belopp_sek and str(each.belopp_sek))
            for each in loss.losses(*files)
        ]

    return run


def content(kalla: Kalla, sha: str) -> Kalla:
    """The same row in other bytes."""

    class Other(Kalla):
        @property
        def sha(self) -> str:
            return sha

    return Other(**vars(kalla))


def test_the_same_files_lose_nothing(lost: Callable[..., Lost]) -> None:
    assert lost(EVERYTHING) == []


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (ASN, ("ASN", ASN.fil, "100.00")),
        (PART, ("ASN", PART.fil, "50.00")),  # also when another part of the account is there
        (MN, ("MN", MN.fil, "7.00")),
        (JAN, ("ASN", JAN.fil, "30.00")),  # also when the nämnd's year has other bookings
    ],
)
def test_a_file_that_is_gone_is_a_loss(
    lost: Callable[..., Lost], gone: Kalla, told: tuple[str, str, str]
) -> None:
    assert lost([each for each in EVERYTHING if each != gone]) == [told]


def test_everything_gone_is_everything_lost(lost: Callable[..., Lost]) -> None:
    found = lost([Kalla("submissions/annat.csv", 2, "1.00", namnd="TN")])
    assert {fil for _, fil, _ in found} == {each.fil for each in EVERYTHING}


def test_a_renamed_file_is_no_loss(lost: Callable[..., Lost]) -> None:
    renamed = [content(replace(each, fil=f"{each.fil}.ny"), each.sha) for each in EVERYTHING]
    assert lost(renamed) == []


def test_a_corrected_file_is_no_loss(lost: Callable[..., Lost]) -> None:
    corrected = [content(replace(each, belopp="1.00"), each.sha[::-1]) for each in EVERYTHING]
    assert lost(corrected) == []


def test_a_correction_under_a_new_name_is_no_loss(lost: Callable[..., Lost]) -> None:
    new = Kalla("submissions/asn rättad.csv", 2, "90.00")
    assert lost([new, PART, MN, JAN, FEB]) == []


def test_a_part_that_was_corrected_does_not_stand_for_another_that_is_gone(
    lost: Callable[..., Lost],
) -> None:
    corrected = content(replace(ASN, belopp="90.00"), ASN.sha[::-1])
    assert lost([corrected, MN, JAN, FEB]) == [("ASN", PART.fil, "50.00")]


def test_a_file_that_now_is_about_another_year_is_a_loss(lost: Callable[..., Lost]) -> None:
    moved = content(replace(MN, ar=2025), MN.sha[::-1])
    assert lost([ASN, PART, moved, JAN, FEB]) == [("MN", MN.fil, "7.00")]


def test_an_export_that_holds_the_same_vouchers_loses_nothing(lost: Callable[..., Lost]) -> None:
    whole = [replace(each, fil="ledger/jan-feb.csv", rad=n) for n, each in enumerate((JAN, FEB))]
    assert lost([ASN, PART, MN, *whole]) == []


def test_a_voucher_that_no_export_holds_is_lost(lost: Callable[..., Lost]) -> None:
    part = replace(JAN, fil="ledger/nytt.csv")
    assert lost([ASN, PART, MN, part]) == [("ASN", FEB.fil, "40.00")]


def test_a_corrected_voucher_in_a_new_export_is_not_lost(lost: Callable[..., Lost]) -> None:
    new = replace(JAN, fil="ledger/nytt.csv", belopp="31.00")
    sql = "update mart.fct_utbetalning set verifikation = '30.00' where verifikation = '31.00'"
    assert lost([ASN, PART, MN, new, FEB], sql=sql) == []


@pytest.mark.parametrize(
    "sql",
    [
        "update kvalitet.fil set status = 'avvisad', orsak = 'Går inte att läsa.', rader_laddade=0"
        f" where fil = '{MN.fil}'",
        "update kvalitet.fil set status = 'laddad_med_fynd', rader_laddade = 0, rader_avvisade = 3"
        f" where fil = '{MN.fil}'",
        "update kvalitet.fil set status = 'ignorerad', orsak = 'Filen är tom.', rader_laddade = 0,"
        f" fil_sha256 = 'tom' where fil = '{MN.fil}'",
    ],
)
def test_a_file_that_says_nothing_any_more_is_a_loss(lost: Callable[..., Lost], sql: str) -> None:
    gone = f"delete from mart.kallrad where fil = '{MN.fil}';"
    assert lost(EVERYTHING, sql=gone + sql) == [("MN", MN.fil, "7.00")]


def test_a_decision_that_moves_the_money_of_a_file_is_no_loss(lost: Callable[..., Lost]) -> None:
    moved = [content(replace(each, namnd="TN"), each.sha) for each in (ASN, JAN)]
    assert lost([*moved, PART, MN, FEB]) == []


def test_a_submission_without_projects_that_is_gone_is_a_loss(
    lost: Callable[..., Lost], tmp_path: Path
) -> None:
    handed_in = """
        create table mart.rpt_inlamning (
            ar integer, namnd_kod varchar, status varchar, antal_projekt bigint,
            antal_avvisade bigint, fil varchar
        );
    """
    text = "insert into kvalitet.fil values ('submissions/tn.xlsx', 'tn', 'submission', 'laddad',"
    text += " null, 0, 0, 0); insert into mart.rpt_inlamning values"
    text += " (2024, 'TN', 'inlamnad', 0, 0, 'submissions/tn.xlsx')"
    files = tmp_path / "fore.duckdb", tmp_path / "efter.duckdb"
    release = Release("r", datetime(2024, 5, 1), "k", "i", 1, 1)
    write(files[0], release, [MN], REGISTER + handed_in + text)
    write(files[1], release, [MN], REGISTER + handed_in)
    (found,) = loss.losses(*files)
    assert (found.namnd_kod, found.fil, found.belopp_sek) == ("TN", "submissions/tn.xlsx", None)
    assert loss.losses(files[0], files[0]) == []


def test_before_anything_was_built_the_register_of_raw_has_to_do(tmp_path: Path) -> None:
    served, warehouse = tmp_path / "fore.duckdb", tmp_path / "efter.duckdb"
    write(served, Release("r", datetime(2024, 5, 1), "k", "i", 1, 1), EVERYTHING, REGISTER)
    with duckdb.connect(str(warehouse)) as con:
        con.execute(
            "create schema raw; create table raw.fil (fil varchar, fil_sha256 varchar, typ varchar,"
            " status varchar, orsak varchar, rader_lasta bigint, rader_avvisade bigint)"
        )
        con.execute(
            "insert into raw.fil values ('submissions/ny.csv', ?, 'submission', 'laddad', null, 1,"
            " 0), ('submissions/mn.csv', 'annat', 'submission', 'laddad', null, 1, 0)",
            [ASN.sha],
        )
    assert {each.fil for each in loss.losses(served, warehouse)} == {PART.fil, JAN.fil, FEB.fil}


def test_a_loss_is_told_with_namnd_year_file_and_kronor() -> None:
    one = loss.Forlust("ledger", 2024, "ASN", "ledger/jan.csv", Decimal("30.00"), "Borta.")
    lines = loss.meningar([one])
    assert lines[0].startswith("1 redovisning ")
    assert lines[1] == "ASN 2024: 30,00\u00a0kr ur bokföringen ledger/jan.csv. Borta."
    assert "--accept-loss" in lines[2]
    many = loss.meningar([one] * (loss.SHOWN + 3))
    assert many[0].startswith(f"{loss.SHOWN + 3} redovisningar ")
    assert many[-2] == "Och 3 till."
    assert loss.meningar([]) == []
