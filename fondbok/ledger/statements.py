"""The ledger's statements, each in a file of its own in `sql`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fondbok.files.privacy import in_sql
from fondbok.ledger import rules, voucher_numbers
from fondbok.sql import Templates

_TEMPLATES = Templates(
    Path(__file__).parent / "sql", personal=in_sql, rules=rules, voucher_numbers=voucher_numbers
)


def statement(name: str, **values: Any) -> str:
    """The statement in `sql/<name>.sql` with its places filled."""
    return _TEMPLATES.render(name, **values)
