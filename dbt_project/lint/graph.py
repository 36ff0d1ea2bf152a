"""Stand-in for dbt's `graph`, so that sqlfluff can expand what is made from the reports' YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

REPORTS = Path(__file__).resolve().parents[2] / "models" / "rapporter"


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


nodes = _nodes()
