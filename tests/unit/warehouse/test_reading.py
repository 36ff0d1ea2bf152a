"""Submissions over all cores: every row arrives once, whatever happens to a process."""

from __future__ import annotations

import json
import multiprocessing
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok.findings import FileRead
from fondbok.intake import submissions
from fondbok.intake.submissions import read_submission
from fondbok.paths import Home
from fondbok.warehouse import database, load, reading
from fondbok.warehouse.scan import Landed, digest, scan
from tests.killing import gone_in_time

EVERY_TABLE = {
    "namnd": "Kommunstyrelsen",
    "ar": 2024,
    "projekt": [
        {"projekt": "A", "utbetalt": "1200,50", "kf_mal": "1;3"},
        {"projekt": "B", "utbetalt": "1.234"},
    ],
    "svar": [{"fraga_nr": 1, "svar": "Ja"}],
    "samverkan": [{"typ": "Privat", "antal": 3}],
    "indikatorer": [{"projekt": "A", "indikator": "Deltagare", "mal": 200.5}],
    "natverk": [{"natverk": "Eurocities", "roll": "medlem"}],
    "samverkanspartner": [{"projekt": "A", "part": "Gdansk stad", "land": "Poland"}],
    "personal": [{"uppgift": "Ledning", "antal": 2, "heltidstjanster": 0.5}],
    "ansokningar": [{"ansokan": "C", "lage": "Sökt", "belopp": "9 000 euro"}],
    "arende": [{"arendedel": "instans", "datum": "2026-02-24", "text": "Nämnden"}],
    "handelser": [{"typ": "Besök", "datum": "2022-03"}],
}
PERSON = 8507099805


@pytest.fixture
def schemas() -> reading.Schemas:
    with duckdb.connect() as con:
        database.create_raw(con)
        return {
            table: con.sql(f"from raw.{table} limit 0").to_arrow_table().schema
            for table in load.SUBMISSION_TABLES
        }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Enough submissions to be read by several processes."""
    home = Home(tmp_path)
    home.submissions.mkdir(parents=True)
    home.ledger.mkdir()
    home.profiles.mkdir(parents=True, exist_ok=True)
    for number in range(64):
        rows = "\n".join(f"P{number} {row};{100_000 + row}" for row in range(40))
        head = "Nämnd;År;Projektnamn;Utbetalt EU-bidrag"
        lines = rows.replace("P", "Kommunstyrelsen;2024;P")
        (home.submissions / f"{number:02}.csv").write_text(f"{head}\n{lines}\n", encoding="utf-8")
    return home


def _files(home: Home) -> list[Landed]:
    return list(scan(home).files)


def _count(home: Home) -> dict[str, int]:
    """Rows of each file in raw, by name."""
    with duckdb.connect(str(home.warehouse)) as con:
        rows = con.execute(
            "select fil, rader_lasta, count(kallrad_id) from raw.fil"
            " left join raw.submission_projekt using (fil_sha256) group by all"
        ).fetchall()
    assert all(registered == there for _, registered, there in rows), rows
    return {fil: there for fil, _, there in rows}


def test_every_table_travels_as_it_was_read(tmp_path: Path, schemas: reading.Schemas) -> None:
    path = tmp_path / "underlag.json"
    path.write_text(json.dumps(EVERY_TABLE), encoding="utf-8")
    sha = digest(path)
    read = read_submission(path, sha)
    chunk = reading.read_chunk([(path, sha)], schemas)
    expected: dict[str, list[dict[str, Any]]] = {
        **read.rows,
        "fynd": [vars(remark) | {"fil_sha256": sha} for remark in read.fynd],
        "avvisad_rad": [vars(reject) | {"fil_sha256": sha} for reject in read.avvisade],
    }
    assert expected.keys() == chunk.tables.keys() == schemas.keys()
    for table, rows in expected.items():
        arrived = reading.unpacked([chunk], table, schemas[table]).to_pylist()
        assert arrived == [{name: row.get(name) for name in schemas[table].names} for row in rows]
    (file,) = chunk.files
    assert (file.status, file.utfall) == (read.status, read.utfall)


def test_chunks_are_joined_in_their_order(home: Home, schemas: reading.Schemas) -> None:
    files = [(landed.path, landed.sha) for landed in _files(home)[:3]]
    chunks = [reading.read_chunk([file], schemas) for file in files]
    table = "submission_projekt"
    joined = reading.unpacked(chunks, table, schemas[table])
    assert joined == reading.unpacked([reading.read_chunk(files, schemas)], table, schemas[table])
    assert reading.unpacked(chunks, "submission_svar", schemas["submission_svar"]).num_rows == 0


def test_a_killed_process_loses_no_file(
    home: Home,
    schemas: reading.Schemas,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "PARALLEL_FROM", 0)
    files = _files(home)
    arrived: list[str] = []
    rows = 0
    for some, chunk in reading.read_submissions(files, schemas):
        if not arrived:
            multiprocessing.active_children()[0].kill()
        arrived += [landed.sha for landed in some]
        table = "submission_projekt"
        rows += reading.unpacked([chunk], table, schemas[table]).num_rows
    assert "a reading process died" in caplog.text
    assert arrived == [landed.sha for landed in files]
    assert rows == 64 * 40


def test_a_process_stops_when_asked_though_the_one_that_started_it_does_not(
    home: Home, schemas: reading.Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that waits for what a killed one held would wait for ever, and the run with it."""
    monkeypatch.setattr(reading, "PARALLEL_FROM", 0)
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        for _ in reading.read_submissions(_files(home), schemas):
            # Another may not have begun yet.
            assert not all(ignores_sigterm(each.pid) for each in multiprocessing.active_children())
    finally:
        signal.signal(signal.SIGTERM, before)


def ignores_sigterm(pid: int | None) -> bool:
    told = Path(f"/proc/{pid}/status").read_text("utf-8")
    (ignored,) = (line.split()[1] for line in told.splitlines() if line.startswith("SigIgn"))
    return bool(int(ignored, 16) >> (signal.SIGTERM - 1) & 1)


READS = """
import multiprocessing, sys, time
from pathlib import Path
import duckdb
from fondbok.paths import Home
from fondbok.warehouse import database, load, reading, scan
reading.PARALLEL_FROM = 0
home = Home(Path(sys.argv[1]))
with duckdb.connect() as con:
    database.create_raw(con)
    schemas = {
        table: con.sql(f"from raw.{table} limit 0").to_arrow_table().schema
        for table in load.SUBMISSION_TABLES
    }
for _ in reading.read_submissions(scan.scan(home).files, schemas):
    print(*(each.pid for each in multiprocessing.active_children()), flush=True)
    time.sleep(600)
"""


def test_they_are_gone_when_the_one_that_started_them_is_killed(home: Home) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", READS, str(home.root)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        assert children
        parent.kill()
    assert gone_in_time(children)


def test_processes_that_keep_dying_leave_only_whole_files(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(chunks: Any, schemas: reading.Schemas, processes: int) -> Iterator[reading.Chunk]:
        del processes
        for chunk in chunks[:2]:
            yield reading.read_chunk([(f.path, f.sha) for f in chunk], schemas)
        raise BrokenProcessPool

    monkeypatch.setattr(load, "BATCH", 1)
    monkeypatch.setattr(reading, "PARALLEL_FROM", 0)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_read_chunks", dying)
        with pytest.raises(ChildProcessError, match="Ingen fil är halvt inläst"):
            load.load(home, scan(home), first_seen={})
    kept = _count(home)
    assert 0 < len(kept) < 64
    result = load.load(home, scan(home), first_seen={})
    assert (result.new, result.unchanged) == (64 - len(kept), len(kept))
    assert set(_count(home).values()) == {40}


def test_rows_raw_has_no_room_for_stop_only_their_file(
    home: Home,
    schemas: reading.Schemas,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    files = [(landed.path, landed.sha) for landed in _files(home)[:3]]

    def odd(path: Path, sha: str) -> FileRead:
        read = read_submission(path, sha)
        if sha == files[1][1]:
            read.rows["submission_projekt"][0]["ar"] = PERSON
        return read

    monkeypatch.setattr(submissions, "read_submission", odd)
    chunk = reading.read_chunk(files, schemas)
    assert [file.status for file in chunk.files] == ["laddad", "avvisad", "laddad"]
    assert "fel i programmet" in (chunk.files[1].orsak or "")
    table = "submission_projekt"
    found = reading.unpacked([chunk], table, schemas[table]).column("fil_sha256").unique()
    assert found.to_pylist() == [files[0][1], files[2][1]]
    assert caplog.records
    assert str(PERSON) not in caplog.text


def test_what_a_reading_process_imports_is_little() -> None:
    """Every process pays for it again."""
    script = (
        "import sys, fondbok.warehouse.reading as reading\n"
        "reading._start(__import__('os').getppid())\n"
        "import pyarrow\n"
        "pyarrow.array(['a'])\n"
        "print(*({'duckdb', 'pandas', 'openpyxl', 'dagster', 'dbt'} & set(sys.modules)))\n"
    )
    assert _run(script) == ""


def _run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_file_is_not_loaded_when_it_changed_while_being_read(
    home: Home, schemas: reading.Schemas
) -> None:
    (landed, *_) = _files(home)
    landed.path.write_text("Projektnamn;Utbetalt\nannat;1\n", encoding="utf-8")
    chunk = reading.read_chunk([(landed.path, landed.sha)], schemas)
    assert chunk.files[0].orsak == reading.CHANGED
    assert chunk.tables == {}
