"""dbt's unit tests: the rules about money, each over a few rows of its own.

A refresh leaves them out, because they are about the code and not about the data it builds.
"""

from __future__ import annotations

import json
import subprocess

from fondbok.paths import MODELS, Home
from fondbok.warehouse import build


def test_every_dbt_unit_test_passes(malmo_copy: Home) -> None:
    command = build.dbt("test", "--select", "test_type:unit")
    done = subprocess.run(
        [*command, *build.dbt_arguments(malmo_copy)],
        **build.place(malmo_copy),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    results = json.loads((build.target(malmo_copy) / "run_results.json").read_text("utf-8"))
    written = sum(file.read_text("utf-8").count("\n    given:") for file in MODELS.rglob("*.yml"))
    ran = [r for r in results["results"] if r["unique_id"].startswith("unit_test.")]
    assert len(ran) == written > 20
    assert {result["status"] for result in ran} == {"pass"}
