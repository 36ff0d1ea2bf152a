"""Who the city is: its code, and what it is called within a sentence (kommunen, staden, regionen).

Belongs here: the code in use, the words there are, and putting the one in use into a text. Which a
city uses is said in its kommun.toml and handed out, as to dbt, by the reference table
`organisation`. A text that people read names the city by the places {organisationen},
{organisationens}, {Organisationen} and {Organisationens}.
"""

from __future__ import annotations

from fondbok import seeds

ORDINARY = "kommunen"
"""Where no city has said what it is."""

WITHOUT_CODE = "0000"
"""kommun_kod of a home whose kommun.toml has no kommunkod: a region, or one not filled in."""

FORMS: dict[str, tuple[str, ...]] = {
    "kommun": ("kommunen", "staden"),
    "region": ("regionen",),
    "kommunalförbund": ("förbundet", "kommunalförbundet"),
}
"""What each kind of organisation may be called; the first unless it says otherwise."""


@seeds.derived
def kommun_kod() -> str:
    """The first column of every table of the city whose reference data is in use."""
    (row,) = seeds.load("organisation")
    return row.get("kommun_kod", WITHOUT_CODE)


@seeds.derived
def in_use() -> str:
    """What the city whose reference data is in use is called."""
    (row,) = seeds.load("organisation")
    return row["organisationen"]


def words(called: str | None = None) -> dict[str, str]:
    """The places of a text and what stands in them, for the city in use unless told."""
    called = called or in_use()
    return {
        "organisationen": called,
        "organisationens": genitive(called),
        "Organisationen": called.capitalize(),
        "Organisationens": genitive(called).capitalize(),
    }


def genitive(called: str) -> str:
    """Whose something is."""
    return f"{called}s"


def filled(text: str, called: str | None = None) -> str:
    """A text with the city's word in its places; other places are left as they are."""
    for place, word in words(called).items():
        text = text.replace(f"{{{place}}}", word)
    return text


def spellings(text: str) -> tuple[str, ...]:
    """A text with each word for what the city in use is: its own first.

    A region's file may speak of the kommun's part, which is another's: only the words of the same
    kind of organisation mean the city.
    """
    own = in_use()
    same = next(forms for forms in FORMS.values() if own in forms)
    ordered = (own, *(form for form in same if form != own))
    return tuple(dict.fromkeys(filled(text, form) for form in ordered))
