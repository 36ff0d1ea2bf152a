"""Telling of what no run tells: silence, a full disk, a damaged file, a run that was killed.

Belongs here: when the condition of a home is worth a word, and the word. Each kind of trouble is
told of once, however its figures change, and once that all is well again. What a run came to
`alerts` has told already.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fondbok import settings
from fondbok.operations import alerts, condition
from fondbok.operations.condition import Condition
from fondbok.paths import Home
from fondbok.saving import replace_file
from fondbok.settings import SettingsError

if TYPE_CHECKING:
    from fondbok.settings.declared import Larm

FILE = "larmat.json"  # in the home's logs: the kinds of trouble that somebody has been told of
_OF_RUNS = "korningen"  # the kind that is told of as a run ends


def tell(home: Home, found: Condition | None = None) -> list[str]:
    """Tell whoever is to be told how a home is, where that is news; what could not be told.

    Args:
        home: the home folder.
        found: how it is, when it has just been looked at.
    """
    try:
        larm = _whom(home)
    except SettingsError as error:
        return [alerts.NOBODY.format(error)]
    if larm is None:
        return []
    found = found or condition.look(home)
    kinds = found.troubles.keys() - {_OF_RUNS}
    before = _told(home)
    if kinds <= before and bool(kinds) == bool(before):
        _remember(home, kinds)
        return []
    failed = alerts.send(larm, _title(home, kinds), _text(found, kinds), found.as_json())
    if not failed:  # else the next one who looks tells it
        _remember(home, kinds)
    return failed


def tell_mended(home: Home, done: list[str]) -> list[str]:
    """Tell whoever is to be told that what was served was damaged, and is put right."""
    try:
        larm = _whom(home) if done else None
    except SettingsError as error:
        return [alerts.NOBODY.format(error)]
    if larm is None:
        return []
    title = alerts.titled(home, "det publicerade var skadat och är lagat")
    return alerts.send(larm, title, "\n".join(done), {"utfall": "lagat", "orsaker": done})


def _whom(home: Home) -> Larm | None:
    if not settings.any_set(home):
        return None
    larm = settings.whom(home)
    return larm if larm.is_set else None


def _title(home: Home, kinds: set[str]) -> str:
    return alerts.titled(home, "behöver ses till" if kinds else "allt väl igen")


def _text(found: Condition, kinds: set[str]) -> str:
    told = [each for kind, said in found.troubles.items() if kind in kinds for each in said]
    return "\n".join(f"- {each}" for each in told) or "Det som larmet gällde är över."


def _file(home: Home) -> Path:
    return home.logs / FILE


def _told(home: Home) -> set[str]:
    with suppress(OSError, ValueError):
        return set(json.loads(_file(home).read_text("utf-8")))
    return set()


def _remember(home: Home, kinds: set[str]) -> None:
    if kinds == _told(home):
        return
    with suppress(OSError):  # a full disk: it is told of again, rather than never
        home.logs.mkdir(exist_ok=True)
        replace_file(_file(home), json.dumps(sorted(kinds)).encode())
