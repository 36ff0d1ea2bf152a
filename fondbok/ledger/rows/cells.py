"""A row's codes, series and voucher number, as its layout says where they stand.

Belongs here: which cell is which field, and what is taken off it. The SQL of one cell is in
`tables`.
"""

from __future__ import annotations

from fondbok.files.privacy import in_sql
from fondbok.ledger import rules, tables, voucher_numbers, words
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.profiles import Layout
from fondbok.sql import text_literal

ACCOUNT = r"[0-9A-Za-zÅÄÖåäö]*\d[0-9A-Za-zÅÄÖåäö.\-]*"
# A123, A 123 and A-00123.
LETTERS_AND_NUMBER = rf"^({words.LETTER}{{1,4}})[ -]?0*(\d+)$"


def unless_plain(name: str, expression: str) -> str:
    """SQL of a field that is read no further where its amount is written the usual way."""
    return f"case when enkel_{name} is not null then falt_{name} else {expression} end"


def cell_or_null(layout: Layout, name: str) -> str:
    """SQL of a field's cell, NULL where the layout has no such column."""
    return tables.cell(layout.columns[name]) if name in layout.columns else "cast(null as varchar)"


def odd_width(layout: Layout, known: Evidence) -> str:
    """The rule of a row whose number of cells no header explains, or NULL.

    A cell too many has moved the others, even where it is the last one and empty: only a column
    that always holds an amount would show that nothing moved. A short row is sound where the export
    leaves out empty cells at the end, and none that is needed.
    """
    named = layout.width
    if not layout.delimiter:
        more = rules.LEDGER_FLER_KOLUMNER.id
        return f"case when {tables.empty_after(named)} then null else '{more}' end"
    last = layout.columns.get("belopp") == named - 1
    most = "true" if last else f"len(c) <= {known.width}"
    needed = max(layout.columns[name] for name in layout.columns if name in _NEEDED) + 1
    short = [each for each in known.short if each >= needed]
    few = f"len(c) in ({', '.join(map(str, short))})" if short else "false"
    return (
        f"case when len(c) = {named} then null "
        f"when len(c) > {named} then case when {tables.empty_after(named)} and {most} then null "
        f"else '{rules.LEDGER_FLER_KOLUMNER.id}' end "
        f"when {few} then null else '{rules.LEDGER_FARRE_KOLUMNER.id}' end"
    )


_NEEDED = ("verifikation", "datum", "konto", "belopp", "debet", "kredit", "sida", "belopp_valuta")


def code_of(layout: Layout, name: str) -> str:
    """SQL of a code's column, NULL where the cell is empty."""
    with_text = name in layout.profile.code_and_text
    bare = tables.code(
        f"falt_{name}",
        layout.profile.code_separator,
        with_text=with_text,
        konto=name == "konto",
    )
    return f"nullif({bare}, '')"


def plain_voucher(layout: Layout) -> str:
    """What replaces the voucher number as it stands, as SQL after a star."""
    if "verifikation" not in layout.columns:
        return ""
    return f"replace ({voucher_numbers.plain_number('falt_verifikation')} as falt_verifikation)"


def series_of(layout: Layout) -> str:
    """SQL of the series."""
    if "serie" in layout.columns:
        return f"nullif({voucher_numbers.plain_number('falt_serie')}, '')"
    if layout.profile.series is not None:
        return voucher_numbers.plain_number(text_literal(layout.profile.series))
    # A123 is series A, number 123: the same voucher must be known again in a SIE file.
    found = f"nullif(regexp_extract(falt_verifikation, {text_literal(LETTERS_AND_NUMBER)}, 1), '')"
    return f"case when not {tables.is_number('falt_verifikation')} then {found} end"


def voucher_of(layout: Layout) -> str:
    """SQL of the number within the series."""
    if layout.profile.series is not None:
        return "nullif(falt_verifikation, '')"
    pattern = text_literal(LETTERS_AND_NUMBER)
    found = f"regexp_replace(falt_verifikation, {pattern}, '\\2')"
    if "serie" in layout.columns:
        # The series again before the number says nothing new.
        same = f"upper(regexp_extract(falt_verifikation, {pattern}, 1)) = upper(falt_serie)"
        found = f"case when {same} then {found} else falt_verifikation end"
    number = tables.is_number("falt_verifikation")
    return f"nullif(case when {number} then falt_verifikation else {found} end, '')"


def voucher_number(layout: Layout) -> str:
    """The voucher number; a row without one gets one made of its content.

    The same row in a later file then has the same number. So too where the number was somebody's:
    its mask is the same for everybody, and would make one voucher of many.
    """
    if layout.profile.replaces == "month":
        return "nummer"
    content = (
        "concat_ws('|', datum, konto, ansvar, verksamhet, projektkod, motpart, text, belopp, "
        "valuta, belopp_valuta, objekt)"
    )
    return (
        f"case when {in_sql.holds_personal_data('nummer')} "
        f"then '{voucher_numbers.MASKED_NUMBER}' || md5({content}) "
        "when nummer is null and utfall = 'laddad' "
        f"then '{voucher_numbers.MADE_NUMBER}' || md5({content}) "
        "else nummer end"
    )


def other_dimensions(layout: Layout) -> str:
    """Dimensions without a column of their own, as JSON; NULL when there are none."""
    names = [name for name in ("aktivitet", "objekt") if name in layout.columns]
    if not names:
        return "cast(null as varchar)"
    pairs = ", ".join(f"'{name}', nullif(falt_{name}, '')" for name in names)
    some = " or ".join(f"falt_{name} <> ''" for name in names)
    return f"case when {some} then json_merge_patch(json_object({pairs}), json_object({pairs})) end"
