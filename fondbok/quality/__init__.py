"""The gate between build and publish: what was checked, and what it said.

Belongs here: what tables say of themselves (`declared`), the contracts composed of that and of
soda/ (`promises`), running them (`contracts`), reading what dbt's tests said (`dbt_results`), the
rows behind a failed check (`failing`) and the shape it all ends up in, kvalitet.kontroll
(`kontroll`).
Does not belong here: the contracts and tests themselves, and the decision to publish.
"""

import os

# Read once, when soda_core is first imported; this package is imported before it. Left on, every
# contract would report to the vendor and, offline, wait ten seconds for it.
os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"
