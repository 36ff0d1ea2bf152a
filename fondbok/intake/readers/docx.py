"""The nämnd's own memo: its tables, and its answers under the year's question headings.

Belongs here: which table is which, and where an answer begins and ends. `blad` is the table's
place in the document, `rad` its row, where a printed row with several projects counts as several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from fondbok.intake import headers
from fondbok.intake.headers import Kind
from fondbok.intake.readers.docx_tables import (
    Columns,
    ProjectTable,
    columns_continued,
    columns_of,
    grid_of,
    holds_money,
    keep_amounts_apart,
    left_out_row,
)
from fondbok.intake.readers.docx_xml import Block, Paragraph, WordTable, read_document
from fondbok.intake.readers.printed_rows import one_project_a_row
from fondbok.intake.readers.tables import (
    Grid,
    Labelled,
    Row,
    Source,
    Table,
    find_goal_table,
    find_table,
    find_tables,
    label_pairs,
)
from fondbok.intake.rules import (
    ANDRINGAR_EJ_GODKANDA,
    ANNAN_TABELL,
    DOKUMENT_INBADDAT,
    TABELL_EJ_LAST,
    TABELL_UTAN_RUBRIK,
    note,
)
from fondbok.values.amounts import Amount, parse_amount
from fondbok.values.resolve import all_questions, unit_names_in
from fondbok.values.text import is_missing, key, tidy

# Title, diarienummer and decision dates stand in the beginning of a memo.
_OPENING: Final = 60
_SAME_QUESTION: Final = 88
_MOST_QUESTIONS: Final = 12
# A text about a table is a line or two of the few next to it.
_LONGEST_ABOUT: Final = 200
_MOST_ABOUT: Final = 3
_NARROW: Final = 2
# So far into a paragraph a sentence about all amounts is looked for.
_SEARCHED: Final = 2_000
_EMBEDDED: Final = {
    "excel": "Excel-ark",
    "calc": "kalkylblad",
    "word": "Word-dokument",
    "dokument": "dokument",
}

_DIARIENUMMER = re.compile(r"\b[A-ZÅÄÖ]{2,5}-(?:19|20)\d\d-\d+\b")
_TITLE = re.compile(r"redovisning|internationell", re.IGNORECASE)
_QUESTIONS_FOLLOW = re.compile(r"fråge?ställning|följande frågor", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:fråga )?(\d{1,2})[.:)] ?(.+)|fråga (\d{1,2})\b[ .:–-]*(.*)", re.I | re.S
)
_ANSWER_ENDS = re.compile(
    r"(?:förvaltningens överväganden|ansvariga?|bilag(?:a|or)|beslutsunderlag|förslag till beslut"
    r"|utbetalda eu-medel.*|beslutet skickas till)",
    re.IGNORECASE,
)
_PAGE_BREAK = re.compile(
    r"\W*(?:(?:tabell\w* ?)?(?:\d+\W*)?forts\w*\.?(?: (?:från|av|tabell) ?.{0,40})?"
    r"|sid\w*\.? \d+(?: av \d+)?|\d+ ?\(\d+\))\W*",
    re.IGNORECASE,
)
_UNIT_WORDS = (
    r"(?:tkr|kkr|ksek|tsek|tusen\w*|mkr|mnkr|msek|miljon\w*|[tkm]?(?:eur|dkk|nok|gbp|usd)|euro"
    r"|dkr|nkr|danska|norska|pund|dollar)"
)
_AMOUNTS = r"\b(?:belopp|summor|siffror)\w*\b"
# A unit that is said about all amounts of the memo; not that of a number, nor of one table.
_AMOUNTS_IN_UNIT = re.compile(
    rf"(?:\b(?:alla|samtliga)\b[^.!?]{{0,40}}{_AMOUNTS}"
    rf"|{_AMOUNTS}[^.!?]{{0,40}}\b(?:anges|redovisas|visas|skrivs|presenteras|är)\b)"
    rf"[^.!?]{{0,80}}(?<!\d)(?<!\d )\b{_UNIT_WORDS}\b[^.!?]{{0,40}}",
    re.IGNORECASE,
)
_ABOUT_BELOW = re.compile(
    r"\W*(?:(?:alla|samtliga|ovanstående) )?"
    rf"(?:belopp|summor|siffror|not\b|anm|källa|tabell|{_UNIT_WORDS})|[*(]",
    re.IGNORECASE,
)
# A memo that only sends an enclosure has fewer words.
_FEWEST_WORDS = 60
_DECIDED = re.compile(r"^(.*?)[ ,:]+((?:19|20)\d\d-\d\d-\d\d)$")


def read(content: bytes) -> Source:
    """A memo as a submission.

    Raises:
        Refusal: not a Word document that can or should be opened.
    """
    document = read_document(content)
    reading = _Reading(Source("docx"))
    reading.walk(document.blocks)
    reading.end(document.around)
    source = reading.source
    for kind in dict.fromkeys(filter(None, map(_program, document.embedded))):
        source.fynd.append(note(DOKUMENT_INBADDAT, varde=kind))
    _read_opening(reading.opening, source)
    answers = _answers(reading.paragraphs)
    if answers:
        source.side.setdefault("svar", []).append(_answer_table(answers))
    words = sum(len(tidy(paragraph.text).split()) for paragraph in reading.paragraphs)
    source.has_text = words >= _FEWEST_WORDS
    return source


def _program(kind: str) -> str | None:
    """What an embedded object is, where it may hold projects."""
    return next((name for word, name in _EMBEDDED.items() if word in kind.casefold()), None)


@dataclass
class _Open:
    """The project table that a table without a header may go on from.

    Attributes:
        table: The table, the last of those drawn as one.
        places: Where its columns begin.
        parts: All that were drawn as one.
    """

    table: Table
    places: list[int]
    parts: list[Table]


@dataclass
class _Reading:
    """A memo under way: the tables that were found, and the paragraphs between them.

    Attributes:
        source: What has been read.
        paragraphs: Every paragraph outside tables, those of layout tables among them.
        opening: The same with the texts of a letterhead.
        number: Tables so far.
        last: The latest project table.
        adjoins: Nothing but blank lines stands between that table and what comes next.
        between: Paragraphs since the latest table.
    """

    source: Source
    paragraphs: list[Paragraph] = field(default_factory=list)
    opening: list[Paragraph] = field(default_factory=list)
    number: int = 0
    last: _Open | None = None
    adjoins: bool = False
    between: list[Paragraph] = field(default_factory=list)

    def walk(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            else:
                self._table(block)

    def end(self, around: Sequence[str]) -> None:
        """Give the tables what is said about their amounts below them or anywhere in the memo.

        Args:
            around: What stands at the head and foot of its pages.
        """
        self._take_below([])
        said = [
            found[0]
            for paragraph in self.paragraphs
            if (found := _AMOUNTS_IN_UNIT.search(tidy(paragraph.text)[:_SEARCHED]))
        ]
        for captions in _captions(self.source.projekt):
            captions[:0] = dict.fromkeys([*around, *said])

    def _paragraph(self, paragraph: Paragraph) -> None:
        self.paragraphs.append(paragraph)
        self.opening.append(paragraph)
        self.between.append(paragraph)
        words = tidy(paragraph.text)
        # Only blank lines and what a page break leaves may stand before a continuation.
        at_page_break = len(words) <= _LONGEST_ABOUT and _PAGE_BREAK.fullmatch(words)
        self.adjoins = self.adjoins and (not words or at_page_break is not None)

    def _table(self, word: WordTable) -> None:
        self.number += 1
        blad = f"Tabell {self.number}"
        grid = grid_of(word, blad)
        projekt = find_tables(grid)
        if projekt:
            self._project_tables(word, projekt, grid)
        elif self._take_other(grid):
            self._apart(word)
            self.adjoins, self.between = False, []
        elif is_layout(word):
            for row in word.rows:
                for cell in row.cells:
                    self.walk(cell.blocks)
        else:
            self._table_without_header(word, grid)

    def _project_tables(self, word: WordTable, tables: list[Table], grid: Grid) -> None:
        first, last = tables[0], tables[-1]
        before = self.last
        first.continues = (
            self.adjoins and before is not None and first.header == before.table.header
        )
        about = [tidy(paragraph.text) for paragraph in self._take_below(self._above())]
        for table in tables:
            self.source.add_project_table(table)
            table.captions += about
        self._rest_of(last, grid)
        apart = self._apart(word)
        below = len(word.rows) + 1 if last.after is None else last.after[0]
        for table in reversed(tables):
            rows = range(table.header_rad, below)
            self._fill(ProjectTable(word, table, columns_of(word, table), rows, apart))
            below = table.header_rad
        self._say_changed(word, grid.blad)
        self.last = _Open(last, columns_of(word, last).targets, tables)
        self.adjoins, self.between = True, []

    def _fill(self, table: ProjectTable) -> None:
        self.source.fynd += table.read()
        self.source.fynd += one_project_a_row(table.table)
        keep_amounts_apart(table.table)

    def _say_changed(self, word: WordTable, blad: str) -> None:
        if word.changed:
            self.source.fynd.append(note(ANDRINGAR_EJ_GODKANDA, blad=blad, varde=blad))

    def _apart(self, word: WordTable) -> frozenset[int]:
        """Read the tables inside a table's cells; returns those that were tables of their own."""
        taken: set[int] = set()
        for row in word.rows:
            for inside in [table for cell in row.cells for table in cell.tables]:
                if is_known(grid_of(inside, "")):
                    taken.add(id(inside))
                    self._table(inside)
                elif self._apart(inside):
                    taken.add(id(inside))
        return frozenset(taken)

    def _rest_of(self, found: Table, grid: Grid) -> None:
        """Another table that was drawn as the end of the project table."""
        if found.after is None:
            return
        first = found.after[0]
        rest = Grid(grid.blad, [(rad - first + 1, row) for rad, row in grid.rows if rad >= first])
        if self._take_other(rest, moved=first - 1):
            return
        words = " | ".join(tidy(str(cell)) for cell in found.after[1] if cell)[:120]
        self.source.fynd.append(note(ANNAN_TABELL, blad=grid.blad, rad=first, varde=words))

    def _take_other(self, grid: Grid, moved: int = 0) -> bool:
        """A table of goals, or one of the other known tables, goes where it belongs."""
        goals = find_goal_table(grid)
        if goals is not None:
            self.source.mal.append(_moved(goals, moved))
            return True
        tables = [(kind, table) for kind in _OTHER_KINDS if (table := find_table(grid, kind))]
        if tables:
            kind, best = max(tables, key=lambda each: sum(map(bool, each[1].columns)))
            self.source.side.setdefault(kind, []).append(_moved(best, moved))
        return bool(tables)

    def _table_without_header(self, word: WordTable, grid: Grid) -> None:
        pairs = [pair for pair in label_pairs(grid) if headers.match(pair.label, "start")]
        continued = None if self.last is None else self._continued(word, grid, self.last)
        if continued is None:
            self.source.start.extend(pairs)
            self._letterhead(word)
            if not pairs:
                self._say_unread(word, grid)
            self._apart(word)
            # A table in between does not part a table from its continuation; money in it does.
            self.adjoins = self.adjoins and not grid.rows
            self.between = []
            return
        table, columns = continued
        self.source.projekt.append(table)
        apart = self._apart(word)
        self._fill(ProjectTable(word, table, columns, range(1, len(word.rows) + 1), apart))
        self._say_changed(word, grid.blad)
        self.between = []

    def _continued(self, word: WordTable, grid: Grid, above: _Open) -> tuple[Table, Columns] | None:
        """A table without a header, as wide as the project table right above it."""
        columns = columns_continued(word, above.table, above.places)
        if columns is None or not self.adjoins or not _is_like(word, above):
            return None
        table = Table(
            blad=grid.blad,
            header_rad=0,
            header=list(above.table.header),
            columns=list(above.table.columns),
            rows=list(grid.rows),
            width=above.table.width,
            # One list for all parts: what stands below the last is said of the first as well.
            captions=above.table.captions,
            continues=True,
        )
        return table, columns

    def _letterhead(self, word: WordTable) -> None:
        if self.source.projekt:
            return
        for row in word.rows:
            for cell in row.cells:
                self.opening += [block for block in cell.blocks if isinstance(block, Paragraph)]

    def _say_unread(self, word: WordTable, grid: Grid) -> None:
        """Money in a table that nobody reads must not go unnoticed."""
        for rad, row in enumerate(word.rows, start=1):
            self.source.fynd += left_out_row(grid.blad, rad, row, only_money=True)
        if not grid.rows:
            return
        above = self.last
        alike = above is not None and _is_like(word, above)
        # Right below it and as wide: projects that were paid nothing, if nothing else.
        goes_on = self.adjoins and above is not None and _is_as_wide(word, above)
        if not (goes_on or holds_money(word)):
            return
        rule = TABELL_UTAN_RUBRIK if self.adjoins or alike else TABELL_EJ_LAST
        rad, cells = grid.rows[0]
        words = " | ".join(tidy(str(cell)) for cell in cells if cell)[:120]
        self.source.fynd.append(note(rule, blad=grid.blad, rad=rad, varde=words))

    def _above(self) -> list[Paragraph]:
        """The short paragraphs right above a table: a caption, a heading, a unit."""
        found: list[Paragraph] = []
        for paragraph in reversed(self.between):
            words = tidy(paragraph.text)
            if len(words) > _LONGEST_ABOUT or len(found) == _MOST_ABOUT:
                break
            found += [paragraph] if words else []
            if paragraph.heading:
                break
        return found[::-1]

    def _take_below(self, above: list[Paragraph]) -> list[Paragraph]:
        """Give the latest project table its caption below; returns what belongs to the next."""
        if self.last is None:
            return above
        for paragraph in self.between:
            words = tidy(paragraph.text)
            if any(paragraph is each for each in above):
                break
            if not words:
                continue
            about = paragraph.caption or _ABOUT_BELOW.match(words)
            if not about or len(words) > _LONGEST_ABOUT:
                break
            for captions in _captions(self.last.parts):
                captions.append(words)
        return above


def _captions(tables: Sequence[Table]) -> list[list[str]]:
    """The captions of tables; parts of one table share theirs."""
    return list({id(table.captions): table.captions for table in tables}.values())


_OTHER_KINDS: tuple[Kind, ...] = ("samverkan", "indikator", "natverk", "handelse", "svar")


def is_known(grid: Grid) -> bool:
    """Whether a table has the header of any table that is read."""
    kinds: tuple[Kind, ...] = ("projekt", *_OTHER_KINDS)
    return find_goal_table(grid) is not None or any(find_table(grid, kind) for kind in kinds)


def is_layout(word: WordTable) -> bool:
    """Whether a table only places what stands in it: one column, or tables side by side."""
    cells = [row.cells for row in word.rows if row.cells]
    one_column = bool(cells) and max(map(len, cells)) == 1
    return one_column or any(cell.tables for row in cells for cell in row)


def _moved(table: Table, rows: int) -> Table:
    """A table found in the lower part of another, with the rows' own numbers."""
    table.header_rad += rows
    table.rows = [(rad + rows, cells) for rad, cells in table.rows]
    return table


def _is_as_wide(word: WordTable, above: _Open) -> bool:
    """Whether a table has the columns of one above; two columns are any table's."""
    wide = len(above.places) > _NARROW
    return wide and columns_continued(word, above.table, above.places) is not None


def _is_like(word: WordTable, above: _Open) -> bool:
    """Whether a table is as wide as one above, with amounts where that has its paid ones."""
    columns = columns_continued(word, above.table, above.places)
    if columns is None:
        return False
    fields = [column.field if column else None for column in above.table.columns]
    if "utbetalt" not in fields:
        return True
    paid = fields.index("utbetalt")
    return any(
        isinstance(parse_amount(tidy(cell.text)), Amount)
        for row in word.rows
        for cell in row.cells
        if columns.place(cell) == paid
    )


def _read_opening(paragraphs: list[Paragraph], source: Source) -> None:
    """Diarienummer, decision date, and texts that name unit and year."""
    texts = [tidy(paragraph.text) for paragraph in paragraphs if tidy(paragraph.text)][:_OPENING]
    numbers = [found[0] for text in texts if (found := _DIARIENUMMER.search(text))]
    if numbers:
        source.start.append(Labelled("Diarienummer", numbers[0], "", 0))
        source.hints.append(numbers[0])
    decided = [match for text in texts if (match := _DECIDED.match(text))]
    if decided:
        # The decision path is printed in order: the nämnd itself comes last.
        source.start.append(Labelled("Beslutsdatum", decided[-1][2], "", 0))
    source.hints.extend(text for text in texts if len(text) < 120 and _TITLE.search(text))
    named = Counter(name for text in texts for name in unit_names_in(text))
    source.hints.extend(name for name, _ in named.most_common(1))


@dataclass
class _Answer:
    number: int | None
    question: str
    place: int
    lines: list[str] = field(default_factory=list)


def _answers(paragraphs: list[Paragraph]) -> list[_Answer]:
    listed, first_after = _listed_questions(paragraphs)
    answers: list[_Answer] = []
    current: _Answer | None = None
    for at, paragraph in enumerate(paragraphs):
        text = tidy(paragraph.text)
        if not text or at < first_after:
            continue
        question = _question(paragraph, text, listed)
        if question is not None:
            current = _Answer(question[0], question[1], at + 1)
            answers.append(current)
        elif paragraph.heading and _ANSWER_ENDS.fullmatch(text):
            current = None
        elif current is not None:
            current.lines.append(text)
    return [answer for answer in answers if answer.lines]


def _listed_questions(paragraphs: list[Paragraph]) -> tuple[list[str], int]:
    """The questions a memo lists before answering them, and the paragraph after the list."""
    for at, paragraph in enumerate(paragraphs):
        text = tidy(paragraph.text)
        if not (_QUESTIONS_FOLLOW.search(text) and text.endswith(":")):
            continue
        questions: list[str] = []
        end = at + 1
        for following in paragraphs[at + 1 :]:
            words = tidy(following.text)
            if words and (following.heading or not _is_listed(following, words)):
                break
            end += 1
            questions += [words.lstrip("•-– ")] if words else []
            if len(questions) == _MOST_QUESTIONS:
                break
        if questions:
            return questions, end
    return [], 0


def _is_listed(paragraph: Paragraph, words: str) -> bool:
    return paragraph.listed or words.startswith(("•", "-", "–")) or words.endswith("?")


def _question(paragraph: Paragraph, text: str, listed: list[str]) -> tuple[int | None, str] | None:
    """The number and words of a question, when the paragraph is the heading of one."""
    wanted = key(text)
    for number, question in enumerate(listed, start=1):
        if wanted == key(question) or fuzz.ratio(wanted, key(question)) >= _SAME_QUESTION:
            return number, text
    if not paragraph.heading:
        return None
    if any(fuzz.ratio(wanted, key(known)) >= _SAME_QUESTION for known in all_questions()):
        return None, text
    numbered = _NUMBERED.fullmatch(text)
    if numbered and (numbered[3] or text.casefold().startswith("fråga") or text.endswith("?")):
        return int(numbered[1] or numbered[3]), text
    return None


def _answer_table(answers: list[_Answer]) -> Table:
    header = list(headers.canonical("svar").values())
    rows: list[Row] = [
        (answer.place, [answer.number, answer.question, "\n".join(answer.lines)])
        for answer in answers
        if not is_missing("\n".join(answer.lines))
    ]
    columns = [headers.match(text, "svar") for text in header]
    return Table("Svar", 0, header, columns, rows, len(header))
