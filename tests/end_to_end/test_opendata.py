"""The open data: right to the last value, valid, and the same bytes from the same release."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from frictionless import Package
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF

from fondbok.opendata import making
from fondbok.paths import Home
from fondbok.publish.release import checksum
from tests.conftest import Run, fondbok

ADDRESS = "https://data.exempel.se/eu"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
# What DCAT-AP 3 and DCAT-AP-SE 3 demand of each class: (property, least, most, kind of value).
MANDATORY: dict[URIRef, list[tuple[URIRef, int, int | None, type]]] = {
    DCAT.Catalog: [
        (DCTERMS.title, 1, None, Literal),
        (DCTERMS.description, 1, None, Literal),
        (DCTERMS.publisher, 1, 1, URIRef),
        (DCTERMS.license, 1, 1, URIRef),
        (DCTERMS.issued, 0, 1, Literal),
        (DCTERMS.modified, 0, 1, Literal),
        (DCAT.dataset, 1, None, URIRef),
    ],
    DCAT.Dataset: [
        (DCTERMS.title, 1, None, Literal),
        (DCTERMS.description, 1, None, Literal),
        (DCTERMS.publisher, 1, 1, URIRef),
        (DCTERMS.issued, 0, 1, Literal),
        (DCTERMS.modified, 0, 1, Literal),
        (DCTERMS.accessRights, 0, 1, URIRef),
        (DCTERMS.accrualPeriodicity, 0, 1, URIRef),
        (DCAT.version, 0, 1, Literal),
        (DCAT.theme, 1, None, URIRef),
        (DCAT.distribution, 2, 2, URIRef),
    ],
    DCAT.Distribution: [
        (DCAT.accessURL, 1, None, URIRef),
        (DCAT.downloadURL, 1, None, URIRef),
        (DCTERMS.format, 1, 1, URIRef),
        (DCAT.mediaType, 1, 1, URIRef),
        (DCTERMS.license, 1, 1, URIRef),
        (DCAT.byteSize, 1, 1, Literal),
        (SPDX.checksum, 1, 1, URIRef),
    ],
    FOAF.Agent: [(FOAF.name, 1, None, Literal), (DCTERMS.type, 0, 1, URIRef)],
    VCARD.Organization: [(VCARD.fn, 1, None, Literal), (VCARD.hasEmail, 1, None, URIRef)],
    SPDX.Checksum: [(SPDX.algorithm, 1, 1, URIRef), (SPDX.checksumValue, 1, 1, Literal)],
    DCTERMS.PeriodOfTime: [(DCAT.startDate, 1, 1, Literal), (DCAT.endDate, 1, 1, Literal)],
}


@pytest.fixture(scope="module")
def written(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    folder = tmp_path_factory.mktemp("opendata") / "ut"
    run = fondbok("opendata", "-o", folder, "--home", malmo.root, "--adress", ADDRESS, "--json")
    assert run.code == 0, run.out + run.err
    return folder, run


@pytest.fixture(scope="module")
def folder(written: tuple[Path, Run]) -> Path:
    return written[0]


@pytest.fixture(scope="module")
def package(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return Graph().parse(folder / "dcat.ttl")


@pytest.fixture(scope="module")
def mart(malmo: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        yield con


def change(home: Home, *statements: str) -> None:
    """Let the release that is served be another, as an earlier version could have made it."""
    home.mart.chmod(0o644)
    with duckdb.connect(str(home.mart)) as con:
        for statement in statements:
            con.execute(statement)
    for file in home.releases.glob("r-*/manifest.json"):
        told = json.loads(file.read_text("utf-8"))
        file.write_text(json.dumps({**told, "sha256": checksum(home.mart)}), "utf-8")


def faults(package: Path) -> list[str]:
    report = Package(package).validate()
    return [each.message for task in report.tasks for each in task.errors] + [
        each.message for each in report.errors
    ]


# The package


def test_frictionless_finds_no_fault_in_the_description_or_any_row(
    folder: Path, mart: duckdb.DuckDBPyConnection
) -> None:
    report = Package(folder / "datapackage.json").validate()
    assert report.valid, report.flatten(["type", "message"])
    for task in report.tasks:
        ((count,),) = mart.execute(f"select count(*) from mart.{task.name}").fetchall()
        assert task.stats["rows"] == count > 0, task.name


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("select * replace ('tre' as andel)", "andel"),
        ("select * replace ('1999' as ar)", "ar"),
        ("select * replace ('x' as bi_key)", "bi_key"),
        ("select * replace ('agent' as roll)", "roll"),
    ],
    ids=["no number", "year unknown to dim_ar", "key twice", "no role"],
)
def test_a_wrong_value_is_found(folder: Path, tmp_path: Path, statement: str, fault: str) -> None:
    copy = tmp_path / "ut"
    shutil.copytree(folder, copy)
    described = json.loads((copy / "datapackage.json").read_text("utf-8"))
    (resource,) = [each for each in described["resources"] if each["name"] == "bi_pengar"]
    source = f"from read_csv('{folder}/bi_pengar.csv', all_varchar = true)"
    duckdb.execute(f"copy ({statement} {source} limit 9) to '{copy}/bi_pengar.csv' (header)")
    del resource["hash"], resource["bytes"]
    (copy / "datapackage.json").write_text(json.dumps(described), "utf-8")
    assert any(fault in message or "primary key" in message for message in faults(
        copy / "datapackage.json"
    ))  # fmt: skip


def test_csv_and_parquet_hold_the_rows_of_the_mart(
    folder: Path, package: Any, mart: duckdb.DuckDBPyConnection
) -> None:
    for resource in package["resources"]:
        name = resource["name"]
        fields = [field["name"] for field in resource["schema"]["fields"]]
        kinds = dict(
            mart.execute(
                "select column_name, data_type from duckdb_columns()"
                " where schema_name = 'mart' and table_name = ?",
                [name],
            ).fetchall()
        )
        columns = ", ".join(f"'{field}': '{kinds[field]}'" for field in fields)
        csv = f"read_csv('{folder}/{name}.csv', columns = {{{columns}}}, header = true)"
        parquet = f"read_parquet('{folder}/{name}.parquet')"
        for source in (csv, parquet):
            own = f"select {', '.join(fields)} from mart.{name}"
            for one, other in ((own, f"from {source}"), (f"from {source}", own)):
                assert mart.execute(f"({one}) except all ({other})").fetchall() == [], source
        assert not mart.execute(
            " union all ".join(
                f"select 1 from mart.{name} where {field} = ''"
                for field in fields
                if kinds[field] == "VARCHAR"
            )
            or "select 1 where false"
        ).fetchall(), f"{name}: an empty text cannot be told from a missing one in csv"


def test_amounts_are_numbers_with_all_their_decimals(package: Any, folder: Path) -> None:
    (money,) = [each for each in package["resources"] if each["name"] == "bi_pengar"]
    fields = {field["name"]: field for field in money["schema"]["fields"]}
    assert fields["belopp_sek"]["type"] == "number"
    assert fields["belopp_sek"]["decimalChar"] == "."
    assert fields["belopp_sek"]["bareNumber"] is True
    assert fields["belopp_sek"]["description"].endswith("Enhet: kr.")
    assert fields["namnd"]["constraints"]["required"] is True
    total = sum(row["belopp_sek"] or 0 for row in Package(folder / "datapackage.json")
                .get_resource("bi_pengar").read_rows() if row["ar"] == 2024)  # fmt: skip
    (own,) = (
        duckdb.connect()
        .execute(
            f"select sum(belopp_sek::decimal(18, 2)) from '{folder}/bi_pengar.csv' where ar = 2024"
        )
        .fetchone()
    )  # type: ignore[misc]
    assert total == own > 0


def test_keys_references_files_and_release_are_told(
    package: Any, folder: Path, mart: duckdb.DuckDBPyConnection
) -> None:
    references = {
        (each["name"], key["fields"][0], key["reference"]["resource"])
        for each in package["resources"]
        for key in each["schema"].get("foreignKeys", ())
    }
    assert references == {
        ("bi_pengar", "ar", "dim_ar"),
        ("bi_pengar", "fond_kod", "dim_fond"),
        ("bi_pengar", "projekt_kod", "dim_projekt_senaste"),
        ("bi_pengar", "namnd_kod", "dim_namnd_senaste"),
        ("bi_deltagande", "ar", "dim_ar"),
        ("bi_deltagande", "namnd_kod", "dim_namnd_senaste"),
        ("bi_deltagande", "projekt_kod", "dim_projekt_senaste"),
    }
    assert all(each["schema"]["primaryKey"] for each in package["resources"])
    named = [each for res in package["resources"] for each in (res, res["parquet"])]
    for each in named:
        content = (folder / each["path"]).read_bytes()
        assert each["bytes"] == len(content)
        assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert {each["path"] for each in named} | {"datapackage.json", "dcat.ttl"} == {
        file.name for file in folder.iterdir()
    }
    released = mart.execute("select release_id, publicerad from mart.release").fetchone()
    assert released is not None
    assert package["version"] == released[0]
    assert package["created"] == f"{released[1].isoformat(timespec='seconds')}Z"
    assert package["licenses"][0]["name"] == "CC0-1.0"


def test_nothing_that_is_not_called_open_is_in_it(
    package: Any, mart: duckdb.DuckDBPyConnection
) -> None:
    there = {
        (each["name"], field["name"])
        for each in package["resources"]
        for field in each["schema"]["fields"]
    }
    allowed = mart.execute(
        "select c.tabell, c.kolumn from mart.dataordbok as c"
        " inner join mart.dataordbok as t on t.tabell = c.tabell and t.schemanamn = c.schemanamn"
        " where t.plats = 0 and t.oppna_data and c.plats > 0 and not c.fritext"
    ).fetchall()
    assert there == set(allowed)
    assert "Inget tal räknar personer" in package["description"]


# The catalogue


def test_the_catalogue_has_what_dcat_ap_se_demands(graph: Graph) -> None:
    for kind, demands in MANDATORY.items():
        nodes = set(graph.subjects(RDF.type, kind))
        assert nodes or kind == VCARD.Organization, kind
        for node in nodes:
            for predicate, least, most, type_ in demands:
                values = list(graph.objects(node, predicate))
                assert len(values) >= least, (node, predicate)
                assert most is None or len(values) <= most, (node, predicate)
                assert all(isinstance(value, type_) for value in values), (node, predicate)


def test_every_name_that_is_pointed_at_is_told_and_lies_at_the_address(
    graph: Graph, package: Any
) -> None:
    own = {o for o in graph.objects() if str(o).startswith(f"{ADDRESS}/dcat.ttl#")}
    assert own <= set(graph.subjects())
    assert {str(url) for url in graph.objects(None, DCAT.downloadURL)} == {
        f"{ADDRESS}/{path}"
        for each in package["resources"]
        for path in (each["path"], each["parquet"]["path"])
    }
    (first,) = set(graph.objects(None, DCAT.startDate))
    (last,) = set(graph.objects(None, DCAT.endDate))
    assert (str(first), str(last)) == ("2019-01-01", "2024-12-31")
    assert {str(place) for place in graph.objects(None, DCTERMS.spatial)} == {
        "http://kulturarvsdata.se/resurser/aukt/geo/municipality#1280"
    }


def test_without_an_address_names_follow_from_where_the_file_lies(
    malmo: Home, tmp_path: Path
) -> None:
    told = making.make(malmo, tmp_path / "ut")
    assert any("--adress" in sentence for sentence in told.sentences)
    graph = Graph().parse(tmp_path / "ut" / "dcat.ttl", publicID="https://annan.se/har/dcat.ttl")
    assert all(
        str(url).startswith("https://annan.se/har/") for url in graph.objects(None, DCAT.accessURL)
    )


def test_a_contact_needs_an_email_and_a_licence_can_be_chosen(
    malmo_copy: Home, written: tuple[Path, Run], tmp_path: Path
) -> None:
    assert any("epost" in sentence for sentence in written[1].json["att_veta"])
    (kept,) = malmo_copy.releases.glob("r-*/referens/kommun.json")
    kommun = json.loads(kept.read_text("utf-8"))
    kept.chmod(0o644)
    kept.write_text(json.dumps({**kommun, "epost": "data@exempel.se", "licens": "CC-BY-4.0"}))
    told = making.make(malmo_copy, tmp_path / "ut", ADDRESS)
    assert told.sentences == []
    graph = Graph().parse(tmp_path / "ut" / "dcat.ttl")
    (mail,) = set(graph.objects(None, VCARD.hasEmail))
    assert str(mail) == "mailto:data@exempel.se"
    assert len(set(graph.subjects(DCAT.contactPoint))) == len(set(graph.subjects(DCAT.version)))
    assert {str(each) for each in graph.objects(None, DCTERMS.license)} == {
        "http://creativecommons.org/licenses/by/4.0/"
    }
    assert faults(tmp_path / "ut" / "datapackage.json") == []


# The folder


def test_the_same_release_gives_the_same_bytes_in_the_place_of_the_earlier(
    malmo: Home, folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "ut"
    shutil.copytree(folder, copy)
    (copy / "dim_ar.csv").write_text("gammalt", "utf-8")
    run = fondbok(
        *("opendata", "-o", copy, "--home", malmo.root, "--adress", f"{ADDRESS}/"),
        env={"PYTHONHASHSEED": "7"},
    )
    assert run.code == 0, run.err
    assert {f.name: f.read_bytes() for f in copy.iterdir()} == {
        f.name: f.read_bytes() for f in folder.iterdir()
    }
    assert [file.name for file in tmp_path.iterdir()] == ["ut"]


def test_a_folder_with_other_files_and_an_address_that_is_none_are_refused(
    malmo: Home, folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "ut"
    shutil.copytree(folder, copy)
    (copy / "egen.txt").write_text("mitt", "utf-8")
    run = fondbok("opendata", "-o", copy, "--home", malmo.root)
    assert run.code == 2
    assert "ligger annat än öppna data: egen.txt" in run.err
    assert (copy / "egen.txt").read_text("utf-8") == "mitt"
    with pytest.raises(making.AskedWrong, match="ingen webbadress"):
        making.make(malmo, tmp_path / "ny", "data.exempel.se")
    assert not (tmp_path / "ny").exists()


def test_what_says_nothing_and_what_people_wrote_is_left_out_with_a_sentence(
    malmo_copy: Home, tmp_path: Path
) -> None:
    change(
        malmo_copy,
        "update mart.dataordbok set oppna_data = null where tabell = 'dim_ar' and plats = 0",
        "update mart.dataordbok set fritext = true"
        " where tabell = 'bi_pengar' and kolumn = 'projektagare'",
        "create table mart.egen (a integer)",
    )
    told = making.make(malmo_copy, tmp_path / "ut", ADDRESS)
    assert any("mart.dim_ar, mart.egen säger inte" in sentence for sentence in told.sentences)
    assert any("med fritext är inte med: projektagare" in each for each in told.sentences)
    described = json.loads((tmp_path / "ut" / "datapackage.json").read_text("utf-8"))
    (money,) = [each for each in described["resources"] if each["name"] == "bi_pengar"]
    assert "projektagare" in money["description"]
    assert "projektagare" not in (tmp_path / "ut" / "bi_pengar.csv").read_text("utf-8")
    assert not (tmp_path / "ut" / "dim_ar.csv").exists()
    assert faults(tmp_path / "ut" / "datapackage.json") == []


def test_a_release_without_a_dictionary_is_told_in_swedish_and_the_earlier_folder_stays(
    malmo_copy: Home, folder: Path, tmp_path: Path
) -> None:
    change(malmo_copy, "drop table mart.dataordbok")
    copy = tmp_path / "ut"
    shutil.copytree(folder, copy)
    run = fondbok("opendata", "-o", copy, "--home", malmo_copy.root)
    assert run.code == 1
    assert "Utgåvan är gjord av en annan version" in run.err
    assert {f.name for f in copy.iterdir()} == {f.name for f in folder.iterdir()}
    assert not list(tmp_path.glob(".ut*"))
