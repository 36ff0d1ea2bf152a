"""Refreshing many homes by one command.

Belongs here: a process a home, so many at a time, and what each came to. Homes share nothing: each
has its own lock, log and exit status, and what stops one stops no other.
"""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any, Literal

from fondbok.ending import BLOCKED, child
from fondbok.paths import Home
from fondbok.samling import homes as of_homes

Utfall = Literal["publicerad", "inget_nytt", "byggd", "stoppad", "fel"]

_FONDBOK = "from fondbok.cli import main; main()"
_WORDS = {
    "publicerad": "publicerad",
    "inget_nytt": "inget nytt",
    "byggd": "byggd utan att publiceras",
    "stoppad": "stoppad",
    "fel": "fel",
}


@dataclass(frozen=True)
class Ended:
    """How the run of one home ended.

    Attributes:
        hem: the folder's name.
        kallas: the folder and the municipality, for people.
        utfall: what it came to.
        kod: exit status of the run.
        utgava: the release served afterwards, None when there is none.
        sekunder: how long it took.
        orsaker: why nothing was published, in Swedish.
        noteringar: what the run said of files and settings, in Swedish.
        raknas_inte: how many findings tell of what was read and does not count.
    """

    hem: str
    kallas: str
    utfall: Utfall
    kod: int
    utgava: str | None
    sekunder: float
    orsaker: tuple[str, ...]
    noteringar: tuple[str, ...]
    raknas_inte: int

    def mening(self) -> str:
        """One line about the home."""
        release = f", {self.utgava}" if self.utgava else ""
        told = f"{self.kallas}: {_WORDS[self.utfall]}{release} ({self.sekunder:.1f} s)"
        if self.raknas_inte:
            told += f"; {self.raknas_inte} fynd om det som inte räknas"
        return "\n  ".join([told, *self.orsaker, *self.noteringar])


def refresh_all(
    homes: Sequence[Home],
    *,
    jobs: int,
    flags: Iterable[str] = (),
    tell: Callable[[Ended, int], None],
) -> list[Ended]:
    """Refresh every home, `jobs` at a time.

    Args:
        homes: which.
        jobs: how many at a time; each takes the memory and the threads its own settings say.
        flags: of `fondbok refresh`, the same for all.
        tell: told of each home as it ends, and how many have.

    Returns:
        How each ended, in the order of `homes`.
    """
    words = tuple(flags)
    running: set[subprocess.Popen[str]] = set()
    with ThreadPoolExecutor(jobs) as pool:
        waited = {pool.submit(_one, home, words, running): home for home in homes}
        ended: dict[Home, Ended] = {}
        try:
            for number, future in enumerate(as_completed(waited), start=1):
                ended[waited[future]] = future.result()
                tell(ended[waited[future]], number)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in tuple(running):
                process.send_signal(
                    signal.SIGTERM
                )  # each ends with its own sentence, and tidies up
            raise
    return [ended[home] for home in homes]


def summary(ended: Sequence[Ended]) -> str:
    """How many homes came to what, in a Swedish sentence."""
    counted = [
        f"{number} {word}"
        for name, word in _WORDS.items()
        if (number := sum(each.utfall == name for each in ended))
    ]
    return f"{len(ended)} hem: {', '.join(counted)}."


def _one(home: Home, flags: tuple[str, ...], running: set[subprocess.Popen[str]]) -> Ended:
    with subprocess.Popen(
        child(_FONDBOK, "refresh", "--home", str(home.root), "--json", *flags),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        running.add(process)
        try:
            printed, told = process.communicate()
        finally:
            running.discard(process)
    return _ended(home, process.returncode, printed, told)


def _ended(home: Home, code: int, printed: str, told: str) -> Ended:
    try:
        result: dict[str, Any] = json.loads(printed)
    except ValueError:
        last = told.strip().splitlines()[-1:] or ["Körningen avbröts utan ett ord."]
        result = {"reasons": last, "release_id": None}
    return Ended(
        hem=home.root.name,
        kallas=of_homes.called(home),
        utfall=_outcome(code, result),
        kod=code,
        utgava=result["release_id"],
        sekunder=float(result.get("seconds", 0)),
        orsaker=tuple(result["reasons"]),
        noteringar=tuple(result.get("notes", ())),
        raknas_inte=len(result.get("uncounted", ())),
    )


def _outcome(code: int, result: dict[str, Any]) -> Utfall:
    if code == BLOCKED:
        return "stoppad"
    if code:
        return "fel"
    if result["published"]:
        return "publicerad"
    return "byggd" if result.get("forslag") is not None else "inget_nytt"
