"""What the assets are given: the home folder they work in, one at a time.

Belongs here: Dagster resources. Does not belong here: work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
from pydantic import Field

from fondbok import pipeline
from fondbok.errors import FondbokError
from fondbok.operations import runlog
from fondbok.operations.runlog import Run
from fondbok.paths import Home
from fondbok.publish import release

# Every op that opens the warehouse is in this pool; the instance lets one in at a time.
WRITER = "duckdb_writer"
# Who answers for what is made: shown beside every asset, and no person.
OWNER = "team:uppfoljning"
TOLD = 3  # reasons in the line that a list of runs shows


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
            dagster.RetryRequested: `fondbok refresh` is; the step waits for it to finish.
            dagster.Failure: Fondbok says no, in the words the command line has for it.
        """
        try:
            with pipeline.exclusive(self.home):
                yield self.home
        except pipeline.Busy as busy:
            raise dg.RetryRequested(max_retries=20, seconds_to_wait=15) from busy
        except pipeline.Blocked as blocked:
            self.conclude(runlog.ended(korning, "stoppad", orsaker=blocked.reasons))
            raise stopped(blocked.reasons) from blocked
        except (FondbokError, duckdb.Error, OSError) as error:
            self.conclude(runlog.ended(korning, "fel", orsaker=[str(error)]))
            raise dg.Failure(str(error)) from error

    def conclude(self, run: Run) -> None:
        """Log what the run came to, and tell whoever is to be told."""
        served = release.current(self.home)
        known = replace(run, utgava=served.release_id if served else None)
        for line in pipeline.conclude(self.home, known):
            dg.get_dagster_logger().warning(line)


def stopped(reasons: list[str]) -> dg.Failure:
    """What a run that may not publish ends with: every reason, and no use in trying again."""
    return dg.Failure(
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
