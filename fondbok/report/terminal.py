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

from fondbok import grader


def _figures(**columns: str) -> str:
    """Columns of a report by what they are called, each with its grade beside it."""
    return ", ".join(
        f"{column} as '{title}', {column}_grad as '{title}|grad'"
        for column, title in columns.items()
    )


# The roles add up to what was paid, so they are always shown together.
_MONEY = _figures(
    belopp_sek="Utbetalt kr",
    belopp_agare_sek="Som ägare kr",
    belopp_part_sek="Som part kr",
    belopp_annan_roll_sek="Annan roll kr",
    belopp_okand_roll_sek="Okänd roll kr",
    formedlat_sek="Förmedlat kr",
)
_COUNT = _figures(antal_projekt_olika="Projekt")
_SLICE = f"{_MONEY}, belopp_sek_grad as 'Hur säkert', replace(varningar, ';', ', ') as 'Att veta'"
_CITY = _figures(
    antal_projekt_olika="Projekt",
    antal_deltaganden="Deltaganden",
    antal_agare_olika="Som ägare",
    antal_part_olika="Som part",
    antal_namnder_olika="Nämnder",
    antal_sakra_eu_projekt_olika="Säkert EU",
    antal_okand_fond_projekt_olika="Okänd fond",
)
REPORTS = (
    (
        "Sammanfattning per år",
        f"select ar as 'År', {_CITY} from mart.rpt_sammanfattning order by ar",
    ),
    (
        "Utbetalt per år",
        f"select ar as 'År', {_MONEY}, belopp_sek_grad as 'Hur säkert'"
        " from mart.rpt_sammanfattning order by ar",
    ),
    (
        "Utbetalt per nämnd",
        f"select ar as 'År', namnd as 'Nämnd', {_COUNT}, {_SLICE}"
        " from mart.rpt_utbetalt_per_namnd order by ar, namnd",
    ),
    (
        "Utbetalt per fondgrupp",
        f"select ar as 'År', fondgrupp as 'Fondgrupp', {_COUNT}, {_SLICE}"
        " from mart.rpt_utbetalt_per_fondgrupp order by ar, fondgrupp",
    ),
    (
        "Utbetalt per KF-mål (antalen går inte att summera: ett projekt kan bidra till flera mål)",
        f"select ar as 'År', concat_ws(' ', nummer, kf_mal) as 'Mål', {_COUNT}, {_SLICE}"
        " from mart.rpt_utbetalt_per_kf_mal order by ar, nummer nulls last",
    ),
    (
        "Avstämning mot publicerade siffror",
        "select ar as 'År', status as 'Status', count(*) as 'Antal siffror',"
        " count(*) filter (where not anpassat) as 'Utan anpassade värden'"
        " from mart.rpt_avstamning group by all order by ar, status",
    ),
    (
        "Siffror som bara stämmer som helhet",
        "select ar as 'År', matt as 'Mått', publicerat as 'Publicerat', forklaring as 'Förklaring'"
        " from mart.rpt_avstamning where status = 'stammer_av_slump' order by ar, siffra_id",
    ),
    (
        "Motsägelser i publicerade siffror",
        "select id as 'Id', ar as 'År', allvar as 'Allvar', vanster as 'Ena sidan',"
        " hoger as 'Andra sidan', skillnad as 'Skillnad' from mart.rpt_motsagelse"
        " order by id = motsagelse, length(id), id",
    ),
)


def print_tables(mart: Path, console: Console) -> None:
    """Print every report of the published mart, each figure with the mark of its grade.

    Args:
        mart: a published file.
        console: where to.
    """
    with duckdb.connect(str(mart), read_only=True) as con:
        for title, query in REPORTS:
            cursor = con.execute(query)
            asked = [column[0] for column in cursor.description]
            names = [name for name in asked if not name.endswith(_GRADE)]
            graded = len(names) < len(asked)
            table = Table(
                title=title,
                title_justify="left",
                title_style="bold",
                box=None,
                caption=grader.legend() if graded else None,
                caption_justify="left",
            )
            for name in names:
                words = name in _WORDS
                table.add_column(
                    name,
                    justify="left" if words else "right",
                    no_wrap=not words,
                    overflow="fold",
                )
                table.columns[-1].min_width = _NARROWEST.get(name)
            for values in cursor.fetchall():
                row = dict(zip(asked, values, strict=True))
                table.add_row(*(_cell(row, name) for name in names))
            console.print(table)
            console.print()
        if found := grader.agreement(con):
            console.print(f"Mot publicerade siffror: {found.sentence}.")


_GRADE = "|grad"  # ends the name of the column that grades another


_WORDS = {"Nämnd", "Fondgrupp", "Mål", "Status", "Id", "År", "Allvar", "Att veta", "Hur säkert"}
_PLAIN = {"År"}
# Less than this and a word is cut off.
_NARROWEST = {"År": 4, "Hur säkert": 10, "Att veta": 16}


def _cell(row: dict[str, Any], name: str) -> str:
    """A figure with the mark of its grade, which stands in line also where there is none."""
    text = _text(row[name], name)
    if name == "Hur säkert":
        return grader.name(row[name])
    if name + _GRADE not in row:
        return text
    mark = grader.MARKS.get(row[name + _GRADE], " ") if text else " "
    return f"{text} {mark}"


def _text(value: Any, name: str) -> str:
    """Swedish numbers: blanks between thousands, decimal comma; nothing for unknown."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}".replace(",", " ").replace(".", ",")
    if isinstance(value, int) and name not in _PLAIN:
        return f"{value:,}".replace(",", " ")
    return str(value)
