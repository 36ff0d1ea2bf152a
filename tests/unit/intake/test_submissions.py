"""A whole submission: what is loaded, what is rejected, and that nothing is lost between."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondbok.findings import FileRead
from fondbok.intake.inspection import inspect_rows
from fondbok.warehouse import database
from tests.unit.intake.intake_files import HEADER, goals, read_file, row, rules

Read = Callable[..., FileRead]

# Facts of the published memo of 2019, in the words of a submission.
MEMO_2019 = [
    ["Hela familjen", "ESF", "1 680 158 SEK", 2],
    ["Malmö Innovationsarena", "ERUF", "214 598 SEK", 8],
    ["Malmö växer", "ERUF", "19 110 SEK", 8],
    ["Sluta skjut/GVI", "IFS", "0 SEK", 6],
    ["Vägen in", "ESF", "1 469 932 SEK", 2],
    ["Yalla Sofielund", "ESF", "215 824 SEK", 2],
    ["TAMU", "ESF", "257 345 SEK", 2],
    ["Konsekvenspedagogisk\nvägledning/KRAMI", "Erasmus+", "172 286 SEK", 2],
]
HEADER_2019 = ["Projektnamn", "EU-fond", "Utbetalt till ASF 2019", "Bidrar till KF-mål"]


def test_the_memo_of_2019(read_workbook: Read) -> None:
    """Eight projects, one of 0 SEK, and a total that agrees to the krona."""
    read = read_workbook(
        [*MEMO_2019, [], ["TOTALT:", None, "4 029 253 SEK"]],
        header=HEADER_2019,
        start=[("Förvaltning", "ASF"), ("Redovisningsår", 2019)],
    )
    rows = read.rows["submission_projekt"]
    assert read.utfall == {"laddad": 8, "total": 1}
    assert sum(r["utbetalt"] for r in rows[:8]) == Decimal(4029253) == rows[8]["utbetalt"]
    assert rows[3]["utbetalt"] == Decimal(0)
    assert rows[7]["projekt"] == "Konsekvenspedagogisk vägledning/KRAMI"
    assert {r["fond_kod"] for r in rows[:8]} == {"ESF", "ERUF", "ISF", "ERASMUS"}
    assert goals(read) == [2, 8, 8, 6, 2, 2, 2, 2]
    assert read.fynd == []


def test_a_total_one_ore_off_is_found(read_workbook: Read) -> None:
    """Exact figures have no tolerance."""
    rows = [["A", None, 100.25], ["B", None, 200.5], ["Summa", None, 300.76]]
    read = read_workbook(rows)
    assert [remark.rad for remark in read.fynd if remark.regel == "TOTAL_STAMMER_EJ"] == [4]
    assert read_workbook([*rows[:2], ["Summa", None, 300.75]]).fynd == []


def test_a_total_of_rounded_figures_may_differ_by_half_steps(read_workbook: Read) -> None:
    """5,4 + 2,8 mkr may be printed as 8,3 but not as 8,5."""
    rows = [["A", None, "5,4 mkr"], ["B", None, "2,8 mkr"]]
    assert read_workbook([*rows, ["Totalt", None, "8,3 mkr"]]).fynd == []
    assert rules(read_workbook([*rows, ["Totalt", None, "8,5 mkr"]])) == {"TOTAL_STAMMER_EJ"}


def test_totals_by_unit_and_of_all(read_csv: Read) -> None:
    """Sub-totals cover their unit, the last total everything."""
    head = "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\n"
    rows = "ASN;2022;A;100\nASN;2022;B;50\nASN;2022;Delsumma;150\nMN;2022;C;7\n;;Delsumma;7\n"
    read = read_csv(head + rows + "Totalt;;;157\n")
    assert read.utfall == {"laddad": 3, "total": 3}
    assert read.fynd == []


def test_a_label_with_the_amount_in_it(read_workbook: Read) -> None:
    """ "Totalt: 300 SEK" in one cell is a total all the same."""
    read = read_workbook([["A", None, 100], ["B", None, 200], ["Totalt: 301 SEK"]])
    assert read.utfall == {"laddad": 2, "total": 1}
    assert rules(read) == {"TOTAL_STAMMER_EJ"}


def test_a_project_that_begins_like_a_total_is_a_project(read_workbook: Read) -> None:
    """Only a label is a label."""
    read = read_workbook([["Totalförsvar i samverkan", "ESF", 1], ["Summa Equity", "ESF", 2]])
    assert read.utfall == {"laddad": 2}


def test_zero_blank_and_missing_are_three_things(read_workbook: Read) -> None:
    """0 is a fact, a blank is unknown, and neither rejects the row."""
    read = read_workbook([["A", "ESF", 0], ["B", "ESF", None], ["C", "ESF", "Ej angivet"]])
    assert [r["utbetalt"] for r in read.rows["submission_projekt"]] == [Decimal(0), None, None]
    assert read.fynd == []


def test_a_rejected_row_is_kept_whole(read_workbook: Read) -> None:
    """File, sheet, row, column, rule, what to do, and every cell."""
    read = read_workbook([["A", "ESF", "1.234", 1]], header=[*HEADER[:3], "Bidrar till\nKF-mål"])
    assert read.utfall == {"avvisad": 1}
    [reject] = read.avvisade
    assert (reject.blad, reject.rad, reject.kolumn) == ("Projekt", 2, "Utbetalt EU-bidrag")
    assert (reject.regel, reject.varde) == ("BELOPP_TVETYDIGT", "1.234")
    assert "1 234" in reject.meddelande
    assert "1,234" in reject.meddelande
    assert reject.radinnehall == (
        '{"Projektnamn": "A", "Fond/program": "ESF", "Utbetalt EU-bidrag": "1.234", '
        '"Bidrar till KF-mål": "1"}'
    )
    assert row(read)["utbetalt"] is None


def test_only_money_and_attribution_reject(read_json: Read) -> None:
    """Everything else that is wrong loads with remarks."""
    read = read_json(
        fond="?!?", roll="x y z", kf_mal="99", kf_mal_fordelning="a", start="ifjol", slut="2020",
        budget="många", eu_andel="allt", deltagande="alla", anpassade_falt="allt", utbetalt="5",
        version="ny",
    )  # fmt: skip
    assert read.utfall == {"laddad": 1}
    assert row(read)["utbetalt"] == Decimal(5)
    assert len(rules(read)) >= 9


def test_header_unit_holds_for_the_column(read_workbook: Read) -> None:
    """917 under (tkr) is 917 000 kronor, known to the nearest thousand."""
    read = read_workbook([["A", 917], ["B", "5,4 mkr"]], header=["Projekt", "Utbetalt 2022 (tkr)"])
    first = row(read)
    assert (first["utbetalt"], first["utbetalt_precision"]) == (Decimal(917000), Decimal(1000))
    assert first["utbetalt_ungefarlig"] is True
    assert row(read, 1)["utbetalt"] == Decimal(5400000)


def test_this_years_column_is_taken(read_workbook: Read) -> None:
    """Payments of other years beside it are kept with the row, not counted, and said."""
    read = read_workbook([["A", 1, 2]], header=["Projekt", "Utbetalt 2021", "Utbetalt 2022"])
    assert row(read)["utbetalt"] == Decimal(2)
    assert '"Utbetalt 2021": "1"' in row(read)["radinnehall"]
    assert [(f.regel, f.kolumn) for f in read.fynd] == [("KOLUMN_EJ_VALD", "Utbetalt 2021")]


def test_kronor_before_euro_in_two_columns(read_workbook: Read) -> None:
    """The same payment in two currencies is one payment, in kronor where there are any."""
    header = ["Projekt", "Utbetalt EUR", "Utbetalt SEK"]
    read = read_workbook([["A", 100, 1062], ["B", 200, None]], header=header)
    paid = [(r["utbetalt"], r["utbetalt_valuta"]) for r in read.rows["submission_projekt"]]
    assert paid == [(Decimal(1062), "SEK"), (Decimal(200), "EUR")]


def test_the_cells_currency_beats_the_columns(read_json: Read) -> None:
    """A bare amount is in the row's currency, one with a unit in its own."""
    assert row(read_json(utbetalt="54 450", valuta="EUR"))["utbetalt_valuta"] == "EUR"
    assert row(read_json(utbetalt="54 450 kr", valuta="EUR"))["utbetalt_valuta"] == "SEK"
    assert row(read_json(utbetalt="54 450"))["utbetalt_valuta"] == "SEK"


def test_identical_rows_count_once_and_different_ones_both(read_csv: Read) -> None:
    """A row copied by mistake is a duplicate; a second payment is a payment."""
    head = "Nämnd;År;Projektnamn;Utbetalt EU-bidrag\n"
    read = read_csv(head + "ASN;2022;A;100\nASN;2022;A;100\nASN;2022;a;200\nMN;2022;A;100\n")
    assert read.utfall == {"laddad": 3, "dubblett": 1}
    twice = [remark for remark in read.fynd if remark.regel == "PROJEKT_TVA_GANGER"]
    assert [(remark.rad, "rad 2" in remark.meddelande) for remark in twice] == [(4, True)]


def test_the_same_grant_number_is_the_same_project(read_workbook: Read) -> None:
    """Whatever it is called."""
    header = ["Projekt", "Bidragsnummer", "Utbetalt"]
    read = read_workbook([["A", "101", 1], ["B", 101, 2]], header=header)
    assert rules(read) == {"PROJEKT_TVA_GANGER"}


def test_goals_and_shares_in_order(read_json: Read) -> None:
    """Numbers, words and percent, one row a goal."""
    read = read_json(kf_mal="3. Trygghet och delaktighet;1", kf_mal_fordelning="1: 60; 3: 40")
    rows = read.rows["submission_kf_mal"]
    assert [(g["ordning"], g["nummer"], g["andel"]) for g in rows] == [
        (1, 3, Decimal(40)),
        (2, 1, Decimal(60)),
    ]
    assert rows[0]["mal_text"] == "3. Trygghet och delaktighet"


def test_a_goal_name_broken_over_lines_is_one_goal(read_json: Read) -> None:
    """A narrow column wraps a name; a list of goals is not a name."""
    assert goals(read_json(kf_mal="1. Utbildning\noch arbete")) == [1]
    assert goals(read_json(kf_mal="Utbildning och arbete\nTrygghet och delaktighet")) == [1, 3]
    assert goals(read_json(kf_mal="Utbildning och arbete, Trygghet och delaktighet")) == [1, 3]
    assert goals(read_json(kf_mal="9; 1")) == [None, 1]


def test_period_in_one_column(read_json: Read) -> None:
    """Start is the first possible day, end the last, with their precision."""
    first = row(read_json(period="hösten 2023--2026"))
    assert (first["start_datum"], first["start_precision"]) == (date(2023, 9, 1), "sasong")
    assert (first["slut_datum"], first["slut_precision"]) == (date(2026, 12, 31), "ar")
    assert row(read_json(start="2021–2023"))["slut_datum"] == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("paid", "budget", "rule"),
    [
        ("1 000 001", "1 000 000", "UTBETALT_OVER_BUDGET"),
        ("10 000 000", "1 000 000", "MAGNITUD"),
        ("917", "15 300 000", "MAGNITUD"),
        ("5 400", "15 300 000", "MAGNITUD"),
        ("5 400", "5 300 000", None),
        ("20 000", "220 000 000", None),
        ("1 000 000", "1 000 000", None),
        ("150 000", "220 000 000", None),
        ("0", "220 000 000", None),
        ("2 mkr", "1 000 000 euro", None),
    ],
)
def test_paid_against_budget(read_json: Read, paid: str, budget: str, rule: str | None) -> None:
    """More than the budget, or a slip between kronor and thousands; never across currencies."""
    assert rules(read_json(utbetalt=paid, budget=budget)) == ({rule} if rule else set())


def test_fitted_fields_are_named_by_id(read_json: Read) -> None:
    """Field ids or headers, each once."""
    read = read_json(anpassade_falt="utbetalt; KF-mål;utbetalt", utbetalt=1)
    assert row(read)["anpassade_falt"] == "utbetalt;kf_mal"


def test_several_units_and_years_in_a_csv(read_csv: Read) -> None:
    """Unit and year are the row's own; goals live in the row's year."""
    head = "Förvaltning;Redovisningsår;Projekt;Utbetalt;KF-mål;Version\n"
    rows = "ASF;2022;A;1;En god organisation;2\nMN;2024;B;2;En god organisation;\n"
    read = read_csv(head + rows)
    found = [(r["namnd_kod"], r["ar"], r["version"]) for r in read.rows["submission_projekt"]]
    assert found == [("ASN", 2022, 2), ("MN", 2024, 1)]
    assert goals(read) == [4, 5]


def test_row_numbers_and_notes_are_no_projects(read_workbook: Read) -> None:
    """A numbered but empty row is blank, a footnote a remark."""
    header = ["Nr", "Projektnamn", "Utbetalt", "Valuta"]
    rows = [[1, "A", 5, "SEK"], [2, None, None, "SEK"], [3], [None, "* betalas i januari"]]
    read = read_workbook(rows, header=header)
    assert read.utfall == {"laddad": 1}
    assert rules(read) == {"KOLUMN_OVANTAD", "RAD_ANMARKNING"}


def test_a_header_printed_again_is_no_row(read_workbook: Read) -> None:
    """Page breaks repeat headers."""
    read = read_workbook([["A", "ESF", 1], HEADER, ["B", "ESF", 2]])
    assert read.utfall == {"laddad": 2}


def test_without_unit_or_year_rows_are_rejected_with_the_reason(read_workbook: Read) -> None:
    """A row nobody can be asked about cannot be loaded."""
    read = read_workbook([["A", "ESF", 1]], start=[("Nämnd", "ASN"), ("År", "ifjol")])
    assert (read.utfall, read.avvisade[0].regel) == ({"avvisad": 1}, "AR_OLASLIGT")
    read = read_workbook([["A", "ESF", 1]], start=[("År", 2022)])
    assert (read.utfall, read.avvisade[0].regel) == ({"avvisad": 1}, "NAMND_SAKNAS")
    read = read_workbook([["A", "ESF", 1]], start=[("Nämnd", "Parknämnden"), ("År", 2022)])
    assert (read.utfall, row(read)["namnd_kod"]) == ({"laddad": 1}, None)


def test_every_row_fits_the_raw_tables(read_workbook: Read) -> None:
    """The columns are those of the raw schema, and DuckDB takes every value."""
    read = read_workbook(
        [["A", "ESF", 1680158.55, "1;3"], ["B", "ESF", "1.234", 1], ["Totalt", None, 5]],
        Svar=[["Fråga nr", "Fråga", "Svar"], [1, "Vad?", "Ja"]],
        Samverkan=[["Typ", "Antal"], ["Offentlig", 17]],
        Indikatorer=[["Projekt", "Indikator", "Mål"], ["A", "Deltagare", 200.5]],
        Nätverk=[["Nätverk", "Roll"], ["Eurocities", "medlem"]],
        Händelser=[["Typ", "Datum"], ["Besök", "2022-03"]],
    )
    with duckdb.connect() as con:
        database.create_raw(con)
        for table, rows in read.rows.items():
            landed = con.execute(f"select * exclude (kommun_kod) from raw.{table}")
            columns = [c[0] for c in landed.description]
            assert rows
            assert all(set(r) == set(columns) for r in rows), table
            batch = pa.Table.from_pylist(rows)
            con.register("batch", batch)
            con.execute(f"insert into raw.{table} by name select * from batch")
            con.unregister("batch")
        paid = con.execute("select utbetalt from raw.submission_projekt order by rad").fetchall()
    assert len(read.rows) == 8
    assert paid == [(Decimal("1680158.55"),), (None,), (Decimal("5.00"),)]


CELL = st.one_of(
    st.none(),
    st.integers(-10, 10**7),
    st.sampled_from(
        ["", "A", "B", "Totalt", "Summa:", "1 000", "1.234", "ca 5 mkr", "x", "* not", "1;3",
         "60;40", "ESF", "2022", "-", "Projektnamn", "850709-9805"]
    ),
)  # fmt: skip


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.lists(CELL, min_size=4, max_size=5), max_size=8))
def test_every_row_has_exactly_one_outcome(read_json: Read, cells: list[list[object]]) -> None:
    """Any cells at all: nothing is lost, and what loads belongs to the unit and year."""
    names = ["projekt", "fond", "utbetalt", "kf_mal", "roll"]
    items = [dict(zip(names, line, strict=False)) for line in cells]
    read = read_json({"namnd": "ASN", "ar": 2022, "projekt": items})
    loaded = [r for r in read.rows["submission_projekt"] if r["utfall"] == "laddad"]
    assert all(r["namnd_kod"] == "ASN" and r["ar"] == 2022 for r in loaded)


def test_reading_twice_gives_the_same(workbook: Callable[..., Path]) -> None:
    """The result is a function of the bytes."""
    path = workbook({"Projekt": [HEADER_2019, *MEMO_2019]})
    assert read_file(path) == read_file(path)


# --- inspect ---


def test_inspect_shows_resolved_values(workbook: Callable[..., Path]) -> None:
    """Codes, amounts as text, ISO dates; totals without a project; remarks at their cells."""
    header = [*HEADER, "Startdatum", "Fördelning KF-mål (%)"]
    rows = [["Vägen in", "ESF+", "5,4 mkr", "1;3", "2021-03", "60;40"], ["Totalt", None, 5400000]]
    path = workbook({"Start": [("Nämnd", "ASF"), ("År", 2022)], "Projekt": [header, *rows]})
    first, total = inspect_rows(path)
    assert (first["fil"], first["blad"], first["rad"]) == ("underlag.xlsx", "Projekt", 2)
    values = first["falt"]
    assert (values["namnd"], values["ar"], values["fond"]) == ("ASN", 2022, "ESF")
    assert (values["utbetalt"], values["valuta"]) == ("5400000.00", "SEK")
    assert (values["kf_mal"], values["kf_mal_fordelning"]) == ([1, 3], ["60", "40"])
    assert (values["start"], values["start_precision"]) == ("2021-03-01", "manad")
    assert values["roll"] is None
    assert (total["utfall"], total["falt"]["utbetalt"]) == ("total", "5400000.00")
    assert "projekt" not in total["falt"]


def test_inspect_shows_rejected_rows_and_refused_files(
    workbook: Callable[..., Path], tmp_path: Path
) -> None:
    """A rejected row with its finding; a refused file as one line."""
    path = workbook(
        {"Start": [("Nämnd", "ASF"), ("År", 2022)], "Projekt": [HEADER, ["A", "", "x"]]}
    )
    [rejected] = inspect_rows(path)
    assert rejected["utfall"] == "avvisad"
    assert rejected["fynd"][0] == {
        "regel": "BELOPP_OLASLIGT",
        "allvar": "fel",
        "kolumn": "Utbetalt EU-bidrag",
        "varde": "x",
        "meddelande": rejected["fynd"][0]["meddelande"],
    }
    (tmp_path / "tom.csv").write_bytes(b"")
    [refused] = inspect_rows(tmp_path / "tom.csv")
    assert (refused["rad"], refused["falt"], refused["utfall"]) == (None, {}, "avvisad")
    assert refused["fynd"][0]["regel"] == "FIL_TOM"


def test_an_empty_form_reports_no_projects(read_workbook: Read) -> None:
    """Last year's column, a prefilled currency and a sum not yet calculated are no rows."""
    header = ["Projektnamn", "Utbetalt", "Valuta", "Förra året (endast information)"]
    rows = [[None, None, "SEK", None], [None, None, None, 100.25], ["Totalt", "=SUM(B2:B3)"]]
    read = read_workbook(rows, header=header, Kontroll=[["x"]])
    assert read.utfall == {"total": 1}
    assert rules(read) == {"INGA_PROJEKT"}


def test_a_question_number_too_high_for_any_question_is_no_number(read_workbook: Read) -> None:
    answers = [["Fråga nr", "Fråga", "Svar"], [8507099805, None, "Ja"]]
    read = read_workbook([["A", "ESF", 1, 1]], Svar=answers)
    assert [r["fraga_nr"] for r in read.rows["submission_svar"]] == [None]
    assert "FRAGA_OKAND" in rules(read)
    assert not any("8507099805" in str(remark) for remark in read.fynd)


@pytest.mark.parametrize("content", [b"Projektnamn;Utbetalt\nA;1\n", b"", b"\x00\x01"])
def test_the_garbage_collector_is_on_again_after_a_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert gc.isenabled()
    read_file(path)
    assert gc.isenabled()
