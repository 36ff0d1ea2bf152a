"""Words that say what a row or a cell of a ledger is: totals, balances, sides and currencies.

Belongs here: the words, as patterns that DuckDB reads. Which rows they are asked of is decided in
statement.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fondbok.ledger.staging import text_literal

# What can be nothing but a balance, wherever it stands.
_BALANCE = (
    r"(ingående|utgående|ing|utg|ib|ub|opening|closing|ackumulera[td]|ack|accumulated)"
    r"[ .:]*(saldo|saldon|balans|balanser|balance|belopp)"
    r"|ib|ub|att transportera|transporteras?"
    r"|(transport|belopp|saldo) (från|till) (föregående|nästa) sida|saldo (per|den|från|till)"
    r"|ackumulerat|ackumulerad|årets ackumulerade"
)
# A total or a balance where it stands alone; in a posting's text they are words like others.
_TOTAL = (
    r"totalt|total|totaler|totalsumma|summa|summor|summering|delsumma|delsummor|slutsumma"
    r"|sum|s:a|grand total|sub ?total|omslutning|saldo|transport|transporterat|transp"
)
_OF_WHAT = r"konto|kto|kontot|projekt|ansvar|sida|sidan|verifikat|ver|period|månad|år|per|för|i"

# A total of part of the file, which the whole file's sum need not be.
OF_PART = (
    rf"(?i)(^|[ ;,|\t\"])({_BALANCE}|delsumm\w*|sub ?total|saldo|transp\w*"
    rf"|(totalt|total|summa|summering|s:a|sum)[ :.]+({_OF_WHAT}|\d)\b.*)"
)

DEBIT = r"(?i)\+|d|dr|deb|debet|debit|1"
CREDIT = r"(?i)[-−–]|k|c|kr|cr|kred|kredit|cred|credit|-1"

KRONOR = ("SEK", "KR", "KR.", "KRONOR", "KRONA", "SKR", "SVENSKA KRONOR", "SWEDISH KRONA")
EURO = ("EUR", "EURO", "EUROS", "€")


def opens_balance(extra: Sequence[str] = (), *, begins: str = "^") -> str:
    """A cell that opens with the word of a total or a balance: a SQL literal.

    Args:
        extra: a profile's own words for totals.
        begins: the expression of where a cell begins.
    """
    own = "".join("|" + re.escape(word) for word in sorted(extra, key=len, reverse=True))
    return text_literal(rf"(?i){begins}[ \"*]*({_BALANCE}|{_TOTAL}{own})([ :;,.*|\t\"\x1f-]|$)")


def alone_balance() -> str:
    """A cell that is nothing but the word of a balance: a SQL literal."""
    return text_literal(rf"(?i)[ *]*({_BALANCE})[ :.*]*([0-9][0-9 ./:–-]*)?")


def alone_total(extra: Sequence[str] = ()) -> str:
    """A cell that is nothing but the word of a total, and what it is the total of: a SQL literal.

    Transport is a cost as well, so it is none of these.
    """
    own = "".join("|" + re.escape(word) for word in sorted(extra, key=len, reverse=True))
    words = _TOTAL.replace("|transport|transporterat|transp", "") + own
    return text_literal(rf"(?i)[ *]*({words})[ :.*]*(({_OF_WHAT})[ :.*]+)*([0-9][0-9 ./:–-]*)?")


def currency_code(word: str) -> str:
    """As `currency`, of a word that is known."""
    bare = word.strip().upper()
    return "SEK" if bare in ("", *KRONOR) else "EUR" if bare in EURO else bare


def currency(cell: str, standard: str) -> str:
    """SQL of the currency code of a cell; blank is `standard`, and a strange word is itself."""
    word = f"upper({cell})"
    kronor = ", ".join(text_literal(each) for each in KRONOR)
    euro = ", ".join(text_literal(each) for each in EURO)
    return (
        f"case when {cell} is null or {cell} = '' then {text_literal(standard)} "
        f"when {word} in ({kronor}) then 'SEK' when {word} in ({euro}) then 'EUR' "
        f"else {word} end"
    )
