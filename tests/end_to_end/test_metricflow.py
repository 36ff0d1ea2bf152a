"""The semantic layer asked by MetricFlow itself, beside what the reports print.

MetricFlow is no part of the program: it is installed into an environment of its own, which takes a
package registry. Without one the test says that it could not be made.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.warehouse import build
from tests.conftest import copy_dbt_project
from tests.end_to_end.test_questions import PAGE, QUESTIONS, asked

pytestmark = pytest.mark.slow

PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb")
METRICFLOW = "dbt-metricflow==0.15.0"
# Each command of the page by the question's number, and what it asks for of that answer: columns of
# the SQL by their place, those that MetricFlow gives, and how a share is rounded there.
COMMANDS = re.findall(r"^# (\d+)(, .*)?\n(mf query .*)$", PAGE.read_text("utf-8"), re.MULTILINE)
PLACES = {"3, the share on an unknown fund": (0, 3)}
IN_PERCENT = {"anpassat_andel"}


@pytest.fixture(scope="module")
def mf(malmo: Home, tmp_path_factory: pytest.TempPathFactory):
    """Run a command of the environment in the dbt project, over the example's build database."""
    folder = tmp_path_factory.mktemp("metricflow")
    bin_ = folder / "env" / "bin"
    venv.create(folder / "env", with_pip=True)
    pinned = [f"{name}=={version(name)}" for name in PACKAGES]
    install = [bin_ / "python", "-m", "pip", "install", "-q", METRICFLOW, *pinned]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["inget svar"])[-1]
        pytest.skip(f"{METRICFLOW} could not be installed for {sys.version_info[:2]}: {said}")
    copy_dbt_project(folder)
    shutil.copyfile(malmo.warehouse, folder / "fondbok.duckdb")
    project = folder / "dbt_project"
    env = {
        **os.environ,
        **build.QUIET,
        "FONDBOK_WAREHOUSE": str(folder / "fondbok.duckdb"),
        "DBT_PROFILES_DIR": str(project),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [bin_ / arguments[0], *arguments[1:]],
            cwd=project,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    parsed = run("dbt", "parse")
    assert parsed.returncode == 0, parsed.stdout
    return run


def test_the_semantic_layer_is_valid(mf) -> None:
    done = mf("mf", "validate-configs", "--skip-dw")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ERRORS: 0" in done.stdout + done.stderr


def test_the_page_asks_of_every_question_but_two() -> None:
    assert {int(number) for number, _, _ in COMMANDS} == set(QUESTIONS) - {11, 12}


def option(command: list[str], name: str) -> list[str]:
    return command[command.index(name) + 1].split(",")


def figure(name: str, text: str) -> str | Decimal | None:
    """A cell of MetricFlow's answer as the SQL gives it; a share as it rounds it."""
    if text == "":
        return None
    if not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text):
        return text
    number = Decimal(text)
    return round(100 * number, 1) if name in IN_PERCENT else round(number, 6)


def exact(value: object) -> object:
    """What DuckDB divided is a float, already rounded where the question rounds it."""
    return Decimal(str(value)) if isinstance(value, float) else value


@pytest.mark.parametrize(
    ("number", "what", "line"), COMMANDS, ids=[f"{number}{what}" for number, what, _ in COMMANDS]
)
def test_metricflow_answers_the_question_as_the_sql_does(
    mf, malmo: Home, tmp_path: Path, number: str, what: str, line: str
) -> None:
    command = shlex.split(line)
    file = tmp_path / "svar.csv"
    done = mf(*command, "--csv", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    columns = [*option(command, "--group-by"), *option(command, "--metrics")]
    with file.open(encoding="utf-8", newline="") as handle:
        told = [
            tuple(figure(name, row[name]) for name in columns) for row in csv.DictReader(handle)
        ]
    places = PLACES.get(f"{number}{what}", range(len(columns)))
    right = {
        tuple(exact(row[place]) for place in places) for row in asked(malmo, QUESTIONS[int(number)])
    }
    assert len(told) == len(right) > 0
    assert set(told) == right
