"""What the assets are given: the home folder they work in, one at a time.

Belongs here: Dagster resources. Does not belong here: work.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.errors import DagsterUserCodeProcessError
from dagster._utils.error import SerializableErrorInfo
from pydantic import Field

from fondbok import faults, pipeline
from fondbok.operations import runlog
from fondbok.operations.runlog import Run
from fondbok.paths import Home
from fondbok.publish import release
from fondbok.publish.journal import Tillfalle

# Who answers for what is made: shown beside every asset, and no person.
OWNER = "team:uppfoljning"
TOLD = 3  # reasons in the line that a list of runs shows
TRIES, PAUSE_SECONDS = 2, 60  # again, of what may pass; the second pause is twice as long
INTERRUPTED = (
    "Någon avbröt körningen på Dagsters sida, eller stängde Dagster. Det som var publicerat gäller."
)
_HELD: dict[str, int] = {}  # by run: the open file that is its sign of life


class HomeFolder(dg.ConfigurableResource):
    """The home folder a run works in."""

    root: str

    @property
    def home(self) -> Home:
        """Its paths."""
        return Home(Path(self.root))

    @contextmanager
    def alone(self, korning: str = "") -> Iterator[Home]:
        """The paths, while no other run is at work in the folder.

        Args:
            korning: Dagster's name of the run, under which a failure is logged.

        Raises:
            dagster.RetryRequested: `fondbok refresh` is, and the step waits for it to finish; or
                what went wrong may pass.
            Refused: Fondbok says no, in the words the command line has for it.
            dagster.DagsterExecutionInterruptedError: somebody stopped the run.
        """
        _show_life(self.home, korning)
        try:
            with pipeline.exclusive(self.home):
                yield self.home
        except pipeline.Busy as busy:
            raise dg.RetryRequested(max_retries=20, seconds_to_wait=15) from busy
        except pipeline.Blocked as blocked:
            self.conclude(runlog.ended(korning, "stoppad", orsaker=blocked.reasons))
            raise stopped(blocked.reasons) from blocked
        except dg.DagsterExecutionInterruptedError:
            self.conclude(runlog.ended(korning, "avbruten", orsaker=[INTERRUPTED]))
            raise
        except faults.KNOWN as error:
            why = faults.sentence(error)
            ending = _again_or_never(why)
            if isinstance(ending, Refused):  # else it may pass, and is no end
                self.conclude(runlog.ended(korning, "fel", orsaker=[why]))
            # From its own sentence: the page has no use for a stack trace.
            raise ending  # noqa: B904
        except Exception as bug:  # told as it is: whoever mends it needs its stack trace
            self.conclude(runlog.ended(korning, "fel", orsaker=[faults.sentence(bug)]))
            raise

    def conclude(self, run: Run) -> None:
        """Log what the run came to, and tell whoever is to be told."""
        served = release.current(self.home)
        known = replace(run, utgava=served.release_id if served else None, vem=Tillfalle().vem)
        for line in pipeline.conclude(self.home, known):
            dg.get_dagster_logger().warning(line)


def sign_of(home: Home, run_id: str) -> Path:
    """The file that the process of a run holds locked for as long as it is there."""
    return home.dagster / "pagar" / run_id


def _show_life(home: Home, run_id: str) -> None:
    """Hold the sign of a run; it is let go when this process is gone, however that comes about."""
    if not run_id or run_id in _HELD:
        return
    sign = sign_of(home, run_id)
    with suppress(OSError):  # a full disk stops the run itself, and is told there
        sign.parent.mkdir(parents=True, exist_ok=True)
        _HELD[run_id] = os.open(sign, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(_HELD[run_id], fcntl.LOCK_EX)


def _again_or_never(why: str) -> Exception:
    """Another try of what may pass: a full disk that is emptied, a share that comes back."""
    refused = Refused(why)
    try:
        tried = dg.OpExecutionContext.get().retry_number
    except dg.DagsterInvariantViolationError:  # not within a step
        return refused
    if tried >= TRIES:
        return refused
    again = dg.RetryRequested(max_retries=TRIES, seconds_to_wait=PAUSE_SECONDS * 2**tried)
    again.__cause__ = refused
    return again


class Refused(DagsterUserCodeProcessError, dg.Failure):
    """A failure in our own words, of which Dagster shows the sentence and no stack trace.

    It shows an error that another process has told it as it was told; this is told so.
    """

    def __init__(self, description: str, **more: Any) -> None:
        told = SerializableErrorInfo(description, [], None)
        super().__init__(description, user_code_process_error_infos=[told], **more)


def stopped(reasons: list[str]) -> Refused:
    """What a run that may not publish ends with: every reason, and no use in trying again."""
    return Refused(
        "Ingenting publicerades. " + " ".join(reasons[:TOLD]),
        metadata={
            "orsaker": dg.MetadataValue.md("\n".join(f"- {reason}" for reason in reasons)),
            "antal orsaker": len(reasons),
        },
        allow_retries=False,
    )


class RunSettings(dg.ConfigurableResource):
    """What a person can say of a run before it is started, as on the command line."""

    full: bool = Field(default=False, description="Läs och bygg om allt från början.")
    accept_loss: bool = Field(
        default=False,
        description="Publicera fast filer som den gällande utgåvan bygger på är borta.",
    )
