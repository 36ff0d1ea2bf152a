"""What each engine makes of a spelling, as it was when it was last asked: a tripwire for upgrades.

Belongs here: the expressions with their answers (`probes.csv`), and asking an engine. An answer
that changes says which models and macros to look at before the new version is taken. Of a refused
spelling the answers are why it is refused; the others are what the models rely on, or keep out of
the way of.

`python -m engines.probes --engine spark` tells the answers of an engine that are new;
`--write` takes them for the right ones.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engines import run
from fondbok.paths import PROJECT

FILE = Path(__file__).with_suffix(".csv")
HERE = "duckdb"
ENGINES = (HERE, *run.ENGINES)
FAILS = "FEL"
"""The answer of an engine that does not take the expression."""

# What is run in the engine's own environment, which has no Fondbok: expressions in, answers out.
_ASKING = {
    "spark": """
from pyspark.sql import SparkSession
asked = SparkSession.builder.master("local[1]")
for name, value in json.loads(sys.argv[1]).items():
    asked = asked.config(name, value)
session = asked.getOrCreate()
session.sparkContext.setLogLevel("OFF")
""",
    "sail": """
from pyspark.sql import SparkSession
from pysail.spark import SparkConnectServer
server = SparkConnectServer(ip="127.0.0.1", port=0)
server.start(background=True)
session = SparkSession.builder.remote("sc://%s:%s" % server.listening_address).getOrCreate()
""",
}
_ANSWERS = """
def answer(expression):
    try:
        return session.sql(f"select cast({expression} as string) as x").collect()[0][0]
    except Exception:
        return "FEL"

answers = [answer(each) for each in json.load(sys.stdin)]
print(json.dumps(answers))
"""


@dataclass(frozen=True)
class Probe:
    """An expression, and what each engine says of it.

    Attributes:
        namn: what is asked, in words.
        uttryck: the SQL expression.
        svar: the answer of each engine as text; `FAILS` where it takes none, None for NULL.
    """

    namn: str
    uttryck: str
    svar: dict[str, str | None]


def read(file: Path = FILE) -> list[Probe]:
    """The probes and the answers that are known."""
    with file.open(encoding="utf-8", newline="") as handle:
        return [
            Probe(row["namn"], _plain(row["uttryck"]), {e: _value(row[e]) for e in ENGINES})
            for row in csv.DictReader(handle)
        ]


def write(probes: Sequence[Probe], file: Path = FILE) -> None:
    """Keep the answers."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        rows = csv.writer(handle, lineterminator="\n")
        rows.writerow(["namn", "uttryck", *ENGINES])
        for each in probes:
            answers = ["NULL" if each.svar[e] is None else each.svar[e] for e in ENGINES]
            rows.writerow([each.namn, each.uttryck.encode("unicode_escape").decode(), *answers])


def _plain(written: str) -> str:
    """An expression as it is run: signs outside ASCII are written as Python writes them."""
    return written.encode("latin-1").decode("unicode_escape")


def _value(written: str) -> str | None:
    return None if written == "NULL" else written


def ask(engine: str, expressions: Sequence[str]) -> list[str | None]:
    """The answers of an engine, one an expression.

    Raises:
        CannotRun: the engine cannot be started here.
    """
    if engine == HERE:
        return [_of_duckdb(each) for each in expressions]
    run.assert_can_run(engine)
    program = PROJECT / f".venv-{engine}" / "bin" / "python"
    if not program.exists():
        raise run.CannotRun(f"There is no {program}. Run make spark ENGINE={engine}.")
    done = subprocess.run(
        [program, "-c", f"import json, sys\n{_ASKING[engine]}{_ANSWERS}", json.dumps(_settings())],
        input=json.dumps(list(expressions)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise run.CannotRun(f"{engine} could not be asked:\n{done.stderr[-2000:]}")
    answers: list[str | None] = json.loads(done.stdout.splitlines()[-1])
    return answers


def _settings() -> dict[str, str]:
    return {**run.SETTINGS, "spark.sql.warehouse.dir": str(PROJECT / "var" / "engines" / "probes")}


def _of_duckdb(expression: str) -> str | None:
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        try:
            row = con.execute(f"select cast({expression} as varchar)").fetchone()
        except duckdb.Error:
            return FAILS
    return None if row is None or row[0] is None else str(row[0])


def changed(engine: str, probes: Sequence[Probe]) -> list[str]:
    """The answers of an engine that are not those known, a line each.

    Raises:
        CannotRun: the engine cannot be started here.
    """
    return _new(engine, probes, ask(engine, [each.uttryck for each in probes]))


def _new(engine: str, probes: Sequence[Probe], answers: Sequence[str | None]) -> list[str]:
    return [
        f"{probe.namn}: {engine} says {answer}, and said {probe.svar[engine]}: {probe.uttryck!r}"
        for probe, answer in zip(probes, answers, strict=True)
        if answer != probe.svar[engine]
    ]


def main(arguments: list[str] | None = None) -> int:
    """Tell what is new of an engine: 1 when anything is, 2 when it cannot be asked here."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--engine", choices=ENGINES, default=HERE)
    asked.add_argument("--write", action="store_true", help="take the answers for the right ones")
    given = asked.parse_args(arguments)
    try:
        probes = read()
        answers = ask(given.engine, [each.uttryck for each in probes])
    except run.CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    new = _new(given.engine, probes, answers)
    if given.write:
        for probe, answer in zip(probes, answers, strict=True):
            probe.svar[given.engine] = answer
        write(probes)
    print("\n".join([*new, f"{given.engine}: {len(new)} answers are new"]))
    return 1 if new and not given.write else 0


if __name__ == "__main__":
    sys.exit(main())
