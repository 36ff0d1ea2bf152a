"""Of the ways people damage a file, none passes without anybody being told.

A sample in every run; a thousand with `make test-long` (or `make silence` for the table).
"""

from __future__ import annotations

import pytest

from fondbok.paths import Home
from tests.silence.damage import DAMAGES
from tests.silence.measure import KNOWN, SILENT, World, chosen, measure, table

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def world(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(malmo, tmp_path_factory.mktemp("tystnad"))


def unknown_silences(world: World, count: int, seed: int) -> list[str]:
    """Damages that passed in silence and are of no kind that docs/explanation/silence.md lists."""
    found = measure(world, chosen(world.home.landing, count, seed))
    print("\n" + table(found))
    assert len(found) == count
    return [
        f"{done.damage.slag} {done.fil} {done.fro}"
        for done, outcome in found.items()
        if outcome == SILENT and done.damage.slag not in KNOWN
    ]


def test_an_undamaged_example_is_seen_as_it_was(world: World) -> None:
    """The measure itself: nothing done, nothing changed and nothing told."""
    world.outcomes([])
    assert world.copy_seen() == world.before


def test_every_kind_can_be_done_somewhere(malmo: Home) -> None:
    done = chosen(malmo.landing, len(DAMAGES), seed=1)
    assert {each.damage.slag for each in done} >= {
        damage.slag for damage in DAMAGES if damage.slag not in {"valuta bredvid beloppet"}
    }


def test_a_sample_is_told(world: World) -> None:
    assert unknown_silences(world, len(DAMAGES), seed=3) == []


@pytest.mark.slow
def test_a_thousand_are_told(world: World) -> None:
    assert unknown_silences(world, 1000, seed=1) == []
