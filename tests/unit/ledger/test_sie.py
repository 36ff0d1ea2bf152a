"""The SIE 4 reader: the rules of the format one by one, and laws over generated files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fondbok import ledger
from fondbok.ledger import rules, sie

from .conftest import load_path

HEAD = '#FLAGGA 0\n#SIETYP 4\n#FNAMN "Växjö"\n#RAR 0 20240101 20241231\n'


def one_row(line: str) -> sie.Row:
    book = sie.parse(f"{HEAD}#VER A 1 20240102 text\n{{\n{line}\n}}\n".encode())
    (row,) = book.vouchers[0].rows
    return row


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ('#VER A 1 20240102 "text"', ("#VER", "A", "1", "20240102", "text")),
        ("#VER\tA\t\t1  20240102", ("#VER", "A", "1", "20240102")),
        (r'#FNAMN "Kalle \"Kula\" AB"', ("#FNAMN", 'Kalle "Kula" AB')),
        (r'#FNR "C:\Data\\x"', ("#FNR", r"C:\Data\x")),
        ('#VER "" "" 20240102', ("#VER", "", "", "20240102")),
        ('#TRANS 1930 {"1" "Syd öst"} 1', ("#TRANS", "1930", ("1", "Syd öst"), "1")),
        ("#TRANS 1930{1 Syd}1", ("#TRANS", "1930{1", "Syd}1")),
        ("#TRANS 1930 {1 Syd}1", ("#TRANS", "1930", ("1", "Syd"), "1")),
        ("#TRANS 1930 { } 1", ("#TRANS", "1930", (), "1")),
        ('#TRANS 1930 {"1" "a}b"} 1', ("#TRANS", "1930", ("1", "a}b"), "1")),
        ('#TRANS 1930 {} 1 20240102 "{x}"', ("#TRANS", "1930", (), "1", "20240102", "{x}")),
    ],
)
def test_fields(line: str, values: tuple[object, ...]) -> None:
    assert sie.fields(line).values == values


def test_odd_braces_and_open_quotes_end_with_the_line() -> None:
    assert sie.fields("#TRANS 1930 {{1 Syd}} 1").uneven
    assert sie.fields("#TRANS 1930 {{1 Syd}} 1").values == ("#TRANS", "1930", ("1", "Syd"), "1")
    cut = sie.fields('#TRANS 1930 {"1" "Syd" 100.00 20240102 "text')
    assert cut.open_quote
    assert cut.values == ("#TRANS", "1930", ("1", "Syd"), "100.00", "20240102", "text")


def test_objects() -> None:
    row = one_row('#TRANS 3990 {"6" "0001" "1" "Syd" "20" "x"} -1')
    assert row.objekt == (("6", "0001"), ("1", "Syd"), ("20", "x"))
    assert row.datum == date(2024, 1, 2)
    assert row.belopp == Decimal("-1.00")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("100", "100.00"),
        ("-0.5", "-0.50"),
        ("+1.25", "1.25"),
        ("1.2500", "1.25"),
        ("1,25", "1.25"),
        ("9999999999999999.99", "9999999999999999.99"),
    ],
)
def test_amounts(written: str, expected: str) -> None:
    assert sie.amount(written) == Decimal(expected)


@pytest.mark.parametrize("written", ["", "12x", "1.234", "1e3", "--1", "10000000000000000", "NaN"])
def test_what_is_no_amount(written: str) -> None:
    assert sie.amount(written) is None


def test_a_blank_between_thousands_is_not_guessed() -> None:
    assert one_row("#TRANS 3990 {} 1 000.00 20240102").belopp is None


def test_rtrans_counts_once_and_btrans_never() -> None:
    book = sie.parse(
        (
            HEAD + "#VER A 1 20240102 t\n{\n#TRANS 1930 {} 5\n#BTRANS 3990 {} -7\n"
            '#RTRANS 3990 {} -5 20240105 "ny" 1 sign\n#TRANS 3990 {} -5 20240102\n}\n'
        ).encode()
    )
    assert [row.belopp for row in book.vouchers[0].rows] == [Decimal(5), Decimal(-5)]
    assert book.remarks == []


def test_changed_rows_count_once_in_the_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "export.se"
    path.write_text(
        HEAD + "#VER A 1 20240102 t\n{\n#TRANS 1930 {} 5\n#BTRANS 3990 {} -7\n"
        '#RTRANS 3990 {"6" "9001"} -5 20240105 "ny" 1 sign\n'
        '#TRANS 3990 {"6" "9001"} -5 20240102\n}\n',
        encoding="utf-8",
    )
    loaded = load_path(path)
    assert loaded.rows("rad", "belopp") == [(7, Decimal(5)), (10, Decimal(-5))]
    assert loaded.all_rules() == set()
    same(path)


def test_every_line_end(tmp_path: Path) -> None:
    content = HEAD + "#VER A 1 20240102 t\n{\n#TRANS 1930 {} 5\n#TRANS 3990 {} -5\n}\n"
    first = sie.parse(content.encode())
    for newline in ("\r\n", "\r"):
        other = sie.parse(content.replace("\n", newline).encode())
        assert other.vouchers == first.vouchers


@pytest.mark.parametrize("encoding", ["cp437", "utf-8", "utf-8-sig", "cp1252", "latin-1"])
def test_the_bytes_decide_the_encoding(encoding: str) -> None:
    book = sie.parse((HEAD + "#FORMAT PC8\n#VER A 1 20240102 Återbäring\n{\n}\n").encode(encoding))
    assert book.header.foretag == "Växjö"
    assert book.vouchers[0].text == "Återbäring"


@pytest.mark.parametrize(
    ("content", "rule", "named"),
    [
        ("#FLAGGA 0\n#SIETYP 3\n", rules.SIE_TYP, "typ 3"),
        ("#FLAGGA 0\n#KONTO 1930 Bank\n", rules.SIE_TYP, "typ 1"),
        ('<?xml version="1.0"?><Sie/>', rules.SIE_XML, "SIE 5"),
        ("<!DOCTYPE HTML><html>", rules.LEDGER_HTML, "HTML"),
        ("inget alls", rules.SIE_INTE, "ingen SIE-fil"),
    ],
)
def test_other_kinds_are_refused_by_name(content: str, rule: object, named: str) -> None:
    with pytest.raises(sie.NotSie4, match=named) as refused:
        sie.parse(content.encode())
    assert refused.value.rule is rule


def test_header() -> None:
    book = sie.parse(
        (
            HEAD + '#ORGNR 212000-1124\n#RAR -1 20230101 20231231\n#KONTO 3990 "Bidrag"\n'
            '#KTYP 3990 I\n#DIM 6 "Projekt"\n#UNDERDIM 21 "Del" 6\n#OBJEKT 6 "9001" "Växt"\n'
            "#OKÄND 1 2 3\n#IB 0 1930 5.00\n"
        ).encode()
    )
    head = book.header
    assert head.orgnr == "212000-1124"
    assert head.rakenskapsar[-1] == (date(2023, 1, 1), date(2023, 12, 31))
    assert head.konton == {"3990": "Bidrag"}
    assert head.kontotyper == {"3990": "I"}
    assert head.dimensioner == {"6": ("Projekt", ""), "21": ("Del", "6")}
    assert head.objekt == {("6", "9001"): "Växt"}


# --- laws -------------------------------------------------------------------------------------

# Every character of code page 437 that a field may hold, but for the sign of an e-mail address.
CODES = [code for code in [*range(32, 127), *range(128, 255)] if code != ord("@")]
LETTERS = "".join(bytes([code]).decode("cp437") for code in CODES)
FIELD = st.text(st.sampled_from(LETTERS), max_size=12)
CODE = st.text(st.sampled_from("ABCabcåäö0123456789 -_{}\"'\\#"), min_size=1, max_size=6)
AMOUNT = st.decimals(-(10**13), 10**13, places=2)
DAY = st.dates(date(2000, 1, 1), date(2100, 12, 31))
OBJECTS = st.dictionaries(st.sampled_from(["1", "2", "6", "20"]), CODE, max_size=3)
ROW = st.builds(
    lambda konto, objekt, belopp, datum, text: sie.Row(
        0, konto, tuple(objekt.items()), belopp, f"{belopp:f}", datum, text
    ),
    st.from_regex(r"[1-9][0-9]{3}", fullmatch=True),
    OBJECTS,
    AMOUNT,
    DAY,
    FIELD,
)
VOUCHER = st.builds(
    lambda serie, nummer, datum, text, rows: sie.Voucher(0, serie, nummer, datum, text, rows=rows),
    FIELD,
    FIELD,
    DAY,
    FIELD,
    st.lists(ROW, max_size=4),
)
BOOK = st.builds(
    lambda vouchers: sie.Sie(sie.Identification(sietyp="4", foretag="Växjö"), vouchers, []),
    st.lists(VOUCHER, max_size=4),
)


def plain(book: sie.Sie) -> list[tuple[object, ...]]:
    return [
        (
            v.serie,
            v.nummer,
            v.datum,
            v.text,
            [(r.konto, r.objekt, r.belopp, r.datum, r.text) for r in v.rows],
        )
        for v in book.vouchers
    ]


@settings(max_examples=200, deadline=None)
@given(BOOK, st.sampled_from(["\r\n", "\n", "\r"]), st.sampled_from([" ", "\t", "  \t "]))
def test_what_is_written_is_read(book: sie.Sie, newline: str, indent: str) -> None:
    content = sie.write(book).replace("\r\n", newline).replace("   #TRANS", f"{indent}#TRANS")
    again = sie.parse(content.encode("utf-8"))
    assert plain(again) == plain(book)
    assert plain(sie.parse(sie.write(again).encode("utf-8"))) == plain(book)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=30).map("".join))
def test_a_quoted_field_holds_anything(value: str) -> None:
    found = sie.fields(f"#TEST {sie.quote(value)} efter")
    assert found.values == ("#TEST", value, "efter")
    assert not found.open_quote


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('#TRANSVE {}"\\ \t10.,-aåx\n'), max_size=120))
def test_no_line_crashes_the_reader(tail: str) -> None:
    sie.fields(tail)
    book = sie.parse((HEAD + "#VER A 1 20240102\n{\n" + tail).encode())
    assert book.header.foretag == "Växjö"


def in_warehouse(path: Path) -> list[tuple[object, ...]]:
    loaded = load_path(path)
    return loaded.rows("rad", "datum", "konto", "ansvar", "projektkod", "objekt", "belopp", "text")


def by_reader(path: Path) -> list[tuple[object, ...]]:
    found = []
    for voucher in sie.read(path).vouchers:
        for row in voucher.rows:
            objects = dict(reversed(row.objekt))
            ansvar, projekt = objects.pop("1", None), objects.pop("6", None)
            others = dict(sorted(objects.items()))
            text = row.text or voucher.text or None
            codes = (row.konto or None, ansvar or None, projekt or None)
            found.append((row.rad, row.datum, *codes, others, row.belopp, text))
    return sorted(found, key=lambda each: each[0])


def same(path: Path) -> None:
    rows = [
        (*row[:5], dict(sorted(ledger.json.loads(row[5]).items())) if row[5] else {}, *row[6:])
        for row in in_warehouse(path)
    ]
    assert rows == by_reader(path)


@settings(max_examples=40, deadline=None)
@given(BOOK)
def test_sql_and_reader_agree(tmp_path_factory: pytest.TempPathFactory, book: sie.Sie) -> None:
    path = tmp_path_factory.mktemp("sie") / "export.se"
    path.write_bytes(sie.write(book).encode("utf-8"))
    same(path)


SHAPES = [
    '#TRANS 3990 {"1" "Syd" "6" "0001"} -100.50 20240102 "text" 1 sign',
    "#TRANS 3990 {1 Syd 6 0001} -100.50",
    '#TRANS  3990  { "6"  "0001"  "1" "Syd" }  -100  20240102  "a  b"',
    '#TRANS 3990 {"20" "x" "1" "Syd" "7" "y"} 1',
    '#TRANS 3990 {"1" "a" "1" "b" "1" "c"} 1',
    '#TRANS 3990 {"20" "a" "20" "b"} 1',
    '#TRANS 3990 {"1" "a" "2" "b" "6" "c" "20" "d"} 1',
    "#TRANS 3990 {} 1 20240102 ord",
    '#TRANS 3990 {} 1 20240102 ""',
    '#TRANS 3990 {} 1 "" "text"',
    '#TRANS 3990 {} 1 20240102 "öppen',
    '#TRANS 3990 {} 1 20240102 "ett" "två"',
    "#TRANS 3990 {}1",
    "#trans 3990 {} 1",
    '#TRANS\t3990\t{}\t1\t20240102\t"a\tb"',
    "#TRANS FEL {} 1",
    '#TRANS "3990" {} 1',
    "#TRANS 3990 1.00 20240102",
    '#TRANS 3990 {"1" "Syd öst"} 1',
    r'#TRANS 3990 {} 1 20240102 "ett \"citat\""',
    "#TRANS 3990 {} 1,50",
    "#TRANS 3990 {} 1 20240230",
    "#TRANS 3990 {} 123456789012345.67",
    '#TRANS 3990 {} 1 20240102 "i {klamrar} här"',
    '#TRANS 3990 {1 Syd} 1 20240102 ord 5 "sign"',
    '#TRANS 3990 {1 Syd} 1 20240102 "" 5 "sign"',
    "#TRANS 3990 {1 Syd} 1 20240102 ett två tre",
    "#TRANS 3990 {1 Syd}1 20240102 ord",
    '#TRANS 3990 {"1" "S"x" "6" "y"} 1',
    "#TRANS 3990 {1 Syd} 1 20240102 } slut",
]


@pytest.mark.parametrize("line", SHAPES)
def test_sql_and_reader_agree_on_each_shape(tmp_path: Path, line: str) -> None:
    path = tmp_path / "export.se"
    path.write_text(f"{HEAD}#VER A 1 20240102 vtext\n{{\n  {line}\n}}\n", encoding="utf-8")
    same(path)


PIECES = [
    "{",
    "}",
    '"',
    " ",
    "  ",
    "\t",
    "1",
    "6",
    "20",
    "Syd",
    "-1.50",
    "20240102",
    "å",
    "\\",
    '""',
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), min_size=20))
def test_sql_and_reader_agree_on_any_line(
    tmp_path_factory: pytest.TempPathFactory, tails: list[str]
) -> None:
    """Many lines a file: loading one costs more than comparing a hundred."""
    path = tmp_path_factory.mktemp("sie") / "export.se"
    lines = "".join(f"#TRANS 3990 {tail}\n#TRANS 3990 {{{tail}\n" for tail in tails)
    path.write_text(f"{HEAD}#VER A 1 20240102 vtext\n{{\n{lines}}}\n", encoding="utf-8")
    same(path)


def test_the_header_goes_to_tables_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "export.se"
    path.write_text(
        HEAD + '#KONTO 3990 "Bidrag"\n#KTYP 3990 I\n#DIM 6 "Projekt"\n#OBJEKT 6 9001 "Växt"\n'
        "#VER A 1 20240102\n{\n}\n",
        encoding="cp437",
    )
    con = load_path(path).con
    assert con.execute("select foretag, kodning from raw.sie_foretag").fetchall() == [
        ("Växjö", "cp437")
    ]
    assert con.execute("select konto, namn, typ from raw.sie_konto").fetchall() == [
        ("3990", "Bidrag", "I")
    ]
    assert con.execute("select dimension, objekt, namn from raw.sie_objekt").fetchall() == [
        ("6", "9001", "Växt")
    ]
    assert con.execute("select arsnr, start_datum from raw.sie_rakenskapsar").fetchall() == [
        (0, date(2024, 1, 1))
    ]


def test_the_fiscal_year_is_the_vouchers(tmp_path: Path) -> None:
    path = tmp_path / "export.se"
    path.write_text(
        "#SIETYP 4\n#RAR 0 20230701 20240630\n#VER A 1 20240102\n{\n#TRANS 1930 {} 1 20240801\n}\n",
        encoding="utf-8",
    )
    assert load_path(path).rows("rakenskapsar", "datum") == [(2023, date(2024, 8, 1))]


def test_sie_saved_as_text_is_still_sie(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text(HEAD + "#VER A 1 20240102\n{\n#TRANS 1930 {} 1\n}\n", encoding="utf-8")
    loaded = load_path(path)
    assert loaded.read.format == "sie"
    assert loaded.one("konto") == ["1930"]


def test_a_voucher_twice_in_a_file_counts_once(tmp_path: Path) -> None:
    voucher = "#VER A 1 20240102 t\n{\n#TRANS 1930 {} 5\n#TRANS 3990 {} -5\n}\n"
    path = tmp_path / "export.se"
    path.write_text(HEAD + voucher + voucher, encoding="utf-8")
    loaded = load_path(path)
    assert loaded.one("utfall") == ["laddad"] * 2 + ["dubblett"] * 2
    assert loaded.rules() == {10: {"LEDGER_DUBBLETT"}}


def test_unnumbered_vouchers_keep_their_identity(tmp_path: Path) -> None:
    voucher = '#VER "" "" 20240102 t\n{\n#TRANS 1930 {} 5\n#TRANS 3990 {} -5\n}\n'
    path = tmp_path / "export.si"
    path.write_text(HEAD + voucher, encoding="utf-8")
    first = set(load_path(path).one("verifikation"))
    path.write_text(HEAD + "#VER B 7 20240101\n{\n}\n" + voucher, encoding="utf-8")
    later = set(load_path(path).one("verifikation"))
    assert first == later
    assert len(first) == 1


def test_a_connection_that_does_not_keep_order_still_numbers_lines(tmp_path: Path) -> None:
    con = duckdb.connect()
    con.execute(ledger.RAW_SCHEMA.read_text(encoding="utf-8"))
    con.execute("set preserve_insertion_order = false")
    path = tmp_path / "export.se"
    path.write_text(HEAD + "#VER A 1 20240102\n{\n#TRANS 1930 {} 1\n}\n", encoding="utf-8")
    assert load_path(path, con=con).one("rad") == [7]
    kept = con.execute("select current_setting('preserve_insertion_order')").fetchone()
    assert kept == (False,)
