"""One dbt build over hand-made rows for the whole folder, and one over rows that break rules."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fondbok import organisation
from fondbok.paths import Home
from fondbok.warehouse import build, parsed
from tests.conftest import copy_dbt_project
from tests.integration.dbt.raw_rows import Landed, new_warehouse

# The core that these tests are about; the reports have tests of their own.
TABLES = (
    *("dim_ar", "dim_namnd", "dim_fond", "dim_kf_mal", "dim_projekt"),
    *("int_deltagande__matt", "fct_eu_medel", "fct_utbetalning", "fct_indikator"),
    *("fct_publicerad_siffra", "fil", "avvisad_rad", "fynd"),
)

CORE = (
    "--indirect-selection=buildable",
    "--select",
    "resource_type:seed",
    *(f"+{table}" for table in TABLES),
)

# Data tests that hold a rule on their own and are seen to fail.
RULES = (
    "valutakurs_finns",
    "skilda_projekt_ar_skilda",
    "bidragsnummer_ar_ett_projekt",
    "rader_gar_ihop",
)

# Lines the tests need in the reference data, added to a copy of it.
SEED_ROWS: dict[str, list[dict[str, str]]] = {
    "projektkod": [{"projektkod": "T900", "projekt": "Provprojekt Kod", "kalla": "test"}],
    "projekt_alias": [
        {
            "alias": "Provprojekt Gamla",
            "projekt": "Provprojekt Nya",
            "fran_ar": "2022",
            "till_ar": "2022",
        },
        {"alias": "Rad utan projekt", "projekt": "Okänt projekt"},
    ],
    "projekt_skilda": [{"projekt_a": "Skild Ett", "projekt_b": "Skild Två", "motiv": "test"}],
}


def copy_project(target: Path) -> None:
    """The project as it stands, with the tests' lines in its reference data."""
    copy_dbt_project(target)
    for seed, rows in SEED_ROWS.items():
        path = target / "seeds" / f"{seed}.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            columns = csv.DictReader(handle).fieldnames
        assert columns is not None
        with path.open("a", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
            told = {"kommun_kod": organisation.kommun_kod(), "kalla": "test"}
            known = {name: value for name, value in told.items() if name in columns}
            writer.writerows(known | row for row in rows)


def dbt(project: Path, warehouse: Path, command: str, *arguments: str) -> dict[str, str]:
    """Run dbt as the pipeline does; the status of every node by its name.

    Where the warehouse lies to the project as in a home, dbt need not read the project anew.
    """
    folder, target = project / "dbt_project", project / "target"
    target.mkdir(exist_ok=True)
    parsed.lend(target)
    line = [
        *build.dbt(command),
        *("--project-dir", ".", "--profiles-dir", "."),
        *("--target-path", str(target), "--log-path", str(project / "logs")),
        *arguments,
    ]
    env = os.environ | {"FONDBOK_WAREHOUSE": os.path.relpath(warehouse, folder)}
    done = subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, check=False)
    results = target / build.RESULTS
    assert results.exists(), done.stdout + done.stderr
    nodes = json.loads(results.read_text(encoding="utf-8"))["results"]
    return {node["unique_id"].split(".")[2]: node["status"] for node in nodes}


def new_project(root: Path) -> Path:
    """The project where a home has it."""
    target = Home(root).project
    copy_project(target)
    return target


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_project(tmp_path_factory.mktemp("projekt"))


def land_rows(con: duckdb.DuckDBPyConnection) -> None:
    """What the assertions of test_core.py are about, file by file."""
    land_versions(con)
    land_money(con)
    land_identity(con)
    land_ledger(con)


def land_versions(con: duckdb.DuckDBPyConnection) -> None:
    later = "2025-02-01 00:00:00"
    high = Landed(con, "hog-version", "submission")
    high.project("MN", 2021, "Versioner", version=2, utbetalt="20.00")
    high.register()
    low = Landed(con, "lag-version", "submission", landed=later)
    low.project("MN", 2021, "Versioner", version=1, utbetalt="1000.00")
    low.project("MN", 2021, "Borttaget", version=1, utbetalt="1000.00")
    low.project("TN", 2021, "Annan nämnd", version=1, utbetalt="3.00")
    low.indicator("MN", 2021, "Versioner", "Ersatt mätning", "1")
    low.indicator("TN", 2021, "ANNAN NÄMND", "Deltagare", "12.5")
    low.indicator("TN", 2021, "Inte redovisat", "Deltagare", "3")
    low.register()
    for sha, text, amount in (("okand-a", "Nämnd A", "11.00"), ("okand-b", "Nämnd B", "12.00")):
        unknown = Landed(con, sha, "submission")
        unknown.project(None, 2021, f"Hos {text}", namnd_text=text, utbetalt=amount)
        unknown.register()


def land_money(con: duckdb.DuckDBPyConnection) -> None:
    file = Landed(con, "pengar", "submission")
    file.project("ASN", 2024, "Noll", roll="part", utbetalt="0.00", mal=(1,))
    file.project("ASN", 2024, "Tomt", roll="annan", budget="220000000.00", mal=(1, 2))
    file.project("ASN", 2024, "Tredjedelar", roll="agare", utbetalt="100.00", mal=(1, 2, 3))
    file.project(
        "ASN", 2024, "Sjuttio trettio", roll="part", utbetalt="0.05", mal=((1, 70), (2, 30))
    )
    file.project("ASN", 2024, "Återkrav", roll="part", utbetalt="-100.00", mal=(1, 2, 3))
    file.project("ASN", 2024, "Utan mål", roll="part", utbetalt="7.77", fond_kod=None)
    file.project("ASN", 2024, "Okänt mål", roll="part", utbetalt="1.00", mal=(1, None))
    file.project("ASN", 2024, "Euro", roll="part", utbetalt="54450.00", utbetalt_valuta="EUR")
    file.project("ASN", 2024, "Två fonder", roll="agare", utbetalt="0.02", mal=(1, 2, 3))
    file.project(
        "ASN", 2024, "Två fonder", roll="part", utbetalt="0.04", mal=(2,), fond_kod="NORDPLUS"
    )
    file.project("ASN", 2024, "Rad utan projekt", utbetalt="444000.00")
    file.project(
        "ASN", 2024, "Nordisk", utbetalt="1.00", fond_kod="NORDPLUS", anpassade_falt="utbetalt"
    )
    file.project("ASN", 2024, "Totalt", utfall="total", utbetalt="5.00")
    file.project("ASN", 2024, "Noll", utfall="dubblett", utbetalt="0.00")
    file.project("ASN", 2024, "Oläslig", utfall="avvisad")
    file.register()


def land_identity(con: duckdb.DuckDBPyConnection) -> None:
    file = Landed(con, "identitet", "submission")
    file.project("MN", 2022, "Provprojekt Gamla", roll="agare", utbetalt="1.00")
    file.project("MN", 2022, "Power Bio", roll="part", utbetalt="2.00")
    file.project("TN", 2022, "Powerbio", roll="agare", utbetalt="3.00")
    file.project("MN", 2023, "Provprojekt Nya", roll="agare", utbetalt="1.00")
    file.project("MN", 2023, "Provprojekt Gamla", roll="agare", utbetalt="1.00")
    file.project("MN", 2022, "Bidrag A", bidragsnummer="GA 101-1", budget="10.00")
    file.project("MN", 2023, "Bidrag B", bidragsnummer="ga1011", budget="12.00")
    file.project("MN", 2022, "Skild Ett")
    file.project("MN", 2022, "Skild Två")
    file.register()


def covers(con: duckdb.DuckDBPyConnection, sha: str, ar: int) -> None:
    """The export says that it covers the whole year."""
    con.execute(
        "update raw.ledger_blad set fran_datum = make_date($ar, 1, 1),"
        " till_datum = make_date($ar, 12, 31) where fil_sha256 = $sha",
        {"ar": ar, "sha": sha},
    )


def land_ledger(con: duckdb.DuckDBPyConnection) -> None:
    report = Landed(con, "underlag-2019", "submission")
    report.project("ASN", 2019, "Betalas senare", roll="agare", ekonomikod="T100", utbetalt="0.00")
    report.project("ASN", 2020, "Betalas senare", roll="agare", utbetalt="70.00")
    report.project("ASN", 2020, "Ej bokfört", roll="part", ekonomikod="T101", utbetalt="30.00")
    report.project("ASN", 2020, "Utan kod", roll="part", utbetalt="31.00")
    report.project("ASN", 2020, "Utan pengar", roll="annan")
    report.register()
    first = Landed(con, "ledger-1", "ledger")
    first.booking("1", "2020-01-15", "-70.00", projektkod="T100", rakenskapsar=2019)
    first.booking("2", "2020-02-01", "-5.00", projektkod="T100")
    first.booking("2", "2020-02-01", "-6.00", projektkod="T100")
    first.booking("3", "2020-03-01", "-8.00", projektkod="T900", ansvar="9999")
    first.booking("4", "2020-03-01", "-900.00", konto="3521")
    first.booking("5", None, "-2.50", projektkod="finns inte")
    first.register()
    covers(con, "ledger-1", 2020)
    again = Landed(con, "ledger-2", "ledger", landed="2025-03-01 00:00:00")
    again.booking("2", "2020-02-01", "-5.50", projektkod="T100")
    again.register()
    for sha, landed, amount in (
        ("manad-1", "2025-01-01", "-1.00"),
        ("manad-2", "2025-01-02", "-4.00"),
    ):
        month = Landed(con, sha, "ledger", landed=f"{landed} 00:00:00", profil="utan-nummer")
        month.booking(None, "2018-05-05", amount, ersatter="manad", ansvar="5100")
        if sha == "manad-1":
            month.booking(None, "2018-06-05", "-16.00", ersatter="manad", ansvar="5100")
        month.register()


@pytest.fixture(scope="session")
def built(project: Path) -> tuple[Path, dict[str, str]]:
    """The warehouse built from `land_rows`, and how every node ended."""
    warehouse = project.parent / "fondbok.duckdb"
    with new_warehouse(warehouse) as con:
        land_rows(con)
    return warehouse, dbt(project, warehouse, "build", *CORE)


@pytest.fixture(scope="session")
def rows(built: tuple[Path, dict[str, str]]) -> Callable[[str], list[tuple[Any, ...]]]:
    """Answers to SQL over the built warehouse."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(built[0]), read_only=True) as con:
            return con.execute(sql).fetchall()

    return ask


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How every node ended over rows that break one rule each."""
    project = new_project(tmp_path_factory.mktemp("trasigt"))
    warehouse = project.parent / "fondbok.duckdb"
    with new_warehouse(warehouse) as con:
        file = Landed(con, "trasig", "submission")
        file.project("MN", 2024, "Utan kurs", utbetalt="10.00", utbetalt_valuta="XTS")
        file.project("MN", 2024, "Skild Ett", bidragsnummer="samma")
        file.project("MN", 2024, "Skild Två", bidragsnummer="samma")
        # A chain longer than the rounds of int_projekt__identitet.
        for link in range(40):
            file.project("MN", 2024, f"Länk {link:02}", bidragsnummer=f"kedja {link}")
            file.project("MN", 2024, f"Länk {link:02}", bidragsnummer=f"kedja {link + 1}")
        file.register(missing=1)
    # Tests apart from models: in a build the first failure would skip the others.
    dbt(project, warehouse, "build", *CORE, "--exclude-resource-type", "test", "unit_test")
    return dbt(project, warehouse, "test", "--select", *RULES)
