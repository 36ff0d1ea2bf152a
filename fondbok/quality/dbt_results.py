"""What dbt said of its last build, told as `Kontroll`.

Belongs here: reading run_results.json against manifest.json, so that a test that left no result
is noticed. Does not belong here: the tests (models/, seeds/, dbt_project/tests) and running them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from fondbok import faults
from fondbok.errors import FondbokError
from fondbok.quality import failing
from fondbok.quality.kontroll import Kontroll, Utfall, ordered
from fondbok.warehouse import database
from fondbok.warehouse.build import PROVED, RESULTS
from fondbok.warehouse.parsed import DESCRIBED

_BUILT = ("model", "seed", "snapshot")
_TEST_OUTCOMES: dict[str, Utfall] = {"pass": "ok", "warn": "varning"}
_BUILD_OUTCOMES: dict[str, Utfall] = {"success": "ok"}
_FOUND = ("fail", "warn")
# What a test says that has no words of its own, by its kind.
_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "unique": lambda said: f"Mer än en rad har samma {said['column_name']}.",
    "unique_combination": lambda said: (
        f"Mer än en rad har samma {', '.join(said['combination_of_columns'])}."
    ),
    "not_null": lambda said: f"{said['column_name']} saknas.",
    "not_null_columns": lambda said: f"Värden saknas, bland {', '.join(said['columns'])}.",
    "accepted_values": lambda said: (
        f"{said['column_name']} är inget av {', '.join(map(str, said['values']))}."
    ),
    "relationships": lambda said: f"{said['column_name']} finns inte i {_table(said['to'])}.",
    "sums_agree": lambda said: (
        f"Summan av {', '.join(said['columns'])} är en annan än i {_table(said['compare_model'])}."
    ),
    "sums_to": lambda said: f"{said['column_name']} blir inte tillsammans {said['total']}.",
}
# The rows that break a promise, by the kind of test.
_ROWS: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "unique": lambda rows, said: failing.duplicates(rows, [said["column_name"]], nulls=False).sql,
    "unique_combination": lambda rows, said: (
        failing.duplicates(rows, said["combination_of_columns"]).sql
    ),
    "not_null": lambda rows, said: failing.without(rows, [said["column_name"]]),
    "not_null_columns": lambda rows, said: failing.without(rows, said["columns"]),
    "accepted_values": lambda rows, said: failing.outside(
        rows, said["column_name"], said["values"]
    ),
}
_EMPTY = re.compile(r"NOT NULL constraint failed: \w+\.(\w+)")  # DuckDB's words
_MISSING = "saknas"  # the node is in the manifest and has no result
_BROKEN = re.compile(r"brutna loften: ([\w.= ]+)")  # dbt_project/macros/loften.sql
_PROVES = "prova_loften"


class NotBuilt(FondbokError):
    """A full disk, too little memory or missing rights ended the build; the text says which."""


def read(target: Path, warehouse: Path | None = None) -> list[Kontroll]:
    """One row per data test of the project, and one per model or seed that was not built.

    Unit tests are about the code, not about this data: the test suite runs them. Every enabled
    test counts, whatever a run had selected: a build of a part is no ground to publish the whole
    on.

    Args:
        target: dbt's target folder.
        warehouse: the build database: where it is given, a test that failed shows a few of the
            rows it found.

    Returns:
        Ordered rows; failed, errored, skipped and missing are "fel". Models that were built
        leave no row: what they hold is what the tests tell.

    Raises:
        NotBuilt: the machine gave up, and no model is at fault.
        FileNotFoundError: dbt left no run_results.json or no manifest.json.
        json.JSONDecodeError: it was killed while it wrote one.
    """
    manifest = _load(target / DESCRIBED)
    results = ended(target, manifest)
    _assert_room(results)
    found = any(result["status"] in _FOUND for result in results.values())
    with _opened(warehouse if found else None) as con:
        rows = [
            row
            for unique_id, node in manifest["nodes"].items()
            for row in _rows(manifest, node, results.get(unique_id, {"status": _MISSING}), con)
        ]
    return ordered(rows)


def ended(target: Path, manifest: Mapping[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    """How each node of dbt's last build ended, by its id, as dbt tells it.

    A test that its table asked is among them, as if it had been a node of its own.

    Args:
        target: dbt's target folder.
        manifest: its manifest.json, where it is read already.

    Raises:
        FileNotFoundError: dbt left no run_results.json or no manifest.json.
        json.JSONDecodeError: it was killed while it wrote one.
    """
    nodes = (manifest or _load(target / DESCRIBED))["nodes"]
    results = {r["unique_id"]: r for r in _load(target / RESULTS)["results"]}
    return results | dict(_proved(nodes, results))


def is_proved(node: Mapping[str, Any]) -> bool:
    """Whether a test is asked where its table is made, and leaves no result of its own."""
    return (
        node["resource_type"] == "test"
        and PROVED in node.get("tags", ())
        and str(node["config"].get("severity", "")).lower() == "error"
    )


def _proved(nodes: dict[str, Any], results: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The results of the tests that their tables asked; a table that asks nothing gives none."""
    for unique_id, node in nodes.items():
        table = nodes.get(node.get("attached_node") or "", {})
        if unique_id in results or not is_proved(node) or not _asks(table):
            continue
        built = results.get(node["attached_node"], {"status": _MISSING})
        broken = _broken(built)
        if built["status"] in _BUILD_OUTCOMES or (broken and unique_id not in broken):
            yield unique_id, {"status": "pass", "failures": 0}
        elif broken:
            yield unique_id, {"status": "fail", "failures": broken[unique_id]}
        else:
            yield unique_id, {"status": "skipped"}


def _asks(table: dict[str, Any]) -> bool:
    hooks = table.get("config", {}).get("post-hook") or ()
    return any(_PROVES in hook["sql"] for hook in hooks)


def _broken(built: dict[str, Any]) -> dict[str, int]:
    """The tests that a table did not pass, and how many rows each found."""
    if built["status"] in _BUILD_OUTCOMES or not (
        found := _BROKEN.search(built.get("message") or "")
    ):
        return {}
    pairs = (each.rpartition("=") for each in found[1].split())
    return {unique_id: int(count) for unique_id, _, count in pairs}


def _assert_room(results: dict[str, Any]) -> None:
    for result in results.values():
        failed = result["status"] not in (*_BUILD_OUTCOMES, *_TEST_OUTCOMES, *_FOUND)
        if failed and (told := faults.in_words(result.get("message") or "")):
            raise NotBuilt(f"Bygget avbröts. {told}")


@contextmanager
def _opened(warehouse: Path | None) -> Iterator[duckdb.DuckDBPyConnection | None]:
    if warehouse is None:
        yield None
        return
    with database.connect(warehouse, read_only=True) as con:
        yield con


def _load(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _rows(
    manifest: dict[str, Any],
    node: dict[str, Any],
    result: dict[str, Any],
    con: duckdb.DuckDBPyConnection | None,
) -> Iterator[Kontroll]:
    kind, status = node["resource_type"], result["status"]
    if kind == "test":
        utfall = _TEST_OUTCOMES.get(status, "fel")
        failures = result.get("failures")
        yield Kontroll(
            kontroll=node["name"],
            **_tested(manifest, node),
            kalla="dbt",
            utfall=utfall,
            matvarde=None if failures is None else Decimal(failures),
            troskel=_threshold(node),
            orsak="" if utfall == "ok" else _why(node, result, manifest, con),
        )
    # A table that broke a promise was made: the promise's own row tells it.
    if kind in _BUILT and _BUILD_OUTCOMES.get(status, "fel") == "fel" and not _broken(result):
        name = f"byggs ({kind})"
        yield Kontroll(name, *_place(node), "dbt", "fel", orsak=_reason(result))


def _why(
    test: dict[str, Any],
    result: dict[str, Any],
    manifest: dict[str, Any],
    con: duckdb.DuckDBPyConnection | None,
) -> str:
    """What a test found, and some of it; one that was not made has found nothing."""
    if result["status"] not in _FOUND:
        return _reason(result)
    table = ".".join(_tested(manifest, test).values())
    rows = result.get("compiled_code") or _rows_of(test, table)
    asked = failing.Question(sentence(test), rows)
    return asked.sentence if con is None else failing.told(con, asked)


def sentence(test: Mapping[str, Any]) -> str:
    """What is wrong when a test fails, in Swedish: its own words, else those of its kind.

    Args:
        test: the test as dbt's manifest has it.
    """
    if described := " ".join((test.get("description") or "").split()):
        return described
    metadata = test.get("test_metadata") or {}
    say = _SENTENCES.get(metadata.get("name", ""))
    return say(metadata["kwargs"]) if say else "Testet hittade rader som inte ska finnas."


def _rows_of(test: Mapping[str, Any], table: str) -> str:
    """SQL for the rows that break a promise, of a test that its table asked."""
    metadata = test.get("test_metadata") or {}
    where = test["config"].get("where")
    rows = f"(select * from {table} where {where})" if where else table
    ask = _ROWS.get(metadata.get("name", ""))
    return ask(rows, metadata["kwargs"]) if ask else ""


def _table(ref: str) -> str:
    found = re.search(r"'(\w+)'\)", ref)
    return found[1] if found else ref


def _tested(manifest: dict[str, Any], test: dict[str, Any]) -> dict[str, str]:
    """Schema and table a test is about: what it is attached to, else the first it reads."""
    known = manifest["nodes"] | manifest["sources"]
    candidates = [test.get("attached_node"), *test["depends_on"]["nodes"]]
    for unique_id in candidates:
        if unique_id in known:
            lager, tabell = _place(known[unique_id])
            return {"lager": lager, "tabell": tabell}
    return {"lager": test["schema"], "tabell": ""}


def _place(node: dict[str, Any]) -> tuple[str, str]:
    """Schema and table of a model, seed or source."""
    return node["schema"], node.get("alias") or node.get("identifier") or node["name"]


def _threshold(test: dict[str, Any]) -> str:
    """What the number of failing rows must be."""
    condition = test["config"].get("error_if", "!= 0")
    return "= 0" if condition == "!= 0" else f"inte {condition}"


def _reason(result: dict[str, Any]) -> str:
    if result["status"] == _MISSING:
        return "dbt lämnade inget resultat."
    message = " ".join((result.get("message") or "").split())
    if found := _EMPTY.search(message):
        message = f"{found[1]} saknas i en rad, så tabellen byggdes inte."
    return f"dbt: {result['status']}. {message}".strip()
