"""Many municipalities: refreshed by one command, and put side by side without merging."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.publish import release
from tests.conftest import fondbok
from tests.municipality import municipality

pytestmark = pytest.mark.thorough

# The same bytes, and so the same voucher numbers, project names and keys, in two municipalities.
TWO = {"lund": ("1281", "Lunds kommun"), "malmo": ("1280", "Malmö stad")}


@pytest.fixture(scope="module")
def homes(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hem")
    for name, (code, called) in TWO.items():
        municipality(malmo, folder / name, code, called)
    return folder


@pytest.fixture(scope="module")
def samlad(homes: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    (homes / "referens").mkdir()
    (homes / "referens" / "invanare.csv").write_text(
        "kommun_kod;ar;invanare\n1280;2024;300001\n", "utf-8"
    )
    fil = homes / "samlad.duckdb"
    run = fondbok("samla", "--homes", homes, "-o", fil)
    assert run.code == 0, run.err
    with duckdb.connect(str(fil), read_only=True) as con:
        yield con


def test_nothing_merges_where_two_have_the_same_bytes(
    samlad: duckdb.DuckDBPyConnection, malmo: Home
) -> None:
    tables = samlad.execute(
        "select table_name from duckdb_tables() where schema_name = 'mart' order by all"
    ).fetchall()
    assert len(tables) > 30
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        for (table,) in tables:
            (alone,) = con.execute(f"select count(*) from mart.{table}").fetchone() or (0,)
            each = samlad.execute(
                f"select kommun_kod, count(*) from mart.{table} group by all order by all"
            ).fetchall()
            assert each == ([("1280", alone), ("1281", alone)] if alone else []), table


def test_a_join_on_keys_alone_stays_within_a_municipality(
    samlad: duckdb.DuckDBPyConnection,
) -> None:
    crossed = samlad.execute(
        "select count(*) from mart.fct_eu_medel as pengar"
        " join mart.dim_projekt as projekt using (projekt_key)"
        " join mart.dim_namnd as namnd using (namnd_key)"
        " where pengar.kommun_kod <> projekt.kommun_kod or pengar.kommun_kod <> namnd.kommun_kod"
    ).fetchone()
    joined = samlad.execute(
        "select sum(belopp_sek), count(*) from mart.fct_eu_medel"
        " join mart.dim_projekt using (projekt_key)"
    ).fetchone()
    assert crossed == (0,)
    assert (
        joined
        == samlad.execute("select sum(belopp_sek), count(*) from mart.fct_eu_medel").fetchone()
    )


def test_the_comparison_says_what_each_has_published(samlad: duckdb.DuckDBPyConnection) -> None:
    rows = samlad.execute(
        "select kommun_kod, kommun, belopp_sek, antal_projekt_olika, belopp_per_invanare_sek"
        " from jamforelse.kommun_ar where ar = 2024 order by all"
    ).fetchall()
    # 50 467 000 / 300 001 = 168.2227...; nobody has said how many live in the other.
    assert rows == [
        ("1280", "Malmö stad", Decimal("50467000.00"), 60, Decimal("168.22")),
        ("1281", "Lunds kommun", Decimal("50467000.00"), 60, None),
    ]
    for part in ("kommun_fond", "kommun_kf_mal"):
        summed = samlad.execute(
            f"select kommun_kod, sum(belopp_sek) from jamforelse.{part} where ar = 2024"
            " group by all order by all"
        ).fetchall()
        assert summed == [(code, Decimal("50467000.00")) for code in ("1280", "1281")]


def test_the_file_says_whose_release_it_was_made_of(
    samlad: duckdb.DuckDBPyConnection, homes: Path
) -> None:
    rows = samlad.execute(
        "select hem, utgava, sha256 from jamforelse.kommun order by hem"
    ).fetchall()
    assert [hem for hem, _, _ in rows] == sorted(TWO)
    for hem, utgava, sha256 in rows:
        served = release.current(Home(homes / hem))
        assert served is not None
        assert (utgava, sha256) == (served.release_id, release.checksum(Home(homes / hem).mart))


def test_two_homes_of_one_municipality_make_no_file(malmo: Home, tmp_path: Path) -> None:
    for name in ("a", "b"):
        municipality(malmo, tmp_path / name, "1280", "Malmö stad")
    run = fondbok("samla", "--homes", tmp_path, "-o", tmp_path / "ut.duckdb")
    assert run.code == 1
    assert "Hemmen a och b har samma kommunkod, 1280." in run.err
    assert not list(tmp_path.glob("*ut.duckdb*"))


def test_a_home_that_cannot_go_in_is_named_and_the_others_do(malmo: Home, tmp_path: Path) -> None:
    municipality(malmo, tmp_path / "a", "1280", "Malmö stad")
    municipality(malmo, tmp_path / "b_utan_kod", None, "Okänd")
    (tmp_path / "c_tom" / "landing").mkdir(parents=True)
    changed = municipality(malmo, tmp_path / "d_andrad", "1283", "Helsingborg")
    changed.mart.chmod(0o644)
    with duckdb.connect(str(changed.mart)) as con:
        con.execute("comment on table mart.release is 'ändrad av någon'")
    older = municipality(malmo, tmp_path / "e_aldre", "1284", "Höganäs")
    make_older(older)
    (tmp_path / "f_annat").mkdir()
    run = fondbok("samla", "--homes", tmp_path, "-o", tmp_path / "ut.duckdb")
    assert run.code == 3, run.err
    for home, said in (
        ("b_utan_kod", "är inte med: kommun.toml hade ingen kommunkod"),
        ("c_tom", "är inte med: inget helt är publicerat"),
        ("d_andrad", "är inte med: den publicerade filen är inte den som publicerades"),
        ("e_aldre", "är inte med: utgåvan är gjord av en annan version"),
        ("f_annat", "är inget hem"),
    ):
        (line,) = (line for line in run.out.splitlines() if line.startswith(home))
        assert said in line
    with duckdb.connect(str(tmp_path / "ut.duckdb"), read_only=True) as con:
        assert con.execute("select kommun_kod from jamforelse.kommun").fetchall() == [("1280",)]


def test_a_release_from_before_its_tables_said_whose_goes_in_beside_one_after(
    malmo: Home, tmp_path: Path
) -> None:
    municipality(malmo, tmp_path / "a", "1280", "Malmö stad")
    make_codeless(municipality(malmo, tmp_path / "b", "1281", "Lunds kommun"))
    run = fondbok("samla", "--homes", tmp_path, "-o", tmp_path / "ut.duckdb")
    assert run.code == 0, run.err
    with duckdb.connect(str(tmp_path / "ut.duckdb"), read_only=True) as con:
        for table in ("fct_eu_medel", "dim_projekt", "brygga_harkomst"):
            each = con.execute(
                f"select kommun_kod, count(*) from mart.{table} group by all order by all"
            ).fetchall()
            assert [code for code, _ in each] == ["1280", "1281"]
            assert len({number for _, number in each}) == 1


def make_codeless(home: Home) -> None:
    """Take `kommun_kod` from every table that is served, as releases were before there was one."""
    plain = home.root / "utan_kod.duckdb"
    with duckdb.connect(str(plain)) as con:
        con.execute(f"attach '{home.mart}' as hem (read_only)")
        for schema, table, columns in con.execute(
            "select schema_name, table_name, string_agg(column_name order by column_index)"
            " from duckdb_columns() where database_name = 'hem' and not internal"
            " and column_name <> 'kommun_kod' group by all"
        ).fetchall():
            con.execute(f"create schema if not exists {schema}")
            con.execute(
                f"create table {schema}.{table} as select {columns} from hem.{schema}.{table}"
            )
    home.mart.chmod(0o644)
    home.mart.write_bytes(plain.read_bytes())
    told_anew(home)


def make_older(home: Home) -> None:
    """Take a table from what is served."""
    home.mart.chmod(0o644)
    with duckdb.connect(str(home.mart)) as con:
        con.execute("drop table mart.bi_harkomst")
    told_anew(home)


def told_anew(home: Home) -> None:
    """Let the manifest of what is served know the file as it is."""
    served = release.current(home)
    assert served is not None
    folder = home.releases / served.release_id
    told = release.written_manifest(folder)
    assert told is not None
    release.write_manifest(folder, told | {"sha256": release.checksum(home.mart)})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("128;2024;5\n", "rad 2"),
        ("1280;2024;0\n", "rad 2"),
        ("1280;2024;1\n1280;2024;2\n", "kommun 1280 år 2024 står på flera rader"),
    ],
)
def test_inhabitants_that_cannot_be_read_make_no_file(
    malmo: Home, tmp_path: Path, rows: str, said: str
) -> None:
    municipality(malmo, tmp_path / "a", "1280", "Malmö stad")
    (tmp_path / "referens").mkdir()
    (tmp_path / "referens" / "invanare.csv").write_text(f"kommun_kod;ar;invanare\n{rows}", "utf-8")
    run = fondbok("samla", "--homes", tmp_path, "-o", tmp_path / "ut.duckdb")
    assert run.code == 1
    assert said in run.err
    assert not (tmp_path / "ut.duckdb").exists()


def test_a_folder_without_a_home_is_a_wrong_question(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "borta"):
        assert fondbok("samla", "--homes", folder, "-o", tmp_path / "ut.duckdb").code == 2
        assert fondbok("refresh", "--homes", folder).code == 2


def test_one_home_that_fails_stops_no_other(malmo: Home, tmp_path: Path) -> None:
    shutil.copytree(malmo.root, tmp_path / "a")
    submission = min((tmp_path / "a" / "landing" / "submissions").rglob("*.xlsx"))
    shutil.copy(submission, submission.with_name(f"en kopia av {submission.name}"))
    shutil.copytree(malmo.root, tmp_path / "b")
    (tmp_path / "b" / "kommun.toml").write_text("kommunkod = 1", "utf-8")
    shutil.copytree(malmo.root, tmp_path / "c")
    shutil.rmtree(tmp_path / "c" / "landing" / "ledger")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "landing").write_text("en fil, ingen mapp", "utf-8")
    (tmp_path / "d" / "kommun.toml").write_text('namn = "D"\n', "utf-8")
    run = fondbok("refresh", "--homes", tmp_path, "--jobs", "2", "--json")
    told = {each["hem"]: each for each in json.loads(run.out)["hem"]}
    assert sorted(told) == ["a", "b", "c", "d"]
    assert told["a"]["utfall"] == "inget_nytt"
    (note,) = (each for each in told["a"]["noteringar"] if "en kopia av" in each)
    assert note in run.err
    assert told["c"]["utfall"] == "stoppad"
    assert "ledger/" in " ".join(told["c"]["orsaker"])
    assert told["d"]["utfall"] == "fel"
    assert told["d"]["orsaker"]
    assert run.code == 1
    assert all(number in run.err for number in ("1/4", "2/4", "3/4", "4/4"))
