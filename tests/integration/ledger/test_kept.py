"""What the models keep of each file between runs is never older than the file, whatever happens.

`Bench.built` compares every kept table with the same table made anew; here are the ways in which
one could grow stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from fondbok import ledger
from fondbok.warehouse import fingerprint, load, scan
from tests.integration.ledger.conftest import Bench, Export

Rows = list[tuple[Any, ...]]
HEADER = "Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Text;Belopp\n"


def export(name: str, *rows: tuple[int, str]) -> Export:
    """A csv of one voucher a row: its number and what it says on an account of EU grants.

    Each also has a cost on a project's code, as when a part of a grant is passed on.
    """
    body = "".join(
        f"{number};2024-03-01;3511;4100;;x;-{belopp}\n{number};2024-03-01;1930;4100;;x;{belopp}\n"
        f"{number};2024-03-01;4513;4100;77;x;1,00\n{number};2024-03-01;1930;4100;;x;-1,00\n"
        for number, belopp in rows
    )
    return Export(name, (HEADER + body).encode())


ONE = export("ett 2025-01-10.csv", (1, "100,00"), (2, "200,00"))
TWO = export("tva 2025-01-20.csv", (2, "250,00"), (3, "300,00"))


def amounts(rows: Rows) -> list[Decimal]:
    return sorted(row[9] for row in rows)


def land(bench: Bench) -> None:
    load.load(bench.home, scan.scan(bench.home), first_seen={})


@pytest.fixture
def both(bench: Bench) -> Iterator[Bench]:
    """Two files that share a voucher, landed after each other and built."""
    assert amounts(bench.booked([ONE, TWO])) == [Decimal(100), Decimal(250), Decimal(300)]
    yield bench
    bench.empty()


def kept(bench: Bench) -> int:
    return int(bench.raw("select count(*) from intermediate.int_ledger__verifikat")[0][0])


def test_only_new_files_are_read_again(both: Bench) -> None:
    names = [model.name.replace('"', "") for model in both.models if model.kind == "incremental"]
    assert sorted(name.split(".")[-1] for name in names) == sorted(load.KEPT)
    for model in both.models:
        if model.kind == "incremental":
            assert both.raw(model.sql_again) == []
            assert both.raw(model.sql) != []


def test_a_removed_file_is_gone(both: Bench) -> None:
    (both.home.ledger / TWO.name).unlink()
    land(both)
    assert kept(both) == 2
    assert amounts(both.built()) == [Decimal(100), Decimal(200)]


def test_a_removed_file_that_comes_back_counts_again(both: Bench) -> None:
    (both.home.ledger / TWO.name).unlink()
    land(both)
    (both.home.ledger / TWO.name).write_bytes(TWO.content)
    land(both)  # nothing was built in between
    assert amounts(both.built()) == [Decimal(100), Decimal(250), Decimal(300)]


def test_a_changed_file_counts_as_it_is(both: Bench) -> None:
    changed = export(TWO.name, (2, "251,00"))
    (both.home.ledger / TWO.name).write_bytes(changed.content)
    land(both)
    assert amounts(both.built()) == [Decimal(100), Decimal(251)]


MIRRORED = """
name: omvand
sign: -1
replaces: voucher
fields: {verifikation: Vernr, datum: Bokföringsdatum, konto: Konto, ansvar: Ansvar, belopp: Belopp}
"""


@pytest.mark.parametrize("only_the_reader", [False, True])
def test_the_same_bytes_read_otherwise(
    both: Bench, monkeypatch: pytest.MonkeyPatch, only_the_reader: bool
) -> None:
    if only_the_reader:  # then the rows of the file themselves take what is kept of it along
        version = fingerprint.kod_version(both.home)
        monkeypatch.setattr(fingerprint, "kod_version", lambda _home: version)
    both.profile("omvand", MIRRORED)
    try:
        land(both)
        assert amounts(both.built()) == [Decimal(-300), Decimal(-250), Decimal(-100)]
    finally:
        (both.home.profiles / "omvand.yml").unlink()
    land(both)
    assert amounts(both.built()) == [Decimal(100), Decimal(250), Decimal(300)]


def test_other_code_keeps_nothing(both: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "kod_version", lambda _home: "0+another")
    land(both)
    assert (
        both.raw(
            "select table_name from duckdb_tables() where starts_with(table_name, 'int_ledger__')"
            f" and table_name in {load.KEPT}"
        )
        == []
    )
    assert amounts(both.built()) == [Decimal(100), Decimal(250), Decimal(300)]


@pytest.mark.parametrize("other_reader", [False, True])
@pytest.mark.parametrize("after", [0, 1])
def test_a_run_killed_half_way(
    both: Bench, monkeypatch: pytest.MonkeyPatch, after: int, other_reader: bool
) -> None:
    """Whatever a killed run got done, the next one ends where an unbroken one would have."""
    (both.home.ledger / ONE.name).unlink()
    (both.home.ledger / "002-ny.csv").write_bytes(export("ny.csv", (3, "310,00")).content)
    (both.home.ledger / "003-ny.csv").write_bytes(export("ny.csv", (4, "400,00")).content)
    if other_reader:
        monkeypatch.setattr(fingerprint, "reader", lambda _home: "another")
    left = iter(range(after))
    whole = ledger.load

    def killed(*arguments: Any) -> Any:
        read = whole(*arguments)  # killed after the rows are written, before they are committed
        if next(left, None) is None:
            raise KeyboardInterrupt
        return read

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "load", killed)
        with pytest.raises(KeyboardInterrupt):
            land(both)
    if after:
        both.built()  # somebody builds on the half
    land(both)
    counted = amounts(both.built())
    assert counted[-1] == Decimal(400)
    assert counted == [Decimal(250), *counted[1:2], Decimal(400)]
    assert counted[1] in (Decimal(300), Decimal(310))  # both landed now; the bytes decide
