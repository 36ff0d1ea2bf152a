"""What both descriptions say of the open data as a whole: who gives it, its use, its files.

Belongs here: the words and values that a Data Package and DCAT share.
"""

from __future__ import annotations

from dataclasses import dataclass

from fondbok.opendata.reading import Open
from fondbok.publish.release import Release
from fondbok.reference.kommun import Kommun

TITLE = "EU-projekt och EU-medel"
DESCRIPTION = (
    "Projekt med pengar från EU: vilka nämnder som deltar, från vilka fonder, mot vilka mål och med"
    " hur mycket, år för år. Beloppen är i kronor och exakta; tomt är okänt och 0 är noll. Kolumnen"
    " varningar och kolumner som slutar på _grad säger hur säker en siffra är, och anpassat_sek hur"
    " mycket av beloppet som är anpassat till en publicerad summa."
)
LEFT_OUT = (
    "Med är bara tabeller utan fritext och utan personuppgifter: projekt, nämnder, fonder, mål och"
    " pengar. Det som nämnderna har skrivit med egna ord, nätverk, evenemang, partner, indikatorer"
    " och rader ur underlag och bokföring är inte med."
)
SMALL_NUMBERS = (
    "Inget tal räknar personer, så inget är sammanslaget eller dolt för att det är litet. Tabeller"
    " där ett tal kan gälla personer, till exempel deltagare i ett projekt, är inte med alls."
)
KEYWORDS = ("EU-medel", "EU-projekt", "strukturfonder", "nämnder", "kommunal ekonomi")
LICENCES = {
    "CC0-1.0": (
        "http://creativecommons.org/publicdomain/zero/1.0/",
        "Creative Commons Zero 1.0: fri att använda",
    ),
    "CC-BY-4.0": (
        "http://creativecommons.org/licenses/by/4.0/",
        "Creative Commons Erkännande 4.0: fri att använda när källan nämns",
    ),
}


@dataclass(frozen=True)
class Written:
    """A file of the open data.

    Attributes:
        path: its name in the folder.
        size: bytes.
        sha256: hex.
    """

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class About:
    """All that is described.

    Attributes:
        release: what the tables are of.
        kommun: who the city was when it was made.
        open: the tables.
        files: by (table, format), the formats being csv and parquet.
    """

    release: Release
    kommun: Kommun
    open: Open
    files: dict[tuple[str, str], Written]
