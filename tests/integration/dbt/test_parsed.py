"""dbt's memory of the project goes from home to home; what a home says of itself does not."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.warehouse import build, parsed
from tests.conftest import home_of_city

pytestmark = pytest.mark.thorough


def seeded(home: Home) -> str:
    """Load the register of nämnder as a build does; what dbt said."""
    target = build.ready(home)
    done = subprocess.run(
        build.dbt("seed", "--select", "namnd", *build.dbt_arguments(home)),
        **build.place(home),
        capture_output=True,
        text=True,
        check=True,
    )
    parsed.keep(target)
    return done.stdout


def wordless(home: Home) -> list[str]:
    """The tests of their own that dbt knows no words of."""
    manifest = json.loads((build.target(home) / "manifest.json").read_text("utf-8"))
    return [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and not node.get("test_metadata")
        and not node["description"]
    ]


def names(home: Home) -> set[str]:
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        return {name for (name,) in con.execute("select namnd from referens.namnd").fetchall()}


def test_a_second_home_reads_the_project_no_more_and_its_own_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    first, second = home_of_city(tmp_path / "a"), home_of_city(tmp_path / "b")
    for home in (first, second):
        build.project(home)
    table = second.tables / "namnd.csv"
    seen = table.stat()
    table.write_text(table.read_text("utf-8").replace("Arbetsmarknads", "Arbetslivs_"), "utf-8")
    os.utime(table, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert "Starting full parse" in seeded(first)
    (kept,) = (tmp_path / "caches").rglob("*.msgpack")
    assert bytes(tmp_path) not in kept.read_bytes()  # where the first home lies is its own affair
    assert "Starting full parse" not in seeded(second)
    assert wordless(second) == wordless(first) == []
    (changed,) = names(second) - names(first)
    assert changed.startswith("Arbetslivs_")


def test_a_memory_that_cannot_be_read_or_kept_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/no-such-place")
    parsed.keep(tmp_path)
    parsed.lend(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [parsed.VERSION]


def test_a_memory_of_an_earlier_version_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of it dbt would read the changed files alone, and lose the words of tests that read them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    home = home_of_city(tmp_path / "a")
    seeded(home)
    (build.target(home) / parsed.VERSION).write_text("en annan")
    (tmp_path / "caches" / "fondbok").rename(tmp_path / "undan")
    assert "Starting full parse" in seeded(home)
    assert wordless(home) == []


def test_a_damaged_memory_is_read_past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    home = home_of_city(tmp_path / "a")
    target = build.ready(home)
    (target / parsed.MEMORY).write_bytes(b"\x00 inget minne")
    seeded(home)
    assert wordless(home) == []
    assert b"inget minne" not in (target / parsed.MEMORY).read_bytes()


def test_a_newer_version_takes_the_place_of_the_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    target = tmp_path / "dbt"
    target.mkdir()
    for version in ("gammal", "ny"):
        monkeypatch.setattr(parsed.fingerprint, "models", lambda version=version: version)
        (target / parsed.MEMORY).write_text(version)
        parsed.keep(target)
    kept = [path.parent.name for path in (tmp_path / "caches").rglob("*.msgpack")]
    assert kept == ["ny"]
    (target / parsed.MEMORY).unlink()
    parsed.lend(target)
    assert (target / parsed.MEMORY).read_text() == "ny"
