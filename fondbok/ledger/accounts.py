"""Which accounts a ledger file has, against the accounts of EU grants in konto.csv.

Belongs here: findings about a whole file whose rows are stored. Which rows count as grants is
decided in dbt, by the same seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import duckdb

from fondbok import seeds
from fondbok.ledger import rules, staging

# As many accounts, or classes of accounts, are named in a finding.
MOST_NAMED = 8


def look(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Note where a file's accounts do not fit the grants'."""
    rows = con.execute(
        f"select konto, count(*), sum(belopp) from {staging.OF_FILE} "
        "and utfall = 'laddad' and konto is not null group by konto order by konto",
        [sha],
    ).fetchall()
    if not rows:
        return
    sums = {konto: summa or Decimal(0) for konto, _, summa in rows}
    lines = {konto: line(konto) for konto in sums}
    grants = {konto for konto, line in lines.items() if line and line["ar_eu_bidrag"] == "true"}
    _note_none(con, grants, Counter({konto: count for konto, count, _ in rows}))
    _note_wrong_side(con, {konto: sums[konto] for konto in grants}, lines)
    unknown = {k: sums[k] for k in sums if lines[k] is None and k.startswith(grant_classes())}
    if unknown:
        named = listed(f"{konto} ({summa} kr)" for konto, summa in unknown.items())
        staging.note(con, rules.LEDGER_BIDRAGSKONTO_OKANT, "", None, named)


def line(konto: str) -> dict[str, str] | None:
    """The narrowest range of accounts that an account lies in, as dbt finds it."""
    fits = [each for each in _ranges() if each["konto_fran"] <= konto <= each["konto_till"]]
    fits.sort(key=lambda each: each["konto_till"])
    return max(fits, key=lambda each: each["konto_fran"], default=None)


def _ranges() -> tuple[dict[str, str], ...]:
    return seeds.load("konto")


def grant_classes() -> tuple[str, ...]:
    """The first two digits of the accounts of EU grants: 35."""
    return tuple({each["konto_fran"][:2] for each in _ranges() if each["ar_eu_bidrag"] == "true"})


def of_grants() -> str:
    """SQL of whether a row lies in the class of the grants' accounts; none does without any."""
    return f"({' or '.join(_in_class(each) for each in grant_classes()) or 'false'})"


def _in_class(two_digits: str) -> str:
    return f"starts_with(konto, '{two_digits}')"


def _note_none(con: duckdb.DuckDBPyConnection, grants: set[str], accounts: Counter[str]) -> None:
    if grants:
        return
    common = sorted(accounts.items(), key=lambda each: (-each[1], each[0]))
    named = listed(f"{konto} ({count} rader)" for konto, count in common)
    staging.note(con, rules.LEDGER_BIDRAGSKONTO_SAKNAS, "", None, named)


def _note_wrong_side(
    con: duckdb.DuckDBPyConnection,
    sums: dict[str, Decimal],
    lines: dict[str, dict[str, str] | None],
) -> None:
    """Grants that come to the side of a cost: what a file with its signs turned looks like."""
    turned = sum(
        (summa * int(line["tecken"]) for k, summa in sums.items() if (line := lines[k])),
        Decimal(0),
    )
    if turned < 0:
        staging.note(con, rules.LEDGER_BIDRAG_FEL_SIDA, "", None, str(-turned))


def listed(items: Iterable[str]) -> str:
    """The first of some accounts, or of what is said of them, and how many there are besides."""
    said = list(items)
    more = [f"och {len(said) - MOST_NAMED} till"] if len(said) > MOST_NAMED else []
    return ", ".join([*said[:MOST_NAMED], *more])
