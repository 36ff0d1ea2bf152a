"""The one job.

Belongs here: what a whole run is. Its parts can be run from the UI one by one; publishing asks
for all of them.
"""

from __future__ import annotations

import dagster as dg

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    description="Land, build, check and publish: the same steps as `fondbok refresh`.",
    # More than one process on one DuckDB file dies with a lock error.
    executor_def=dg.in_process_executor,
)
