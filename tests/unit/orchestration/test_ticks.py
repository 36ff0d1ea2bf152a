"""When the sensor and the schedule ask for a run, and when they leave the folder in peace."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg
import pytest

from fondbok import pipeline
from fondbok.publish import health
from fondbok.settings.declared import Tider
from orchestration.resources import HomeFolder
from orchestration.schedules import build_schedules, unchanged
from orchestration.sensors import build_sensor, fingerprint


@pytest.fixture
def folder(tmp_path: Path) -> HomeFolder:
    (tmp_path / "landing" / "submissions").mkdir(parents=True)
    return HomeFolder(root=str(tmp_path))


landing_changed = build_sensor(Tider())
nightly = build_schedules(Tider())[0]


class Looks:
    """A sensor that is looked at again and again, with the cursor it left."""

    def __init__(self, folder: HomeFolder) -> None:
        self.folder, self.cursor = folder, None

    def look(self) -> int:
        """How many runs this look asks for."""
        context = dg.build_sensor_context(cursor=self.cursor, resources={"folder": self.folder})
        result = landing_changed(context)
        self.cursor = context.cursor
        return len(result.run_requests) if isinstance(result, dg.SensorResult) else 0


def drop(folder: HomeFolder, name: str, text: str) -> Path:
    path = folder.home.submissions / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_asked_for_once_when_it_has_come_to_rest(folder):
    sensor = Looks(folder)
    drop(folder, "a.csv", "x")
    assert [sensor.look() for _ in range(4)] == [0, 1, 0, 0]


def test_a_file_that_is_still_growing_is_waited_for(folder):
    sensor = Looks(folder)
    asked = []
    for size in range(1, 4):
        drop(folder, "a.csv", "x" * size)
        asked.append(sensor.look())
    assert asked == [0, 0, 0]
    assert sensor.look() == 1


def test_a_file_taken_away_is_a_change_and_so_is_its_return(folder):
    sensor = Looks(folder)
    path = drop(folder, "a.csv", "x")
    assert [sensor.look(), sensor.look()] == [0, 1]
    path.rename(folder.home.root / "a.csv")
    assert [sensor.look(), sensor.look()] == [0, 1]
    (folder.home.root / "a.csv").rename(path)
    assert [sensor.look(), sensor.look()] == [0, 1]


def test_a_home_that_never_had_a_landing_folder_is_left_in_peace(tmp_path):
    sensor = Looks(HomeFolder(root=str(tmp_path)))
    assert [sensor.look() for _ in range(3)] == [0, 0, 0]


def test_a_landing_folder_that_vanished_is_a_run_that_fails(folder):
    """Whoever serves something from files that are gone is told, and not that nothing is new."""
    folder.home.mart_dir.mkdir()
    folder.home.mart.write_bytes(b"")
    sensor = Looks(folder)
    assert [sensor.look(), sensor.look()] == [0, 1]
    folder.home.submissions.rmdir()
    folder.home.landing.rmdir()
    assert [sensor.look(), sensor.look(), sensor.look()] == [0, 1, 0]


def test_what_a_program_is_still_writing_is_waited_for(folder):
    sensor = Looks(folder)
    assert [sensor.look(), sensor.look()] == [0, 1]
    for name in ("a.xlsx.part", "b.tmp", "~$c.xlsx", "d.csv.CRDOWNLOAD"):
        drop(folder, name, "halv")
        assert [sensor.look(), sensor.look()] == [0, 0]
    (folder.home.submissions / "a.xlsx.part").rename(folder.home.submissions / "a.xlsx")
    assert [sensor.look(), sensor.look()] == [0, 1]


def test_the_fingerprint_is_of_names_sizes_and_times(folder):
    path = drop(folder, "a.csv", "x")
    seen = [fingerprint(folder.home.landing)]
    drop(folder, "a.csv", "xy")
    seen.append(fingerprint(folder.home.landing))
    path.rename(path.with_name("b.csv"))
    seen.append(fingerprint(folder.home.landing))
    os.utime(path.with_name("b.csv"), (0, 0))
    seen.append(fingerprint(folder.home.landing))
    assert len(set(seen)) == 4


def test_the_night_run_is_left_out_when_there_is_nothing_to_land(tmp_path):
    context = dg.build_schedule_context(resources={"folder": HomeFolder(root=str(tmp_path))})
    assert isinstance(nightly(context), dg.SkipReason)


def test_the_night_run_takes_what_has_landed(folder):
    drop(folder, "a.csv", "x")
    context = dg.build_schedule_context(resources={"folder": folder})
    assert isinstance(nightly(context), dg.RunRequest)


def test_a_step_waits_for_a_refresh_that_is_at_work(folder):
    with pipeline.exclusive(folder.home), pytest.raises(dg.RetryRequested), folder.alone():
        pass
    with folder.alone() as home:
        assert home == folder.home


def test_what_lands_on_a_share_is_seen(folder, tmp_path):
    share = tmp_path / "disk"
    share.mkdir()
    folder.home.submissions.rmdir()
    folder.home.submissions.symlink_to(share)
    before = fingerprint(folder.home.landing)
    (share / "a.csv").write_text("x", encoding="utf-8")
    assert fingerprint(folder.home.landing) != before


def test_a_damaged_published_file_is_something_to_do(folder, monkeypatch):
    monkeypatch.setattr(pipeline, "nothing_new", lambda *_: True)
    assert unchanged(folder)
    monkeypatch.setattr(health, "needs_mending", lambda _home: True)
    assert not unchanged(folder)
