"""The questions of docs/how-to/analyst-twelve-questions.md, each beside what a report prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from fondbok.paths import PROJECT, Home
from fondbok.report import query

PAGE = PROJECT / "docs" / "how-to" / "analyst-twelve-questions.md"
_BLOCK = re.compile(r"\*\*(\d+)\..*?```sql\n(.*?)```", re.DOTALL)
QUESTIONS = {int(number): sql for number, sql in _BLOCK.findall(PAGE.read_text("utf-8"))}

# What a report says of the same: the question's columns in its order.
PRINTED = {
    1: "select ar, belopp_sek from rpt_sammanfattning",
    2: "select ar, namnd, belopp_sek from rpt_utbetalt_per_namnd",
    3: "select ar, fondgrupp, belopp_sek from rpt_utbetalt_per_fondgrupp",
    4: "select ar, nummer, kf_mal, belopp_sek from rpt_utbetalt_per_kf_mal",
    6: "select ar, antal_projekt_olika from rpt_sammanfattning",
    7: "select ar, namnd, antal_projekt_olika from rpt_utbetalt_per_namnd"
    " where antal_projekt_olika > 0",
    10: "select ar, any_value(n.namnd), sum(redovisat_sek), sum(bokfort_sek)"
    " from rpt_redovisat_mot_bokfort inner join dim_namnd_senaste as n using (namnd_kod)"
    " group by ar, namnd_kod",
}
ROLES = {
    "Projektägare": "belopp_agare_sek",
    "Projektpart": "belopp_part_sek",
    "Annan roll": "belopp_annan_roll_sek",
    "Okänd roll": "belopp_okand_roll_sek",
}


def asked(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with query.opened(home.mart) as con:
        return list(query.ask(con, sql).rows)


def known(rows: list[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Rows with a figure: a report may show a goal of which nothing is known."""
    return {row for row in rows if row[-1] is not None}


def test_there_are_twelve() -> None:
    assert sorted(QUESTIONS) == list(range(1, 13))


@pytest.mark.parametrize("number", sorted(PRINTED))
def test_the_answer_is_what_the_report_prints(malmo: Home, number: int) -> None:
    printed = asked(malmo, PRINTED[number])
    width = len(printed[0])
    answered = [row[:width] for row in asked(malmo, QUESTIONS[number])]
    assert known(answered) == known(printed)
    assert known(printed)


def test_money_by_role(malmo: Home) -> None:
    for ar, roll, belopp in asked(malmo, QUESTIONS[5]):
        column = ROLES[roll]
        assert asked(malmo, f"select {column} from rpt_sammanfattning where ar = {ar}") == [
            (belopp,)
        ]


def test_the_largest_projects_are_projects_of_the_year(malmo: Home) -> None:
    largest = asked(malmo, QUESTIONS[8])
    amounts = [belopp for _, belopp in largest]
    assert len(largest) == 10
    assert amounts == sorted(amounts, reverse=True)
    beside = asked(
        malmo,
        "select max(kr) from (select sum(belopp_sek) as kr from bi_deltagande"
        " where ar = 2024 and projekt_kod <> 'OKANT' group by projekt_kod)",
    )
    assert beside == [(amounts[0],)]


def test_fitted_money_is_a_share_of_money(malmo: Home) -> None:
    shares = {ar: float(procent) for ar, _, procent in asked(malmo, QUESTIONS[9])}
    assert shares[2019] == 0.0
    assert shares[2022] == 47.2


def test_new_and_gone_projects_make_the_difference(malmo: Home) -> None:
    counted = dict(asked(malmo, QUESTIONS[6]))
    rows = asked(malmo, QUESTIONS[11])
    for before, after in ((2022, 2023), (2023, 2024)):
        new = sum(1 for ar, _, vad in rows if (ar, vad) == (after, "nytt"))
        gone = sum(1 for ar, _, vad in rows if (ar, vad) == (after, "inte kvar"))
        assert counted[after] - counted[before] == new - gone


def test_the_rows_behind_a_cell_add_up_to_it(malmo: Home) -> None:
    behind = asked(malmo, QUESTIONS[12])
    cell = asked(
        malmo,
        "select belopp_sek from rpt_utbetalt_per_namnd where ar = 2022 and namnd_kod = 'ASN'",
    )
    assert [(sum(row[-1] for row in behind),)] == cell
    assert all(Path(row[0]).suffix for row in behind)
