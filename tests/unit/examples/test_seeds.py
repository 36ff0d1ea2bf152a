"""The seeds say what the published reports say, and no spelling means two things."""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from fondbok import seeds
from fondbok.paths import PROJECT

FACTS = PROJECT.parent / "shared" / "facts"


def facts(name: str) -> list[dict[str, str]]:
    path = FACTS / f"{name}.csv"
    if not path.exists():
        pytest.skip("../shared is not here")
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def folded(name: str) -> str:
    """A name as the warehouse compares it: letters and digits, case aside."""
    letters = unicodedata.normalize("NFC", name.lower())
    letters = letters.translate(str.maketrans("éèêëáàâóòôúùûü", "eeeeaaaooouuuu"))
    return re.sub(r"[\W_]", "", letters)


@pytest.mark.parametrize(
    ("seed", "meaning"),
    [
        ("namnd_alias", ["namnd_kod"]),
        ("fond_alias", ["fond_kod"]),
        ("roll_alias", ["roll"]),
        ("kf_mal_alias", ["nummer"]),
    ],
)
def test_a_folded_spelling_means_one_thing(seed: str, meaning: list[str]):
    seen: dict[tuple[str, str], list[str]] = {}
    for row in seeds.load(seed):
        spelling = (row.get("malperiod", ""), folded(row["alias"]))
        means = [row[name] for name in meaning]
        assert seen.setdefault(spelling, means) == means, row


def test_a_folded_project_name_is_listed_once_per_period():
    spellings = [(folded(r["alias"]), r["fran_ar"]) for r in seeds.load("projekt_alias")]
    assert len(spellings) == len(set(spellings))


def canonical(name: str, year: int) -> str:
    """The project a name means that year, folded."""
    for row in seeds.load("projekt_alias"):
        first, last = int(row["fran_ar"] or 0), int(row["till_ar"] or 9999)
        if folded(row["alias"]) == folded(name) and first <= year <= last:
            return folded(row["projekt"])
    return folded(name)


def test_an_alias_leads_to_a_name_that_leads_nowhere_else():
    for row in seeds.load("projekt_alias"):
        year = int(row["fran_ar"] or 2024)
        assert canonical(row["projekt"], year) == folded(row["projekt"]), row


def test_what_is_decided_not_to_be_the_same_is_not_merged():
    for pair in seeds.load("projekt_skilda"):
        assert pair["projekt_a"] < pair["projekt_b"]
        for year in (2019, 2022, 2023, 2024):
            same = canonical(pair["projekt_a"], year) == canonical(pair["projekt_b"], year)
            # One name, two projects: before 2023 the short name was the older project's.
            renamed = (pair["projekt_a"], year) == ("Malmökraften", 2022)
            assert same == renamed, (pair, year)


def test_malmokraften_is_another_project_from_2023():
    assert canonical("Malmökraften", 2022) == canonical("Malmökraften 2.0", 2022)
    assert canonical("Malmökraften", 2023) != canonical("Malmökraften 2.0", 2023)
    assert canonical("Malmökraften", 2024) == canonical("ESF-projektet Malmökraften", 2024)


# Two headings that share a grant number are two projects as the city counts them, and
# "Erasmusprojekt" alone names no project at all.
LEFT_OUT = {"Erasmus-Ackreditering-2024 Projekt 8680", "Erasmusprojekt"}


@pytest.mark.shared
def test_every_labelled_name_lands_where_its_label_says():
    groups: dict[str, list[dict[str, str]]] = {}
    for row in facts("entity_variants"):
        groups.setdefault(row["group"], []).append(row)
    for rows in groups.values():
        by_name: dict[str, set[str]] = {}
        for row in rows:
            if row["variant_verbatim"] in LEFT_OUT or "ackreditering" in row["group"]:
                continue
            if row["relation_to_group_head"] in ("same", "same_inferred", "different"):
                year = 2024 if "2024" in row["document"] else 2022
                place = canonical(row["variant_verbatim"], year)
                by_name.setdefault(row["canonical_name"], set()).add(place)
        assert all(len(places) == 1 for places in by_name.values()), by_name
        places = [next(iter(places)) for places in by_name.values()]
        assert len(places) == len(set(places)), by_name


@pytest.mark.shared
def test_every_published_figure_is_carried_over():
    carried = [
        (r["dokument"], r["rad"], r["ar"], r["publicerat_ar"], Decimal(r["varde"] or -1))
        for r in seeds.load("publicerad_siffra")
    ]
    stated = [
        (
            r["document"],
            r["line_no"],
            r["figure_year"],
            r["report_year"],
            Decimal(r["value"] or -1),
        )
        for r in facts("published_figures")
    ]
    assert sorted(carried) == sorted(stated)


def test_2022_is_published_on_two_bases():
    bases = {
        (r["publicerat_ar"], r["bas"])
        for r in seeds.load("publicerad_siffra")
        if (r["ar"], r["matt"], r["omfattning"]) == ("2022", "utbetalt_sek", "staden")
    }
    assert bases == {("2022", "agare"), ("2023", "agare_och_part")}


def test_a_printed_figure_is_a_whole_number_of_its_steps():
    for row in seeds.load("publicerad_siffra"):
        if row["varde"]:
            assert Decimal(row["varde"]) % Decimal(row["precision"]) == 0, row
        assert (row["avrundning"] == "exakt") <= (row["precision"] == "1"), row


def test_only_paid_money_has_a_basis():
    for row in seeds.load("publicerad_siffra"):
        has_basis = row["matt"] in ("utbetalt_sek", "agarbudget_sek")
        assert bool(row["bas"]) == has_basis, row


@pytest.mark.shared
def test_rates_are_the_banks_averages_and_no_unfinished_year():
    per_euro = {
        (r["currency"], r["year"]): Decimal(r["avg_per_eur"]) for r in facts("ecb_yearly_avg")
    }
    for row in seeds.load("valutakurs"):
        krona = per_euro["SEK", row["ar"]]
        other = Decimal(1) if row["valuta"] == "EUR" else per_euro[row["valuta"], row["ar"]]
        expected = (krona / other).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        assert Decimal(row["sek_per_enhet"]) == expected, row
    assert max(row["ar"] for row in seeds.load("valutakurs")) == "2025"


def test_every_seed_has_its_yaml():
    folder = Path(os.environ[seeds.FOLDER])
    assert {p.stem for p in folder.glob("*.csv")} == {p.stem for p in folder.glob("*.yml")}
