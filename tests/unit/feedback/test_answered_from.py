"""A landing takes away all that the answers are made of: none may tell of an earlier build."""

from __future__ import annotations

import re
from pathlib import Path

from fondbok.feedback import landed
from fondbok.warehouse.load import ANSWERED_FROM

TABLE = re.compile(r"\b(?:from|join) ((?:mart|kvalitet)\.\w+)")


def test_every_table_that_is_read_is_taken_away() -> None:
    read = set(TABLE.findall(Path(landed.__file__).read_text("utf-8")))
    assert read == set(ANSWERED_FROM)
