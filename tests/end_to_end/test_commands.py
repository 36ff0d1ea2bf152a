"""The other commands as a user meets them: what they print and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from docs import build as reference
from fondbok.paths import Home
from tests.conftest import EXAMPLE, fondbok

ASN_2019 = EXAMPLE / "submissions" / "2019" / "ASN internationell redovisning 2019.xlsx"
LEDGER_2022 = EXAMPLE / "ledger" / "huvudbok_2022.csv"


def test_nobody_but_the_program_writes_to_standard_output() -> None:
    """DuckDB draws a bar there, past Python, and what reads --json cannot read it."""
    script = (
        "import os; from fondbok.cli import terminal as cli\n"
        "cli.app = lambda standalone_mode: print(os.write(1, b'100% done'), 'svår')\n"
        "cli.main()\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "9 svår\n"


def test_inspect_prints_a_row_a_line(malmo: Home) -> None:
    run = fondbok("inspect", ASN_2019, "--json")
    assert run.code == 0, run.err
    rows = [json.loads(line) for line in run.out.splitlines()]
    projects = [row for row in rows if row["utfall"] == "laddad" and row["tabell"] == "projekt"]
    assert len(projects) == 8
    first = projects[0]
    assert {"fil", "blad", "rad", "falt", "fynd"} <= first.keys()
    assert first["falt"]["namnd"] == "ASN"
    assert first["falt"]["ar"] == 2019
    assert first["falt"]["utbetalt"] == "1680158.00"
    assert first["falt"]["kf_mal"] == [2]
    (total,) = [row for row in rows if row["utfall"] == "total"]
    assert total["falt"]["utbetalt"] == "4029253.00"


def test_inspect_reads_a_ledger_by_its_header(tmp_path: Path) -> None:
    copy = tmp_path / "export.csv"
    copy.write_bytes(LEDGER_2022.read_bytes())
    run = fondbok("inspect", copy)
    rows = [json.loads(line) for line in run.out.splitlines()]
    assert run.code == 0
    assert all("konto" in row["falt"] for row in rows if row["utfall"] == "laddad")


def test_a_ledger_whose_headers_also_fit_a_submission_is_a_ledger(tmp_path: Path) -> None:
    file = tmp_path / "k.csv"
    file.write_text(
        "Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Belopp;Valuta\n"
        "1;2024-03-01;3511;41000;41999;-100,00;SEK\n",
        "utf-8",
    )
    said = [json.loads(line) for line in fondbok("inspect", file).out.splitlines()]
    # What is said of the whole file stands before its rows.
    (row,) = [line for line in said if line["rad"] is not None]
    assert row["utfall"] == "laddad"
    assert row["falt"]["konto"] == "3511"


def test_check_ends_with_one_when_a_row_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "frn.csv"
    file.write_text(
        "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\nFritidsnämnden;2024;Simlyftet;1.234\n", "utf-8"
    )
    run = fondbok("check", file)
    assert run.code == 1
    assert "1.234" in run.out
    file.write_text(
        "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\nFritidsnämnden;2024;Simlyftet;1 234 kr\n", "utf-8"
    )
    assert fondbok("check", file).code == 0


def test_check_tells_what_does_not_count_first_and_how_severe_it_is(tmp_path: Path) -> None:
    file = tmp_path / "grn.csv"
    file.write_text(
        "Nämnd;År;Projektnamn;Fond;Utbetalt EU-bidrag;Startdatum\n"
        "Grundskolenämnden;2024;Läs mer;Europeiska socialfndoen;100000;2024\n"
        "Grundskolenämnden;2024;Räkna;Framtidsfonden;-2000;2024\n"
        "GRN och GVN;2024;Skolbro;ESF;3000;2024\n",
        "utf-8",
    )
    run = fondbok("check", file)
    assert run.code == 1
    head, *lines = run.out.splitlines()
    assert head == f"{file}: 2 laddas, 1 avvisas, 0 summarader, 0 dubbletter"
    # A remark begins where its severity stands; the lines below go on with its message.
    told = [line.split()[:3] for line in lines if line[1:2].strip()]
    assert told == [
        ["Allvar", "Räknas", "Blad"],
        ["Fel", "nej", "4"],
        ["Varning", "3", "Utbetalt"],
        ["Varning", "3", "Fond"],
        ["Notis", "2", "Fond"],
    ]


def test_check_shows_what_is_about_the_whole_file_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tom.csv"
    file.write_text("Nämnd;År;Projektnamn;Fond;Utbetalt EU-bidrag\n", "utf-8")
    run = fondbok("check", file)
    assert run.code == 0
    assert run.out.splitlines()[1].startswith("  Notis: Underlaget redovisar inga projekt.")
    refused = tmp_path / "bild.xlsx"
    refused.write_bytes(b"GIF89a" + b"0" * 64)
    run = fondbok("check", refused)
    assert run.code == 1
    assert run.out.splitlines()[1].startswith("  Fel: Filen går inte att läsa som")


def test_check_takes_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "underlag"
    (folder / "2024").mkdir(parents=True)
    head = "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\n"
    (folder / "b.csv").write_text(head + "Fritidsnämnden;2024;Simlyftet;1 234 kr\n", "utf-8")
    (folder / "2024" / "a.csv").write_text(head + "Miljönämnden;2024;Malmö;5000\n", "utf-8")
    run = fondbok("check", folder)
    assert run.code == 0
    lines = run.out.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        str(folder / "2024" / "a.csv"),
        str(folder / "b.csv"),
    ]
    (folder / "c.pdf").write_bytes(b"%PDF-1.7")
    run = fondbok("check", folder)
    assert run.code == 1
    assert ".pdf läses inte" in run.out
    empty = tmp_path / "tom"
    empty.mkdir()
    assert fondbok("check", empty).code == 2


@pytest.mark.parametrize("command", ["check", "inspect"])
def test_a_file_that_is_not_there_is_wrong_usage(command: str, tmp_path: Path) -> None:
    run = fondbok(command, tmp_path / "ingen.csv")
    assert run.code == 2
    assert "finns inte" in run.err


def test_status_tells_who_has_handed_in(malmo: Home) -> None:
    run = fondbok("status", "--home", malmo.root, "--ar", "2024", "--json")
    body = json.loads(run.out)
    states = {row["namnd_kod"]: row["status"] for row in body["inlamningar"]}
    assert states["ASN"] == "inlamnad"
    assert states["HVON"] == "inlamnad_utan_projekt"
    assert len(states) == 13
    earlier = fondbok("status", "--home", malmo.root, "--ar", "2022", "--json").json["inlamningar"]
    assert [row["namnd_kod"] for row in earlier if row["status"] == "saknas"] == ["SBN"]


def test_releases_marks_the_one_served(malmo: Home) -> None:
    (release,) = json.loads(fondbok("releases", "--home", malmo.root, "--json").out)
    assert release["aktuell"] is True


def test_the_template_holds_last_years_projects(malmo: Home, tmp_path: Path) -> None:
    file = tmp_path / "ASN_2025.xlsx"
    run = fondbok("template", "--namnd", "ASN", "--ar", "2025", "-o", file, "--home", malmo.root)
    assert run.code == 0, run.err
    names = {
        cell.value for row in openpyxl.load_workbook(file)["Projekt"].iter_rows() for cell in row
    }
    assert "Starkare" in names
    wrong = fondbok("template", "--namnd", "XYZ", "--ar", "2025", "-o", file)
    assert wrong.code == 2


def test_commands_on_a_home_without_a_release_say_so(tmp_path: Path) -> None:
    for command in ("status", "tables", "pairs"):
        run = fondbok(command, "--home", tmp_path)
        assert run.code == 2, command
        assert "Kör fondbok refresh" in run.err


def test_the_yearly_tables_are_swedish(malmo: Home) -> None:
    run = fondbok("tables", "--home", malmo.root)
    assert "50 467 000,00" in run.out
    assert "C12" in run.out


def test_every_answer_is_written(malmo: Home) -> None:
    answer = (malmo.feedback / "2019" / "ASN.html").read_text("utf-8")
    assert '<html lang="sv"' in answer
    assert (malmo.feedback / "2024" / "MN.xlsx").is_file()


def test_the_generated_reference_is_in_step() -> None:
    for path, text in reference.pages().items():
        assert path.read_text("utf-8") == text, f"{path.name}: run make reference"


@pytest.mark.parametrize("command", ["status", "tables"])
def test_a_published_file_that_was_touched_is_not_read_as_if_it_were_whole(
    malmo_copy: Home, command: str
) -> None:
    content = malmo_copy.mart.read_bytes()
    malmo_copy.mart.chmod(0o644)
    for damaged in (content[:-100], content + b"\0" * 100):
        malmo_copy.mart.write_bytes(damaged)
        run = fondbok(command, "--home", malmo_copy.root)
        assert run.code == 1, run.out
        assert "Kör fondbok refresh, så återställs den" in run.err
    assert "är inte längre den fil som publicerades" in run.err
    malmo_copy.mart.write_bytes(content)
    assert fondbok(command, "--home", malmo_copy.root).code == 0
