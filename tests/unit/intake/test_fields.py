"""One declaration is enough: a field that is added to the table is asked, read, kept and told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fondbok.feedback import understood
from fondbok.intake import fields
from fondbok.intake.fields import Field, Kind
from fondbok.paths import PROJECT
from fondbok.values.text import key

# Fields nobody asks for, of every sort that more than one field may be of.
INVENTED = """
    Field(
        "lonekostnader", "amount", ("Varav lönekostnader", "Lönekostnader"),
        "Hur mycket som är löner.", width=18, part_of="utbetalt",
    ),
    Field("ansokan", "date", ("Ansökt",), "När ni ansökte.", width=13),
    Field("egen_andel", "share", ("Egen andel (%)",), "Er andel.", width=13),
    Field("kontaktnummer", "code", ("Ärende hos er",), "Ert nummer.", width=13, care="kod"),
    Field("webbplats", "text", ("Webbplats",), "Projektets webbplats.", width=13),
    Field("larande", "lines", ("Lärande",), "Vad ni har lärt er.", width=40),
    Field("antal_deltagare", "count", ("Deltagare",), "Hur många.", width=13),
"""
# Filled in in the form, read into raw and told in the answer, by a program of its own: the tables
# that follow from the declarations are made when they are imported.
PROGRAM = """
import json, sys
from pathlib import Path
import duckdb
from openpyxl import load_workbook
from fondbok import template
from fondbok.feedback import book, understood
from fondbok.intake import fields
from fondbok.intake.inspection import inspect_rows
from fondbok.intake.submissions import read_submission
from fondbok.template.layout import FIRST_ROW, letter
from fondbok.warehouse import database
from fondbok.warehouse.batches import as_batch

typed = json.loads(sys.argv[1])
path = Path(sys.argv[2])
template.write("ASN", 2025, path)
form = load_workbook(path)
for field, value in typed.items():
    form["Projekt"][f"{letter(field)}{FIRST_ROW}"] = value
form.save(path)
read = read_submission(path, "0" * 64)
with duckdb.connect() as con:
    database.create_raw(con)
    landed = con.sql("select * exclude (kommun_kod) from raw.submission_projekt limit 0")
    schema = landed.to_arrow_table().schema
    batch = as_batch("submission_projekt", read.rows["submission_projekt"], schema)
    con.register("batch", batch)
    con.execute("insert into raw.submission_projekt by name from batch")
    columns = con.sql("from raw.submission_projekt where utfall = 'laddad'")
    row = dict(zip(columns.columns, columns.fetchone(), strict=True))
told = {f: understood.value(fields.project_field(f), row, []) for f in typed}
inspected = next(line["falt"] for line in inspect_rows(path))
print(json.dumps(
    {
        "raw": row, "told": told, "inspected": inspected,
        "remarks": [[f.regel, f.kolumn, f.meddelande] for f in read.fynd],
        "rows_told": [title for title, _ in book._rows_columns()],
    },
    default=str,
))
"""


@pytest.fixture
def with_invented(tmp_path: Path) -> Any:
    """Run the program with fields added in one place, after what was paid."""
    shutil.copytree(PROJECT / "fondbok", tmp_path / "fondbok")
    (tmp_path / "seeds").symlink_to(PROJECT / "seeds")
    table = tmp_path / "fondbok" / "intake" / "fields" / "project.py"
    declared = table.read_text(encoding="utf-8")
    before = '    Field(\n        "forra_aret"'
    assert declared.count(before) == 1
    table.write_text(declared.replace(before, INVENTED + before), encoding="utf-8")

    def run(**typed: object) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, json.dumps(typed), str(tmp_path / "form.xlsx")],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            cwd=tmp_path,
        )
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    return run


def test_a_declared_field_is_asked_read_kept_and_told(with_invented: Any) -> None:
    done = with_invented(
        projekt="Vägen in", utbetalt=1000, lonekostnader=400.5, ansokan="2024-05", egen_andel=12.5,
        kontaktnummer="850709-9805", webbplats="malmo.se", larande="Ett\nTvå", antal_deltagare=17,
    )  # fmt: skip
    assert [rule for rule, _, _ in done["remarks"]] == ["PERSONNUMMER"]
    raw = done["raw"]
    wanted = {
        "lonekostnader": "400.50", "lonekostnader_valuta": "SEK", "ansokan_datum": "2024-05-01",
        "ansokan_precision": "manad", "egen_andel": "12.5000", "kontaktnummer": None,
        "webbplats": "malmo.se", "larande": "Ett\nTvå", "antal_deltagare": 17,
    }  # fmt: skip
    assert {name: raw[name] for name in wanted} == wanted
    assert done["told"] == {
        "projekt": "Vägen in", "utbetalt": "1\xa0000\xa0SEK", "lonekostnader": "400,50\xa0SEK",
        "ansokan": "2024-05", "egen_andel": "12,5 %", "kontaktnummer": None,
        "webbplats": "malmo.se", "larande": "Ett\nTvå", "antal_deltagare": "17",
    }  # fmt: skip
    assert done["inspected"]["lonekostnader"] == "400.50"
    assert (done["inspected"]["ansokan"], done["inspected"]["ansokan_precision"]) == (
        "2024-05-01",
        "manad",
    )
    at = done["rows_told"].index("Varav förmedlat")
    assert done["rows_told"][at + 1 : at + 7] == [
        "Varav lönekostnader", "Ansökt", "Egen andel (%)", "Ärende hos er", "Webbplats",
        "Deltagare",
    ]  # fmt: skip


def test_a_declared_amount_that_cannot_be_read_is_said_in_its_own_words(
    with_invented: Any,
) -> None:
    done = with_invented(projekt="Vägen in", utbetalt=1000, lonekostnader="det mesta")
    assert done["raw"]["lonekostnader"] is None
    assert done["remarks"] == [
        [
            "BUDGET_OLASLIG",
            "Varav lönekostnader",
            "det mesta går inte att läsa som ett belopp; beloppet räknas som okänt. Skriv ett tal.",
        ]
    ]


@pytest.mark.parametrize("kind", fields.SHEETS)
def test_no_spelling_is_the_header_of_two_fields(kind: Kind) -> None:
    meant = {(key(text), field.id) for field in fields.SHEETS[kind] for text in field.headers}
    assert len({spelling for spelling, _ in meant}) == len(meant)
    ids = [field.id for field in fields.SHEETS[kind]]
    assert len(set(ids)) == len(ids)


def test_a_field_that_the_answer_has_no_words_for_is_told_plainly() -> None:
    """Whatever it holds, its value is there rather than left out."""
    field = Field("antal_deltagare", "count", ("Deltagare",))
    assert understood.value(field, {"antal_deltagare": 17}, []) == "17"
    assert understood.value(field, {"antal_deltagare": None}, []) is None
