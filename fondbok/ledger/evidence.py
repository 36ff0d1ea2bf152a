"""What the whole of a file proves about how its cells are read: marks, dates, signs, currency.

Belongs here: looking at all cells before any is typed. What is not proved stays unknown here, and
the rows that hang on it are held. Does not belong here: typing (rows).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from fondbok.ledger import tables, words
from fondbok.ledger.profiles import Layout
from fondbok.ledger.source import Source
from fondbok.sql import text_literal

SAMPLE = 10_000
# A row that is shorter than the header is one of many where the export leaves empty cells out.
FEWEST_SHORT, SHORT_SHARE = 2, 0.02
FIRST_YEAR, LAST_YEAR = 1990, 2100
# Which way amounts with a column for debit and credit are written.
BY_SIDE, SIGNED, UNCLEAR = "sida", "tecken", "oklar"


@dataclass(frozen=True)
class Evidence:
    """How a file's cells are read.

    Attributes:
        decimal: ',' or '.'; '' where the file does not say.
        signed_credit: the credit column writes its credits with a minus.
        dates: shape of date -> the order it is written in, for the shapes whose order is proved.
        width: the number of cells of an ordinary row.
        short: other numbers of cells, fewer, that rows have where their last cells are empty.
        side: how amounts beside a column for debit and credit are signed.
        kronor: amounts beside another currency are proved to be kronor.
    """

    decimal: str = ""
    signed_credit: bool = False
    dates: dict[str, str] = field(default_factory=dict)
    width: int = 0
    short: tuple[int, ...] = ()
    side: str = BY_SIDE
    kronor: bool = False


def gather(con: duckdb.DuckDBPyConnection, source: Source) -> Evidence:
    """Look through a source's cells; the currency is left to who can type the rows."""
    decimal = _decimal(con, source)
    width, short = _lengths(con, source)
    return Evidence(
        decimal=decimal,
        signed_credit=_credit_is_signed(con, source, decimal),
        dates=_dates(con, source),
        width=width,
        short=short,
        side=_side(con, source, decimal),
    )


# --- marks ------------------------------------------------------------------------------------


def _decimal(con: duckdb.DuckDBPyConnection, source: Source) -> str:
    """The decimal mark that the amounts prove; '' when none do or they disagree."""
    profile = source.layout.profile
    if profile.decimal != "auto":
        return profile.decimal
    for most in (SAMPLE, None):
        comma = point = False
        for _ in source.parts(con, most=most):
            row = con.execute(_marks(source, most)).fetchone() or (None, None)
            comma, point = comma or bool(row[0]), point or bool(row[1])
        if comma or point:
            return "" if comma and point else "," if comma else "."
    return ""


def _marks(source: Source, most: int | None) -> str:
    limit = "" if most is None else f"limit {most}"
    fields = tables.amount_fields(source.layout)
    columns = ", ".join(f"{tables.cell(source.layout.columns[f])}" for f in fields)
    return (
        f"select bool_or(regexp_full_match(v, {text_literal(tables.DECIMAL_COMMA)})), "
        f"bool_or(regexp_full_match(v, {text_literal(tables.DECIMAL_POINT)})) "
        f"from (select unnest([{columns}]) as v from ({source.rows} {limit}))"
    )


# --- cells a row ------------------------------------------------------------------------------


def _lengths(con: duckdb.DuckDBPyConnection, source: Source) -> tuple[int, tuple[int, ...]]:
    """How many cells an ordinary row has, and how many the shorter ones.

    Rows may end with a delimiter where the header does not, and the other way round.
    """
    layout = source.layout
    named = layout.width
    if not layout.delimiter:
        return max(len(layout.header), named), ()
    counts: Counter[int] = Counter()
    for _ in source.parts(con, most=SAMPLE):
        query = (
            f"select len(c), count(*) from ({source.rows} limit {SAMPLE}) "
            f"where {tables.empty_after(named)} group by all"
        )
        counts.update(dict(con.execute(query).fetchall()))
    whole = {length: count for length, count in counts.items() if length >= named}
    width = max(whole, key=lambda each: (whole[each], -each), default=len(layout.header))
    fewest = max(FEWEST_SHORT, SHORT_SHARE * counts.total())
    short = sorted(n for n, count in counts.items() if n < named and count >= fewest)
    return width, tuple(short)


# --- dates ------------------------------------------------------------------------------------


@dataclass
class _Reading:
    """What reading all dates of one shape in one order gives."""

    invalid: int = 0
    first: int = LAST_YEAR
    last: int = FIRST_YEAR

    def add(self, invalid: int, first: int | None, last: int | None) -> None:
        self.invalid += invalid
        self.first = min(self.first, first or self.first)
        self.last = max(self.last, last or self.last)

    def within(self, years: tuple[int, int]) -> bool:
        return years[0] - 1 <= self.first and self.last <= years[1] + 1


def _dates(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, str]:
    """The order of each shape of date that could be read in several, where the file proves one."""
    layout = source.layout
    if "datum" not in layout.columns or layout.profile.dates:
        return {}
    if not _any_odd_date(con, source):
        return {}
    readings, sure = _all_readings(con, source)
    known = _years(source, sure)
    if "period" in layout.header_of("datum").casefold():
        readings[tables.PACKED] = {"YM": readings[tables.PACKED]["YM"]}
    found = {shape: _proved(each, known) for shape, each in readings.items()}
    return {shape: order for shape, order in found.items() if order}


def _any_odd_date(con: duckdb.DuckDBPyConnection, source: Source) -> bool:
    day = tables.cell(source.layout.columns["datum"])
    for _ in source.parts(con, most=SAMPLE):
        odd = (
            f"select 1 from ({source.rows} limit {SAMPLE}) "
            f"where {tables.date_shape(tables.bare_date(day))} is not null limit 1"
        )
        if con.execute(odd).fetchone():
            return True
    return False


def _all_readings(
    con: duckdb.DuckDBPyConnection, source: Source
) -> tuple[dict[str, dict[str, _Reading]], _Reading]:
    """Every order of every shape, and the dates that can only be read in one way."""
    readings = {shape: {o: _Reading() for o in orders} for shape, orders in tables.ORDERS.items()}
    sure = _Reading()
    cell = tables.cell(source.layout.columns["datum"])
    first, second, third = tables.odd_date_steps()
    for _ in source.parts(con):
        con.execute(
            f"create or replace temp table ledger_dagar as select *, {third} from "
            f"(select *, {second} from (select *, {first} from (select "
            f"{tables.bare_date('v')} as bar_datum from (select distinct {cell} as v "
            f"from ({source.rows})))))"
        )
        sure.add(0, *_span(con, "las_saker", "datum_form is null")[1:])
        for shape, orders in tables.ORDERS.items():
            for order in orders:
                found = _span(con, f"las_{order.lower()}", f"datum_form = '{shape}'")
                readings[shape][order].add(*found)
    con.execute("drop table if exists temp.ledger_dagar")
    return readings, sure


def _span(
    con: duckdb.DuckDBPyConnection, column: str, which: str
) -> tuple[int, int | None, int | None]:
    """How many dates are no day of the years a ledger is of, and the first and last year."""
    possible = f"{column} between date '{FIRST_YEAR}-01-01' and date '{LAST_YEAR}-12-31'"
    row = con.execute(
        f"select count(*) filter (({possible}) is not true), "
        f"min(year({column})) filter ({possible}), max(year({column})) filter ({possible}) "
        f"from ledger_dagar where {which}"
    ).fetchone()
    return row or (0, None, None)


def _years(source: Source, sure: _Reading) -> tuple[int, int] | None:
    """The first and last year that the file is known to be about."""
    said = source.said
    days = [day.year for day in (said.fran_datum, said.till_datum, said.gjord) if day is not None]
    text = " ".join([*source.preamble, source.name])
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d{5})", text)]
    years += [*days, sure.first, sure.last] if sure.first <= sure.last else days
    plausible = [year for year in years if FIRST_YEAR <= year <= LAST_YEAR]
    return (min(plausible), max(plausible)) if plausible else None


def _proved(readings: dict[str, _Reading], years: tuple[int, int] | None) -> str | None:
    """The one order in which all dates are days, and days near the others."""
    possible = {o: each for o, each in readings.items() if not each.invalid}
    if not any(each.first <= each.last for each in readings.values()):
        return None
    for keep in (_all, _near(years), _short_span):
        possible = {o: each for o, each in possible.items() if keep(each)}
        if len(possible) == 1:
            return next(iter(possible))
    return None


def _all(_: _Reading) -> bool:
    return True


def _near(years: tuple[int, int] | None):  # type: ignore[no-untyped-def]
    return lambda each: years is None or each.within(years)


def _short_span(each: _Reading) -> bool:
    """An export is about one or two years."""
    return each.last - each.first <= 1


# --- signs ------------------------------------------------------------------------------------


def amounts(source: Source, decimal: str, names: Sequence[str], also: Sequence[str] = ()) -> str:
    """SQL of cells as amounts, tal_ and their field, by row; cells of other fields as falt_.

    Args:
        source: rows and layout.
        decimal: the mark that the file's amounts prove.
        names: fields of amounts.
        also: other fields, so far as the file has them.
    """
    layout = source.layout
    thousands = layout.profile.thousands
    fields = [f"{tables.cell(layout.columns[n])} as cell_{n}" for n in names]
    fields += [f"{tables.cell(layout.columns[n])} as falt_{n}" for n in also if n in layout.columns]
    bare = ", ".join(f"{tables.bare_amount(f'cell_{n}')} as bar_{n}" for n in names)
    signed = ", ".join(f"{tables.signed(f'bar_{n}')} as tecken_{n}" for n in names)
    exact = ", ".join(
        f"{tables.amount(f'tecken_{n}', decimal, thousands)} as tal_{n}" for n in names
    )
    return (
        f"select *, {exact} from (select *, {signed} from (select *, {bare} from "
        f"(select rad, {', '.join(fields)} from ({source.rows}))))"
    )


def _credit_is_signed(con: duckdb.DuckDBPyConnection, source: Source, decimal: str) -> bool:
    """True when the credit column writes its credits with a minus."""
    layout = source.layout
    if "kredit" not in layout.columns or "debet" not in layout.columns:
        return False
    if layout.profile.credit != "auto":
        return layout.profile.credit == "negative"
    query = (
        "select count(*) filter (tal_kredit < 0), count(*) filter (tal_kredit > 0) "
        f"from ({amounts(source, decimal, ['kredit'])})"
    )
    negative, positive = _summed(con, source, query, 2)
    return bool(negative) and not positive


def _side(con: duckdb.DuckDBPyConnection, source: Source, decimal: str) -> str:
    """How amounts beside a column for debit and credit are signed.

    Without a minus the side is the sign. Where every credit has one and no debit has, the sign is
    written twice. Where credits are written both ways, those with a minus are reversals. Where
    debits have a minus and all credits too, it could be either.
    """
    if "sida" not in source.layout.columns:
        return BY_SIDE
    debit = f"regexp_full_match(falt_sida, {text_literal(words.DEBIT)})"
    credit = f"regexp_full_match(falt_sida, {text_literal(words.CREDIT)})"
    query = (
        f"select count(*) filter (tal_belopp < 0 and {debit}), "
        f"count(*) filter (tal_belopp < 0 and {credit}), "
        f"count(*) filter (tal_belopp > 0 and {credit}) "
        f"from ({amounts(source, decimal, ['belopp'], ['sida'])})"
    )
    debits, credits_, plain = _summed(con, source, query, 3)
    if plain or not credits_:
        return BY_SIDE
    return UNCLEAR if debits else SIGNED


def _summed(
    con: duckdb.DuckDBPyConnection, source: Source, query: str, columns: int
) -> tuple[int, ...]:
    rows = (con.execute(query).fetchone() or (0,) * columns for _ in source.parts(con))
    totals = [0] * columns
    for row in rows:
        totals = [total + value for total, value in zip(totals, row, strict=True)]
    return tuple(totals)


def plus_minus(layout: Layout) -> bool:
    """Whether the column for the side is one of signs, where none is a plus."""
    header = layout.header_of("sida").casefold()
    return any(part in header for part in ("+", "tecken", "sign"))
