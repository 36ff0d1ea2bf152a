"""A project with the name of a fund or of any project is asked for its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fondbok.intake.control.names import is_general
from tests.unit.intake.intake_files import paid, read_file, rules

GENERAL = [
    "Erasmus+", "Erasmus +", "ERASMUS PLUS", "ESF", "ESF+", "ESF-projekt", "Interreg", "EU-projekt",
    "Förstudie", "Förstudien", "Projekt 1", "Projekt A", "Projektet", "Projekt", "EU", "EU-medel",
    "Erasmus+ projekt", "Erasmus+ 2024", "ESF 2021-2027", "Mobilitetsprojekt", "Delprojekt 2",
    "Pilotprojekt", "Ett EU-projekt", "Europeiska socialfonden", "Diverse", "Projekt nr 3",
]  # fmt: skip
OWN = [
    "Hamnljus", "Förstudie Hamnen", "ESF Vägen in", "Erasmus+ Kroksbäcksskolan", "Projekt Hamnen",
    "Malmökraften 2.0", "React-EU Uppsök", "Nätverk för klimat", "LIFE Hamnljus", "Del av staden",
    "Pilot Rosengård", "Annat ljus", "EU i skolan", "Projekt 2024-17", "Projekt X-ljus",
]  # fmt: skip


@pytest.mark.parametrize("name", GENERAL)
def test_it_counts_and_is_asked_for_its_name(name: str, workbook: Callable[..., Path]) -> None:
    """Rows of several nämnder with the name would be one project."""
    rows = [
        ["Projektnamn", "Fond/program", "Roll", "Utbetalt EU-bidrag"],
        ["Hamnljus", "ESF+", "Projektägare", 5],
        [name, "LIFE", "Projektägare", 7],
    ]
    found = read_file(workbook({"Start": [("Nämnd", "ASN"), ("År", 2022)], "Projekt": rows}))
    asked = [each.rad for each in found.fynd if each.regel == "PROJEKT_ALLMANT_NAMN"]
    # What is a column's name is held for that.
    assert asked == [3] or "PROJEKT_AR_RUBRIK" in rules(found)
    assert paid(found, "laddad", "avvisad") == 12


@pytest.mark.parametrize("name", OWN)
def test_a_name_of_its_own(name: str) -> None:
    """With a word of its own a project is told apart."""
    assert not is_general(name)
