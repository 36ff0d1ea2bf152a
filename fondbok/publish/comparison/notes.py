"""Release notes: what a release says otherwise than the one served before it, for people.

Belongs here: notes.md of a release, in Swedish. What differs is found by the comparison; the
bookings behind a changed year are looked up in the two releases. The same two releases give the
same text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import duckdb

from fondbok import organisation
from fondbok.publish import harkomst
from fondbok.publish import release as releases
from fondbok.publish.comparison import compare
from fondbok.publish.comparison.found import BORTTAGEN, TILLKOMMEN, Cell, Diff
from fondbok.publish.wording import kronor, plats, skillnad, tal

NOTES = "notes.md"
MOST_ROWS = 50  # of one table in the notes; fondbok diff shows all
PER_NAMND, SUMMARY, CHECKED = "rpt_utbetalt_per_namnd", "rpt_sammanfattning", "rpt_avstamning"
UNNUMBERED = "utan-"  # how a ledger's own number begins when the export has none

Keys = dict[str, str]


@dataclass(frozen=True)
class Booking:
    """A voucher's money on one project, where the two releases say different things.

    Attributes:
        ar: year of booking.
        verifikation: series and number, or the month where the ledger has no numbers.
        datum: its day, None when nobody could read it.
        namnd_kod: the nämnd it counts in.
        projekt: the project's name, or its code.
        fore_sek: booked in the earlier release, None when it was not there.
        efter_sek: booked in the later one, None when it is gone.
        rad: file, sheet and row.
    """

    ar: int
    verifikation: str
    datum: date | None
    namnd_kod: str
    projekt: str
    fore_sek: Decimal | None
    efter_sek: Decimal | None
    rad: str

    @property
    def forandring(self) -> Decimal:
        """What the difference means for the year."""
        return (self.efter_sek or Decimal(0)) - (self.fore_sek or Decimal(0))


def write(before: Path | None, folder: Path) -> str:
    """Write notes.md in the folder of a release.

    Args:
        before: the published file that was served until now, None for the first release.
        folder: releases/<id>/, with its database.

    Returns:
        The text.

    Raises:
        PublishError: one of the files is no release.
        OSError: the notes cannot be written.
    """
    file = folder / releases.FILE
    lines = _first(file) if before is None else _changed(before, file)
    text = "\n".join(lines).rstrip("\n") + "\n"
    (folder / NOTES).write_text(text, "utf-8")
    return text


def late_bookings(before: Path, after: Path) -> list[Booking]:
    """Vouchers of closed years that differ between two published files, by year and voucher.

    A year is closed when the later file holds a submission for a later year.
    """
    newest = _newest_year(after)
    if newest is None:
        return []
    sides = [_vouchers(file, newest) for file in (before, after)]
    differing = [
        _booking(key, *(side.get(key) for side in sides))
        for key in sides[0].keys() | sides[1].keys()
        if sides[0].get(key, (None,))[0] != sides[1].get(key, (None,))[0]
    ]
    return sorted(differing, key=lambda b: (b.ar, b.datum or date.min, b.verifikation, b.projekt))


# --- asking the releases ----------------------------------------------------------------------

Voucher = tuple[int, str, str, str]
Side = tuple[Decimal, date | None, str, str]


def _newest_year(file: Path) -> int | None:
    with duckdb.connect(str(file), read_only=True) as con:
        rows = harkomst.kallrad(con, _database(con))
        row = con.execute(f"select max(ar) from ({rows}) where typ = 'submission'").fetchone()
    return row[0] if row else None


def _database(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("select current_database()").fetchone()
    return str(row[0]) if row else ""


def _vouchers(file: Path, newest: int) -> dict[Voucher, Side]:
    """(year, voucher, nämnd, project) -> amount, day, project's name and place, of closed years."""
    with duckdb.connect(str(file), read_only=True) as con:
        rows = con.execute(_VOUCHERS.format(rows=harkomst.kallrad(con, _database(con))), [newest])
        return {
            (ar, voucher, namnd, projekt): (belopp, datum, namn, plats(fil, blad, rad))
            for ar, voucher, namnd, projekt, belopp, datum, namn, (fil, blad, rad) in (
                rows.fetchall()
            )
        }


_VOUCHERS = """
with namn as (
    select d.projekt_kod, min(p.projekt) as projekt
    from mart.fct_eu_medel as d inner join mart.dim_projekt as p using (projekt_key)
    group by d.projekt_kod
)
select
    k.ar,
    trim(concat_ws(' ', u.serie, coalesce(u.verifikation, strftime(u.datum, '%Y-%m')))) as voucher,
    k.namnd_kod, k.projekt_kod, sum(k.belopp_sek), min(u.datum),
    coalesce(min(namn.projekt), k.projekt_kod), min((k.fil, k.blad, k.rad))
from ({rows}) as k
inner join mart.fct_utbetalning as u using (kallrad_id)
left join namn on k.projekt_kod = namn.projekt_kod
where k.ar < ?
group by k.ar, voucher, k.namnd_kod, k.projekt_kod
"""


def _booking(key: Voucher, fore: Side | None, efter: Side | None) -> Booking:
    ar, voucher, namnd, projekt = key
    _, datum, namn, rad = efter or fore or (None, None, projekt, "")
    numbered = "utan nummer" if UNNUMBERED in voucher else voucher
    return Booking(
        ar,
        numbered,
        datum,
        namnd,
        namn,
        fore[0] if fore else None,
        efter[0] if efter else None,
        rad,
    )


def _totals(file: Path) -> list[tuple[int, int, Decimal | None]]:
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(
            f"select ar, antal_projekt_olika, belopp_sek from mart.{SUMMARY} order by ar"
        ).fetchall()


def _figures(file: Path) -> Keys:
    """What each published figure is about, by its id; empty in releases that do not say."""
    with duckdb.connect(str(file), read_only=True) as con:
        present = harkomst.columns(con, _database(con), CHECKED)
        if not {"siffra_id", "ar", "matt", "varde_namn", "dokument"} <= present.keys():
            return {}
        return dict(
            con.execute(
                "select siffra_id, concat_ws(', ', ar, matt, nullif(varde_namn, ''), dokument)"
                f" from mart.{CHECKED}"
            ).fetchall()
        )


# --- telling ----------------------------------------------------------------------------------


def _first(file: Path) -> Iterator[str]:
    release = releases.read(file)
    if release is None:
        raise releases.PublishError(f"{file} går inte att läsa som en utgåva.")
    yield f"# Utgåva {release.release_id}"
    yield ""
    yield "Den första utgåvan: det finns ingen att jämföra med."
    yield ""
    yield from _table(
        ("År", "Projekt", "Utbetalt"),
        [(str(ar), str(count), kronor(money)) for ar, count, money in _totals(file)],
    )


def _changed(before: Path, after: Path) -> Iterator[str]:
    found = compare(before, after)
    newest = _newest_year(after)
    yield f"# Utgåva {found.efter.release_id}"
    yield ""
    yield f"Jämförd med utgåva {found.fore.release_id}, som gällde fram till nu."
    if found.fore.kod_version != found.efter.kod_version:
        yield "Programmet, modellerna eller registren är ändrade sedan dess."
    yield ""
    if found.lika:
        yield "Alla publicerade värden är desamma."
        yield ""
    yield from _files(found)
    yield from _reference(found)
    yield from _years(found, newest)
    yield from _late(late_bookings(before, after), newest)
    yield from _restated(found, _figures(after))
    yield from _rest(found)


def _files(found: Diff) -> Iterator[str]:
    if not found.filer:
        return
    yield "## Filer"
    yield ""
    for art, word in ((TILLKOMMEN, "Ny"), (BORTTAGEN, "Borttagen")):
        yield from (f"- {word}: {fil.fil}" for fil in found.filer if fil.art == art)
    yield ""


def _reference(found: Diff) -> Iterator[str]:
    """The lines of the city's own reference data that differ, one by one."""
    if not found.referens:
        return
    yield "## Ändrat i kommun.toml och referens"
    yield ""
    yield from (f"- {change.mening()}" for change in found.referens[:MOST_ROWS])
    if len(found.referens) > MOST_ROWS:
        left = Counter(change.fil for change in found.referens[MOST_ROWS:])
        counted = ", ".join(f"{fil} {count}" for fil, count in left.items())
        yield f"- Och {left.total()} rader till: {counted}."
    yield ""


def _keys(cell: Cell) -> Keys:
    return dict(part.split("=", 1) for part in cell.radnyckel.split(";") if "=" in part)


def _year(ar: int, newest: int | None) -> str:
    if ar == 0:
        return "Utan läsbart datum"
    return f"{ar} (stängt år)" if newest is not None and ar < newest else str(ar)


def _years(found: Diff, newest: int | None) -> Iterator[str]:
    """Per year: what the city was paid before and now, then each nämnd whose figure differs."""
    city = {_keys(c)["ar"]: c for c in _cells(found, SUMMARY, "belopp_sek")}
    cells = [
        *_cells(found, PER_NAMND, "belopp_sek"),
        *_cells(found, PER_NAMND, "antal_projekt_olika"),
    ]
    cells.sort(key=lambda cell: (_keys(cell)["ar"], _keys(cell)["namnd_kod"], cell.kolumn))
    if not cells:
        return
    yield "## Ändrat per år och nämnd"
    yield ""
    for ar, own in groupby(cells, key=lambda cell: _keys(cell)["ar"]):
        yield f"### {_year(int(ar), newest)}"
        yield ""
        if ar in city:
            yield f"{organisation.filled('{Organisationen}')}: {_from_to(city[ar])}."
            yield ""
        rows = [
            (
                _keys(cell)["namnd_kod"],
                "utbetalt" if cell.kolumn == "belopp_sek" else "projekt",
                *_before_after(cell),
                _change(cell),
                _sources(cell),
            )
            for cell in own
        ]
        yield from _table(("Nämnd", "Vad", "Före", "Nu", "Förändring", "Ur"), rows)


def _cells(found: Diff, tabell: str, kolumn: str) -> list[Cell]:
    return [cell for cell in found.celler if (cell.tabell, cell.kolumn) == (tabell, kolumn)]


def _before_after(cell: Cell) -> tuple[str, str]:
    return _value(cell, cell.fore), _value(cell, cell.efter)


def _value(cell: Cell, value: str | None) -> str:
    if value is None:
        return "saknas"
    if cell.kolumn.endswith("_sek"):
        return kronor(Decimal(value))
    decimals = len(value.partition(".")[2])
    return value if cell.forandring is None else tal(Decimal(value), decimals)


def _change(cell: Cell) -> str:
    return "" if cell.forandring is None else skillnad(cell.forandring)


def _from_to(cell: Cell) -> str:
    before, after = _before_after(cell)
    change = f" ({_change(cell)})" if cell.forandring is not None else ""
    return f"{before} → {after}{change}"


def _sources(cell: Cell) -> str:
    """The files whose rows made the difference."""
    return ", ".join(sorted({part.fil for part in cell.ursprung if part.fil}))


def _late(bookings: Sequence[Booking], newest: int | None) -> Iterator[str]:
    if not bookings:
        return
    yield "## Bokningar i stängda år"
    yield ""
    yield f"Nya, ändrade och borttagna verifikationer i år före {newest}, som har lämnats in."
    yield ""
    for ar, group in groupby(bookings, key=lambda booking: booking.ar):
        own = list(group)
        change = sum((booking.forandring for booking in own), Decimal(0))
        yield f"### {_year(ar, None)}: {skillnad(change)}\u00a0kr"
        yield ""
        header = ("Verifikation", "Datum", "Nämnd", "Projekt", "Före", "Nu", "Rad")
        yield from _table(header, [_booking_cells(booking) for booking in own])


def _booking_cells(booking: Booking) -> tuple[str, ...]:
    return (
        booking.verifikation,
        booking.datum.isoformat() if booking.datum else "okänt",
        booking.namnd_kod,
        booking.projekt,
        "ingen" if booking.fore_sek is None else kronor(booking.fore_sek),
        "ingen" if booking.efter_sek is None else kronor(booking.efter_sek),
        booking.rad,
    )


def _restated(found: Diff, figures: Keys) -> Iterator[str]:
    """Published figures that are now computed, or judged, in another way."""
    cells = [
        cell
        for kolumn in ("publicerat", "beraknat", "status")
        for cell in _cells(found, CHECKED, kolumn)
    ]
    if not cells:
        return
    cells.sort(key=lambda cell: cell.radnyckel)
    yield "## Publicerade siffror som bedöms på nytt"
    yield ""
    rows = []
    for cell in cells:
        name = cell.radnyckel.partition("=")[2]
        rows.append((name, figures.get(name, ""), cell.kolumn, *_before_after(cell), _change(cell)))
    yield from _table(("Siffra", "Gäller", "Vad", "Före", "Nu", "Förändring"), rows)


def _rest(found: Diff) -> Iterator[str]:
    if found.lika:
        return
    yield "## Allt som skiljer"
    yield ""
    for tabell, cells in groupby(found.celler, key=lambda cell: cell.tabell):
        yield f"- {tabell}: {len(list(cells))} celler"
    for kolumn in found.kolumner:
        word = "ny" if kolumn.art == TILLKOMMEN else "borttagen"
        yield f"- {kolumn.tabell}.{kolumn.kolumn}: {word}, jämförs inte"
    yield ""
    yield (
        f"`fondbok diff {found.fore.release_id} {found.efter.release_id}` visar varje cell och"
        " raderna bakom."
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows[:MOST_ROWS]:
        yield f"| {' | '.join(_cell(text) for text in row)} |"
    if len(rows) > MOST_ROWS:
        yield ""
        yield f"Och {len(rows) - MOST_ROWS} till."
    yield ""


def _cell(text: str) -> str:
    """A text that stays in its cell."""
    return text.replace("\n", " ").replace("|", "\\|")
