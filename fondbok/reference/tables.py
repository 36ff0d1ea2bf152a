"""Which reference tables a city writes, and what a row of each may say.

Belongs here: one class a table, its fields in the order of the columns. What the columns mean
stands in seeds/<table>.yml, which dbt reads too; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_WHOLE = re.compile(r"-?[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[A-ZÅÄÖ0-9_]{1,12}")
_ACCOUNT = re.compile(r"[0-9]{1,10}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_FLAGS = {"true": True, "ja": True, "sant": True, "false": False, "nej": False, "falskt": False}


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text} är inget heltal.")
    return int(text)


def _year(text: str) -> int:
    number = _whole(text)
    if not 1990 <= number <= 2100:
        raise ValueError(f"{text} är inget år mellan 1990 och 2100.")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise ValueError(f"{text} är inget datum. Skriv det som 2024-01-31.") from None


def _flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError(f"{text} går inte. Skriv true eller false.")
    return _FLAGS[text.lower()]


def _number(text: str) -> Decimal:
    """A number as a program or as a Swede writes it; without blanks between thousands."""
    try:
        return Decimal(text.replace(",", ".", 1))
    except InvalidOperation:
        raise ValueError(f"{text} är inget tal. Skriv det som 1234,50.") from None


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError(f"{text} går inte som kod. Skriv högst tolv versaler och siffror.")
    return text


def _account(text: str) -> str:
    if not _ACCOUNT.fullmatch(text):
        raise ValueError(f"{text} är inget konto. Skriv bara siffror, högst tio.")
    return text


def _currency(text: str) -> str:
    if not _CURRENCY.fullmatch(text):
        raise ValueError(f"{text} är ingen valuta. Skriv tre versaler, till exempel EUR.")
    return text


Text = str
Whole = Annotated[int, BeforeValidator(_whole)]
Year = Annotated[int, BeforeValidator(_year)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Code = Annotated[str, BeforeValidator(_code)]
Account = Annotated[str, BeforeValidator(_account)]
Currency = Annotated[str, BeforeValidator(_currency)]
Ordinal = Annotated[int, BeforeValidator(_whole), Field(ge=1)]

KALLA = "kalla"
"""Where a row comes from. A city may leave it empty: it is then the city's own word."""


class Row(BaseModel):
    """A row of a city's table. An empty cell is None; text is trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    @model_validator(mode="after")
    def _in_order(self) -> Row:
        for first, last in (("fran_ar", "till_ar"), ("giltig_fran", "giltig_till")):
            start, end = getattr(self, first, None), getattr(self, last, None)
            if start is not None and end is not None and start > end:
                raise ValueError(f"{first} ({start}) är efter {last} ({end}).")
        return self


class Namnd(Row):
    """A nämnd, or one of its names over time."""

    namnd_kod: Code
    namnd: Text
    forvaltning_kod: Code
    forvaltning: Text
    giltig_fran: Day = date.min
    giltig_till: Day | None = None
    kalla: str | None = None


class NamndAlias(Row):
    """A spelling of a nämnd or its förvaltning."""

    alias: Text
    namnd_kod: Code
    kalla: str | None = None


class KfMal(Row):
    """A goal of kommunfullmäktige."""

    malperiod: Text
    nummer: Ordinal
    kf_mal: Text
    fran_ar: Year
    till_ar: Year
    kalla: str | None = None


class KfMalAlias(Row):
    """A spelling of a goal, within its set."""

    malperiod: Text
    alias: Text
    nummer: Ordinal
    kalla: str | None = None


class Ar(Row):
    """A year the city accounts for."""

    ar: Year
    malperiod: str | None = None
    programperiod: str | None = None
    redovisningsenhet: Literal["forvaltning", "namnd"]


class Fraga(Row):
    """A question put to the nämnder."""

    ar: Year
    fraga_nr: Ordinal
    fraga: Text
    tema: Text


class Arende(Row):
    """A row of the matter that the city's account is decided in."""

    ar: Year
    ordning: Ordinal
    arendedel: Literal[
        "inlamning", "instans", "forslag", "underlag", "mottagare",
        "ekonomi", "jamstalldhet", "barnratt", "bedomning",
    ]  # fmt: skip
    datum: Day | None = None
    text: Text

    @model_validator(mode="after")
    def _a_day_to_keep(self) -> Arende:
        if self.arendedel == "inlamning" and self.datum is None:
            raise ValueError("Skriv datum för sista dag att lämna in.")
        return self


class Ansvar(Row):
    """The beginning of the ansvar codes of a nämnd."""

    prefix: Text
    namnd_kod: Code
    fran_ar: Year | None = None
    till_ar: Year | None = None
    kalla: str | None = None


class Konto(Row):
    """A range of accounts that hold grants, or what is passed on of them."""

    konto_fran: Account
    konto_till: Account
    benamning: Text
    ar_eu_bidrag: Flag
    formedling: Literal["kostnad", "skuld"] | None = None
    tecken: Annotated[Literal[-1, 1], BeforeValidator(_whole)]
    kalla: str | None = None

    @model_validator(mode="after")
    def _a_range(self) -> Konto:
        if self.konto_fran > self.konto_till:
            raise ValueError(
                f"konto_fran ({self.konto_fran}) kommer efter konto_till ({self.konto_till}) när"
                " konton jämförs som text."
            )
        return self


class Projektkod(Row):
    """A code of the economy system and its project."""

    projektkod: Text
    projekt: Text
    fran_ar: Year | None = None
    till_ar: Year | None = None
    kalla: str | None = None


class ProjektAlias(Row):
    """A spelling of a project's name."""

    alias: Text
    projekt: Text
    fran_ar: Year | None = None
    till_ar: Year | None = None
    kalla: str | None = None


class ProjektSkilda(Row):
    """Two names that are not one project."""

    projekt_a: Text
    projekt_b: Text
    motiv: Text


class PubliceradSiffra(Row):
    """A figure as one of the city's documents prints it."""

    siffra_id: Text
    ar: Year
    publicerat_ar: Year
    matt: Text
    dimension: Text
    varde_namn: Text
    varde_kod: str | None = None
    varde: Number | None = None
    enhet: Text
    precision: Number
    uppgiven_precision: Number | None = None
    avrundning: Literal["exakt", "avrundad", "trunkerad", "ca"]
    bas: Literal["agare", "agare_och_part"] | None = None
    omfattning: Text
    dokument: Text
    rad: Whole
    notering: str | None = None
    ordning: Ordinal | None = None


class Forklaring(Row):
    """What a person found out about a difference."""

    siffra_id: Text
    forklaring: Text
    av_roll: Text
    datum: Day


class Motsagelse(Row):
    """A name for a contradiction that a rule finds between published figures."""

    id: Text
    motsagelse: Text
    beskrivning: Text


class Matt(Row):
    """What a published figure may measure."""

    matt: Text
    benamning: Text
    slag: Literal["belopp", "antal", "andel", "ovrigt"]
    summeras: Flag
    roll: Literal["agare", "part", "annan"] | None = None
    del_av: str | None = None


class Fondgrupp(Row):
    """A group that funds are published under."""

    fondgrupp: Text
    ordning: Whole


class Fond(Row):
    """A fund or programme of the city's own."""

    fond_kod: Text
    fond: Text
    fondgrupp: Text
    finansiar: Text
    ar_eu: Flag | None = None
    programperiod: str | None = None
    del_av: str | None = None
    kalla: str | None = None


class FondAlias(Row):
    """A spelling of a fund."""

    alias: Text
    fond_kod: Text
    ensam: Flag = False
    kalla: str | None = None


class Valutakurs(Row):
    """A yearly average rate."""

    valuta: Currency
    ar: Year
    sek_per_enhet: Annotated[Number, Field(gt=0)]
    kalla: str | None = None


class RollAlias(Row):
    """A spelling of a role."""

    alias: Text
    roll: Literal["agare", "part", "annan"]


class Samverkanstyp(Row):
    """A kind of partner that the form offers."""

    samverkanstyp: Text
    kalla: str | None = None


@dataclass(frozen=True)
class Table:
    """A reference table.

    Attributes:
        name: of the file, without .csv.
        row: what a row may say.
        key: the columns that no two rows share.
        references: column(s) -> table whose rows must have the same values in the same columns.
        general: whether seeds/ has rows too; a city's line then wins over one of the same key.
    """

    name: str
    row: type[Row]
    key: tuple[str, ...]
    references: Mapping[tuple[str, ...], str]
    general: Flag = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.row.model_fields)


def _table(name: str, row: type[Row], *key: str, general: Flag = False, **references: Any) -> Table:
    found = {tuple(columns.split("__")): table for columns, table in references.items()}
    return Table(name, row, key, found, general)


# In an order where what is referred to comes first.
TABLES: tuple[Table, ...] = (
    _table("kf_mal", KfMal, "malperiod", "nummer"),
    _table("kf_mal_alias", KfMalAlias, "malperiod", "alias", malperiod__nummer="kf_mal"),
    _table("ar", Ar, "ar", malperiod="kf_mal"),
    _table("namnd", Namnd, "namnd_kod", "giltig_fran"),
    _table("namnd_alias", NamndAlias, "alias", namnd_kod="namnd"),
    _table("fraga", Fraga, "ar", "fraga_nr", ar="ar"),
    _table("arende", Arende, "ar", "ordning", ar="ar"),
    _table("konto", Konto, "konto_fran"),
    _table("ansvar", Ansvar, "prefix", "fran_ar", namnd_kod="namnd"),
    _table("projekt_alias", ProjektAlias, "alias", "fran_ar"),
    _table("projekt_skilda", ProjektSkilda, "projekt_a", "projekt_b"),
    _table("projektkod", Projektkod, "projektkod", "fran_ar"),
    _table("matt", Matt, "matt", general=True),
    _table("publicerad_siffra", PubliceradSiffra, "siffra_id", ar="ar", matt="matt"),
    _table("forklaring", Forklaring, "siffra_id"),
    _table("motsagelse", Motsagelse, "motsagelse"),
    _table("fondgrupp", Fondgrupp, "fondgrupp", general=True),
    _table("fond", Fond, "fond_kod", general=True, fondgrupp="fondgrupp"),
    _table("fond_alias", FondAlias, "alias", general=True, fond_kod="fond"),
    _table("valutakurs", Valutakurs, "valuta", "ar", general=True),
    _table("roll_alias", RollAlias, "alias", general=True),
    _table("samverkanstyp", Samverkanstyp, "samverkanstyp", general=True),
)
BY_NAME = {table.name: table for table in TABLES}
