"""Rows of a project table that are no projects: sums, titles, notes, contact lines, prepared rows.

Belongs here: how such a row is told from a project by its words and by what is filled in beside
them. A project may be known by nothing but its name: where the words leave a doubt it is a project.
"""

from __future__ import annotations

import re

from fondbok.files.marks import Uncalculated
from fondbok.intake import fields, headers
from fondbok.intake.readers.tables import is_remark, is_total_label
from fondbok.intake.readers.text_only import says_no_projects
from fondbok.intake.rows.row import RowCells
from fondbok.values.amounts import Amount, read_amount
from fondbok.values.resolve import Register, resolve
from fondbok.values.text import decimal_of, is_cell_error, key

# A template or a person fills these in before anything is known of a project.
PREFILLED = frozenset({"valuta", "version"})
_WHO_AND_WHEN = frozenset({"namnd", "ar", *PREFILLED})
_SUM_FIELDS = frozenset({*fields.MONEY, *_WHO_AND_WHEN, headers.OTHER_TIME, headers.OTHER_UNIT})

_SUM = re.compile(
    r"(?:(?:del|slut|total|mellan|grupp|års|netto|brutto)?summa|summering|total(?:t|en)?|s:a|sa:"
    r"|sum|sub-? ?total|grand total|deltotal|tot\.|sammanlagt|samtliga projekt|alla projekt"
    r"|slutsumma|totalbelopp|totalsumman|summan)(?=$|[\s:.,(–-])",
    re.IGNORECASE,
)
# "ASN totalt", "Hela nämnden": a sum that does not begin with the word for one.
_SUM_AT_END = re.compile(
    r"(?:.*[\s:–-](?:total(?:t|en)?|sammanlagt|summa|tot)|tot|sa|[Σ∑=]+|(?:kontroll|netto)?summa"
    r"|netto|brutto|alla|samtliga|(?:hela|hela vår) \w+)[ :.]*",
    re.IGNORECASE,
)
_PART = re.compile(r"(?:varav|därav|var av|där av)(?=$|[\s:.,(–-])", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:(?:pågående|avslutade?|nya|nystartade|planerade|kommande|beviljade|ansökta|övriga|andra"
    r"|egna|internationella|nordiska|större|mindre|eu-?)\s+)?"
    r"(?:(?:eu-?)?projekt(?:en)?(?:\s+(?:där|som|vi|med|inom|i|från|för|under|vilka|finansierade"
    r"|ägda|utan|under|per|\d{4})\b.*)?|(?:pågående|avslutade?|planerade|övriga|övrigt|ansökningar)"
    r"|(?:del|bilaga|avsnitt|grupp) ?[\divx]+\b.{0,60}|vi är .{2,60}|som (?:ägare|part(?:ner)?)"
    r"|(?:projekt)?(?:ägare|part(?:ner)?s?)(?:projekt)?)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:kontaktperson(?:er)?|kontaktuppgifter|uppgiftslämnare|ifyll[td] av|upprättad av"
    r"|senast (?:uppdatera|ändra)[dt]|vid frågor|frågor besvaras|sida \d+|sid\.? ?\d+"
    r"|fortsättning(?: på| från)?|belopp(?:en)? (?:i|anges|är)|alla belopp|namnförtydligande"
    r"|ansvarig handläggare)(?=$|[\s:.,!(*–-]).*"
    # Words that a project's name may begin with too.
    r"|(?:kontakt|handläggare|ansvarig|upprättad|uppdatera[dt]|skapa[dt]|utskriven|källa|obs|tel"
    r"|telefon|e-?post|mejl|mail|datum|underskrift|forts|se bilaga|se nästa sida)"
    r"\s*[:.!]?(?:$|(?<=:).*)",
    re.IGNORECASE | re.DOTALL,
)
_FREE_TEXTS = frozenset(field.id for field in fields.PROJECT if field.is_free_text)
# What an account of money has beside its projects: neither a project nor the sum of them.
_OF_AN_ACCOUNT = re.compile(
    r"(?:(?:netto|brutto|års)?resultat|(?:netto|brutto)(?:belopp|summa)?|differens(?:er)?|diff"
    r"|skillnad|avvikelse(?:r)?|varians|saldo|balans|ib|ub|(?:in|ut)gående (?:balans|saldo|medel)"
    r"|(?:ing|utg)\.? ?(?:balans|saldo)|över-?/?underskott|(?:över|under)skott|överfört"
    r"|överför[ds]\w*|överföring(?:ar)?|balansera[dt]\w*|kvar(?:stå(?:r|ende)|varande)?|medel kvar"
    r"|återstår|återstående|rest(?:erande|belopp)?|att (?:åter)?(?:söka|betala|rekvirera|få|kräva"
    r"|fakturera|fördela|föra|överföra|erhålla)|åter(?:sök(?:ning|t)|betal(?:ning(?:ar)?|t|as)"
    r"|krav|förs|förda?)|ej (?:fördela|rekvirera|utbetal|upparbeta|förbruka)[dt]\w*|ofördelat"
    r"|oförbrukat|(?:egen|eget|med)(?: ?finansiering| bidrag| insats)|moms|avrundning(?:ar)?"
    r"|öresutjämning|öresavrundning|justering(?:ar)?|periodisering(?:ar)?|upplup(?:et|na)"
    r"|förutbetal[dt]\w*|korrigering(?:ar)?|rättelse(?:r)?|fordr(?:an|ingar)|skuld(?:er)?|reserv"
    r"|buffert|kontroll|avstämning|prognos|utfall|bokfört|budget(?:erat)?|overhead|oh"
    r"|(?:indirekta|direkta|övriga)? ?(?:kostnader|intäkter)|(?:personal|löne)kostnad(?:er)?)"
    r"(?:[\s,:(–-]+(?:från|till|för|per|av|i|år|året|årets|nästa|föregående|förra|innevarande"
    r"|medel|belopp|kronor|kr|sek|tkr|totalt|att|rekvirera|söka|återsöka|betala|återbetala|få"
    r"|erhålla|eu|eu-medel|bidrag|eu-bidrag|utbetalt|utbetala|projekt|projekten|alla|kvar|ut|in"
    r"|mot|budget|utfall|ej|fördelat|(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?))*[\s:.)=]*",
    re.IGNORECASE,
)
# The amount that a label ends with; a year is none.
_LAST_AMOUNT = re.compile(
    r"(?<![\w.,-])-?\d{1,3}(?:[ .]?\d{3})+(?:,\d+)?\s*(?:kr|kronor|sek|tkr|mkr|mnkr|:-)?\.?$"
    r"|(?<![\w.,-])-?\d+(?:,\d+)?\s*(?:kr|kronor|sek|tkr|mkr|mnkr)\.?$",
    re.IGNORECASE,
)
_LONE_YEAR = re.compile(r"(?:19|20)\d\d")
# "The same as above", in marks or in words.
_MARKS = r"[\"'\u201c-\u201f\u2018-\u201b\u00b4`\u2033\u3003,|=\u00bb\u00ab]"
_DITTO = re.compile(
    rf"[-–—=~.]*\s*(?:{_MARKS}\s*){{1,4}}[-–—=~.]*|[-–—]\s*(?:II|ll|Il|lI)\s*[-–—]"
    r"|[-–—\s]*(?:ditt?o|d:o|d\.o|do|idem"
    r"|samma(?: projekt)?(?: (?:igen|som (?:raden )?(?:ovan\w*|föregående|förra)))?"
    r"|(?:samma )?(?:projekt )?(?:som )?(?:ovan|föregående)|se ovan(?:stående)?"
    r"|forts(?:ättning(?:en)?|ätter)?|fortsättning (?:av|på|från) ovan\w*)[\s.:)–—-]*",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\s*\((?:forts|fortsättning|samma|dito)\w*\.?\)\s*", re.IGNORECASE)
# No project is called by so many words.
_LONGEST_NAME = 160


def is_prepared(row: RowCells, at: int) -> bool:
    """Whether a cell holds a formula that has come to nothing: a row prepared for a project.

    A formula without a value where the project's name belongs is not nothing: a name was meant.
    """
    if (row.rad, at) not in row.plan.table.marks.formulas:
        return False
    cell = row.cell_at(at)
    named = at in row.columns("projekt")
    if isinstance(cell, Uncalculated) or is_cell_error(row.words_at(at)):
        return not named
    return isinstance(cell, (int, float)) and not decimal_of(cell)


def filled_fields(row: RowCells) -> set[str]:
    """The fields a row says something in."""
    return {
        name
        for name, columns in row.plan.columns.items()
        if any(row.said[at] is not None for at in columns)
    }


def label_of(row: RowCells) -> str:
    """What stands where the name of a project or the word for a sum does."""
    return row.text("projekt") or next((w for w in row.words if w and not w.isdigit()), "")


def is_sum(row: RowCells) -> bool:
    """Whether a row is a sum by its words, and nothing is filled in that only projects have."""
    label = label_of(row)
    if is_total_label(label):
        return True
    if _SUM.match(label) is None:
        return False
    # "Summa Equity" with a fund and a role is a project; "Summa ESF" beside an amount is none.
    return filled_fields(row) <= {"projekt", *_SUM_FIELDS} | _field_of_label(row, label)


def is_part(row: RowCells) -> bool:
    """Whether a row only says what a part of the one above was: "varav till partner"."""
    return _PART.match(label_of(row)) is not None


def amount_in_label(label: str) -> Amount | None:
    """The amount in "Totalt: 21 639 766 SEK" or "Totalt utbetalt 500 000 kr"; a year is none."""
    last = _LAST_AMOUNT.search(label)
    rest = label.partition(":")[2] or label.partition(" ")[2]
    for text in (rest.strip(), last[0] if last and not _LONE_YEAR.fullmatch(last[0]) else ""):
        amount = read_amount(text)
        if isinstance(amount, Amount):
            return amount
    return None


def looks_like_sum(text: str) -> bool:
    """Whether a project's name begins as the word for a sum does."""
    return _SUM.match(text) is not None


def may_name_sum(text: str) -> bool:
    """Whether a name may be that of a sum or of a group, where only an amount stands beside it."""
    return _SUM_AT_END.fullmatch(text.strip()) is not None or is_group_name(text)


def _field_of_label(row: RowCells, label: str) -> set[str]:
    """Without a name the label stands in some other column: that column says nothing more."""
    return {
        name
        for name, columns in row.plan.columns.items()
        if row.text("projekt") is None and any(row.words_at(at) == label for at in columns)
    }


def is_leftover(row: RowCells) -> bool:
    """Whether a row without money is a title, a note or a contact line and no project."""
    name = row.text("projekt")
    if name is None or any(row.text(money) for money in fields.MONEY) or is_total_label(name):
        return False
    if looks_like_sum(name) and amount_in_label(name) is not None:
        return False
    beside = filled_fields(row) - {"projekt", *_WHO_AND_WHEN}
    if not beside and says_no_projects(name):
        return True
    if _NOTE.fullmatch(name) or is_remark(name):
        # "Kontaktperson" and a name beside it; a fund or a role beside it makes it a project.
        return len(beside) <= 1 and not any(_is_known(row, field) for field in beside)
    if beside:
        return False
    if (row.rad, row.column("projekt")) in row.plan.table.marks.wide:
        return True
    return len(name) > _LONGEST_NAME or name.endswith(":") or is_group_name(name)


def _is_known(row: RowCells, field: str) -> bool:
    registers = {"fond": "fond", "roll": "roll"}
    if field not in registers:
        return field not in _FREE_TEXTS
    register: Register = registers[field]  # type: ignore[assignment]
    return resolve(register, row.text(field) or "").code is not None


def is_group_name(name: str) -> bool:
    """Whether a name names a group of projects: a title, a fund, a role, a nämnd or a year."""
    bare = name.strip(" :.-–")
    if _TITLE.fullmatch(bare) or re.fullmatch(r"(?:[åÅ]r )?(?:19|20)\d\d", bare):
        return True
    if looks_like_sum(bare):
        return True
    registers: tuple[Register, ...] = ("fond", "roll", "namnd")
    return any(resolve(register, bare).how == "exakt" for register in registers)


def is_header_word(row: RowCells, name: str) -> bool:
    """Whether the name of a project is a column's: the header printed again, or a slip."""
    word = key(name)
    return word in row.plan.header_words or word in headers.spellings_of("projekt", *fields.MONEY)


def is_ditto(name: str) -> bool:
    """Whether a name only says that the project is the one above."""
    return _DITTO.fullmatch(_CONTINUED.sub("", name).strip() or "forts") is not None


def is_lone_name(row: RowCells) -> bool:
    """Whether a row names a project and says nothing more of it."""
    few = sum(1 for words in row.said if words) <= len(_WHO_AND_WHEN) + 1
    return few and filled_fields(row) <= {"projekt", *_WHO_AND_WHEN}


def is_of_an_account(name: str) -> bool:
    """Whether a name is that of a line in an account, such as "Kvar att rekvirera"."""
    return _OF_AN_ACCOUNT.fullmatch(name.strip()) is not None


def holds_only_a_sum(row: RowCells) -> bool:
    """Whether a row holds what a sum could: a label, amounts, and the nämnd and year."""
    return filled_fields(row) <= {"projekt", *_SUM_FIELDS}
