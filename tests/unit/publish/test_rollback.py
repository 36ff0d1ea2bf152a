"""Rollback: an earlier release is served again, and a nightly refresh does not undo it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from fondbok import pipeline
from fondbok.paths import Home
from fondbok.publish import pin as pins
from fondbok.publish import release as releases
from fondbok.publish.kept import UnknownRelease
from fondbok.publish.pin import Pin
from fondbok.publish.release import PublishError, Release
from fondbok.publish.rollback import rollback


def _release(number: int) -> Release:
    return Release(
        f"r-{number}", datetime(2024, 5, number), f"0.1.0+kod{number}", f"indata{number}", 1, 2
    )


def _publish(home: Home, release: Release) -> None:
    home.warehouse_dir.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("create schema if not exists mart; create schema if not exists kvalitet")
        con.execute("create or replace table mart.fct (belopp_sek decimal(18, 2))")
        con.execute("insert into mart.fct values (?)", [release.publicerad.day])
        releases.describe(con, release)
    releases.swap(home, releases.write(home, release))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    for number in (1, 2, 3):
        _publish(home, _release(number))
    return home


def _holds(home: Home, landing: Release) -> bool:
    """Whether a refresh of the landing and code that made a release would be held back."""
    served = releases.current(home)
    return pins.in_force(home, served, landing.indata_hash, landing.kod_version) is not None


def test_the_earlier_release_is_served_byte_for_byte(home: Home) -> None:
    result = rollback(home, "r-2")
    assert (result.before, result.release_id, result.changed) == ("r-3", "r-2", True)
    assert releases.current(home) == _release(2)
    assert home.mart.read_bytes() == (home.releases / "r-2" / releases.FILE).read_bytes()
    assert [m["release_id"] for m in releases.kept(home)] == ["r-1", "r-2", "r-3"]
    assert pins.read(home) == Pin("r-2", "r-3", "indata3", "0.1.0+kod3")
    assert "r-3 publiceras inte igen" in " ".join(result.meningar())


def test_only_the_input_and_code_that_were_left_are_held_back(home: Home) -> None:
    assert not _holds(home, _release(3))
    rollback(home, "r-2")
    left = _release(3)
    assert _holds(home, left)
    assert not _holds(home, replace(left, indata_hash="rättat"))
    assert not _holds(home, replace(left, kod_version="0.1.0+ny"))


def test_an_unknown_release_is_refused_with_those_that_are_kept(home: Home) -> None:
    before = home.mart.read_bytes()
    for name in ("r-9", "../r-1", "", "R-1"):
        with pytest.raises(UnknownRelease, match="senaste först: r-3, r-2, r-1"):
            rollback(home, name)
    assert home.mart.read_bytes() == before
    assert not pins.path(home).exists()


def test_the_release_before_has_a_name(home: Home) -> None:
    assert rollback(home, "foregaende").release_id == "r-2"
    assert rollback(home, "föregående").release_id == "r-1"
    assert rollback(home, "aktuell").changed is False
    with pytest.raises(UnknownRelease):
        rollback(home, "foregaende")


def test_nothing_published_is_nothing_to_go_back_to(tmp_path: Path) -> None:
    with pytest.raises(UnknownRelease, match="Kör fondbok refresh"):
        rollback(Home(tmp_path), "r-1")


def test_a_second_rollback_still_holds_back_what_landing_would_make(home: Home) -> None:
    rollback(home, "r-2")
    result = rollback(home, "r-1")
    assert result.pinned_against == "r-3"
    assert releases.current(home) == _release(1)
    assert _holds(home, _release(3))


def test_going_back_to_the_release_that_was_left_lifts_the_pin(home: Home) -> None:
    rollback(home, "r-2")
    rollback(home, "r-1")
    result = rollback(home, "r-3")
    assert result.pinned_against is None
    assert "Ingen spärr" in " ".join(result.meningar())
    assert not pins.path(home).exists()
    assert releases.current(home) == _release(3)


def test_the_release_already_served_changes_nothing(home: Home) -> None:
    rollback(home, "r-2")
    pin = pins.path(home).read_bytes()
    result = rollback(home, "r-2")
    assert (result.changed, result.pinned_against) == (False, "r-3")
    assert pins.path(home).read_bytes() == pin
    assert "gäller redan" in result.meningar()[0]


def test_a_new_release_takes_the_pin_with_it(home: Home) -> None:
    rollback(home, "r-2")
    _publish(home, _release(4))
    assert not _holds(home, _release(3)), "a pin on a release that is not served holds nothing"
    pins.clear(home)
    pins.clear(home)
    assert pins.read(home) is None


def test_a_pin_left_by_a_kill_before_the_swap_is_not_built_upon(home: Home) -> None:
    pins.write(home, Pin("r-1", "r-2", "indata2", "0.1.0+kod2"))
    assert rollback(home, "r-3").pinned_against is None
    rollback(home, "r-2")
    assert pins.read(home) == Pin("r-2", "r-3", "indata3", "0.1.0+kod3")


def test_a_damaged_kept_release_is_not_served(home: Home) -> None:
    file = home.releases / "r-1" / releases.FILE
    file.chmod(0o644)
    file.write_bytes(b"skadad")
    before = home.mart.read_bytes()
    with pytest.raises(PublishError, match="Ingenting ändrades"):
        rollback(home, "r-1")
    assert home.mart.read_bytes() == before
    assert not pins.path(home).exists()


def test_a_damaged_mart_can_be_rolled_back_from(home: Home) -> None:
    home.mart.chmod(0o644)
    home.mart.write_text("skadad")
    result = rollback(home, "r-3")
    assert (result.before, result.pinned_against) == (None, None)
    assert releases.current(home) == _release(3)


def test_a_pin_that_cannot_be_read_is_told_not_ignored(home: Home) -> None:
    rollback(home, "r-2")
    for text in ("", "{}", "[]", '{"release_id": "r-2"}'):
        pins.path(home).write_text(text)
        with pytest.raises(PublishError, match=r"rollback\.json går inte att läsa"):
            _holds(home, _release(3))


def test_it_waits_for_no_one(home: Home) -> None:
    with FileLock(home.warehouse_dir / ".lock"), pytest.raises(pipeline.Busy):
        rollback(home, "r-2")
    assert releases.current(home) == _release(3)


def test_an_open_reader_keeps_what_it_reads(home: Home) -> None:
    with duckdb.connect(str(home.mart), read_only=True) as reader:
        rollback_in_another_process(home, "r-1")
        assert reader.execute("select belopp_sek from mart.fct").fetchone() == (3,)
    assert releases.current(home) == _release(1)


def rollback_in_another_process(home: Home, name: str) -> None:
    """One process sees the old file until its handles are closed, so the operator is another."""
    script = (
        "import sys; from pathlib import Path; from fondbok.paths import Home;"
        "from fondbok.publish.rollback import rollback;"
        "rollback(Home(Path(sys.argv[1])), sys.argv[2])"
    )
    subprocess.run([sys.executable, "-c", script, str(home.root), name], check=True)
