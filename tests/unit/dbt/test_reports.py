"""A report says what its rows are and where its figures come from, or is refused by name."""

from __future__ import annotations

import copy
import importlib.util
from collections.abc import Callable
from typing import Any

import jinja2
import pytest

from fondbok.paths import DBT_PROJECT, MODELS
from fondbok.publish import rapporter

Node = dict[str, Any]
MACROS = DBT_PROJECT / "macros"
MONEY = "rpt_utbetalt_per_fondgrupp"


class Refused(Exception):
    """What dbt would stop with."""


@pytest.fixture
def nodes() -> dict[str, Node]:
    """The reports and their tests, shaped as dbt's graph has them."""
    spec = importlib.util.spec_from_file_location("graph", DBT_PROJECT / "lint" / "graph.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return copy.deepcopy(module.nodes)


def macros(nodes: dict[str, Node]) -> Any:
    """The macros that dbt runs over the reports."""

    def stop(message: str) -> None:
        raise Refused(message)

    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    return environment.from_string((MACROS / "rapport.sql").read_text("utf-8")).make_module(
        {
            "graph": {"nodes": nodes},
            "exceptions": type("exceptions", (), {"raise_compiler_error": staticmethod(stop)}),
            "grad_matt": lambda: ["belopp_sek", "netto_sek", "antal_projekt"],
        }
    )


def check(nodes: dict[str, Node], name: str) -> None:
    macros(nodes).kontrollera_rapport(nodes[name])


def test_every_report_says_all_of_it(nodes: dict[str, Node]) -> None:
    reports = [name for name, node in nodes.items() if node["resource_type"] == "model"]
    assert len(reports) > 5
    for name in reports:
        check(nodes, name)


def forget(*path: str) -> Callable[[dict[str, Node]], None]:
    def change(nodes: dict[str, Node]) -> None:
        place: Any = nodes[MONEY]
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


def without_test(test: str) -> Callable[[dict[str, Node]], None]:
    return lambda nodes: nodes.pop(f"{MONEY}.{test}") and None


def said_without_cut(nodes: dict[str, Node]) -> None:
    nodes[MONEY]["config"]["meta"]["harkomst"] = {"utan": "Det går nog bra."}


HARKOMST = ("config", "meta", "harkomst")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (forget("config", "meta", "nyckel"), "meta.nyckel"),
        (forget(*HARKOMST), "meta.harkomst.snitt"),
        (said_without_cut, "meta.harkomst.snitt"),
        (forget(*HARKOMST, "snitt"), "meta.harkomst.snitt"),
        (forget(*HARKOMST, "varde"), "meta.harkomst.varde"),
        (forget(*HARKOMST, "skal"), "meta.harkomst.skal"),
        (forget(*HARKOMST, "i_ord"), "meta.harkomst.i_ord"),
        (forget("columns", "fondgrupp"), "fondgrupp"),
        (forget("columns", "varningar"), "column varningar"),
        (forget("columns", "radnyckel"), "column radnyckel"),
        (forget("columns", "netto_sek_grad"), "column netto_sek_grad"),
        (without_test("harkomst_ar_cellen"), "data_test harkomst_ar_cellen"),
        (without_test("varje_siffra_har_en_grad"), "data_test varje_siffra_har_en_grad"),
    ],
)
def test_what_a_report_forgets_is_refused_by_name(
    nodes: dict[str, Node], change: Callable[[dict[str, Node]], None], named: str
) -> None:
    change(nodes)
    with pytest.raises(Refused) as refused:
        check(nodes, MONEY)
    assert str(refused.value).startswith(f"{MONEY} does not say all")
    assert str(refused.value).endswith(f": {named}")


def test_a_report_is_in_its_room_and_python_knows_it(nodes: dict[str, Node]) -> None:
    written = {path.stem: path.parent for path in MODELS.rglob("rpt_*.sql")}
    assert set(written.values()) == {rapporter.FOLDER}
    assert written.keys() == rapporter.alla().keys()


def test_two_reports_do_not_share_a_cut() -> None:
    told = [{"namn": "rpt_a", "snitt": "fond"}, {"namn": "rpt_b", "snitt": "roll"}]
    macros({}).kontrollera_snitt(told)
    with pytest.raises(Refused, match="rpt_a and rpt_c declare one cut, fond"):
        macros({}).kontrollera_snitt([*told, {"namn": "rpt_c", "snitt": "fond"}])
