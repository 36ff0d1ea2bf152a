"""How the form looks: named styles, so that a person can change them all in one place.

Belongs here: fonts, fills and borders. Every pair of colours has a contrast of at least 4.5 to 1.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

TITLE, HELP, HEADER, LABEL = "Fb Titel", "Fb Hjälp", "Fb Rubrik", "Fb Etikett"
REQUIRED_HEADER = "Fb Rubrik krav"
INFORMATION_HEADER_STYLE, INFORMATION_STYLE = "Fb Rubrik information", "Fb Information"
TEXT, LONG_TEXT, CODE, AMOUNT, NUMBER, DAY = (
    "Fb Text", "Fb Lång text", "Fb Kod", "Fb Belopp", "Fb Tal", "Fb Datum",
)  # fmt: skip
WRAPPED = "Fb Utfall text"
LOCKED, LOCKED_TEXT, RESULT, SUM, TOTAL = (
    "Fb Låst", "Fb Låst text", "Fb Utfall", "Fb Summa", "Fb Totalt",
)  # fmt: skip

_FONT = "Calibri"
_DARK, _WHITE, _PALE, _GREY, _AMBER = "1F3A5F", "FFFFFF", "EEF3F8", "F0F0F0", "FFF2CC"
_LINE = Side(style="thin", color="B7C3D0")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_AMOUNT_FORMAT = "#,##0.00"
_TEXT_FORMAT = "@"


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _style(
    name: str,
    *,
    font: Font | None = None,
    fill: str | None = None,
    number_format: str = "General",
    wrap: bool = False,
    horizontal: str | None = None,
    locked: bool = True,
    boxed: bool = True,
) -> NamedStyle:
    style = NamedStyle(name=name)
    style.font = font or Font(name=_FONT, size=11)
    if fill:
        style.fill = _fill(fill)
    style.number_format = number_format
    style.alignment = Alignment(vertical="top", wrap_text=wrap, horizontal=horizontal)
    style.protection = Protection(locked=locked)
    if boxed:
        style.border = _BOX
    return style


def register(workbook: Workbook) -> None:
    """Add every named style to a workbook."""
    grey = Font(name=_FONT, size=11, italic=True, color="595959")
    white = Font(name=_FONT, size=11, bold=True, color=_WHITE)
    for style in (
        _style(TITLE, font=Font(name=_FONT, size=16, bold=True, color=_DARK), boxed=False),
        _style(HELP, font=Font(name=_FONT, size=11, color="404040"), wrap=True, boxed=False),
        _style(HEADER, font=white, fill="44546A", wrap=True),
        _style(REQUIRED_HEADER, font=white, fill=_DARK, wrap=True),
        _style(LABEL, font=Font(name=_FONT, size=11, bold=True), fill=_PALE, wrap=True),
        _style(INFORMATION_HEADER_STYLE, font=grey, fill=_GREY, wrap=True),
        _style(
            INFORMATION_STYLE,
            font=grey,
            fill=_GREY,
            number_format=_AMOUNT_FORMAT,
            horizontal="right",
            locked=False,
        ),
        # One line: a row keeps its height until someone writes a long answer in it.
        _style(TEXT, horizontal="left", locked=False),
        _style(LONG_TEXT, wrap=True, locked=False),
        _style(CODE, number_format=_TEXT_FORMAT, locked=False),
        _style(AMOUNT, number_format=_AMOUNT_FORMAT, locked=False),
        _style(NUMBER, locked=False, horizontal="right"),
        _style(DAY, number_format="yyyy-mm-dd", locked=False, horizontal="left"),
        _style(LOCKED, fill=_PALE, horizontal="left"),
        _style(LOCKED_TEXT, fill=_PALE, wrap=True),
        _style(RESULT, horizontal="left"),
        _style(WRAPPED, wrap=True),
        _style(SUM, number_format=_AMOUNT_FORMAT, horizontal="left"),
        _style(
            TOTAL,
            font=Font(name=_FONT, size=11, bold=True),
            fill=_PALE,
            number_format=_AMOUNT_FORMAT,
            locked=False,
        ),
    ):
        workbook.add_named_style(style)


def attention() -> DifferentialStyle:
    """Something is missing or odd: dark text on amber."""
    return DifferentialStyle(font=Font(bold=True, color="7F3F00"), fill=_fill_bg(_AMBER))


def done() -> DifferentialStyle:
    """All is well: dark green text on pale green."""
    return DifferentialStyle(font=Font(bold=True, color="1E4620"), fill=_fill_bg("E2F0D9"))


def _fill_bg(colour: str) -> PatternFill:
    # A conditional format paints with the background colour.
    return PatternFill("solid", bgColor=colour)
