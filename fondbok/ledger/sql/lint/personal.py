"""What statements call `personal`, for sqlfluff."""

from fondbok.files.privacy.in_sql import holds_personal_data, masked, masked_code

__all__ = ["holds_personal_data", "masked", "masked_code"]
