"""Intake of submissions: what the nämnder hand in becomes raw rows with remarks.

Belongs here: reading xlsx, csv, json and docx, the grammar of their values, names to codes, and
every check that one file can be held against itself. Does not belong here: anything that needs
another file, another year, the ledger or the database; that is SQL in models/.

The way through: a reader (`xlsx`, `csv_`, `json_`, `docx`) hands over a `tables.Source`;
`cleaning` takes personal data out; `who_when` finds unit and year; `project_rows` and
`side_tables` read the rows; `checks` and `totals` hold them against each other.
"""

from fondbok.intake.inspection import inspect_rows
from fondbok.intake.submissions import read_submission

__all__ = ["inspect_rows", "read_submission"]
