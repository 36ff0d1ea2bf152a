"""Headings between the projects: "2019", "Planerade projekt", "Projekt som drivs av Miljönämnden".

Belongs here: which heading says that what stands under it is not this nämnd's payments of this
year. Everything counts all the same, and how much that is is said at the heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from fondbok.findings import Finding
from fondbok.intake.head.who_when import Submission, unit_in_title, years_in_title
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import AVSNITT_ANNAT
from fondbok.values.amounts import format_amount
from fondbok.values.registers import name_of

if TYPE_CHECKING:
    from fondbok.intake.rows.project_rows import ProjectRow

_LONGEST: Final = 80
_END: Final = 10**9
# A heading with a year in it; a project may have one in its name.
_OF_A_YEAR = re.compile(
    r"projekt|utbetal|utfall|budget|prognos|avslut|pågå|påbörj|start|beslut|bevilj|redovis|bidrag"
    r"|eu-?medel|verksamhet|\bår\b|\bhelår\b",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(r"\W*(?:år |helår )?(?:19|20)\d\d\W*", re.IGNORECASE)
# No payments of the year: planned, applied for, refused, of the future.
_NOT_PAID = re.compile(
    r"\b(?:planera[dt]\w*|ansök\w*|sökta?|inskicka[dt]\w*|avslag\w*|avböj\w*|nekade|kommande|framtida"
    r"|prognos\w*|preliminär\w*|på gång|idéer?|projektidéer|förslag|vilande|utgår|utgångna"
    r"|inställda?|avbrutna|återkallade|under (?:beredning|utveckling|planering)"
    r"|(?:ej|inte|icke|ännu inte|ännu ej) (?:\w+ )?(?:bevilja|utbetal|beslut|påbörja|start|godkän"
    r"|redovisa|eu)\w*"
    r"|(?:budget(?:erat)?|möjliga|potentiella|tänkbara)(?: projekt| \d{4})?$)",
    re.IGNORECASE,
)
_ALL_THE_SAME = re.compile(r"\b(?:beviljade? ansök|och pågående|ansökta och beviljade)", re.I)


def say_sections(
    headings: Sequence[RowCells], rows: Sequence[ProjectRow], head: Submission
) -> list[Finding]:
    """A remark at each heading that says that what stands under it is something else.

    Args:
        headings: Rows of words and nothing more, in order.
        rows: Every row that was read, in order.
        head: What the submission says about itself.
    """
    found: list[Finding] = []
    ends = [*(heading.rad for heading in headings), _END]
    for heading, (first, end) in zip(headings, pairwise(ends), strict=True):
        below = [row for row in rows if first < row.cells.rad < end and row.utfall == "laddad"]
        paid = [row for row in below if row.values["utbetalt"]]
        why = _why_not(_words(heading), paid, head) if paid else None
        if why is not None:
            amount = format_amount(sum((row.values["utbetalt"] for row in paid), Decimal(0)))
            shown = _words(heading)
            found.append(
                heading.finding(AVSNITT_ANNAT, None, shown, vad=why, antal=len(paid), summa=amount)
            )
    return found


def _words(heading: RowCells) -> str:
    return " | ".join(text for text in heading.words if text)[:200]


def _why_not(text: str, paid: Sequence[ProjectRow], head: Submission) -> str | None:
    """What a heading says of the rows under it, where that is not what they count for."""
    if len(text) > _LONGEST:
        return None
    years = years_in_title(text)
    own_year = head.ar is None or any(row.cells.text("ar") for row in paid)
    of_a_year = _ONLY_YEAR.fullmatch(text) or _OF_A_YEAR.search(text)
    if of_a_year and not own_year and len(years) == 1 and head.ar not in years:
        return str(years.pop())
    if _NOT_PAID.search(text) and not _ALL_THE_SAME.search(text):
        return "annat än det som betalats ut"
    own_unit = any(row.cells.text("namnd") for row in paid)
    unit = None if own_unit else unit_in_title(text)
    if unit is not None and head.namnd_kod is not None and unit != head.namnd_kod:
        return name_of("namnd", unit)
    return None
