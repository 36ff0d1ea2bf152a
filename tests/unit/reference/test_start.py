"""`fondbok init` and `fondbok doctor`: a home to fill in, and what is left to fill in."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from fondbok import doctor
from fondbok.paths import Home
from fondbok.reference.reading import read
from fondbok.reference.start import START, StartError, init
from fondbok.reference.tables import TABLES, Table
from tests.conftest import fondbok


@pytest.fixture(autouse=True)
def of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FONDBOK_KOMMUN")


def examples(table: Table) -> list[str]:
    """The example lines of a file to start from: comments with a cell for every column."""
    lines = (START / f"{table.name}.csv").read_text("utf-8").splitlines()
    return [
        line.removeprefix("# ")
        for line in lines
        if line.startswith("# ") and line.count(",") == len(table.columns) - 1 and ", " not in line
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_file_to_start_from_is_empty_and_right(table: Table, tmp_path: Path) -> None:
    file = START / f"{table.name}.csv"
    found = read(file, table)
    assert (found.rows, found.faults) == ((), ())
    text = file.read_text("utf-8")
    shown = examples(table)
    assert shown, file
    filled = tmp_path / file.name
    # As told: the # goes, and the line counts where it stands.
    for line in shown:
        text = text.replace(f"# {line}\n", f" {line}\n")
    filled.write_text(text, "utf-8")
    found = read(filled, table)
    assert found.faults == ()
    assert len(found.rows) == len(shown)


def test_a_home_is_made_once_and_what_is_filled_in_stays(tmp_path: Path) -> None:
    home = Home(tmp_path / "hem")
    first = init(home, 'Exempelstads "kommun"', andra_namn=("Exempelstad", "E-stad"))
    assert first.left == ()
    assert home.submissions.is_dir() and home.ledger.is_dir() and home.profiles.is_dir()
    settings = tomllib.loads(home.kommun.read_text("utf-8"))
    assert settings == {
        "namn": 'Exempelstads "kommun"',
        "andra_namn": ["Exempelstad", "E-stad"],
        "slag": "kommun",
    }
    (home.referens / "namnd.csv").write_text("eget", "utf-8")
    again = init(home, "Annan kommun")
    assert again.made == ()
    assert (home.referens / "namnd.csv").read_text("utf-8") == "eget"
    assert tomllib.loads(home.kommun.read_text("utf-8")) == settings


@pytest.mark.parametrize(
    "wrong", [{"kommunkod": "12"}, {"organisationsnummer": "212000-0002"}, {"slag": "stad"}]
)
def test_an_answer_that_cannot_stand_makes_nothing(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(StartError, match=next(iter(wrong))):
        init(Home(tmp_path / "hem"), "X", **wrong)
    assert not (tmp_path / "hem").exists()


def test_without_a_name_and_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    run = fondbok("init", "--home", tmp_path / "hem")
    assert (run.code, "--namn" in run.err) == (2, True)


def test_the_doctor_tells_what_is_left_in_the_order_to_do_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "hem")
    assert [each.gor for each in doctor.examine(home) if "init" in each.gor]
    init(home, "Exempelstads kommun")
    found = doctor.examine(home)
    left = [each.vad.partition(":")[0] for each in found if each.lage == "saknas"]
    assert left == [
        "referens/namnd.csv",
        "referens/ar.csv",
        "referens/konto.csv",
        "referens/ansvar.csv",
        "landing/submissions",
        "Ingenting är publicerat.",
    ]
    assert not doctor.ready(found)
    (home.referens / "konto.csv").write_text("konto\n1\n", "utf-8")
    assert any(
        each.lage == "fel" and "referens/konto.csv, rad 1, kolumn konto" in each.vad
        for each in doctor.examine(home)
    )


def test_the_doctor_answers_programs(tmp_path: Path) -> None:
    run = fondbok("doctor", "--home", tmp_path, "--json", env={"FONDBOK_KOMMUN": ""})
    assert run.code == 1
    assert {"lage", "vad", "gor"} == set(json.loads(run.out)[0])
