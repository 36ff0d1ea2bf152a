"""What all ledger files have in common on their way into the raw tables.

Belongs here: the temporary tables of findings and rejects, masking, and their way into the raw
schema. What types the rows (type_rows.py, sie_load.py) writes raw.ledger_rad; nothing here knows
their formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa

from fondbok.files.privacy.in_sql import Masker, masked
from fondbok.files.privacy.personal_data import MASKS
from fondbok.findings import Finding, Rule
from fondbok.ledger import export, rules
from fondbok.ledger.export import NOTHING, Export
from fondbok.ledger.statements import statement
from fondbok.ledger.voucher_numbers import MASKED_NUMBER
from fondbok.sql import text_literal

# Rows that may be totals, and whether they are.
WEIGHED = "ledger_vagd"
TABLES = (
    "ledger_lines",
    "ledger_fynd",
    "ledger_avvisad",
    "ledger_lika",
    WEIGHED,
    "ledger_celler",
    "ledger_bredvid",
)
VIEWS = ("ledger_lines", "ledger_cells")
_TEXTS = (
    "text",
    "motpart",
    "serie",
    "verifikation",
    "konto",
    "ansvar",
    "verksamhet",
    "projektkod",
    "objekt",
)


@dataclass
class Session:
    """What holds while one file is read.

    Attributes:
        keeps_order: whether the connection kept the order of rows, for `end` to restore.
        masker: masks the file's texts, and knows whether it had to.
    """

    keeps_order: bool
    masker: Masker


def begin(con: duckdb.DuckDBPyConnection) -> Session:
    """Make room for one file's findings and rejects, and let SQL mask."""
    kept = con.execute("select current_setting('preserve_insertion_order')").fetchone() == (True,)
    session = Session(kept, Masker())
    # Rows carry their number, so their order in a table says nothing and need not be paid for.
    con.execute("set preserve_insertion_order = false")
    con.execute(
        "create or replace temp table ledger_fynd ("
        "blad varchar, rad bigint, kolumn varchar, regel varchar, varde varchar)"
    )
    con.execute(
        "create or replace temp table ledger_avvisad (blad varchar, rad bigint, kolumn varchar, "
        "varde varchar, regel varchar, innehall varchar)"
    )
    session.masker.register(con)
    return session


def end(con: duckdb.DuckDBPyConnection, session: Session) -> None:
    """Drop what `begin` and the readers made."""
    con.execute(f"set preserve_insertion_order = {session.keeps_order}")
    for name in VIEWS:
        con.unregister(name)
    for table in TABLES:
        con.execute(f"drop table if exists temp.{table}")
    session.masker.remove(con)


def sheet(
    con: duckdb.DuckDBPyConnection,
    sha: str,
    blad: str,
    ersatter: str,
    said: Export = NOTHING,
) -> int:
    """Register a sheet whose rows are to be stored; the number that they know it by.

    Args:
        con: the connection.
        sha: SHA-256 of the file.
        blad: name of the sheet, '' in text files.
        ersatter: the unit a later file replaces, verifikation or manad.
        said: what the export says of itself.
    """
    row = con.execute("select coalesce(max(blad_nr), 0) + 1 from raw.ledger_blad").fetchone()
    number = int(row[0]) if row else 1
    con.execute(
        "insert into raw.ledger_blad (blad_nr, fil_sha256, blad, ersatter, foretag, gjord,"
        " gjord_kalla, fran_datum, till_datum) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [number, sha, blad, ersatter, *astuple(said)],
    )
    return number


def date_by_name(con: duckdb.DuckDBPyConnection, sha: str, name: str) -> None:
    """Date the sheets of a file whose name has a day without a year, which its rows then tell."""
    undated = f"(gjord is null or gjord_kalla = '{export.ARBETSBOK}') and fil_sha256 = ?"
    if not export.has_day_without_year(name):
        return
    row = con.execute(
        f"select max(datum) from raw.ledger_rad inner join raw.ledger_blad using (blad_nr) "
        f"where utfall = 'laddad' and {undated}",
        [sha],
    ).fetchone()
    made = export.made_without_year(name, row[0] if row else None)
    if made is not None:
        con.execute(
            f"update raw.ledger_blad set gjord = ?, gjord_kalla = ? where {undated}",
            [made, export.NAMN, sha],
        )


# The rows of one file, of all its sheets; takes its hash.
OF_FILE = "raw.ledger_rad inner join raw.ledger_blad using (blad_nr) where fil_sha256 = ?"


def forget(con: duckdb.DuckDBPyConnection, shas: Sequence[str]) -> None:
    """Take out the rows of files, and their sheets."""
    sheets = "from raw.ledger_blad where fil_sha256 in (select unnest(?))"
    con.execute(
        f"delete from raw.ledger_rad where blad_nr in (select blad_nr {sheets})", [list(shas)]
    )
    con.execute(f"delete {sheets}", [list(shas)])


def note(
    con: duckdb.DuckDBPyConnection, rule: Rule, blad: str, kolumn: str | None, varde: str | None
) -> None:
    """A finding about the whole file or sheet."""
    con.execute("insert into ledger_fynd values (?, null, ?, ?, ?)", [blad, kolumn, rule.id, varde])


def sized(rows: int, summa: Decimal) -> str:
    """How many rows, and what they come to: "2 rader, -1000.00 kr"."""
    return f"{'1 rad' if rows == 1 else f'{rows} rader'}, {summa} kr"


def store(con: duckdb.DuckDBPyConnection, sha: str, session: Session) -> None:
    """Write the rejects and findings of a file whose rows are in raw.ledger_rad."""
    if session.masker.found:
        _note_masked(con, sha)
    _register_rules(con)
    for table in ("ledger_avvisad", "ledger_fynd"):
        con.execute(f"update {table} set varde = {masked('varde')}, kolumn = {masked('kolumn')}")
    con.execute(statement("store_rejects", fil_sha256=text_literal(sha)))
    con.execute(statement("store_findings", fil_sha256=text_literal(sha)))
    con.unregister("ledger_regler")


def _note_masked(con: duckdb.DuckDBPyConnection, sha: str) -> None:
    """Say at each row that something in it was masked."""
    marked = " or ".join(
        f"contains({each}, {text_literal(word)})" for each in _TEXTS for word in MASKS
    )
    marked += f" or starts_with(verifikation, '{MASKED_NUMBER}')"
    con.execute(
        f"insert into ledger_fynd select blad, rad, null, ?, null from {OF_FILE} "
        f"and utfall <> 'avvisad' and ({marked})",
        [rules.LEDGER_PERSONUPPGIFT.id, sha],
    )


def _register_rules(con: duckdb.DuckDBPyConnection) -> None:
    table = pa.table(
        {
            "id": [rule.id for rule in rules.RULES],
            "allvar": [rule.allvar for rule in rules.RULES],
            "mall": [rule.mall for rule in rules.RULES],
            "raknas_inte": [rule.raknas_inte for rule in rules.RULES],
        }
    )
    con.register("ledger_regler", table)


def store_finding(con: duckdb.DuckDBPyConnection, sha: str, found: Finding) -> None:
    """A finding about a file that was refused."""
    con.execute(
        "insert into raw.fynd (fil_sha256, blad, rad, kolumn, regel, allvar, varde, meddelande,"
        " raknas_inte) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            sha,
            found.blad,
            found.rad,
            found.kolumn,
            found.regel,
            found.allvar,
            found.varde,
            found.meddelande,
            found.raknas_inte,
        ],
    )


def outcomes(con: duckdb.DuckDBPyConnection, sha: str) -> tuple[Counter[str], date | None, int]:
    """Rows per outcome, the newest booking of the loaded ones, and the number of findings."""
    rows = con.execute(
        f"select utfall, count(*), max(datum) from {OF_FILE} group by utfall",
        [sha],
    ).fetchall()
    count = con.execute("select count(*) from ledger_fynd").fetchone()
    newest = next((day for utfall, _, day in rows if utfall == "laddad"), None)
    return Counter({utfall: n for utfall, n, _ in rows}), newest, count[0] if count else 0
