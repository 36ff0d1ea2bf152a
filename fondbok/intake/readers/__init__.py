"""From a file's bytes to tables: what a format does to a value on its way to us.

Belongs here: one module a format (`xlsx`, `csv_`, `json_`, `docx` with `docx_xml`) and the shape
they all hand over (`tables`). Does not belong here: whether a file is safe to open
(`fondbok.files`), or what a cell means.
"""
