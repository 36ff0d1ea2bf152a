"""The assets: what landed, every dbt model, what is added to them, the published file, documents.

Belongs here: one thin op per step of `fondbok.pipeline`, in its order. Does not belong here: the
steps, and the decision to publish, which `pipeline.publish` takes on the checks it reads itself.
"""

import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from importlib.metadata import version
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliInvocation,
    DbtProject,
    dbt_assets,
)
from packaging.version import Version
from pydantic import Field

from fondbok import pipeline
from fondbok.documents import making
from fondbok.documents.utforska import page
from fondbok.operations import runlog
from fondbok.paths import Home
from fondbok.publish.journal import Tillfalle
from fondbok.quality import dbt_results, kontroll, promises
from fondbok.warehouse import build, database
from orchestration import measures, proved
from orchestration.resources import OWNER, HomeFolder, RunSettings

# Written by `pipeline.finish` and `pipeline.audit`, after dbt.
RELEASE = dg.AssetKey(["mart", "release"])
CHANGES = dg.AssetKey(["mart", "rpt_forandring"])
DICTIONARY = dg.AssetKey(["mart", "dataordbok"])
PAIRS = dg.AssetKey(["kvalitet", "projektpar"])
CHECKS = dg.AssetKey(["kvalitet", "kontroll"])
PUBLISHED = dg.AssetKey("publicering")
DOCUMENTS = dg.AssetKey("redovisning")
HANDED_IN = "alla_har_lamnat_in"  # a check of what is published
WRITTEN = {
    RELEASE: "Utgåvan som läses: av vilka filer och vilket program den är gjord.",
    CHANGES: "Varje publicerat värde som skiljer sig från utgåvan före.",
    DICTIONARY: "Vad varje publicerad tabell och kolumn är.",
    PAIRS: "Projekt vars namn liknar varandra; en människa avgör om de är samma.",
    CHECKS: "Alla kontroller av körningen, och hur de gick. Ett fel stoppar publiceringen.",
}
# The whole is built anew every Saturday: what is older than that was not built at all.
WEEKLY = dg.FreshnessPolicy.time_window(
    fail_window=timedelta(days=9), warn_window=timedelta(days=8)
)


class Layers(DagsterDbtTranslator):
    """An asset is called what its table is called: schema, then table; a schema is a group."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`mart/dim_namnd`; for a source its table in raw."""
        table = dbt_resource_props.get("identifier") or dbt_resource_props["name"]
        return dg.AssetKey([dbt_resource_props["schema"], table])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The schema."""
        schema: str = dbt_resource_props["schema"]
        return schema

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        """A test of dbt, with what it looks for in the words that a failure has."""
        if dbt_results.is_proved(manifest["nodes"][unique_id]):
            return proved.spec(asset_spec.key, manifest, unique_id)
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None:
            return None
        return dg.AssetCheckSpec(
            spec.name,
            asset=spec.asset_key,
            description=f"Letar efter: {dbt_results.sentence(manifest['nodes'][unique_id])}",
            additional_deps=spec.additional_deps,
            metadata=spec.metadata,
            blocking=spec.blocking,
        )

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:  # noqa: ARG002
        """The same for every table."""
        return [OWNER]


def raw_keys() -> list[dg.AssetKey]:
    """The raw tables: those that have a contract, which is every one of them."""
    return [dg.AssetKey([c.schema, c.table]) for c in promises.load_layer("raw")]


def build_assets(manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition]:
    """All assets, given dbt's manifest."""
    models = _models(manifest)
    return [_landing(manifest), models, _quality(models), publishing, documents]


def _landing(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    said = {source["identifier"]: source["description"] for source in manifest["sources"].values()}

    @dg.multi_asset(
        name="landning",
        specs=[
            dg.AssetSpec(
                key,
                group_name="raw",
                kinds={"duckdb"},
                owners=[OWNER],
                description=said.get(key.path[-1], "Det som har landat, som det lästes."),
                freshness_policy=WEEKLY,
            )
            for key in raw_keys()
        ],
    )
    def landing(
        context: dg.AssetExecutionContext, folder: HomeFolder, korning: RunSettings
    ) -> Iterator[dg.MaterializeResult[Any]]:
        """Bring the raw tables in step with the landing folder."""
        with folder.alone(context.run.run_id) as home:
            pipeline.mend(home, held=True, say=context.log.warning, tillfalle=_occasion(context))
            loaded = pipeline.land(home, full=korning.full, say=context.log.info)
            counted = measures.of_landing(home, loaded)
        for key in raw_keys():
            yield dg.MaterializeResult(asset_key=key, metadata=counted[key.path[-1]])

    return landing


def _models(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    translator = Layers(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    @dbt_assets(manifest=manifest, name="dbt_build", dagster_dbt_translator=translator)
    def models(
        context: dg.AssetExecutionContext, folder: HomeFolder, korning: RunSettings
    ) -> Iterator[Any]:
        """Seeds, models and their tests, in a dbt process of their own.

        Always the whole project, whatever was asked for: a build of a part is no ground to
        publish the whole on. A build that failed is told as `fondbok refresh` tells it: the checks
        are kept, the nämnder get their answers, and the reasons are sentences.
        """
        with folder.alone(context.run.run_id) as home:
            _forget_checks(home)
            run = _dbt_build(context, home, manifest, translator)
            for event in _with_promises(context, _until_stopped(run)):
                if _asked_for(context, event):
                    yield event
            if not run.is_successful():
                checks = pipeline.audit(home, accept_loss=korning.accept_loss)
                for event in proved.broken(manifest, checks):
                    if _asked_for(context, event):
                        yield event
                pipeline.answer(home)
                pipeline.gate(checks)
                raise pipeline.Fault("dbt avbröts. Kör igen; se stdout i körningens logg.")

    return models


def _dbt_build(
    context: dg.AssetExecutionContext,
    home: Home,
    manifest: Mapping[str, Any],
    translator: DagsterDbtTranslator,
) -> DbtCliInvocation:
    """Start dbt as `fondbok refresh` does, with its events told to Dagster.

    Not through DbtCliResource: that first runs `dbt --version`, which asks the package index for
    news, and opens the database in this process.
    """
    return DbtCliInvocation.run(
        args=build.build_command(home),
        env={**build.environment(home), "DBT_LOG_FORMAT": "json", "PYTHONUNBUFFERED": "1"},
        manifest=manifest,
        dagster_dbt_translator=translator,
        project_dir=build.project(home),
        target_path=build.ready(home).resolve(),
        raise_on_error=False,
        context=context,
        adapter=None,
        cli_version=Version(version("dbt-core")),
    )


def _until_stopped(run: DbtCliInvocation) -> Iterator[Any]:
    """Dbt's events; a dbt that goes on after Dagster has asked it to stop, and waited, is ended.

    Else the step has failed of that, is tried again, and a run that was stopped may publish.
    """
    try:
        yield from run.stream()
    except subprocess.TimeoutExpired:
        run.process.kill()
        run.process.wait()
        raise dg.DagsterExecutionInterruptedError from None


def _with_promises(context: dg.AssetExecutionContext, events: Iterable[Any]) -> Iterator[Any]:
    """Dbt's events, and after each table that has promises that it kept them."""
    promising = {key.asset_key for key in context.assets_def.check_keys if key.name == proved.NAME}
    for event in events:
        yield event
        if isinstance(event, dg.Output):
            key = context.asset_key_for_output(event.output_name)
            if key in promising:
                yield proved.kept(key)


def _asked_for(context: dg.AssetExecutionContext, event: Any) -> bool:
    """Whether the run selected what an event is about; Dagster refuses the others."""
    if isinstance(event, dg.Output):
        return event.output_name in context.op_execution_context.selected_output_names
    if isinstance(event, dg.AssetCheckResult):
        key = dg.AssetCheckKey(event.asset_key, event.check_name)  # type: ignore[arg-type]
        return key in context.selected_asset_check_keys
    return True


def _quality(models: dg.AssetsDefinition) -> dg.AssetsDefinition:
    # The audit asks every contract on raw too, also of tables that no model reads.
    below = {*models.keys, *raw_keys()}

    @dg.multi_asset(
        name="kvalitet",
        specs=[
            dg.AssetSpec(
                key,
                deps=below,
                group_name=key.path[0],
                kinds={"duckdb"},
                owners=[OWNER],
                description=said,
            )
            for key, said in WRITTEN.items()
        ],
    )
    def quality(
        context: dg.AssetExecutionContext, folder: HomeFolder, korning: RunSettings
    ) -> Iterator[dg.MaterializeResult[Any]]:
        """Add likely pairs and the release's identity; keep every check; answer the nämnder."""
        with folder.alone(context.run.run_id) as home:
            release = pipeline.finish(home)
            checks = pipeline.audit(home, accept_loss=korning.accept_loss, say=context.log.info)
            answers = pipeline.answer(home)
        outcomes = Counter(check.utfall for check in checks)
        yield dg.MaterializeResult(RELEASE, metadata={"utgåva": release.release_id})
        yield dg.MaterializeResult(CHANGES)
        yield dg.MaterializeResult(DICTIONARY)
        yield dg.MaterializeResult(PAIRS)
        yield dg.MaterializeResult(
            CHECKS,
            metadata={
                "ok": outcomes["ok"],
                "varning": outcomes["varning"],
                "fel": outcomes["fel"],
                "svar till nämnder": answers,
                "svarens mapp": dg.MetadataValue.path(str(home.feedback)),
            },
        )

    return quality


@dg.asset(
    key=PUBLISHED,
    deps=[RELEASE, CHANGES, DICTIONARY, PAIRS, CHECKS],
    group_name="publicering",
    kinds={"duckdb"},
    owners=[OWNER],
    description="Filen som alla läser. Den byts när alla kontroller tillåter det.",
    check_specs=[
        dg.AssetCheckSpec(
            HANDED_IN,
            asset=PUBLISHED,
            description="Alla nämnder har lämnat in för det senaste året. Stoppar ingenting.",
        )
    ],
    freshness_policy=WEEKLY,
)
def publishing(
    context: dg.AssetExecutionContext, folder: HomeFolder, korning: RunSettings
) -> Iterator[dg.MaterializeResult[Any]]:
    """The file everyone reads, swapped when every check allows it and nothing would be lost."""
    with folder.alone(context.run.run_id) as home:
        release_id, published = pipeline.publish(
            home,
            accept_loss=korning.accept_loss,
            say=context.log.info,
            tillfalle=_occasion(context),
        )
        outcome: runlog.Outcome = "publicerad" if published else "inget_nytt"
        served, seconds = pipeline.described(home), _seconds(context)
        figures = {"filer": served.files, "rader": served.rows, "sekunder": seconds}
        folder.conclude(
            runlog.ended(context.run.run_id, outcome, utgava=release_id, siffror=figures)
        )
        counted, late = measures.of_release(home, served), measures.late(home)
    yield dg.MaterializeResult(
        metadata={
            "utgåva": release_id,
            "ny": published,
            "sekunder": seconds,
            "fil": dg.MetadataValue.path(str(home.mart)),
            **counted,
        },
        check_results=[
            dg.AssetCheckResult(
                passed=not late,
                check_name=HANDED_IN,
                severity=dg.AssetCheckSeverity.WARN,
                description=late or None,
            )
        ],
    )


class Documents(dg.Config):
    """Which documents a person asks for."""

    ar: int | None = Field(default=None, description="Året; tomt är det senast inlämnade.")
    namnd: str | None = Field(default=None, description="En nämnds kod; tomt gör alla dokument.")


# It reads the published file alone, so it waits for no writer.
@dg.asset(
    key=DOCUMENTS,
    deps=[PUBLISHED],
    group_name="publicering",
    owners=[OWNER],
    description="Årets redovisning och tjänsteskrivelser, gjorda av utgåvan som gäller.",
)
def documents(
    context: dg.AssetExecutionContext, folder: HomeFolder, config: Documents
) -> dg.MaterializeResult[Any]:
    """The yearly documents, made of the release served."""
    home = folder.home
    ar = config.ar or making.latest_year(home)
    made = making.make(home, ar, namnd=config.namnd, say=context.log.info)
    metadata: dict[str, Any] = {
        "år": ar,
        "filer": len(made.files),
        "utkast": len(made.drafts),
        "mapp": dg.MetadataValue.path(str(made.files[0].parent)),
    }
    if (explore := made.files[-1]).name == page.FILE:
        metadata["utforska"] = dg.MetadataValue.path(str(explore))
    return dg.MaterializeResult(metadata=metadata)


def _occasion(context: dg.AssetExecutionContext) -> Tillfalle:
    """Who runs this, as the journal is told: Dagster's own name of the run."""
    return Tillfalle(korning=context.run.run_id)


def _seconds(context: dg.AssetExecutionContext) -> float | None:
    """How long the run has taken, up to the release; None where Dagster does not say."""
    began = context.instance.get_run_stats(context.run.run_id).start_time
    return round(time.time() - began, 2) if began else None


def _forget_checks(home: Home) -> None:
    """Publishing asks for the checks of this build; landing forgets them too."""
    with database.warehouse(home) as con:
        kontroll.withdraw(con)
