"""One run at a time in a home folder, and who it is.

Belongs here: the lock and the name of its holder. The lock is gone when the process is; what the
file says is for people: while the lock is held who holds it, and else who was killed.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from fondbok.errors import FondbokError
from fondbok.paths import Home


@dataclass(frozen=True)
class Holder:
    """Who holds a home folder.

    Attributes:
        process: its number.
        kommando: what it was started as.
        sedan: since when, UTC, to the second.
        stryks: whether it takes its name away when it ends; earlier versions left it.
    """

    process: int
    kommando: str
    sedan: str
    stryks: bool = False

    def mening(self) -> str:
        """As it is told, in Swedish."""
        return f"process {self.process}, {self.kommando}, sedan {self.sedan} UTC"

    def when(self) -> datetime:
        """Since when, UTC."""
        return datetime.fromisoformat(self.sedan)


class Held(FondbokError):
    """Somebody else holds the folder; the text says who, in Swedish."""


@contextmanager
def held(home: Home, wait_seconds: int = 0) -> Iterator[None]:
    """Hold the home folder.

    Args:
        home: the home folder.
        wait_seconds: how long another holder is waited for.

    Raises:
        Held: another still holds it.
    """
    file = _file(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file, timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        who = holder(home)
        named = f" ({who.mening()})" if who else ""
        raise Held(
            f"En annan körning pågår i samma mapp{named}. Vänta tills den är klar."
        ) from error
    try:
        _sign(file)
        yield
    finally:
        _unsign(file)
        lock.release()


def holder(home: Home) -> Holder | None:
    """Who signed the lock last; only worth something while it is held."""
    try:
        return Holder(**json.loads(_file(home).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def killed(home: Home) -> Holder | None:
    """Who held the folder last and came to no end of its own; None when nobody did."""
    who = holder(home)
    if who is None or not who.stryks or is_held(home) or holder(home) != who:
        return None
    return who


def is_held(home: Home) -> bool:
    """Whether somebody holds the folder now; looked at without writing to the file.

    Raises:
        OSError: the file may not be read.
    """
    return _file(home).is_file() and is_locked(_file(home))


def is_locked(file: Path) -> bool:
    """Whether a process holds a file that it locks for as long as it lives.

    Raises:
        OSError: the file is not there, or may not be read.
    """
    looked = os.open(file, os.O_RDONLY)
    try:
        fcntl.flock(looked, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(looked)
    return False


def _file(home: Home) -> Path:
    return home.warehouse_dir / ".lock"


def _sign(file: Path) -> None:
    kommando = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    told = asdict(Holder(os.getpid(), kommando, f"{now:%Y-%m-%d %H:%M:%S}", stryks=True))
    with suppress(OSError):  # a full disk stops the run itself, and is told there
        file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _unsign(file: Path) -> None:
    """Whoever ends takes its name away: a name that is left is of one that was killed."""
    with suppress(OSError):
        os.truncate(file, 0)
