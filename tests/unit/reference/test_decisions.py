"""Decisions about two projects: lines of the city's tables, refused when they say nothing new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fondbok.reference.decisions import DecisionError, Decisions
from tests.conftest import CITY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("projekt_alias", "projekt_skilda"):
        shutil.copy(CITY / "referens" / f"{name}.csv", tmp_path)
    return tmp_path


def test_a_decision_is_one_line_in_a_seed(folder: Path) -> None:
    before = (folder / "projekt_alias.csv").read_text("utf-8")
    said = Decisions(folder).same("PowerBio", "Kraft, biologisk", motiv="samma bidrag")
    assert said == "Kraft, biologisk räknas som PowerBio från nästa körning."
    after = (folder / "projekt_alias.csv").read_text("utf-8")
    assert after == before + '"Kraft, biologisk",PowerBio,,,samma bidrag\n'
    Decisions(folder).different("Zeta", "Alfa", motiv="olika ägare")
    assert (folder / "projekt_skilda.csv").read_text("utf-8").endswith("Alfa,Zeta,olika ägare\n")


def test_a_decision_against_an_earlier_one_is_refused(folder: Path) -> None:
    with pytest.raises(DecisionError, match="skilda"):
        Decisions(folder).same("Malmökraften", "Malmökraften 2.0", motiv="x")
    with pytest.raises(DecisionError, match="redan ett namn"):
        Decisions(folder).same("STRIVE", "Bio Power", motiv="x")
    with pytest.raises(DecisionError, match="samma projekt"):
        Decisions(folder).different("PowerBio", "Bio Power", motiv="x")
    with pytest.raises(DecisionError, match="samma namn"):
        Decisions(folder).same("Power Bio", "power-bio", motiv="x")


def test_a_name_no_project_has_is_refused_with_the_nearest(folder: Path) -> None:
    decisions = Decisions(folder, frozenset({"PowerBio", "Zeta"}))
    with pytest.raises(DecisionError, match=r"Inget projekt heter PowrBio\. Menas PowerBio"):
        decisions.same("Zeta", "PowrBio", motiv="x")
    with pytest.raises(DecisionError, match=r"Inget projekt heter Omega\.$"):
        decisions.different("Zeta", "Omega", motiv="x")


def test_a_decision_taken_back_leaves_the_file_as_it_was(folder: Path) -> None:
    decisions = Decisions(folder)
    before = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    decisions.same("PowerBio", "Kraft, biologisk", motiv="samma\nbidrag")
    decisions.different("Zeta", "Alfa", motiv="olika ägare")
    decisions.undo("Kraft, biologisk", "PowerBio")
    decisions.undo("Alfa", "Zeta")
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == before
    with pytest.raises(DecisionError, match="Inget är avgjort"):
        decisions.undo("Alfa", "Zeta")


def test_the_first_decision_makes_the_file(tmp_path: Path) -> None:
    Decisions(tmp_path).different("b", "a", motiv="x")
    assert (tmp_path / "projekt_skilda.csv").read_text(
        "utf-8"
    ) == "projekt_a,projekt_b,motiv\na,b,x\n"


def test_a_file_keeps_its_own_separator(tmp_path: Path) -> None:
    (tmp_path / "projekt_skilda.csv").write_text("projekt_a;projekt_b;motiv\na;b;x", "utf-8")
    Decisions(tmp_path).different("d", "c, e", motiv="y")
    assert (tmp_path / "projekt_skilda.csv").read_text("utf-8").endswith("a;b;x\nc, e;d;y\n")
