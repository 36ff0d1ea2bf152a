"""Dagster around fondbok: what runs when, and what a person sees of it.

Belongs here: assets, checks, the job, its schedule and its sensor. Does not belong here: any work.
Every step is a function of `fondbok.pipeline` or a dbt model; `fondbok refresh` runs the same
steps without this folder.
"""

import os

# Also for those who start Dagster with settings of their own; `fondbok ui` says it in dagster.yaml.
os.environ["DAGSTER_DISABLE_TELEMETRY"] = "true"
