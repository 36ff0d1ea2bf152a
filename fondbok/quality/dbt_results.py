"""What dbt said of its last build, told as `Kontroll`.

Belongs here: reading run_results.json against manifest.json, so that a test that left no result
is noticed. Does not belong here: the tests (models/, seeds/, dbt_project/tests) and running them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from fondbok.quality.kontroll import Kontroll, Utfall, ordered
from fondbok.warehouse import database

_BUILT = ("model", "seed", "snapshot")
_TEST_OUTCOMES: dict[str, Utfall] = {"pass": "ok", "warn": "varning"}
_BUILD_OUTCOMES: dict[str, Utfall] = {"success": "ok"}
_MOST_PLACES = 5
_MISSING = "saknas"  # the node is in the manifest and has no result


def read(target: Path, warehouse: Path | None = None) -> list[Kontroll]:
    """One row per data test of the project, and one per model or seed that was not built.

    Unit tests are about the code, not about this data: the test suite runs them. Every enabled
    test counts, whatever a run had selected: a build of a part is no ground to publish the whole
    on.

    Args:
        target: dbt's target folder.
        warehouse: the build database: where it is given, a test that failed and whose rows name
            their file names a few of them.

    Returns:
        Ordered rows; failed, errored, skipped and missing are "fel". Models that were built
        leave no row: what they hold is what the tests tell.

    Raises:
        FileNotFoundError: dbt left no run_results.json or no manifest.json.
        json.JSONDecodeError: it was killed while it wrote one.
    """
    manifest = _load(target / "manifest.json")
    results = {r["unique_id"]: r for r in _load(target / "run_results.json")["results"]}
    rows = [
        row
        for unique_id, node in manifest["nodes"].items()
        for row in _rows(manifest, node, results.get(unique_id, {"status": _MISSING}))
    ]
    if warehouse is not None and any(row.utfall == "fel" for row in rows):
        places = _places(warehouse, manifest["nodes"], results)
        rows = [replace(row, orsak=row.orsak + places.get(row.kontroll, "")) for row in rows]
    return ordered(rows)


def _places(
    warehouse: Path, nodes: dict[str, dict[str, Any]], results: dict[str, dict[str, Any]]
) -> dict[str, str]:
    """Where the rows stand that a failed test found, by its name: a few files with rows."""
    failed = {
        nodes[unique_id]["name"]: result["compiled_code"]
        for unique_id, result in results.items()
        if result["status"] == "fail" and unique_id in nodes and result.get("compiled_code")
    }
    with database.connect(warehouse, read_only=True) as con:
        told = {name: _told(con, code) for name, code in failed.items()}
    return {name: f" Det gäller {text}." for name, text in told.items() if text}


def _told(con: duckdb.DuckDBPyConnection, code: str) -> str:
    try:
        found = con.execute(f"select * from ({code}) limit {_MOST_PLACES + 1}")
    except duckdb.Error:  # a table is missing, and its model says so itself
        return ""
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    if "fil" not in names:
        return ""
    places = [_row_place(row) for row in rows[:_MOST_PLACES]]
    return "; ".join(places) + (" med flera" if len(rows) > _MOST_PLACES else "")


def _row_place(row: dict[str, Any]) -> str:
    named = {"blad": "blad", "rad": "rad", "valuta": "valuta", "ar": "år"}
    parts = [f"{word} {row[name]}" for name, word in named.items() if row.get(name)]
    return ", ".join([str(row["fil"]), *parts])


def _load(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _rows(
    manifest: dict[str, Any], node: dict[str, Any], result: dict[str, Any]
) -> Iterator[Kontroll]:
    kind, status = node["resource_type"], result["status"]
    if kind == "test":
        yield _test(manifest, node, result, _TEST_OUTCOMES.get(status, "fel"))
    if kind in _BUILT and _BUILD_OUTCOMES.get(status, "fel") == "fel":
        name = f"byggs ({kind})"
        yield Kontroll(name, *_place(node), "dbt", "fel", orsak=_reason(result))


def _test(
    manifest: dict[str, Any], node: dict[str, Any], result: dict[str, Any], utfall: Utfall
) -> Kontroll:
    failures = result.get("failures")
    return Kontroll(
        kontroll=node["name"],
        **_tested(manifest, node),
        kalla="dbt",
        utfall=utfall,
        matvarde=None if failures is None else Decimal(failures),
        troskel=_threshold(node),
        orsak="" if utfall == "ok" else f"{_reason(result)} {_advice(node, result)}".strip(),
    )


def _advice(test: dict[str, Any], result: dict[str, Any]) -> str:
    """What a test that failed on the data says to do; a skipped one has found nothing."""
    text = " ".join((test.get("description") or "").split())
    return text if result["status"] in ("fail", "warn") else ""


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
    return f"dbt: {result['status']}. {message}".strip()
