"""The published file in older DuckDB clients: the oldest that opens it, and the last of each line.

Each is installed into an environment of its own, which takes a package registry: without one the
test says that it could not be made.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from fondbok.paths import Home

pytestmark = pytest.mark.slow

OPEN = ("1.1.0", "1.1.3", "1.2.2", "1.3.2", "1.4.1")
TOO_OLD = "1.0.0"
_ASK = """
import json, sys
import duckdb
with duckdb.connect(sys.argv[1], read_only=True) as con:
    money = con.execute("select belopp_sek from mart.rpt_sammanfattning where ar = 2024").fetchall()
    wide = con.execute("select sum(belopp_sek) from mart.bi_pengar where ar = 2024").fetchall()
    said = con.execute(
        "select count(*) from duckdb_tables() where comment is not null and schema_name = 'mart'"
    ).fetchall()
    kinds = con.execute(
        "select distinct constraint_type from duckdb_constraints() where schema_name = 'mart'"
    ).fetchall()
    for (table,) in con.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
    ).fetchall():
        con.execute(f"select count(*), sum(hash(t)) from {table} as t").fetchall()
print(json.dumps([duckdb.__version__, str(money[0][0]), str(wide[0][0]), said[0][0],
                  sorted(kind for kind, in kinds)]))
"""


def client(folder: Path, version: str) -> Path:
    """The Python of a new environment with that DuckDB."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", "--only-binary", ":all:", f"duckdb=={version}"]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["inget svar"])[-1]
        pytest.skip(f"duckdb {version} could not be installed for {sys.version_info[:2]}: {said}")
    return python


def asked(python: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-c", _ASK, file], capture_output=True, text=True, check=False, cwd=file.parent
    )


@pytest.mark.parametrize("version", OPEN)
def test_an_older_client_reads_every_table_with_its_keys_and_comments(
    malmo: Home, tmp_path: Path, version: str
) -> None:
    done = asked(client(tmp_path / "env", version), malmo.mart)
    assert done.returncode == 0, done.stderr
    told, money, wide, commented, kinds = json.loads(done.stdout)
    assert told == version
    assert money == wide == "50467000.00"
    assert commented > 30
    assert {"PRIMARY KEY", "FOREIGN KEY", "NOT NULL"} <= set(kinds)


def test_the_client_before_them_refuses_the_file_and_reads_nothing_wrong(
    malmo: Home, tmp_path: Path
) -> None:
    done = asked(client(tmp_path / "env", TOO_OLD), malmo.mart)
    assert done.returncode != 0
    assert "Error" in done.stderr
