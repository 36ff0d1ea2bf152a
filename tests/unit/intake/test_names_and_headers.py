"""Names to codes, and headers to fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok import seeds
from fondbok.intake import fields, headers
from fondbok.values.amounts import Unit
from fondbok.values.resolve import (
    project_key,
    question_number,
    resolve,
    resolve_goal,
    resolve_list,
    unit_names_in,
)


@pytest.mark.parametrize(
    ("register", "text", "code", "how"),
    [
        ("namnd", "ASF", "ASN", "exakt"),
        ("namnd", "asn", "ASN", "exakt"),
        ("namnd", "Arbetsmarknads och socialförvaltningen", "ASN", "exakt"),
        ("namnd", "ARBETSMARKNADS- OCH SOCIAL-\u00adNÄMNDEN", "ASN", "exakt"),
        ("namnd", "Stadskontoret", "KS", "exakt"),
        ("namnd", "Miljönämden", "MN", "tolkad"),
        ("namnd", "Arbetsmarknads- och socialförvaltningens", "ASN", "tolkad"),
        ("namnd", "Parknämnden", None, "okand"),
        ("namnd", "ASX", None, "okand"),
        ("fond", "ESF+", "ESF", "exakt"),
        ("fond", "Europeiska socialfonden (ESF+)", "ESF", "exakt"),
        ("fond", "Horizon 2020", "H2020", "exakt"),
        ("fond", "Horisont 2027", None, "okand"),
        ("fond", "Europeiska socialfndoen", "ESF", "tolkad"),
        ("roll", "Projektägare", "agare", "exakt"),
        ("roll", "projektägre", "agare", "tolkad"),
        ("roll", "hejarklack", None, "okand"),
    ],
)
def test_resolve(register: str, text: str, code: str | None, how: str) -> None:
    """Aliases first, then a strict distance, digits exactly; never a guess."""
    found = resolve(register, text)
    assert (found.code, found.how) == (code, how)


@pytest.mark.parametrize("register", ["namnd", "fond", "roll"])
def test_every_alias_resolves_to_its_code(register: str) -> None:
    """Each line of an alias seed is understood as it stands."""
    column = {"namnd": "namnd_kod", "fond": "fond_kod", "roll": "roll"}[register]
    for line in seeds.load(f"{register}_alias"):
        found = resolve(register, line["alias"])
        assert (found.code, found.how) == (line[column], "exakt"), line


def test_every_goal_alias_resolves_in_its_period() -> None:
    """Each goal is found by name, by alias and by number, in each of its years."""
    for line in seeds.load("kf_mal"):
        for ar in range(int(line["fran_ar"]), int(line["till_ar"]) + 1):
            nummer = int(line["nummer"])
            assert resolve_goal(line["nummer"], ar).nummer == nummer
            assert resolve_goal(line["kf_mal"], ar).nummer == nummer
            assert resolve_goal(f"{nummer}. {line['kf_mal']}", ar).nummer == nummer


@pytest.mark.parametrize(
    ("text", "ar", "nummer"),
    [
        ("En god organisation", 2022, 4),
        ("En god organisation", 2024, 5),
        ("Utbildnig och arbete", 2023, 1),
        ("mål 2", 2019, 2),
        ("3", 2019, None),
        ("6", 2024, None),
        ("Mål 12", 2024, None),
        ("mål 2 i de globala målen", 2024, None),
        ("1. En god organisation", 2022, None),
        ("Utbildning och arbete", 2024, None),
        ("1", 2020, None),
    ],
)
def test_goals_live_in_their_year(text: str, ar: int, nummer: int | None) -> None:
    """A name means another goal in another period; a number that disagrees with it means none."""
    assert resolve_goal(text, ar).nummer == nummer


def test_units_in_a_list() -> None:
    """Names with commas and "och" in them stay whole."""
    text = "HVOF; Arbetsmarknads- och socialförvaltningen, Hälsa-, vård- och omsorgsförvaltningen"
    text += " och kulturförvaltningen\nflera andra"
    codes = [found.code for _, found in resolve_list(text)]
    assert codes == ["HVON", "ASN", "HVON", "KUN", None]


def test_project_aliases_hold_in_their_years() -> None:
    """The same name is another project in another year."""
    assert project_key("Power Bio", 2024) == project_key("PowerBio", 2024)
    assert project_key("Malmökraften", 2022) == project_key("Malmökraften 2.0", 2022)
    assert project_key("Malmökraften", 2019) != project_key("Malmökraften 2.0", 2019)


def test_names_in_a_sentence() -> None:
    """Who writes, not whom they write to."""
    text = "Miljönämnden skickar redovisningen till kommunstyrelsen."
    assert unit_names_in(text) == ["Miljönämnden"]
    assert question_number("Vilka kvalitativa resultat har arbetet gett?", 2022) == 2
    assert question_number("Hur mår du?", 2022) is None


@given(text=st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    """Any text can stand where a name should."""
    for register in ("namnd", "fond", "roll"):
        resolve(register, text)
    resolve_goal(text, 2024)
    resolve_list(text)
    headers.match(text)


# --- headers ---

CONTRACT = {
    "namnd": ["Nämnd", "Förvaltning", "Nämnd/förvaltning"],
    "ar": ["År", "Redovisningsår"],
    "diarienummer": ["Diarienummer", "Dnr"],
    "beslutsdatum": ["Beslutsdatum"],
    "version": ["Version"],
    "formedlat": [
        *("Varav förmedlat till partner", "Varav förmedlat", "Förmedlat till partners"),
        *("Vidareförmedlat", "Varav till partner"),
    ],
    "projekt": ["Projektnamn", "Projekt"],
    "fond": ["Fond/program", "EU-fond", "EU-bidrag", "Fond", "Program", "Finansiering"],
    "roll": ["Roll", "Projektägare/projektpart"],
    "projektagare": ["Projektägare", "Ägare", "Koordinator"],
    "bidragsnummer": [
        "Bidragsnummer",
        "Grant agreement",
        "Projekt-id",
        "Diarienummer hos finansiären",
    ],
    "ekonomikod": ["Projektkod i ekonomisystemet", "Projektkod", "Ekonomikod"],
    "start": ["Startdatum"],
    "slut": ["Slutdatum"],
    "period": ["Projektperiod", "Period"],
    "budget": ["Total projektbudget", "Budget"],
    "valuta": ["Valuta"],
    "stadens_budget": ["Stadens del av budgeten"],
    "eu_andel": ["EU-finansiering (%)", "Medfinansieringsgrad"],
    "egen_kontant": ["Egen medfinansiering kontant (%)", "Egen medfinansiering kontant"],
    "egen_tid": ["Egen medfinansiering arbetstid (%)", "Egen medfinansiering arbetstid"],
    "enheter": ["Skolor och enheter", "Enheter"],
    "utbetalt": [
        "Utbetalt EU-bidrag",
        "Utbetalt",
        "Utbetalt belopp",
        "Utbetalt SEK",
        "Utbetalt till ASF 2019",
    ],
    "kf_mal": ["KF-mål", "Bidrar till KF-mål", "Målområde", "Budgetmål"],
    "kf_mal_fordelning": ["Fördelning KF-mål (%)"],
    "deltagande": ["Deltagande förvaltningar"],
    "syfte": ["Syfte och mål"],
    "malgrupp": ["Målgrupp"],
    "resultat": ["Resultat och spridning"],
    "anpassade_falt": ["Anpassade värden", "Anpassat"],
}
PAIRS = [(field, text) for field, texts in CONTRACT.items() for text in texts]


@pytest.mark.parametrize(("field", "text"), PAIRS)
@pytest.mark.parametrize(
    "respell",
    [
        str,
        str.upper,
        str.lower,
        lambda text: text.replace(" ", "\n"),
        lambda text: f"  {text.replace('-', ' ')}\u00a0",
    ],
    ids=["as is", "upper", "lower", "broken lines", "blanks"],
)
def test_headers_of_the_contract(field: str, text: str, respell: object) -> None:
    """Case, blanks, hyphens and line breaks do not count."""
    found = headers.match(respell(text))
    assert found is not None
    assert (found.field, found.guessed) == (field, False)


def test_every_field_has_one_header_in_the_template() -> None:
    """The template prints one header a field, and reads it back."""
    for kind in fields.SHEETS:
        for field, text in headers.canonical(kind).items():
            assert headers.match(text, kind).field == field
            assert headers.match(field, kind).field == field
    assert set(headers.canonical()) == set(CONTRACT)


@pytest.mark.parametrize(
    ("text", "unit", "year", "unit_name"),
    [
        ("Utbetalt till ASF 2019", Unit(), 2019, "ASF"),
        ("Utbetalt 2022 (tkr)", Unit(3, "SEK"), 2022, None),
        ("Utbetalt till ASF (tkr) 2019", Unit(3, "SEK"), 2019, "ASF"),
        ("Utbetalt EU-bidrag i tkr", Unit(3, "SEK"), None, None),
        ("Utbetalt 2022 i kronor", Unit(0, "SEK"), 2022, None),
        ("Utbetalt belopp, mkr", Unit(6, "SEK"), None, None),
        ("Utbetalt EUR", Unit(0, "EUR"), None, None),
        ("Utbetalt under 2022", Unit(), 2022, None),
        (
            "Utbetalt till arbetsmarknads- och\nsocialförvaltningen 2022",
            Unit(),
            2022,
            "arbetsmarknads- och socialförvaltningen",
        ),
    ],
)
def test_unit_and_year_inside_a_header(
    text: str, unit: Unit, year: int | None, unit_name: str | None
) -> None:
    """What a header says about the money below it."""
    found = headers.match(text)
    assert (found.field, found.unit, found.year) == ("utbetalt", unit, year)
    assert (found.unit_name, found.guessed) == (unit_name, False)


@pytest.mark.parametrize("text", ["Kommentar", "Belopp", "Beviljat belopp", "", "2022", "(tkr)"])
def test_unknown_headers(text: str) -> None:
    """A column that does not say which amount it is is not taken for the paid one."""
    assert headers.match(text) is None
