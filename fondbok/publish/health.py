"""Whether what is served is what was published, and making it so again.

Belongs here: holding the published file against its checksum, and mending it, the manifests and the
journal from one another. Does not belong here: making a release anew, which is a run's work.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import duckdb

from fondbok.paths import Home
from fondbok.publish import journal, verify
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.publish.journal import Post, Tillfalle


def is_whole(home: Home) -> bool:
    """Whether the published file is, byte for byte, what a run published.

    A home made before checksums were kept is held against the copy in releases/. Where nothing is
    known of the file, being able to read it has to do.
    """
    if not home.mart.is_file():
        return False
    digest = _digest(home.mart)
    posts = journal.read(home)
    if posts and posts[-1].sha256 == digest:
        return True
    told = [releases.written_manifest(folder) or {} for folder in _folders(home)]
    if digest in {each.get("sha256") for each in told}:
        return True  # a run was killed before it told the journal
    served = releases.current(home)
    if served is None or (posts and posts[-1].sha256 and posts[-1].utgava == served.release_id):
        return False
    folder = home.releases / served.release_id
    if (releases.written_manifest(folder) or {}).get("sha256"):
        return False
    return not (folder / releases.FILE).is_file() or _digest(folder / releases.FILE) == digest


def baseline(home: Home) -> Path | None:
    """The release that a new one is compared with: the one served, or the last one that is whole.

    None when nothing was ever published, or nothing of it can be read.
    """
    if is_whole(home):
        return home.mart
    last = [post.utgava for post in reversed(releases.history(home))]
    folders = (home.releases / name for name in dict.fromkeys(last))
    return next((folder / releases.FILE for folder in folders if _is_sound(folder, None)), None)


def needs_mending(home: Home) -> bool:
    """Whether the published file, a manifest or the journal is not as a run leaves it."""
    folders = _folders(home)
    posts = journal.read(home)
    if not home.mart.is_file() and not folders and not posts:
        return False
    if not is_whole(home) or any(releases.written_manifest(folder) is None for folder in folders):
        return True
    served = releases.current(home)
    return not posts or (served is not None and posts[-1].utgava != served.release_id)


def mend(home: Home, *, tillfalle: Tillfalle) -> list[str]:
    """Make manifests, published file and journal agree. Call it inside the home's lock.

    Returns:
        What was damaged and what was done about it, in Swedish.

    Raises:
        PublishError: somebody is writing to the published file.
    """
    told = [note for folder in _folders(home) if (note := _mend_manifest(folder))]
    posts = releases.history(home)
    if not posts:
        return told
    if is_whole(home):
        journal.begin(home, posts)
        _catch_up(home, posts[-1], tillfalle)
        return told
    return [*told, _mend_file(home, posts, tillfalle)]


def _folders(home: Home) -> list[Path]:
    return sorted(file.parent for file in home.releases.glob(f"[!.]*/{releases.FILE}"))


def _mend_manifest(folder: Path) -> str:
    if releases.written_manifest(folder) is not None:
        return ""
    told = releases.manifest(folder)
    if told is None:
        return (
            f"Utgåva {folder.name} i {folder.parent} är skadad och går inte att gå tillbaka till."
            " Ta bort mappen, eller hämta den ur en säkerhetskopia."
        )
    releases.write_manifest(folder, told)
    return f"Manifestet för utgåva {folder.name} var skadat och är skrivet på nytt ur utgåvan."


def _catch_up(home: Home, last: Post, tillfalle: Tillfalle) -> None:
    """Tell the journal what a killed run left untold."""
    posts = journal.read(home)
    if posts[-1].utgava != last.utgava:
        journal.add(
            home,
            last.utgava,
            journal.PUBLICERAD,
            "Körningen som bytte utgåva avbröts innan den hann skriva här.",
            sha256=_digest(home.mart),
            tillfalle=tillfalle,
        )


def _mend_file(home: Home, posts: list[Post], tillfalle: Tillfalle) -> str:
    """Put the published file back from the copy in releases/, where that is whole."""
    post = _last_served(home, posts)
    folder = home.releases / post.utgava
    found = "var skadad eller ändrad" if home.mart.is_file() else "saknades"
    if not _is_sound(folder, post.sha256):
        return (
            f"Den publicerade filen {home.mart} {found}, och utgåva {post.utgava} finns inte hel i"
            " releases/. Den byggs om från landing/."
        )
    journal.begin(home, posts)
    releases.swap(home, folder)
    reason = f"Den publicerade filen {found}."
    journal.add(
        home,
        post.utgava,
        journal.LAKT,
        reason,
        sha256=_digest(home.mart),
        tillfalle=tillfalle,
    )
    return (
        f"Den publicerade filen {home.mart} {found} och är återställd från utgåva {post.utgava} i"
        " releases/."
    )


def _last_served(home: Home, posts: list[Post]) -> Post:
    """What was served when the damage came; a home without a journal may have been rolled back."""
    told = journal.read(home)
    if told:
        return told[-1]
    pin = pins.read(home)
    return next((p for p in posts if pin is not None and p.utgava == pin.release_id), posts[-1])


def _is_sound(folder: Path, sha256: str | None) -> bool:
    """Whether a kept release is what was published; read to the end where no checksum is known."""
    file = folder / releases.FILE
    known = (releases.written_manifest(folder) or {}).get("sha256") or sha256
    if not file.is_file():
        return False
    if known:
        return bool(_digest(file) == known)
    try:
        verify.verify(str(file))
    except (duckdb.Error, ValueError):
        return False
    return True


def _digest(file: Path) -> str:
    """The checksum of a file; read once a process while nothing touches the file."""
    stat = file.stat()
    return _digest_as_of(file, (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino))


@lru_cache(maxsize=64)
def _digest_as_of(file: Path, _marks: tuple[int, ...]) -> str:
    return releases.checksum(file)
