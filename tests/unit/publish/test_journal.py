"""The journal says what was served when and why; a torn line costs nothing but itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fondbok.paths import Home
from fondbok.publish import journal, kept
from fondbok.publish import release as releases
from fondbok.publish.journal import ATERSTALLD, LAKT, PUBLICERAD, Tillfalle
from fondbok.publish.rollback import rollback
from tests.conftest import fondbok
from tests.unit.publish.test_rollback import _publish, _release

BY = Tillfalle("prov-1", "drift")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def served(home: Home, number: int, handling: str = PUBLICERAD) -> None:
    """Publish a release as a run does, with its line in the journal."""
    if handling == PUBLICERAD:
        _publish(home, _release(number))
    else:
        releases.swap(home, home.releases / f"r-{number}")
    sha256 = releases.checksum(home.mart)
    journal.add(home, f"r-{number}", handling, "Prov.", sha256=sha256, tillfalle=BY)


def lines(home: Home) -> list[tuple[str, str]]:
    return [(post.utgava, post.handling) for post in journal.read(home)]


def test_every_line_says_what_why_who_and_when(home: Home) -> None:
    served(home, 1)
    (post,) = journal.read(home)
    assert (post.utgava, post.handling, post.orsak) == ("r-1", PUBLICERAD, "Prov.")
    assert (post.korning, post.vem) == ("prov-1", "drift")
    assert post.sha256 == releases.checksum(home.mart)


def test_a_rollback_tells_the_journal_its_reason(home: Home) -> None:
    served(home, 1)
    served(home, 2)
    rollback(home, "r-1", motiv="Fel kurs.", tillfalle=BY)
    last = journal.read(home)[-1]
    assert (last.utgava, last.handling, last.orsak) == ("r-1", ATERSTALLD, "Fel kurs.")


def test_what_was_served_before_is_not_what_was_made_before(home: Home) -> None:
    """Release 1 is made first, and again when its input is back: then 2 is the one before."""
    for number in (1, 2, 1):
        served(home, number)
    assert kept.resolve(home, "foregaende") == "r-2"
    assert [m["release_id"] for m in releases.kept(home)] == ["r-2", "r-1"]


def test_after_a_rollback_the_release_that_was_left_is_not_the_one_before(home: Home) -> None:
    for number in (1, 2, 3):
        served(home, number)
    rollback(home, "r-2")
    assert kept.resolve(home, "foregaende") == "r-1"
    served(home, 4)
    assert kept.resolve(home, "foregaende") == "r-2"


def test_mending_a_file_is_no_step_in_history(home: Home) -> None:
    served(home, 1)
    served(home, 2)
    served(home, 2, LAKT)
    assert kept.resolve(home, "foregaende") == "r-1"


@pytest.mark.parametrize("torn", ['{"utgava": "r-9", "na', "\x00\x00\x00", "[]"])
def test_a_torn_last_line_is_passed_over_and_mended(home: Home, torn: str) -> None:
    served(home, 1)
    file = home.releases / journal.FILE
    with file.open("a") as handle:
        handle.write(torn)
    assert lines(home) == [("r-1", PUBLICERAD)]
    served(home, 2)
    assert lines(home) == [("r-1", PUBLICERAD), ("r-2", PUBLICERAD)]
    assert all(json.loads(line) for line in file.read_text("utf-8").splitlines())


def test_a_whole_last_line_without_its_end_is_kept(home: Home) -> None:
    served(home, 1)
    file = home.releases / journal.FILE
    file.write_text(file.read_text("utf-8").rstrip("\n"), "utf-8")
    served(home, 2)
    assert lines(home) == [("r-1", PUBLICERAD), ("r-2", PUBLICERAD)]


def test_a_home_without_a_journal_begins_with_what_its_manifests_say(home: Home) -> None:
    for number in (2, 1, 3):  # made on these days of May, whatever the order
        _publish(home, _release(number))
    assert not (home.releases / journal.FILE).exists()
    assert kept.resolve(home, "foregaende") == "r-2"
    rollback(home, "r-1")
    assert lines(home) == [
        ("r-1", PUBLICERAD),
        ("r-2", PUBLICERAD),
        ("r-3", PUBLICERAD),
        ("r-1", ATERSTALLD),
    ]
    assert all(post.orsak == journal.DERIVED for post in journal.read(home)[:3])


def test_prune_keeps_what_was_served_last(home: Home) -> None:
    for number in (1, 2, 3, 1):
        served(home, number)
    served(home, 4)
    assert releases.prune(home, keep=2) == ["r-2", "r-3"]


def test_the_command_lists_in_the_order_of_the_journal(home: Home) -> None:
    for number in (1, 2):
        served(home, number)
    rollback(home, "r-1", motiv="Fel i r-2.")
    listed = fondbok("releases", "--home", home.root, "--json").json
    assert [(m["release_id"], m["handling"], m["aktuell"]) for m in listed] == [
        ("r-2", PUBLICERAD, False),
        ("r-1", ATERSTALLD, True),
    ]
    assert listed[1]["orsak"] == "Fel i r-2."
    whole = fondbok("releases", "--home", home.root, "--journal", "--json").json
    assert [post["utgava"] for post in whole] == ["r-1", "r-2", "r-1"]
    assert "Fel i r-2." in fondbok("releases", "--home", home.root).out
