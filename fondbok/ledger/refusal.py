"""The answer to a sender whose file cannot be read.

Belongs here: the one exception that readers raise and `fondbok.ledger.load` turns into a finding.
"""

from __future__ import annotations

from fondbok.findings import Rule


class Refusal(Exception):
    """A file that cannot be read: an answer to the sender, not a fault of the program.

    Attributes:
        rule: the rule that says why.
        varde: what fills the rule's message.
        near: it looks like a ledger all the same.
    """

    def __init__(self, rule: Rule, varde: str | None = None, *, near: bool = False) -> None:
        super().__init__(rule.id)
        self.rule = rule
        self.varde = varde
        self.near = near

    @property
    def reason(self) -> str:
        """The rule's message, filled."""
        return self.rule.mall.format(varde=self.varde, kolumn=None)
