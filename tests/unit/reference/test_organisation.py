"""What the city is called within a sentence: its own word, in texts, headers and reference data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fondbok import organisation, reference
from fondbok.intake import headers, rules
from fondbok.intake.fields import project_field
from fondbok.paths import Home
from fondbok.reference import kommun
from tests.conftest import take_example


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    yield
    take_example()


def settle(folder: Path, settings: str) -> Home:
    home = Home(folder)
    (folder / "referens").mkdir(exist_ok=True)
    home.kommun.write_text(f'namn = "X"\n{settings}\n', "utf-8")
    reference.take(home)
    return home


@pytest.mark.parametrize(
    ("settings", "whose", "known", "anothers"),
    [
        ("", "kommunens", {"Kommunens", "Stadens"}, {"Regionens", "Förbundets"}),
        ('i_text = "staden"', "stadens", {"Kommunens", "Stadens"}, {"Regionens"}),
        ('slag = "region"', "regionens", {"Regionens"}, {"Kommunens", "Stadens"}),
        (
            'slag = "kommunalförbund"',
            "förbundets",
            {"Förbundets", "Kommunalförbundets"},
            {"Kommunens", "Regionens"},
        ),
        (
            'slag = "kommunalförbund"\ni_text = "kommunalförbundet"',
            "kommunalförbundets",
            {"Förbundets", "Kommunalförbundets"},
            {"Kommunens"},
        ),
    ],
)
def test_texts_and_headers_have_the_citys_word(
    tmp_path: Path, settings: str, whose: str, known: set[str], anothers: set[str]
) -> None:
    home = settle(tmp_path, settings)
    assert project_field("stadens_budget").header == f"{whose.capitalize()} del av budgeten"
    assert headers.canonical()["stadens_budget"] == f"{whose.capitalize()} del av budgeten"
    said = rules.STADENS_BUDGET_OVER_TOTAL.filled(varde="5", budget="3")
    assert said.startswith(f"{whose.capitalize()} del (5) är mer")
    assert whose[:-1] in project_field("projektagare").help_text
    for word in known:
        for header in (f"{word} del av budgeten", f"{word} budget (tkr)"):
            found = headers.match(header)
            assert found is not None and found.field == "stadens_budget", header
    for word in anothers:  # that part is another's
        assert headers.match(f"{word} del av budgeten") is None
    composed = {path.name: path.read_text("utf-8") for path in home.tables.glob("*.csv")}
    assert composed["organisation.csv"].splitlines()[1] == f"0000,{whose[:-1]},{whose}"
    assert f"två gånger i {whose} utbetalda belopp" in composed["fyndregel.csv"]
    assert composed["fyndregel.csv"].startswith("kommun_kod,")
    assert not any("{organisation" in text.lower() for text in composed.values())


def test_a_word_for_another_kind_of_organisation_is_a_fault() -> None:
    (fault,) = kommun.parsed('namn = "X"\nslag = "region"\ni_text = "staden"')
    assert (fault.rad, fault.kolumn) == (3, "i_text")
    assert "Skriv något av: regionen." in fault.meddelande


def test_where_no_city_has_said_what_it_is_the_ordinary_word_stands(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (tmp_path / "referens").mkdir()
    reference.take(home)
    assert organisation.in_use() == organisation.ORDINARY
