"""Where things lie: the project's own folders and the folders of a home.

Belongs here: paths and nothing else.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# An installed package carries the dbt project in itself; a checkout has it beside the package.
PROJECT = PACKAGE / "project" if (PACKAGE / "project").is_dir() else PACKAGE.parent
SEEDS = PROJECT / "seeds"
MODELS = PROJECT / "models"
DBT_PROJECT = PROJECT / "dbt_project"
CONTRACTS = PROJECT / "soda"


@dataclass(frozen=True)
class Home:
    """The folders of one installation (`--home`, FONDBOK_HOME, default var/)."""

    root: Path

    @property
    def landing(self) -> Path:
        """What users drop; read only for the program."""
        return self.root / "landing"

    @property
    def submissions(self) -> Path:
        """Submissions of the nämnder."""
        return self.landing / "submissions"

    @property
    def ledger(self) -> Path:
        """Exports of the economy system."""
        return self.landing / "ledger"

    @property
    def profiles(self) -> Path:
        """Ledger profiles of this installation, beside the built-in ones."""
        return self.root / "profiles"

    @property
    def city(self) -> Path:
        """Where kommun.toml and referens/ lie: here, or in the folder FONDBOK_KOMMUN names."""
        shared = os.environ.get("FONDBOK_KOMMUN")
        own = self.root / "referens"
        return Path(shared) if shared and not own.exists() else self.root

    @property
    def referens(self) -> Path:
        """The city's own reference tables."""
        return self.city / "referens"

    @property
    def kommun(self) -> Path:
        """Who the city is."""
        return self.city / "kommun.toml"

    @property
    def project(self) -> Path:
        """The dbt project as this home runs it: the program's models, the home's reference data."""
        return self.warehouse_dir / "projekt"

    @property
    def tables(self) -> Path:
        """The reference tables in use, the city's rows among them."""
        return self.project / "seeds"

    @property
    def accepted(self) -> Path:
        """The city's own part of them, as a release keeps it."""
        return self.warehouse_dir / "referens"

    @property
    def logs(self) -> Path:
        """What the runs came to."""
        return self.root / "logg"

    @property
    def dagster(self) -> Path:
        """Dagster's own folder: its settings and the history of the runs."""
        return self.root / "dagster"

    @property
    def warehouse_dir(self) -> Path:
        """Everything that can be built again from landing/."""
        return self.root / "warehouse"

    @property
    def warehouse(self) -> Path:
        """The private build database; nobody but a run opens it."""
        return self.warehouse_dir / "fondbok.duckdb"

    @property
    def mart_dir(self) -> Path:
        """The published file and its history."""
        return self.root / "mart"

    @property
    def mart(self) -> Path:
        """The one file every reader opens."""
        return self.mart_dir / "fondbok.duckdb"

    @property
    def releases(self) -> Path:
        """One folder per kept release."""
        return self.mart_dir / "releases"

    @property
    def feedback(self) -> Path:
        """Answers to the nämnder."""
        return self.root / "feedback"

    @property
    def reports(self) -> Path:
        """The yearly reports."""
        return self.root / "reports"

    @property
    def exports(self) -> Path:
        """The published tables as files for other programs."""
        return self.root / "export"

    @property
    def lake(self) -> Path:
        """What landed, as files for other engines (`fondbok export-raw`)."""
        return self.root / "lake"
