"""A raw layer made nasty on purpose: what engines may read differently, all in one home.

Belongs here: the changes, a statement each with what it tries. The rows are the example's, and so
are their files; nothing of it is real.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from fondbok.paths import Home
from fondbok.warehouse import dbt_process
from fondbok.warehouse.load import KEPT

_PROJECTS = "update raw.submission_projekt set "
CHANGES: dict[str, str] = {
    "decomposed letters": _PROJECTS
    + "projekt = replace(replace(replace(projekt, 'ö', concat('o', chr(776))),"
    " 'å', concat('a', chr(778))), 'ä', concat('a', chr(776))) where rad % 5 = 0",
    "hard blanks at the ends": _PROJECTS
    + "projekt = concat(chr(160), projekt, chr(160)) where rad % 7 = 0",
    "quotes and backslashes": _PROJECTS
    + "projekt = concat(projekt, ' \"L''Été\" \\n C:\\temp') where rad % 11 = 0",
    "letters with two cases": _PROJECTS + "projekt = concat('Straße ', projekt) where rad % 13 = 0",
    "euro with odd öre": _PROJECTS
    + "utbetalt_valuta = 'EUR', utbetalt = cast(rad * 1000 + 0.01 * (rad % 97) as decimal(18, 2))"
    " where rad % 3 = 0 and utbetalt is not null",
    "half an öre": _PROJECTS
    + "utbetalt_valuta = 'EUR', utbetalt = 0.01 * (rad % 9 + 1) where rad % 10 = 0"
    " and utbetalt is not null",
    "negative sums": _PROJECTS + "utbetalt = -utbetalt where rad % 17 = 0",
    "a huge sum": _PROJECTS
    + "utbetalt = 9999999999999.99, utbetalt_valuta = 'SEK' where kallrad_id ="
    " (select min(kallrad_id) from raw.submission_projekt where utfall = 'laddad'"
    " and utbetalt is not null)",
    "a huge budget in euro": _PROJECTS
    + "budget = 98765432101234.56, budget_valuta = 'EUR' where kallrad_id ="
    " (select max(kallrad_id) from raw.submission_projekt where utfall = 'laddad')",
    "no date where dates order": _PROJECTS + "beslutsdatum = null where rad % 2 = 0",
    "no diary number": _PROJECTS + "diarienummer = null where rad % 3 = 1",
    "no fund": _PROJECTS + "fond_kod = null where rad % 19 = 0",
    "no number of a goal": "update raw.submission_kf_mal set nummer = null where ordning = 2",
    "thirds": "update raw.submission_kf_mal set andel = 33.3333 where kallrad_id in"
    " (select kallrad_id from raw.submission_kf_mal group by 1 having count(*) = 3)",
    "blanks after accounts": "update raw.ledger_rad set konto = concat(konto, ' ')"
    " where rad % 9 = 0",
    "hard blanks after units": "update raw.ledger_rad set ansvar = concat(ansvar, chr(160))"
    " where rad % 19 = 0",
    "vouchers without number": "update raw.ledger_rad set verifikation = null where rad % 23 = 0",
    "rows in euro": "update raw.ledger_rad set valuta = 'EUR', belopp = null,"
    " belopp_valuta = cast(belopp / 11 as decimal(18, 2)) where rad % 29 = 0",
    "codes in other case": "update raw.ledger_rad set projektkod = concat(lower(projektkod), ' ')"
    " where rad % 4 = 0",
    "quotes in a ledger's text": "update raw.ledger_rad set text = concat(text, ' ''\"\\')"
    " where rad % 6 = 0",
    "no date of a row": "update raw.ledger_rad set datum = null where rad % 41 = 0",
}


def make(example: Home, folder: Path) -> Home:
    """A home with the example's raw layer made nasty, built by DuckDB; landing is not run there.

    Args:
        example: a refreshed home.
        folder: made anew.

    Raises:
        RuntimeError: a change found no row to change, or dbt did not build it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    home = Home(folder)
    home.warehouse_dir.mkdir(parents=True)
    shutil.copy(example.kommun, home.kommun)
    shutil.copytree(example.referens, home.referens)
    shutil.copytree(example.project, home.project)
    shutil.copy(example.warehouse, home.warehouse)
    with duckdb.connect(str(home.warehouse)) as con:
        for tried, statement in CHANGES.items():
            (changed,) = con.execute(statement).fetchone() or (0,)
            if not changed:
                raise RuntimeError(f"{tried}: no row of the example was changed")
        for table in KEPT:
            con.execute(f"drop table if exists intermediate.{table}")
    built = dbt_process.dbt_build(home)
    if not built.told_results():
        raise RuntimeError(f"dbt did not build the nasty home:\n{built.output[-2000:]}")
    return home
