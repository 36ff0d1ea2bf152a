"""Personal data out of every text, before any later step sees it.

Belongs here: what such data looks like (`identity`, `addresses`, `telephones`), how it is taken out
(`personal_data`), which texts are worth asking about (`candidates`, in SQL), and where it is looked
for in a submission (`cleaning`).
"""
