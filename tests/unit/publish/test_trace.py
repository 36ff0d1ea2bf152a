"""Trace: every cell is its rows, to the öre; what does not hold is told."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from fondbok.paths import Home
from fondbok.publish.release import PublishError, Release
from fondbok.publish.trace import Trace, TraceError, trace
from fondbok.publish.trace import files as trace_files
from fondbok.publish.trace import view as trace_view
from tests.unit.publish.handmade import Kalla, write

Publish = Callable[..., Path]
ASN = "submissions/ASN.xlsx"
LEDGER = "ledger/bok.csv"
ROWS = (
    Kalla(ASN, 5, "100.00", mal=((1, "33.34"), (2, "33.33"), (None, "33.33"))),
    Kalla(ASN, 6, "0.01", "Projekt B", roll="part", fondgrupp="Interreg"),
    Kalla(ASN, 7, "-50.00", "Projekt C", namnd="MN", roll="annan"),
    Kalla(ASN, 8, "0.00", "Projekt D", namnd="KUN"),
    Kalla(ASN, 9, "7.00", ar=2023),
)


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ROWS as a published file that the tests only read."""
    file = tmp_path_factory.mktemp("mart") / "fondbok.duckdb"
    write(file, Release("r-1", datetime(2024, 5, 1), "0.1.0+abc", "indata", 1, 5), ROWS)
    return file


def rules(found: Trace) -> list[tuple[str, str]]:
    return [
        (rule.regel, rule.text.replace("\u00a0", " "))
        for cell in found.celler
        for part in cell.bidrag
        for rule in part.regler
    ]


def text(found: Trace) -> str:
    console = Console(file=io.StringIO(), width=80)
    trace_view.render(found, console)
    return console.file.getvalue().replace("\u00a0", " ")


@pytest.mark.parametrize(
    "rapport",
    [
        "rpt_sammanfattning",
        "rpt_utbetalt_per_namnd",
        "rpt_utbetalt_per_fondgrupp",
        "rpt_utbetalt_per_kf_mal",
    ],
)
@pytest.mark.parametrize("matt", ["belopp_sek", "belopp_agare_sek", "belopp_part_sek"])
def test_every_cell_of_every_report_adds_up(mart: Path, rapport: str, matt: str) -> None:
    found = trace(mart, rapport, matt=matt)
    with duckdb.connect() as con:
        con.execute(f"attach '{mart}' as r (read_only)")
        cells = con.execute(f"select {matt} from r.mart.{rapport}").fetchall()
    assert sorted(map(str, cells)) == sorted(str((cell.belopp_sek,)) for cell in found.celler)
    assert found.stammer
    for cell in found.celler:
        parts = [part.belopp_sek for part in cell.bidrag]
        assert cell.belopp_sek == (sum(parts) if parts else None)


def test_a_cell_names_file_sheet_row_words_and_hashes(mart: Path) -> None:
    (cell,) = trace(mart, "rpt_utbetalt_per_namnd", ar=2024, namnd="asn").celler
    first, second = cell.bidrag
    assert (first.fil, first.blad, first.rad, first.belopp_sek) == (
        ASN,
        "Projekt",
        5,
        Decimal("100.00"),
    )
    assert (first.projekt, first.projekt_text, first.belopp_text) == (
        "Projekt A",
        "Projekt A",
        "100.00 SEK",
    )
    assert first.fil_sha256 == ROWS[0].sha
    assert first.innehall_hash
    assert first.kallrad_id == ROWS[0].kallrad_id
    assert second.projekt == "Projekt B"
    assert cell.radnyckel == "ar=2024;namnd_kod=ASN"


@pytest.mark.parametrize(
    ("rapport", "conditions", "amounts"),
    [
        ("per_namnd", {"ar": 2024}, ["100.01", "0.00", "-50.00"]),
        ("per_namnd", {"ar": 2024, "namnd": "MN"}, ["-50.00"]),
        ("per_fondgrupp", {"ar": 2024, "fondgrupp": "interreg"}, ["0.01"]),
        ("per_kf_mal", {"ar": 2024, "mal": "2"}, ["33.33"]),
        ("per_kf_mal", {"mal": "okant"}, ["33.33"]),
        ("sammanfattning", {"ar": 2023}, ["7.00"]),
        ("rpt_sammanfattning", {}, ["7.00", "50.01"]),
    ],
)
def test_conditions_choose_cells_in_the_order_of_their_keys(
    mart: Path, rapport: str, conditions: dict, amounts: list[str]
) -> None:
    found = trace(mart, rapport, **conditions)
    assert [str(cell.belopp_sek) for cell in found.celler] == amounts


def test_the_year_before_is_traced_to_its_own_rows(mart: Path) -> None:
    (cell,) = trace(mart, "sammanfattning", ar=2024, matt="foregaende_belopp_sek").celler
    assert [part.ar for part in cell.bidrag] == [2023]
    assert cell.belopp_sek == Decimal("7.00")
    (first,) = trace(mart, "sammanfattning", ar=2023, matt="foregaende_belopp_sek").celler
    assert (first.belopp_sek, first.bidrag, first.fel) == (None, (), ())


@pytest.mark.parametrize(
    ("rapport", "conditions", "words"),
    [
        ("rpt_avstamning", {}, "rpt_utbetalt_per_namnd"),
        ("per_namnd", {"matt": "antal_projekt_olika"}, "belopp_part_sek"),
        ("per_namnd", {"matt": "foregaende_belopp_sek"}, "går inte att spåra"),
        ("sammanfattning", {"matt": "min_budget_sek"}, "foregaende_belopp_sek"),
        ("per_namnd", {"fondgrupp": "ESF"}, "--fondgrupp"),
        ("sammanfattning", {"namnd": "ASN"}, "--namnd"),
        ("per_namnd", {"ar": 1999}, "ingen rad"),
    ],
)
def test_what_cannot_be_traced_is_refused_with_what_can(
    mart: Path, rapport: str, conditions: dict, words: str
) -> None:
    with pytest.raises(TraceError, match=words):
        trace(mart, rapport, **conditions)


def test_a_file_that_is_no_release_is_said(tmp_path: Path) -> None:
    with pytest.raises(PublishError):
        trace(tmp_path / "ingen.duckdb", "per_namnd")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            "update mart.rpt_utbetalt_per_namnd set belopp_sek = belopp_sek + 0.01",
            "0,01 kr är oför",
        ),
        ("delete from mart.brygga_harkomst", "ingen rad ligger bakom"),
        ("update mart.rpt_utbetalt_per_namnd set belopp_sek = null", "okänd men raderna"),
        ("delete from mart.kallrad where rad = 5", "finns inte i mart.kallrad"),
        ("update mart.kallrad set rad = rad + 1", "inte gjort av filens"),
        ("update mart.kallrad set blad = null", "inte gjort av filens"),
    ],
)
def test_a_cell_that_is_not_its_rows_is_told_loudly(
    publish: Publish, damage: str, words: str
) -> None:
    found = trace(publish(ROWS, damage), "per_namnd", ar=2024)
    assert not found.stammer
    assert words in " ".join(fault for cell in found.celler for fault in cell.fel).replace(
        "\u00a0", " "
    )
    assert "FEL: " in text(found)


def test_a_zero_without_a_row_is_no_zero(publish: Publish, mart: Path) -> None:
    damage = "delete from mart.brygga_harkomst where radnyckel = 'ar=2024;namnd_kod=KUN'"
    assert not trace(publish(ROWS, damage), "per_namnd", namnd="KUN").stammer
    assert trace(mart, "per_namnd", namnd="KUN").stammer


def test_the_rate_is_shown_and_tried(publish: Publish) -> None:
    row = Kalla(ASN, 5, "1143.25", valuta="EUR", original="100.00", kurs="11.432500")
    found = trace(publish([row]), "per_namnd")
    assert rules(found) == [
        ("KURS", "100,00 EUR × 11,432500 = 1 143,25 kr (årets genomsnittskurs).")
    ]
    assert found.stammer
    wrong = trace(publish([row], "update mart.kallrad set kurs = 11.4326"), "per_namnd")
    assert not wrong.stammer
    assert "gånger kursen" in wrong.celler[0].fel[0]


def test_a_name_that_was_written_otherwise_is_shown(publish: Publish) -> None:
    found = trace(publish([Kalla(ASN, 5, "1.00", projekt_text="projekt a, etapp 1")]), "per_namnd")
    assert rules(found) == [("PROJEKTNAMN", "Skrivet projekt a, etapp 1, räknas som Projekt A.")]


def test_a_share_is_shown_with_its_part_of_the_row(mart: Path) -> None:
    found = trace(mart, "per_kf_mal", ar=2024, mal="1", matt="belopp_agare_sek")
    assert rules(found) == [
        ("ANDEL", "33,34 kr av radens 100,00 kr hör till KF-målet (andel 0,333333333333).")
    ]


def test_booked_money_says_that_it_stands_for_reported(publish: Publish) -> None:
    booked = Kalla(LEDGER, 9, "80.00", typ="ledger", projekt_text="41001", redovisat="100.00")
    found = trace(publish([booked]), "per_namnd")
    assert rules(found) == [
        ("TECKEN", "Bokfört som −80,00: en intäkt är kredit, så tecknet vänds."),
        ("PROJEKTKOD", "Projektkod 41001 hör till Projekt A."),
        ("BOKFORT", "Bokföringen gäller. Nämnden redovisade 100,00 kr för deltagandet."),
    ]
    assert "    Skrivet: projektkod 41001 | ansvar ASN\n" in text(found)
    part = found.celler[0].bidrag[0]
    assert (part.typ, part.verifikat) == ("ledger", "verifikat A 17, konto 3511, 2024-02-03")


def test_the_names_of_a_ledgers_account_and_codes_are_shown(publish: Publish) -> None:
    booked = Kalla(LEDGER, 9, "80.00", typ="ledger", projekt_text="41001")
    named = "".join(
        f"alter table mart.kallrad add column {column} varchar;"
        f"update mart.kallrad set {column} = '{name}';"
        for column, name in (
            ("konto_namn", "EU-bidrag"),
            ("ansvar_namn", "Ungdom"),
            ("projektkod_namn", "Vägen in"),
        )
    )
    found = trace(publish([booked], named), "per_namnd")
    assert "    Skrivet: projektkod 41001 Vägen in | ansvar ASN Ungdom\n" in text(found)
    assert "    Bokfört: verifikat A 17, konto 3511 EU-bidrag, 2024-02-03\n" in text(found)


def test_reported_money_that_was_never_booked_counts_as_nothing(publish: Publish) -> None:
    row = Kalla(ASN, 5, "100.00", raknat="0.00", redovisat="100.00")
    found = trace(publish([row]), "per_namnd")
    part = found.celler[0].bidrag[0]
    assert (part.rad_sek, part.belopp_sek) == (Decimal("100.00"), Decimal("0.00"))
    assert [name for name, _ in rules(found)] == ["EJ_BOKFORT"]


def test_fitted_and_approximate_are_marked(publish: Publish) -> None:
    fitted = (
        "update mart.fct_eu_medel set anpassat = true, ungefarligt = true;"
        "update mart.rpt_utbetalt_per_namnd set anpassat_sek = belopp_sek"
    )
    found = trace(publish(ROWS[:1], fitted), "per_namnd")
    assert [name for name, _ in rules(found)] == ["ANPASSAT", "UNGEFARLIGT"]
    assert "100,00 kr [anpassat]" in text(found)


def test_a_release_with_a_measure_a_row_is_traced_all_the_same(publish: Publish) -> None:
    """As releases were before: a measure a row, and a flag of what is fitted."""
    older = """
        create table mart.b as
        select rapport, radnyckel, kallrad_id, matt, belopp_sek from (
            unpivot mart.brygga_harkomst on belopp_sek, belopp_agare_sek, belopp_part_sek
            into name matt value belopp_sek
        );
        drop table mart.brygga_harkomst; alter table mart.b rename to brygga_harkomst;
        alter table mart.rpt_utbetalt_per_namnd drop anpassat_sek;
        alter table mart.rpt_utbetalt_per_namnd add column anpassat boolean default true;
        create table mart.fct_deltagande as
        select distinct projekt_kod, namnd_kod, ar, 'delvis' as belopp_sek_grad
        from mart.fct_eu_medel
    """
    for matt in ("belopp_sek", "belopp_agare_sek"):
        before, now = (
            trace(publish(ROWS, extra), "per_namnd", namnd="ASN", matt=matt)
            for extra in (older, "")
        )
        assert [(c.radnyckel, c.belopp_sek, c.summa_sek) for c in before.celler] == [
            (c.radnyckel, c.belopp_sek, c.summa_sek) for c in now.celler
        ]
        assert all(cell.anpassat for cell in before.celler)
        assert {part.grad for cell in before.celler for part in cell.bidrag} == {"delvis"}


def test_a_release_that_says_less_is_traced_all_the_same(publish: Publish) -> None:
    less = """
        create table mart.k as
        select kallrad_id, fil, fil_sha256, blad, rad, inlast_tid from mart.kallrad;
        drop table mart.kallrad; alter table mart.k rename to kallrad
    """
    found = trace(publish(ROWS, less), "per_namnd", ar=2024, namnd="ASN")
    assert found.stammer
    part = found.celler[0].bidrag[0]
    assert (part.fil, part.rad, part.belopp_text, part.rad_sek) == (ASN, 5, None, Decimal("100.00"))


def test_the_text_tells_the_whole_way_on_unbroken_lines(mart: Path) -> None:
    shown = text(trace(mart, "per_namnd", ar=2024, namnd="ASN"))
    assert "rpt_utbetalt_per_namnd  ar=2024;namnd_kod=ASN  belopp_sek: 100,01 kr" in shown
    assert f"    {ASN}, blad Projekt, rad 5\n" in shown
    assert f"fil {ROWS[0].sha}" in shown
    assert "Summa av 2 rader: 100,01 kr. Stämmer på öret." in shown


def test_json_holds_amounts_as_text(mart: Path) -> None:
    found = trace(mart, "per_kf_mal", ar=2024)
    body = json.loads(json.dumps(trace_view.as_json(found)))
    assert body["stammer"] is True
    assert body["celler"][0]["belopp_sek"] == "-16.65"
    assert body["celler"][0]["bidrag"][0]["inlast_tid"] == "2024-03-01 08:00:00"


BOOK = (
    "Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Belopp;Text\n"
    "A17;2024-02-03;3511;11;41001;-80,00;Bidrag\n"
    "A18;2024-02-04;3511;11;41001;-20,00;Bidrag\n"
)


def _landed(home: Home, name: str) -> str:
    home.ledger.mkdir(parents=True)
    file = home.ledger / name
    file.write_text(BOOK, "utf-8")
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ("", "stammer"),
        ("belopp_original = -80.01", "avviker"),
        ("rad = 3", "avviker"),
        ("rad = 1", "avviker"),
        ("belopp_original = null", "okant"),
        ("fil_sha256 = 'annan'", "filen_saknas"),
    ],
)
def test_the_landed_file_has_the_last_word(
    home: Home, publish: Publish, change: str, outcome: str
) -> None:
    sha = _landed(home, "omdöpt sedan dess.csv")
    row = Kalla(LEDGER, 2, "80.00", typ="ledger", projekt_text="41001")
    changes = ", ".join(part for part in (f"fil_sha256 = '{sha}'", change) if part)
    if "fil_sha256" in change:
        changes = change
    found = trace(publish([row], f"update mart.kallrad set {changes}"), "per_namnd")
    answers = trace_files.verify(home, found)
    assert [answer.utfall for answer in answers.values()] == [outcome]
    body = trace_view.as_json(found, answers)
    assert body["filer"][0]["utfall"] == outcome
    console = Console(file=io.StringIO())
    trace_view.render(found, console, answers)
    assert "Filen själv: " in console.file.getvalue()


def test_a_cell_and_its_rows_say_how_sure_where_the_release_does(publish: Publish) -> None:
    graded = publish(
        ROWS,
        "alter table mart.rpt_utbetalt_per_namnd add column belopp_sek_grad varchar;"
        "update mart.rpt_utbetalt_per_namnd set belopp_sek_grad = 'motsagd';"
        "create table mart.bi_deltagande as select distinct projekt_kod, namnd_kod, ar,"
        " 'delvis' as belopp_sek_grad from mart.fct_eu_medel",
    )
    found = trace(graded, "per_namnd", namnd="KUN")
    assert [cell.grad for cell in found.celler] == ["motsagd"]
    assert {part.grad for cell in found.celler for part in cell.bidrag} == {"delvis"}
    assert "Hur säkert: motsagd. En publicerad siffra säger emot" in text(found)
    assert "    Hur säkert: delvis" in text(found)
    older = trace(publish(ROWS), "per_namnd", namnd="KUN")
    assert [cell.grad for cell in older.celler] == [None]
    assert "Hur säkert" not in text(older)
