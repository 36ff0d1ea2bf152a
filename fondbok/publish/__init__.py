"""From the warehouse to the one file everyone reads.

Belongs here: making a release, proving it can be read, swapping it in, keeping the last ones.
Does not belong here: deciding whether it may be published (`fondbok.quality`).
"""
