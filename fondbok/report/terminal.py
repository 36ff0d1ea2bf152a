"""The yearly tables on a terminal, straight from the published mart.

Belongs here: which columns are shown and how numbers look in Swedish.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

# The roles add up to what was paid, so they are always shown together.
_MONEY = (
    "belopp_sek as 'Utbetalt kr', belopp_agare_sek as 'Som ägare kr',"
    " belopp_part_sek as 'Som part kr', belopp_annan_roll_sek as 'Annan roll kr',"
    " belopp_okand_roll_sek as 'Okänd roll kr',"
    " formedlat_sek as 'Varav förmedlat kr'"
)
_SLICE = f"{_MONEY}, replace(varningar, ';', ', ') as 'Att veta'"
REPORTS = (
    (
        "Sammanfattning per år",
        "select ar as 'År', antal_projekt as 'Projekt', antal_deltaganden as 'Deltaganden',"
        " antal_agare as 'Som ägare', antal_part as 'Som part', antal_namnder as 'Nämnder',"
        " antal_sakra_eu_projekt as 'Säkert EU', antal_okand_fond_projekt as 'Okänd fond',"
        f" {_MONEY} from mart.rpt_sammanfattning order by ar",
    ),
    (
        "Utbetalt per nämnd",
        "select ar as 'År', namnd as 'Nämnd', antal_projekt as 'Projekt',"
        f" {_SLICE} from mart.rpt_utbetalt_per_namnd order by ar, namnd",
    ),
    (
        "Utbetalt per fondgrupp",
        "select ar as 'År', fondgrupp as 'Fondgrupp', antal_projekt as 'Projekt',"
        f" {_SLICE} from mart.rpt_utbetalt_per_fondgrupp order by ar, fondgrupp",
    ),
    (
        "Utbetalt per KF-mål (antalen går inte att summera: ett projekt kan bidra till flera mål)",
        "select ar as 'År', concat_ws(' ', nummer, kf_mal) as 'Mål', antal_projekt as 'Projekt',"
        f" {_SLICE} from mart.rpt_utbetalt_per_kf_mal"
        " order by ar, nummer nulls last",
    ),
    (
        "Avstämning mot publicerade siffror",
        "select ar as 'År', status as 'Status', count(*) as 'Antal siffror'"
        " from mart.rpt_avstamning group by all order by ar, status",
    ),
    (
        "Siffror som bara stämmer som helhet",
        "select ar as 'År', matt as 'Mått', publicerat as 'Publicerat', forklaring as 'Förklaring'"
        " from mart.rpt_avstamning where status = 'stammer_av_slump' order by ar, siffra_id",
    ),
    (
        "Motsägelser i publicerade siffror",
        "select id as 'Id', ar as 'År', vanster as 'Ena sidan', hoger as 'Andra sidan',"
        " skillnad as 'Skillnad' from mart.rpt_motsagelse order by length(id), id",
    ),
)


def print_tables(mart: Path, console: Console) -> None:
    """Print every report of the published mart.

    Args:
        mart: a published file.
        console: where to.
    """
    with duckdb.connect(str(mart), read_only=True) as con:
        for title, query in REPORTS:
            cursor = con.execute(query)
            names = [column[0] for column in cursor.description]
            table = Table(title=title, title_justify="left", title_style="bold", box=None)
            for name in names:
                words = name in _WORDS
                table.add_column(name, justify="left" if words else "right", no_wrap=not words)
                if name in _PLAIN:
                    table.columns[-1].min_width = 4
            for row in cursor.fetchall():
                table.add_row(*(_text(value, name) for value, name in zip(row, names, strict=True)))
            console.print(table)
            console.print()


_WORDS = {"Nämnd", "Fondgrupp", "Mål", "Status", "Id", "År", "Att veta"}
_PLAIN = {"År"}


def _text(value: Any, name: str) -> str:
    """Swedish numbers: blanks between thousands, decimal comma; nothing for unknown."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}".replace(",", " ").replace(".", ",")
    if isinstance(value, int) and name not in _PLAIN:
        return f"{value:,}".replace(",", " ")
    return str(value)
