"""What docs/how-to/analyst-connect-a-tool.md says was tried: its examples, and what goes wrong."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from fondbok.paths import PROJECT, Home

PAGE = PROJECT / "docs" / "how-to" / "analyst-connect-a-tool.md"
EXAMPLES = dict(re.findall(r"\n## (\w+)\n[^#]*?```python\n(.*?)```", PAGE.read_text("utf-8"), re.S))
_RELEASE = "select release_id from mart.release"


def ran(example: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the page's example leaves behind, run in the home folder as it stands."""
    monkeypatch.chdir(home.root)
    names: dict[str, Any] = {}
    exec(compile(EXAMPLES[example], f"{PAGE.name}: {example}", "exec"), names)
    return names


def years(home: Home) -> dict[int, Decimal]:
    with duckdb.connect(str(home.mart), read_only=True) as con:
        return dict(con.execute("select ar, belopp_sek from mart.rpt_sammanfattning").fetchall())


def test_the_page_has_both_examples() -> None:
    assert set(EXAMPLES) == {"pandas", "polars"}


def test_pandas_keeps_decimals(malmo: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ran("pandas", malmo, monkeypatch)
    per_year = names["per_ar"]
    assert str(per_year.dtype).startswith("decimal128")
    assert {int(ar): kr for ar, kr in per_year.items()} == years(malmo)
    assert all(isinstance(kr, Decimal) for kr in per_year)
    of_unknown = pd.Series([None], dtype=names["pengar"].dtypes["belopp_sek"])
    assert of_unknown.sum() == 0
    assert pd.isna(of_unknown.sum(min_count=1))


@pytest.mark.skipif(
    importlib.util.find_spec("polars") is None,
    reason="polars is not installed: 180 MB for one example, which was tried by hand",
)
def test_polars_keeps_decimals(malmo: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dict(ran("polars", malmo, monkeypatch)["per_ar"].rows()) == years(malmo)


def test_df_gives_floats(malmo: Home) -> None:
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        frame = con.execute("select belopp_sek from mart.bi_pengar").df()
    assert str(frame.dtypes["belopp_sek"]) == "float64"


@pytest.fixture
def served(malmo: Home, tmp_path: Path) -> Path:
    """A copy of the published file that may be written."""
    file = tmp_path / "fondbok.duckdb"
    shutil.copyfile(malmo.mart, file)
    return file


def test_a_kept_connection_sees_the_old_release(served: Path) -> None:
    kept = duckdb.connect(str(served), read_only=True)
    old = kept.execute(_RELEASE).fetchone()
    published = served.with_suffix(".ny")
    shutil.copyfile(served, published)
    with duckdb.connect(str(published)) as con:
        con.execute("update mart.release set release_id = 'r-ny'")
    published.replace(served)  # as publishing does
    assert kept.execute(_RELEASE).fetchone() == old != ("r-ny",)
    with duckdb.connect(str(served), read_only=True) as another:
        assert another.execute(_RELEASE).fetchone() == old
    kept.close()
    with duckdb.connect(str(served), read_only=True) as after:
        assert after.execute(_RELEASE).fetchone() == ("r-ny",)


@pytest.mark.parametrize(
    ("first", "second", "opens"),
    [(False, True, False), (True, False, False), (True, True, True)],
    ids=["reader after writer", "writer after reader", "two readers"],
)
def test_a_writer_locks_everyone_out(served: Path, first: bool, second: bool, opens: bool) -> None:
    ask = "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'True')"
    with duckdb.connect(str(served), read_only=first):
        done = subprocess.run(
            [sys.executable, "-c", ask, served, str(second)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode == 0) is opens, done.stderr
    assert opens or "Could not set lock on file" in done.stderr
