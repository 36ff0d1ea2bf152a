"""Stand-in for dbt's `graph`, so that sqlfluff can expand what is made from the reports' YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

MODELS = Path(__file__).resolve().parents[2] / "models"
REPORTS = MODELS / "rapporter"


def _nodes() -> dict[str, dict[str, Any]]:
    """The reports with the tests named in their YAML, by name, shaped as dbt has them."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(REPORTS.glob("*.yml")):
        for model in yaml.safe_load(path.read_text("utf-8"))["models"]:
            name = model["name"]
            columns = {column["name"]: column for column in model["columns"]}
            config = {"meta": {}, **model.get("config", {})}
            found[name] = {
                **{"resource_type": "model", "unique_id": name, "name": name},
                **{"config": config, "columns": columns},
            }
            for test in model.get("data_tests", []):
                kind = test if isinstance(test, str) else next(iter(test))
                found[f"{name}.{kind}"] = {
                    **{"resource_type": "test", "attached_node": name, "name": f"{name}.{kind}"},
                    **{"test_metadata": {"name": kind}},
                }
    return found


def _semantics(kind: str) -> dict[str, dict[str, Any]]:
    """The semantic models or the metrics, by name, shaped as dbt has them."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((MODELS / "semantik").glob("*.yml")):
        for each in yaml.safe_load(path.read_text("utf-8")).get(kind, []):
            params = {
                name: {"name": value} for name, value in each.get("type_params", {}).items()
            }
            found[each["name"]] = {**each, "type_params": params}
    return found


nodes = _nodes()
metrics = _semantics("metrics")
semantic_models = _semantics("semantic_models")
