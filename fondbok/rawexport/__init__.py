"""What landed, as Parquet that any engine reads: the raw layer of one home.

Belongs here: which tables, how their columns are written, the manifest, and that nothing was lost.
Nothing in it is specific to an engine; how one reads it is in dbt_project/macros/ra.sql.
"""
