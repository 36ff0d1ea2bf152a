"""From a file on disk to what stands in it, the same for submissions and ledgers.

Belongs here: whether a file is safe to open (`archive`, `extent`), what a workbook holds
(`workbook`, `sheet_xml`), what its bytes are as text (`encoding`, `codec`, `lines`), personal data
out of every text (`privacy`), and the one way to say that a file cannot be read (`refusal`,
`rules`). Does not belong here: what the rows mean, which is `fondbok.intake` and `fondbok.ledger`.
"""
