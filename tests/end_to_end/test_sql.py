"""`fondbok sql`: questions to the published file, and nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from fondbok.paths import Home
from fondbok.report import query
from tests.conftest import fondbok

TOTAL = "select ar, sum(belopp_sek) as kr, null as okant from fct_eu_medel group by ar order by ar"


def test_decimals_are_exact_in_every_format(malmo: Home) -> None:
    as_csv = fondbok("sql", TOTAL, "--format", "csv", "--home", malmo.root)
    as_json = fondbok("sql", TOTAL, "--format", "json", "--home", malmo.root)
    rows = list(csv.reader(io.StringIO(as_csv.out)))
    assert rows[0] == ["ar", "kr", "okant"]
    assert rows[-1] == ["2024", "50467000.00", ""]
    assert json.loads(as_json.out)[-1] == {"ar": 2024, "kr": "50467000.00", "okant": None}
    shown = fondbok("sql", TOTAL, "--home", malmo.root)
    assert "50467000.00" in shown.out
    assert "–" in shown.out


def test_no_row_is_an_empty_list_and_a_header(malmo: Home) -> None:
    nothing = "select 1 as ett where false"
    assert json.loads(fondbok("sql", nothing, "--format", "json", "--home", malmo.root).out) == []
    assert fondbok("sql", nothing, "--format", "csv", "--home", malmo.root).out.strip() == "ett"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("delete from fct_eu_medel", "bara till för att läsas"),
        ("create table mart.x as select 1", "bara till för att läsas"),
        ("select * from read_csv('/etc/passwd')", "bara till för att läsas"),
        ("copy fct_eu_medel to 'x.csv'", "bara till för att läsas"),
        ("attach 'x.db'", "bara till för att läsas"),
        ("install httpfs", "bara till för att läsas"),
        ("load httpfs", "bara till för att läsas"),
        ("set enable_external_access = true", "bara till för att läsas"),
        ("select 1; drop table mart.release", "bara till för att läsas"),
        ("selec 1", "gick inte att köra"),
        ("select saknas from fct_eu_medel", "gick inte att köra"),
        ("", "tom"),
        ("-- bara en kommentar", "tom"),
    ],
)
def test_what_is_no_question_is_refused(malmo: Home, asked: str, said: str) -> None:
    before = hashlib.sha256(malmo.mart.read_bytes()).hexdigest()
    with query.opened(malmo.mart) as con, pytest.raises(query.QueryError, match=said):
        list(query.ask(con, asked).rows)
    assert hashlib.sha256(malmo.mart.read_bytes()).hexdigest() == before


def test_a_file_is_read_and_a_wrong_one_is_said(malmo: Home, tmp_path: Path) -> None:
    file = tmp_path / "fraga.sql"
    file.write_text("\ufeffselect 40 + 2 as svar -- åäö", "utf-8")
    run = fondbok("sql", "-f", file, "--format", "csv", "--home", malmo.root)
    assert run.out.split() == ["svar", "42"]
    file.write_bytes("select 'å'".encode("latin-1"))
    assert fondbok("sql", "-f", file, "--home", malmo.root).code == 2
    assert fondbok("sql", "-f", tmp_path / "saknas.sql", "--home", malmo.root).code == 2
    assert fondbok("sql", "select 1", "-f", file, "--home", malmo.root).code == 2
    assert fondbok("sql", "select 1", "--format", "xml", "--home", malmo.root).code == 2


def test_no_figure_is_cut_short_in_a_narrow_window(malmo: Home) -> None:
    console = Console(width=40, file=io.StringIO())
    with query.opened(malmo.mart) as con:
        query.show(query.ask(con, "from rpt_utbetalt_per_namnd where ar = 2024"), console)
        amounts = con.execute(
            "select belopp_sek from rpt_utbetalt_per_namnd where ar = 2024"
        ).fetchall()
    said = console.file.getvalue()  # type: ignore[attr-defined]
    assert all(f"{amount:f}" in said for (amount,) in amounts if isinstance(amount, Decimal))


def test_rows_that_are_left_out_are_counted(malmo: Home) -> None:
    console = Console(width=80, file=io.StringIO())
    with query.opened(malmo.mart) as con:
        query.show(query.ask(con, "from range(250)"), console)
    assert "50 rader till visas inte" in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_dialogue_goes_on_after_a_mistake(malmo: Home) -> None:
    console = Console(width=100, file=io.StringIO())
    said = iter(["select 6", " * 7 as svar;", ".tabeller", ".hej", "fel;", ".slut"])
    with query.opened(malmo.mart) as con:
        query.shell(con, console, lambda _prompt: next(said))
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert "42" in told
    assert "mart.bi_pengar" in told
    assert "gick inte att köra" in told


def test_a_home_without_a_release_is_told_what_to_do(tmp_path: Path) -> None:
    run = fondbok("sql", "select 1", "--home", tmp_path)
    assert run.code != 0
    assert "fondbok refresh" in run.err
