"""What a row is: a posting, a total or balance, or furniture of the page.

Belongs here: what becomes of a row that breaks a rule, and of one that is no posting.
"""

from __future__ import annotations

import re

from fondbok.ledger import rules, tables, words
from fondbok.ledger.profiles import Layout, normalise
from fondbok.ledger.rows.cells import ACCOUNT, LETTERS_AND_NUMBER
from fondbok.ledger.source import Source
from fondbok.sql import text_literal

REJECTED = "avvisad"
# What is no row of the ledger, and is not stored.
FURNITURE = "mobel"


def outcome(source: Source) -> str:
    """What becomes of a row. Nearly all are loaded, and need few questions."""
    layout = source.layout
    return (
        f"case when regel is null then case when ar_balans then 'total' else 'laddad' end "
        f"when regel = '{rules.LEDGER_CITAT_OPPET.id}' then '{REJECTED}' "
        f"when ar_balans or ({_is_total(layout)}) then 'total' "
        f"when {_is_furniture(source)} then '{FURNITURE}' else '{REJECTED}' end"
    )


def is_balance(layout: Layout) -> str:
    """A balance or total with account and date: its word stands where a voucher's name would.

    Without a number the text may say it too, if it says nothing else.
    """
    asked = [_key_opens(layout)]
    if "text" in layout.columns and "verifikation" in layout.columns:
        asked.append(
            f"falt_verifikation = '' and (regexp_full_match(falt_text, {words.alone_balance()}) "
            f"or regexp_full_match(falt_text, {words.alone_total(layout.profile.totals)}))"
        )
    return " or ".join(f"({each})" for each in asked)


def _key_opens(layout: Layout) -> str:
    """The word of a total or balance opens the cell of the series or the number."""
    opens = words.opens_balance(layout.profile.totals)
    asked = ["false"]
    if "serie" in layout.columns:
        asked.append(f"strlen(falt_serie) > 2 and regexp_matches(falt_serie, {opens})")
    if "verifikation" in layout.columns:
        usual = (
            f"{tables.is_number('falt_verifikation')} or "
            f"regexp_full_match(falt_verifikation, {text_literal(LETTERS_AND_NUMBER)})"
        )
        named = f"regexp_matches(falt_verifikation, {opens})"
        asked.append(f"case when {usual} then false else {named} end")
    return " or ".join(f"({each})" for each in asked)


def _is_total(layout: Layout) -> str:
    """A row without account that is a total's: its word opens a key, or any cell of a row without.

    A row that has a number or a date and lacks the account is a posting that cannot be read.
    """
    opens = words.opens_balance(layout.profile.totals)
    no_day = "true"
    if "datum" in layout.columns:
        no_day = f"(falt_datum = '' or regexp_matches(falt_datum, {opens}))"
    no_number = "coalesce(falt_verifikation, '') = ''"
    anywhere = words.opens_balance(layout.profile.totals, begins=r"(^|\x1f)")
    cells = f"array_to_string(c, {_UNIT})"
    return (
        f"regexp_matches(falt_konto, {opens}) or ({_key_opens(layout)}) or (falt_konto = '' "
        f"and {no_day} and {no_number} and regexp_matches({cells}, {anywhere}))"
    )


# Parts cells that are joined to be searched.
_UNIT = "chr(31)"
_BLANK_OR_UNIT = r"[ \t\"\x{a0}\x{1f}]"
_PAGE = (
    r"(?i)(^|\x1f)[ ]*(sida|sidnr|sid|page|blad)[ .:]*\d+([ ]*(av|of|/|\()[ ]*\d+\)?)?[ ]*(\x1f|$)"
    r"|[ ](sida|page)[ .:]*\d+([ ]*(av|of|/)[ ]*\d+)?[ ]*(\x1f|$)|utskri|printed|rapportdatum"
)
# What could be money: decimals, thousands, a sign, or five digits that are no date.
_MONEY = (
    r"\d[.,]\d\d([^\d.,]|$)|\d[ \x{a0}]\d{3}([^\d]|$)"
    r"|(^|\x1f)[ ]*([-−(]\d+\)?|\d+-|[3-9]\d{4,}|1[0-8]\d{3,}|2[1-9]\d{3,})[ ]*(\x1f|$)"
)


def _is_furniture(source: Source) -> str:
    """A row that belongs to the page and not to the books: headers again, page lines, notes.

    It has no account and nothing that could be an amount, so that no money is lost with it.
    """
    layout = source.layout
    money = tables.amount_fields(layout)
    cells = f"array_to_string(c, {_UNIT})"
    bare = f"regexp_replace({cells}, '^{_BLANK_OR_UNIT}+|{_BLANK_OR_UNIT}+$', '', 'g')"
    filled = f"len(regexp_split_to_array({bare}, '{_BLANK_OR_UNIT}*\\x{{1f}}{_BLANK_OR_UNIT}*'))"
    wordy = f"regexp_matches({cells}, '{words.LETTER}{{3,}}')"
    no_money = f"not regexp_matches({cells}, {text_literal(_MONEY)})"
    no_amount = " and ".join(f"tal_{name} is null" for name in money)
    unfilled = " and ".join(f"falt_{name} = ''" for name in money)
    no_account = f"(falt_konto = '' or not regexp_full_match(konto, {text_literal(ACCOUNT)}))"
    no_voucher = f"datum is null and not ({tables.is_number('nummer')} and nummer is not null)"
    code_like = f"regexp_full_match({bare}, '{words.LETTER}{{0,8}}[ -]?\\d+')"
    page = f"regexp_matches({cells}, {text_literal(_PAGE)})"
    in_words = f"{no_money} and {wordy}"
    note = f"{unfilled} and {no_account} and ({no_voucher}) and {filled} <= 3 and {in_words}"
    alone = f"{filled} = 1 and {in_words} and not {code_like}"
    return (
        f"({_header_again(layout)}) or ({_above_again(source)}) "
        f"or not regexp_matches(innehall, '\\d') "
        f"or (({no_amount}) and not regexp_full_match(coalesce(konto, ''), '\\d+') "
        f"and ({page} or ({note}) or ({alone})))"
    )


def _header_again(layout: Layout) -> str:
    """The cells of account and amount hold their own headers."""
    names = ("konto", *tables.amount_fields(layout)[:1])
    return " and ".join(
        f"lower(strip_accents(regexp_replace(falt_{name}, '[\\s._:-]+', '', 'g'))) = "
        f"{text_literal(normalise(layout.header_of(name)))}"
        for name in names
    )


def _above_again(source: Source) -> str:
    """A line from above the header, as every page has it, whatever numbers are in it."""
    ends = ' \t;,|"'
    above = {re.sub(r"\d+", "#", line.rstrip(ends)) for line in source.preamble} - {""}
    if not above:
        return "false"
    listed = ", ".join(text_literal(each) for each in sorted(above))
    line = f"rtrim(innehall, {text_literal(ends)})"
    return f"regexp_replace({line}, '\\d+', '#', 'g') in ({listed})"
