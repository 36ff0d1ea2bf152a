"""Why a row is held: the first rule it breaks.

Belongs here: the order of the rules. What is written about it is in `why`.
"""

from __future__ import annotations

from collections.abc import Sequence

from fondbok.ledger import evidence, rules, tables, words
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.profiles import Layout
from fondbok.ledger.rows.cells import ACCOUNT
from fondbok.ledger.rows.money import TOO_LARGE, has_rate, says_other_currency, side_of
from fondbok.ledger.rows.split import may_be_split_amount
from fondbok.sql import text_literal


def broken_rule(layout: Layout, known: Evidence, money: Sequence[str]) -> str:
    """Why a row must be rejected: the first rule it breaks, or NULL."""
    unread = " or ".join(f"(bar_{name} is not null and tal_{name} is null)" for name in money)
    # Only where nothing in the file says which mark is the decimal one.
    pattern = text_literal(tables.AMBIGUOUS)
    ambiguous = (
        "false"
        if known.decimal
        else " or ".join(
            f"(tal_{name} is null and regexp_full_match(tecken_{name}, {pattern}))"
            for name in money
        )
    )
    return (
        f"case when trasig and antal <> {len(layout.header)} then '{rules.LEDGER_CITAT_OPPET.id}' "
        f"when bredd is not null then bredd "
        f"when {may_be_split_amount(layout, known)} then '{rules.LEDGER_BELOPP_DELAT.id}' "
        f"when konto is null or case when try_cast(konto as integer) > 0 then false "
        f"else not regexp_full_match(konto, {text_literal(ACCOUNT)}) end "
        f"then '{rules.LEDGER_KONTO_SAKNAS.id}' "
        f"when datum is null and {tables.two_readings()} then '{rules.LEDGER_DATUM_TVETYDIGT.id}' "
        f"when datum is null or datum not between date '1990-01-01' and date '2100-12-31' "
        f"then '{rules.LEDGER_DATUM_OLASLIGT.id}' "
        f"when {ambiguous} then '{rules.LEDGER_BELOPP_TVETYDIGT.id}' "
        f"when {unread} then '{rules.LEDGER_BELOPP_OLASLIGT.id}' "
        f"when {says_other_currency(layout, known, money)} then '{rules.LEDGER_VALUTA_I_CELL.id}' "
        f"{_side_verdict(layout, known)}"
        f"when valuta_oklar then '{rules.LEDGER_VALUTA_TVETYDIG.id}' "
        f"when belopp is null and belopp_valuta is null then '{rules.LEDGER_BELOPP_SAKNAS.id}' "
        f"when abs(belopp) >= {TOO_LARGE} or abs(belopp_valuta) >= {TOO_LARGE} "
        f"then '{rules.LEDGER_BELOPP_ORIMLIGT.id}' "
        f"{_rate_verdict(layout)}"
        f"{_balance_verdict(layout)}end"
    )


def _side_verdict(layout: Layout, known: Evidence) -> str:
    if "sida" not in layout.columns or known.side == evidence.SIGNED:
        return ""
    unknown = (
        f"when tal_belopp <> 0 and {side_of(layout)} is null then '{rules.LEDGER_SIDA_OKAND.id}' "
    )
    if known.side == evidence.UNCLEAR:
        unknown += f"when tal_belopp < 0 then '{rules.LEDGER_SIDA_TVETYDIG.id}' "
    return unknown


def _rate_verdict(layout: Layout) -> str:
    """A currency without a rate, where no amount in kronor is given."""
    if "valuta" not in layout.columns and layout.profile.currency == "SEK":
        return ""
    has = has_rate("valuta", "datum", "rakenskapsar")
    return f"when belopp is null and not {has} then '{rules.LEDGER_VALUTA_UTAN_KURS.id}' "


def _balance_verdict(layout: Layout) -> str:
    """A posting in all but its text, which is a balance's: held, because it may be either."""
    if "text" not in layout.columns:
        return ""
    words_alone = f"regexp_full_match(falt_text, {words.alone_balance()})"
    if "verifikation" not in layout.columns:
        words_alone += (
            f" or regexp_full_match(falt_text, {words.alone_total(layout.profile.totals)})"
        )
    # Few texts are so short; the others need no expression.
    return (
        f"when strlen(falt_text) < 28 and ({words_alone}) then '{rules.LEDGER_SALDORAD_OKLAR.id}' "
    )
