"""The project of a posting that has it in another dimension than 6.

Belongs here: which dimensions of a file are projects, after their names and what they are parts of.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from fondbok.ledger import rules, sie, staging
from fondbok.sql import text_literal


def read_projects(con: duckdb.DuckDBPyConnection, head: sie.Identification) -> None:
    """Read the project of rows that have it in another dimension than 6.

    A part of dimension 6 is a project's part, known by its own number. A dimension called Projekt
    is the project, with a finding, where 6 is missing or is called something else.
    """
    parts = [each for each in head.dimensioner if sie.leads_to(head, each, sie.PROJEKT)]
    named = [
        each
        for each, (name, _) in head.dimensioner.items()
        if name.casefold().startswith("projekt") and each not in (sie.ANSVAR, sie.PROJEKT, *parts)
    ]
    own = head.dimensioner.get(sie.PROJEKT, ("Projekt", ""))[0].casefold()
    if named:
        missing = "projektkod is null" if own.startswith("proj") else "true"
        found = con.execute(
            f"update sie_rad set projektkod = {_object(named)} "
            f"where {missing} and {_object(named)} is not null"
        ).fetchone()
        if found and found[0]:
            staging.note(con, rules.SIE_DIMENSION_PROJEKT, "", None, ", ".join(named))
    if parts:
        con.execute(
            f"update sie_rad set projektkod = {_object(parts)} "
            f"where projektkod is null and {_object(parts)} is not null"
        )


def _object(dimensions: Sequence[str]) -> str:
    """SQL of the first object that a row has in any of some dimensions."""
    paths = (text_literal(f'$."{each}"') for each in dimensions)
    return f"coalesce({', '.join(f'json_extract_string(objekt, {path})' for path in paths)})"
