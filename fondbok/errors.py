"""The one exception that all of Fondbok's own descend from.

Belongs here: that exception, and nothing else. Each of the others stands where it is raised.
"""

from __future__ import annotations


class FondbokError(Exception):
    """Something that Fondbok says no to, in a Swedish sentence for the one who asked.

    Attributes:
        is_asked_wrong: whoever asked can ask otherwise and get an answer, so that a command ends as
            it does for a wrong argument; else something has to be mended first.
    """

    is_asked_wrong = False
