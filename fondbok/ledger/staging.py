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
from fondbok.ledger.masking import CANDIDATE, CODE_CANDIDATE, masked

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

# Begins the voucher numbers that are made here, of a row's content.
MADE_NUMBER = "utan-"

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


# Free words, and codes: a code is only looked at when it is as long as an identity number or has an
# at sign, which nearly none has.
_FREE = ("text", "motpart")
_CODES = ("serie", "verifikation", "konto", "ansvar", "verksamhet", "projektkod", "objekt")
_SHORTEST_IDENTITY = 11


def mask_personal_data(con: duckdb.DuckDBPyConnection) -> None:
    """Mask every text of a row and the rows kept whole, and say so at each row."""
    pairs = masked(_candidates(con))
    if not pairs:
        return
    words, codes, clean = zip(*pairs, strict=True)
    table = pa.table({"ord": list(words), "kod": list(codes), "maskerad": list(clean)})
    con.register("ledger_mask_in", table)
    con.execute("create or replace temp table ledger_mask as from ledger_mask_in")
    con.unregister("ledger_mask_in")
    held = " or ".join(
        f"{column} in (select ord from ledger_mask where {kind})"
        for kind, columns in (("not kod", _FREE), ("kod", _CODES))
        for column in columns
    )
    con.execute(
        "insert into ledger_fynd select blad, rad, null, ?, null from ledger_typad "
        f"where regel is null and ({held})",
        [rules.PERSONUPPGIFT.id],
    )
    numbered = "verifikation in (select ord from ledger_mask where kod)"
    renumber = con.execute(f"select blad, rad from ledger_typad where {numbered}").fetchall()
    for column in (*_FREE, *_CODES):
        _replace(con, "ledger_typad", column, "kod" if column in _CODES else "not kod")
    for column in ("innehall", "varde", "kolumn"):
        _replace(con, "ledger_typad", column, "not kod and regel is not null")
    for column in ("varde", "kolumn"):
        _replace(con, "ledger_fynd", column, "not kod")
    _number_masked(con, renumber)


def _candidates(con: duckdb.DuckDBPyConnection) -> list[tuple[str, bool]]:
    """Distinct texts that may hold personal data, and whether each is a code."""
    pattern, code = text_literal(CANDIDATE), text_literal(CODE_CANDIDATE)
    free = " union all ".join(
        f"select {column} as v from ledger_typad where regexp_matches({column}, {pattern})"
        for column in _FREE
    )
    codes = " union all ".join(
        f"select {column} as v from ledger_typad where case "
        f"when length({column}) >= {_SHORTEST_IDENTITY} then regexp_matches({column}, {code}) "
        f"else contains({column}, '@') end"
        for column in _CODES
    )
    return con.execute(
        f"""
        select distinct v, false as kod from (
            {free}
            union all
            select unnest([innehall, varde, kolumn]) from ledger_typad where regel is not null
            union all
            select unnest([varde, kolumn]) from ledger_fynd
        ) where v is not null and regexp_matches(v, {pattern})
        union all
        select distinct v, true from ({codes}) where not starts_with(v, '{MADE_NUMBER}')
        order by all
        """
    ).fetchall()


def _replace(con: duckdb.DuckDBPyConnection, table: str, column: str, only: str) -> None:
    con.execute(
        f"update {table} set {column} = maskerad from ledger_mask where {column} = ord and {only}"
    )


def _number_masked(con: duckdb.DuckDBPyConnection, rows: list[tuple[str, int]]) -> None:
    """Give vouchers whose number was masked one made of their content.

    The mask is the same for everybody: as a number it would make one voucher of many.
    """
    if not rows:
        return
    blad, rad = zip(*rows, strict=True)
    con.register("ledger_masked_in", pa.table({"b": list(blad), "r": list(rad)}))
    con.execute(
        f"update ledger_typad set verifikation = '{MADE_NUMBER}' || md5(concat_ws('|', datum, "
        "konto, ansvar, verksamhet, projektkod, motpart, text, belopp, valuta, belopp_valuta, "
        "objekt)) from ledger_masked_in where blad = b and rad = r"
    )
    con.unregister("ledger_masked_in")


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
