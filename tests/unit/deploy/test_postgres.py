"""Dagster's own storage in a real PostgreSQL, with the setting that a server is given."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from fondbok.paths import PROJECT

SETTING = PROJECT / "deploy" / "dagster-postgres.yaml"
OURS = PROJECT / "orchestration" / "dagster.yaml"
SOCKETS = "/var/run/postgresql"
DEBIAN = Path("/usr/lib/postgresql")

RUN = """
import dagster as dg
from dagster._core.execution.api import execute_job

@dg.op
def one(): return 1

@dg.job
def small(): one()

with dg.DagsterInstance.get() as instance:
    done = small.execute_in_process(instance=instance)
    kept = (instance.run_storage, instance.event_log_storage)
    print(done.success, *(type(each).__name__ for each in kept))
    print(instance.get_runs_count(), len(instance.all_logs(done.run_id)) > 3)
"""


def binaries() -> Path | None:
    """Where PostgreSQL's own programs lie: on the path, or where Debian puts them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return next((path for path in sorted(DEBIAN.glob("*/bin"), reverse=True)), None)


@pytest.fixture
def sockets() -> Iterator[Path]:
    """A PostgreSQL of its own, on a socket in a folder of its own."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="fondbok-pg-"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    folder.chmod(0o711)
    data = folder / "data"

    def run(program: str, *words: str | Path) -> None:
        command = [programs / program, *words]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **who)

    made = ["--auth=trust", "--username=fondbok", "--encoding=UTF8", "--locale=C"]
    run("initdb", "-D", data, *made)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    start = ["-D", data, "-w", "-l", folder / "log", "-o", options]
    run("pg_ctl", "start", *start)
    try:
        run("createdb", "-h", folder, "-U", "fondbok", "dagster")
        yield folder
    finally:
        run("pg_ctl", "stop", "-D", data, "-m", "immediate")
        shutil.rmtree(folder)


def test_dagster_keeps_its_runs_in_postgres(sockets: Path, tmp_path: Path) -> None:
    pytest.importorskip("dagster_postgres", reason="the extra `server` is not installed")
    told = SETTING.read_text("utf-8")
    assert SOCKETS in told
    (tmp_path / "dagster.yaml").write_text(
        OURS.read_text("utf-8") + "\n" + told.replace(SOCKETS, str(sockets)), "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        env={**os.environ, "DAGSTER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines() == ["True PostgresRunStorage PostgresEventLogStorage", "1 True"]
    assert not [path for path in tmp_path.rglob("*.db") if path.name != "index.db"]


def test_the_setting_and_ours_do_not_contradict() -> None:
    assert (
        not yaml.safe_load(SETTING.read_text("utf-8")).keys()
        & yaml.safe_load(OURS.read_text("utf-8")).keys()
    )
