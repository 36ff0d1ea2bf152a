"""Dagster around fondbok: what runs when, and what a person sees of it.

Belongs here: assets, checks, the job, its schedule and its sensor. Does not belong here: any work.
Every step is a function of `fondbok.pipeline` or a dbt model; `fondbok refresh` runs the same
steps without this folder.
"""

import os
import warnings

# Also for those who start Dagster with settings of their own; `fondbok ui` says it in dagster.yaml.
os.environ["DAGSTER_DISABLE_TELEMETRY"] = "true"
# Whoever starts the page would read it once a job, and can do nothing about it.
warnings.filterwarnings("ignore", message="Parameter `owners` of ")
