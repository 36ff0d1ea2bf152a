"""One file on its own, outside landing/: what `fondbok check` and `fondbok inspect` look at.

Belongs here: deciding whether a lone file is a submission or a ledger export.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fondbok import ledger
from fondbok.files.rules import FIL_FOR_STOR, FIL_OSAKER
from fondbok.intake.inspection import inspect_rows
from fondbok.warehouse.scan import FORMATS, LEDGER, SUBMISSION

_UNOPENED = frozenset({FIL_FOR_STOR.id, FIL_OSAKER.id})
_IF_LEDGER = (
    " Är den en bokföringsexport: lägg den i en mapp som heter ledger och kontrollera den där."
)


def rows(path: Path, profiles: Path) -> Iterator[dict[str, Any]]:
    """The file's rows as the intake understands them, with their findings.

    A type both intakes take (csv, xlsx) is read as a submission, and as a ledger when that
    loads no row; a file in a folder called ledger is always read as a ledger. A workbook that was
    refused for its size or its safety is not opened once more to see what else it may be.
    """
    suffix = path.suffix.lower()
    as_ledger = suffix in FORMATS[LEDGER]
    as_submission = suffix in FORMATS[SUBMISSION]
    if as_ledger and (not as_submission or "ledger" in path.resolve().parts):
        yield from ledger.inspect_rows(path, profiles)
        return
    read = list(inspect_rows(path))
    if as_ledger and suffix == ".xlsx" and (refused := _refused_unopened(read)) is not None:
        refused["meddelande"] += _IF_LEDGER
    elif as_ledger and not _loaded(read):
        other = list(ledger.inspect_rows(path, profiles))
        read = other if _loaded(other) else read
    yield from read


def _refused_unopened(read: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The finding that refused a file before anyone looked at its rows, None when none did."""
    return next(
        (found for row in read for found in row["fynd"] if found["regel"] in _UNOPENED), None
    )


def _loaded(read: list[dict[str, Any]]) -> int:
    return sum(row["utfall"] == "laddad" for row in read if row["rad"] is not None)
