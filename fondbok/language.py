"""The language of the command line: what its library says is said in Swedish too.

Belongs here: the frames of the help pages and what is wrong with an argument. typer looks some of
its words up with gettext (fondbok/locale) when it is imported; the others it writes in English, and
they are put in Swedish here. Does not belong here: our own sentences, which are Swedish where they
are written.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parent / "locale"
os.environ["LANGUAGE"] = "sv"
gettext.bindtextdomain("messages", str(LOCALE))
gettext.textdomain("messages")

from pydantic import ValidationError  # noqa: E402
from typer._click import exceptions as wrong  # noqa: E402 - its texts are looked up when imported
from typer._click.core import Context, Parameter  # noqa: E402
from typer.core import TyperCommand, TyperGroup  # noqa: E402

_HELP = {
    "help": "Visa den här hjälpen och sluta.",
    "install_completion": "Låt skalet fylla i kommandon och flaggor.",
    "show_completion": "Visa det som skalet behöver för att fylla i dem.",
}
_EXTRA = "Got unexpected extra argument(s)"
# What pydantic calls a value that is not of its kind -> what it should be.
_KINDS = {"int": "ett heltal", "float": "ett tal", "bool": "ja eller nej", "path": "en sökväg"}


class SwedishCommand(TyperCommand):
    """A command whose help page has Swedish frames."""

    def get_usage(self, ctx: Context) -> str:
        """How the command is written."""
        return _usage(super().get_usage(ctx))

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Its arguments and flags, with what they are for."""
        return _told(super().get_params(ctx))


class SwedishGroup(TyperGroup):
    """A group of commands whose help page has Swedish frames."""

    def get_usage(self, ctx: Context) -> str:
        """How the command is written."""
        return _usage(super().get_usage(ctx))

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Its flags, with what they are for."""
        return _told(super().get_params(ctx))


def _usage(text: str) -> str:
    return text.replace("Usage:", "Så här:", 1)


def _told(parameters: list[Parameter]) -> list[Parameter]:
    for parameter in parameters:
        if parameter.name in _HELP and hasattr(parameter, "help"):
            parameter.help = _HELP[parameter.name]
    return parameters


def mening(error: wrong.ClickException) -> str:
    """What is wrong with how a command was written, in one Swedish sentence or two."""
    if isinstance(error, wrong.MissingParameter):
        return f"{_hint(error)} saknas."
    if isinstance(error, wrong.NoSuchOption):
        near = ", ".join(sorted(error.possibilities or ()))
        return f"Flaggan {error.option_name} finns inte." + (f" Menas {near}?" if near else "")
    if isinstance(error, wrong.BadOptionUsage):
        return (
            f"Flaggan {error.option_name} är fel använd: den behöver ett värde, eller ska inget ha."
        )
    if isinstance(error, wrong.BadParameter):
        return f"Fel värde för {_hint(error)}: {_value(error)}"
    if error.message.startswith(_EXTRA):
        return f"Det här är för mycket: {error.message.removeprefix(_EXTRA).strip(' ()')}"
    return error.message.replace("Did you mean", "Menas")


def _hint(error: wrong.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "Ett argument")
    return max(error.param.opts, key=len) if error.param.opts else str(error.param.name)


def _value(error: wrong.BadParameter) -> str:
    cause = error.__cause__
    for problem in cause.errors() if isinstance(cause, ValidationError) else ():
        kind = str(problem["type"]).partition("_")[0]
        if kind in _KINDS:
            return f"{problem['input']} går inte. Skriv {_KINDS[kind]}."
    return "det går inte att läsa."
