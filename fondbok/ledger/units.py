"""What the amounts of a ledger are counted in, as its headers and the lines beside it say.

Belongs here: refusing a file whose amounts are thousands by its header, and saying so where a line
above or below gives them another unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from fondbok.files.refusal import Refusal
from fondbok.ledger import rules, staging, tables, words
from fondbok.ledger.rows.money import says_currency
from fondbok.ledger.source import Source
from fondbok.values.captions import units_in
from fondbok.values.unit_words import multiple_in


def refuse_unit_in_header(source: Source) -> None:
    """Hold a file whose header, or whose second row of headers, makes its amounts thousands.

    Raises:
        Refusal: it does.
    """
    layout = source.layout
    for name in tables.amount_fields(layout):
        place = layout.columns[name]
        under = source.below[place] if place < len(source.below) else ""
        named = name == "belopp_valuta" or says_currency(layout)
        for heading in (layout.header_of(name), under):
            # An amount that names its currency is looked at where it is read.
            own = named or re.search(r"\d", heading) is not None
            if _gives_unit(heading, own_currency=own) or (not own and words.foreign(heading)):
                raise Refusal(rules.LEDGER_ENHET_I_RUBRIK, varde=heading, near=True)


def note_unit(con: duckdb.DuckDBPyConnection, source: Source, lines: Sequence[str]) -> None:
    """Say that a line beside the table, or its name, gives the amounts another unit than kronor."""
    layout = source.layout
    own = says_currency(layout) or bool({"valuta", "belopp_valuta"} & layout.columns.keys())
    names = (each.replace("_", " ") for each in (source.blad, source.name))
    # A file named after its separators of thousands says nothing of what they part.
    for line in (*lines, *(name for name in names if "tusental" not in name.casefold())):
        for cell in line.split(layout.delimiter or "\t"):
            bare = cell.strip(' "')
            if _gives_unit(bare, own_currency=own) or (not own and words.says_foreign(bare)):
                staging.note(con, rules.LEDGER_ENHET_OVANFOR, source.blad, None, bare)
                return


def _gives_unit(heading: str, *, own_currency: bool) -> bool:
    """Whether a text gives amounts a power of ten, or a currency that nothing else gives them."""
    units = [caption.unit for caption in units_in(heading)]
    return multiple_in(heading) is not None or any(
        unit.power or (unit.currency not in (None, "SEK") and not own_currency) for unit in units
    )
