"""The common shape every reader hands over: grids of cells, and tables found in them.

Belongs here: what a table is and where its header stands. How a file becomes a grid is the
reader's; what the columns mean is `headers`; what the rows say is `project_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

from fondbok.files.marks import CellMarks
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FOR_STOR
from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.headers import Header, Kind
from fondbok.intake.readers.header_rows import combined, is_lower_header
from fondbok.values.amounts import Amount, read_amount
from fondbok.values.text import Cell, cell_text, key, tidy

HEADER_ROWS: Final = 20
MAX_COLUMNS: Final = 2_000
# A header row must name the project column and at least one more.
_ENOUGH_HEADERS = 2
# A row that names so many is the header; what stands below it is no better one.
_PLENTY_OF_HEADERS = 6
_MOST_TITLE_ROWS = 3
_LONGEST_PROJECT_HEADER = 24
_BEGINS_PROJECT_HEADER = frozenset("Pp \u00a0\n\t")
# A second table's header below the projects is narrow.
_WIDEST_OTHER_HEADER = 4

Row = tuple[int, Sequence[Cell]]
"""1-based row as a person sees it, and its cells."""


@dataclass(frozen=True)
class Grid:
    """A sheet, a csv file or a Word table: its rows that are not blank, with their numbers.

    Attributes:
        blad: Name of the sheet.
        rows: Rows that are not blank.
        marks: What is seen beside the values.
        merged: For a row, from which column to which its cells are merged into one.
        beside: What stands on it outside its cells, a paragraph each.
        comments: What the comments at its cells say.
    """

    blad: str
    rows: list[Row]
    marks: CellMarks = field(default_factory=CellMarks)
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass
class Table:
    """One table: the header as written and the rows below it.

    Attributes:
        blad: Sheet name, "" in csv, the list's key in json.
        header_rad: Row of the header; 0 where keys are the header (json).
        header: Header texts as written, "" for a column without one.
        columns: What each column means; None where that is not known.
        rows: The rows below, blank ones left out.
        width: Number of cells of the header row, empty ones at its end included.
        before: Rows above the header (titles, label and value pairs).
        after: First row of another table below, if one begins.
        unread: Rows below a header that names amounts and nothing known: they are not read.
        continues: The rows go on from the table before it, under the same header.
        cut_rad: The row in which a text file ends, when it ends before the row does.
        aside: Rows that head what stands below them: titles inside the table.
        title: What stands right above the header of a table below another one.
        captions: Texts beside the table that may say what its amounts are counted in.
        marks: What is seen of its cells beside their values.
    """

    blad: str
    header_rad: int
    header: list[str]
    columns: list[Header | None]
    rows: list[Row]
    width: int = 0
    before: list[Row] = field(default_factory=list)
    after: Row | None = None
    unread: list[Row] = field(default_factory=list)
    continues: bool = False
    cut_rad: int | None = None
    aside: list[Row] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    marks: CellMarks = field(default_factory=CellMarks)

    def column_name(self, at: int) -> str:
        """The header as written, or the column's letter where there is none."""
        return (self.header[at] if at < len(self.header) else "") or column_letter(at)


@dataclass(frozen=True)
class Labelled:
    """One label and value of the sheet Start (or a key of a json file)."""

    label: str
    value: Cell
    blad: str
    rad: int


class Said(NamedTuple):
    """A text that no step reads, and where it stands, as a message names the place."""

    where: str
    text: str


@dataclass
class Source:
    """A whole submission as read, before anyone has judged it.

    Attributes:
        format: xlsx | csv | json | docx.
        start: Label and value pairs about the submission.
        projekt: Project tables, in file order.
        side: Other tables by kind.
        fynd: What the reader itself had to remark.
        hints: Texts that may name nämnd and year when nothing else does.
        mal: Goal tables of a memo (goal and amount).
        left_out: Project tables that do not count, each with the reason why.
        delimiter: The delimiter of a csv file.
        has_text: It says something in running text.
        said: Texts beside all that is read: of sheets that are not, of comments, of names.
    """

    format: str
    start: list[Labelled] = field(default_factory=list)
    projekt: list[Table] = field(default_factory=list)
    side: dict[Kind, list[Table]] = field(default_factory=dict)
    fynd: list[Finding] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    mal: list[Table] = field(default_factory=list)
    left_out: list[tuple[str, Table]] = field(default_factory=list)
    delimiter: str | None = None
    has_text: bool = False
    said: list[Said] = field(default_factory=list)

    def add_project_table(self, table: Table | None) -> None:
        """Take a project table, and what is written above it about unit and year."""
        if table is None:
            return
        self.projekt.append(table)
        above = label_pairs(Grid(table.blad, table.before))
        self.start.extend(pair for pair in above if headers.match(pair.label, "start"))
        cells = (cell for _, row in table.before for cell in row)
        self.hints.extend(cell for cell in cells if isinstance(cell, str) and cell)

    def tables(self) -> list[Table]:
        """Every table of the file."""
        side = (table for tables in self.side.values() for table in tables)
        left_out = (table for _, table in self.left_out)
        return [*self.projekt, *self.mal, *side, *left_out]


def column_letter(at: int) -> str:
    """Excel's name of a column, 0 is A."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but blanks."""
    return not any(cell is not None and cell != "" and tidy(cell_text(cell)) for cell in cells)


def find_table(grid: Grid, kind: Kind) -> Table | None:
    """The table of a kind in a grid: the best header row among the first twenty.

    Returns:
        The table with its rows down to the next table of another kind, or None.
    """
    at = _header_place(grid, kind)
    return None if at is None else _table_from(grid, at, kind)


def find_tables(grid: Grid) -> list[Table]:
    """Every project table of a grid: below the first, each row of headers begins another.

    What stands right above a later header is its title; what stands above the first one about unit,
    year and currency holds for all of them.
    """
    best = _header_place(grid, "projekt")
    if best is None:
        return []
    first = _next_header(grid, -1)
    at: int | None = best if first is None else min(first, best)
    tables: list[Table] = []
    title: list[Row] = []
    captions: list[str] = []
    while at is not None:
        below = _next_header(grid, at)
        next_title = [] if below is None else _title_above(grid, below)
        table = _table_from(grid, at, "projekt", below, next_title)
        table.title = [_words(cell) for _, row in title for cell in row if not is_blank([cell])]
        if tables:
            table.continues = True
            table.captions = [*captions, *table.title]
            table.before = []
        # A row of headers right above another one is its title: nothing stands between them.
        if table.rows or below is None:
            captions = captions if tables else table.captions
            tables.append(table)
        at, title = below, next_title
    return tables


def _words(cell: Cell) -> str:
    return tidy(cell_text(cell))


def _header_place(grid: Grid, kind: Kind) -> int | None:
    best: tuple[int, int] | None = None
    for at, (rad, cells) in enumerate(grid.rows):
        if rad > HEADER_ROWS:
            break
        score = _header_score(cells, kind)
        if score >= _ENOUGH_HEADERS and (best is None or score > best[0]):
            best = (score, at)
        if score >= _PLENTY_OF_HEADERS:
            break
    return best[1] if best else None


def _next_header(grid: Grid, above: int) -> int | None:
    """The next row that holds headers and little else, the project's among them."""
    for at in range(above + 1, len(grid.rows)):
        rad, cells = grid.rows[at]
        if above < 0 and rad > HEADER_ROWS:
            return None
        if not _names_project(cells):
            continue
        filled = [cell for cell in cells if not is_blank([cell])]
        known = sum(1 for cell in filled if _header_of(cell, "projekt") is not None)
        if known >= _ENOUGH_HEADERS and 2 * known > len(filled) and not _is_lower_part(grid, at):
            return at
    return None


def _names_project(cells: Sequence[Cell]) -> bool:
    """Whether a row holds the header of the projects' names; asked of every row of a sheet."""
    spellings = headers.spellings_of("projekt")
    return any(
        key(cell) in spellings
        for cell in cells
        if isinstance(cell, str)
        and len(cell) <= _LONGEST_PROJECT_HEADER
        and cell[:1] in _BEGINS_PROJECT_HEADER
    )


def _is_lower_part(grid: Grid, at: int) -> bool:
    """A header merged over two rows stands in the lower one too."""
    above = grid.rows[at - 1][1] if at else []
    return _header_score(above, "projekt") >= _ENOUGH_HEADERS and is_lower_header(
        above, grid.rows[at][1]
    )


def _title_above(grid: Grid, header: int) -> list[Row]:
    """The rows of one cell each that head what stands below them."""
    title: list[Row] = []
    for at in range(header - 1, -1, -1):
        rad, cells = grid.rows[at]
        if len(title) == _MOST_TITLE_ROWS or sum(not is_blank([cell]) for cell in cells) != 1:
            break
        begins = at == 0 or rad - grid.rows[at - 1][0] > 1
        if not title and not begins and grid.rows[header][0] - rad > 1:
            # The last row of the table above, and then a blank one.
            return []
        title.insert(0, (rad, cells))
        if begins:
            return title
    # Names that run on from the table above are its projects; only the last may be a title.
    return title[-1:]


def find_name_column(grid: Grid) -> Table | None:
    """A table with nothing but project names: their header, and all below it in that column."""
    header: int | None = None
    for at, (rad, cells) in enumerate(grid.rows):
        place = _lone_name_header(cells)
        if rad > HEADER_ROWS or (place is None and header is not None):
            break
        if place is not None and all(_only_in(place, row) for _, row in grid.rows[at:]):
            # The title above may be the same word: the last of such rows is the header.
            header = at
    return None if header is None else _table_from(grid, header, "projekt")


def _lone_name_header(cells: Sequence[Cell]) -> int | None:
    filled = [at for at, cell in enumerate(cells) if not is_blank([cell])]
    found = _header_of(cells[filled[0]], "projekt") if len(filled) == 1 else None
    return filled[0] if found is not None and found.field == "projekt" else None


def _only_in(place: int, cells: Sequence[Cell]) -> bool:
    return is_blank([*cells[:place], *cells[place + 1 :]])


def find_goal_table(grid: Grid) -> Table | None:
    """A table of goals and amounts without projects, as a memo has beside its projects."""
    for at, (rad, cells) in enumerate(grid.rows):
        if rad > HEADER_ROWS:
            break
        fields = {found.field for cell in cells if (found := _header_of(cell, "projekt"))}
        if {"kf_mal", "utbetalt"} <= fields and "projekt" not in fields:
            return _table_from(grid, at, "projekt")
    return None


def _header_score(cells: Sequence[Cell], kind: Kind) -> int:
    """Number of different fields a row names as headers; 0 without the one that must be there."""
    fields = {found.field for cell in cells if (found := _header_of(cell, kind))}
    return len(fields) if _MUST_HAVE[kind] in fields else 0


_MUST_HAVE: dict[Kind, str] = {
    "projekt": "projekt",
    "svar": "svar",
    "samverkan": "antal",
    "indikator": "indikator",
    "natverk": "natverk",
    "handelse": "typ",
    "arende": "arendedel",
    "part": "part",
    "personal": "uppgift",
    "ansokan": "ansokan",
    "start": "namnd",
}


def _header_of(cell: Cell, kind: Kind) -> Header | None:
    return headers.match(cell, kind) if isinstance(cell, str) and cell else None


def _table_from(
    grid: Grid, at: int, kind: Kind, below: int | None = None, title: Sequence[Row] = ()
) -> Table:
    """The table under the header in a row, down to the header `below` or to another table.

    Rows of the `title` of what stands below are no rows of this table.
    """
    header_rad, cells = grid.rows[at]
    texts, first_row = combined(grid.rows, at, kind, grid.merged)
    if len(texts) > MAX_COLUMNS:
        raise Refusal(FIL_FOR_STOR, detalj=f"en tabell med {len(texts)} kolumner")
    table = Table(
        blad=grid.blad,
        header_rad=header_rad,
        header=texts,
        columns=[headers.match(text, kind) if text else None for text in texts],
        rows=[],
        width=len(cells),
        before=grid.rows[:at],
        marks=grid.marks,
    )
    table.captions = [cell for _, row in table.before for cell in row if isinstance(cell, str)]
    table.captions += grid.beside
    as_written = [tidy(cell_text(cell)) for cell in cells]
    first = next(at for at, text in enumerate(as_written) if text)
    titles = {rad for rad, _ in title}
    for rad, row in grid.rows[first_row:below]:
        if _repeats_header(row, as_written, first):
            continue
        if rad in titles:
            table.aside.append((rad, row))
            continue
        if kind == "projekt" and _begins_other_table(row):
            below_it = [each for each in grid.rows[:below] if each[0] > rad]
            if not table.rows and _holds_amounts(below_it):
                # A header right above another one: whose the amounts are nobody knows.
                table.unread = [(rad, row), *below_it]
            else:
                table.after = (rad, row)
            break
        if kind == "projekt" and _begins_unknown_table(table, rad, row):
            table.unread = [(rad, row), *(each for each in grid.rows[:below] if each[0] > rad)]
            break
        table.rows.append((rad, row))
    if kind == "projekt":
        _share_merged(table)
    return table


def _share_merged(table: Table) -> None:
    """A year, a code or a goal merged over several rows holds for each; money stands once.

    Words were shared before it was known what their column is (`xlsx`).
    """
    for (rad, at), last in table.marks.tall.items():
        column = table.columns[at] if at < len(table.columns) else None
        if column is None or column.field in headers.MONEY_FIELDS:
            continue
        shared: Cell = None
        for each, cells in table.rows:
            if each == rad:
                shared = cells[at] if at < len(cells) else None
            elif rad < each <= last and at < len(cells) and is_blank([cells[at]]):
                cast("list[Cell]", cells)[at] = shared


def _holds_amounts(rows: Sequence[Row]) -> bool:
    """Whether any cell is a number other than zero."""
    return any(
        isinstance(amount := read_amount(cell), Amount) and amount.value != 0
        for _, cells in rows
        for cell in cells
    )


def _begins_unknown_table(table: Table, rad: int, cells: Sequence[Cell]) -> bool:
    """A row of words below a blank row or a sum, with the word for an amount under the payments."""
    above = table.rows[-1] if table.rows else None
    # Few rows hold nothing but words, and a look at the types tells.
    if above is None or not all(cell is None or isinstance(cell, str) for cell in cells):
        return False
    if rad - above[0] <= 1 and not any(is_total_label(_words(cell)) for cell in above[1]):
        return False
    filled = [cell for cell in cells if not is_blank([cell])]
    if len(filled) < _ENOUGH_HEADERS or not all(
        _HEADER_LIKE.fullmatch(_words(cell)) for cell in filled
    ):
        return False
    return any(
        column is not None
        and column.field in headers.MONEY_FIELDS
        and at < len(cells)
        and _AMOUNT_WORD.search(_words(cells[at])) is not None
        for at, column in enumerate(table.columns)
    )


def _repeats_header(cells: Sequence[Cell], header: list[str], first: int) -> bool:
    """A header printed again on the next page is no row; `first` is its first filled cell."""
    if first >= len(cells) or tidy(cell_text(cells[first])) != header[first]:
        return False
    texts = [tidy(cell_text(cell)) for cell in cells]
    width = max(len(texts), len(header))
    return texts + [""] * (width - len(texts)) == header + [""] * (width - len(header))


def _begins_other_table(cells: Sequence[Cell]) -> bool:
    """A row that only holds headers, none of them the project's."""
    texts: list[str] = []
    for cell in cells:
        if isinstance(cell, str) and (words := tidy(cell)):
            texts.append(words)
            if len(texts) > _WIDEST_OTHER_HEADER:
                return False
    if len(texts) < _ENOUGH_HEADERS:
        return False
    projekt = [headers.match(text, "projekt") for text in texts]
    if all(projekt) and not any(found and found.field == "projekt" for found in projekt):
        return True
    others: tuple[Kind, ...] = ("samverkan", "indikator", "natverk", "handelse", "svar")
    return any(all(headers.match(text, kind) for text in texts) for kind in others)


_HEADER_LIKE = re.compile(r"\D{2,40}(?:(?:19|20)\d\d\D{0,12})?")
_AMOUNT_WORD = re.compile(r"belopp|utbet|summa|\bt?kr\b|\bsek\b|kostnad|budget|bidrag|medel", re.I)
_TOTAL = frozenset(
    [
        "total",
        "totalt",
        "totaltotalt",
        "totalsumma",
        "totalasumman",
        "totalsumman",
        "summa",
        "summan",
        "sum",
        "summor",
        "summatotalt",
        "summatotal",
        "totaltsumma",
        "delsumma",
        "deltotal",
        "summering",
        "summaprojekt",
        "totaltprojekt",
        "summaallaprojekt",
        "totaltallaprojekt",
        "summautbetalt",
        "totaltutbetalt",
        "totaltutbetalteubidrag",
        "samtligaprojekt",
        "summakronor",
        "summasek",
        "totaltsek",
        "totaltkronor",
    ]
)
_DIGITS = re.compile(r"\d+")
_TOTAL_WITH_AMOUNT = re.compile(r"(?:totalt|total|summa|delsumma)\s*:?\s*[-(]?\d.*", re.IGNORECASE)
_REMARK = re.compile(
    r"(?:\*|not(?:er)?\b ?\d*[.:]|anm(?:ärkning)?[.:]|obs[.:!]|källa:|kommentar:)", re.I
)


def is_total_label(text: str) -> bool:
    """Whether a cell labels its row as a sum: "TOTALT:", "Summa", "Totalt 8 projekt"."""
    words = tidy(text)
    if not words or len(words) > 40:
        return False
    plain = _DIGITS.sub("", key(words))
    return plain in _TOTAL or bool(_TOTAL_WITH_AMOUNT.fullmatch(words))


def lone_texts(rows: Iterable[Row]) -> Iterator[str]:
    """Rows of one cell with words: others are projects, headers, or labels with their values."""
    for _, cells in rows:
        filled = [cell for cell in cells if not is_blank([cell])]
        if len(filled) == 1 and isinstance(filled[0], str):
            yield filled[0]


def is_remark(text: str) -> bool:
    """Whether a lone cell is a footnote."""
    return bool(_REMARK.match(tidy(text)))


def label_pairs(grid: Grid) -> Iterator[Labelled]:
    """Label and value rows: the first filled cell and the next; "Nämnd: ASN" in one cell too."""
    for rad, cells in grid.rows:
        filled = [cell for cell in cells if not is_blank([cell])]
        if not filled or not isinstance(filled[0], str):
            continue
        label = tidy(filled[0])
        if len(filled) > 1:
            yield Labelled(label.rstrip(": "), filled[1], grid.blad, rad)
            continue
        name, colon, value = label.partition(":")
        yield Labelled(name.strip(), value.strip() if colon else None, grid.blad, rad)
