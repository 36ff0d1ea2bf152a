"""What the documents say: facts of the mart put into parts.

Belongs here: which sections a document has, in which order, and their sentences. Does not belong
here: reading the mart, and how anything looks.
"""
