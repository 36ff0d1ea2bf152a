"""The gate between build and publish: what was checked, and what it said.

Belongs here: running the data contracts in soda/ (`contracts`), reading what dbt's tests said
(`dbt_results`) and the shape both end up in, kvalitet.kontroll (`kontroll`).
Does not belong here: the contracts and tests themselves, and the decision to publish.
"""

import os

# Read once, when soda_core is first imported; this package is imported before it. Left on, every
# contract would report to the vendor and, offline, wait ten seconds for it.
os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"
