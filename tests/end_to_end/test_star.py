"""Plausible queries on the star that once gave a wrong sum, in the spellings people use.

What a query may do: give the right figure, or be refused by DuckDB because the table or the column
is not there. Each spelling says which, so that one that begins to answer is looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from fondbok.paths import Home

TOTAL = "select belopp_sek from mart.rpt_sammanfattning where ar = 2024"
SHARE = "select round(100 * anpassad_andel, 1) from mart.rpt_sammanfattning where ar = 2022"


@dataclass(frozen=True)
class Misreading:
    """A question that was answered wrongly: what it gave, what is right, and how people write it.

    Attributes:
        wrong: what it once gave, in the example.
        right: SQL of the right figure.
        refused: spellings that DuckDB refuses.
        answered: spellings that give the right figure.
    """

    wrong: str
    right: str
    refused: tuple[str, ...]
    answered: tuple[str, ...]


def joined(what: str, join: str, where: str = "m.ar = 2024") -> str:
    return f"select sum({what}) from mart.fct_eu_medel as m {join} where {where}"


def fitted(filtered: str, source: str) -> str:
    share = f"round(100 * sum(m.belopp_sek) filter (where {filtered}) / sum(m.belopp_sek), 1)"
    return f"select {share} from {source} where m.ar = 2022"


MISREADINGS = {
    "a dimension joined on the code": Misreading(
        wrong="56 383 469",
        right=TOTAL,
        refused=(
            joined("m.belopp_sek", "inner join mart.dim_projekt as p using (projekt_kod)"),
            joined("m.belopp_sek", "join mart.dim_projekt as p on p.projekt_kod = m.projekt_kod"),
            joined("m.belopp_sek", "left join mart.dim_namnd as n using (namnd_kod)"),
            joined("belopp_sek", "join mart.dim_namnd as n on m.namnd_kod = n.namnd_kod"),
        ),
        answered=(
            joined("m.belopp_sek", "inner join mart.dim_projekt as p using (projekt_key)"),
            joined("m.belopp_sek", "inner join mart.dim_namnd using (namnd_key)"),
            joined("m.belopp_sek", "join mart.dim_projekt_senaste using (projekt_kod)"),
            joined("m.belopp_sek", "join mart.dim_namnd_senaste as n on n.namnd_kod = m.namnd_kod"),
            joined("m.belopp_sek", "natural join mart.dim_projekt"),
            joined("m.belopp_sek", "natural join mart.dim_namnd"),
            "select sum(belopp_sek) from mart.bi_pengar where ar = 2024",
        ),
    ),
    "the versions that hold today": Misreading(
        wrong="37 797 530 for 2022",
        right="select belopp_sek from mart.rpt_sammanfattning where ar = 2022",
        refused=(
            joined(
                "m.belopp_sek",
                "join mart.dim_projekt as p using (projekt_key)",
                "m.ar = 2022 and p.ar_aktuell",
            ),
            joined(
                "m.belopp_sek",
                "join mart.dim_namnd as n on n.namnd_key = m.namnd_key and n.ar_aktuell",
                "m.ar = 2022",
            ),
            joined("m.belopp_sek", "join mart.dim_projekt_senaste using (projekt_key)"),
            joined("m.belopp_sek", "join mart.dim_namnd_senaste using (namnd_key)"),
        ),
        answered=(
            joined(
                "m.belopp_sek", "join mart.dim_projekt_senaste using (projekt_kod)", "ar = 2022"
            ),
            joined("m.belopp_sek", "join mart.dim_namnd_senaste using (namnd_kod)", "ar = 2022"),
        ),
    ),
    "two facts": Misreading(
        wrong="62 196 821",
        right=TOTAL,
        refused=(
            joined("m.belopp_sek", "join mart.fct_deltagande as d using (projekt_key, ar)"),
            joined(
                "d.belopp_sek",
                "join mart.fct_deltagande as d on d.projekt_key = m.projekt_key and d.ar = m.ar",
            ),
            joined("m.belopp_sek", "join mart.dim_deltagande as d using (projekt_key, ar)"),
            joined("m.belopp_sek", "join mart.dim_deltagande as d using (projekt_kod, ar)"),
            joined("m.belopp_sek", "join mart.dim_deltagande as d on d.ar = m.ar"),
            joined("m.belopp_sek", "join mart.dim_deltagande as d using (namnd_key, ar)"),
            joined("d.belopp_sek", "join mart.dim_deltagande as d using (deltagande_key)"),
            joined("m.belopp_sek", "join mart.bi_deltagande as d using (projekt_key, ar)"),
            joined(
                "belopp_sek", "join mart.bi_deltagande as d using (projekt_kod, ar)", "ar = 2024"
            ),
            "select sum(d.belopp_sek) from mart.fct_deltagande as d where d.ar = 2024",
        ),
        answered=(
            joined("m.belopp_sek", "join mart.dim_deltagande as d using (deltagande_key)"),
            joined("belopp_sek", "natural join mart.dim_deltagande", "ar = 2024"),
            "select sum(belopp_sek) from mart.bi_deltagande where ar = 2024",
        ),
    ),
    "a fact with the bridge of goals": Misreading(
        wrong="77 844 851",
        right=TOTAL,
        refused=(
            joined(
                "m.belopp_sek",
                "join mart.brygga_projekt_kf_mal as b using (projekt_key, namnd_key, ar)",
            ),
            joined("m.belopp_sek", "join mart.brygga_projekt_kf_mal using (deltagande_key)"),
            joined("m.belopp_sek", "natural join mart.brygga_projekt_kf_mal"),
            "select sum(d.belopp_sek) from mart.bi_deltagande as d"
            " join mart.brygga_projekt_kf_mal using (projekt_kod, namnd_kod, ar) where ar = 2024",
        ),
        answered=(
            joined("m.belopp_sek", "join mart.dim_kf_mal using (kf_mal_key)"),
            joined(
                "m.belopp_sek",
                "join mart.dim_kf_mal using (kf_mal_key) join mart.dim_fond using (fond_key)"
                " join mart.dim_deltagande using (deltagande_key)",
            ),
            "select sum(kr) from (select kf_mal, sum(belopp_sek) as kr from mart.bi_pengar"
            " where ar = 2024 group by kf_mal)",
        ),
    ),
    "the origin without a measure": Misreading(
        wrong="2 490 000",
        right="select belopp_sek from mart.rpt_utbetalt_per_namnd"
        " where ar = 2024 and namnd_kod = 'KS'",
        refused=(
            "select sum(h.belopp_sek) from mart.brygga_harkomst as h where h.matt is not null",
        ),
        answered=(
            "select sum(h.belopp_sek) from mart.rpt_utbetalt_per_namnd as r"
            " join mart.brygga_harkomst as h using (radnyckel) where r.ar = 2024"
            " and r.namnd_kod = 'KS'",
            "select sum(belopp_sek) from mart.brygga_harkomst"
            " where radnyckel = 'ar=2024;namnd_kod=KS'",
            "select sum(h.belopp_sek) from mart.brygga_harkomst as h"
            " join mart.kallrad as k using (kallrad_id)"
            " where h.rapport = 'rpt_utbetalt_per_namnd' and h.radnyckel = 'ar=2024;namnd_kod=KS'",
            "select sum(belopp_sek) from mart.bi_harkomst where radnyckel = 'ar=2024;namnd_kod=KS'",
        ),
    ),
    "counts of projects added up": Misreading(
        wrong="60 to 87",
        right="select antal_projekt_olika from mart.rpt_sammanfattning where ar = 2024",
        refused=tuple(
            f"select sum({count}) from mart.{report} where ar = 2024"
            for report, count in (
                ("rpt_utbetalt_per_namnd", "antal_projekt"),
                ("rpt_utbetalt_per_namnd", "antal_sakra_eu_projekt"),
                ("rpt_utbetalt_per_namnd", "antal_okand_fond_projekt"),
                ("rpt_utbetalt_per_fondgrupp", "antal_projekt"),
                ("rpt_utbetalt_per_kf_mal", "antal_projekt"),
                ("rpt_sammanfattning", "antal_projekt"),
                ("rpt_sammanfattning", "antal_agare + antal_part"),
                ("rpt_inlamning", "antal_projekt"),
            )
        ),
        answered=(
            "select count(distinct projekt_kod) from mart.bi_deltagande"
            " where ar = 2024 and projekt_raknas",
            "select count(distinct projekt_kod) from mart.bi_pengar"
            " where ar = 2024 and projekt_raknas",
            "select count(distinct projekt_kod) from mart.fct_eu_medel"
            " where ar = 2024 and redovisad and projekt_kod <> 'OKANT'",
        ),
    ),
    "the fitted share by flags": Misreading(
        wrong="100 %",
        right=SHARE,
        refused=(
            fitted("m.anpassade_falt is not null", "mart.fct_eu_medel as m"),
            fitted("m.anpassade_falt <> ''", "mart.bi_deltagande as m"),
            fitted(
                "d.anpassade_falt is not null",
                "mart.fct_eu_medel as m join mart.dim_deltagande as d using (deltagande_key)",
            ),
            fitted(
                "p.anpassade_falt is not null",
                "mart.fct_eu_medel as m join mart.dim_projekt as p using (projekt_key)",
            ),
            *(
                fitted("m.anpassat", f"mart.{report} as m")
                for report in (
                    *("rpt_utbetalt_per_kf_mal", "rpt_utbetalt_per_fondgrupp"),
                    *("rpt_utbetalt_per_namnd", "rpt_sammanfattning"),
                )
            ),
        ),
        answered=(
            fitted("m.anpassat", "mart.fct_eu_medel as m"),
            *(
                f"select round(100 * sum(anpassat_sek) / sum(belopp_sek), 1) from mart.{table}"
                " where ar = 2022"
                for table in (
                    *("fct_eu_medel", "bi_pengar", "bi_deltagande", "rpt_sammanfattning"),
                    *("rpt_utbetalt_per_namnd", "rpt_utbetalt_per_fondgrupp"),
                    "rpt_utbetalt_per_kf_mal",
                )
            ),
        ),
    ),
}
SPELLINGS = [
    pytest.param(each.right, sql, refused, id=f"{name}-{place}-{'refused' if refused else 'right'}")
    for name, each in MISREADINGS.items()
    for refused, spellings in ((True, each.refused), (False, each.answered))
    for place, sql in enumerate(spellings)
]
COUNTS = ("rpt_utbetalt_per_namnd", "rpt_utbetalt_per_fondgrupp", "rpt_utbetalt_per_kf_mal")


@pytest.fixture(scope="module")
def mart(malmo: Home) -> Any:
    with duckdb.connect(str(malmo.mart), read_only=True) as con:
        yield con


def one(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    ((value,),) = con.execute(sql).fetchall()
    return value


def comment(con: duckdb.DuckDBPyConnection, table: str, column: str = "") -> str:
    """The comment as a reader's tool shows it, on one line."""
    asked = (
        f"select comment from duckdb_columns() where table_name = '{table}'"
        f" and column_name = '{column}'"
        if column
        else f"select comment from duckdb_tables() where table_name = '{table}'"
    )
    return " ".join(one(con, asked).split())


@pytest.mark.parametrize(("right", "sql", "refused"), SPELLINGS)
def test_a_plausible_query_is_right_or_refused(
    mart: Any, right: str, sql: str, refused: bool
) -> None:
    if refused:
        with pytest.raises((duckdb.BinderException, duckdb.CatalogException)):
            mart.execute(sql)
    else:
        assert Decimal(str(one(mart, sql))) == Decimal(str(one(mart, right))) > 0


@pytest.mark.parametrize("table", COUNTS)
def test_counts_that_may_not_be_added_say_so_in_their_name_and_comment(
    mart: Any, table: str
) -> None:
    whole = one(mart, "select antal_projekt_olika from mart.rpt_sammanfattning where ar = 2024")
    added = one(mart, f"select sum(antal_projekt_olika) from mart.{table} where ar = 2024")
    assert added > whole
    assert "Går inte att summera" in comment(mart, table, "antal_projekt_olika")


def test_every_published_count_of_projects_or_namnder_is_named_as_one_of_different_ones(
    mart: Any,
) -> None:
    """But that of participations, which adds up; and what is not a figure, the grades."""
    named = {
        name
        for (name,) in mart.execute(
            "select distinct column_name from duckdb_columns() where schema_name = 'mart'"
            " and starts_with(table_name, 'rpt_')"
            " and regexp_matches(column_name, 'antal_.*(projekt|agare|part|namnder)')"
            " and not ends_with(column_name, '_grad')"
        ).fetchall()
    }
    assert len(named) == 7
    assert all(name.endswith("_olika") for name in named), named


def test_a_field_that_is_fitted_stands_apart_from_money(mart: Any) -> None:
    """No table of money says which fields are fitted, and the one that does has no money."""
    told = mart.execute(
        "select distinct schema_name || '.' || table_name from duckdb_columns()"
        " where ends_with(column_name, 'ts_falt') or column_name = 'anpassade_falt'"
    ).fetchall()
    assert told == [("kvalitet.anpassad_uppgift",)]
    assert "anpassat_sek" in comment(mart, "anpassad_uppgift")
    assert mart.execute(
        "select count(*) from duckdb_columns() where table_name = 'anpassad_uppgift'"
        " and (ends_with(column_name, '_sek') or ends_with(column_name, '_key'))"
    ).fetchall() == [(0,)]


def test_every_table_declares_a_key_or_why_it_has_none(mart: Any) -> None:
    keyed = {
        name
        for (name,) in mart.execute(
            "select distinct table_name from duckdb_constraints()"
            " where constraint_type in ('PRIMARY KEY', 'UNIQUE')"
        ).fetchall()
    }
    tables = {
        name
        for (name,) in mart.execute(
            "select table_name from duckdb_tables() where schema_name = 'mart'"
        ).fetchall()
    }
    assert tables - keyed == {"brygga_harkomst", "bi_harkomst", "release", "rpt_forandring"}


def test_facts_point_at_their_dimensions_and_at_one_another(mart: Any) -> None:
    """By a key that has the municipality's code within it, or else by the code and the column."""
    declared = {
        (table, columns[-1], target, there[-1], columns[:-1] == there[:-1] == ["kommun_kod"])
        for table, columns, target, there in mart.execute(
            "select table_name, constraint_column_names, referenced_table,"
            " referenced_column_names from duckdb_constraints()"
            " where constraint_type = 'FOREIGN KEY'"
        ).fetchall()
    }
    assert {
        ("fct_eu_medel", "projekt_key", "dim_projekt", "projekt_key", False),
        ("fct_eu_medel", "projekt_kod", "dim_projekt_senaste", "projekt_kod", True),
        ("fct_eu_medel", "namnd_key", "dim_namnd", "namnd_key", False),
        ("fct_eu_medel", "fond_key", "dim_fond", "fond_key", False),
        ("fct_eu_medel", "kf_mal_key", "dim_kf_mal", "kf_mal_key", False),
        ("fct_eu_medel", "ar", "dim_ar", "ar", True),
        ("fct_eu_medel", "namnd_kod", "dim_namnd_senaste", "namnd_kod", True),
        ("fct_eu_medel", "deltagande_key", "dim_deltagande", "deltagande_key", False),
        ("fct_handelse", "kallrad_id", "kallrad", "kallrad_id", True),
    } <= declared


def test_a_facts_row_is_known_by_what_it_is_about(mart: Any) -> None:
    for table, key, grain in (
        ("fct_eu_medel", "deltagande_key", "kommun_kod, projekt_kod, namnd_kod, ar"),
        ("bi_deltagande", "bi_key", "kommun_kod, projekt_kod, namnd_kod, ar"),
        (
            *("fct_eu_medel", "eu_medel_key"),
            "kommun_kod, projekt_kod, namnd_kod, ar, fond_kod, kf_mal_key",
        ),
    ):
        made = ", ".join(f"cast({column} as varchar)" for column in grain.split(", "))
        others = f"select count(*) from mart.{table} where {key} <> md5(concat_ws('|', {made}))"
        assert one(mart, others) == 0
