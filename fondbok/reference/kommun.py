"""kommun.toml: who the city is.

Belongs here: the file's settings and what may stand in them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.se import orgnr

from fondbok.organisation import FORMS, WITHOUT_CODE
from fondbok.reference.reading import Fault

FILE = "kommun.toml"
KEPT = "kommun.json"  # the same in a release


def _organisation(text: str) -> str:
    try:
        return orgnr.format(orgnr.validate(text))
    except NotANumber:
        raise ValueError(
            f"{text} är inget organisationsnummer. Skriv tio siffror, till exempel 212000-0001."
        ) from None


def _calendar(month: int) -> int:
    if month != 1:
        raise ValueError("Fondbok räknar kalenderår: räkenskapsåret ska börja i månad 1.")
    return month


class Kommun(BaseModel):
    """The city, region or kommunalförbund whose home this is.

    Attributes:
        namn: as it stands in documents.
        andra_namn: what else it is called beside a nämnd's name.
        slag: what it is.
        i_text: what it is called in the sentences of published texts; None for the ordinary word.
        organisationsnummer: with its check digit.
        kommunkod: four digits (SCB); a region or a förbund has none.
        sprak: language of the documents' heads.
        logotyp: file in referens/, empty for none.
        kontakt: the role to turn to, never a person.
        epost: the address of that role, never a person's; stands in the open data.
        licens: of the open data.
        rakenskapsar_fran_manad: first month of the year of account.
        beslutsvag: bodies in the order they ordinarily decide.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    namn: Annotated[str, Field(min_length=1)]
    andra_namn: tuple[str, ...] = ()
    slag: Literal["kommun", "region", "kommunalförbund"] = "kommun"
    i_text: str | None = None
    organisationsnummer: Annotated[str, AfterValidator(_organisation)] | None = None
    kommunkod: Annotated[str, Field(pattern=r"^[0-9]{4}$")] | None = None
    sprak: Literal["sv-SE"] = "sv-SE"
    logotyp: str = ""
    kontakt: str = ""
    epost: Annotated[str, Field(pattern=r"^([^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+)?$")] = ""
    licens: Literal["CC0-1.0", "CC-BY-4.0"] = "CC0-1.0"
    rakenskapsar_fran_manad: Annotated[int, AfterValidator(_calendar)] = 1
    beslutsvag: tuple[str, ...] = ()

    @field_validator("i_text")
    @classmethod
    def _a_word_for_it(cls, text: str | None, info: ValidationInfo) -> str | None:
        forms = FORMS.get(info.data.get("slag", ""), ())
        if text is not None and forms and text not in forms:
            raise ValueError(
                f'{text} går inte för slag = "{info.data["slag"]}". Skriv något av:'
                f" {', '.join(forms)}."
            )
        return text

    @property
    def kod(self) -> str:
        """What stands first in every table of the home."""
        return self.kommunkod or WITHOUT_CODE

    @property
    def kallas(self) -> str:
        """What it is called within a sentence."""
        return self.i_text or FORMS[self.slag][0]

    @property
    def alla_namn(self) -> tuple[str, ...]:
        """Every name, the first is the one of documents."""
        return tuple(dict.fromkeys((self.namn, *self.andra_namn)))


def read(path: Path) -> Kommun | list[Fault]:
    """The settings of the file, or what is wrong with it."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return [
            Fault(FILE, None, None, "Filen saknas. Kör fondbok init, så skrivs en att fylla i.")
        ]
    except UnicodeDecodeError:
        return [Fault(FILE, None, None, "Filen är inte skriven i UTF-8. Spara den som UTF-8.")]
    except OSError:
        return [Fault(FILE, None, None, "Filen går inte att läsa.")]
    return parsed(text)


def of_release(folder: Path | None) -> Kommun | None:
    """Who the city was when a release was made; None when the release does not know.

    Args:
        folder: the reference data of the release (`fondbok.publish.release.reference_data`).
    """
    kept = folder / KEPT if folder else None
    if kept is None or not kept.is_file():
        return None
    return Kommun.model_validate_json(kept.read_bytes())


def parsed(text: str) -> Kommun | list[Fault]:
    """The settings of a text, or what is wrong with it."""
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [Fault(FILE, None, None, f"Filen går inte att tolka: {error}. Varje rad skrivs som"
                      ' namn = "värde".')]  # fmt: skip
    try:
        return Kommun.model_validate(body)
    except ValidationError as error:
        places = lines(text)
        return [_fault(wrong, places) for wrong in error.errors()]


def lines(text: str) -> dict[str, int]:
    """Which line each setting stands on, 1-based."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        name = line.split("=")[0].strip()
        if "=" in line and name in Kommun.model_fields:
            found.setdefault(name, number)
    return found


def _fault(wrong: Any, places: Mapping[str, int]) -> Fault:
    name = str(wrong["loc"][0]) if wrong["loc"] else ""
    rad = places.get(name)
    match wrong["type"]:
        case "missing":
            told = f"Raden {name} = … saknas."
        case "extra_forbidden":
            told = f"{name} är ingen inställning. De som finns: {', '.join(Kommun.model_fields)}."
        case "value_error":
            told = str(wrong["ctx"]["error"])
        case "literal_error":
            told = f"Skriv något av: {wrong['ctx']['expected'].replace(' or ', ', ')}."
        case "string_pattern_mismatch" if name == "epost":
            told = "Skriv en e-postadress, till exempel oppnadata@exempelstad.se."
        case "string_pattern_mismatch":
            told = "Skriv kommunkoden med fyra siffror, till exempel 1280."
        case "string_too_short":
            told = "Får inte vara tom."
        case _:
            told = f"{wrong['input']!r} är fel slags värde. Text skrivs inom citattecken."
    return Fault(FILE, rad, name, told)
