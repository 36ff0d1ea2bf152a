"""The pin: a rollback that the next refresh must not undo.

Belongs here: the file mart/rollback.json. After a rollback the landing folder still holds what made
the release that was left; the pin says that exactly this input and this code are not to be
published again. Other input or other code is news and is published as usual.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from fondbok.paths import Home
from fondbok.publish.release import PublishError, Release

FILE = "rollback.json"


@dataclass(frozen=True)
class Pin:
    """A decision to serve an earlier release.

    Attributes:
        release_id: the release that was chosen.
        instead_of: the release that was left, which landing/ would make again.
        indata_hash: the input of `instead_of`.
        kod_version: the code of `instead_of`.
    """

    release_id: str
    instead_of: str
    indata_hash: str
    kod_version: str

    def mening(self) -> str:
        """What it means for a run, in Swedish."""
        return (
            f"Utgåva {self.release_id} gäller efter rollback. Utgåva {self.instead_of} publiceras"
            " inte igen förrän underlagen i landing/ eller koden ändras."
            f" Ångra med fondbok rollback {self.instead_of}."
        )


def path(home: Home) -> Path:
    """Where the pin lies while there is one."""
    return home.mart_dir / FILE


def read(home: Home) -> Pin | None:
    """The pin, or None when there is none.

    Raises:
        PublishError: the file is not a pin; a pin that cannot be read must not be passed over.
    """
    file = path(home)
    if not file.is_file():
        return None
    try:
        content = json.loads(file.read_text("utf-8"))
        return Pin(**{field.name: str(content[field.name]) for field in fields(Pin)})
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(
            f"{file} går inte att läsa. Filen säger vilken utgåva som ska gälla efter rollback."
            " Ta bort den. Kör sedan fondbok rollback igen om en tidigare utgåva ska gälla."
        ) from error


def write(home: Home, pin: Pin) -> None:
    """Put the pin in place in one atomic step."""
    incoming = home.mart_dir / f".{FILE}.incoming"
    with incoming.open("w", encoding="utf-8") as handle:
        json.dump(asdict(pin), handle, ensure_ascii=False, indent=2)
        handle.write("\n")
        handle.flush()
        os.fsync(handle.fileno())
    incoming.replace(path(home))


def clear(home: Home) -> None:
    """Remove the pin: another release was published, or the rollback was undone."""
    path(home).unlink(missing_ok=True)


def in_force(home: Home, served: Release | None, indata_hash: str, kod_version: str) -> Pin | None:
    """The pin when it forbids publishing what this input and this code make, else None.

    Args:
        home: the home folder.
        served: the release being served; a pin on another release holds nothing.
        indata_hash: the input at hand.
        kod_version: the code at hand.

    Raises:
        PublishError: the pin cannot be read.
    """
    pin = read(home)
    if pin is None or served is None or served.release_id != pin.release_id:
        return None
    left = (pin.indata_hash, pin.kod_version)
    return pin if left == (indata_hash, kod_version) else None
