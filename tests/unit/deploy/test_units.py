"""The units of a server: systemd takes them, they are shut in, and they start what there is."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from fondbok.operations import runlog
from fondbok.paths import PROJECT, Home
from fondbok.publish import release as releases
from fondbok.warehouse import build

DEPLOY = PROJECT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
INSTALLED = "/opt/fondbok/.venv/bin/"
MOST_EXPOSED = 20  # tenths, of 100: what systemd calls OK, and far below what it calls medium
SOMEBODY, READERS = 65534, 65533

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here"
)


def test_there_are_units() -> None:
    assert len(SERVICES) >= 6


@needs_systemd
def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    """Together, so that what one asks of another is found, with this environment's programs."""
    here = f"{Path(sys.executable).parent}/"
    for unit in UNITS:
        told = unit.read_text("utf-8").replace(INSTALLED, here)
        (tmp_path / unit.name).write_text(told, "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    broken = tmp_path / "fondbok-health.service"
    broken.write_text(broken.read_text("utf-8").replace("[Service]", "[Service]\nExecStart=x"))
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_shut_in(unit: Path, tmp_path: Path) -> None:
    def judged(file: Path) -> subprocess.CompletedProcess[str]:
        asked = ["systemd-analyze", "security", "--offline=yes", f"--threshold={MOST_EXPOSED}"]
        return subprocess.run([*asked, str(file)], capture_output=True, text=True, check=False)

    found = judged(unit)
    if "unrecognized option" in found.stderr:
        pytest.skip("this systemd-analyze cannot judge a file")
    assert found.returncode == 0, found.stdout
    told = unit.read_text("utf-8")
    assert "UMask=0027" in told
    assert "User=fondbok" in told
    open_unit = tmp_path / unit.name
    open_unit.write_text(re.sub(r"(?m)^(Protect|Private|Restrict|System).*\n", "", told), "utf-8")
    assert judged(open_unit).returncode != 0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_starts_a_program_that_takes_these_words(unit: Path) -> None:
    """No `dagster dev`, and every flag is one that the program knows."""
    (line,) = re.findall(r"(?m)^ExecStart=(.*)$", unit.read_text("utf-8"))
    program, *words = line.replace("$WEBSERVER_FLAGS", "--read-only").split()
    assert "dev" not in words
    assert program.startswith(INSTALLED)
    here = Path(sys.executable).parent / program.removeprefix(INSTALLED)
    commands = [word for word in words[:2] if re.fullmatch(r"[a-z][a-z-]+", word)]
    done = subprocess.run([here, *commands, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for flag in (word for word in words if word.startswith("-")):
        assert re.search(rf"(^|[\s,│]){flag}\b", done.stdout), flag


def test_the_environment_says_what_the_program_sets_itself(tmp_path: Path) -> None:
    lines = (DEPLOY / "fondbok.env").read_text("utf-8").splitlines()
    told = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    home = Home(Path(told["FONDBOK_HOME"]))
    assert told["DAGSTER_HOME"] == str(home.dagster)
    assert told["FONDBOK_WAREHOUSE"] == str(home.warehouse)
    assert told.items() >= build.QUIET.items()
    (server,) = yaml.safe_load((DEPLOY / "workspace.yaml").read_text("utf-8"))["load_from"]
    code = (DEPLOY / "systemd" / "fondbok-dagster-code.service").read_text("utf-8")
    assert f"--port {server['grpc_server']['port']}" in code
    page = (DEPLOY / "systemd" / "fondbok-dagster-webserver.service").read_text("utf-8")
    (port,) = re.findall(r"--port (\d+)", page)
    assert f"proxy_pass http://127.0.0.1:{port};" in (DEPLOY / "nginx.conf").read_text("utf-8")


def test_readers_of_the_mart_read_that_and_nothing_else(tmp_path: Path) -> None:
    """The modes of the how-to: of what a run writes under umask 0027, mart/ is the group's."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder to another group")
    for folder in tmp_path.parents:
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o011)
    tmp_path.chmod(0o711)
    home = Home(tmp_path / "hem")
    home.root.mkdir()
    home.mart_dir.mkdir()
    home.root.chmod(0o710)
    os.chown(home.root, -1, READERS)
    os.chown(home.mart_dir, -1, READERS)
    home.mart_dir.chmod(0o2750)
    before = os.umask(0o027)
    try:
        home.warehouse_dir.mkdir()
        with duckdb.connect(str(home.warehouse)) as con:
            for schema in releases.SCHEMAS:
                con.execute(f"create schema {schema}")
            release = releases.Release("r-1", datetime(2024, 5, 1), "0+a", "i", 1, 1)
            releases.describe(con, release)
        releases.swap(home, releases.write(home, release))
        runlog.add(home, runlog.ended("k", "publicerad"))
    finally:
        os.umask(before)
    assert home.mart.stat().st_gid == READERS
    for kept in (home.warehouse_dir, home.warehouse, home.logs):
        assert kept.stat().st_gid != READERS
        assert not stat.S_IMODE(kept.stat().st_mode) & 0o007
    os.setegid(READERS)
    os.seteuid(SOMEBODY)
    try:
        assert releases.read(home.mart) == release
        assert releases.read(home.releases / "r-1" / releases.FILE) == release
        for path in (home.warehouse, home.logs / runlog.FILE):
            with pytest.raises(PermissionError):
                path.read_bytes()
        with pytest.raises(PermissionError):
            (home.mart_dir / "ny").touch()
    finally:
        os.seteuid(0)
        os.setegid(0)
