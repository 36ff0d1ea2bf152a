"""One öre more in any one amount of the example, and something says so.

The share caught is printed with `pytest -s` and must be all of them.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from fondbok.paths import Home
from tests.end_to_end.mutation import (
    Amount,
    Marts,
    accounts,
    amounts,
    batches,
    change,
    file_reacts,
    off_by_one_ore,
    table,
)


@pytest.fixture(scope="module")
def marts(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> Marts:
    return Marts(malmo, tmp_path_factory.mktemp("mutation") / "home")


def unnoticed(home: Home, marts: Marts, wanted: list[Amount], scratch: Path) -> list[Amount]:
    """The amounts of which nothing notices that they have one öre more."""
    left = [amount for amount in wanted if not file_reacts(home, amount, scratch)]
    alone = [amount for amount in left if amount.slag == "budget"]
    together = [amount for amount in left if amount.slag != "budget"]
    missed = [
        amount
        for batch in batches(together)
        for after in (marts.with_changes(batch),)
        for amount in batch
        if not marts.reacts(amount, after)
    ]
    # A budget shows in no figure of its nämnd: each has a run of its own.
    return missed + [
        amount for amount in alone if marts.with_changes([amount]).staden == marts.before.staden
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 680 158 SEK", "1 680 158,01 SEK"),
        ("ca 1\N{NO-BREAK SPACE}234 567,00 kr", "ca 1 234 567,01 kr"),
        ("917 tkr", "917,00001 tkr"),
        ("-1 200,00", "-1 199,99"),
        (444000, 444000.01),
    ],
)
def test_one_ore_more_is_one_ore_more(written: str | int, expected: str | float) -> None:
    assert off_by_one_ore(written) == expected


def test_every_kind_of_amount_is_found(malmo: Home) -> None:
    found = list(amounts(malmo.landing))
    kinds = Counter(amount.slag for amount in found)
    rows = sum(len(table(path)) - 1 for path in malmo.ledger.glob("huvudbok_*.csv"))
    assert kinds["bokfort"] >= rows
    assert {amount.fil for amount in found} == {
        path.relative_to(malmo.landing).as_posix() for path in accounts(malmo.landing)
    }
    assert min(kinds[kind] for kind in ("utbetalt", "budget", "total")) > 5


def one_of_each(found: list[Amount]) -> list[Amount]:
    """The first amount of each kind and year but one budget and total, in groups of their own."""
    chosen: dict[tuple[str, int], Amount] = {}
    for amount in found:
        year = amount.grupp[0] if amount.slag in ("utbetalt", "bokfort") else 0
        chosen.setdefault((amount.slag, year), amount)
    return list(chosen.values())


def test_a_sample_is_noticed(malmo: Home, marts: Marts, tmp_path: Path) -> None:
    sample = one_of_each(list(amounts(malmo.landing)))
    assert len(sample) >= 8
    assert unnoticed(malmo, marts, sample, tmp_path / "fil") == []


def test_what_is_not_changed_is_not_noticed(malmo: Home, marts: Marts, tmp_path: Path) -> None:
    """The other direction: reading and computing the same files anew finds no difference."""
    assert marts.with_changes([]) == marts.before
    amount = next(amounts(malmo.landing))
    copy = tmp_path / "landing"
    (copy / amount.fil).parent.mkdir(parents=True)
    (copy / amount.fil).write_bytes((malmo.landing / amount.fil).read_bytes())
    change(copy, amount)
    assert (copy / amount.fil).read_bytes() != (malmo.landing / amount.fil).read_bytes()


@pytest.mark.slow
def test_every_amount_is_noticed(malmo: Home, marts: Marts, tmp_path: Path) -> None:
    found = list(amounts(malmo.landing))
    missed = unnoticed(malmo, marts, found, tmp_path / "fil")
    share = Decimal(len(found) - len(missed)) / len(found)
    print(f"\n{len(found)} amounts, {len(missed)} unnoticed: {share:.1%} caught")
    for kind, total in sorted(Counter(amount.slag for amount in found).items()):
        left = sum(amount.slag == kind for amount in missed)
        print(f"  {kind}: {total - left} of {total}")
    assert missed == []
