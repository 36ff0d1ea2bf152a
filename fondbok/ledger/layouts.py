"""The one profile that fits a file, and where in the file its header stands.

Belongs here: choosing. What a profile is, is in `profiles`; proposing one is `suggest`.
"""

from __future__ import annotations

import csv
import fnmatch
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fondbok.files.refusal import Refusal
from fondbok.ledger import rules
from fondbok.ledger.profiles import DELIMITERS, MONEY, Layout, Profile, ProfileSet, normalise


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
            rules.LEDGER_TVA_PROFILER,
            varde=", ".join(sorted(f.profile.name for f in fits)),
            near=True,
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
        return Refusal(rules.LEDGER_VERIFIKATION_SAKNAS, near=True)
    text = f"Rubrik för {' och '.join(missing)} saknas." if len(missing) < 4 and missing else ""
    return Refusal(
        rules.LEDGER_RUBRIK_OKAND, varde=" ".join([text, *problems]).strip(), near=len(missing) == 1
    )


def _refuse_double(layout: Layout) -> None:
    normalised = [normalise(text) for text in layout.header]
    for name, column in layout.columns.items():
        if name in ("konto", "datum", *MONEY) and normalised.count(normalised[column]) > 1:
            raise Refusal(rules.LEDGER_RUBRIK_DUBBEL, varde=layout.header[column], near=True)


def _with_month(layout: Layout, name: str) -> Layout:
    pattern = layout.profile.month_in_file_name
    if "datum" in layout.columns or pattern is None:
        return layout
    match = re.search(pattern, name)
    if match is None or not 1 <= int(match["month"]) <= 12:
        raise Refusal(rules.LEDGER_MANAD_SAKNAS, varde=name, near=True)
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    month = f"{year:04d}-{int(match['month']):02d}-01"
    return Layout(**{**layout.__dict__, "month": month})
