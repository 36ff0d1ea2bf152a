"""What `fondbok check` says of a file: what does not count first, then by severity.

Belongs here: the order and the look of the remarks. What they say is the rules'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from fondbok.findings import Rule
from fondbok.intake.rules import BY_ID as OF_SUBMISSIONS
from fondbok.ledger.rules import BY_ID as OF_LEDGERS

SEVERITY = {"fel": "Fel", "varning": "Varning", "notis": "Notis"}
_OUTCOMES = (
    ("laddad", "laddas"),
    ("avvisad", "avvisas"),
    ("total", "summarader"),
    ("dubblett", "dubbletter"),
)


@dataclass(frozen=True)
class _Remark:
    """A finding with where it stands; `lost` when what it is about does not count."""

    lost: bool
    allvar: str
    blad: str
    rad: int | None
    kolumn: str
    varde: str
    meddelande: str

    @property
    def order(self) -> tuple[bool, int]:
        """What does not count first, then errors, warnings and notes; the file's order decides."""
        return not self.lost, tuple(SEVERITY).index(self.allvar)


def tell(file: Path, rows: Iterable[dict[str, Any]], out: Console) -> int:
    """Say what becomes of a file's rows.

    Args:
        file: The file as it was named.
        rows: Its rows as `warehouse.single` gives them.
        out: Where to say it.

    Returns:
        How many rows are rejected; a refused file is one.
    """
    outcomes: Counter[str] = Counter()
    remarks: list[_Remark] = []
    rejected = 0
    for row in rows:
        rejected += row["utfall"] == "avvisad"
        # A ledger has one table only, and its rows do not name it.
        if row["rad"] is not None and row.get("tabell", "projekt") == "projekt":
            outcomes[row["utfall"]] += 1
        remarks.extend(_remarks(row))
    counts = ", ".join(f"{outcomes[name]} {word}" for name, word in _OUTCOMES)
    out.print(f"[bold]{escape(str(file))}[/bold]: {counts}")
    remarks.sort(key=lambda remark: remark.order)
    _tell_of_file([remark for remark in remarks if remark.rad is None], out)
    _tell_of_cells([remark for remark in remarks if remark.rad is not None], out)
    return rejected


def _remarks(row: dict[str, Any]) -> Iterator[_Remark]:
    for found in row["fynd"]:
        allvar = found["allvar"]
        rule = _rule(found["regel"])
        yield _Remark(
            lost=bool(rule and rule.raknas_inte)
            or (row["utfall"] == "avvisad" and allvar == "fel"),
            allvar=allvar,
            blad=row["blad"] or "",
            rad=found.get("rad", row["rad"]),
            kolumn=found["kolumn"] or "",
            varde=str(found["varde"] or ""),
            meddelande=found["meddelande"],
        )


def _rule(name: str) -> Rule | None:
    return OF_SUBMISSIONS.get(name) or OF_LEDGERS.get(name)


def _tell_of_file(remarks: list[_Remark], out: Console) -> None:
    """Remarks that stand at no row, a line each right below the file."""
    for remark in remarks:
        place = ", ".join(
            part for part in (f"blad {remark.blad}" if remark.blad else "", remark.kolumn) if part
        )
        where = f" ({place})" if place else ""
        out.print(escape(f"  {SEVERITY[remark.allvar]}{where}: {remark.meddelande}"))


def _tell_of_cells(remarks: list[_Remark], out: Console) -> None:
    if not remarks:
        return
    table = Table(
        "Allvar", "Räknas", "Blad", "Rad", "Kolumn", "Värde", "Vad som behöver göras", box=None
    )
    for remark in remarks:
        cells = (
            SEVERITY[remark.allvar],
            "nej" if remark.lost else "",
            remark.blad,
            str(remark.rad),
            remark.kolumn,
            remark.varde,
            remark.meddelande,
        )
        table.add_row(*map(escape, cells))
    out.print(table)
