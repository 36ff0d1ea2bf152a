"""What an export calls the accounts of EU grants, beside what konto.csv calls them.

Belongs here: where the name of an account stands, and what is said of one that is called something
else. Which names contradict each other is in `name_words`; which account is a grant's is decided by
its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import numpy as np

from fondbok.ledger import accounts, name_words, rules, staging, words
from fondbok.ledger.evidence import SAMPLE
from fondbok.ledger.profiles import Layout, normalise
from fondbok.ledger.source import Source
from fondbok.ledger.tables import cell
from fondbok.sql import text_literal

# Headers, as `normalise` leaves them, of what an account is called.
_NAME = r"(namn|benamning|benamn|ben|klartext|beteckning|name|title)"
_WORD = rf"({_NAME}|text|txt|t|beskrivning|beskr|rubrik|description|descr?)"
_ACCOUNT = r"(kontot?s?|kto|account)(nr|nummer)?"
_OF_ACCOUNT = re.compile(rf"{_ACCOUNT}\W*{_WORD}\W*\d?|{_WORD}\W*(pa|av|for|of)?{_ACCOUNT}\W*\d?")
# Beside the account's number such a header, or none, is of its name.
_BESIDE = re.compile(rf"({_NAME}\W*\d?)?")


@dataclass(frozen=True)
class _Called:
    """Postings of an account that the export calls by one name."""

    konto: str
    name: str
    rows: int
    summa: Decimal


def of_sheet(con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int) -> None:
    """Say which grants' accounts have the name of something else in a sheet.

    Args:
        con: the connection.
        source: the sheet, whose rows are stored.
        blad_nr: what raw.ledger_rad knows them by.
    """
    for column in _columns(con, source):
        called = _called(con, source, blad_nr, column)
        if _is_named(source.layout, column) or _one_name_each(called):
            _note(con, source.blad, source.layout.header[column], called)


def of_sie(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Say which grants' accounts have the name of something else in a SIE file."""
    named = dict(
        con.execute(
            "select konto, min(namn) from raw.sie_konto where fil_sha256 = ? group by konto "
            "having min(namn) = max(namn)",
            [sha],
        ).fetchall()
    )
    odd = [konto for konto, name in named.items() if _contradicts(konto, name)]
    if not odd:
        return
    rows = con.execute(
        f"select konto, count(*), sum(belopp) from {staging.OF_FILE} and utfall = 'laddad' "
        "and belopp <> 0 and konto in (select unnest(?)) group by konto",
        [sha, odd],
    ).fetchall()
    _note(con, "", "#KONTO", [_Called(konto, named[konto], *each) for konto, *each in rows])


def _columns(con: duckdb.DuckDBPyConnection, source: Source) -> list[int]:
    """The columns that hold names of accounts; the account's own where they follow the number."""
    layout = source.layout
    found = [
        column
        for column in range(len(layout.header))
        if column != layout.columns["konto"] and _may_name(layout, column)
    ]
    return [layout.columns["konto"], *found] if _number_and_name(con, source) else found


def _may_name(layout: Layout, column: int) -> bool:
    beside = column == layout.columns["konto"] + 1
    header = normalise(layout.header[column])
    return _is_named(layout, column) or (beside and _BESIDE.fullmatch(header) is not None)


def _is_named(layout: Layout, column: int) -> bool:
    """Whether a column holds names of accounts by its header, or is the account's own."""
    if column == layout.columns["konto"]:
        return True
    return _OF_ACCOUNT.fullmatch(normalise(layout.header[column])) is not None


def _number_and_name(con: duckdb.DuckDBPyConnection, source: Source) -> bool:
    word = text_literal(rf"\d.*{words.LETTER}{{3}}")
    konto = cell(source.layout.columns["konto"])
    for _ in source.parts(con, most=SAMPLE):
        found = con.execute(
            f"select 1 from ({source.rows} limit {SAMPLE}) "
            f"where regexp_matches({konto}, {word}) limit 1"
        )
        if found.fetchone():
            return True
    return False


def _called(
    con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int, column: int
) -> list[_Called]:
    """What a column says of the postings on the grants' accounts."""
    grants = (
        f"select rad, konto, belopp from raw.ledger_rad where blad_nr = {blad_nr} "
        f"and utfall = 'laddad' and belopp <> 0 and {accounts.of_grants()}"
    )
    numbers = con.execute(f"select rad from ({grants}) order by rad").fetchnumpy()["rad"]
    found: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for _ in source.parts(con, only=np.asarray(numbers)) if len(numbers) else ():
        rows = con.execute(
            f"select konto, {cell(column)}, count(*), sum(belopp) from ({source.rows}) as rader "
            f"inner join ({grants}) as bidrag using (rad) group by all"
        ).fetchall()
        for konto, name, count, summa in rows:
            before, so_far = found.get((konto, name), (0, Decimal(0)))
            found[konto, name] = (before + count, so_far + summa)
    return [_Called(*key, *each) for key, each in sorted(found.items())]


def _one_name_each(called: Iterable[_Called]) -> bool:
    """Whether every account has one name: a posting's own text is seldom the next one's."""
    names: dict[str, set[str]] = {}
    for each in called:
        names.setdefault(each.konto, set()).add(each.name)
    return all(len(each) == 1 for each in names.values())


def _contradicts(konto: str, name: str) -> bool:
    line = accounts.line(konto)
    if line is None or line["ar_eu_bidrag"] != "true":
        return False
    return name_words.contradict(name, line["benamning"])


def _note(
    con: duckdb.DuckDBPyConnection, blad: str, header: str, called: Iterable[_Called]
) -> None:
    """One finding with the accounts that are called something else."""
    odd = [each for each in called if _contradicts(each.konto, each.name)]
    if odd:
        named = accounts.listed(map(_in_words, odd))
        staging.note(con, rules.LEDGER_KONTO_ANNAT_NAMN, blad, header, named)


def _in_words(each: _Called) -> str:
    line = accounts.line(each.konto)
    known = line["benamning"] if line else ""
    sized = staging.sized(each.rows, each.summa)
    return f"{each.konto} heter '{each.name}' här och '{known}' i konto.csv ({sized})"
