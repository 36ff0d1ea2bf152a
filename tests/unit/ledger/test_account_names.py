"""What an export calls the accounts of grants, where it contradicts konto.csv."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from fondbok.ledger import name_words, rules

from .conftest import Loaded, load_path

Load = Callable[..., Loaded]
RULE = rules.LEDGER_KONTO_ANNAT_NAMN.id
KNOWN = "Driftbidrag från EU"


@pytest.mark.parametrize(
    "name",
    [
        "Hyresintäkter",
        "HYRESINTAKTER",
        "Lokalhyror",
        "Försäljning av tjänster",
        "Avgifter barnomsorg",
        "Taxor",
        "Ränteintäkter",
        "Biljettintäkter",
        "Kundfordringar",
        "Plusgiro",
        "Löner",
        "Konsulttjänster",
        "Livsmedel",
        "Moms",
        "Interna intäkter",
        "Statsbidrag",
        "Driftbidrag från staten",
        "Statsbidrag Skolverket",
        "Driftbidrag från region och kommuner",
        "Lönebidrag",
        "Privata bidrag",
        "Rental income",
    ],
)
def test_a_name_of_something_else_contradicts(name: str) -> None:
    assert name_words.contradict(name, KNOWN)


@pytest.mark.parametrize(
    "name",
    [
        "EU-bidrag",
        "Bidrag från EU",
        "bidr EU",
        "EU bidr. proj",
        "DRIFTBIDRAG FRAN EU",
        "Europeiska socialfonden",
        "ESF",
        "ESF, statsbidrag",
        "Statsbidrag EU-medel",
        "Externa medel",
        "EU-stöd",
        "Projektintäkter",
        "Driftbidrag",
        "Övriga bidrag",
        "Riktade bidrag",
        "Tillväxtverket",
        "Svenska ESF-rådet",
        "Erasmus+",
        "Interreg Öresund, hyror",
        "Strukturfonder",
        "Bidrag lokaler",
        "Bidrag Migrationsverket",
        "Nordic Lights",
        "Övriga intäkter",
        "Medfinansiering",
        "EU grants",
        "Funding",
        "Internationella projekt",
        "Ersättning för migranter",
        "3511",
        "",
        "-",
    ],
)
def test_other_words_for_a_grant_do_not(name: str) -> None:
    """By who pays, by a fund, by what is paid, shortened, or by a project's name."""
    assert not name_words.contradict(name, KNOWN)


def test_a_word_of_both_names_says_nothing() -> None:
    """konto.csv itself calls the account so."""
    assert not name_words.contradict("Statsbidrag", "Statsbidrag via Tillväxtverket")
    assert not name_words.contradict("Uthyrning lokaler", "Uthyrning, EU-projekt")


def rows(header: str, cells: str, konto: str = "3511") -> str:
    """An export with a column more, of a voucher."""
    return (
        f"Vernr;Datum;{header};Projekt;Belopp\n1;2024-01-02;{cells.format(konto)};9001;-100,00\n"
        f"1;2024-01-02;{cells.format(1930)};;100,00\n"
    )


def told(loaded: Loaded) -> list[tuple[str, str]]:
    """The column and what is said of it."""
    return loaded.con.execute(
        f"select kolumn, varde from raw.fynd where regel = '{RULE}' order by all"
    ).fetchall()


@pytest.mark.parametrize(
    "header",
    [
        "Kontonamn",
        "Konto namn",
        "Kontotext",
        "Benämning konto",
        "Kontobenämning",
        "Konto (T)",
        "Account name",
        "Account description",
        "Benämning",
        "Namn",
        "",
    ],
)
def test_a_column_of_names_is_read(load: Load, header: str) -> None:
    """Whatever it is called, and without a header beside the number."""
    loaded = load(rows(f"Konto;{header}", "{};Hyresintäkter"))
    said = f"3511 heter 'Hyresintäkter' här och '{KNOWN}' i konto.csv (1 rad, -100.00 kr)"
    assert told(loaded) == [(header, said)]
    assert loaded.read.utfall == {"laddad": 2}


@pytest.mark.parametrize("cell", ["{} Hyresintäkter", "{}: Hyresintäkter", "{} - Hyresintäkter"])
def test_the_name_may_follow_the_number(load: Load, cell: str) -> None:
    assert [column for column, _ in told(load(rows("Konto", cell)))] == ["Konto"]


@pytest.mark.parametrize("cell", ["{} EU-bidrag", "{}", "{} Driftbidrag EU"])
def test_a_name_that_fits_says_nothing(load: Load, cell: str) -> None:
    assert told(load(rows("Konto", cell))) == []


@pytest.mark.parametrize("konto", ["3521", "5010", "3411"])
def test_only_accounts_that_count_are_asked_about(load: Load, konto: str) -> None:
    """What any other account is called changes no figure."""
    assert told(load(rows("Konto;Kontonamn", "{};Hyresintäkter", konto))) == []


@pytest.mark.parametrize("header", ["Motpartsnamn", "Ansvar (T)", "Radtext", "Kontotyp"])
def test_a_column_of_something_else_is_not_read(load: Load, header: str) -> None:
    assert told(load(rows(f"Konto;{header}", "{};Hyresintäkter"))) == []


def test_texts_of_postings_are_no_names(load: Load) -> None:
    """Beside the account, one account has many of them."""
    loaded = load(
        "Vernr;Datum;Konto;Benämning;Projekt;Belopp\n"
        "1;2024-01-02;3511;Bidrag till lokalhyra;9001;-100,00\n"
        "2;2024-01-02;3511;Lokalhyra;9001;-50,00\n"
    )
    assert told(loaded) == []


def test_rows_that_come_to_nothing_are_no_payments(load: Load) -> None:
    text = rows("Konto;Kontonamn", "{};Hyresintäkter").replace("100,00", "0,00")
    assert told(load(text)) == []


@pytest.mark.parametrize(("name", "said"), [("Hyresintäkter", True), ("EU-bidrag", False)])
def test_the_accounts_of_a_sie_file_have_names(load: Load, name: str, said: bool) -> None:
    loaded = load(
        "#FLAGGA 0\n#SIETYP 4\n#RAR 0 20240101 20241231\n"
        f'#KONTO 3511 "{name}"\n#KONTO 3512 "Hyror"\n#KONTO 1930 "Bank"\n'
        "#VER A 1 20240301\n{\n#TRANS 3511 {} -100.00\n#TRANS 1930 {} 100.00\n}\n",
        "export.se",
    )
    assert [column for column, _ in told(loaded)] == ["#KONTO"] * said


def test_a_sheet_of_a_workbook_has_names(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Vernr", "Datum", "Konto", "Kontotext", "Projekt", "Belopp"])
    sheet.append([1, date(2024, 1, 2), 3511, "Statsbidrag", 9001, -100])
    sheet.append([1, date(2024, 1, 2), 3510, "Statsbidrag EU", 9001, -100])
    sheet.append([1, date(2024, 1, 2), 1930, "Bank", None, 200])
    path = tmp_path / "export.xlsx"
    book.save(path)
    assert [column for column, _ in told(load_path(path))] == ["Kontotext"]
