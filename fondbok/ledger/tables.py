"""SQL that types the cells of a delimited ledger: text in, codes, dates and exact amounts out.

Belongs here: expressions over columns, as SQL text. No data passes through Python here.
"""

from __future__ import annotations

from fondbok.ledger.profiles import Layout
from fondbok.ledger.staging import text_literal

# Blanks of every width, and the apostrophe some systems put between thousands.
BLANKS = " \t\n\u00a0\u202f\u2009\u2007\u2002\u2003'\u2019"
MINUSES = "−–‒"
# A date, then perhaps a time of day, which a ledger does not need.
COMMON_DATES = (
    "%Y-%m-%d",
    "%Y%m%d",
    "%d.%m.%Y",
    "%Y.%m.%d",
    "%Y/%m/%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%Y-%m",
    "%Y/%m",
    "%Y%m",
)
_MISSING = ("", "-", "--")


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
    return (
        f"case when {closed} then trim({inside}, {_sql_blanks()}) "
        f"when {opened} then trim({bare}, '\"') else {bare} end"
    )


def code(name: str, separator: str | None) -> str:
    """A code column: the code alone when the cell holds code and text.

    Args:
        name: the column.
        separator: what stands between them; None means blanks, a colon or a dash before a letter.
    """
    if separator is not None:
        return f"trim(split_part({name}, {text_literal(separator)}, 1))"
    pattern = text_literal(r"^([0-9][0-9A-Za-z]*)(?:[ \x{a0}]+|[ \x{a0}]*[:–-][ \x{a0}]*)\pL.*$")
    parted = text_literal(r"[ \x{a0}:–-]")
    found = f"regexp_extract({name}, {pattern}, 1)"
    # Nearly all codes are numbers, and asking whether one is costs a sixth of the expression.
    return (
        f"case when {is_number(name)} then {name} "
        f"when regexp_matches({name}, {parted}) and {found} <> '' then {found} else {name} end"
    )


def is_number(name: str) -> str:
    """Whether a cell is empty or a plain number: then it holds no letter and no second part."""
    return f"({name} = '' or try_cast({name} as bigint) is not null)"


def date(name: str, formats: tuple[str, ...]) -> str:
    """A date column as DATE, NULL where it cannot be read.

    A time of day after the date is dropped. ISO dates, nearly all there are, never reach strptime.
    DuckDB's own cast reads the order year, month, day only, which is what ten signs with dashes
    and a year of four digits mean too.
    """
    day = f"regexp_replace({name}, '[ T]\\d{{2}}:\\d{{2}}.*$', '')"
    listed = ", ".join(text_literal(each) for each in formats or COMMON_DATES)
    parsed = f"cast(try_strptime({day}, [{listed}]) as date)"
    if formats:
        return f"case when {name} <> '' then {parsed} end"
    closing = f"regexp_extract({day}, '^((?:19|20)\\d\\d)[-/]?(13|00)$', ['ar', 'period'])"
    parsed = (
        f"coalesce({parsed}, case {closing}.period "
        f"when '13' then make_date(cast({closing}.ar as integer), 12, 31) "
        f"when '00' then make_date(cast({closing}.ar as integer), 1, 1) end)"
    )
    iso = f"strlen({name}) = 10 and contains({name}, '-') and try_cast({name} as date) is not null"
    return f"case when {iso} then try_cast({name} as date) when {name} <> '' then {parsed} end"


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
    """An amount without blanks and with ordinary minuses; NULL when there is none."""
    drop = MINUSES + BLANKS
    keep = "-" * len(MINUSES)
    spaceless = f"replace({name}, ' ', '')"
    # translate() goes character by character; most amounts only hold ordinary blanks.
    return (
        f"nullif(nullif(case when regexp_full_match({spaceless}, '[-+0-9.,()]*') then {spaceless} "
        f"else translate({name}, {text_literal(drop)}, '{keep}') end, ''), '-')"
    )


def signed(name: str) -> str:
    """A bare amount with a trailing minus, parentheses or a currency word made plain."""
    plain = f"regexp_replace({name}, '(?i)^(kr|sek|eur|€)|(kr\\.?|sek|eur|€|:-)(-?)$', '\\3')"
    return (
        f"case when ends_with({name}, '-') then '-' || {name}[:-2] "
        f"when starts_with({name}, '(') and ends_with({name}, ')') then '-' || {name}[2:-2] "
        f"when regexp_matches({name}, '^[-+]?[0-9.,]*$') then {name} "
        f"else {plain} end"
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
