"""Funds as people write them: with years, call numbers, brackets and strands beside the name."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fondbok import seeds
from fondbok.values.resolve import resolve
from tests.unit.intake.intake_files import CASES, read_file

FUNDS = {row["fond_kod"]: row for row in seeds.load("fond")}
ALIASES = seeds.load("fond_alias")
UNKNOWN = {"Tillväxtverket", "UHR", "Se bilaga", "ingen", "ESF/ERUF"}
GROUPS = {
    "Horisont": ("Horisont", "Horizon", "H2020", "HEU", "EIC", "EIT"),
    "ESF": ("Socialfonden", "Svenska ESF-rådet", "ESF", "REACT-EU"),
    "Interreg": ("Interreg", "Central Baltic"),
    "Erasmus+": ("Erasmus", "KA122"),
}


def test_every_fund_of_the_case_is_known() -> None:
    read = read_file(CASES / "50_fonder.xlsx")
    rows = read.rows["submission_projekt"]
    assert len(rows) == 60
    for row in rows:
        text, code = row["fond_text"], row["fond_kod"]
        # "ingen" and a cell that says nothing are no fund; the others are held to their group.
        if text is None or text in UNKNOWN:
            assert code is None, text
            continue
        wanted = next(
            (group for group, names in GROUPS.items() if text.startswith(names)), "Övriga"
        )
        assert FUNDS[code]["fondgrupp"] == wanted, text
    told = {f.varde: f.regel for f in read.fynd if f.regel.startswith("FOND")}
    assert told["ESF/ERUF"] == "FOND_FLERA"
    assert {told[text] for text in UNKNOWN - {"ESF/ERUF"}} == {"FOND_OKAND"}


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("ESF.", "ESF", "exakt"),
        ("[ESF+]", "ESF", "exakt"),
        ("Europeiska socialfonden plus (ESF+) 2021–2027.", "ESF", "exakt"),
        ("ESF+ nationella programmet", "ESF", "tolkad"),
        ("Europeiska regionala utvecklingsfonden (ERUF), Skåne-Blekinge", "ERUF", "tolkad"),
        ("Horisont 2020 (H2020-EU.3.3.4)", "H2020", "exakt"),
        ("Horisont Europa (HORIZON-CL5-2022-D3-01-08)", "HEUROPA", "exakt"),
        ("Horisont (HORIZON-MISS-2021-CIT-02-04)", "HORISONT", "exakt"),
        ("Horizon CL5", "HORISONT", "tolkad"),
        ("HORIZON-CL5-2022-D3-01-08", "HORISONT", "exakt"),
        ("Horizont Europa", "HEUROPA", "exakt"),
        ("Horisont Eurpoa 2021-2027", "HEUROPA", "tolkad"),
        ("2023-1-SE01-KA122-SCH-000123456", "ERASMUS", "exakt"),
        ("Erasmus+ KA210-SCH", "ERASMUS", "exakt"),
        ("Erasmus+ KA2 Small-scale partnerships", "ERASMUS", "tolkad"),
        ("LIFE17 ENV/SE/000123", "LIFE", "exakt"),
        ("CERV-2022-CITIZENS-TOWN", "CERV", "exakt"),
        ("DIGITAL-2022-CLOUD-AI-02", "DIGITAL", "exakt"),
        ("Interreg VI-A Sverige–Norge 2021–2027", "INTERREG-SN", "exakt"),
        ("INTERREG IVA ÖKS", "INTERREG-OKS", "exakt"),
        ("Interreg 5A Öresund-Kattegat-Skagerak", "INTERREG-OKS", "tolkad"),
        ("Interreg VB Nordsjöregionen 2014–2020", "INTERREG-NS", "exakt"),
        ("Interreg (ÖKS)", "INTERREG-OKS", "exakt"),
        ("Interreg Södra Östersjön", "INTERREG-SB", "exakt"),
        ("Interreg Östersjöregionen", "INTERREG-BSR", "exakt"),
        ("Interreg IV C", "INTERREG-EU", "exakt"),
        ("Interreg 2007–2013", "INTERREG", "exakt"),
        ("Interreg Euregio Maas-Rhein", "INTERREG", "tolkad"),
        ("Jordbruksfonden för landsbygdsutveckling (Leader Upplandsbygd)", "LEADER", "tolkad"),
        ("URBACT IV", "URBACT", "exakt"),
        ("Fonden för rättvis omställning (FRO), Gotland", "JTF", "tolkad"),
        ("EU4Health 2022", "EU4HEALTH", "exakt"),
        ("Erasmus+ via UHR", "ERASMUS", "tolkad"),
        ("European Solidarity Corps (ESC51)", "ESK", "exakt"),
        ("REC 2014–2020", "REC", "exakt"),
    ],
)
def test_what_stands_beside_a_name_does_not_hide_it(text: str, code: str, how: str) -> None:
    found = resolve("fond", text)
    assert (found.code, found.how) == (code, how)


@pytest.mark.parametrize(
    "text",
    [
        "Horisont 2027", "ESX", "SFE", "ESF2", "AMF Pension", "Europa", "Europe", "A better life",
        "Digital inkludering", "Progress in education", "Elena Andersson", "Framtidsfonden",
        "Allmänna arvsfonden", "Kultur", "Nord", "Sida 2", "ej ESF", "Inte EU-medel",
        "avslag från Erasmus+", "101036519", "Se bilaga 2", "Region Sjælland",
    ],
)  # fmt: skip
def test_a_near_miss_and_an_ordinary_word_are_no_fund(text: str) -> None:
    assert resolve("fond", text).code is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ESF/ERUF", ("ESF", "ERUF")),
        ("ESF och Region Skåne", ("ESF", "REGION-SKANE")),
        ("Horisont Europa (Digital Europe)", ("HEUROPA", "DIGITAL")),
        ("AMIF + ISF", ("AMIF", "ISF")),
    ],
)
def test_two_funds_are_none(text: str, codes: tuple[str, ...]) -> None:
    found = resolve("fond", text)
    assert (found.code, found.flera) == (None, codes)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Horisont 2020 och Horisont Europa", "HORISONT"),
        ("Interreg ÖKS, Interreg South Baltic", "INTERREG"),
        ("Horisont 2020 via NetZeroCities (bidragsavtal 101036519)", "HORISONT"),
    ],
)
def test_several_of_one_family_are_the_family(text: str, family: str) -> None:
    found = resolve("fond", text)
    assert (found.code, found.how) == (family, "tolkad")


AROUND = st.sampled_from(
    ["{}", "{}.", "({})", "[{}]", "{} (2021–2027)", "{} 2014-2020", "{}, 2014–20", "{} (101036519)",
     "  {} ", "{};", "{} programperioden 2021-2027", "{} (bidragsavtal 101036519)"]
)  # fmt: skip


@given(row=st.sampled_from(ALIASES), around=AROUND)
def test_no_spelling_is_lost_by_what_stands_around_it(row: dict[str, str], around: str) -> None:
    assert resolve("fond", around.format(row["alias"])).code == row["fond_kod"]


def _family(row: dict[str, str]) -> str:
    return FUNDS[row["fond_kod"]]["del_av"] or row["fond_kod"]


# "Some EU programme" beside a name is that name.
TOLD_BY_ITSELF = st.sampled_from(
    [row for row in ALIASES if row["ensam"] == "false" and row["fond_kod"] != "EU-OSPEC"]
)


@given(TOLD_BY_ITSELF, TOLD_BY_ITSELF, st.sampled_from(["/", " / ", ", ", "; ", " samt "]))
def test_unrelated_funds_together_are_never_one_of_them(
    one: dict[str, str], other: dict[str, str], between: str
) -> None:
    assume(_family(one) != _family(other))
    assert resolve("fond", f"{one['alias']}{between}{other['alias']}").code is None


def test_the_three_periods_are_known() -> None:
    periods = {row["programperiod"] for row in FUNDS.values()} - {""}
    assert periods == {"2007-2013", "2014-2020", "2021-2027"}
    for row in FUNDS.values():
        assert row["del_av"] in ({""} | FUNDS.keys())
        # A family is one group: who names the family only still has the group right.
        if row["del_av"]:
            assert row["fondgrupp"] == FUNDS[row["del_av"]]["fondgrupp"]
            assert row["ar_eu"] == FUNDS[row["del_av"]]["ar_eu"]
