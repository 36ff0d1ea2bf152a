"""The data contracts as asset checks, one per check.

Belongs here: telling Dagster what `fondbok.quality` found. dbt's tests come with the dbt assets.
"""

from collections.abc import Iterator

import dagster as dg

from fondbok.quality import contracts, kontroll, promises
from fondbok.quality.kontroll import Kontroll
from fondbok.quality.promises import Layer
from fondbok.warehouse import database
from orchestration.assets import CHECKS
from orchestration.resources import WRITER, HomeFolder

_SEVERITY = {"varning": dg.AssetCheckSeverity.WARN, "fel": dg.AssetCheckSeverity.ERROR}


def _key(lager: str, tabell: str, name: str) -> dg.AssetCheckKey:
    """`soda_ar__saknas` on `mart/dim_ar`; Dagster takes no point in a name."""
    return dg.AssetCheckKey(dg.AssetKey([lager, tabell]), f"soda_{name.replace('.', '__')}")


def _specs(layer: Layer, *, blocking: bool) -> list[dg.AssetCheckSpec]:
    keys = [
        _key(contract.schema, contract.table, name)
        for contract in promises.load_layer(layer)
        for name in contract.checks.values()
    ]
    after = [] if layer == "raw" else [CHECKS]
    return [
        dg.AssetCheckSpec(key.name, asset=key.asset_key, additional_deps=after, blocking=blocking)
        for key in keys
    ]


# A landing that breaks its contract stops the run: what dbt would make of it tells nobody anything.
@dg.multi_asset_check(
    name="soda_raw", specs=_specs("raw", blocking=True), can_subset=True, pool=WRITER
)
def raw_contracts(
    context: dg.AssetCheckExecutionContext, folder: HomeFolder
) -> Iterator[dg.AssetCheckResult]:
    """The contracts on what landed, right after it has."""
    with folder.alone() as home:
        rows = contracts.verify(home.warehouse, "raw")
    yield from _results(context, rows)


@dg.multi_asset_check(
    name="soda_mart", specs=_specs("mart", blocking=False), can_subset=True, pool=WRITER
)
def mart_contracts(
    context: dg.AssetCheckExecutionContext, folder: HomeFolder
) -> Iterator[dg.AssetCheckResult]:
    """The contracts on what is to be published, as the audit before publishing found them."""
    with folder.alone() as home, database.connect(home.warehouse, read_only=True) as con:
        rows = [row for row in kontroll.read(con) if row.kalla == "soda" and row.lager != "raw"]
    yield from _results(context, rows)


def _results(
    context: dg.AssetCheckExecutionContext, rows: list[Kontroll]
) -> Iterator[dg.AssetCheckResult]:
    """A result for every check asked for; one nobody made has failed.

    Raises:
        dagster.Failure: something failed that is no check of its own, such as a whole contract.
    """
    found = {_key(row.lager, row.tabell, row.kontroll): row for row in rows}
    for key in sorted(context.selected_asset_check_keys):
        yield _result(key, found.get(key))
    promised = {spec.key for spec in context.check_specs}
    other = [row.mening() for key, row in found.items() if key not in promised]
    if other:
        raise dg.Failure("\n".join(other), allow_retries=False)


def _result(key: dg.AssetCheckKey, row: Kontroll | None) -> dg.AssetCheckResult:
    if row is None:
        return dg.AssetCheckResult(
            passed=False,
            asset_key=key.asset_key,
            check_name=key.name,
            description="Kontrollen gav inget resultat.",
        )
    return dg.AssetCheckResult(
        passed=row.utfall == "ok",
        asset_key=key.asset_key,
        check_name=key.name,
        severity=_SEVERITY.get(row.utfall, dg.AssetCheckSeverity.ERROR),
        description=row.orsak or None,
        metadata={
            "utfall": row.utfall,
            "matvarde": "" if row.matvarde is None else f"{row.matvarde:f}",
            "troskel": row.troskel or "",
        },
    )
