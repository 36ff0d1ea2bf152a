"""A submission from file to raw rows: read, mask, judge, count.

Belongs here: the order of the steps and the shape of the result. Every step is a module of its
own; the same steps serve all formats.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fondbok.files.archive import read_bytes, saved_at
from fondbok.files.privacy.personal_data import may_hold
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FEL_FORMAT, FIL_OSAKER
from fondbok.findings import FileRead, Finding, Reject, refused
from fondbok.intake.cleaning import clean
from fondbok.intake.control.form import check_form
from fondbok.intake.control.goal_table import apply_goal_tables
from fondbok.intake.control.hidden_by_rule import say_hidden_by_rule
from fondbok.intake.control.names import say_general_names
from fondbok.intake.control.odd_ones import check_odd_ones
from fondbok.intake.control.part_columns import say_part_columns
from fondbok.intake.control.parts import say_beside_parts, say_more_than_whole
from fondbok.intake.control.printed_totals import check_printed_totals
from fondbok.intake.control.repeats import check_rows
from fondbok.intake.control.sums import find_sums
from fondbok.intake.control.totals import check_totals
from fondbok.intake.control.units_named import say_unit_named
from fondbok.intake.head.colours import say_colours
from fondbok.intake.head.columns import settle_columns, texts_beside
from fondbok.intake.head.contradictions import say_contradictions
from fondbok.intake.head.gate import check_header
from fondbok.intake.head.titles import say_titles
from fondbok.intake.head.who_when import Submission, read_submission_head
from fondbok.intake.readers import csv_, docx, json_, xlsx
from fondbok.intake.readers.letters import remark_letters
from fondbok.intake.readers.tables import Source, Table
from fondbok.intake.readers.text_only import is_text_only, say_once
from fondbok.intake.rows.left_out import leave_out_other_years, say_left_out, say_other_titles
from fondbok.intake.rows.project_rows import ProjectRow, read_rows
from fondbok.intake.rows.row import row_id
from fondbok.intake.rows.side_tables import read_side_tables
from fondbok.intake.rules import (
    ANNAN_TABELL,
    AR_SAKNAS,
    INGA_PROJEKT,
    NAMND_SAKNAS,
    PROJEKTTABELL_SAKNAS,
    note,
)
from fondbok.values.resolve import project_key

_READERS: dict[str, Callable[[bytes], Source]] = {
    "xlsx": xlsx.read,
    "csv": csv_.read,
    "json": json_.read,
    "docx": docx.read,
}
FORMATS = tuple(_READERS)
_OFFICE = ("xlsx", "docx")


def read_submission(path: Path, sha: str) -> FileRead:
    """Read one submission of any format.

    Args:
        path: A file below landing/submissions; it is only read.
        sha: SHA-256 of its bytes, the first half of every row's id.

    Returns:
        Rows for the tables raw.submission_*, one outcome a row, and every remark. A file that
        cannot be read has status "avvisad" and the reason. No content raises.
    """
    format_ = path.suffix.lower().lstrip(".")
    if format_ not in _READERS:
        detail = f"filändelsen .{format_} läses inte"
        return _refused("okand", Refusal(FIL_FEL_FORMAT, format="underlag", detalj=detail))
    try:
        with _nothing_collected():
            content = read_bytes(path)
            read = _judge(_READERS[format_](content), sha, path)
            read.andrad = saved_at(io.BytesIO(content)) if format_ in _OFFICE else None
            return read
    except Refusal as refusal:
        return _refused(format_, refusal)
    except (RecursionError, MemoryError):
        deep = Refusal(FIL_OSAKER, detalj="det är för djupt eller för stort")
        return _refused(format_, deep)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Without the garbage collector: of a file being read nearly everything is kept to the end.

    Looking through it over and over took a fifth of the time of a file with 100 000 rows.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refused(format_: str, refusal: Refusal) -> FileRead:
    read = refused(format_, str(refusal), refusal.rule, **refusal.values)
    read.profil = format_ if format_ in _READERS else None
    return read


def _judge(source: Source, sha: str, path: Path) -> FileRead:
    """Every step after reading, in order; the file's name may say what its amounts are."""
    if not source.projekt and not is_text_only(source):
        raise Refusal(PROJEKTTABELL_SAKNAS)
    if source.format == "csv":
        say_once(source)
    read = FileRead(format=source.format, profil=source.format)
    if source.format != "csv":
        source.fynd += remark_letters(source)
    personal = clean(source)
    head = read_submission_head(source)
    leave_out_other_years(source, head)
    rows: list[ProjectRow] = []
    read.note([*source.fynd, *personal, *head.fynd])
    texts = texts_beside(source)
    header: list[str] = []
    for table in source.projekt:
        said = settle_columns(table, head, [*table.captions, *texts])
        if not (table.continues and table.header == header):
            read.note([*said, *check_header(table, head, said)])
        read.note(say_titles(table))
        header = table.header
        found = read_rows(table, head, source.delimiter, names_suffice=source.format == "json")
        _hold_against_parts(table, found.rows)
        if table.after is not None and source.format != "docx":
            words = " | ".join(str(cell) for cell in table.after[1] if cell)[:120]
            read.note([note(ANNAN_TABELL, blad=table.blad, rad=table.after[0], varde=words)])
        read.note(found.fynd)
        rows.extend(found.rows)
    read.note([*say_left_out(source, head), *say_other_titles(source, head)])
    loaded = (row.values for row in rows if row.utfall == "laddad")
    read.note([*say_contradictions(source, head, loaded, path), *say_colours(source)])
    check_rows(rows, by_sheet=source.format == "xlsx")
    say_general_names(rows)
    read.note(say_hidden_by_rule(rows))
    read.note(check_odd_ones(rows))
    read.note(say_unit_named(source, rows, path.stem))
    for tables in _runs(source.projekt):
        check_totals(
            [row for row in rows if any(row.cells.plan.table is table for table in tables)]
        )
    read.note(check_printed_totals(source, head, rows))
    read.note(apply_goal_tables(source.mal, rows, head))
    if all(row.utfall == "total" for row in rows):
        read.note([_without_projects(source, head)])
    _add_rows(read, rows, sha)
    projects: set[str] = set()
    if {"indikator", "part", "personal"} & source.side.keys():
        projects = {project_key(row.values["projekt"] or "", row.values["ar"]) for row in rows}
    side, remarks = read_side_tables(source, head, sha, projects)
    read.rows.update(side)
    read.note(remarks)
    read.note(check_form(source.projekt, head, side))
    read.rows["submission"] = _said_once(head, sha)
    return read


def _hold_against_parts(table: Table, rows: list[ProjectRow]) -> None:
    """Which rows are sums of others, and which columns are parts of what was paid."""
    find_sums(rows)
    say_beside_parts(rows)
    say_more_than_whole(rows)
    say_part_columns(table, rows)


def _without_projects(source: Source, head: Submission) -> Finding:
    """What is said of a submission without projects.

    Raises:
        Refusal: it has no project table either, and does not say whose it is.
    """
    if source.projekt:
        return note(INGA_PROJEKT, blad=source.projekt[0].blad or None)
    for said, rule in ((head.namnd_text, NAMND_SAKNAS), (head.ar, AR_SAKNAS)):
        if said is None:
            raise Refusal(rule)
    return note(INGA_PROJEKT)


def _said_once(head: Submission, sha: str) -> list[dict[str, Any]]:
    """The submission's own row; none where every row says it for itself."""
    if head.namnd_text is None and head.ar is None:
        return []
    return [
        {
            "fil_sha256": sha,
            "namnd_kod": head.namnd_kod,
            "namnd_text": head.namnd_text,
            "namnd_koder": ";".join(head.namnd_flera) or None,
            "ar": head.ar,
            "diarienummer": head.diarienummer,
            "beslutsdatum": head.beslutsdatum,
            "version": head.version,
        }
    ]


def _runs(tables: list[Table]) -> list[list[Table]]:
    """Tables that one total covers: each with those that continue it."""
    runs: list[list[Table]] = []
    for table in tables:
        if table.continues and runs:
            runs[-1].append(table)
        else:
            runs.append([table])
    return runs


def _add_rows(read: FileRead, rows: list[ProjectRow], sha: str) -> None:
    projects: list[dict[str, Any]] = []
    goals: list[dict[str, Any]] = []
    suspect = may_hold("\x1e".join([row.cells.line() for row in rows]))
    for row in rows:
        cells = row.cells
        kallrad_id = row_id(sha, cells.blad, cells.rad)
        whole = cells.whole(search=suspect and may_hold(cells.line()))
        projects.append(
            {
                "kallrad_id": kallrad_id,
                "fil_sha256": sha,
                "blad": cells.blad,
                "rad": cells.rad,
                "utfall": row.utfall,
                "innehall_hash": row.content,
                "radinnehall": whole,
                **row.values,
            }
        )
        goals.extend(_goal_rows(row, kallrad_id, sha))
        read.utfall[row.utfall] += 1
        read.note(cells.fynd)
        if row.stopped is not None:
            read.avvisade.append(_reject(row.stopped, whole))
    read.rows["submission_projekt"] = projects
    read.rows["submission_kf_mal"] = goals


def _goal_rows(row: ProjectRow, kallrad_id: str, sha: str) -> list[dict[str, Any]]:
    return [
        {
            "kallrad_id": kallrad_id,
            "fil_sha256": sha,
            "ordning": at,
            "nummer": goal.nummer,
            "mal_text": goal.text,
            "andel": goal.share,
        }
        for at, goal in enumerate(row.goals, start=1)
    ]


def _reject(stopped: Finding, whole: str) -> Reject:
    return Reject(
        regel=stopped.regel,
        meddelande=stopped.meddelande,
        radinnehall=whole,
        blad=stopped.blad,
        rad=stopped.rad,
        kolumn=stopped.kolumn,
        varde=stopped.varde,
    )
