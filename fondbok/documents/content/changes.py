"""Why a row of the year differs from the year before: what is new, moved, ended or not handed in.

Belongs here: projects counted against the year before, by nämnd, group of funds or goal, and the
words for it. What came, went and moved makes the difference between the two counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from fondbok.documents.content import draft, namnd
from fondbok.documents.reading import Facts, Participation, Slice

# Whether a participation is in a row of a table.
In = Callable[[Participation], bool]


@dataclass(frozen=True)
class Changes:
    """How many projects a row has and had.

    Attributes:
        new: nobody reported them the year before.
        moved_in: reported the year before, but not in this row.
        ended: gone, and their last day is in a year before this one.
        absent: gone, and every nämnd that had them has handed in nothing.
        gone: gone, and nobody has said why.
        moved_out: still reported, but not in this row.
    """

    new: int
    moved_in: int
    ended: int
    absent: int
    gone: int
    moved_out: int

    @property
    def difference(self) -> int:
        """The count of the year less that of the year before."""
        come = self.new + self.moved_in
        return come - self.ended - self.absent - self.gone - self.moved_out


def of_group(facts: Facts, each: Slice) -> Changes:
    """A group of funds."""
    return _changes(facts, lambda row: each.kod in row.fondgrupper)


def of_goal(facts: Facts, each: Slice) -> Changes:
    """A goal; the goal nobody named has no code."""
    return _changes(facts, lambda row: int(each.kod or 0) in row.mal_nummer)


def of_namnd(facts: Facts, each: Slice) -> Changes:
    """A nämnd."""
    return _changes(facts, lambda row: row.namnd_kod == each.kod, same_namnd=True)


def told(changes: Changes, what: str) -> str:
    """In words; `what` is what a project may have moved to, 'en annan fondgrupp'."""
    return ", ".join(
        (
            *_said(changes.new, "1 nytt", "nya"),
            *_said(changes.moved_in, f"1 stod under {what}", f"stod under {what}"),
            *_said(changes.ended, "1 avslutat", "avslutade"),
            *_said(changes.gone, "1 redovisas inte längre", "redovisas inte längre"),
            *_said(
                changes.absent,
                "1 hos en nämnd som inte har lämnat in",
                "hos nämnder som inte har lämnat in",
            ),
            *_said(changes.moved_out, f"1 står under {what}", f"står under {what}"),
        )
    )


def _said(count: int, one: str, many: str) -> tuple[str, ...]:
    if not count:
        return ()
    return (one if count == 1 else f"{count} {many}",)


def _changes(facts: Facts, is_in: In, *, same_namnd: bool = False) -> Changes:
    """`same_namnd`: what another nämnd reports of the project does not count."""
    now, before = _reported(facts.participations), _reported(facts.before)
    here, had = _projects(filter(is_in, now)), _projects(filter(is_in, before))
    known, kept = (had, here) if same_namnd else (_projects(before), _projects(now))
    gone = had - kept
    absent = {each.namnd_kod for each in draft.missing(facts)}
    states = [
        _state(facts.ar, [row for row in before if row.projekt_kod == kod and is_in(row)], absent)
        for kod in gone
    ]
    return Changes(
        new=len(here - known),
        moved_in=len((here & known) - had),
        ended=states.count("ended"),
        absent=states.count("absent"),
        gone=states.count("gone"),
        moved_out=len((had & kept) - here),
    )


def _state(ar: int, rows: list[Participation], absent: Collection[str]) -> str:
    if all(row.namnd_kod in absent for row in rows):
        return "absent"
    last = [row.slut for row in rows if row.slut is not None]
    return "ended" if last and max(last).year < ar else "gone"


def _reported(rows: Collection[Participation]) -> list[Participation]:
    return [row for row in rows if namnd.is_project(row)]


def _projects(rows: Iterable[Participation]) -> set[str]:
    return {row.projekt_kod for row in rows}
