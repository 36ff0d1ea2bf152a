"""A row's amount in kronor, and beside it the amount in another currency.

Belongs here: sides, signs and which currency an amount is in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fondbok import seeds
from fondbok.ledger import evidence, tables, words
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.profiles import Layout
from fondbok.sql import text_literal

# No project of a city has such an amount, in any currency.
TOO_LARGE = 10**12


def net_amount(layout: Layout, known: Evidence) -> str:
    """Amount in SEK, currency and amount in it, before the profile's sign.

    Also valuta_oklar: the amount could be kronor and could be the currency beside it.
    """
    amount = _amount(layout, known)
    foreign = "tal_belopp_valuta" if "belopp_valuta" in layout.columns else "null"
    other = f"nullif({words.currency('falt_valuta', layout.profile.currency)}, 'SEK')"
    if "valuta" not in layout.columns:
        other = f"nullif('{layout.profile.currency}', 'SEK')"
    unclear = "false"
    if "belopp_valuta" in layout.columns or known.kronor or says_kronor(layout):
        # Kronor repeated in the column for currency are no amount in another one.
        sek = f"coalesce({amount}, case when {other} is null then {foreign} end)"
        beside = f"case when {other} is not null then {foreign} end"
        code = f"case when {beside} is not null then {other} end"
    elif says_currency(layout):
        sek = f"case when {other} is null then {amount} end"
        beside = f"case when {other} is not null then {amount} end"
        code = other
    else:
        sek = f"case when {other} is null then {amount} end"
        beside, code = "null", "cast(null as varchar)"
        unclear = f"({other} is not null and {amount} is not null)"
    return (
        f"cast({sek} as decimal(18, 2)) as belopp, {code} as valuta, "
        f"cast({beside} as decimal(18, 2)) as belopp_valuta, {unclear} as valuta_oklar"
    )


def _amount(layout: Layout, known: Evidence) -> str:
    """The row's one amount, debit positive, in whatever currency it is."""
    if "debet" in layout.columns and "kredit" in layout.columns:
        sign = "+" if known.signed_credit else "-"
        return (
            "case when bar_debet is not null or bar_kredit is not null "
            f"then coalesce(tal_debet, 0) {sign} coalesce(tal_kredit, 0) end"
        )
    if "belopp" not in layout.columns:
        return "cast(null as decimal(18, 2))"
    if "sida" not in layout.columns or known.side == evidence.SIGNED:
        return "tal_belopp"
    by_side = f"case when tal_belopp = 0 then tal_belopp else tal_belopp * {side_of(layout)} end"
    if known.side == evidence.UNCLEAR:
        return f"case when tal_belopp >= 0 then {by_side} end"
    return by_side


def side_of(layout: Layout) -> str:
    """1 for debit, -1 for credit, NULL where the cell says neither."""
    none = " when falt_sida = '' then 1" if evidence.plus_minus(layout) else ""
    return (
        f"case when regexp_full_match(falt_sida, {text_literal(words.DEBIT)}) then 1 "
        f"when regexp_full_match(falt_sida, {text_literal(words.CREDIT)}) then -1{none} end"
    )


def turned(layout: Layout, known: Evidence, column: str) -> str:
    """An amount with the profile's sign, where no column says the side."""
    by_side = "sida" in layout.columns and known.side != evidence.SIGNED
    turned = f"cast(-{column} as decimal(18, 2))"
    return turned if layout.profile.sign == -1 and not by_side else column


def _headers_of_amount(layout: Layout) -> str:
    names = [name for name in ("belopp", "debet", "kredit") if name in layout.columns]
    return " ".join(layout.header_of(name).casefold() for name in names)


def says_kronor(layout: Layout) -> bool:
    """The amount is in kronor by its header or profile, whatever currency stands beside it."""
    if layout.profile.amount_in != "auto":
        return layout.profile.amount_in == "sek"
    found = re.search(
        r"\bsek\b|\bkr\b|kronor|bokför|basvaluta|redovisningsvaluta", _headers_of_amount(layout)
    )
    return found is not None


def says_currency(layout: Layout) -> bool:
    """The amount is in the currency of its row by its profile."""
    profile = layout.profile
    return profile.amount_in == "currency" or profile.currency != "SEK"


def may_be_currency(layout: Layout) -> bool:
    """Nothing but the rows can say whether the amounts are kronor."""
    return "valuta" in layout.columns and not (
        "belopp_valuta" in layout.columns or says_kronor(layout) or says_currency(layout)
    )


def has_rate(currency: str, day: str, fiscal_year: str) -> str:
    """SQL of whether an amount in a currency can be counted in kronor, by date and fiscal year."""
    known = ", ".join(text_literal(f"{r['valuta']}{r['ar']}") for r in seeds.load("valutakurs"))
    years = (f"year({day})", fiscal_year)
    each = " and ".join(f"concat({currency}, {year}) in ({known or 'null'})" for year in years)
    return f"coalesce({each}, false)"


def says_other_currency(layout: Layout, known: Evidence, money: Sequence[str]) -> str:
    """Whether an amount's cell names another currency than the one the amount is read in."""
    return " or ".join(_other_mark(layout, known, name) for name in money)


def _other_mark(layout: Layout, known: Evidence, name: str) -> str:
    """Nearly all cells are plain, and those that are not mostly empty."""
    odd = f"enkel_{name} is null and falt_{name} <> ''"
    if name == "belopp_valuta":
        # Where an amount in kronor stands as well, it is the one that counts.
        odd += "".join(
            f" and coalesce(falt_{each}, '') = ''"
            for each in ("belopp", "debet", "kredit")
            if each in layout.columns
        )
    mark = tables.money_mark(f"falt_{name}")
    return (
        f"case when {odd} then coalesce({mark} <> {_currency_of(layout, known, name)}, false) "
        "else false end"
    )


def _currency_of(layout: Layout, known: Evidence, name: str) -> str:
    """The currency that a column's amounts are in, so far as header, profile or row says it."""
    profile = layout.profile
    own = text_literal(profile.currency)
    row = words.currency("falt_valuta", profile.currency) if "valuta" in layout.columns else own
    if name == "belopp_valuta" or says_currency(layout):
        return row
    if known.kronor or says_kronor(layout) or "belopp_valuta" in layout.columns:
        return "'SEK'"
    # Kronor where the row says nothing else; what it says otherwise may be of another amount.
    return f"case when {row} = 'SEK' then 'SEK' else '' end"
