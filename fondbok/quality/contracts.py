"""Soda's data contracts, run on one database and told as `Kontroll`.

Belongs here: running the contracts, and seeing to it that nothing but a passed check counts as
passed. Does not belong here: what the contracts promise (`promises`), how Soda comes by its
database (`session`) and how a failed check is told (`failing`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
from soda_core.contracts.contract_verification import (
    CheckOutcome,
    CheckResult,
    ContractVerificationResult,
    Threshold,
)

from fondbok.quality import declared, failing, kontroll, session
from fondbok.quality import promises as promised
from fondbok.quality.kontroll import Kontroll, Utfall, ordered
from fondbok.quality.promises import Contract, Layer, load_layer
from fondbok.quality.session import Door

_OUTCOMES: dict[CheckOutcome, Utfall] = {
    CheckOutcome.PASSED: "ok",
    CheckOutcome.WARN: "varning",
}  # whatever is not named here is "fel"
_COMPARISONS = {
    "must_be": "=",
    "must_not_be": "<>",
    "must_be_greater_than": ">",
    "must_be_greater_than_or_equal": ">=",
    "must_be_less_than": "<",
    "must_be_less_than_or_equal": "<=",
}
_OF_THE_TABLE = {
    "row_count": "Tabellen har för få eller för många rader.",
    "freshness": "Det senaste i tabellen är för gammalt.",
}


def verify(database: Path, layer: Layer) -> list[Kontroll]:
    """Run every contract of a layer on a database that nobody is writing to.

    The database is opened read-only, once. What could not be checked is "fel", whatever the cause.
    The contracts are left beside it, in contracts/<layer>/, as they were run.

    Args:
        database: DuckDB file.
        layer: "raw" right after landing, "mart" (the published schemas) after dbt.

    Returns:
        One row per promised check, ordered; one "fel" per contract that did not run cleanly, and
        one per table that has no contract.

    Raises:
        RuntimeError: Soda would report to its vendor, or there is not one contract.
    """
    door = Door(database)
    door.open()
    return _of_layer(database, layer, door)


@dataclass(frozen=True)
class Reading:
    """The contracts of a layer, which are read until they may be asked.

    Attributes:
        door: the way to their database.
        rows: what `verify` would say.
    """

    door: Door
    rows: Future[list[Kontroll]]

    def ask(self) -> list[Kontroll]:
        """What `verify` says, now that nobody is writing to the database."""
        self.door.open()
        return self.rows.result()


@contextmanager
def reading(database: Path, layer: Layer) -> Iterator[Reading]:
    """Read the contracts of a layer while another process builds what they are asked of.

    Contracts that have not been asked when the block ends never are.
    """
    door = Door(database)
    with ThreadPoolExecutor(1, "soda") as pool:
        try:
            yield Reading(door, pool.submit(_of_layer, database, layer, door))
        finally:
            door.shut()


def hold(database: Path, contracts: list[Contract], folder: Path) -> list[Kontroll]:
    """Run contracts on a database that nobody is writing to.

    Args:
        database: DuckDB file, opened read-only, once.
        contracts: what its tables promise.
        folder: where the contracts are left, as they were run.

    Returns:
        One row per promised check, ordered; one "fel" per contract that did not run cleanly.

    Raises:
        RuntimeError: Soda would report to its vendor.
    """
    door = Door(database)
    door.open()
    return _hold(door, contracts, folder)


def _of_layer(database: Path, layer: Layer, door: Door) -> list[Kontroll]:
    contracts = load_layer(layer)
    if not contracts:
        raise RuntimeError(f"No contracts for {layer}: nothing would be checked")
    checked = _hold(door, contracts, database.parent / "contracts" / layer)
    return ordered([*checked, *unpromised(layer), *_without_contract(database, layer)])


def _hold(door: Door, contracts: list[Contract], folder: Path) -> list[Kontroll]:
    session.assert_silent()
    files = _written_down(folder, contracts)
    with door:
        try:
            results = session.ask(door, files)
            con = door.connection()
        except Exception as error:  # whatever they die of, they have not passed
            why = f"{type(error).__name__}: {error}"
            return ordered(_broken(contract, why) for contract in contracts)
        asked = zip(contracts, results, strict=True)
        return ordered(row for contract, result in asked for row in _rows(con, contract, result))


def unpromised(layer: Layer) -> list[Kontroll]:
    """A "fel" for every table of a layer that does not say enough of itself to have a contract."""
    return [
        Kontroll("kontrakt", gap.schema, gap.table, "soda", "fel", orsak=gap.text)
        for gap in promised.gaps(layer)
    ]


def _without_contract(database: Path, layer: Layer) -> list[Kontroll]:
    """A "fel" for every table that would be published and that nobody has said anything about."""
    if layer == "raw":
        return []
    known = {(each.schema, each.table) for each in load_layer(layer)}
    known |= {(gap.schema, gap.table) for gap in promised.gaps(layer)}
    # It is what the contracts are told in: its definition is all it promises.
    known.add((kontroll.WRITTEN.schema, kontroll.WRITTEN.name))
    try:
        with duckdb.connect(str(database), read_only=True) as con:
            found = con.execute(
                "select table_schema, table_name from information_schema.tables"
                " where table_catalog = current_database() and list_contains(?, table_schema)",
                [list(declared.PUBLISHED)],
            ).fetchall()
    except duckdb.Error:
        return []  # every contract has failed on it already
    return [
        Kontroll(
            "kontrakt",
            schema,
            table,
            "soda",
            "fel",
            orsak="Tabellen har inget kontrakt. Beskriv den i YAML bredvid dess modell, eller ta"
            " bort den ur lagret.",
        )
        for schema, table in found
        if (schema, table) not in known
    ]


def _written_down(folder: Path, contracts: list[Contract]) -> list[Path]:
    """The contracts as files, which Soda reads and people can too; no others are left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = [folder / f"{each.table}.yml" for each in contracts]
    for file, each in zip(files, contracts, strict=True):
        file.write_text(each.text(), encoding="utf-8")
    return files


def _rows(
    con: duckdb.DuckDBPyConnection, contract: Contract, result: ContractVerificationResult
) -> list[Kontroll]:
    errors = result.get_errors()
    rows = {each.check.relative_path: _row(con, contract, each) for each in result.check_results}
    missing = [
        _fel(contract, name, "Kontrollen gav inget resultat.")
        for path, name in contract.checks.items()
        if path not in rows
    ]
    broken = [_broken(contract, " ".join(errors))] if errors or not rows else []
    return [*rows.values(), *missing, *broken]


def _row(con: duckdb.DuckDBPyConnection, contract: Contract, result: CheckResult) -> Kontroll:
    check = result.check
    utfall = _OUTCOMES.get(result.outcome, "fel")
    return Kontroll(
        # An unpromised check cannot be named by us; Soda's own path is unique too.
        kontroll=contract.checks.get(check.relative_path, check.relative_path),
        lager=contract.schema,
        tabell=contract.table,
        kalla="soda",
        utfall=utfall,
        matvarde=_measured(result),
        troskel=_threshold(check.threshold),
        orsak="" if utfall == "ok" else _reason(con, contract, result),
    )


def _measured(result: CheckResult) -> Decimal | None:
    if result.check.type == "freshness" or result.threshold_value is None:
        return None
    return Decimal(str(result.threshold_value))


def _threshold(threshold: Threshold | None) -> str | None:
    """The comparison as text, like "= 0"; None when there is none."""
    texts = [
        f"{sign} {value}"
        for name, sign in _COMPARISONS.items()
        if (value := getattr(threshold, name, None)) is not None
    ]
    return " och ".join(texts) or None


def _reason(con: duckdb.DuckDBPyConnection, contract: Contract, result: CheckResult) -> str:
    if result.outcome == CheckOutcome.NOT_EVALUATED:
        return "Kontrollen kunde inte utföras."
    asked = contract.failing.get(result.check.relative_path)
    if asked is not None:
        return failing.told(con, asked, contract.key)
    return _OF_THE_TABLE.get(result.check.type, "") or _other_shape(result)


def _other_shape(result: CheckResult) -> str:
    parts = []
    for label, attribute in (
        ("Saknade kolumner", "expected_column_names_not_actual"),
        ("Oväntade kolumner", "actual_column_names_not_expected"),
    ):
        if names := getattr(result, attribute, None):
            parts.append(f"{label}: {', '.join(names)}.")
    parts += [
        f"{wrong.column} är {wrong.get_actual()}, ska vara {wrong.get_expected()}."
        for wrong in getattr(result, "column_data_type_mismatches", ())
    ]
    return " ".join(parts)


def _broken(contract: Contract, reason: str) -> Kontroll:
    return _fel(contract, "kontrakt", f"Kontraktet kunde inte prövas. {reason}".strip())


def _fel(contract: Contract, name: str, reason: str) -> Kontroll:
    return Kontroll(name, contract.schema, contract.table, "soda", "fel", orsak=reason)
