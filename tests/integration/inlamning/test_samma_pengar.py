"""The same money in two nämnder's submissions, or in two years', is said to those who sent it.

So is money that is booked where nobody has handed in.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.inlamning.bygge import Built, rebuild

HEAD = "Nämnd;År;Projektnamn;Fond/program;Roll;Utbetalt EU-bidrag;Varav förmedlat till partner\n"
AGARE, PART = "Projektägare", "Projektpart"
NEW = {
    "UNDERLAG_HOS_ANNAN_NAMND",
    "BELOPP_HOS_ANNAN_NAMND",
    "UNDERLAG_SOM_TIDIGARE_AR",
    "BELOPP_STORLEK_ANNAT_AR",
    "FORMEDLAT_INOM_STADEN",
    "FORMEDLAT_NASTAN_INOM_STADEN",
    "FORMEDLAT_DELVIS_INOM_STADEN",
    "BOKFORT_UTAN_UNDERLAG",
}
LEDGER = """Vernr;Bokföringsdatum;Konto;Ansvar;Projekt;Motpart;Text;Belopp
1;2022-03-01;1930;11200;;F;t;300000,00
1;2022-03-01;3511;11200;77001;F;t;-300000,00
2;2022-04-01;1930;11200;;F;t;77000,00
2;2022-04-01;3511;11200;77002;F;t;-77000,00
3;2021-04-01;1930;11200;;F;t;5000,00
3;2021-04-01;3511;11200;77002;F;t;-5000,00
"""
Row = tuple[str, str, str] | tuple[str, str, str, str]


def submission(namnd: str, ar: int, *rows: Row) -> str:
    """A csv of a nämnd and year: project, role, amount and perhaps what was passed on."""
    lines = [
        f"{namnd};{ar};{row[0]};ESF;{row[1]};{row[2]};{row[3] if len(row) > 3 else ''}"
        for row in rows
    ]
    return HEAD + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def built(d_second: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One landing with every kind, a project each, and what is like them and right."""
    files: dict[str, str | Path] = {
        "submissions/hvon.csv": submission(
            "HVON", 2020, ("Vårdlyftet", AGARE, "410000"), ("Stödet", AGARE, "233000")
        ),
        "submissions/fsn.csv": submission(
            "FSN", 2020, ("Vårdlyftet", AGARE, "410000"), ("Stödet", AGARE, "233000")
        ),
        "submissions/sen.csv": submission(
            "SEN", 2020, ("Hamnlyftet", AGARE, "1000000"), ("Lådcykeln", AGARE, "81000")
        ),
        "submissions/mn.csv": submission(
            "MN", 2020, ("Hamnlyftet", PART, "1000000"), ("Vattnet", AGARE, "62500")
        ),
        "submissions/ks.csv": submission(
            "KS", 2021, ("Gröna udden", AGARE, "1234500"), ("Rådhuset", AGARE, "62500")
        ),
        "submissions/mn21.csv": submission(
            "MN", 2021, ("Skuggspelet", PART, "1234500"), ("Vattnet", AGARE, "62500")
        ),
        "submissions/tn.csv": submission("TN", 2021, ("Havet", AGARE, "1000000", "500000")),
        "submissions/grn.csv": submission("GRN", 2021, ("Havet", PART, "300000")),
        "submissions/gvn.csv": submission("GVN", 2021, ("Havet", PART, "198700")),
        "submissions/kun19.csv": submission(
            "KUN", 2019, ("Resan", AGARE, "417350"), ("Bron", AGARE, "233120")
        ),
        "submissions/kun20.csv": submission(
            "KUN", 2020, ("Resan", AGARE, "417350"), ("Bron", AGARE, "233120")
        ),
        "submissions/frn20.csv": submission(
            "FRN", 2020, ("Jobbspåret", AGARE, "1450000"), ("Badet", AGARE, "500000")
        ),
        "submissions/frn21.csv": submission(
            "FRN", 2021, ("Jobbspåret", AGARE, "1470"), ("Badet", AGARE, "700000")
        ),
    }
    return rebuild(d_second, tmp_path_factory.mktemp("samma"), files | {"ledger/bok.csv": LEDGER})


@pytest.mark.parametrize(
    ("fil", "rules"),
    [
        ("hvon", ["UNDERLAG_HOS_ANNAN_NAMND"]),
        ("fsn", ["UNDERLAG_HOS_ANNAN_NAMND"]),
        ("sen", ["BELOPP_HOS_ANNAN_NAMND"]),
        ("mn", ["BELOPP_HOS_ANNAN_NAMND"]),
        ("ks", ["BELOPP_HOS_ANNAN_NAMND"]),
        ("mn21", ["BELOPP_HOS_ANNAN_NAMND"]),
        ("tn", ["FORMEDLAT_NASTAN_INOM_STADEN"]),
        ("grn", []),
        ("gvn", []),
        ("kun19", []),
        ("kun20", ["UNDERLAG_SOM_TIDIGARE_AR"]),
        ("frn20", []),
        ("frn21", ["BELOPP_STORLEK_ANNAT_AR"]),
    ],
)
def test_each_file_is_told_of_its_own_kind_alone(built: Built, fil: str, rules: list[str]) -> None:
    told = [rule for rule in built.rules(f"submissions/{fil}.csv") if rule in NEW]
    assert told == rules


def test_what_is_said_names_the_other_and_the_money(built: Built) -> None:
    told = built.message("submissions/fsn.csv", "UNDERLAG_HOS_ANNAN_NAMND")
    assert "643 000 kr" in told and "submissions/hvon.csv (version 1)" in told
    told = built.message("submissions/mn21.csv", "BELOPP_HOS_ANNAN_NAMND")
    assert "1 234 500 kr" in told and "KS (Gröna udden)" in told
    told = built.message("submissions/kun20.csv", "UNDERLAG_SOM_TIDIGARE_AR")
    assert "2 av 2" in told and "650 470 kr" in told and "2019" in told
    told = built.message("submissions/frn21.csv", "BELOPP_STORLEK_ANNAT_AR")
    assert "1 470 kr" in told and "en tusendel av beloppet 2020, 1 450 000 kr" in told


def test_what_is_booked_where_nobody_has_handed_in_is_said_once(built: Built) -> None:
    """KS has handed in 2021, and not 2022."""
    told = built.message("ledger/bok.csv", "BOKFORT_UTAN_UNDERLAG")
    assert told.startswith("377 000 kr är bokfört") and "KS 2022" in told


def test_the_figures_stand(built: Built) -> None:
    money = built.money()
    assert money["HVON", 2020] == money["FSN", 2020] == "643000.00"
    assert money["KUN", 2020] == "650470.00"
