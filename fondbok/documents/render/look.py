"""The templates in use: the city's own where it has one, else ours.

Belongs here: which file a format's look comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

OURS = Path(__file__).resolve().parents[1] / "mall"


@dataclass(frozen=True)
class Look:
    """Where the templates lie.

    Attributes:
        own: the city's folder referens/mall, which need not be there.
    """

    own: Path | None = None

    def file(self, name: str) -> Path:
        """A template: mall.docx, mall.html or mall.typ."""
        own = self.own / name if self.own else None
        return own if own is not None and own.is_file() else OURS / name

    @property
    def fonts(self) -> list[Path]:
        """Folders with the city's own fonts for pdf."""
        return [self.own] if self.own is not None and self.own.is_dir() else []
