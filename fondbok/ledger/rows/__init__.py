"""The one query that types a ledger's rows and says what becomes of each.

Belongs here: what a row is, why it is held, and its amount in kronor, each in a module of its own;
`typed` puts them together. The SQL of a single cell is in `fondbok.ledger.tables`, the words in
`fondbok.ledger.words`, and what only the whole file knows in `fondbok.ledger.evidence`.
"""
