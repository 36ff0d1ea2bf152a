"""Diff: exactly the published cells that differ, by how much, and which rows made them differ."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from fondbok.paths import Home
from fondbok.publish.comparison import compare, diff, forandring, view
from fondbok.publish.comparison.found import Cell, Diff
from fondbok.publish.kept import UnknownRelease
from fondbok.publish.release import PublishError
from tests.unit.publish.handmade import Kalla

Publish = Callable[..., Path]
FIRST = "submissions/ASN.xlsx"
SECOND = "submissions/ASN rättad.xlsx"
ROWS = (
    Kalla(FIRST, 5, "100.00"),
    Kalla(FIRST, 6, "20.00", "Projekt B", roll="part", fondgrupp="Interreg"),
    Kalla("submissions/MN.csv", 2, "7.00", "Projekt C", namnd="MN"),
)


def corrected(rows: tuple[Kalla, ...], row: int, amount: str) -> list[Kalla]:
    """The same submission in a new file, with one amount put right."""
    moved = [replace(k, fil=SECOND, rad=k.rad + 10) if k.fil == FIRST else k for k in rows]
    moved[row] = replace(moved[row], belopp=amount)
    return moved


def changes(found: Diff) -> dict[str, tuple[str | None, str | None, Decimal | None]]:
    return {
        f"{cell.tabell.removeprefix('rpt_')} {cell.radnyckel} {cell.kolumn}": (
            cell.fore,
            cell.efter,
            cell.forandring,
        )
        for cell in found.celler
    }


def adds_up(cell: Cell) -> bool:
    """Whether the rows' changes are the cell's change."""
    parts = [(p.efter_sek or 0) - (p.fore_sek or 0) for p in cell.ursprung]
    return sum(parts) == Decimal(cell.efter or 0) - Decimal(cell.fore or 0)


def test_a_changed_line_of_the_reference_data_is_told(home: Home, publish: Publish) -> None:
    for motiv in ("olika år", "olika parter"):
        folder = publish(ROWS).parent / "referens"
        folder.mkdir()
        rows = f"projekt_a,projekt_b,motiv\nA,B,{motiv}\n"
        (folder / "projekt_skilda.csv").write_text(rows, "utf-8")
    found = diff(home, "r-1", "r-2")
    assert found.lika  # no figure
    line = "referens/projekt_skilda.csv (projekt_a A, projekt_b B): motiv olika år → olika parter."
    assert line in text(found).splitlines()
    (told,) = view.as_json(found)["referens"]
    assert told["varden"] == [["motiv", "olika år", "olika parter"]]
    # What is served is a copy, with its reference data beside the release it is of.
    assert compare(home.releases / "r-1" / "fondbok.duckdb", home.mart).referens == found.referens


def text(found: Diff) -> str:
    console = Console(file=io.StringIO(), width=80)
    view.render(found, console)
    return console.file.getvalue().replace("\u00a0", " ")


def test_a_release_does_not_differ_from_itself(home: Home, publish: Publish) -> None:
    publish(ROWS)
    found = diff(home, "r-1", "aktuell")
    assert found.lika
    assert "Alla publicerade siffror är lika." in text(found)


def test_the_same_figures_from_other_files_are_the_same(home: Home, publish: Publish) -> None:
    publish(ROWS)
    publish([replace(row, fil=f"submissions/ny {row.rad}.csv") for row in ROWS])
    found = diff(home, "foregaende", "aktuell")
    assert found.lika
    assert [fil.art for fil in found.filer].count("tillkommen") == 3
    assert [fil.art for fil in found.filer].count("borttagen") == 2


def test_a_corrected_amount_changes_just_its_cells(home: Home, publish: Publish) -> None:
    publish(ROWS)
    publish(corrected(ROWS, 0, "100.01"))
    found = diff(home, "r-1", "r-2")
    step = Decimal("0.01")
    assert changes(found) == {
        "sammanfattning ar=2024 belopp_sek": ("127.00", "127.01", step),
        "sammanfattning ar=2024 belopp_agare_sek": ("107.00", "107.01", step),
        "utbetalt_per_namnd ar=2024;namnd_kod=ASN belopp_sek": ("120.00", "120.01", step),
        "utbetalt_per_namnd ar=2024;namnd_kod=ASN belopp_agare_sek": ("100.00", "100.01", step),
        "utbetalt_per_fondgrupp ar=2024;fondgrupp=ESF belopp_sek": ("107.00", "107.01", step),
        "utbetalt_per_fondgrupp ar=2024;fondgrupp=ESF belopp_agare_sek": (
            "107.00",
            "107.01",
            step,
        ),
        "utbetalt_per_kf_mal ar=2024;malperiod=2024-2026;nummer=1 belopp_sek": (
            "127.00",
            "127.01",
            step,
        ),
        "utbetalt_per_kf_mal ar=2024;malperiod=2024-2026;nummer=1 belopp_agare_sek": (
            "107.00",
            "107.01",
            step,
        ),
    }
    assert found.rader == ()


def test_only_the_row_that_changed_is_named(home: Home, publish: Publish) -> None:
    publish(ROWS)
    publish(corrected(ROWS, 0, "100.01"))
    for cell in diff(home, "r-1", "r-2").celler:
        assert adds_up(cell), cell
        assert [(p.fil, p.blad, p.rad, p.fore_sek, p.efter_sek) for p in cell.ursprung] == [
            (FIRST, "Projekt", 5, Decimal("100.00"), None),
            (SECOND, "Projekt", 15, None, Decimal("100.01")),
        ], cell


def test_a_new_rate_shows_as_another_amount_of_the_same_row(home: Home, publish: Publish) -> None:
    euro = Kalla(FIRST, 5, "1100.00", valuta="EUR", original="100.00", kurs="11.000000")
    publish([euro])
    publish([replace(euro, belopp="1150.00", kurs="11.500000")], kod="0.1.0+def")
    found = diff(home, "r-1", "r-2")
    (cell,) = [c for c in found.celler if c.radnyckel == "ar=2024;namnd_kod=ASN"][:1]
    (part,) = cell.ursprung
    assert (part.rad, part.fore_sek, part.efter_sek) == (5, Decimal("1100.00"), Decimal("1150.00"))
    assert "Koden skiljer: 0.1.0+abc och 0.1.0+def." in text(found)


def test_a_project_that_moves_between_goals_adds_up_in_both(home: Home, publish: Publish) -> None:
    publish([replace(ROWS[0], mal=((1, "50.00"), (2, "50.00")))])
    publish([replace(ROWS[0], mal=((1, "33.34"), (2, "66.66")))])
    found = diff(home, "r-1", "r-2")
    assert {cell.tabell for cell in found.celler} == {"rpt_utbetalt_per_kf_mal"}
    assert sum(c.forandring or 0 for c in found.celler) == 0
    assert all(adds_up(cell) for cell in found.celler)


def test_rows_that_come_and_go_are_told_as_rows(home: Home, publish: Publish) -> None:
    publish(ROWS[:2])
    publish([ROWS[0], ROWS[2]])
    found = diff(home, "r-1", "r-2")
    assert [(rad.tabell, rad.radnyckel, rad.art) for rad in found.rader] == [
        ("rpt_utbetalt_per_fondgrupp", "ar=2024;fondgrupp=Interreg", "borttagen"),
        ("rpt_utbetalt_per_namnd", "ar=2024;namnd_kod=MN", "tillkommen"),
    ]
    new = [c for c in found.celler if c.radnyckel == "ar=2024;namnd_kod=MN"]
    assert [(c.kolumn, c.fore, c.efter) for c in new if c.kolumn.endswith("sek")] == [
        ("belopp_sek", None, "7.00"),
        ("belopp_agare_sek", None, "7.00"),
        ("anpassat_sek", None, "0.00"),
    ]
    assert {c.art for c in new} == {"tillkommen"}
    assert all(adds_up(c) for c in found.celler if c.kolumn.endswith("_sek"))
    assert "Raden rpt_utbetalt_per_namnd ar=2024;namnd_kod=MN har tillkommit." in text(found)


def test_unknown_and_zero_are_not_the_same(home: Home, publish: Publish) -> None:
    column = "update mart.rpt_utbetalt_per_namnd set belopp_part_sek = {} where namnd_kod = 'MN'"
    publish(ROWS, column.format("null"))
    publish(ROWS, column.format("0.00"))
    (cell,) = diff(home, "r-1", "r-2").celler
    assert (cell.kolumn, cell.fore, cell.efter, cell.forandring) == (
        "belopp_part_sek",
        None,
        "0.00",
        None,
    )


def test_the_year_before_changes_next_year_too(home: Home, publish: Publish) -> None:
    earlier = Kalla(FIRST, 9, "5.00", "Projekt D", ar=2023)
    publish([*ROWS, earlier])
    publish([*ROWS, replace(earlier, belopp="6.00")])
    found = diff(home, "r-1", "r-2")
    (cell,) = [c for c in found.celler if c.kolumn == "foregaende_belopp_sek"]
    assert (cell.radnyckel, cell.forandring) == ("ar=2024", Decimal("1.00"))
    assert adds_up(cell)
    assert {part.rad for part in cell.ursprung} == {9}


KEYLESS = """
create table mart.rpt_egen as
select unnest(['a', 'a', 'b']) as namn, unnest([1, {}, 3]) as antal
"""


def test_a_report_nobody_told_the_key_of_is_compared_whole(home: Home, publish: Publish) -> None:
    publish(ROWS, KEYLESS.format(1))
    publish(ROWS, KEYLESS.format(2))
    found = diff(home, "r-1", "r-2")
    assert found.celler == ()
    assert [(rad.radnyckel, rad.art) for rad in found.rader] == [
        ("namn=a;antal=1;lopnr=2", "borttagen"),
        ("namn=a;antal=2", "tillkommen"),
    ]
    assert not found.lika


def test_rows_that_share_a_key_are_told_apart(home: Home, publish: Publish) -> None:
    inlamning = """
        create table mart.rpt_inlamning as
        select 2024 as ar, 'ASN' as namnd_kod, unnest([1, 1, null]) as version,
            unnest(['a', '{}', 'c']) as fil
    """
    publish(ROWS, inlamning.format("b"))
    publish(ROWS, inlamning.format("b2"))
    (cell,) = diff(home, "r-1", "r-2").celler
    assert (cell.radnyckel, cell.fore, cell.efter) == (
        "ar=2024;namnd_kod=ASN;version=1;lopnr=2",
        "b",
        "b2",
    )


def test_new_columns_and_tables_are_told_once(home: Home, publish: Publish) -> None:
    publish(ROWS)
    publish(
        ROWS,
        "alter table mart.rpt_sammanfattning add column nytt integer default 1;"
        "create table mart.rpt_egen as select 1 as x;"
        "create table mart.rpt_forandring as select 1 as x",
    )
    found = diff(home, "r-1", "r-2")
    assert [(k.tabell, k.kolumn, k.art) for k in found.kolumner] == [
        ("rpt_egen", "*", "tillkommen"),
        ("rpt_sammanfattning", "nytt", "tillkommen"),
    ]
    assert (found.celler, found.rader, found.lika) == ((), (), False)
    back = diff(home, "r-2", "r-1")
    assert {k.art for k in back.kolumner} == {"borttagen"}


def test_a_column_that_changed_its_type_is_compared_as_text(home: Home, publish: Publish) -> None:
    publish(ROWS)
    publish(ROWS, "alter table mart.rpt_utbetalt_per_namnd alter antal_projekt_olika type varchar")
    assert diff(home, "r-1", "r-2").celler == ()


def test_releases_that_say_less_about_their_rows_still_add_up(home: Home, publish: Publish) -> None:
    less = """
        create table mart.k as
        select kallrad_id, fil, fil_sha256, blad, rad, inlast_tid from mart.kallrad;
        drop table mart.kallrad; alter table mart.k rename to kallrad
    """
    publish(ROWS, less)
    publish(corrected(ROWS, 0, "100.01"))
    found = diff(home, "r-1", "r-2")
    assert len(found.celler) == 8
    assert all(adds_up(cell) for cell in found.celler)


def test_releases_without_origin_still_differ(home: Home, publish: Publish) -> None:
    publish(ROWS, "drop table mart.brygga_harkomst")
    publish(corrected(ROWS, 0, "100.01"))
    found = diff(home, "r-1", "r-2")
    assert len(found.celler) == 8
    assert all(cell.ursprung == () for cell in found.celler)


def test_the_order_is_always_the_same(home: Home, publish: Publish) -> None:
    publish(ROWS)
    publish(corrected(ROWS, 1, "33.00"))
    first = diff(home, "r-1", "r-2")
    assert first == diff(home, "r-1", "r-2")
    places = [(cell.tabell, cell.radnyckel) for cell in first.celler]
    assert places == sorted(places)


def test_unknown_and_broken_releases_are_refused(home: Home, publish: Publish) -> None:
    file = publish(ROWS)
    publish(ROWS)
    with pytest.raises(UnknownRelease, match="r-2, r-1"):
        diff(home, "r-1", "r-9")
    file.write_text("skadad")
    with pytest.raises(PublishError):
        diff(home, "r-1", "r-2")


def test_nothing_is_written_and_readers_are_not_disturbed(home: Home, publish: Publish) -> None:
    files = [publish(ROWS), publish(corrected(ROWS, 0, "1.00"))]
    before = [file.read_bytes() for file in files]
    for file in files:
        file.chmod(0o444)
    with duckdb.connect(str(files[0]), read_only=True) as reader:
        assert compare(*files).celler
        assert reader.execute("select count(*) from mart.kallrad").fetchone() == (3,)
    assert [file.read_bytes() for file in files] == before
    assert not list(home.releases.rglob("*.wal"))


def test_what_is_being_built_is_compared_with_what_is_served(home: Home, publish: Publish) -> None:
    served = publish(ROWS)
    built = publish(corrected(ROWS, 0, "100.01"))
    expected = list(compare(served, built).celler)
    with duckdb.connect(str(built)) as con:
        assert forandring(con, served) == expected
        assert forandring(con, served) == expected
        left = con.execute("select count(*) from duckdb_tables() where temporary").fetchone()
        assert left == (0,)


def test_json_and_text_say_the_same(home: Home, publish: Publish) -> None:
    publish(ROWS)
    publish(corrected(ROWS, 0, "1100.00"))
    found = diff(home, "r-1", "r-2")
    body = json.loads(json.dumps(view.as_json(found)))
    assert body["lika"] is False
    assert body["fore"]["release_id"] == "r-1"
    assert body["celler"][0]["ursprung"][0]["fore_sek"] == "100.00"
    shown = text(found)
    assert "  belopp_agare_sek: 107,00 → 1 107,00 (+1 000,00)" in shown
    assert f"    {SECOND}, blad Projekt, rad 15 (projekt-a): ingen del → 1 100,00" in shown
    assert "8 celler skiljer." in shown
