"""Fifty kinds of wrong lines, one at a time, each answered at its file, line and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fondbok import reference
from fondbok.paths import Home
from fondbok.reference.tables import BY_NAME
from tests.conftest import home_of_city

# The file, the text put after its last line (or done to it), and the place and words of the answer.
WRONG: tuple[tuple[str, str, str | None, str], ...] = (
    ("namnd", "XN,X-nämnden,XF,X-förvaltningen,2024-13-01,,k", "giltig_fran", "inget datum"),
    ("namnd", "XN,X-nämnden,XF,X-förvaltningen,2024,,k", "giltig_fran", "2024-01-31"),
    ("namnd", "XN,X-nämnden,XF,X-förvaltningen,2024-02-01,2023-01-01,k", None, "är efter"),
    ("namnd", ",X-nämnden,XF,X-förvaltningen,,,k", "namnd_kod", "får inte vara tom"),
    ("namnd", "XN,,XF,X-förvaltningen,,,k", "namnd", "får inte vara tom"),
    ("namnd", "xn,X-nämnden,XF,X-förvaltningen,,,k", "namnd_kod", "versaler"),
    ("namnd", "X N,X-nämnden,XF,X-förvaltningen,,,k", "namnd_kod", "versaler"),
    ("namnd", "ASN,Ny nämnd,XF,X-förvaltningen,2017-01-01,,k", "namnd_kod", "står redan på rad 2"),
    ("namnd", "ASN,Ny nämnd,XF,X-förvaltningen,2020-01-01,,k", "giltig_fran", "gäller redan då"),
    ("namnd", "XN,Fritidsnämnden,XF,X-förvaltningen,,,k", "namnd", "betyder redan FRN"),
    ("namnd", "XN,X-nämnden,ASF,X-förvaltningen,,,k", "forvaltning_kod", "betyder redan ASN"),
    ("namnd", "XN,X-nämnden,XF", None, "3 celler men rubriken 7"),
    ("namnd", 'XN,"X-nämnden,XF,X-förvaltningen,,,k', None, "Citattecknen"),
    ("namnd", "XN,X, nämnden,XF,X-förvaltningen,,,k", None, "citattecken"),
    ("namnd_alias", "Grönanämnden,GRÖN,k", "namnd_kod", "GRÖN finns inte i referens/namnd.csv"),
    ("namnd_alias", "ASN,FRN,k", "alias", "ASN"),
    ("namnd_alias", "Fritidsnämnden,ASN,k", "alias", "Fritidsnämnden"),
    ("namnd_alias", "Ny stavning,,k", "namnd_kod", "får inte vara tom"),
    ("kf_mal", "2024-2026,0,Mål,2024,2026,k", "nummer", "minst 1"),
    ("kf_mal", "2024-2026,ett,Mål,2024,2026,k", "nummer", "inget heltal"),
    ("kf_mal", "2030-2034,1,Mål,2034,2030,k", None, "är efter"),
    ("kf_mal", "2030-2034,1,Mål,30,2034,k", "fran_ar", "inget år"),
    ("kf_mal_alias", "2024-2026,Nytt mål,99,k", "nummer", "finns inte i referens/kf_mal.csv"),
    ("kf_mal_alias", "2050,Nytt mål,1,k", "nummer", "2050, 1 finns inte"),
    ("ar", "2031,2050,2021-2027,namnd", "malperiod", "2050 finns inte i referens/kf_mal.csv"),
    ("ar", "2031,,2021-2027,stad", "redovisningsenhet", "Skriv något av"),
    ("ar", "tjugo,,2021-2027,namnd", "ar", "inget heltal"),
    ("ar", "2024,,2021-2027,namnd", "ar", "ar 2024 står redan"),
    ("fraga", "2031,1,Vad?,tema", "ar", "2031 finns inte i referens/ar.csv"),
    ("fraga", "2024,1.5,Vad?,tema", "fraga_nr", "inget heltal"),
    ("fraga", "2024,1,Vad?,tema", "ar", "står redan"),
    ("arende", "2024,1,instans,i maj,Kommunstyrelsen", "datum", "inget datum"),
    ("arende", "2024,1,beslut,,Kommunstyrelsen", "arendedel", "Skriv något av"),
    ("arende", "2024,1,inlamning,,Till stadskontoret", None, "sista dag att lämna in"),
    ("arende", "2023,1,instans,,Kommunstyrelsen", "ar", "står redan"),
    ("konto", "35a0,3519,B,true,,-1,k", "konto_fran", "bara siffror"),
    ("konto", "3600,3599,B,true,,-1,k", None, "kommer efter"),
    ("konto", "3511,3511,B,true,,-1,k", "konto_fran", "börjar inom dem på rad"),
    ("konto", "3700,3799,B,kanske,,-1,k", "ar_eu_bidrag", "true eller false"),
    ("konto", "3700,3799,B,true,halv,-1,k", "formedling", "Skriv något av"),
    ("konto", "3700,3799,B,true,,2,k", "tecken", "Skriv något av"),
    ("ansvar", "99,XYZ,,,k", "namnd_kod", "XYZ finns inte i referens/namnd.csv"),
    ("ansvar", "11,KS,2020,,k", "fran_ar", "gäller redan då"),
    ("ansvar", "98,KS,2024,2020,k", None, "är efter"),
    ("projektkod", ",Projekt,,,k", "projektkod", "får inte vara tom"),
    ("projektkod", "77777,Projekt,nyss,,k", "fran_ar", "inget heltal"),
    ("projekt_alias", "Nytt,Bio Power,,,k", "projekt", "är själv ett alias, för PowerBio"),
    ("projekt_alias", "Power Bio,PowerBio,,,k", "alias", "står redan"),
    ("projekt_skilda", "a,b", None, "2 celler men rubriken 3"),
    ("publicerad_siffra", "X1,2024,2024,antal_projekt,staden,n,,fler,kr,1,,exakt,,staden,d,1,,",
     "varde", "inget tal"),
    ("publicerad_siffra", "X1,2024,2024,antal_projekt,staden,n,,1,kr,1,,circa,,staden,d,1,,",
     "avrundning", "av:"),
    ("publicerad_siffra", "X1,2024,2024,antal_hus,staden,n,,1,kr,1,,exakt,,staden,d,1,,",
     "matt", "antal_hus finns inte i referens/matt.csv"),
    ("publicerad_siffra", "X1,2024,2024,antal_projekt,staden,n,,1,kr,1,,exakt,,staden,d,1,,0",
     "ordning", "minst 1"),
    ("matt", "antal_hus,Antal hus,byggnad,true,,", "slag", "Skriv något av"),
    ("motsagelse", "C1,FLERA_VARDEN-2024-00000000,Två namn lika", "id", "C1 står redan på rad 2"),
    ("motsagelse", "X1,UPPDELNINGAR_SKILJER-2024-e635a38c,Ett till", "motsagelse", "står redan"),
    ("forklaring", "X1,För att,controller,igår", "datum", "inget datum"),
    ("fond_alias", "Vår fond,EGEN,false,k", "fond_kod", "EGEN finns inte i referens/fond.csv"),
    ("fond_alias", "Europeiska socialfonden,ERUF,false,k", "alias", "namnet på ESF"),
    ("valutakurs", "EUR,2024,0,k", "sek_per_enhet", "större än 0"),
    ("valutakurs", "euro,2024,11.5,k", "valuta", "tre versaler"),
    ("roll_alias", "Värd,chef", "roll", "Skriv något av"),
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of_city(tmp_path)


def kept(home: Home) -> Path:
    """The accepted data of a release that was made before."""
    reference.take(home)
    before = home.root / "utgava"
    shutil.copytree(home.accepted, before)
    return before


def append(home: Home, table: str, text: str) -> int:
    """Add a line to a table; its number."""
    file = home.referens / f"{table}.csv"
    if not file.exists():
        file.write_text(",".join(BY_NAME[table].columns) + "\n", "utf-8")
    whole = file.read_text("utf-8").rstrip("\n") + "\n"
    file.write_text(whole + text + "\n", "utf-8")
    return whole.count("\n") + 1


@pytest.mark.parametrize(("table", "text", "kolumn", "ord_"), WRONG)
def test_a_wrong_line_is_answered_where_it_stands(
    home: Home, table: str, text: str, kolumn: str | None, ord_: str
) -> None:
    before = kept(home)
    was = (home.tables / f"{table}.csv").read_text("utf-8")
    rad = append(home, table, text)
    taken = reference.take(home, before)
    found = [each for each in taken.faults if each.fil == f"referens/{table}.csv"]
    assert {fault.rad for fault in found} == {rad}
    told = [f for f in found if f.kolumn == kolumn and ord_ in f.meddelande]
    assert told, [fault.mening() for fault in found]
    # The file's change is stopped, not the city.
    assert not taken.stops
    assert (home.tables / f"{table}.csv").read_text("utf-8") == was
    assert told[0].mening() in taken.notes


def test_without_an_earlier_release_a_fault_stops(home: Home) -> None:
    append(home, "konto", "35a0,3519,B,true,,-1,k")
    taken = reference.take(home)
    assert taken.stops
    assert "ingenting kan publiceras" in " ".join(taken.notes)


@pytest.mark.parametrize(
    ("content", "ord_"),
    [
        (b"", "tom"),
        (b"\xff\xfen\x00", "UTF-8"),
        ("namnd_kod,nämnd\nXN,På\n".encode("cp1252"), "UTF-8"),
        (b"kod,namn\nXN,X\n", "Kolumnen finns inte"),
        (b"namnd_kod,namnd,forvaltning_kod\n", "Kolumnen saknas"),
        (b"namnd_kod,namnd_kod,namnd,forvaltning_kod,forvaltning\n", "två gånger"),
        (b"PK\x03\x04\0\0", "ingen textfil"),
    ],
)
def test_a_file_that_is_no_table_changes_nothing(home: Home, content: bytes, ord_: str) -> None:
    before = kept(home)
    (home.referens / "namnd.csv").write_bytes(content)
    taken = reference.take(home, before)
    assert ord_ in " ".join(fault.meddelande for fault in taken.faults)
    assert not taken.stops
    assert "Fritidsnämnden" in (home.tables / "namnd.csv").read_text("utf-8")


def test_a_file_that_vanished_is_no_news(home: Home) -> None:
    before = kept(home)
    (home.referens / "ansvar.csv").unlink()
    taken = reference.take(home, before)
    assert ["Lägg tillbaka den" in fault.meddelande for fault in taken.faults] == [True]
    assert (home.tables / "ansvar.csv").read_text("utf-8").count("\n") > 1


def test_a_folder_that_vanished_is_no_news(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(home)
    monkeypatch.delenv("FONDBOK_KOMMUN")
    shutil.rmtree(home.referens)
    taken = reference.take(home, before)
    assert taken.faults and not taken.stops
    assert "Fritidsnämnden" in (home.tables / "namnd.csv").read_text("utf-8")


def test_a_table_waits_for_the_one_it_agrees_with(home: Home) -> None:
    """A new nämnd with its alias, and a fault elsewhere in namnd.csv: neither counts yet."""
    before = kept(home)
    append(home, "namnd", "XN,X-nämnden,XF,X-förvaltningen,igår,,k")
    append(home, "namnd_alias", "Nya nämnden,XN,k")
    taken = reference.take(home, before)
    assert {fault.fil for fault in taken.faults} == {
        "referens/namnd.csv",
        "referens/namnd_alias.csv",
    }
    assert "Nya nämnden" not in (home.tables / "namnd_alias.csv").read_text("utf-8")


def test_comments_blank_lines_and_semicolons_are_read(home: Home) -> None:
    before = kept(home)
    file = home.referens / "roll_alias.csv"
    file.write_text(
        '# Våra egna ord;\n\nalias;roll\n# "värd"\n"# som ""värd""";\nVärd;part\n', "utf-8"
    )
    taken = reference.take(home, before)
    assert taken.faults == ()
    assert "Värd,part" in (home.tables / "roll_alias.csv").read_text("utf-8")


def test_a_citys_line_wins_and_it_is_said(home: Home) -> None:
    (home.referens / "valutakurs.csv").write_text(
        "valuta,ar,sek_per_enhet\nEUR,2024,11.5\nEUR,2030,12\n", "utf-8"
    )
    taken = reference.take(home)
    rates = (home.tables / "valutakurs.csv").read_text("utf-8")
    assert "EUR,2024,11.5,egen uppgift" in rates
    assert rates.count("EUR,2024,") == 1
    assert "EUR,2030,12," in rates
    said = [note for note in taken.notes if "gäller i stället för den gemensamma" in note]
    assert len(said) == 1
    assert "EUR 2024" in said[0]


def test_a_stranger_in_the_folder_is_named(home: Home) -> None:
    (home.referens / "nämnder.csv").write_text("x\n", "utf-8")
    (home.referens / "konto.xlsx").write_bytes(b"x")
    notes = " ".join(reference.take(home).notes)
    assert "referens/nämnder.csv läses inte" in notes
    assert "konto.xlsx läses inte: det är ingen av tabellerna. Menas konto.csv?" in notes


def test_no_accounts_of_its_own_counts_no_ledger(home: Home) -> None:
    (home.referens / "konto.csv").unlink()
    assert any("Ingen bokföring räknas" in note for note in reference.take(home).notes)


def taken_files(home: Home) -> dict[str, bytes]:
    """What dbt reads and what a release keeps, but for the numbers of the lines."""
    paths = [path for folder in (home.tables, home.accepted) for path in folder.iterdir()]
    return {str(path): path.read_bytes() for path in paths if path.name != "rader.json"}


def test_order_and_comments_are_no_news(home: Home) -> None:
    reference.take(home)
    first = taken_files(home)
    file = home.referens / "namnd.csv"
    file.write_text("# en rad till\n" + file.read_text("utf-8") + "\n\n", "utf-8")
    reference.take(home)
    assert taken_files(home) == first


@pytest.mark.parametrize(
    ("text", "namn", "ord_"),
    [
        ('namn = ""', "namn", "tom"),
        ("slag = 'kommun'", "namn", "saknas"),
        ("namn = 'X'\nkommunkod = '12'", "kommunkod", "fyra siffror"),
        ("namn = 'X'\norganisationsnummer = '212000-1125'", "organisationsnummer", "inget org"),
        ("namn = 'X'\nslag = 'stad'", "slag", "Skriv något av"),
        ("namn = 'X'\nnamm = 'Y'", "namm", "ingen inställning"),
        ("namn = 'X'\nrakenskapsar_fran_manad = 7", "rakenskapsar_fran_manad", "kalenderår"),
        ("namn = 1280", "namn", "fel slags värde"),
        ("namn = ", None, "går inte att tolka"),
    ],
)
def test_what_is_wrong_in_kommun_toml_is_named(
    home: Home, text: str, namn: str | None, ord_: str
) -> None:
    before = kept(home)
    home.kommun.write_text(text, "utf-8")
    taken = reference.take(home, before)
    (fault,) = taken.faults
    assert (fault.fil, fault.kolumn) == ("kommun.toml", namn)
    assert ord_ in fault.meddelande
    assert "Malmö stad" in (home.tables / "kommun.csv").read_text("utf-8")
