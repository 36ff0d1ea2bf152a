"""Laws of the accounting: every krona once, and every cut as true as the total."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.bokforing.varld import NAMNDER, Bokning, Lager, Rad, Varld

ORE = st.one_of(st.integers(-500, 500), st.integers(-(10**11), 10**11))
FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
CUTS = ("projekt_kod", "fond_kod", "roll", "nummer", "namnd_kod")


@st.composite
def rader(draw: st.DrawFn, ore: st.SearchStrategy[int | None]) -> list[Rad]:
    """Reported rows: a nämnd may report a project in two funds."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(sorted(NAMNDER)),
                st.integers(0, 3),
                st.sampled_from(("ESF", "ERUF", "OKAND")),
                st.booleans(),
            ),
            min_size=1,
            max_size=7,
            unique=True,
        )
    )
    return [
        Rad(
            *(namnd, projekt, fond, draw(st.sampled_from(("agare", "part", "annan", None)))),
            *(draw(ore), tuple(sorted(draw(st.sets(st.integers(1, 3), max_size=3))))),
            senare,
            draw(st.none() | st.integers(0, 10**6)),
        )
        for namnd, projekt, fond, senare in keys
    ]


KODER = st.fixed_dictionaries(
    {projekt: st.sampled_from((None, f"k{projekt}", "delad")) for projekt in range(4)}
)


@st.composite
def varldar(draw: st.DrawFn) -> Varld:
    """Reported rows and bookings that need not have anything to do with each other."""
    bookings = st.builds(
        Bokning,
        st.sampled_from((*sorted(NAMNDER), "OKAND")),
        st.integers(-1, 3),
        ORE,
        st.integers(1, 12),
        st.booleans(),
    )
    return Varld(
        draw(rader(st.none() | ORE)),
        draw(st.lists(bookings, max_size=6)),
        draw(KODER),
        draw(st.booleans()),
    )


@st.composite
def bokforda_exakt(draw: st.DrawFn) -> Varld:
    """Everything reported with an amount is booked, to the öre, at the nämnd that reported it."""
    reported = draw(rader(st.none() | ORE))
    bookings = [
        Bokning(rad.namnd, rad.projekt, rad.ore, draw(st.integers(1, 12)), rad.senare)
        for rad in reported
        if rad.ore is not None
    ]
    return Varld(reported, bookings, draw(KODER), draw(st.booleans()))


def sums(lager: Lager, cut: str, matt: str = "belopp_sek") -> dict[tuple, Decimal]:
    """Known money per world's year and member of a cut, without what comes to nothing."""
    table = "int_deltagande" if cut in ("projekt_kod", "roll", "namnd_kod") else "int_eu_medel"
    found = lager.rows(f"select ar, {cut}, sum({matt}) from intermediate.{table} group by all")
    return {row[:2]: row[2] for row in found if row[2]}


def per_ar(lager: Lager, sql: str) -> dict[int, Decimal]:
    return {ar: belopp for ar, belopp in lager.rows(sql) if belopp}


@FEW
@given(st.lists(varldar(), min_size=20, max_size=20))
def test_every_cut_is_the_city_and_every_booked_krona_is_there_once(
    lager: Lager, alla: list[Varld]
) -> None:
    lager.bygg(alla)
    for matt in ("formedlat_sek", "belopp_sek"):
        whole = f"select ar, sum({matt}) from intermediate.int_deltagande group by ar"
        city = per_ar(lager, whole)
        for cut in CUTS:
            parts: dict[int, Decimal] = {}
            for (ar, _), belopp in sums(lager, cut, matt).items():
                parts[ar] = parts.get(ar, Decimal(0)) + belopp
            assert {ar: belopp for ar, belopp in parts.items() if belopp} == city, (matt, cut)
    booked = "select ar, sum(belopp_sek) from intermediate.int_ledger__bidragsrad group by ar"
    beside = "select ar, sum(bokfort_sek) from intermediate.int_deltagande group by ar"
    assert per_ar(lager, booked) == per_ar(lager, beside)
    behind = "select ar, sum(belopp_sek) from intermediate.int_harkomst__del group by ar"
    assert per_ar(lager, behind) == city


@FEW
@given(st.lists(varldar(), min_size=20, max_size=20))
def test_a_whole_year_with_known_codes_is_what_was_booked(lager: Lager, alla: list[Varld]) -> None:
    known = {projekt: f"k{projekt}" for projekt in range(4)}
    lager.bygg([Varld(v.rader, v.bokningar, known, hel=True) for v in alla])
    sql = "select ar, sum(belopp_sek) from intermediate.{} where namnd_kod <> 'OKAND' group by ar"
    booked = per_ar(lager, sql.format("int_ledger__bidragsrad"))
    assert per_ar(lager, sql.format("int_deltagande")) == booked


@FEW
@given(st.lists(varldar(), min_size=20, max_size=20))
def test_a_whole_year_of_a_namnd_whose_codes_tell_nothing_is_what_was_booked(
    lager: Lager, alla: list[Varld]
) -> None:
    extra = [Bokning(namnd, -1, 1, 6, senare) for namnd in NAMNDER for senare in (False, True)]
    lager.bygg(
        [
            Varld(v.rader, [b for b in v.bokningar if b.namnd != "OKAND"] + extra, {}, hel=True)
            for v in alla
        ]
    )
    sql = "select ar, sum(belopp_sek) from intermediate.{} group by ar"
    booked = per_ar(lager, sql.format("int_ledger__bidragsrad"))
    assert per_ar(lager, sql.format("int_deltagande")) == booked


@FEW
@given(st.lists(bokforda_exakt(), min_size=20, max_size=20))
def test_a_ledger_that_books_what_was_reported_changes_nothing(
    lager: Lager, alla: list[Varld]
) -> None:
    lager.bygg([Varld(v.rader, [], v.koder, utan_ledger=True) for v in alla])
    without = {cut: sums(lager, cut) for cut in CUTS}
    lager.bygg(alla)
    assert {cut: sums(lager, cut) for cut in CUTS} == without
