"""Profiles: what a csv or xlsx export of one economy system looks like.

Belongs here: reading and checking profiles, finding the header of a file, choosing the one
profile that fits it, and proposing a profile from a sample. Does not belong here: reading rows.
"""

from __future__ import annotations

import csv
import fnmatch
import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
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
        raise Refusal(
            rules.TVA_PROFILER, ", ".join(sorted(f.profile.name for f in fits)), near=True
        )
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
        return Refusal(rules.VERIFIKATION_SAKNAS, near=True)
    text = f"Rubrik för {' och '.join(missing)} saknas." if len(missing) < 4 and missing else ""
    return Refusal(rules.RUBRIK_OKAND, " ".join([text, *problems]).strip(), near=len(missing) == 1)


def _refuse_double(layout: Layout) -> None:
    normalised = [normalise(text) for text in layout.header]
    for name, column in layout.columns.items():
        if name in ("konto", "datum", *MONEY) and normalised.count(normalised[column]) > 1:
            raise Refusal(rules.RUBRIK_DUBBEL, layout.header[column], near=True)


def _with_month(layout: Layout, name: str) -> Layout:
    pattern = layout.profile.month_in_file_name
    if "datum" in layout.columns or pattern is None:
        return layout
    match = re.search(pattern, name)
    if match is None or not 1 <= int(match["month"]) <= 12:
        raise Refusal(rules.MANAD_SAKNAS, name, near=True)
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    month = f"{year:04d}-{int(match['month']):02d}-01"
    return Layout(**{**layout.__dict__, "month": month})


# --- proposing --------------------------------------------------------------------------------

SAMPLE = 200
_A_DAY = re.compile(
    r"(?P<y>(?:19|20)\d\d)[-/.]?(?:0?[1-9]|1[0-2])(?:[-/.]?(?:0?[1-9]|[12]\d|3[01]))?(?:[ T].*)?"
    r"|\d{1,2}[-/. ](?:\d{1,2}|[^\W\d]+)[-/. ](?P<last>(?:19|20)\d\d)(?:[ T].*)?"
)
_A_SHORT_DAY = re.compile(r"(?P<y>\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])")
_AN_AMOUNT = re.compile(r"[-−(]?\d[\d \u00a0.,]*[,.]\d{1,2}[-)]?")
_A_WHOLE = re.compile(r"[-−(]?\d[\d \u00a0]*[-)]?")
_AN_ACCOUNT = re.compile(r"[1-9]\d{3,5}([ :–-]+\D.*)?")
_A_NUMBER = re.compile(r"[A-Za-zÅÄÖåäö]{0,4}[ -]?\d+")
_TOTAL = re.compile(r"(total|summa|delsum|slutsum|s:a|ing[åa. ]|utg[åa. ])", re.IGNORECASE)
# Headers of columns that are never what they look like, without case and accents.
_NO_AMOUNT = re.compile(
    r"saldo|balan|ack|^ib|^ub|^ing|^utg|budget|prognos|plan|foreg|diff|avvik|antal|kvant|moms"
    r"|valuta|^val|curr|kurs|pris"
)
_NO_NUMBER = re.compile(
    r"bunt|batch|korning|jobb|^ar$|year|period|manad|month|rad|line|sekv|seq|attest|sign|kund|lev"
    r"|org|antal|obj|proj|ansv|kost|konto|kto|verks|akt|motp|pers|^kst|^ks$|^tt$|typ"
)
_NO_DAY = re.compile(r"forfall|due|faktura|invoice|regist|^reg|betal|attest|skapad|andrad")


def suggest(path: Path) -> str:
    """Propose a profile for a csv or xlsx sample, as YAML to read through and correct.

    Columns that the generic profile knows keep their field. Date, amount, account and voucher
    number are otherwise guessed from the cells, and marked as guesses.

    Raises:
        Refusal: the sample holds no table.
    """
    rows, encoding, delimiter = _sample(path)
    start = _header_row(rows)
    header = rows[start]
    below = [row for row in rows[start + 1 :] if not _TOTAL.match("".join(row))]
    generic = next(each for each in builtin() if each.name == GENERIC)
    known = generic.columns(header)
    guessed = _guess(header, below, known)
    columns = {**known, **guessed}
    fields = {name: header[column] for name, column in columns.items()}
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
    advice = [*_advice(header, fields, guessed), *_checked(below, columns)]
    return "\n".join([*advice, _as_yaml(data)])


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
    lines += [
        f"# Hittades inte: {what}" for name, what in _MISSED.items() if not _has(name, fields)
    ]
    return lines


_MISSED = {
    "konto": "konto. Fyll i rubriken under fields.",
    "belopp": "belopp. Fyll i belopp, eller debet och kredit, under fields.",
    "datum": "datum. Månaden läses i filens namn.",
    "verifikation": (
        "verifikationsnummer. Filen ersätter därför hela månader (replaces: month); "
        "ta med numret i exporten om det går."
    ),
}


def _has(name: str, fields: dict[str, str]) -> bool:
    return name in fields or (name == "belopp" and {"debet", "kredit"} <= fields.keys())


def _sample(path: Path) -> tuple[list[tuple[str, ...]], str, str]:
    """The first rows of a file, its encoding and its delimiter ('auto' in a workbook)."""
    if path.suffix.lower() == ".xlsx":
        found = workbook.sheets(path)
        seen = [each.rows for each in found if each.visible]
        rows = [tuple(row) for row in max(seen, key=len, default=[])]
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
    """Columns whose cells look like a field that no header names; none where several could be it.

    What is sure is taken first, so that a date is no account and an account no number.
    """
    columns = [_Column(header, below, each) for each in range(len(header)) if header[each]]
    free = [each for each in columns if each.cells and each.place not in known.values()]
    guessed: dict[str, int] = {}
    for name, fit in (("datum", _fits_day), ("belopp", _fits_amount), ("konto", _fits_account)):
        if name in known or (name == "belopp" and {"debet", "kredit"} <= known.keys()):
            continue
        scored = [(score, each) for each in free if (score := fit(each)) is not None]
        if scored:
            best = max(scored, key=lambda pair: pair[0])[1]
            guessed[name] = best.place
            free.remove(best)
    if "verifikation" not in known:
        number = _number_column(free, below, {**known, **guessed})
        if number is not None:
            guessed["verifikation"] = number
    return guessed


@dataclass(frozen=True)
class _Column:
    """One column of a sample: its cells that are filled."""

    header: Sequence[str]
    below: Sequence[Sequence[str]]
    place: int

    @property
    def name(self) -> str:
        return normalise(self.header[self.place])

    @property
    def cells(self) -> list[str]:
        return [row[self.place] for row in self.below if len(row) > self.place and row[self.place]]

    def mostly(self, look: re.Pattern[str]) -> bool:
        """Nearly all cells look so."""
        return sum(bool(look.fullmatch(cell)) for cell in self.cells) >= 0.8 * len(self.cells)

    def counts_up(self) -> bool:
        """Every cell is a number a little above the one before: a counter."""
        numbers = [int(cell) for cell in self.cells if cell.isdigit()]
        return len(numbers) > 1 and all(0 < b - a <= 10 for a, b in itertools.pairwise(numbers))


def _years(cells: Iterable[str]) -> set[int]:
    """The years of the cells that are dates."""
    found = set()
    for cell in cells:
        if match := _A_DAY.fullmatch(cell):
            found.add(int(match["y"] or match["last"]))
        elif match := _A_SHORT_DAY.fullmatch(cell):
            found.add(2000 + int(match["y"]))
    return found


def _fits_day(column: _Column) -> tuple[int, ...] | None:
    """A date, best the day of booking; six digits only where the header speaks of days."""
    named = re.search(r"dat|dag|day", column.name) is not None
    look = column.mostly(_A_DAY) or (named and column.mostly(_A_SHORT_DAY))
    years = _years(column.cells)
    if not look or not years or max(years) - min(years) > 1 or min(years) < 1990:
        return None
    booked = re.search(r"bok|post|ver", column.name) is not None
    return (not _NO_DAY.search(column.name), booked, named, -column.place)


def _fits_amount(column: _Column) -> tuple[int, ...] | None:
    """An amount, no balance, budget or count; whole numbers only where the header says so."""
    named = re.search(r"belopp|summa|kr|sek|amount|utfall", column.name) is not None
    if _NO_AMOUNT.search(column.name):
        return None
    if not column.mostly(_AN_AMOUNT) and not (named and column.mostly(_A_WHOLE)):
        return None
    return (named, -column.place)


def _fits_account(column: _Column) -> tuple[int, ...] | None:
    """An account: four digits or more that are no date, no year and no counter."""
    named = re.search(r"kont|kto|acc", column.name) is not None
    if not column.mostly(_AN_ACCOUNT) or (column.counts_up() and not named):
        return None
    if column.mostly(_A_DAY) or column.mostly(_A_SHORT_DAY) or _YEAR_LIKE.search(column.name):
        return None
    if all(re.fullmatch(r"(19|20)\d\d", cell) for cell in column.cells):
        return None
    with_text = any(" " in cell for cell in column.cells)
    four = all(re.match(r"\d{4}(?!\d)", cell) for cell in column.cells)
    return (named, with_text, four, -column.place)


_YEAR_LIKE = re.compile(r"^ar$|year|period|manad|month|dat|dag")


def _number_column(
    free: Sequence[_Column], below: Sequence[Sequence[str]], columns: dict[str, int]
) -> int | None:
    """The voucher number: that of vouchers that go even, else one of every row's own.

    A column that repeats otherwise is a bundle, a year or a code.
    """
    even: list[tuple[int, int]] = []
    single: list[tuple[bool, int]] = []
    for column in free:
        if _NO_NUMBER.search(column.name) or not column.mostly(_A_NUMBER):
            continue
        if column.mostly(_A_DAY) or column.mostly(_AN_AMOUNT):
            continue
        sums = _sums(below, column.place, columns)
        if len(sums) > 1 and not any(sums.values()) and len(sums) < len(column.cells):
            even.append((len(sums), -column.place))
        elif len(set(column.cells)) == len(column.cells):
            named = re.search(r"ver|vou|trans|lop|dok|doc|num|nr|no$", column.name) is not None
            if named or column.counts_up():
                single.append((named, -column.place))
    found = max(even, default=None) or max(single, default=None)
    return -found[1] if found else None


def _sums(
    below: Sequence[Sequence[str]], number: int, columns: dict[str, int]
) -> dict[str, Decimal]:
    """The sum of each voucher in a sample; rows whose amount cannot be read are left out."""
    sums: dict[str, Decimal] = {}
    for row in below:
        amount = _amount(row, columns)
        if amount is not None and len(row) > number and row[number]:
            sums[row[number]] = sums.get(row[number], Decimal(0)) + amount
    return sums


def _amount(row: Sequence[str], columns: dict[str, int]) -> Decimal | None:
    def cell(name: str) -> Decimal | None:
        place = columns.get(name)
        return _decimal(row[place]) if place is not None and place < len(row) else None

    if "debet" in columns and "kredit" in columns:
        debit, credit = cell("debet"), cell("kredit")
        if debit is None and credit is None:
            return None
        return (debit or Decimal(0)) - abs(credit or Decimal(0))
    return cell("belopp")


def _decimal(written: str) -> Decimal | None:
    """An amount of a sample as plainly as can be; None when it is not plain."""
    bare = re.sub(r"[\s\u00a0]", "", written).replace("−", "-")
    minus = bare.startswith(("-", "(")) or bare.endswith("-")
    bare = bare.strip("-()")
    if not re.fullmatch(r"\d[\d.,]*", bare):
        return None
    decimals = re.search(r"[.,](\d{1,2})$", bare)
    whole = bare[: decimals.start()] if decimals else bare
    value = Decimal(f"{re.sub(r'[.,]', '', whole)}.{decimals[1] if decimals else 0}")
    return -value if minus else value


def _checked(below: Sequence[Sequence[str]], columns: dict[str, int]) -> list[str]:
    """What the proposal comes to on the sample: whether vouchers go even, which years it is of."""
    lines = []
    if "verifikation" in columns:
        sums = _sums(below, columns["verifikation"], columns)
        even = sum(not each for each in sums.values())
        lines.append(f"# Kontroll: {even} av {len(sums)} verifikat i provet går jämnt ut.")
        if even * 2 < len(sums):
            lines.append(
                "# Antingen har filen bara en sida av verifikaten, eller så är kolumnen för "
                "belopp, tecken eller verifikationsnummer fel: jämför med ekonomisystemet."
            )
    if "datum" in columns:
        place = columns["datum"]
        years = sorted(_years(row[place] for row in below if len(row) > place))
        if not years and "rakenskapsar" in columns:
            place = columns["rakenskapsar"]
            cells = {row[place] for row in below if len(row) > place}
            years = sorted(int(cell) for cell in cells if re.fullmatch(r"(19|20)\d\d", cell))
        named = ", ".join(map(str, years)) or "inget år som går att läsa"
        lines.append(f"# Kontroll: datumen i provet är från {named}.")
        if years and years[-1] - years[0] > 1:
            lines.append("# Det är fler än två år: är det rätt datumkolumn?")
    return lines
