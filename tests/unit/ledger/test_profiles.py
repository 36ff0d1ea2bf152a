"""Profiles: reading, choosing and proposing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from fondbok.files.refusal import Refusal
from fondbok.ledger import profiles, suggest

from .conftest import HEADER, Loaded, load_path

Load = Callable[..., Loaded]

MONTHLY = """
name: manad
replaces: month
month_in_file_name: '(?P<year>20\\d\\d)-(?P<month>\\d\\d)'
sign: -1
fields: {konto: Kto, projektkod: Proj, belopp: Utfall}
"""


def test_month_in_the_file_name_and_sign(load: Load) -> None:
    loaded = load("Kto;Proj;Utfall\n3990;9001;1 000,50\n", "utfall_2024-03.csv", MONTHLY)
    assert loaded.read.profil == "manad"
    assert loaded.rows("datum", "belopp", "verifikation", "ersatter", "rakenskapsar") == [
        (date(2024, 3, 1), Decimal("-1000.50"), None, "manad", 2024)
    ]


def test_own_profile_goes_before_generic(load: Load) -> None:
    own = (
        "name: egen\nsign: -1\nseries: K\nfields: {verifikation: Vernr, "
        "datum: Bokföringsdatum, konto: Konto, belopp: Belopp}\n"
    )
    loaded = load(f"{HEADER}1;2024-01-02;3990;;;a;1,00\n", profile=own)
    assert loaded.read.profil == "egen"
    assert loaded.rows("serie", "belopp") == [("K", Decimal("-1.00"))]


def test_file_names_part_profiles_with_one_header(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yml").write_text(
            f"name: {name}\nfiles: '{name}*.csv'\nfields: "
            "{konto: K, datum: D, belopp: B, verifikation: V}\n",
            encoding="utf-8",
        )
    path = tmp_path / "b1.csv"
    path.write_text("K;D;B;V\n3990;2024-01-02;1,00;7\n", encoding="utf-8")
    assert load_path(path, tmp_path).read.profil == "b"


def test_two_that_fit_are_both_named(tmp_path: Path) -> None:
    fields = "fields: {konto: K, datum: D, belopp: B, verifikation: V}\n"
    for name in ("syd", "nord"):
        (tmp_path / f"{name}.yml").write_text(f"name: {name}\n{fields}", encoding="utf-8")
    path = tmp_path / "x.csv"
    path.write_text("K;D;B;V\n3990;2024-01-02;1,00;7\n", encoding="utf-8")
    loaded = load_path(path, tmp_path)
    assert loaded.read.status == "avvisad"
    assert "nord, syd" in (loaded.read.orsak or "")
    assert loaded.read.rader_lasta == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: x", "fields"),
        ("name: X Y\nfields: {konto: K}", "name"),
        ("name: x\nfields: {konto: K}\nokänd: 1", "okänd"),
        ("name: x\nfields: {konto: K}\nsign: 2", "sign"),
        ("name: x\nfields: {konto: K}\nmonth_in_file_name: '(\\d+)'", "year och month"),
        ("name: x\nfields: {konto: K}\nmonth_in_file_name: '('", "month_in_file_name"),
        ("name: [", "YAML"),
        ("- lista", "profilen"),
    ],
)
def test_a_broken_profile_says_where(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        profiles.parse(text)


@pytest.mark.parametrize(
    ("settings", "row", "expected"),
    [
        ("encoding: cp437\ndelimiter: ','", "1,2024-01-02,3990,å,5", Decimal("5.00")),
        ("decimal: '.'", "1;2024-01-02;3990;å;1.234", None),
        ("decimal: ','\nthousands: '.'", "1;2024-01-02;3990;å;1.234", Decimal("1234.00")),
        ("dates: ['%d%m%y']", "1;020124;3990;å;5", Decimal("5.00")),
        ("code_and_text: [konto]\ncode_separator: '/'", "1;2024-01-02;3990/x;å;5", Decimal("5.00")),
    ],
)
def test_settings(load: Load, settings: str, row: str, expected: Decimal | None) -> None:
    mark = "," if "delimiter" in settings else ";"
    profile = (
        f"name: egen\n{settings}\nfields: "
        "{verifikation: Nr, datum: Dag, konto: Kto, text: Om, belopp: Kr}\n"
    )
    header = mark.join(["Nr", "Dag", "Kto", "Om", "Kr"])
    encoding = "cp437" if "cp437" in settings else "utf-8"
    loaded = load(f"{header}\n{row}\n".encode(encoding), profile=profile)
    assert loaded.rows("datum", "konto", "text", "belopp") == [
        (date(2024, 1, 2), "3990", "å", expected)
    ]


def test_headers_match_whatever_their_spelling() -> None:
    generic = profiles.load(None).generic
    header = ["VER-NR", "Bokf. datum", " konto ", "Belopp\n(SEK)", "Kst"]
    assert set(generic.columns(header)) == {"verifikation", "datum", "konto", "belopp", "ansvar"}


def test_a_suggestion_is_a_profile_that_reads_its_sample(tmp_path: Path) -> None:
    path = tmp_path / "Utfall Växtvärk.csv"
    path.write_bytes(
        "Lista\n\nDagen;Nummer;Kto;Summa kr;Vem\n"
        "2024-01-02;17;3990;1 000,50;a\n2024-01-03;18;3991;-10,00;b\n".encode("cp1252")
    )
    proposal = suggest.suggest(path)
    assert profiles.parse(proposal).name == "utfall-vaxtvark"
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "egen.yml").write_text(proposal, encoding="utf-8")
    loaded = load_path(path, folder)
    assert loaded.rows("rad", "verifikation", "konto", "datum", "belopp") == [
        (4, "17", "3990", date(2024, 1, 2), Decimal("1000.50")),
        (5, "18", "3991", date(2024, 1, 3), Decimal("-10.00")),
    ]


def test_a_suggestion_from_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Vernr", "Bokföringsdatum", "Konto", "Belopp"])
    book.active.append(["1", "2024-01-02", 3990, 1.5])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert set(profiles.parse(suggest.suggest(path)).fields) == {
        "verifikation",
        "datum",
        "konto",
        "belopp",
    }
    empty = tmp_path / "tom.csv"
    empty.write_text("\n", encoding="utf-8")
    with pytest.raises(Refusal):
        suggest.suggest(empty)
