"""Every command with every kind of wrong argument: no traceback, no English, and a next step."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from fondbok import __version__, ending, language

ENGLISH = re.compile(
    r"\b(the|this|usage|options?|arguments|commands?|invalid|missing|error|show|exit|required|"
    r"default|should|unable|got|unexpected|did you|must|traceback)\b",
    re.IGNORECASE,
)
OURS = re.compile(r"--[a-z-]+|<[a-z]+>|\{[a-z_]+\}")


# In a process of its own, where fondbok.cli is what imports typer.
SCRIPT = """
import contextlib, io, json, sys
from fondbok import cli
import typer

def commands():
    for name, command in typer.main.get_command(cli.app).commands.items():
        yield [name]
        yield from ([name, each] for each in getattr(command, "commands", ()))

def run(arguments):
    sys.argv = ["fondbok", *arguments]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as ended:
            return [int(ended.code or 0), out.getvalue(), err.getvalue()]

wanted = [*json.loads(sys.stdin.read())]
for command in commands():
    wanted += [[*command, flag] for flag in ("-h", "--help", "--finns-inte")]
print(json.dumps([[each, *run(each)] for each in wanted]))
"""
SAID = (
    (("refrsh",), "Menas 'refresh'"),
    (("status", "--ar", "tjugo"), "tjugo går inte. Skriv ett heltal."),
    (("status", "--ar"), "Flaggan --ar"),
    (("template", "--ar", "2024", "-o", "x"), "--namnd saknas"),
    (("trace",), "rapport saknas"),
    (("refresh", "nu"), "för mycket: nu"),
    (("pairs", "--samma", "a"), "Flaggan --samma"),
    (("tables", "--homme"), "--home?"),
)
Told = tuple[int, str, str]


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, ...], Told]:
    asked = [arguments for arguments, _ in SAID] + [("--version",)]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return {tuple(each): (code, out, err) for each, code, out, err in json.loads(done.stdout)}


def assert_swedish(text: str) -> None:
    words = OURS.sub("", text)
    assert not ENGLISH.search(words), text


def test_the_help_of_every_command_is_swedish(told: dict[tuple[str, ...], Told]) -> None:
    pages = {each: answer for each, answer in told.items() if each[-1] in ("-h", "--help")}
    assert len(pages) >= 2 * 19
    for each, (code, out, err) in pages.items():
        assert (code, err) == (0, ""), each
        assert "Så här:" in out
        assert_swedish(out)


def test_a_flag_that_is_not_there_is_refused_in_swedish(told: dict[tuple[str, ...], Told]) -> None:
    for each, (code, _, err) in told.items():
        if each[-1] == "--finns-inte":
            assert (code, "finns inte" in err) == (ending.USAGE, True), each
            assert_swedish(err)


@pytest.mark.parametrize(("arguments", "said"), SAID)
def test_what_is_wrong_is_said_with_the_next_step(
    arguments: tuple[str, ...], said: str, told: dict[tuple[str, ...], Told]
) -> None:
    code, _, err = told[arguments]
    assert code == ending.USAGE
    assert said in err
    assert "--help för hjälp" in err
    assert_swedish(err)


def test_the_version_is_told(told: dict[tuple[str, ...], Told]) -> None:
    assert told["--version",] == (0, f"fondbok {__version__}\n", "")


def test_the_compiled_texts_are_those_written() -> None:
    folder = Path(language.LOCALE) / "sv" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as handle:
        catalog = read_po(handle, locale="sv")
    with (folder / "messages.mo").open("rb") as handle:
        compiled = read_mo(handle)
    assert {m.id: m.string for m in compiled if m.id} == {m.id: m.string for m in catalog if m.id}
