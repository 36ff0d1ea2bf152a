"""A table's rows, one at a time: from cells to the columns of the raw tables.

Belongs here: how a row is reached by field (`row`), what becomes of it (`project_rows`), one
module for each kind of field (those that need no other cell share `lone_fields`), what must fit
together within a row (`row_checks`), and the tables beside the projects (`side_tables`). Which
fields there are is declared in `fields`. Rows held against each other are in `control`.
"""
