"""The answer to a sender whose file cannot be read.

Belongs here: the one exception that readers raise and the two intakes turn into a finding.
"""

from __future__ import annotations

from typing import Any

from fondbok.errors import FondbokError
from fondbok.findings import Rule


class Refusal(FondbokError):
    """A file that cannot be read: an answer to the sender, not a fault of the program.

    As text it is the rule's message, filled.

    Attributes:
        rule: the rule that says why.
        values: what fills the rule's message.
        near: it looks like a ledger all the same.
    """

    is_asked_wrong = True

    def __init__(self, rule: Rule, *, near: bool = False, **values: Any) -> None:
        super().__init__(rule.filled(**values))
        self.rule = rule
        self.values = values
        self.near = near
