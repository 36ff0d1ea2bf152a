"""The money grammar by its earlier name; `fondbok.intake.values` is the place to import from."""

from fondbok.intake.values.amounts import format_amount, parse_amount, read_amount

__all__ = ["format_amount", "parse_amount", "read_amount"]
