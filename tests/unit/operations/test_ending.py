"""A child that ends with its parent, and a plea to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fondbok.ending import Terminated, on_sigterm
from tests.killing import gone_in_time, is_there

HANG_SECONDS = 60
CHILD = """
import os, time
from fondbok.ending import follow
follow({})
print(os.getpid(), flush=True)
time.sleep(600)
"""
PARENT = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1].format(os.getpid())])
time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="Looks for the child in /proc.")
def test_a_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, CHILD], stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        assert is_there(child)
        parent.kill()
    assert gone_in_time([child])


def test_a_child_whose_parent_is_gone_already_does_nothing() -> None:
    nobody = os.getppid()  # not the parent of what is started here
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(nobody)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_a_plea_to_stop_is_no_error_that_a_file_could_be_refused_for() -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        on_sigterm()
        with pytest.raises(Terminated, match="SIGTERM"):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(HANG_SECONDS)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert not issubclass(Terminated, Exception)


def test_a_child_hears_ctrl_c_also_below_a_parent_that_does_not() -> None:
    """A shell starts what it starts in the background so: Dagster's page could stop no run."""
    asked = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('goes on')"
    script = (
        "import signal, subprocess; from fondbok.ending import child;"
        "signal.signal(signal.SIGINT, signal.SIG_IGN);"
        f"print(subprocess.run(child({asked!r}), capture_output=True, text=True).stdout)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "goes on" not in done.stdout
