"""The job `refresh`, run in this process on a home folder of its own."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from fondbok.paths import PROJECT, Home
from fondbok.publish import release
from fondbok.quality import kontroll
from fondbok.warehouse import database

pytestmark = pytest.mark.thorough

LANDING = PROJECT / "examples" / "malmo" / "landing"
FILES = (
    "submissions/2022/gvf_2022.csv",
    "submissions/2024/forskolenamnden_2024.csv",
    "submissions/2024/miljonamnden_2024.json",
    "ledger/huvudbok_2022.csv",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("dagster")
    for name in FILES:
        (root / "landing" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(LANDING / name, root / "landing" / name)
    return root


@pytest.fixture(scope="module")
def job(root: Path) -> dg.JobDefinition:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONDBOK_HOME", str(root))
        definitions = importlib.import_module("orchestration.definitions")
        loaded: dg.Definitions = definitions.build_defs(root)
    return loaded.resolve_job_def("refresh")


@pytest.fixture(scope="module")
def run(job: dg.JobDefinition) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        return job.execute_in_process(instance=instance, raise_on_error=False)


def test_a_run_publishes_a_mart(run, root):
    assert run.success
    served = release.current(Home(root))
    assert served is not None
    with duckdb.connect(str(Home(root).mart), read_only=True) as con:
        (years,) = con.execute(
            "select list(distinct ar order by ar) from mart.bi_deltagande"
        ).fetchone() or ((),)
    assert years == [2022, 2024]


def test_every_check_of_the_run_is_told_and_none_has_failed(run, job):
    told = {(e.asset_key, e.check_name): e for e in run.get_asset_check_evaluations()}
    assert {(k.asset_key, k.name) for k in job.asset_layer.asset_graph.asset_check_keys} == set(
        told
    )
    assert [k for k, e in told.items() if not e.passed and e.severity.value == "ERROR"] == []


def test_those_who_are_late_are_named_and_stop_nothing(run):
    (told,) = [e for e in run.get_asset_check_evaluations() if e.check_name == "alla_har_lamnat_in"]
    assert (told.passed, told.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert "har inte lämnat in för 2024: " in told.description
    assert "Kommunstyrelsen" in told.description
    assert "Förskolenämnden" not in told.description


def test_those_who_handed_in_have_their_answers(run, root):
    assert list(Home(root).feedback.rglob("*.html"))


def test_figures_of_the_run_stand_beside_the_assets(run):
    told = {
        event.asset_key: event.step_materialization_data.materialization.metadata
        for event in run.all_events
        if event.is_step_materialization
    }
    published = told[dg.AssetKey("publicering")]
    assert published["lästa filer"].value == len(FILES)
    assert published["underlag, räknas (kr)"].value > 0
    rows = [r.data for r in published["inlämnat"].records]
    years = [row["år"] for row in rows]
    assert years == sorted(years, reverse=True)
    assert set(years) > {"2024"}, "every year, the last one first"
    states = [row["status"] for row in rows if row["år"] == years[0]]
    assert published["nämnder som saknas"].value == states.count("saknas") > 0
    assert states[0] == "saknas", "those who are late come first"
    assert "inlämnad" in states
    assert told[dg.AssetKey(["raw", "ledger_rad"])]["dagster/row_count"].value > 0


# What is done to the raw layer, and the step that sees it.
BROKEN = {
    "soda_raw": "delete from raw.submission_projekt where rowid ="
    " (select min(rowid) from raw.submission_projekt where utfall = 'laddad')",
    "dbt_build": "update raw.submission_projekt set utbetalt_valuta = 'XTS' where rowid ="
    " (select min(rowid) from raw.submission_projekt where utbetalt > 0)",
}


@pytest.mark.parametrize("step", BROKEN)
def test_a_run_that_quality_stops_says_so_in_sentences(run, root, tmp_path, step):
    """As on the command line: the reason in Swedish, every check kept, nobody tried again."""
    shutil.copytree(root, tmp_path / "home")
    home = Home(tmp_path / "home")
    served = release.current(home)
    shutil.rmtree(home.feedback)
    with database.connect(home.warehouse) as con:
        con.execute(BROKEN[step])
    definitions = importlib.import_module("orchestration.definitions")
    refresh = definitions.build_defs(home.root).resolve_job_def("refresh")
    with dg.DagsterInstance.ephemeral() as instance:
        stopped = refresh.execute_in_process(instance=instance, raise_on_error=False)
    (failed,) = [e for e in stopped.all_events if e.is_step_failure and e.step_key == step]
    assert not [e for e in stopped.all_events if e.is_step_up_for_retry]
    said = failed.step_failure_data.user_failure_data
    assert said.description.startswith("Ingenting publicerades. ")
    assert "FAIL" not in said.description
    shown = failed.step_failure_data.error
    assert (shown.message, shown.stack) == (said.description, []), "no traceback on the page"
    assert said.metadata["antal orsaker"].value >= 1
    with database.connect(home.warehouse, read_only=True) as con:
        assert [row for row in kontroll.read(con) if row.utfall == "fel"]
    assert release.current(home) == served
    assert not home.feedback.exists(), "what an earlier build found is no answer to this one"


def test_publishing_alone_is_refused_when_nothing_was_checked(run, job, root):
    home = Home(root)
    served = release.current(home)
    with database.connect(home.warehouse) as con:
        kontroll.withdraw(con)
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            asset_selection=[dg.AssetKey("publicering")],
        )
    assert not result.success
    assert release.current(home) == served
