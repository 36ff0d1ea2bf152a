"""Personal data out of every text, before any later step sees it.

Belongs here: what such data looks like (`personal_data`) and where it is looked for (`cleaning`).
"""
