"""How a server is set up, as it is told: every path, unit and command there is one that exists."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from fondbok import cli
from fondbok.paths import PROJECT

PAGE = PROJECT / "docs" / "how-to" / "operator-server.md"
PROGRAM = "/opt/fondbok"
MADE = f"{PROGRAM}/.venv/bin/"  # by make setup
UNITS = {path.name for path in (PROJECT / "deploy" / "systemd").iterdir()}


def blocks() -> list[str]:
    """What a reader copies."""
    return re.findall(r"(?ms)^```\n(.*?)^```", PAGE.read_text("utf-8"))


def lines() -> Iterator[str]:
    for block in blocks():
        yield from (line for line in block.splitlines() if line and not line.startswith("#"))


def test_every_path_of_the_program_is_there() -> None:
    named = {
        path.rstrip("/.,;:`")
        for path in re.findall(rf"{PROGRAM}/[\w./*-]+", PAGE.read_text("utf-8"))
    }
    assert len(named) >= 5
    for path in sorted(named):
        if path.startswith(MADE):
            assert (Path(sys.executable).parent / path.removeprefix(MADE)).exists(), path
        else:
            assert list(PROJECT.glob(path.removeprefix(f"{PROGRAM}/"))), path


def test_every_unit_that_is_named_is_there() -> None:
    told = re.findall(r"\bfondbok-[a-z-]+(?:\.timer|\.service)?", " ".join(lines()))
    own = [name for name in told if name not in {"fondbok-lasare", "fondbok-dagster-"}]
    assert own
    for name in own:
        assert {name, f"{name}.service"} & UNITS, name


def commands() -> list[list[str]]:
    """The words of every `fondbok` that is told, without the way to it."""
    found = []
    for line in lines():
        words = shlex.split(line, comments=True)
        places = [n for n, word in enumerate(words) if word.endswith(".venv/bin/fondbok")]
        found += [words[place + 1 :] for place in places]
    return found


def test_there_are_commands() -> None:
    assert {words[0] for words in commands()} >= {"backup", "doctor", "refresh"}


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_takes_these_words(words: list[str]) -> None:
    command = typer.main.get_command(cli.app).commands[words[0]]  # type: ignore[attr-defined]
    known = {flag for parameter in command.params for flag in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known


def test_the_make_targets_are_there() -> None:
    wanted = set(re.findall(r"&& make (?:-C \S+ )?([a-z-]+)", "\n".join(lines())))
    assert "setup" in wanted
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for target in wanted:
        assert re.search(rf"(?m)^{target}:", makefile), target


def test_the_folders_of_the_units_are_made_before_they_are_started() -> None:
    """What a unit may write, reads its environment from or works in is in the first commands."""
    made = blocks()[0]
    for unit in (PROJECT / "deploy" / "systemd").glob("*.service"):
        told = unit.read_text("utf-8")
        for path in re.findall(r"(?m)^(?:ReadWritePaths|WorkingDirectory)=(.*)$", told):
            for each in path.split():
                assert each.lstrip("-") in made, (unit.name, each)
        (env,) = re.findall(r"(?m)^EnvironmentFile=(.*)$", told)
        assert str(Path(env).parent) in made
