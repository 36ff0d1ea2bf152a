"""An amount that stands beside debit and credit, held against what they come to.

Belongs here: which columns hold such an amount, how a file signs it, and the rows where it is
another. Debit and credit count; the amount beside them is read for nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import duckdb

from fondbok.ledger import evidence, rules, staging, words
from fondbok.ledger.profiles import Layout, normalise
from fondbok.ledger.rows.money import says_currency
from fondbok.ledger.source import Source
from fondbok.ledger.statements import statement

# Headers, as `normalise` leaves them, of the amount of a row.
_AMOUNT = re.compile(
    r"(bokfort|bokforings|redovisat|redovisnings|rad|transaktions|trans|post|konterat|konterings"
    r"|verifikations|verifikats|netto|net)*(belopp|netto|utfall|amount)(et)?"
    r"(i|in|hela|svenska|sek|kr|kronor|med|tecken|dk|kd|debet|kredit|debit|credit|minus|\W)*"
)
# What may be the amount of a row, and may be of something else.
_LIKE_AMOUNT = re.compile(r"belopp|netto|summa|amount|utfall|skillnad|differens")
_IN_CURRENCY = re.compile(r"valuta|currency|moms|vat")
_KRONOR = re.compile(r"(?<![a-z])(sek|kr|kronor)(?![a-z])")
# One row in so many is an exception; with more of them the amount is signed in another way, or is
# the amount of something else.
_EXCEPTIONS = 10
# So few may be exceptions in any file, however short.
_FEW = 4
# More rows than this are told of together.
_MOST_ROWS = 100
# How an amount can be signed: debit positive, credit positive, neither, or each group of accounts
# in its own way, as reports write incomes and costs.
_UNSIGNED = "ej_utan"
_SIGNED = ("ej_debet", "ej_kredit", _UNSIGNED, "ej_grupp")


@dataclass(frozen=True)
class _Compared:
    """The rows of a sheet beside an amount, and how many do not fit each way of signing it."""

    rows: int
    unlike: dict[str, int]

    @property
    def way(self) -> str:
        """The way that most rows fit; debit or credit positive where only exceptions do not.

        Amounts of which nearly none has a sign may have it for reversals, by the group's own way.
        """
        usual = min(_SIGNED[:3], key=lambda each: self.unlike[each])
        most = max(_FEW, self.rows // _EXCEPTIONS)
        if usual != _UNSIGNED and self.unlike[usual] <= most:
            return usual
        return min(_SIGNED, key=lambda each: self.unlike[each])


def hold(con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int, decimal: str) -> None:
    """Say which rows of a sheet have another amount beside debit and credit.

    Args:
        con: the connection.
        source: the sheet, whose rows are stored.
        blad_nr: what raw.ledger_rad knows them by.
        decimal: the mark that the file's amounts prove.
    """
    for column, is_sure in _columns(source.layout):
        compared = _compared(con, source, blad_nr, column, decimal)
        unlike = compared.unlike[compared.way]
        if unlike and (is_sure or unlike * _EXCEPTIONS <= compared.rows):
            _note(con, source, column, compared)


def _columns(layout: Layout) -> Iterator[tuple[int, bool]]:
    """The columns that may hold the amount, and whether nothing else can stand under such a header.

    One that is like it is known by its rows.
    """
    if not {"debet", "kredit"} <= layout.columns.keys():
        return
    own = set(map(normalise, layout.profile.fields.get("belopp", ())))
    for column, header in enumerate(layout.header):
        name = normalise(header)
        if column in layout.columns.values() or words.foreign(header) or _IN_CURRENCY.search(name):
            continue
        if name in own or _AMOUNT.fullmatch(name):
            yield column, True
        elif _LIKE_AMOUNT.search(name):
            yield column, False


def _compared(
    con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int, column: int, decimal: str
) -> _Compared:
    """Make a table of the rows, what counts and what stands beside it."""
    layout = source.layout
    beside = replace(source, layout=replace(layout, columns={**layout.columns, "belopp": column}))
    con.execute("create or replace temp table ledger_celler (rad bigint, star decimal(18, 2))")
    for _ in source.parts(con):
        con.execute(
            "insert into ledger_celler select rad, tal_belopp "
            f"from ({evidence.amounts(beside, decimal, ['belopp'], ['valuta'])}) "
            f"where tal_belopp is not null and {_in_kronor(layout, column)}"
        )
    con.execute(statement("beside", blad_nr=blad_nr))
    counts = ", ".join(f"count(*) filter ({each})" for each in _SIGNED)
    row = con.execute(f"select count(*), {counts} from ledger_bredvid").fetchone()
    rows, *unlike = row or (0, 0, 0, 0, 0)
    return _Compared(rows, dict(zip(_SIGNED, unlike, strict=True)))


def _in_kronor(layout: Layout, column: int) -> str:
    """Whether the amount beside is in what debit and credit are in.

    Beside another currency it may be in that one.
    """
    says = _KRONOR.search(layout.header[column].casefold())
    if "valuta" not in layout.columns or says or says_currency(layout):
        return "true"
    return f"{words.currency('falt_valuta', layout.profile.currency)} = 'SEK'"


def _note(con: duckdb.DuckDBPyConnection, source: Source, column: int, compared: _Compared) -> None:
    """A finding a row; one of the sheet where they are many, or most of it."""
    blad, header, way = source.blad, source.layout.header[column], compared.way
    unlike = compared.unlike[way]
    if unlike <= _MOST_ROWS and unlike * 2 <= compared.rows:
        con.execute(
            "insert into ledger_fynd select ?, rad, ?, ?, 'där ' || star || ', räknas ' || raknat "
            f"from ledger_bredvid where {way}",
            [blad, header, rules.LEDGER_DEBET_KREDIT_AVVIKER.id],
        )
        return
    rad, star, raknat = con.execute(
        f"select rad, star, raknat from ledger_bredvid where {way} order by rad limit 1"
    ).fetchone() or (0, Decimal(0), Decimal(0))
    named = (
        f"{unlike} av {compared.rows} rader, den första på rad {rad}: där {star}, räknas {raknat}"
    )
    staging.note(con, rules.LEDGER_DEBET_KREDIT_AVVIKER, blad, header, named)
