"""Each payment counts once, however the exports overlap: landing and dbt models together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import EXAMPLE
from tests.integration.ledger.conftest import Bench, Export

Rows = list[tuple[Any, ...]]
CSV = ("huvudbok_2022.csv", "huvudbok_2023.csv", "december_2024_rattad.csv")
SIE = "bokforing_2024.se"
EXPORTS = tuple(Export(name, (EXAMPLE / "ledger" / name).read_bytes()) for name in (*CSV, SIE))


@pytest.fixture(scope="module")
def expected(bench: Bench) -> Rows:
    return bench.booked(EXPORTS)


def paid(rows: Rows, ar: int, namnd: str | None = None) -> Decimal:
    return sum((row[9] for row in rows if row[1] == ar and namnd in (None, row[8])), Decimal(0))


def vouchers(export: Export) -> tuple[list[bytes], list[list[bytes]]]:
    """What every piece of an export opens with, and its vouchers as lines."""
    lines = export.content.splitlines(keepends=True)
    if not export.name.endswith(".se"):
        head, rest = lines[:1], lines[1:]
        first = 2 if head[0].startswith(b"Serie") else 1
        groups = itertools.groupby(rest, key=lambda line: line.split(b";")[:first])
        return head, [list(group) for _, group in groups]
    start = next(place for place, line in enumerate(lines) if line.startswith(b"#VER"))
    blocks: list[list[bytes]] = []
    for line in lines[start:]:
        if line.startswith(b"#VER"):
            blocks.append([])
        blocks[-1].append(line)
    return lines[:start], blocks


def piece(export: Export, first: int, last: int) -> Export:
    """The vouchers from the first up to the last as a file of their own."""
    head, blocks = vouchers(export)
    body = itertools.chain.from_iterable(blocks[first:last])
    # A piece reaches no further than its vouchers: without the day it was made its age is lost.
    made = "" if export.name.endswith(".se") else " 2025-01-31"
    name = Path(export.name)
    return Export(f"{name.stem} {first}_{last}{made}{name.suffix}", b"".join([*head, *body]))


@st.composite
def pieces(draw: st.DrawFn) -> list[Export]:
    """Every export cut into pieces that overlap and together leave nothing out, in any order."""
    result: list[Export] = []
    for export in EXPORTS:
        count = len(vouchers(export)[1])
        cuts = sorted(draw(st.lists(st.integers(0, count), max_size=3)))
        bounds = [0, *cuts, count]
        for first, last in itertools.pairwise(bounds):
            overlap = draw(st.integers(0, 20))
            result.append(piece(export, max(0, first - overlap), min(count, last + overlap)))
    return draw(st.permutations(result))


def test_the_year_is_what_the_namnder_reported(expected: Rows) -> None:
    assert {ar: paid(expected, ar) for ar in (2022, 2023, 2024)} == {
        2022: Decimal("41000000.00"),
        2023: Decimal("42860000.00"),
        2024: Decimal("50467000.00"),
    }
    assert [row[9:] for row in expected if row[10] != "SEK"] == [
        (Decimal("46000.00"), "EUR", Decimal("4023.62"))
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[1::5])
def test_any_order(bench: Bench, expected: Rows, order: tuple[int, ...]) -> None:
    assert bench.booked_step_by_step([EXPORTS[place] for place in order]) == expected


def test_all_in_one_moment(bench: Bench, expected: Rows) -> None:
    assert bench.booked(EXPORTS, hours=0) == expected


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(lambda content: content, id="same-bytes"),
        pytest.param(lambda content: content.replace(b"\r\n", b"\n"), id="other-line-ends"),
        pytest.param(lambda content: content + b"\r\n", id="one-line-more"),
    ],
)
def test_twice(bench: Bench, expected: Rows, again: Callable[[bytes], bytes]) -> None:
    copies = [Export(f"igen-{each.name}", again(each.content)) for each in EXPORTS]
    assert bench.booked([*EXPORTS, *copies]) == expected


@pytest.mark.thorough
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(cut=pieces())
def test_overlapping_pieces_in_any_order(bench: Bench, expected: Rows, cut: list[Export]) -> None:
    assert bench.booked(cut) == expected


def test_the_first_export_alone_is_what_was_booked_then(bench: Bench) -> None:
    rows = bench.booked([EXPORTS[3]])
    assert paid(rows, 2024, "MN") == Decimal("10404000.00") + 63000
    assert paid(rows, 2024, "TN") == Decimal("1660000.00") - 190000
    assert paid(rows, 2024, "GRN") == Decimal("5900000.00")


def test_a_corrected_voucher_replaces_and_a_reversed_one_is_taken_back(expected: Rows) -> None:
    corrected = [row[9] for row in expected if row[2:4] == ("B", "126")]
    assert corrected == [Decimal("418000.00")]
    unity = [row[9] for row in expected if row[1] == 2024 and row[6] == "22302"]
    assert sorted(unity)[0] == Decimal("-152000.00")
    assert sum(unity) == Decimal("673000.00")


def test_a_voucher_that_lost_a_row_loses_it(bench: Bench) -> None:
    whole = b"Vernr;Datum;Konto;Ansvar;Belopp\n1;2024-05-02;3511;4100;-70,00\n"
    more = whole + b"1;2024-05-02;3511;4100;-5,00\n"
    earlier, later = "a 2025-01-10.csv", "b 2025-01-20.csv"
    assert paid(bench.booked([Export(earlier, more), Export(later, whole)]), 2024) == 70
    assert paid(bench.booked([Export(later, more), Export(earlier, whole)]), 2024) == 75


def test_of_files_that_do_not_say_when_they_were_made_the_newest_booking_decides(
    bench: Bench,
) -> None:
    """Not the bytes, which differ with every blank line at the end, nor when they landed."""
    first = b"Vernr;Datum;Konto;Ansvar;Belopp\n1;2024-05-02;3511;4100;-70,00\n"
    second = first.replace(b"70,00", b"50,00") + b"2;2024-06-03;3511;4100;-1,00\n"
    for blank in range(4):
        older, newer = Export("a.csv", first), Export("b.csv", second + b"\n" * blank)
        assert paid(bench.booked([older, newer], hours=0), 2024) == 51
        assert paid(bench.booked([newer, older], hours=0), 2024) == 51
    assert paid(bench.booked([newer, older]), 2024) == 51


def test_a_sie_file_is_as_old_as_it_says(bench: Bench) -> None:
    """The newer export counts, also when the older one is handed in after it."""
    old = EXPORTS[3]
    newer = Export(
        "ny.se",
        old.content.replace(b"#GEN 20250110", b"#GEN 20250131").replace(b"481000.00", b"400000.00"),
    )
    for order in ([old, newer], [newer, old]):
        assert paid(bench.booked(order), 2024, "MN") == Decimal("10386000.00")


def test_the_same_number_in_another_year_or_series_is_another_voucher(bench: Bench) -> None:
    head = "Serie;Vernr;Datum;Konto;Ansvar;Belopp\n"
    rows = ["A;1;2023-05-02", "A;1;2024-05-02", "B;1;2024-05-02"]
    files = [
        Export(f"{n}.csv", f"{head}{row};3511;4100;-1,00\n".encode()) for n, row in enumerate(rows)
    ]
    assert len(bench.booked(files)) == 3


MONTHLY = """
name: manadsfil
replaces: month
fields: {datum: Bokfört den, konto: Kontot, ansvar: Enheten, belopp: Kronor}
"""


def months(*wanted: int) -> Iterator[str]:
    yield "Bokfört den;Kontot;Enheten;Kronor"
    for month in wanted:
        yield f"2024-{month:02}-03;3511;4100;-{month}00,00"
        yield f"2024-{month:02}-28;3511;4100;-{month},50"


def test_months_that_overlap_count_once(bench: Bench) -> None:
    bench.profile("manadsfil", MONTHLY)
    files = [
        Export(f"{name}.csv", "\n".join(months(*wanted)).encode())
        for name, wanted in (("a", (1, 2)), ("b", (2, 3)), ("c", (1, 2, 3)), ("d", (3,)))
    ]
    answers = [
        bench.booked(order)
        for order in itertools.islice(itertools.permutations(files[:3]), 0, None, 2)
    ]
    answers.append(bench.booked([*files, files[0]]))
    assert all(answer == answers[0] for answer in answers)
    assert paid(answers[0], 2024) == Decimal("607.50")


def test_a_month_that_comes_again_with_less_has_less(bench: Bench) -> None:
    bench.profile("manadsfil", MONTHLY)
    both = "\n".join(months(4, 5)).encode()
    less = re.sub(rb"2024-05-28.*", b"", both)
    files = [Export("a 2024-06-10.csv", both), Export("b 2024-06-20.csv", less)]
    assert paid(bench.booked(files), 2024) == Decimal("904.50")
    assert paid(bench.booked(files[::-1]), 2024) == Decimal("904.50")
