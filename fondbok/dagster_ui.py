"""Starting Dagster's UI for a home folder.

Belongs here: the environment and the address; Dagster itself is started as a process of its own.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sys
from importlib import resources
from pathlib import Path

from fondbok.errors import FondbokError
from fondbok.paths import Home
from fondbok.saving import replace_file
from fondbok.warehouse import build

ADDRESS = "127.0.0.1"
MODULE = "orchestration.definitions"
SETTINGS = "dagster.yaml"
OUR_FIRST_LINE = "# Settings of the Dagster instance of one home folder"
LOWEST_PORT, HIGHEST_PORT = 1024, 65535


class NotStarted(FondbokError):
    """The page cannot be started as it was asked; the text says what to do, in Swedish."""

    is_asked_wrong = True


def environment(home: Home) -> dict[str, str]:
    """What Dagster needs: its own folder within the home, our database, and no telemetry."""
    return {
        **os.environ,
        **build.QUIET,
        "FONDBOK_HOME": str(home.root.resolve()),
        "DAGSTER_HOME": str(dagster_home(home)),
        "DAGSTER_DISABLE_TELEMETRY": "true",
    }


def dagster_home(home: Home) -> Path:
    """Dagster's folder for a home, with its settings in place.

    Not below warehouse/, which anybody may throw away: the history of the runs is here. One that
    lies there from before is moved.
    """
    folder = home.dagster.resolve()
    earlier = home.warehouse_dir / "dagster"
    if earlier.is_dir() and not folder.exists():
        earlier.rename(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _settle(folder)
    return folder


def _settle(folder: Path) -> None:
    """Put our settings there, unless the operator has settings of his own.

    What we wrote last is kept beside: settings that are no longer like it are the operator's.
    """
    ours = resources.files("orchestration").joinpath(SETTINGS).read_text("utf-8")
    settings, written = folder / SETTINGS, folder / f".{SETTINGS}.fondbok"
    if settings.is_file() and written.is_file():
        if settings.read_text("utf-8") != written.read_text("utf-8"):
            return
    elif settings.is_file() and not _is_from_before(settings.read_text("utf-8")):
        return
    replace_file(settings, ours.encode("utf-8"))
    replace_file(written, ours.encode("utf-8"))


def _is_from_before(text: str) -> bool:
    """Whether these are settings that we wrote without keeping what we wrote."""
    return text.startswith(OUR_FIRST_LINE)


def claim(home: Home, port: int) -> None:
    """See to it that the page can start, and that it is the only one of its home.

    The claim is held by this process and by what it becomes (`serve`).

    Raises:
        NotStarted: the port is none, or taken; or the home has its page already.
    """
    if not LOWEST_PORT <= port <= HIGHEST_PORT:
        raise NotStarted(f"Porten ska vara ett tal mellan {LOWEST_PORT} och {HIGHEST_PORT}.")
    held = os.open(dagster_home(home) / "ui.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise NotStarted(
            f"Dagsters sida är redan i gång för {home.root}. Stäng den först, eller använd den."
        ) from None
    os.set_inheritable(held, True)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            os.close(held)
            raise NotStarted(
                f"Porten {port} är upptagen. Välj en annan med --port, till exempel {port + 1}."
            ) from None


def serve(home: Home, port: int) -> None:
    """Become `dagster dev`: what stops this process stops it and all it started.

    Args:
        home: the home folder it works on.
        port: on 127.0.0.1 only.

    Raises:
        NotStarted: as `claim` says.
    """
    claim(home, port)
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "--module-name",
        MODULE,
        "--host",
        ADDRESS,
        "--port",
        str(port),
    ]
    print(f"Dagsters sida: http://{ADDRESS}:{port} (stäng med Ctrl+C)", flush=True)
    settings = environment(home)
    os.chdir(dagster_home(home))
    # A shell that starts it in the background has it ignore Ctrl-C: Dagster stops its own by that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execve(sys.executable, command, settings)
