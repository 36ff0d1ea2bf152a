"""Parts as pandoc's document tree.

Belongs here: what every format has in common. A format says by a `Dialect` what it does in its own
way: pictures, the marks around a table, a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from fondbok.documents import swedish
from fondbok.documents.parts import (
    Bars,
    Box,
    Bullets,
    Column,
    Document,
    Gap,
    Heading,
    Listing,
    Para,
    Part,
    Said,
    Table,
    Value,
)
from fondbok.documents.render import widths

Node: TypeAlias = dict[str, Any]
_API = [1, 23, 1, 1]
_ITEM = re.compile(r"^\s*[-–•*]\s+")
# An amount that somebody wrote with blanks between its thousands.
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])")
# A table that is no longer is kept on one page.
_SHORT_ROWS, _SHORT_TEXT = 16, 1500
# What XML cannot hold.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Dialect:
    """What a format does in its own way.

    Attributes:
        picture: blocks of a chart with its caption.
        framed: blocks around a table, given its caption.
        boxed: blocks around what must not be missed, given its title.
        gap: blocks of a place to fill in.
        noted: blocks of the lines below a table.
        line: signs of a table's text in a line of the page, in the widest font a reader may have.
        lying: signs in a line of a page lying down; the same where there is no such page.
        together: blocks of a table and what stands with it, given whether it lies on a page lying
            down and whether it is short enough to stand on one page.
    """

    picture: Callable[[Bars, str], list[Node]]
    framed: Callable[[list[Node], str], list[Node]]
    boxed: Callable[[list[Node], str], list[Node]]
    gap: Callable[[str], list[Node]]
    noted: Callable[[list[str]], list[Node]]
    line: int
    lying: int
    together: Callable[[list[Node], bool, bool], list[Node]]


def tree(document: Document, dialect: Dialect, meta: dict[str, str], before: list[Node]) -> Node:
    """The whole document.

    Args:
        document: what it says.
        dialect: how the format says it.
        meta: pandoc's variables, plain text.
        before: blocks that stand first.
    """
    return {
        "pandoc-api-version": _API,
        "meta": {name: {"t": "MetaString", "c": clean(text)} for name, text in meta.items()},
        "blocks": [*before, *_Writer(dialect).blocks(document.parts)],
    }


class _Writer:
    """Counts tables and figures on the way."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._tables = 0
        self._figures = 0

    def blocks(self, parts: tuple[Part, ...]) -> list[Node]:
        made: list[Node] = []
        for part in parts:
            new = self._block(part)
            if isinstance(part, Table) and widths.is_wide(part, self._dialect.line):
                # The page that lies down begins with the headings above the table.
                while made and made[-1]["t"] == "Header":
                    new.insert(0, made.pop())
                new = self._dialect.together(new, True, False)
            elif isinstance(part, Table | Listing):
                new = self._dialect.together(new, False, _is_short(part))
            made += new
        return made

    def _block(self, part: Part) -> list[Node]:
        match part:
            case Heading():
                return [header(part.level, part.text, part.anchor)]
            case Para():
                return [para(part.text)]
            case Said():
                return list(_said(part))
            case Bullets():
                return [_listed(part)]
            case Gap():
                return self._dialect.gap(part.text)
            case Box():
                return self._dialect.boxed(
                    [_strong(part.title), *map(para, part.lines)], part.title
                )
            case Table():
                return self._table(part)
            case Listing():
                return self._listing(part)
            case Bars():
                self._figures += 1
                return self._dialect.picture(part, f"Figur {self._figures}. {part.caption}")

    def _table(self, part: Table) -> list[Node]:
        if not part.rows and part.total is None:
            return [para(f"{part.caption}: inget att visa.")]
        self._tables += 1
        caption = f"Tabell {self._tables}. {part.caption}"
        body = [_row(row, part) for row in part.rows]
        if part.total is not None:
            body.append(_row(part.total, part, total=True))
        notes = self._dialect.noted(list(part.notes)) if part.notes else []
        head = [_head(part.columns)]
        line = self._dialect.line
        shares = widths.of(part, self._dialect.lying if widths.is_wide(part, line) else line)
        made = table(part.anchor, caption, part.columns, head, body, part.key, shares)
        return [*self._dialect.framed([made], caption), *notes]

    def _listing(self, part: Listing) -> list[Node]:
        columns = (Column("Uppgift", width=1.2), Column("Värde", width=2.8))
        body = [
            row_of(
                [
                    _cell([plain(name)], left=True, row_head=True),
                    _cell([plain(swedish.cell(value, Column(name, kind)))], left=True),
                ]
            )
            for name, value, kind in part.facts
        ]
        shares = widths.shares(columns)
        return [table(part.anchor, "", columns, [], body, 1, shares, about=part.about)]


def _is_short(part: Table | Listing) -> bool:
    """Whether a table surely stands on one page, with what is above and below it."""
    rows: list[tuple[str, ...]]
    if isinstance(part, Listing):
        rows = [(name, swedish.cell(value, Column(name, kind))) for name, value, kind in part.facts]
    else:
        rows = [
            tuple(
                swedish.cell(value, column) for value, column in zip(row, part.columns, strict=True)
            )
            for row in part.every_row
        ]
    return (
        len(rows) <= _SHORT_ROWS and sum(len(cell) for row in rows for cell in row) <= _SHORT_TEXT
    )


def clean(text: str) -> str:
    """Text without signs that no document can hold."""
    return _NOT_TEXT.sub("", text)


def words(text: str) -> list[Node]:
    """Text as inlines; its no-break blanks stay as they are, and no amount in it breaks."""
    whole = _AMOUNT.sub(lambda found: found[0].replace(" ", swedish.NBSP), clean(text))
    parts = filter(None, re.split(r"([ \t\r\n]+)", whole))
    return [string(part) if part.strip(" \t\r\n") else {"t": "Space"} for part in parts]


def string(text: str) -> Node:
    """One word."""
    return {"t": "Str", "c": text}


def para(text: str) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": words(text)}


def plain(text: str) -> Node:
    """A line of a cell; an empty one holds a blank, for Word gives it the text's height else."""
    return {"t": "Plain", "c": words(text or swedish.NBSP)}


def strong(text: str) -> Node:
    """A line of a cell that stands out."""
    return {"t": "Plain", "c": [{"t": "Strong", "c": words(text)}]} if text else plain(text)


def header(level: int, text: str, anchor: str) -> Node:
    """A heading."""
    return {"t": "Header", "c": [level, [anchor, [], []], words(text)]}


def raw(format_: str, text: str) -> Node:
    """Something in the format's own language."""
    return {"t": "RawBlock", "c": [format_, text]}


def div(classes: list[str], blocks: list[Node], *, style: str = "", **attributes: str) -> Node:
    """Blocks with something in common; `style` is Word's name of their style."""
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    if style:
        named["custom-style"] = style
    return {"t": "Div", "c": [["", classes, [list(each) for each in named.items()]], blocks]}


def _strong(text: str) -> Node:
    return {"t": "Para", "c": [{"t": "Strong", "c": words(text)}]}


def _said(part: Said) -> Iterator[Node]:
    """A nämnd's own paragraphs; lines that begin with a dash or a dot are a list."""
    label: list[Node] = []
    if part.label:
        label = [{"t": "Strong", "c": words(f"{part.label}.")}, {"t": "Space"}]
    items: list[str] = []
    for line in clean(part.text).splitlines():
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line))
            continue
        if items:
            yield _listed(Bullets(tuple(items)))
            items = []
        if line.strip():
            yield {"t": "Para", "c": [*label, *words(line.strip())]}
            label = []
    if label:
        yield {"t": "Para", "c": label}
    if items:
        yield _listed(Bullets(tuple(items)))


def _listed(part: Bullets) -> Node:
    items = [[para(item)] for item in part.items]
    if part.numbered:
        return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}
    return {"t": "BulletList", "c": items}


def table(
    anchor: str,
    caption: str,
    columns: tuple[Column, ...],
    head: list[Node],
    body: list[Node],
    key: int,
    shares: list[float],
    *,
    about: str = "",
) -> Node:
    """A table whose columns have shares of its width; `about` names one without a caption."""
    specs = [
        [
            {"t": "AlignRight" if column.kind in widths.RIGHT else "AlignLeft"},
            {"t": "ColWidth", "c": round(share, 4)},
        ]
        for column, share in zip(columns, shares, strict=True)
    ]
    return {
        "t": "Table",
        "c": [
            [anchor, ["uppgifter"], [["aria-label", clean(about)]]] if about else [anchor, [], []],
            [None, [plain(caption)] if caption else []],
            specs,
            [["", [], []], head],
            [[["", [], []], key, [], body]],
            [["", [], []], []],
        ],
    }


def row_of(cells: list[Node]) -> Node:
    """A row of cells."""
    return [["", [], []], cells]  # type: ignore[return-value]


def _head(columns: tuple[Column, ...]) -> Node:
    return row_of([_cell([strong(column.title)], scope="col") for column in columns])


def _row(values: tuple[Value, ...], part: Table, *, total: bool = False) -> Node:
    cells = []
    for place, (value, column) in enumerate(zip(values, part.columns, strict=True)):
        among = [row[place] for row in part.every_row]
        text = swedish.cell(value, column, among)
        line = strong(text) if total else plain(text)
        cells.append(_cell([line], row_head=place < part.key))
    return row_of(cells)


def _cell(
    blocks: list[Node], *, scope: str = "", row_head: bool = False, left: bool = False
) -> Any:
    attributes = [["scope", scope or "row"]] if scope or row_head else []
    align = {"t": "AlignLeft" if left else "AlignDefault"}
    return [["", [], attributes], align, 1, 1, blocks]
