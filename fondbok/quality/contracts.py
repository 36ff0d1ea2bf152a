"""Soda's data contracts, run on one database and told as `Kontroll`.

Belongs here: running the contracts, and seeing to it that nothing but a passed check counts as
passed. Does not belong here: the contracts (soda/<layer>/<table>.yml) and what they promise
(`promises`).
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
from soda_core.contracts import verify_contract_locally
from soda_core.contracts.contract_verification import CheckOutcome, CheckResult, Threshold
from soda_core.telemetry.soda_telemetry import SodaTelemetry
from soda_duckdb import DuckDBDataSource

from fondbok.quality.kontroll import Kontroll, Utfall, ordered
from fondbok.quality.promises import SOURCE, Contract, Layer, load_layer

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


def verify(database: Path, layer: Layer) -> list[Kontroll]:
    """Run every contract of a layer on a database that nobody is writing to.

    The database is opened read-only, once. What could not be checked is "fel", whatever the cause.

    Args:
        database: DuckDB file.
        layer: "raw" right after landing, "mart" (the published schemas) after dbt.

    Returns:
        One row per promised check, ordered; and one "fel" per contract that did not run cleanly.

    Raises:
        RuntimeError: Soda would report to its vendor, or there is not one contract.
        KeyError, ValueError: a contract file is malformed.
    """
    _assert_silent()
    contracts = load_layer(layer)
    if not contracts:
        raise RuntimeError(f"No contracts for {layer}: nothing would be checked")
    try:
        con = duckdb.connect(str(database), read_only=True)
    except duckdb.Error as error:
        return ordered(_broken(contract, str(error)) for contract in contracts)
    with con:
        source = DuckDBDataSource.from_existing_cursor(con, SOURCE)
        return ordered(row for contract in contracts for row in _verify_one(source, contract))


def _assert_silent() -> None:
    """Refuse to run a Soda that would report to its vendor.

    Soda decides once, at import. A program that imported it before fondbok.quality decided for
    us, and the attribute is the only place that tells; when it moves, this fails closed.
    """
    if vars(SodaTelemetry()).get("_SodaTelemetry__send", True):
        raise RuntimeError("Soda telemetry is on: import fondbok.quality before soda_core")


def _verify_one(source: DuckDBDataSource, contract: Contract) -> list[Kontroll]:
    try:
        session = verify_contract_locally(
            data_sources=[source], contract_file_path=str(contract.path)
        )
    except Exception as error:  # whatever a contract dies of, it has not passed
        return [_broken(contract, f"{type(error).__name__}: {error}")]
    errors = session.get_errors()
    rows = {
        result.check.relative_path: _row(contract, result)
        for outcome in session.contract_verification_results
        for result in outcome.check_results
    }
    missing = [
        _fel(contract, name, "Kontrollen gav inget resultat.")
        for path, name in contract.checks.items()
        if path not in rows
    ]
    broken = [_broken(contract, " ".join(errors))] if errors or not rows else []
    return [*rows.values(), *missing, *broken]


def _row(contract: Contract, result: CheckResult) -> Kontroll:
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
        orsak="" if utfall == "ok" else _reason(result),
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


def _reason(result: CheckResult) -> str:
    if result.outcome == CheckOutcome.NOT_EVALUATED:
        return "Kontrollen kunde inte utföras."
    # A qualified check is ours and says what it means; Soda names the others in English.
    parts = [result.check.name or ""] if result.check.qualifier else []
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
