"""What statements call `rules`, for sqlfluff."""

from fondbok.ledger.rules import *  # noqa: F403
