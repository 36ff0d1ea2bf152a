"""How sure each figure is, and that fitted is said everywhere: on the example, refreshed once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from fondbok import grader, seeds
from fondbok.paths import PROJECT, Home
from fondbok.publish import rapporter
from fondbok.publish.rapporter import Rapport
from tests.conftest import fondbok

Query = Callable[[Home, str], list[tuple[Any, ...]]]
ORDER = ["exakt", "avrundad", "delvis", "anpassad", "motsagd"]
CUTS = [r for r in rapporter.sparade().values() if r.summa_av is None]
# A difference of two figures is no figure of the city's, and these say how a figure is rounded, how
# the count was made, or belong to the comparison that is told in words. What is fitted is itself a
# word on how sure the money is.
FITTED = "anpassat_sek"
UNGRADED = {
    "rpt_sammanfattning": {"antal_utan_belopp"},
    "rpt_forandring": {"antal_kallrader"},
}


@pytest.fixture(scope="module")
def columns(malmo: Home) -> dict[str, set[str]]:
    """The columns of each published report."""
    found: dict[str, set[str]] = {}
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        for table, column in con.execute(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'mart' and starts_with(table_name, 'rpt_')"
        ).fetchall():
            found.setdefault(table, set()).add(column)
    return found


def test_no_published_figure_lacks_a_grade(
    malmo: Home, columns: dict[str, set[str]], query: Query
) -> None:
    for table, names in columns.items():
        figures = {n for n in names if n.endswith("_sek") or re.match(r"(.*_)?antal_", n)}
        figures -= {n for n in names if n.endswith("_grad")} | UNGRADED.get(table, set())
        figures.discard(FITTED)
        if "grad" not in names:
            assert {f"{name}_grad" for name in figures} <= names, table
        for column in (n for n in names if n == "grad" or n.endswith("_grad")):
            told = {
                value for (value,) in query(malmo, f"select distinct {column} from mart.{table}")
            }
            assert told <= set(ORDER), (table, column, told)


def test_the_grades_are_in_one_order_everywhere(malmo: Home, query: Query) -> None:
    assert [row["id"] for row in seeds.load("grad")] == ORDER
    assert [g for (g,) in query(malmo, "select grad from mart.dim_grad order by ordning")] == ORDER
    assert list(grader.MARKS) == ORDER[1:]


def weakest(values: list[str]) -> str:
    return max(values, key=ORDER.index, default="exakt")


@pytest.mark.parametrize("matt", ["belopp_sek", "antal_projekt_olika"])
def test_a_city_total_is_no_surer_than_a_namnd(malmo: Home, query: Query, matt: str) -> None:
    parts: dict[int, list[str]] = {}
    for ar, grad in query(malmo, f"select ar, {matt}_grad from mart.rpt_utbetalt_per_namnd"):
        parts.setdefault(ar, []).append(grad)
    whole = dict(query(malmo, f"select ar, {matt}_grad from mart.rpt_sammanfattning"))
    assert whole.keys() == parts.keys()
    for ar, grad in whole.items():
        assert ORDER.index(grad) >= ORDER.index(weakest(parts[ar])), ar


@pytest.mark.parametrize("rapport", CUTS, ids=lambda r: r.namn)
def test_a_slice_is_no_surer_than_its_participations(
    malmo: Home, query: Query, rapport: Rapport
) -> None:
    """Worked out here from the facts' rows, not by the models under test."""
    key = ", ".join(rapport.nyckel)
    rows = query(
        malmo,
        f"select {key}, belopp_grad from ("
        "select medel.*, dim_fond.fondgrupp, mal.malperiod, mal.nummer,"
        " deltagande.belopp_sek_grad as belopp_grad from mart.fct_eu_medel as medel"
        " inner join mart.bi_deltagande as deltagande using (projekt_kod, namnd_kod, ar)"
        " inner join mart.dim_fond using (fond_key)"
        " inner join mart.dim_kf_mal as mal using (kf_mal_key)"
        f") order by {key}",
    )
    expected = {
        place: weakest([grad for *_, grad in group])
        for place, group in itertools.groupby(rows, key=lambda row: row[:-1])
    }
    got = query(malmo, f"select {key}, belopp_sek_grad from mart.{rapport.namn}")
    assert len(got) >= len(expected) > 3
    for *place, grad in got:
        if tuple(place) in expected:
            assert ORDER.index(grad) >= ORDER.index(expected[tuple(place)]), place


def test_what_the_example_says_of_itself(malmo: Home, query: Query) -> None:
    per_namnd = {
        (ar, kod): (belopp, antal)
        for ar, kod, belopp, antal in query(
            malmo,
            "select ar, namnd_kod, belopp_sek_grad, antal_projekt_olika_grad"
            " from mart.rpt_utbetalt_per_namnd",
        )
    }
    # All of it is printed, project by project.
    assert per_namnd[2019, "ASN"] == ("exakt", "exakt")
    # Three amounts are printed and five projects have none.
    assert per_namnd[2022, "ASN"] == ("delvis", "exakt")
    assert per_namnd[2023, "MN"] == ("anpassad", "anpassad")
    # The headings of the report are 26, the table says 25; the money is shared out by weight.
    assert per_namnd[2024, "MN"] == ("anpassad", "motsagd")
    city = dict(query(malmo, "select ar, belopp_sek_grad from mart.rpt_sammanfattning"))
    # One nämnd of thirteen; fitted; and two years with printed parts that disagree.
    assert city == {2019: "delvis", 2022: "anpassad", 2023: "motsagd", 2024: "motsagd"}


def test_an_agreement_says_whether_it_rests_on_fitted_values(malmo: Home, query: Query) -> None:
    fitted = dict(query(malmo, "select siffra_id, anpassat from mart.rpt_avstamning"))
    assert not fitted["P2022-004"]  # ASN's Malmökraften 2.0, printed
    assert fitted["P2022-051"] or fitted["P2022-052"]  # goals of 2022, fitted to the öre
    assert not fitted["P2024-016"]  # a count of headings, whatever their money
    ((agreed, sure),) = query(
        malmo,
        "select count(*), count(*) filter (where not anpassat) from mart.rpt_avstamning"
        " where status = 'stammer'",
    )
    assert 0 < sure < agreed
    sentence = f"{agreed} stämmer, varav {sure} utan anpassade värden"
    for command in ("status", "tables"):
        run = fondbok(command, "--home", malmo.root)
        assert sentence in " ".join(run.out.split()), command
    asked = fondbok("status", "--home", malmo.root, "--json").json["avstamning"]
    assert (asked["stammer"], asked["utan_anpassade"]) == (agreed, sure)
    told = (PROJECT / "examples" / "malmo" / "README.md").read_text("utf-8")
    assert re.findall(r"(\d+) printed figures agree \(stämmer\), (\d+)", told) == [
        (str(agreed), str(sure))
    ]


def test_fitted_is_marked_on_bookings_goals_budgets_and_roles(malmo: Home, query: Query) -> None:
    ((marked, of),) = query(
        malmo, "select count(*) filter (where anpassat), count(*) from mart.fct_utbetalning"
    )
    assert marked == of > 100
    fields = dict(
        query(malmo, "select projekt_kod || ar, deltagandets_falt from kvalitet.anpassad_uppgift")
    )
    assert "bokforing" in fields["malmokraften-2-02022"].split(";")
    ((budgets,),) = query(
        malmo,
        "select count(*) from kvalitet.anpassad_uppgift where list_contains("
        "string_split(projektets_falt, ';'), 'budget')",
    )
    assert budgets >= 20
    goals = dict(
        query(
            malmo,
            "select ar, count(*) filter (where not coalesce(list_has_any("
            "string_split(deltagandets_falt, ';'), ['kf_mal', 'kf_mal_fordelning']), false))"
            " from mart.bi_deltagande left join kvalitet.anpassad_uppgift"
            " using (ar, namnd_kod, projekt_kod) where kf_mal is not null group by ar",
        )
    )
    assert goals[2019] > 0
    assert goals[2024] == 0


def test_the_tables_print_grades_and_their_legend(malmo: Home) -> None:
    out = fondbok("tables", "--home", malmo.root).out
    assert "50 467 000,00 m" in out
    assert grader.legend() in " ".join(out.split())
    assert "anpassad till" in out


def test_a_trace_says_how_sure(malmo: Home) -> None:
    run = fondbok("trace", "per_namnd", "--ar", "2023", "--namnd", "FON", "--home", malmo.root)
    assert "Hur säkert: anpassad till tryckt summa." in run.out
    asked = fondbok("trace", "sammanfattning", "--ar", "2024", "--json", "--home", malmo.root).json
    assert asked["celler"][0]["grad"] == "motsagd"
    assert {part["grad"] for part in asked["celler"][0]["bidrag"]} <= set(ORDER)


def test_an_answer_says_how_sure(malmo: Home) -> None:
    answer = (malmo.feedback / "2024" / "MN.html").read_text("utf-8").replace("\u00a0", " ")
    assert "10 404 000 SEK (anpassad till tryckt summa)" in answer
    assert grader.meaning("motsagd") in answer
    exact = (malmo.feedback / "2019" / "ASN.html").read_text("utf-8")
    assert "(exakt)" in exact
    assert grader.meaning("anpassad") not in exact


def test_last_years_fitted_values_are_not_handed_back(malmo: Home, tmp_path: Path) -> None:
    def rows(namnd: str, ar: int) -> dict[str, dict[str, Any]]:
        file = tmp_path / f"{namnd}_{ar}.xlsx"
        run = fondbok(
            "template", "--namnd", namnd, "--ar", str(ar), "-o", file, "--home", malmo.root
        )
        assert run.code == 0, run.err
        sheet = openpyxl.load_workbook(file)["Projekt"]
        titles = [cell.value for cell in sheet[4]]
        told = [
            dict(zip(titles, (cell.value for cell in row), strict=True))
            for row in sheet.iter_rows(min_row=5)
        ]
        return {str(row[titles[0]]): row for row in told if row[titles[0]]}

    names = rows("MN", 2024)
    assert not any("Ej namngivet" in name for name in names)
    grn = rows("GRN", 2025)
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        fitted = con.execute(
            "select projekt from mart.bi_deltagande inner join kvalitet.anpassad_uppgift"
            " using (ar, namnd_kod, projekt_kod) where namnd_kod = 'GRN' and ar = 2024"
            " and contains(deltagandets_falt, 'utbetalt')"
        ).fetchall()
    assert len(fitted) > 5
    beside = next(title for title in next(iter(grn.values())) if "Förra året" in str(title))
    for (projekt,) in fitted:
        matches = [row for name, row in grn.items() if name.startswith(projekt)]
        assert matches
        assert {row[beside] for row in matches} == {"okänt"}
