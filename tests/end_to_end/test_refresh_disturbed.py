"""`fondbok refresh` disturbed: emptied, fed with bad files and blocked; `test_killed` kills it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import duckdb
import pytest
from filelock import FileLock

from fondbok.paths import Home
from tests.conftest import fondbok

pytestmark = pytest.mark.thorough


def served(home: Home) -> bytes:
    return home.mart.read_bytes()


def test_emptied_landing_keeps_the_release(malmo_copy: Home) -> None:
    before = served(malmo_copy)
    shutil.rmtree(malmo_copy.landing)
    malmo_copy.landing.mkdir()
    run = fondbok("refresh", "--home", malmo_copy.root, "--json")
    assert run.code == 3, run.out + run.err
    assert run.json["published"] is False
    assert "finns inte längre i landing/" in run.json["reasons"][0]
    assert {"ASN", "MN", "KS"} <= {loss["namnd_kod"] for loss in run.json["losses"]}
    assert served(malmo_copy) == before
    malmo_copy.landing.rmdir()
    run = fondbok("refresh", "--home", malmo_copy.root, "--json")
    assert run.code == 3, run.out + run.err
    assert "anslut den" in run.json["reasons"][0]
    assert run.json["losses"]
    assert served(malmo_copy) == before


def test_a_file_that_vanishes_stops_the_run_until_the_loss_is_accepted(malmo_copy: Home) -> None:
    before = served(malmo_copy)
    (gone,) = malmo_copy.submissions.rglob("forskolenamnden_2024.csv")
    held = gone.read_bytes()
    gone.unlink()
    run = fondbok("refresh", "--home", malmo_copy.root)
    assert run.code == 3, run.out + run.err
    assert "FON 2024: 917\u00a0000,00\u00a0kr ur underlaget" in run.err
    assert "forskolenamnden_2024.csv. Filen finns inte i landing/." in run.err
    assert "--accept-loss" in run.err
    assert served(malmo_copy) == before
    gone.write_bytes(held)
    run = fondbok("refresh", "--home", malmo_copy.root)
    assert (run.code, "Inget nytt" in run.out) == (0, True), "back as it was"
    gone.unlink()
    run = fondbok("refresh", "--home", malmo_copy.root, "--accept-loss", "--json")
    assert run.json["published"] is True, run.out + run.err
    last = fondbok("releases", "--home", malmo_copy.root, "--journal", "--json").json[-1]
    assert "Godtagen förlust: FON 2024" in last["orsak"]
    assert served(malmo_copy) != before


def test_a_warehouse_damaged_inside_is_built_anew_in_the_same_run(malmo_copy: Home) -> None:
    with duckdb.connect(str(malmo_copy.warehouse)) as con:
        con.execute("checkpoint")
    content = bytearray(malmo_copy.warehouse.read_bytes())
    for place in range(3 * 4096, len(content), 200_000):
        content[place] ^= 0xFF
    malmo_copy.warehouse.write_bytes(content)
    (malmo_copy.submissions / "ny.csv").write_text(
        "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\nFritidsnämnden;2024;Nytt;5\n", "utf-8"
    )
    run = fondbok("refresh", "--home", malmo_copy.root)
    assert run.code == 0, run.out + run.err
    assert "är skadad och byggs om" in run.err
    assert "Publicerad" in run.out


def test_a_warehouse_that_an_orphan_holds_is_told_in_a_sentence(malmo_copy: Home) -> None:
    (malmo_copy.submissions / "ny.csv").write_text("Nämnd;År;Projektnamn\nASN;2025;X\n", "utf-8")
    hold = (
        "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(malmo_copy.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as orphan:
        orphan.stdout.readline()
        run = fondbok("refresh", "--home", malmo_copy.root)
        orphan.stdin.close()
    assert run.code == 1
    assert f"process {orphan.pid}" in run.err
    assert "Traceback" not in run.err


def test_bad_files_are_refused_and_the_rest_goes_on(malmo_copy: Home) -> None:
    folder = malmo_copy.submissions
    (folder / "bild.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "trasig.xlsx").write_bytes(b"PK\x03\x04" + os.urandom(64).hex().encode())
    (folder / "~$asn.xlsx").write_bytes(b"x")
    (malmo_copy.ledger / "export.se").write_text("<!DOCTYPE html><html><body>404</body></html>")
    run = fondbok("refresh", "--home", malmo_copy.root, "--json")
    assert run.code == 0, run.out + run.err
    assert run.json["published"] is True
    assert run.json["files"]["refused"] == 3
    with duckdb.connect(str(malmo_copy.mart), read_only=True) as con:
        reasons = dict(
            con.execute(
                "select fil, orsak from kvalitet.fil where status in ('avvisad', 'ignorerad')"
            ).fetchall()
        )
        total = con.execute(
            "select belopp_sek from mart.rpt_sammanfattning where ar = 2019"
        ).fetchone()
    assert set(reasons) == {
        "submissions/bild.xlsx",
        "submissions/trasig.xlsx",
        "submissions/~$asn.xlsx",
        "ledger/export.se",
    }
    assert all(reasons.values())
    assert str(total[0]) == "4029253.00"


def test_another_run_in_the_same_home_is_told_to_wait(malmo_copy: Home) -> None:
    (malmo_copy.submissions / "ny.csv").write_text("Nämnd;År;Projektnamn\nASN;2025;X\n", "utf-8")
    with FileLock(malmo_copy.warehouse_dir / ".lock"):
        run = fondbok("refresh", "--home", malmo_copy.root)
    assert run.code == 1
    assert "annan körning" in run.err
