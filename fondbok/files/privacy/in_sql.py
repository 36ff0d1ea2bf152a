"""The masker where texts are too many for Python: SQL asks it only where it may find something.

Belongs here: the masker as functions that DuckDB calls, and the expressions that decide which texts
reach them. What `mask` would change, the expressions always hand over: the tests prove it.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
from duckdb.sqltypes import VARCHAR

from fondbok.files.privacy import personal_data
from fondbok.files.privacy.candidates import CANDIDATE, CODE_CANDIDATE
from fondbok.sql import text_literal

# No text with fewer signs holds an address or a number; a code of digits alone is a person's only
# with all twelve of them.
_SHORTEST, _SHORTEST_DIGITS = 6, 12
_MASK, _MASK_CODE = "fondbok_mask", "fondbok_mask_code"


def mask(text: str) -> str:
    """The text with personal identity numbers, e-mail addresses and telephone numbers masked."""
    masked = personal_data.mask(text)
    return text if masked is None else masked.text


def mask_code(text: str) -> str:
    """A code without what can be nothing but personal data: ten digits in a row are a code."""
    masked = personal_data.mask(text, "kod")
    return text if masked is None else masked.text


@dataclass
class Masker:
    """The masker of one connection.

    Attributes:
        found: whether anything has been masked.
    """

    found: bool = False

    def register(self, con: duckdb.DuckDBPyConnection) -> None:
        """Let SQL on this connection mask."""
        for name, function in ((_MASK, self._mask), (_MASK_CODE, self._mask_code)):
            con.create_function(name, function, [VARCHAR], VARCHAR)

    @staticmethod
    def remove(con: duckdb.DuckDBPyConnection) -> None:
        """Take the functions away again."""
        for name in (_MASK, _MASK_CODE):
            con.remove_function(name)

    def _mask(self, text: str) -> str:
        return self._noticed(text, mask(text))

    def _mask_code(self, text: str) -> str:
        return self._noticed(text, mask_code(text))

    def _noticed(self, text: str, masked: str) -> str:
        self.found = self.found or masked != text
        return masked


def masked(column: str) -> str:
    """SQL of free words with their personal data masked, before they are stored."""
    return f"case when {may_hold(column)} then {_MASK}({column}) else {column} end"


def masked_code(column: str) -> str:
    """SQL of a code with its personal data masked, before it is stored."""
    return f"case when {code_may_hold(column)} then {_MASK_CODE}({column}) else {column} end"


def holds_personal_data(column: str) -> str:
    """SQL of whether a code would be masked."""
    return f"({code_may_hold(column)} and {_MASK_CODE}({column}) <> {column})"


def may_hold(column: str) -> str:
    """SQL of whether free words are worth masking: false is certain, true is not."""
    return (
        f"strlen({column}) >= {_SHORTEST} and regexp_matches({column}, {text_literal(CANDIDATE)})"
    )


def code_may_hold(column: str) -> str:
    """SQL of whether a code is worth masking: false is certain, true is not."""
    # Nearly all codes are short or nothing but digits, and so need no second look. A plus makes
    # digits a telephone number, and is no hindrance to a cast.
    digits = (
        f"strlen({column}) < {_SHORTEST_DIGITS} and try_cast({column} as bigint) is not null"
        f" and not starts_with(ltrim({column}), '+')"
    )
    return (
        f"case when strlen({column}) < {_SHORTEST} or ({digits}) then false "
        f"else regexp_matches({column}, {text_literal(CODE_CANDIDATE)}) end"
    )
