"""What inspect shows of the other tables, and the currency of a row without money."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from fondbok.intake.inspection import inspect_rows
from fondbok.report import checked

Sheets = dict[str, list[list[object]]]
START: list[list[object]] = [["Nämnd", "ASN"], ["År", 2022]]


@pytest.fixture
def whole(workbook: Callable[..., Path]) -> Path:
    """A submission with a row in every table."""
    sheets: Sheets = {
        "Start": START,
        "Svar": [["Fråga nr", "Fråga", "Svar"], [1, "Vad?", "Ja"]],
        "Samverkan": [["Typ", "Antal"], ["Högskola", 3], ["Region", "många"]],
        "Indikatorer": [["Projekt", "Indikator", "Mål"], ["Vägen in", "Deltagare", 12.5]],
        "Nätverk": [["Nätverk", "Roll"], ["Eurocities", "medlem"]],
        "Händelser": [["Typ", "Datum", "Plats"], ["Besök", "2022-05", "Malmö"]],
        "Projekt": [["Projektnamn", "Utbetalt"], ["Vägen in", 100], ["Totalt", 100]],
    }
    return workbook(sheets)


def test_every_table_is_shown_after_the_projects(whole: Path) -> None:
    """Each row says which table it stands in."""
    rows = list(inspect_rows(whole))
    assert [(row["tabell"], row["blad"], row["rad"], row["utfall"]) for row in rows] == [
        ("projekt", "Projekt", 2, "laddad"),
        ("projekt", "Projekt", 3, "total"),
        ("svar", "Svar", 2, "laddad"),
        ("samverkan", "Samverkan", 2, "laddad"),
        ("samverkan", "Samverkan", 3, "laddad"),
        ("indikatorer", "Indikatorer", 2, "laddad"),
        ("natverk", "Nätverk", 2, "laddad"),
        ("handelser", "Händelser", 2, "laddad"),
    ]
    fields = {row["tabell"]: row["falt"] for row in rows}
    unit = {"namnd": "ASN", "ar": 2022, "version": 1}
    assert fields["svar"] == {**unit, "fraga_nr": 1, "fraga": "Vad?", "svar": "Ja"}
    assert fields["samverkan"] == {**unit, "typ": "Region", "antal": None}
    assert (fields["indikatorer"]["mal"], fields["indikatorer"]["utfall"]) == ("12.5000", None)
    assert fields["natverk"]["natverk"] == "Eurocities"
    assert (fields["handelser"]["datum"], fields["handelser"]["antal"]) == ("2022-05-01", None)


def test_a_remark_stands_with_its_row(whole: Path) -> None:
    """And is not told once more at the end."""
    told = [(row["tabell"], r["regel"]) for row in inspect_rows(whole) for r in row["fynd"]]
    assert told == [("samverkan", "TAL_OLASLIGT")]


def test_check_counts_projects_only(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One project and its total, whatever else the workbook holds."""
    checked.tell(Path("underlag.xlsx"), list(inspect_rows(whole)), Console())
    shown = capsys.readouterr().out
    assert "1 laddas, 0 avvisas, 1 summarader" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("given", "shown"), [(None, "SEK"), ("-", "SEK"), ("euro", "EUR"), ("snäckor", None)]
)
def test_the_currency_of_a_row_without_money(
    workbook: Callable[..., Path], given: str | None, shown: str | None
) -> None:
    """Kronor by default, as with money; an unknown currency is not called kronor."""
    table = [["Projektnamn", "Utbetalt", "Valuta"], ["A", None, given]]
    [first, *_] = inspect_rows(workbook({"Start": START, "Projekt": table}))
    assert (first["falt"]["utbetalt"], first["falt"]["valuta"]) == (None, shown)
