"""What statements call `staging`, for sqlfluff."""

from fondbok.ledger.staging import MADE_NUMBER, MASKED_NUMBER, plain_number

__all__ = ["MADE_NUMBER", "MASKED_NUMBER", "plain_number"]
