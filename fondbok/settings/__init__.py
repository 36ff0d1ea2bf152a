"""<home>/fondbok.toml and FONDBOK_*: what an operator chooses for one installation.

Belongs here: reading the settings, and refusing by name what is no setting. What is a city's own
stands in kommun.toml. A variable of the environment goes before the file:
FONDBOK_<SECTION>__<NAME>, as in FONDBOK_KORNING__MINNE.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fondbok import faults
from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.settings import names

if TYPE_CHECKING:
    from fondbok.settings.declared import Larm, Settings


class SettingsError(FondbokError):
    """What is set cannot be used; the text names it, in Swedish."""

    is_asked_wrong = True


def read(home: Home) -> Settings:
    """The settings of a home; where nothing is set, the defaults.

    Raises:
        SettingsError: the file is no TOML, or it or the environment holds what is no setting.
    """
    # What a setting may be takes a quarter of a second to load.
    from pydantic import ValidationError

    from fondbok.settings.declared import Settings

    file = home.root / names.FILE
    chosen = _in_file(file)
    known = Settings.model_fields
    unknown = [*_unknown_variables(known), *(chosen.keys() - known.keys())]
    if unknown:
        listed = "; ".join(f"Inställningen {name} finns inte" for name in sorted(unknown))
        raise SettingsError(f"{file} och miljön kan inte användas. {listed}.")
    try:
        return Settings(**chosen)
    except ValidationError as error:
        faults = "; ".join(_told(fault) for fault in error.errors())
        raise SettingsError(f"{file} och miljön kan inte användas. {faults}.") from error


def whom(home: Home) -> Larm:
    """Who is to be told, also when another section cannot be used: they are told of just that.

    Raises:
        SettingsError: the file is no TOML, or who is to be told cannot be read out of it.
    """
    from pydantic import ValidationError

    from fondbok.settings.declared import Whom

    file = home.root / names.FILE
    section = _in_file(file).get("larm")
    try:
        return Whom(**{} if section is None else {"larm": section}).larm
    except ValidationError as error:
        faults = "; ".join(_told(fault) for fault in error.errors())
        raise SettingsError(f"{file} och miljön kan inte användas. {faults}.") from error


def any_set(home: Home) -> bool:
    """Whether anything is set at all: reading the settings takes a quarter of a second."""
    return (home.root / names.FILE).exists() or any(names.variables())


def _in_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(faults.sentence(error)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} är inte skriven i UTF-8. Spara den så.") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"rad {at[1]}, tecken {at[2]}" if at else "slutet av filen"
        raise SettingsError(
            f"{file} går inte att läsa: den är inte skriven som TOML ({where}). Så ser det ut:"
            ' [korning] på en rad, och under den minne = "2GB".'
        ) from error


def _unknown_variables(sections: Iterable[str]) -> Iterator[str]:
    """Variables that look like ours and belong to no section; those of one are told with it."""
    starts = tuple(names.variable((section, "")) for section in sections)
    return (name for name in names.variables() if not name.startswith(starts))


def _told(fault: Any) -> str:
    path = tuple(map(str, fault["loc"]))
    variable = names.variable(path[:2])
    name = variable if variable in os.environ else ".".join(path)
    if fault["type"] == "extra_forbidden":
        return f"Inställningen {name} finns inte"
    return f"{name} = {fault['input']!r} går inte att använda{_instead(path)}"


def _instead(path: tuple[str, ...]) -> str:
    """What a setting is when nothing is said: how it is written."""
    from fondbok.settings.declared import Settings

    section = Settings.model_fields[path[0]].default
    default = getattr(section, path[1], None) if len(path) > 1 else None
    return f" (förval: {default})" if default else ""
