"""What can be wrong with a file before anyone has read a row of it.

Belongs here: severity and wording of what is refused for its size, its safety or its format. The
messages are those of a submission; a ledger says the same in its own words.
"""

from __future__ import annotations

from fondbok.findings import Rule

FIL_TOM = Rule(
    "FIL_TOM",
    "fel",
    "Filen är tom. Spara underlaget på nytt och lägg in det igen.",
    "Filen innehåller inga uppgifter alls.",
    "en fil på 0 byte",
)
FIL_FOR_STOR = Rule(
    "FIL_FOR_STOR",
    "fel",
    "Filen är för stor för att vara ett underlag ({detalj}). Ta bort bilder, tomma rader och "
    "blad som inte hör till redovisningen och spara på nytt.",
    "Filen eller ett blad i den är orimligt stort.",
    "en fil på 80 MB",
)
FIL_FEL_FORMAT = Rule(
    "FIL_FEL_FORMAT",
    "fel",
    "Filen går inte att läsa som {format}: {detalj}. Öppna den i rätt program och spara som "
    "Excel-arbetsbok (.xlsx).",
    "Innehållet är något annat än filnamnet säger.",
    "en bild med namnet underlag.xlsx",
)
FIL_KRYPTERAD = Rule(
    "FIL_KRYPTERAD",
    "fel",
    "Filen är skyddad med lösenord. Ta bort lösenordet (Arkiv > Info > Skydda arbetsbok) och "
    "spara på nytt.",
    "Arbetsboken är krypterad.",
    "en arbetsbok med lösenord",
)
FIL_SKADAD = Rule(
    "FIL_SKADAD",
    "fel",
    "Filen är skadad och går inte att öppna. Öppna originalet, spara på nytt och lägg in det igen.",
    "Filen är avkortad eller trasig.",
    "en halv arbetsbok",
)
FIL_OSAKER = Rule(
    "FIL_OSAKER",
    "fel",
    "Filen innehåller något som inte hör hemma i ett underlag ({detalj}) och läses inte. Kopiera "
    "uppgifterna till den tomma mallen och spara på nytt.",
    "Filen är byggd så att den kan skada den som läser den.",
    "en zipbomb",
)

RULES: tuple[Rule, ...] = tuple(value for value in globals().values() if isinstance(value, Rule))
