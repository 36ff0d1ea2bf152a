"""The open data: the published tables that anybody may have, described for those who find them.

Belongs here: `reading` (which tables and columns), `about`, `datapackage` and `dcat` (what is said
of them) and `making` (the folder). Does not belong here: saying that a table is open; its
definition does (`oppna_data` in the YAML of a model, `is_open` of a table that Python writes).
"""
