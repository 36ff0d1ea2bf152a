"""Everything the answers are made of, read once from the build database.

Belongs here: SQL. Rows come in an order that does not depend on how they were stored.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from fondbok.intake.fields import TABLES as SIDE_TABLES
from fondbok.warehouse import database

Record: TypeAlias = dict[str, Any]

_QUERIES = {
    "inlamningar": """
        select inlamning.*, fil.fil_sha256
        from mart.rpt_inlamning as inlamning
        inner join kvalitet.fil as fil on inlamning.fil = fil.fil
        where inlamning.status <> 'saknas'
        order by inlamning.ar, inlamning.namnd_kod, inlamning.version desc, inlamning.fil
    """,
    "filer": "select * from kvalitet.fil order by fil, fil_sha256",
    # A held row of another nämnd or year is still part of what its file speaks for.
    "rader": """
        select
            rad.*,
            case
                when rad.utfall = 'avvisad'
                    then coalesce(start.namnd_kod, rad.namnd_kod, rad.namnd_koder)
                else rad.namnd_kod
            end as inlamning_namnd,
            case when rad.utfall = 'avvisad' then coalesce(start.ar, rad.ar) else rad.ar end
                as inlamning_ar
        from raw.submission_projekt as rad
        left join raw.submission as start on rad.fil_sha256 = start.fil_sha256
        order by rad.fil_sha256, rad.blad, rad.rad, rad.kallrad_id
    """,
    # What the city's figures say of each nämnd, and how sure that is.
    "raknat": """
        select ar, namnd_kod, antal_projekt_olika, antal_projekt_olika_grad, belopp_sek,
            belopp_sek_grad
        from mart.rpt_utbetalt_per_namnd
    """,
    "grader": """
        select rad.kallrad_id, deltagande.belopp_sek_grad
        from intermediate.int_deltagande__rad as rad
        inner join mart.bi_deltagande as deltagande
            on
                rad.projekt_kod = deltagande.projekt_kod
                and rad.namnd_kod = deltagande.namnd_kod
                and rad.ar = deltagande.ar
    """,
    "start": "select fil_sha256, beslutsdatum from raw.submission",
    "mal": "select * from raw.submission_kf_mal order by kallrad_id, ordning",
    # Ledger files may hold very many: they are summed up in their own query.
    "fynd": """
        select fynd.* from kvalitet.fynd as fynd
        inner join kvalitet.fil as fil on fynd.fil_sha256 = fil.fil_sha256
        where fil.typ <> 'ledger' or fynd.rad is null
        order by fynd.fil_sha256, fynd.blad nulls first, fynd.rad nulls first,
            fynd.kolumn nulls first, fynd.regel, fynd.meddelande
    """,
    "avvisade": """
        select rad.* from kvalitet.avvisad_rad as rad
        inner join kvalitet.fil as fil on rad.fil_sha256 = fil.fil_sha256
        where fil.typ <> 'ledger'
        order by rad.fil_sha256, rad.blad nulls first, rad.rad nulls first, rad.regel,
            rad.meddelande
    """,
    "ekonomi": """
        with told as (
            select fil_sha256, blad, rad, regel, allvar, meddelande, raknas_inte
            from kvalitet.fynd
            union
            select fil_sha256, blad, rad, regel, 'fel' as allvar, meddelande, false as raknas_inte
            from kvalitet.avvisad_rad
        )
        select
            told.fil_sha256, told.regel, told.allvar, bool_or(told.raknas_inte) as raknas_inte,
            count(*) as antal, min(told.rad) as rad,
            arg_min(told.meddelande, (told.rad, told.meddelande)) as meddelande
        from told
        inner join kvalitet.fil as fil on told.fil_sha256 = fil.fil_sha256
        where fil.typ = 'ledger' and told.rad is not null
        group by told.fil_sha256, told.regel, told.allvar
        order by told.fil_sha256, told.allvar, told.regel
    """,
}


@dataclass(frozen=True)
class Landed:
    """What lies behind the answers.

    Attributes:
        inlamningar: rows of mart.rpt_inlamning that have a file, with its hash; the
            newest version first.
        filer: rows of kvalitet.fil.
        rader: rows of raw.submission_projekt by file hash, each with the nämnd (several joined by
            ";") and year of its submission under "inlamning_namnd" and "inlamning_ar".
        start: the file's own word about the decision, by file hash.
        mal: rows of raw.submission_kf_mal by kallrad_id.
        sidor: rows of the other raw tables by file hash, each with the sort of its
            table under "tabell".
        fynd: rows of kvalitet.fynd by file hash.
        avvisade: rows of kvalitet.avvisad_rad by file hash.
        ekonomi: findings and rejects of ledger rows by file hash, one entry a rule with their
            count and the first row.
        raknat: the row of mart.rpt_utbetalt_per_namnd by year and nämnd.
        grader: the grade of the amount of the participation each row is part of, by kallrad_id.
    """

    inlamningar: list[Record]
    filer: list[Record]
    rader: dict[str, list[Record]]
    start: dict[str, list[Record]]
    mal: dict[str, list[Record]]
    sidor: dict[str, list[Record]]
    fynd: dict[str, list[Record]]
    avvisade: dict[str, list[Record]]
    ekonomi: dict[str, list[Record]]
    raknat: dict[tuple[int, str], Record]
    grader: dict[str, str]


def read(warehouse: Path) -> Landed:
    """Read the build database.

    Raises:
        duckdb.Error: it cannot be opened, or was never built.
    """
    with database.connect(warehouse, read_only=True) as con:
        found = {name: _records(con, sql) for name, sql in _QUERIES.items()}
        sidor = [
            {**record, "tabell": kind}
            for kind, table in SIDE_TABLES.items()
            for record in _records(con, f"select * from raw.{table} order by fil_sha256, blad, rad")
        ]
    return Landed(
        inlamningar=found["inlamningar"],
        filer=found["filer"],
        rader=_by(found["rader"], "fil_sha256"),
        start=_by(found["start"], "fil_sha256"),
        mal=_by(found["mal"], "kallrad_id"),
        sidor=_by(sidor, "fil_sha256"),
        fynd=_by(found["fynd"], "fil_sha256"),
        avvisade=_by(found["avvisade"], "fil_sha256"),
        ekonomi=_by(found["ekonomi"], "fil_sha256"),
        raknat={(row["ar"], row["namnd_kod"]): row for row in found["raknat"]},
        grader={row["kallrad_id"]: row["belopp_sek_grad"] for row in found["grader"]},
    )


def _records(con: duckdb.DuckDBPyConnection, sql: str) -> list[Record]:
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _by(records: list[Record], name: str) -> dict[str, list[Record]]:
    grouped: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record[name]].append(record)
    return dict(grouped)
