"""Delimited text files: from a file's lines to stored rows.

Belongs here: which encoding and layout a file has, and its lines as a source of rows. What the rows
are is in `type_rows`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import duckdb

from fondbok.files.codec import detect, holds
from fondbok.files.lines import Lines
from fondbok.files.refusal import Refusal
from fondbok.ledger import export, rules, staging
from fondbok.ledger.layouts import choose_text, split
from fondbok.ledger.profiles import Layout, ProfileSet
from fondbok.ledger.quoted_lines import quoted_source
from fondbok.ledger.source import Source
from fondbok.ledger.type_rows import type_rows
from fondbok.sql import text_literal

PREAMBLE = 200
HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
XML = re.compile(r"\s*<\?xml", re.IGNORECASE)


def load(con: duckdb.DuckDBPyConnection, path: Path, sha: str, profiles: ProfileSet) -> str:
    """Type the rows of a delimited text file into raw.ledger_rad.

    Returns:
        The name of the profile that fitted.

    Raises:
        Refusal: the file cannot be read.
    """
    lines = Lines(path, detect(path))
    layout = _text_layout(lines, path.name, profiles)
    if layout.profile.encoding not in ("auto", lines.encoding):
        lines = Lines(path, layout.profile.encoding)
        layout = _text_layout(lines, path.name, profiles)
    lines = lines.fresh(layout.delimiter)
    quoted = holds(path, b'"')
    source = quoted_source(con, lines, layout) if quoted else _plain_source(lines, layout)
    head = lines.head(layout.header_rad + 1)
    preamble = head[: layout.header_rad - 1]
    below = split("".join(head[layout.header_rad :]), layout.delimiter)
    said = export.of_text(path.name, preamble, layout.profile.company)
    source = replace(source, said=said, preamble=tuple(preamble), below=below, name=path.name)
    replaced = type_rows(con, sha, source) or lines.replaced
    staging.date_by_name(con, sha, path.name)
    if replaced:
        staging.note(con, rules.LEDGER_TECKENFEL, "", None, str(replaced))
    return layout.profile.name


def _plain_source(lines: Lines, layout: Layout) -> Source:
    """Without quotes a line is a row, so the lines are typed as they are decoded."""
    cells = f"string_split(line, {text_literal(layout.delimiter)})"
    rows = f"select rad, line as innehall, {cells} as c, false as trasig, stokig from ledger_lines"
    return Source("", layout, rows, lines)


def _text_layout(lines: Lines, name: str, profiles: ProfileSet) -> Layout:
    head = lines.head(PREAMBLE)
    if lines.too_long:
        raise Refusal(rules.LEDGER_FIL_TRASIG, varde="en rad är längre än en miljon tecken")
    if not any(line.strip() for line in head) and len(head) < PREAMBLE:
        raise Refusal(rules.LEDGER_TOM_FIL)
    start = "\n".join(head)[:2000]
    if HTML.match(start):
        raise Refusal(rules.LEDGER_HTML)
    if start.startswith(("PK\x03", "PK?", "%PDF")) or start.count("?") > len(start) / 4 > 25:
        raise Refusal(rules.LEDGER_FIL_TRASIG, varde="innehållet är inte text")
    return choose_text(head, profiles, name)
