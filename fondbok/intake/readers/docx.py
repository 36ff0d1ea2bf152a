"""The nämnd's own memo: its tables, and its answers under the year's question headings.

Belongs here: which table is which, and where an answer begins and ends. `blad` is the table's
place in the document, `rad` its row, where a printed row with several projects counts as several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from rapidfuzz import fuzz

from fondbok.intake import headers
from fondbok.intake.headers import Kind
from fondbok.intake.readers.docx_xml import Block, Paragraph, WordTable, read_blocks
from fondbok.intake.readers.printed_rows import one_project_a_row
from fondbok.intake.readers.tables import (
    Grid,
    Labelled,
    Row,
    Source,
    Table,
    find_goal_table,
    find_table,
    is_blank,
    label_pairs,
)
from fondbok.intake.values.amounts import Amount, parse_amount
from fondbok.intake.values.resolve import all_questions, unit_names_in
from fondbok.intake.values.text import Cell, is_missing, key, tidy

# Title, diarienummer and decision dates stand in the beginning of a memo.
_OPENING: Final = 60
_SAME_QUESTION: Final = 88
_MOST_QUESTIONS: Final = 12

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
_DECIDED = re.compile(r"^(.*?)[ ,:]+((?:19|20)\d\d-\d\d-\d\d)$")


def read(content: bytes) -> Source:
    """A memo as a submission.

    Raises:
        Refused: not a Word document that can or should be opened.
    """
    blocks = read_blocks(content)
    source = Source("docx")
    _read_tables(blocks, source)
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    _read_opening(paragraphs, source)
    answers = _answers(paragraphs)
    if answers:
        source.side.setdefault("svar", []).append(_answer_table(answers))
    return source


def _read_tables(blocks: Sequence[Block], source: Source) -> None:
    open_table: Table | None = None
    number = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            # Only blank lines may stand between a table and its continuation.
            open_table = open_table if not block.text.strip() else None
            continue
        number += 1
        grid = _grid(block, f"Tabell {number}")
        found = _classify(grid, source)
        if found is None and open_table is not None:
            found = _continuation(open_table, grid)
        elif found is not None and open_table is not None:
            found.continues = found.header == open_table.header
        if found is not None:
            source.fynd.extend(one_project_a_row(found))
            source.projekt.append(found)
        open_table = found


def _grid(table: WordTable, blad: str) -> Grid:
    rows: list[Row] = [
        (rad, cast("list[Cell]", cells))
        for rad, cells in enumerate(table.rows, start=1)
        if not is_blank(cells)
    ]
    return Grid(blad, rows)


def _classify(grid: Grid, source: Source) -> Table | None:
    """The project table, if the grid is one; other known tables go where they belong."""
    projekt = find_table(grid, "projekt")
    if projekt is not None:
        return projekt
    goals = find_goal_table(grid)
    if goals is not None:
        source.mal.append(goals)
        return None
    kinds: tuple[Kind, ...] = ("samverkan", "indikator", "natverk", "handelse", "svar")
    tables = [(kind, table) for kind in kinds if (table := find_table(grid, kind))]
    if tables:
        kind, best = max(tables, key=lambda each: sum(map(bool, each[1].columns)))
        source.side.setdefault(kind, []).append(best)
        return None
    source.start.extend(pair for pair in label_pairs(grid) if headers.match(pair.label, "start"))
    return None


def _continuation(above: Table, grid: Grid) -> Table | None:
    """A table without a header, as wide as the project table right above it."""
    widths = Counter(len(cells) for _, cells in grid.rows)
    if not grid.rows or widths.most_common(1)[0][0] != above.width:
        return None
    paid = next((at for at, c in enumerate(above.columns) if c and c.field == "utbetalt"), None)
    texts = [str(cells[paid]) for _, cells in grid.rows if paid is not None and paid < len(cells)]
    if paid is not None and not any(isinstance(parse_amount(text), Amount) for text in texts):
        return None
    return Table(
        blad=grid.blad,
        header_rad=0,
        header=list(above.header),
        columns=list(above.columns),
        rows=list(grid.rows),
        width=above.width,
        continues=True,
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
