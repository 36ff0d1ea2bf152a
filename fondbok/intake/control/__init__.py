"""Rows held against each other: nothing counted twice, and the sums that must agree.

Belongs here: rows and projects that stand twice (`repeats`), control totals (`totals`) and a memo's
second account by goal (`goal_table`). Figures of other files, years or the ledger are SQL.
"""
