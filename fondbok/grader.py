"""How sure a figure is, in words.

Belongs here: what people are told of a grade, and of how many figures agree with print. Does not
belong here: giving grades, which the models do.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from fondbok import seeds

SUREST = "exakt"
# Beside a figure in a table there is room for a letter.
MARKS = {"avrundad": "~", "delvis": "d", "anpassad": "a", "motsagd": "m"}


def name(grad: str | None) -> str:
    """The grade's name in Swedish; nothing where a release has no grades."""
    return _words().get(grad, ("", ""))[0] if grad else ""


def meaning(grad: str | None) -> str:
    """What the grade means, in Swedish."""
    return _words().get(grad, ("", ""))[1] if grad else ""


def legend() -> str:
    """What the letters beside figures stand for."""
    marks = ", ".join(f"{mark} {name(grad)}" for grad, mark in MARKS.items())
    return f"Tecken efter en siffra: {marks}. Utan tecken: {name(SUREST)}."


@seeds.derived
def _words() -> dict[str, tuple[str, str]]:
    return {row["id"]: (row["namn"], row["beskrivning"]) for row in seeds.load("grad")}


@dataclass(frozen=True)
class Agreement:
    """How many printed figures the marts agree with.

    Attributes:
        stammer: figures that agree, those that do by chance not among them.
        utan_anpassade: those of them that rest on no fitted value.
        av_slump: figures that agree although a part of them does not.
    """

    stammer: int
    utan_anpassade: int
    av_slump: int

    @property
    def sentence(self) -> str:
        """What people are told."""
        text = f"{self.stammer} stämmer, varav {self.utan_anpassade} utan anpassade värden"
        return text + (f"; {self.av_slump} till stämmer bara som helhet" if self.av_slump else "")


def agreement(con: duckdb.DuckDBPyConnection, ar: int | None = None) -> Agreement | None:
    """Count the agreements of a published mart.

    Args:
        con: a connection to it.
        ar: only figures about this year.

    Returns:
        None when nothing printed is about what was handed in.
    """
    row = con.execute(
        "select count(*) filter (where status <> 'kan_ej_beraknas'),"
        " count(*) filter (where status = 'stammer'),"
        " count(*) filter (where status = 'stammer' and not anpassat),"
        " count(*) filter (where status = 'stammer_av_slump')"
        " from mart.rpt_avstamning where ar = ? or ? is null",
        [ar, ar],
    ).fetchone()
    return Agreement(*row[1:]) if row and row[0] else None
