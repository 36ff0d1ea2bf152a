"""A person's data is found whatever it stands in, and is nowhere once it is erased."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest

from fondbok.operations import erasure
from fondbok.operations.erasure import NotErased, NoWord, erase, look
from fondbok.operations.finding import search
from fondbok.paths import Home
from fondbok.publish import journal
from fondbok.publish import release as releases
from tests.conftest import fondbok

WHO = "Årsbo Testperson"  # nobody's name


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = f"Kontakt: {WHO}."
    book.save(path)


def document(path: Path) -> None:
    body = "<w:r><w:t>Årsbo</w:t></w:r><w:r><w:t xml:space='preserve'> Test</w:t></w:r>person"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", body)


def database(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("create table t (n integer, ord varchar[])")
        con.execute("insert into t values (1, ['annat', ?])", [f"hos {WHO}"])


def parquet(path: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"copy (select '{WHO}' as namn) to '{path}' (format parquet)")


def history(path: Path) -> None:
    con = sqlite3.connect(path)
    con.execute("create table event_logs (event text)")
    con.execute("insert into event_logs values (?)", [json.dumps({"fil": WHO})])
    con.commit()
    con.close()


KINDS: dict[str, Callable[[Path], object]] = {
    "a.txt": lambda path: write(path, f"... {WHO.upper()} ...".encode()),
    "a.csv": lambda path: write(path, "a;Årsbo \n\tTestperson\n".encode("cp1252")),
    "a.se": lambda path: write(path, f"#TRANS {WHO}".encode("cp437")),
    "a.json": lambda path: write(path, json.dumps({"a": WHO}).encode()),
    "a.dat": lambda path: write(path, WHO.encode("utf-16")),
    "a.html": lambda path: write(path, b"<td>&Aring;rsbo</td> <b>Testperson</b>"),
    "a.nfd": lambda path: write(path, "A\u030arsbo Testperson".encode()),
    "stor.txt": lambda path: write(path, b"x" * ((1 << 22) - 5) + WHO.encode()),
    "a.xlsx": workbook,
    "a.docx": document,
    "a.duckdb": database,
    "a.parquet": parquet,
    "runs.db": history,
    f"{WHO}.txt": lambda path: write(path, b""),
}


@pytest.mark.parametrize("name", KINDS)
def test_words_are_found_in_any_kind_of_file(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path)
    home.reports.mkdir()
    KINDS[name](home.reports / name)
    write(home.root / "annan.txt", b"ingenting")
    assert [place.fil for place in search(home, ["årsbo testperson"])] == [f"reports/{name}"]
    assert search(home, ["någon annan"]) == []


def test_what_cannot_be_looked_in_is_told(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.reports.mkdir()
    for name, content in {
        "reports/ensam.pdf": b"%PDF",
        "reports/samma.pdf": b"%PDF",
        "reports/samma.html": WHO.encode(),
        "trasig.duckdb": b"inte en databas",
        "trasig.xlsx": b"PK\x03\x04 trasig",
    }.items():
        write(home.root / name, content)
    found = look(home, [WHO])
    assert found.olasta == ["reports/ensam.pdf", "trasig.duckdb", "trasig.xlsx"]
    assert found.tas_bort == ["reports/samma.html", "reports/samma.pdf"]


@pytest.mark.parametrize("words", [[], [" "], ["abc"]])
def test_no_word_is_asked_wrong(tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(NoWord):
        look(Home(tmp_path), words)


def test_a_person_corrects_what_was_handed_in_first(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.submissions.mkdir(parents=True)
    home.reports.mkdir()
    write(home.submissions / "ASN.csv", WHO.encode())
    write(home.reports / "a.html", WHO.encode())
    with pytest.raises(NotErased, match=r"landing/submissions/ASN\.csv"):
        erase(home, [WHO])
    assert (home.reports / "a.html").is_file()
    run = fondbok("radera", "--home", tmp_path, "--ord", WHO)
    assert (run.code, "Rättas av en människa" in run.out) == (1, True)
    assert erasure.OUT_OF_REACH in run.out


def test_a_word_in_older_releases_alone_costs_no_build(tmp_path: Path) -> None:
    """Kept releases, logs and documents are dealt with; what is served is untouched."""
    home = Home(tmp_path)
    for name in ("r-1", "r-2"):
        folder = home.releases / name
        folder.mkdir(parents=True)
        with duckdb.connect(str(folder / releases.FILE)) as con:
            con.execute("create schema mart")
            releases.describe(con, releases.Release(name, _AT, "0+a", name, 1, 1))
            con.execute("create table mart.t as select ? as ord", [WHO if name == "r-1" else "-"])
    write(home.mart, (home.releases / "r-2" / releases.FILE).read_bytes())
    for name in ("r-1", "r-2"):
        journal.add(home, name, journal.PUBLICERAD, f"På begäran av {WHO}.", sha256=None,
                    tillfalle=journal.Tillfalle("k", "v"))  # fmt: skip
    home.logs.mkdir()
    write(home.logs / "korningar.jsonl", f'{{"orsaker": ["{WHO}.xlsx"]}}\n'.encode())
    home.reports.mkdir()
    write(home.reports / "a.html", WHO.encode())
    home.dagster.mkdir()
    history(home.dagster / "runs.db")
    served = home.mart.read_bytes()
    left = erase(home, [WHO])
    assert home.mart.read_bytes() == served
    assert [path.name for path in home.releases.iterdir() if path.is_dir()] == ["r-2"]
    posts = journal.read(home)
    assert [post.utgava for post in posts] == ["r-1", "r-2", "r-2"]
    assert posts[-1].handling == journal.GALLRAT
    assert "Utgåvor som släpptes: r-1" in posts[-1].orsak
    assert posts[0].orsak == "På begäran av [raderat]."
    assert "[raderat].xlsx" in (home.logs / "korningar.jsonl").read_text("utf-8")
    assert not (home.reports / "a.html").exists()
    assert left.dagster == ["dagster/runs.db (event_logs.event)"]
    assert left.nagonstans


def test_a_raw_export_that_says_it_goes_whole(tmp_path: Path) -> None:
    """What is left of it would look like an export with a file missing."""
    home = Home(tmp_path)
    home.warehouse_dir.mkdir()
    for name in ("fynd", "ledger_rad"):
        (home.lake / "raw" / name).mkdir(parents=True)
    parquet(home.lake / "raw" / "fynd" / "del-0.parquet")
    write(home.lake / "raw" / "ledger_rad" / "del-0.parquet", b"not read")
    write(home.lake / "raw" / "manifest.json", b"{}")
    said: list[str] = []
    left = erase(home, [WHO], say=said.append)
    assert not home.lake.exists()
    assert not left.nagonstans
    assert any("fondbok export-raw" in line for line in said)


_AT = journal._now()
