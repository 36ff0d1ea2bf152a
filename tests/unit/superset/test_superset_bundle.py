"""What Superset is given names every column of what it is given, and nothing else."""

from __future__ import annotations

import yaml

from bi.superset.bundle import OVERVIEW, key
from fondbok.paths import MODELS

OVERSIKT = yaml.safe_load(OVERVIEW.read_text("utf-8"))


def columns(table: str) -> set[str]:
    (model,) = yaml.safe_load((MODELS / "bi" / f"{table}.yml").read_text("utf-8"))["models"]
    return {column["name"] for column in model["columns"]}


def test_every_column_has_a_name_and_every_name_a_column() -> None:
    there = set().union(*map(columns, OVERSIKT["tabeller"]))
    assert there == set(OVERSIKT["kolumner"])


def test_every_chart_is_on_the_page_once_and_asks_for_what_there_is() -> None:
    shown = [name for row in OVERSIKT["sida"]["rader"] for name in row]
    assert sorted(shown) == sorted(each["namn"] for each in OVERSIKT["diagram"])
    for each in OVERSIKT["diagram"]:
        asked = {*each.get("kolumner", []), *([each["per"]] if "per" in each else [])}
        assert asked <= columns(each["tabell"]), each["namn"]
    assert {*OVERSIKT["sida"]["filter"]} <= columns(OVERSIKT["sida"]["valjs_ur"])


def test_a_thing_keeps_its_key() -> None:
    assert key("tabell", "bi_pengar") == key("tabell", "bi_pengar") != key("tabell", "bi_pengar2")
