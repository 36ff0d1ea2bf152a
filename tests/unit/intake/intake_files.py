"""What the tests of the intake share: the ordinary submission, and short ways to its rows."""

from __future__ import annotations

from typing import Any

from fondbok.findings import FileRead

SHA = "a" * 64
START = [("Nämnd", "Arbetsmarknads- och socialnämnden"), ("År", 2022)]
HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag", "KF-mål"]


def row(read: FileRead, at: int = 0) -> dict[str, Any]:
    """A row of raw.submission_projekt."""
    return read.rows["submission_projekt"][at]


def rules(read: FileRead) -> set[str]:
    """The ids of the rules a file broke."""
    return {remark.regel for remark in read.fynd}


def goals(read: FileRead) -> list[int | None]:
    """The goal numbers of all rows, in order."""
    return [goal["nummer"] for goal in read.rows["submission_kf_mal"]]
