"""Units, goals and names that change over the years: one build over hand-made rows.

Belongs here: the altered reference data and the rows. What they must become is in test_historik.py.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok import organisation
from fondbok.paths import Home
from fondbok.warehouse import build
from tests.conftest import copy_dbt_project
from tests.integration.dbt.conftest import dbt
from tests.integration.dbt.raw_rows import Landed, new_warehouse

TABLES = (
    *("dim_ar", "dim_namnd", "dim_fond", "dim_kf_mal", "dim_projekt"),
    *("dim_projekt_senaste", "dim_namnd_senaste"),
    *("bi_deltagande", "fct_eu_medel", "fct_utbetalning"),
    *("rpt_utbetalt_per_namnd", "rpt_utbetalt_per_kf_mal", "rpt_inlamning"),
)
SELECTED = (
    "--indirect-selection=buildable",
    "--select",
    "resource_type:seed",
    *(f"+{table}" for table in TABLES),
)

Row = dict[str, str]


def rewrite(folder: Path, seed: str, change: Callable[[list[Row]], list[Row]]) -> None:
    """Replace the rows of a seed in the scratch project."""
    path = folder / "seeds" / f"{seed}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
        writer.writeheader()
        whose = {"kommun_kod": organisation.kommun_kod(), "kalla": "test"}
        writer.writerows(whose | row for row in change(rows))


def version(kod: str, namnd: str, forvaltning_kod: str, forvaltning: str, fran: str, till: str):
    """A line of seeds/namnd.csv."""
    return {
        **{"namnd_kod": kod, "namnd": namnd},
        **{"forvaltning_kod": forvaltning_kod, "forvaltning": forvaltning},
        **{"giltig_fran": fran, "giltig_till": till},
    }


def units(rows: list[Row]) -> list[Row]:
    """MN's förvaltning gets a new name in the middle of 2022; GVN is two nämnder in 2021-2022."""
    return [
        *(row for row in rows if row["namnd_kod"] not in ("MN", "GVN")),
        version("MN", "Miljönämnden", "MF", "Miljöförvaltningen", "0001-01-01", "2022-06-30"),
        version("MN", "Miljönämnden", "KLF", "Klimatförvaltningen", "2022-07-01", ""),
        version("GVN", "Utbildningsnämnden", "UF", "Utbildning", "0001-01-01", "2020-12-31"),
        version("GYN", "Gymnasienämnden", "GYF", "Gymnasium", "2021-01-01", "2022-12-31"),
        version("VUN", "Vuxennämnden", "VUF", "Vuxenutbildning", "2021-01-01", "2022-12-31"),
        version("GVN", "Gymnasie- och vuxennämnden", "GVF", "Samlad", "2023-01-01", ""),
    ]


def responsibility(rows: list[Row]) -> list[Row]:
    """The units keep their numbers through the split; whose they are depends on the year."""
    two_years = {"fran_ar": "2021", "till_ar": "2022"}
    return [
        *rows,
        {"prefix": "231", "namnd_kod": "GYN", **two_years},
        {"prefix": "232", "namnd_kod": "VUN", **two_years},
    ]


def goals(rows: list[Row]) -> list[Row]:
    """The old goals hold until the summer of 2024, the new ones from then on."""
    return [row | {"till_ar": "2024"} if row["till_ar"] == "2023" else row for row in rows]


def copy_project(target: Path) -> None:
    """The project with the altered reference data."""
    copy_dbt_project(target)
    rewrite(target, "namnd", units)
    rewrite(target, "ansvar", responsibility)
    rewrite(target, "kf_mal", goals)


def submissions(con: duckdb.DuckDBPyConnection) -> list[Landed]:
    """One file a year, as the nämnder of that year handed in."""
    files = []
    for ar in range(2020, 2026):
        file = Landed(con, f"underlag-{ar}", "submission")
        file.project("MN", ar, "Luft", roll="agare", utbetalt="100.00", mal=(1, 2, 3))
        for kod in ("GYN", "VUN") if ar in (2021, 2022) else ("GVN",):
            file.project(kod, ar, f"Skola {kod}", roll="part", utbetalt="10.01", mal=(1, 2))
        files.append(file)
    return files


def history_of_one(file: Landed, ar: int) -> None:
    """A project that changes name (2022), owner (2023) and end date (2024)."""
    name = "Kajen" if ar < 2022 else "Kajen 2.0"
    file.project(
        "TN",
        ar,
        name,
        roll="agare",
        bidragsnummer="LIFE-77",
        projektagare="Region Skåne" if ar >= 2023 else "Malmö stad",
        start_datum="2020-01-01",
        slut_datum="2026-12-31" if ar >= 2024 else "2024-12-31",
        budget="5000000.00" if ar != 2023 else None,
        utbetalt=f"{ar}.50",
        ekonomikod="K77",
    )


def bookings(con: duckdb.DuckDBPyConnection) -> list[Landed]:
    """The same units in every year, from January to December, and the project's code before its
    first report.
    """
    files = []
    for ar in range(2019, 2024):
        file = Landed(con, f"huvudbok-{ar}", "ledger")
        file.booking(f"{ar}-1", f"{ar}-01-05", "-7.00", ansvar="2310", projektkod="OKÄND")
        file.booking(f"{ar}-2", f"{ar}-06-06", "-3.00", ansvar="2320", projektkod="OKÄND")
        file.booking(f"{ar}-3", f"{ar}-12-07", f"-{ar}.25", ansvar="5310", projektkod="K77")
        files.append(file)
    return files


def land(path: Path, *, backwards: bool) -> None:
    """Register the files; `backwards` turns the order they are registered in around."""
    with new_warehouse(path) as con:
        files = submissions(con)
        for file in files:
            history_of_one(file, int(file.sha[-4:]))
        files += bookings(con)
        for file in reversed(files) if backwards else files:
            file.register()
        if backwards:
            for table in ("submission_projekt", "submission_kf_mal", "ledger_rad"):
                con.execute(f"create temp table vand as from raw.{table}")
                con.execute(f"delete from raw.{table}")
                con.execute(f"insert into raw.{table} from vand order by rowid desc")
                con.execute("drop table vand")


@dataclass(frozen=True)
class Historik:
    """The built warehouse and a rebuild of it from the same rows in another order."""

    path: Path
    again: Path
    ended: dict[str, str]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.path), read_only=True) as con:
            return con.execute(sql).fetchall()


@pytest.fixture(scope="session")
def historik(tmp_path_factory: pytest.TempPathFactory) -> Historik:
    project, other = (Home(tmp_path_factory.mktemp(name)).project for name in ("forst", "igen"))
    copy_project(project)
    copy_project(other)
    path, again = (each.parent / "fondbok.duckdb" for each in (project, other))
    land(path, backwards=False)
    land(again, backwards=True)
    ended = dbt(project, path, "build", *SELECTED, *build.LEFT_OUT)
    dbt(other, again, "build", *SELECTED, "--exclude-resource-type", "unit_test", "test")
    return Historik(path, again, ended)
