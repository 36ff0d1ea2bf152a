"""Ditto marks where the name of a project belongs: the row is held, whoever meant what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fondbok.intake.rows.not_projects import is_ditto
from tests.unit.intake.intake_files import paid, read_file

HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]
START = [("Nämnd", "ASN"), ("År", 2022)]
DITTO = [
    '-"-', '"', "''", "”", "– ” –", "-''-", "〃", '" (forts)', "Dito", "dito.", "d:o", "D.o.",
    "samma", "Samma som ovan", "samma projekt", "Se ovan", "som ovan", "fortsättning", "forts.",
    "(forts)", "- II -", "-,,-", "idem", "do",
]  # fmt: skip
NAMES = [
    "Samma möjligheter", "Ovan molnen", "Dito Lab", "II", "Do it", "Fortsättning följer",
    "L", "Il", "“Hamnljus”", "Forts Malmö", "Samma rätt", "Föregångare", "Ill",
]  # fmt: skip


@pytest.mark.parametrize("name", DITTO)
def test_a_row_that_names_the_one_above_is_held(name: str, workbook: Callable[..., Path]) -> None:
    """Its project is not known for certain; the others count."""
    rows = [HEADER, ["Hamnljus", "ESF+", 5], [name, "ESF+", 7], ["Kranen", "LIFE", 9]]
    found = read_file(workbook({"Start": START, "Projekt": rows}))
    assert [(reject.rad, reject.regel) for reject in found.avvisade] == [(3, "PROJEKT_SOM_OVAN")]
    assert paid(found, "laddad") == 14


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_name(name: str) -> None:
    """However it begins."""
    assert not is_ditto(name)
