"""`fondbok diff`: every published cell that differs between two releases, and what made it differ.

One comparison (`tables`), three renderings: mart.rpt_forandring (`table`), the release notes
(`notes`) and `fondbok diff` (`view`). Belongs here: comparing two files, or a file with the
database being built. Nothing is loaded into Python but what differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb

from fondbok.paths import Home
from fondbok.publish import kept
from fondbok.publish import release as releases
from fondbok.publish.comparison.found import Cell, Diff, Fil, Kolumn, Rad, Ursprung
from fondbok.publish.comparison.tables import ORDNING, compared, filled
from fondbok.publish.harkomst import attached
from fondbok.publish.release import PublishError, Release
from fondbok.reference.changes import changes


def diff(home: Home, fore: str, efter: str) -> Diff:
    """Compare two kept releases.

    Args:
        home: the home folder.
        fore: id of the earlier release, 'aktuell' or 'foregaende'.
        efter: the later one, likewise.

    Raises:
        kept.UnknownRelease: one of them is not kept.
        PublishError: one of them cannot be read.
    """
    before, after = kept.resolve(home, fore), kept.resolve(home, efter)
    return compare(kept.file(home, before), kept.file(home, after))


def compare(fore: Path, efter: Path) -> Diff:
    """Compare two published files.

    Raises:
        PublishError: one of them is no release.
    """
    before, after = _release(fore), _release(efter)
    if fore.resolve() == efter.resolve():
        return Diff(before, after)
    with (
        duckdb.connect() as con,
        attached(con, fore, "fore"),
        attached(con, efter, "efter"),
        filled(con, "efter"),
    ):
        return Diff(
            before,
            after,
            celler=tuple(_cells(con)),
            rader=tuple(_rows(con)),
            filer=tuple(_files(con)),
            kolumner=tuple(_columns(con)),
            referens=changes(
                releases.reference_of(fore, before), releases.reference_of(efter, after)
            ),
        )


def forandring(con: duckdb.DuckDBPyConnection, fore: Path) -> list[Cell]:
    """The cells of the database being built that differ from an earlier published file.

    Args:
        con: a connection to the database being built; used, and left as it was.
        fore: a published file that no connection of this process holds open for writing.
    """
    with compared(con, fore):
        return list(_cells(con))


def _release(file: Path) -> Release:
    held = releases.read(file)
    if held is None:
        raise PublishError(f"{file} går inte att läsa som en utgåva.")
    return held


def _cells(con: duckdb.DuckDBPyConnection) -> Iterator[Cell]:
    origins: dict[tuple[str, str, str], list[Ursprung]] = {}
    for tabell, radnyckel, kolumn, *rest in con.execute(
        f"select * from temp.diff_ursprung order by tabell, radnyckel, kolumn, {ORDNING}"
    ).fetchall():
        origins.setdefault((tabell, radnyckel, kolumn), []).append(Ursprung(*rest))
    changes = con.execute(
        "select tabell, radnyckel, kolumn, art, fore, efter, forandring from temp.diff_cell"
        " order by tabell, radnyckel, plats"
    ).fetchall()
    for tabell, radnyckel, kolumn, art, fore, efter, forandring_text in changes:
        yield Cell(
            tabell,
            radnyckel,
            kolumn,
            art,
            fore,
            efter,
            None if forandring_text is None else Decimal(forandring_text),
            tuple(origins.get((tabell, radnyckel, kolumn), ())),
        )


def _rows(con: duckdb.DuckDBPyConnection) -> list[Rad]:
    query = "select tabell, radnyckel, art from temp.diff_rad order by all"
    return [Rad(*row) for row in con.execute(query).fetchall()]


def _files(con: duckdb.DuckDBPyConnection) -> list[Fil]:
    query = "select fil, fil_sha256, art from temp.diff_fil order by fil, art, fil_sha256"
    return [Fil(*row) for row in con.execute(query).fetchall()]


def _columns(con: duckdb.DuckDBPyConnection) -> list[Kolumn]:
    query = "select tabell, kolumn, art from temp.diff_kolumn order by all"
    return [Kolumn(*row) for row in con.execute(query).fetchall()]
