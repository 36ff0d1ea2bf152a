"""Holding a traced figure against the landed files themselves.

Belongs here: finding a file by its content, reading it again and comparing the rows. The mart is
not asked: what it says is what is being tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from fondbok import ledger
from fondbok.intake.inspection import inspect_rows
from fondbok.paths import Home
from fondbok.publish.trace import LEDGER, Bidrag, Trace
from fondbok.publish.wording import tal
from fondbok.warehouse import scan

Utfall = Literal["stammer", "avviker", "okant", "filen_saknas"]


@dataclass(frozen=True)
class Svar:
    """What a file says about a row of a trace.

    Attributes:
        utfall: stammer; avviker; okant when the release does not say what stood in the row;
            filen_saknas when no file in landing/ has that content.
        text: the same in Swedish, with what differs.
    """

    utfall: Utfall
    text: str


def verify(home: Home, found: Trace) -> dict[str, Svar]:
    """Read the files behind a trace again and compare row by row.

    Args:
        home: the home folder whose landing/ is searched, whatever the files are called now.
        found: the trace.

    Returns:
        An answer per kallrad_id. Each file is read once.

    Raises:
        FileNotFoundError: landing/ does not exist.
    """
    files = _places(home)
    rows: dict[str, dict[tuple[str, int], dict[str, Any]]] = {}
    answers: dict[str, Svar] = {}
    for part in (part for cell in found.celler for part in cell.bidrag):
        path = files.get((part.typ, part.fil_sha256 or ""))
        if path is None:
            text = "Filen finns inte kvar i landing/ med samma innehåll."
            answers[part.kallrad_id] = Svar("filen_saknas", text)
            continue
        sha = str(part.fil_sha256)
        if sha not in rows:
            rows[sha] = _read(path, part.typ, home.profiles)
        answers[part.kallrad_id] = _compare(part, rows[sha].get((part.blad, part.rad or 0)))
    return answers


def _places(home: Home) -> dict[tuple[str, str], Path]:
    """Where each content lies, by kind and by everything its bytes can be known by."""
    return {
        (landed.typ, sha): landed.path
        for landed in scan.scan(home).files
        for sha in scan.identities(landed.innehall)
    }


def _read(path: Path, typ: str, profiles: Path) -> dict[tuple[str, int], dict[str, Any]]:
    read = ledger.inspect_rows(path, profiles) if typ == LEDGER else inspect_rows(path)
    return {(row["blad"] or "", row["rad"]): row for row in read if row["rad"] is not None}


def _compare(part: Bidrag, row: dict[str, Any] | None) -> Svar:
    if row is None or row["utfall"] != "laddad":
        return Svar("avviker", "Raden finns inte i filen, eller är ingen rad som räknas.")
    if part.belopp_original is None:
        return Svar("okant", "Raden finns. Utgåvan säger inte vilket belopp som stod i den.")
    text = row["falt"].get("belopp" if part.typ == LEDGER else "utbetalt")
    in_file = None if text is None else Decimal(text)
    if in_file != part.belopp_original:
        said = f"Filen anger {tal(in_file)}, utgåvan {tal(part.belopp_original)}."
        return Svar("avviker", said)
    return Svar("stammer", f"Raden finns och anger {tal(in_file)}.")
