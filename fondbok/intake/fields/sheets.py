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
