"""Every setting, with its default, its bounds and what it is for.

Belongs here: what there is to set. docs/reference/settings.md is made from it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from fondbok.settings.names import BETWEEN, PREFIX

if TYPE_CHECKING:
    from pydantic_settings import PydanticBaseSettingsSource

_Address = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]


def _time(value: str) -> str:
    """A time as cron writes it: five fields of numbers, none larger than the field has."""
    fields = value.split()
    if len(fields) != len(_LARGEST) or not all(map(_CRON_FIELD.fullmatch, fields)):
        raise ValueError("fem fält: minut timme dag månad veckodag")
    for field, largest in zip(fields, _LARGEST, strict=True):
        if any(int(number) > largest for number in re.findall(r"\d+", field)):
            raise ValueError(f"{field} är för stort")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("ingen sådan tidszon")
    return value


_CRON_FIELD = re.compile(r"[\d*][\d*,/-]*")
_LARGEST = (59, 23, 31, 12, 7)
_Cron = Annotated[str, AfterValidator(_time)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Korning(_Section):
    """Vad en körning får ta i anspråk."""

    minne: Annotated[str, Field(pattern=r"^[1-9]\d*(MB|GB)$")] = Field(
        default="1GB",
        description="Minne för databasen. Det som är större går till disk.",
    )
    tradar: int | None = Field(
        default=None,
        ge=1,
        description="Trådar i databasen. Utan värde används alla kärnor.",
    )
    modeller_samtidigt: int = Field(
        default=2, ge=1, description="Hur många modeller dbt bygger på en gång."
    )
    temp: Path | None = Field(
        default=None,
        description="Mapp för det som inte ryms i minnet. Utan värde: bredvid databasen.",
    )
    vanta_sekunder: int = Field(
        default=0,
        ge=0,
        description="Hur länge en körning väntar på en annan i samma mapp innan den ger upp.",
    )


class Utgava(_Section):
    """Vad som publiceras och hur länge det sparas."""

    behall: int = Field(default=10, ge=1, description="Hur många utgåvor som sparas.")
    lagringsversion: Literal["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0", "v1.4.0", "v1.5.0"] = Field(
        default="v1.0.0",
        description="DuckDB:s filformat i den publicerade filen. Äldre läses av fler program.",
    )
    forlust_kronor: Decimal = Field(
        default=Decimal(0),
        ge=0,
        description=(
            "Så mycket får saknas utan att körningen stoppas när filer är borta. Det som saknas"
            " sägs ändå. Något utan känt belopp stoppar alltid."
        ),
    )


class Tider(_Section):
    """När Dagster kör. Tiderna skrivs som i cron: minut timme dag månad veckodag."""

    tidszon: Annotated[str, AfterValidator(_zone)] = Field(
        default="Europe/Stockholm", description="Tidszonen som tiderna gäller i."
    )
    natt: _Cron = Field(default="0 3 * * *", description="Uppdatering om något är nytt.")
    ombyggnad: _Cron = Field(default="0 4 * * 6", description="Allt byggs om och jämförs.")
    gallring: _Cron = Field(default="0 5 * * 0", description="Gamla körningar i Dagster glöms.")
    stilla_sekunder: int = Field(
        default=30,
        ge=30,
        description="Så länge ska landing ha legat stilla innan det som kommit läses.",
    )


class Dagster(_Section):
    """Dagsters egen sida och historik."""

    port: int = Field(default=3000, ge=1024, le=65535, description="Sidans port på 127.0.0.1.")
    korningar: int = Field(
        default=200, ge=1, description="Så många körningar sparas: två om dagen ett kvartal."
    )


class Overvakning(_Section):
    """När fondbok status --health varnar."""

    tyst_dagar: int = Field(
        default=8, ge=1, description="Så länge får det gå mellan två körningar."
    )
    ledigt_mb: int = Field(
        default=2048,
        ge=0,
        description="Så mycket ska vara ledigt på disken: en utgåva och ett bygge.",
    )


def _parted(value: Any) -> Any:
    """An environment variable lists addresses with commas."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


class Larm(_Section):
    """Vem som får veta när en körning inte blev något, och när det är bra igen."""

    e_post: Annotated[tuple[_Address, ...], NoDecode, BeforeValidator(_parted)] = Field(
        default=(), description="Adresser som får brev. Utan adresser skickas inga."
    )
    avsandare: _Address = Field(
        default="fondbok@localhost", description="Adressen som breven kommer från."
    )
    smtp: Annotated[str, Field(pattern=r"^[^:\s]+:\d{1,5}$")] = Field(
        default="localhost:25",
        description="E-postservern, värd:port. Okrypterat utan starttls.",
    )
    starttls: bool = Field(default=False, description="Om servern ombeds kryptera.")
    webhook: HttpUrl | None = Field(
        default=None, description="En adress som får samma sak som JSON med POST."
    )

    @property
    def is_set(self) -> bool:
        """Whether anybody is told."""
        return bool(self.e_post) or self.webhook is not None


class _Read(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=BETWEEN,
        nested_model_default_partial_update=True,
        extra="forbid",
        frozen=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, which is given as arguments."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


class Whom(_Read):
    """Who is to be told: read alone, so that a fault in another section can be told to them."""

    larm: Larm = Larm()


class Settings(_Read):
    """Everything that can be set, a section a field."""

    korning: Korning = Korning()
    utgava: Utgava = Utgava()
    tider: Tider = Tider()
    dagster: Dagster = Dagster()
    overvakning: Overvakning = Overvakning()
    larm: Larm = Larm()
