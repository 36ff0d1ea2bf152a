"""The same landing folder gives the same tables, whatever happened to it on the way.

A warehouse grown step by step, with files landing, being removed, renamed, copied and corrected, is
held against one that is built from nothing. Only the clock may differ, and what a release tells of
itself.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from fondbok import pipeline
from fondbok.paths import Home
from fondbok.quality import pairs
from tests.integration.sekvens.models import Project, compile_project
from tests.integration.sekvens.pool import POOL, STEMS, Content
from tests.same_tables import differing

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    home = Home(tmp_path_factory.mktemp("tom"))
    home.submissions.mkdir(parents=True)
    home.ledger.mkdir()
    pipeline.land(home)
    return compile_project(home)


# --- steps ------------------------------------------------------------------------------------


@dataclass
class Folder:
    """A landing folder and its warehouse, to which things happen."""

    home: Home
    project: Project
    built: list[str] = field(default_factory=list)

    def files(self) -> list[Path]:
        return sorted(path for path in self.home.landing.rglob("*") if path.is_file())

    def chosen(self, number: int) -> Path | None:
        files = self.files()
        return files[number % len(files)] if files else None

    def put(self, folder: str, stem: int, content: Content) -> None:
        stems = STEMS[folder]
        path = self.home.landing / folder / f"{stems[stem % len(stems)]}.{content.ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.content)

    def land(self) -> None:
        pipeline.land(self.home)

    def build(self) -> None:
        self.project.build(self.home)
        with duckdb.connect(str(self.home.warehouse)) as con:
            pairs.write(con)


@dataclass(frozen=True)
class Step:
    """One thing that happens to a landing folder; numbers choose among what there is."""

    what: str
    which: int
    content: int
    stem: int
    moved: bool

    def happen(self, folder: Folder) -> None:
        content = POOL[self.content]
        place = content.folder if not self.moved else _other(content.folder)
        chosen = folder.chosen(self.which)
        if self.what == "land" or chosen is None:
            folder.put(place, self.stem, content)
        elif self.what == "remove":
            chosen.unlink()
        elif self.what == "correct":
            chosen.write_bytes(content.content)
        else:
            own = chosen.relative_to(folder.home.landing).parts[0]
            place = _other(own) if self.moved else own
            held = Content(chosen.suffix[1:], chosen.read_bytes(), place)
            if self.what == "rename":
                chosen.unlink()
            folder.put(place, self.stem, held)


def _other(folder: str) -> str:
    return "ledger" if folder == "submissions" else "submissions"


STEPS = st.builds(
    Step,
    what=st.sampled_from(("land", "land", "land", "remove", "rename", "copy", "correct")),
    which=st.integers(0, 11),
    content=st.integers(0, len(POOL) - 1),
    stem=st.integers(0, 3),
    moved=st.sampled_from((False, False, False, True)),
)
SEQUENCES = st.lists(st.tuples(STEPS, st.booleans()), min_size=3, max_size=12)


# --- comparing --------------------------------------------------------------------------------


def holds(project: Project, root: Path, sequence: list[tuple[Step, bool]]) -> None:
    """Grow a warehouse by a sequence and hold it against one built of what there is at the end."""
    home = Home(root / "grown")
    for folder in (home.submissions, home.ledger, home.warehouse_dir):
        folder.mkdir(parents=True)
    shutil.copy(project.empty, home.warehouse)
    grown = Folder(home, project)
    builds = 2
    for step, built in sequence:
        step.happen(grown)
        grown.land()
        if built and builds:
            builds -= 1
            grown.build()
    grown.build()
    note("\n".join(str(path.relative_to(home.landing)) for path in grown.files()))

    again = Home(root / "again")
    shutil.copytree(home.landing, again.landing)
    again.warehouse_dir.mkdir()
    shutil.copy(project.empty, again.warehouse)
    made = Folder(again, project)
    made.land()
    made.build()
    assert not list(differing(home.warehouse, again.warehouse))


# A sequence that fails is told as it is: making it shorter takes a warehouse for every try.
ONCE = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "print_blob": True,
}


@given(sequence=SEQUENCES)
@settings(max_examples=12, **ONCE)
def test_a_dozen_histories_of_a_folder_end_alike(
    sequence: list[tuple[Step, bool]], project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    holds(project, tmp_path_factory.mktemp("sekvens"), sequence)


@pytest.mark.slow
@given(sequence=SEQUENCES)
@settings(max_examples=200, **ONCE)
def test_two_hundred_histories_of_a_folder_end_alike(
    sequence: list[tuple[Step, bool]], project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    holds(project, tmp_path_factory.mktemp("sekvens"), sequence)
