"""Whether processes are gone, as the tests of what is killed ask it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

HANG_SECONDS = 60


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    return state != "Z"  # ended, and reaped by nobody in a container


def gone_in_time(processes: Iterable[int]) -> bool:
    """Whether all have ended before one would say that they hang."""
    until = time.monotonic() + HANG_SECONDS
    left = list(processes)
    while any(map(is_there, left)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(is_there, left))
