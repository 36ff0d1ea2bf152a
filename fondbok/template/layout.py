"""Where everything stands in the form: sheets, columns, headers, widths and help texts.

Belongs here: constants of the layout and the Swedish help. The headers themselves are the intake's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.utils import get_column_letter

from fondbok.intake import headers
from fondbok.intake.headers import Kind

# The intake knows this header and leaves the column alone: last year's money is not this year's.
INFORMATION_HEADER = "Förra året (endast information)"
INFORMATION = "forra_aret"

READ_ME, START, PROJECTS, ANSWERS, PARTNERS = "Läs mig", "Start", "Projekt", "Svar", "Samverkan"
INDICATORS, NETWORKS, EVENTS = "Indikatorer", "Nätverk", "Händelser"
CONTROL, LISTS = "Kontroll", "Listor"

TOTAL = "Totalt"
TITLE_ROW, HELP_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 4, 5
EMPTY_ROWS = 30  # room for new projects below last year's
FEWEST_ROWS = 40
SIDE_ROWS = 40

Value = Literal[
    "text",
    "lang_text",
    "kod",
    "belopp",
    "budget",
    "formedlat",
    "procent",
    "andelar",
    "delar",
    "dag",
    "deldatum",
    "heltal",
    "tal",
    "fond",
    "roll",
    "kf_mal",
    "valuta",
    "forvaltning",
    "samverkan",
    "projektnamn",
    "information",
]


@dataclass(frozen=True)
class Column:
    """A column of a sheet: what goes into it and the help shown when a cell is chosen."""

    field: str
    value: Value
    width: float
    help: str
    required: bool = False


PROJECT_COLUMNS = (
    Column(
        "projekt",
        "lang_text",
        46,
        "Ett projekt per rad. Skriv namnet som ni brukar skriva det, "
        "helst likadant som förra året.",
        required=True,
    ),
    Column(
        "fond",
        "fond",
        56,
        "Den fond eller det program som betalar. Välj i listan. Finns fonden "
        "inte där: skriv namnet och svara Ja på frågan.",
        required=True,
    ),
    Column(
        "roll",
        "roll",
        16,
        "Projektägare: ni tar emot bidraget för hela projektet. Projektpart: "
        "någon annan äger projektet. Annan roll: till exempel följestad eller bara arbetstid.",
        required=True,
    ),
    Column(
        "utbetalt",
        "belopp",
        18,
        "Det som betalades ut till er under året, ett tal i kronor. "
        "Skriv 0 om inget betalades ut. Lämna tomt om ni inte vet. Minus bara för återbetalt. "
        "På raden Totalt: summan ur ekonomisystemet, som kontroll.",
        required=True,
    ),
    Column(
        "formedlat",
        "formedlat",
        18,
        "Hur mycket av det utbetalda som ni har skickat vidare till projektets partner. "
        "Skriv 0 om inget gått vidare. Lämna tomt om ni inte vet.",
    ),
    Column(
        INFORMATION,
        "information",
        18,
        "Förra årets belopp i kronor, som jämförelse. Det läses inte in.",
    ),
    Column("valuta", "valuta", 10, "Valutan för alla belopp på raden. Tomt betyder SEK."),
    Column(
        "kf_mal",
        "kf_mal",
        48,
        "Kommunfullmäktiges mål som projektet bidrar till. Välj i listan. "
        "Flera mål skrivs som nummer med semikolon, till exempel 1;3.",
    ),
    Column(
        "kf_mal_fordelning",
        "andelar",
        16,
        "Bara om målen inte ska ha lika delar: procent i "
        "samma ordning som målen, med semikolon, till exempel 60;40. Summan ska bli 100.",
    ),
    Column("start", "deldatum", 13, "När projektet börjar: 2024-09-01, 2024-09 eller bara 2024."),
    Column("slut", "deldatum", 13, "När projektet slutar: 2026-12-31, 2026-12 eller bara 2026."),
    Column(
        "projektagare", "text", 38, "Den organisation som äger projektet. Kan vara utanför staden."
    ),
    Column(
        "bidragsnummer",
        "kod",
        20,
        "Finansiärens nummer på projektet. Det gör att samma projekt känns igen hos flera nämnder.",
    ),
    Column(
        "ekonomikod",
        "kod",
        20,
        "Projektkoden i ekonomisystemet. Flera koder skrivs med semikolon emellan.",
    ),
    Column(
        "budget",
        "budget",
        18,
        "Hela projektets budget, alla parter och alla år. Det är inte det som betalats ut i år.",
    ),
    Column("stadens_budget", "budget", 18, "Den del av hela budgeten som är stadens."),
    Column(
        "eu_andel",
        "procent",
        15,
        "Hur stor del av budgeten som EU betalar, i procent mellan 0 och 100, till exempel 40.",
    ),
    Column(
        "deltagande",
        "forvaltning",
        44,
        "Andra förvaltningar i staden som deltar. Flera skrivs med semikolon emellan.",
    ),
    Column(
        "syfte", "lang_text", 44, "Kort om vad projektet ska leda till. Skriv inga personuppgifter."
    ),
    Column(
        "malgrupp",
        "lang_text",
        30,
        "Vilka projektet är till för. Undvik så små grupper att någon kan kännas igen.",
    ),
    Column(
        "resultat",
        "lang_text",
        44,
        "Vad som har uppnåtts och hur det har spridits. Skriv inga personuppgifter.",
    ),
)
ANSWER_COLUMNS = (
    Column("fraga_nr", "heltal", 10, "Frågans nummer. Ändra inte."),
    Column("fraga", "lang_text", 50, "Årets fråga. Ändra inte."),
    Column(
        "svar",
        "lang_text",
        90,
        "Skriv svaret här. Ny rad i cellen: Alt+Enter. Skriv inga personuppgifter.",
        required=True,
    ),
)
PARTNER_COLUMNS = (
    Column("typ", "samverkan", 34, "Vilken sorts part. Välj i listan eller skriv en annan sort."),
    Column("antal", "heltal", 12, "Hur många parter av den sorten."),
)
INDICATOR_COLUMNS = (
    Column("projekt", "projektnamn", 34, "Projektets namn, samma som på bladet Projekt."),
    Column("indikator", "text", 44, "Vad som mäts, till exempel deltagare i arbete efter insats."),
    Column("mal", "tal", 12, "Målvärdet, ett tal."),
    Column("utfall", "tal", 12, "Vad det blev, ett tal. Lämna tomt om ni inte vet."),
    Column("per_datum", "dag", 14, "Den dag som utfallet gäller, till exempel 2025-12-31."),
    Column("enhet", "text", 18, "Vad talet räknas i, till exempel personer eller ton."),
)
NETWORK_COLUMNS = (
    Column("natverk", "text", 44, "Nätverkets namn."),
    Column("roll", "text", 30, "Er roll, till exempel medlem eller styrelse."),
    Column("medlem_sedan", "kod", 16, "Året ni blev medlem."),
)
EVENT_COLUMNS = (
    Column("typ", "text", 26, "Till exempel studiebesök, utbyte eller konferens."),
    Column("datum", "deldatum", 14, "Dagen, månaden eller året: 2025-05-14, 2025-05 eller 2025."),
    Column("plats", "text", 26, "Var det ägde rum."),
    Column("antal", "heltal", 12, "Hur många från er som deltog."),
    Column("beskrivning", "lang_text", 70, "Kort om vad det gällde. Skriv inga personuppgifter."),
)


def header(column: Column, kind: Kind) -> str:
    """The header the intake knows the column by."""
    return (
        INFORMATION_HEADER if column.field == INFORMATION else headers.canonical(kind)[column.field]
    )


def letter(field: str) -> str:
    """Column letter of a field on the sheet Projekt.

    Raises:
        ValueError: the sheet has no such column.
    """
    fields = [column.field for column in PROJECT_COLUMNS]
    return get_column_letter(fields.index(field) + 1)


LAST_LETTER = get_column_letter(len(PROJECT_COLUMNS))


def project_rows(filled: int) -> int:
    """How many rows the project table offers when `filled` of them are filled in."""
    return max(FEWEST_ROWS, filled + EMPTY_ROWS)


def total_row(filled: int) -> int:
    """Row of the control total on the sheet Projekt, until rows are added above it."""
    return FIRST_ROW + project_rows(filled)
