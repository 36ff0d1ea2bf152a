"""The fields of a project row, in the order they stand in the form and in the answer.

Belongs here: the table. What each word of a declaration means is in `field`.
"""

from __future__ import annotations

from fondbok.intake.fields.field import Column, Field

PROJECT = (
    # Said once on the sheet Start of a form, row by row in other files: no columns of the form.
    Field(
        "namnd", "unit", ("Nämnd", "Förvaltning", "Nämnd/förvaltning"),
        columns=(
            Column("namnd_kod", "varchar"),  # code in seeds/namnd.csv, NULL when unknown
            Column("namnd_text", "varchar"),
            # Codes of nämnder named together, joined by ';'; the row is held.
            Column("namnd_koder", "varchar", inspected=False),
        ),
    ),
    Field(
        "ar", "identity", ("År", "Redovisningsår"), care="kod",
        columns=(Column("ar", "integer"),),
    ),
    Field("diarienummer", "identity", ("Diarienummer", "Dnr"), care="kod"),
    Field(
        "beslutsdatum", "identity", ("Beslutsdatum",),
        columns=(Column("beslutsdatum", "date"),),
    ),
    Field(
        "version", "identity", ("Version",), care="kod",
        columns=(Column("version", "integer"),),
    ),
    # The columns of the form.
    Field(
        "projekt", "name", ("Projektnamn", "Projekt", "Projektets namn"),
        "Ett projekt per rad. Skriv namnet som ni brukar skriva det, helst likadant som förra "
        "året.",
        width=46, required=True, prefilled=True, short="Projekt", short_width=40,
    ),
    Field(
        "fond", "fund",
        ("Fond/program", "EU-fond", "EU-bidrag", "Fond", "Program", "Finansiering", "EU-program",
         "Fond eller program"),
        "Den fond eller det program som betalar. Välj i listan. Finns fonden inte där: skriv "
        "namnet och svara Ja på frågan.",
        width=56, required=True, prefilled=True, short="Fond", short_width=32,
        columns=(
            Column("fond_kod", "varchar"),  # code in seeds/fond.csv, NULL when unknown or not given
            Column("fond_text", "varchar"),
        ),
    ),
    Field(
        "roll", "role",
        ("Roll", "Projektägare/projektpart", "Projektägare/projektpartner",
         "Projektägare eller projektpart"),
        "Projektägare: ni tar emot bidraget för hela projektet. Projektpart: någon annan äger "
        "projektet. Annan roll: till exempel följestad eller bara arbetstid.",
        width=16, required=True, prefilled=True, short_width=16,
        columns=(
            # NULL when not given
            Column("roll", "varchar check (roll in ('agare', 'part', 'annan'))"),
            Column("roll_text", "varchar"),
        ),
    ),
    Field(
        "utbetalt", "paid",
        ("Utbetalt EU-bidrag", "Utbetalt", "Utbetalt belopp", "Utbetalda EU-medel",
         "Utbetalda medel", "Utbetalt EU-medel", "Utbetalda EU-bidrag", "Utbetalda bidrag",
         "Utbetalt bidrag", "Utbetalt under året"),
        "Det som betalades ut till er under året, ett tal i kronor. Skriv 0 om inget betalades ut. "
        "Lämna tomt om ni inte vet. Minus bara för återbetalt. På raden Totalt: summan ur "
        "ekonomisystemet, som kontroll.",
        width=18, required=True, short="Utbetalt",
        columns=(
            Column("utbetalt", "decimal(18, 2)"),  # in utbetalt_valuta
            Column("utbetalt_valuta", "varchar", inspected=False),
            # Step of the printed figure: 0.01, 1, 1000, 100000 ...
            Column("utbetalt_precision", "decimal(18, 2)"),
            # "ca" or a rounded unit stood in the cell.
            Column("utbetalt_ungefarlig", "boolean"),
            Column("utbetalt_text", "varchar"),
        ),
    ),
    Field(
        "formedlat", "amount",
        ("Varav förmedlat till partner", "Varav förmedlat till partners", "Varav förmedlat",
         "Förmedlat till partner", "Förmedlat till partners", "Förmedlat bidrag",
         "Vidareförmedlat till partner", "Vidareförmedlat", "Varav till partner",
         "Varav till partners", "Varav vidareförmedlat", "Varav vidareförmedlat till partner",
         "Varav vidareförmedlat till partners", "Vidareförmedlat till partners"),
        "Hur mycket av det utbetalda som ni har skickat vidare till projektets partner. Skriv 0 om "
        "inget gått vidare. Lämna tomt om ni inte vet.",
        width=18, short="Varav förmedlat", said=("det förmedlade", "okänt"), rules="FORMEDLAT",
        part_of="utbetalt",
    ),
    Field(
        "forra_aret", "information", ("Förra året (endast information)",),
        "Förra årets belopp i kronor, som jämförelse. Det läses inte in.",
        width=18,
    ),
    Field(
        "valuta", "currency", ("Valuta",),
        "Valutan för alla belopp på raden. Tomt betyder SEK.",
        width=10, short_width=9,
    ),
    Field(
        "kf_mal", "goals",
        ("KF-mål", "Bidrar till KF-mål", "Målområde", "Budgetmål", "Kommunfullmäktigemål"),
        "Kommunfullmäktiges mål som projektet bidrar till. Välj i listan. Flera mål skrivs som "
        "nummer med semikolon, till exempel 1;3.",
        width=48, prefilled=True, care="kod", short_width=48,
    ),
    Field(
        "kf_mal_fordelning", "goal_shares", ("Fördelning KF-mål (%)", "Fördelning KF-mål"),
        "Bara om målen inte ska ha lika delar: procent i samma ordning som målen, med semikolon, "
        "till exempel 60;40. Summan ska bli 100.",
        width=16, prefilled=True, care="kod", short="Fördelning", short_width=16,
    ),
    Field(
        "start", "start", ("Startdatum", "Start"),
        "När projektet börjar: 2024-09-01, 2024-09 eller bara 2024.",
        width=13, prefilled=True, short="Start", short_width=14,
    ),
    Field(
        "slut", "end", ("Slutdatum", "Slut"),
        "När projektet slutar: 2026-12-31, 2026-12 eller bara 2026.",
        width=13, prefilled=True, short="Slut", short_width=14,
    ),
    # Start and end in one cell: other files have it, the form does not.
    Field("period", "period", ("Projektperiod", "Period")),
    Field(
        "projektagare", "text", ("Projektägare", "Ägare", "Koordinator"),
        "Den organisation som äger projektet. Kan vara utanför {organisationen}.",
        width=38, prefilled=True, short_width=28,
    ),
    Field(
        "bidragsnummer", "code",
        ("Bidragsnummer", "Grant agreement", "Grant agreement number", "Projekt-id",
         "Diarienummer hos finansiären"),
        "Finansiärens nummer på projektet. Det gör att samma projekt känns igen hos flera nämnder.",
        width=20, prefilled=True, care="kod",
    ),
    Field(
        # Joined by ';'.
        "ekonomikod", "codes", ("Projektkod i ekonomisystemet", "Projektkod", "Ekonomikod"),
        "Projektkoden i ekonomisystemet. Flera koder skrivs med semikolon emellan.",
        width=20, care="kod", short="Projektkod",
    ),
    Field(
        "budget", "amount", ("Total projektbudget", "Budget", "Projektbudget"),
        "Hela projektets budget, alla parter och alla år. Det är inte det som betalats ut i år.",
        width=18, short_width=20, said=("budgeten", "okänd"),
    ),
    Field(
        "stadens_budget", "amount",
        ("{Organisationens} del av budgeten", "{Organisationens} budget"),
        "Den del av hela budgeten som är {organisationens}.",
        width=18, short_width=20, said=("budgeten", "okänd"), part_of="budget",
    ),
    Field(
        "eu_andel", "share", ("EU-finansiering (%)", "EU-finansiering", "Medfinansieringsgrad"),
        "Hur stor del av budgeten som EU betalar, i procent mellan 0 och 100, till exempel 40.",
        width=15, care="kod", short="EU-finansiering", short_width=14,
    ),
    Field(
        "egen_kontant", "share",
        ("Egen medfinansiering kontant (%)", "Egen medfinansiering kontant"),
        "Hur stor del av budgeten som {organisationen} betalar med egna pengar, i procent mellan 0 "
        "och 100.",
        width=17, care="kod", short="Egen del, kontant", short_width=14,
    ),
    Field(
        "egen_tid", "share",
        ("Egen medfinansiering arbetstid (%)", "Egen medfinansiering arbetstid"),
        "Hur stor del av budgeten som {organisationen} svarar för med arbetstid, i procent mellan "
        "0 och 100.",
        width=17, care="kod", short="Egen del, arbetstid", short_width=14,
    ),
    Field(
        "deltagande", "units",
        ("Deltagande förvaltningar", "Deltagande nämnder", "Deltagande nämnder/förvaltningar"),
        "Andra förvaltningar i {organisationen} som deltar. Flera skrivs med semikolon emellan.",
        width=44, short="Deltagande", short_width=40,
        columns=(
            Column("deltagande", "varchar"),  # nämnd codes taking part, joined by ';'
            Column("deltagande_text", "varchar", inspected=False),
        ),
    ),
    Field(
        "enheter", "lines", ("Skolor och enheter", "Enheter"),
        "Skolor, avdelningar eller andra enheter hos er som deltar. Flera skrivs med semikolon "
        "emellan.",
        width=30,
    ),
    Field(
        "syfte", "lines", ("Syfte och mål", "Syfte"),
        "Kort om vad projektet ska leda till. Skriv inga personuppgifter.",
        width=44,
    ),
    Field(
        "malgrupp", "lines", ("Målgrupp",),
        "Vilka projektet är till för. Undvik så små grupper att någon kan kännas igen.",
        width=30,
    ),
    Field(
        "resultat", "lines", ("Resultat och spridning", "Resultat"),
        "Vad som har uppnåtts och hur det har spridits. Skriv inga personuppgifter.",
        width=44,
    ),
    # Field ids whose value was fitted, joined by ';': examples say it, the form does not ask.
    Field("anpassade_falt", "fitted", ("Anpassade värden", "Anpassat")),
)  # fmt: skip
