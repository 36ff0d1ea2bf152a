"""A unit that the file names somewhere, beside amounts that were read in kronor.

Belongs here: the last look, when every amount has been read. What is certain was taken from the
text before (`head.columns`); what is left may be a note about something else, and is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from fondbok.findings import Finding
from fondbok.intake import fields
from fondbok.intake.head.columns import shown
from fondbok.intake.readers.tables import Said, Source, Table, lone_texts
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import ENHET_NAMNS, note
from fondbok.values.amounts import Unit, parse_unit
from fondbok.values.captions import units_in
from fondbok.values.text import cell_text
from fondbok.values.unit_words import multiple_in, sentences

# What is longer is an answer, and no note about the amounts.
_LONGEST: Final = 1_000
# No project was paid so much: amounts that would come to it are not in that unit.
_NO_PROJECT: Final = Decimal(10) ** 9
_NOTES_AT_END: Final = 8
# Every word of a unit holds one of these: most texts of a large file hold none.
_STEMS: Final = (
    *("kr", "sek", "eur", "€", "tus", "thous", "mil", "000", "dkk", "nok", "isk", "gbp", "usd"),
    *("pund", "dollar", "$", "£", "pln", "zlo", "zł", "chf", "franc", "czk", "kč", "forint"),
)
_ROUNDED: Final = Decimal(1_000)
_FREE_TEXTS = frozenset(field.id for field in fields.PROJECT if field.is_free_text)
_READ_BY_ITSELF = frozenset({"projekt", "valuta", *fields.MONEY})


def say_unit_named(source: Source, rows: Iterable[ProjectRow], name: str) -> list[Finding]:
    """A remark where the file names another unit than kronor and none of its amounts has it.

    Args:
        source: The submission.
        rows: Its rows, read.
        name: The name of the file, without its ending.
    """
    plain = [row for row in rows if _is_in_kronor(row)]
    if not plain:
        return []
    used = [column.unit for table in source.projekt for column in table.columns if column]
    for where, text in _texts(source, name):
        plainly = text.casefold()
        if not any(stem in plainly for stem in _STEMS):
            continue
        for sentence in sentences(text[:_LONGEST]):
            word = _named(sentence, plain, used)
            if word is not None:
                return [note(ENHET_NAMNS, varde=shown(word), plats=shown(where))]
    return []


def _is_in_kronor(row: ProjectRow) -> bool:
    """Whether the amount of a row is a bare number that was counted in kronor."""
    values = row.values
    if row.utfall != "laddad" or not values["utbetalt"] or values["utbetalt_valuta"] != "SEK":
        return False
    words = values["utbetalt_text"] or ""
    return values["utbetalt_precision"] < _ROUNDED and not any(map(str.isalpha, words))


def _named(sentence: str, plain: list[ProjectRow], used: list[Unit]) -> str | None:
    """The unit that a sentence names and that the amounts may have, as it is written."""
    given = [caption.unit for caption in units_in(sentence)]
    word = multiple_in(sentence, in_sentence=True)
    if word is not None:
        power = _power_of(word)
        sure = any(unit.power for unit in given)
        if any(unit.power == power for unit in used) or not (sure or _may_be(plain, power)):
            return None
        return word
    for unit in given:
        foreign = unit.currency not in (None, "SEK")
        if foreign and not any(unit.currency == other.currency for other in used):
            return unit.currency if any(map(_has_no_currency, plain)) else None
    return None


def _power_of(word: str) -> int:
    unit = parse_unit(word)
    return unit.power if unit is not None else 6 if word.casefold().startswith("mil") else 3


def _may_be(plain: list[ProjectRow], power: int) -> bool:
    """Whether no amount would be more than any project gets; one that says kr is in kronor."""
    limit = _NO_PROJECT.scaleb(-power)
    return all(abs(row.values["utbetalt"]) < limit and not _says_kronor(row) for row in plain)


def _says_kronor(row: ProjectRow) -> bool:
    """Whether a header of the payments says kronor."""
    columns = row.cells.columns("utbetalt")
    return any(row.cells.header_at(at).unit.currency == "SEK" for at in columns)


def _has_no_currency(row: ProjectRow) -> bool:
    return row.cells.text("valuta") is None and not _says_kronor(row)


# --- where a text may stand ---


def _texts(source: Source, name: str) -> Iterator[Said]:
    for table in source.projekt:
        yield from _beside(table)
    for pair in source.start:
        value = "" if pair.value is None else f": {cell_text(pair.value)}"
        yield Said(f"bladet {pair.blad}" if pair.blad else "uppgifterna", f"{pair.label}{value}")
    yield from source.said
    yield Said("filens namn", name.replace("_", " "))


def _beside(table: Table) -> Iterator[Said]:
    """The texts around a table, and those in it that no field with words of its own reads."""
    near = f"texten vid tabellen på bladet {table.blad}" if table.blad else "texten vid tabellen"
    yield from (Said(near, text) for text in (table.blad, *table.captions, *table.title))
    after = [table.after] if table.after is not None else []
    for _, cells in (*table.aside, *table.unread, *after):
        yield from (Said(near, cell) for cell in cells if isinstance(cell, str))
    yield from (Said(near, text) for text in lone_texts(table.rows[-_NOTES_AT_END:]))
    width = max((len(cells) for _, cells in table.rows), default=0)
    for at in range(max(width, len(table.columns))):
        column = table.columns[at] if at < len(table.columns) else None
        if column is not None and column.field in _READ_BY_ITSELF | _FREE_TEXTS:
            continue
        where = f"kolumnen {table.column_name(at)}"
        if column is None and at < len(table.header):
            yield Said(where, table.header[at])
        inside = [row[at] for _, row in table.rows if at < len(row)]
        texts = dict.fromkeys(cell for cell in inside if isinstance(cell, str))
        yield from (Said(where, text) for text in texts if 1 < len(text) <= _LONGEST)
