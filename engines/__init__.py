"""The same models on another engine: proving that it says the same (`make spark`).

Belongs here: running the models on an engine in an environment of its own, comparing what it made
with DuckDB's, and the spellings that two engines read differently. What an engine needs to be told
is in dbt_project/macros.
"""
