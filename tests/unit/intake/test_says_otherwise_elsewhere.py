"""A nämnd or a year that the file says in another way elsewhere: said, and what counts stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.unit.intake.intake_files import read_file, row

HEADER = ["Projektnamn", "Fond/program", "Utbetalt EU-bidrag"]
KRANEN = ["Kranen", "ESF+", 217350]
OURS = {"AR_MOTSAGS", "NAMND_MOTSAGS", "BESLUT_FORE_ARETS_SLUT", "TITEL_ANNAT_AR"}
Write = Callable[..., Path]


def said(path: Path) -> list[str]:
    """The rules about year and nämnd that spoke, in order."""
    return [remark.regel for remark in read_file(path).fynd if remark.regel in OURS]


def book(
    workbook: Write,
    *,
    name: str = "underlag.xlsx",
    above: Sequence[Sequence[Any]] = (),
    start: Sequence[Sequence[Any]] = (("Nämnd", "Tekniska nämnden"), ("År", 2021)),
) -> Path:
    """A submission of one project."""
    return workbook({"Start": start, "Projekt": [*above, HEADER, KRANEN]}, name)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("TN 2020.xlsx", ["AR_MOTSAGS"]),
        ("TN_2022_slutlig.xlsx", ["AR_MOTSAGS"]),
        ("redovisning-2020.xlsx", ["AR_MOTSAGS"]),
        ("Underlag 2020 (inlämnat 2022-02-15).xlsx", ["AR_MOTSAGS"]),
        ("MN 2021.xlsx", ["NAMND_MOTSAGS"]),
        ("miljönämnden_2020.xlsx", ["AR_MOTSAGS", "NAMND_MOTSAGS"]),
        ("Miljo\u0308fo\u0308rvaltningen 2021.xlsx", ["NAMND_MOTSAGS"]),
        ("miljoforvaltningen 2021.xlsx", ["NAMND_MOTSAGS"]),
        ("Kommunstyrelsen 2021.xlsx", ["NAMND_MOTSAGS"]),
        ("Svar_gvf_2021.xlsx", ["NAMND_MOTSAGS"]),
        # The year and the nämnd of the account, two of them, or days and names with a year.
        ("TN 2021.xlsx", []),
        ("tekniska nämnden.xlsx", []),
        ("TN 2021 inlämnad 2022-02-15.xlsx", []),
        ("TN 2022-02-15.xlsx", []),
        ("TN 20220215.xlsx", []),
        ("TN feb 2022.xlsx", []),
        ("TN 15 februari 2022.xlsx", []),
        ("TN 2020-2021.xlsx", []),
        ("Agenda 2030 TN.xlsx", []),
        ("STK-2022-123 TN.xlsx", []),
        ("TN uppdaterad 2022.xlsx", []),
        ("EU-projekt till KS från TN.xlsx", []),
        ("TN och MN 2021.xlsx", []),
        ("KS 2021.xlsx", []),
        ("tekniska namnden.xlsx", []),
        ("Underlag 2021.xlsx", []),
        ("TN tillsammans med MN.xlsx", []),
    ],
)
def test_the_files_name(name: str, wanted: list[str], workbook: Write) -> None:
    """One year or one nämnd, and not the one that counts."""
    path = book(workbook, name=name)
    assert said(path) == wanted
    assert (row(read_file(path))["ar"], row(read_file(path))["namnd_kod"]) == (2021, "TN")


@pytest.mark.parametrize(
    ("folder", "wanted"), [("2019", ["AR_MOTSAGS"]), ("2021", []), ("2022", []), ("inkommet", [])]
)
def test_the_folder(folder: str, wanted: list[str], workbook: Write, tmp_path: Path) -> None:
    """Of the year accounted for, or of the one in which accounts are handed in."""
    place = tmp_path / folder
    place.mkdir()
    assert said(book(workbook).rename(place / "underlag.xlsx")) == wanted


@pytest.mark.parametrize(
    ("start", "wanted"),
    [
        ([["Nämnd", "TN"], ["År", 2021], ["År", 2022]], ["AR_MOTSAGS"]),
        ([["Nämnd", "TN"], ["År", 2021], ["År", "2021"]], []),
        ([["Förvaltning", "Kulturförvaltningen"], ["Nämnd", "Fritidsnämnden"], ["År", 2021]],
         ["NAMND_MOTSAGS"]),
        ([["Förvaltning", "Kulturförvaltningen"], ["Nämnd", "Kulturnämnden"], ["År", 2021]], []),
        ([["Internationell redovisning 2020"], ["Nämnd", "TN"], ["År", 2021]], ["TITEL_ANNAT_AR"]),
        ([["Internationell redovisning 2021"], ["Nämnd", "TN"], ["År", 2021]], []),
        ([["Internationell redovisning"], ["Nämnd", "TN"], ["År", 2021]], []),
        ([["Miljönämndens EU-projekt"], ["Nämnd", "TN"], ["År", 2021]], ["NAMND_MOTSAGS"]),
        ([["Redovisning till kommunstyrelsen"], ["Nämnd", "TN"], ["År", 2021]], []),
        ([["Nämnd", "TN"], ["År", 2021], ["Beslutsdatum", "2021-02-15"]],
         ["BESLUT_FORE_ARETS_SLUT"]),
        ([["Nämnd", "TN"], ["År", 2021], ["Beslutsdatum", "2022-02-15"]], []),
        ([["Nämnd", "TN"], ["År", 2021], ["Beslutsdatum", "2021-12-31"]], []),
    ],
)  # fmt: skip
def test_the_sheet_start(
    start: Sequence[Sequence[Any]], wanted: list[str], workbook: Write
) -> None:
    """A second row, a title, and a decision that was taken before the year was over."""
    assert said(book(workbook, start=start)) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("EU-projekt Miljönämnden 2021", ["NAMND_MOTSAGS"]),
        ("Miljöförvaltningen", ["NAMND_MOTSAGS"]),
        ("Internationellt arbete 2020", ["TITEL_ANNAT_AR"]),
        ("EU-projekt 2021, Tekniska nämnden", []),
        ("Projekt tillsammans med Miljönämnden", []),
        ("Miljönämnden, Kulturnämnden och Tekniska nämnden", []),
    ],
)
def test_the_title_above_the_projects(title: str, wanted: list[str], workbook: Write) -> None:
    """What heads the table is the table's."""
    assert said(book(workbook, above=[[title]])) == wanted


def test_rows_that_say_it_themselves_are_held_against_the_name(workbook: Write) -> None:
    """Where all of them are of one year and nämnd; a file for several speaks of none."""
    header = ["Nämnd", "År", *HEADER]
    one = [["TN", 2021, *KRANEN], ["TN", 2021, "Torget", "LIFE", 5]]
    path = workbook({"Projekt": [header, *one]}, "MN 2020.xlsx")
    assert said(path) == ["AR_MOTSAGS", "NAMND_MOTSAGS"]
    several = [["TN", 2021, *KRANEN], ["KUN", 2020, "Torget", "LIFE", 5]]
    assert said(workbook({"Projekt": [header, *several]}, "MN 2019.xlsx")) == []
