"""<home>/logg/korningar.jsonl: what every run came to; lines are added, and the oldest forgotten.

Belongs here: writing and reading the log. It decides nothing: no figure depends on it, and a run
whose line cannot be written is a run all the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from fondbok import faults
from fondbok.paths import Home
from fondbok.saving import replace_file

FILE = "korningar.jsonl"
UNTOLD = "larm_kvar"  # beside it: somebody was to be told of a run, and was not
LARGEST = 1_000_000  # bytes; then the older half is forgotten
Outcome = Literal["publicerad", "inget_nytt", "stoppad", "fel", "avbruten", "forslag"]
PROPOSAL: Outcome = "forslag"
OUTCOMES: dict[Outcome, str] = {
    "publicerad": "publicerade en ny utgåva",
    "inget_nytt": "fann inget nytt",
    "stoppad": "stoppades: kvaliteten räckte inte, eller något skulle ha försvunnit",
    "fel": "gick inte att köra till slut",
    "avbruten": "avbröts utifrån: något bad programmet att sluta",
    PROPOSAL: "visade vad som skulle ändras, utan att publicera (--no-publish)",
}


@dataclass(frozen=True)
class Run:
    """One run.

    Attributes:
        korning: its name: Dagster's id, or the time and process of a command.
        slut: when it ended, UTC.
        utfall: what it came to.
        utgava: the release served after it, None when there is none.
        orsaker: why nothing was published, or would be, in Swedish.
        siffror: files, rows and seconds of it, as far as they are known.
        vem: the account it ran under; '' in lines from before that was kept.
    """

    korning: str
    slut: datetime
    utfall: Outcome
    utgava: str | None = None
    orsaker: list[str] = field(default_factory=list)
    siffror: dict[str, Any] = field(default_factory=dict)
    vem: str = ""

    @property
    def failed(self) -> bool:
        """Whether somebody has to do something."""
        return self.utfall in ("stoppad", "fel", "avbruten")


def ended(
    korning: str,
    utfall: Outcome,
    *,
    utgava: str | None = None,
    orsaker: list[str] | None = None,
    siffror: dict[str, Any] | None = None,
    vem: str = "",
) -> Run:
    """A run that ends now."""
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    return Run(korning, now, utfall, utgava, orsaker or [], siffror or {}, vem)


def add(home: Home, run: Run) -> str | None:
    """Add a line; why it could not be, in Swedish. A home that is not there is not made."""
    if not home.root.is_dir():
        return None
    line = json.dumps({**asdict(run), "slut": run.slut.isoformat()}, ensure_ascii=False) + "\n"
    try:
        home.logs.mkdir(exist_ok=True)
        _shorten(home)
        # One write, so that two runs at once leave two whole lines.
        file = os.open(home.logs / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(file, line.encode("utf-8"))
        finally:
            os.close(file)
    except OSError as error:
        return (
            f"Körningen står inte i {home.logs / FILE}: {faults.sentence(error)}"
            " fondbok status --health vet inte av den."
        )
    return None


def is_news(before: Run | None, run: Run) -> bool:
    """Whether this run fails where the one before did not, or otherwise, or is well again.

    One that only showed what would change is told to the one who asked, and mends nothing.
    """
    if run.utfall == PROPOSAL:
        return False
    if run.failed:
        return before is None or (before.utfall, before.orsaker) != (run.utfall, run.orsaker)
    return before is not None and before.failed


def is_untold(home: Home) -> bool:
    """Whether somebody who was to be told of an earlier run could not be."""
    return (home.logs / UNTOLD).exists()


def untold(home: Home, is_so: bool) -> None:
    """Remember whether somebody is still to be told."""
    with suppress(OSError):
        if is_so:
            (home.logs / UNTOLD).touch()
        else:
            (home.logs / UNTOLD).unlink(missing_ok=True)


def last(home: Home) -> Run | None:
    """The last run that is told of and was to publish."""
    return next((run for run in _backwards(home) if run.utfall != PROPOSAL), None)


def read(home: Home) -> list[Run]:
    """Every run that is told of, oldest first."""
    return list(_backwards(home))[::-1]


def _backwards(home: Home) -> Iterator[Run]:
    try:
        lines = (home.logs / FILE).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in reversed(lines):
        with suppress(ValueError, TypeError, KeyError):  # torn by a kill
            told = json.loads(line)
            yield Run(**{**told, "slut": datetime.fromisoformat(told["slut"])})


def _shorten(home: Home) -> None:
    file = home.logs / FILE
    if file.is_file() and file.stat().st_size > LARGEST:
        lines = file.read_bytes().splitlines(keepends=True)
        replace_file(file, b"".join(lines[len(lines) // 2 :]))
