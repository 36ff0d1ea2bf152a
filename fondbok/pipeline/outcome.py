"""How a run ends: what it came to, and what may stop it.

Belongs here: the outcomes of `fondbok refresh` and what a caller is told of each. Does not belong
here: what the numbers are read from (`figures`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from fondbok.errors import FondbokError
from fondbok.publish import loss
from fondbok.publish.loss import Forlust
from fondbok.publish.wording import as_plain

Say = Callable[[str], None]
FILES = ("read", "new", "unchanged", "refused", "ignored")
ROWS = ("read", "loaded", "rejected", "totals", "duplicates", "superseded")
CHECKS = ("passed", "failed", "warned")


class Blocked(FondbokError):
    """Quality stopped the run; the earlier release is still served.

    Attributes:
        reasons: Swedish sentences, one per check that failed.
    """

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class Lost(Blocked):
    """What is served has money and projects from files that are gone; nobody has accepted that.

    Attributes:
        losses: what would be lost.
    """

    def __init__(self, losses: list[Forlust]) -> None:
        super().__init__(loss.meningar(losses))
        self.losses = losses


class Gone(Lost):
    """The folder that all of what is served came from is not there, or is shut."""

    def __init__(self, why: str, losses: list[Forlust]) -> None:
        super().__init__(losses)
        self.reasons = [why, *self.reasons]


class Fault(FondbokError):
    """The program or its surroundings failed; the earlier release is still served."""


class Busy(Fault):
    """Another run holds the home folder."""


@dataclass
class RefreshResult:
    """What `fondbok refresh --json` prints.

    Attributes:
        release_id: the release being served after the run, None when there is none.
        published: whether this run published it.
        news: whether landing/ or the code was another than the release served was made of.
        files: read, new, unchanged, refused, ignored.
        rows: read, loaded, rejected, totals, duplicates, superseded.
        money: by kind of file (ledger, submission), SEK as text: read = counted + no_grant +
            replaced + held.
        findings: remarks on the files read.
        checks: passed, failed, warned.
        seconds: how long the run took.
        reasons: why nothing was published, in Swedish.
        notes: what the operator should know about landing/ and about what is served.
        uncounted: what was read and does not count, a Swedish sentence a finding.
        losses: what the release served has and this run could not find, one (nämnd, år, file) each.
        forslag: what publishing would change, of a run that was told not to publish and built
            something; as `fondbok diff --json` says it.
    """

    release_id: str | None
    published: bool = False
    news: bool = False
    files: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FILES, 0))
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROWS, 0))
    money: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: int = 0
    checks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHECKS, 0))
    seconds: float = 0.0
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)
    losses: list[dict[str, Any]] = field(default_factory=list)
    forslag: dict[str, Any] | None = None

    def tell_losses(self, found: list[Forlust]) -> None:
        """Make what would be lost the reasons why nothing was published."""
        self.reasons = loss.meningar(found)
        self.losses = [as_plain(asdict(each)) for each in found]


def quiet(_line: str) -> None:
    """Say nothing."""
