"""releases/journal.jsonl: what was served when, why and by whom; lines are added, never changed.

But for one thing: a person's name that stood in a reason is taken out of it (`fondbok radera`).

Belongs here: writing and reading the journal, and what follows from it: which release is served,
which was served before it, in which order they were. A release made again keeps the time it was
first made at, so that time says nothing about the order.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from fondbok.paths import Home

FILE = "journal.jsonl"
PUBLICERAD, ATERSTALLD, LAKT = "publicerad", "aterstalld", "lakt"
SAID = {PUBLICERAD: "publicerad", ATERSTALLD: "återställd", LAKT: "lagad"}  # to people
GALLRAT = "gallrat"
DERIVED = "Hämtad ur utgåvornas manifest: journalen började föras senare."


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in a container
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "okänd"


@dataclass(frozen=True)
class Post:
    """One line: a release began to be served, or was put back whole.

    Attributes:
        utgava: the release.
        nar: UTC, when.
        handling: publicerad by a run, aterstalld by rollback, lakt when the file was damaged,
            gallrat when a person's data was taken out of what is served or kept.
        orsak: why, in Swedish.
        korning: the run that did it.
        vem: the account it ran under.
        sha256: checksum of the file served, None when the line is older than the checksum.
    """

    utgava: str
    nar: datetime
    handling: str
    orsak: str
    korning: str
    vem: str
    sha256: str | None = None


@dataclass(frozen=True)
class Tillfalle:
    """Who does something, in which run.

    Attributes:
        korning: the run's own name; Dagster's id, or the time and process of a command.
        vem: the account it runs under.
    """

    korning: str = field(default_factory=lambda: f"{_now():%Y%m%dT%H%M%SZ}-{os.getpid()}")
    vem: str = field(default_factory=_account)


def read(home: Home) -> list[Post]:
    """Every line that can be read, oldest first; the last may have been torn by a kill."""
    try:
        text = (home.releases / FILE).read_text("utf-8", errors="replace")
    except OSError:
        return []
    posts = (_post(line) for line in text.split("\n"))
    return [post for post in posts if post is not None]


def _post(line: str) -> Post | None:
    try:
        found: dict[str, Any] = json.loads(line)
        told = {name: str(found[name]) for name in ("handling", "orsak", "korning", "vem")}
        return Post(
            utgava=str(found["utgava"]),
            nar=datetime.fromisoformat(found["nar"]),
            sha256=found.get("sha256"),
            **told,
        )
    except (ValueError, KeyError, TypeError):
        return None


def add(
    home: Home,
    utgava: str,
    handling: str,
    orsak: str,
    *,
    sha256: str | None,
    tillfalle: Tillfalle,
) -> Post:
    """Add a line and see to it that it survives a power cut. Call it inside the home's lock."""
    post = Post(utgava, _now(), handling, orsak, tillfalle.korning, tillfalle.vem, sha256)
    _append(home, [post])
    return post


def begin(home: Home, posts: Iterable[Post]) -> None:
    """Write the first lines of a journal; nothing when there is one, or nothing to tell."""
    posts = list(posts)
    if posts and not read(home):
        _append(home, posts)


def _append(home: Home, posts: Iterable[Post]) -> None:
    lines = "".join(
        json.dumps({**asdict(post), "nar": post.nar.isoformat()}, ensure_ascii=False) + "\n"
        for post in posts
    )
    file = home.releases / FILE
    with file.open("ab+") as handle:
        handle.seek(0)
        whole = handle.read()
        torn = whole[whole.rfind(b"\n") + 1 :]
        if torn and _post(torn.decode("utf-8", "replace")) is None:
            handle.truncate(len(whole) - len(torn))  # a kill's doing: a line that never was
        elif torn:
            handle.write(b"\n")
        handle.write(lines.encode())
        handle.flush()
        os.fsync(handle.fileno())


def latest(posts: Iterable[Post]) -> dict[str, Post]:
    """Each release's last line, the release that was served longest ago first."""
    found: dict[str, Post] = {}
    for post in posts:
        found.pop(post.utgava, None)
        found[post.utgava] = post
    return found


def line_of(posts: Iterable[Post]) -> list[str]:
    """The releases that led to the one served, which is the last.

    A release published comes after the one served then. A rollback goes back to where its release
    stands and forgets what came after; a file made whole again changes nothing.
    """
    line: list[str] = []
    for post in posts:
        if post.handling == ATERSTALLD and post.utgava in line:
            place = len(line) - line[::-1].index(post.utgava)
            del line[place:]
        elif not line or line[-1] != post.utgava:
            line.append(post.utgava)
    return line
