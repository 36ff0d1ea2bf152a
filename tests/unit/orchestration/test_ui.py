"""`fondbok ui`: one page a home, on a port that is free."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from fondbok import dagster_ui
from fondbok.dagster_ui import NotStarted
from fondbok.paths import Home


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((dagster_ui.ADDRESS, 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("port", [0, 80, 70000, -1])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: int) -> None:
    with pytest.raises(NotStarted, match="mellan 1024 och 65535"):
        dagster_ui.claim(Home(tmp_path), port)


def test_a_port_that_is_taken_is_refused_and_another_proposed(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((dagster_ui.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NotStarted, match=f"Porten {port} är upptagen.*{port + 1}"):
            dagster_ui.claim(Home(tmp_path), port)
    # The claim on the home was given back.
    run_claim(tmp_path, 0)


def test_a_second_page_of_a_home_is_refused_as_long_as_the_first_lives(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from fondbok import dagster_ui;"
        "from fondbok.paths import Home;"
        "dagster_ui.claim(Home(Path(sys.argv[1])), int(sys.argv[2]));"
        # As `serve` does: another program in the same process holds the claim.
        "import os; print('tagen', flush=True); os.execv('/bin/cat', ['cat'])"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path), str(free_port())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == "tagen\n"
    run_claim(tmp_path, 2)
    first.communicate("")
    run_claim(tmp_path, 0)


def run_claim(root: Path, code: int) -> None:
    script = (
        "import sys; from pathlib import Path; from fondbok import dagster_ui;"
        "from fondbok.paths import Home\n"
        "try: dagster_ui.claim(Home(Path(sys.argv[1])), int(sys.argv[2]))\n"
        "except dagster_ui.NotStarted as no: print(no); sys.exit(2)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(root), str(free_port())],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert (code == 2) == ("redan i gång" in done.stdout)
