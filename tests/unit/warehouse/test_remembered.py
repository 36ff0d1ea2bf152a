"""A file is read again exactly when it may hold other bytes than those remembered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.warehouse import remembered
from fondbok.warehouse import scan as scanning


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.ledger.mkdir(parents=True)
    (home.ledger / "a.csv").write_text("ett")
    return home


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose bytes were read."""
    names: list[str] = []
    digest = scanning.digest

    def told(path: Path) -> str:
        names.append(path.name)
        return digest(path)

    monkeypatch.setattr(scanning, "digest", told)
    return names


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of these tests were made just now; take them for old ones."""
    monkeypatch.setattr(remembered, "SETTLED_NS", -3_600_000_000_000)


def test_an_unchanged_file_is_read_once(home: Home, read: list[str]) -> None:
    first = remembered.scan(home)
    assert remembered.scan(home) == first == scanning.scan(home)
    assert read == ["a.csv", "a.csv"]  # once remembered.scan, once scanning.scan


def test_a_new_file_alone_is_read(home: Home, read: list[str]) -> None:
    remembered.scan(home)
    (home.ledger / "b.csv").write_text("två")
    assert len(remembered.scan(home).files) == 2
    assert read == ["a.csv", "b.csv"]


def test_other_bytes_of_the_same_size_and_time_are_seen(home: Home) -> None:
    file = home.ledger / "a.csv"
    before, stat = remembered.scan(home), file.stat()
    file.write_text("sju")
    while file.stat().st_ctime_ns == stat.st_ctime_ns:  # the clock of a file system has steps
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    after = remembered.scan(home)
    assert after.indata_hash != before.indata_hash
    assert after == scanning.scan(home)


def test_a_file_put_in_the_place_of_another_is_seen(home: Home, tmp_path: Path) -> None:
    before = remembered.scan(home)
    other = tmp_path / "other.csv"
    other.write_text("sju")
    other.replace(home.ledger / "a.csv")
    assert remembered.scan(home).indata_hash != before.indata_hash


def test_a_file_written_just_now_is_read_again(
    home: Home, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "SETTLED_NS", 3_600_000_000_000)
    remembered.scan(home)
    remembered.scan(home)
    assert read == ["a.csv", "a.csv"]


def test_anew_reads_everything(home: Home, read: list[str]) -> None:
    remembered.scan(home)
    remembered.scan(home, anew=True)
    assert read == ["a.csv", "a.csv"]


def test_a_scan_anew_puts_a_wrong_memory_right(home: Home) -> None:
    right = remembered.scan(home)
    memory = home.warehouse_dir / "digests.json"
    memory.write_text(memory.read_text().replace(right.files[0].sha, "0" * 64))
    assert remembered.scan(home) != right
    assert remembered.scan(home, anew=True) == right == remembered.scan(home)


@pytest.mark.parametrize("damage", ["", "[]", "{"])
def test_a_damaged_memory_is_only_slow(home: Home, damage: str) -> None:
    found = remembered.scan(home)
    (home.warehouse_dir / "digests.json").write_text(damage)
    assert remembered.scan(home) == found


def test_what_has_left_landing_is_forgotten(home: Home) -> None:
    remembered.scan(home)
    (home.ledger / "a.csv").unlink()
    remembered.scan(home)
    assert "a.csv" not in (home.warehouse_dir / "digests.json").read_text()


def test_a_file_that_cannot_be_opened_is_refused(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path) -> str:
        raise PermissionError(path)

    monkeypatch.setattr(scanning, "digest", closed)
    (landed,) = remembered.scan(home).files
    assert landed.status == "avvisad"


def test_a_home_that_cannot_be_written_to_is_scanned(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", full)
    assert remembered.scan(home) == scanning.scan(home)
