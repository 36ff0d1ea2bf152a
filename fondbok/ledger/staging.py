"""From typed ledger rows to the raw tables: what every kind of ledger file has in common.

Belongs here: the temporary table of typed rows, masking, duplicates, and the three inserts. The
readers (csv_load.py, sie_load.py) fill `ledger_typad`; nothing here knows their formats.
"""

from __future__ import annotations

from collections import Counter

import duckdb
import pyarrow as pa

from fondbok.findings import Finding, Rule
from fondbok.ledger import rules
from fondbok.ledger.masking import CANDIDATE, masked

# Columns of ledger_typad: those of raw.ledger_rad and what decides about the row.
# regel: rule id of the reject or NULL; kolumn, varde: the cell that stopped it.
# innehall: the row whole, of rejected rows only: a copy of every line would cost a fifth of a load.
CREATE = """
create or replace temp table ledger_typad (
    blad varchar, rad bigint, utfall varchar, innehall varchar, innehall_hash varchar,
    rakenskapsar integer, serie varchar, verifikation varchar, verifikat_rad integer,
    datum date, konto varchar, ansvar varchar, verksamhet varchar, projektkod varchar,
    motpart varchar, text varchar, belopp decimal(18, 2), valuta varchar,
    belopp_valuta decimal(18, 2), objekt varchar, ersatter varchar,
    regel varchar, kolumn varchar, varde varchar, trasig boolean
)
"""

TABLES = (
    "ledger_typad",
    "ledger_lines",
    "ledger_fynd",
    "ledger_mask",
    "ledger_lika",
    "ledger_verifikat",
)


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Make room for one file's rows and findings."""
    con.execute(CREATE)
    con.execute(
        "create or replace temp table ledger_fynd ("
        "blad varchar, rad bigint, kolumn varchar, regel varchar, varde varchar)"
    )


def end(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what `begin` and the readers made."""
    for table in TABLES:
        con.execute(f"drop table if exists temp.{table}")


def text_literal(value: str) -> str:
    """A SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def note(
    con: duckdb.DuckDBPyConnection, rule: Rule, blad: str, kolumn: str | None, varde: str | None
) -> None:
    """A finding about the whole file or sheet."""
    con.execute("insert into ledger_fynd values (?, null, ?, ?, ?)", [blad, kolumn, rule.id, varde])


def mask_personal_data(con: duckdb.DuckDBPyConnection) -> None:
    """Mask text, motpart and the rows kept whole, and say so at each row."""
    pattern = text_literal(CANDIDATE)
    # The text, the counterpart and a rejected row are what is stored of free words.
    candidates = con.execute(
        f"""
        select distinct v from (
            select text as v from ledger_typad where regexp_matches(text, {pattern})
            union all
            select motpart from ledger_typad where regexp_matches(motpart, {pattern})
            union all
            select unnest([innehall, varde]) from ledger_typad where regel is not null
            union all
            select varde from ledger_fynd where rad is not null
        ) where v is not null and regexp_matches(v, {pattern}) order by v
        """
    ).fetchall()
    pairs = masked(row[0] for row in candidates)
    if not pairs:
        return
    words, clean = zip(*pairs, strict=True)
    con.register("ledger_mask_in", pa.table({"ord": list(words), "maskerad": list(clean)}))
    con.execute("create or replace temp table ledger_mask as from ledger_mask_in")
    con.unregister("ledger_mask_in")
    con.execute(
        "insert into ledger_fynd select blad, rad, null, ?, null from ledger_typad "
        "where regel is null and (text in (select ord from ledger_mask) "
        "or motpart in (select ord from ledger_mask))",
        [rules.PERSONUPPGIFT.id],
    )
    for table, column, only in (
        ("ledger_typad", "text", "true"),
        ("ledger_typad", "motpart", "true"),
        ("ledger_typad", "innehall", "regel is not null"),
        ("ledger_typad", "varde", "regel is not null"),
        ("ledger_fynd", "varde", "rad is not null"),
    ):
        con.execute(
            f"update {table} set {column} = maskerad from ledger_mask "
            f"where {column} = ord and {only}"
        )


def store(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Insert the typed rows, the rejected ones and the findings under the file's hash."""
    number, join = _row_in_voucher(con)
    con.execute(
        f"""
        insert into raw.ledger_rad
        select
            md5(? || '|' || blad || '|' || rad), ?, blad, rad, utfall, innehall_hash,
            t.rakenskapsar, t.serie, t.verifikation, {number}, datum, konto, ansvar, verksamhet,
            projektkod, motpart, text, belopp, valuta, belopp_valuta, objekt, ersatter
        from ledger_typad as t {join}
        """,
        [sha, sha],
    )
    _register_rules(con)
    message = (
        "replace(replace(r.mall, '{varde}', coalesce(f.varde, '')), "
        "'{kolumn}', coalesce(f.kolumn, ''))"
    )
    con.execute(
        f"""
        insert into raw.avvisad_rad
        select ?, blad, rad, kolumn, varde, regel, {message}, innehall
        from ledger_typad as f inner join ledger_regler as r on r.id = f.regel
        where utfall = 'avvisad'
        order by blad, rad
        """,
        [sha],
    )
    con.execute(
        f"""
        insert into raw.fynd
        select ?, blad, rad, kolumn, regel, allvar, varde, {message}
        from ledger_fynd as f inner join ledger_regler as r on r.id = f.regel
        order by blad, rad nulls first, regel
        """,
        [sha],
    )
    con.unregister("ledger_regler")


def _row_in_voucher(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """SQL of a row's number within its voucher, and the join it needs.

    Where the rows of each voucher stand together, as they nearly always do, counting from the
    first of them costs a third of a window over all rows.
    """
    con.execute(
        "create or replace temp table ledger_verifikat as "
        "select rakenskapsar, serie, verifikation, min(rad) as forsta, "
        "max(rad) - min(rad) + 1 = count(*) and min(blad) = max(blad) as samlad "
        "from ledger_typad where utfall = 'laddad' group by rakenskapsar, serie, verifikation"
    )
    row = con.execute("select coalesce(bool_and(samlad), true) from ledger_verifikat").fetchone()
    if row and row[0]:
        return "coalesce(verifikat_rad, case when utfall = 'laddad' then rad - forsta + 1 end)", (
            "left join ledger_verifikat as v on t.rakenskapsar is not distinct from v.rakenskapsar "
            "and t.serie is not distinct from v.serie "
            "and t.verifikation is not distinct from v.verifikation"
        )
    return (
        "coalesce(verifikat_rad, case when utfall = 'laddad' then row_number() over "
        "(partition by t.rakenskapsar, t.serie, t.verifikation, utfall order by blad, rad) end)",
        "",
    )


def _register_rules(con: duckdb.DuckDBPyConnection) -> None:
    table = pa.table(
        {
            "id": [rule.id for rule in rules.RULES],
            "allvar": [rule.allvar for rule in rules.RULES],
            "mall": [rule.mall for rule in rules.RULES],
        }
    )
    con.register("ledger_regler", table)


def store_finding(con: duckdb.DuckDBPyConnection, sha: str, found: Finding) -> None:
    """A finding about a file that was refused."""
    con.execute(
        "insert into raw.fynd values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            sha,
            found.blad,
            found.rad,
            found.kolumn,
            found.regel,
            found.allvar,
            found.varde,
            found.meddelande,
        ],
    )


def outcomes(con: duckdb.DuckDBPyConnection) -> tuple[Counter[str], int]:
    """Rows per outcome, and the number of findings."""
    rows = con.execute("select utfall, count(*) from ledger_typad group by utfall").fetchall()
    count = con.execute("select count(*) from ledger_fynd").fetchone()
    return Counter(dict(rows)), count[0] if count else 0
