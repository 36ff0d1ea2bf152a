"""Personal data out of every text, before any later step sees it.

Belongs here: what such data looks like (`identity`, `addresses`, `telephones`), how it is taken out
(`personal_data`), and how SQL asks only about the texts that are worth it (`candidates`, `in_sql`).
Where it is looked for in a submission is `fondbok.intake.cleaning`.
"""
