"""What a SIE 4 file holds, as Python objects.

Belongs here: the shapes, and the numbers of the two dimensions that the warehouse has columns for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fondbok.files.refusal import Refusal
from fondbok.findings import Rule

ANSVAR = "1"
PROJEKT = "6"


class NotSie4(Refusal):
    """The content is not SIE type 4."""


@dataclass(frozen=True)
class Remark:
    """Something wrong at a line: rule, 1-based line (None is the whole file), the text itself."""

    rule: Rule
    rad: int | None
    varde: str | None = None


@dataclass(frozen=True)
class Row:
    """One posting.

    Attributes:
        rad: 1-based line.
        konto: '' when missing.
        objekt: pairs (dimension, object) in the order of the file.
        belopp: SEK with two decimals, debit positive; None when it cannot be read.
        belopp_text: as written.
        datum: the row's own date, or its voucher's; None when neither can be read.
        text: the row's own text; '' means the voucher's holds.
        added: it came from an #RTRANS that no #TRANS follows.
    """

    rad: int
    konto: str
    objekt: tuple[tuple[str, str], ...]
    belopp: Decimal | None
    belopp_text: str
    datum: date | None
    text: str = ""
    kvantitet: str = ""
    sign: str = ""
    added: bool = False


@dataclass
class Voucher:
    """A #VER and its rows; `rad` 0 is the voucher of rows that stand outside one."""

    rad: int
    serie: str
    nummer: str
    datum: date | None
    text: str = ""
    regdatum: str = ""
    sign: str = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def balance(self) -> Decimal:
        """Sum of the rows that could be read; zero when the voucher is even."""
        return sum((row.belopp for row in self.rows if row.belopp is not None), Decimal("0.00"))


@dataclass
class Identification:
    """What a file says about itself.

    Attributes:
        rakenskapsar: year number -> (first day, last day).
        konton: account -> name.
        kontotyper: account -> T, S, K or I.
        dimensioner: dimension -> (name, dimension it is part of or '').
        objekt: (dimension, object) -> name.
    """

    sietyp: str = ""
    program: str = ""
    genererad: str = ""
    foretag: str = ""
    orgnr: str = ""
    kontoplan: str = ""
    valuta: str = ""
    omfattning: str = ""
    rakenskapsar: dict[int, tuple[date, date]] = field(default_factory=dict)
    konton: dict[str, str] = field(default_factory=dict)
    kontotyper: dict[str, str] = field(default_factory=dict)
    dimensioner: dict[str, tuple[str, str]] = field(default_factory=dict)
    objekt: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Sie:
    """A whole file: header, vouchers in file order, remarks, and the encoding it was in."""

    header: Identification
    vouchers: list[Voucher]
    remarks: list[Remark]
    encoding: str = "utf-8"
