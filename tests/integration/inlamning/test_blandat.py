"""Kinds of resubmission that the cases do not have: copies, parts that correct a whole, texts,
versions that could not be read, and names that are nearly the same."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.integration.inlamning.bygge import Built, rebuild
from tests.integration.inlamning.test_fall import words

HEAD = "Nämnd;År;Version;Beslutsdatum;Projektnamn;Fond/program;Roll;Bidragsnummer;Utbetalt;KF-mål"


def csv(*rows: str) -> str:
    """A file of rows 'nämnd;år;version;beslut;projekt;belopp' and maybe a bidragsnummer."""
    lines = [HEAD]
    for row in rows:
        namnd, ar, version, beslut, projekt, belopp, *bidrag = row.split(";")
        grant = bidrag[0] if bidrag else ""
        lines.append(
            f"{namnd};{ar};{version};{beslut};{projekt};ESF+;Projektägare;{grant};{belopp};1"
        )
    return "\n".join(lines) + "\n"


def workbook(
    path: Path, namnd: str, projects: list[tuple[str, Any]], **side: list[list[Any]]
) -> Path:
    """A workbook of version 1, with other sheets by their name."""
    book = Workbook()
    start = book.active
    start.title = "Start"
    for label, value in (("Nämnd", namnd), ("År", 2024), ("Version", side.pop("version", 1))):
        start.append([label, value])
    sheet = book.create_sheet("Projekt")
    sheet.append(["Projektnamn", "Fond/program", "Roll", "Utbetalt", "KF-mål"])
    for name, amount in projects:
        sheet.append([name, "ESF+", "Projektägare", amount, 1])
    for name, rows in side.items():
        other = book.create_sheet(name)
        for row in rows:
            other.append(row)
    book.save(path)
    return path


def saved(path: Path, when: str) -> Path:
    """The same workbook, saved at another time by its own word."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    core = parts["docProps/core.xml"].decode()
    begin = core.index(">", core.index("<dcterms:modified")) + 1
    core = core[:begin] + when + core[core.index("<", begin) :]
    parts["docProps/core.xml"] = core.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def text(namnd: str, version: int, answers: dict[int, str], beslut: str = "") -> str:
    """A submission without projects."""
    svar = [{"fraga_nr": nr, "fraga": "Fråga", "svar": svar} for nr, svar in answers.items()]
    body = {"namnd": namnd, "ar": 2024, "version": version, "projekt": [], "svar": svar}
    return json.dumps(body | ({"beslutsdatum": beslut} if beslut else {}), ensure_ascii=False)


@pytest.fixture(scope="module")
def mixed(d_second: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    made = tmp_path_factory.mktemp("gjorda")
    samverkan = [["Typ av samverkanspart", "Antal"], ["Offentlig", 5]]
    svar = [["Fråga nr", "Fråga", "Svar"], [1, "", "Vi har rest."]]
    asn = workbook(
        made / "asn.xlsx",
        "ASN",
        [("Kajen", 1000), ("Torget", 500)],
        Svar=svar,
        Samverkan=samverkan,
    )
    files: dict[str, str | Path] = {
        # The same workbook in two formats; the csv says when it was decided, so it counts.
        "submissions/asn.xlsx": asn,
        "submissions/asn.csv": csv(
            "ASN;2024;1;2025-02-01;Kajen;1000", "ASN;2024;1;2025-02-01;Torget;500"
        ),
        # A whole, and two parts that correct it.
        "submissions/mn.csv": csv(
            "MN;2024;1;2025-01-01;Luft;100", "MN;2024;1;2025-01-01;Vatten;200"
        ),
        "submissions/mn luft.csv": csv("MN;2024;1;2025-02-01;Luft;110"),
        "submissions/mn vatten.csv": csv("MN;2024;1;2025-02-01;Vatten;220"),
        # The later saving decides where no decision does, also by bidragsnummer alone.
        "submissions/tn 1.xlsx": saved(
            workbook(made / "tn1.xlsx", "TN", [("Bron", 10)]), "2025-01-01T00:00:00Z"
        ),
        "submissions/tn 2.xlsx": saved(
            workbook(made / "tn2.xlsx", "TN", [("Bron", 20)]), "2025-03-01T00:00:00Z"
        ),
        "submissions/sbn 1.csv": csv("SBN;2024;1;2025-01-01;Hus;10;B-77"),
        "submissions/sbn 2.csv": csv("SBN;2024;1;2025-02-01;Nya Huset;30;b 77"),
        # A higher version of which nothing can be read.
        "submissions/kun 1.csv": csv("KUN;2024;1;;Scen;700"),
        "submissions/kun 2.csv": csv("KUN;2024;2;;Scen;1.234", "FSN;2024;1;;Stöd;5"),
        # Answers beside projects, and a text that takes projects back.
        "submissions/frn.csv": csv("FRN;2024;1;;Simma;40"),
        "submissions/frn svar.json": text("FRN", 1, {1: "Vi simmar."}),
        "submissions/sen 1.csv": csv(*(f"SEN;2024;1;;Projekt {n};{n}" for n in range(1, 13))),
        "submissions/sen 2.json": text("SEN", 2, {1: "Inga projekt."}),
        # Two texts, the later of which answers one question anew and leaves one out.
        "submissions/hvon 1.json": text("HVON", 1, {1: "Gammalt.", 2: "Bara här."}, "2025-01-01"),
        "submissions/hvon 2.json": text("HVON", 1, {1: "Nytt."}, "2025-02-01"),
        # Parts with nearly the same name, and with the same odd amount under another.
        "submissions/gvn 1.csv": csv(
            "GVN;2024;1;;Kust och klimat;5000", "GVN;2024;1;;Alfa;1234,50"
        ),
        "submissions/gvn 2.csv": csv("GVN;2024;1;;Kust & klimat;6000", "GVN;2024;1;;Omega;1234,50"),
        # One project under two names, which only another year's account knows.
        "submissions/fon 1.csv": csv("FON;2024;1;;Lek;10"),
        "submissions/fon 2.csv": csv("FON;2024;1;;Skoj och bus;20"),
        "submissions/fon 2023.csv": csv(
            "FON;2023;1;;Lek;1;F-77", "FON;2023;1;;Skoj och bus;2;F-77"
        ),
        # A version that cannot be told from another by date: a date on one side only.
        "submissions/grn 1.csv": csv("GRN;2024;1;;TEN;10"),
        "submissions/grn 2.csv": csv("GRN;2024;1;2025-01-01;TEN;20"),
        # Nobody knows the nämnd, and it is handed in twice.
        "submissions/park 1.csv": csv("Parknämnden;2024;1;2025-01-01;Lekplats;10"),
        "submissions/park 2.csv": csv("Parknämnden;2024;1;2025-02-01;Lekplats;12"),
    }
    return rebuild(d_second, tmp_path_factory.mktemp("blandat"), files)


def test_a_copy_counts_once_and_is_said_mildly(mixed: Built) -> None:
    assert mixed.money()["ASN", 2024] == "1500.00"
    assert mixed.rules("submissions/asn.xlsx") == ["INLAMNING_KOPIA"]
    assert mixed.rules("submissions/asn.csv") == ["INLAMNING_HAR_KOPIA"]
    assert "1 500 kr" in mixed.message("submissions/asn.xlsx", "INLAMNING_KOPIA")


def test_a_copy_still_tells_what_only_it_tells(mixed: Built) -> None:
    assert mixed.rows("select svar from text.svar where namnd_kod = 'ASN'") == [("Vi har rest.",)]
    assert mixed.rows("select antal from mart.fct_samverkan where namnd_kod = 'ASN'") == [(5,)]


def test_a_whole_is_replaced_by_two_parts(mixed: Built) -> None:
    assert mixed.money()["MN", 2024] == "330.00"
    told = mixed.message("submissions/mn.csv", "INLAMNING_ERSATT")
    assert "mn luft.csv" in told and "mn vatten.csv" in told
    assert "300 kr" in told and "110 kr" in told and "220 kr" in told
    assert mixed.rules("submissions/mn.csv") == ["INLAMNING_ERSATT"]
    assert mixed.rules("submissions/mn luft.csv") == ["INLAMNING_ERSATTER", "INLAMNING_I_DELAR"]


def test_the_later_saved_counts_when_no_decision_says(mixed: Built) -> None:
    assert mixed.money()["TN", 2024] == "20.00"
    assert "sparad senare" in mixed.message("submissions/tn 1.xlsx", "INLAMNING_ERSATT")


def test_one_bidragsnummer_is_one_project_whatever_its_name(mixed: Built) -> None:
    assert mixed.money()["SBN", 2024] == "30.00"
    assert mixed.rules("submissions/sbn 1.csv") == ["INLAMNING_ERSATT"]


def test_a_version_that_could_not_be_read_replaces_nothing_and_both_are_told(mixed: Built) -> None:
    assert mixed.money()["KUN", 2024] == "700.00"
    assert mixed.statuses()["KUN", 2024] == [
        ("inlamnad", "submissions/kun 1.csv"),
        ("inlamnad_med_fel", "submissions/kun 2.csv"),
    ]
    told = mixed.message("submissions/kun 1.csv", "VERSION_SENARE_OLAST")
    assert "kun 2.csv (version 2)" in told
    assert "700 kr" in mixed.message("submissions/kun 2.csv", "VERSION_OLAST")
    # The other nämnd of the same file is not told of it.
    folder = mixed.answers() / "2024"
    assert "fortfarande" not in words(folder / "FSN.html")
    page = words(folder / "KUN.html")
    assert "Inget projekt i underlaget kunde läsas" in page
    assert "filer som räknas tillsammans" not in page


def test_answers_stand_beside_projects(mixed: Built) -> None:
    assert mixed.money()["FRN", 2024] == "40.00"
    assert mixed.rows("select svar from text.svar where namnd_kod = 'FRN'") == [("Vi simmar.",)]
    assert {status for status, _ in mixed.statuses()["FRN", 2024]} == {"inlamnad"}
    assert mixed.rules("submissions/frn.csv") == []


def test_a_text_with_a_higher_version_takes_projects_back_and_names_ten_of_them(
    mixed: Built,
) -> None:
    assert ("SEN", 2024) not in mixed.money()
    for fil, regel in (("sen 1.csv", "PROJEKT_UTGATT"), ("sen 2.json", "PROJEKT_SAKNAS_I_SENARE")):
        told = mixed.message(f"submissions/{fil}", regel)
        assert "sammanlagt 78 kr: Projekt 12 (12 kr), Projekt 11 (11 kr)" in told
        assert "Projekt 3 (3 kr) och 2 till." in told
    assert "78 kr" in mixed.message("submissions/sen 2.json", "INLAMNING_ERSATTER")


def test_a_later_text_replaces_the_earlier_and_what_it_leaves_out_is_named(mixed: Built) -> None:
    assert mixed.rows("select svar from text.svar where namnd_kod = 'HVON'") == [("Nytt.",)]
    assert mixed.rules("submissions/hvon 1.json") == ["BLAD_UTGATT", "INGA_PROJEKT", "TEXT_ERSATT"]
    assert "svar på fråga 2" in mixed.message("submissions/hvon 1.json", "BLAD_UTGATT")
    assert "svar på fråga 2" in mixed.message("submissions/hvon 2.json", "BLAD_SAKNAS_I_SENARE")


def test_parts_that_may_tell_one_project_twice_are_asked_about(mixed: Built) -> None:
    assert mixed.money()["GVN", 2024] == "13469.00"
    told = mixed.message("submissions/gvn 1.csv", "PROJEKT_LIKNAR_I_DELAR")
    assert "Kust och klimat (5 000 kr) och Kust & klimat (6 000 kr)" in told
    assert "Alfa (1 234,50 kr) och Omega (1 234,50 kr)" in told


def test_one_project_in_two_parts_is_found_by_what_another_year_knows(mixed: Built) -> None:
    told = mixed.message("submissions/fon 1.csv", "PROJEKT_I_FLERA_DELAR")
    assert "Lek (10 kr) och Skoj och bus (20 kr)" in told
    assert "PROJEKT_I_FLERA_DELAR" in mixed.rules("submissions/fon 2.csv")
    assert "INLAMNING_I_DELAR" not in mixed.rules("submissions/fon 2023.csv")


def test_a_date_on_one_side_only_decides_the_order_and_nothing_more(mixed: Built) -> None:
    assert mixed.money()["GRN", 2024] == "20.00"
    assert mixed.rules("submissions/grn 1.csv") == ["INLAMNING_I_KONFLIKT"]
    assert mixed.rules("submissions/grn 2.csv") == ["INLAMNING_GALLER_I_KONFLIKT"]


def test_a_namnd_nobody_knows_is_told_among_the_files(mixed: Built) -> None:
    assert mixed.money()["OKAND", 2024] == "12.00"
    page = words(mixed.answers() / "_filer.html")
    before = page[: page.index("Filer som inte kunde läsas Inga")]
    assert "Underlaget räknas inte för okänd nämnd 2024" in before


def test_the_time_a_workbook_was_saved_is_kept(mixed: Built) -> None:
    assert mixed.rows("select andrad from raw.fil where fil = 'submissions/tn 2.xlsx'") == [
        (datetime(2025, 3, 1),)
    ]
