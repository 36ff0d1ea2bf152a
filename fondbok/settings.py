"""<home>/fondbok.toml: what an operator chooses for one installation.

Belongs here: the settings with their defaults and checks. A home without the file has the defaults;
a setting nobody knows is refused by name. What is a city's own stands in kommun.toml.
"""

from __future__ import annotations

import tomllib
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError

from fondbok.errors import FondbokError
from fondbok.paths import Home

FILE = "fondbok.toml"


class SettingsError(FondbokError):
    """The file says something that cannot be used; the text names it, in Swedish."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Larm(_Section):
    """Who is told when a run comes to nothing, and when it is well again.

    Attributes:
        e_post: addresses that get a message; none is sent without them.
        avsandare: the address it comes from.
        smtp: the mail server, host:port; messages go over it unencrypted unless `starttls`.
        starttls: whether the server is asked for an encrypted connection.
        webhook: an address that gets the same as JSON, by POST.
    """

    e_post: tuple[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")], ...] = ()
    avsandare: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] = "fondbok@localhost"
    smtp: Annotated[str, Field(pattern=r"^[^:\s]+:\d{1,5}$")] = "localhost:25"
    starttls: bool = False
    webhook: HttpUrl | None = None

    @property
    def is_set(self) -> bool:
        """Whether anybody is told."""
        return bool(self.e_post) or self.webhook is not None


class Settings(_Section):
    """Everything that can be set.

    Attributes:
        larm: who is told.
    """

    larm: Larm = Larm()


def read(home: Home) -> Settings:
    """The settings of a home.

    Raises:
        SettingsError: the file is no TOML, or holds what is no setting.
    """
    file = home.root / FILE
    try:
        return Settings.model_validate(tomllib.loads(file.read_text("utf-8-sig")))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} går inte att läsa: {error}") from error
    except ValidationError as error:
        faults = "; ".join(_told(fault) for fault in error.errors())
        raise SettingsError(f"{file} kan inte användas. {faults}") from error


def _told(fault: Any) -> str:
    name = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"Inställningen {name} finns inte"
    return f"{name} = {fault['input']!r} går inte att använda"
