"""Projects that a text names: found by the word before them, or by a name of another year."""

from __future__ import annotations

import pytest

from fondbok.documents.content import unlisted

KNOWN = frozenset({"Malmökraften 2.0", "Colors", "Speak Up", "Växtplats Botildenborg"})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ESF-projektet Medledarprogrammet gav erfarenheter.", {"Medledarprogrammet"}),
        ("I projektet Barns rätt till lek deltar fyra.", {"Barns"}),
        ('I EU-projektet "ProCircan" har upphandlingar prövats.', {"ProCircan"}),
        ("Projektet Trygg väg in i Norden avslutades. Det gick bra.", {"Trygg"}),
        ("Förstudien Utväg avslutades.", {"Utväg"}),
        ("Arbetet i Malmökraften 2.0 fortsatte.", {"Malmökraften 2.0"}),
        # A short name is an ordinary word as often as a project.
        ("Colors of the city. Speak Up var en dialog.", {"Speak Up"}),
        ("Projektet avslutades i december, och projekten blev fler.", set()),
        ("", set()),
    ],
)
def test_a_text_names_projects(text: str, names: set[str]) -> None:
    assert set(unlisted.named(text, KNOWN)) == names
