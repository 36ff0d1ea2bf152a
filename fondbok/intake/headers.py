"""What a column is called: headers as written matched to field ids.

Belongs here: what a header says about its column: the field, the unit, the year, the unit of the
city. How headers are spelled is declared with the fields, in `fields`. The rows under a header are
read by `project_rows` and `side_tables`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from fondbok import seeds
from fondbok.intake import fields
from fondbok.intake.fields import Kind
from fondbok.values.amounts import NO_UNIT, Unit, is_unit_word, parse_unit
from fondbok.values.dates import YEAR_IN_TEXT
from fondbok.values.resolve import resolve
from fondbok.values.text import key, tidy
from fondbok.values.unit_words import unit_among

# The form shows last year's amounts beside the empty ones.
_INFORMATION = frozenset(
    key(spelling)
    for field in fields.PROJECT
    if field.holds == "information"
    for spelling in field.headers
)
# One slip in a word of this length still means only one header.
_FUZZY_FROM = 8
_LONGEST = 120
# So much longer may a header be with the blanks and line breaks of a narrow column.
_LONGEST_AS_TYPED = 2 * _LONGEST

# "2021-2024", "2022/23", "2021 till och med 2024".
_SPAN = re.compile(
    r"(?<!\d)((?:19|20)\d\d) ?(?:[-–—/]|till(?: och med)?|t\.? ?o\.? ?m\.?|och|to|samt|,) ?"
    r"((?:19|20)\d\d|\d\d(?![-–\d]))(?!\d)",
    re.IGNORECASE,
)
# Signs that do not count when headers are compared, and say what the column is counted in.
_CURRENCY_SIGN = re.compile("[€$£¥]")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
# The same without blanks: "UtbetaltSEK", "UtbetaltTillASF".
_TO_UNIT_SQUEEZED = re.compile(r"^(utbetal(?:t|da)\w*?)till(\w+)$", re.IGNORECASE)
_LONGEST_UNIT = 8
_TO_UNIT = re.compile(r"^(utbetal(?:t|da)\b.*?) till (.+)$", re.IGNORECASE)
MONEY_FIELDS = frozenset(fields.MONEY)
OTHER_TIME = "annan_tid"
"""Field id of a column of payments over another time than one year: known, and never read."""
OTHER_UNIT = "annan_namnd"
"""Field id of a column of payments to another nämnd: known, and never read."""

# More than the year of the account, or another one; a year beside some of them still says which.
# Words for more than one year that stand in titles as well.
_MANY_YEARS = (
    r"ack(?:umulera[dt]e?)?\b\.?|hittills|livstid|(?:sedan|från) (?:projekt)?start(?:en)?"
    r"|(?:fram )?till dags dato|alla år|flera år|(?:hela|under) projekt(?:et|tiden|perioden)"
    r"|hela (?:tiden|perioden)"
)
_ALL_TIME = re.compile(
    rf"\b(?:{_MANY_YEARS}|t\.? ?o\.? ?m\b\.?|till och med|to date|tidigare(?: år)?"
    r"|före?g(?:ående|\.)? ?år|förra året|i fjol|fjolårets?|före)(?!\w)",
    re.IGNORECASE,
)
_OF_MANY_YEARS = re.compile(rf"\b(?:{_MANY_YEARS})(?!\w)", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:total[ta]?|sammanlag[td]a?|summa)\b", re.IGNORECASE)
_OF_THE_YEAR = re.compile(
    r"\b(?:helår(?:et)?|år(?:et|ets)?|i år|innevarande(?: år)?|utfall|utbet(?:alt\b|\.?)"
    r"|under(?: året)?|jan(?:uari|\.)?\s?[-–]\s?dec(?:ember|\.)?)(?!\w)",
    re.IGNORECASE,
)
# What may stand beside a unit in brackets and leaves the column what it is.
_BESIDE_UNIT = re.compile(
    r"(?:avrunda\w*|\d decimal\w*|ex(?:kl?|klusive)?\.? moms|ink?l\.? moms|per år|år"
    r"|(?:löpande|fasta) priser|helår|hela|tal)[ .,;)]*",
    re.IGNORECASE,
)
_CONVERTED = re.compile(r"omräkn|konverter|växl|kurs", re.IGNORECASE)
_PER_YEAR = re.compile(r"([\w.]+)\s?/\s?år\b", re.IGNORECASE)
# In brackets behind the name of a payment: it is none, or not this nämnd's.
_NO_PAYMENT = re.compile(
    r"prognos|budget|bevilj|ansök|kvar|återst|planera|förvänta|beräkna|partner|parter|varav"
    r"|\bej\b|\binte\b|rekvirera|preliminär",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Header:
    """What one header means.

    Attributes:
        field: Field id of the input contract.
        unit: Power of ten and currency of a bare number below it.
        year: The year inside the header, if any.
        unit_name: The förvaltning inside the header, if any ("Utbetalt till ASF 2019").
        guessed: The spelling was one slip away from a known header, or words were left out.
        or_unit: What a bare number below it may be counted in as well, where texts disagree.
    """

    field: str
    unit: Unit = NO_UNIT
    year: int | None = None
    unit_name: str | None = None
    guessed: bool = False
    or_unit: Unit | None = None


@seeds.derived
def _synonyms() -> dict[Kind, dict[str, str]]:
    return {
        kind: {key(spelling): field.id for field in _read(kind) for spelling in field.spellings}
        for kind in fields.SHEETS
    }


def _read(kind: Kind) -> list[fields.Field]:
    return [field for field in fields.SHEETS[kind] if field.holds != "information"]


@seeds.derived
def canonical(kind: Kind = "projekt") -> dict[str, str]:
    """Field id -> the header the template prints, in the template's order."""
    return {field.id: field.header for field in _read(kind)}


@seeds.derived
def spellings_of(*ids: str) -> frozenset[str]:
    """How the headers of some fields of the project table are spelled, as `key` compares them."""
    known = _synonyms()["projekt"]
    return frozenset(spelling for spelling, field in known.items() if field in ids)


def is_information(text: str) -> bool:
    """Whether a column only shows the nämnd something: no field, and nothing to remark on."""
    return key(text) in _INFORMATION


def match(text: str, kind: Kind = "projekt") -> Header | None:
    """The meaning of one header.

    Args:
        text: The header as written; case, blanks, hyphens and line breaks do not count.
        kind: Which table it stands in.

    Returns:
        The field with the unit and year read from the header, or None when it is not known.
    """
    return _match(text, kind) if len(text) <= _LONGEST_AS_TYPED else None


@seeds.derived_up_to(8192)
def _match(text: str, kind: Kind) -> Header | None:
    words = tidy(text)
    if not words or len(words) > _LONGEST:
        return None
    known = _synonyms()[kind]
    # A field id is a header too: json keys and exported csv files are written with them.
    whole = known.get(key(words)) or (words if words in known.values() else None)
    if whole and not _CURRENCY_SIGN.search(words):
        return Header(whole)
    parts = _take_apart(words)
    found = known.get(key(parts.bare))
    if found is None and kind == "projekt":
        other = _payment(parts) or _squeezed(key(parts.bare), parts)
        if other is not None:
            return None if parts.no_payment else other
    guessed = found is None
    found = found or _closest(key(parts.bare), kind)
    if found is None or (found in MONEY_FIELDS and parts.no_payment):
        return None
    doubtful = guessed or (found in MONEY_FIELDS and parts.loose)
    return _of_its_time(Header(found, parts.unit, parts.year, parts.unit_name, doubtful), parts)


def _of_its_time(header: Header, parts: _Parts) -> Header:
    """Payments over another time than one year are not what the account asks for."""
    if header.field == "utbetalt" and parts.other_time:
        return replace(header, field=OTHER_TIME)
    return replace(header, or_unit=parts.or_unit) if parts.or_unit is not None else header


@dataclass(frozen=True, slots=True)
class _Parts:
    """A header taken apart.

    Attributes:
        bare: What is left: the name of the column.
        year: The one year it names.
        unit: What it says its numbers are counted in.
        unit_name: The nämnd or förvaltning it names.
        other_time: It is about more than one year, or about another one.
        no_payment: Words in brackets say that it is no payment, or not to the nämnd.
        loose: Words were left out that may mean something.
        or_unit: What its numbers may be counted in as well.
    """

    bare: str
    year: int | None
    unit: Unit
    unit_name: str | None
    other_time: bool
    no_payment: bool
    loose: bool
    or_unit: Unit | None = None


def _take_apart(words: str) -> _Parts:
    unit, unit_name, loose, no_payment = NO_UNIT, None, False, False
    or_unit: Unit | None = None
    if (a_year := _PER_YEAR.search(words)) is not None and is_unit_word(a_year[1]):
        words = words.replace(a_year[0], a_year[1])
    span = _spans(words)
    years = set() if span else {int(year) for year in YEAR_IN_TEXT.findall(words)}
    other_time = span or len(years) > 1 or _ALL_TIME.search(words) is not None
    for inside in _BRACKET.findall(words) if "(" in words or "[" in words else ():
        content = YEAR_IN_TEXT.sub("", inside).strip(" ,")
        if is_unit_name(content):
            unit_name = content
        elif (named := unit_among(content)) is not None:
            unit, more = named
            loose = loose or (bool(more) and not _BESIDE_UNIT.fullmatch(more))
            no_payment = no_payment or _NO_PAYMENT.search(more) is not None
            if unit.currency not in (None, "SEK") and _CONVERTED.search(more):
                # "(EUR, omräknat)": into euro, or from euro into kronor?
                or_unit = Unit(unit.power, "SEK")
        elif content and not _ALL_TIME.search(content):
            no_payment = no_payment or _NO_PAYMENT.search(content) is not None
            loose = True
    bare = _BRACKET.sub(" ", _SPAN.sub(" ", words) if span else words)
    bare = tidy(YEAR_IN_TEXT.sub(" ", _ALL_TIME.sub(" ", bare))).strip(" ,:-–.")
    bare, unit = _trailing_unit(bare, unit)
    bare = re.sub(r"[ ,]+(?:under|år|för|i|av|per)$", "", bare)
    year = years.pop() if len(years) == 1 else None
    to_unit = _TO_UNIT.match(bare)
    if to_unit:
        bare, unit_name = to_unit[1], to_unit[2].strip(" ,:")
    return _Parts(bare, year, unit, unit_name, other_time, no_payment, loose, or_unit)


def says_many_years(text: str) -> bool:
    """Whether a text is about more than one year's payments: "Ackumulerat sedan projektstart"."""
    return _OF_MANY_YEARS.search(text) is not None


def says_no_payment(text: str) -> bool:
    """Whether a text is about money that is no payment, by the words that say so of a column."""
    return _NO_PAYMENT.search(text) is not None


@seeds.derived_up_to(1024)
def unit_in(text: str) -> Unit:
    """What a header says its numbers are counted in, whether or not its name is known."""
    words = tidy(text)
    return _take_apart(words).unit if 0 < len(words) <= _LONGEST else NO_UNIT


def _spans(words: str) -> bool:
    """Whether a header names years from one to another: "2021-2024" or "2022/23"."""
    span = _SPAN.search(words)
    if span is None:
        return False
    first, last = int(span[1]), span[2]
    return int(last) > first if len(last) == 4 else int(last) > first % 100


def _trailing_unit(bare: str, unit: Unit) -> tuple[str, Unit]:
    """Cut a unit off the end of a header: "Utbetalt EU-bidrag i tkr", "Utbetalt, 000 SEK"."""
    words = [word for word in re.split(r"[ ,:]+", bare) if word]
    if len(words) < 2 or not is_unit_word(words[-1]):
        return bare, unit
    for at in range(1, len(words)):
        tail = " ".join(words[at:])
        if is_unit_name(tail):
            break
        if (named := parse_unit(tail)) is not None:
            return " ".join(words[:at]), named
    return bare, unit


def is_unit_name(text: str) -> bool:
    """Whether a text is a nämnd or förvaltning as the registers write it: MN is no million."""
    return len(text) > 1 and resolve("namnd", text).how == "exakt"


def _payment(parts: _Parts) -> Header | None:
    """Money named with its receiver at the end, or as a total: "Utbetalt MN", "Totalt utbetalt"."""
    known = _synonyms()["projekt"]
    without = tidy(_IN_ALL.sub(" ", parts.bare)).strip(" ,:")
    if without != parts.bare and known.get(key(without)) == "utbetalt":
        # What was paid in all is the year's only where a year stands beside it.
        field = "utbetalt" if parts.year is not None and not parts.other_time else OTHER_TIME
        return Header(field, parts.unit, parts.year, parts.unit_name, guessed=True)
    # "Utbetalt helår 2024", "Utbetalt utfall": what was paid in the year.
    first, _, rest = parts.bare.partition(" ")
    without = tidy(f"{first} {_OF_THE_YEAR.sub(' ', rest)}").strip(" ,:-–")
    if without != parts.bare and known.get(key(without)) == "utbetalt":
        paid = Header("utbetalt", parts.unit, parts.year, parts.unit_name, guessed=True)
        return _of_its_time(paid, parts)
    words = parts.bare.split(" ")
    for at in range(1, len(words)):
        field_ = known.get(key(" ".join(words[:at])))
        tail = " ".join(words[at:])
        if field_ in MONEY_FIELDS and is_unit_name(tail):
            return _of_its_time(Header(field_, parts.unit, parts.year, tail), parts)
    return None


def _squeezed(bare: str, parts: _Parts) -> Header | None:
    """A money header written without blanks, with its unit or its förvaltning at the end.

    A förvaltning counts only when its name is known: the rest of the word could be a unit too.
    """
    known = _synonyms()["projekt"]
    for at in range(max(1, len(bare) - _LONGEST_UNIT), len(bare)):
        field, end = known.get(bare[:at]), bare[at:]
        if field not in MONEY_FIELDS:
            continue
        if is_unit_name(end):
            header = Header(field, parts.unit, parts.year, end.upper())
            return _of_its_time(header, parts)
        named = parse_unit(end)
        if named is not None and parts.unit in (NO_UNIT, named):
            return _of_its_time(Header(field, named, parts.year), parts)
    to_unit = _TO_UNIT_SQUEEZED.match(bare)
    field = known.get(to_unit[1]) if to_unit else None
    if to_unit is None or field is None or resolve("namnd", to_unit[2]).how != "exakt":
        return None
    return _of_its_time(Header(field, parts.unit, parts.year, to_unit[2].upper()), parts)


@seeds.derived
def _long_synonyms(kind: Kind) -> tuple[str, ...]:
    return tuple(spelling for spelling in _synonyms()[kind] if len(spelling) >= _FUZZY_FROM)


def _closest(wanted: str, kind: Kind) -> str | None:
    if len(wanted) < _FUZZY_FROM:
        return None
    close = process.extract(
        wanted, _long_synonyms(kind), scorer=OSA.distance, score_cutoff=1, limit=None
    )
    fields = {_synonyms()[kind][spelling] for spelling, _, _ in close}
    return fields.pop() if len(fields) == 1 else None
