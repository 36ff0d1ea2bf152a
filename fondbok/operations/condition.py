"""How a home is, for a monitor: one word, the reasons, and an exit code as Nagios has them.

Belongs here: what makes a home well, doubtful or ill. Everything is read; nothing is mended.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from fondbok.operations import runlog
from fondbok.operations.runlog import OUTCOMES, Run
from fondbok.paths import Home
from fondbok.publish import health
from fondbok.publish import release as releases

State = Literal["frisk", "varning", "kritisk"]
CODES: dict[State, int] = {"frisk": 0, "varning": 1, "kritisk": 2}
LONGEST_SILENCE_DAYS = 8  # the whole is built anew every week
LEAST_FREE_BYTES = 2 * 1024**3  # a release, the one being made, and the warehouse of a large city
TOLD = 5  # reasons of a run that are repeated


@dataclass(frozen=True)
class Condition:
    """How a home is.

    Attributes:
        state: frisk, varning or kritisk.
        reasons: why it is not well, Swedish sentences with what to do.
        release: the release served, None when there is none that is whole.
        published: when it was published, UTC.
        run: the last run that is told of.
        free_bytes: room on the disk that the home lies on.
    """

    state: State
    reasons: list[str]
    release: str | None
    published: datetime | None
    run: Run | None
    free_bytes: int

    @property
    def code(self) -> int:
        """Exit code: 0 well, 1 doubtful, 2 ill."""
        return CODES[self.state]

    def as_json(self) -> dict[str, Any]:
        """For a monitor to read."""
        run = self.run
        return {
            "tillstand": self.state,
            "orsaker": self.reasons,
            "utgava": self.release,
            "publicerad": self.published.isoformat() if self.published else None,
            "senaste_korning": run.korning if run else None,
            "senaste_korning_slut": run.slut.isoformat() if run else None,
            "senaste_korning_utfall": run.utfall if run else None,
            "ledigt_byte": self.free_bytes,
        }


def look(home: Home, now: datetime | None = None) -> Condition:
    """How the home is now.

    Args:
        home: the home folder.
        now: UTC without zone; the clock's unless told.

    Raises:
        OSError: the folder is not there.
    """
    now = now or datetime.now(UTC).replace(tzinfo=None)
    served = releases.current(home)
    whole = served is not None and health.is_whole(home)
    run = runlog.last(home)
    free = shutil.disk_usage(home.root).free
    ill = [*_of_release(home, served is not None, whole), *_of_run(run)]
    doubtful = [*_of_silence(run, now), *_of_room(home, free)]
    state: State = "kritisk" if ill else "varning" if doubtful else "frisk"
    return Condition(
        state,
        [*ill, *doubtful],
        served.release_id if served and whole else None,
        served.publicerad if served and whole else None,
        run,
        free,
    )


def _of_release(home: Home, is_there: bool, is_whole: bool) -> Iterator[str]:
    if not is_there:
        yield f"Ingenting är publicerat i {home.mart_dir}. Kör fondbok refresh."
    elif not is_whole:
        yield f"{home.mart} är ändrad eller skadad. Kör fondbok refresh, så återställs den."


def _of_run(run: Run | None) -> Iterator[str]:
    if run is not None and run.failed:
        yield f"Senaste körningen ({run.slut:%Y-%m-%d %H:%M} UTC) {OUTCOMES[run.utfall]}."
        yield from run.orsaker[:TOLD]


def _of_silence(run: Run | None, now: datetime) -> Iterator[str]:
    if run is None:
        yield "Ingen körning är antecknad. Kör fondbok refresh, eller starta schemat."
    elif (days := (now - run.slut).days) > LONGEST_SILENCE_DAYS:
        yield f"Ingen körning på {days} dagar. Se efter att schemat är i gång."


def _of_room(home: Home, free: int) -> Iterator[str]:
    if free < LEAST_FREE_BYTES:
        yield f"Bara {free // 1024**2} MB ledigt där {home.root} ligger. Frigör utrymme."
