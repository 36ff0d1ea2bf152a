"""Which homes lie in a folder.

Belongs here: telling a home from another folder, and who it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.reference import kommun

SHARED = "referens"
"""The folder beside the homes for what is true of them all."""


class NoHomes(FondbokError):
    """The folder holds no home; the text is Swedish."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Found:
    """The homes of a folder.

    Attributes:
        homes: by the name of their folder.
        strangers: folders beside them that are no homes.
    """

    homes: tuple[Home, ...]
    strangers: tuple[str, ...]

    def notes(self) -> list[str]:
        """A Swedish sentence for each folder that was passed by."""
        return [
            f"{name} är inget hem: där finns varken landing/ eller kommun.toml. Mappen räknas inte."
            for name in self.strangers
        ]


def find(folder: Path) -> Found:
    """The homes that lie in `folder`, one level down; what begins with a dot is passed by.

    Raises:
        NoHomes: there is no such folder, or no home in it.
    """
    if not folder.is_dir():
        raise NoHomes(f"Mappen {folder} finns inte. Ange mappen som kommunernas mappar ligger i.")
    inside = sorted(
        each
        for each in folder.iterdir()
        if each.is_dir() and each.name[0] != "." and each.name != SHARED
    )
    homes = tuple(Home(each) for each in inside if _is_home(each))
    if not homes:
        raise NoHomes(
            f"I {folder} finns inget hem: ingen undermapp har landing/ eller kommun.toml."
            " Gör en mapp per kommun med fondbok init."
        )
    known = {home.root for home in homes}
    return Found(homes, tuple(each.name for each in inside if each not in known))


def _is_home(folder: Path) -> bool:
    return (folder / "landing").is_dir() or (folder / kommun.FILE).is_file()


def called(home: Home) -> str:
    """The home as people know it: its folder, and the municipality where that is known."""
    told = kommun.read(home.kommun)
    if isinstance(told, list):
        return home.root.name
    code = f" {told.kommunkod}" if told.kommunkod else ""
    return f"{home.root.name} ({told.namn}{code})"
