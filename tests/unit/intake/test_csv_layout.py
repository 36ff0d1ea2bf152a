"""Delimited text as it leaves a spreadsheet: headers over several lines, empty cells at the end."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from fondbok.findings import FileRead
from tests.unit.intake.intake_files import row, rules

Read = Callable[..., FileRead]


@pytest.mark.parametrize(
    "header",
    [
        'Nämnd;År;Projektnamn;"Utbetalt\ntill\nASF\n2024";EU-fond',
        'Nämnd;År;"Projekt-\n\nnamn";"Utbetalt\n\nSEK";EU-fond',
        'Nämnd;År;Projektnamn;"Utbetalt\n\nSEK";"EU-\n\nfond"',
    ],
)
def test_a_header_over_several_lines(read_csv: Read, header: str) -> None:
    """The columns are those of the whole record; a wrapped cell below is still one row."""
    read = read_csv(header + '\nASN;2024;"A\nB";100;ESF\nASN;2024;C;200;ERUF\n')
    rows = read.rows["submission_projekt"]
    assert [(r["projekt"], r["utbetalt"], r["fond_kod"]) for r in rows] == [
        ("A B", Decimal(100), "ESF"),
        ("C", Decimal(200), "ERUF"),
    ]
    assert rules(read) <= {"UPPGIFT_FRAN_RUBRIK"}


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("surplus", [";", "; ;", ";;;;"])
def test_empty_cells_beyond_the_header_are_no_cells(
    read_csv: Read, delimiter: str, surplus: str
) -> None:
    """One row with empty cells at its end is a row like the others."""
    text = f"Nämnd;År;Projektnamn;Utbetalt\nMN;2024;A;1{surplus}\nMN;2024;B;2\n"
    read = read_csv(text.replace(";", delimiter))
    assert read.utfall == {"laddad": 2}
    assert row(read)["utbetalt"] == Decimal(1)
    assert read.fynd == []


def test_a_goal_after_the_money_is_no_part_of_it(read_csv: Read) -> None:
    """The goal's number may stand beside the amount."""
    head = "Nämnd;År;Projektnamn;Budget;Utbetalt;KF-mål\n"
    read = read_csv(head + "MN;2024;A;10000;5000;1;\nMN;2024;B;;;2;\nMN;2024;C;1;1;1\n")
    assert read.utfall == {"laddad": 3}
    assert row(read)["utbetalt"] == Decimal(5000)


@pytest.mark.parametrize(
    "line", ["A;214;598;", "A;1;5 mkr;", "A;1000;50;", "A;B;100;", "A;;100;", "A;1 214;598 kr;"]
)
def test_money_that_may_have_moved_is_not_read(read_csv: Read, line: str) -> None:
    """A delimiter inside the row pushed the empty last cell out: the row is not believed."""
    head = "Nämnd;År;Projektnamn;Utbetalt;Resultat\n"
    read = read_csv(f"{head}MN;2024;{line}\nMN;2024;B;2;\n")
    assert read.utfall == {"avvisad": 1, "laddad": 1}
    assert rules(read) == {"RAD_FLER_CELLER"}


def test_money_columns_of_several_years_do_not_name_the_year(read_csv: Read) -> None:
    """Each row says its own year, and the money is that year's."""
    header = "Nämnd;År;Projektnamn;Utbetalt till ASF 2023;Utbetalt till ASF 2024\n"
    read = read_csv(header + "ASF;2024;A;100;200\nASF;2023;B;300;400\nTotalt;;;;\n")
    rows = read.rows["submission_projekt"][:2]
    assert [(r["ar"], r["utbetalt"]) for r in rows] == [(2024, Decimal(200)), (2023, Decimal(300))]
    assert [(f.regel, f.kolumn) for f in read.fynd] == [
        ("KOLUMN_EJ_VALD", "Utbetalt till ASF 2023"),
        ("KOLUMN_EJ_VALD", "Utbetalt till ASF 2024"),
    ]


def test_a_year_that_only_several_headers_name_is_not_guessed(read_csv: Read) -> None:
    header = "Nämnd;Projektnamn;Utbetalt till ASF 2023;Utbetalt till ASF 2024\n"
    read = read_csv(header + "ASF;A;100;200\n")
    assert read.utfall == {"avvisad": 1}
    assert "AR_SAKNAS" in rules(read)
