"""What the published mart looks like to people.

Belongs here: reading the mart and laying it out. Does not belong here: computing a figure.
"""
