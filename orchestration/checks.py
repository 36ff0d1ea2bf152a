"""The data contracts as asset checks, one per table.

Belongs here: telling Dagster what `fondbok.quality` found. dbt's tests come with the dbt assets.
One check per contract and not per line of it: Dagster's event log takes a tenth of a second for
each, and hundreds of lines would take longer than the build. The lines stand in its metadata.
"""

from collections.abc import Iterator

import dagster as dg

from fondbok import pipeline
from fondbok.quality import kontroll, promises
from fondbok.quality.kontroll import Kontroll
from fondbok.quality.promises import Layer
from fondbok.warehouse import database
from orchestration.assets import CHECKS
from orchestration.resources import HomeFolder, RunSettings

NAME = "soda_kontrakt"
_COLUMNS = {
    "kontroll": "kontroll", "utfall": "utfall", "uppmätt": "matvarde", "ska vara": "troskel",
}  # fmt: skip


def _specs(layer: Layer, *, blocking: bool) -> list[dg.AssetCheckSpec]:
    after = [] if layer == "raw" else [CHECKS]
    return [
        dg.AssetCheckSpec(
            NAME,
            asset=[contract.schema, contract.table],
            additional_deps=after,
            blocking=blocking,
            description="Det tabellen lovar: raderna står i warehouse/contracts/"
            f"{layer}/{contract.table}.yml.",
        )
        for contract in promises.load_layer(layer)
    ]


# A landing that breaks its contract stops the run: what dbt would make of it tells nobody anything.
@dg.multi_asset_check(name="soda_raw", specs=_specs("raw", blocking=True), can_subset=True)
def raw_contracts(
    context: dg.AssetCheckExecutionContext, folder: HomeFolder, korning: RunSettings
) -> Iterator[dg.AssetCheckResult]:
    """The contracts on what landed, right after it has."""
    with folder.alone(context.run.run_id) as home:
        rows = pipeline.check_raw(home, accept_loss=korning.accept_loss)
        yield from _results(context, rows)
        pipeline.gate(rows)


@dg.multi_asset_check(name="soda_mart", specs=_specs("mart", blocking=False), can_subset=True)
def mart_contracts(
    context: dg.AssetCheckExecutionContext, folder: HomeFolder
) -> Iterator[dg.AssetCheckResult]:
    """The contracts on what is to be published, as the audit before publishing found them."""
    with (
        folder.alone(context.run.run_id) as home,
        database.warehouse(home, read_only=True) as con,
    ):
        rows = [row for row in kontroll.read(con) if row.kalla == "soda" and row.lager != "raw"]
    yield from _results(context, rows)


def _results(
    context: dg.AssetCheckExecutionContext, rows: list[Kontroll]
) -> Iterator[dg.AssetCheckResult]:
    """A result for every contract asked for; one that left no row has failed."""
    for key in sorted(context.selected_asset_check_keys):
        own = [row for row in rows if [row.lager, row.tabell] == key.asset_key.path]
        yield dg.AssetCheckResult(
            asset_key=key.asset_key,
            check_name=key.name,
            passed=bool(own) and all(row.utfall == "ok" for row in own),
            severity=_severity(own),
            description="\n".join(row.mening() for row in own if row.utfall != "ok") or None,
            metadata={"antal": len(own), "kontroller": _table(own)},
        )


def _severity(rows: list[Kontroll]) -> dg.AssetCheckSeverity:
    """A warning only when there is something and nothing of it has failed."""
    if rows and all(row.utfall != "fel" for row in rows):
        return dg.AssetCheckSeverity.WARN
    return dg.AssetCheckSeverity.ERROR


def _table(rows: list[Kontroll]) -> dg.TableMetadataValue:
    return dg.MetadataValue.table(
        records=[
            dg.TableRecord({said: _cell(getattr(row, name)) for said, name in _COLUMNS.items()})
            for row in rows
        ],
        schema=dg.TableSchema([dg.TableColumn(said) for said in _COLUMNS]),
    )


def _cell(value: object) -> str:
    return "" if value is None else str(value)
