"""What a cell lets a person type, and what it says about it.

Belongs here: data validation by kind of value. What is let through here and still wrong is shown on
the sheet Kontroll and told by the intake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fondbok.intake.fields import Typed
from fondbok.template.layout import FIRST_ROW, PROJECTS

# Excel cuts longer texts off without saying so.
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
_LARGEST = "999999999999"
_DAYS = ("DATE(1990,1,1)", "DATE(2060,12,31)")
# A year that is typed or pasted as a number, and no day: as days these lie in 1905.
YEARS = (1990, 2100)

LIST_NAMES: dict[str, str] = {
    "fond": "Fonder",
    "roll": "Roller",
    "kf_mal": "KF_mal",
    "valuta": "Valutor",
    "forvaltning": "Forvaltningar",
    "samverkan": "Samverkansparter",
    "namnd": "Namnder",
    "arendedel": "Arendedelar",
    "ansokanslage": "Ansokanslagen",
}


@dataclass(frozen=True)
class Check:
    """What Excel asks of a cell; `strict` refuses, otherwise the person may insist."""

    type: Literal["whole", "decimal", "list", "date", "textLength", "custom"]
    formula1: str | None
    error: str
    operator: Literal["between"] | None = None
    formula2: str | None = None
    strict: bool = True


def _between(
    type_: Literal["whole", "decimal", "date", "textLength"], low: str, high: str, error: str
) -> Check:
    return Check(type_, low, error, "between", high)


def _list(name: str, error: str, *, strict: bool) -> Check:
    return Check("list", f"={LIST_NAMES[name]}", error, strict=strict)


def _partial_date(cell: str) -> str:
    """True for a real date and for 2024, 2024-09 and 2024-09-30 as text.

    The cells are text, so that a year stays a year: Excel would make 2024 a day in 1905 and
    2024-09 the first of the month, and the precision would be lost. A year that is pasted comes as
    a number all the same.
    """
    whole = f'DATEVALUE({cell}&MID("-01-01",LEN({cell})-3,6))'
    text = f"AND(OR(LEN({cell})=4,LEN({cell})=7,LEN({cell})=10),ISNUMBER({whole}))"
    number = (
        f"AND({cell}>={_DAYS[0]},{cell}<={_DAYS[1]}),AND({cell}>={YEARS[0]},{cell}<={YEARS[1]})"
    )
    return f"=IF(ISNUMBER({cell}),OR({number}),{text})"


_CHECKS: dict[Typed, Check] = {
    "belopp": _between(
        "decimal", f"-{_LARGEST}", _LARGEST,
        "Skriv beloppet som ett tal i hela kronor, utan ord och utan tkr. Till exempel 1680158. "
        "Skriv 0 om inget betalades ut och lämna cellen tom om ni inte vet.",
    ),
    "delbelopp": _between("decimal", "0", _LARGEST, ""),
    "procent": _between("decimal", "0", "100", "Skriv ett tal mellan 0 och 100, till exempel 40."),
    "heltal": _between("whole", "0", "1000000", "Skriv ett heltal, 0 eller större."),
    "tal": _between("decimal", f"-{_LARGEST}", _LARGEST, "Skriv ett tal."),
    "dag": _between("date", *_DAYS, "Skriv en dag som åååå-mm-dd, till exempel 2025-12-31."),
    "ar": _between("whole", "2014", "2100", "Skriv året med fyra siffror, till exempel 2025."),
    "version": _between("whole", "1", "999", "Skriv ett heltal från 1 och uppåt."),
    "diarienummer": _between(
        "textLength", "3", "40", "Skriv diarienumret, till exempel ASN-2026-1122."
    ),
    "fond": _list(
        "fond", "Fonden finns inte i listan. Ja: behåll det ni skrev. Nej: välj i listan.",
        strict=False,
    ),
    "roll": _list("roll", "Välj en roll i listan.", strict=True),
    "kf_mal": _list(
        "kf_mal", "Det ni skrev står inte i listan. Mål skrivs som nummer med semikolon emellan, "
        "till exempel 1;3. Behålla det ni skrev?", strict=False,
    ),
    "valuta": _list("valuta", "Välj en valuta i listan.", strict=True),
    "forvaltning": _list(
        "forvaltning", "Det ni skrev står inte i listan. Är det flera förvaltningar med semikolon "
        "emellan: svara Ja.", strict=False,
    ),
    "samverkan": _list("samverkan", "Den sorten finns inte i listan. Behålla den?", strict=False),
    "ansokanslage": _list("ansokanslage", "Välj ett läge i listan.", strict=True),
    "arendedel": _list(
        "arendedel", "Den delen finns inte i listan. Ska den bli ett eget avsnitt?", strict=False
    ),
    "namnd": _list("namnd", "Välj nämnden i listan.", strict=True),
    "projektnamn": Check(
        "list", f"='{PROJECTS}'!$A${FIRST_ROW}:$A$300",
        "Projektet står inte på bladet Projekt. Behålla namnet?", strict=False,
    ),
}  # fmt: skip


def validate(
    sheet: Worksheet, cells: str, value: Typed, title: str, help_text: str, error: str = ""
) -> None:
    """Put the check of a kind of value, and its help, on a range of cells.

    Args:
        sheet: the sheet.
        cells: one range, such as "D5:D44".
        value: kind of value; a kind without a check gets the help only.
        title: heading of the help, the column's header.
        help_text: shown when the cell is chosen.
        error: shown when the check refuses, where the kind of value has no words of its own.

    Raises:
        ValueError: a text is longer than Excel shows.
    """
    first = cells.partition(":")[0]
    check = _check(value, first)
    message = check.error or error
    rule = DataValidation(
        type=check.type,
        operator=check.operator,
        formula1=check.formula1,
        formula2=check.formula2,
        allow_blank=True,
        showErrorMessage=message != "",
        errorStyle="stop" if check.strict else "warning",
        errorTitle=_fits(title[:LONGEST_TITLE], LONGEST_TITLE),
        error=_fits(message, LONGEST_MESSAGE) or None,
        showInputMessage=True,
        promptTitle=title[:LONGEST_TITLE],
        prompt=_fits(help_text, LONGEST_MESSAGE),
    )
    rule.add(cells)
    sheet.add_data_validation(rule)


def _check(value: Typed, first: str) -> Check:
    if value == "deldatum":
        return Check(
            "custom",
            _partial_date(first),
            "Skriv en dag, en månad eller ett år, till exempel 2025-12-31, 2025-12 eller 2025.",
        )
    if value == "andelar":
        return Check(
            "textLength",
            "1",
            "Skriv procenttalen med semikolon emellan, till exempel 60;40.",
            "between",
            "60",
        )
    # "custom" with TRUE lets everything through and still carries the help.
    return _CHECKS.get(value, Check("custom", "=TRUE", ""))


def _fits(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueError(f"longer than {most}: {text}")
    return text
