"""Delimited ledgers: every shape of the same money gives the same rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fondbok import ledger
from fondbok.files.blocks import visible
from fondbok.ledger import checks

from .conftest import HEADER, Loaded, load_path

Load = Callable[..., Loaded]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1.234.567,89", "1234567.89"),
        ("1'234,50", "1234.50"),
        ("-1234,5", "-1234.50"),
        ("1234,50-", "-1234.50"),
        ("−1 234,50", "-1234.50"),
        ("–5", "-5.00"),
        ("(1 234,50)", "-1234.50"),
        ("1 234,50 kr", "1234.50"),
        ("1 234,50 SEK", "1234.50"),
        ("0", "0.00"),
        (",50", "0.50"),
        ("12,5000", "12.50"),
        ("1234.56", "1234.56"),
        ("9999999999999999,99", "9999999999999999.99"),
        ('"1 234,50"', "1234.50"),
    ],
)
def test_amounts_are_exact(load: Load, written: str, expected: str) -> None:
    # The first row proves the decimal comma, as a real file does.
    loaded = load(f"{HEADER}1;2024-01-02;3990;;;a;1,00\n2;2024-01-02;3990;;;b;{written}\n")
    assert loaded.one("belopp") == [Decimal("1.00"), Decimal(expected)]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("", "LEDGER_BELOPP_SAKNAS"),
        ("-", "LEDGER_BELOPP_SAKNAS"),
        ("12x", "LEDGER_BELOPP_OLASLIGT"),
        ("1e5", "LEDGER_BELOPP_OLASLIGT"),
        ("1,234,5", "LEDGER_BELOPP_OLASLIGT"),
        ("12,345", "LEDGER_BELOPP_OLASLIGT"),
        ("99999999999999999,00", "LEDGER_BELOPP_OLASLIGT"),
        ("1.23.4", "LEDGER_BELOPP_OLASLIGT"),
        ("--5", "LEDGER_BELOPP_OLASLIGT"),
    ],
)
def test_unreadable_amounts_are_rejected_with_their_cell(
    load: Load, written: str, rule: str
) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3990;;;a;1,00\n2;2024-01-02;3990;;;b;{written}\n")
    kept = loaded.con.execute("select rad, regel, kolumn, radinnehall from raw.avvisad_rad")
    assert kept.fetchall() == [(3, rule, "Belopp", f'{{"Belopp":"{written}"}}')]


def test_point_decimals_are_proved_by_the_file(load: Load) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3990;;;a;1,234.50\n2;2024-01-02;3990;;;b;1,234\n")
    assert loaded.one("belopp") == [Decimal("1234.50"), Decimal("1234.00")]


def test_nothing_is_guessed_when_marks_disagree(load: Load) -> None:
    rows = ["1,5", "1.5", "1.234", "1 234"]
    body = "".join(f"{n};2024-01-02;3990;;;a;{each}\n" for n, each in enumerate(rows))
    loaded = load(HEADER + body)
    assert loaded.one("belopp") == [Decimal("1.50"), Decimal("1.50"), None, Decimal("1234.00")]
    assert loaded.rules()[4] == {"LEDGER_BELOPP_TVETYDIGT"}


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-05",
        "20240305",
        "05.03.2024",
        "5.3.2024",
        "2024.03.05",
        "2024/03/05",
        "2024-03-05 00:00:00",
        "2024-03-05T12:00",
        ' "2024-03-05" ',
    ],
)
def test_dates(load: Load, written: str) -> None:
    loaded = load(f"{HEADER}1;{written};3990;;;a;1\n")
    assert loaded.one("datum") == [date(2024, 3, 5)]


def test_month_dates_are_the_first_of_the_month(load: Load) -> None:
    loaded = load(f"{HEADER}1;2024-03;3990;;;a;1\n1;202403;3990;;;a;2\n")
    assert loaded.one("datum") == [date(2024, 3, 1)] * 2


def test_a_preamble_blank_lines_and_a_total(load: Load) -> None:
    loaded = load(
        "Huvudbok;;;;;;\nUttaget 2024-05-01;;;;;;\n\n"
        + HEADER
        + "\n1;2024-01-02;3990;;;a;-1,00\n;;;;;;\n1;2024-01-02;3990;;;a;3,00\nTotalt;;;;;;2,00\n"
    )
    assert loaded.rows("rad", "utfall", "belopp") == [
        (6, "laddad", Decimal("-1.00")),
        (8, "laddad", Decimal("3.00")),
        (9, "total", Decimal("2.00")),
    ]
    assert loaded.all_rules() == set()
    assert loaded.read.rader_lasta == 3


def test_a_posting_about_a_sum_is_no_total(load: Load) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3990;;;Summa bidrag;1,00\n")
    assert loaded.one("utfall") == ["laddad"]


def test_debit_and_credit(load: Load) -> None:
    loaded = load(
        "Vernr;Datum;Konto;Debet;Kredit\n"
        "1;2024-01-02;1930;100,50;\n1;2024-01-02;3990;;100,50\n1;2024-01-02;3990;0;-1,00\n"
        "2;2024-01-02;3990;;\n"
    )
    assert loaded.one("belopp") == [Decimal("100.50"), Decimal("-100.50"), Decimal("1.00"), None]
    assert loaded.rules() == {5: {"LEDGER_BELOPP_SAKNAS"}, None: {"LEDGER_OBALANS_FIL"}}


def test_signed_credit_column(load: Load) -> None:
    loaded = load("Vernr;Datum;Konto;Debet;Kredit\n1;2024-01-02;3990;;-100,50\n")
    assert loaded.one("belopp") == [Decimal("-100.50")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
def test_encodings_line_ends_and_delimiters(
    load: Load, encoding: str, newline: str, delimiter: str
) -> None:
    lines = [
        "Vernr;Bokföringsdatum;Konto;Projekt;Text;Belopp",
        "A1;2024-01-02;3990;9001;Överföring från Växjö;100",
        "A1;2024-01-02;1930;;Åter;-100",
    ]
    content = newline.join(line.replace(";", delimiter) for line in lines).encode(encoding)
    loaded = load(content)
    assert loaded.rows("rad", "serie", "verifikation", "text", "belopp") == [
        (2, "A", "1", "Överföring från Växjö", Decimal("100.00")),
        (3, "A", "1", "Åter", Decimal("-100.00")),
    ]


def test_quotes_delimiters_and_line_breaks_in_texts(load: Load) -> None:
    loaded = load(
        HEADER
        + '1;2024-01-02;3990;;;"ett; ""två""";1,00\n'
        + '"1";"2024-01-02";"3990";"";"";"ett\ntvå\n\ntre";"2,00"\n'
        + '1;2024-01-02;3990;;;skärm 24";3,00\n'
    )
    assert loaded.rows("rad", "text", "belopp") == [
        (2, 'ett; "två"', Decimal("1.00")),
        (3, "ett\ntvå\n\ntre", Decimal("2.00")),
        (7, 'skärm 24"', Decimal("3.00")),
    ]


def test_an_open_quote_swallows_nothing(load: Load) -> None:
    body = "".join(f"{n};2024-01-02;3990;;;text {n};{n},00\n" for n in range(1, 500))
    broken = body.replace(";text 100;", ';"text 100;')
    loaded = load(HEADER + broken)
    assert sum(loaded.one("belopp")) == sum(range(1, 500))
    assert loaded.rules() == {101: {"LEDGER_CITATTECKEN"}}


def test_code_and_text_in_one_cell(load: Load) -> None:
    loaded = load(
        "Vernr;Datum;Konto (T);Ansvar (T);Projekt (T);Belopp\n"
        "1;2024-01-02;3990 Bidrag från EU;51000 - Miljö;9001: Växtvärk;1\n"
        "1;2024-01-02;3990;Syd;A 12;1\n"
    )
    assert loaded.rows("konto", "ansvar", "projektkod") == [
        ("3990", "51000", "9001"),
        ("3990", "Syd", "A 12"),
    ]


def test_rows_alike_count_unless_proved_one(load: Load) -> None:
    alike = "1;2024-01-02;3990;;;a;-1,00\n" * 2
    both = load(HEADER + alike + "1;2024-01-02;1930;;;a;2,00\n")
    assert both.one("utfall") == ["laddad"] * 3
    once = load(HEADER + alike + "1;2024-01-02;1930;;;a;1,00\n")
    assert once.one("utfall") == ["laddad", "dubblett", "laddad"]
    numbered = load("Rad;Vernr;Datum;Konto;Belopp\n" + "7;1;2024-01-02;3990;1,00\n" * 2)
    assert numbered.rows("utfall", "verifikat_rad") == [("laddad", 7), ("dubblett", 7)]


def shown(folder: Path, content: str, field: str) -> list[Any]:
    """A field of every row as `inspect_rows` shows it."""
    path = folder / "export.csv"
    path.write_text(content, encoding="utf-8")
    lines = ledger.inspect_rows(path, None)
    return [line["falt"].get(field) for line in lines if line["rad"] is not None]


def test_rows_are_numbered_within_the_voucher(tmp_path: Path) -> None:
    body = "A1;2024-01-02;3990;;;a;1\nA2;2024-01-02;3990;;;b;2\nA1;2024-01-02;1930;;;c;-1\n"
    assert shown(tmp_path, HEADER + body, "rad") == [1, 1, 2]
    together = "A1;2024-01-02;3990;;;a;1\nA1;2024-01-02;1930;;;c;-1\nA2;2024-01-02;3990;;;b;2\n"
    assert shown(tmp_path, HEADER + together, "rad") == [1, 2, 1]


def test_a_row_without_number_keeps_its_identity(load: Load) -> None:
    first = load(f"{HEADER};2024-01-02;3990;;;a;1,00\n").one("verifikation")
    later = load(f"{HEADER}A1;2024-01-01;3990;;;b;1,00\n;2024-01-02;3990;;;a;1,00\n")
    assert first[0].startswith("utan-")
    assert later.one("verifikation") == ["1", first[0]]


def test_currency_beside_the_amount(load: Load) -> None:
    loaded = load("Vernr;Datum;Konto;Valutabelopp;Valuta\n1;2024-01-02;3990;5,00;EUR\n")
    assert loaded.rows("belopp", "valuta", "belopp_valuta") == [(None, "EUR", Decimal("5.00"))]
    loaded = load(
        "Vernr;Datum;Konto;Belopp;Valuta;Valutabelopp\n"
        "1;2024-01-02;3990;55,00;EUR;5,00\n1;2024-01-02;3990;1,00;SEK;\n"
    )
    assert loaded.rows("belopp", "valuta", "belopp_valuta") == [
        (Decimal("55.00"), "EUR", Decimal("5.00")),
        (Decimal("1.00"), None, None),
    ]


def test_other_dimensions_are_kept(load: Load) -> None:
    loaded = load("Vernr;Datum;Konto;Projekt;Objekt;Belopp\n1;2024-01-02;3990;9001;77;1\n")
    assert loaded.rows("projektkod", "objekt") == [("9001", '{"objekt":"77"}')]
    loaded = load("Vernr;Datum;Konto;Objekt;Belopp\n1;2024-01-02;3990;77;1\n")
    assert loaded.rows("projektkod", "objekt") == [("77", None)]


def test_lineage(load: Load) -> None:
    loaded = load(f"{HEADER}1;2024-01-02;3990;;;a;1\n")
    content = hashlib.md5(b"1;2024-01-02;3990;;;a;1").digest()
    assert loaded.rows("fil_sha256", "blad", "rad") == [(loaded.sha, "", 2)]
    assert loaded.one("innehall_hash") == [int.from_bytes(content, "little")]


def test_personal_data_reaches_no_table(load: Load) -> None:
    loaded = load(
        HEADER
        + "1;2024-01-02;3990;;;Lön 19900101-0017;1,00\n"
        + "1;2024-01-02;3990;;;ring 070-123 45 67;x\n"
        + "1;2024-01-02;3990;;;faktura 556016-0680 kl 1,00\n"
    )
    everything = " ".join(
        str(row)
        for table in ("ledger_rad", "ledger_blad", "avvisad_rad", "fynd")
        for row in loaded.con.execute(f"from raw.{table}").fetchall()
    )
    for secret in ("19900101", "0017", "070-123"):
        assert secret not in everything.replace(loaded.sha, "")
    assert loaded.one("text")[0] == "Lön [personnummer borttaget]"
    assert "556016-0680" in everything


def test_workbooks_read_as_text_files_do(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Huvudbok"
    sheet.append(["Utdrag"])
    sheet.append([])
    sheet.append(["Vernr", "Bokföringsdatum", "Konto", "Projekt", "Text", "Belopp"])
    sheet.append(["A1", date(2024, 1, 2), 3990, "09001", 'sa "hej"', -1000.1])
    sheet.append(["A1", "2024-01-02", "1930", None, "b", "1 000,10"])
    sheet.append(["A2", "2024-01-02", "1930", None, "b", 0.1 + 0.2])
    sheet.append(["A2", "2024-01-02", "1930", None, "b", 1.2345])
    sheet.append(["Totalt", None, None, None, None, 0.3])
    book.create_sheet("Anteckningar").append(["inget", "här"])
    path = tmp_path / "export.xlsx"
    book.save(path)
    loaded = load_path(path)
    assert loaded.rows("blad", "rad", "utfall", "konto", "projektkod", "text", "belopp") == [
        ("Huvudbok", 4, "laddad", "3990", "09001", 'sa "hej"', Decimal("-1000.10")),
        ("Huvudbok", 5, "laddad", "1930", None, "b", Decimal("1000.10")),
        ("Huvudbok", 6, "laddad", "1930", None, "b", Decimal("0.30")),
        ("Huvudbok", 7, "avvisad", "1930", None, "b", None),
        ("Huvudbok", 8, "total", None, None, None, Decimal("0.30")),
    ]
    assert loaded.read.format == "xlsx"


def test_inspect_gives_plain_rows_in_order(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"{HEADER}A1;2024-01-02;3990;5;9;a;-1,5\nA1;;3990;5;9;a;1\n", encoding="utf-8")
    lines = list(ledger.inspect_rows(path, None))
    assert json.loads(json.dumps(lines)) == lines
    whole, *lines = lines
    assert [each["regel"] for each in whole["fynd"]] == [
        "LEDGER_BIDRAGSKONTO_SAKNAS",
        "LEDGER_EN_SIDA",
    ]
    assert lines[0]["falt"] == {
        "serie": "A",
        "verifikation": "1",
        "rad": 1,
        "rakenskapsar": 2024,
        "datum": "2024-01-02",
        "konto": "3990",
        "ansvar": "5",
        "projektkod": "9",
        "text": "a",
        "belopp": "-1.50",
    }
    assert [line["rad"] for line in lines] == [2, 3]
    assert lines[1]["utfall"] == "avvisad"
    assert lines[1]["fynd"][0]["regel"] == "LEDGER_DATUM_OLASLIGT"
    path.write_text("<html></html>", encoding="utf-8")
    refused = list(ledger.inspect_rows(path, None))
    assert [(line["rad"], line["utfall"], line["falt"]) for line in refused] == [
        (None, "avvisad", {})
    ]


def test_inspect_tells_what_is_found_at_lines_without_a_row(tmp_path: Path) -> None:
    """A voucher's own line holds no row; what is said of it stands at the row after it."""
    path = tmp_path / "export.se"
    path.write_text(
        "#SIETYP 4\n#RAR 0 20240101 20241231\n"
        "#VER A 1 20240115\n{\n#TRANS 3511 {} -5.00\n#TRANS 1930 {} 5.00\n}\n"
        "#VER A 2 20240116\n{\n#TRANS 3511 {} -7.00\n}\n"
        "#VER A 3 20250116\n{\n}\n",
        encoding="utf-8",
    )
    lines = list(ledger.inspect_rows(path, None))
    shown = [(line["rad"], f["rad"], f["regel"]) for line in lines for f in line["fynd"]]
    assert shown == [(10, 8, "SIE_OBALANS"), (None, 12, "SIE_DATUM_UTANFOR")]
    assert [line["rad"] for line in lines] == [5, 6, 10, None]


@pytest.mark.parametrize("most", [0, 2, 5, 1000])
def test_rejects_are_explained_alike_however_many_are_kept_in_memory(
    load: Load, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(checks, "MOST_KEPT", most)
    rows = [f"{n};2024-01-02;3990;;;t;{'x' if n % 3 else n}" for n in range(2, 14)]
    loaded = load(HEADER + "\n".join(rows) + "\n")
    kept = loaded.con.execute(
        "select rad, kolumn, varde, radinnehall from raw.avvisad_rad order by rad"
    ).fetchall()
    assert kept == [(n, "Belopp", "x", '{"Belopp":"x"}') for n in range(2, 14) if n % 3]


def test_row_numbers_hold_beyond_one_row_group(load: Load) -> None:
    """Rows are numbered by rowid, which starts elsewhere inside a transaction."""
    count = 300_000
    body = "".join(f"{n};2024-01-02;3990;;;t;{n}\n" for n in range(2, count))
    loaded = load(HEADER + body)
    wrong = loaded.con.execute("select count(*) from raw.ledger_rad where rad <> belopp").fetchone()
    assert wrong == (0,)
    assert loaded.read.utfall == {"laddad": count - 2}


TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="@0123456789\u2028"),
    max_size=20,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(
            TEXTS,
            st.decimals(-(10**12), 10**12, places=2),
            st.sampled_from([";", ",", '"', "\n", ""]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_written_is_read(load: Load, rows: list[tuple[str, Decimal, str]]) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    texts = [f"x{text}{mark}y" for text, _, mark in rows]
    body = "".join(
        f"{n};2024-01-02;3990;;;{cell(text)};{amount:.2f}\n"
        for n, (text, (_, amount, _)) in enumerate(zip(texts, rows, strict=True))
    )
    loaded = load(HEADER + body)
    assert loaded.one("belopp") == [amount for _, amount, _ in rows]
    assert loaded.one("text") == [visible(text) for text in texts]
