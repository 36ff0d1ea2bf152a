"""How a process ends, also when it is asked to, and how its child ends with it.

Belongs here: what a command ends with, the plea to stop as an exception, and dying with the parent.
A parent that is killed can stop nobody; a child that goes on building in its place keeps the
database from the next run.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from typing import NoReturn

from fondbok.paths import PACKAGE

# What a command ends with: done, a fault, asked wrongly, stopped by quality or a loss.
OK, FAULT, USAGE, BLOCKED = 0, 1, 2, 3
INTERRUPTED, TERMINATED = 130, 143  # as shells number Ctrl-C and SIGTERM

_PR_SET_PDEATHSIG = 1
_EVERY = 1.0  # seconds between two looks, where the system does not tell


class Terminated(KeyboardInterrupt):
    """Somebody asked the process to stop; the text says so, in Swedish.

    No `FondbokError`: what catches those to go on with the next file must not catch this.
    """


def on_sigterm() -> None:
    """Let SIGTERM stop this process as Ctrl-C does, with what is half done tidied up."""
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(_signal: int, _frame: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # told once; what is left is to tidy up
    raise Terminated("Avbrutet utifrån (SIGTERM). Det som var publicerat gäller.")


def child(program: str, *words: str) -> list[str]:
    """A command that runs a line of Python in a process that ends when this one does.

    Args:
        program: what it runs; it takes the words as its arguments.
        words: the arguments.
    """
    found = f"import sys; sys.path.append({str(PACKAGE.parent)!r})"
    line = f"{found}; from fondbok.ending import follow; follow({os.getpid()}); {program}"
    # Wherever it runs, it takes no module from there.
    return [sys.executable, "-P", "-c", line, *words]


def follow(parent: int) -> None:
    """End as soon as the process that started this one has ended.

    Args:
        parent: its number, as it knew it itself: it may be gone before this is called.
    """
    # A page started in the background of a shell ignores Ctrl-C, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_look, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _look(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os._exit(1)
