"""Postings of grants that count though the export itself says that they may not.

Belongs here: what a column that is read for nothing else, or a text, says of them (cancelled,
preliminary, not approved), and a year that stands far from all the others. Said, never acted on:
what such a word means differs between the economy systems.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb
import numpy as np

from fondbok.findings import Rule
from fondbok.ledger import accounts, rules, staging
from fondbok.ledger.profiles import normalise
from fondbok.ledger.source import Source
from fondbok.ledger.tables import cell
from fondbok.sql import text_literal

# Headers, as `normalise` leaves them, of what became of a posting.
_STATE = re.compile(r"\w*(status|tillstand|state)(kod|code)?")
_YES_OR_NO = re.compile(
    r"(ar)?(makulera[dt]|makulering|annullera[dt]|preliminart?|prel|raderad|struken|avbruten"
    r"|definitivt?|slutgiltigt?|attestera[dt]|godkan[dt]|giltigt?|bokford"
    r"|cancell?ed|void(ed)?|draft|reversed|deleted|approved|posted)"
)
_AGAINST = re.compile(
    r"(ar)?(makul|annull|prel|rader|struken|avbrut|cancel|void|draft|revers|delet)\w*"
)
_YES = {"ja", "j", "x", "1", "true", "sant", "yes", "y"}
_NO = {"nej", "n", "0", "false", "falskt", "no", ""}
_NOT_SO = r"(ej|inte|icke|not)\W+(godkän|attest|bokför|definitiv|slut|gilt|approv|post)"
# Cells that say of a posting that it does not, or does not yet, hold.
_OPEN = re.compile(
    r"\W*(makul|annull|återkall|återtag|ogiltig|rader|bortta|struk|avbru|avvis|nek|utkast|prel"
    rf"|vilande|parker|simuler|väntar|obokför|oattest|cancel|void|draft|revers|delet|reject|pend"
    rf"|park|{_NOT_SO})",
    re.IGNORECASE,
)
# What opens a posting's text when the posting is no more. A reversal ("Makulering av 12") is a
# posting like others, and a preliminary payment is a payment.
_GONE = r"(?i)\W*(makulera[dt]|annullera[dt]|raderad|utkast|ej bokförd|cancell?ed|void(ed)?)\b.*"
# So many values can be named; a column of more of them is no status.
_MOST_VALUES = 8
# Years with so few of the postings, so far from the nearest other, are more likely slips.
_FEW, _SHARE, _FAR = 3, 50, 2


@dataclass
class _Value:
    """The postings that have a value in a column: how many, and what they come to."""

    rows: int = 0
    summa: Decimal = field(default_factory=Decimal)


def of_columns(con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int) -> None:
    """Say what a column of status says of a sheet's postings, where that is not one and the same.

    Args:
        con: the connection.
        source: the sheet, whose rows are stored.
        blad_nr: what raw.ledger_rad knows them by.
    """
    for column in _of_status(source):
        header = source.layout.header[column]
        values = _values(con, source, blad_nr, column)
        rule = _rule(normalise(header), values)
        if rule is not None:
            named = ", ".join(
                f"{value or 'tomt'}: {staging.sized(each.rows, each.summa)}"
                for value, each in sorted(values.items())
            )
            staging.note(con, rule, source.blad, header, named)


def _of_status(source: Source) -> list[int]:
    layout = source.layout
    read = set(layout.columns.values())
    return [
        column
        for column, header in enumerate(layout.header)
        if column not in read
        and (_STATE.fullmatch(normalise(header)) or _YES_OR_NO.fullmatch(normalise(header)))
    ]


def _values(
    con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int, column: int
) -> dict[str, _Value]:
    """The values of a column, of the postings on the accounts of grants."""
    grants = (
        f"select rad, belopp from raw.ledger_rad where blad_nr = {blad_nr} "
        f"and utfall = 'laddad' and belopp <> 0 and {accounts.of_grants()}"
    )
    numbers = con.execute(f"select rad from ({grants}) order by rad").fetchnumpy()["rad"]
    found: dict[str, _Value] = {}
    if not len(numbers):
        return found
    for _ in source.parts(con, only=np.asarray(numbers)):
        rows = con.execute(
            f"select {cell(column)}, count(*), sum(belopp) from ({source.rows}) as rader "
            f"inner join ({grants}) as bidrag using (rad) group by all"
        ).fetchall()
        for value, count, summa in rows:
            of_value = found.setdefault(value, _Value())
            of_value.rows += count
            of_value.summa += summa
    return found


def _rule(header: str, values: dict[str, _Value]) -> Rule | None:
    """What is to be said of a column with these values, if anything."""
    is_state = _STATE.fullmatch(header) is not None
    said = {value.casefold() for value in values}
    if len(values) > _MOST_VALUES or not (is_state or said <= _YES | _NO or _some_open(said)):
        return None  # days, or who approved it
    denied = _YES if _AGAINST.fullmatch(header) else _NO - {""}
    if _some_open(said) or (not is_state and said & denied):
        return rules.LEDGER_GALLER_INTE
    return rules.LEDGER_STATUS_OLIKA if len(values) > 1 else None


def _some_open(values: set[str]) -> bool:
    return any(_OPEN.match(value) for value in values)


def of_texts(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Say what the postings of a file come to whose text says that they are cancelled."""
    gone = con.execute(
        f"select blad, count(*), sum(belopp), min(rad) from {staging.OF_FILE} "
        f"and utfall = 'laddad' and {accounts.of_grants()} "
        f"and regexp_full_match(text, {text_literal(_GONE)}) "
        "group by blad having sum(belopp) <> 0 order by blad",
        [sha],
    ).fetchall()
    for blad, count, summa, rad in gone:
        named = f"texten på {staging.sized(count, summa)}, den första på rad {rad}"
        staging.note(con, rules.LEDGER_GALLER_INTE, blad, "Text", named)


def of_years(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Say which few postings of a file are of a year far from all its others."""
    found = con.execute(
        f"select year(datum), count(*), sum(belopp), min(rad) from {staging.OF_FILE} "
        f"and utfall = 'laddad' and {accounts.of_grants()} and datum is not null "
        "group by all order by all",
        [sha],
    ).fetchall()
    rows = Counter({year: count for year, count, _, _ in found})
    for year, count, summa, rad in found:
        others = [each for each in rows if each != year and rows[each] > count]
        is_far = bool(others) and min(abs(each - year) for each in others) >= _FAR
        if is_far and count <= max(_FEW, rows.total() // _SHARE):
            named = f"{year}, {staging.sized(count, summa)}, den första på rad {rad}"
            staging.note(con, rules.LEDGER_AR_ENSTAKA, "", None, named)
