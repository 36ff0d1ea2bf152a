"""What is served is what was published: found by checksum, mended from the copy, and told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.publish import health, journal
from fondbok.publish import release as releases
from fondbok.publish.journal import LAKT, PUBLICERAD, Tillfalle
from fondbok.publish.release import PublishError
from fondbok.warehouse import database
from tests.conftest import fondbok
from tests.unit.publish.test_journal import served
from tests.unit.publish.test_rollback import _publish, _release

BY = Tillfalle("prov-1", "drift")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    served(home, 1)
    served(home, 2)
    return home


def cut(file: Path) -> None:
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-4096])


def flip(file: Path) -> None:
    """Damage that leaves the file as large as it was."""
    file.chmod(0o644)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def write_in(file: Path) -> None:
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute("update mart.fct set belopp_sek = 99")


def remove(file: Path) -> None:
    file.unlink()


DAMAGES = pytest.mark.parametrize("damage", [cut, flip, write_in, remove])


def test_what_a_run_leaves_is_whole(home: Home) -> None:
    assert health.is_whole(home)
    assert not health.needs_mending(home)
    assert health.mend(home, tillfalle=BY) == []


@DAMAGES
def test_a_damaged_file_is_put_back_from_its_copy(
    home: Home, damage: Callable[[Path], None]
) -> None:
    damage(home.mart)
    assert not health.is_whole(home)
    assert health.baseline(home) == home.releases / "r-2" / releases.FILE
    (told,) = health.mend(home, tillfalle=BY)
    assert "återställd från utgåva r-2" in told
    assert releases.current(home) == _release(2)
    assert [(p.utgava, p.handling) for p in journal.read(home)][-1] == ("r-2", LAKT)
    assert not health.needs_mending(home)


@DAMAGES
def test_without_a_whole_copy_it_is_to_be_built_anew(
    home: Home, damage: Callable[[Path], None]
) -> None:
    damage(home.mart)
    flip(home.releases / "r-2" / releases.FILE)
    (told,) = health.mend(home, tillfalle=BY)
    assert "byggs om från landing/" in told
    assert not health.is_whole(home)
    assert health.baseline(home) == home.releases / "r-1" / releases.FILE


def test_a_home_older_than_checksums_is_held_against_its_copy(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for number in (1, 2):
        _publish(home, _release(number))
        folder = home.releases / f"r-{number}"
        told = releases.written_manifest(folder) or {}
        told.pop("sha256")
        releases.write_manifest(folder, told)
    assert health.is_whole(home)
    assert health.needs_mending(home)  # there is no journal yet
    assert health.mend(home, tillfalle=BY) == []
    assert not health.needs_mending(home)
    write_in(home.mart)
    assert "återställd" in health.mend(home, tillfalle=BY)[0]
    assert releases.current(home) == _release(2)


def test_a_run_killed_before_it_told_the_journal_is_told_then(home: Home) -> None:
    _publish(home, _release(3))
    assert health.is_whole(home)
    assert health.needs_mending(home)
    health.mend(home, tillfalle=BY)
    last = journal.read(home)[-1]
    assert (last.utgava, last.handling) == ("r-3", PUBLICERAD)
    assert "avbröts" in last.orsak


@pytest.mark.parametrize("left", [0, 1, 40])
def test_a_manifest_that_was_cut_short_is_written_anew(home: Home, left: int) -> None:
    file = home.releases / "r-1" / releases.MANIFEST
    before = file.read_text("utf-8")
    file.write_text(before[:left], "utf-8")
    assert [m["release_id"] for m in releases.kept(home)] == ["r-1", "r-2"]
    assert fondbok("releases", "--home", home.root).code == 0
    (told,) = health.mend(home, tillfalle=BY)
    assert "r-1" in told
    assert file.read_text("utf-8") == before


def test_a_kept_release_beyond_reading_is_told_and_not_offered(home: Home) -> None:
    (home.releases / "r-1" / releases.MANIFEST).write_text("{", "utf-8")
    cut(home.releases / "r-1" / releases.FILE)
    (told,) = health.mend(home, tillfalle=BY)
    assert "r-1" in told
    assert "skadad" in told
    assert [m["release_id"] for m in releases.kept(home)] == ["r-2"]


def test_nothing_published_is_nothing_to_mend(tmp_path: Path) -> None:
    assert not health.needs_mending(Home(tmp_path))
    assert health.baseline(Home(tmp_path)) is None


HOLD = (
    "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('har', flush=True);"
    " sys.stdin.readline()"
)


def test_a_file_that_another_program_writes_to_is_told_in_a_sentence(home: Home) -> None:
    home.mart.chmod(0o644)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.mart)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdout.readline()
        with pytest.raises(PublishError, match=rf"process {process.pid}"):
            releases.current(home)
        run = fondbok("status", "--home", home.root)
        process.communicate("\n")
    assert run.code == 1
    assert "Traceback" not in run.err
    assert "Ett annat program" in run.err


@pytest.mark.parametrize(
    ("text", "locked"),
    [
        ('IO Error: Could not set lock on file "x": Conflicting lock is held in y (PID 7)', True),
        ("Corrupt database file: computed checksum of block 12 does not match", False),
        ("Failed to read metadata block pointer", False),
        ("IO Error: Could not read from file: is a blocking device", False),
    ],
)
def test_only_duckdbs_own_words_for_a_lock_are_one(text: str, locked: bool) -> None:
    assert database.is_locked(duckdb.IOException(text)) is locked
