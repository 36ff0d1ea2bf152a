"""A corrected submission for an earlier year, landed after later years are published.

What `fondbok diff` lists is held against a comparison of the two files that knows nothing of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.publish import rapporter
from fondbok.publish import release as releases
from tests.conftest import fondbok

pytestmark = pytest.mark.thorough

KEYS = {name: rapport.nyckel for name, rapport in rapporter.alla().items()}
FIRST = """Nämnd;År;Projektnamn;Fond/program;Roll;Utbetalt EU-bidrag;KF-mål
Stadsbyggnadsnämnden;2022;Rörelse i stan;Erasmus+;projektpart;100 000 kr;1
"""
CORRECTED = """Nämnd;År;Version;Projektnamn;Fond/program;Roll;Utbetalt EU-bidrag;KF-mål
Stadsbyggnadsnämnden;2022;2;Rörelse i stan;Erasmus+;projektpart;100 000,01 kr;1
"""


def _rows(file: Path, table: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    with duckdb.connect(str(file), read_only=True) as con:
        cursor = con.execute(f"select * from mart.{table}")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {tuple(row[key] for key in KEYS[table]): row for row in rows}


def _naive(before: Path, after: Path) -> set[tuple[str, tuple[Any, ...], str]]:
    """Cells of rows that are in both files and differ."""
    found = set()
    for table, keys in KEYS.items():
        old, new = _rows(before, table), _rows(after, table)
        for key in old.keys() & new.keys():
            found |= {
                (table, tuple(map(str, key)), column)
                for column in old[key]
                if column not in keys and old[key][column] != new[key][column]
            }
    return found


@pytest.fixture(scope="module")
def home(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The example with one more submission, published; the tests of this file share it."""
    home = Home(tmp_path_factory.mktemp("rattelse") / "home")
    shutil.copytree(malmo.root, home.root)
    (home.submissions / "sbn_2022.csv").write_text(FIRST, "utf-8")
    run = fondbok("refresh", "--home", home.root, "--json")
    assert run.json["published"] is True, run.out + run.err
    return home


def test_a_correction_changes_its_own_cells_and_no_other(home: Home) -> None:
    before = releases.current(home)
    (home.submissions / "sbn_2022_rattad.csv").write_text(CORRECTED, "utf-8")
    run = fondbok("refresh", "--home", home.root, "--json")
    assert run.json["published"] is True, run.out + run.err
    with duckdb.connect(str(home.mart), read_only=True) as con:
        assert con.execute(
            "select rader_ersatta from kvalitet.fil where fil = 'submissions/sbn_2022.csv'"
        ).fetchone() == (1,)

    notes = home.releases / run.json["release_id"] / "notes.md"
    assert "### 2022 (stängt år)" in notes.read_text("utf-8")

    old = home.releases / before.release_id / releases.FILE
    listed = fondbok("diff", "foregaende", "aktuell", "--home", home.root, "--json").json
    cells = {
        (cell["tabell"], tuple(part.partition("=")[2] for part in _key(cell)), cell["kolumn"])
        for cell in listed["celler"]
        if cell["art"] == "andrad"
    }
    assert cells == {(t, k, c) for t, k, c in _naive(old, home.mart) if c != "radnyckel"}
    assert cells
    years = {key[0] for table, key, _ in cells if table.startswith("rpt_utbetalt")}
    assert years == {"2022"}
    money = [c for c in listed["celler"] if c["kolumn"] == "belopp_sek" and c["art"] == "andrad"]
    assert {cell["forandring"] for cell in money} == {"0.01"}

    with duckdb.connect(str(old), read_only=True) as con:
        assert con.execute(
            "select belopp_sek::varchar from mart.rpt_utbetalt_per_namnd"
            " where ar = 2022 and namnd_kod = 'SBN'"
        ).fetchone() == ("100000.00",)


def _key(cell: dict[str, Any]) -> list[str]:
    return cell["radnyckel"].split(";")


def test_a_submission_that_is_taken_away_leaves_the_mart_it_came_to(
    home: Home, malmo: Home
) -> None:
    for file in home.submissions.glob("sbn_2022*.csv"):
        file.unlink()
    before = releases.current(home)
    run = fondbok("refresh", "--home", home.root, "--json")
    assert run.code == 3, run.out + run.err
    assert "finns inte längre" in " ".join(run.json["notes"])
    assert releases.current(home) == before
    run = fondbok("refresh", "--home", home.root, "--json", "--accept-loss")
    assert run.code == 0, run.out + run.err
    assert "Godtagen förlust: SBN 2022" in (home.releases / "journal.jsonl").read_text("utf-8")
    assert releases.current(home).release_id == releases.current(malmo).release_id
    with duckdb.connect(str(home.mart), read_only=True) as con:
        con.execute(f"attach '{malmo.mart}' as facit (read_only)")
        assert con.execute(
            "select count(*) from (from mart.fct_eu_medel except from facit.mart.fct_eu_medel)"
        ).fetchone() == (0,)
