"""One cell's text in, its meaning out: pure functions that no text makes raise.

Belongs here: tidy words (`text`), the grammars of money, dates and shares, and names to codes
(`resolve`), for submissions and ledgers alike. The public names of the grammars stand here for
those who read or write submissions.
Does not belong here: which cell a value came from, or a remark about it.
"""

from __future__ import annotations

from fondbok.values.amounts import (
    Amount,
    Unit,
    Unreadable,
    format_amount,
    parse_amount,
    parse_currency,
    read_amount,
)
from fondbok.values.dates import (
    NoDate,
    PartialDate,
    Period,
    format_date,
    parse_date,
    parse_period,
    read_date,
    read_period,
)
from fondbok.values.shares import (
    GoalPiece,
    NoPercent,
    Percent,
    Shares,
    format_percent,
    parse_percent,
    parse_shares,
    read_percent,
    split_goals,
    split_list,
)
from fondbok.values.text import cell_text, decimal_of, is_missing, key, tidy, tidy_lines

__all__ = [
    "Amount",
    "GoalPiece",
    "NoDate",
    "NoPercent",
    "PartialDate",
    "Percent",
    "Period",
    "Shares",
    "Unit",
    "Unreadable",
    "cell_text",
    "decimal_of",
    "format_amount",
    "format_date",
    "format_percent",
    "is_missing",
    "key",
    "parse_amount",
    "parse_currency",
    "parse_date",
    "parse_percent",
    "parse_period",
    "parse_shares",
    "read_amount",
    "read_date",
    "read_percent",
    "read_period",
    "split_goals",
    "split_list",
    "tidy",
    "tidy_lines",
]
