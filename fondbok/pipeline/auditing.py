"""Whether what was built may be published.

Belongs here: asking every check, what an accepted loss lets through, and the gate.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from fondbok.paths import Home
from fondbok.pipeline.outcome import Blocked, Fault, Say, quiet

if TYPE_CHECKING:
    from fondbok.quality.contracts import Reading
    from fondbok.quality.kontroll import Kontroll

OF_EMPTINESS = ("radantal", "farskhet")  # checks that a table without rows cannot pass
NOT_RUN = "dbt: skipped"  # how the reason begins of a check whose model was never built


def reading(home: Home) -> AbstractContextManager[Reading]:
    """The contracts of what is about to be built, read while it is."""
    from fondbok.quality import contracts

    return contracts.reading(home.warehouse, "mart")


def audit(
    home: Home,
    *,
    accept_loss: bool = False,
    say: Say = quiet,
    read: Reading | None = None,
) -> list[Kontroll]:
    """Every check of the run, by the contracts and by dbt; kept in kvalitet.kontroll.

    Args:
        home: the home folder.
        accept_loss: let tables be empty.
        say: told what happens.
        read: the contracts of what was built, when they were read meanwhile.
    """
    from fondbok.quality import contracts, dbt_results, kontroll
    from fondbok.warehouse import build as building
    from fondbok.warehouse import database

    say("Kontrollerar kvalitet med datakontrakt och tester")
    try:
        tested = dbt_results.read(building.target(home), home.warehouse)
    except (OSError, ValueError, KeyError) as error:
        raise Fault("dbt avbröts innan det hade sagt hur bygget gick. Kör igen.") from error
    checks = accepted([*_of_raw(home), *tested], accept_loss)
    if not any(check.utfall == "fel" for check in checks):
        of_mart = read.ask() if read else contracts.verify(home.warehouse, "mart")
        checks += accepted(of_mart, accept_loss)
    with database.warehouse(home) as con:
        kontroll.write(con, checks)
    return checks


def _of_raw(home: Home) -> list[Kontroll]:
    """What the contracts said of what landed: asked now, unless `check_raw` has asked."""
    from fondbok.quality import contracts, kontroll
    from fondbok.warehouse import database

    with database.warehouse(home, read_only=True) as con:
        kept = kontroll.read(con, kontroll.OF_RAW)
    return kept or contracts.verify(home.warehouse, "raw")


def accepted(checks: list[Kontroll], accept_loss: bool) -> list[Kontroll]:
    """The checks, with empty tables told and let through when that loss is accepted."""
    if not accept_loss:
        return checks
    empty = {_place(c) for c in checks if (c.kontroll, c.utfall) == ("radantal", "fel")}
    return [
        replace(check, utfall="varning", orsak=f"Förlusten är godtagen. {check.orsak}".strip())
        if check.utfall == "fel" and check.kontroll in OF_EMPTINESS and _place(check) in empty
        else check
        for check in checks
    ]


def _place(check: Kontroll) -> tuple[str, str]:
    return check.lager, check.tabell


def gate(checks: list[Kontroll]) -> None:
    """Let the run through only when there are checks and none of them failed.

    Raises:
        Blocked: with a sentence per failed check.
    """
    if not checks:
        raise Blocked(["Inga kontroller kördes, så ingenting publiceras."])
    failed = [check for check in checks if check.utfall == "fel"]
    causes = [check.mening() for check in failed if not check.orsak.startswith(NOT_RUN)]
    skipped = len(failed) - len(causes)
    if skipped:
        causes.append(
            f"{skipped} kontroller kunde inte göras, eftersom det de granskar inte byggdes."
        )
    if causes:
        raise Blocked(causes)
