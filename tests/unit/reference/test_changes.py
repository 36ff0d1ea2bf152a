"""What two releases have differently of a city's reference data: each line by file and number."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fondbok import reference
from fondbok.paths import Home
from fondbok.reference.changes import changes
from tests.conftest import take_example

NAMND = "namnd_kod,namnd,forvaltning_kod,forvaltning\n"


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    yield
    take_example()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "hem")
    (home.root / "referens").mkdir(parents=True)
    write(home, "namnd", NAMND + "AN,A-nämnden,AF,A-kontoret\nBN,B-nämnden,BF,B-kontoret\n")
    home.kommun.write_text('# vem\nnamn = "Exempelstad"\nkontakt = "Samordnare"\n', "utf-8")
    return home


def write(home: Home, table: str, text: str) -> None:
    (home.root / "referens" / f"{table}.csv").write_text(text, "utf-8")


def released(home: Home, name: str, before: Path | None = None) -> Path:
    """The city's data as a release of this moment keeps it."""
    reference.take(home, before)
    folder = home.root / name
    shutil.copytree(home.accepted, folder)
    return folder


def told(before: Path | None, after: Path | None) -> list[str]:
    return [each.mening() for each in changes(before, after)]


def test_each_line_is_told_with_what_it_was_and_is(home: Home) -> None:
    before = released(home, "r-1")
    write(
        home,
        "namnd",
        "# flyttade rader\n" + NAMND + "CN,C-nämnden,CF,C-kontoret\nAN,A-nämnden,AF,Nya kontoret\n",
    )
    home.kommun.write_text('namn = "Exempelstad"\n\nkontakt = "Controller"\n', "utf-8")
    assert told(before, released(home, "r-2", before)) == [
        "kommun.toml, rad 3: kontakt Samordnare → Controller.",
        "referens/namnd.csv, rad 3 tillkom: namnd_kod CN, namnd C-nämnden, forvaltning_kod CF,"
        " forvaltning C-kontoret.",
        # Its line in the file it stood in.
        "referens/namnd.csv, rad 3 togs bort: namnd_kod BN, namnd B-nämnden, forvaltning_kod BF,"
        " forvaltning B-kontoret.",
        "referens/namnd.csv, rad 4 (namnd_kod AN): forvaltning A-kontoret → Nya kontoret.",
    ]


def test_order_comments_and_a_faulty_file_are_no_change(home: Home) -> None:
    before = released(home, "r-1")
    write(home, "namnd", NAMND + "BN,B-nämnden,BF,B-kontoret\n\n# x\nAN,A-nämnden,AF,A-kontoret\n")
    assert told(before, released(home, "r-2", before)) == []
    write(home, "namnd", NAMND + "BN,Helt annat\n")
    third = released(home, "r-3", before)
    assert told(before, third) == []
    # The rows that go on counting keep the lines they were read from.
    write(home, "namnd", NAMND + "BN,B-nämnden,BF,B-kontoret\n")
    assert [each.rad for each in changes(third, released(home, "r-4", third))] == [2]


def test_a_value_that_came_or_went_is_said_to_be_empty(home: Home) -> None:
    write(home, "projekt_alias", "alias,projekt,fran_ar\nGammalt,Nytt,\n")
    before = released(home, "r-1")
    write(home, "projekt_alias", "alias,projekt,kalla\nGammalt,Nytt,beslut 12\n")
    home.kommun.write_text('namn = "Exempelstad"\n', "utf-8")
    assert told(before, released(home, "r-2", before)) == [
        "kommun.toml, rad 3: kontakt Samordnare → tomt.",
        "referens/projekt_alias.csv, rad 2 (alias Gammalt): kalla egen uppgift → beslut 12.",
    ]


def test_a_release_that_does_not_say_its_lines_is_compared_without_them(home: Home) -> None:
    before = released(home, "r-1")
    (before / "rader.json").unlink()
    write(home, "namnd", NAMND + "AN,A-nämnden,AF,A-kontoret\n")
    (gone,) = changes(before, released(home, "r-2", before))
    assert (gone.rad, gone.art) == (None, "borttagen")
    assert gone.mening().startswith("referens/namnd.csv togs bort: namnd_kod BN")


def test_what_another_version_kept_is_not_guessed_at(home: Home) -> None:
    before, after = released(home, "r-1"), released(home, "r-2")
    (before / "namnd.csv").write_text("kod\nAN\n", "utf-8")
    (before / "kommun.json").write_text('{"stad": "X"}', "utf-8")
    assert told(before, after) == [
        "kommun.toml: raderna är sparade i en annan version och går inte att jämföra.",
        "referens/namnd.csv: raderna är sparade i en annan version och går inte att jämföra.",
    ]
    assert told(None, after) == []
