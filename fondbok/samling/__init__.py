"""Many municipalities, a home each: refreshing them all, and comparing what they publish.

Belongs here: `homes` (which they are), `refreshing` (all of them by one command) and `gathering`
(one file of all that is published, with `tables` and `sql/`). Does not belong here: what one home
does. A home knows of no other; the file is made from published files alone.
"""
