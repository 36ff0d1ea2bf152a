"""The one query that types a ledger's rows and says what becomes of each.

Belongs here: what a row is (a posting, a total, page furniture), why it is held, and its amount in
kronor. The SQL of a single cell is in tables.py, the words in words.py, and what only the whole
file knows in evidence.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from fondbok import seeds
from fondbok.ledger import evidence, rules, staging, tables, words
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.profiles import Layout, normalise
from fondbok.ledger.source import Source
from fondbok.ledger.staging import text_literal

REJECTED = "avvisad"
# What is no row of the ledger, and is not stored.
FURNITURE = "mobel"
ACCOUNT = r"[0-9A-Za-zÅÄÖåäö]*\d[0-9A-Za-zÅÄÖåäö.\-]*"
# No project of a city has such an amount, in any currency.
TOO_LARGE = 10**12
# A123, A 123 and A-00123.
LETTERS_AND_NUMBER = r"^(\p{L}{1,4})[ -]?0*(\d+)$"

FIELDS = (
    "serie",
    "verifikation",
    "rad",
    "rakenskapsar",
    "period",
    "datum",
    "konto",
    "ansvar",
    "verksamhet",
    "projektkod",
    "aktivitet",
    "objekt",
    "motpart",
    "text",
    "belopp",
    "debet",
    "kredit",
    "sida",
    "valuta",
    "belopp_valuta",
)


def typed(source: Source, known: Evidence) -> str:
    """The query: the columns of raw.ledger_rad, what becomes of the row, and the rule that says so.

    Args:
        source: rows and layout.
        known: what the whole file proves.
    """
    layout = source.layout
    money = tables.amount_fields(layout)
    thousands, decimal = layout.profile.thousands, known.decimal
    cells = ", ".join(f"{_cell_or_null(layout, name)} as f_{name}" for name in FIELDS)
    plain = "".join(f", {tables.plain_amount(f'f_{n}', decimal)} as p_{n}" for n in money)
    bare = "".join(f", {_unless_plain(n, tables.bare_amount(f'f_{n}'))} as s_{n}" for n in money)
    signed = "".join(f", {_unless_plain(n, tables.signed(f's_{n}'))} as t_{n}" for n in money)
    exact = "".join(
        f", coalesce(p_{n}, {tables.amount(f't_{n}', decimal, thousands)}) as b_{n}" for n in money
    )
    dates = tables.odd_date_steps()
    return f"""
with
falt as (
    select
        rad, innehall, c, len(c) as antal, trasig, {_odd_width(layout, known)} as bredd, {cells}
    from ({source.rows})
),
vanliga as (select * {_plain_voucher(layout)}{plain}, {_usual_date(layout)} as v_datum from falt),
bara as (select *{bare}, {_bare_date(layout)} as d_datum from vanliga),
tecken as (select *{signed}, {dates[0]} from bara),
ar_forst as (select *, {dates[1]} from tecken),
lasningar as (select *, {dates[2]} from ar_forst),
tal as (
    select
        *{exact},
        {_date(layout, known)} as datum,
        {_code(layout, "konto")} as konto,
        {_code(layout, "ansvar")} as ansvar,
        {_code(layout, "verksamhet")} as verksamhet,
        {_code(layout, "projektkod")} as projektkod,
        {_code(layout, "motpart")} as motpart,
        nullif(f_text, '') as text,
        {_series(layout)} as serie,
        {_voucher(layout)} as nummer,
        {_other_dimensions(layout)} as objekt
    from lasningar
),
summerad as (select *, {_net(layout, known)}, {_fiscal_year(layout)} as rakenskapsar from tal),
bedomd as (
    select *, {_verdict(layout, known, money)} as regel, {_is_balance(layout)} as ar_balans
    from summerad
),
vand as (
    select
        * replace (
            {_turned(layout, known, "belopp")} as belopp,
            {_turned(layout, known, "belopp_valuta")} as belopp_valuta
        ),
        {_outcome(source)} as utfall
    from bedomd
)
select *, {_number(layout)} as verifikation from vand
"""


def stored(query: str, blad_nr: int) -> str:
    """The columns of raw.ledger_rad, in order, of a query made by `typed`.

    Takes fondbok_reject and fondbok_furniture, which count what they are asked of.
    """
    code, text = staging.masked_code, staging.masked
    utfall = f"case when utfall = '{REJECTED}' then fondbok_reject(rad, innehall) else utfall end"
    return f"""
select
    {blad_nr}, rad, {utfall}, md5_number(innehall), rakenskapsar, {code("serie")},
    {code("verifikation")}, try_cast(f_rad as integer), datum, {code("konto")}, {code("ansvar")},
    {code("verksamhet")}, {code("projektkod")}, {text("motpart")}, {text("text")},
    belopp, valuta, belopp_valuta, {code("objekt")}
from ({query})
where case when utfall = '{FURNITURE}' then fondbok_furniture(rad) else true end
"""


# --- cells ------------------------------------------------------------------------------------


def _unless_plain(name: str, expression: str) -> str:
    return f"case when p_{name} is not null then f_{name} else {expression} end"


def _cell_or_null(layout: Layout, name: str) -> str:
    return tables.cell(layout.columns[name]) if name in layout.columns else "cast(null as varchar)"


def _odd_width(layout: Layout, known: Evidence) -> str:
    """The rule of a row whose number of cells no header explains, or NULL.

    A cell too many has moved the others, even where it is the last one and empty: only a column
    that always holds an amount would show that nothing moved. A short row is sound where the export
    leaves out empty cells at the end, and none that is needed.
    """
    named = layout.width
    if not layout.delimiter:
        return (
            f"case when {tables.empty_after(named)} then null else '{rules.FLER_KOLUMNER.id}' end"
        )
    last = layout.columns.get("belopp") == named - 1
    most = "true" if last else f"len(c) <= {known.width}"
    needed = max(layout.columns[name] for name in layout.columns if name in _NEEDED) + 1
    short = [each for each in known.short if each >= needed]
    few = f"len(c) in ({', '.join(map(str, short))})" if short else "false"
    return (
        f"case when len(c) = {named} then null "
        f"when len(c) > {named} then case when {tables.empty_after(named)} and {most} then null "
        f"else '{rules.FLER_KOLUMNER.id}' end "
        f"when {few} then null else '{rules.FARRE_KOLUMNER.id}' end"
    )


_NEEDED = ("verifikation", "datum", "konto", "belopp", "debet", "kredit", "sida", "belopp_valuta")


def _code(layout: Layout, name: str) -> str:
    with_text = name in layout.profile.code_and_text
    bare = tables.code(
        f"f_{name}",
        layout.profile.code_separator,
        with_text=with_text,
        konto=name == "konto",
    )
    return f"nullif({bare}, '')"


def _plain_voucher(layout: Layout) -> str:
    if "verifikation" not in layout.columns:
        return ""
    return f"replace ({staging.plain_number('f_verifikation')} as f_verifikation)"


def _series(layout: Layout) -> str:
    if "serie" in layout.columns:
        return f"nullif({staging.plain_number('f_serie')}, '')"
    if layout.profile.series is not None:
        return staging.plain_number(text_literal(layout.profile.series))
    # A123 is series A, number 123: the same voucher must be known again in a SIE file.
    found = f"nullif(regexp_extract(f_verifikation, {text_literal(LETTERS_AND_NUMBER)}, 1), '')"
    return f"case when not {tables.is_number('f_verifikation')} then {found} end"


def _voucher(layout: Layout) -> str:
    if layout.profile.series is not None:
        return "nullif(f_verifikation, '')"
    pattern = text_literal(LETTERS_AND_NUMBER)
    found = f"regexp_replace(f_verifikation, {pattern}, '\\2')"
    if "serie" in layout.columns:
        # The series again before the number says nothing new.
        same = f"upper(regexp_extract(f_verifikation, {pattern}, 1)) = upper(f_serie)"
        found = f"case when {same} then {found} else f_verifikation end"
    number = tables.is_number("f_verifikation")
    return f"nullif(case when {number} then f_verifikation else {found} end, '')"


def _number(layout: Layout) -> str:
    """The voucher number; a row without one gets one made of its content.

    The same row in a later file then has the same number. So too where the number was somebody's:
    its mask is the same for everybody, and would make one voucher of many.
    """
    if layout.profile.replaces == "month":
        return "nummer"
    content = (
        "concat_ws('|', datum, konto, ansvar, verksamhet, projektkod, motpart, text, belopp, "
        "valuta, belopp_valuta, objekt)"
    )
    return (
        f"case when {staging.holds_personal_data('nummer')} "
        f"then '{staging.MASKED_NUMBER}' || md5({content}) "
        f"when nummer is null and utfall = 'laddad' then '{staging.MADE_NUMBER}' || md5({content}) "
        "else nummer end"
    )


def _other_dimensions(layout: Layout) -> str:
    """Dimensions without a column of their own, as JSON; NULL when there are none."""
    names = [name for name in ("aktivitet", "objekt") if name in layout.columns]
    if not names:
        return "cast(null as varchar)"
    pairs = ", ".join(f"'{name}', nullif(f_{name}, '')" for name in names)
    some = " or ".join(f"f_{name} <> ''" for name in names)
    return f"case when {some} then json_merge_patch(json_object({pairs}), json_object({pairs})) end"


# --- dates ------------------------------------------------------------------------------------


def _usual_date(layout: Layout) -> str:
    if layout.month is not None:
        return f"date '{layout.month}'"
    if layout.profile.dates:
        return tables.profile_date("f_datum", layout.profile.dates)
    return tables.iso_date("f_datum")


def _bare_date(layout: Layout) -> str:
    """What is left to read of a date that is not written the usual way, NULL where none is."""
    if layout.month is not None or layout.profile.dates:
        return "cast(null as varchar)"
    return f"case when v_datum is null and f_datum <> '' then {tables.bare_date('f_datum')} end"


def _date(layout: Layout, known: Evidence) -> str:
    if layout.month is not None or layout.profile.dates:
        return "v_datum"
    odd = [tables.odd_date(known.dates)]
    if "rakenskapsar" in layout.columns and layout.profile.fiscal_year_starts == 1:
        # The number of a month beside its year.
        odd.append(tables.month_of_year(tables.year("f_rakenskapsar"), "d_datum"))
    return f"coalesce(v_datum, {', '.join(odd)})"


def _fiscal_year(layout: Layout) -> str:
    """The year in which the row's fiscal year begins: its own column, else by its date.

    A period is the year's own: what is booked in January may belong to the period 13 before it.
    """
    starts = layout.profile.fiscal_year_starts
    said = ["year(datum)"] if starts == 1 else [f"year(datum - to_months({starts - 1}))"]
    if "period" in layout.columns and starts == 1:
        said.insert(0, tables.year_of_period("f_period"))
    if "rakenskapsar" in layout.columns:
        said.insert(0, tables.year("f_rakenskapsar"))
    return f"cast(coalesce({', '.join(said)}) as integer)"


# --- money ------------------------------------------------------------------------------------


def _net(layout: Layout, known: Evidence) -> str:
    """Amount in SEK, currency and amount in it, before the profile's sign.

    Also valuta_oklar: the amount could be kronor and could be the currency beside it.
    """
    amount = _amount(layout, known)
    foreign = "b_belopp_valuta" if "belopp_valuta" in layout.columns else "null"
    other = f"nullif({words.currency('f_valuta', layout.profile.currency)}, 'SEK')"
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
            "case when s_debet is not null or s_kredit is not null "
            f"then coalesce(b_debet, 0) {sign} coalesce(b_kredit, 0) end"
        )
    if "belopp" not in layout.columns:
        return "cast(null as decimal(18, 2))"
    if "sida" not in layout.columns or known.side == evidence.SIGNED:
        return "b_belopp"
    by_side = f"case when b_belopp = 0 then b_belopp else b_belopp * {_side(layout)} end"
    if known.side == evidence.UNCLEAR:
        return f"case when b_belopp >= 0 then {by_side} end"
    return by_side


def _side(layout: Layout) -> str:
    """1 for debit, -1 for credit, NULL where the cell says neither."""
    none = " when f_sida = '' then 1" if evidence.plus_minus(layout) else ""
    return (
        f"case when regexp_full_match(f_sida, {text_literal(words.DEBIT)}) then 1 "
        f"when regexp_full_match(f_sida, {text_literal(words.CREDIT)}) then -1{none} end"
    )


def _turned(layout: Layout, known: Evidence, column: str) -> str:
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


# --- verdict ----------------------------------------------------------------------------------


def _verdict(layout: Layout, known: Evidence, money: Sequence[str]) -> str:
    """Why a row must be rejected: the first rule it breaks, or NULL."""
    unread = " or ".join(f"(s_{name} is not null and b_{name} is null)" for name in money)
    # Only where nothing in the file says which mark is the decimal one.
    ambiguous = (
        "false"
        if known.decimal
        else " or ".join(
            f"(b_{name} is null and regexp_full_match(t_{name}, {text_literal(tables.AMBIGUOUS)}))"
            for name in money
        )
    )
    return (
        f"case when trasig and antal <> {len(layout.header)} then '{rules.CITAT_OPPET.id}' "
        f"when bredd is not null then bredd "
        f"when {_split_amount(layout, known)} then '{rules.BELOPP_DELAT.id}' "
        f"when konto is null or case when try_cast(konto as integer) > 0 then false "
        f"else not regexp_full_match(konto, {text_literal(ACCOUNT)}) end "
        f"then '{rules.KONTO_SAKNAS.id}' "
        f"when datum is null and {tables.two_readings()} then '{rules.DATUM_TVETYDIGT.id}' "
        f"when datum is null or datum not between date '1990-01-01' and date '2100-12-31' "
        f"then '{rules.DATUM_OLASLIGT.id}' "
        f"when {ambiguous} then '{rules.BELOPP_TVETYDIGT.id}' "
        f"when {unread} then '{rules.BELOPP_OLASLIGT.id}' "
        f"when {_marked(layout, known, money)} then '{rules.VALUTA_I_CELL.id}' "
        f"{_side_verdict(layout, known)}"
        f"when valuta_oklar then '{rules.VALUTA_TVETYDIG.id}' "
        f"when belopp is null and belopp_valuta is null then '{rules.BELOPP_SAKNAS.id}' "
        f"when abs(belopp) >= {TOO_LARGE} or abs(belopp_valuta) >= {TOO_LARGE} "
        f"then '{rules.BELOPP_ORIMLIGT.id}' "
        f"{_rate_verdict(layout)}"
        f"{_balance_verdict(layout)}end"
    )


def _split_amount(layout: Layout, known: Evidence) -> str:
    """Whether a comma between decimals or thousands may have made two cells of an amount.

    The row then has the right number of cells because another is missing. Only where no amount of
    the file shows what its decimals look like.
    """
    asked = [
        _split(layout, name)
        for name in tables.amount_fields(layout)
        if _may_be_split(layout, known, name)
    ]
    return " or ".join(asked) or "false"


def _may_be_split(layout: Layout, known: Evidence, name: str) -> bool:
    """A file that quotes its decimal commas is trusted where a known column comes next."""
    if layout.delimiter != "," or known.decimal == ".":
        return False
    trusted = known.decimal == "," and layout.profile.decimal == "auto"
    return not (trusted and layout.columns[name] + 1 in layout.columns.values())


def _split(layout: Layout, name: str) -> str:
    after = _after(layout, name)
    whole = f"regexp_full_match(f_{name}, '[-+−(]?[0-9][0-9 ]*')"
    decimals = f"regexp_full_match({after}, '[0-9]{{2}}[-)]?')"
    # A debit of 0 beside a credit of 50 is none.
    some = f"({after} = '00' or not regexp_full_match(f_{name}, '[-+]?0+'))"
    group = "000" if layout.columns[name] + 1 in layout.columns.values() else "[0-9]{3}"
    pattern = text_literal(f"[-+−(]?[1-9][0-9]{{0,2}}[.]{group}[-)]?")
    thousands = f"regexp_full_match(f_{name} || '.' || {after}, {pattern})"
    return f"(({whole} and {decimals} and {some}) or {thousands})"


def _after(layout: Layout, name: str) -> str:
    return f"trim(coalesce(c[{layout.columns[name] + 2}], ''), ' \t\"')"


def _marked(layout: Layout, known: Evidence, money: Sequence[str]) -> str:
    """Whether an amount's cell names another currency than the one the amount is read in."""
    return " or ".join(_other_mark(layout, known, name) for name in money)


def _other_mark(layout: Layout, known: Evidence, name: str) -> str:
    """Nearly all cells are plain, and those that are not mostly empty."""
    odd = f"p_{name} is null and f_{name} <> ''"
    if name == "belopp_valuta":
        # Where an amount in kronor stands as well, it is the one that counts.
        odd += "".join(
            f" and coalesce(f_{each}, '') = ''"
            for each in ("belopp", "debet", "kredit")
            if each in layout.columns
        )
    mark = tables.money_mark(f"f_{name}")
    return (
        f"case when {odd} then coalesce({mark} <> {_currency_of(layout, known, name)}, false) "
        "else false end"
    )


def _currency_of(layout: Layout, known: Evidence, name: str) -> str:
    """The currency that a column's amounts are in, so far as header, profile or row says it."""
    profile = layout.profile
    own = text_literal(profile.currency)
    row = words.currency("f_valuta", profile.currency) if "valuta" in layout.columns else own
    if name == "belopp_valuta" or says_currency(layout):
        return row
    if known.kronor or says_kronor(layout) or "belopp_valuta" in layout.columns:
        return "'SEK'"
    # Kronor where the row says nothing else; what it says otherwise may be of another amount.
    return f"case when {row} = 'SEK' then 'SEK' else '' end"


def _side_verdict(layout: Layout, known: Evidence) -> str:
    if "sida" not in layout.columns or known.side == evidence.SIGNED:
        return ""
    unknown = f"when b_belopp <> 0 and {_side(layout)} is null then '{rules.SIDA_OKAND.id}' "
    if known.side == evidence.UNCLEAR:
        unknown += f"when b_belopp < 0 then '{rules.SIDA_TVETYDIG.id}' "
    return unknown


def _rate_verdict(layout: Layout) -> str:
    """A currency without a rate, where no amount in kronor is given."""
    if "valuta" not in layout.columns and layout.profile.currency == "SEK":
        return ""
    has = has_rate("valuta", "datum", "rakenskapsar")
    return f"when belopp is null and not {has} then '{rules.VALUTA_UTAN_KURS.id}' "


def has_rate(currency: str, day: str, fiscal_year: str) -> str:
    """SQL of whether an amount in a currency can be counted in kronor, by date and fiscal year."""
    known = ", ".join(text_literal(f"{r['valuta']}{r['ar']}") for r in seeds.load("valutakurs"))
    years = (f"year({day})", fiscal_year)
    each = " and ".join(f"concat({currency}, {year}) in ({known or 'null'})" for year in years)
    return f"coalesce({each}, false)"


def _balance_verdict(layout: Layout) -> str:
    """A posting in all but its text, which is a balance's: held, because it may be either."""
    if "text" not in layout.columns:
        return ""
    words_alone = f"regexp_full_match(f_text, {words.alone_balance()})"
    if "verifikation" not in layout.columns:
        words_alone += f" or regexp_full_match(f_text, {words.alone_total(layout.profile.totals)})"
    # Few texts are so short; the others need no expression.
    return f"when strlen(f_text) < 28 and ({words_alone}) then '{rules.SALDORAD_OKLAR.id}' "


def _outcome(source: Source) -> str:
    """What becomes of a row. Nearly all are loaded, and need few questions."""
    layout = source.layout
    return (
        f"case when regel is null then case when ar_balans then 'total' else 'laddad' end "
        f"when regel = '{rules.CITAT_OPPET.id}' then '{REJECTED}' "
        f"when ar_balans or ({_is_total(layout)}) then 'total' "
        f"when {_is_furniture(source)} then '{FURNITURE}' else '{REJECTED}' end"
    )


def _is_balance(layout: Layout) -> str:
    """A balance or total with account and date: its word stands where a voucher's name would.

    Without a number the text may say it too, if it says nothing else.
    """
    asked = [_key_opens(layout)]
    if "text" in layout.columns and "verifikation" in layout.columns:
        asked.append(
            f"f_verifikation = '' and (regexp_full_match(f_text, {words.alone_balance()}) "
            f"or regexp_full_match(f_text, {words.alone_total(layout.profile.totals)}))"
        )
    return " or ".join(f"({each})" for each in asked)


def _key_opens(layout: Layout) -> str:
    """The word of a total or balance opens the cell of the series or the number."""
    opens = words.opens_balance(layout.profile.totals)
    asked = ["false"]
    if "serie" in layout.columns:
        asked.append(f"strlen(f_serie) > 2 and regexp_matches(f_serie, {opens})")
    if "verifikation" in layout.columns:
        usual = (
            f"{tables.is_number('f_verifikation')} or "
            f"regexp_full_match(f_verifikation, {text_literal(LETTERS_AND_NUMBER)})"
        )
        named = f"regexp_matches(f_verifikation, {opens})"
        asked.append(f"case when {usual} then false else {named} end")
    return " or ".join(f"({each})" for each in asked)


def _is_total(layout: Layout) -> str:
    """A row without account that is a total's: its word opens a key, or any cell of a row without.

    A row that has a number or a date and lacks the account is a posting that cannot be read.
    """
    opens = words.opens_balance(layout.profile.totals)
    no_day = "true"
    if "datum" in layout.columns:
        no_day = f"(f_datum = '' or regexp_matches(f_datum, {opens}))"
    no_number = "coalesce(f_verifikation, '') = ''"
    anywhere = words.opens_balance(layout.profile.totals, begins=r"(^|\x1f)")
    cells = f"array_to_string(c, {_UNIT})"
    return (
        f"regexp_matches(f_konto, {opens}) or ({_key_opens(layout)}) or (f_konto = '' "
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
    wordy = f"regexp_matches({cells}, '\\pL{{3,}}')"
    no_money = f"not regexp_matches({cells}, {text_literal(_MONEY)})"
    no_amount = " and ".join(f"b_{name} is null" for name in money)
    unfilled = " and ".join(f"f_{name} = ''" for name in money)
    no_account = f"(f_konto = '' or not regexp_full_match(konto, {text_literal(ACCOUNT)}))"
    no_voucher = f"datum is null and not ({tables.is_number('nummer')} and nummer is not null)"
    code_like = f"regexp_full_match({bare}, '\\pL{{0,8}}[ -]?\\d+')"
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
        f"lower(strip_accents(regexp_replace(f_{name}, '[\\s._:-]+', '', 'g'))) = "
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


# --- why --------------------------------------------------------------------------------------


def where(layout: Layout) -> str:
    """Header of the cell that stopped a row."""
    amount = next(name for name in tables.amount_fields(layout))
    columns = {
        rules.KONTO_SAKNAS: layout.header_of("konto"),
        rules.DATUM_OLASLIGT: layout.header_of("datum"),
        rules.DATUM_TVETYDIGT: layout.header_of("datum"),
        rules.SIDA_OKAND: layout.header_of("sida"),
        rules.SIDA_TVETYDIG: layout.header_of(amount),
        rules.VALUTA_TVETYDIG: layout.header_of(amount),
        rules.VALUTA_UTAN_KURS: layout.header_of("valuta"),
        rules.SALDORAD_OKLAR: layout.header_of("text"),
    }
    cases = " ".join(
        f"when regel = '{rule.id}' then {text_literal(header)}" for rule, header in columns.items()
    )
    return (
        f"case {cases} "
        f"when regel = '{rules.VALUTA_I_CELL.id}' then {_marked_amount(layout)} "
        f"when regel = '{rules.BELOPP_DELAT.id}' then {_first_split(layout, _header_literal)} "
        f"when starts_with(regel, 'LEDGER_BELOPP') then {_unread_amount(layout, amount)} end"
    )


def _marked_amount(layout: Layout) -> str:
    cases = "".join(
        f"when {tables.money_mark(f'f_{name}')} is not null "
        f"then {text_literal(layout.header_of(name))} "
        for name in tables.amount_fields(layout)
    )
    return f"case {cases}end"


def _unread_amount(layout: Layout, default: str) -> str:
    cases = "".join(
        f"when s_{name} is not null and b_{name} is null "
        f"then {text_literal(layout.header_of(name))} "
        for name in tables.amount_fields(layout)
    )
    return f"case {cases}else {text_literal(layout.header_of(default))} end"


def value(layout: Layout) -> str:
    """Text of the cell that stopped a row, with both readings where there are two."""
    money = tables.amount_fields(layout)
    unread = "".join(
        f"when s_{name} is not null and b_{name} is null then f_{name} " for name in money
    )
    written = f"coalesce({', '.join(f'nullif(f_{name}, {chr(39) * 2})' for name in money)})"
    currency = words.currency("f_valuta", layout.profile.currency)
    return (
        f"case when regel = '{rules.KONTO_SAKNAS.id}' then f_konto "
        f"when regel = '{rules.DATUM_OLASLIGT.id}' then f_datum "
        f"when regel = '{rules.DATUM_TVETYDIGT.id}' "
        f"then f_datum || ': ' || {tables.date_readings()} "
        f"when regel = '{rules.SIDA_OKAND.id}' then f_sida "
        f"when regel = '{rules.SIDA_TVETYDIG.id}' then {written} "
        f"when regel = '{rules.VALUTA_TVETYDIG.id}' "
        f"then {written} || ' SEK eller ' || {written} || ' ' || {currency} "
        f"when regel = '{rules.VALUTA_I_CELL.id}' then {_marked_readings(layout, money)} "
        f"when regel = '{rules.VALUTA_UTAN_KURS.id}' then valuta || ' ' || year(datum) "
        f"when regel = '{rules.SALDORAD_OKLAR.id}' then f_text "
        f"when regel = '{rules.BELOPP_ORIMLIGT.id}' then {written} "
        f"when regel = '{rules.BELOPP_DELAT.id}' then {_first_split(layout, _split_readings)} "
        f"when starts_with(regel, 'LEDGER_BELOPP') then case {unread}end end"
    )


def _first_split(layout: Layout, said: Callable[[Layout, str], str]) -> str:
    """Something of the amount that may be split."""
    cases = "".join(
        f"when {_split(layout, name)} then {said(layout, name)} "
        for name in tables.amount_fields(layout)
    )
    return f"case {cases}end"


def _header_literal(layout: Layout, name: str) -> str:
    return text_literal(layout.header_of(name))


def _split_readings(layout: Layout, name: str) -> str:
    return f"f_{name} || ' eller ' || f_{name} || ',' || {_after(layout, name)}"


def _marked_readings(layout: Layout, money: Sequence[str]) -> str:
    """The amount of the cell that names a currency, in kronor and in another currency."""
    standard = layout.profile.currency
    row = text_literal(standard)
    if "valuta" in layout.columns:
        row = words.currency("f_valuta", standard)
    cases = "".join(
        f"when {mark} is not null then coalesce(s_{name} || ' SEK eller ' || s_{name} || ' ' || "
        f"coalesce(nullif({mark}, 'SEK'), {row}), f_{name}) "
        for name in money
        if (mark := tables.money_mark(f"f_{name}"))
    )
    return f"case {cases}end"


def failing(layout: Layout) -> str:
    """The cells that stopped a row, as JSON {header: text}: text and counterpart stay out.

    Of a row whose cells cannot be told apart only their number is kept.
    """
    money = tables.amount_fields(layout)
    amounts = [name for name in (*money, "sida", "valuta") if name in layout.columns]
    kept = {
        rules.KONTO_SAKNAS: ["konto"],
        rules.DATUM_OLASLIGT: ["datum"],
        rules.DATUM_TVETYDIGT: ["datum"],
        rules.BELOPP_TVETYDIGT: amounts,
        rules.BELOPP_OLASLIGT: amounts,
        rules.BELOPP_SAKNAS: amounts,
        rules.BELOPP_ORIMLIGT: amounts,
        rules.BELOPP_DELAT: amounts,
        rules.SIDA_OKAND: amounts,
        rules.SIDA_TVETYDIG: amounts,
        rules.VALUTA_TVETYDIG: amounts,
        rules.VALUTA_I_CELL: amounts,
        rules.VALUTA_UTAN_KURS: amounts,
        rules.SALDORAD_OKLAR: amounts,
    }
    cases = " ".join(
        f"when '{rule.id}' then {_cells(layout, names)}" for rule, names in kept.items()
    )
    return f"case regel {cases} else json_object('antal celler', antal) end"


def _cells(layout: Layout, names: Sequence[str]) -> str:
    pairs = ", ".join(
        f"{text_literal(layout.header_of(name))}, f_{name}"
        for name in names
        if name in layout.columns
    )
    return f"json_object({pairs})"
