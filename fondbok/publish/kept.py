"""Finding a kept release by the name a person gives it.

Belongs here: `r-…`, `aktuell` and `foregaende`, and the answer when there is no such release.
"""

from __future__ import annotations

from pathlib import Path

from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.publish import journal
from fondbok.publish import release as releases

AKTUELL = "aktuell"
FOREGAENDE = ("foregaende", "föregående")


class UnknownRelease(FondbokError):
    """No kept release has that name; the message lists those that are kept."""

    is_asked_wrong = True


def resolve(home: Home, name: str) -> str:
    """The id of a kept release.

    Args:
        home: the home folder.
        name: an id as `fondbok releases` prints it, 'aktuell' (the one being served) or
            'foregaende' (of those kept, the one that was served before it).

    Raises:
        UnknownRelease: there is no such release.
    """
    ids = [manifest["release_id"] for manifest in releases.kept(home)]
    served = releases.current(home)
    if name == AKTUELL and served is not None:
        return served.release_id
    if name in FOREGAENDE and served is not None:
        earlier = journal.line_of(releases.history(home))[:-1]
        standing = [each for each in earlier if each in ids and each != served.release_id]
        if standing:
            return standing[-1]
    if name in ids:
        return name
    if not ids:
        raise UnknownRelease(
            f"Utgåva {name} finns inte: ingenting är publicerat. Kör fondbok refresh."
        )
    listing = ", ".join(reversed(ids))
    raise UnknownRelease(
        f"Utgåva {name} finns inte kvar. Utgåvor som finns, senaste först: {listing}."
    )


def file(home: Home, release_id: str) -> Path:
    """The database of a kept release."""
    return home.releases / release_id / releases.FILE
