"""The private warehouse: what landed, registered and loaded, and the dbt build on top of it.

Belongs here: the file register, raw loading, running dbt. Does not belong here: reading a
submission (`fondbok.intake`) or a ledger (`fondbok.ledger`), and anything readers of the mart see
(`fondbok.publish`).
"""
