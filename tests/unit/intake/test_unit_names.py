"""Units as people write them in the cell for the unit, and several units in one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok import seeds
from fondbok.findings import FileRead
from fondbok.values.resolve import resolve, resolve_unit
from tests.unit.intake.intake_files import CASES, read_file

# What each cell of the case means; None where no one name is meant.
CASE = {
    "ASN/ASF": "ASN", "Arbetsmarknads- och socialnämnden (ASN)": "ASN",
    "Malmö stad, Kulturförvaltningen": "KUN", "kulturnämnden Malmö": "KUN", "HVO": "HVON",
    "Hälsa vård omsorg": "HVON", "GrF": "GRN", "GYVF": "GVN", "FSKF": "FON", "Grundskolan": "GRN",
    "FGK": "TN", "TN/FGK": "TN", "Fastighets- och gatukontoret (FGK)": "TN",
    "Tekniska nämnden, fastighets- och gatukontoret": "TN", "Fastighetsnämnden": None,
    "Fritid": "FRN", "Miljö": "MN", "Miljö- och byggnadsnämnden": None,
    "Grundskoleförvaltning": "GRN", "Socialnämnden": None, "STK": "KS", "Stk": "KS",
    "Stadskontoret/KS": "KS", "Kommunstyrelsen (Stadskontoret)": "KS", "FoF": "FON", "FRG": None,
    "ASK": None, "Servicenämnd": "SEN", "MIL": None, "Miljöf": "MN", "miljoforvaltningen": "MN",
    "ARBETSMARKNADS OCH SOCIALNÄMNDEN": "ASN", "Arbetsmarknads- och socialnämnden": "ASN",
    "Valnämnden": None, "Överförmyndarnämnden": None, "Revisionen": None, "Stadsrevisionen": None,
    "Malmö stad": None, "KSAU": "KS", "SBK": "SBN", "Stadsbyggnad": "SBN", "FF": None,
    "Kultur": "KUN", "Funktionsstöd": "FSN", "GVF Malmö": "GVN", "Gymnasienämnden": "GVN",
}  # fmt: skip


def test_every_unit_of_the_case() -> None:
    rows = read_file(CASES / "67_namnder.xlsx").rows["submission_projekt"]
    assert {row["namnd_text"]: row["namnd_kod"] for row in rows} == CASE
    assert {row["utfall"] for row in rows} == {"laddad"}


@pytest.mark.parametrize(
    ("folder", "code"),
    [("forv_0", "TN"), ("forv_1", "MN"), ("forv_2", "GVN"), ("forv_3", "SBN"), ("forv_4", "KUN"),
     ("forv_5", "HVON"), ("forv_6", "SEN")],
)  # fmt: skip
def test_short_forms_on_start(folder: str, code: str) -> None:
    read = read_file(CASES / "landing_hA" / "submissions" / "2024" / f"{folder}.xlsx")
    assert {row["namnd_kod"] for row in read.rows["submission_projekt"]} == {code}


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("Malmö stads tekniska nämnd", "TN", "exakt"),
        ("Miljönämnden, Malmö stad", "MN", "exakt"),
        ("Malmö kommun (kulturnämnden)", "KUN", "exakt"),
        ("Fritidsnämnden.", "FRN", "exakt"),
        ("Kulturnämndens", "KUN", "tolkad"),
        ("Miljönämnd", "MN", "exakt"),
        ("nämnden för kultur", "KUN", "tolkad"),
        ("Nämnden för hälsa, vård och omsorg", "HVON", "tolkad"),
        ("Arb- och soc", "ASN", "tolkad"),
        ("Stadsk.", "KS", "tolkad"),
        ("Miljönämnden, enheten för klimat", "MN", "tolkad"),
        ("Grundskolenämnden (till KS)", "GRN", "tolkad"),
    ],
)
def test_one_unit_in_other_words(text: str, code: str, how: str) -> None:
    found = resolve_unit(text)
    assert found.code == code
    assert found.how in (how, "exakt")


@pytest.mark.parametrize(
    "text",
    ["Göteborgs stads kulturnämnd", "Göteborgs stad, kulturnämnden", "Kulturnämnden, Lunds kommun",
     "Parknämnden", "Kommun", "Stad", "Malmö", "Social", "Gymnasiet",
     "Miljönämnden och Parknämnden", "Nämnden för arbetsmarknad", "ASN och grannkommuner",
     "", "och", "/"],
)  # fmt: skip
def test_nobody_here(text: str) -> None:
    found = resolve_unit(text)
    assert (found.code, found.flera) == (None, ())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("GRN och GVN", ("GRN", "GVN")),
        ("Grundskolenämnden/Gymnasienämnden", ("GRN", "GVN")),
        ("ASN + KUN", ("ASN", "KUN")),
        ("ASN KUN", ("ASN", "KUN")),
        ("FRN;FSN", ("FRN", "FSN")),
        ("Förskole- och grundskolenämnden", ("FON", "GRN")),
        ("Kultur- och fritidsnämnden", ("KUN", "FRN")),
        ("Miljönämnden (Tekniska nämnden)", ("MN", "TN")),
        ("Gemensam redovisning för GRN och GVN", ("GRN", "GVN")),
        ("Grundskolenämnden och gymnasie- och vuxenutbildningsnämnden", ("GRN", "GVN")),
        ("Malmö stad: ASN, FSN och HVON", ("ASN", "FSN", "HVON")),
    ],
)
def test_several_units_are_named_and_none_is_chosen(text: str, codes: tuple[str, ...]) -> None:
    found = resolve_unit(text)
    assert (found.code, found.flera) == (None, codes)


NAMES = [
    (row[column], row["namnd_kod"])
    for row in seeds.load("namnd")
    for column in ("namnd_kod", "namnd", "forvaltning", "forvaltning_kod")
]
AROUND = st.sampled_from(
    [
        "{}",
        "{}.",
        "Malmö stad, {}",
        "{}, Malmö stad",
        "Malmö stads {}",
        "{} Malmö",
        "{} (Malmö stad)",
    ]
)


@given(name=st.sampled_from(NAMES), around=AROUND)
def test_the_citys_name_changes_nothing(name: tuple[str, str], around: str) -> None:
    found = resolve_unit(around.format(name[0]))
    assert (found.code, found.how) == (name[1], "exakt")


@given(
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=3),
    st.sampled_from([" och ", "/", " + ", ", ", " samt ", " & ", ";"]),
)
def test_two_units_are_never_one_of_them(names: list[tuple[str, str]], between: str) -> None:
    codes = tuple(dict.fromkeys(code for _, code in names))
    found = resolve_unit(between.join(name for name, _ in names))
    if len(codes) == 1:
        assert found.code == codes[0]
    else:
        assert (found.code, found.flera) == (None, codes)


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    resolve_unit(text)


def test_a_joint_submission_is_held_and_names_both() -> None:
    path = CASES / "landing_hA" / "submissions" / "2024" / "gemensam GRN GVN.xlsx"
    read = read_file(path)
    (row,) = read.rows["submission_projekt"]
    assert (row["utfall"], row["namnd_kod"], row["namnd_koder"]) == ("avvisad", None, "GRN;GVN")
    assert read.rows["submission"][0]["namnd_koder"] == "GRN;GVN"
    (held,) = read.avvisade
    assert held.regel == "NAMND_FLERA"
    assert "Grundskolenämnden och Gymnasie- och vuxenutbildningsnämnden" in held.meddelande
    (told,) = (f for f in read.fynd if f.regel == "UNDERLAG_GEMENSAMT")
    assert (told.blad, told.rad, told.raknas_inte) == ("Start", 1, True)


def test_a_row_of_its_own_counts_beside_a_joint_one(read_csv: Callable[..., FileRead]) -> None:
    lines = "Nämnd;År;Projektnamn;Fond;Utbetalt\nASN;2022;A;ESF;1\nGRN och GVN;2022;B;ESF;2\n"
    read = read_csv(lines)
    rows = read.rows["submission_projekt"]
    assert [(r["utfall"], r["namnd_kod"], r["namnd_koder"]) for r in rows] == [
        ("laddad", "ASN", None),
        ("avvisad", None, "GRN;GVN"),
    ]
    assert read.rows["submission"] == []


def test_short_words_are_units_only_in_the_units_own_cell() -> None:
    """In a heading "Kultur" is a subject, and stadskontoret's case number is in everybody's."""
    assert resolve("namnd", "Kultur").code is None
    assert resolve("namnd", "Miljö").code is None


def test_the_case_that_all_answer_to_says_nothing_of_who_answers(
    read_workbook: Callable[..., FileRead],
) -> None:
    read = read_workbook(
        [["Underlag i ärende STK-2024-820"], ["Projekt", "Fond", "Utbetalt"], ["A", "ESF", 1]],
        header=["Redovisning 2024"],
        start=[],
    )
    assert {row["namnd_kod"] for row in read.rows["submission_projekt"]} <= {None}
