"""What Dagster is told when Fondbok says no: a sentence, no stack trace, and another try or not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from fondbok import pipeline
from fondbok.operations import runlog
from orchestration import assets, resources
from orchestration.resources import HomeFolder


def ended(folder: HomeFolder, error: Exception) -> list[dg.DagsterEvent]:
    """What a run told whose only step met an error."""

    @dg.op
    def step(context, folder: HomeFolder) -> None:
        with folder.alone(context.run_id):
            raise error

    @dg.job(resource_defs={"folder": folder})
    def only() -> None:
        step()

    result = only.execute_in_process(raise_on_error=False)
    assert not result.success
    return [e for e in result.all_events if e.is_step_failure or e.is_step_up_for_retry]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HomeFolder:
    monkeypatch.setattr(resources, "PAUSE_SECONDS", 0)
    return HomeFolder(root=str(tmp_path))


def test_what_may_pass_is_tried_again_and_told_in_a_sentence(folder):
    events = ended(folder, OSError(28, "No space left on device", "/srv/a"))
    assert [e.is_step_failure for e in events] == [False, False, True]
    wanted = "/srv/a får inte plats: disken är full. Gör plats och kör igen."
    for event in events:
        told = event.event_specific_data.error
        told = told.cause or told
        assert (wanted in told.message, told.stack) == (True, [])
    last = runlog.last(folder.home)
    assert (last.utfall, last.orsaker) == ("fel", [wanted])


def test_what_quality_stopped_ends_at_once(folder):
    (event,) = ended(folder, pipeline.Blocked(["Skäl ett.", "Skäl två."]))
    told = event.step_failure_data
    wanted = "Ingenting publicerades. Skäl ett. Skäl två."
    assert (told.error.message, told.error.stack) == (wanted, [])
    assert told.user_failure_data.metadata["antal orsaker"].value == 2
    assert runlog.last(folder.home).utfall == "stoppad"


def test_a_bug_keeps_its_stack_trace(folder):
    (event,) = ended(folder, KeyError("en bugg"))
    assert "en bugg" in event.step_failure_data.error.to_string()
    assert event.step_failure_data.error.stack


def test_a_bug_is_told_to_those_who_are_to_be_told(folder):
    ended(folder, KeyError("en bugg"))
    last = runlog.last(folder.home)
    assert (last.utfall, last.orsaker) == ("fel", ["Ett oväntat fel: KeyError: 'en bugg'"])


def test_a_run_that_somebody_stops_is_told_as_one(folder):
    with pytest.raises(dg.DagsterExecutionInterruptedError), folder.alone("k-1"):
        raise dg.DagsterExecutionInterruptedError
    last = runlog.last(folder.home)
    assert (last.korning, last.utfall, last.orsaker) == ("k-1", "avbruten", [resources.INTERRUPTED])


class Deaf:
    """A dbt that goes on when it is asked to stop."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])

    def stream(self):
        yield "a"
        raise subprocess.TimeoutExpired("dbt", 25)


def test_a_dbt_that_does_not_stop_is_ended_and_the_step_is_not_tried_again():
    dbt = Deaf()
    with pytest.raises(dg.DagsterExecutionInterruptedError):
        list(assets._until_stopped(dbt))
    assert dbt.process.poll() is not None


def test_a_landing_folder_that_is_gone_is_told_as_on_the_command_line(folder, monkeypatch):
    monkeypatch.setattr("fondbok.pipeline.landing.served_whole", lambda _: object())
    monkeypatch.setattr("fondbok.publish.loss.everything", lambda *_: [])
    with pytest.raises(resources.Refused) as refused, folder.alone("k-1") as home:
        pipeline.land(home)
    wanted = f"Mappen {home.landing} finns inte. Är den på en annan disk: anslut den."
    assert str(refused.value) == f"Ingenting publicerades. {wanted}"
    last = runlog.last(folder.home)
    assert (last.utfall, last.orsaker) == ("stoppad", [wanted])
