"""Which account a project row belongs to: its project, its nämnd, its year and its version.

Belongs here: what holds where a row and the submission differ. A file speaks for the nämnd and the
year it begins with: a row of another is held, for it would otherwise take that account's place. A
table whose every row says its own has no such beginning.
"""

from __future__ import annotations

from typing import Any

from fondbok.files.marks import Uncalculated
from fondbok.files.privacy.personal_data import is_only_masked
from fondbok.findings import Finding, Rule
from fondbok.intake.head.who_when import Submission, read_version, read_year
from fondbok.intake.rows import not_projects
from fondbok.intake.rows.name_fields import unit_of
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import (
    AR_OLASLIGT,
    AR_SAKNAS,
    CELLFEL,
    DATUM_FRITEXT,
    DATUM_OLASLIGT,
    NAMND_FLERA,
    NAMND_SAKNAS,
    PROJEKT_AR_RUBRIK,
    PROJEKT_FORMEL,
    PROJEKT_PERSONUPPGIFT,
    PROJEKT_SAKNAS,
    PROJEKT_SOM_OVAN,
    PROJEKT_TVA_NAMN,
    RAD_ANNAN_NAMND,
    RAD_ANNAN_VERSION,
    RAD_ANNAT_AR,
    VERSION_OLASLIG,
)
from fondbok.values.dates import NoDate, read_date
from fondbok.values.resolve import all_names
from fondbok.values.text import is_cell_error


def read_identity(row: RowCells, values: dict[str, Any], head: Submission) -> list[Finding]:
    """Unit, year and project of a row; the findings that reject it for lack of one."""
    stopped: list[Finding] = []
    values["projekt"] = row.text("projekt")
    if fault := _no_name(row, values["projekt"]):
        stopped.append(row.finding(fault, "projekt"))
    stopped += _two_names(row)
    stopped += _read_unit(row, values, head)
    stopped += _read_year(row, values, head)
    values["diarienummer"] = row.text("diarienummer") or head.diarienummer
    values["beslutsdatum"] = _decision_date(row) or head.beslutsdatum
    values["version"] = _version(row, head)
    return stopped


def _no_name(row: RowCells, projekt: str | None) -> Rule | None:
    """The rule that a project's name breaks when it names no project."""
    if projekt is None:
        return PROJEKT_SAKNAS
    if isinstance(row.cell("projekt"), Uncalculated):
        return PROJEKT_FORMEL
    if is_cell_error(projekt):
        return CELLFEL
    if not_projects.is_header_word(row, projekt):
        return PROJEKT_AR_RUBRIK
    if not_projects.is_ditto(projekt):
        return PROJEKT_SOM_OVAN
    return PROJEKT_PERSONUPPGIFT if is_only_masked(projekt) else None


def _two_names(row: RowCells) -> list[Finding]:
    """Two tables beside each other are read as one; a row of both is not cut in two."""
    columns = row.columns("projekt")
    if len(columns) < 2:
        return []
    names = list(dict.fromkeys(row.words_at(at) for at in columns if row.said[at] is not None))
    shown = " och ".join(names)
    return [row.finding(PROJEKT_TVA_NAMN, columns[0], shown)] if len(names) > 1 else []


def _read_unit(row: RowCells, values: dict[str, Any], head: Submission) -> list[Finding]:
    """The row's unit or the submission's; the finding when there is none, or several in one."""
    text = row.text("namnd")
    if text is None:
        values["namnd_text"], values["namnd_kod"] = head.namnd_text, head.namnd_kod
        if head.namnd_flera:
            return [_several(row, values, head.namnd_flera, None)]
        return [row.finding(NAMND_SAKNAS, "namnd")] if head.namnd_text is None else []
    if is_cell_error(text) or isinstance(row.cell("namnd"), Uncalculated):
        return [row.finding(CELLFEL, "namnd")]
    own = unit_of(row)
    values["namnd_text"], values["namnd_kod"] = text, own.code if own else None
    if own and own.flera:
        return [_several(row, values, own.flera, "namnd")]
    if not head.namnd_kod or values["namnd_kod"] in (None, head.namnd_kod):
        return []
    mot = f"underlaget gäller {head.namnd_text}"
    return [row.finding(RAD_ANNAN_NAMND, "namnd", mot=mot)]


def _several(
    row: RowCells, values: dict[str, Any], codes: tuple[str, ...], at: str | None
) -> Finding:
    """Units that hand in together: the row is held, and each of them is told."""
    values["namnd_koder"] = ";".join(codes)
    names = all_names("namnd", codes)
    return row.finding(NAMND_FLERA, at, values["namnd_text"], tolkning=names)


def _read_year(row: RowCells, values: dict[str, Any], head: Submission) -> list[Finding]:
    if row.text("ar") is None:
        values["ar"] = head.ar
        if head.ar_text is not None:
            return [row.finding(AR_OLASLIGT, None, head.ar_text)]
        return [] if head.ar is not None else [row.finding(AR_SAKNAS, "ar")]
    values["ar"] = read_year(row.cell("ar"))
    if values["ar"] is None:
        return [row.finding(AR_OLASLIGT, "ar")]
    if head.ar in (None, values["ar"]):
        return []
    return [row.finding(RAD_ANNAT_AR, "ar", start=head.ar)]


def _decision_date(row: RowCells) -> Any:
    found = read_date(row.cell("beslutsdatum")) if row.columns("beslutsdatum") else None
    if isinstance(found, NoDate):
        rule = DATUM_FRITEXT if found.why == "fritext" else DATUM_OLASLIGT
        row.note(rule, "beslutsdatum")
        return None
    return found.first if found is not None else None


def _version(row: RowCells, head: Submission) -> int:
    """The row's version; a file that says which one it is has no rows of another."""
    if row.text("version") is None:
        return head.version
    version = read_version(row.cell("version"))
    if version is None:
        row.note(VERSION_OLASLIG, "version")
        return head.version
    if head.binds_version and version != head.version:
        row.note(RAD_ANNAN_VERSION, "version", start=head.version)
        return head.version
    return version
