"""SQL that types the cells of a delimited ledger: text in, codes, dates and exact amounts out.

Belongs here: expressions over columns, as SQL text. No data passes through Python here.
"""

from __future__ import annotations

from collections.abc import Mapping

from fondbok.ledger import voucher_numbers, words
from fondbok.ledger.profiles import Layout
from fondbok.sql import text_literal

# Blanks of every width, and the apostrophe some systems put between thousands.
BLANKS = " \t\n\u00a0\u202f\u2009\u2007\u2002\u2003'\u2019"
MINUSES = "−–‒"


def cells(delimiter: str) -> tuple[str, str]:
    """Expressions over `line`: its cells as a list, and whether its quotes are broken.

    A line without quotes is split; one whose quotes are well formed is split outside them; a
    broken one is split at every delimiter, so that nothing swallows what follows.
    """
    d = text_literal(delimiter)
    whole = text_literal(well_formed(delimiter))
    each = text_literal(
        f'{_re(delimiter)}([ ]*"(?:[^"]|"")*"[^{_cls(delimiter)}]*|[^{_cls(delimiter)}]*)'
    )
    quoted = "contains(line, '\"')"
    sound = f"regexp_full_match(line, {whole})"
    expression = (
        f"case when not {quoted} then string_split(line, {d}) "
        f"when {sound} then regexp_extract_all({d} || line, {each}, 1) "
        f"else string_split(line, {d}) end"
    )
    return expression, f"({quoted} and not {sound})"


def well_formed(delimiter: str) -> str:
    """A pattern (RE2 and Python) of a line whose quotes all open and close a cell."""
    cell = f'[ ]*(?:"(?:[^"]|"")*"[ ]*|[^"{_cls(delimiter)} ][^{_cls(delimiter)}]*|)'
    return f"{cell}(?:{_re(delimiter)}{cell})*"


def _re(delimiter: str) -> str:
    return "\\t" if delimiter == "\t" else f"[{delimiter}]"


def _cls(delimiter: str) -> str:
    return "\\t" if delimiter == "\t" else delimiter


def cell(column: int) -> str:
    """One cell of the list `c`, without blanks and quotes around it; '' when it is not there."""
    raw = f"coalesce(c[{column + 1}], '')"
    return (
        f"case when not stokig then {raw} when contains({raw}, '\"') then {_unquoted(raw)} "
        f"else trim({raw}, {_sql_blanks()}) end"
    )


def _sql_blanks() -> str:
    return text_literal(" \t\n\u00a0\u202f")


def _unquoted(raw: str) -> str:
    bare = f"trim({raw}, {_sql_blanks()})"
    inside = f"replace({bare}[2:-2], '\"\"', '\"')"
    closed = f"length({bare}) > 1 and starts_with({bare}, '\"') and ends_with({bare}, '\"')"
    opened = f"starts_with({bare}, '\"')"
    formula = f'regexp_extract({bare}, \'^="([^"]*)"$\', 1)'
    return (
        f"case when starts_with({bare}, '=') and {formula} <> '' then {formula} "
        f"when {closed} then trim({inside}, {_sql_blanks()}) "
        f"when {opened} then trim({bare}, '\"') else {bare} end"
    )


def code(name: str, separator: str | None, *, with_text: bool, konto: bool = False) -> str:
    """A code column: the code alone, without what spreadsheets put around it.

    Args:
        name: the column.
        separator: what stands between code and text; None means blanks, a colon or a dash before a
            letter.
        with_text: a cell may hold code and text.
        konto: it is an account, and those begin with no zero.
    """
    bare = f"regexp_replace({name}, {text_literal(voucher_numbers.AROUND_NUMBER)}, '', 'g')"
    bare = f"regexp_replace({bare}, '^(\\d{{3,}})[.,]0{{1,2}}$', '\\1')"
    if with_text and separator is not None:
        bare = f"trim(split_part({bare}, {text_literal(separator)}, 1))"
    elif with_text:
        letter = words.LETTER
        parted = rf"(?:[ \x{{a0}}]+[(–-]?|[ \x{{a0}}]*[:–-])[ \x{{a0}}]*{letter}.*$"
        pattern = text_literal(rf"^({letter}{{0,3}}[0-9][0-9A-Za-z]*){parted}")
        bare = f"coalesce(nullif(regexp_extract({bare}, {pattern}, 1), ''), {bare})"
    if konto:
        bare = f"regexp_replace({bare}, '^0+([1-9]\\d{{3,}})$', '\\1')"
    # Nearly all codes are numbers.
    plain = f"{name} = '' or regexp_full_match({name}, '[1-9][0-9]*')"
    return f"case when {plain} then {name} else {bare} end"


def is_number(name: str) -> str:
    """Whether a cell is empty or a plain number: then it holds no letter and no second part."""
    return f"({name} = '' or try_cast({name} as bigint) is not null)"


def iso_date(name: str) -> str:
    """A date as nearly all are written, 2024-03-31 or 20240331, NULL where it is any other.

    DuckDB's own cast reads the order year, month, day only, which is what ten signs with dashes
    and a year of four digits mean too.
    """
    packed = f"{name}[1:4] || '-' || {name}[5:6] || '-' || {name}[7:8]"
    return (
        f"case when strlen({name}) = 10 and contains({name}, '-') then try_cast({name} as date) "
        f"when strlen({name}) = 8 and try_cast({name} as integer) between 19000000 and 21001231 "
        f"then try_cast({packed} as date) end"
    )


def profile_date(name: str, formats: tuple[str, ...]) -> str:
    """A date in one of a profile's formats; a time of day after it is dropped."""
    day = f"regexp_replace({name}, '[ T]\\d{{2}}:\\d{{2}}.*$', '')"
    listed = ", ".join(text_literal(each) for each in formats)
    return f"case when {name} <> '' then cast(try_strptime({day}, [{listed}]) as date) end"


def bare_date(name: str) -> str:
    """A date without time of day, an apostrophe before it, or the .0 that makes a number of it."""
    time = text_literal(r"[T ]+\d{1,2}[:.]\d{2}([:.]\d{2}.*|Z| ?[AaPp][Mm])?$")
    day = f"regexp_replace(ltrim({name}, {text_literal(chr(39))}), {time}, '')"
    return f"regexp_replace({day}, '^(\\d{{5,8}})[.,]0+$', '\\1')"


def date_shape(day: str) -> str:
    """The shape of a bare date that can be read in several orders, NULL of any other."""
    long = text_literal(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}(19|20)\d{2}")
    short = text_literal(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
    return (
        f"case when regexp_full_match({day}, {long}) and {iso_date(day)} is null then 'lang' "
        f"when regexp_full_match({day}, {short}) then 'kort' "
        f"when regexp_full_match({day}, '\\d{{6}}') then 'packad' end"
    )


def _day(year: str, month: str, day: str) -> str:
    """A date of its parts as text; NULL when there is no such day, or no parts."""
    return (
        f"try_cast(nullif({year}, '') || '-' || lpad({month}, 2, '0') || '-' || "
        f"lpad({day}, 2, '0') as date)"
    )


def month_of_year(year: str, period: str) -> str:
    """The first day of a month that is a number beside its year's; 13 and 00 are a year's ends."""
    number = f"case when regexp_full_match({period}, '\\d{{1,2}}') then lpad({period}, 2, '0') end"
    return _month(f"cast({year} as varchar)", number)


def _month(year: str, month: str) -> str:
    """The first day of a month; the last of the year for its period 13, the first for 00."""
    first = _day(year, month, "'1'")
    return (
        f"case {month} when '13' then try_cast({year} || '-12-31' as date) "
        f"when '00' then try_cast({year} || '-01-01' as date) else {first} end"
    )


# Shapes of dates that can be read in more than one order: day and month before a year of four
# digits; two digits each; and the same without marks, as months are written too.
PACKED = "packad"
ORDERS = {
    "lang": ("DMY", "MDY"),
    "kort": ("YMD", "DMY", "MDY"),
    PACKED: ("YMD", "DMY", "MDY", "YM"),
}
_IN_ORDER = ("YMD", "DMY", "MDY", "YM")
_THREE_PARTS = r"^(\d{1,2})[/.-]?(\d{1,2})[/.-]?(\d{4}|\d{2})$"
_YEAR_FIRST = r"^((?:19|20)\d{2})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$"
_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "maj": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_MONTH = rf"(\d{{1,2}}\.|{words.LETTER}{{3}}){words.LETTER}*"
_YEAR_LAST = rf"(?i)^(\d{{1,2}})[ .-]*{_MONTH}[ .-]*((?:19|20)\d{{2}})$"


def odd_date_steps() -> tuple[str, str, str]:
    """Three lists of columns, each made of the one before, that read a bare date in bar_datum.

    datum_form is its shape, las_ymd and the others what it means in each order (NULL where that is
    no day), las_saker what it means where it can be read in one way. One expression of it all would
    be planned longer than it runs.
    """
    parted = (
        f"case when bar_datum is not null then {date_shape('bar_datum')} end as datum_form",
        f"regexp_extract(bar_datum, {text_literal(_YEAR_FIRST)}, ['y', 'm', 'd']) as datum_forst",
        f"regexp_extract(bar_datum, {text_literal(_YEAR_LAST)}, ['d', 'm', 'y']) as datum_sist",
        f"regexp_extract(bar_datum, {text_literal(_THREE_PARTS)}, ['a', 'b', 'c']) as datum_del",
    )
    # Two digits are a year of this century, or of the nineties.
    century = (
        "case when strlen({y}) = 4 then {y} when {y} >= '90' then '19' || {y} else '20' || {y} end"
    )
    years = (
        f"case when datum_form is not null then {century.format(y='datum_del.a')} end as ar_forst",
        f"case when datum_form is not null then {century.format(y='datum_del.c')} end as ar_sist",
    )
    names = " ".join(f"when '{name}' then '{number}'" for name, number in _MONTHS.items())
    month = f"case lower(datum_sist.m) {names} else rtrim(datum_sist.m, '.') end"
    read = {
        "YMD": _day("ar_forst", "datum_del.b", "datum_del.c"),
        "DMY": _day("ar_sist", "datum_del.b", "datum_del.a"),
        "MDY": _day("ar_sist", "datum_del.a", "datum_del.b"),
        "YM": _month("bar_datum[1:4]", "bar_datum[5:6]"),
    }
    orders = [
        f"case when datum_form in ({', '.join(repr(f) for f, o in ORDERS.items() if order in o)}) "
        f"then {expression} end as las_{order.lower()}"
        for order, expression in read.items()
    ]
    whole = _day("datum_forst.y", "datum_forst.m", "datum_forst.d")
    sure = (
        f"case when bar_datum is null or datum_form is not null then null "
        f"when datum_forst.d <> '' then {whole} "
        f"when datum_forst.y <> '' then {_month('datum_forst.y', 'datum_forst.m')} "
        f"when datum_sist.y <> '' then {_day('datum_sist.y', month, 'datum_sist.d')} "
        f"else {iso_date('bar_datum')} end as las_saker"
    )
    return ", ".join(parted), ", ".join(years), ", ".join([*orders, sure])


def odd_date(proved: Mapping[str, str]) -> str:
    """A date by what `odd_date_steps` made: in the order proved, or in the only one it can have.

    Args:
        proved: shape -> order.
    """
    cases = ""
    for shape, orders in ORDERS.items():
        if shape in proved:
            value = f"las_{proved[shape].lower()}"
        else:
            each = ", ".join(_plausible(order) for order in orders)
            value = f"case when least({each}) = greatest({each}) then least({each}) end"
        cases += f"when '{shape}' then {value} "
    return f"case datum_form {cases}else las_saker end"


def _plausible(order: str) -> str:
    column = f"las_{order.lower()}"
    return f"case when {column} between date '1990-01-01' and date '2100-12-31' then {column} end"


def two_readings() -> str:
    """Whether a date of an uncertain shape can be read in more than one order."""
    each = ", ".join(_plausible(order) for order in _IN_ORDER)
    return f"(datum_form is not null and least({each}) <> greatest({each}))"


def date_readings() -> str:
    """What a date can mean, as text: "2024-01-03 eller 2024-03-01"."""
    texts = []
    for place, order in enumerate(_IN_ORDER):
        same = "".join(
            f" and las_{order.lower()} is distinct from las_{each.lower()}"
            for each in _IN_ORDER[:place]
        )
        texts.append(f"case when true{same} then cast({_plausible(order)} as varchar) end")
    return f"concat_ws(' eller ', {', '.join(texts)})"


def year(name: str) -> str:
    """The year a text opens with, of four digits or, alone or before the next year's, of two."""
    whole = f"try_cast({name}[:4] as integer)"
    short = f"regexp_full_match({name}, '\\d\\d(?:[/–-]\\d\\d)?')"
    return (
        f"case when {whole} between 1990 and 2100 then {whole} "
        f"when {short} then 2000 + try_cast({name}[:2] as integer) end"
    )


def year_of_period(name: str) -> str:
    """The year of a period written year first, 202400 to 202413; NULL of anything else."""
    pattern = text_literal(r"(?:19|20)\d\d[-/ .]?(?:0\d|1[0-3])")
    return (
        f"case when regexp_full_match({name}, {pattern}) then try_cast({name}[:4] as integer) end"
    )


def plain_amount(name: str, decimal: str) -> str:
    """The amount of a cell written the usual way, NULL when it is written in any other.

    Digits with blanks between them, at most two decimals, a minus before or after. The other
    expressions read these alike; this one does it in a third of the time.
    """
    if decimal == "":
        return "cast(null as decimal(18, 2))"
    digits = f"[0-9][0-9 ]*([{decimal}][0-9][0-9]?)?"
    usual = text_literal(f"-?{digits}|{digits}-")
    spaceless = f"replace({name}, ' ', '')"
    number = spaceless if decimal == "." else f"replace({spaceless}, '{decimal}', '.')"
    return (
        f"case when not regexp_full_match({name}, {usual}) then null "
        f"when ends_with({name}, '-') then -try_cast(rtrim({number}, '-') as decimal(18, 2)) "
        f"else try_cast({number} as decimal(18, 2)) end"
    )


def bare_amount(name: str) -> str:
    """An amount without blanks and currency, with ordinary minuses; NULL when there is none."""
    spaceless = f"replace({name}, ' ', '')"
    # translate() goes character by character; most amounts only hold ordinary blanks.
    return (
        f"nullif(nullif(case when regexp_full_match({spaceless}, '{_BARE}') then {spaceless} "
        f"else {words.without_mark(_translated(name))} end, ''), '-')"
    )


_BARE = "[-+0-9.,()]*"


def _translated(name: str) -> str:
    return f"translate({name}, {text_literal(MINUSES + BLANKS)}, '{'-' * len(MINUSES)}')"


def money_mark(name: str) -> str:
    """The code of the currency in an amount's cell; NULL where none is named."""
    spaceless = f"replace({name}, ' ', '')"
    return (
        f"case when not regexp_full_match({spaceless}, '{_BARE}') "
        f"then {words.money_mark(_translated(name))} end"
    )


def signed(name: str) -> str:
    """A bare amount with a trailing minus or parentheses made plain."""
    return (
        f"case when ends_with({name}, '-') then '-' || {name}[:-2] "
        f"when starts_with({name}, '(') and ends_with({name}, ')') then '-' || {name}[2:-2] "
        f"else {name} end"
    )


def amount(name: str, decimal: str, thousands: str) -> str:
    """A signed amount as DECIMAL(18, 2), NULL where it cannot be read in exactly one way.

    Args:
        name: column made by `signed`.
        decimal: ',' or '.', or '' when nothing in the file decides.
        thousands: a profile's mark.
    """
    if decimal == "":
        return _undecided_amount(name)
    other = "." if decimal == "," else ","
    group = "'" if thousands == "blank" else thousands
    mark = other if thousands == "auto" else group
    usual = text_literal(f"[-+]?\\d+(?:[{decimal}]\\d{{1,2}}0*)?|[-+]?[{decimal}]\\d{{1,2}}")
    grouped = text_literal(f"[-+]?\\d{{1,3}}(?:[{mark}]\\d{{3}})+(?:[{decimal}]\\d{{1,2}}0*)?")
    strange = text_literal(f"[-+]?\\d+[{other}]\\d{{1,2}}")
    as_number = f"replace({name}, '{decimal}', '.')"
    without = f"replace({name}, {text_literal(mark)}, '')"
    return (
        f"try_cast(case when regexp_full_match({name}, {usual}) then {as_number} "
        f"when regexp_full_match({name}, {grouped}) then replace({without}, '{decimal}', '.') "
        f"when regexp_full_match({name}, {strange}) then replace({name}, '{other}', '.') "
        f"end as decimal(18, 2))"
    )


def _undecided_amount(name: str) -> str:
    whole = text_literal(r"[-+]?\d+")
    short = text_literal(r"[-+]?\d*[.,]\d{1,2}|[-+]?\d{4,}[.,]\d{1,2}0*")
    comma_last = text_literal(r"[-+]?\d{1,3}(?:\.\d{3})+,\d{1,2}0*|[-+]?\d{1,3}(?:\.\d{3}){2,}")
    point_last = text_literal(r"[-+]?\d{1,3}(?:,\d{3})+\.\d{1,2}0*|[-+]?\d{1,3}(?:,\d{3}){2,}")
    return (
        f"try_cast(case when regexp_full_match({name}, {whole}) then {name} "
        f"when regexp_full_match({name}, {short}) then replace({name}, ',', '.') "
        f"when regexp_full_match({name}, {comma_last}) "
        f"then replace(replace({name}, '.', ''), ',', '.') "
        f"when regexp_full_match({name}, {point_last}) then replace({name}, ',', '') "
        f"end as decimal(18, 2))"
    )


AMBIGUOUS = r"[-+]?\d{1,3}[.,]\d{3}"
# One or two digits after the mark prove it the decimal one; twice in a number, the other one.
DECIMAL_COMMA = r".*,\d{1,2}\D*|.*\d\.\d{3}\.\d{3}.*"
DECIMAL_POINT = r".*\.\d{1,2}\D*|.*\d,\d{3},\d{3}.*"


def amount_fields(layout: Layout) -> list[str]:
    """The money columns that this file has."""
    return [f for f in ("belopp", "debet", "kredit", "belopp_valuta") if f in layout.columns]


def empty_after(column: int) -> str:
    """Whether no cell of the list `c` holds anything to the right of a 1-based column."""
    rest = f"trim(array_to_string(c[{column + 1}:], ''), ' \t\"\u00a0') = ''"
    return f"case when len(c) > {column} then {rest} else true end"
