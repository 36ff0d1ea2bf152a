"""`fondbok rollback`: make an earlier release the one everyone reads.

Belongs here: choosing a kept release, proving it, swapping it in and pinning it. What the pin means
to a refresh is in `fondbok.publish.pin`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from fondbok import pipeline
from fondbok.paths import Home
from fondbok.publish import health, journal, kept, verify
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.publish.journal import Tillfalle
from fondbok.publish.pin import Pin
from fondbok.publish.release import PublishError, Release


@dataclass(frozen=True)
class Rollback:
    """What a rollback did; also what `--json` prints.

    Attributes:
        release_id: the release now served.
        before: the release served until now, None when there was none that could be read.
        changed: False when the release was served already.
        pinned_against: the release that a refresh with the same input and code will not bring
            back, None when nothing stands in its way.
    """

    release_id: str
    before: str | None
    changed: bool
    pinned_against: str | None

    def meningar(self) -> list[str]:
        """What an operator is told, in Swedish."""
        if not self.changed:
            return [f"Utgåva {self.release_id} gäller redan. Ingenting ändrades."]
        lines = [f"Utgåva {self.release_id} gäller nu i stället för {self.before or 'ingen'}."]
        if self.pinned_against is None:
            return [*lines, "Ingen spärr finns kvar: nästa refresh publicerar som vanligt."]
        return [
            *lines,
            f"Utgåva {self.pinned_against} publiceras inte igen så länge underlagen i landing/ och"
            " koden är desamma som när den gjordes. Rätta felet i landing/ och kör fondbok"
            " refresh: då publiceras en ny utgåva och spärren försvinner.",
        ]


def rollback(
    home: Home, name: str, *, motiv: str = "", tillfalle: Tillfalle | None = None
) -> Rollback:
    """Serve a kept release again, under the lock of a refresh, and tell the journal.

    Args:
        home: the home folder.
        name: the id of a kept release, as `fondbok releases` prints it, or 'foregaende'.
        motiv: why, in Swedish.
        tillfalle: who asks for it.

    Raises:
        kept.UnknownRelease: no such release is kept.
        PublishError: the kept release cannot be read, or cannot be swapped in.
        pipeline.Busy: a run holds the home folder.
    """
    release_id = kept.resolve(home, name)
    folder = kept.file(home, release_id).parent
    with pipeline.exclusive(home):
        served = releases.current(home)
        before = _standing(home, served)
        if served is not None and served.release_id == release_id and health.is_whole(home):
            return _told(release_id, served, before, changed=False)
        _prove(folder, release_id)
        pin = _moved(before, served, release_id)
        journal.begin(home, releases.history(home))
        # The pin goes in before the release and out after it: a kill in between leaves a pin on a
        # release that is not served, which holds nothing.
        if pin is not None:
            pins.write(home, pin)
        releases.swap(home, folder)
        if pin is None:
            pins.clear(home)
        journal.add(
            home,
            release_id,
            journal.ATERSTALLD,
            motiv.strip() or f"Rollback från {served.release_id if served else 'ingen utgåva'}.",
            sha256=releases.checksum(folder / releases.FILE),
            tillfalle=tillfalle or Tillfalle(),
        )
    return _told(release_id, served, pin, changed=True)


def _told(release_id: str, served: Release | None, pin: Pin | None, *, changed: bool) -> Rollback:
    return Rollback(
        release_id,
        served.release_id if served else None,
        changed,
        pin.instead_of if pin else None,
    )


def _prove(folder: Path, release_id: str) -> None:
    """Read the kept release to the end before anyone else has to."""
    file = folder / releases.FILE
    told = releases.written_manifest(folder) or {}
    if told.get("sha256") not in (None, releases.checksum(file)):
        raise PublishError(
            f"{file} är skadad: innehållet är inte det som publicerades. Ingenting ändrades."
        )
    held = releases.read(file)
    if held is None or held.release_id != release_id:
        raise PublishError(f"{file} innehåller inte utgåva {release_id}. Ingenting ändrades.")
    try:
        verify.verify(str(file))
    except (duckdb.Error, ValueError) as error:
        raise PublishError(f"{file} går inte att läsa: {error}. Ingenting ändrades.") from error


def _standing(home: Home, served: Release | None) -> Pin | None:
    """The pin on the release being served; one on another release is a leftover of a kill."""
    pin = pins.read(home)
    if pin is None or (served is not None and served.release_id != pin.release_id):
        return None
    return pin


def _moved(before: Pin | None, served: Release | None, release_id: str) -> Pin | None:
    """The pin after the rollback: against what landing/ would make, the release left first.

    A second rollback moves the pin to the new choice; going back to the release left lifts it.
    """
    if before is not None:
        undone = before.instead_of == release_id
        return None if undone else replace(before, release_id=release_id)
    if served is None:
        return None
    return Pin(release_id, served.release_id, served.indata_hash, served.kod_version)
