"""A correction is looked at, published as it was built, and what it took away is erased."""

from __future__ import annotations

import hashlib

import pytest

from fondbok.operations import runlog
from fondbok.operations.erasure import look
from fondbok.paths import Home
from fondbok.publish import journal
from fondbok.publish import release as releases
from tests.conftest import fondbok

pytestmark = pytest.mark.thorough

NAME = "Learning from the Margins"  # a project's name stands for a person's


def seen(home: Home) -> dict[str, str]:
    """What is published and answered, by content."""
    return {
        path.relative_to(home.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (home.mart_dir, home.feedback)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def corrected(malmo_copy: Home) -> Home:
    """The example, published, where a name has gone from a file since."""
    found = look(malmo_copy, [NAME])
    assert found.galler
    assert found.utgavor
    assert found.byggs_om
    assert found.rattas == ["landing/submissions/2022/grundskoleforvaltningen_2022.csv"]
    for place in found.rattas:
        content = (malmo_copy.root / place).read_bytes()
        changed = content.replace(NAME.encode(), b"Projekt utan namn")
        (malmo_copy.root / place).write_bytes(changed)
    return malmo_copy


def test_a_correction_from_a_look_to_the_last_release(corrected: Home) -> None:
    home, before = corrected, seen(corrected)
    first = releases.current(home)
    assert first is not None

    looked = fondbok("refresh", "--home", home.root, "--no-publish")
    assert looked.code == 0, looked.out + looked.err
    assert f"Från utgåva {first.release_id} till r-" in looked.out
    assert "Ingenting publicerades" in looked.out
    assert seen(home) == before
    assert [run.utfall for run in runlog.read(home)] == ["publicerad", "forslag"]
    assert runlog.read(home)[-1].vem

    run = fondbok("refresh", "--home", home.root)
    assert run.code == 0, run.out + run.err
    assert "Bygger dimensioner" not in run.err
    second = releases.current(home)
    assert second is not None
    assert second.release_id != first.release_id
    assert f"Publicerad: {second.release_id}" in run.out
    assert NAME.encode() not in (home.feedback / "2022" / "GRN.html").read_bytes()
    assert not fondbok("refresh", "--home", home.root, "--json").json["news"]

    found = look(home, [NAME])
    assert (found.rattas, found.galler) == ([], True)  # it says what changed
    assert first.release_id in found.utgavor
    erased = fondbok("radera", "--home", home.root, "--ord", NAME.upper(), "--genomfor")
    assert erased.code == 0, erased.out + erased.err
    # Built from nothing it is what was published without being built again.
    assert f"Samma indata och samma resultat: utgåva {second.release_id} gäller." in erased.err
    assert not look(home, [NAME]).nagonstans
    assert [each["release_id"] for each in releases.kept(home)] == [second.release_id]
    told = [post.orsak for post in journal.read(home) if post.handling == journal.GALLRAT]
    assert len(told) == 2
    assert first.release_id in told[-1]
    again = fondbok("refresh", "--home", home.root, "--json").json
    assert (again["news"], again["release_id"]) == (False, second.release_id)
    assert fondbok("status", "--health", "--home", home.root).out.startswith("FRISK")
