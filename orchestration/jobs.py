"""The jobs: the whole run, and the yearly documents, which a person asks for.

Belongs here: what a whole run is. Its parts can be run from the UI one by one; publishing asks
for all of them.
"""

from __future__ import annotations

import dagster as dg

from orchestration.assets import DOCUMENTS, PUBLISHED
from orchestration.resources import OWNER

# A person asks for the documents when the year's figures are as they are to be.
RUN = dg.AssetSelection.all() - dg.AssetSelection.assets(DOCUMENTS)

refresh = dg.define_asset_job(
    "refresh",
    selection=RUN,
    description=(
        "Läs in, bygg, kontrollera och publicera: samma steg som fondbok refresh. Under resources,"
        " korning kan full (bygg om allt) och accept_loss (godta förlust) väljas."
    ),
    owners=[OWNER],
    # More than one process on one DuckDB file dies with a lock error.
    executor_def=dg.in_process_executor,
    # No op_retry_policy: Dagster obeys it also when somebody stops the run, which then goes on and
    # publishes. What may pass is tried again by `resources`.
)

rebuild = dg.define_asset_job(
    "ombyggnad",
    selection=RUN,
    description=(
        "Bygg om allt från landing och jämför med det som är publicerat: samma underlag ska ge"
        " samma siffror. Skiljer något sägs vilka tabeller, och den nya filen publiceras."
    ),
    owners=[OWNER],
    executor_def=dg.in_process_executor,
    config={"resources": {"korning": {"config": {"full": True}}}},
)

check_only = dg.define_asset_job(
    "granskning",
    selection=RUN - dg.AssetSelection.assets(PUBLISHED),
    description="Läs in, bygg, kontrollera och skriv svaren till nämnderna, utan att publicera.",
    owners=[OWNER],
    executor_def=dg.in_process_executor,
)

documents = dg.define_asset_job(
    "dokument",  # not as the asset: an op is named after that, and a job may not be named as an op
    selection=dg.AssetSelection.assets(DOCUMENTS),
    description="Gör ett års dokument, som fondbok report. Bara en människa startar det.",
    owners=[OWNER],
    executor_def=dg.in_process_executor,
)
