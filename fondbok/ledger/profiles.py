"""Profiles: what a csv or xlsx export of one economy system looks like.

Belongs here: reading and checking profiles, finding the header of a file, choosing the one
profile that fits it, and proposing a profile from a sample. Does not belong here: reading rows.
"""

from __future__ import annotations

import csv
import fnmatch
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema
import yaml

from fondbok.ledger import rules, text, workbook
from fondbok.ledger.refusal import Refusal

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
    """A header without case, blanks, hyphens, stops, underscores, line breaks or trailing colon."""
    text = unicodedata.normalize("NFC", header).casefold()
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


# --- choosing ---------------------------------------------------------------------------------


def choose_text(lines: Sequence[str], profiles: ProfileSet, name: str) -> Layout:
    """The layout of a delimited text file.

    Args:
        lines: its first lines, without line ends.
        profiles: what may fit.
        name: the file's name, for `files` and `month_in_file_name`.

    Raises:
        Refusal: no profile fits, or two do, or the header is ambiguous.
    """
    return _choose(profiles, name, lambda profile: _text_candidates(lines, profile))


def choose_table(rows: Sequence[Sequence[str]], profiles: ProfileSet, name: str) -> Layout:
    """The layout of a sheet whose cells are `rows`; as `choose_text`."""
    return _choose(
        profiles,
        name,
        lambda profile: (
            (number, tuple(cells), "")
            for number, cells in enumerate(rows[: profile.header_search_rows], start=1)
        ),
    )


def _text_candidates(
    lines: Sequence[str], profile: Profile
) -> Iterator[tuple[int, tuple[str, ...], str]]:
    delimiters = DELIMITERS if profile.delimiter == "auto" else (profile.delimiter,)
    for number, line in enumerate(lines[: profile.header_search_rows], start=1):
        for delimiter in delimiters:
            if delimiter in line:
                yield number, split(line, delimiter), delimiter


def split(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of one line; a header is read the way its rows are."""
    return tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), []))


def _choose(profiles: ProfileSet, name: str, candidates: Any) -> Layout:
    near: list[tuple[int, list[str]]] = []
    fits = [fit for p in profiles.own if (fit := _fit(p, name, candidates(p), near))]
    if len(fits) > 1:
        raise Refusal(rules.TVA_PROFILER, ", ".join(sorted(f.profile.name for f in fits)))
    chosen = fits[0] if fits else _fit(profiles.generic, name, candidates(profiles.generic), near)
    if chosen is None:
        raise _no_fit(near, profiles.problems)
    _refuse_double(chosen)
    return _with_month(chosen, name)


def _fit(
    profile: Profile,
    name: str,
    candidates: Iterable[tuple[int, tuple[str, ...], str]],
    near: list[tuple[int, list[str]]],
) -> Layout | None:
    """The header that gives a profile most fields, if it gives what must be there."""
    if profile.files and not fnmatch.fnmatch(name.casefold(), profile.files.casefold()):
        return None
    best: Layout | None = None
    for number, header, delimiter in candidates:
        found = profile.columns(header)
        missing = profile.lacks(found)
        near.append((len(found) - len(missing), missing))
        if missing or (best is not None and len(best.columns) >= len(found)):
            continue
        texts = tuple(" ".join(text.split()) for text in header)
        best = Layout(profile, number, texts, found, delimiter)
    return best


def _no_fit(near: list[tuple[int, list[str]]], problems: Sequence[str]) -> Refusal:
    _, missing = max(near, key=lambda each: each[0], default=(0, []))
    if missing == ["verifikationsnummer"]:
        return Refusal(rules.VERIFIKATION_SAKNAS)
    text = f"Rubrik för {' och '.join(missing)} saknas." if len(missing) < 4 and missing else ""
    return Refusal(rules.RUBRIK_OKAND, " ".join([text, *problems]).strip())


def _refuse_double(layout: Layout) -> None:
    normalised = [normalise(text) for text in layout.header]
    for name, column in layout.columns.items():
        if name in ("konto", "datum", *MONEY) and normalised.count(normalised[column]) > 1:
            raise Refusal(rules.RUBRIK_DUBBEL, layout.header[column])


def _with_month(layout: Layout, name: str) -> Layout:
    pattern = layout.profile.month_in_file_name
    if "datum" in layout.columns or pattern is None:
        return layout
    match = re.search(pattern, name)
    if match is None or not 1 <= int(match["month"]) <= 12:
        raise Refusal(rules.MANAD_SAKNAS, name)
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    month = f"{year:04d}-{int(match['month']):02d}-01"
    return Layout(**{**layout.__dict__, "month": month})


# --- proposing --------------------------------------------------------------------------------

SAMPLE = 200
_LOOKS = {
    "datum": re.compile(r"\d{4}-?\d{2}-?\d{2}.*|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}"),
    "belopp": re.compile(r"[-−(]?\d[\d \u00a0.]*[,.]\d{1,2}[-)]?"),
    "konto": re.compile(r"[1-9]\d{3,5}( .*)?"),
    "verifikation": re.compile(r"[A-Za-z]{0,4}[ -]?\d+"),
}


def suggest(path: Path) -> str:
    """Propose a profile for a csv or xlsx sample, as YAML to read through and correct.

    Columns that the generic profile knows keep their field. Date, amount, account and voucher
    number are otherwise guessed from the cells, and marked as guesses.

    Raises:
        Refusal: the sample holds no table.
    """
    rows, encoding, delimiter = _sample(path)
    start = _header_row(rows)
    header, below = rows[start], rows[start + 1 :]
    generic = next(each for each in builtin() if each.name == GENERIC)
    known = generic.columns(header)
    guessed = _guess(header, below, known)
    fields = {name: header[column] for name, column in {**known, **guessed}.items()}
    data: dict[str, Any] = {
        "name": _name_of(path),
        "description": f"Föreslagen efter {path.name}",
        "encoding": encoding,
        "delimiter": delimiter,
        "replaces": "voucher" if "verifikation" in fields else "month",
        "header_search_rows": max(30, start + 1),
        "totals": list(generic.totals),
        "code_and_text": [name for name in generic.code_and_text if name in fields],
        "fields": fields,
    }
    if "datum" not in fields:
        data["month_in_file_name"] = r"(?P<year>20\d\d)[-_ ]?(?P<month>0[1-9]|1[0-2])"
    data = {key: value for key, value in data.items() if value not in (None, [], "auto")}
    return "\n".join([*_advice(header, fields, guessed), _as_yaml(data)])


def _name_of(path: Path) -> str:
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "min-profil"


def _as_yaml(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def _advice(header: Sequence[str], fields: dict[str, str], guessed: dict[str, int]) -> list[str]:
    """Comments that say what to look at."""
    unused = [text for text in header if text and text not in fields.values()]
    lines = ["# Förslag. Läs igenom det, rätta och lägg filen i mappen profiles."]
    lines += [f"# Gissat av innehållet: {name} = {header[c]!r}." for name, c in guessed.items()]
    if unused:
        lines.append(f"# Används inte: {', '.join(unused)}.")
    if "konto" not in fields or not {"belopp", "debet"} & set(fields):
        lines.append("# Konto eller belopp hittades inte: fyll i rubrikerna under fields.")
    return lines


def _sample(path: Path) -> tuple[list[tuple[str, ...]], str, str]:
    """The first rows of a file, its encoding and its delimiter ('auto' in a workbook)."""
    if path.suffix.lower() == ".xlsx":
        found = workbook.sheets(path)
        rows = [tuple(row) for row in max(found, key=lambda each: len(each[1]))[1]] if found else []
        return _with_content(rows), "auto", "auto"
    encoding = text.detect(path)
    with path.open(encoding=encoding, errors="replace", newline=None) as handle:
        lines = [line.rstrip("\n") for _, line in zip(range(SAMPLE), handle, strict=False)]
    delimiter = max(DELIMITERS, key=lambda mark: sum(min(line.count(mark), 30) for line in lines))
    plain = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
    table = _with_content([split(line, delimiter) for line in lines])
    return table, plain.get(encoding, encoding), delimiter


def _with_content(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    rows = rows[:SAMPLE]
    if not any(sum(bool(cell) for cell in row) > 1 for row in rows):
        raise Refusal(rules.TOM_FIL)
    return rows


def _header_row(rows: Sequence[Sequence[str]]) -> int:
    """The first row that has as many filled cells as any, none of them a number."""
    named = [
        0 if any(re.search(r"^\W*\d", cell) for cell in row) else sum(bool(cell) for cell in row)
        for row in rows
    ]
    return named.index(max(named))


def _guess(
    header: Sequence[str], below: Sequence[Sequence[str]], known: dict[str, int]
) -> dict[str, int]:
    """Columns whose cells nearly all look like a field that no header names."""
    taken, guessed = set(known.values()), {}
    wanted = [name for name in _LOOKS if name not in known]
    if "debet" in known:
        wanted = [name for name in wanted if name != "belopp"]
    for name in wanted:
        for column in range(len(header)):
            cells = [row[column] for row in below if column < len(row) and row[column]]
            hits = sum(bool(_LOOKS[name].fullmatch(cell)) for cell in cells)
            if column not in taken and header[column] and cells and hits >= 0.8 * len(cells):
                guessed[name] = column
                taken.add(column)
                break
    return guessed
