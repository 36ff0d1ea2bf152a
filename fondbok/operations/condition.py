"""How a home is, for a monitor: one word, the reasons, and an exit code as Nagios has them.

Belongs here: what makes a home well, doubtful or ill. Everything is read; nothing is mended.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from fondbok import faults, reference, settings
from fondbok.operations import lock, runlog
from fondbok.operations.runlog import OUTCOMES, Run
from fondbok.paths import Home
from fondbok.publish import health
from fondbok.publish import release as releases
from fondbok.settings import SettingsError
from fondbok.settings.declared import Overvakning

State = Literal["frisk", "varning", "kritisk"]
CODES: dict[State, int] = {"frisk": 0, "varning": 1, "kritisk": 2}
TOLD = 5  # reasons of a run that are repeated


@dataclass(frozen=True)
class Condition:
    """How a home is.

    Attributes:
        state: frisk, varning or kritisk.
        troubles: why it is not well by kind of trouble: Swedish sentences with what to do.
        release: the release served, None when there is none that is whole.
        published: when it was published, UTC.
        days: how long it has been served.
        run: the last run that is told of.
        free_bytes: room on the disk that the home lies on.
    """

    state: State
    troubles: dict[str, list[str]]
    release: str | None = None
    published: datetime | None = None
    days: int | None = None
    run: Run | None = None
    free_bytes: int = 0

    @property
    def reasons(self) -> list[str]:
        """Why it is not well; what two kinds say is said once."""
        return list(dict.fromkeys(each for told in self.troubles.values() for each in told))

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
            "slag": list(self.troubles),
            "utgava": self.release,
            "publicerad": self.published.isoformat() if self.published else None,
            "utgava_dagar": self.days,
            "senaste_korning": run.korning if run else None,
            "senaste_korning_slut": run.slut.isoformat() if run else None,
            "senaste_korning_utfall": run.utfall if run else None,
            "senaste_korning_orsaker": run.orsaker if run else [],
            "ledigt_byte": self.free_bytes,
        }

    def lines(self) -> list[str]:
        """In words: what a monitor shows, the other reasons, what is served and the last run."""
        reasons = self.reasons
        told = [" ".join([self.state.upper(), *reasons[:1]]), *reasons[1:]]
        if self.published is not None:
            told.append(
                f"Utgåva {self.release} gäller sedan {self.published:%Y-%m-%d %H:%M} UTC"
                f" ({self.days} dagar)."
            )
        if self.run is not None and not self.run.failed:  # else it is a reason already
            told.append(_of_last(self.run))
        return told


def look(home: Home, now: datetime | None = None) -> Condition:
    """How the home is now; one that cannot be looked at is ill, since a monitor has nobody to ask.

    Args:
        home: the home folder.
        now: UTC without zone; the clock's unless told.
    """
    now = now or datetime.now(UTC).replace(tzinfo=None)
    try:
        return _look(home, now)
    except faults.KNOWN as error:
        return Condition("kritisk", {"hemmet": [faults.sentence(error)]})


def _look(home: Home, now: datetime) -> Condition:
    served = releases.current(home)
    whole = served is not None and health.is_whole(home)
    run = runlog.last(home)
    free = shutil.disk_usage(home.root).free
    bounds, unusable = bounds_of(home)
    ill = _troubles(
        utgavan=_of_release(home, served is not None, whole),
        korningen=_of_run(run),
        avbrott=_of_killed(home, run),
    )
    doubtful = _troubles(
        installningar=unusable,
        referens=_of_reference(home),
        tystnad=_of_silence(run, now, bounds),
        utrymme=_of_room(home, free, bounds),
    )
    state: State = "kritisk" if ill else "varning" if doubtful else "frisk"
    whole_one = served if whole else None
    return Condition(
        state,
        {**ill, **doubtful},
        whole_one.release_id if whole_one else None,
        whole_one.publicerad if whole_one else None,
        (now - whole_one.publicerad).days if whole_one else None,
        run,
        free,
    )


def _troubles(**told: Iterable[str]) -> dict[str, list[str]]:
    """The kinds that there is something to say of."""
    return {kind: said for kind, each in told.items() if (said := list(each))}


def _of_last(run: Run) -> str:
    return f"Senaste körningen ({run.slut:%Y-%m-%d %H:%M} UTC) {OUTCOMES[run.utfall]}."


def bounds_of(home: Home) -> tuple[Overvakning, list[str]]:
    """When to warn; the defaults, with what is wrong, where the settings cannot be used."""
    try:
        return settings.read(home).overvakning, []
    except SettingsError as error:
        return Overvakning(), [str(error)]


def _of_release(home: Home, is_there: bool, is_whole: bool) -> Iterator[str]:
    if not is_there and home.mart.exists():
        yield (
            f"{home.mart} går inte att läsa. Kör fondbok refresh: är filen skadad återställs den,"
            " annars sägs vad som hindrar."
        )
    elif not is_there:
        yield f"Ingenting är publicerat i {home.mart_dir}. Kör fondbok refresh."
    elif not is_whole:
        yield f"{home.mart} är ändrad eller skadad. Kör fondbok refresh, så återställs den."


def _of_run(run: Run | None) -> Iterator[str]:
    if run is not None and run.failed:
        yield _of_last(run)
        yield from run.orsaker[:TOLD]


def _of_killed(home: Home, run: Run | None) -> Iterator[str]:
    """Of what could not say itself that it ended: killed, short of memory, a power cut."""
    killed = lock.killed(home)
    if killed and (run is None or run.slut < killed.when()):
        yield f"Något avbröts utan att hinna säga det: {killed.mening()}. Kör fondbok refresh."


def _of_reference(home: Home) -> Iterator[str]:
    """The city's own tables; where they have faults those of the release served go on."""
    if home.root.is_dir() and (faulty := reference.look(home, releases.reference_data(home))):
        yield from (fault.mening() for fault in faulty[:TOLD])
        yield "Tills det är rättat gäller det som gällde i den publicerade utgåvan."


def _of_silence(run: Run | None, now: datetime, bounds: Overvakning) -> Iterator[str]:
    if run is None:
        yield "Ingen körning är antecknad. Kör fondbok refresh, eller starta schemat."
    elif (days := (now - run.slut).days) > bounds.tyst_dagar:
        yield f"Ingen körning på {days} dagar. Se efter att schemat är i gång."


def _of_room(home: Home, free: int, bounds: Overvakning) -> Iterator[str]:
    if free < bounds.ledigt_mb * 1024**2:
        yield f"Bara {free // 1024**2} MB ledigt där {home.root} ligger. Frigör utrymme."
