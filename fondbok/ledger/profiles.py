"""Profiles: what a csv or xlsx export of one economy system looks like.

Belongs here: reading and checking profiles. Choosing the one that fits a file is in `layouts`,
proposing one in `suggest`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema
import yaml

FOLDER = Path(__file__).parent
DELIMITERS = (";", "\t", ",", "|")
GENERIC = "generic"
MONEY = ("belopp", "debet", "kredit", "belopp_valuta")
CODES = ("konto", "ansvar", "verksamhet", "projektkod", "motpart")


@dataclass(frozen=True)
class Profile:
    """One kind of export; the attributes are those of profile.schema.json."""

    name: str
    fields: dict[str, tuple[str, ...]]
    description: str = ""
    files: str | None = None
    encoding: str = "auto"
    delimiter: str = "auto"
    decimal: str = "auto"
    thousands: str = "auto"
    dates: tuple[str, ...] = ()
    sign: int = 1
    credit: str = "auto"
    header_search_rows: int = 30
    totals: tuple[str, ...] = ()
    replaces: Literal["voucher", "month"] = "voucher"
    code_and_text: tuple[str, ...] = ()
    code_separator: str | None = None
    month_in_file_name: str | None = None
    series: str | None = None
    currency: str = "SEK"
    amount_in: Literal["auto", "sek", "currency"] = "auto"
    company: str | None = None
    fiscal_year_starts: int = 1

    def columns(self, header: Sequence[str]) -> dict[str, int]:
        """Field -> 0-based column of the headers that this profile knows."""
        place: dict[str, int] = {}
        for column, heading in enumerate(header):
            place.setdefault(normalise(heading), column)
        found: dict[str, int] = {}
        for name, headers in self.fields.items():
            hit = next((place[h] for h in map(normalise, headers) if h in place), None)
            if hit is not None:
                found[name] = hit
        # One column serves one field: Objekt is the project only where nothing else is, and Period
        # the date.
        for second, first in (("objekt", "projektkod"), ("period", "datum")):
            if second in found and found[second] == found.get(first):
                del found[second]
        # Debit and credit say the side themselves, and are what a total beside them is made of.
        if {"debet", "kredit"} <= found.keys():
            found.pop("belopp", None)
            found.pop("sida", None)
        elif "belopp" in found:
            found.pop("debet", None)
            found.pop("kredit", None)
        return found

    def lacks(self, found: Iterable[str]) -> list[str]:
        """What a header must also have for the profile to fit, in Swedish nouns."""
        has = set(found)
        missing = [] if "konto" in has else ["konto"]
        if not has & {"belopp", "belopp_valuta"} and not {"debet", "kredit"} <= has:
            missing.append("belopp")
        if "datum" not in has and not self.month_in_file_name:
            missing.append("datum")
        if self.replaces == "voucher" and "verifikation" not in has:
            missing.append("verifikationsnummer")
        return missing


@dataclass(frozen=True)
class Layout:
    """How one file (or sheet) is read.

    Attributes:
        profile: the profile that fits.
        header_rad: 1-based row of the header.
        header: header texts as written, without line breaks.
        columns: field -> 0-based column.
        delimiter: between cells; '' in a workbook.
        month: first of the month named by the file, ISO, when the rows have no date.
    """

    profile: Profile
    header_rad: int
    header: tuple[str, ...]
    columns: dict[str, int]
    delimiter: str = ""
    month: str | None = None

    @property
    def width(self) -> int:
        """The number of cells up to the last that has a header."""
        return max((n for n, text in enumerate(self.header, start=1) if text), default=0)

    def header_of(self, name: str) -> str:
        """The header over a field's column; the field's name where there is none."""
        return self.header[self.columns[name]] if name in self.columns else name


@dataclass(frozen=True)
class ProfileSet:
    """The profiles of an installation and what is wrong with those that are left out."""

    own: tuple[Profile, ...]
    generic: Profile
    problems: tuple[str, ...] = field(default=())


def normalise(header: str) -> str:
    """A header without case, accents, blanks, hyphens, stops, underscores, line breaks or colon."""
    plain = unicodedata.normalize("NFKD", header).casefold()
    text = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\s\-._:\u00ad\ufeff\u200b]+", "", text)


@cache
def _schema() -> jsonschema.Draft202012Validator:
    schema = json.loads((FOLDER / "profile.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def parse(text: str) -> Profile:
    """A profile from YAML text.

    Raises:
        ValueError: the text is not YAML, or not a profile; the message says where.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"inte giltig YAML: {_one_line(error)}") from error
    fault = jsonschema.exceptions.best_match(_schema().iter_errors(data))
    if fault is not None:
        where = "/".join(str(step) for step in fault.absolute_path) or "profilen"
        raise ValueError(f"{where}: {_one_line(fault.message)}")
    _check_expression(data.get("month_in_file_name"))
    return _profile(data)


def _one_line(error: object) -> str:
    return " ".join(str(error).split())


def _check_expression(pattern: str | None) -> None:
    if pattern is None:
        return
    try:
        groups = re.compile(pattern).groupindex
    except re.error as error:
        raise ValueError(f"month_in_file_name: {error}") from error
    if not {"year", "month"} <= set(groups):
        raise ValueError("month_in_file_name: grupperna year och month saknas")


def _profile(data: dict[str, Any]) -> Profile:
    fields = {
        name: (headers,) if isinstance(headers, str) else tuple(headers)
        for name, headers in data["fields"].items()
    }
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
    }
    return Profile(**{**values, "fields": fields})


@cache
def builtin() -> tuple[Profile, ...]:
    """The profiles that come with the program, by name."""
    files = sorted((FOLDER / "profiles").glob("*.yml"))
    return tuple(parse(path.read_text(encoding="utf-8")) for path in files)


def load(profiles_dir: Path | None) -> ProfileSet:
    """The built-in profiles and those of a folder; a broken one is left out and named."""
    shipped = {profile.name: profile for profile in builtin()}
    generic = shipped.pop(GENERIC)
    own, problems = dict(shipped), []
    for path in _profile_files(profiles_dir):
        try:
            profile = parse(path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            problems.append(f"{path.name}: {error}")
            continue
        if profile.name == GENERIC:
            generic = profile
        elif profile.name in own:
            problems.append(f"{path.name}: namnet {profile.name} används redan")
        else:
            own[profile.name] = profile
    return ProfileSet(tuple(own.values()), generic, tuple(problems))


def _profile_files(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.suffix in (".yml", ".yaml"))
