"""What the doctor sees, and that nothing it meets ends it with a traceback or is changed by it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from fondbok import doctor, pipeline
from fondbok.operations import surroundings
from fondbok.operations.backup import STAGING
from fondbok.operations.surroundings import Observation
from fondbok.paths import Home
from fondbok.publish import pin as pins
from fondbok.publish import release as releases

NOBODY = 65534


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that serves a small release and lacks nothing."""
    home = Home(tmp_path / "hem")
    folder = home.releases / "r-1"
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / releases.FILE)) as con:
        con.execute("create schema mart")
        releases.describe(con, releases.Release("r-1", datetime(2024, 5, 1), "0+a", "i", 1, 1))
    told = releases.manifest(folder)
    assert told is not None
    releases.write_manifest(folder, told)
    shutil.copy(folder / releases.FILE, home.mart)
    for where in (home.submissions / "ASN.csv", home.ledger / "2024.se"):
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text("a", "utf-8")
    home.warehouse_dir.mkdir()
    home.warehouse_dir.chmod(0o750)
    return home


def faults(home: Home) -> list[Observation]:
    return [each for each in doctor.examine(home) if each.lage in ("fel", "saknas")]


def test_a_home_that_is_well_is_said_to_be(home: Home) -> None:
    assert faults(home) == []
    assert "1 sparade utgåvor är hela." in [each.vad for each in doctor.examine(home)]


def spoil(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(b"\0 skadad \xff")


def link(path: Path, leads: str) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.symlink_to(leads)


def late(path: Path) -> None:
    when = time.time() + 10 * 24 * 3600
    os.utime(path, (when, when))


def tomorrow(home: Home) -> None:
    file = home.mart
    file.unlink()
    with duckdb.connect(str(file)) as con:
        con.execute("create schema mart")
        releases.describe(con, releases.Release("r-1", datetime(2999, 1, 1), "0+a", "i", 1, 1))


WRONG: dict[str, tuple[Callable[[Home], object], str]] = {
    "manifest": (lambda h: spoil(h.releases / "r-1" / "manifest.json"), "manifestet går inte"),
    "kept release": (lambda h: spoil(h.releases / "r-1" / releases.FILE), "inte den som publ"),
    "kept release gone": (lambda h: (h.releases / "r-1" / releases.FILE).unlink(), "saknas"),
    "served file": (lambda h: spoil(h.mart), "går inte att läsa"),
    "served file changed": (tomorrow, "är ändrad eller skadad"),
    "clock": (tomorrow, "Klockan går fel: utgåvan"),
    "written to": (lambda h: (h.mart_dir / "fondbok.duckdb.wal").touch(), "Någon har skrivit"),
    "pin": (lambda h: spoil(pins.path(h)), "går inte att läsa"),
    "settings": (lambda h: (h.root / "fondbok.toml").write_text("x = 1\n"), "x"),
    "settings no text": (lambda h: spoil(h.root / "fondbok.toml"), "fondbok.toml"),
    "file of the future": (lambda h: late(h.ledger / "2024.se"), "efter nu: ledger/2024.se"),
    "share gone": (lambda h: link(h.submissions, "/finns/inte"), "som inte finns"),
    "looping share": (lambda h: link(h.submissions, "submissions"), "som inte finns"),
    "empty landing": (
        lambda h: [shutil.rmtree(path) for path in (h.submissions, h.ledger)],
        "landing är tom",
    ),
    "no landing": (lambda h: shutil.rmtree(h.landing), "inga underlag"),
    "landing a file": (lambda h: (shutil.rmtree(h.landing), h.landing.touch()), "inga underlag"),
    "half restored": (lambda h: (h.root / STAGING).mkdir(), "inte färdigt återställd"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_a_line(home: Home, name: str) -> None:
    make, told = WRONG[name]
    make(home)
    found = faults(home)
    assert any(told in each.vad for each in found), found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mart/releases/.r-2.building", "halva filer"),
        ("feedback/2024/.ASN.html.1.fondbok.tmp", "halva"),
    ],
)
def test_leftovers_may_be_left(home: Home, name: str, told: str) -> None:
    (home.root / name).mkdir(parents=True)
    assert faults(home) == []
    assert any(told in each.vad for each in doctor.examine(home))


def test_a_damaged_warehouse_and_one_that_anybody_reads_are_told(home: Home) -> None:
    spoil(home.warehouse)
    home.warehouse_dir.chmod(0o755)
    for folder in home.warehouse_dir.parents:
        if not folder.stat().st_mode & 0o001 and folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o001)
    told = [each.vad for each in doctor.examine(home) if each.lage == "valfritt"]
    assert any("är skadad" in each for each in told)
    assert any("kan läsas av alla" in each for each in told)


def test_too_little_room_is_said_with_how_much_is_set(home: Home) -> None:
    (home.root / "fondbok.toml").write_text("[overvakning]\nledigt_mb = 999999999\n", "utf-8")
    (found,) = faults(home)
    assert "MB ledigt på disken" in found.vad
    assert "999999999 MB ska vara lediga" in found.gor


def test_a_loop_in_landing_ends(home: Home) -> None:
    (home.ledger / "runt").symlink_to(home.ledger)
    assert faults(home) == []
    (home.ledger / "själv.se").symlink_to("själv.se")
    assert ["ledger/själv.se" in each.vad for each in faults(home)] == [True]


def test_the_run_at_work_is_named(home: Home) -> None:
    with pipeline.exclusive(home):
        told = [each for each in doctor.examine(home) if "pågår" in each.vad]
    assert [each.lage for each in told] == ["ok"]
    assert f"process {os.getpid()}" in told[0].vad


def test_a_disk_without_locks_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_file: int, _how: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(surroundings.fcntl, "flock", refused)
    found = list(surroundings.answered(surroundings.disks, home))
    assert any("kan inte låsa" in each.vad for each in found)


def test_a_package_of_another_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "requires", lambda _: ["duckdb==0.1", "finns-inte>=1"])
    told = [each.vad for each in surroundings.program()]
    assert told[0].startswith("duckdb ")
    assert "==0.1 behövs" in told[0]
    assert told[1] == "Paketet finns-inte är inte installerat."


def test_nothing_but_reference_data_is_written(home: Home) -> None:
    def seen() -> dict[str, tuple[int, int]]:
        return {
            path.as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
            for path in home.root.rglob("*")
            if home.warehouse_dir not in (path, *path.parents) and path != home.root
        }

    before = seen()
    doctor.examine(home)
    assert seen() == before


def test_no_rights_are_told_and_not_met_with_a_traceback(home: Home) -> None:
    """As a user who may do nothing: root may do everything."""
    if os.geteuid() != 0:
        pytest.skip("only root can be somebody else")
    for path in (home.root, *home.root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    for folder in home.root.parents:
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o011)
    doctor.examine(home)  # what it imports late is imported
    home.ledger.chmod(0o700)
    (home.submissions / "ASN.csv").chmod(0o600)
    home.releases.chmod(0o700)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        found = faults(home)
    finally:
        os.seteuid(0)
        os.setegid(0)
    told = "\n".join(each.vad for each in found)
    assert f"får inte skriva i {home.root}" in told
    assert "2 filer i landing går inte att läsa: ledger, submissions/ASN.csv" in told
    assert "får programmet inte läsa eller skriva" in told
