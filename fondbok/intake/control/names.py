"""Projects that are called what many projects are called: a fund, a program, a general word.

Belongs here: which names tell nobody which project it is. Projects of several nämnder and years are
told apart by their names: rows that are all called Erasmus+ become one project.
"""

from __future__ import annotations

import re
from typing import Final

from fondbok import seeds
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import PROJEKT_ALLMANT_NAMN
from fondbok.values.registers import spellings
from fondbok.values.text import key, tidy

# No fund's name with a word more is longer; a project's own name is most often shorter.
_LONGEST: Final = 80
_AROUND_FUND = re.compile(
    r"^(?:ett |eu:?s? |vårt |projekt(?:et)?[ :–-]+)+"
    r"|[ -]*(?:projekt(?:et|en)?|ansökan|medel|bidrag|stöd|programmet|program|projektmedel)$"
    r"|[ ,]+(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?$|[ ,]+(?:ka|mål|call) ?\d{1,3}$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:(?:ett |vårt |litet |stort |internationellt |europeiskt |strategiskt |gemensamt )?"
    r"(?:eu|eu-?projekt(?:et|en)?|projekt(?:et|en)?|för(?:studie|projekt)n?|pilot(?:projekt|studie)?"
    r"|del(?:projekt)?|samverkansprojekt(?:et)?|utvecklingsprojekt(?:et)?|samarbetsprojekt(?:et)?"
    r"|mobilitet(?:sprojekt)?(?:et)?|utbyte(?:sprojekt)?(?:et)?|elevutbyte|partnerskap(?:et)?"
    r"|eu-?(?:medel|bidrag|stöd|finansiering)|ansökan|nätverk(?:et)?|konferens(?:en)?|studiebesök"
    r"|praktik|kompetensutveckling|fortbildning|diverse|övrigt|annat|okänt|namnlöst"
    r"|arbetsmarknadsprojekt(?:et)?|skolprojekt(?:et)?|miljöprojekt(?:et)?|klimatprojekt(?:et)?"
    r"|ungdomsprojekt(?:et)?|internationellt arbete|namn(?:et)? saknas|utan namn|ej namngivet)"
    r"(?:[ .:#-]*(?:nr\.? ?)?(?:\d{1,2}|[a-zåäö]|i{1,3}|iv))?)[ .:)]*",
    re.IGNORECASE,
)


def say_general_names(rows: list[ProjectRow]) -> None:
    """Remark on each project that counts and has no name of its own."""
    for row in rows:
        name = row.values["projekt"]
        if row.utfall == "laddad" and name is not None and is_general(name):
            row.cells.note(PROJEKT_ALLMANT_NAMN, "projekt")


@seeds.derived
def _known_projects() -> frozenset[str]:
    """Names that the city has said to be a project's, whatever else they are."""
    columns = {"projekt_alias": ("alias", "projekt"), "projekt_skilda": ("projekt_a", "projekt_b")}
    return frozenset(
        key(row[column])
        for seed, names in columns.items()
        for row in seeds.load(seed)
        for column in names
    )


def is_general(name: str) -> bool:
    """Whether a name is that of a fund or a program, or a word that any project may be called."""
    if len(name) > _LONGEST:
        return False
    words = tidy(name)
    if key(words) in _known_projects():
        return False
    if _GENERAL.fullmatch(words):
        return True
    funds = spellings("fond")
    if key(words) in funds:
        return True
    bare = _AROUND_FUND.sub("", _AROUND_FUND.sub("", words))
    return bare != words and (key(bare) in funds or _GENERAL.fullmatch(bare) is not None)
