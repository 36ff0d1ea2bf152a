"""Exports that once gave a wrong figure without a word, each with its right answer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from fondbok import seeds
from fondbok.ledger import profiles, rules, suggest
from tests.unit.intake.intake_files import read_file

from .conftest import HEADER, Loaded, load_path

Load = Callable[..., Loaded]
FOLDER = Path(__file__).parents[2] / "fixtures" / "cases"
CASES = FOLDER / "ledger"


def kronor(loaded: Loaded, where: str = "konto = '3511'") -> Decimal:
    """What the loaded rows on the grants' account come to, income positive."""
    found = loaded.con.execute(
        f"select -sum(belopp) from raw.ledger_rad where utfall = 'laddad' and {where}"
    ).fetchone()
    assert found is not None
    return found[0] or Decimal(0)


def case(name: str) -> Loaded:
    return load_path(CASES / name)


def held(loaded: Loaded) -> dict[int, str]:
    return dict(
        loaded.con.execute("select rad, regel from raw.avvisad_rad order by rad").fetchall()
    )


# --- which column is the amount -----------------------------------------------------------------


def test_01_a_balance_is_never_the_amount() -> None:
    assert kronor(case("01_debet_kredit_saldo.csv")) == Decimal(175000)


@pytest.mark.parametrize("balance", ["Saldo", "Ackumulerat", "IB", "UB", "Utg.saldo", "Ing balans"])
@pytest.mark.parametrize("place", ["before", "after"])
def test_no_balance_column_is_read(load: Load, balance: str, place: str) -> None:
    columns = ["Belopp", balance] if place == "after" else [balance, "Belopp"]
    cells = ["-5,00", "-900,00"] if place == "after" else ["-900,00", "-5,00"]
    loaded = load(f"Vernr;Datum;Konto;{';'.join(columns)}\n1;2024-01-02;3511;{';'.join(cells)}\n")
    assert loaded.one("belopp") == [Decimal("-5.00")]


def test_a_file_with_a_balance_alone_is_refused(load: Load) -> None:
    loaded = load("Vernr;Datum;Konto;Saldo\n1;2024-01-02;3511;-5,00\n")
    assert (loaded.read.status, loaded.all_rules()) == ("avvisad", {rules.LEDGER_RUBRIK_OKAND.id})


def test_12a_the_side_gives_the_sign() -> None:
    loaded = case("12a_dk_kolumn.csv")
    assert loaded.one("belopp") == [Decimal(100000), Decimal(-100000)]


def test_12b_debit_and_credit_before_an_amount_without_sign() -> None:
    assert case("12b_debet_kredit_belopp.csv").one("belopp") == [Decimal(-1000), Decimal(1000)]


@pytest.mark.parametrize("header", ["D/K", "Debet/Kredit", "D-K-tecken", "D/C", "Tecken", "+/-"])
@pytest.mark.parametrize(("debit", "credit"), [("D", "K"), ("debet", "KREDIT"), ("+", "-")])
def test_every_way_to_write_the_side(load: Load, header: str, debit: str, credit: str) -> None:
    header = "D/K-tecken" if header == "D-K-tecken" else header
    loaded = load(
        f"Vernr;Datum;Konto;Belopp;{header}\n"
        f"1;2024-01-02;1930;10,00;{debit}\n1;2024-01-02;3511;10,00;{credit}\n"
    )
    assert loaded.one("belopp") == [Decimal(10), Decimal(-10)]
    assert loaded.all_rules(also=True) == set()


SIDED = "Vernr;Datum;Konto;Belopp;D/K\n"


def test_a_sign_written_twice_counts_once(load: Load) -> None:
    loaded = load(f"{SIDED}1;2024-01-02;1930;10,00;D\n1;2024-01-02;3511;-10,00;K\n")
    assert loaded.one("belopp") == [Decimal(10), Decimal(-10)]


def test_a_minus_among_credits_without_is_a_reversal(load: Load) -> None:
    loaded = load(
        f"{SIDED}1;2024-01-02;3511;10,00;K\n2;2024-01-02;3511;-4,00;K\n2;2024-01-02;1930;-4,00;D\n"
    )
    assert loaded.one("belopp") == [Decimal(-10), Decimal(4), Decimal(-4)]


def test_a_side_that_says_nothing_is_held(load: Load) -> None:
    loaded = load(f"{SIDED}1;2024-01-02;3511;10,00;K\n2;2024-01-02;3511;4,00;?\n")
    assert held(loaded) == {3: rules.LEDGER_SIDA_OKAND.id}


def test_07_a_currency_beside_the_amount_is_held_with_both_readings() -> None:
    loaded = case("07_valuta_bredvid_bokfort_sek.csv")
    assert held(loaded) == {2: rules.LEDGER_VALUTA_TVETYDIG.id, 3: rules.LEDGER_VALUTA_TVETYDIG.id}
    messages = loaded.con.execute("select meddelande from raw.avvisad_rad order by rad").fetchall()
    assert "114325,00 SEK eller 114325,00 EUR" in messages[0][0]


MIXED = "Vernr;Datum;Konto;Belopp;Valuta\n"


def test_vouchers_in_two_currencies_prove_the_kronor(load: Load) -> None:
    loaded = load(
        f"{MIXED}1;2024-01-02;1930;114,00;SEK\n1;2024-01-02;3511;-114,00;EUR\n"
        "2;2024-01-02;1930;50,00;EUR\n2;2024-01-02;3511;-50,00;EUR\n"
    )
    assert kronor(loaded) == Decimal(164)
    assert loaded.all_rules() == {rules.LEDGER_VALUTA_KRONOR.id}


def test_a_voucher_that_goes_uneven_so_proves_nothing(load: Load) -> None:
    loaded = load(
        f"{MIXED}1;2024-01-02;1930;114,00;SEK\n1;2024-01-02;3511;-114,00;EUR\n"
        "2;2024-01-02;1930;114,00;SEK\n2;2024-01-02;3511;-10,00;EUR\n"
    )
    assert held(loaded) == {3: rules.LEDGER_VALUTA_TVETYDIG.id, 5: rules.LEDGER_VALUTA_TVETYDIG.id}


@pytest.mark.parametrize("header", ["Belopp SEK", "Bokfört belopp", "Belopp (kr)", "Belopp i SEK"])
def test_a_header_says_that_it_is_kronor(load: Load, header: str) -> None:
    loaded = load(f"Vernr;Datum;Konto;{header};Valuta\n1;2024-01-02;3511;-10,00;EUR\n")
    assert loaded.rows("belopp", "valuta", "belopp_valuta") == [(Decimal(-10), None, None)]


def test_debit_and_credit_beside_a_currency_are_held_too(load: Load) -> None:
    loaded = load("Vernr;Datum;Konto;Debet;Kredit;Valuta\n1;2024-01-02;3511;;10,00;EUR\n")
    assert held(loaded) == {2: rules.LEDGER_VALUTA_TVETYDIG.id}


@pytest.mark.parametrize(("said", "sek", "eur"), [("sek", -10, None), ("currency", None, -10)])
def test_a_profile_says_what_the_amounts_are(
    load: Load, said: str, sek: int | None, eur: int | None
) -> None:
    profile = (
        f"name: egen\namount_in: {said}\n"
        "fields: {verifikation: N, datum: D, konto: K, belopp: B, valuta: V}\n"
    )
    loaded = load("N;D;K;B;V\n1;2024-01-02;3511;-10,00;EUR\n", profile=profile)
    assert loaded.rows("belopp", "belopp_valuta") == [(sek, eur)]


def test_16_kronor_by_any_word() -> None:
    loaded = case("16_valuta_kr_stoppar.csv")
    assert kronor(loaded) == Decimal(5000)
    assert loaded.all_rules(also=True) == set()


@pytest.mark.parametrize("word", ["kr", "KR.", "sek", "Kronor", "svenska kronor", ""])
def test_every_word_for_kronor(load: Load, word: str) -> None:
    loaded = load(f"{MIXED}1;2024-01-02;3511;-10,00;{word}\n")
    assert loaded.rows("belopp", "valuta") == [(Decimal(-10), None)]


FOREIGN = "Vernr;Datum;Konto;Valutabelopp;Valuta\n"


@pytest.mark.parametrize(
    ("day", "word", "named"), [("2024-01-02", "XYZ", "XYZ 2024"), ("1999-01-02", "EUR", "EUR 1999")]
)
def test_a_currency_without_a_rate_is_held_by_name_and_year(
    load: Load, day: str, word: str, named: str
) -> None:
    loaded = load(f"{FOREIGN}1;{day};3511;-10,00;{word}\n2;2024-01-02;3511;-5,00;euro\n")
    assert held(loaded) == {2: rules.LEDGER_VALUTA_UTAN_KURS.id}
    assert loaded.con.execute("select varde from raw.avvisad_rad").fetchone() == (named,)
    assert loaded.rows("valuta", "belopp_valuta", where="utfall = 'laddad'") == [("EUR", -5)]


def test_an_unknown_currency_beside_kronor_changes_nothing(load: Load) -> None:
    loaded = load(
        "Vernr;Datum;Konto;Belopp SEK;Valuta;Valutabelopp\n1;2024-01-02;3511;-10,00;XYZ;-1,00\n"
    )
    assert kronor(loaded) == Decimal(10)


@pytest.mark.parametrize("amount", ["1000000000000,00", "-1000000000000,00", "999999999999999,00"])
def test_an_amount_no_project_has_is_held(load: Load, amount: str) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3511;;;a;{amount}\n2;2024-01-02;3511;;;a;-1,00\n")
    assert held(loaded) == {2: rules.LEDGER_BELOPP_ORIMLIGT.id}


# --- vouchers and accounts ----------------------------------------------------------------------


def vouchers(*sums: int, konto: str = "1930") -> str:
    """One voucher for each difference."""
    return HEADER + "".join(
        f"{n};2024-01-02;3511;;;a;-100,00\n{n};2024-01-02;{konto};;;a;{100 + each},00\n"
        for n, each in enumerate(sums, start=1)
    )


def test_every_uneven_voucher_is_told_with_its_difference(load: Load) -> None:
    loaded = load(vouchers(0, 0, 5, 0, -7))
    assert loaded.rules() == {6: {rules.LEDGER_OBALANS.id}, 10: {rules.LEDGER_OBALANS.id}}
    values = loaded.con.execute("select varde from raw.fynd order by rad").fetchall()
    assert values == [("3: 5.00",), ("5: -7.00",)]


def test_a_file_whose_vouchers_are_uneven_is_told_once(load: Load) -> None:
    loaded = load(vouchers(1, 2, 3, 0))
    assert loaded.rules() == {None: {rules.LEDGER_OBALANS_FIL.id}}


def test_a_file_of_some_accounts_is_told_once_and_mildly(load: Load) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3511;;;a;-1,00\n2;2024-01-02;3511;;;a;-2,00\n")
    assert loaded.rules(also=True) == {None: {rules.LEDGER_EN_SIDA.id}}


def test_a_voucher_with_a_held_row_is_not_said_to_be_uneven(load: Load) -> None:
    loaded = load(vouchers(0, 0) + "3;2024-01-02;3511;;;a;-1,00\n3;2024-01-02;1930;;;a;x\n")
    assert loaded.rules() == {7: {rules.LEDGER_BELOPP_OLASLIGT.id}}


def test_grants_on_the_wrong_side_are_told(load: Load) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3511;;;a;5,00\n")
    assert rules.LEDGER_BIDRAG_FEL_SIDA.id in loaded.all_rules()


def test_a_file_without_grants_names_its_accounts(load: Load) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;5010;;;a;5,00\n1;2024-01-02;1930;;;a;-5,00\n")
    assert loaded.rules(also=True) == {None: {rules.LEDGER_BIDRAGSKONTO_SAKNAS.id}}
    (value,) = loaded.con.execute("select varde from raw.fynd").fetchone() or ("",)
    assert value == "1930 (1 rader), 5010 (1 rader)"


def test_accounts_of_the_grants_class_without_a_line_are_named_with_their_sums(load: Load) -> None:
    loaded = load(
        f"{HEADER}1;2024-01-02;3511;;;a;-5,00\n2;2024-01-02;3501;;;a;-7,00\n2;2024-01-02;3501;;;b;-1,00\n"
    )
    found = loaded.con.execute(
        "select varde, raknas_inte from raw.fynd where regel = ?",
        [rules.LEDGER_BIDRAGSKONTO_OKANT.id],
    )
    assert found.fetchall() == [("3501 (-8.00 kr)", True)]


def test_a_home_without_accounts_of_grants_reads_exports(load: Load, tmp_path: Path) -> None:
    """A new one has none in konto.csv, and is told so by the first export."""
    kept = Path(os.environ[seeds.FOLDER])
    folder = tmp_path / "seeds"
    shutil.copytree(kept, folder)
    konto = folder / "konto.csv"
    konto.write_text(konto.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    seeds.use(folder)
    try:
        loaded = load(f"{HEADER}1;2024-01-02;3511;;;Saldo;-5,00\n")
    finally:
        seeds.use(kept)
    assert loaded.read.utfall == {"laddad": 1}
    assert loaded.rules(also=True)[None] == {
        rules.LEDGER_BIDRAGSKONTO_SAKNAS.id,
        rules.LEDGER_EN_SIDA.id,
    }


# --- rows ---------------------------------------------------------------------------------------


def test_10_words_for_totals_hide_no_unreadable_row() -> None:
    loaded = case("10_totalord_i_text.csv")
    assert held(loaded) == {2: rules.LEDGER_BELOPP_OLASLIGT.id, 3: rules.LEDGER_DATUM_OLASLIGT.id}
    assert kronor(loaded) == Decimal(1000)


def test_11b_a_delimiter_in_a_text_is_never_an_amount() -> None:
    loaded = case("11b_avslutande_skiljetecken.csv")
    assert held(loaded) == {2: rules.LEDGER_FLER_KOLUMNER.id}
    assert kronor(loaded) == Decimal(50000)


COMMENTED = "Vernr;Datum;Konto;Text;Belopp;Kommentar"
FULL = "".join(f"{n};2024-01-02;3511;a{n};-1,00;\n" for n in range(1, 20))


@pytest.mark.parametrize("header_ends", [";", ""])
@pytest.mark.parametrize("rows_end", [";", ""])
def test_a_row_that_is_moved_is_held_whatever_its_end(
    load: Load, header_ends: str, rows_end: str
) -> None:
    rows = FULL.replace("\n", f"{rows_end}\n")
    moved = f"20;2024-01-02;3511;del 3;4;-100,00;{rows_end}\n"
    loaded = load(f"{COMMENTED}{header_ends}\n{rows}{moved}")
    assert held(loaded) == {21: rules.LEDGER_FLER_KOLUMNER.id}
    assert kronor(loaded) == Decimal(19)


def test_a_row_that_lacks_a_cell_is_held(load: Load) -> None:
    loaded = load(
        "Vernr;Datum;Konto;Text;Belopp;Saldo\n1;2024-01-02;3511;a;-1,00;-1,00\n"
        "2;2024-01-02;3511;-5,00;-6,00\n"
    )
    assert held(loaded) == {3: rules.LEDGER_FARRE_KOLUMNER.id}


def test_rows_without_their_empty_ends_are_ordinary_where_many_are(load: Load) -> None:
    """As Excel leaves the last empty cells out, sixteen rows at a time."""
    loaded = load(
        f"{COMMENTED}\n{FULL}" + "".join(f"{n};2024-01-02;3511;a;-1,00\n" for n in range(20, 36))
    )
    assert kronor(loaded) == Decimal(35)
    assert held(loaded) == {}


def test_13_balance_rows_with_account_and_date_are_no_payments() -> None:
    loaded = case("13_saldorader_med_datum.csv")
    assert kronor(loaded) == Decimal(300)
    assert loaded.read.utfall == {"laddad": 6, "total": 3}
    assert loaded.all_rules() == {rules.LEDGER_OBALANS.id}


@pytest.mark.parametrize(
    "row",
    [
        "Ing saldo;2024-01-01;3511;;;;-900,00",
        "Ingående balans;2024-01-01;3511;;;;-900,00",
        "UB;2024-12-31;3511;;;;-900,00",
        "Utgående saldo 3511;;3511;;;;-900,00",
        ";2024-12-31;3511;;;Utgående saldo;-900,00",
        ";2024-01-01;3511;;;IB;-900,00",
        ";;3511;;;Summa konto 3511;-900,00",
        ";;S:a 3511;;;;-900,00",
        ";;Summa konto 3511 Driftbidrag;;;;-900,00",
        "Transport;;;;;;-900,00",
        ";;;;;Transport från föregående sida;-900,00",
        "Ackumulerat;2024-12-31;3511;;;;-900,00",
        ";;;Summa ansvar 41200;;;-900,00",
        "Att transportera;;;;;;-900,00",
        "Total:;;;;;;-900,00",
    ],
)
def test_every_balance_row_is_a_total(load: Load, row: str) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3511;;;a;-1,00\n{row}\n")
    assert loaded.read.utfall == {"laddad": 1, "total": 1}
    assert kronor(loaded) == Decimal(1)


@pytest.mark.parametrize(
    "text",
    [
        "Summa rekvisition 3",
        "Totalt 3 delar",
        "Transport av material",
        "Transport",
        "Total kostnad",
        "Saldo avräkning ESF",
        "Delsumma 2 av 3",
        "IB-projektet",
        "Summa",
    ],
)
def test_a_posting_stays_one_whatever_its_text(load: Load, text: str) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3511;;;{text};-1,00\n")
    assert loaded.read.utfall == {"laddad": 1}


@pytest.mark.parametrize("number", ["IB 1", "UB2", "SUM 4", "TOT-7"])
def test_a_series_that_looks_like_a_word_is_a_series(load: Load, number: str) -> None:
    assert load(f"{HEADER}{number};2024-01-02;3511;;;a;-1,00\n").read.utfall == {"laddad": 1}


def test_a_posting_that_is_nothing_but_a_balance_s_word_is_held(load: Load) -> None:
    loaded = load(f"{HEADER}7;2024-12-31;3511;;;Utgående saldo;-1,00\n")
    assert held(loaded) == {2: rules.LEDGER_SALDORAD_OKLAR.id}


def test_22_pages_are_furniture() -> None:
    loaded = case("22_sidbryt.csv")
    assert held(loaded) == {}
    assert loaded.read.utfall == {"laddad": 2, "total": 4}
    assert kronor(loaded) == Decimal(3000)
    assert loaded.rules() == {None: {rules.LEDGER_SIDMATERIAL.id}}


@pytest.mark.parametrize(
    "line",
    [
        HEADER.strip(),
        "Sida 2",
        ";;;;;;Sida 2 av 10",
        "Utskrivet 2025-01-10 08:15 av ekonomi;;;;;;Sida 3",
        "Page 2/3",
        "3511 Driftbidrag från EU",
        "----;----;----;;;;",
        ";;;;;;kr",
        "Antal poster: 12",
        "Rapporten avser kommunens alla förvaltningar",
        "Handläggare;Ekonomienheten",
        "Urval;Konto 3500-3599;Period 202401-202412",
    ],
)
def test_furniture_is_no_row(load: Load, line: str) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3511;;;a;-1,00\n{line}\n2;2024-01-02;3511;;;a;-1,00\n")
    assert held(loaded) == {}
    assert loaded.read.utfall == {"laddad": 2}
    assert loaded.rules() == {None: {rules.LEDGER_SIDMATERIAL.id}}


@pytest.mark.parametrize(
    "line",
    [
        "2;2024-01-02;3511;;;a",  # cut before its amount
        "2;2024-01-0",  # cut in its date
        "U 3",  # cut in its number
        "-900,00",  # what a line break in a text leaves of a row
        "isition 3;-900,00",
        "isition 3;-90000",
        "2;2024-01-02;;;;a;-900,00",  # no account
        ";;;;;a;-900,00",
        "2;2024-01-02;35 11;;;a;-900,00",
    ],
)
def test_what_could_be_money_is_held(load: Load, line: str) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3511;;;a;-1,00\n{line}\n")
    assert list(held(loaded)) == [3]


def test_the_rows_of_a_workbook_are_told_apart_alike(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (
        ["Kommunen", None, None, None, None, None, "Sida 1"],
        HEADER.strip().split(";"),
        ["A1", date(2024, 1, 2), 3511, 51, "T1", "bidrag", -100.5],
        ["Kommunen", None, None, None, None, None, "Sida 2"],
        HEADER.strip().split(";"),
        ["A2", date(2024, 1, 3), 3511, 51, "T1", "bidrag", -1],
        ["Summa", None, None, None, None, None, -101.5],
    ):
        book.active.append(row)
    path = tmp_path / "bok.xlsx"
    book.save(path)
    loaded = load_path(path)
    assert kronor(loaded) == Decimal("101.50")
    assert loaded.read.utfall == {"laddad": 2, "total": 1}
    assert loaded.rules() == {None: {rules.LEDGER_SIDMATERIAL.id}}


# --- sheets -------------------------------------------------------------------------------------

ROWS = [["Vernr", "Datum", "Konto", "Belopp"], ["A1", "2024-01-02", 3511, -100]]


def book_of(path: Path, **sheets: str) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, state in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in ROWS:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_09_a_hidden_sheet_is_left_out_and_said(tmp_path: Path, state: str) -> None:
    loaded = load_path(book_of(tmp_path / "bok.xlsx", Synligt="visible", Dolt=state))
    assert kronor(loaded) == Decimal(100)
    found = loaded.con.execute("select blad, varde, raknas_inte from raw.fynd where raknas_inte")
    assert found.fetchall() == [("Dolt", "1", True)]


def test_a_workbook_whose_only_ledger_is_hidden_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Läs mig"])
    sheet = book.create_sheet("Export")
    sheet.sheet_state = "hidden"
    for row in ROWS:
        sheet.append(row)
    path = tmp_path / "bok.xlsx"
    book.save(path)
    loaded = load_path(path)
    assert (loaded.read.status, loaded.all_rules()) == ("avvisad", {rules.LEDGER_BARA_DOLT_BLAD.id})


def test_an_empty_sheet_beside_a_full_one_changes_nothing(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("Tom").append(ROWS[0])
    path = tmp_path / "bok.xlsx"
    book.save(path)
    assert kronor(load_path(path)) == Decimal(100)


def test_a_cell_far_away_is_refused_in_words(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in ROWS:
        book.active.append(row)
    book.active["ALL200000"] = "x"
    path = tmp_path / "bok.xlsx"
    book.save(path)
    assert load_path(path).all_rules() == {rules.LEDGER_CELL_LANGT_BORT.id}


# --- dates --------------------------------------------------------------------------------------


def days(load: Load, *written: str) -> list[date | None]:
    body = "".join(f"{n};{each};3511;;;a;-1,00\n" for n, each in enumerate(written))
    return load(HEADER + body).one("datum")


def test_21_the_file_proves_the_order_of_its_dates() -> None:
    loaded = case("21_datum.csv")
    assert dict(loaded.rows("rad", "datum", where="utfall = 'laddad'")) == {
        3: date(2024, 3, 1),
        4: date(2024, 1, 3),
        5: date(2024, 3, 13),
        6: date(2024, 3, 1),
        7: date(2024, 3, 1),
        8: date(2024, 3, 1),
        9: date(2024, 3, 1),
        10: date(2024, 3, 1),
        11: date(2024, 3, 1),
        12: date(2024, 3, 1),
        13: date(2024, 3, 1),
    }
    assert held(loaded) == {
        2: rules.LEDGER_DATUM_OLASLIGT.id,
        14: rules.LEDGER_DATUM_TVETYDIGT.id,
        15: rules.LEDGER_DATUM_OLASLIGT.id,
        16: rules.LEDGER_DATUM_OLASLIGT.id,
    }


def test_a_day_beyond_the_twelfth_proves_day_first(load: Load) -> None:
    assert days(load, "03/01/2024", "13/01/2024") == [date(2024, 1, 3), date(2024, 1, 13)]
    assert days(load, "03-01-2024", "01-13-2024") == [date(2024, 3, 1), date(2024, 1, 13)]


def test_without_proof_both_readings_are_named(load: Load) -> None:
    loaded = load(f"{HEADER}1;03/01/2024;3511;;;a;-1,00\n2;05/05/2024;3511;;;a;-1,00\n")
    assert loaded.one("datum") == [None, date(2024, 5, 5)]
    (message,) = loaded.con.execute("select meddelande from raw.avvisad_rad").fetchone() or ("",)
    assert "2024-01-03 eller 2024-03-01" in message


def test_proofs_that_disagree_hold_only_what_is_unclear(load: Load) -> None:
    found = days(load, "03/13/2024", "13/03/2024", "03/01/2024")
    assert found == [date(2024, 3, 13), date(2024, 3, 13), None]


def test_two_digits_are_a_year_where_the_file_says_which(load: Load) -> None:
    assert days(load, "240301", "240415", "241231") == [
        date(2024, 3, 1),
        date(2024, 4, 15),
        date(2024, 12, 31),
    ]
    assert days(load, "2024-01-02", "24-03-01") == [date(2024, 1, 2), date(2024, 3, 1)]
    assert days(load, "2024-01-02", "01/03/24") == [date(2024, 1, 2), None]
    assert days(load, "2024-01-02", "31/03/24") == [date(2024, 1, 2), date(2024, 3, 31)]
    assert days(load, "24-03-01") == [None]


def test_dots_put_the_day_first(load: Load) -> None:
    assert days(load, "03.01.2024") == [date(2024, 1, 3)]


def test_a_month_beside_its_year_is_a_date(load: Load) -> None:
    loaded = load("Vernr;År;Period;Konto;Belopp\n1;2024;3;3511;-1,00\n2;2024;13;3511;-1,00\n")
    assert loaded.one("datum") == [date(2024, 3, 1), date(2024, 12, 31)]


# --- codes --------------------------------------------------------------------------------------


def test_20_codes_without_what_stands_around_them() -> None:
    loaded = case("20_koder.csv")
    assert loaded.rows("konto", "projektkod") == [
        ("3511", "41314"),
        ("3511", "41314"),
        ("3511", "41314"),
        ("3511", "P41314"),
    ]


@pytest.mark.parametrize(
    ("written", "konto"),
    [
        ('"=""3511"""', "3511"),
        ("'3511", "3511"),
        ("3511.0", "3511"),
        ("3511,00", "3511"),
        ("03511", "3511"),
        ("003511", "3511"),
        ("3511 Driftbidrag från EU", "3511"),
        ("3511 (Driftbidrag)", "3511"),
        ("3511 - Driftbidrag", "3511"),
        ("35110", "35110"),
        ("\u200b3511", "3511"),
    ],
)
def test_an_account_is_its_number(load: Load, written: str, konto: str) -> None:
    assert load(f"{HEADER}1;2024-01-02;{written};;;a;-1,00\n").one("konto") == [konto]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("P41300 Kranen", "P41300"),
        ("41300.0", "41300"),
        ("'041300", "041300"),
        ('"=""041300"""', "041300"),
        ("12.1", "12.1"),
        ("0012", "0012"),
        ("41300-1", "41300-1"),
        ("Kranen", "Kranen"),
    ],
)
def test_a_project_code_is_cleaned_where_it_is_certain(load: Load, written: str, code: str) -> None:
    assert load(f"{HEADER}1;2024-01-02;3511;;{written};a;-1,00\n").one("projektkod") == [code]


# --- SIE ----------------------------------------------------------------------------------------

SIE = '#FLAGGA 0\n#SIETYP 4\n#FNAMN "K"\n#RAR 0 20240101 20241231\n'


def voucher(*rows: str, head: str = "") -> str:
    body = "\n".join(rows)
    return f'{SIE}{head}#VER A 1 20240301 "b"\n{{\n{body}\n}}\n'


def test_19a_a_dimension_called_project_is_read_and_said() -> None:
    loaded = case("19a_dim22_projekt.se")
    assert loaded.rows("projektkod", "objekt", where="konto = '3511'") == [
        ("41323", '{"22":"41323"}')
    ]
    assert loaded.all_rules() == {rules.SIE_DIMENSION_PROJEKT.id}


def test_19b_a_part_of_dimension_6_is_the_project() -> None:
    loaded = case("19b_underdim.se")
    assert loaded.rows("projektkod", where="konto = '3511'") == [("41318-1",)]
    assert loaded.all_rules() == set()


def test_the_project_itself_goes_before_its_parts_and_before_other_dimensions(load: Load) -> None:
    head = '#DIM 6 "Projekt"\n#UNDERDIM 61 "Del" 6\n#DIM 22 "Projekttyp"\n'
    loaded = load(
        voucher("#TRANS 3511 {6 T1 61 T1-1 22 X} -1.00", "#TRANS 1930 {} 1.00", head=head), "a.se"
    )
    assert loaded.one("projektkod") == ["T1", None]
    assert loaded.all_rules() == set()


def test_a_part_of_a_part_leads_to_the_project(load: Load) -> None:
    head = '#UNDERDIM 61 "Del" 6\n#UNDERDIM 611 "Deldel" 61\n#UNDERDIM 9 "Ring" 9\n'
    loaded = load(
        voucher("#TRANS 3511 {611 T1-1-1} -1.00", "#TRANS 1930 {9 x} 1.00", head=head), "a.se"
    )
    assert loaded.one("projektkod") == ["T1-1-1", None]


def test_a_dimension_6_called_something_else_gives_way(load: Load) -> None:
    head = '#DIM 6 "Aktivitet"\n#DIM 20 "Projekt"\n'
    loaded = load(
        voucher("#TRANS 3511 {6 A1 20 T1} -1.00", "#TRANS 1930 {} 1.00", head=head), "a.se"
    )
    assert loaded.one("projektkod") == ["T1", None]
    assert loaded.all_rules() == {rules.SIE_DIMENSION_PROJEKT.id}


def test_24a_a_file_without_postings_is_said() -> None:
    loaded = case("24a_sie4_utan_ver.se")
    assert loaded.all_rules() == {rules.SIE_UTAN_POSTER.id}


def test_24b_a_file_in_another_currency_is_never_read_as_kronor() -> None:
    loaded = case("24b_sie_valuta_eur.se")
    assert loaded.rows("belopp", "valuta", "belopp_valuta") == [
        (None, "EUR", Decimal(1000)),
        (None, "EUR", Decimal(-1000)),
    ]


def test_a_sie_currency_without_a_rate_is_held_row_by_row(load: Load) -> None:
    loaded = load(
        voucher("#TRANS 3511 {} -1.00", "#TRANS 1930 {} 1.00", head="#VALUTA XYZ\n"), "a.se"
    )
    assert set(held(loaded).values()) == {rules.LEDGER_VALUTA_UTAN_KURS.id}
    assert loaded.read.utfall == {"avvisad": 2}


@pytest.mark.parametrize("word", ["SEK", "kr", '"Svenska kronor"'])
def test_a_sie_file_in_kronor_by_any_word(load: Load, word: str) -> None:
    loaded = load(voucher("#TRANS 3511 {} -1.00", head=f"#VALUTA {word}\n"), "a.se")
    assert loaded.one("belopp") == [Decimal(-1)]


def test_a_sie_amount_no_project_has_is_held(load: Load) -> None:
    loaded = load(voucher("#TRANS 3511 {} -1000000000000.00", "#TRANS 1930 {} 1.00"), "a.se")
    assert held(loaded) == {7: rules.LEDGER_BELOPP_ORIMLIGT.id}


def test_25_every_posting_is_accounted_for() -> None:
    loaded = case("25_sie_text_och_klamrar.se")
    content = (CASES / "25_sie_text_och_klamrar.se").read_bytes().upper()
    assert loaded.read.rader_lasta == content.count(b"#TRANS")
    assert (48, "B", "46", Decimal(-1)) in loaded.rows("rad", "serie", "verifikation", "belopp")


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ('#VER A 1 20240301 "b" { #TRANS 3511 {} -1.00\n#TRANS 1930 {} 1.00 }\n', 2),
        ('#VER A 1 20240301 "b"\n{ #TRANS 3511 {} -1.00\n#TRANS 1930 {} 1.00\n}\n', 2),
        ('#VER A 1 20240301 "b"\n{#TRANS 3511 {} -1.00\n#TRANS 1930 {} 1.00\n}\n', 2),
        (
            '#VER A 1 20240301 "b"\n{\n#TRANS 3511 {} -1.00\n#TRANS 1930 {} 1.00\n'
            '} #VER A 2 20240301 "c"\n{\n#TRANS 3511 {} -1.00\n#TRANS 1930 {} 1.00\n}\n',
            4,
        ),
        (
            '#VER A 1 20240301 "#TRANS 9 {} 9.00"\n{\n'
            "#TRANS 3511 {} -1.00\n#TRANS 1930 {} 1.00\n}\n",
            2,
        ),
    ],
)
def test_postings_and_vouchers_on_the_lines_of_others_are_read(
    load: Load, lines: str, rows: int
) -> None:
    loaded = load(SIE + lines, "a.se")
    assert loaded.read.utfall == {"laddad": rows}
    uneven = loaded.con.execute(
        "select verifikation from raw.ledger_rad group by all having sum(belopp) <> 0"
    )
    assert uneven.fetchall() == []


@pytest.mark.parametrize(
    "lines",
    [
        '#VER A 1 20240301 "b" { #TRANS 3511 {} -1.00 #TRANS 1930 {} 1.00 }\n',
        '#VER A 1 20240301 "b"\n{\n#TRANS 3511 {} -1.00 #TRANS 1930 {} 1.00\n}\n',
        '#VER A 1 20240301 "b"\n{ #TRANS 3511 {} -1.00 } { #TRANS 1930 {} 1.00 }\n',
    ],
)
def test_several_postings_on_a_line_are_held_as_one(load: Load, lines: str) -> None:
    loaded = load(SIE + lines, "a.se")
    assert list(held(loaded).values()) == [rules.SIE_FLERA_POSTER.id]


# --- proposing ----------------------------------------------------------------------------------


def proposed(path: Path) -> tuple[profiles.Profile, str]:
    text = suggest.suggest(path)
    return profiles.parse(text), text


def test_15a_a_bundle_is_no_voucher_number() -> None:
    profile, text = proposed(CASES / "15a_suggest_bunt.csv")
    assert profile.fields["verifikation"] == ("Verifnr",)
    assert profile.fields["belopp"] == ("Belopp",)
    assert "2 av 2 verifikat i provet går jämnt ut" in text


def test_15b_a_year_is_no_voucher_number() -> None:
    profile, text = proposed(CASES / "15b_suggest_ar.csv")
    assert "verifikation" not in profile.fields
    assert profile.replaces == "month"
    assert "# Hittades inte: verifikationsnummer" in text


def test_15d_a_date_is_no_account(tmp_path: Path) -> None:
    path = CASES / "15d_suggest_raindance.txt"
    profile, text = proposed(path)
    assert profile.fields["konto"] == ("KTO",)
    assert profile.fields["datum"] == ("Vdatum",)
    (tmp_path / "egen.yml").write_text(text, encoding="utf-8")
    loaded = load_path(path, tmp_path)
    assert kronor(loaded) == Decimal(150000)
    assert set(loaded.one("datum")) == {date(2024, 3, 1), date(2024, 4, 1)}


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


def test_no_guess_from_headers_nobody_knows(tmp_path: Path) -> None:
    """Bundle, year, day and a running balance beside what is asked for, all under odd names."""
    path = write(
        tmp_path / "prov.csv",
        "Bunten;Årtal;Dagen;Löpande;Nummer;Kontering;Kronor kvar;Summa kr",
        "1;2024;240105;1;8001;3511 EU;-100,00;-100,00",
        "1;2024;240105;2;8001;1930 Bank;0,00;100,00",
        "1;2024;240212;3;8002;3511 EU;-50,00;-50,00",
        "1;2024;240212;4;8002;1930 Bank;0,00;50,00",
    )
    profile, text = proposed(path)
    assert {name: headers[0] for name, headers in profile.fields.items()} == {
        "datum": "Dagen",
        "belopp": "Summa kr",
        "konto": "Kontering",
        "verifikation": "Nummer",
    }
    assert "2 av 2 verifikat i provet går jämnt ut" in text


def test_a_column_that_repeats_and_proves_nothing_is_no_voucher_number(tmp_path: Path) -> None:
    path = write(
        tmp_path / "prov.csv",
        "Körningen;Dagen;Kontering;Summa kr",
        "7;2024-01-05;3511;-100,00",
        "7;2024-01-06;3511;-50,00",
        "8;2024-02-05;3511;-50,00",
    )
    profile, text = proposed(path)
    assert "verifikation" not in profile.fields
    assert "# Hittades inte: verifikationsnummer" in text


def test_two_months_under_a_proposed_profile_are_all_read(tmp_path: Path) -> None:
    landed = sorted((FOLDER / "city" / "profile_suggest" / "landing" / "ledger").iterdir())
    (tmp_path / "egen.yml").write_text(suggest.suggest(landed[0]), encoding="utf-8")
    assert sum(kronor(load_path(path, tmp_path)) for path in landed) == Decimal(850000)


@pytest.mark.parametrize(
    "header",
    [
        "Vernr;Bokf.dat;Kontonr;Kst;Projektnr;Text;Belopp",
        "Verifikat;Trans.datum;Konto;Koststalle;Proj;Benamning;Bokfort belopp",
        "Transnr;Trans.date;Account;Cost centre;Project;Description;Amount",
        "Voucher no;Posting date;Account no;Department;Project no;Description;Amount",
        "Ver.nr;Verdatum;KTO;ANSV;PROJ;Vertext;Utfall",
        "Verifnr;Verifikationsdatum;Konto (T);Ansvar (T);Projekt (T);Radtext;Radbelopp",
    ],
)
def test_the_common_headers_need_no_profile(load: Load, header: str) -> None:
    loaded = load(f"{header}\n17;2024-03-01;3511;41200;41300;Rekvisition;-5,00\n")
    assert loaded.rows("verifikation", "datum", "konto", "ansvar", "projektkod", "text") == [
        ("17", date(2024, 3, 1), "3511", "41200", "41300", "Rekvisition")
    ]
    assert loaded.one("belopp") == [Decimal(-5)]


# --- what is kept of a held row -----------------------------------------------------------------


def test_a_held_row_keeps_its_failing_cells_alone(load: Load) -> None:
    loaded = load(
        "Vernr;Datum;Konto;Motpart;Text;Belopp\n1;2024-02-30;3511;Anna A;Hemligt ärende;-1,00\n"
    )
    kept = loaded.con.execute("select radinnehall from raw.avvisad_rad").fetchall()
    assert kept == [('{"Datum":"2024-02-30"}',)]


# --- personal data ------------------------------------------------------------------------------


def test_the_same_personal_data_is_masked_in_ledgers_and_in_submissions() -> None:
    """What a person wrote in a text says the same whichever door it came through."""
    ledger = load_path(FOLDER / "house" / "ledger_mask.csv")
    submission = read_file(FOLDER / "house" / "submission_mask.csv")
    (wish,) = (row["syfte"] for row in submission.rows["submission_projekt"])
    words = ledger.con.execute("select text from raw.ledger_rad where utfall = 'laddad'").fetchall()
    assert words == [(wish,)]
    kept = ledger.con.execute("select radinnehall, varde from raw.avvisad_rad").fetchall()
    assert len(kept) == 1
    for told in (wish, str(kept)):
        assert not any(word in told for word in ("prov", "example", "85-07-09", "33 12"))
