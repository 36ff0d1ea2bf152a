"""One warehouse for the folder: hand-made rows of every sheet beside the project table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from fondbok.warehouse import build
from tests.integration.dbt.raw_rows import Landed, insert, new_warehouse
from tests.integration.rapporter.lager import dbt, new_path

TABLES = (
    *("dim_ar", "dim_fond", "dim_projekt"),
    *("fct_samverkan", "fct_natverk", "fct_handelse", "fct_indikator"),
    *("fct_samverkanspart", "fct_personal", "fct_ansokan"),
    *("svar", "projekttext", "handelsetext", "arendetext", "rpt_avstamning", "rpt_inlamning"),
)


def side(file: Landed, table: str, namnd: str | None, ar: int, **fields: Any) -> str:
    """A row of raw.submission_<table>. Returns its kallrad_id."""
    numbered = file.next_row("laddad")
    row = {name: numbered[name] for name in ("kallrad_id", "fil_sha256", "rad")}
    head = {"blad": table, "namnd_kod": namnd, "ar": ar, "version": 1}
    insert(file.con, f"submission_{table}", row | head | fields)
    return row["kallrad_id"]


def land_partners(con: duckdb.DuckDBPyConnection) -> None:
    """The partners of ASN 2022 as the report prints them, one kind on two rows."""
    file = Landed(con, "asn22", "submission")
    file.project("ASN", 2022, "Provprojekt", utbetalt="1.00")
    for typ, antal in (
        ("Offentlig", 17),
        ("privat ", 5),
        ("Universitet/forskning", 1),
        ("Ideell sektor", 3),
        ("IDEELL SEKTOR", 5),
    ):
        side(file, "samverkan", "ASN", 2022, typ=typ, antal=antal)
    side(file, "samverkan", None, 2022, typ="Privat", antal=None)
    file.register()


def land_versions(con: duckdb.DuckDBPyConnection) -> None:
    """KS 2024: a first version, a second without networks, and two files without projects."""
    first = Landed(con, "ks-1", "submission")
    first.project("KS", 2024, "Bytt", version=1)
    side(first, "svar", "KS", 2024, fraga_nr=1, svar="Gammalt svar.")
    side(first, "natverk", "KS", 2024, natverk="Gammalt nätverk")
    side(first, "ansokan", "KS", 2024, ansokan="Gammal")
    first.register()
    second = Landed(con, "ks-2", "submission", landed="2025-01-02 00:00:00")
    row = second.project(
        "KS", 2024, "Bytt", version=2, syfte="Syftet.", resultat="Ett.", fond_kod="ESF"
    )
    con.execute("update raw.submission_projekt set malgrupp = '  ' where kallrad_id = ?", [row])
    second.project("KS", 2024, "Bytt", version=2, syfte="Syftet.", resultat="Två.", fond_kod="ERUF")
    second.project("KS", 2024, "Tyst", version=2)
    side(second, "svar", "KS", 2024, version=2, fraga_nr=1, fraga="Egna ord", svar="Nytt svar.")
    side(second, "svar", "KS", 2024, version=2, fraga="Övrigt", svar="Mer.")
    side(second, "indikator", "KS", 2024, version=2, projekt="BYTT", indikator="A", mal=10)
    side(second, "indikator", "KS", 2024, version=2, projekt="Finns inte", indikator="A", utfall=1)
    side(second, "indikator", "KS", 2024, version=2, projekt=None, indikator="A")
    for projekt, part in (("BYTT", "Gdansk stad"), (None, "Gdansk Stad"), ("Finns inte", None)):
        side(second, "part", "KS", 2024, version=2, projekt=projekt, part=part, land="Polen",
             land_kod="PL")  # fmt: skip
    side(second, "personal", "KS", 2024, version=2, uppgift="Ledning", heltidstjanster="0.5")
    side(second, "ansokan", "KS", 2024, version=2, ansokan="Vind", fond_kod="ESF",
         lage_kod="beviljad", belopp="10.00", belopp_valuta="EUR")  # fmt: skip
    side(second, "ansokan", "KS", 2024, version=2, ansokan="Våg")
    second.register()
    late = Landed(con, "ks-sen", "submission", landed="2025-01-03 00:00:00")
    side(late, "handelse", "KS", 2024, version=2, typ="besök", antal=0, beskrivning="Om besöket.")
    side(late, "handelse", "KS", 2024, version=2, typ="besök", datum="2024-05-01")
    side(late, "arende", "KS", 2024, version=2, arendedel="Miljö", text="Luften.")
    side(
        late, "arende", "KS", 2024, version=2, arendedel="Instans", arendedel_kod="instans",
        datum_datum="2025-02-01", datum_precision="manad", text="Beredningen",
    )  # fmt: skip
    late.register()
    old = Landed(con, "ks-gammal", "submission", landed="2025-01-04 00:00:00")
    side(old, "samverkan", "KS", 2024, typ="Privat", antal=7)
    old.register()


def land_without_projects(con: duckdb.DuckDBPyConnection) -> None:
    """A nämnd with no project at all, in a year no reference list holds."""
    file = Landed(con, "frn", "submission")
    side(file, "natverk", "FRN", 2041, natverk="Eurocities", roll="medlem", medlem_sedan="2010")
    side(file, "svar", "FRN", 2041, fraga_nr=1, svar="Inga projekt.")
    file.register()


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[tuple[Any, ...]]]:
    """Answers to SQL over the built warehouse; every data test of its models has passed."""
    path = new_path(tmp_path_factory.mktemp("ovriga"))
    with new_warehouse(path) as con:
        land_partners(con)
        land_versions(con)
        land_without_projects(con)
    code, log = dbt(
        path,
        *("build", *build.LEFT_OUT, "--indirect-selection=buildable"),
        *("--select", "resource_type:seed", *(f"+{table}" for table in TABLES)),
    )
    assert code == 0, log

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(path), read_only=True) as con:
            return con.execute(sql).fetchall()

    return ask
