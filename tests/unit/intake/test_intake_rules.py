"""Every rule has a submission that breaks it, and a message a nämnd can act on."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fondbok.findings import FileRead
from fondbok.intake.rules import BY_ID, RULES, note
from tests.fixtures.submissions.faults import LAST_YEAR, ODD_MEMOS, SEEN
from tests.unit.intake.intake_files import HEADER, START, read_file, rules

CSV = "Nämnd;År;Projektnamn;Fond;Utbetalt EU-bidrag;KF-mål\n"
PAID = ["Projektnamn", "Total projektbudget", "Stadens del av budgeten", "Utbetalt EU-bidrag"]
A_PERSON = "850709-9805"  # made up for tests by the Swedish tax agency

# Rule -> keyword project fields of a JSON submission for ASN 2022 that break it.
JSON_CASES: dict[str, dict[str, object]] = {
    "PROJEKT_SAKNAS": {"projekt": "", "utbetalt": 100},
    "PROJEKT_PERSONUPPGIFT": {"projekt": f"{A_PERSON}.", "utbetalt": 100},
    "VERSION_OLASLIG": {"version": "slutlig"},
    "BELOPP_TVETYDIGT": {"utbetalt": "1.234"},
    "BELOPP_OLASLIGT": {"utbetalt": "enligt plan"},
    "BELOPP_FOR_STORT": {"utbetalt": "99999999999999999"},
    "VALUTA_OKAND": {"utbetalt": 100, "valuta": "XYZ"},
    "BUDGET_TVETYDIG": {"budget": "15,300"},
    "BUDGET_OLASLIG": {"budget": "se avtal"},
    "BELOPP_AVRUNDAT": {"utbetalt": "333,3333"},
    "VALUTA_UTAN_KURS": {"utbetalt": "10 000 PLN"},
    "BUDGET_UTAN_KURS": {"budget": "10 000 PLN"},
    "VALUTA_FRAN_KOLUMN": {"utbetalt": "10 000", "valuta": "EUR"},
    "NEGATIV_UTBETALNING": {"utbetalt": "-1 200"},
    "UTBETALT_OVER_BUDGET": {"utbetalt": "2 mkr", "budget": "1 mkr"},
    "MAGNITUD": {"utbetalt": "917", "budget": "1 000 000"},
    "BIDRAGSNUMMER_INGET": {"bidragsnummer": "ansökan inlämnad"},
    "FORMEDLAT_TVETYDIG": {"utbetalt": "100 000", "formedlat": "15,300"},
    "FORMEDLAT_OLASLIG": {"utbetalt": "100 000", "formedlat": "det mesta"},
    "FORMEDLAT_UTAN_KURS": {"utbetalt": "100 000", "formedlat": "10 000 PLN"},
    "FORMEDLAT_NEGATIVT": {"utbetalt": "100 000", "formedlat": "-8 000"},
    "FORMEDLAT_OVER_UTBETALT": {"utbetalt": "2 mkr", "formedlat": "8 mkr"},
    "FORMEDLAT_UTAN_UTBETALT": {"formedlat": "8 mkr"},
    "STADENS_BUDGET_OVER_TOTAL": {"stadens_budget": "5 mkr", "budget": "3 mkr"},
    "DATUM_FRITEXT": {"start": "Se projektsida"},
    "DATUM_OLASLIGT": {"start": "2024-02-30"},
    "DATUM_TOLKAT": {"start": "03/04/2024"},
    "SLUT_FORE_START": {"start": "2024", "slut": "2021"},
    "ANDEL_OLASLIG": {"eu_andel": "hälften"},
    "ANDEL_SOM_BRAK": {"eu_andel": "0,4"},
    "ANDELAR_OVER_100": {"eu_andel": 60, "egen_kontant": 20, "egen_tid": 30},
    "FOND_OKAND": {"fond": "Framtidsfonden"},
    "FOND_FLERA": {"fond": "ESF och Region Skåne"},
    "FOND_TOLKAD": {"fond": "Europeiska socialfndoen"},
    "ROLL_OKAND": {"roll": "hejarklack"},
    "ROLL_TOLKAD": {"roll": "projektägre"},
    "KF_MAL_OKANT": {"kf_mal": "Mål 12"},
    "KF_MAL_TOLKAT": {"kf_mal": "Utbildnig och arbete"},
    "KF_MAL_TVA_GANGER": {"kf_mal": "1;1"},
    "FORDELNING_EJ_100": {"kf_mal": "1;3", "kf_mal_fordelning": "60;30"},
    "FORDELNING_OLASLIG": {"kf_mal": "1;3", "kf_mal_fordelning": "100"},
    "DELTAGANDE_OKAND": {"deltagande": "övriga förvaltningar"},
    "DELTAGANDE_TOLKAD": {"deltagande": "fritidsförvaltnigen"},
    "ANPASSAT_OKANT": {"anpassade_falt": "belopp_x"},
    "KOLUMN_SAKNAS": {"fond": "ESF"},
    "KOLUMN_OVANTAD": {"kommentar": "hej"},
    "PERSONNUMMER": {"syfte": f"Kontakt {A_PERSON}"},
    "EPOST": {"syfte": "skriv till nagon@example.se"},
    "TELEFON": {"syfte": "ring 070-123 45 67"},
}
# Rule -> lines of a csv file below the ordinary header.
CSV_CASES: dict[str, str] = {
    "CSV_CITATTECKEN": 'ASN;2022;"Vägen in;ESF;100;1\nASN;2022;TAMU;ESF;200;1\n',
    "TECKEN_FELKODADE": "ASN;2022;MalmÃ¶;ESF;100;1\n",
    "RAD_FLER_CELLER": "ASN;2022;Vägen in;ESF;5;4 mkr;1\n",
    "NAMND_SAKNAS": ";2022;Vägen in;ESF;100;1\n",
    "NAMND_OKAND": "Parknämnden;2022;Vägen in;ESF;100;1\n",
    "NAMND_FLERA": "GRN/GVN;2022;Vägen in;ESF;100;1\n",
    "NAMND_TOLKAD": "Miljönämden;2022;Vägen in;ESF;100;1\n",
    "AR_SAKNAS": "ASN;;Vägen in;ESF;100;1\n",
    "AR_OLASLIGT": "ASN;ifjol;Vägen in;ESF;100;1\n",
    "AR_UTAN_MALPERIOD": "ASN;2015;Vägen in;ESF;100;1\n",
    "RAD_DUBBLETT": "ASN;2022;Vägen in;ESF;100;1\nASN;2022;Vägen in;ESF;100;1\n",
    "PROJEKT_TVA_GANGER": "ASN;2022;Vägen in;ESF;100;1\nASN;2022;Vägen In;ESF;200;1\n",
    "TOTAL_STAMMER_EJ": "ASN;2022;Vägen in;ESF;100;1\nTotalt;;;;300;\n",
    "TOTAL_KAN_EJ_KONTROLLERAS": "ASN;2022;A;ESF;100;1\nASN;2022;B;ESF;9 euro;1\nSumma;;;;109;\n",
    "TOTAL_UTAN_ETIKETT": "ASN;2022;A;ESF;100;1\nASN;2022;B;ESF;200;1\n;;;;300;\n",
    "RAD_ANMARKNING": "ASN;2022;A;ESF;100;1\n* utbetalas i januari;;;;;\n",
    "INGA_PROJEKT": "",
}


@pytest.mark.parametrize("rule", JSON_CASES)
def test_project_field_breaks_rule(rule: str, read_json: Callable[..., FileRead]) -> None:
    """A JSON submission with one bad field has the rule's finding."""
    assert rule in rules(read_json(**JSON_CASES[rule]))


@pytest.mark.parametrize("rule", CSV_CASES)
def test_csv_lines_break_rule(rule: str, read_csv: Callable[..., FileRead]) -> None:
    """Csv lines have the rule's finding."""
    assert rule in rules(read_csv(CSV + CSV_CASES[rule]))


WorkbookCase = tuple[list[list[object]], dict[str, object]]
# Rule -> rows and other arguments of a workbook.
WORKBOOK_CASES: dict[str, WorkbookCase] = {
    "PROJEKT_FORMEL": ([["=A1", "ESF", 100, 1]], {}),
    "BLAD_OVANTAT": ([["A"]], {"Blad2": [["x"]]}),
    "ANNAN_TABELL": ([["A", "ESF", 1], ["Målområde", "Utbetalt belopp"], ["1. x", 5]], {}),
    "KOLUMN_TVA_GANGER": ([["A", 1, 1]], {"header": ["Projekt", "Utbetalt", "Utbetalt belopp"]}),
    "UTBETALT_TVA_KOLUMNER": (
        [["A", 1, 2]],
        {"header": ["Projekt", "Utbetalt", "Utbetalt belopp"]},
    ),
    "RUBRIK_TOLKAD": ([["A", 1]], {"header": ["Projektnamn", "Utbetallt EU-bidrag"]}),
    "RUBRIK_ANNAT_AR": ([["A", 1]], {"header": ["Projektnamn", "Utbetalt 2021"]}),
    "UPPGIFT_FRAN_RUBRIK": (
        [["A", 1]],
        {"header": ["Projektnamn", "Utbetalt till ASF 2019"], "start": []},
    ),
    "UNDERLAG_GEMENSAMT": ([["A"]], {"start": [("Nämnd", "ASN + KUN"), ("År", 2024)]}),
    "RAD_ANNAT_AR": ([["A", 1, 2023]], {"header": ["Projekt", "Utbetalt", "År"]}),
    "RAD_ANNAN_NAMND": ([["A", 1, "MN"]], {"header": ["Projekt", "Utbetalt", "Nämnd"]}),
    "RAD_ANNAN_VERSION": (
        [["A", 1, 2]],
        {"header": ["Projekt", "Utbetalt", "Version"], "start": [*START, ("Version", 1)]},
    ),
    "CELLFEL": ([["#REF!", "ESF", 100, 1]], {}),
    "CELLFEL_UPPGIFT": ([["A", "#SAKNAS!", 100, 1]], {}),
    "PROJEKT_AR_RUBRIK": ([["Projektnamn", "ESF", 100, 1]], {}),
    "ENHET_MOTSAGER_RUBRIK": ([["A", "917 000 kr"]], {"header": ["Projekt", "Utbetalt (tkr)"]}),
    "MALL_ORORD": ([["A", None, "okänt"]], {"header": ["Projektnamn", "Utbetalt", LAST_YEAR]}),
    "BELOPP_I_GRATT": ([["A", None, 5000]], {"header": ["Projektnamn", "Utbetalt", LAST_YEAR]}),
    "UPPGIFT_OVANTAD": ([["A"]], {"start": [*START, ("Kontaktperson", "N N")]}),
    "FRAGA_OKAND": ([["A"]], {"Svar": [["Fråga nr", "Fråga", "Svar"], [9, "?", "ja"]]}),
    "BLAD_PROJEKT_OKANT": (
        [["A"]],
        {"Samverkanspartner": [["Partner", "Projektnamn"], ["Gdansk stad", "B"]]},
    ),
    "BLAD_LASES_INTE": ([["A"]], {"Nätverk": [["Eurocities", "medlem"], ["ESN", "medlem"]]}),
    "BLAD_RAD_UTAN_NAMN": ([["A"]], {"Nätverk": [["Nätverk", "Roll"], [None, "Eurocities"]]}),
    "BLAD_RAD_TVA_GANGER": (
        [["A"]],
        {"Nätverk": [["Nätverk", "Roll"], ["ESN", "medlem"], ["ESN", "medlem"]]},
    ),
    "LAND_OKANT": (
        [["A"]],
        {"Samverkanspartner": [["Partner", "Land"], ["Gdansk stad", "Norden"]]},
    ),
    "ANSOKAN_LAGE_OKANT": ([["A"]], {"Ansökningar": [["Ansökan", "Läge"], ["B", "på gång"]]}),
    "ARENDEDEL_OKAND": ([["A"]], {"Ärende": [["Del av ärendet", "Text"], ["Miljö", "Luft."]]}),
    "TAL_OLASLIGT": ([["A"]], {"Samverkan": [["Typ", "Antal"], ["Offentlig", "flera"]]}),
    "INDIKATOR_PROJEKT_OKANT": (
        [["Vägen in"]],
        {"Indikatorer": [["Projekt", "Indikator", "Utfall"], ["Vägen inn", "deltagare", 5]]},
    ),
}


@pytest.mark.parametrize("rule", WORKBOOK_CASES)
def test_workbook_breaks_rule(rule: str, read_workbook: Callable[..., FileRead]) -> None:
    """A workbook has the rule's finding."""
    rows, more = WORKBOOK_CASES[rule]
    assert rule in rules(read_workbook(rows, **more))


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


_DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook/>'
# Rule -> name and bytes of a file that is refused.
FILE_CASES: dict[str, tuple[str, bytes]] = {
    "FIL_TOM": ("a.csv", b""),
    "FIL_FOR_STOR": ("a.csv", b"x" * (50 * 1024 * 1024 + 1)),
    "FIL_FEL_FORMAT": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 64),
    "FIL_KRYPTERAD": (
        "a.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 512 + "EncryptedPackage".encode("utf-16-le"),
    ),
    "FIL_SKADAD": ("a.xlsx", b"PK\x03\x04" + b"0" * 64),
    "FIL_OSAKER": ("a.xlsx", _zip({"xl/workbook.xml": _DOCTYPE})),
    "PROJEKTTABELL_SAKNAS": ("a.csv", "Hej;på;dig\n1;2;3\n".encode()),
    "JSON_OGILTIG": ("a.json", b'{"namnd": "ASN",'),
    "JSON_NYCKEL_TVA_GANGER": (
        "a.json",
        b'{"namnd": "ASN", "ar": 2022, "ar": 2022, "projekt": [{"projekt": "A"}]}',
    ),
    "TECKEN_TOLKADE": ("a.csv", f"{CSV}ASN;2022;Vägen in;ESF;1;1\n".encode("cp850")),
}


@pytest.mark.parametrize("rule", FILE_CASES)
def test_file_breaks_rule(rule: str, tmp_path: Path) -> None:
    """A whole file has the rule's finding; a refused one has its reason."""
    name, content = FILE_CASES[rule]
    (tmp_path / name).write_bytes(content)
    read = read_file(tmp_path / name)
    assert rule in rules(read)
    if BY_ID[rule].allvar == "fel":
        assert read.status == "avvisad"
        assert read.orsak
        assert read.rows == {}


# Broken by the files of the corpus, where the workbook must look a certain way.
SEEN_CASES = {fault.rule: fault for fault in SEEN}


@pytest.mark.real_amounts
@pytest.mark.parametrize("rule", SEEN_CASES)
def test_file_of_the_corpus_breaks_rule(rule: str, tmp_path: Path) -> None:
    """The file has the rule's finding, and none of them is refused."""
    fault = SEEN_CASES[rule]
    (tmp_path / fault.file).write_bytes(fault.content)
    read = read_file(tmp_path / fault.file)
    assert rule in rules(read)
    assert read.status == "laddad_med_fynd"


# Raised by the memo tests, where a document is needed.
MEMO_CASES = {"RAD_FLERA_PROJEKT", "RADER_I_BLOCK", "KF_MAL_FRAN_MALTABELL"} | {
    fault.rule for fault in ODD_MEMOS
}


def test_every_rule_has_a_case() -> None:
    """A rule without a submission that breaks it would be a rule nobody has seen work."""
    cases = [*JSON_CASES, *CSV_CASES, *WORKBOOK_CASES, *FILE_CASES, *SEEN_CASES, *MEMO_CASES]
    assert len(cases) == len(set(cases))
    assert set(cases) == {rule.id for rule in RULES}


def test_rule_ids_are_unique_and_plain() -> None:
    """Ids are ASCII capitals, so that they stand in file names and queries."""
    assert len(BY_ID) == len(RULES)
    assert all(re.fullmatch(r"[A-Z][A-Z_0-9]+", rule.id) for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_message_is_a_sentence_to_act_on(rule: object) -> None:
    """Every message ends its sentence, and an error or a warning says what to do."""
    assert rule.mall.endswith(".")
    assert rule.beskrivning.endswith(".")
    assert rule.exempel
    to_do = r"\b(Spara|Ta bort|Öppna|Lägg|Rätta|Skriv|Kontrollera|Kopiera|Behåll|Sätt|Fyll|Flytta"
    to_do += r"|Byt|Räkna|Är det|kontrollera|ta bort|rätta|slå ihop)\b"
    assert re.search(to_do, rule.mall), rule.mall


def test_a_message_without_its_values_is_refused() -> None:
    """A finding with a hole in its message must not reach a nämnd."""
    with pytest.raises(KeyError):
        note(BY_ID["BELOPP_TVETYDIGT"], varde="1.234")


def test_ordinary_submission_breaks_nothing(read_workbook: Callable[..., FileRead]) -> None:
    """No remark where there is nothing to remark on."""
    read = read_workbook([["Vägen in", "ESF+", 1469932, 1]], header=HEADER)
    assert read.fynd == []
    assert read.status == "laddad"
