"""What holds for a whole submission: who hands in, for which year, with which columns.

Belongs here: unit, year, version and decision (`who_when`) and the remarks on a table's header row
(`gate`). A row that says otherwise wins; that is decided in `rows`.
"""
