"""The fields of the other sheets: who hands in, answers, partners, indicators, networks, events.

Belongs here: the tables. What each word of a declaration means is in `field`.
"""

from __future__ import annotations

from fondbok.intake.fields.field import Column, Field

START = (
    Field(
        "namnd", "unit", ("Nämnd", "Förvaltning", "Nämnd/förvaltning"),
        "Nämndens namn. Det är redan ifyllt.",
        typed="namnd",
    ),
    Field(
        "ar", "identity", ("År", "Redovisningsår"),
        "Det år som redovisas, inte det år som underlaget lämnas in.",
        typed="ar", care="kod",
    ),
    Field(
        "diarienummer", "identity", ("Diarienummer", "Dnr"),
        "Ärendets nummer hos er, till exempel ASN-2026-1122.",
        typed="diarienummer", care="kod",
    ),
    Field(
        "beslutsdatum", "identity", ("Beslutsdatum", "Beslutad"),
        "Den dag nämnden beslutade om underlaget, till exempel 2026-02-24.",
        typed="dag",
    ),
    Field(
        "version", "identity", ("Version",),
        "1 första gången. Höj med 1 varje gång ni lämnar in på nytt; den högsta versionen gäller.",
        typed="version", care="kod",
    ),
)  # fmt: skip
ANSWERS = (
    Field(
        "fraga_nr", "count", ("Fråga nr", "Nr", "Frågenummer"), "Frågans nummer. Ändra inte.",
        width=10, care="kod",
        columns=(Column("fraga_nr", "integer"),),
    ),
    Field("fraga", "lines", ("Fråga",), "Årets fråga. Ändra inte.", width=50),
    Field(
        "svar", "lines", ("Svar",),
        "Skriv svaret här. Ny rad i cellen: Alt+Enter. Skriv inga personuppgifter.",
        width=90, required=True,
    ),
)  # fmt: skip
PARTNERS = (
    Field(
        "typ", "text", ("Typ av samverkanspart", "Typ", "Samverkanspart", "Samverkansparter"),
        "Vilken sorts part. Välj i listan eller skriv en annan sort.",
        width=34, typed="samverkan",
    ),
    Field("antal", "count", ("Antal",), "Hur många parter av den sorten.", width=12, care="kod"),
)  # fmt: skip
INDICATORS = (
    Field(
        "projekt", "text", ("Projektnamn", "Projekt"),
        "Projektets namn, samma som på bladet Projekt.",
        width=34, typed="projektnamn",
    ),
    Field(
        "indikator", "text", ("Indikator",),
        "Vad som mäts, till exempel deltagare i arbete efter insats.",
        width=44,
    ),
    Field("mal", "number", ("Mål", "Målvärde"), "Målvärdet, ett tal.", width=12),
    Field(
        "utfall", "number", ("Utfall",), "Vad det blev, ett tal. Lämna tomt om ni inte vet.",
        width=12,
    ),
    Field(
        "per_datum", "day", ("Per datum", "Datum"),
        "Den dag som utfallet gäller, till exempel 2025-12-31.",
        width=14,
    ),
    Field(
        "enhet", "text", ("Enhet",), "Vad talet räknas i, till exempel personer eller ton.",
        width=18,
    ),
)  # fmt: skip
NETWORKS = (
    Field("natverk", "text", ("Nätverk", "Nätverkets namn"), "Nätverkets namn.", width=44),
    Field("roll", "text", ("Roll",), "Er roll, till exempel medlem eller styrelse.", width=30),
    Field("medlem_sedan", "text", ("Medlem sedan",), "Året ni blev medlem.", width=16, typed="kod"),
)
EVENTS = (
    Field(
        "typ", "text", ("Typ", "Typ av händelse"),
        "Till exempel studiebesök, utbyte eller konferens.",
        width=26,
    ),
    Field(
        "datum", "date", ("Datum",),
        "Dagen, månaden eller året: 2025-05-14, 2025-05 eller 2025.",
        width=14,
        columns=(Column("datum", "date"), Column("datum_precision", "varchar")),
    ),
    Field("plats", "text", ("Plats",), "Var det ägde rum.", width=26),
    Field(
        "antal", "count", ("Antal", "Antal deltagare"), "Hur många från er som deltog.",
        width=12, care="kod",
    ),
    Field(
        "beskrivning", "lines", ("Beskrivning",),
        "Kort om vad det gällde. Skriv inga personuppgifter.",
        width=70,
    ),
)  # fmt: skip
NAMED_PARTNERS = (
    Field(
        "projekt", "text", ("Projektnamn", "Projekt"),
        "Projektet som partnern är med i, samma namn som på bladet Projekt. Lämna tomt om "
        "samarbetet inte gäller ett projekt.",
        width=34, typed="projektnamn",
    ),
    Field(
        "part", "text", ("Partner", "Partnerns namn"),
        "Organisationens namn. En per rad. Skriv inga personers namn.",
        width=44,
    ),
    Field(
        "land", "text", ("Land",), "Landet där partnern finns, till exempel Danmark eller DK.",
        width=20,
        columns=(
            Column("land", "varchar"),  # the Swedish name, as written when it is no known country
            Column("land_kod", "varchar"),  # ISO 3166-1, two letters; NULL when unknown
        ),
    ),
    Field(
        "typ", "text", ("Typ av samverkanspart", "Typ"),
        "Vilken sorts part. Välj i listan eller skriv en annan sort.",
        width=28, typed="samverkan",
    ),
)  # fmt: skip
STAFF = (
    Field(
        "uppgift", "text", ("Uppgift",),
        "Vad arbetstiden går till, till exempel projektledning. Skriv aldrig namn.",
        width=44,
    ),
    Field(
        "projekt", "text", ("Projektnamn", "Projekt"),
        "Projektet som tiden gäller, samma namn som på bladet Projekt. Lämna tomt om den gäller "
        "internationellt arbete i allmänhet.",
        width=34, typed="projektnamn",
    ),
    Field(
        "antal", "count", ("Antal personer", "Antal"), "Hur många personer som delar på arbetet.",
        width=16, care="kod",
    ),
    Field(
        "heltidstjanster", "number", ("Heltidstjänster", "Antal heltidstjänster"),
        "Hur många heltidstjänster arbetet motsvarar, till exempel 0,5 eller 1,5.",
        width=18,
    ),
)  # fmt: skip
APPLICATIONS = (
    Field(
        "ansokan", "text", ("Ansökan", "Ansökans namn"),
        "Projektet som ni har sökt eller tänker söka pengar till.",
        width=44,
    ),
    Field(
        "fond", "fund", ("Fond/program", "Fond", "Program", "Finansiär"),
        "Fonden eller programmet som ansökan går till.",
        width=44,
        columns=(Column("fond_text", "varchar"), Column("fond_kod", "varchar")),
    ),
    Field(
        "lage", "text", ("Läge",), "Hur långt ansökan har kommit. Välj i listan.",
        width=16, typed="ansokanslage",
        columns=(
            Column("lage", "varchar"),  # as written
            Column("lage_kod", "varchar"),  # code in seeds/ansokanslage.csv, NULL when unknown
        ),
    ),
    Field(
        "belopp", "amount", ("Sökt belopp",),
        "Det bidrag ni har sökt, i kronor. Lämna tomt om ni inte vet. Det räknas aldrig som "
        "utbetalt.",
        width=18, said=("det sökta beloppet", "okänt"),
    ),
)  # fmt: skip
CASE = (
    Field(
        "arendedel", "text", ("Del av ärendet", "Ärendedel"),
        "Vilken del av nämndens ärende raden hör till. Välj i listan. En instans per rad; en annan "
        "del än de i listan blir ett eget avsnitt.",
        width=34, typed="arendedel",
        columns=(
            Column("arendedel", "varchar"),  # as written
            Column("arendedel_kod", "varchar"),  # code in seeds/arendedel.csv, NULL when unknown
        ),
    ),
    Field(
        "datum", "date", ("Datum",),
        "Bara för en instans: den dag den behandlar ärendet, till exempel 2026-02-24.",
        width=14,
    ),
    Field(
        "text", "lines", ("Text",),
        "Instansens namn, en punkt i förslaget, en mottagare eller avsnittets text. Skriv inga "
        "personuppgifter.",
        width=90,
    ),
)  # fmt: skip
