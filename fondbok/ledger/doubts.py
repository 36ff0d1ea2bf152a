"""Postings of grants that count though the export itself says that they may not.

Belongs here: what a column that is read for nothing else, a series, a text or a title says of them
(cancelled, preliminary, a budget, another company's), and a year that stands far from all the
others. Said, never acted on: what such a word means differs between the economy systems.
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
_COMPANY = re.compile(
    r"(bolag|foretag|company|juridiskperson|juridiskenhet|legalentity)s?(kod|nr|nummer|code|no|id)?"
)
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
# A series for what is not booked, or not yet.
_NO_SERIES = r"(?i)\W*(bud|budget\w*|prel\w*|prognos\w*|simul\w*|utkast|draft)[\W\d]*"
# The books are closed by taking every account to nothing: the year's grants are then booked away.
_CLOSED = r"(?i).*(nollställ|resultatkonto).*"
# What is moved to the year that it belongs to is no payment of the year that it is moved to.
_MOVED = r"(?i).*(periodiser|upplup|förutbetal|interim).*"
# Where such words stand, and what is said of a posting that has them.
_WORDS = (
    ("serie", _NO_SERIES, rules.LEDGER_GALLER_INTE),
    ("text", _GONE, rules.LEDGER_GALLER_INTE),
    ("text", _CLOSED, rules.LEDGER_BOKSLUT),
    ("text", _MOVED, rules.LEDGER_PERIODISERING),
)
_TITLE = re.compile(
    r"(?<![a-zåäö])(budget|prognos|preliminär\w*|utkast|simulering|draft)(?![a-zåäö])",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(AB|aktiebolag|aktiebolaget|stiftelsen?)\b")
# Who made the program, which many exports say.
_MAKERS = re.compile(r"©|copyright|program|system|version|visma|unit4|cgi|fortnox|aaro", re.I)
# Municipalities, regions and their federations have numbers that begin with two.
_PUBLIC = "2"
# So many values can be named; a column of more of them is no status.
_MOST_VALUES = 8
# Years with so few of the postings, so far from the nearest other, are more likely slips.
_FEW, _SHARE, _FAR = 3, 50, 2


@dataclass
class _Value:
    """The postings that have a value in a column: how many, and what they come to."""

    rows: int = 0
    summa: Decimal = field(default_factory=Decimal)


def _counts() -> str:
    """SQL of whether a row is a posting that counts, on an account of grants."""
    return f"utfall = 'laddad' and {accounts.of_grants()}"


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
        and any(each.fullmatch(normalise(header)) for each in (_STATE, _COMPANY, _YES_OR_NO))
    ]


def _values(
    con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int, column: int
) -> dict[str, _Value]:
    """The values of a column, of the postings on the accounts of grants."""
    grants = (
        f"select rad, belopp from raw.ledger_rad where blad_nr = {blad_nr} "
        f"and belopp <> 0 and {_counts()}"
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
    is_state = not _YES_OR_NO.fullmatch(header)
    said = {value.casefold() for value in values}
    if len(values) > _MOST_VALUES or not (is_state or said <= _YES | _NO or _some_open(said)):
        return None  # days, or who approved it
    denied = _YES if _AGAINST.fullmatch(header) else _NO - {""}
    if _some_open(said) or (not is_state and said & denied):
        return rules.LEDGER_GALLER_INTE
    return rules.LEDGER_STATUS_OLIKA if len(values) > 1 else None


def _some_open(values: set[str]) -> bool:
    return any(_OPEN.match(value) for value in values)


def of_words(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Say what the postings of a file come to whose series or text says that they may not hold."""
    said = ", ".join(
        f"case when regexp_full_match({column}, {text_literal(word)}) "
        f"then struct_pack(plats := {place}, ord := {column}) end"
        for place, (column, word, _) in enumerate(_WORDS)
    )
    found = con.execute(
        "select sagt.plats, blad, min(sagt.ord), count(*), sum(belopp), min(rad) from ("
        f"select blad, rad, belopp, unnest([{said}]) as sagt from {staging.OF_FILE} "
        f"and {_counts()}) where sagt is not null "
        "group by all having sum(belopp) <> 0 order by all",
        [sha],
    ).fetchall()
    for place, blad, word, count, summa, rad in found:
        column, _, rule = _WORDS[place]
        named = f"'{word}': {staging.sized(count, summa)}, den första på rad {rad}"
        staging.note(con, rule, blad, column, named)


def of_titles(con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int) -> None:
    """Say that a sheet with grants is called a budget, or another company's.

    Above its rows, or by its name.
    """
    title = next(filter(None, map(_of_title, _titles(source))), None)
    if title is None or not _has_grants(con, blad_nr):
        return
    rule, text = title
    if rule is rules.LEDGER_ANNAT_FORETAG:
        staging.note(con, rule, source.blad, None, text)
    else:
        staging.note(con, rule, source.blad, "titel", f"'{text}'")


def _titles(source: Source) -> list[str]:
    above = [cell.strip(' "') for line in source.preamble for cell in re.split(r"[\t;|]", line)]
    return [*above, source.blad, source.name.replace("_", " ")]


def _of_title(text: str) -> tuple[Rule, str] | None:
    """What is to be said of a sheet that is called so, if anything."""
    if _TITLE.search(text):
        return rules.LEDGER_GALLER_INTE, text
    if _OTHERS.search(text) and not _MAKERS.search(text):
        return rules.LEDGER_ANNAT_FORETAG, text
    return None


def _has_grants(con: duckdb.DuckDBPyConnection, blad_nr: int) -> bool:
    found = con.execute(
        f"select 1 from raw.ledger_rad where blad_nr = ? and belopp <> 0 and {_counts()} limit 1",
        [blad_nr],
    )
    return found.fetchone() is not None


def of_company(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Say that a file with grants is the books of a company that is no public body."""
    found = con.execute(
        "select coalesce(sie_foretag.foretag, ''), sie_foretag.orgnr from raw.sie_foretag "
        "inner join raw.ledger_blad using (fil_sha256) where fil_sha256 = ? "
        f"and not starts_with(ledger_blad.foretag, '{_PUBLIC}') and exists (select 1 "
        f"from {staging.OF_FILE} and {_counts()})",
        [sha, sha],
    ).fetchone()
    if found is not None:
        named = ", ".join(each for each in found if each)
        staging.note(con, rules.LEDGER_ANNAT_FORETAG, "", None, named)


def of_years(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Say which few postings of a file are of a year far from all its others."""
    found = con.execute(
        f"select year(datum), count(*), sum(belopp), min(rad) from {staging.OF_FILE} "
        f"and {_counts()} and datum is not null "
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


def of_fiscal_years(con: duckdb.DuckDBPyConnection, source: Source, blad_nr: int) -> None:
    """Say that a sheet's postings have one year by their period and another by their date."""
    layout = source.layout
    named = next((each for each in ("rakenskapsar", "period") if each in layout.columns), None)
    if named is None or layout.profile.fiscal_year_starts != 1:
        return
    row = con.execute(
        "select count(*), sum(belopp), min(rad) from raw.ledger_rad where blad_nr = ? "
        f"and {_counts()} and rakenskapsar <> year(datum)",
        [blad_nr],
    ).fetchone()
    count, summa, rad = row or (0, Decimal(0), None)
    if count and summa:
        said = f"{staging.sized(count, summa)}, den första på rad {rad}"
        header = layout.header_of(named)
        staging.note(con, rules.LEDGER_PERIOD_ANNAT_AR, source.blad, header, said)
