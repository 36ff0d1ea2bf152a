"""Words that say what a row or a cell of a ledger is: totals, balances, sides and currencies.

Belongs here: the words, as patterns that DuckDB reads. Which rows they are asked of is decided in
rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fondbok.sql import text_literal

# A letter of any script. \pL says the same, and takes DuckDB ten to twenty milliseconds to get
# ready each time that it stands in a statement: more than a small export takes to read.
LETTER = (
    r"[A-Za-z\x{aa}\x{b5}\x{ba}\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{2ff}\x{370}-\x{1fff}"
    r"\x{2c00}-\x{2dff}\x{3040}-\x{d7ff}\x{f900}-\x{fdcf}]"
)

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
# What may be a posting's as well, and is looked at beside the other rows.
_SUM = (
    r"(överfört|överförd|netto|årets|periodens|aktuellt|bokfört)[ ]*(saldo|belopp|balans|summa)"
    r"|balans|balanser|balance|ack|ackumulera[td]|ack(umulerat)?[. ]*utfall|utfall ack|netto"
    r"|(total|konto|projekt)[- ]?(summa|saldo|belopp)|summa summarum|(summa|s:a|totalt?) "
    r"(utfall|bokfört|belopp|bidrag|intäkter|kredit|debet|transaktioner|poster)"
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
# What else a cell may hold beside its amount, and the code of each; a word that is none of these
# leaves the amount unread.
_OTHER_MARKS = {
    **{"US$": "USD", "$": "USD", "£": "GBP", "ZŁ": "PLN", "KČ": "CZK", "¥": "JPY"},
    **{code: code for code in ("USD", "GBP", "NOK", "DKK", "ISK", "CHF", "PLN", "CZK", "HUF")},
    **{code: code for code in ("RON", "BGN", "JPY", "CNY", "CAD", "AUD", "TRY", "UAH", "ZAR")},
}
MARKS = {
    **dict.fromkeys(("KRONOR", "SEK", "KR.", "KR"), "SEK"),
    **dict.fromkeys(("EUROS", "EURO", "EUR", "€"), "EUR"),
    **_OTHER_MARKS,
}
_MARK = "|".join(re.escape(mark) for mark in MARKS)

_SAYS_CURRENCY = re.compile(r"\W*\w*(?:valuta|currency)\b", re.IGNORECASE)


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


def alone_sum(extra: Sequence[str] = ()) -> str:
    """A cell that is nothing but the word of a total or a balance, of whatever: a SQL literal."""
    own = "".join("|" + re.escape(word) for word in sorted(extra, key=len, reverse=True))
    said = rf"{_BALANCE}|{_TOTAL}|{_SUM}{own}"
    return text_literal(
        rf"(?i)[ *=]*({said})[ :.*]*(({_OF_WHAT}|den|till|från|nästa|föregående|sid|mån|kvartal)"
        r"[ :.*]+)*([0-9][0-9 ./:–-]*)?(kr|sek)?[ :.*=]*"
    )


def money_mark(cell: str) -> str:
    """SQL of the code of the currency that stands beside an amount, in a cell without blanks."""
    # A list is looked up in once; the expression of a case would be asked anew for every mark.
    word = f"upper(regexp_extract({cell}, {text_literal(f'(?i)({_MARK})')}, 1))"
    marks, codes = (", ".join(map(text_literal, each)) for each in (MARKS, MARKS.values()))
    return f"([{codes}])[list_position([{marks}], {word})]"


def without_mark(cell: str) -> str:
    """SQL of an amount without the currency before or after it, of a cell without blanks."""
    marked = rf"(?i)^([-+(]?)(?:{_MARK})|(?::-|{_MARK})([-)]?)$"
    return f"regexp_replace({cell}, {text_literal(marked)}, '\\1\\2')"


def foreign(header: str) -> bool:
    """Whether a header names another currency than kronor."""
    found = re.findall(rf"(?<!\w)({_MARK})(?!\w)", header.upper())
    return any(MARKS[mark] != "SEK" for mark in found)


def says_foreign(line: str) -> bool:
    """Whether a line beside the table gives another currency than kronor: "Currency EUR"."""
    return _SAYS_CURRENCY.match(line) is not None and foreign(line)


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
