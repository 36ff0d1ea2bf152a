"""Voucher numbers: as every system would write them, and those that are made here.

Belongs here: what makes two numbers the same, and how a made one begins.
"""

from __future__ import annotations

from fondbok.sql import text_literal

# Begin the voucher numbers that are made here, of a row's content: where there was none, and where
# it was a person's.
MADE_NUMBER = "utan-"
MASKED_NUMBER = "maskerad-"
# What spreadsheets put around a number to keep it text.
AROUND_NUMBER = r"^[=\s'\"]+|['\"\s]+$"


def plain_number(column: str) -> str:
    """SQL of a number or series as every system would write it: 0012, 12.0 and ="12" are 12."""
    bare = f"regexp_replace({column}, {text_literal(AROUND_NUMBER)}, '', 'g')"
    return (
        f"case when regexp_full_match({column}, '[1-9A-Za-z][0-9A-Za-z]*') then {column} "
        f"else regexp_replace({bare}, '^0*(\\d+)(?:[.,]0+)?$', '\\1') end"
    )
