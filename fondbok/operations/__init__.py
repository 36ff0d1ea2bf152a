"""For whoever keeps it running: what the runs came to, and how the home is.

Belongs here: the log of runs and the condition that a monitor asks for. Does not belong here: the
journal of what was served (`publish.journal`), and what is missing before a first year (`doctor`).
"""
