"""What statements call `voucher_numbers`, for sqlfluff."""

from fondbok.ledger.voucher_numbers import MADE_NUMBER, MASKED_NUMBER, plain_number

__all__ = ["MADE_NUMBER", "MASKED_NUMBER", "plain_number"]
