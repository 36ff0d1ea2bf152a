"""What the assets are given: the home folder they work in, one at a time.

Belongs here: Dagster resources. Does not belong here: work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from fondbok import pipeline
from fondbok.paths import Home

# Every op that opens the warehouse is in this pool; the instance lets one in at a time.
WRITER = "duckdb_writer"


class HomeFolder(dg.ConfigurableResource):
    """The home folder a run works in."""

    root: str

    @property
    def home(self) -> Home:
        """Its paths."""
        return Home(Path(self.root))

    @contextmanager
    def alone(self) -> Iterator[Home]:
        """The paths, while no other run is at work in the folder.

        Raises:
            dagster.RetryRequested: `fondbok refresh` is; the step waits for it to finish.
        """
        try:
            with pipeline.exclusive(self.home):
                yield self.home
        except pipeline.Busy as busy:
            raise dg.RetryRequested(max_retries=20, seconds_to_wait=15) from busy
