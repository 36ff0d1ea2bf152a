"""mart.rpt_forandring: every published cell that is another than in the release before.

Belongs here: keeping the comparison as a table. It is part of the release it describes, and no part
of what two releases are compared by.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from fondbok.paths import Home
from fondbok.publish import harkomst, health
from fondbok.publish import release as releases
from fondbok.publish.comparison.tables import ORDNING, compared
from fondbok.warehouse.written import WrittenTable

TABLE = releases.CHANGES
NAME = TABLE.partition(".")[2]

SHOWN = 20
WRITTEN = WrittenTable(
    "mart",
    NAME,
    "Varje publicerat värde som skiljer sig från utgåvan före, hur mycket och vilka rader det"
    " beror på. En rad per rapport, rad och kolumn. Tom för den första utgåvan och när inget"
    " publicerat värde är ett annat.",
    {
        "tabell": ("varchar not null", "Rapporten, till exempel rpt_utbetalt_per_namnd."),
        "radnyckel": ("varchar not null", "Raden, till exempel ar=2022;namnd_kod=ASN."),
        "kolumn": ("varchar not null", "Kolumnen."),
        "art": (
            "varchar not null check (art in ('andrad', 'tillkommen', 'borttagen'))",
            "andrad: värdet är ett annat. tillkommen eller borttagen: hela raden är det.",
        ),
        "fore": (
            "varchar",
            "Värdet i utgåvan före, som text. Tomt när det var okänt eller inte fanns.",
        ),
        "efter": ("varchar", "Värdet i den här utgåvan, som text."),
        "forandring": ("decimal(38, 12)", "efter minus före, när båda är tal."),
        "antal_kallrader": (
            "bigint not null",
            "Antal rader i underlag och bokföring vars del av beloppet är en annan.",
        ),
        "kallrader": (
            "varchar",
            "De raderna: fil, blad och rad, åtskilda med semikolon. De första tjugo.",
        ),
        "fore_utgava": ("varchar not null", "Utgåvan som det jämförs med."),
    },
    is_open=False,
)


# Set-based: a release can change a hundred thousand cells. Places read as `wording.plats` has them.
_CHANGES = f"""
insert into {TABLE} ({", ".join(WRITTEN.columns)})
select
    cell.tabell, cell.radnyckel, cell.kolumn, cell.art, cell.fore, cell.efter,
    cast(cell.forandring as decimal(38, 12)),
    coalesce(ursprung.antal, 0),
    ursprung.kallrader,
    $fore
from temp.diff_cell as cell
left join (
    select
        tabell, radnyckel, kolumn,
        count(*) as antal,
        array_to_string(arg_min(plats, row({ORDNING}), {SHOWN}), '; ') as kallrader
    from (
        select
            *,
            concat_ws(
                ', ', coalesce(nullif(fil, ''), 'okänd fil'), 'blad ' || nullif(blad, ''),
                'rad ' || rad
            ) as plats
        from temp.diff_ursprung
    )
    group by all
) as ursprung using (tabell, radnyckel, kolumn)
"""


def write(con: duckdb.DuckDBPyConnection, home: Home) -> int:
    """Replace mart.rpt_forandring in the warehouse being built.

    The release before is the one being served. Building the served release again, with the same
    result, keeps what it said when it was made.

    Args:
        con: a connection to the warehouse, with mart.release described and the reports built.
        home: the home folder.

    Returns:
        How many cells changed.
    """
    WRITTEN.create(con)
    before = health.baseline(home)
    if before is not None:
        _compare(con, before)
    row = con.execute(f"select count(*) from {TABLE}").fetchone()
    return int(row[0]) if row else 0


def _compare(con: duckdb.DuckDBPyConnection, before: Path) -> None:
    served = releases.read(before)
    if served is None:
        return
    own = releases.described(con).release_id
    with compared(con, before):
        con.execute(_CHANGES, {"fore": served.release_id})
        unchanged = con.execute(f"select 1 from {TABLE} limit 1").fetchone() is None
        if served.release_id == own and unchanged and harkomst.columns(con, "fore", NAME):
            # What the served release says of its own changes.
            names = ", ".join(WRITTEN.columns)
            con.execute(f"insert into {TABLE} ({names}) select {names} from fore.{TABLE}")
