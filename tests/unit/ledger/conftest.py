"""Loading small ledgers into a real database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok import ledger
from fondbok.findings import FileRead
from fondbok.ledger import rules

# The files of most tests are a few rows on one account: that is said of them, and is not the point.
OF_SMALL_FILES = {rules.LEDGER_EN_SIDA.id, rules.LEDGER_BIDRAGSKONTO_SAKNAS.id}
HEADER = "Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Text;Belopp\n"


@dataclass
class Loaded:
    con: duckdb.DuckDBPyConnection
    read: FileRead
    sha: str

    def rows(self, *columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        return self.con.execute(
            f"select {', '.join(columns)} from raw.ledger_rad "
            f"inner join raw.ledger_blad using (blad_nr) where {where} order by blad, rad"
        ).fetchall()

    def one(self, column: str) -> list[Any]:
        return [row[0] for row in self.rows(column)]

    def rules(self, *, also: bool = False) -> dict[int | None, set[str]]:
        """Rules by row; `also` those about which accounts a file is an export of."""
        found: dict[int | None, set[str]] = {}
        query = "select rad, regel from raw.fynd union all select rad, regel from raw.avvisad_rad"
        for rad, regel in self.con.execute(query).fetchall():
            if also or regel not in OF_SMALL_FILES:
                found.setdefault(rad, set()).add(regel)
        return found

    def all_rules(self, *, also: bool = False) -> set[str]:
        return set().union(*self.rules(also=also).values())


def load_path(path: Path, profiles_dir: Path | None = None, con: Any = None) -> Loaded:
    """Load a file in one transaction, as the warehouse does."""
    if con is None:
        con = duckdb.connect()
        con.execute(ledger.RAW_SCHEMA.read_text(encoding="utf-8"))
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    con.execute("begin")
    read = ledger.load(con, path, sha, profiles_dir)
    con.execute("commit")
    return Loaded(con, read, sha)


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Loaded]:
    """load(content, name="export.csv", profile=yaml): content is text or bytes."""

    def run(content: str | bytes, name: str = "export.csv", profile: str | None = None) -> Loaded:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        folder = None
        if profile is not None:
            folder = tmp_path / "profiles"
            folder.mkdir(exist_ok=True)
            (folder / "min.yml").write_text(profile, encoding="utf-8")
        return load_path(path, folder)

    return run
