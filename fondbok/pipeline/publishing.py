"""From the models to what everyone reads.

Belongs here: the answers to the nämnder, what would be lost, and the release that is served.
"""

from __future__ import annotations

from decimal import Decimal

import duckdb

from fondbok import faults, settings
from fondbok.paths import Home
from fondbok.pipeline.auditing import gate
from fondbok.pipeline.home import served_whole
from fondbok.pipeline.outcome import Fault, Lost, Say, quiet
from fondbok.publish import health, journal, loss
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.publish.journal import Tillfalle
from fondbok.publish.loss import Forlust
from fondbok.publish.release import PublishError, Release

NAMED = 5  # losses the journal names


def answer(home: Home) -> int:
    """Write each nämnd's feedback, also when the gate will stop the run; how many files.

    Nothing is written when the build did not get as far as to know who handed in what.
    """
    from fondbok import feedback
    from fondbok.warehouse import database
    from fondbok.warehouse.load import ANSWERED_FROM

    with database.warehouse(home, read_only=True) as con:
        built = con.execute(
            "select count(*) from duckdb_tables()"
            " where list_contains(?, schema_name || '.' || table_name)",
            [list(ANSWERED_FROM)],
        ).fetchone()
    whole = built == (len(ANSWERED_FROM),)
    return len(feedback.write(home.warehouse, home.feedback)) if whole else 0


def publish(
    home: Home,
    *,
    accept_loss: bool = False,
    say: Say = quiet,
    tillfalle: Tillfalle | None = None,
) -> tuple[str, bool]:
    """Make the built warehouse the release everyone reads.

    Args:
        home: the home folder.
        accept_loss: publish although files that the release served was made of are gone.
        say: told what happens.
        tillfalle: who runs it, for the journal.

    Returns:
        The id of the release served, and whether it is new.

    Raises:
        Lost: the release served has what no file gives any more.
        Blocked: the checks kept in the warehouse do not allow it.
        Fault: the release could not be written, read back or swapped in.
    """
    from fondbok.quality import kontroll
    from fondbok.warehouse import database

    with database.warehouse(home, read_only=True) as con:
        gate(kontroll.read(con))
        release = releases.described(con)
    served = served_whole(home)
    held = pins.in_force(home, served, release.indata_hash, release.kod_version)
    if served is not None and held is not None:
        say(held.mening())
        return served.release_id, False
    if served is not None and served.release_id == release.release_id:
        differing = releases.differences(home)
        if not differing:
            say(f"Samma indata och samma resultat: utgåva {release.release_id} gäller.")
            return release.release_id, False
        say(f"Samma indata gav ett annat resultat i {', '.join(differing)}; ny fil publiceras.")
    lost = lost_by(home)
    if lost and not accept_loss and not loss.is_within(lost, _bearable(home)):
        raise Lost(lost)
    for each in lost:
        say(f"Godtagen förlust: {each.mening()}")
    try:
        _swap_in(home, release, _why(served, release, lost), tillfalle or Tillfalle())
    except (PublishError, OSError, duckdb.Error) as error:
        raise Fault(f"Publiceringen avbröts: {faults.sentence(error)}") from error
    say(f"Publicerade utgåva {release.release_id}")
    return release.release_id, True


def lost_by(home: Home) -> list[Forlust]:
    """What would be lost if the warehouse were published now; nothing before the first release."""
    before = health.baseline(home)
    return [] if before is None else loss.losses(before, home.warehouse)


def _bearable(home: Home) -> Decimal:
    return settings.read(home).utgava.forlust_kronor


def _swap_in(home: Home, release: Release, why: str, tillfalle: Tillfalle) -> None:
    from fondbok.publish import keys
    from fondbok.publish.comparison import notes
    from fondbok.quality import declared

    before = health.baseline(home)
    if before is not None and before.parent == home.releases / release.release_id:
        before = None  # about to be written anew
    journal.begin(home, releases.history(home))
    tables, _ = declared.published()  # a table that says nothing has stopped the run before this
    folder = releases.write(home, release, keys.declared(tables))
    notes.write(before, folder)
    releases.swap(home, folder)
    journal.add(
        home,
        release.release_id,
        journal.PUBLICERAD,
        why,
        sha256=releases.checksum(folder / releases.FILE),
        tillfalle=tillfalle,
    )
    releases.prune(home, settings.read(home).utgava.behall)
    pins.clear(home)


def _why(served: Release | None, release: Release, lost: list[Forlust]) -> str:
    """What the journal says of a publication."""
    if served is None:
        told = ["Ingen hel utgåva fanns att jämföra med."]
    elif served.release_id == release.release_id:
        told = ["Samma indata gav ett annat resultat."]
    else:
        changed = [
            word
            for word, is_other in (
                ("underlagen i landing/", served.indata_hash != release.indata_hash),
                ("programmet eller registren", served.kod_version != release.kod_version),
            )
            if is_other
        ]
        told = [f"Ändrat: {' och '.join(changed)}."]
    if lost:
        gone = sorted({f"{each.namnd_kod} {each.ar} ({each.fil})" for each in lost})
        more = f" och {len(gone) - NAMED} till" if len(gone) > NAMED else ""
        told.append(f"Godtagen förlust: {', '.join(gone[:NAMED])}{more}.")
    return " ".join(told)
