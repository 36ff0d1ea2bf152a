"""The way from landing/ to the published mart, step by step.

Belongs here: the order of the steps (`refreshing`), the steps in it (`landing`, `building`,
`auditing`, `publishing`), what may stop them (`outcome`) and the home they work in (`home`).
`fondbok refresh` and Dagster call the same functions. Heavy parts (dbt, Soda, Dagster) are started
by the step that needs them, so that a run with nothing new pays for none of them.
"""

from fondbok.pipeline.auditing import audit, gate
from fondbok.pipeline.building import build, finish
from fondbok.pipeline.figures import described, uncounted
from fondbok.pipeline.home import discard, exclusive, mend, nothing_new, take_reference
from fondbok.pipeline.landing import check_raw, land
from fondbok.pipeline.outcome import Blocked, Busy, Fault, Lost, RefreshResult, Say, quiet
from fondbok.pipeline.publishing import answer, publish
from fondbok.pipeline.refreshing import conclude, refresh

__all__ = [
    "Blocked",
    "Busy",
    "Fault",
    "Lost",
    "RefreshResult",
    "Say",
    "answer",
    "audit",
    "build",
    "check_raw",
    "conclude",
    "described",
    "discard",
    "exclusive",
    "finish",
    "gate",
    "land",
    "mend",
    "nothing_new",
    "publish",
    "quiet",
    "refresh",
    "take_reference",
    "uncounted",
]
