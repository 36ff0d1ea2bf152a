"""`fondbok ui` of a home, started for a test and asked over its own GraphQL.

Belongs here: starting the page on a free port, starting a job there as a person does, and waiting
for how it ended.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from fondbok.dagster_ui import ADDRESS, MODULE
from fondbok.paths import Home

UP_SECONDS, RUN_SECONDS, DOWN_SECONDS, ANSWER_SECONDS = 600, 1800, 60, 300
_LAUNCH = """
mutation ($job: ExecutionParams!) { launchRun(executionParams: $job) {
  __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message }
  ... on InvalidSubsetError { message } ... on RunConfigValidationInvalid { errors { message } }
} }
"""
_STATUS = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
_UP = "{ repositoriesOrError { ... on RepositoryConnection { nodes { name location { name } } } } }"
_ENDED = {"SUCCESS", "FAILURE", "CANCELED"}


@dataclass(frozen=True)
class Page:
    """A page that is up.

    Attributes:
        address: where it is.
        repository: what jobs are asked for by: the repository and its location.
    """

    address: str
    repository: dict[str, str]

    def run(self, job: str) -> tuple[str, str]:
        """Start a job and wait: the run's id, and its status."""
        chosen = {"selector": {**self.repository, "jobName": job}, "mode": "default"}
        told = asked(self.address, _LAUNCH, job=chosen)["launchRun"]
        assert told["__typename"] == "LaunchRunSuccess", told
        name, until = told["run"]["runId"], time.monotonic() + RUN_SECONDS
        while True:
            time.sleep(1)
            assert time.monotonic() < until, "the run goes on and on"
            with suppress(OSError):  # a busy machine answers late
                status = asked(self.address, _STATUS, id=name)["runOrError"]["status"]
                if status in _ENDED:
                    return name, status


def asked(address: str, question: str, **variables: Any) -> dict[str, Any]:
    """The answer of Dagster's GraphQL."""
    body = json.dumps({"query": question, "variables": variables}).encode()
    request = Request(f"{address}/graphql", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=ANSWER_SECONDS) as answer:
        found = json.load(answer)
    assert "errors" not in found, found
    return dict(found["data"])


@contextmanager
def serving(home: Home, log: Path, before: Sequence[str] = ()) -> Iterator[Page]:
    """The page of a home, and all that it starts, until the block ends.

    Args:
        home: the home folder.
        log: where what it writes goes.
        before: what comes before the command, as strace does.
    """
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port = probe.getsockname()[1]
    words = [*before, sys.executable, "-m", "fondbok.cli", "ui", "--home", str(home.root)]
    with log.open("w", encoding="utf-8") as out:
        started = subprocess.Popen(
            [*words, "--port", str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Page(f"http://{ADDRESS}:{port}", _up(f"http://{ADDRESS}:{port}", started, log))
        finally:
            _stop(started)


def _up(address: str, started: subprocess.Popen[bytes], log: Path) -> dict[str, str]:
    until = time.monotonic() + UP_SECONDS
    while True:
        assert started.poll() is None, log.read_text("utf-8")[-3000:]
        assert time.monotonic() < until, log.read_text("utf-8")[-3000:]
        time.sleep(1)
        try:
            nodes = asked(address, _UP)["repositoriesOrError"].get("nodes", [])
        except OSError:
            continue
        for each in nodes:
            if each["location"]["name"] == MODULE:
                return {"repositoryName": each["name"], "repositoryLocationName": MODULE}


def _stop(started: subprocess.Popen[bytes]) -> None:
    for what in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(started.pid, what)
            started.wait(DOWN_SECONDS)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        else:
            return
