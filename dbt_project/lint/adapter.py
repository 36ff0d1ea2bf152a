"""Stand-in for dbt's `adapter`, so that sqlfluff can expand dispatched macros without dbt.

Found by [tool.sqlfluff.templater.jinja] library_path. What is linted around a dispatched
expression needs a name in its place, no more.
"""

from __future__ import annotations

from collections.abc import Callable


def dispatch(macro: str, _package: str | None = None) -> Callable[..., str]:
    """A macro that expands to its own name; a hint that stands beside an expression to nothing."""
    return lambda *_arguments, **_options: "" if macro == "cte" else macro
