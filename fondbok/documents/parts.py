"""What a document is made of, before anybody knows whether it becomes docx, html or pdf.

Belongs here: the kinds of parts. A cell holds the value from the mart; how a value is written is
decided once, in `swedish`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Value: TypeAlias = str | int | Decimal | date | None
Kind: TypeAlias = Literal["text", "kr", "antal", "tal", "nummer", "datum"]

UNKNOWN = "okänt"
NONE = "–"  # there is nothing to know, or no such amount was stated


@dataclass(frozen=True)
class Siffra:
    """A figure that stands in running text: what it is and its value, for comparing releases."""

    namn: str
    varde: Value


@dataclass(frozen=True)
class Heading:
    """A heading; the document's title is none.

    Attributes:
        level: 1 to 3, never more than one deeper than the heading before.
        text: what it says.
        anchor: its name in links, unique in the document.
    """

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Para:
    """A paragraph of our own sentences, with the figures in it."""

    text: str
    siffror: tuple[Siffra, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a nämnd wrote: its own words, its own paragraphs and lists.

    Attributes:
        text: the words.
        label: what they are about, in front of them.
    """

    text: str
    label: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Gap:
    """A place that a person fills in: says what is to stand there."""

    text: str


@dataclass(frozen=True)
class Box:
    """A framed text that must not be missed: a title and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: its head.
        kind: what its values are; kr, antal and tal stand to the right.
        width: share of the table's width, relative to the other columns.
        unknown: what stands where the value is not known.
    """

    title: str
    kind: Kind = "text"
    width: float = 1.0
    unknown: str = UNKNOWN


@dataclass(frozen=True)
class Table:
    """A table with a head.

    Attributes:
        anchor: its name, unique in the document and the same from year to year.
        caption: what it shows; numbered when the document is put together.
        columns: the first one names the row.
        rows: values, as many as columns.
        total: the last row, which is a sum; None when the rows may not be added.
        notes: lines below it.
        key: how many columns from the left name a row.
    """

    anchor: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    notes: tuple[str, ...] = ()
    key: int = 1

    @property
    def every_row(self) -> tuple[tuple[Value, ...], ...]:
        """The rows and the total."""
        return self.rows if self.total is None else (*self.rows, self.total)


@dataclass(frozen=True)
class Listing:
    """Facts about one thing, a name and a value each; a table of two columns without a head.

    Attributes:
        anchor: its name, unique in the document.
        about: what the facts are about, for those who do not see the page.
        facts: name, value and what kind of value it is.
    """

    anchor: str
    about: str
    facts: tuple[tuple[str, Value, Kind], ...]


@dataclass(frozen=True)
class Panel:
    """One measure of a chart: its title and a value for each label; None is unknown."""

    title: str
    kind: Kind
    values: tuple[Decimal | int | None, ...]


@dataclass(frozen=True)
class Bars:
    """A chart of bars lying down, the panels side by side over the same labels.

    Attributes:
        anchor: its name, unique in the document.
        caption: what it shows.
        labels: what the bars are about, from the top.
        panels: the measures.
    """

    anchor: str
    caption: str
    labels: tuple[str, ...]
    panels: tuple[Panel, ...]


Part: TypeAlias = Heading | Para | Said | Bullets | Gap | Box | Table | Listing | Bars


@dataclass(frozen=True)
class Document:
    """A whole document.

    Attributes:
        name: its file's name without ending.
        title: what it is called.
        subtitle: whose and for when.
        release_id: the release its figures come from.
        dated: the day of the release.
        draft: why it is a draft; nothing when it is not.
        contents: whether it has a table of contents.
        parts: what it holds, in order.
    """

    name: str
    title: str
    subtitle: str
    release_id: str
    dated: date
    parts: tuple[Part, ...]
    draft: tuple[str, ...] = ()
    contents: bool = True

    def headings(self, deepest: int) -> Iterator[Heading]:
        """The headings down to a level."""
        for part in self.parts:
            if isinstance(part, Heading) and part.level <= deepest:
                yield part
