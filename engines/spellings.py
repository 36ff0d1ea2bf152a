"""Spellings that two engines read differently, refused where they stand (`make lint`).

Belongs here: the spellings, each with what to write instead. They are allowed in the bodies of
dispatched macros (`duckdb__`, `default__`, `spark__`, `sail__`), which are there to hold them.
What an engine does with NULL in an order, or with a letter outside ASCII, cannot be seen in the
text: `make spark` compares it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fondbok.paths import DBT_PROJECT, MODELS, PROJECT, SEEDS

_DISPATCHED = re.compile(
    r"{%-?\s*macro (?:duckdb|default|spark|sail)__.*?{%-?\s*endmacro\s*-?%}", re.DOTALL
)
_COMMENT = re.compile(r"{#.*?#}|--[^\n]*", re.DOTALL)
_TEXT = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_MONEY = r"(?:\w+_sek|belopp\w*|budget\w*|utbetalt|andel\w*|varde|summa|kurs|sek_per_enhet)"


@dataclass(frozen=True)
class Spelling:
    """One spelling.

    Attributes:
        pattern: what is refused.
        why: what engines make of it, and what to write.
        in_text: whether quoted text is searched too: SQL is often an argument of a macro.
    """

    pattern: re.Pattern[str]
    why: str
    in_text: bool = True


def _spelling(pattern: str, why: str, *, in_text: bool = True) -> Spelling:
    return Spelling(re.compile(pattern, re.IGNORECASE), why, in_text)


SPELLINGS = (
    _spelling(
        r"\btrim\((?!both\b)",
        "trim takes other blanks, and two arguments the other way round, on Spark: putsad(...), or"
        " trim(both ... from ...)",
    ),
    _spelling(
        r"(?<![\w/*<])/(?![/*>])",
        "division is a float here and a decimal there: heltalsdivision, kvot, or multiply",
        in_text=False,
    ),
    _spelling(r"(?<!:)//(?!/)", "whole division is div on Spark: heltalsdivision", in_text=False),
    _spelling(
        rf"\bcast\((?!round\(|floor\(|ceil\()[^()|]*?\b(?:{_MONEY}(?![.\w])|\d\s*\*|\*\s*\d)[^()|]*?"
        r" as (?:integer|int|bigint)\)",
        "a decimal made whole is rounded here and cut on Spark: round(..., 0) first",
    ),
    _spelling(
        r"\)\s*\*\s*\d+ as (?:integer|int|bigint)\)",
        "a decimal made whole is rounded here and cut on Spark: round(..., 0) first",
    ),
    _spelling(r"\bvarchar\b", "a text type that has to have a length on Spark: string"),
    _spelling(r"\b(?:hugeint|uhugeint)\b", "DuckDB's alone: heltal_typ()"),
    _spelling(
        r"\b(?:string_agg|listagg|group_concat)\(", "the order is told in other words: sammanfoga"
    ),
    _spelling(r"\bas (?:not )?materialized \(", "DuckDB's alone: as {{ cte('materialized') }} ("),
    _spelling(
        r"(?<!\w)concat\(", "NULL is left out here and makes all NULL on Spark: concat_ws('', ...)"
    ),
    _spelling(r"\bnfc_normalize\(", "DuckDB's alone: sammansatt_unicode"),
    _spelling(r"\bregexp_replace\(", "the first match here, all on Spark: endast_tecken"),
    _spelling(
        r"\\{1,2}[swdb](?![\w])",
        "other signs on each engine: the signs themselves, blanks by blanksteg()",
    ),
    _spelling(
        r"\bregexp_extract\([^(),]*(?:\([^()]*\))?[^(),]*, *(?:'[^']*')\)",
        "the whole match here and the first group on Spark: say which, as a third argument",
    ),
    _spelling(
        r"\b(?:unnest|explode|generate_series|sequence)\(",
        "the rows of a list are told in other words: delar_av_lista, talen_fran",
    ),
    _spelling(
        r"\b(?:list|list_\w+|array_\w+|struct_\w+|arg_max|arg_min|from_json|json_\w+"
        r"|strftime|date_format|date_diff|datediff|epoch|format|printf|split_part|string_split"
        r"|hash|any_value)\(",
        "not one function on all engines: a dispatched macro in macros/motor.sql",
    ),
    _spelling(
        r"\b(?:min_by|max_by)\((?!kallrad_id\b|projekt)[^()]*(?:\([^()]*\))?[^()]*\)(?!\s*filter\b)",
        "what is unknown is passed over here and taken on Spark: filter (where ... is not null)",
    ),
    _spelling(r"\blevenshtein\(", "bytes here and letters on Spark: teckenavstand"),
    _spelling(
        r"\bignore nulls\b", "stands inside the brackets here and after them on Spark: senast_kand"
    ),
    _spelling(
        r"(?:\b(?:on|and|or)\s*\(?|\}\}\s*=)\s*"
        r"\{\{ *(?:normaliserat_namn|slug|sammansatt_unicode)\(",
        "Spark joins on no java_method: a column of a subquery first",
    ),
    _spelling(r"\bqualify\b|\b(?:group|order) by all\b", "write the subquery, or the columns out"),
    _spelling(r"(?<!:)::(?!:)\s*[a-z]", "cast(... as ...)"),
    _spelling(
        r"\bfilter \(where [^()]*\)\s+over\b",
        "Sail takes no filter of a window: count(case when ... then 1 end) over",
    ),
)
_IN_YAML = tuple(each for each in SPELLINGS if "varchar" in each.pattern.pattern)


def main() -> int:
    """Tell every refused spelling of the project, a line each; 1 when there is one."""
    lines = [line for file, spellings in files() for line in told(file, spellings)]
    print("\n".join(lines), end="\n" if lines else "")
    return 1 if lines else 0


def files() -> Iterator[tuple[Path, tuple[Spelling, ...]]]:
    """What is read, with the spellings it is held against."""
    for folder in (MODELS, DBT_PROJECT):
        for file in sorted(folder.rglob("*.sql")):
            yield file, SPELLINGS
    for folder in (MODELS, SEEDS):
        for file in sorted(folder.rglob("*.yml")):
            yield file, _IN_YAML


def told(file: Path, spellings: tuple[Spelling, ...]) -> Iterator[str]:
    """Place and reason of each refused spelling of a file."""
    text = file.read_text("utf-8")
    for line, why in refused(text, spellings):
        yield f"{file.relative_to(PROJECT)}:{line}: {why}"


def refused(text: str, spellings: tuple[Spelling, ...] = SPELLINGS) -> list[tuple[int, str]]:
    """The lines of a text where a spelling stands that is refused, each with why."""
    bare = _COMMENT.sub(_blank, _DISPATCHED.sub(_blank, text))
    silent = _TEXT.sub(_blank, bare)
    found = {
        ((bare if each.in_text else silent).count("\n", 0, match.start()) + 1, each.why)
        for each in spellings
        for match in each.pattern.finditer(bare if each.in_text else silent)
    }
    return sorted(found)


def _blank(match: re.Match[str]) -> str:
    """As many signs and lines, and nothing in them."""
    return re.sub(r"[^\n]", " ", match[0])


if __name__ == "__main__":
    sys.exit(main())
