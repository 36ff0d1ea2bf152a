"""The sheet Läs mig: how to fill in the form, in plain Swedish.

Belongs here: the words. No figures and no formulas.
"""

from __future__ import annotations

import math

from openpyxl.worksheet.worksheet import Worksheet

from fondbok.template import styles
from fondbok.template.contents import Contents
from fondbok.template.workbook import print_setup

_WIDTH = 92
_LINE = 15.5


def add(sheet: Worksheet, contents: Contents) -> None:
    """Fill the sheet."""
    sheet.column_dimensions["A"].width = _WIDTH
    row = 1
    for style, text in _lines(contents):
        cell = sheet.cell(row, 1, text or None)
        cell.style = style
        lines = max(1, math.ceil(len(text) / (_WIDTH - 8)))
        sheet.row_dimensions[row].height = 26 if style == styles.TITLE else lines * _LINE + 3
        row += 1
    sheet.protection.enable()
    print_setup(sheet, landscape=False)


def _lines(contents: Contents) -> list[tuple[str, str]]:
    ar, title, text = contents.ar, styles.TITLE, styles.HELP
    return [
        (title, f"Underlag om internationellt arbete {ar}"),
        (text, contents.namnd),
        (text, ""),
        (styles.LABEL, "Så gör ni"),
        (text, "1. Bladet Start: skriv diarienummer och beslutsdatum."),
        (text, "2. Bladet Projekt: ett projekt per rad. Mörkblå rubriker ska vara ifyllda."),
        (text, "3. Bladet Projekt, raden Totalt: skriv summan ur ekonomisystemet. Den är er "
               "kontroll på att inget belopp fattas eller har blivit fel."),
        (text, "4. Bladet Svar: svara på frågorna. De andra bladen fyller ni i om ni har något att "
               "redovisa där. Det som står på bladet Ärende kommer med i tjänsteskrivelsen."),
        (text, "5. Bladet Kontroll: visar hela tiden vad som är kvar. När allt är klart står det "
               "överst."),
        (text, "6. Spara som Excel-arbetsbok (.xlsx) och lämna in som vanligt. Ni får en "
               "återkoppling som visar hur varje cell lästes."),
        (text, ""),
        (styles.LABEL, "Belopp"),
        (text, "Skriv hela tal i kronor, utan ord och utan tkr. 0 betyder att inget betalades ut. "
               "En tom cell betyder att ni inte vet. Det är inte samma sak."),
        (text, "Räkna det som betalades ut under året, även om projektet är avslutat. Ett projekt "
               "där ni bara lägger arbetstid redovisas också, med 0."),
        (text, "Minus skriver ni bara när bidrag har betalats tillbaka."),
        (text, "Är beloppet i en annan valuta: skriv talet och välj valuta på samma rad."),
        (text, "Hela projektets budget är något annat än det som betalats ut. Den har en egen "
               "kolumn."),
        (text, ""),
        (styles.LABEL, "Vilka projekt"),
        (text, "Alla projekt som får EU-medel eller andra internationella medel och som ni äger, "
               "är part i eller deltar i på annat sätt. Ansökningar skrivs på "
               "bladet Ansökningar."),
        (text, ""),
        (styles.LABEL, "KF-mål"),
        (text, _about_goals(contents)),
        (text, "Bidrar projektet till flera mål delas pengarna lika mellan dem. Ska de delas på "
               "annat sätt skriver ni procent i kolumnen Fördelning KF-mål (%)."),
        (text, ""),
        (styles.LABEL, "Datum"),
        (text, "Skriv så noga ni vet: 2025-12-31, 2025-12 eller bara 2025."),
        (text, ""),
        (styles.LABEL, "Personuppgifter"),
        (text, "Skriv inga personnummer, namn på deltagare, e-postadresser eller telefonnummer. "
               "Beskriv inte så små grupper att någon kan kännas igen."),
        (text, ""),
        (styles.LABEL, "Frågor"),
        (text, _about_questions(contents)),
        (text, ""),
        (styles.LABEL, "Förra året"),
        (text, _about_last_year(contents)),
        (text, ""),
        (styles.LABEL, "Lämna in på nytt"),
        (text, "Rätta i samma fil, höj Version på bladet Start med 1 och lämna in hela filen igen. "
               "Den högsta versionen gäller, den tidigare sparas."),
        (text, "Byt inte rubriker och flytta inte rubrikraden. Rader får läggas till och tas "
               "bort."),
    ]  # fmt: skip


def _about_goals(contents: Contents) -> str:
    if not contents.goals:
        return (
            f"Kommunfullmäktiges mål för {contents.ar} finns ännu inte i registret. Skriv målens "
            "nummer eller namn som de står i budgeten."
        )
    return (
        "Välj i listan. Flera mål skrivs som nummer med semikolon, till exempel 1;3. Målen "
        f"{contents.ar} är: "
        + "; ".join(f"{n}. {name}" for n, name in contents.goals.items())
        + "."
    )


def _about_questions(contents: Contents) -> str:
    if contents.question_year is None:
        return "Det finns inga frågor att svara på: lämna bladet Svar tomt."
    if contents.question_year == contents.ar:
        return f"Bladet Svar har frågorna för {contents.ar}."
    return (
        f"Registret har inga frågor för {contents.ar}. Bladet Svar har därför frågorna från "
        f"{contents.question_year}."
    )


def _about_last_year(contents: Contents) -> str:
    before = contents.ar - 1
    if not contents.last_year:
        return f"Registret har inga projekt för nämnden {before}. Inget är ifyllt i förväg."
    return (
        f"Projekten från {before} är ifyllda i förväg: namn, fond, roll, mål och datum. "
        "Kontrollera att de stämmer. Beloppet från förra året står i grått och läses inte in. "
        "Det är det bokförda beloppet där bokföringen är inläst, annars det ni redovisade."
    )
