"""Personal data in ledgers: the intake's own masker, asked only where SQL finds it worth asking.

Belongs here: the masker as a function of one text, and which texts SQL hands to it. What personal
data looks like is in `fondbok.intake.privacy`.
"""

from __future__ import annotations

from fondbok.intake.privacy import candidates, personal_data

CANDIDATE, CODE_CANDIDATE = candidates.CANDIDATE, candidates.CODE_CANDIDATE
MASKS = personal_data.MASKS
# No text with fewer signs holds an address or a number; a code of digits alone is a person's only
# with all twelve of them.
SHORTEST, SHORTEST_DIGITS = 6, 12


def mask(text: str) -> str:
    """The text with personal identity numbers, e-mail addresses and telephone numbers masked."""
    masked = personal_data.mask(text)
    return text if masked is None else masked.text


def mask_code(text: str) -> str:
    """A code without what can be nothing but personal data: ten digits in a row are a code."""
    masked = personal_data.mask(text, "kod")
    return text if masked is None else masked.text
