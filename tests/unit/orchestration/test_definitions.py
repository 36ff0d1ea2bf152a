"""What Dagster shows: a change here is a change of what people see and schedule.

When it is meant: WRITE_SNAPSHOT=1 pytest tests/unit/orchestration, and look at the diff.
"""

from __future__ import annotations

import ast
import json
import os
from decimal import Decimal
from pathlib import Path

import dagster as dg
import pytest
import yaml

from fondbok import dagster_ui
from fondbok.paths import PROJECT, Home
from fondbok.quality import dbt_results, promises
from fondbok.quality.kontroll import Kontroll
from orchestration import manifest, proved
from orchestration.resources import HomeFolder
from orchestration.retention import retention

SNAPSHOT = Path(__file__).parent / "snapshot.json"


def shown(defs: dg.Definitions) -> dict:
    graph = defs.resolve_asset_graph()
    return {
        "assets": {
            key.to_user_string(): graph.get(key).group_name
            for key in sorted(graph.get_all_asset_keys())
        },
        "checks": sorted(
            f"{k.asset_key.to_user_string()}:{k.name}" for k in graph.asset_check_keys
        ),
        "jobs": sorted(job.name for job in defs.jobs or ()),
        "schedules": {
            s.name: [s.cron_schedule, s.execution_timezone] for s in defs.schedules or ()
        },
        "sensors": {s.name: s.minimum_interval_seconds for s in defs.sensors or ()},
    }


def test_what_is_shown_is_what_was_agreed(defs):
    now = shown(defs)
    if os.environ.get("WRITE_SNAPSHOT"):
        SNAPSHOT.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert now == json.loads(SNAPSHOT.read_text("utf-8"))


def test_a_server_can_load_all_of_it(defs):
    """As the code server does, which alone sees that a job is named as an op."""
    defs.get_repository_def().load_all_definitions()


def test_every_table_of_a_contract_is_an_asset_with_that_check(defs):
    graph = defs.resolve_asset_graph()
    for layer in ("raw", "mart"):
        for contract in promises.load_layer(layer):
            key = dg.AssetKey([contract.schema, contract.table])
            assert key in graph.get_all_asset_keys()
            assert dg.AssetCheckKey(key, "soda_kontrakt") in graph.asset_check_keys


def test_every_test_of_dbt_is_a_check_of_an_asset(defs, home_root):
    """A test that Dagster does not show is red while everything one sees is green."""
    nodes = json.loads(manifest.prepare(Home(home_root)).read_text("utf-8"))["nodes"]
    tests = [node for node in nodes.values() if node["resource_type"] == "test"]
    keys = defs.resolve_asset_graph().asset_check_keys
    shown_tests = {key.name for key in keys}
    one_by_one = {test["name"] for test in tests if not dbt_results.is_proved(test)}
    assert one_by_one - shown_tests == set()
    told = {
        tuple(spec.asset_key.path): spec.description
        for each in defs.assets or ()
        for spec in each.check_specs
        if spec.name == proved.NAME
    }
    by_their_table = [test for test in tests if dbt_results.is_proved(test)]
    assert len(by_their_table) > 300
    for test in by_their_table:
        table = nodes[test["attached_node"]]
        assert dbt_results.sentence(test) in told[table["schema"], table["alias"]]


def test_a_table_that_breaks_a_promise_says_which(home_root):
    """The others say nothing: their tables tell that they were made."""
    parsed = json.loads(manifest.prepare(Home(home_root)).read_text("utf-8"))
    test = next(
        node for node in parsed["nodes"].values()
        if dbt_results.is_proved(node) and node["attached_node"] == "seed.fondbok.fond"
    )  # fmt: skip
    row = Kontroll(
        test["name"], "referens", "fond", "dbt", "fel", matvarde=Decimal(2), orsak="Två är lika."
    )
    kept = Kontroll(test["name"], "referens", "roll", "dbt", "ok", matvarde=Decimal(0))
    (result,) = proved.broken(parsed, [row, kept])
    assert (result.asset_key, result.passed) == (dg.AssetKey(["referens", "fond"]), False)
    assert result.metadata["orsak"].value == "Två är lika."


def test_every_asset_job_and_tick_says_what_it_is_and_whose(defs):
    graph = defs.resolve_asset_graph()
    keys = graph.get_all_asset_keys()
    assert [k for k in keys if not (graph.get(k).description or "").strip()] == []
    assert [k for k in keys if not graph.get(k).owners] == []
    named = [*(defs.jobs or ()), *(defs.schedules or ()), *(defs.sensors or ())]
    assert [n.name for n in named if not (n.description or "").strip()] == []
    assert [n.name for n in named if not n.owners] == []


def test_every_check_says_what_it_looks_for(defs):
    specs = [spec for each in defs.assets or () for spec in each.check_specs]
    specs += [spec for each in defs.asset_checks or () for spec in each.check_specs]
    assert len(specs) > 200
    assert [spec.name for spec in specs if not spec.description] == []
    assert {
        "Letar efter",
        "Det tabellen lovar",
        "Alla nämnder har lämnat in för det senaste året. Stoppar ingenting.",
    } == {spec.description.partition(":")[0] for spec in specs}


def test_publishing_waits_for_every_check_that_is_kept(defs):
    graph = defs.resolve_asset_graph()
    upstream = graph.get_ancestor_asset_keys(dg.AssetKey("publicering"))
    assert dg.AssetKey(["kvalitet", "kontroll"]) in upstream
    assert {key for key in graph.get_all_asset_keys() if key.path[0] == "raw"} <= upstream


def test_the_steps_are_run_one_by_one_and_hold_nothing_that_a_kill_leaves_held(defs):
    refresh = defs.resolve_job_def("refresh")
    assert {node.name for node in refresh.graph.node_defs} == {
        *("landning", "soda_raw", "dbt_build", "kvalitet", "soda_mart", "publicering")
    }
    assert [node.name for node in refresh.graph.node_defs if node.pools] == []
    assert refresh.executor_def is dg.in_process_executor


def test_the_instance_lets_in_one_run_and_tells_nobody(home_root):
    environment = dagster_ui.environment(Home(home_root))
    settings = yaml.safe_load(
        (Path(environment["DAGSTER_HOME"]) / "dagster.yaml").read_text(encoding="utf-8")
    )
    assert settings["telemetry"] == {"enabled": False}
    assert settings["nux"] == {"enabled": False}
    assert settings["concurrency"] == {"runs": {"max_concurrent_runs": 1}}
    assert environment["DAGSTER_DISABLE_TELEMETRY"]
    assert environment["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"


def test_dagster_takes_the_settings(home_root):
    environment = dagster_ui.environment(Home(home_root))
    with dg.DagsterInstance.from_config(environment["DAGSTER_HOME"]) as settings:
        assert not settings.telemetry_enabled
        assert not settings.nux_enabled


def test_the_history_outlives_the_warehouse_and_is_moved_out_of_it(tmp_path):
    home = Home(tmp_path)
    earlier = home.warehouse_dir / "dagster" / "history"
    earlier.mkdir(parents=True)
    (earlier / "runs.db").write_text("körningar")
    folder = dagster_ui.dagster_home(home)
    assert (folder / "history" / "runs.db").read_text() == "körningar"
    assert home.warehouse_dir not in folder.parents


def test_settings_of_the_operators_own_are_left_alone(tmp_path):
    home = Home(tmp_path)
    settings = dagster_ui.dagster_home(home) / "dagster.yaml"
    ours = settings.read_text("utf-8")
    settings.write_text(ours + "# vår\n", "utf-8")
    dagster_ui.dagster_home(home)
    assert settings.read_text("utf-8").endswith("# vår\n")
    # What an earlier version wrote, and nobody changed, is replaced.
    (settings.parent / ".dagster.yaml.fondbok").write_text("telemetry: {enabled: false}\n")
    settings.write_text("telemetry: {enabled: false}\n")
    dagster_ui.dagster_home(home)
    assert settings.read_text("utf-8") == ours


def test_old_runs_are_forgotten_and_new_ones_kept(tmp_path):
    @dg.op
    def nothing() -> None:
        pass

    @dg.job
    def short() -> None:
        nothing()

    with dg.DagsterInstance.ephemeral() as instance:
        runs = [short.execute_in_process(instance=instance).run_id for _ in range(4)]
        done = retention.execute_in_process(
            instance=instance,
            resources={"folder": HomeFolder(root="var")},
            run_config={"ops": {"forget_runs": {"config": {"runs": 2}}}},
        )
        assert done.output_for_node("forget_runs") == 2
        left = {run.run_id for run in instance.get_runs()}
    assert set(runs[2:]) <= left
    assert not set(runs[:2]) & left


def test_the_manifest_is_parsed_once(defs, home_root):
    path = manifest.prepare(Home(home_root))
    before = path.stat().st_mtime_ns
    assert manifest.prepare(Home(home_root)).stat().st_mtime_ns == before


def test_the_workspace_loads_this_module():
    workspace = yaml.safe_load((PROJECT / "workspace.yaml").read_text(encoding="utf-8"))
    assert workspace == {"load_from": [{"python_module": "orchestration.definitions"}]}


# The one way to have a sentence on a run's page and no stack trace under it. A Dagster that moves
# either stops at its import, which every test of the orchestration sees.
ONLY_PRIVATE = {"resources.py": ["dagster._core.errors", "dagster._utils.error"]}


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "orchestration").glob("*.py")), ids=lambda p: p.name
)
def test_no_private_module_of_dagster_is_imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    assert [name for name in names if "._" in name] == ONLY_PRIVATE.get(path.name, [])


def test_definitions_stay_short():
    lines = (PROJECT / "orchestration" / "definitions.py").read_text("utf-8").splitlines()
    assert len(lines) <= 50


def test_a_run_that_somebody_stops_is_not_begun_again(defs):
    """Dagster tries a stopped step again where a job has a policy for that, and goes on from it."""
    jobs = defs.resolve_all_job_defs()
    assert len(jobs) > 3
    assert [job.name for job in jobs if job.op_retry_policy] == []
    assert [node.name for job in jobs for node in job.graph.nodes if node.retry_policy] == []
