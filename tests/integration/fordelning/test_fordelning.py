"""Money of random projects over funds and goals: exact, and part by part the naive answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.fordelning.conftest import Slumplager
from tests.integration.fordelning.slump import (
    Deltagande,
    belopp_per_fond,
    kallrad,
    kronor,
    per_mal,
    storsta_rest,
    summa,
)


def test_the_naive_split_is_the_largest_remainder() -> None:
    assert storsta_rest(100, [Fraction(1)] * 3) == [34, 33, 33]
    assert storsta_rest(-100, [Fraction(1)] * 3) == [-34, -33, -33]
    assert storsta_rest(1, [Fraction(3, 10), Fraction(7, 10)]) == [0, 1]
    assert storsta_rest(5, [Fraction(0), Fraction(0)]) == [3, 2]


def test_every_part_is_what_the_naive_split_says(slump: Slumplager) -> None:
    expected = {
        (part.projekt, part.namnd, fond, nummer): kronor(ore)
        for part in slump.alla
        for fond, hela in belopp_per_fond(part).items()
        for nummer, ore in per_mal(hela, part.vikter).items()
    }
    got = slump.rows(
        "select p.projekt, f.namnd_kod, f.fond_kod, m.nummer, f.belopp_sek"
        " from mart.fct_eu_medel f join mart.dim_projekt p using (projekt_key)"
        " join mart.dim_kf_mal m using (kf_mal_key)"
    )
    assert {row[:4]: row[4] for row in got} == expected
    assert len(got) == len(expected)


def by_projekt(part: Deltagande, fond: str) -> str:
    return part.projekt


def by_namnd(part: Deltagande, fond: str) -> str:
    return part.namnd


def by_fond(part: Deltagande, fond: str) -> str:
    return fond


PER_PROJEKT = (
    "select projekt, sum(belopp_sek) from mart.fct_eu_medel join mart.dim_projekt"
    " using (projekt_key) group by all"
)
PER_NAMND = "select namnd_kod, belopp_sek from mart.rpt_utbetalt_per_namnd"
PER_FOND = "select fond_kod, sum(belopp_sek) from mart.fct_eu_medel group by all"


@pytest.mark.parametrize(
    ("place", "sql"), [(by_projekt, PER_PROJEKT), (by_namnd, PER_NAMND), (by_fond, PER_FOND)]
)
def test_sums_are_those_of_the_input(
    slump: Slumplager, place: Callable[[Deltagande, str], str], sql: str
) -> None:
    expected: dict[str, list[int | None]] = defaultdict(list)
    for part in slump.alla:
        for fond, ore in belopp_per_fond(part).items():
            expected[place(part, fond)].append(ore)
    assert dict(slump.rows(sql)) == {name: kronor(summa(all_)) for name, all_ in expected.items()}


def test_sums_per_goal_are_those_of_the_naive_parts(slump: Slumplager) -> None:
    expected: dict[int, int] = defaultdict(int)
    for part in slump.alla:
        for hela in belopp_per_fond(part).values():
            for nummer, ore in per_mal(hela, part.vikter).items():
                expected[nummer] += ore or 0
    got = slump.rows("select nummer, belopp_sek from mart.rpt_utbetalt_per_kf_mal")
    assert dict(got) == {nummer: kronor(ore) for nummer, ore in expected.items()}


def test_goals_add_up_to_the_whole_of_all_input(slump: Slumplager) -> None:
    whole = summa(ore for part in slump.alla for ore in belopp_per_fond(part).values())
    for table in ("rpt_sammanfattning", "rpt_utbetalt_per_kf_mal", "rpt_utbetalt_per_fondgrupp"):
        assert slump.rows(f"select sum(belopp_sek) from mart.{table}") == [(kronor(whole),)]


def test_shares_add_up_to_one_and_are_the_naive_ones(slump: Slumplager) -> None:
    expected = {
        (part.projekt, part.namnd, nummer): Decimal(units) / 10**12
        for part in slump.alla
        for nummer, units in per_mal(10**12, part.vikter).items()
    }
    got = slump.rows(
        "select distinct p.projekt, b.namnd_kod, m.nummer, b.andel"
        " from mart.fct_eu_medel b join mart.dim_projekt p using (projekt_key)"
        " join mart.dim_kf_mal m using (kf_mal_key)"
    )
    assert {row[:3]: row[3] for row in got} == expected


def test_every_reported_row_is_whole_behind_its_namnd(slump: Slumplager) -> None:
    expected = {
        kallrad(part, fond): kronor(ore)
        for part in slump.alla
        if not part.ar_tackt
        for fond, ore in part.redovisat.items()
        if ore is not None
    }
    got = slump.rows(
        "select kallrad_id, sum(belopp_sek) from mart.brygga_harkomst"
        " where rapport = 'rpt_utbetalt_per_kf_mal'"
        " and contains(kallrad_id, '|') and not radnyckel like '%=okant' group by all"
    )
    found = {name: amount for name, amount in got if name in expected}
    assert found == expected


grupper = st.lists(
    st.tuples(
        st.none() | st.sampled_from([1, -1, 0]) | st.integers(-(10**11), 10**11),
        st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(grupper)
def test_the_macro_splits_any_amount_by_any_weights(
    fordela: Callable[[str], str], grupper: list[tuple[int | None, list[int]]]
) -> None:
    rader = [
        (grupp, plats, None if ore is None else str(kronor(ore)), f"{vikt / 10_000:.4f}")
        for grupp, (ore, vikter) in enumerate(grupper)
        for plats, vikt in enumerate(vikter)
    ]
    values = ", ".join(
        f"({grupp}, {plats}, cast({belopp or 'null'} as decimal(18, 2)),"
        f" cast({vikt} as decimal(18, 4)))"
        for grupp, plats, belopp, vikt in rader
    )
    with duckdb.connect() as con:
        con.execute(
            f"create table rader as from (values {values}) as v(grupp, plats, belopp, vikt)"
        )
        got = con.execute(
            f"select grupp, belopp_del from ({fordela('rader')}) order by grupp, plats"
        ).fetchall()
    expected = [
        (grupp, kronor(part))
        for grupp, (ore, vikter) in enumerate(grupper)
        for part in (
            [None] * len(vikter)
            if ore is None
            else storsta_rest(ore, [Fraction(vikt) for vikt in vikter])
        )
    ]
    assert got == expected
