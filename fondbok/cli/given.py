"""What a command was given, before it is used: files, a home, a question.

Belongs here: saying no to what cannot be used, with what to do instead.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer
from rich.markup import escape

from fondbok import faults
from fondbok.cli.terminal import err, fail
from fondbok.ending import FAULT, USAGE
from fondbok.paths import Home
from fondbok.publish import release as releases_of
from fondbok.publish.release import Release


def with_reference(root: Path) -> Home:
    """A home with its reference data in use; faults in it are told, and stop when nothing holds."""
    from fondbok import pipeline

    home = Home(root)
    taken = pipeline.take_reference(home)
    for note in taken.notes if taken.faults else ():
        err.print(escape(note))
    if taken.stops:
        raise typer.Exit(USAGE)
    return home


def each_file(paths: list[Path]) -> list[Path]:
    """The files named and those in the folders named, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(existing(path))
            continue
        inside = sorted(each for each in path.rglob("*") if each.is_file())
        if not inside:
            fail(f"Mappen {path} är tom.", USAGE)
        found.extend(map(existing, inside))
    return found


def existing(file: Path) -> Path:
    """The file, when it is one that can be read."""
    if file.is_dir():
        fail(f"{file} är en mapp. Ange en fil.", USAGE)
    if not file.is_file():
        fail(f"Filen {file} finns inte.", USAGE)
    if not os.access(file, os.R_OK):
        fail(f"Filen {file} går inte att öppna: programmet saknar läsrättighet.", USAGE)
    return file


def served_release(home: Home) -> Release:
    """The release being served; a command that needs one stops without it."""
    from fondbok.publish import health

    served = releases_of.current(home)
    if served is None or not health.is_whole(home):
        fail(*_not_served(home, served))
    return served


def _not_served(home: Home, served: Release | None) -> tuple[str, int]:
    """Why nothing whole is served, and the exit code."""
    if served is not None:
        return (
            f"{home.mart} är inte längre den fil som publicerades: den är ändrad eller skadad. Kör "
            "fondbok refresh, så återställs den ur utgåvan.",
            FAULT,
        )
    if home.mart.exists():
        return f"{home.mart} går inte att läsa. Kör fondbok refresh, så återställs den.", FAULT
    return f"Det finns ingen publicerad utgåva i {home.mart_dir}. Kör fondbok refresh.", USAGE


def question_asked(question: str | None, file: Path | None) -> str | None:
    """The question as it was handed over; None when it is to be asked for."""
    if file is not None:
        try:
            return file.read_text("utf-8-sig")
        except OSError as error:
            fail(faults.sentence(error), USAGE)
        except UnicodeDecodeError:
            fail(f"{file} går inte att läsa som text i UTF-8. Spara om den.", USAGE)
    if question == "-" or (question is None and not sys.stdin.isatty()):
        return sys.stdin.read()
    return question
