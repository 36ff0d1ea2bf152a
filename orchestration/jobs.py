"""The jobs: the whole run, and the yearly documents, which a person asks for.

Belongs here: what a whole run is. Its parts can be run from the UI one by one; publishing asks
for all of them.
"""

from __future__ import annotations

import dagster as dg

from orchestration.assets import DOCUMENTS

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(DOCUMENTS),
    description="Land, build, check and publish: the same steps as `fondbok refresh`.",
    # More than one process on one DuckDB file dies with a lock error.
    executor_def=dg.in_process_executor,
)

documents = dg.define_asset_job(
    "redovisning",
    selection=dg.AssetSelection.assets(DOCUMENTS),
    description="Make a year's documents, as `fondbok report` does; only a person starts it.",
    executor_def=dg.in_process_executor,
)
