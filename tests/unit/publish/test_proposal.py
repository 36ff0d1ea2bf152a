"""A release that was built and not published is published only by who would build just the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.publish import proposal
from fondbok.publish.release import Release
from tests.unit.publish.handmade import Kalla, write

BUILT = Release("r-9", datetime(2024, 6, 1), "0.1.0+kod", "indata9", 1, 1)


@pytest.fixture
def built(home: Home) -> Home:
    home.warehouse_dir.mkdir(parents=True)
    write(home.warehouse, BUILT, [Kalla("a.xlsx", 1, "150.00")])
    return home


def ready(
    home: Home, indata: str = "indata9", kod: str = "0.1.0+kod", accept: bool = False
) -> bool:
    return proposal.is_ready(home, indata, kod, accept_loss=accept)


def test_nothing_is_ready_that_nobody_noted(built: Home) -> None:
    assert not ready(built)
    for content in (b"", b"[]", b"{}", b"null", b'{"accept_loss": false}'):
        (built.warehouse_dir / proposal.FILE).write_bytes(content)
        assert not ready(built)


def test_it_is_ready_for_the_same_input_and_the_same_code(built: Home) -> None:
    proposal.note(built, BUILT, accept_loss=False)
    assert ready(built)
    assert ready(built, accept=True)
    assert not ready(built, indata="indata8")
    assert not ready(built, kod="0.1.0+annan")


def test_one_that_leans_on_a_loss_is_ready_for_who_accepts_it(built: Home) -> None:
    proposal.note(built, BUILT, accept_loss=True)
    assert not ready(built)
    assert ready(built, accept=True)


def test_a_warehouse_that_was_written_to_is_built_again(built: Home) -> None:
    proposal.note(built, BUILT, accept_loss=False)
    with duckdb.connect(str(built.warehouse), read_only=True) as con:
        con.execute("select * from mart.release").fetchall()
    assert ready(built)  # looking is no writing
    with duckdb.connect(str(built.warehouse)) as con:
        con.execute("update mart.release set antal_rader = 2")
    assert not ready(built)
    built.warehouse.unlink()
    assert not ready(built)


def test_what_would_change_is_what_the_two_files_say(
    built: Home, publish: Callable[..., Path]
) -> None:
    assert proposal.difference(built) is None
    publish([Kalla("a.xlsx", 1, "100.00")])
    found = proposal.difference(built)
    assert found is not None
    assert (found.fore.release_id, found.efter.release_id) == ("r-1", "r-9")
    (cell,) = [
        c for c in found.celler if (c.tabell, c.kolumn) == ("rpt_sammanfattning", "belopp_sek")
    ]
    assert (cell.fore, cell.efter) == ("100.00", "150.00")
