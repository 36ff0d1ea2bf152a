"""Money in another currency: the booked kronor, else the year's own rate, else no publishing."""

from __future__ import annotations

from decimal import Decimal

from tests.integration.ledger.conftest import Bench, Export

HEADER = "Vernr;Datum;Konto;Ansvar;Belopp SEK;Valuta;Valutabelopp\n"


def booked(bench: Bench, *rows: str, header: str = HEADER) -> list[tuple]:
    content = header + "".join(f"{row}\n" for row in rows)
    return [row[9:] for row in bench.booked([Export("eur.csv", content.encode())])]


def test_booked_kronor_count(bench: Bench) -> None:
    assert booked(bench, "1;2024-05-02;3511;4100;-1150,00;EUR;-100,00") == [
        (Decimal("1150.00"), "EUR", Decimal("100.00"))
    ]


def test_without_kronor_the_rate_of_the_year_decides(bench: Bench) -> None:
    rows = ("1;2023-05-02;3511;4100;;EUR;-100,00", "2;2024-05-02;3511;4100;;eur;-100,00")
    assert booked(bench, *rows) == [
        (Decimal("1147.88"), "EUR", Decimal("100.00")),
        (Decimal("1143.25"), "EUR", Decimal("100.00")),
    ]


def held(bench: Bench) -> list[tuple]:
    """Rows held at the last landing: row, rule, whether both are named that the sender needs."""
    return bench.raw(
        "select rad, regel, contains(meddelande, '2024'), varde from raw.avvisad_rad order by all"
    )


def test_a_file_in_another_currency_is_converted(bench: Bench) -> None:
    header = "Vernr;Datum;Konto;Ansvar;Valutabelopp;Valuta\n"
    row = "1;2024-05-02;3511;4100;-100,00;EUR"
    assert booked(bench, row, header=header) == [(Decimal("1143.25"), "EUR", Decimal("100.00"))]


def test_an_amount_beside_a_currency_is_held_when_nothing_says_which(bench: Bench) -> None:
    """Kronor or euro: times the rate, or not."""
    header = "Vernr;Datum;Konto;Ansvar;Belopp;Valuta\n"
    assert booked(bench, "1;2024-05-02;3511;4100;-100,00;EUR", header=header) == []
    assert [row[:2] for row in held(bench)] == [(2, "LEDGER_VALUTA_TVETYDIG")]


def test_a_row_without_a_rate_is_held_with_its_currency_and_year(bench: Bench) -> None:
    rows = ("1;2024-05-02;3511;4100;;XTS;-100,00", "2;2024-05-02;3511;4100;-5,00;SEK;-5,00")
    assert booked(bench, *rows) == [(Decimal("5.00"), "SEK", Decimal("5.00"))]
    ((rad, regel, names_year, varde),) = held(bench)
    assert (rad, regel, names_year) == (2, "LEDGER_VALUTA_UTAN_KURS", True)
    assert "XTS" in varde
    assert bench.failing("valutakurs_finns") == []


def test_a_column_for_the_currency_of_every_row_changes_nothing(bench: Bench) -> None:
    """Many exports repeat the kronor there, with SEK beside them or nothing at all."""
    rows = ("1;2024-05-02;3511;4100;-5,00;SEK;-5,00", "2;2024-05-02;3511;4100;-7,00;;-7,00")
    assert booked(bench, *rows) == [
        (Decimal("5.00"), "SEK", Decimal("5.00")),
        (Decimal("7.00"), "SEK", Decimal("7.00")),
    ]
    assert bench.raw("select count(*) from raw.ledger_rad where belopp_valuta is not null") == [
        (0,)
    ]
