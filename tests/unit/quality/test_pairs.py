"""Likely pairs are listed for a person, sure ones are merged, and what is decided stays decided."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from benchmarks import identity
from fondbok.paths import PROJECT, SEEDS
from fondbok.quality import decisions, pairs
from fondbok.quality.pairs import Project

LABELS = PROJECT.parent / "shared" / "facts" / "entity_variants.csv"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Bio Power", "PowerBio"),
        ("NetZero Pilot cities", "Net Zero Cities Pilot Cities Programme"),
        ("U-LYNC", "Urban Life of Young People in the Nordic Countries"),
        ("Växtplats Botildenborg", "Växtplats Botildenburg"),
        ("Spegla Malmö", "Kompetensförsörjning genom att spegla Malmö"),
    ],
)
def test_names_a_person_would_look_at_twice_are_suggested(a: str, b: str) -> None:
    with duckdb.connect() as con:
        assert pairs.candidates(con, [a, b]) == [tuple(sorted((a, b)))]
    assert pairs.likeness(Project(a), Project(b)) >= pairs.SUGGEST_FROM


@pytest.mark.parametrize(("a", "b"), [("NordUng", "Nordplus"), ("AGORA", "STRIVE"), ("X", "Y")])
def test_other_names_are_not(a: str, b: str) -> None:
    assert pairs.likeness(Project(a), Project(b)) < pairs.SUGGEST_FROM


def test_a_common_fund_and_years_count_for_and_other_ones_against() -> None:
    a = Project("Grön stad", frozenset({"ESF"}), (2020, 2022))
    plain = pairs.likeness(Project("Grön stad"), Project("Gröna staden"))
    near = pairs.likeness(a, Project("Gröna staden", frozenset({"ESF"}), (2022, 2023)))
    far = pairs.likeness(a, Project("Gröna staden", frozenset({"ERUF"}), (2023, 2024)))
    assert far < plain < near
    assert isinstance(near, Decimal)


def test_likeness_does_not_depend_on_the_order() -> None:
    a, b = Project("Malmökraften 2.0"), Project("Malmökraften")
    assert pairs.likeness(a, b) == pairs.likeness(b, a)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (decisions.ALIAS, decisions.SKILDA):
        shutil.copy(SEEDS / f"{name}.csv", tmp_path)
    return tmp_path


def test_a_decision_is_one_line_in_a_seed(folder: Path) -> None:
    before = (folder / "projekt_alias.csv").read_text("utf-8")
    said = decisions.same("PowerBio", "Kraft, biologisk", motiv="samma bidrag", folder=folder)
    assert said == "Kraft, biologisk räknas som PowerBio från nästa körning."
    after = (folder / "projekt_alias.csv").read_text("utf-8")
    assert after == before + '"Kraft, biologisk",PowerBio,,,samma bidrag\n'
    decisions.different("Zeta", "Alfa", motiv="olika ägare", folder=folder)
    assert (folder / "projekt_skilda.csv").read_text("utf-8").endswith("Alfa,Zeta,olika ägare\n")


def test_a_decision_against_an_earlier_one_is_refused(folder: Path) -> None:
    with pytest.raises(decisions.DecisionError, match="skilda"):
        decisions.same("Malmökraften", "Malmökraften 2.0", motiv="x", folder=folder)
    with pytest.raises(decisions.DecisionError, match="redan ett namn"):
        decisions.same("STRIVE", "Bio Power", motiv="x", folder=folder)
    with pytest.raises(decisions.DecisionError, match="samma projekt"):
        decisions.different("PowerBio", "Bio Power", motiv="x", folder=folder)
    with pytest.raises(decisions.DecisionError, match="samma namn"):
        decisions.same("Power Bio", "power-bio", motiv="x", folder=folder)


@pytest.mark.shared
def test_no_pair_labelled_different_is_merged() -> None:
    if not LABELS.exists():
        pytest.skip("../shared is not here")
    same, different = identity.labelled(LABELS)
    sure = identity.measure(same, different, identity.merged())
    listed = identity.measure(same, different, identity.suggested)
    assert sure.false == 0
    text = (PROJECT / "docs" / "performance.md").read_text("utf-8")
    for measured in (sure, listed):
        row = f"| {measured.hits} | {measured.misses} | {measured.false} |"
        assert row in text, "docs/performance.md tells other numbers"
