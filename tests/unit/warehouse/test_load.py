"""Raw follows landing/: by content, kind and name, and never by what was there before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok import ledger
from fondbok.findings import FileRead
from fondbok.paths import Home
from fondbok.warehouse import load, reading, remembered, scan

SUBMISSION = "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\nMiljönämnden;2024;{};{}\n"
LEDGER = (
    "Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Text;Belopp\n"
    "1;2024-03-01;3511;4100;;x;-{0}\n1;2024-03-01;1930;4100;;x;{0}\n"
)
Rows = list[tuple[Any, ...]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.submissions.mkdir(parents=True)
    home.ledger.mkdir()
    (home.submissions / "mn.csv").write_text(SUBMISSION.format("Malmö", "5"), "utf-8")
    (home.ledger / "bok.csv").write_text(LEDGER.format("100,00"), "utf-8")
    return home


def land(home: Home) -> load.Loaded:
    return load.load(home, scan.scan(home), first_seen={})


def query(home: Home, sql: str) -> Rows:
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        return con.execute(sql).fetchall()


def projects(home: Home) -> Rows:
    return query(home, "select projekt, utbetalt::varchar from raw.submission_projekt order by all")


def bookings(home: Home) -> Rows:
    return query(
        home,
        "select fil_sha256, rad, belopp::varchar from raw.ledger_rad"
        " inner join raw.ledger_blad using (blad_nr) order by all",
    )


def register(home: Home) -> dict[str, tuple[str, str]]:
    return {
        fil: (sha, status)
        for fil, sha, status in query(home, "select fil, fil_sha256, status from raw.fil")
    }


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the ledgers that are read."""
    names: list[str] = []
    whole = ledger.load

    def told(con: Any, path: Path, *rest: Any) -> FileRead:
        names.append(path.name)
        return whole(con, path, *rest)

    monkeypatch.setattr(ledger, "load", told)
    return names


def test_a_ledger_under_another_name_is_read_again(home: Home, read_again: list[str]) -> None:
    """Its name may say when it was made."""
    land(home)
    (home.ledger / "bok.csv").rename(home.ledger / "bok 2024-06-30.csv")
    (home.submissions / "mn.csv").rename(home.submissions / "miljö.csv")
    result = land(home)
    assert (result.new, result.unchanged, result.gone) == (1, 1, [])
    assert read_again == ["bok.csv", "bok 2024-06-30.csv"]
    assert set(register(home)) == {"ledger/bok 2024-06-30.csv", "submissions/miljö.csv"}
    assert land(home).new == 0


def test_the_same_bytes_under_an_ending_that_is_read_otherwise(home: Home) -> None:
    land(home)
    (home.submissions / "mn.csv").rename(home.submissions / "mn.json")
    assert land(home).new == 1
    assert register(home)["submissions/mn.json"][1] == "avvisad"
    assert projects(home) == []


@pytest.mark.parametrize(
    ("own", "wrong", "kept"),
    [
        ("ledger/bok.csv", "submissions/bok.csv", "ledger/bok.csv"),
        ("submissions/mn.csv", "ledger/mn.csv", "submissions/mn.csv"),
    ],
)
def test_a_copy_in_the_wrong_folder_is_refused_there_and_touches_nothing_else(
    home: Home, own: str, wrong: str, kept: str
) -> None:
    land(home)
    before = projects(home), bookings(home), register(home)
    shutil.copy(home.landing / own, home.landing / wrong)
    assert land(home).new >= 1
    after = register(home)
    assert (projects(home), bookings(home)) == before[:2]
    assert after.pop(wrong)[1] == "avvisad"
    assert after == before[2]
    assert land(home).new == 0
    (home.landing / wrong).unlink()
    land(home)
    assert (projects(home), bookings(home), register(home)) == before


def test_moving_a_file_to_the_other_folder_makes_it_another(home: Home) -> None:
    land(home)
    (home.ledger / "bok.csv").rename(home.submissions / "bok.csv")
    land(home)
    assert bookings(home) == []
    (home.submissions / "bok.csv").rename(home.ledger / "bok.csv")
    land(home)
    assert len(bookings(home)) == 2


def test_what_a_corrected_file_held_is_replaced_and_nobody_says_it_is_gone(home: Home) -> None:
    land(home)
    (home.submissions / "mn.csv").write_text(SUBMISSION.format("Malmö", "6"), "utf-8")
    assert land(home).gone == []
    assert projects(home) == [("Malmö", "6.00")]
    (home.submissions / "mn.csv").unlink()
    assert land(home).gone == ["submissions/mn.csv"]
    assert projects(home) == []


Rewrite = Callable[[str], None]


@pytest.fixture
def rewritten_while_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> Rewrite:
    """Have a file written to by somebody else just before it is read."""

    def arrange(name: str) -> None:
        path = home.landing / name
        read_submission, read_ledger = reading.submissions.read_submission, ledger.load

        def disturbed(read: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any) -> Any:
                if path in arguments:
                    path.write_bytes(path.read_bytes() + b"\n")
                return read(*arguments)

            return run

        monkeypatch.setattr(reading.submissions, "read_submission", disturbed(read_submission))
        monkeypatch.setattr(ledger, "load", disturbed(read_ledger))

    return arrange


@pytest.mark.parametrize("name", ["submissions/mn.csv", "ledger/bok.csv"])
def test_a_file_that_changes_while_it_is_read_keeps_what_it_held(
    home: Home, rewritten_while_read: Rewrite, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    land(home)
    before = projects(home), bookings(home), register(home)
    indata = query(home, "select indata_hash from raw.landing")
    (home.landing / name).write_text("Nämnd;År\n", "utf-8")
    rewritten_while_read(name)
    result = land(home)
    assert result.kept == [name]
    assert (projects(home), bookings(home), register(home)) == before
    # The release is named after what was counted, so the next run sees that there is news.
    assert query(home, "select indata_hash from raw.landing") == indata
    monkeypatch.undo()
    assert land(home).kept == []
    assert register(home)[name][1] == "avvisad"


@pytest.mark.parametrize("name", ["submissions/ny.csv", "ledger/ny.csv"])
def test_a_new_file_that_changes_while_it_is_read_is_read_the_next_time(
    home: Home, rewritten_while_read: Rewrite, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    body = LEDGER.format("7,00") if name.startswith("ledger") else SUBMISSION.format("Ny", "7")
    (home.landing / name).write_text(body, "utf-8")
    rewritten_while_read(name)
    land(home)
    assert register(home)[name][1] == "avvisad"
    assert query(home, "select indata_hash from raw.landing") != [(scan.scan(home).indata_hash,)]
    monkeypatch.undo()
    # Also when it is again just what was found the first time.
    (home.landing / name).write_text(body, "utf-8")
    assert land(home).new == 1
    assert register(home)[name][1] in ("laddad", "laddad_med_fynd")


@pytest.mark.parametrize("name", ["submissions/mn.csv", "ledger/bok.csv"])
def test_a_file_that_vanishes_while_it_is_read_is_no_fault_of_the_program(
    home: Home, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    found = scan.scan(home)
    (home.landing / name).unlink()
    monkeypatch.setattr(remembered, "known", lambda _home: remembered.Digests({}))
    load.load(home, found, first_seen={})
    assert register(home)[name][1] == "avvisad"
    assert query(home, f"select orsak from raw.fil where fil = '{name}'") == [(reading.CHANGED,)]
