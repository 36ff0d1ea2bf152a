"""The assets: what landed, every dbt model, what is added to them, the published file, documents.

Belongs here: one thin op per step of `fondbok.pipeline`, in its order. Does not belong here: the
steps, and the decision to publish, which `pipeline.publish` takes on the checks it reads itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliInvocation,
    dbt_assets,
)
from packaging.version import Version
from pydantic import Field

from fondbok import pipeline
from fondbok.documents import making
from fondbok.paths import Home
from fondbok.publish.journal import Tillfalle
from fondbok.quality import kontroll, promises
from fondbok.warehouse import build, database
from orchestration.resources import WRITER, HomeFolder

# Written by `pipeline.finish` and `pipeline.audit`, after dbt.
RELEASE = dg.AssetKey(["mart", "release"])
CHANGES = dg.AssetKey(["mart", "rpt_forandring"])
PAIRS = dg.AssetKey(["kvalitet", "projektpar"])
CHECKS = dg.AssetKey(["kvalitet", "kontroll"])
PUBLISHED = dg.AssetKey("publicering")
DOCUMENTS = dg.AssetKey("redovisning")


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


def raw_keys() -> list[dg.AssetKey]:
    """The raw tables: those that have a contract, which is every one of them."""
    return [dg.AssetKey([c.schema, c.table]) for c in promises.load_layer("raw")]


def build_assets(manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition]:
    """All assets, given dbt's manifest."""
    models = _models(manifest)
    return [landing, models, _quality(models), publishing, documents]


@dg.multi_asset(
    name="landning",
    specs=[dg.AssetSpec(key, group_name="raw", kinds={"duckdb"}) for key in raw_keys()],
    pool=WRITER,
)
def landing(
    context: dg.AssetExecutionContext, folder: HomeFolder
) -> Iterator[dg.MaterializeResult[Any]]:
    """Bring the raw tables in step with the landing folder."""
    with folder.alone() as home:
        pipeline.mend(home, held=True, say=context.log.warning, tillfalle=_occasion(context))
        loaded = pipeline.land(home, say=context.log.info)
    metadata = {"nya": loaded.new, "oförändrade": loaded.unchanged}
    yield from (dg.MaterializeResult(asset_key=key, metadata=metadata) for key in raw_keys())


def _models(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    translator = Layers(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    @dbt_assets(manifest=manifest, name="dbt_build", dagster_dbt_translator=translator, pool=WRITER)
    def models(context: dg.AssetExecutionContext, folder: HomeFolder) -> Iterator[Any]:
        """Seeds, models and their tests, in a dbt process of their own.

        Always the whole project, whatever was asked for: a build of a part is no ground to
        publish the whole on.
        """
        with folder.alone() as home:
            _forget_checks(home)
            for event in _dbt_build(context, home, manifest, translator).stream():
                if _asked_for(context, event):
                    yield event

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
    target = build.target(home).resolve()
    target.mkdir(parents=True, exist_ok=True)
    # A result of an earlier run must never be read as this one's.
    (target / "run_results.json").unlink(missing_ok=True)
    return DbtCliInvocation.run(
        args=build.build_command(home),
        env={**build.environment(home), "DBT_LOG_FORMAT": "json", "PYTHONUNBUFFERED": "1"},
        manifest=manifest,
        dagster_dbt_translator=translator,
        project_dir=build.project(home),
        target_path=target,
        raise_on_error=True,
        context=context,
        adapter=None,
        cli_version=Version(version("dbt-core")),
    )


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
            dg.AssetSpec(key, deps=below, group_name=key.path[0], kinds={"duckdb"})
            for key in (RELEASE, CHANGES, PAIRS, CHECKS)
        ],
        pool=WRITER,
    )
    def quality(
        context: dg.AssetExecutionContext, folder: HomeFolder
    ) -> Iterator[dg.MaterializeResult[Any]]:
        """Add likely pairs and the release's identity; run and keep every check."""
        with folder.alone() as home:
            release = pipeline.finish(home)
            checks = pipeline.audit(home, say=context.log.info)
        outcomes = Counter(check.utfall for check in checks)
        yield dg.MaterializeResult(RELEASE, metadata={"utgåva": release.release_id})
        yield dg.MaterializeResult(CHANGES)
        yield dg.MaterializeResult(PAIRS)
        yield dg.MaterializeResult(
            CHECKS,
            metadata={"ok": outcomes["ok"], "varning": outcomes["varning"], "fel": outcomes["fel"]},
        )

    return quality


class Publishing(dg.Config):
    """What a person can say of a run before it is started."""

    accept_loss: bool = Field(
        default=False,
        description="Publicera fast filer som den gällande utgåvan bygger på är borta.",
    )


@dg.asset(
    key=PUBLISHED,
    deps=[RELEASE, CHANGES, PAIRS, CHECKS],
    group_name="publicering",
    pool=WRITER,
)
def publishing(
    context: dg.AssetExecutionContext, folder: HomeFolder, config: Publishing
) -> dg.MaterializeResult[Any]:
    """The file everyone reads, swapped when every check allows it and nothing would be lost."""
    with folder.alone() as home:
        try:
            release_id, published = pipeline.publish(
                home,
                accept_loss=config.accept_loss,
                say=context.log.info,
                tillfalle=_occasion(context),
            )
        except pipeline.Blocked as blocked:
            raise dg.Failure(
                "Ingenting publicerades: kvaliteten räcker inte.",
                metadata={
                    "orsaker": dg.MetadataValue.md("\n".join(f"- {r}" for r in blocked.reasons))
                },
                allow_retries=False,
            ) from blocked
    return dg.MaterializeResult(
        metadata={
            "utgåva": release_id,
            "ny": published,
            "fil": dg.MetadataValue.path(str(home.mart)),
        }
    )


class Documents(dg.Config):
    """Which documents a person asks for."""

    ar: int | None = Field(default=None, description="Året; tomt är det senast inlämnade.")
    namnd: str | None = Field(default=None, description="En nämnds kod; tomt gör alla dokument.")


# It reads the published file alone, so it waits for no writer.
@dg.asset(key=DOCUMENTS, deps=[PUBLISHED], group_name="publicering")
def documents(
    context: dg.AssetExecutionContext, folder: HomeFolder, config: Documents
) -> dg.MaterializeResult[Any]:
    """The yearly documents, made of the release served."""
    home = folder.home
    ar = config.ar or making.latest_year(home)
    made = making.make(home, ar, namnd=config.namnd, say=context.log.info)
    return dg.MaterializeResult(
        metadata={
            "år": ar,
            "filer": len(made.files),
            "utkast": len(made.drafts),
            "mapp": dg.MetadataValue.path(str(made.files[0].parent)),
        }
    )


def _occasion(context: dg.AssetExecutionContext) -> Tillfalle:
    """Who runs this, as the journal is told: Dagster's own name of the run."""
    return Tillfalle(korning=context.run.run_id)


def _forget_checks(home: Home) -> None:
    """Publishing asks for the checks of this build; landing forgets them too."""
    with database.connect(home.warehouse) as con:
        kontroll.withdraw(con)
