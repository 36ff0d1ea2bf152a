"""What a monitor is told of a home, and what the runs are told to have come to."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from fondbok import pipeline
from fondbok.operations import condition, lock, runlog
from fondbok.paths import Home
from fondbok.publish import health, release
from fondbok.publish.release import Release
from fondbok.settings.declared import Overvakning
from tests.conftest import fondbok


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home that serves a whole release, and has told of its run."""
    home = Home(tmp_path)
    runlog.add(home, runlog.ended("k-1", "publicerad", utgava="r-1"))
    made = last(home)
    monkeypatch.setattr(release, "current", lambda _: Release("r-1", made.slut, "k", "i", 1, 1))
    monkeypatch.setattr(health, "is_whole", lambda _: True)
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", "0")
    return home


def last(home: Home) -> runlog.Run:
    run = runlog.last(home)
    assert run is not None
    return run


def test_a_home_that_published_is_well(served: Home) -> None:
    found = condition.look(served)
    assert (found.state, found.code, found.reasons) == ("frisk", 0, [])
    assert found.as_json()["senaste_korning_utfall"] == "publicerad"
    first, release_line, run_line = found.lines()
    assert first == "FRISK"
    assert (release_line.split()[:2], release_line[-10:]) == (["Utgåva", "r-1"], "(0 dagar).")
    assert run_line.endswith("UTC) publicerade en ny utgåva.")


@pytest.mark.parametrize("utfall", ["stoppad", "fel"])
def test_a_run_that_came_to_nothing_is_told_with_its_reasons(
    served: Home, utfall: runlog.Outcome
) -> None:
    runlog.add(served, runlog.ended("k-2", utfall, utgava="r-1", orsaker=["ASN 2024 saknas."]))
    found = condition.look(served)
    assert (found.state, found.code) == ("kritisk", 2)
    assert "ASN 2024 saknas." in found.reasons
    first, *others = found.lines()
    assert first.startswith("KRITISK Senaste körningen (")
    assert [line.partition(" ")[0] for line in others] == ["ASN", "Utgåva"]
    runlog.add(served, runlog.ended("k-3", "inget_nytt", utgava="r-1"))
    assert condition.look(served).state == "frisk", "mended"


def test_a_run_that_only_showed_what_would_change_neither_harms_nor_mends(served: Home) -> None:
    shown = runlog.ended("k-2", "forslag", utgava="r-1", orsaker=["ASN 2024 saknas."], vem="drift")
    runlog.add(served, shown)
    assert condition.look(served).state == "frisk"
    assert runlog.read(served)[-1] == shown
    failed = runlog.ended("k-3", "fel", orsaker=["Disken är full."])
    runlog.add(served, failed)
    runlog.add(served, shown)
    assert condition.look(served).state == "kritisk"
    assert runlog.last(served) == failed
    assert not runlog.is_news(failed, shown), "nobody is told that it is well again"


def test_what_cannot_be_looked_at_is_ill(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.mart_dir.symlink_to("mart")
    home.logs.mkdir()
    (home.root / "fondbok.toml").symlink_to("fondbok.toml")
    found = condition.look(home)
    assert (found.state, found.code) == ("kritisk", 2)
    assert any("är en länk som leder tillbaka till sig själv" in each for each in found.reasons)


def test_silence_is_doubtful(served: Home) -> None:
    then = last(served).slut
    assert condition.look(served, then + timedelta(days=3)).state == "frisk"
    found = condition.look(served, then + timedelta(days=Overvakning().tyst_dagar + 1))
    assert (found.state, found.code) == ("varning", 1)
    assert "på 9 dagar" in found.reasons[0]


def test_a_damaged_file_is_ill(served: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "is_whole", lambda _: False)
    found = condition.look(served)
    assert (found.state, found.release) == ("kritisk", None)
    assert "fondbok refresh" in found.reasons[0]


def test_a_disk_that_is_nearly_full_is_doubtful(
    served: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FONDBOK_OVERVAKNING__LEDIGT_MB", str(2**42))
    found = condition.look(served)
    assert found.state == "varning"
    assert "MB ledigt" in found.reasons[0]


def test_settings_that_cannot_be_used_are_told(served: Home) -> None:
    (served.root / "fondbok.toml").write_text("[overvakning]\ntyst_dgar = 3\n", "utf-8")
    found = condition.look(served)
    assert found.state == "varning"
    assert "overvakning.tyst_dgar finns inte" in found.reasons[0]


def test_a_torn_line_is_passed_over(served: Home) -> None:
    with (served.logs / runlog.FILE).open("a") as log:
        log.write('{"korning": "k-2", "slu')
    assert [run.korning for run in runlog.read(served)] == ["k-1"]


def test_the_log_is_kept_short(served: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runlog, "LARGEST", 2_000)
    for number in range(100):
        runlog.add(served, runlog.ended(f"k-{number}", "inget_nytt", utgava="r-1"))
    kept = [run.korning for run in runlog.read(served)]
    assert kept == [f"k-{n}" for n in range(100 - len(kept), 100)]
    assert (served.logs / runlog.FILE).stat().st_size < 3_000


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    runlog.add(Home(tmp_path / "fel"), runlog.ended("k-1", "fel"))
    assert not (tmp_path / "fel").exists()


def test_the_command_has_the_exit_codes_of_a_monitor(tmp_path: Path) -> None:
    ill = fondbok("status", "--health", "--home", tmp_path)
    assert ill.code == 2
    assert ill.out.startswith("KRITISK Ingenting är publicerat")
    told = fondbok("status", "--health", "--json", "--home", tmp_path)
    assert json.loads(told.out)["tillstand"] == "kritisk"
    assert fondbok("status", "--health", "--home", tmp_path / "fel").code == 2


def test_a_refresh_is_told_of(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.landing.mkdir()
    assert fondbok("refresh", "--home", tmp_path).code == 0
    assert last(home).utfall == "inget_nytt"
    home.landing.rmdir()
    assert fondbok("refresh", "--home", tmp_path).code != 0
    assert last(home).utfall == "fel"
    assert last(home).orsaker


def test_a_published_file_that_cannot_be_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.mart_dir.mkdir()
    home.mart.write_bytes(b"not a database")
    found = condition.look(home)
    assert found.state == "kritisk"
    assert found.reasons[0].startswith(f"{home.mart} går inte att läsa.")


def test_a_command_that_was_killed_is_told_until_a_run_has_ended(served: Home) -> None:
    script = "import os; from pathlib import Path; from fondbok.paths import Home; "
    script += "from fondbok.operations.lock import held; "
    script += f"h = held(Home(Path({str(served.root)!r}))); h.__enter__(); "
    time.sleep(1.1)  # the log and the lock tell whole seconds
    subprocess.run([sys.executable, "-c", script + "os.kill(os.getpid(), 9)"], check=False)
    found = condition.look(served)
    assert found.state == "kritisk"
    assert found.reasons[0].startswith("Något avbröts utan att hinna säga det: process ")
    time.sleep(1.1)
    runlog.add(served, runlog.ended("k-2", "inget_nytt", utgava="r-1"))
    assert condition.look(served).state == "frisk"


def test_a_name_that_an_earlier_version_left_is_of_nobody_killed(served: Home) -> None:
    served.warehouse_dir.mkdir()
    left = {"process": 1, "kommando": "fondbok backup", "sedan": "2099-01-01 00:00:00"}
    (served.warehouse_dir / ".lock").write_text(json.dumps(left), "utf-8")
    assert condition.look(served).state == "frisk"


def test_a_command_that_ended_is_not_said_to_be_killed(served: Home) -> None:
    time.sleep(1.1)
    with pytest.raises(KeyError), lock.held(served):
        assert condition.look(served).state == "frisk", "at work"
        raise KeyError
    assert condition.look(served).state == "frisk"


def test_reference_data_that_cannot_be_used_is_doubtful(
    served: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run goes on with what the release has and ends well: somebody must hear of it."""
    monkeypatch.delenv("FONDBOK_KOMMUN", raising=False)
    assert served.city == served.root
    served.referens.mkdir()
    (served.referens / "konto.csv").write_bytes(b"\xff\xfe\x00")
    before = sorted(served.root.rglob("*"))
    found = condition.look(served)
    assert (found.state, found.code) == ("varning", 1)
    assert any("referens/konto.csv, rad 1" in each for each in found.reasons)
    assert sorted(served.root.rglob("*")) == before, "looking writes nothing"


def test_a_bug_in_a_run_is_told_too(served: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object, **__: object) -> None:
        raise KeyError("en bugg")

    monkeypatch.setattr("fondbok.pipeline.refreshing.mend", bug)
    with pytest.raises(KeyError):
        pipeline.refresh(served)
    found = condition.look(served)
    assert (found.state, last(served).orsaker) == (
        "kritisk",
        ["Ett oväntat fel: KeyError: 'en bugg'"],
    )
