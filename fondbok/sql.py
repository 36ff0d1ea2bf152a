"""SQL as text: literals, and statements that stand in files of their own.

Belongs here: what is needed to put a statement together safely. A statement is a template with a
few named places; what a file or a person wrote goes in as a parameter of the statement, or as a
literal made here, never as it is.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def text_literal(value: str) -> str:
    """A SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


class Templates:
    """The statements of a folder, one a file; the macros in its folder `macros` serve all of them.

    sqlfluff reads the same files with the values in the folder's `.sqlfluff`.
    """

    def __init__(self, folder: Path, **shared: Any) -> None:
        """Take statements from a folder.

        Args:
            folder: holds `<name>.sql` and `macros/*.sql`.
            shared: values that every statement may name, modules among them.
        """
        self._folder = folder
        self._shared = shared

    def render(self, name: str, **values: Any) -> str:
        """The statement in `<name>.sql` with its places filled.

        Raises:
            jinja2.TemplateNotFound: there is no such file.
            jinja2.UndefinedError: it names a value that was not given.
        """
        return self._environment.get_template(f"{name}.sql").render(**values)

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy

        made = Environment(
            loader=FileSystemLoader(self._folder), undefined=StrictUndefined, autoescape=False
        )
        made.globals.update(self._shared)
        for macros in sorted(self._folder.glob("macros/*.sql")):
            module = made.get_template(f"macros/{macros.name}").module
            made.globals.update({n: m for n, m in vars(module).items() if not n.startswith("_")})
        return made
