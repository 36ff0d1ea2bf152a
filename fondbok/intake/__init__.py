"""Intake of submissions: what the nämnder hand in becomes raw rows with remarks.

Belongs here: reading xlsx, csv, json and docx as tables of projects, and every check that one file
can be held against itself. Does not belong here: how a file is opened (`fondbok.files`), what a
cell says (`fondbok.values`), or anything that needs another file, another year, the ledger or the
database; that is SQL in models/.

The way through, one room a step: `readers` hand over a `readers.tables.Source`; `cleaning` takes
personal data out; `head` finds unit and year; `rows` reads the rows with the grammars of `values`;
`control` holds them against each other. `submissions` is the order of the steps, `fields` what is
asked, `headers` what columns are called, `rules` what can be wrong and what is said about it.

Nothing is imported here: who asks which fields there are need not wait for every reader.
"""
