"""What a declaration of a field says, and what follows from what the field holds.

Belongs here: the shape of a declaration and the columns of the raw layer that follow. How a sort of
value is read is in `rows`, what a person may type in `template`, how it is told in an answer in
`feedback`: each has one entry a sort of value, and none a field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fondbok import organisation

Kind = Literal[
    "start",
    "projekt",
    "svar",
    "samverkan",
    "indikator",
    "natverk",
    "handelse",
    "arende",
    "part",
    "personal",
    "ansokan",
]
"""The tables of a submission."""

Holds = Literal[
    # Whose the row is, read by `identity_fields`.
    "name", "unit", "identity",
    # Money: what was paid, amounts beside it in a currency of their own, and their currency.
    "paid", "amount", "currency",
    # Read with each other: goals and their shares, start, end and both in one.
    "goals", "goal_shares", "start", "end", "period",
    # Alone, and more than one field may be of the kind.
    "text", "lines", "code", "codes", "share", "date", "day", "count", "number",
    # Alone, names of a register.
    "fund", "role", "units", "fitted",
    # Shown in the form and never read.
    "information",
]  # fmt: skip

Typed = Literal[
    "text", "lang_text", "kod", "belopp", "delbelopp", "procent", "andelar", "dag", "deldatum",
    "heltal", "tal", "fond", "roll", "kf_mal", "valuta", "forvaltning", "samverkan", "projektnamn",
    "namnd", "ar", "version", "diarienummer", "arendedel", "ansokanslage",
    "information",
]  # fmt: skip
"""What a cell of the form lets a person type: its style and its check."""

_TYPED: dict[Holds, Typed] = {
    "name": "lang_text",
    "paid": "belopp",
    "amount": "delbelopp",
    "currency": "valuta",
    "goals": "kf_mal",
    "goal_shares": "andelar",
    "start": "deldatum",
    "end": "deldatum",
    "lines": "lang_text",
    "code": "kod",
    "codes": "kod",
    "share": "procent",
    "date": "deldatum",
    "day": "dag",
    "count": "heltal",
    "number": "tal",
    "fund": "fond",
    "role": "roll",
    "units": "forvaltning",
    "information": "information",
}
# Texts in words of the nämnd's own: who they are typed by cannot be told from them.
_FREE: frozenset[Holds] = frozenset({"text", "lines", "units"})
_LISTS: frozenset[Holds] = frozenset({"codes", "units", "fitted"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the raw table.

    Attributes:
        name: Its name.
        type: Its type in DuckDB.
        inspected: Whether `fondbok inspect` shows it under its own name.
    """

    name: str
    type: str
    inspected: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """One field, declared once.

    Attributes:
        id: Field id of the input contract: the key of a JSON file and the header of an export.
        holds: What it holds; reading, storing, typing and telling follow from it.
        headers: How its header is written, with the places of `organisation`; the first is the one
            the form prints.
        help: What the form says when a cell of it is chosen, in Swedish, with the same places.
        width: Of its column in the form, in characters; 0 is no column.
        required: A project without it is pointed out in the form.
        prefilled: The form is handed out with last year's value; a text of that name is taken from
            mart.dim_projekt.
        care: How hard it is searched for personal data: "kod" for codes and counts, whose long
            numbers are their ordinary content, "fri" for all else.
        short: Header in the answer's table of rows, the form's unless told.
        short_width: Of its column there.
        said: An amount as it is called within a sentence, and its word for "unknown".
        rules: First part of the ids of the rules about an amount that cannot be read.
        part_of: The amount it is a part of.
        typed: What may be typed, where that is not what `holds` says.
        columns: Its columns in the raw table, where these are not what `holds` says; the first
            holds the value.
    """

    id: str
    holds: Holds
    headers: tuple[str, ...]
    help: str = ""
    width: float = 0
    required: bool = False
    prefilled: bool = False
    care: Literal["fri", "kod"] = "fri"
    short: str = ""
    short_width: int = 18
    said: tuple[str, str] = ("beloppet", "okänt")
    rules: str = "BUDGET"
    part_of: str | None = None
    typed: Typed | None = None
    columns: tuple[Column, ...] | None = None

    @property
    def header(self) -> str:
        """The header the form prints."""
        return organisation.filled(self.headers[0])

    @property
    def spellings(self) -> tuple[str, ...]:
        """How its header may be written in the city in use."""
        return tuple(each for header in self.headers for each in organisation.spellings(header))

    @property
    def help_text(self) -> str:
        """What the form says when a cell of it is chosen."""
        return organisation.filled(self.help)

    @property
    def raw(self) -> tuple[Column, ...]:
        """Its columns in the raw table; none where its value is stored with another field's."""
        return _columns(self) if self.columns is None else self.columns

    @property
    def is_free_text(self) -> bool:
        """Whether it is in words of the nämnd's own, and no name of a register or a number."""
        return self.holds in _FREE

    @property
    def is_list(self) -> bool:
        """Whether its value is several codes joined by ';'."""
        return self.holds in _LISTS

    @property
    def cell(self) -> Typed:
        """What may be typed into its cells."""
        return self.typed or _TYPED.get(self.holds, "text")


def _columns(field: Field) -> tuple[Column, ...]:
    """The columns of what more than one field may hold."""
    name = field.id
    if field.holds == "amount":
        return (Column(name, "decimal(18, 2)"), Column(f"{name}_valuta", "varchar"))
    if field.holds in ("start", "end", "date"):
        return (Column(f"{name}_datum", "date"), Column(f"{name}_precision", "varchar"))
    if field.holds in ("currency", "goals", "goal_shares", "period", "information"):
        return ()
    types = {"share": "decimal(9, 4)", "day": "date", "count": "bigint", "number": "decimal(18, 4)"}
    return (Column(name, types.get(field.holds, "varchar")),)
