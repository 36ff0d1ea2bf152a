"""The answer to each nämnd: what was read, what was refused, what looks odd, cell by cell.

Belongs here: turning the warehouse's raw rows, findings and rejected rows into a page and a
workbook a person can act on. Does not belong here: judging a cell; that was done at intake, and its
message says what to do.
"""

from fondbok.feedback.answers import write

__all__ = ["write"]
