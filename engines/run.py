"""Running the models on another engine, in its own environment and a folder of its own.

Belongs here: how each engine is started and where it leaves its tables.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from engines.compare import Table, made_by_dbt, outcomes
from fondbok.paths import DBT_PROJECT, PROJECT, Home
from fondbok.warehouse import build, parsed

ENGINES = ("spark", "sail")
JAVA = 17
NO_JAVA = (
    f"Spark needs Java {JAVA} or later, and {{found}}. Install it (Debian: apt install"
    f" openjdk-{JAVA}-jre-headless) or set JAVA_HOME to where it is. Without Java:"
    " make spark ENGINE=sail."
)


# What every session of Spark is given, wherever its tables are.
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    # Small tables: more parts than one are only more files.
    "spark.sql.shuffle.partitions": "1",
    # A number that does not fit is an error and not another number.
    "spark.sql.ansi.enabled": "true",
}


class CannotRun(Exception):
    """The engine cannot be started here; what to do is said."""


@dataclass(frozen=True)
class Ran:
    """How dbt ended on the engine.

    Attributes:
        returncode: dbt's own.
        log: what it printed.
        target: folder with manifest.json and run_results.json.
        tables: what it was to make, with what it made.
    """

    returncode: int
    log: Path
    target: Path
    tables: list[Table]


def assert_can_run(engine: str) -> None:
    """The machine has what the engine's packages do not bring.

    Raises:
        CannotRun: it has not.
    """
    if engine not in ENGINES:
        raise CannotRun(f"{engine} is no engine. Choose one of: {', '.join(ENGINES)}.")
    if engine == "spark":
        _assert_java()


def _assert_java() -> None:
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if "JAVA_HOME" in os.environ else "java"
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        raise CannotRun(NO_JAVA.format(found="there is none here")) from None
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    if version is None or int(version[1]) < JAVA:
        found = told.splitlines()[0] if told else "this one does not say its version"
        raise CannotRun(NO_JAVA.format(found=f"here is {found}"))


def dbt(engine: str, home: Home, raw: Path, folder: Path) -> Ran:
    """Seeds, models and data tests of a home's project on an engine, from exported raw.

    Args:
        engine: "spark" or "sail", a target of dbt_project/profiles.yml.
        home: whose reference data the seeds are.
        raw: the export's folder raw.
        folder: made anew; the engine's tables, dbt's artifacts and its log are left in it.

    Raises:
        CannotRun: there is no environment for the engine.
    """
    program = PROJECT / f".venv-{engine}" / "bin" / "dbt"
    if not program.exists():
        raise CannotRun(f"There is no {program}. Run make spark ENGINE={engine}.")
    shutil.rmtree(folder, ignore_errors=True)
    project, target = folder / "projekt", folder / "target"
    shutil.copytree(build.project(home).parent, project)
    folders = {"project": project / DBT_PROJECT.name, "profiles": project / DBT_PROJECT.name}
    command = [str(program), "build", "--exclude-resource-type", "unit_test", "--target", engine]
    for name, path in folders.items():
        command += [f"--{name}-dir", str(path)]
    command += ["--target-path", str(target), "--log-path", str(folder / "logs")]
    log = folder / "dbt.log"
    with log.open("w", encoding="utf-8") as written:
        done = subprocess.run(
            command,
            cwd=folder,  # Spark's catalogue and Sail's tables are made where it stands
            env={**os.environ, **build.QUIET, **_environment(raw, folder)},
            stdout=written,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return Ran(done.returncode, log, target, _tables(engine, folder, target))


def _tables(engine: str, folder: Path, target: Path) -> list[Table]:
    """What the engine was to make, with what it wrote; nothing when dbt did not come so far."""
    if not (target / build.RESULTS).exists():
        return []
    ended = outcomes(target)
    found = []
    for (schema, name), unique_id in made_by_dbt(target / parsed.DESCRIBED).items():
        files = _files(engine, folder, schema, name)
        # Sail writes no file of a table without rows, and Spark writes one.
        made = engine == "sail" and ended.get(unique_id, ("",))[0] == "success"
        found.append(Table(schema, name, files, empty=made and not files))
    return found


def _environment(raw: Path, folder: Path) -> dict[str, str]:
    cores = os.environ.get("FONDBOK_SPARK_CORES", "2")
    settings = {
        **SETTINGS,
        "spark.master": f"local[{cores}]",
        "spark.driver.memory": "4g",
        "spark.sql.warehouse.dir": str((folder / "tabeller").resolve()),
    }
    return {"FONDBOK_RAW": str(raw.resolve()), "FONDBOK_SPARK": repr(settings)}


def _files(engine: str, folder: Path, schema: str, name: str) -> tuple[Path, ...]:
    """What the engine wrote of a table. Sail has one folder for all, and a number after a name."""
    if engine == "spark":
        found = (folder / "tabeller" / f"{schema}.db" / name).glob("*.parquet")
    else:
        number = "-".join("?" * length for length in (8, 4, 4, 4, 12))
        found = (folder / "spark-warehouse").glob(f"{name}-{number}/**/*.parquet")
    return tuple(sorted(found))


if __name__ == "__main__":
    try:
        assert_can_run(sys.argv[1])
    except CannotRun as error:
        sys.exit(str(error))
