"""A run whose process is gone is ended, so that the next can begin; one at work is let be."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.events import DagsterEventType

from fondbok.operations import runlog
from orchestration import life
from orchestration.resources import HomeFolder, sign_of

# A process that is at work on a run, as a step of it is, until it is told or killed.
AT_WORK = """
import sys
from orchestration.resources import HomeFolder
with HomeFolder(root=sys.argv[1]).alone(sys.argv[2]):
    print("i gång", flush=True)
    sys.stdin.read()
"""


@dg.op
def nothing() -> None:
    """Nothing."""


@dg.job
def small() -> None:
    """A run to have."""
    nothing()


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> HomeFolder:
    return HomeFolder(root=str(tmp_path))


def begun(instance: dg.DagsterInstance) -> str:
    """A run that Dagster believes goes on."""
    run = instance.create_run_for_job(small, status=dg.DagsterRunStatus.STARTING)
    started = dg.DagsterEvent(DagsterEventType.RUN_START.value, small.name, message="")
    instance.report_dagster_event(started, run_id=run.run_id)
    return run.run_id


def status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


def test_a_run_ends_with_its_process_however_that_ends(
    instance: dg.DagsterInstance, folder: HomeFolder
) -> None:
    run_id = begun(instance)
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK, folder.root, run_id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        assert life.end_the_dead(instance, folder) == []
        assert status(instance, run_id) == dg.DagsterRunStatus.STARTED
        process.kill()
    assert life.end_the_dead(instance, folder) == [run_id]
    assert status(instance, run_id) == dg.DagsterRunStatus.FAILURE
    last = runlog.last(folder.home)
    assert last is not None
    assert (last.korning, last.utfall, last.orsaker) == (run_id, "avbruten", [life.WHY])
    assert life.end_the_dead(instance, folder) == []
    assert not sign_of(folder.home, run_id).exists(), "forgotten"


def test_what_was_killed_is_begun_anew_once(
    instance: dg.DagsterInstance, folder: HomeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked() -> object:
        context = dg.build_sensor_context(instance=instance, resources={"folder": folder})
        return life.watch(context)

    assert isinstance(looked(), dg.SkipReason)
    later = time.time() + life.SILENT_SECONDS + 60
    for wanted in (dg.SensorResult, dg.SkipReason):
        begun(instance)
        with monkeypatch.context() as patched:
            patched.setattr(life.time, "time", lambda: later)
            assert isinstance(looked(), wanted)


def test_a_run_that_has_come_to_no_step_is_waited_for(
    instance: dg.DagsterInstance, folder: HomeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = begun(instance)
    assert life.end_the_dead(instance, folder) == []
    later = time.time() + life.SILENT_SECONDS + 60
    monkeypatch.setattr(life.time, "time", lambda: later)
    assert life.end_the_dead(instance, folder) == [run_id]
