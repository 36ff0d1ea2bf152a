"""What a table is asked as it is made, as one check of its asset.

Belongs here: one check for all that dbt asks a table in its own node, and its result. Does not
belong here: the tests that are nodes of dbt's (`assets`) and the contracts (`checks`).

One check per table and not per promise: Dagster's event log takes a tenth of a second for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg

from fondbok.quality import dbt_results
from fondbok.quality.kontroll import Kontroll

NAME = "loften"


def spec(
    asset: dg.AssetKey, manifest: Mapping[str, Any], unique_id: str
) -> dg.AssetCheckSpec | None:
    """The check of a table, given one of the tests that it is asked; None for all but the first."""
    table = manifest["nodes"][unique_id]["attached_node"]
    tests = _asked(manifest, table)
    if unique_id != min(tests):
        return None
    told = " ".join(dict.fromkeys(dbt_results.sentence(tests[each]) for each in sorted(tests)))
    return dg.AssetCheckSpec(NAME, asset=asset, description=f"Letar efter: {told}")


def kept(key: dg.AssetKey) -> dg.AssetCheckResult:
    """Of a table that was made: had it broken one, it would not have been."""
    return dg.AssetCheckResult(asset_key=key, check_name=NAME, passed=True)


def broken(manifest: Mapping[str, Any], rows: Iterable[Kontroll]) -> Iterator[dg.AssetCheckResult]:
    """Of the tables that broke a promise: which, and some of the rows."""
    asked = {node["name"] for node in manifest["nodes"].values() if dbt_results.is_proved(node)}
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.kalla == "dbt" and row.kontroll in asked and row.matvarde:
            reasons.setdefault((row.lager, row.tabell), []).append(row.orsak)
    for place, told in reasons.items():
        yield dg.AssetCheckResult(
            asset_key=dg.AssetKey(place),
            check_name=NAME,
            passed=False,
            metadata={"orsak": dg.MetadataValue.text("\n".join(told))},
        )


def _asked(manifest: Mapping[str, Any], table: str) -> dict[str, Any]:
    return {
        unique_id: node
        for unique_id, node in manifest["nodes"].items()
        if node.get("attached_node") == table and dbt_results.is_proved(node)
    }
