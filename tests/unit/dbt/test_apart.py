"""Municipalities built together stay apart: what is refused, and that no model has any of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.warehouse import build
from tests import apart

REFUSED = {
    "kommun_kod is not its first column": ["select ar, kommun_kod from t", "select ar, * from t"],
    "kommun_kod is not among its columns": [
        "select kommun_kod, ar from (select ar from t) as u",
        "with u as (select ar from t) select kommun_kod, u.ar from t cross join u",
    ],
    "a part of the set operation has no kommun_kod": [
        "select kommun_kod, ar from t union all select 1, 2"
    ],
    "kommun_kod stands in different places of the set operation": [
        "select kommun_kod, ar from t union all select ar, kommun_kod from t"
    ],
    "a join that does not equate kommun_kod": [
        "select t.kommun_kod from t inner join u on t.ar = u.ar",
        "select t.kommun_kod from t left join u on t.kommun_kod = t.kommun_kod and t.ar = u.ar",
        "select t.kommun_kod from t left join u on t.kommun_kod = u.kommun_kod or t.ar = u.ar",
        "select t.kommun_kod from t inner join u using (ar)",
        "select t.kommun_kod from t cross join u",
        "select t.kommun_kod from t, u",
    ],
    "a group by without kommun_kod": ["select min(kommun_kod) as kommun_kod from t group by ar"],
    "an aggregate over all municipalities": [
        "select min(kommun_kod) as kommun_kod from t",
        "select kommun_kod from (select max(kommun_kod) as kommun_kod from t) as u",
    ],
    "a distinct on without kommun_kod": ["select distinct on (ar) kommun_kod, ar from t"],
    "a window without kommun_kod in its partition": [
        "select kommun_kod, sum(x) over () as s from t",
        "select kommun_kod, row_number() over (order by x) as s from t",
        "select kommun_kod, sum(x) over (partition by ar) as s from t",
        "select kommun_kod, sum(x) over w as s from t window w as (partition by ar)",
        "select kommun_kod, ar from t qualify row_number() over (partition by ar order by x) = 1",
    ],
    "a limit holds for all municipalities together": ["select kommun_kod from t limit 1"],
    "a query within that does not ask of the same kommun_kod": [
        "select kommun_kod from t where ar in (select u.ar from u)",
        "select kommun_kod from t where ar not in (select ar from u)",
        "select kommun_kod from t where exists (select 1 from u where u.ar = t.ar)",
        "select kommun_kod, (select max(u.ar) from u) as ar from t",
    ],
    "a key without kommun_kod first": [
        "select kommun_kod, md5(concat_ws('|', coalesce(cast(ar as text), '~'))) as a_key from t",
        "select kommun_kod, md5(concat_ws('|', coalesce(cast(ar as text), '~'),"
        " coalesce(cast(kommun_kod as text), '~'))) as a_key from t",
    ],
}
ALLOWED = [
    "select kommun_kod, ar from t",
    "select * from t",
    "with u as (select * from t) select * from u",
    "select kommun_kod, ar from t union all select kommun_kod, ar from u",
    "select t.kommun_kod from t left join u on t.kommun_kod = u.kommun_kod and t.ar = u.ar",
    "select t.kommun_kod from t inner join u using (kommun_kod, ar)",
    "select coalesce(t.kommun_kod, u.kommun_kod) as kommun_kod from t"
    " full outer join u on t.kommun_kod = u.kommun_kod"
    " inner join v on coalesce(t.kommun_kod, u.kommun_kod) = v.kommun_kod",
    "select t.kommun_kod, fond.fond from t left join fond on t.fond_kod = fond.fond_kod",
    "select t.kommun_kod from t cross join (values (1), (2)) as n (n)",
    "select kommun_kod, sum(x) as x from t group by kommun_kod, ar",
    "select distinct kommun_kod, ar from t",
    "select kommun_kod, sum(x) over (partition by kommun_kod, ar) as s from t",
    "select kommun_kod, sum(x) over w as s from t window w as (partition by kommun_kod)",
    "select kommun_kod from t where (kommun_kod, ar) in (select u.kommun_kod, u.ar from u)",
    "select kommun_kod from t where not exists"
    " (select 1 from u where u.kommun_kod = t.kommun_kod and u.ar = t.ar)",
    "select kommun_kod from t where fond_kod in (select fond.fond_kod from fond)",
    "select kommun_kod, md5(concat_ws('|', coalesce(cast(kommun_kod as text), '~'),"
    " coalesce(cast(ar as text), '~'))) as a_key from t",
    "select kommun_kod, md5(concat_ws('|', coalesce(cast(fond_kod as text), '~'))) as fond_key"
    " from t",
    "select kommun_kod, md5(namn) as marke from t",
]


@pytest.mark.parametrize(
    ("rule", "sql"), [(rule, sql) for rule, each in REFUSED.items() for sql in each]
)
def test_what_lets_two_municipalities_meet_is_refused(rule: str, sql: str) -> None:
    assert rule in {fault.rule for fault in apart.faults(sql)}


@pytest.mark.parametrize("sql", ALLOWED)
def test_what_keeps_them_apart_is_not(sql: str) -> None:
    assert apart.faults(sql) == []


def test_the_part_of_the_statement_is_told() -> None:
    (fault,) = apart.faults(
        "with a as (select kommun_kod, ar from t group by ar), b as (select * from a)"
        " select * from b"
    )
    assert str(fault) == "a: a group by without kommun_kod: GROUP BY ar"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, object]]]:
    """The folder of compiled statements and the nodes of the manifest."""
    home = Home(tmp_path_factory.mktemp("lager"))
    build.target(home).mkdir(parents=True)
    done = subprocess.run(
        [*build.dbt("compile"), *build.dbt_arguments(home)],
        **build.place(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    manifest = json.loads((build.target(home) / "manifest.json").read_text("utf-8"))
    return build.target(home) / "compiled", manifest["nodes"]


def test_no_model_lets_two_municipalities_meet(
    compiled: tuple[Path, dict[str, dict[str, object]]],
) -> None:
    read = dict(_statements(*compiled))
    assert len(read) > 180
    told = [f"{name}: {fault}" for name, sql in read.items() for fault in apart.faults(sql)]
    assert told == []


def _statements(folder: Path, nodes: dict[str, dict[str, object]]) -> Iterator[tuple[str, str]]:
    """Every model that is not national, and the tests that are statements of their own."""
    files = {file.stem: file for file in folder.rglob("*.sql") if ".yml" not in str(file)}
    for node in nodes.values():
        name = str(node["name"])
        is_model = node["resource_type"] == "model" and name not in apart.NATIONAL
        is_test = node["resource_type"] == "test" and not node.get("test_metadata")
        if is_model or (is_test and name not in OF_NATIONAL_TABLES):
            yield name, files[name].read_text("utf-8")


OF_NATIONAL_TABLES = {"grader_i_seedens_ordning"}


def test_what_is_declared_national_has_no_municipality_and_all_else_has(
    compiled: tuple[Path, dict[str, dict[str, object]]],
) -> None:
    _, nodes = compiled
    tables = {
        str(node["name"]): node["columns"]
        for node in nodes.values()
        if node["resource_type"] in ("model", "seed")
    }
    assert apart.NATIONAL.keys() <= tables.keys()
    for name, columns in tables.items():
        assert isinstance(columns, dict)
        assert (apart.MUNICIPALITY not in columns) == (name in apart.NATIONAL), name
        assert name in apart.NATIONAL or next(iter(columns)) == apart.MUNICIPALITY, name
