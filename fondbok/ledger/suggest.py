"""A profile proposed from a sample, as YAML to read through and correct.

Belongs here: reading the sample and writing the proposal. What a column looks like is in `guess`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from fondbok.files.codec import detect
from fondbok.files.refusal import Refusal
from fondbok.ledger import rules, workbook
from fondbok.ledger.guess import checked, guess
from fondbok.ledger.layouts import split
from fondbok.ledger.profiles import DELIMITERS, GENERIC, builtin

SAMPLE = 200
_TOTAL = re.compile(r"(total|summa|delsum|slutsum|s:a|ing[åa. ]|utg[åa. ])", re.IGNORECASE)


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
    guessed = guess(header, below, known)
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
    advice = [*_advice(header, fields, guessed), *checked(below, columns)]
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
    encoding = detect(path)
    with path.open(encoding=encoding, errors="replace", newline=None) as handle:
        lines = [line.rstrip("\n") for _, line in zip(range(SAMPLE), handle, strict=False)]
    delimiter = max(DELIMITERS, key=lambda mark: sum(min(line.count(mark), 30) for line in lines))
    plain = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
    table = _with_content([split(line, delimiter) for line in lines])
    return table, plain.get(encoding, encoding), delimiter


def _with_content(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    rows = rows[:SAMPLE]
    if not any(sum(bool(cell) for cell in row) > 1 for row in rows):
        raise Refusal(rules.LEDGER_TOM_FIL)
    return rows


def _header_row(rows: Sequence[Sequence[str]]) -> int:
    """The first row that has as many filled cells as any, none of them a number."""
    named = [
        0 if any(re.search(r"^\W*\d", cell) for cell in row) else sum(bool(cell) for cell in row)
        for row in rows
    ]
    return named.index(max(named))
