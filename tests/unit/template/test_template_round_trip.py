"""What is typed into the form is what the intake reads, to the öre."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fondbok import template
from fondbok.files.privacy.personal_data import mask
from fondbok.findings import FileRead
from fondbok.intake.control.form import PREFILLED
from fondbok.intake.submissions import read_submission
from fondbok.template.layout import FIRST_ROW, INFORMATION, PROJECT_COLUMNS
from tests.unit.template.conftest import Fill

SHA = "0" * 64


def read(path: Path) -> FileRead:
    return read_submission(path, SHA)


def remarks(done: FileRead) -> list[str]:
    return [f.regel for f in done.fynd]


def projects(path: Path) -> list[dict[str, Any]]:
    rows = read(path).rows["submission_projekt"]
    return [row for row in rows if row["utfall"] == "laddad"]


def test_an_untouched_form_reports_nothing_and_is_not_remarked_on(empty_form: Path) -> None:
    done = read(empty_form)
    assert [row["utfall"] for row in done.rows["submission_projekt"]] == ["total"]
    assert set(remarks(done)) <= {"INGA_PROJEKT"}
    assert not done.avvisade
    assert {name for name, rows in done.rows.items() if rows} == {
        "submission",
        "submission_projekt",
    }


def test_every_field_comes_back_as_typed(empty_form: Path, fill: Fill) -> None:
    typed = {
        "projekt": "Vägen in",
        "fond": "Europeiska socialfonden",
        "roll": "Projektägare",
        "utbetalt": 1680158.25,
        "valuta": "SEK",
        "kf_mal": "1;3",
        "kf_mal_fordelning": "60;40",
        "start": "2024-09",
        "slut": "2026",
        "projektagare": "Region Skåne",
        "bidragsnummer": "0012345",
        "ekonomikod": "0101;0102",
        "budget": 15300000,
        "stadens_budget": 5000000,
        "eu_andel": 40,
        "egen_kontant": 10,
        "egen_tid": 12.5,
        "deltagande": "Fritidsförvaltningen; Miljöförvaltningen",
        "enheter": "Norra skolan; Biblioteket",
        "syfte": "Rad ett\nrad två",
        "malgrupp": "Unga",
        "resultat": "Fler i arbete",
        "forra_aret": 99,
    }
    fill(
        empty_form,
        [typed],
        Start={"B5": "ASN-2026-1122", "B6": date(2026, 2, 24), "B7": 2},
        Svar={"C5": "Vi har besökt Lund."},
        Samverkan={"A5": "Offentlig", "B5": 17},
        Indikatorer={"A5": "Vägen in", "B5": "I arbete", "C5": 50, "D5": 41.5,
                     "E5": date(2025, 12, 31), "F5": "personer"},
        Nätverk={"A5": "Eurocities", "B5": "medlem", "C5": "1998"},
        Händelser={"A5": "Studiebesök", "B5": "2025-05", "C5": "Gdansk", "D5": 12, "E5": "Hamnen"},
        Samverkanspartner={"A5": "Vägen in", "B5": "Gdansk stad", "C5": "Polen", "D5": "Offentlig"},
        Personal={"A5": "Projektledning", "B5": "Vägen in", "C5": 2, "D5": 1.5},
        Ansökningar={"A5": "Vägen ut", "B5": "Europeiska socialfonden", "C5": "Inskickad",
                     "D5": 2500000},
        Ärende={"B5": "2026-02-24", "C5": "Nämndens arbetsutskott", "C10": "Kommunstyrelsen"},
    )  # fmt: skip
    done = read(empty_form)
    assert remarks(done) == []
    assert not done.avvisade
    (row,) = projects(empty_form)
    wanted = {
        "rad": FIRST_ROW, "namnd_kod": "ASN", "ar": 2025, "diarienummer": "ASN-2026-1122",
        "beslutsdatum": date(2026, 2, 24), "version": 2, "projekt": "Vägen in", "fond_kod": "ESF",
        "roll": "agare", "projektagare": "Region Skåne", "bidragsnummer": "0012345",
        "ekonomikod": "0101;0102", "start_datum": date(2024, 9, 1), "start_precision": "manad",
        "slut_datum": date(2026, 12, 31), "slut_precision": "ar",
        "budget": Decimal(15300000), "budget_valuta": "SEK", "stadens_budget": Decimal(5000000),
        "eu_andel": Decimal(40), "egen_kontant": Decimal(10), "egen_tid": Decimal("12.5"),
        "enheter": "Norra skolan; Biblioteket",
        "utbetalt": Decimal("1680158.25"), "utbetalt_valuta": "SEK",
        "utbetalt_ungefarlig": False, "deltagande": "FRN;MN", "syfte": "Rad ett\nrad två",
        "malgrupp": "Unga", "resultat": "Fler i arbete",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    goals = [(g["nummer"], g["andel"]) for g in done.rows["submission_kf_mal"]]
    assert goals == [(1, Decimal(60)), (3, Decimal(40))]
    tables = {
        "submission_svar": {"fraga_nr": 1, "svar": "Vi har besökt Lund."},
        "submission_samverkan": {"typ": "Offentlig", "antal": 17},
        "submission_indikator": {"projekt": "Vägen in", "mal": 50, "utfall": Decimal("41.5"),
                                 "per_datum": date(2025, 12, 31), "enhet": "personer"},
        "submission_natverk": {"natverk": "Eurocities", "roll": "medlem", "medlem_sedan": "1998"},
        "submission_handelse": {"typ": "Studiebesök", "datum": date(2025, 5, 1), "antal": 12},
        "submission_part": {"projekt": "Vägen in", "part": "Gdansk stad", "land": "Polen",
                            "land_kod": "PL", "typ": "Offentlig"},
        "submission_personal": {"uppgift": "Projektledning", "antal": 2,
                                "heltidstjanster": Decimal("1.5")},
        "submission_ansokan": {"ansokan": "Vägen ut", "fond_kod": "ESF", "lage_kod": "inskickad",
                               "belopp": Decimal(2500000), "belopp_valuta": "SEK"},
    }  # fmt: skip
    case = [
        (part["arendedel_kod"], part["datum_datum"], part["text"])
        for part in done.rows["submission_arende"]
    ]
    assert case == [
        ("instans", date(2026, 2, 24), "Nämndens arbetsutskott"),
        ("mottagare", None, "Kommunstyrelsen"),
    ]
    for table, fields in tables.items():
        (found,) = done.rows[table]
        assert {name: found[name] for name in fields} == fields, table


def test_zero_blank_and_negative_stay_three_things(empty_form: Path, fill: Fill) -> None:
    amounts = [0, None, -1200]
    fill(empty_form, [{"projekt": f"Projekt {n}", "utbetalt": a} for n, a in enumerate(amounts)])
    assert [row["utbetalt"] for row in projects(empty_form)] == [Decimal(0), None, Decimal(-1200)]


def test_last_years_amount_is_never_this_years(mart: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    template.write("ASN", 2025, out, mart)
    rows = projects(out)
    assert [row["projekt"] for row in rows] == ['=HYPERLINK("x")', "Vägen in", "Vägen in", "Älvan"]
    assert {row["utbetalt"] for row in rows} == {None}
    assert {row["budget"] for row in rows} == {None}


def test_a_form_handed_in_as_it_was_handed_out_is_said(mart: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    template.write("ASN", 2025, out, mart)
    said = {f.regel: f for f in read(out).fynd}
    assert said["MALL_ORORD"].blad == "Projekt"
    # Älvan and one of Vägen in have money of last year; 0 and unknown are none.
    assert [f.varde for f in read(out).fynd if f.regel == "BELOPP_I_GRATT"] == ["7", "1000.3"]


@pytest.mark.parametrize(
    "typed",
    [{"Start": {"B5": "ASN-2026-1"}}, {"Start": {"B6": date(2026, 2, 24)}}, {"Start": {"B7": 2}},
     {"Svar": {"C5": "Vi har besökt Lund."}}, {"Projekt": {"D5": 0}},
     {"Samverkan": {"A5": "Offentlig", "B5": 1}}],
)  # fmt: skip
def test_a_form_that_says_anything_is_not_untouched(
    mart: Path, tmp_path: Path, fill: Fill, typed: dict[str, dict[str, Any]]
) -> None:
    out = tmp_path / "form.xlsx"
    template.write("ASN", 2025, out, mart)
    fill(out, [], **typed)
    assert "MALL_ORORD" not in remarks(read(out))


def test_money_in_the_grey_column_is_said_where_the_white_one_is_empty(
    empty_form: Path, fill: Fill
) -> None:
    rows = [
        {"projekt": "Fel kolumn", "fond": "Erasmus+", "forra_aret": 5000},
        {"projekt": "Båda", "fond": "Erasmus+", "forra_aret": 5000, "utbetalt": 0},
        {"projekt": "Ingen", "fond": "Erasmus+", "forra_aret": "okänt"},
    ]
    fill(empty_form, rows, Start={"B5": "ASN-2026-1"})
    (said,) = read(empty_form).fynd
    assert (said.regel, said.rad, said.varde) == ("BELOPP_I_GRATT", FIRST_ROW, "5000")
    assert said.raknas_inte


def test_what_the_form_fills_in_is_what_the_intake_takes_for_filled_in(
    mart: Path, tmp_path: Path
) -> None:
    out = tmp_path / "form.xlsx"
    template.write("ASN", 2025, out, mart)
    sheet = load_workbook(out)["Projekt"]
    filled = {
        column.id
        for at, column in enumerate(PROJECT_COLUMNS, start=1)
        for row in range(FIRST_ROW, FIRST_ROW + 4)
        if sheet.cell(row, at).value is not None
    }
    assert filled - {INFORMATION} <= PREFILLED


@pytest.mark.parametrize("year", [2024, "2024", 2024.0])
def test_a_year_typed_as_a_number_is_a_year(empty_form: Path, fill: Fill, year: object) -> None:
    fill(empty_form, [{"projekt": "A", "utbetalt": 1, "start": year, "slut": year}])
    (row,) = projects(empty_form)
    assert (row["start_datum"], row["start_precision"]) == (date(2024, 1, 1), "ar")
    assert (row["slut_datum"], row["slut_precision"]) == (date(2024, 12, 31), "ar")


def test_rows_put_in_above_the_total_are_read_and_checked(
    empty_form: Path, total_cell: str, fill: Fill
) -> None:
    fill(empty_form, [{"projekt": "A", "utbetalt": 1000}], Projekt={total_cell: 6000})
    workbook = load_workbook(empty_form)
    total = int(total_cell[1:])
    workbook["Projekt"].insert_rows(total, 3)
    workbook["Projekt"][f"A{total + 2}"] = "B"
    workbook["Projekt"][f"D{total + 2}"] = 5000
    workbook.save(empty_form)
    assert remarks(read(empty_form)) == []
    assert [row["utbetalt"] for row in projects(empty_form)] == [1000, 5000]


def test_prefilled_shares_add_up(mart: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    template.write("ASN", 2025, out, mart)
    done = read(out)
    assert "FORDELNING_EJ_100" not in {f.regel for f in done.fynd}
    shares = [g["andel"] for g in done.rows["submission_kf_mal"] if g["andel"] is not None]
    assert shares == [Decimal("33.3333"), Decimal("66.6667")]


def test_every_choice_of_every_list_is_understood(empty_form: Path, fill: Fill) -> None:
    workbook = load_workbook(empty_form)

    def listed(name: str) -> list[str]:
        cells = workbook.defined_names[name].attr_text.split("!")[1]
        return [row[0].value for row in workbook["Listor"][cells]]

    funds, goals = listed("Fonder"), listed("KF_mal")
    roles, units = listed("Roller"), listed("Forvaltningar")
    rows = [
        {
            "projekt": f"Hamnen, kaj {n}",
            "fond": funds[n % len(funds)],
            "roll": roles[n % len(roles)],
            "kf_mal": goals[n % len(goals)],
            "deltagande": units[n % len(units)],
            "utbetalt": 100_000,
        }
        for n in range(max(len(funds), len(goals)))
    ]
    fill(empty_form, rows)
    done = read(empty_form)
    assert remarks(done) == []
    assert len(projects(empty_form)) == len(rows)


@pytest.mark.parametrize(("typed", "regel"), [(6000, None), (7000, "TOTAL_STAMMER_EJ")])
def test_the_control_total_is_checked(
    empty_form: Path, total_cell: str, fill: Fill, typed: int, regel: str | None
) -> None:
    rows = [{"projekt": "A", "utbetalt": 1000}, {"projekt": "B", "utbetalt": 5000}]
    fill(empty_form, rows, Projekt={total_cell: typed})
    assert remarks(read(empty_form)) == ([regel] if regel else [])


_NAMES = st.text(st.characters(codec="latin-1", categories=["L"]), min_size=3, max_size=30)
# A whole amount from a billion kronor on may be an identity number: those are masked.
_AMOUNTS = st.decimals(Decimal("-99999999"), Decimal("9999999999"), places=2).filter(
    lambda amount: mask(f"{amount.normalize():f}") is None
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(_NAMES, st.none() | _AMOUNTS),
        max_size=40,
        unique_by=lambda row: row[0].casefold(),
    )
)
def test_names_and_amounts_of_any_kind_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    fill: Fill,
    rows: list[tuple[str, Decimal | None]],
) -> None:
    # Words like "Totalt", "okänt" and "Projektpartner" mean something of their own in a table.
    kept = [(f"Satsningen {name}", amount) for name, amount in rows]
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    template.write("GRN", 2025, path)
    fill(path, [{"projekt": name, "utbetalt": amount} for name, amount in kept])
    assert [(row["projekt"], row["utbetalt"]) for row in projects(path)] == kept
